//! Claims made ready once and compared often, one with one.

use super::details::{Detail, Side, relate};
use super::features::Features;
use super::pairing::Match;
use super::similarity::similarity;
use super::unit::Forms;
use super::{Part, Relation};
use crate::claim::Claim;
use serde::Serialize;

/// The words that answer each other without being the same, and why.
pub(super) fn matched((one, a): Side<'_>, (two, b): Side<'_>, links: &[Match]) -> Vec<Matched> {
    let pairs = links.iter().map(|link| Matched {
        base: a.units[link.a].text(one).to_owned(),
        head: b.units[link.b].text(two).to_owned(),
        by: link.bond.name(),
    });
    pairs.filter(|pair| crate::text::fold(&pair.base) != crate::text::fold(&pair.head)).collect()
}

/// Words of one claim that answer words of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Matched {
    /// In the base.
    pub base: String,
    /// In the head.
    pub head: String,
    /// Why: the same `value`, a `form` of one word, one `concept`, a `root` in common, an `acronym`, `near` in meaning,
    /// or `opposite` to each other.
    pub by: &'static str,
}

/// Prepares claims one after the other and keeps what it learns of their words.
#[derive(Debug, Default)]
pub struct Preparer(Forms);

/// So many forms of words are kept.
const FORMS_LIMIT: usize = 100_000;

impl Preparer {
    /// Prepares a claim as [`Prepared::new`] does.
    pub fn prepare(&mut self, claim: Claim, lang: Option<&str>) -> Prepared {
        if self.0.len() > FORMS_LIMIT {
            self.0 = Forms::default();
        }
        let features = Features::of(&claim, lang, &mut self.0);
        Prepared { claim, features }
    }
}

/// A claim with all that is compared of it, made once and compared often.
#[derive(Debug)]
pub struct Prepared {
    claim: Claim,
    features: Features,
}

impl Prepared {
    /// Prepares a claim; `lang` is the language code of its set, detected from the words when there is none.
    pub fn new(claim: Claim, lang: Option<&str>) -> Prepared {
        Preparer::default().prepare(claim, lang)
    }

    /// The claim.
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// How near `head` is, how it relates to this claim, and why.
    pub fn compare(&self, head: &Prepared) -> Comparison {
        let found = similarity((&self.features, &self.claim.selector), (&head.features, &head.claim.selector));
        let (one, two) = ((&self.claim, &self.features), (&head.claim, &head.features));
        let (relation, details) = relate(one, two, &found);
        let identical = relation == Relation::Identical;
        let near = identical || found.is_related();
        Comparison {
            relation: if near { relation } else { Relation::Unrelated },
            score: if identical { 1.0 } else { found.score },
            details: if near { details } else { Vec::new() },
            matched: matched(one, two, &found.links),
            why: found.parts,
        }
    }
}

/// What was seen between two claims that may or may not belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// What lies between them.
    pub relation: Relation,
    /// 0 to 1.
    pub score: f64,
    /// What differs; empty for unrelated claims.
    pub details: Vec<Detail>,
    /// The words that answer each other without being the same.
    pub matched: Vec<Matched>,
    /// What the score is made of.
    pub why: Vec<Part>,
}
