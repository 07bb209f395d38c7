//! What differs between two claims that belong together, and what relation does that make?

use super::Relation;
use super::features::{Features, Voice};
use super::pairing::{Bond, Match, pair, same_person};
use super::quantity::{Agreement, agreement};
use super::similarity::{Similarity, covered};
use super::unit::{Meaning, Unit};
use crate::claim::number::Quantity;
use crate::claim::{Claim, DateOf, Quotation};
use crate::lang::{Modality, Stance};
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
    /// What a number counts: kilos for tonnes, euros for dollars.
    Unit,
    /// A date.
    Date,
    /// A person or organisation.
    Name,
    /// A country or place.
    Place,
    /// One word for another that means something else, in the same place of the same words.
    Word,
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
            DetailKind::Unit => "unit",
            DetailKind::Date => "date",
            DetailKind::Name => "name",
            DetailKind::Place => "place",
            DetailKind::Word => "word",
            DetailKind::Hedge => "hedge",
            DetailKind::Scope => "scope",
            DetailKind::Modality => "modality",
            DetailKind::Polarity => "polarity",
            DetailKind::Cue => "cue",
            DetailKind::Quotation => "quotation",
            DetailKind::Wording => "wording",
        }
    }

    /// Whether another value is given for something that both claims are about.
    fn is_value(self) -> bool {
        matches!(self, DetailKind::Number | DetailKind::Unit | DetailKind::Date | DetailKind::Name | DetailKind::Place)
    }

    /// Whether the difference changes what is asserted; otherwise only how it is told.
    fn is_substance(self) -> bool {
        match self {
            DetailKind::Speaker
            | DetailKind::Number
            | DetailKind::Unit
            | DetailKind::Date
            | DetailKind::Name
            | DetailKind::Place
            | DetailKind::Word
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

/// What lies between two claims that may belong together, and what differs, in the order of [`DetailKind`].
pub(super) fn relate(base: Side<'_>, head: Side<'_>, found: &Similarity) -> (Relation, Vec<Detail>) {
    let ((one, a), (two, b)) = (base, head);
    if a.identity == b.identity {
        return (Relation::Identical, Vec::new());
    }
    let links = found.links.as_slice();
    let same_words = found.same_words;
    let close = same_words || a.lang == b.lang && found.words >= CLOSE;
    let left = Left::new(a, b, links);
    let mut details = Details::default();
    if !same_voice(a, b, found) {
        details.add(DetailKind::Speaker, speaker(one, a), speaker(two, b));
    }
    let excluded = if same_words { false } else { numbers(base, head, &left, close, &mut details) };
    if !same_words {
        // entered in 1973, its entry dates from 1981
        let year = |quantity: &Quantity| {
            quantity.unit.is_none() && quantity.bound.is_none() && (1000.0..2200.0).contains(&quantity.number)
        };
        let dated = |units: &[&Unit]| units.iter().any(|unit| matches!(unit.meaning, Meaning::Date(_)));
        let one_dated = dated(&left.a) != dated(&left.b);
        let dates = |unit: &Unit| match &unit.meaning {
            Meaning::Date(_) => true,
            Meaning::Number(quantity) => one_dated && year(quantity),
            Meaning::Member(set, _) => !matches!(*set, "direction" | "period" | "sequence"),
            _ => false,
        };
        left.clash(DetailKind::Date, base, head, close, &dates, &mut details);
        let sequence = |unit: &Unit| matches!(unit.meaning, Meaning::Member("sequence", _));
        if close {
            left.clash(DetailKind::Date, base, head, false, &sequence, &mut details);
        }
        let periods = |unit: &Unit| matches!(unit.meaning, Meaning::Member("period", _));
        left.clash(DetailKind::Unit, base, head, false, &periods, &mut details);
        let sides = |unit: &Unit| matches!(unit.meaning, Meaning::Member("direction", _));
        left.clash(DetailKind::Place, base, head, false, &sides, &mut details);
        let places = |unit: &Unit| matches!(unit.meaning, Meaning::Country(_) | Meaning::Place(..));
        // Where one says more than the other, it says where, or who is meant: nothing that the other denies.
        left.clash(DetailKind::Place, base, head, false, &places, &mut details);
        let names = |unit: &Unit| matches!(unit.meaning, Meaning::Person(..) | Meaning::Name);
        left.clash(DetailKind::Name, base, head, false, &names, &mut details);
        let any = |unit: &Unit| names(unit) || places(unit);
        if !details.has(DetailKind::Place) && !details.has(DetailKind::Name) {
            left.clash(DetailKind::Name, base, head, false, &any, &mut details);
        }
    }
    if !same_words && a.lang == b.lang && found.words >= REPLACED {
        for (x, y) in replaced(a, b, links) {
            details.add(DetailKind::Word, a.units[x].text(one), b.units[y].text(two));
        }
    }
    statement_dates(a, b, &mut details);
    cues(one, a, two, b, &mut details);
    if !same_words {
        // What one side alone has may be left out by the other: a difference only where most of the rest is the same.
        let told = found.words >= TOLD;
        details.values(DetailKind::Hedge, &a.hedges, &b.hedges, told, |key| matches!(key, "apparently" | "perhaps"));
        details.values(DetailKind::Scope, &a.scopes, &b.scopes, found.words >= 0.6, |key| {
            matches!(key, "all" | "only" | "most" | "some") || close && key == "several"
        });
        details.values(DetailKind::Modality, &a.modals, &b.modals, told, |_| true);
    }
    let denial = if same_words { None } else { denial(a, b, found) };
    // The same words in two languages are read by the rules of both, which see other modalities.
    let quoted = same_words && a.lang != b.lang;
    if a.modality != b.modality && !quoted && a.modals == b.modals && (close || a.cue.is_some() && b.cue.is_some()) {
        details.add(DetailKind::Modality, modality(a.modality), modality(b.modality));
    }
    if a.quotation != b.quotation {
        details.add(DetailKind::Quotation, quotation(a.quotation), quotation(b.quotation));
    }
    let mut relation = Relation::Reworded;
    // What only one of them gives is no other value.
    let both = |detail: &&Detail| detail.base != NOTHING && detail.head != NOTHING;
    let mut values = details.0.iter().filter(|detail| detail.kind.is_value()).filter(both);
    if denial.is_some() || excluded {
        if let Some((gone, new)) = &denial {
            let words = |at: Option<usize>, (claim, of): Side<'_>| match at.and_then(|at| of.units.get(at)) {
                Some(unit) => unit.text(claim).to_owned(),
                None => list(of.negations.clone()),
            };
            let sides = (words(*gone, base), words(*new, head));
            let certain = values.next().is_none();
            relation = if certain { Relation::Contradicted } else { Relation::Changed };
            details.add(DetailKind::Polarity, sides.0, sides.1);
        } else {
            relation = Relation::Contradicted;
        }
    } else if details.0.iter().any(|detail| detail.kind.is_substance()) {
        relation = Relation::Changed;
    }
    let mut details = details.0;
    details.sort_by_key(|detail| detail.kind);
    if relation == Relation::Reworded {
        if details.is_empty() && same_words {
            return (Relation::Identical, details);
        }
        if one.content.text != two.content.text || details.is_empty() {
            let (base, head) = (one.content.text.clone(), two.content.text.clone());
            details.push(Detail { kind: DetailKind::Wording, base, head });
        }
    }
    (relation, details)
}

/// Two claims in one language that share so much of their words are told alike: what one has and the other lacks is a
/// difference, and not left out by chance.
const CLOSE: f64 = 0.8;

/// Two claims that share so much are told in enough detail for a hedge on one side to count.
const TOLD: f64 = 0.5;

/// Two claims share at least so much where one denies what the other says, and where one has the opposite of a word.
const DENIED: f64 = 0.35;
const EXCLUDED: f64 = 0.3;

/// In two claims of one language that share so much, a word that stands where the other has another is no synonym by chance.
const REPLACED: f64 = 0.75;

/// The words that stand alone in the same place between words that answer each other, and whose meanings are known to be
/// two: *prefecture* and *court*.
fn replaced(a: &Features, b: &Features, links: &[Match]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut x, mut y) = (0, 0);
    let ends = links.iter().map(|link| (link.a, link.b)).chain([(a.units.len(), b.units.len())]);
    for (next_x, next_y) in ends {
        let known =
            |unit: &Unit| matches!(unit.meaning, Meaning::Word) && unit.weight > 0.5 && !unit.concepts().is_empty();
        if next_x == x + 1 && next_y == y + 1 && known(&a.units[x]) && known(&b.units[y]) {
            found.push((x, y));
        }
        (x, y) = (next_x + 1, next_y + 1);
    }
    found
}

