//! Quotation regions: what stands between which marks.
//!
//! Marks pair inside a paragraph, nested ones too. A quotation that runs over paragraphs is one [`Region`] with
//! one piece a paragraph, whether each paragraph reopens the mark or only the last one closes it. A mark that
//! finds no partner opens nothing.

use super::sentence::Sentence;
use super::token::{Token, TokenKind};
use std::ops::Range;

/// One quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The token that opens it; a dash for a line of dialogue.
    pub open: usize,
    /// The token that closes it; none for a line of dialogue and for a quotation left open.
    pub close: Option<usize>,
    /// The tokens inside, without the outer marks: one range a paragraph, in order, none empty.
    pub pieces: Vec<Range<usize>>,
    /// The region that this one is nested in.
    pub parent: Option<usize>,
    /// Whether a dash at the start of a paragraph opens it.
    pub dialogue: bool,
}

impl Region {
    /// Whether token `at` stands inside.
    pub fn holds(&self, at: usize) -> bool {
        self.pieces.iter().any(|piece| piece.contains(&at))
    }

    /// The tokens from the opening mark to the closing one.
    pub fn outer(&self) -> Range<usize> {
        let end = self.close.map_or_else(|| self.pieces.last().map_or(self.open, |piece| piece.end), |close| close + 1);
        self.open..end.max(self.open + 1)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    Guillemet,
    Curly,
    LowHigh,
    Straight,
    SingleGuillemet,
    SingleCurly,
    SingleStraight,
    DoubleApostrophe,
    Corner,
    WhiteCorner,
    LowHighSingle,
}

/// Whether the token is a mark that can open or close a quotation.
pub fn is_quotation_mark(mark: &str) -> bool {
    const MARKS: &[&str] =
        &["«", "»", "“", "”", "„", "\"", "‹", "›", "‘", "’", "‚", "'", "''", "``", "「", "」", "『", "』", "＂"];
    MARKS.contains(&mark)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Open,
    Close,
    Either,
}

/// A quotation may run over so many paragraphs without being reopened before it counts as never closed.
const PARAGRAPHS_LEFT_OPEN: usize = 6;

/// Finds the quotations of `text`, sorted by their opening mark.
///
/// `sentences` are those of the same tokens; they tell where paragraphs end.
pub fn quotations(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<Region> {
    let paragraphs = paragraphs(sentences);
    let mut regions: Vec<Region> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let turned = is_turned(text);
    let mark = |at: usize, paragraph: &Range<usize>| mark(text, tokens, at, paragraph, turned);
    for (number, paragraph) in paragraphs.iter().enumerate() {
        // A paragraph that begins with the mark of the quotation left open goes on with it.
        let mut from = paragraph.start;
        if let Some(outer) = open.first()
            && let Some((family, side)) = mark(from, paragraph)
            && family == outer.family
            && (side != Side::Close || family == Family::Guillemet)
        {
            from += 1;
        }
        for region in &open {
            regions[region.region].pieces.push(from..paragraph.end);
        }
        for at in from..paragraph.end {
            let Some((family, side)) = mark(at, paragraph) else { continue };
            let partner = open.iter().rposition(|o| o.family == family).or_else(|| {
                // „so”, „so", and “so" or "so” where programs turned one mark only
                let others: &[Family] = match family {
                    Family::Curly => &[Family::LowHigh, Family::Straight],
                    Family::Straight => &[Family::LowHigh, Family::Curly],
                    Family::LowHigh => &[Family::Curly, Family::Straight],
                    Family::SingleCurly | Family::SingleStraight => &[Family::LowHighSingle],
                    _ => return None,
                };
                (side == Side::Close).then(|| open.iter().rposition(|o| others.contains(&o.family)))?
            });
            let closes = match side {
                Side::Close => partner.is_some(),
                Side::Open => false,
                Side::Either => partner.is_some(),
            };
            if closes {
                let Some(level) = partner else { continue };
                // Marks opened inside and never closed were none.
                let dropped: Vec<usize> = open.drain(level + 1..).map(|o| o.region).collect();
                for region in dropped {
                    regions[region].pieces.clear();
                }
                if let Some(done) = open.pop() {
                    let region = &mut regions[done.region];
                    region.close = Some(at);
                    if let Some(piece) = region.pieces.last_mut() {
                        piece.end = at;
                    }
                }
            } else if side != Side::Close && opens(tokens, at, paragraph, family, open.len(), &mark) {
                open.push(Open { family, region: regions.len(), paragraph: number });
                let parent = open.len().checked_sub(2).map(|level| open[level].region);
                regions.push(Region {
                    open: at,
                    close: None,
                    pieces: std::iter::once(at + 1..paragraph.end).collect(),
                    parent,
                    dialogue: false,
                });
            }
        }
        settle(&paragraphs, number, &mut open, &mut regions, &mark);
        if open.is_empty()
            && let Some(region) = dialogue(text, tokens, paragraph, &regions)
        {
            regions.push(region);
        }
    }
    tidy(regions)
}

struct Open {
    family: Family,
    region: usize,
    paragraph: usize,
}

fn paragraphs(sentences: &[Sentence]) -> Vec<Range<usize>> {
    let mut out: Vec<(usize, Range<usize>)> = Vec::new();
    for sentence in sentences {
        match out.last_mut() {
            Some((number, range)) if *number == sentence.paragraph => range.end = sentence.tokens.end,
            _ => out.push((sentence.paragraph, sentence.tokens.clone())),
        }
    }
    out.into_iter().map(|(_, range)| range).collect()
}

/// What is left open at the end of paragraph `number`: kept when a later paragraph reopens or closes it, else
/// dropped.
fn settle(
    paragraphs: &[Range<usize>],
    number: usize,
    open: &mut Vec<Open>,
    regions: &mut [Region],
    mark: &impl Fn(usize, &Range<usize>) -> Option<(Family, Side)>,
) {
    while let Some(last) = open.last() {
        let goes_on = last.paragraph + PARAGRAPHS_LEFT_OPEN * 4 > number && {
            let family = last.family;
            let next = paragraphs.get(number + 1);
            let reopened = next
                .is_some_and(|next| mark(next.start, next).is_some_and(|(f, side)| f == family && side != Side::Close));
            reopened || last.paragraph + PARAGRAPHS_LEFT_OPEN > number && closes_later(paragraphs, number, family, mark)
        };
        if goes_on {
            return;
        }
        if let Some(dropped) = open.pop() {
            // A quotation that was reopened and never closed ends with its last paragraph; any other mark that
            // found no partner opened nothing.
            let region = &mut regions[dropped.region];
            if region.pieces.len() < 2 {
                region.pieces.clear();
            }
        }
    }
}

/// Whether one of the next paragraphs closes the family before it opens it.
fn closes_later(
    paragraphs: &[Range<usize>],
    number: usize,
    family: Family,
    mark: &impl Fn(usize, &Range<usize>) -> Option<(Family, Side)>,
) -> bool {
    for paragraph in paragraphs.iter().skip(number + 1).take(PARAGRAPHS_LEFT_OPEN) {
        for at in paragraph.clone() {
            if let Some((f, side)) = mark(at, paragraph)
                && f == family
            {
                return side == Side::Close;
            }
        }
    }
    false
}

/// Whether guillemets point inwards (»so«), as in German and Danish books.
fn is_turned(text: &str) -> bool {
    let mut before = ' ';
    let (mut inwards, mut outwards) = (0, 0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        if matches!(c, '»' | '«') && !before.is_alphanumeric() && after.is_alphanumeric() {
            *(if c == '»' { &mut inwards } else { &mut outwards }) += 1;
        }
        before = c;
    }
    inwards > outwards
}

/// The mark at token `at` and the side it can stand on, judged by the white space and tokens around it; `turned` says
/// that guillemets point inwards.
fn mark(text: &str, tokens: &[Token], at: usize, paragraph: &Range<usize>, turned: bool) -> Option<(Family, Side)> {
    let token = tokens.get(at).filter(|_| paragraph.contains(&at))?;
    let word = token.of(text);
    if token.kind != TokenKind::Punct && token.kind != TokenKind::Symbol {
        return None;
    }
    let space_before = at == paragraph.start || tokens[at - 1].span.end() < token.span.start();
    let space_after = at + 1 >= paragraph.end || token.span.end() < tokens[at + 1].span.start();
    let by_space = || match (space_before, space_after) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        (false, false) => {
            // ("non"), "non": brackets and stops on one side tell.
            let before = at.checked_sub(1).map(|i| tokens[i]);
            let after = tokens.get(at + 1);
            if before.is_some_and(|t| {
                matches!(t.of(text), "(" | "[" | "«" | "“" | "\"" | "—" | "–" | "-") || ends_elided(t.of(text))
            }) {
                Side::Open
            } else if after.is_some_and(|t| t.kind == TokenKind::Punct) {
                Side::Close
            } else {
                Side::Either
            }
        }
        (true, true) => Side::Either,
    };
    Some(match word {
        "«" | "»" => (Family::Guillemet, if (word == "«") == turned { Side::Close } else { Side::Open }),
        "‹" | "›" => (Family::SingleGuillemet, if (word == "‹") == turned { Side::Close } else { Side::Open }),
        "„" => (Family::LowHigh, Side::Open),
        "‚" => (Family::LowHighSingle, Side::Open),
        "‘" if !space_before
            && (space_after || tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Punct)) =>
        {
            (Family::LowHighSingle, Side::Close)
        }
        "「" => (Family::Corner, Side::Open),
        "」" => (Family::Corner, Side::Close),
        "『" => (Family::WhiteCorner, Side::Open),
        "』" => (Family::WhiteCorner, Side::Close),
        // “ opens in French and English and closes „ in German.
        "“" if !space_before
            && (space_after || tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Punct)) =>
        {
            (Family::LowHigh, Side::Close)
        }
        "“" => (Family::Curly, Side::Open),
        // ”so” in Swedish and Finnish
        "”" if space_before && !space_after && tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Word) => {
            (Family::Curly, Side::Open)
        }
        "”" => (Family::Curly, Side::Close),
        "\"" | "＂" => (Family::Straight, by_space()),
        "''" | "``" => (Family::DoubleApostrophe, by_space()),
        "‘" => (Family::SingleCurly, Side::Open),
        "’" if !space_before => (Family::SingleCurly, Side::Close),
        "'" => (
            Family::SingleStraight,
            match by_space() {
                Side::Either => return None,
                side => side,
            },
        ),
        _ => return None,
    })
}

