//! How often is the tagger right? Over the treebank's words, from raw text.

use crate::align::Aligned;
use dixit::tagging::{Tag, Tagger};
use std::collections::BTreeMap;
use std::time::Duration;

/// Counts over a treebank.
#[derive(Debug, Default)]
pub(crate) struct Score {
    /// Syntactic words.
    pub words: usize,
    /// Words whose token got the right part of speech.
    pub upos: usize,
    /// Words whose token got the right tag, verb forms too.
    pub tag: usize,
    /// Words whose token got the right part of speech and holds no more and no less than the word.
    pub exact: usize,
    /// Tokens tagged.
    pub tokens: usize,
    /// Time spent tagging.
    pub time: Duration,
    /// Mistakes: (right, given, form) and how often.
    pub mistakes: BTreeMap<(&'static str, &'static str, String), usize>,
}

fn percent(part: usize, whole: usize) -> f64 {
    (part as f64 * 10_000.0 / whole.max(1) as f64).round() / 100.0
}

impl Score {
    /// Words with the right part of speech, in percent.
    pub(crate) fn upos_percent(&self) -> f64 {
        percent(self.upos, self.words)
    }

    /// Words with the right tag, in percent.
    pub(crate) fn tag_percent(&self) -> f64 {
        percent(self.tag, self.words)
    }

    /// Words with the right part of speech and the treebank's own borders, in percent.
    pub(crate) fn exact_percent(&self) -> f64 {
        percent(self.exact, self.words)
    }
}

/// Tags `corpus` and compares.
pub(crate) fn score(tagger: &Tagger<'_>, corpus: &[Aligned]) -> Score {
    let mut total = Score::default();
    for aligned in corpus {
        let mut tags: Vec<Tag> = Vec::new();
        let start = std::time::Instant::now();
        for sentence in &aligned.sentences {
            tagger.tag(&aligned.text, &aligned.tokens, sentence.clone(), &mut tags);
        }
        total.time += start.elapsed();
        total.tokens += tags.len();
        for unit in &aligned.units {
            total.words += unit.words;
            let Some((carrier, exact)) = unit.carrier else { continue };
            let Some(gold) = aligned.gold[carrier] else { continue };
            let given = tags[carrier];
            if gold.upos() == given.upos() {
                total.upos += unit.words;
                total.exact += if exact { unit.words } else { 0 };
            }
            if gold == given {
                total.tag += unit.words;
            } else {
                let form = aligned.tokens[carrier].of(&aligned.text).to_lowercase();
                *total.mistakes.entry((name(gold), name(given), form)).or_default() += 1;
            }
        }
    }
    total
}

/// A tag's short name in reports.
pub(crate) fn name(tag: Tag) -> &'static str {
    match tag {
        Tag::AuxFin => "AUX.fin",
        Tag::AuxCnd => "AUX.cnd",
        Tag::AuxInf => "AUX.inf",
        Tag::AuxPart => "AUX.part",
        Tag::VerbFin => "VERB.fin",
        Tag::VerbCnd => "VERB.cnd",
        Tag::VerbInf => "VERB.inf",
        Tag::VerbPast => "VERB.past",
        Tag::VerbGer => "VERB.ger",
        other => other.upos(),
    }
}