/// The units of two claims that no unit of the other answers.
struct Left<'f> {
    a: Vec<&'f Unit>,
    b: Vec<&'f Unit>,
}

impl<'f> Left<'f> {
    fn new(a: &'f Features, b: &'f Features, links: &[Match]) -> Left<'f> {
        let (mut used_a, mut used_b) = (vec![false; a.units.len()], vec![false; b.units.len()]);
        for link in links {
            (used_a[link.a], used_b[link.b]) = (true, true);
        }
        // What names the source is compared as the speaker; where part of it is the same, the rest is like all else.
        let one_source = links.iter().any(|link| a.units[link.a].in_source && b.units[link.b].in_source);
        let left = |units: &'f [Unit], used: &[bool], other: &Features| -> Vec<&'f Unit> {
            let counts = |unit: &Unit| (one_source || !unit.in_source) && !stands_in(unit, other);
            let alone = units.iter().zip(used).filter(|(unit, used)| !**used && counts(unit));
            alone.map(|(unit, _)| unit).collect()
        };
        Left { a: left(&a.units, &used_a, b), b: left(&b.units, &used_b, a) }
    }

    /// Adds a detail when both sides have something of a kind that the other lacks; when `close`, one side is enough.
    fn clash(
        &self,
        kind: DetailKind,
        base: Side<'_>,
        head: Side<'_>,
        close: bool,
        wanted: &dyn Fn(&Unit) -> bool,
        details: &mut Details,
    ) {
        let words = |units: &[&Unit], claim: &Claim| -> Vec<String> {
            units.iter().filter(|unit| wanted(unit)).map(|unit| unit.text(claim).to_owned()).collect()
        };
        let (gone, new) = (words(&self.a, base.0), words(&self.b, head.0));
        let differs = !gone.is_empty() && !new.is_empty() || close && !(gone.is_empty() && new.is_empty());
        if differs {
            details.add(kind, list(gone), list(new));
        }
    }
}

