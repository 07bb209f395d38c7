//! Two claims side by side: how alike they are, and what differs.

use super::Relation;
use crate::claim::{Claim, DateOf, MentionKind, Resolution};
use crate::text::fold;
use serde::Serialize;
use std::collections::BTreeSet;

/// A named part of a score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// What was compared.
    pub name: &'static str,
    /// How alike, 0 to 1.
    pub value: f64,
    /// How much it counts; the weights of a score add up to 1.
    pub weight: f64,
}

/// What differs between two claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DetailKind {
    /// Who says it.
    Speaker,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A person or organisation.
    Name,
    /// A country or place.
    Place,
    /// The reporter's distance: *affirmé*, *prétendu*.
    Hedge,
    /// How it is put forward.
    Modality,
    /// Affirmed or denied.
    Polarity,
    /// The words alone.
    Wording,
}

impl DetailKind {
    /// The name in files and lists.
    pub fn name(self) -> &'static str {
        match self {
            DetailKind::Speaker => "speaker",
            DetailKind::Number => "number",
            DetailKind::Date => "date",
            DetailKind::Name => "name",
            DetailKind::Place => "place",
            DetailKind::Hedge => "hedge",
            DetailKind::Modality => "modality",
            DetailKind::Polarity => "polarity",
            DetailKind::Wording => "wording",
        }
    }
}

/// One difference, as it stands on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What differs.
    pub kind: DetailKind,
    /// In the base.
    pub base: String,
    /// In the head.
    pub head: String,
}

/// What a claim is compared by.
pub(super) struct Profile {
    /// Stems of its content words.
    pub(super) stems: BTreeSet<String>,
    exact: String,
    speaker: Option<String>,
    values: BTreeSet<String>,
}

impl Profile {
    pub(super) fn new(claim: &Claim) -> Profile {
        let exact = folded(&claim.content.text);
        let stems = exact.split(' ').filter_map(stem).collect();
        let values = claim.mentions.iter().map(|mention| mention.value.to_lowercase()).collect();
        Profile { stems, exact, speaker: speaker_name(claim).map(|name| fold(&name)), values }
    }
}

/// How alike two claims are, and the parts of it. `nearness` is that of their places.
pub(super) fn score(base: &Profile, head: &Profile, nearness: f64) -> (f64, Vec<Part>) {
    let speaker = match (&base.speaker, &head.speaker) {
        (Some(one), Some(other)) if one == other => 1.0,
        (Some(one), Some(other)) if one.contains(other.as_str()) || other.contains(one.as_str()) => 0.8,
        (None, None) => 0.5,
        _ => 0.0,
    };
    let words = if base.exact == head.exact { 1.0 } else { overlap(&base.stems, &head.stems) };
    let parts = vec![
        Part { name: "same words", value: words, weight: 0.65 },
        Part { name: "same speaker", value: speaker, weight: 0.15 },
        Part { name: "same names and numbers", value: overlap(&base.values, &head.values), weight: 0.15 },
        Part { name: "same place in the article", value: nearness, weight: 0.05 },
    ];
    let total = parts.iter().map(|part| part.value * part.weight).sum();
    (total, parts)
}

/// Dice overlap; two empty sets are alike.
fn overlap(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    if one.is_empty() && other.is_empty() {
        return 1.0;
    }
    2.0 * one.intersection(other).count() as f64 / (one.len() + other.len()) as f64
}

/// Lower case, quotation marks and other punctuation as blanks, single blanks.
fn folded(text: &str) -> String {
    let kept = |c: char| c.is_alphanumeric() || matches!(c, '-' | '%' | ',' | '.');
    let plain: String = fold(text).chars().map(|c| if kept(c) { c } else { ' ' }).collect();
    let words = plain.split_whitespace().map(|word| word.trim_matches(['.', ',']));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A rough stem that brings forms of one word together; words of up to three letters are left out, numbers stay.
fn stem(word: &str) -> Option<String> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(word.to_owned());
    }
    let letters = word.chars().count();
    let kept = if letters > 6 { letters - 2 } else { letters };
    (letters > 3).then(|| word.chars().take(kept.min(7)).collect())
}

