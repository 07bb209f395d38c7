//! What means the same in several languages? Concepts: the words for one idea in French, English and German, with the
//! ideas that are near to it and those that are its opposites.
//!
//! The words are dictionary forms in `concepts/<domain>.tsv`, its README says how a row is written;
//! [`super::Lemmas`] leads from a form to them.

use super::{Language, Lemmas, token_rules};
use crate::text::{fold, tokenize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The number of a concept, in the order of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConceptId(u16);

impl ConceptId {
    /// The number, which is the same as long as the tables are.
    pub fn number(self) -> u64 {
        u64::from(self.0)
    }
}

/// All concepts.
#[derive(Debug)]
pub struct Concepts {
    rows: Vec<Row>,
    /// By language and word, folded.
    words: BTreeMap<(Language, String), Vec<ConceptId>>,
    /// By language and first word: the words of a phrase and its concept, longest first.
    phrases: BTreeMap<(Language, String), Vec<Phrase>>,
}

/// The words of a phrase, and its concept.
type Phrase = (Vec<String>, ConceptId);

#[derive(Debug)]
struct Row {
    name: &'static str,
    near: Vec<ConceptId>,
    opposite: Vec<ConceptId>,
}

/// The tables; a test holds the list against the directory.
const TABLES: &[(&str, &str)] = &[
    ("conflict", include_str!("concepts/conflict.tsv")),
    ("culture", include_str!("concepts/culture.tsv")),
    ("diplomacy", include_str!("concepts/diplomacy.tsv")),
    ("economy", include_str!("concepts/economy.tsv")),
    ("environment", include_str!("concepts/environment.tsv")),
    ("general", include_str!("concepts/general.tsv")),
    ("health", include_str!("concepts/health.tsv")),
    ("justice", include_str!("concepts/justice.tsv")),
    ("media", include_str!("concepts/media.tsv")),
    ("politics", include_str!("concepts/politics.tsv")),
    ("science", include_str!("concepts/science.tsv")),
    ("society", include_str!("concepts/society.tsv")),
    ("sport", include_str!("concepts/sport.tsv")),
    ("transport", include_str!("concepts/transport.tsv")),
];

/// Stands before a reflexive verb among the words.
const REFLEXIVE: &str = "se ";

/// The columns of words, in the order of the tables.
const COLUMNS: [Language; 3] = [Language::French, Language::English, Language::German];

impl Concepts {
    /// The tables, read on first use.
    pub fn get() -> &'static Concepts {
        static CONCEPTS: OnceLock<Concepts> = OnceLock::new();
        CONCEPTS.get_or_init(|| Concepts::read(TABLES.iter().map(|(_, table)| *table)))
    }

    fn read(tables: impl Iterator<Item = &'static str> + Clone) -> Concepts {
        let mut concepts = Concepts { rows: Vec::new(), words: BTreeMap::new(), phrases: BTreeMap::new() };
        let mut ids: BTreeMap<&'static str, ConceptId> = BTreeMap::new();
        for cells in tables.clone().flat_map(rows) {
            // More than 65,536 concepts are not meant to be; those beyond keep their words to themselves.
            let Ok(number) = u16::try_from(concepts.rows.len()) else { break };
            ids.entry(cells[0]).or_insert(ConceptId(number));
            concepts.rows.push(Row { name: cells[0], near: Vec::new(), opposite: Vec::new() });
        }
        for (number, cells) in tables.flat_map(rows).enumerate().take(concepts.rows.len()) {
            let id = ConceptId(u16::try_from(number).unwrap_or(u16::MAX));
            for (lang, words) in COLUMNS.into_iter().zip(&cells[1..4]) {
                words.split('|').filter(|word| !word.is_empty()).for_each(|word| concepts.add(lang, word, id));
            }
            let named = |list: &str| list.split('|').filter_map(|name| ids.get(name).copied()).collect::<Vec<_>>();
            let (near, opposite) = (named(cells[4]), named(cells[5]));
            // What is said on one side holds on the other.
            for &other in &near {
                concepts.rows[usize::from(other.0)].near.push(id);
            }
            for &other in &opposite {
                concepts.rows[usize::from(other.0)].opposite.push(id);
            }
            concepts.rows[number].near.extend(near);
            concepts.rows[number].opposite.extend(opposite);
        }
        for row in &mut concepts.rows {
            for list in [&mut row.near, &mut row.opposite] {
                list.sort_unstable();
                list.dedup();
            }
        }
        for list in concepts.phrases.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        concepts
    }

    fn add(&mut self, lang: Language, word: &'static str, id: ConceptId) {
        let tokens = tokenize(word, token_rules(lang));
        let mut words: Vec<String> = tokens.iter().map(|token| fold(token.of(word))).collect();
        // The pronoun of *se rendre* may stand apart from its verb: *s'est rendu*.
        if words.len() == 2 && matches!(words[0].as_str(), "se" | "s'" | "sich") {
            words = vec![format!("{REFLEXIVE}{}", words[1])];
        }
        if words.len() > 1 {
            self.phrases.entry((lang, words[0].clone())).or_default().push((words, id));
        } else if let Some(word) = words.pop() {
            let list = self.words.entry((lang, word)).or_default();
            if !list.contains(&id) {
                list.push(id);
            }
        }
    }

    /// The number of concepts.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The name of a concept in the tables.
    pub fn name(&self, id: ConceptId) -> &'static str {
        self.rows.get(usize::from(id.0)).map_or("", |row| row.name)
    }

    /// The concepts that a folded word can stand for, sorted: by itself, or by a dictionary form it may come from. A
    /// word that means something else as a reflexive verb (*rendre*, *se rendre*) has that meaning when `reflexive`
    /// says that a reflexive pronoun belongs to it, or when it has no other.
    pub fn of_word(&self, lang: Language, word: &str, reflexive: bool) -> Vec<ConceptId> {
        let lemmas = Lemmas::of(lang).candidates(word);
        let with = |prefix: &str| -> Vec<ConceptId> {
            let lists = lemmas.iter().filter_map(|lemma| self.words.get(&(lang, format!("{prefix}{lemma}"))));
            lists.flatten().copied().collect()
        };
        let (first, second) = if reflexive { (REFLEXIVE, "") } else { ("", REFLEXIVE) };
        let mut found = with(first);
        if found.is_empty() {
            found = with(second);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a phrase begins with the folded word or dictionary form.
    pub fn begins_phrase(&self, lang: Language, word: &str) -> bool {
        self.phrases.contains_key(&(lang, word.to_owned()))
    }

    /// The longest phrase that begins at `at`: its number of words, and its concepts. `forms` gives for a place the
    /// folded word and the dictionary forms that it may come from.
    pub fn phrase_at<'w>(
        &self,
        lang: Language,
        at: usize,
        forms: impl Fn(usize) -> &'w [String],
    ) -> Option<(usize, Vec<ConceptId>)> {
        let mut best: Option<(usize, Vec<ConceptId>)> = None;
        for first in forms(at) {
            for (words, id) in self.phrases.get(&(lang, first.clone())).into_iter().flatten() {
                let length = words.len();
                if best.as_ref().is_some_and(|(known, _)| *known > length) {
                    break;
                }
                let matches = (1..length).all(|i| forms(at + i).contains(&words[i]));
                if !matches {
                    continue;
                }
                match &mut best {
                    Some((known, ids)) if *known == length => {
                        if !ids.contains(id) {
                            ids.push(*id);
                        }
                    }
                    Some(_) | None => best = Some((length, vec![*id])),
                }
            }
        }
        if let Some((_, ids)) = &mut best {
            ids.sort_unstable();
        }
        best
    }

    /// Whether two concepts are near: what one says, the other often says too.
    pub fn near(&self, one: ConceptId, two: ConceptId) -> bool {
        self.rows.get(usize::from(one.0)).is_some_and(|row| row.near.binary_search(&two).is_ok())
    }

    /// Whether two concepts exclude each other.
    pub fn opposite(&self, one: ConceptId, two: ConceptId) -> bool {
        self.rows.get(usize::from(one.0)).is_some_and(|row| row.opposite.binary_search(&two).is_ok())
    }

    /// The concept of this name.
    pub fn named(&self, name: &str) -> Option<ConceptId> {
        let number = self.rows.iter().position(|row| row.name == name)?;
        u16::try_from(number).ok().map(ConceptId)
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 6]> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| {
        let mut row = [""; 6];
        for (cell, value) in row.iter_mut().zip(line.split('\t')) {
            *cell = value;
        }
        row
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_table_is_read() {
        let folder = format!("{}/src/lang/concepts", env!("CARGO_MANIFEST_DIR"));
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| {
                entry.unwrap().file_name().into_string().unwrap().strip_suffix(".tsv").map(str::to_owned)
            })
            .collect();
        files.sort();
        assert_eq!(files, TABLES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }

    #[test]
    fn there_are_words_enough_in_each_language() {
        for column in 1..4 {
            let words = TABLES.iter().flat_map(|(_, table)| rows(table)).flat_map(|cells| cells[column].split('|'));
            let lemmas: BTreeSet<&str> = words.collect();
            assert!(lemmas.len() >= 8_000, "{} words of {:?}", lemmas.len(), COLUMNS[column - 1]);
        }
        let all = || TABLES.iter().flat_map(|(_, table)| rows(table));
        assert!(all().filter(|cells| !cells[5].is_empty()).count() >= 750, "concepts with an opposite");
        assert!(all().filter(|cells| !cells[4].is_empty()).count() >= 750, "concepts with a near one");
    }

    #[test]
    fn rows_are_sorted_whole_and_symmetric() {
        let mut known = BTreeSet::new();
        for (name, table) in TABLES {
            let mut before = "";
            for line in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
                let cells: Vec<&str> = line.split('\t').collect();
                assert_eq!(cells.len(), 6, "{name}: {line}");
                assert!(cells[1..4].iter().all(|words| !words.is_empty()), "{name}: {line}");
                assert!(before < cells[0], "{name}: {:?} stands after {before:?}", cells[0]);
                assert!(known.insert(cells[0]), "{name}: {:?} is there twice", cells[0]);
                before = cells[0];
            }
        }
        let mut pairs: [BTreeSet<(&str, &str)>; 2] = Default::default();
        for cells in TABLES.iter().flat_map(|(_, table)| rows(table)) {
            for (column, pairs) in [4, 5].into_iter().zip(&mut pairs) {
                for other in cells[column].split('|').filter(|other| !other.is_empty()) {
                    assert!(known.contains(other), "{}: no concept {other:?}", cells[0]);
                    assert_ne!(other, cells[0]);
                    pairs.insert((cells[0], other));
                }
            }
        }
        for pairs in &pairs {
            for (one, two) in pairs {
                assert!(pairs.contains(&(two, one)), "{two} does not name {one}");
            }
        }
        let both: Vec<_> = pairs[0].intersection(&pairs[1]).collect();
        assert!(both.is_empty(), "near and opposite: {both:?}");
    }
}