fn list(words: Vec<String>) -> String {
    if words.is_empty() { NOTHING.to_owned() } else { words.join(", ") }
}

/// Compares the numbers that found no counterpart; whether two of them exclude each other.
fn numbers(base: Side<'_>, head: Side<'_>, left: &Left<'_>, close: bool, details: &mut Details) -> bool {
    let of = |units: &[&Unit], claim: &Claim| -> Vec<(Quantity, String)> {
        let numbers = units.iter().filter_map(|unit| match &unit.meaning {
            Meaning::Number(quantity) => Some((quantity.clone(), unit.text(claim).to_owned())),
            _ => None,
        });
        numbers.collect()
    };
    let (gone, new) = (of(&left.a, base.0), of(&left.b, head.0));
    let mut kinds: Vec<Agreement> = Vec::new();
    for (x, _) in &gone {
        kinds.extend(new.iter().map(|(y, _)| agreement(x, y)));
    }
    let words = |numbers: Vec<(Quantity, String)>| list(numbers.into_iter().map(|(_, words)| words).collect());
    let excluded = kinds.contains(&Agreement::Excluded);
    if excluded || kinds.contains(&Agreement::Number) {
        details.add(DetailKind::Number, words(gone), words(new));
    } else if kinds.contains(&Agreement::Unit) {
        details.add(DetailKind::Unit, words(gone), words(new));
    } else if close && gone.len() + new.len() > 0 {
        details.add(DetailKind::Number, words(gone), words(new));
    }
    excluded
}

