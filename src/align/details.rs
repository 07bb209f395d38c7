//! What differs between two claims that belong together, and what relation does that make?

use super::Relation;
use super::features::{Features, Voice, name_words};
use super::similarity::same_name;
use super::wording::{Run, runs};
use crate::claim::{Claim, DateOf, Polarity, Quotation};
use crate::lang::Modality;
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// How far the reporter or the words stand behind it: *affirmé* and *prétendu*, *environ*, *perhaps*.
    Hedge,
    /// How much it covers: *tous*, *au moins*, *only*.
    Scope,
    /// How it is put forward.
    Modality,
    /// Affirmed or denied.
    Polarity,
    /// Another reporting word of the same distance.
    Cue,
    /// Quoted or paraphrased.
    Quotation,
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
            DetailKind::Scope => "scope",
            DetailKind::Modality => "modality",
            DetailKind::Polarity => "polarity",
            DetailKind::Cue => "cue",
            DetailKind::Quotation => "quotation",
            DetailKind::Wording => "wording",
        }
    }

    /// Whether the difference changes what is asserted; otherwise only how it is told.
    fn is_substance(self) -> bool {
        match self {
            DetailKind::Speaker
            | DetailKind::Number
            | DetailKind::Date
            | DetailKind::Name
            | DetailKind::Place
            | DetailKind::Hedge
            | DetailKind::Scope
            | DetailKind::Modality
            | DetailKind::Polarity => true,
            DetailKind::Cue | DetailKind::Quotation | DetailKind::Wording => false,
        }
    }
}

/// One difference, as it stands on both sides; `—` where a side has nothing of the kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What differs.
    pub kind: DetailKind,
    /// In the base.
    pub base: String,
    /// In the head.
    pub head: String,
}

/// Stands for what one side does not have.
const NOTHING: &str = "—";

/// A claim with what is compared of it.
pub(super) type Side<'c> = (&'c Claim, &'c Features);

/// The relation of two claims that belong together, and what differs, in the order of [`DetailKind`].
///
/// An opposite polarity is a detail of a changed claim.
pub(super) fn relate(base: Side<'_>, head: Side<'_>) -> (Relation, Vec<Detail>) {
    let ((one, a), (two, b)) = (base, head);
    if a.identity == b.identity {
        return (Relation::Identical, Vec::new());
    }
    let mut details = Details::default();
    if !same_voice(&a.voice, &b.voice) {
        details.add(DetailKind::Speaker, speaker(one), speaker(two));
    }
    details.values(DetailKind::Number, &a.numbers, &b.numbers, |_, _, _| false);
    let of = |features: &Features, wanted: DateOf| -> BTreeMap<String, String> {
        let dates = features.dates.iter().filter(|((of, _), _)| *of == wanted);
        dates.map(|((_, value), words)| (value.clone(), words.clone())).collect()
    };
    for wanted in [DateOf::Statement, DateOf::Event] {
        details.values(DetailKind::Date, &of(a, wanted), &of(b, wanted), |_, _, _| false);
    }
    // *Pompeo* is Mike Pompeo; a name that the other side has in its words was only not seen there.
    let named = |name: &str, words: &str, base: bool| {
        let other = if base { b } else { a };
        other.names.keys().any(|known| same_name(&name_words(name), &name_words(known))) || stands_in(words, other)
    };
    details.values(DetailKind::Name, &a.names, &b.names, named);
    if details.0.iter().all(|detail| detail.kind != DetailKind::Name)
        && a.places == b.places
        && let Some((gone, new)) = swapped_name(one, two)
    {
        details.add(DetailKind::Name, gone, new);
    }
    let placed = |_: &str, words: &str, base: bool| stands_in(words, if base { b } else { a });
    details.values(DetailKind::Place, &a.places, &b.places, placed);
    let stance = |features: &Features| features.cue.as_ref().map(|(_, stance)| *stance);
    let cue = |claim: &Claim| claim.cue.as_ref().map_or_else(|| "no cue".to_owned(), |cue| cue.text.clone());
    let (here, there) = (cue(one), cue(two));
    if let (Some(x), Some(y)) = (stance(a), stance(b))
        && x != y
    {
        details.add(DetailKind::Hedge, here, there);
    } else if crate::text::fold(&here) != crate::text::fold(&there) {
        details.add(DetailKind::Cue, here, there);
    }
    details.values(DetailKind::Hedge, &a.hedges, &b.hedges, |_, _, _| false);
    details.values(DetailKind::Scope, &a.scopes, &b.scopes, |_, _, _| false);
    if a.modality != b.modality {
        details.add(DetailKind::Modality, modality(a.modality), modality(b.modality));
    }
    if a.polarity != b.polarity {
        details.add(DetailKind::Polarity, polarity(a.polarity), polarity(b.polarity));
    } else if a.negations.len() != b.negations.len() {
        // A negation below the main clause: *il sait qu'elle n'est pas venue*.
        let words = |features: &Features| match features.negations.as_slice() {
            [] => NOTHING.to_owned(),
            words => words.join(", "),
        };
        details.add(DetailKind::Polarity, words(a), words(b));
    }
    if a.quotation != b.quotation {
        details.add(DetailKind::Quotation, quotation(a.quotation), quotation(b.quotation));
    }
    let mut details = details.0;
    details.sort_by_key(|detail| detail.kind);
    if details.iter().any(|detail| detail.kind.is_substance()) {
        return (Relation::Changed, details);
    }
    if one.content.text != two.content.text || details.is_empty() {
        let (base, head) = (one.content.text.clone(), two.content.text.clone());
        details.push(Detail { kind: DetailKind::Wording, base, head });
    }
    (Relation::Reworded, details)
}

