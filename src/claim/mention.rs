//! People, places, organisations, numbers and dates that a claim names.

use super::MentionKind;
use super::date::{FoundDate, dates};
use super::number::numbers;
use crate::attribution::{Analysis, Named};
use crate::lang::sense::{Sense, Senses};
use crate::lang::syntax::Class;
use crate::lang::{Lexicon, Place, PlaceKind, Places};
use crate::tagging::Tag;
use crate::text::fold;
use chrono::NaiveDate;
use std::ops::Range;

/// A mention found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundMention {
    /// What it is.
    pub kind: MentionKind,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What two mentions of the same thing share.
    pub value: String,
}

/// Finds the mentions among the tokens of `pieces`, in order of place. None overlap, but for a word that names two
/// countries (*arméno-azerbaïdjanais*): it is mentioned once for each.
///
/// `names` are the names of the whole article, in order, so that a surname has the value of the full name.
pub fn mentions(
    a: &Analysis<'_>,
    pieces: &[Range<usize>],
    names: &[Named],
    today: Option<NaiveDate>,
) -> Vec<FoundMention> {
    let mut found: Vec<FoundMention> = Vec::new();
    for piece in pieces {
        let first = names.partition_point(|named| named.tokens.start < piece.start);
        let names = &names[first..];
        let names = &names[..names.partition_point(|named| named.tokens.end <= piece.end)];
        let mut taken = Taken { found: &mut found, free: vec![true; piece.len()], start: piece.start };
        for FoundDate { tokens, value } in dates(a, piece.clone(), today) {
            taken.add(MentionKind::Date, tokens, value);
        }
        // A name is read whole: Michael Jordan is no country, the Bank of England no part of one.
        for named in names.iter().filter(|named| named.tokens.len() > 1) {
            if is_sure_person(a, named) && !stands_for_a_place(a, &named.tokens) {
                taken.add(MentionKind::Person, named.tokens.clone(), named.name.clone());
            }
        }
        places(a, piece, &mut taken);
        for number in numbers(a, piece.clone()) {
            taken.add(MentionKind::Number, number.tokens, number.value.to_string());
        }
        for named in names {
            if let Some(kind) = kind_of(a, named) {
                taken.add(kind, named.tokens.clone(), shared_name(a, &named.name));
            }
        }
    }
    found.sort_by_key(|mention| mention.tokens.start);
    found
}

/// The mentions of one piece, and which of its tokens no mention has yet.
struct Taken<'f> {
    found: &'f mut Vec<FoundMention>,
    free: Vec<bool>,
    start: usize,
}

impl Taken<'_> {
    fn is_free(&self, tokens: &Range<usize>) -> bool {
        let slots = tokens.start.wrapping_sub(self.start)..tokens.end.wrapping_sub(self.start);
        self.free.get(slots).is_some_and(|slots| slots.iter().all(|&free| free))
    }

    fn add(&mut self, kind: MentionKind, tokens: Range<usize>, value: String) {
        if self.is_free(&tokens) {
            self.free[tokens.start - self.start..tokens.end - self.start].fill(false);
            self.found.push(FoundMention { kind, tokens, value });
        }
    }
}

/// The longest name of a place or body that begins at `at` and ends before `end`, and its number of tokens.
fn place_at(a: &Analysis<'_>, at: usize, end: usize) -> Option<(&'static Place, usize)> {
    let places = Places::of(a.lang);
    let longest = places.longest(a.word(at)).min(end.saturating_sub(at));
    (1..=longest).rev().find_map(|len| {
        let place = if len == 1 {
            places.find(a.word(at))
        } else {
            places.find(&(at..at + len).map(|i| a.word(i)).collect::<Vec<_>>().join(" "))
        };
        place.filter(|place| place.is_written((at..at + len).map(|i| a.raw(i)))).map(|place| (place, len))
    })
}

/// Whether a name begins with the name of a place and goes on past it without being known as one person's: *Turkish
/// President* is cut by the place, *Florence Parly* is not.
fn stands_for_a_place(a: &Analysis<'_>, tokens: &Range<usize>) -> bool {
    place_at(a, tokens.start, tokens.end).is_some_and(|(place, len)| {
        len == tokens.len()
            || matches!(place.kind, PlaceKind::Demonym | PlaceKind::Organisation)
                && Lexicon::of(a.lang).given_name(a.word(tokens.start)).is_none()
    })
}