/// The days on which the words were spoken, where both claims say so.
fn statement_dates(a: &Features, b: &Features, details: &mut Details) {
    let of = |features: &Features| -> BTreeMap<String, String> {
        let dates = features.dates.iter().filter(|((of, _), _)| *of == DateOf::Statement);
        dates.map(|((_, value), words)| (value.clone(), words.clone())).collect()
    };
    details.values(DetailKind::Date, &of(a), &of(b), true, |_| true);
}

fn cues(one: &Claim, a: &Features, two: &Claim, b: &Features, details: &mut Details) {
    let cue = |claim: &Claim| claim.cue.as_ref().map_or_else(|| "no cue".to_owned(), |cue| cue.text.clone());
    let (here, there) = (cue(one), cue(two));
    let unknown = a.is_record || b.is_record || a.lang != b.lang;
    match (&a.cue, &b.cue) {
        (Some((_, x)), Some((_, y))) if x != y => {
            let denies = [x, y].contains(&&Stance::Denying);
            let doubts = [x, y].iter().any(|stance| matches!(stance, Stance::Doubting | Stance::Denying));
            if !denies && (doubts || !unknown) {
                details.add(DetailKind::Hedge, here, there);
            }
        }
        (Some(_), None) | (None, Some(_)) if unknown => {}
        _ if crate::text::fold(&here) != crate::text::fold(&there) => details.add(DetailKind::Cue, here, there),
        _ => {}
    }
}

/// Where one claim says that something is so and the other that it is not: the units, on each side.
fn denial(a: &Features, b: &Features, found: &Similarity) -> Option<(Option<usize>, Option<usize>)> {
    let links = found.links.as_slice();
    let linked = |at: usize, first: bool| {
        links
            .iter()
            .find(|link| if first { link.a == at } else { link.b == at })
            .filter(|link| link.bond != Bond::Opposite)
    };
    // A word that denies what follows says nothing more when the other claim has it too.
    let told = found.words >= TOLD;
    let signs = |features: &Features, first: bool| -> Vec<(bool, bool)> {
        let mut signs: Vec<(bool, bool)> = features.units.iter().map(|unit| (unit.negated, unit.in_focus)).collect();
        for (at, unit) in features.units.iter().enumerate() {
            // To fail, to block, to end: a denial only where the rest is the same.
            if unit.negates.is_empty() || linked(at, first).is_some() || !told {
                continue;
            }
            let mut focus = true;
            for covered in unit.negates.clone() {
                if let Some(sign) = signs.get_mut(covered) {
                    sign.0 = !sign.0;
                    sign.1 |= focus;
                    focus = false;
                }
            }
        }
        signs
    };
    if let Some((one, two)) = turned_round(a, b, links) {
        return Some((Some(one), Some(two)));
    }
    let (x, y) = (signs(a, true), signs(b, false));
    let by_cue = |features: &Features| features.cue.as_ref().is_some_and(|(_, stance)| *stance == Stance::Denying);
    let turned = by_cue(a) != by_cue(b);
    let says = |link: &&Match| {
        let word =
            |unit: &Unit| matches!(unit.meaning, Meaning::Word) && (unit.weight > 0.5 || link.bond == Bond::Opposite);
        word(&a.units[link.a]) && word(&b.units[link.b])
    };
    // Where both claims deny something, each in its own words, no more than a clear case counts.
    let denies = |features: &Features, first: bool| {
        let own = |(at, unit): (usize, &Unit)| !unit.negates.is_empty() && linked(at, first).is_none();
        !features.negations.is_empty() || features.units.iter().enumerate().any(own)
    };
    let both = found.words < CLOSE && denies(a, true) && denies(b, false);
    let clash = |link: &&Match| ((x[link.a].0 != y[link.b].0) != turned) != (link.bond == Bond::Opposite);
    let focus = |link: &&Match| {
        link.bond == Bond::Opposite || turned || x[link.a].1 && x[link.a].0 || y[link.b].1 && y[link.b].0
    };
    let agrees = links.iter().filter(says).any(|link| !clash(&link) && focus(&link) && !turned);
    let strong = |link: &&Match| clash(link) && focus(link) && (!both || link.bond == Bond::Opposite && !agrees);
    let enough = |link: &&Match| found.words >= if link.bond == Bond::Opposite { EXCLUDED } else { DENIED };
    let sure = links.iter().filter(says).filter(enough).find(strong);
    let weak = || links.iter().filter(says).filter(enough).find(|link| told && clash(link) && !agrees && !both);
    let said = sure.or_else(weak).map(|link| (Some(link.a), Some(link.b)));
    // The same words but for a negation, whatever it belongs to: *was not at 4 percent*.
    let told_alike = a.lang == b.lang && found.words >= ALIKE;
    let one_more = a.negations.len() % 2 != b.negations.len() % 2;
    said.or_else(|| (told_alike && one_more).then_some((None, None)))
}

