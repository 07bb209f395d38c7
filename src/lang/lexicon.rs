//! The lexicon of a language: cues, verb forms, titles, roles, given names.

use super::cue::{CueEntry, Pos};
use super::morphology::{self, VerbForm};
use super::{Gender, Language};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Everything that one language knows of reporting words and of people.
#[derive(Debug)]
pub struct Lexicon {
    cues: Vec<CueEntry>,
    /// Single-word verbs, by lemma.
    verbs: BTreeMap<&'static str, usize>,
    /// Phrases of several words, by the lemma of their verb.
    phrases: BTreeMap<&'static str, Vec<usize>>,
    /// Nouns, prepositions and adverbs, by the first of their words; longest first.
    fixed: BTreeMap<&'static str, Vec<usize>>,
    forms: BTreeMap<String, Vec<VerbForm>>,
    people: BTreeMap<&'static str, Person>,
}

/// What is known of a word for a person or body.
#[derive(Clone, Copy, Debug, Default)]
struct Person {
    title: Option<Option<Gender>>,
    given: Option<Option<Gender>>,
    role: bool,
    role_gender: Option<Gender>,
    class: Option<&'static str>,
    speaks: bool,
    hypernym: bool,
    measure: bool,
    /// The rows of kind `alike` that begin with the word, a bit each.
    stands: u128,
    /// The rows of kind `alike` that hold the word as a role.
    stood_for: u128,
}

/// Which word of a phrase is its verb: *faire valoir*, *zum Ausdruck bringen*.
#[derive(Clone, Copy)]
enum Head {
    First,
    Last,
}

impl Lexicon {
    /// The lexicon of `lang`, read on first use.
    pub fn of(lang: Language) -> &'static Lexicon {
        static FRENCH: OnceLock<Lexicon> = OnceLock::new();
        static ENGLISH: OnceLock<Lexicon> = OnceLock::new();
        static GERMAN: OnceLock<Lexicon> = OnceLock::new();
        static OTHER: OnceLock<Lexicon> = OnceLock::new();
        match lang {
            Language::French => FRENCH.get_or_init(|| {
                Lexicon::read(include_str!("fr/cues.tsv"), include_str!("fr/people.tsv"), Head::First, |lemmas| {
                    morphology::french(lemmas)
                })
            }),
            Language::English => ENGLISH.get_or_init(|| {
                Lexicon::read(include_str!("en/cues.tsv"), include_str!("en/people.tsv"), Head::First, |lemmas| {
                    morphology::english(lemmas)
                })
            }),
            Language::German => GERMAN.get_or_init(|| {
                Lexicon::read(include_str!("de/cues.tsv"), include_str!("de/people.tsv"), Head::Last, |lemmas| {
                    morphology::german(lemmas, super::syntax::Syntax::of(lang))
                })
            }),
            Language::Other(_) => OTHER.get_or_init(|| Lexicon::read("", "", Head::First, |_| BTreeMap::new())),
        }
    }

    fn read(
        cues: &'static str,
        people: &'static str,
        head: Head,
        inflect: impl Fn(&[&'static str]) -> BTreeMap<String, Vec<VerbForm>>,
    ) -> Lexicon {
        let cues: Vec<CueEntry> = cues.lines().filter_map(CueEntry::read).collect();
        let mut verbs = BTreeMap::new();
        let mut phrases: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        let mut fixed: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for (index, cue) in cues.iter().enumerate() {
            let first = cue.lemma.split(' ').next().unwrap_or(cue.lemma);
            match cue.pos {
                Pos::Verb => drop(verbs.insert(cue.lemma, index)),
                Pos::Phrase => {
                    let verb = match head {
                        Head::First => first,
                        Head::Last => cue.lemma.rsplit(' ').next().unwrap_or(first),
                    };
                    phrases.entry(verb).or_default().push(index);
                }
                Pos::Noun | Pos::Prep | Pos::Adverb => fixed.entry(first).or_default().push(index),
            }
        }
        for list in fixed.values_mut() {
            list.sort_by_key(|&index| std::cmp::Reverse(cues[index].lemma.split(' ').count()));
        }
        for list in phrases.values_mut() {
            list.sort_by_key(|&index| std::cmp::Reverse(cues[index].lemma.split(' ').count()));
        }
        let lemmas: Vec<&'static str> = verbs.keys().chain(phrases.keys()).copied().collect();
        Lexicon { verbs, phrases, fixed, forms: inflect(&lemmas), people: read_people(people), cues }
    }

    /// All rows of the cue lexicon, in the order of the file.
    pub fn cues(&self) -> &[CueEntry] {
        &self.cues
    }

    /// The forms that a lower-case word can be of the verbs known.
    pub fn forms(&self, word: &str) -> &[VerbForm] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The verb cue with this lemma.
    pub fn verb(&self, lemma: &str) -> Option<&CueEntry> {
        self.verbs.get(lemma).map(|&index| &self.cues[index])
    }

    /// The cues of several words whose verb is `lemma`.
    pub fn phrases_of(&self, lemma: &str) -> impl Iterator<Item = &CueEntry> {
        self.phrases.get(lemma).into_iter().flatten().map(|&index| &self.cues[index])
    }

    /// The longest noun, preposition or adverb cue at a place, with its number of words; `word(i)` gives the
    /// lower-case word `i` places on. Plural nouns are found by their singular.
    pub fn fixed_at<'a>(&self, word: impl Fn(usize) -> &'a str) -> Option<(&CueEntry, usize)> {
        let first = word(0);
        let singular = first.strip_suffix('s').filter(|stem| stem.len() > 3);
        let lists = [self.fixed.get(first), singular.and_then(|stem| self.fixed.get(stem))];
        lists.into_iter().flatten().flatten().map(|&index| &self.cues[index]).find_map(|cue| {
            let len = cue.lemma.split(' ').count();
            let rest = cue.lemma.split(' ').enumerate().skip(1).all(|(i, wanted)| word(i) == wanted);
            let exact = cue.pos == Pos::Noun || cue.lemma.split(' ').next() == Some(first);
            (rest && exact).then_some((cue, len))
        })
    }

    /// Whether `lemma` is an auxiliary of `lang`.
    pub fn is_auxiliary(lang: Language, lemma: &str) -> bool {
        super::syntax::Syntax::of(lang).classes(lemma).has(super::syntax::Class::Auxiliary)
    }

    fn person(&self, word: &str) -> Person {
        self.people.get(word).copied().unwrap_or_default()
    }

    /// The gender of a title before a name (*M.*), when `word` is one.
    pub fn title(&self, word: &str) -> Option<Option<Gender>> {
        self.person(word).title
    }

    /// The gender of a given name, when `word` is one.
    pub fn given_name(&self, word: &str) -> Option<Option<Gender>> {
        self.person(word).given
    }

    /// Whether `word` is a role: an office, a profession.
    pub fn is_role(&self, word: &str) -> bool {
        self.person(word).role || self.person(word.strip_suffix('s').unwrap_or(word)).role
    }

    /// The gender of a role word that shows it (*préfète*).
    pub fn role_gender(&self, word: &str) -> Option<Gender> {
        self.person(word).role_gender
    }

    /// The class of roles that a word shares with its synonyms and its other gender.
    pub fn role_class(&self, word: &str) -> Option<&'static str> {
        self.person(word).class
    }

    /// Whether `word` may stand for somebody who was introduced with the role `role` (*la cinéaste*, after *la
    /// réalisatrice X*).
    pub fn stands_for(&self, word: &str, role: &str) -> bool {
        self.person(word).stands & self.person(role).stood_for != 0
    }

    /// Whether `word` may mean somebody by another word for their role: by one of its class, or by an `alike` row.
    pub fn names_roles(&self, word: &str) -> bool {
        let known = self.person(word);
        known.class.is_some() || known.stands != 0
    }

    /// Whether `word` names somebody or something that can say things: a role, a body, a report.
    pub fn can_speak(&self, word: &str) -> bool {
        self.is_role(word) || self.person(word).speaks || self.person(word.strip_suffix('s').unwrap_or(word)).speaks
    }

    /// Whether `word` is a general word for somebody named before (*l'élue*, *l'intéressé*).
    pub fn is_person_hypernym(&self, word: &str) -> bool {
        self.person(word).hypernym
    }

    /// Whether `word` is a rule or measure after *selon* (*selon la loi*).
    pub fn is_measure(&self, word: &str) -> bool {
        self.person(word).measure
    }
}

