//! How often is the relation right? Labelled pairs of claims against what alignment says of them.
//!
//! A line is `{"a", "b", "relation"}`, or `"label"` for `"relation"`; a claim is `{"text", "lang"?, "speaker"?, "date"?}` or
//! its text alone. The label `same` stands for `identical` or `reworded`. In a file without `contradicted`, `changed` stands
//! for it too.

use super::{Comparison, Prepared, Relation};
use crate::reference::ReferenceClaim;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One labelled pair.
#[derive(Clone, Debug, Deserialize)]
pub struct LabelledPair {
    /// Its name; the number of its line when it has none.
    #[serde(default)]
    pub id: String,
    a: Side,
    b: Side,
    /// What a person says lies between the two.
    #[serde(alias = "label")]
    pub relation: String,
    /// Which half of the file it belongs to.
    #[serde(default)]
    pub split: Option<String>,
    /// What kind of pair it is: figures are given for each.
    #[serde(default, alias = "how")]
    pub detail: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Side {
    Text(String),
    Claim { text: String, lang: Option<String>, speaker: Option<String>, date: Option<String> },
}

impl Side {
    fn record(&self) -> ReferenceClaim {
        let (text, lang, speaker, date) = match self {
            Side::Text(text) => (text, None, None, None),
            Side::Claim { text, lang, speaker, date } => (text, lang.clone(), speaker.clone(), date.clone()),
        };
        ReferenceClaim {
            id: String::new(),
            text: text.clone(),
            title: None,
            speaker,
            date,
            label: None,
            lang,
            url: None,
        }
    }

    fn prepared(&self) -> Prepared {
        let record = self.record();
        Prepared::new(record.claim(), Some(record.language().code()))
    }
}

impl LabelledPair {
    /// What alignment says of the two claims.
    pub fn compare(&self) -> Comparison {
        self.a.prepared().compare(&self.b.prepared())
    }
}

/// Why a file of pairs cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PairsError {
    /// A line that is no pair.
    #[error("line {line}: {problem}; a pair is {{\"a\", \"b\", \"relation\"}}")]
    Line {
        /// Its number.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A relation that there is not.
    #[error(
        "line {line}: {label:?} is no relation; there are identical, reworded, changed, contradicted, unrelated, and same"
    )]
    Label {
        /// Its number.
        line: usize,
        /// The word.
        label: String,
    },
    /// There is nothing to measure.
    #[error("there is no pair")]
    Nothing,
}

/// Reads labelled pairs, one JSON object a line.
///
/// # Errors
/// A line that is no pair, an unknown relation, no pair at all.
pub fn read(text: &str) -> Result<Vec<LabelledPair>, PairsError> {
    let mut pairs = Vec::new();
    for (line, words) in text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
        if words.trim().is_empty() {
            continue;
        }
        let mut pair: LabelledPair =
            serde_json::from_str(words).map_err(|error| PairsError::Line { line, problem: error.to_string() })?;
        if pair.relation != "same" && Relation::ALL.iter().all(|relation| relation.name() != pair.relation) {
            return Err(PairsError::Label { line, label: pair.relation });
        }
        if pair.id.is_empty() {
            pair.id = line.to_string();
        }
        pairs.push(pair);
    }
    if pairs.is_empty() { Err(PairsError::Nothing) } else { Ok(pairs) }
}

/// The figures of one relation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RelationFigures {
    /// Pairs labelled so.
    pub gold: usize,
    /// Pairs found so.
    pub found: usize,
    /// Pairs found so that may be called so.
    pub right: usize,
    /// Of those found, the share that is right; 1 when none was found.
    pub precision: f64,
    /// Of those labelled, the share found as labelled; 1 when there are none.
    pub recall: f64,
}

/// A pair whose relation is not the one labelled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WrongPair {
    /// The pair's name.
    pub id: String,
    /// The label.
    pub gold: String,
    /// What was found.
    pub found: Relation,
    /// The texts.
    pub a: String,
    /// The texts.
    pub b: String,
    /// All that was found.
    pub comparison: Comparison,
}

/// A pair with its label and what was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ComparedPair {
    /// The pair's name.
    pub id: String,
    /// The label.
    pub gold: String,
    /// What was found.
    pub found: Relation,
    /// The score, 0 to 1.
    pub score: f64,
    /// The parts of the score.
    pub parts: BTreeMap<&'static str, f64>,
}

/// How often the relation is right.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Accuracy {
    /// Pairs measured.
    pub pairs: usize,
    /// Of them, the share whose relation is right.
    pub right: f64,
    /// By label, how often each relation was found.
    pub confusion: BTreeMap<String, BTreeMap<&'static str, usize>>,
    /// By relation found or labelled.
    pub relations: BTreeMap<&'static str, RelationFigures>,
    /// By kind of pair: pairs, and the share that is right.
    pub kinds: BTreeMap<String, (usize, f64)>,
    /// The pairs that are wrong, in the order of the file.
    pub wrong: Vec<WrongPair>,
    /// Every pair, in the order of the file.
    pub results: Vec<ComparedPair>,
}

/// Compares each pair and counts.
pub fn accuracy(pairs: &[LabelledPair]) -> Accuracy {
    let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    let merged = pairs.iter().all(|pair| pair.relation != Relation::Contradicted.name());
    let mut result = Accuracy { pairs: pairs.len(), ..Accuracy::default() };
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut right = 0;
    for pair in pairs {
        let comparison = pair.compare();
        let found = comparison.relation;
        let fits = match (pair.relation.as_str(), found) {
            ("same", Relation::Identical | Relation::Reworded) => true,
            ("changed", Relation::Contradicted) if merged => true,
            (label, found) => label == found.name(),
        };
        right += usize::from(fits);
        *result.confusion.entry(pair.relation.clone()).or_default().entry(found.name()).or_default() += 1;
        let figures = result.relations.entry(found.name()).or_default();
        figures.found += 1;
        figures.right += usize::from(fits);
        for relation in Relation::ALL.iter().filter(|relation| relation.name() == pair.relation) {
            result.relations.entry(relation.name()).or_default().gold += 1;
        }
        if let Some(kind) = &pair.detail {
            let kind = kinds.entry(kind.clone()).or_default();
            kind.0 += 1;
            kind.1 += usize::from(fits);
        }
        let parts = comparison.why.iter().map(|part| (part.name, part.value)).collect();
        result.results.push(ComparedPair {
            id: pair.id.clone(),
            gold: pair.relation.clone(),
            found,
            score: comparison.score,
            parts,
        });
        if !fits {
            result.wrong.push(WrongPair {
                id: pair.id.clone(),
                gold: pair.relation.clone(),
                found,
                a: pair.a.record().text,
                b: pair.b.record().text,
                comparison,
            });
        }
    }
    for (name, figures) in &mut result.relations {
        figures.precision = share(figures.right, figures.found);
        let as_labelled = result.confusion.get(*name).and_then(|found| found.get(name)).copied().unwrap_or(0);
        figures.recall = share(as_labelled, figures.gold);
    }
    result.right = share(right, pairs.len());
    result.kinds = kinds.into_iter().map(|(kind, (all, right))| (kind, (all, share(right, all)))).collect();
    result
}
