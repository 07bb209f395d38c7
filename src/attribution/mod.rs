//! Who said what? Cues, sources, contents, how they link, and who the speaker is.
//!
//! The steps are apart, so that a learned model can take the place of any one of them: [`Analysis`] prepares the
//! text, `cue` finds reporting words, `source` and `content` find what hangs on each, `linking` puts them
//! together, `speaker` says who is meant.

mod analysis;
mod beside;
mod border;
mod bracket;
mod cast;
mod clause;
mod complement;
mod content;
mod cue;
pub mod evidence;
mod free;
mod generic;
mod hearsay;
mod inserted;
mod linking;
mod narration;
mod noun;
mod pattern;
mod phrase;
mod preposition;
mod raising;
mod scorer;
mod source;
mod speaker;
mod spoken;
mod subject;
mod turn;
mod verbs;

pub use analysis::Analysis;
pub use cast::Named;
pub use narration::own_statements;
pub use pattern::Pattern;
pub use scorer::{Scorer, ScorerError};
pub use speaker::{Voice, voices};

use crate::lang::CueEntry;
use std::ops::Range;

/// One attribution, in tokens of its [`Analysis`].
#[derive(Clone, Debug)]
pub struct Attribution {
    /// The words that name the source; empty when there are none.
    pub source: Vec<Range<usize>>,
    /// The tokens of the cue, in order; empty when there is none.
    pub cue: Vec<usize>,
    /// What the lexicon says of the cue.
    pub entry: Option<&'static CueEntry>,
    /// The reported words, in order.
    pub content: Vec<Range<usize>>,
    /// The quotation that the content is, when it is one and nothing else.
    pub region: Option<usize>,
    /// How it was found.
    pub pattern: Pattern,
    /// Whether the cue is negated (*n'a pas exclu*).
    pub negated: bool,
    /// How likely it is right in content and source, from 0 to 1; `None` in a language without a model.
    pub score: Option<f64>,
}

impl Attribution {
    fn new(cue: &cue::CueWord, found: content::Found, source: Option<Range<usize>>) -> Self {
        let mut tokens = cue.tokens.clone();
        tokens.sort_unstable();
        Attribution {
            source: source.into_iter().collect(),
            cue: tokens,
            entry: Some(cue.entry),
            content: found.content,
            region: found.region,
            pattern: found.pattern,
            negated: cue.negated,
            score: None,
        }
    }

    /// A quotation that no cue goes with.
    fn free(region: usize, content: Vec<Range<usize>>) -> Self {
        Attribution {
            source: Vec::new(),
            cue: Vec::new(),
            entry: None,
            content,
            region: Some(region),
            pattern: Pattern::FreeQuotation,
            negated: false,
            score: None,
        }
    }
}

/// Finds the attributions of an analysed text, sorted by the place of their content: the candidates that the model of
/// the language does not find unlikely.
pub fn attributions(analysis: &Analysis<'_>) -> Vec<Attribution> {
    let mut found = candidates(analysis);
    if let Some(scorer) = Scorer::of(analysis.lang) {
        let around = evidence::Surroundings::new(analysis, &found);
        found.retain_mut(|attribution| {
            let learned = scorer.score(analysis, attribution, &around);
            let counted = attribution.score;
            attribution.score = Some(counted.map_or(learned, |share| f64::midpoint(share, learned)));
            // Where shares were counted, few quotations without a cue were there to learn from.
            learned >= UNLIKELY || counted.is_some() && attribution.region.is_some()
        });
    }
    found
}

/// Candidates below this score are dropped: the F1 of attributions is highest there on the training articles.
pub const UNLIKELY: f64 = 0.2;

/// What the rules find, sorted by the place of the content, before any model is asked.
pub fn candidates(analysis: &Analysis<'_>) -> Vec<Attribution> {
    linking::link(analysis)
}