#[derive(Default)]
struct Details(Vec<Detail>);

impl Details {
    fn add(&mut self, kind: DetailKind, base: impl Into<String>, head: impl Into<String>) {
        self.0.push(Detail { kind, base: base.into(), head: head.into() });
    }

    /// Adds one detail when the keys differ; each side shows the words of what the other lacks. `known` says of a
    /// key of the base (`true`) or the head that the other side has it nevertheless.
    fn values<K: Ord + AsRef<str>>(
        &mut self,
        kind: DetailKind,
        base: &BTreeMap<K, String>,
        head: &BTreeMap<K, String>,
        known: impl Fn(&str, &str, bool) -> bool,
    ) {
        let lacking = |of: &BTreeMap<K, String>, against: &BTreeMap<K, String>, base: bool| -> Vec<String> {
            let missing =
                of.iter().filter(|(key, words)| !against.contains_key(key) && !known(key.as_ref(), words, base));
            missing.map(|(_, words)| words.clone()).collect()
        };
        let (gone, new) = (lacking(base, head, true), lacking(head, base, false));
        if gone.is_empty() && new.is_empty() {
            return;
        }
        let words = |list: Vec<String>| if list.is_empty() { NOTHING.to_owned() } else { list.join(", ") };
        self.add(kind, words(gone), words(new));
    }
}

/// Whether two claims have the same speaker; a shorter form of a name is the same name.
fn same_voice(a: &Voice, b: &Voice) -> bool {
    match (a, b) {
        (Voice::Nobody, Voice::Nobody) | (Voice::Narrator, Voice::Narrator) => true,
        (Voice::Named(a), Voice::Named(b)) => same_name(a, b),
        (Voice::Unresolved(a), Voice::Unresolved(b)) => a == b,
        (Voice::Nobody | Voice::Narrator | Voice::Named(_) | Voice::Unresolved(_), _) => false,
    }
}

/// Whether the words of a name stand in a claim, be it in another form. Of a long name, which may be a headline in
/// capitals, three words in four are enough.
fn stands_in(name: &str, features: &Features) -> bool {
    let words = name_words(name);
    let same = |word: &str, other: &str| {
        other == word || other.len().min(word.len()) >= 3 && (other.starts_with(word) || word.starts_with(other))
    };
    let found = words.iter().filter(|word| features.plain.iter().any(|other| same(word, other))).count();
    found > 0 && if words.len() > 3 { found * 4 >= words.len() * 3 } else { found == words.len() }
}

/// The only words that differ, when on both sides they are capitalised inside a sentence: a name that no list knows.
fn swapped_name(base: &Claim, head: &Claim) -> Option<(String, String)> {
    let runs = runs(&base.content.text, &head.content.text);
    let at = runs.iter().position(|run| !matches!(run, Run::Same(_)))?;
    let [Run::Same(before), Run::Gone(gone), Run::New(new), rest @ ..] = runs.get(at.checked_sub(1)?..)? else {
        return None;
    };
    let name = |words: &str| words.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let inside = before.trim_end().ends_with(|c: char| c.is_lowercase() || c == ',');
    let alone = matches!(rest, [] | [Run::Same(_)]);
    (inside && alone && name(gone) && name(new)).then(|| (gone.trim().to_owned(), new.trim().to_owned()))
}

/// The speaker as people read it.
fn speaker(claim: &Claim) -> String {
    let Some(speaker) = &claim.speaker else { return "nobody".to_owned() };
    match (&speaker.name, &speaker.mention) {
        (Some(name), _) => name.clone(),
        (None, Some(mention)) => format!("{mention} (unresolved)"),
        (None, None) => "unresolved".to_owned(),
    }
}

fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Affirmed => "affirmed",
        Polarity::Denied => "denied",
    }
}

fn quotation(quotation: Quotation) -> &'static str {
    match quotation {
        Quotation::Direct => "direct",
        Quotation::Indirect => "indirect",
        Quotation::Mixed => "mixed",
    }
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Assertion => "assertion",
        Modality::Belief => "belief",
        Modality::Opinion => "opinion",
        Modality::Prediction => "prediction",
        Modality::Request => "request",
        Modality::Hearsay => "hearsay",
        Modality::Intention => "intention",
        Modality::Wish => "wish",
    }
}
