//! People, places, organisations, numbers and dates that a claim names.

use super::MentionKind;
use super::date::{FoundDate, dates};
use super::number::numbers;
use crate::attribution::{Analysis, Named};
use crate::lang::{LONGEST_PLACE, Lexicon, PlaceKind, Places};
use crate::tagging::Tag;
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

/// Finds the mentions among the tokens of `pieces`, in order of place, none overlapping.
///
/// `names` are the names of the whole article, so that a surname has the value of the full name.
pub fn mentions(
    a: &Analysis<'_>,
    pieces: &[Range<usize>],
    names: &[Named],
    today: Option<NaiveDate>,
) -> Vec<FoundMention> {
    let mut found: Vec<FoundMention> = Vec::new();
    for piece in pieces {
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut add = |taken: &mut Vec<Range<usize>>, kind, tokens: Range<usize>, value: String| {
            if !taken.iter().any(|t| t.start < tokens.end && tokens.start < t.end) {
                taken.push(tokens.clone());
                found.push(FoundMention { kind, tokens, value });
            }
        };
        for FoundDate { tokens, value } in dates(a, piece.clone(), today) {
            add(&mut taken, MentionKind::Date, tokens, value);
        }
        for (kind, tokens, value) in places(a, piece) {
            add(&mut taken, kind, tokens, value);
        }
        for number in numbers(a, piece.clone()) {
            add(&mut taken, MentionKind::Number, number.tokens, number.value.to_string());
        }
        let first = names.partition_point(|named| named.tokens.start < piece.start);
        for named in names[first..].iter().take_while(|named| named.tokens.end <= piece.end) {
            if let Some(kind) = kind_of(a, named) {
                add(&mut taken, kind, named.tokens.clone(), named.name.clone());
            }
        }
    }
    found.sort_by_key(|mention| mention.tokens.start);
    found
}

fn places(a: &Analysis<'_>, piece: &Range<usize>) -> Vec<(MentionKind, Range<usize>, String)> {
    let places = Places::get();
    let mut found = Vec::new();
    let mut at = piece.start;
    while at < piece.end {
        let longest = (1..=LONGEST_PLACE.min(piece.end - at)).rev().find_map(|len| {
            let key = (at..at + len).map(|i| a.word(i)).collect::<Vec<_>>().join(" ");
            places.find(&key).map(|(iso, kind)| (len, iso, kind))
        });
        let Some((len, iso, kind)) = longest else {
            at += 1;
            continue;
        };
        let tokens = at..at + len;
        let capital = a.is_capital(at);
        match kind {
            PlaceKind::Name if capital => found.push((MentionKind::Country, tokens, iso.to_owned())),
            PlaceKind::Demonym if matches!(a.tag(at), Tag::Adj | Tag::Noun | Tag::Propn) => {
                found.push((MentionKind::Country, tokens, iso.to_owned()));
            }
            // Moscou a négocié: the government; à Moscou: the city
            PlaceKind::Capital if capital => {
                let acts = a.tag(at.wrapping_sub(1)) != Tag::Adp && (at + len..at + len + 3).any(|i| a.is_finite(i));
                if acts {
                    found.push((MentionKind::Country, tokens, iso.to_owned()));
                } else {
                    let name = a.text_of(&tokens).to_owned();
                    found.push((MentionKind::Place, tokens, name));
                }
            }
            PlaceKind::Name | PlaceKind::Demonym | PlaceKind::Capital => {}
        }
        at += len;
    }
    found
}

/// What a name is; `None` for one that nothing tells.
fn kind_of(a: &Analysis<'_>, named: &Named) -> Option<MentionKind> {
    if named.person {
        return Some(MentionKind::Person);
    }
    let raw = a.raw(named.tokens.start);
    let acronym = named.tokens.len() == 1
        && raw.chars().count() >= 2
        && raw.chars().filter(|c| c.is_uppercase()).count() * 2 > raw.chars().count();
    let lexicon = Lexicon::of(a.lang);
    let before = named.tokens.start.wrapping_sub(1);
    let body =
        acronym || named.tokens.clone().any(|i| lexicon.can_speak(a.word(i))) || lexicon.can_speak(a.word(before));
    if body {
        return Some(MentionKind::Organisation);
    }
    if matches!(a.word(before), "à" | "en" | "in" | "at" | "near" | "vers" | "from") {
        return Some(MentionKind::Place);
    }
    (named.tokens.len() > 1).then_some(MentionKind::Person)
}