fn places(a: &Analysis<'_>, piece: &Range<usize>, taken: &mut Taken<'_>) {
    let mut at = piece.start;
    while at < piece.end {
        let Some((place, len)) = place_at(a, at, piece.end) else {
            compound(a, at, taken);
            at += 1;
            continue;
        };
        let tokens = at..at + len;
        let kind = match place.kind {
            PlaceKind::Country => Some((MentionKind::Country, place.value)),
            PlaceKind::Demonym if matches!(a.tag(at), Tag::Adj | Tag::Noun | Tag::Propn | Tag::X) => {
                Some((MentionKind::Country, place.value))
            }
            PlaceKind::Capital if is_government(a, &tokens) => Some((MentionKind::Country, place.country)),
            PlaceKind::Capital | PlaceKind::City | PlaceKind::Region => Some((MentionKind::Place, place.value)),
            PlaceKind::Organisation => Some((MentionKind::Organisation, place.value)),
            PlaceKind::Demonym | PlaceKind::Prefix => None,
        };
        if let Some((kind, value)) = kind {
            taken.add(kind, tokens, value.to_owned());
        }
        at += len;
    }
}

/// *arméno-azerbaïdjanais*, *pro-russe*, *US-backed*: the countries that the parts of a compound name.
fn compound(a: &Analysis<'_>, at: usize, taken: &mut Taken<'_>) {
    let (word, raw) = (a.word(at), a.raw(at));
    if !word.contains('-') || !taken.is_free(&(at..at + 1)) {
        return;
    }
    let places = Places::of(a.lang);
    let kinds = [PlaceKind::Country, PlaceKind::Demonym, PlaceKind::Prefix];
    let country = |part: &str, written: &str| {
        places.find(part).filter(|place| kinds.contains(&place.kind) && place.is_written([written].iter()))
    };
    // African-American, Anglo-Saxon: a compound with another name means something of its own.
    let parts = || word.split('-').zip(raw.split(['-', '\u{2010}', '\u{2011}']));
    if parts().any(|(part, written)| {
        written.starts_with(char::is_uppercase)
            && country(part, written).is_none()
            && !matches!(part, "pro" | "anti" | "ex" | "non")
    }) {
        return;
    }
    for (part, written) in parts() {
        if let Some(place) = country(part, written) {
            taken.add(MentionKind::Country, at..at + 1, place.value.to_owned());
            if let Some(slot) = taken.free.get_mut(at - taken.start) {
                *slot = true; // the other part may name another country
            }
        }
    }
    let named = taken.found.iter().rev().take_while(|mention| mention.tokens.start == at).count();
    if named > 0
        && let Some(slot) = taken.free.get_mut(at - taken.start)
    {
        *slot = false;
    }
}

/// Whether a capital stands for its government (*Moscou a négocié*, *entre Moscou et Ankara*) and is no place where
/// something is (*à Moscou*, *Moscow police*). When nothing tells, it is a place.
fn is_government(a: &Analysis<'_>, tokens: &Range<usize>) -> bool {
    let senses = Senses::of(a.lang);
    let before = tokens.start.checked_sub(1);
    let word = |at: Option<usize>| at.map_or("", |i| a.word(i));
    let mut prior = before;
    if matches!(word(prior), "de" | "d'" | "of" | "the") {
        prior = prior.and_then(|i| i.checked_sub(1));
    }
    if senses.has(word(prior), Sense::Locative) {
        return false;
    }
    let same_sentence = |at: usize| a.sentence_at(at) == a.sentence_at(tokens.start);
    let acts = (tokens.end..tokens.end + 4)
        .take_while(|&i| same_sentence(i) && !matches!(a.raw(i), "," | "(" | "." | "»" | "”" | "\""))
        .take_while(|&i| i == tokens.end || !matches!(a.tag(i), Tag::Noun | Tag::Propn))
        .any(|i| a.is_finite(i));
    acts || a.is_finite(tokens.end)
        || before.is_some_and(|i| same_sentence(i) && senses.has(a.word(i), Sense::Dealing))
            && !matches!(a.tag(tokens.end), Tag::Noun | Tag::Propn)
}

/// The name that all mentions share: for a body in the table, the one that other languages have too.
fn shared_name(a: &Analysis<'_>, name: &str) -> String {
    let known = Places::of(a.lang).find(&fold(name)).filter(|place| place.kind == PlaceKind::Organisation);
    known.map_or_else(|| name.to_owned(), |place| place.value.to_owned())
}