fn ends_elided(word: &str) -> bool {
    word.len() > 1 && word.ends_with(super::token::is_apostrophe)
}

/// Whether the mark at `at` opens a quotation: single marks need a partner in the paragraph that follows a stop
/// or two words, since they are apostrophes more often.
fn opens(
    tokens: &[Token],
    at: usize,
    paragraph: &Range<usize>,
    family: Family,
    depth: usize,
    mark: &impl Fn(usize, &Range<usize>) -> Option<(Family, Side)>,
) -> bool {
    if depth >= 8 {
        return false; // no text nests deeper; a million marks must not either
    }
    match family {
        Family::SingleCurly | Family::SingleStraight => tokens[at + 1..paragraph.end.min(at + 400)]
            .iter()
            .enumerate()
            .find(|(offset, _)| mark(at + 1 + offset, paragraph) == Some((family, Side::Close)))
            .is_some_and(|(offset, _)| offset > 0),
        _ => at + 1 < paragraph.end,
    }
}

/// A paragraph that begins with a dash is a line of dialogue, unless marks or a list say otherwise.
fn dialogue(text: &str, tokens: &[Token], paragraph: &Range<usize>, regions: &[Region]) -> Option<Region> {
    let first = tokens.get(paragraph.start)?;
    let dash = matches!(first.of(text), "—" | "–" | "―" | "-");
    // —Voy, dijo Ana: an em dash may touch the word
    let spaced = tokens.get(paragraph.start + 1).is_some_and(|next| {
        next.span.start() > first.span.end()
            || matches!(first.of(text), "—" | "―") && matches!(next.kind, TokenKind::Word | TokenKind::Punct)
    });
    let quoted = regions.iter().rev().take(4).any(|region| paragraph.contains(&region.open));
    if !dash || !spaced || quoted || paragraph.len() < 4 {
        return None;
    }
    Some(Region {
        open: paragraph.start,
        close: None,
        pieces: std::iter::once(paragraph.start + 1..paragraph.end).collect(),
        parent: None,
        dialogue: true,
    })
}

