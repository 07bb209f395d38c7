//! Which unit of one claim answers which of the other, and by what bond?

use super::quantity::{Agreement, agreement};
use super::stem::{are_cognates, skeleton};
use super::unit::{Meaning, Unit};
use crate::lang::Concepts;
use chrono::{Datelike, NaiveDate};
use std::cmp::Ordering;

/// Why two units belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bond {
    /// The same word or another form of it.
    Form,
    /// The same person, body, place, number or date.
    Value,
    /// Words for one concept, in one language or two.
    Concept,
    /// The first letters of the words that the other is made of.
    Acronym,
    /// Words of one root, or that look alike in two languages.
    Root,
    /// A place for the country it is in, or words of near concepts.
    Near,
    /// Words that exclude each other.
    Opposite,
}

impl Bond {
    /// The name in files.
    pub(super) fn name(self) -> &'static str {
        match self {
            Bond::Form => "form",
            Bond::Value => "value",
            Bond::Concept => "concept",
            Bond::Acronym => "acronym",
            Bond::Root => "root",
            Bond::Near => "near",
            Bond::Opposite => "opposite",
        }
    }
}

/// Two units that answer each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) bond: Bond,
    /// 0 to 1.
    pub(super) strength: f64,
}

/// The units of two claims that answer each other, in the order of the first.
pub(super) fn pair(a: &[Unit], b: &[Unit], same_language: bool) -> Vec<Match> {
    let mut found = Vec::new();
    let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
    acronyms(a, b, &mut |x, y| {
        found.push(Match { a: x, b: y, bond: Bond::Acronym, strength: 0.95 });
        (used_a[x], used_b[y]) = (true, true);
    });
    acronyms(b, a, &mut |y, x| {
        found.push(Match { a: x, b: y, bond: Bond::Acronym, strength: 0.95 });
        (used_a[x], used_b[y]) = (true, true);
    });
    let mut possible = Vec::new();
    for (x, one) in a.iter().enumerate().filter(|(x, _)| !used_a[*x]) {
        for (y, two) in b.iter().enumerate().filter(|(y, _)| !used_b[*y]) {
            if let Some((bond, strength)) = bond(one, two, same_language) {
                let place = |at: usize, of: usize| at as f64 / of.max(1) as f64;
                let far = (place(x, a.len()) - place(y, b.len())).abs();
                possible.push((strength - 0.04 * far, Match { a: x, b: y, bond, strength }));
            }
        }
    }
    // The order of the two claims must not matter: ties go to the units that stand at the most alike places.
    possible.sort_by(|(rank, one), (other, two)| {
        other
            .total_cmp(rank)
            .then_with(|| (one.a + one.b).cmp(&(two.a + two.b)))
            .then_with(|| one.a.abs_diff(one.b).cmp(&two.a.abs_diff(two.b)))
            .then_with(|| one.a.max(one.b).cmp(&two.a.max(two.b)))
            .then(Ordering::Equal)
    });
    for (_, link) in possible {
        if !used_a[link.a] && !used_b[link.b] {
            (used_a[link.a], used_b[link.b]) = (true, true);
            found.push(link);
        }
    }
    found.sort_by_key(|link| (link.a, link.b));
    found
}

/// The bond between two units, and how strong it is.
fn bond(one: &Unit, two: &Unit, same_language: bool) -> Option<(Bond, f64)> {
    use Meaning::{Country, Date, Member, Name, Number, Person, Place, Word};
    match (&one.meaning, &two.meaning) {
        (Number(x), Number(y)) => (agreement(x, y) == Agreement::Same).then_some((Bond::Value, 1.0)),
        (Date(x), Date(y)) => dates(x, y).map(|strength| (Bond::Value, strength)),
        (Member(kind, x), Member(other, y)) => (kind == other && x == y).then_some((Bond::Value, 1.0)),
        (Date(date), Member(kind, number)) | (Member(kind, number), Date(date)) => {
            falls_on(date, kind, *number).then_some((Bond::Value, 0.9))
        }
        // en 2021, the 2021 season
        (Date(date), Number(number)) | (Number(number), Date(date)) => {
            (number.unit.is_none() && date.parse() == Ok(number.number)).then_some((Bond::Value, 0.95))
        }
        (Country(x), Country(y)) => (x == y).then_some((Bond::Value, 1.0)),
        (Place(x, _), Place(y, _)) => (x == y).then_some((Bond::Value, 1.0)),
        (Place(_, code), Country(country)) | (Country(country), Place(_, code)) => {
            (code == country).then_some((Bond::Near, 0.75))
        }
        (Person(x, words), Person(y, others)) => (x == y || same_person(words, others)).then_some((Bond::Value, 1.0)),
        (Person(_, words), Name | Word) => named(words, two),
        (Name | Word, Person(_, words)) => named(words, one),
        (Name, Name) if same_word(one, two) => Some((Bond::Form, 1.0)),
        (Name, Name) => {
            let (x, y) = (&one.form, &two.form);
            (transliterated(&x.word, &y.word) || alike(&x.plain, &y.plain, same_language)).then_some((Bond::Root, 0.8))
        }
        (Name | Word, Name | Word) => words(one, two, same_language),
        (Place(..) | Country(_), Name | Word) | (Name | Word, Place(..) | Country(_)) => {
            same_word(one, two).then_some((Bond::Form, 0.9))
        }
        (Person(..), Place(..) | Country(_)) | (Place(..) | Country(_), Person(..)) => {
            same_word(one, two).then_some((Bond::Form, 0.8))
        }
        (Number(_) | Date(_) | Member(..), _) | (_, Number(_) | Date(_) | Member(..)) => None,
    }
}