/// What a name is, by the words in and before it; `None` for one that nothing tells.
fn kind_of(a: &Analysis<'_>, named: &Named) -> Option<MentionKind> {
    let (lexicon, senses) = (Lexicon::of(a.lang), Senses::of(a.lang));
    let tokens = named.tokens.clone();
    let (first, last) = (a.word(tokens.start), a.word(tokens.end.saturating_sub(1)));
    let several = tokens.len() > 1;
    let before = tokens.start.checked_sub(1);
    let prior = before.map_or("", |i| a.word(i));
    if several && (lexicon.is_role(first) || is_sure_person(a, named)) {
        return Some(MentionKind::Person);
    }
    let mut ends = [first, last].into_iter();
    if ends.clone().any(|word| senses.has(word, Sense::Site)) {
        return several.then_some(MentionKind::Place);
    }
    if tokens.clone().any(|i| senses.has(a.word(i), Sense::Body)) {
        return several.then_some(MentionKind::Organisation);
    }
    if ends.any(|word| senses.has(word, Sense::Thing)) {
        return None;
    }
    if !several && is_acronym(a.raw(tokens.start)) {
        return Some(MentionKind::Organisation);
    }
    let full = named.name.split(' ').count() > 1;
    if named.person && (full || is_sure_person(a, named)) {
        return Some(MentionKind::Person);
    }
    if lexicon.can_speak(prior) && !lexicon.is_role(prior) {
        return Some(MentionKind::Organisation);
    }
    if matches!(prior, "à" | "in" | "near") {
        return Some(MentionKind::Place);
    }
    // Headlines and titles of works are strings of capitals too; a person has no article.
    let in_title = a.is_capital(tokens.end)
        || before.is_some_and(|i| a.is_capital(i) && a.sentence_at(i) == a.sentence_at(tokens.start))
        || a.has(tokens.start.wrapping_sub(1), Class::Determiner);
    (several && tokens.len() <= 4 && !in_title).then_some(MentionKind::Person)
}

/// Whether a name begins with a given name or has a title before it.
fn is_sure_person(a: &Analysis<'_>, named: &Named) -> bool {
    let lexicon = Lexicon::of(a.lang);
    let given = named.name.split(' ').next().is_some_and(|first| lexicon.given_name(&fold(first)).is_some());
    given || named.tokens.start.checked_sub(1).is_some_and(|i| lexicon.title(a.word(i)).is_some())
}

/// Two to five capital letters: *CGT*.
fn is_acronym(word: &str) -> bool {
    (2..=5).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::voices;
    use crate::lang::Language;
    use proptest::prelude::*;

    fn found(text: &str, lang: Language) -> Vec<String> {
        let a = Analysis::new(text, lang, None);
        let (_, names) = voices(&a, &[]);
        let everything = 0..a.len();
        mentions(&a, &[everything], &names, NaiveDate::from_ymd_opt(2020, 10, 15))
            .into_iter()
            .map(|m| format!("{}={}", a.text_of(&m.tokens), m.value))
            .collect()
    }

    #[test]
    fn french() {
        for (text, expected) in [
            ("La Turquie soutient Bakou.", &["Turquie=TR", "Bakou=Baku"][..]),
            ("Moscou a négocié un accord avec Ankara.", &["Moscou=RU", "Ankara=TR"]),
            ("Il est arrivé à Moscou.", &["Moscou=Moscow"]),
            ("un accord arméno-azerbaïdjanais", &["arméno-azerbaïdjanais=AM", "arméno-azerbaïdjanais=AZ"]),
            ("des forces pro-russes", &["pro-russes=RU"]),
            ("les combats du Haut-Karabagh", &["Haut-Karabagh=Nagorno-Karabakh"]),
            ("l'Otan et l'Union européenne", &["Otan=NATO", "Union européenne=EU"]),
            ("la bande de Gaza et Alep", &["bande de Gaza=Gaza Strip", "Alep=Aleppo"]),
            ("Le président américain Donald Trump", &["américain=US", "Donald Trump=Donald Trump"]),
            ("la ministre Florence Parly", &["Florence Parly=Florence Parly"]),
        ] {
            assert_eq!(found(text, Language::French), expected, "{text}");
        }
    }

    #[test]
    fn english() {
        for (text, expected) in [
            ("Turkey backs Azerbaijan.", &["Turkey=TR", "Azerbaijan=AZ"][..]),
            ("The US-backed forces left.", &["US-backed=US"]),
            ("He told us so in London.", &["London=London"]),
            ("Washington said it would not go.", &["Washington=US"]),
            ("the World Health Organization", &["World Health Organization=WHO"]),
            ("Michael Jordan left for New York.", &["Michael Jordan=Michael Jordan", "New York=New York"]),
            ("They polish the table.", &[]),
        ] {
            assert_eq!(found(text, Language::English), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn mentions_lie_inside(text in "[\\PC \n]{0,120}", french: bool) {
            let lang = if french { Language::French } else { Language::English };
            let a = Analysis::new(&text, lang, None);
            let (_, names) = voices(&a, &[]);
            let everything = 0..a.len();
            for mention in mentions(&a, &[everything], &names, NaiveDate::from_ymd_opt(2020, 10, 15)) {
                prop_assert!(mention.tokens.start < mention.tokens.end && mention.tokens.end <= a.len());
                prop_assert!(!a.text_of(&mention.tokens).is_empty());
            }
        }
    }
}