/// Reads `people.tsv`: kind, gender, words; a role row holds the words of one class.
fn read_people(table: &'static str) -> BTreeMap<&'static str, Person> {
    let mut people: BTreeMap<&'static str, Person> = BTreeMap::new();
    let mut alike = 0_u128;
    for row in table.lines().filter(|row| !row.starts_with('#')).skip(1) {
        let mut columns = row.split('\t');
        let (Some(kind), Some(gender), Some(words)) = (columns.next(), columns.next(), columns.next()) else {
            continue;
        };
        if kind == "alike" {
            alike = if alike == 0 { 1 } else { alike << 1 };
        }
        let gender = match gender {
            "m" => Some(Gender::Masculine),
            "f" => Some(Gender::Feminine),
            _ => None,
        };
        for (column, word) in words.split_whitespace().enumerate() {
            // député|députée: the forms of one role, masculine first
            let forms: Vec<&'static str> = word.split('|').collect();
            for (place, form) in forms.iter().copied().enumerate() {
                let entry = people.entry(form).or_default();
                match kind {
                    "title" => entry.title = Some(gender),
                    "given" => entry.given = Some(if entry.given.is_some_and(|g| g != gender) { None } else { gender }),
                    "role" => {
                        entry.role = true;
                        entry.class = entry.class.or(Some(forms[0]));
                        if forms.len() > 1 {
                            entry.role_gender = Some(if place == 0 { Gender::Masculine } else { Gender::Feminine });
                        } else if gender.is_some() {
                            entry.role_gender = gender;
                        }
                    }
                    "speaks" => entry.speaks = true,
                    "hypernym" => {
                        entry.hypernym = true;
                        entry.speaks = true;
                        if forms.len() > 1 {
                            entry.role_gender = Some(if place == 0 { Gender::Masculine } else { Gender::Feminine });
                        }
                    }
                    "measure" => entry.measure = true,
                    "alike" if column == 0 => entry.stands |= alike,
                    "alike" => entry.stood_for |= alike,
                    _ => {}
                }
            }
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use super::read_people;

    #[test]
    fn rows_of_kind_alike_have_a_bit_each() {
        for people in [include_str!("fr/people.tsv"), include_str!("en/people.tsv"), include_str!("de/people.tsv")] {
            let rows = people.lines().filter(|row| row.starts_with("alike\t")).count();
            let bits = read_people(people).values().fold(0, |bits, person| bits | person.stands);
            assert_eq!(bits.count_ones() as usize, rows, "a row too many for the bits, or one without a word");
        }
    }
}