/// A word that names a person alone: *Pompeo*.
fn named(words: &[String], unit: &Unit) -> Option<(Bond, f64)> {
    let plain = &unit.form.plain;
    let longest = words.iter().map(String::len).max().unwrap_or(0);
    let found = words.iter().any(|word| word == plain && (word.len() >= 4 || word.len() == longest));
    found.then_some((Bond::Value, 0.95))
}

fn same_word(one: &Unit, two: &Unit) -> bool {
    one.form.word == two.form.word || one.form.stem == two.form.stem
}

fn words(one: &Unit, two: &Unit, same_language: bool) -> Option<(Bond, f64)> {
    let (a, b) = (&one.form, &two.form);
    let single = one.len == 1 && two.len == 1;
    if single && (a.word == b.word && (same_language || a.word.len() > 3) || same_language && a.stem == b.stem) {
        return Some((Bond::Form, 1.0));
    }
    let concepts = Concepts::get();
    if shared(one, two) {
        return Some((Bond::Concept, 0.95));
    }
    if single && same_language && a.lemmas.iter().skip(1).any(|lemma| b.lemmas.contains(lemma) && lemma.len() > 3) {
        return Some((Bond::Form, 0.9));
    }
    let any = |test: &dyn Fn(crate::lang::ConceptId, crate::lang::ConceptId) -> bool| {
        one.concepts().iter().any(|&x| two.concepts().iter().any(|&y| test(x, y)))
    };
    if any(&|x, y| concepts.opposite(x, y)) {
        return Some((Bond::Opposite, 0.7));
    }
    if single && same_language && (turned(&a.word, &b.word) || turned(&b.word, &a.word)) {
        return Some((Bond::Opposite, 0.7));
    }
    if any(&|x, y| concepts.near(x, y)) {
        return Some((Bond::Near, 0.75));
    }
    if !single {
        return None;
    }
    let root = if same_language {
        one_root(&a.stem, &b.stem) || misspelt(&a.word, &b.word)
    } else {
        are_cognates(&a.skeleton, &b.skeleton)
    };
    root.then_some((Bond::Root, 0.75))
}

fn shared(one: &Unit, two: &Unit) -> bool {
    one.concepts().iter().any(|concept| two.concepts().binary_search(concept).is_ok())
}

/// Whether the first word is the second with a prefix that turns it into its opposite: *illégal* and *légal*.
fn turned(long: &str, short: &str) -> bool {
    const PREFIXES: [&str; 10] = ["in", "im", "il", "ir", "un", "dis", "non-", "mal", "mé", "dé"];
    // A prefix is two letters at least.
    short.len() >= 5
        && long.len() + 2 >= short.len()
        && PREFIXES.iter().any(|prefix| {
            long.strip_prefix(prefix).is_some_and(|rest| {
                let shared = rest.chars().zip(short.chars()).take_while(|(x, y)| x == y).count();
                shared >= 5 && rest.chars().count().abs_diff(shared) <= 2 && short.chars().count().abs_diff(shared) <= 2
            })
        })
}

/// Whether two stems of one language begin alike for five letters, and that is most of the shorter one.
fn one_root(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    shared >= 5 && shared + 2 >= a.chars().count().min(b.chars().count())
}

/// Whether two longer words differ in one letter inside.
fn misspelt(a: &str, b: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if x.len().min(y.len()) < 6 || x.len().abs_diff(y.len()) > 1 || x[0] != y[0] {
        return false;
    }
    let before = x.iter().zip(&y).take_while(|(p, q)| p == q).count();
    let after = x.iter().rev().zip(y.iter().rev()).take_while(|(p, q)| p == q).count();
    before + after + 1 >= x.len().max(y.len())
}

