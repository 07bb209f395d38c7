//! What places and bodies are called: countries by name, demonym and capital, cities, regions, organisations.

use super::{Language, token_rules};
use crate::text::{fold, tokenize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How words name a place or a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A country by its name: *Turquie*, *Turkey*.
    Country,
    /// A country by its people or its adjective: *turc*, *Turkish*.
    Demonym,
    /// A country at the front of a compound: *arméno-* in *arméno-azerbaïdjanais*.
    Prefix,
    /// The city that stands for a government: *Ankara*.
    Capital,
    /// Any other city.
    City,
    /// A part of a country, a part of the world, a sea.
    Region,
    /// An organisation: *OTAN*, *NATO*.
    Organisation,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// How it is named.
    pub kind: PlaceKind,
    /// What all names of the same thing share: the ISO 3166-1 code of a country, the English name of a city or region,
    /// the best-known name of an organisation.
    pub value: &'static str,
    /// ISO 3166-1 code of the country it is in or stands for; empty when there is none.
    pub country: &'static str,
    /// Bit *n* is set when token *n* must begin with a capital letter.
    capitals: u8,
    /// Whether every letter must be a capital (*UN*, not *un*).
    acronym: bool,
}

impl Place {
    /// Whether the words as written may be this name.
    pub fn is_written(&self, mut tokens: impl Iterator<Item = impl AsRef<str>>) -> bool {
        (0..8u8).all(|bit| {
            let Some(token) = tokens.next() else { return true };
            let mut letters = token.as_ref().chars().filter(|c| c.is_alphabetic());
            if self.acronym {
                letters.all(char::is_uppercase)
            } else {
                self.capitals & (1 << bit) == 0 || letters.next().is_some_and(char::is_uppercase)
            }
        })
    }
}

/// The names that one language has for places and bodies.
#[derive(Debug)]
pub struct Places {
    /// Folded tokens joined by blanks.
    names: BTreeMap<String, Place>,
    /// The number of tokens of the longest name that begins with a token.
    longest: BTreeMap<String, usize>,
}

