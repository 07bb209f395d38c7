//! Where does a claim stand in a text that is not the one it was taken from?
//!
//! [`anchor`] looks for the words of a [`Selector`] in another text and never guesses: words without their neighbours, or
//! several places that fit alike, give [`Anchor::Orphaned`] or [`Anchor::Ambiguous`], not a place. The order of the
//! attempts follows the fuzzy anchoring of Hypothesis (2013): position, quote with context, then near words between
//! the same neighbours.
//!
//! ```
//! use dixit::claim::anchor::{Anchor, anchor};
//! use dixit::claim::Selector;
//!
//! let selector = Selector {
//!     exact: "le pont est fermé".into(),
//!     prefix: "Le maire affirme que ".into(),
//!     suffix: " depuis hier.".into(),
//!     start: 21,
//!     end: 38,
//! };
//! let text = "Mis à jour. Le maire affirme que le pont est fermé depuis hier.";
//! assert!(matches!(anchor(&selector, None, text), Anchor::Moved { span } if span.start == 33));
//! ```

use super::Selector;
use crate::text::CharSpan;
use similar::{Algorithm, TextDiff};

/// What became of a claim's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// They stand where they stood, between the same neighbours.
    Found {
        /// Where, in code points.
        span: CharSpan,
    },
    /// The same words stand elsewhere, or between neighbours that have changed in part.
    Moved {
        /// Where, in code points.
        span: CharSpan,
    },
    /// Between their neighbours stand words that differ from them.
    Changed {
        /// Where, in code points.
        span: CharSpan,
        /// Whether only case, quotation marks, apostrophes, dashes or spaces differ.
        typography: bool,
    },
    /// Several places fit alike.
    Ambiguous {
        /// How many.
        places: usize,
    },
    /// No place fits.
    Orphaned,
}

impl Anchor {
    /// The name in lists.
    pub fn name(self) -> &'static str {
        match self {
            Anchor::Found { .. } => "found",
            Anchor::Moved { .. } => "moved",
            Anchor::Changed { .. } => "changed",
            Anchor::Ambiguous { .. } => "ambiguous",
            Anchor::Orphaned => "orphaned",
        }
    }

    /// Where the words stand, when that is certain.
    pub fn span(self) -> Option<CharSpan> {
        match self {
            Anchor::Found { span } | Anchor::Moved { span } | Anchor::Changed { span, .. } => Some(span),
            Anchor::Ambiguous { .. } | Anchor::Orphaned => None,
        }
    }
}

/// Neighbouring code points that must agree on one side, so that a place counts; or the whole side, where it is shorter.
const EVIDENCE: usize = 12;

/// So alike must changed words be, 0 to 1 (twice the common words over all words). Below it, the sentence between the same
/// neighbours is another sentence.
const ALIKE: f32 = 0.6;

/// Words between two neighbours that are looked at: so many times as many code points as the claim had, and some.
const STRETCH: usize = 3;

/// Finds the words of `selector` in `text`. `old` is the text that they were taken from, where it is at hand: it tells
/// whether the selector ever meant one place alone, which the selector itself cannot.
pub fn anchor(selector: &Selector, old: Option<&str>, text: &str) -> Anchor {
    if old == Some(text) {
        let span = CharSpan::new(selector.start, selector.end);
        return Anchor::Found { span };
    }
    let twins = old.map(|old| Twins::of(selector, &Folded::new(old))).unwrap_or_default();
    if twins.whole > 1 {
        return Anchor::Ambiguous { places: twins.whole };
    }
    let text = Folded::new(text);
    let exact = Folded::new(&selector.exact);
    if exact.chars.is_empty() {
        return Anchor::Orphaned;
    }
    let context = Context::of(selector);
    let places: Vec<Place> =
        text.occurrences(&exact.chars).map(|at| context.place(&text, at, exact.chars.len())).collect();
    match best(&places, &context) {
        // One side alone does not tell the claim's words from their twin, whose place may be the only one left.
        Best::One(place) if twins.partial > 1 && !context.is_whole(&place) => {
            Anchor::Ambiguous { places: twins.partial }
        }
        Best::One(place) => {
            let span = text.span(place.at, place.at + exact.chars.len());
            let same_words = text.raw(span) == selector.exact;
            let here = span.start == selector.start && span.end == selector.end;
            if !same_words {
                Anchor::Changed { span, typography: true }
            } else if here && context.is_whole(&place) {
                Anchor::Found { span }
            } else {
                Anchor::Moved { span }
            }
        }
        Best::Several(places) => Anchor::Ambiguous { places },
        Best::None if twins.gaps > 1 => Anchor::Ambiguous { places: twins.gaps },
        Best::None => between(&text, &exact.chars, &context),
    }
}