/// The speaker as a name that can be compared: resolved, or by the words that stand for them.
fn speaker_name(claim: &Claim) -> Option<String> {
    let speaker = claim.speaker.as_ref()?;
    match speaker.resolution {
        Resolution::Resolved | Resolution::Narrator => speaker.name.clone(),
        Resolution::Unresolved => speaker.mention.clone(),
    }
}

/// A value that is compared, and the words that are shown for it.
type Values = BTreeSet<(String, String)>;

/// The relation of two claims that belong together, and what differs.
pub fn compare(base: &Claim, head: &Claim) -> (Relation, Vec<Detail>) {
    let mut details = Vec::new();
    let mut add = |kind, base: String, head: String| details.push(Detail { kind, base, head });
    let (one, other) = (speaker_name(base), speaker_name(head));
    if one.as_deref().map(fold) != other.as_deref().map(fold) {
        let nobody = || "nobody".to_owned();
        add(DetailKind::Speaker, one.unwrap_or_else(nobody), other.unwrap_or_else(nobody));
    }
    for (kind, wanted) in [
        (DetailKind::Number, &[MentionKind::Number][..]),
        (DetailKind::Name, &[MentionKind::Person, MentionKind::Organisation]),
        (DetailKind::Place, &[MentionKind::Country, MentionKind::Place]),
    ] {
        let values = |claim: &Claim| -> Values {
            let mentions = claim.mentions.iter().filter(|mention| wanted.contains(&mention.kind));
            mentions.map(|mention| (mention.value.to_lowercase(), mention.text.clone())).collect()
        };
        differ(kind, &values(base), &values(head), &mut add);
    }
    let dates = |claim: &Claim| -> Values {
        let events = claim.when.iter().filter(|when| when.of == DateOf::Event);
        events.map(|when| (when.value.clone(), when.text.clone())).collect()
    };
    differ(DetailKind::Date, &dates(base), &dates(head), &mut add);
    let stance = |claim: &Claim| claim.cue.as_ref().map(|cue| cue.stance);
    if stance(base) != stance(head) {
        let words = |claim: &Claim| claim.cue.as_ref().map_or_else(|| "no cue".to_owned(), |cue| cue.text.clone());
        add(DetailKind::Hedge, words(base), words(head));
    }
    if base.modality != head.modality {
        add(DetailKind::Modality, name(base.modality), name(head.modality));
    }
    if base.polarity != head.polarity {
        add(DetailKind::Polarity, name(base.polarity), name(head.polarity));
    }
    if !details.is_empty() {
        return (Relation::Changed, details);
    }
    if folded(&base.content.text) == folded(&head.content.text) {
        return (Relation::Identical, details);
    }
    details.push(Detail {
        kind: DetailKind::Wording,
        base: base.content.text.clone(),
        head: head.content.text.clone(),
    });
    (Relation::Reworded, details)
}

/// Adds one detail when the values differ; each side shows what the other lacks.
fn differ(kind: DetailKind, base: &Values, head: &Values, add: &mut impl FnMut(DetailKind, String, String)) {
    let lacking = |set: &Values, against: &Values| -> Option<String> {
        let missing = |value: &String| !against.iter().any(|(other, _)| other == value);
        let words: Vec<&str> = set.iter().filter(|(value, _)| missing(value)).map(|(_, text)| text.as_str()).collect();
        (!words.is_empty()).then(|| words.join(", "))
    };
    let (gone, new) = (lacking(base, head), lacking(head, base));
    if gone.is_some() || new.is_some() {
        let none = || "—".to_owned();
        add(kind, gone.unwrap_or_else(none), new.unwrap_or_else(none));
    }
}

/// An enum's name in files.
fn name(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
