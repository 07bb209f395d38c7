//! From a document to its claim set.

use super::judgement::{is_hearsay, modality, polarity};
use super::mention::{FoundMention, mentions};
use super::worthiness::{Facts, check_worthiness};
use super::{
    Claim, ClaimId, ClaimSet, Content, Cue, DateOf, Extractor, Header, Mention, MentionKind, Modality, Polarity,
    Provenance, Quotation, Resolution, Selector, Speaker, Stance, When,
};
use crate::attribution::{Analysis, Attribution, Named, Pattern, Scorer, Voice, attributions, own_statements, voices};
use crate::input::Document;
use crate::text::{ByteSpan, CharSpan, CodePoints};
use sha2::{Digest, Sha256};
use std::ops::Range;

/// What to extract.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExtractOptions {
    /// Whether the article's own statements are claims too, with the speaker `narrator`.
    pub narrator: bool,
}

/// Extracts the claims of a document, in the order of [`ClaimSet::sort`]. Their ids are `c1`, `c2`, … by place; a
/// workspace gives them lasting ones.
pub fn extract(document: &Document, options: &ExtractOptions) -> ClaimSet {
    let text = document.text.as_str();
    let analysis = Analysis::new(text, document.lang, document.prose.as_deref());
    let found = attributions(&analysis);
    let (speakers, names) = voices(&analysis, &found);
    let points = CodePoints::new(text);
    // Contents nest: what they mention is found once, over the whole text.
    let mentioned = mentioned(&analysis, &names, document.date);
    let maker = Maker { analysis: &analysis, points: &points, mentioned: &mentioned };
    let mut claims: Vec<Claim> = Vec::with_capacity(found.len());
    let mut cues: Vec<Option<usize>> = Vec::with_capacity(found.len());
    for (attribution, voice) in found.iter().zip(speakers) {
        if let Some(claim) = maker.claim(attribution, voice) {
            claims.push(claim);
            cues.push(attribution.cue.first().copied());
        }
    }
    if options.narrator {
        for clause in own_statements(&analysis, &found) {
            if let Some(claim) = maker.own(&clause) {
                claims.push(claim);
                cues.push(None);
            }
        }
    }
    number(&mut claims, &cues, &analysis, &points);
    let mut notes = document.notes.clone();
    if document.date.is_none() && !document.lang.is_generic() {
        notes.push("no date given: hier, mardi and the like stay unresolved".to_owned());
    }
    let mut name = "dixit";
    if document.lang.is_generic() {
        name = "dixit (generic)";
        let code = document.lang.code();
        notes.push(format!(
            "generic: dixit has no rules for the language {code:?}; only quotation marks, dialogue dashes and names before a colon were looked for"
        ));
    }
    ClaimSet {
        header: Header {
            article: None,
            revision: None,
            text_sha256: format!("{:x}", Sha256::digest(text.as_bytes())),
            lang: document.lang.code().to_owned(),
            date: document.date.map(|date| date.to_string()),
            title: document.title.clone(),
            source: document.source.clone(),
            extractor: Extractor { name: name.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            notes,
            other: serde_json::Map::new(),
        },
        claims,
    }
}

/// Sorts the claims by place, numbers them, and says which stands inside which: a claim is inside the smallest one
/// whose content holds its cue.
fn number(claims: &mut Vec<Claim>, cues: &[Option<usize>], a: &Analysis<'_>, points: &CodePoints) {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|&i| (claims[i].selector.start, std::cmp::Reverse(claims[i].selector.end)));
    let cue_at: Vec<Option<u32>> =
        cues.iter().map(|cue| cue.map(|token| points.to_char(a.text, a.span(&(token..token + 1)).start()))).collect();
    let mut outer: Vec<Option<usize>> = vec![None; claims.len()];
    // An outer claim begins before the inner one and ends after it, so it is among those still open.
    let mut open: Vec<usize> = Vec::new();
    for &i in &order {
        let (start, end) = (claims[i].selector.start, claims[i].selector.end);
        open.retain(|&j| claims[j].selector.end > start);
        if let Some(at) = cue_at[i] {
            let holds = |&&j: &&usize| {
                claims[j].selector.end >= end
                    && claims[j].content.spans.iter().any(|span| span.start <= at && at < span.end)
            };
            outer[i] =
                open.iter().filter(holds).min_by_key(|&&j| claims[j].selector.end - claims[j].selector.start).copied();
        }
        open.push(i);
    }
    let mut place = vec![0; claims.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut sorted: Vec<Claim> = order.iter().map(|&i| claims[i].clone()).collect();
    for (old, inside) in outer.into_iter().enumerate() {
        sorted[place[old]].inside = inside.map(|j| ClaimId(format!("c{}", place[j] + 1)));
    }
    for (i, claim) in sorted.iter_mut().enumerate() {
        claim.id = ClaimId(format!("c{}", i + 1));
    }
    // Files put c10 before c9 where both stand at one place.
    sorted.sort_by(|a, b| super::set::place(a).cmp(&super::set::place(b)));
    *claims = sorted;
}

/// Everything that the text mentions, in order.
pub(super) fn mentioned(a: &Analysis<'_>, names: &[Named], today: Option<chrono::NaiveDate>) -> Vec<FoundMention> {
    mentions(a, &[0..a.len()], names, today)
}

/// Makes claims of one document.
pub(super) struct Maker<'p, 't> {
    pub(super) analysis: &'p Analysis<'t>,
    pub(super) points: &'p CodePoints,
    /// See [`mentioned`].
    pub(super) mentioned: &'p [FoundMention],
}

impl Maker<'_, '_> {
    fn chars(&self, span: ByteSpan) -> CharSpan {
        self.points.chars(self.analysis.text, span)
    }

    fn spans(&self, ranges: &[Range<usize>]) -> Vec<CharSpan> {
        ranges.iter().map(|range| self.chars(self.analysis.span(range))).filter(|span| !span.is_empty()).collect()
    }

    /// The claim of an attribution; `None` when no content is left.
    pub(super) fn claim(&self, attribution: &Attribution, voice: Option<Voice>) -> Option<Claim> {
        let a = self.analysis;
        let mut why = Vec::new();
        let cue_ranges = runs(&attribution.cue);
        let text = cue_ranges.iter().map(|range| a.text_of(range)).collect::<Vec<_>>().join(" ");
        let cue = (!text.is_empty()).then(|| Cue {
            lemma: attribution.entry.map_or_else(|| text.clone(), |entry| entry.lemma.to_owned()),
            stance: attribution.entry.map_or(Stance::Neutral, |entry| entry.stance),
            text,
            spans: self.spans(&cue_ranges),
        });
        if let Some(cue) = &cue {
            why.push(format!("cue {:?} ({})", cue.text, cue.lemma));
        }
        why.push(attribution.pattern.describe().to_owned());
        let speaker = (!attribution.source.is_empty() || voice.is_some()).then(|| {
            let resolved = voice.as_ref().is_some_and(|voice| voice.name.is_some());
            if let Some(voice) = &voice {
                why.push(format!("speaker: {}", voice.why));
            }
            Speaker {
                name: voice.as_ref().and_then(|voice| voice.name.clone()),
                resolution: if resolved { Resolution::Resolved } else { Resolution::Unresolved },
                mention: attribution.source.first().map(|source| a.text_of(source).to_owned()),
                role: voice.as_ref().and_then(|voice| voice.role.clone()),
                spans: self.spans(&attribution.source),
            }
        });
        let content = &attribution.content;
        let polarity = polarity(a, content, cue.as_ref().map(|cue| cue.stance), attribution.negated);
        let modality = modality(a, content, attribution.entry, attribution.pattern);
        let quotation = self.quotation(attribution);
        let confidence = confidence(attribution);
        why.push(if Scorer::of(a.lang).is_some() { WEIGHED } else { FOUND }.to_owned());
        let when = self.when(attribution);
        self.assemble(Parts {
            speaker,
            cue,
            content: content.clone(),
            quotation,
            polarity,
            modality,
            when,
            why,
            confidence,
        })
    }

    /// A statement of the article itself.
    fn own(&self, clause: &Range<usize>) -> Option<Claim> {
        let a = self.analysis;
        let pieces = vec![clause.clone()];
        let modality =
            if is_hearsay(a, clause) { Modality::Hearsay } else { modality(a, &pieces, None, Pattern::Clause) };
        let polarity: Polarity = polarity(a, &pieces, None, false);
        let when = self.dated(clause, DateOf::Event);
        let speaker = Some(Speaker {
            name: Some("narrator".to_owned()),
            resolution: Resolution::Narrator,
            mention: None,
            role: None,
            spans: Vec::new(),
        });
        let why = vec!["the article says so itself, in no quotation and with no cue".to_owned()];
        let quotation = Quotation::Indirect;
        self.assemble(Parts {
            speaker,
            cue: None,
            content: pieces,
            quotation,
            polarity,
            modality,
            when,
            why,
            confidence: 0.5,
        })
    }

    fn assemble(&self, parts: Parts) -> Option<Claim> {
        let a = self.analysis;
        let spans: Vec<ByteSpan> =
            parts.content.iter().map(|range| a.span(range)).filter(|span| !span.is_empty()).collect();
        let (first, last) = (spans.first()?, spans.last()?);
        let whole = ByteSpan::new(first.start(), last.end().max(first.start()));
        let inside = parts.content.iter().flat_map(|piece| self.mentioned_in(piece));
        let mentions: Vec<Mention> = inside
            .filter(|mention| mention.kind != MentionKind::Date)
            .map(|mention| Mention {
                kind: mention.kind,
                text: a.text_of(&mention.tokens).to_owned(),
                value: mention.value.clone(),
                spans: self.spans(std::slice::from_ref(&mention.tokens)),
            })
            .collect();
        let facts = Facts {
            modality: parts.modality,
            polarity: parts.polarity,
            stance: parts.cue.as_ref().map(|cue| cue.stance),
            mentions: &mentions,
            when: &parts.when,
        };
        let check_worthiness = check_worthiness(a, &parts.content, &facts);
        Some(Claim {
            id: ClaimId(String::new()),
            speaker: parts.speaker,
            cue: parts.cue,
            content: Content {
                text: spans.iter().map(|span| span.of(a.text)).collect::<Vec<_>>().join(" […] "),
                spans: spans.iter().map(|&span| self.chars(span)).collect(),
            },
            quotation: parts.quotation,
            polarity: parts.polarity,
            modality: parts.modality,
            when: parts.when,
            mentions,
            check_worthiness,
            revision: None,
            inside: None,
            selector: self.selector(whole),
            extractor: Provenance { confidence: parts.confidence, why: parts.why },
            other: serde_json::Map::new(),
        })
    }

    /// The dates of the clause around the content are the statement's, those inside it the event's.
    fn when(&self, attribution: &Attribution) -> Vec<When> {
        let a = self.analysis;
        let mut when = Vec::new();
        if let Some(&cue) = attribution.cue.first() {
            let outside = |at: usize| !attribution.content.iter().any(|piece| piece.contains(&at));
            let near = |date: &&FoundMention| date.tokens.start.abs_diff(cue);
            let sentence = a.sentence(cue);
            let statement = self.dates_in(&sentence).filter(|date| {
                let at = date.tokens.start;
                outside(at) && a.region_at(at) == a.region_at(cue) && at.abs_diff(cue) <= 14
            });
            let statement = statement.min_by_key(near);
            when.extend(statement.map(|date| self.at(DateOf::Statement, date)));
        }
        for piece in &attribution.content {
            when.extend(self.dated(piece, DateOf::Event));
        }
        when
    }

    /// The mentions wholly inside a range of tokens.
    fn mentioned_in(&self, range: &Range<usize>) -> impl Iterator<Item = &FoundMention> {
        let first = self.mentioned.partition_point(|mention| mention.tokens.start < range.start);
        let end = range.end;
        self.mentioned[first..].iter().take_while(move |mention| mention.tokens.end <= end)
    }

    fn dates_in(&self, range: &Range<usize>) -> impl Iterator<Item = &FoundMention> {
        self.mentioned_in(range).filter(|mention| mention.kind == MentionKind::Date)
    }

    fn dated(&self, range: &Range<usize>, of: DateOf) -> Vec<When> {
        self.dates_in(range).map(|date| self.at(of, date)).collect()
    }

    fn at(&self, of: DateOf, date: &FoundMention) -> When {
        When {
            of,
            value: date.value.clone(),
            text: self.analysis.text_of(&date.tokens).to_owned(),
            spans: self.spans(std::slice::from_ref(&date.tokens)),
        }
    }

    /// Direct when every word stands in quotation marks, mixed when some do; marks around an outer claim do not
    /// count for one nested in it.
    fn quotation(&self, attribution: &Attribution) -> Quotation {
        let a = self.analysis;
        let around = attribution
            .cue
            .first()
            .and_then(|&cue| a.region_at(cue))
            .filter(|&region| Some(region) != attribution.region);
        let quoted = |at: usize| {
            let region = a.region_at(at);
            region.is_some() && (region != around || attribution.region == region)
        };
        let words =
            attribution.content.iter().flat_map(Clone::clone).filter(|&i| a.raw(i).chars().any(char::is_alphanumeric));
        let (inside, outside): (Vec<usize>, Vec<usize>) = words.partition(|&at| quoted(at));
        match (inside.is_empty(), outside.is_empty()) {
            (true, _) => Quotation::Indirect,
            (false, true) => Quotation::Direct,
            (false, false) => Quotation::Mixed,
        }
    }

    fn selector(&self, span: ByteSpan) -> Selector {
        let text = self.analysis.text;
        let chars = self.chars(span);
        let prefix_start = self.points.to_byte(text, chars.start.saturating_sub(CONTEXT));
        let suffix_end = self.points.to_byte(text, chars.end.saturating_add(CONTEXT));
        Selector {
            exact: span.of(text).to_owned(),
            prefix: text[prefix_start..span.start()].to_owned(),
            suffix: text[span.end()..suffix_end].to_owned(),
            start: chars.start,
            end: chars.end,
        }
    }
}

/// What a claim is assembled from.
struct Parts {
    speaker: Option<Speaker>,
    cue: Option<Cue>,
    content: Vec<Range<usize>>,
    quotation: Quotation,
    polarity: Polarity,
    modality: Modality,
    when: Vec<When>,
    why: Vec<String>,
    confidence: f64,
}

/// Code points of context kept on each side of a claim.
const CONTEXT: u32 = 32;

/// What made a claim, in a language with a model of traits.
const WEIGHED: &str = "found by a rule, weighed by the model";

/// What made a claim, in a language without one.
const FOUND: &str = "found by a rule";

/// How likely a claim is right in content and source: the score of the language's model, or, without one, a share by
/// pattern that was counted. `dixit eval` shows the reliability.
fn confidence(attribution: &Attribution) -> f64 {
    // Nothing was counted: a quotation of several words is more often speech than not.
    let score = attribution.score.unwrap_or(0.5);
    // In steps of a twentieth: the model is no finer.
    (score * 20.0).round().clamp(1.0, 19.0) / 20.0
}

/// Neighbouring tokens joined into ranges.
fn runs(tokens: &[usize]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for &token in tokens {
        match out.last_mut() {
            Some(last) if last.end == token => last.end += 1,
            _ => out.push(token..token + 1),
        }
    }
    out
}
