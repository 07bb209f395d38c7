//! What is the answer to "was this checked before"? The best records, compared with the claim one by one.

use super::rank::{Hit, Searcher};
use super::weights::Feature;
use crate::align::{Detail, Matched, Prepared, Relation};
use crate::claim::Claim;
use crate::lang::Language;
use crate::reference::ReferenceClaim;
use serde_json::{Value, json};

/// A record below this score does not say the same: its relation is `unrelated`.
///
/// Of the first records of 1,673 claims with their check in the set and the same claims without it (three sets of
/// `crates/peers`, November 2026), 69 % of those at or above this score were right, 76 % of the right ones are at or
/// above it, and 20 % of the wrong ones.
pub const CUTOFF: f64 = 0.35;

/// A record in another language shares few terms with the claim, so what `align` makes of the two moves its score: by so
/// much, as log odds, from where nothing is known of a pair. In the claim's language that brought a tenth of a point of
/// MAP@5 (November 2026), so there only records at or above the cutoff are compared, for their relation.
const ALIGNMENT: f64 = 1.8;
const ALIGNMENT_KNOWN_NOTHING: f64 = 0.45;
/// So many of them are compared, and none below this score.
const COMPARED: usize = 5;
const COMPARED_FROM: f64 = 0.25;
/// So many words in common are named.
const NAMED: usize = 8;

/// A claim to look up.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'c> {
    /// What is claimed.
    pub text: &'c str,
    /// Its language; found out when not given.
    pub lang: Option<Language>,
    /// Who claims it.
    pub speaker: Option<&'c str>,
}

/// A record that may say the same.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The record.
    pub record: ReferenceClaim,
    /// How probable it is that it says the same, 0 to 1.
    pub score: f64,
    /// How it relates to the claim.
    pub relation: Relation,
    /// What differs.
    pub details: Vec<Detail>,
    /// The words that answer each other without being the same.
    pub matched: Vec<Matched>,
    /// What was compared to find it.
    pub hit: Hit,
}

/// The `count` best records for a claim, best first; `fetch` reads a record by its number in the index.
///
/// # Errors
/// What `fetch` gives.
pub fn answers<E>(
    searcher: &mut Searcher<'_>,
    asked: Asked<'_>,
    count: usize,
    mut fetch: impl FnMut(u32) -> Result<ReferenceClaim, E>,
) -> Result<Vec<Answer>, E> {
    let lang = searcher.language(asked.text, asked.lang);
    let hits = searcher.search(asked.text, lang, count.max(COMPARED));
    let mut claim: Option<Prepared> = None;
    let mut answers = Vec::with_capacity(hits.len());
    let mut foreign = 0;
    for hit in hits {
        let record = fetch(hit.number)?;
        foreign += usize::from(hit.other_language);
        let is_compared =
            if hit.other_language { foreign <= COMPARED && hit.score >= COMPARED_FROM } else { hit.score >= CUTOFF };
        let compared = is_compared.then(|| {
            let preparer = &mut searcher.preparer;
            let claim = claim.get_or_insert_with(|| preparer.prepare(asked.record(lang).claim(), Some(lang.code())));
            claim.compare(&preparer.prepare(record.claim(), record.lang.as_deref()))
        });
        let score = match &compared {
            Some(found) if hit.other_language => moved(hit.score, ALIGNMENT * (found.score - ALIGNMENT_KNOWN_NOTHING)),
            Some(_) | None => hit.score,
        };
        let (relation, details, matched) = match compared {
            Some(found) if score >= CUTOFF => (found.relation, found.details, found.matched),
            Some(_) | None => (Relation::Unrelated, Vec::new(), Vec::new()),
        };
        answers.push(Answer { record, score: (score * 1e4).round() / 1e4, relation, details, matched, hit });
    }
    answers.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.hit.number.cmp(&b.hit.number)));
    answers.truncate(count);
    Ok(answers)
}

/// A probability with its log odds moved.
fn moved(score: f64, by: f64) -> f64 {
    let score = score.clamp(1e-9, 1.0 - 1e-9);
    1.0 / (1.0 + (-((score / (1.0 - score)).ln() + by)).exp())
}

impl<'c> Asked<'c> {
    /// A claim of an article in `lang`.
    pub fn of(claim: &'c Claim, lang: Language) -> Asked<'c> {
        Asked {
            text: &claim.content.text,
            lang: (!lang.is_generic()).then_some(lang),
            speaker: claim.speaker.as_ref().and_then(|speaker| speaker.name.as_deref()),
        }
    }

    /// The claim in the form of a record.
    fn record(&self, lang: Language) -> ReferenceClaim {
        ReferenceClaim {
            id: String::new(),
            text: self.text.to_owned(),
            title: None,
            speaker: self.speaker.map(str::to_owned),
            date: None,
            label: None,
            lang: Some(lang.code().to_owned()),
            url: None,
        }
    }
}

impl Answer {
    /// Whether the record says the same, or the same with a difference that is named.
    pub fn is_match(&self) -> bool {
        self.score >= CUTOFF
    }

    /// Why, for programs: what is shared by kind, the words that answer each other, what differs, and how far claim and
    /// record cover each other.
    pub fn why(&self) -> Vec<Value> {
        let mut why = Vec::new();
        for (what, kinds) in
            [("words", "w"), ("names and places", "pn"), ("numbers", "#"), ("dates", "d"), ("concepts", "c")]
        {
            let shared = self.shared(kinds);
            if !shared.is_empty() {
                why.push(json!({ "what": what, "shared": shared }));
            }
        }
        for pair in &self.matched {
            why.push(json!({ "what": pair.by, "claim": pair.base, "record": pair.head }));
        }
        for detail in &self.details {
            why.push(json!({ "what": "difference", "detail": detail }));
        }
        let percent = |feature: Feature| (self.hit.features.get(feature) * 100.0).round() / 100.0;
        why.push(json!({ "what": "claim covered", "value": percent(Feature::ClaimCovered) }));
        why.push(json!({ "what": "record covered", "value": percent(Feature::TextCovered) }));
        if self.hit.other_language {
            why.push(json!({ "what": "meaning covered", "value": percent(Feature::MeaningCovered) }));
        }
        why
    }

    /// What both have in common of these kinds of terms (their first letters), rarest first: words as the claim says them,
    /// values by themselves.
    pub fn shared(&self, kinds: &str) -> Vec<&str> {
        let mut shared: Vec<&str> = Vec::new();
        for found in &self.hit.shared {
            let mut letters = found.term.chars();
            let Some(kind) = letters.next().filter(|kind| kinds.contains(*kind)) else { continue };
            let term = letters.as_str();
            // Numbers and countries are named as such.
            if kind == 'w' && term.starts_with(|c: char| c == '@' || c.is_ascii_digit()) {
                continue;
            }
            let said = if matches!(kind, 'w' | 'n') { found.said.as_str() } else { term };
            if !shared.contains(&said) {
                shared.push(said);
            }
        }
        shared.truncate(NAMED);
        shared
    }
}