/// Where what is the greater of two in one claim is the lesser in the other: its units.
fn turned_round(a: &Features, b: &Features, links: &[Match]) -> Option<(usize, usize)> {
    let (one, two) = (a.greater.as_ref()?, b.greater.as_ref()?);
    let answer = |from: &std::ops::Range<usize>, to: &std::ops::Range<usize>| {
        links.iter().find(|link| from.contains(&link.a) && to.contains(&link.b) && link.strength >= 0.9)
    };
    let turned = answer(&one.0, &two.1).and(answer(&one.1, &two.0))?;
    let straight = answer(&one.0, &two.0).is_some() && answer(&one.1, &two.1).is_some();
    (!straight).then_some((turned.a, turned.b))
}

/// Two claims in one language that share so much differ in next to nothing.
const ALIKE: f64 = 0.95;

#[derive(Default)]
struct Details(Vec<Detail>);

impl Details {
    fn add(&mut self, kind: DetailKind, base: impl Into<String>, head: impl Into<String>) {
        self.0.push(Detail { kind, base: base.into(), head: head.into() });
    }

    fn has(&self, kind: DetailKind) -> bool {
        self.0.iter().any(|detail| detail.kind == kind)
    }

    /// Adds one detail when the keys that count differ; each side shows the words of what the other lacks.
    fn values<K: Ord + AsRef<str>>(
        &mut self,
        kind: DetailKind,
        base: &BTreeMap<K, String>,
        head: &BTreeMap<K, String>,
        one_sided: bool,
        counts: impl Fn(&str) -> bool,
    ) {
        let lacking = |of: &BTreeMap<K, String>, against: &BTreeMap<K, String>| -> Vec<(bool, String)> {
            let missing = of.iter().filter(|(key, _)| !against.contains_key(key));
            missing.map(|(key, words)| (counts(key.as_ref()), words.clone())).collect()
        };
        let (gone, new) = (lacking(base, head), lacking(head, base));
        if (one_sided || !gone.is_empty() && !new.is_empty()) && gone.iter().chain(&new).any(|(counts, _)| *counts) {
            let words = |side: Vec<(bool, String)>| list(side.into_iter().map(|(_, words)| words).collect());
            self.add(kind, words(gone), words(new));
        }
    }
}