/// Places in the selector's own text that are like the one it means.
#[derive(Default)]
struct Twins {
    /// With the same neighbours on both sides.
    whole: usize,
    /// With the same neighbours on one side at least.
    partial: usize,
    /// With like words between the same neighbours.
    gaps: usize,
}

impl Twins {
    fn of(selector: &Selector, old: &Folded) -> Twins {
        let exact = Folded::new(&selector.exact);
        let context = Context::of(selector);
        let mut twins = Twins { gaps: gaps(old, &exact.chars, &context).len(), ..Twins::default() };
        for at in old.occurrences(&exact.chars) {
            let place = context.place(old, at, exact.chars.len());
            twins.whole += usize::from(context.is_whole(&place));
            twins.partial += usize::from(context.speaks_for(&place));
        }
        twins
    }
}

/// A text without the differences that typography makes: one code point each for spaces, quotation marks, apostrophes
/// and dashes, lower case. Knows where each code point came from.
struct Folded {
    original: Vec<char>,
    chars: Vec<char>,
    /// For each folded code point, the one of the original that it stands for.
    from: Vec<u32>,
}

impl Folded {
    fn new(text: &str) -> Folded {
        let original: Vec<char> = text.chars().collect();
        let (mut chars, mut from) = (Vec::with_capacity(original.len()), Vec::with_capacity(original.len()));
        for (index, &c) in original.iter().enumerate() {
            let folded = match c {
                '\u{ad}' | '\u{200b}' | '\u{feff}' => continue,
                '«' | '»' | '“' | '”' | '„' | '‟' | '"' | '‹' | '›' => '"',
                '’' | '‘' | '\'' | 'ʼ' | '‚' => '\'',
                '–' | '—' | '―' | '‑' | '-' => '-',
                c if c.is_whitespace() => ' ',
                c => c.to_lowercase().next().unwrap_or(c),
            };
            // Spaces inside guillemets come and go, and several spaces are one.
            let after_mark = matches!(chars.last(), Some(' ' | '"'));
            if folded == ' ' && (after_mark || chars.is_empty()) {
                continue;
            }
            if folded == '"'
                && chars.last() == Some(&' ')
                && original.get(index + 1).is_none_or(|next| !next.is_alphanumeric())
            {
                chars.pop();
                from.pop();
            }
            chars.push(folded);
            from.push(index as u32);
        }
        Folded { original, chars, from }
    }

    /// Where `needle` stands, by index in `chars`; overlapping places too.
    fn occurrences<'a>(&'a self, needle: &'a [char]) -> impl Iterator<Item = usize> + 'a {
        let last = (self.chars.len() + 1).saturating_sub(needle.len().max(1));
        (0..last).filter(move |&at| !needle.is_empty() && self.chars[at..].starts_with(needle))
    }

    /// The span in the original of a range of folded code points.
    fn span(&self, start: usize, end: usize) -> CharSpan {
        let first = self.from.get(start).copied().unwrap_or(self.original.len() as u32);
        let last = end.checked_sub(1).and_then(|last| self.from.get(last)).map_or(first, |last| last + 1);
        CharSpan::new(first, last.max(first))
    }

    /// The original words of a span.
    fn raw(&self, span: CharSpan) -> String {
        self.original[span.start as usize..span.end as usize].iter().collect()
    }
}

/// The neighbours of the claim's words, folded.
struct Context {
    prefix: Vec<char>,
    suffix: Vec<char>,
}

/// A place where the claim's words stand, and how many code points of its neighbours agree, counted from the words on.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    before: usize,
    after: usize,
}

impl Context {
    fn of(selector: &Selector) -> Context {
        Context { prefix: Folded::new(&selector.prefix).chars, suffix: Folded::new(&selector.suffix).chars }
    }

