//! An article's text with its claims underlined.
//!
//! The text is cut wherever a claim, its speaker or its cue begins or ends. Each piece is wrapped once for every claim
//! that holds it; claims that overlap lie on different lines below the words (*lanes*), the shorter nearer to them.
//! Each piece carries the code point at which it begins, so that a selection in the browser finds its place.

use crate::claim::{Claim, ClaimId};
use crate::decision::State;
use crate::text::{ByteSpan, CharSpan, CodePoints};
use maud::{Markup, PreEscaped, Render, html};
use std::collections::BTreeMap;

/// Lines below the words; what overlaps more deeply shares the last.
const LANES: usize = 4;

/// A text to show.
#[derive(Clone, Copy)]
pub(in crate::web) struct Shown<'a> {
    pub(in crate::web) text: &'a str,
    pub(in crate::web) points: &'a CodePoints,
    /// What is read of it; `None` for all.
    pub(in crate::web) prose: Option<&'a [ByteSpan]>,
}

/// A claim to underline.
pub(in crate::web) struct Underlined<'a> {
    pub(in crate::web) claim: &'a Claim,
    /// Where its pieces stand in the text shown.
    pub(in crate::web) spans: Vec<CharSpan>,
    /// Whether the text is the one that the claim was taken from, so that its speaker and cue have their places too.
    pub(in crate::web) own: bool,
    pub(in crate::web) state: State,
    pub(in crate::web) stale: bool,
    /// What a screen reader says at the end of the claim.
    pub(in crate::web) label: String,
    /// The number that leads to the margin.
    pub(in crate::web) number: usize,
}

/// A paragraph or a heading.
pub(in crate::web) struct Block {
    /// 0 for a paragraph, 1 to 6 for a heading.
    pub(in crate::web) level: usize,
    pub(in crate::web) words: Markup,
    /// The claims that begin in it, by place in the list of the underlined.
    pub(in crate::web) claims: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Content,
    Speaker,
    Cue,
}

struct Mark {
    span: ByteSpan,
    of: usize,
    role: Role,
}

/// The text in blocks, claims underlined.
pub(in crate::web) fn blocks(shown: Shown<'_>, underlined: &[Underlined<'_>]) -> Vec<Block> {
    let (text, points) = (shown.text, shown.points);
    let lanes = lanes(underlined);
    let mut marks = Vec::new();
    for (of, one) in underlined.iter().enumerate() {
        let mut add = |spans: &[CharSpan], role| {
            marks.extend(spans.iter().map(|span| Mark { span: points.bytes(text, *span), of, role }));
        };
        add(&one.spans, Role::Content);
        if one.own {
            add(one.claim.speaker.as_ref().map_or(&[][..], |speaker| &speaker.spans), Role::Speaker);
            add(one.claim.cue.as_ref().map_or(&[][..], |cue| &cue.spans), Role::Cue);
        }
    }
    marks.retain(|mark| !mark.span.is_empty());
    marks.sort_by_key(|mark| mark.span.start());
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.span.start(), mark.span.end()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let ends: BTreeMap<usize, Vec<usize>> =
        underlined.iter().enumerate().fold(BTreeMap::new(), |mut ends, (of, one)| {
            if let Some(last) = one.spans.last() {
                ends.entry(points.bytes(text, *last).end()).or_insert_with(Vec::new).push(of);
            }
            ends
        });
    let mut writer = Writer {
        text,
        points,
        underlined,
        lanes: &lanes,
        marks: &marks,
        cuts: &cuts,
        ends: &ends,
        next: 0,
        open: Vec::new(),
    };
    paragraphs(text, shown.prose)
        .into_iter()
        .map(|(level, pieces)| {
            let (start, end) =
                (pieces.first().map_or(0, |span| span.start()), pieces.last().map_or(0, |span| span.end()));
            let words = writer.words(&pieces);
            let mut claims: Vec<usize> = (0..underlined.len())
                .filter(|&of| {
                    let first = underlined[of].spans.first().map(|span| points.to_byte(text, span.start));
                    first.is_some_and(|at| start <= at && at < end)
                })
                .collect();
            claims.sort_by_key(|&of| underlined[of].number);
            Block { level, words, claims }
        })
        .collect()
}

struct Writer<'a> {
    text: &'a str,
    points: &'a CodePoints,
    underlined: &'a [Underlined<'a>],
    lanes: &'a [usize],
    marks: &'a [Mark],
    cuts: &'a [usize],
    ends: &'a BTreeMap<usize, Vec<usize>>,
    /// The first mark that has not begun.
    next: usize,
    /// The marks that may still be open.
    open: Vec<usize>,
}

