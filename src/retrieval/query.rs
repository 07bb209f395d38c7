//! A claim to look up, as terms.

use super::grams::buckets;
use super::index::Index;
use super::message::{Part, parts};
use super::rank::rarity;
use super::reader::{QUOTE, Reader, Reading};
use crate::lang::Language;
use crate::text::{fold, without_accents};
use std::collections::BTreeMap;

/// So many words of a claim are compared in their order.
const LONGEST_ORDER: usize = 4_000;
/// The day of a message counts so much of a word in it.
const DATE: f64 = 0.5;
/// Two words stand together when fewer than so many words that are no function words lie between them (Metzler and Croft
/// 2005 take the same window).
pub(super) const TOGETHER: usize = 8;

/// A claim.
pub(super) struct Query {
    pub(super) lang: Language,
    pub(super) words: Vec<Term>,
    pub(super) meanings: Vec<Term>,
    /// Three words in a row, as numbers into `words`, sorted.
    pub(super) threes: Vec<[u16; 3]>,
    /// Two words that stand together, the smaller number first, sorted.
    pub(super) pairs: Vec<[u16; 2]>,
    /// How much all words tell together, and all meanings.
    pub(super) all: f64,
    pub(super) all_meanings: f64,
    /// Pieces of its words with what they tell, and the length of that vector.
    pub(super) pieces: Vec<(usize, f32)>,
    pub(super) length: f64,
}

/// A term of a claim.
pub(super) struct Term {
    pub(super) name: String,
    /// What the claim says for it.
    pub(super) said: String,
    /// How much it counts: 0 for a function word.
    pub(super) weight: f64,
    /// How much it tells.
    pub(super) rarity: f64,
    /// In how many records it is.
    pub(super) frequency: usize,
    /// Its number in each block.
    pub(super) numbers: Vec<Option<u32>>,
}

impl Query {
    /// Reads a claim for a search in `index`.
    pub(super) fn read(index: &Index, reader: &mut Reader, text: &str, lang: Language) -> Query {
        let records = index.len();
        let mut query = Query {
            lang,
            words: Vec::new(),
            meanings: Vec::new(),
            threes: Vec::new(),
            pairs: Vec::new(),
            all: 0.0,
            all_meanings: 0.0,
            pieces: Vec::new(),
            length: 0.0,
        };
        // The words of the body in reading order.
        let mut order: Vec<u16> = Vec::new();
        let mut known: BTreeMap<u32, usize> = BTreeMap::new();
        let mut reading = Reading { said: Some(Vec::new()), ..Reading::default() };
        for (part, text) in parts(text) {
            reading.words.clear();
            reading.meanings.clear();
            reading.said = Some(Vec::new());
            reader.read(lang, &text, &mut reading);
            let weight = if part == Part::Date { DATE } else { 1.0 };
            for (terms, is_word) in [(&reading.words, true), (&reading.meanings, false)] {
                let list = if is_word { &mut query.words } else { &mut query.meanings };
                for (place, &term) in terms.iter().enumerate().filter(|(_, term)| **term != QUOTE) {
                    let name = reader.terms.get(term);
                    let said = || match (&reading.said, is_word) {
                        (Some(said), true) => said.get(place).cloned().unwrap_or_default(),
                        _ => name.chars().skip(1).collect(),
                    };
                    let at = *known.entry(term).or_insert_with(|| {
                        list.push(Term {
                            name: name.to_owned(),
                            said: said(),
                            weight: 0.0,
                            rarity: 0.0,
                            frequency: 0,
                            numbers: Vec::new(),
                        });
                        list.len() - 1
                    });
                    if !name.starts_with('f') {
                        list[at].weight = list[at].weight.max(weight);
                    }
                    if is_word && part == Part::Body && order.len() < LONGEST_ORDER {
                        order.push(u16::try_from(at).unwrap_or(u16::MAX));
                    }
                }
            }
        }
        // A name stands among the meanings as well, without its capital.
        for name in query.meanings.iter_mut().filter(|term| term.name.starts_with('n')) {
            let is_it = |word: &&Term| without_accents(&fold(&word.said)) == name.said;
            if let Some(word) = query.words.iter().find(is_it) {
                name.said.clone_from(&word.said);
            }
        }
        for term in query.words.iter_mut().chain(&mut query.meanings) {
            term.numbers = index.segments.iter().map(|segment| segment.terms.find(&term.name)).collect();
            let in_blocks = index.segments.iter().zip(&term.numbers);
            term.frequency = in_blocks
                .map(|(segment, number)| number.map_or(0, |number| segment.frequencies[number as usize] as usize))
                .sum();
            term.rarity = rarity(records, term.frequency);
        }
        query.all = query.words.iter().map(|term| term.weight * term.rarity).sum();
        query.all_meanings = query.meanings.iter().map(|term| term.weight * term.rarity).sum();
        for term in query.words.iter().filter(|term| term.weight > 0.0) {
            query.pieces.extend(buckets(&term.name).map(|bucket| (bucket, index.grams[bucket] * term.weight as f32)));
        }
        // Of a piece that comes twice, the greater value.
        query.pieces.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        query.pieces.dedup_by_key(|(bucket, _)| *bucket);
        query.length = query.pieces.iter().map(|(_, value)| f64::from(*value).powi(2)).sum::<f64>().sqrt();
        query.threes = order.windows(3).map(|three| [three[0], three[1], three[2]]).collect();
        query.threes.sort_unstable();
        query.threes.dedup();
        order.retain(|at| query.words.get(usize::from(*at)).is_some_and(|term| term.weight > 0.0));
        for (at, &one) in order.iter().enumerate() {
            let near = order[at + 1..].iter().take(TOGETHER - 1);
            query.pairs.extend(near.filter(|two| **two != one).map(|&two| [one.min(two), one.max(two)]));
        }
        query.pairs.sort_unstable();
        query.pairs.dedup();
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_the_claim_said_and_what_stands_together() {
        let claim = "Mayors of the United States said that Ann Lee closed the bridges.";
        let query = Query::read(&Index::of(&[]), &mut Reader::default(), claim, Language::English);
        let said = |name: &str| {
            let terms = query.words.iter().chain(&query.meanings);
            terms.filter(|term| term.name == name).map(|term| term.said.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(said("wmayor"), ["Mayors"]);
        assert_eq!(said("wbridg"), ["bridges"]);
        assert_eq!(said("w@US"), ["United States"]);
        assert_eq!(said("nlee"), ["Lee"]);
        let pairs = |one: &str, two: &str| {
            let at = |name: &str| query.words.iter().position(|term| term.name == name).unwrap() as u16;
            query.pairs.contains(&[at(one).min(at(two)), at(one).max(at(two))])
        };
        assert!(pairs("wclose", "wbridg") && pairs("wbridg", "wlee"));
        assert!(!pairs("fthe", "wbridg"));
    }

    #[test]
    fn words_far_apart_do_not_stand_together() {
        let between = "red blue green grey brown black white ".repeat(2);
        let claim = format!("mayor {between} bridge");
        let query = Query::read(&Index::of(&[]), &mut Reader::default(), &claim, Language::English);
        let last = query.words.len() as u16 - 1;
        assert!(!query.pairs.contains(&[0, last]) && query.pairs.contains(&[last - 1, last]));
    }
}