impl Places {
    /// The names in `lang`, read on first use.
    pub fn of(lang: Language) -> &'static Places {
        static ENGLISH: OnceLock<Places> = OnceLock::new();
        static FRENCH: OnceLock<Places> = OnceLock::new();
        static GERMAN: OnceLock<Places> = OnceLock::new();
        static OTHER: OnceLock<Places> = OnceLock::new();
        match lang {
            Language::English => ENGLISH.get_or_init(|| Places::read(lang, 0)),
            Language::French => FRENCH.get_or_init(|| Places::read(lang, 1)),
            Language::German => GERMAN.get_or_init(|| Places::read(lang, 2)),
            Language::Other(_) => OTHER.get_or_init(|| Places { names: BTreeMap::new(), longest: BTreeMap::new() }),
        }
    }

    /// Reads the tables; `column` is the language's place among the three of names. Where two things share a name the
    /// first one read keeps it: *Georgia* is a state and a country, so it is neither and stays a region without country.
    fn read(lang: Language, column: usize) -> Places {
        let mut places = Places { names: BTreeMap::new(), longest: BTreeMap::new() };
        let cities = || rows::<6>(include_str!("places/cities.tsv"));
        let mut region = |row: [&'static str; 6]| {
            let kind = if row[2] == "city" { PlaceKind::City } else { PlaceKind::Region };
            places.add_all(lang, row[3 + column], kind, row[0], row[1]);
        };
        cities().filter(|row| row[1].is_empty()).for_each(&mut region);
        for row in rows::<4>(include_str!("places/countries.tsv")) {
            places.add_all(lang, row[1 + column], PlaceKind::Country, row[0], row[0]);
        }
        for row in rows::<11>(include_str!("places/nations.tsv")) {
            let iso = row[0];
            places.add_all(lang, row[1 + column], PlaceKind::Country, iso, iso);
            let capital = row[7].split('|').next().unwrap_or(iso);
            places.add_all(lang, row[7 + column], PlaceKind::Capital, capital, iso);
            match lang {
                Language::English => places.add_demonyms(lang, row[4], iso),
                Language::French => {
                    places.add_demonyms(lang, row[5], iso);
                    places.add_all(lang, row[6], PlaceKind::Prefix, iso, iso);
                }
                Language::German => places.add_german_demonyms(lang, row[10], iso),
                Language::Other(_) => {}
            }
        }
        for row in rows::<4>(include_str!("places/organisations.tsv")) {
            places.add_all(lang, row[1 + column], PlaceKind::Organisation, row[0], "");
        }
        let mut region = |row: [&'static str; 6]| {
            let kind = if row[2] == "city" { PlaceKind::City } else { PlaceKind::Region };
            places.add_all(lang, row[3 + column], kind, row[0], row[1]);
        };
        cities().filter(|row| !row[1].is_empty()).for_each(&mut region);
        places
    }

    fn add_all(
        &mut self,
        lang: Language,
        names: &'static str,
        kind: PlaceKind,
        value: &'static str,
        country: &'static str,
    ) {
        for name in names.split('|').filter(|name| !name.is_empty()) {
            self.add(lang, name, Place { kind, value, country, capitals: 0, acronym: false });
        }
    }

    /// English demonyms are written with a capital letter; both languages make plurals with -s.
    fn add_demonyms(&mut self, lang: Language, names: &'static str, iso: &'static str) {
        for name in names.split('|').filter(|name| !name.is_empty()) {
            let plain = Place { kind: PlaceKind::Demonym, value: iso, country: iso, capitals: 0, acronym: false };
            let mut forms = vec![name.to_owned()];
            if !name.ends_with(['s', 'x', 'z']) && !name.ends_with("men") && !name.ends_with("sh") {
                forms.push(format!("{name}s"));
            }
            for form in forms {
                match lang {
                    Language::English => {
                        let mut letters = form.chars();
                        let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
                        self.add(lang, &(capital + letters.as_str()), plain);
                    }
                    Language::French | Language::German | Language::Other(_) => self.add(lang, &form, plain),
                }
            }
        }
    }

    /// German adjectives with their endings (*türkische*), nouns with plural, cases and feminine (*Türken*, *Türkin*).
    fn add_german_demonyms(&mut self, lang: Language, names: &'static str, iso: &'static str) {
        for name in names.split('|').filter(|name| !name.is_empty()) {
            let plain = Place { kind: PlaceKind::Demonym, value: iso, country: iso, capitals: 0, acronym: false };
            let stem = name.strip_suffix('e').unwrap_or(name);
            let endings: &[&str] = if name.starts_with(char::is_uppercase) && !name.ends_with('h') {
                if stem == name { &["", "n", "s", "in", "innen"] } else { &["e", "en", "in", "innen", "er"] }
            } else {
                &["", "e", "en", "er", "es", "em"]
            };
            for ending in endings {
                self.add(lang, &format!("{stem}{ending}"), plain);
            }
        }
    }

    /// Names are cut as a text is: French rules split *Côte d'Ivoire* where they split it in an article.
    fn add(&mut self, lang: Language, name: &str, mut place: Place) {
        let tokens = tokenize(name, token_rules(lang));
        let words: Vec<String> = tokens.iter().map(|token| fold(token.of(name))).collect();
        let Some(first) = words.first() else { return };
        for (bit, token) in tokens.iter().enumerate().take(8) {
            if token.of(name).starts_with(char::is_uppercase) {
                place.capitals |= 1 << bit;
            }
        }
        let letters = || name.chars().filter(|c| c.is_alphabetic());
        place.acronym = words.len() == 1 && letters().count() > 1 && letters().all(char::is_uppercase);
        let longest = self.longest.entry(first.clone()).or_default();
        *longest = words.len().max(*longest);
        let known = self.names.entry(words.join(" ")).or_insert(place);
        if known.value == place.value {
            // Nations unies, Nations Unies: what one spelling allows is allowed.
            known.capitals &= place.capitals;
            known.acronym &= place.acronym;
        }
    }

    /// The number of tokens of the longest name that begins with the folded token; 0 when none does.
    pub fn longest(&self, token: &str) -> usize {
        self.longest.get(token).copied().unwrap_or(0)
    }

    /// What folded tokens joined by blanks name, however they are written.
    pub fn find(&self, name: &str) -> Option<&Place> {
        self.names.get(name)
    }
}

fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| {
        let mut row = [""; N];
        for (cell, value) in row.iter_mut().zip(line.split('\t')) {
            *cell = value;
        }
        row
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_country_whatever_its_name() {
        let french = ["turquie", "türkiye", "turc", "turque", "turcs", "ankara"];
        let english = ["turkey", "türkiye", "turkish", "turks", "ankara"];
        let german = ["türkei", "türkische", "türkischen", "türken", "türkin", "ankara"];
        for (lang, names) in
            [(Language::French, &french[..]), (Language::English, &english[..]), (Language::German, &german[..])]
        {
            for name in names {
                assert_eq!(Places::of(lang).find(name).map(|found| found.country), Some("TR"), "{name}");
            }
        }
        assert_eq!(Places::of(Language::French).find("côte d' ivoire").map(|found| found.value), Some("CI"));
    }

    #[test]
    fn cities_and_bodies_share_one_name() {
        for (lang, name, value) in [
            (Language::French, "alep", "Aleppo"),
            (Language::English, "aleppo", "Aleppo"),
            (Language::French, "moscou", "Moscow"),
            (Language::French, "otan", "NATO"),
            (Language::English, "nato", "NATO"),
            (Language::French, "organisation mondiale de la santé", "WHO"),
            (Language::English, "georgia", "Georgia"),
            (Language::French, "haut-karabagh", "Nagorno-Karabakh"),
        ] {
            assert_eq!(Places::of(lang).find(name).map(|found| found.value), Some(value), "{name}");
        }
    }

    #[test]
    fn capital_letters_count() {
        let is = |lang, words: &[&str]| {
            let key = words.iter().map(|word| fold(word)).collect::<Vec<_>>().join(" ");
            Places::of(lang).find(&key).is_some_and(|place| place.is_written(words.iter()))
        };
        assert!(is(Language::English, &["US"]) && !is(Language::English, &["us"]) && !is(Language::English, &["Us"]));
        assert!(is(Language::English, &["Polish"]) && !is(Language::English, &["polish"]));
        assert!(is(Language::French, &["turcs"]) && is(Language::French, &["Turcs"]));
        assert!(is(Language::French, &["Otan"]) && !is(Language::French, &["otan"]));
        assert!(is(Language::French, &["Le", "Monde"]) && !is(Language::French, &["Le", "monde"]));
        assert!(is(Language::French, &["bande", "de", "Gaza"]) && is(Language::French, &["Nations", "unies"]));
    }

    #[test]
    fn tables_are_sorted_and_whole() {
        for (name, table, columns) in [
            ("cities", include_str!("places/cities.tsv"), 6),
            ("countries", include_str!("places/countries.tsv"), 4),
            ("nations", include_str!("places/nations.tsv"), 11),
            ("organisations", include_str!("places/organisations.tsv"), 4),
        ] {
            let keys: Vec<&str> = table
                .lines()
                .filter(|line| !line.starts_with('#'))
                .skip(1)
                .map(|line| {
                    assert_eq!(line.split('\t').count(), columns, "{name}: {line}");
                    line.split('\t').next().unwrap()
                })
                .collect();
            for pair in keys.windows(2) {
                assert!(pair[0] < pair[1], "{name}: {:?} stands before {:?}", pair[0], pair[1]);
            }
        }
    }

    #[test]
    fn the_world_is_there() {
        let count = |kind: PlaceKind| {
            let table = Places::of(Language::French);
            let values = table.names.values().filter(|place| place.kind == kind).map(|place| place.value);
            values.collect::<std::collections::BTreeSet<_>>().len()
        };
        assert!(count(PlaceKind::Country) >= 240);
        assert!(count(PlaceKind::Demonym) >= 190);
        assert!(count(PlaceKind::City) >= 300);
        assert!(count(PlaceKind::Organisation) >= 120);
    }
}