impl Writer<'_> {
    fn words(&mut self, pieces: &[ByteSpan]) -> Markup {
        let mut out = String::new();
        for (place, piece) in pieces.iter().enumerate() {
            if place > 0
                && pieces[place - 1].end() < piece.start()
                && self.text[pieces[place - 1].end()..piece.start()].contains('\n')
            {
                out.push('\n');
            }
            let mut at = piece.start();
            while at < piece.end() {
                let cut = self.cuts.partition_point(|&cut| cut <= at);
                let end = self.cuts.get(cut).copied().unwrap_or(usize::MAX).min(piece.end());
                self.piece(ByteSpan::new(at, end), &mut out);
                at = end;
            }
        }
        PreEscaped(out)
    }

    /// One piece of text that no boundary cuts.
    fn piece(&mut self, span: ByteSpan, out: &mut String) {
        while self.marks.get(self.next).is_some_and(|mark| mark.span.start() <= span.start()) {
            self.open.push(self.next);
            self.next += 1;
        }
        let marks = self.marks;
        self.open.retain(|&mark| marks[mark].span.end() > span.start());
        let of = |role: Role| -> Vec<usize> {
            let open = self.open.iter().map(|&mark| &marks[mark]);
            open.filter(|mark| mark.role == role && mark.span.start() <= span.start()).map(|mark| mark.of).collect()
        };
        let mut claims = of(Role::Content);
        claims.sort_by_key(|&of| std::cmp::Reverse(self.lanes[of]));
        claims.dedup();
        let names = |of: Vec<usize>| -> Option<String> {
            let names: Vec<&str> = of.into_iter().map(|of| self.underlined[of].claim.id.0.as_str()).collect();
            (!names.is_empty()).then(|| names.join(" "))
        };
        let start = self.points.to_char(self.text, span.start());
        let (speakers, cues) = (names(of(Role::Speaker)), names(of(Role::Cue)));
        let mut inner = html! {
            span.w data-s=(start) data-speaker=[speakers] data-cue=[cues] { (span.of(self.text)) }
        };
        for &of in claims.iter().rev() {
            let one = &self.underlined[of];
            let stale = if one.stale { " stale" } else { "" };
            inner = html! {
                span class={ "u u-" (one.state.name()) " lane" (self.lanes[of].min(LANES - 1)) (stale) } data-claim=(one.claim.id) { (inner) }
            };
        }
        out.push_str(&inner.into_string());
        for &of in self.ends.get(&span.end()).into_iter().flatten() {
            let one = &self.underlined[of];
            html! {
                a class={ "ref s-" (one.state.name()) } id={ "t-" (one.claim.id) } href={ "#m-" (one.claim.id) } data-claim=(one.claim.id) aria-label=(one.label) {
                    (one.number)
                }
            }
            .render_to(out);
        }
    }
}

impl Render for ClaimId {
    fn render_to(&self, buffer: &mut String) {
        self.0.as_str().render_to(buffer);
    }
}

/// The lane of each claim: the lowest that no shorter claim over the same words has.
fn lanes(underlined: &[Underlined<'_>]) -> Vec<usize> {
    let reach: Vec<(u32, u32)> = underlined
        .iter()
        .map(|one| (one.spans.first().map_or(0, |span| span.start), one.spans.last().map_or(0, |span| span.end)))
        .collect();
    let mut order: Vec<usize> = (0..underlined.len()).collect();
    order.sort_by_key(|&of| (reach[of].1 - reach[of].0.min(reach[of].1), reach[of].0));
    let mut by_start: BTreeMap<(u32, usize), usize> = BTreeMap::new();
    let longest = reach.iter().map(|(start, end)| end.saturating_sub(*start)).max().unwrap_or(0);
    let mut lanes = vec![0; underlined.len()];
    for of in order {
        let (start, end) = reach[of];
        let near = by_start.range((start.saturating_sub(longest), 0)..(end, 0));
        let taken: Vec<usize> = near.filter(|((_, other), _)| reach[*other].1 > start).map(|(_, lane)| *lane).collect();
        lanes[of] = (0..).find(|lane| !taken.contains(lane)).unwrap_or(0);
        by_start.insert((start, of), lanes[of]);
    }
    lanes
}

/// Paragraphs and headings: level, and the pieces of text that are read.
fn paragraphs(text: &str, prose: Option<&[ByteSpan]>) -> Vec<(usize, Vec<ByteSpan>)> {
    let mut blocks: Vec<(usize, Vec<ByteSpan>)> = Vec::new();
    let mut open = false;
    let mut at = 0;
    let mut next = 0;
    for line in text.split_inclusive('\n') {
        let whole = ByteSpan::new(at, at + line.len()).trim(text);
        at += line.len();
        let mut pieces = Vec::new();
        match prose {
            None if whole.is_empty() => {}
            None => pieces.push(whole),
            Some(prose) => {
                while let Some(span) = prose.get(next).filter(|span| span.end() <= at) {
                    if span.start() >= whole.start() {
                        pieces.push(*span);
                    }
                    next += 1;
                }
            }
        }
        if pieces.iter().all(|piece| piece.of(text).trim().is_empty()) {
            open = false;
            continue;
        }
        let level = match prose {
            Some(_) => line.trim_start().bytes().take_while(|byte| *byte == b'#').count().min(6),
            None => 0,
        };
        match blocks.last_mut() {
            Some((0, last)) if open && level == 0 => last.extend(pieces),
            _ => blocks.push((level, pieces)),
        }
        open = level == 0;
    }
    blocks
}