/// Whether a name has the form of the other language: *Saint-Gall* and *St. Gallen*; in one language, an adjective's.
fn alike(x: &str, y: &str, same_language: bool) -> bool {
    let shared = x.chars().zip(y.chars()).take_while(|(p, q)| p == q).count();
    let (short, long) = (x.chars().count().min(y.chars().count()), x.chars().count().max(y.chars().count()));
    shared >= 4 && (shared * 10 >= long * 7 || !same_language && shared + 2 >= short)
}

/// Whether two names are spelt after one sound: *Poutine* and *Putin*, *Sergueï* and *Sergey*.
fn transliterated(a: &str, b: &str) -> bool {
    let bones = |word: &str| -> String {
        let plain = skeleton(word).replace("ou", "u").replace("tch", "ch").replace('w', "v").replace('j', "i");
        let mut out = String::new();
        for letter in plain.chars().filter(|letter| !"aeiouh'-".contains(*letter)) {
            if !out.ends_with(letter) {
                out.push(letter);
            }
        }
        out
    };
    let (x, y) = (bones(a), bones(b));
    x.len() >= 3
        && x == y
        && a.chars().next().map(|c| c.to_ascii_lowercase()) == b.chars().next().map(|c| c.to_ascii_lowercase())
}

/// Whether two names are one person's or body's: each word of the shorter one is in the longer one, be it as its first
/// letter, and at least one is there in full.
pub(super) fn same_person(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let initial =
        |one: &str, two: &str| one.len() == 1 && two.starts_with(one) || two.len() == 1 && one.starts_with(two);
    let matches =
        |word: &String| long.iter().any(|other| other == word || initial(word, other) || transliterated(word, other));
    let full = |word: &String| word.len() > 1 && long.iter().any(|other| other == word || transliterated(word, other));
    !short.is_empty() && short.iter().all(matches) && short.last().is_some_and(full)
}

/// How well two ISO dates agree: 1 when equal, less when one holds the other.
fn dates(a: &str, b: &str) -> Option<f64> {
    if a == b {
        return Some(1.0);
    }
    let (one, two) = (interval(a)?, interval(b)?);
    let inside =
        |inner: (NaiveDate, NaiveDate), outer: (NaiveDate, NaiveDate)| outer.0 <= inner.0 && inner.1 <= outer.1;
    (inside(one, two) || inside(two, one)).then_some(0.9)
}

/// The first and last day of an ISO date or interval.
pub(super) fn interval(value: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (from, to) = value.split_once('/').unwrap_or((value, value));
    let first = if from == ".." { NaiveDate::MIN } else { days(from)?.0 };
    let last = if to == ".." { NaiveDate::MAX } else { days(to)?.1 };
    Some((first, last))
}

fn days(value: &str) -> Option<(NaiveDate, NaiveDate)> {
    let mut parts = value.split('-');
    let year: i32 = parts.next()?.parse().ok()?;
    match (parts.next(), parts.next()) {
        (None, _) => Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?)),
        (Some(month), None) => {
            let first = NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)?;
            Some((first, first.checked_add_months(chrono::Months::new(1))?.pred_opt()?))
        }
        (Some(month), Some(day)) => {
            let date = NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)?;
            Some((date, date))
        }
    }
}

fn falls_on(date: &str, kind: &str, number: u32) -> bool {
    let Some((from, to)) = interval(date) else { return false };
    match kind {
        "month" => from.month() == number && from.year() == to.year() && to.month() == number,
        "weekday" => from == to && from.weekday().number_from_monday() == number,
        _ => false,
    }
}

/// Finds acronyms of the first claim among the words of the second: *PIB* and *produit intérieur brut*.
fn acronyms(a: &[Unit], b: &[Unit], found: &mut impl FnMut(usize, usize)) {
    for (x, unit) in a.iter().enumerate() {
        let letters: Vec<char> = unit.form.word.chars().collect();
        let acronym = unit.len == 1
            && (3..=7).contains(&letters.len())
            && unit.is_upper
            && b.iter().all(|other| other.form.word != unit.form.word);
        if !acronym {
            continue;
        }
        for start in 0..b.len() {
            let mut at = 0;
            let mut end = start;
            while end < b.len()
                && at < letters.len()
                && (end == start || b[end].at <= b[end - 1].at + b[end - 1].len + 3)
            {
                let initials = &b[end].initials;
                if !letters[at..].starts_with(initials) {
                    break;
                }
                at += initials.len();
                end += 1;
            }
            if at == letters.len() {
                for y in start..end {
                    found(x, y);
                }
                break;
            }
        }
    }
}