    /// Whether both neighbours agree to their ends.
    fn is_whole(&self, place: &Place) -> bool {
        place.before == self.prefix.len() && place.after == self.suffix.len()
    }

    fn place(&self, text: &Folded, at: usize, len: usize) -> Place {
        let agree = |one: &mut dyn Iterator<Item = &char>, two: &mut dyn Iterator<Item = &char>| {
            one.zip(two).take_while(|(one, two)| one == two).count()
        };
        let before = agree(&mut self.prefix.iter().rev(), &mut text.chars[..at].iter().rev());
        let after = agree(&mut self.suffix.iter(), &mut text.chars[at + len..].iter());
        Place { at, before, after }
    }

    /// Whether one side agrees enough to say that this is the place.
    fn speaks_for(&self, place: &Place) -> bool {
        let enough = |agreeing: usize, side: &[char]| agreeing >= EVIDENCE.min(side.len()) && agreeing > 0;
        // The beginning and the end of a text are no evidence: any text has them.
        enough(place.before, &self.prefix) || enough(place.after, &self.suffix)
    }
}

enum Best {
    One(Place),
    Several(usize),
    None,
}

/// The place whose neighbours fit, if it is the only one.
fn best(places: &[Place], context: &Context) -> Best {
    let mut perfect = places.iter().filter(|place| context.is_whole(place) && context.speaks_for(place));
    match (perfect.next(), perfect.count()) {
        (Some(place), 0) => return Best::One(*place),
        (Some(_), more) => return Best::Several(more + 1),
        (None, _) => {}
    }
    // No place fits on both sides. One that fits on one side may be a copy of the words with that side, so it counts
    // only where no other fits at all.
    let mut fitting = places.iter().filter(|place| context.speaks_for(place));
    match (fitting.next(), fitting.count()) {
        (Some(place), 0) => Best::One(*place),
        (Some(_), more) => Best::Several(more + 1),
        (None, _) => Best::None,
    }
}

/// Looks for changed words between the claim's neighbours, which must both be there once.
fn between(text: &Folded, exact: &[char], context: &Context) -> Anchor {
    match gaps(text, exact, context).as_slice() {
        [] => Anchor::Orphaned,
        [(start, end)] => Anchor::Changed { span: text.span(*start, *end), typography: false },
        several => Anchor::Ambiguous { places: several.len() },
    }
}

/// The places between the claim's neighbours whose words are like the claim's.
fn gaps(text: &Folded, exact: &[char], context: &Context) -> Vec<(usize, usize)> {
    let (prefix, suffix) = (&context.prefix, &context.suffix);
    if prefix.len() < EVIDENCE || suffix.len() < EVIDENCE {
        return Vec::new();
    }
    let left = &prefix[prefix.len().saturating_sub(2 * EVIDENCE)..];
    let right = &suffix[..suffix.len().min(2 * EVIDENCE)];
    let reach = exact.len() * STRETCH + 4 * EVIDENCE;
    let ends: Vec<usize> = text.occurrences(right).collect();
    let mut found = Vec::new();
    for mut start in text.occurrences(left).map(|at| at + left.len()) {
        let next = ends.partition_point(|&end| end < start);
        let Some(&(mut end)) = ends.get(next).filter(|&&end| end - start <= reach) else { continue };
        while start < end && text.chars[start] == ' ' {
            start += 1;
        }
        while end > start && text.chars[end - 1] == ' ' {
            end -= 1;
        }
        if start < end && similarity(&text.chars[start..end], exact) >= ALIKE {
            found.push((start, end));
        }
    }
    found
}

/// How alike two texts are by their code points, 0 to 1; by words a claim of three words with one typo would be lost.
fn similarity(one: &[char], two: &[char]) -> f32 {
    let (one, two): (String, String) = (one.iter().collect(), two.iter().collect());
    let words = TextDiff::configure().algorithm(Algorithm::Myers).diff_words(&one, &two).ratio();
    if words >= ALIKE || one.len() + two.len() > 2_000 {
        return words;
    }
    // Letters agree by chance more often than words.
    TextDiff::from_chars(&one, &two).ratio() - 0.2
}

#[cfg(test)]
#[path = "anchor_tests.rs"]
mod tests;