/// Whether two claims have the same speaker: by name, or by the words that stand for the speaker.
fn same_voice(a: &Features, b: &Features, found: &Similarity) -> bool {
    let names_same =
        |x: &[String], y: &[String]| same_person(x, y) || same_words(&a.voice_units, &b.voice_units, a.lang == b.lang);
    if a.is_record || b.is_record {
        return match (&a.voice, &b.voice) {
            (Voice::Named(x), Voice::Named(y)) => names_same(x, y),
            _ => !other_source(a, b, found),
        };
    }
    match (&a.voice, &b.voice) {
        (Voice::Unknown, _) | (_, Voice::Unknown) => true,
        (Voice::Nobody, Voice::Nobody) | (Voice::Narrator, Voice::Narrator) => true,
        (Voice::Named(x), Voice::Named(y)) => {
            same_person(x, y) || same_words(&a.voice_units, &b.voice_units, a.lang == b.lang)
        }
        (Voice::Unresolved(x), Voice::Unresolved(y)) => {
            x == y || same_words(&a.voice_units, &b.voice_units, a.lang == b.lang)
        }
        (Voice::Nobody | Voice::Narrator | Voice::Named(_) | Voice::Unresolved(_), _) => false,
    }
}

/// Whether the words for one speaker are in those for the other: *la direction de Solvane*, *Solvane*.
fn same_words(a: &[Unit], b: &[Unit], same_language: bool) -> bool {
    let links = pair(a, b, same_language);
    let weight = |units: &[Unit]| units.iter().map(|unit| unit.weight).sum::<f64>();
    let share = |units: &[Unit], covered: f64| if units.is_empty() { 0.0 } else { covered / weight(units) };
    let strong = || links.iter().filter(|link| link.bond != Bond::Opposite);
    let one = share(a, covered(a, strong().map(|link| (link.a, link.strength))));
    let two = share(b, covered(b, strong().map(|link| (link.b, link.strength))));
    one.max(two) >= 0.6
}

/// The words for one source differ freely; where so much of what is said is the same, they are two sources.
const SOURCES: f64 = 0.6;

/// Whether both texts name a source, and not one word of the two answers the other.
fn other_source(a: &Features, b: &Features, found: &Similarity) -> bool {
    let links = found.links.as_slice();
    let has = |features: &Features| features.units.iter().any(|unit| unit.in_source);
    let said = |units: &[Unit], linked: &dyn Fn(&Match) -> usize| {
        let counts = |unit: &&Unit| !unit.in_source;
        let all: f64 = units.iter().filter(counts).map(|unit| unit.weight).sum();
        let known = links.iter().map(|link| (linked(link), link.strength));
        let known = covered(units, known.filter(|(at, _)| !units[*at].in_source));
        if all > 0.0 { known / all } else { 0.0 }
    };
    let (one, two) = (said(&a.units, &|link| link.a), said(&b.units, &|link| link.b));
    (one + two) / 2.0 >= SOURCES
        && has(a)
        && has(b)
        && !links.iter().any(|link| a.units[link.a].in_source || b.units[link.b].in_source)
}

/// Whether the words of a name or number stand in a claim that was cut in other units.
fn stands_in(unit: &Unit, features: &Features) -> bool {
    let Meaning::Person(_, words) = &unit.meaning else { return false };
    let same = |word: &str, other: &str| {
        other == word || other.len().min(word.len()) >= 3 && (other.starts_with(word) || word.starts_with(other))
    };
    let found = words.iter().filter(|word| features.plain.iter().any(|other| same(word, other))).count();
    found > 0 && if words.len() > 3 { found * 4 >= words.len() * 3 } else { found == words.len() }
}

/// The speaker as people read it.
fn speaker(claim: &Claim, features: &Features) -> String {
    let source =
        || features.units.iter().filter(|unit| unit.in_source).map(|unit| unit.text(claim)).collect::<Vec<_>>();
    let Some(speaker) = &claim.speaker else {
        let words = source();
        return if words.is_empty() { "nobody".to_owned() } else { words.join(" ") };
    };
    match (&speaker.name, &speaker.mention) {
        (Some(name), _) => name.clone(),
        (None, Some(mention)) => format!("{mention} (unresolved)"),
        (None, None) => "unresolved".to_owned(),
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