/// Leaves out the regions that came to nothing and renumbers the parents.
fn tidy(mut regions: Vec<Region>) -> Vec<Region> {
    for region in &mut regions {
        region.pieces.retain(|piece| !piece.is_empty());
    }
    let mut place = vec![None; regions.len()];
    let mut kept = 0;
    for (old, region) in regions.iter().enumerate() {
        if !region.pieces.is_empty() {
            place[old] = Some(kept);
            kept += 1;
        }
    }
    let parents: Vec<Option<usize>> = regions.iter().map(|region| region.parent).collect();
    let living = |mut parent: Option<usize>| {
        while let Some(p) = parent {
            if place[p].is_some() {
                return place[p];
            }
            parent = parents[p];
        }
        None
    };
    let new_parents: Vec<Option<usize>> = parents.iter().map(|&parent| living(parent)).collect();
    regions
        .into_iter()
        .zip(new_parents)
        .filter(|(region, _)| !region.pieces.is_empty())
        .map(|(region, parent)| Region { parent, ..region })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{TokenRules, sentence::sentences, tokenize};
    use proptest::prelude::*;

    /// The inner words of each quotation, pieces joined by ` / `, nesting shown by `>`.
    fn quoted(text: &str) -> Vec<String> {
        let rules = TokenRules { elided: ["l", "d"].into(), ..TokenRules::default() };
        let tokens = tokenize(text, &rules);
        let sentences = sentences(text, &tokens);
        quotations(text, &tokens, &sentences)
            .iter()
            .map(|region| {
                let words: Vec<&str> = region
                    .pieces
                    .iter()
                    .map(|p| &text[tokens[p.start].span.start()..tokens[p.end - 1].span.end()])
                    .collect();
                let depth = if region.parent.is_some() { ">" } else { "" };
                format!("{depth}{}", words.join(" / "))
            })
            .collect()
    }

    #[test]
    fn pairs_each_family() {
        assert_eq!(quoted("« Oui », “non”, \"peut-être\", „ja“, ‹ si ›."), ["Oui", "non", "peut-être", "ja", "si"]);
        assert_eq!(quoted("''We won,'' he said, ''twice.''"), ["We won,", "twice."]);
        assert_eq!(quoted("l’« off » et l'\"on\""), ["off", "on"]);
    }

    #[test]
    fn pairs_marks_of_two_kinds() {
        assert_eq!(quoted("\"We won,” he said. “Twice,\" he added."), ["We won,", "Twice,"]);
        assert_eq!(quoted("“Is it true?“ she asked. “Yes.”"), ["Is it true?", "Yes."]);
        assert_eq!(quoted("“He said \"never\" to us.”"), ["He said \"never\" to us.", ">never"]);
        assert_eq!(quoted("\"One is open.\n\n“Two,” he said. \"Three.\""), ["Two,", "Three."]);
    }

    #[test]
    fn nests() {
        assert_eq!(quoted("« Il a dit : “Jamais.” Et rien. »"), ["Il a dit : “Jamais.” Et rien.", ">Jamais."]);
        assert_eq!(quoted("“He said ‘never again’ to us.”"), ["He said ‘never again’ to us.", ">never again"]);
    }

    #[test]
    fn runs_over_paragraphs() {
        assert_eq!(quoted("« Un.\n\n« Deux.\n\n« Trois », dit-il."), ["Un. / Deux. / Trois"]);
        assert_eq!(quoted("« Un.\n\nDeux. »\n\nTrois."), ["Un. / Deux."]);
    }

    #[test]
    fn leaves_unbalanced_marks_alone() {
        assert_eq!(quoted("« Oui, dit-il.\n\nNon.\n\n« Si », dit-elle."), ["Si"]);
        assert_eq!(quoted("Un \" seul.\n\nRien."), Vec::<String>::new());
        assert_eq!(quoted("the workers’ rights and ’tis"), Vec::<String>::new());
    }

    #[test]
    fn every_language_has_its_marks() {
        assert_eq!(quoted("彼は「行きます」と『言った』。"), ["行きます", "言った"]);
        assert_eq!(quoted("»Ja«, sagte er, »nein«."), ["Ja", "nein"]);
        assert_eq!(quoted("Er sagte: „Sie rief ‚komm‘ und ging.“"), ["Sie rief ‚komm‘ und ging.", ">komm"]);
        assert_eq!(quoted("”Nej”, sa han. Rzekł: „tak”."), ["Nej", "tak"]);
        assert_eq!(quoted("「一。\n\n「二。\n\n「三」と言った。"), ["一。 / 二。 / 三"]);
    }

    #[test]
    fn dashes_open_dialogue() {
        assert_eq!(quoted("— Je pars, dit-elle.\n\n— Non !"), ["Je pars, dit-elle."]);
        assert_eq!(quoted("—Voy —dijo Ana—. Ya."), ["Voy —dijo Ana—. Ya."]);
    }

    proptest! {
        #[test]
        fn regions_nest_and_stay_inside(text in "[«»“”\"„‹›‘’‚'「」 a.\n—]{0,80}") {
            let tokens = tokenize(&text, &TokenRules::default());
            let regions = quotations(&text, &tokens, &sentences(&text, &tokens));
            for (i, region) in regions.iter().enumerate() {
                prop_assert!(region.pieces.windows(2).all(|p| p[0].end <= p[1].start));
                prop_assert!(region.pieces.iter().all(|p| p.start < p.end && p.end <= tokens.len()));
                prop_assert!(region.parent.is_none_or(|p| p < i));
            }
        }
    }
}
