//! Countries by any of their names: official, common, demonym, capital.

use super::{Language, token_rules};
use crate::text::{fold, tokenize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How a word names a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// *Turquie*, *Turkey*.
    Name,
    /// *turc*, *Turkish*.
    Demonym,
    /// *Ankara*: the city, or the government in it.
    Capital,
}

/// The names of countries in French, English and German.
#[derive(Debug)]
pub struct Places {
    /// Folded tokens joined by blanks.
    names: BTreeMap<String, (&'static str, PlaceKind)>,
}

/// The longest name has so many tokens at most.
pub const LONGEST_PLACE: usize = 6;

impl Places {
    /// The names, read on first use.
    pub fn get() -> &'static Places {
        static PLACES: OnceLock<Places> = OnceLock::new();
        PLACES.get_or_init(|| {
            let mut names = BTreeMap::new();
            let rows = |table: &'static str| table.lines().filter(|line| !line.starts_with('#')).skip(1);
            for row in rows(include_str!("places/nations.tsv")) {
                let mut columns = row.split('\t');
                let Some(iso) = columns.next() else { continue };
                for kind in [PlaceKind::Demonym, PlaceKind::Demonym, PlaceKind::Capital] {
                    for name in columns.next().unwrap_or("").split('|').filter(|name| !name.is_empty()) {
                        add(&mut names, name, iso, kind);
                        if kind == PlaceKind::Demonym && !name.ends_with(['s', 'x']) {
                            add(&mut names, &format!("{name}s"), iso, kind);
                        }
                    }
                }
            }
            for row in rows(include_str!("places/countries.tsv")) {
                let mut columns = row.split('\t');
                let Some(iso) = columns.next() else { continue };
                for name in columns.flat_map(|names| names.split('|')) {
                    add(&mut names, name, iso, PlaceKind::Name);
                }
            }
            Places { names }
        })
    }

    /// The country that folded tokens joined by blanks name: its ISO 3166-1 code, and how it is named.
    pub fn find(&self, name: &str) -> Option<(&'static str, PlaceKind)> {
        self.names.get(name).copied()
    }
}

/// Names are cut as a text is: French rules split *Côte d'Ivoire* where they split it in an article.
fn add(names: &mut BTreeMap<String, (&'static str, PlaceKind)>, name: &str, iso: &'static str, kind: PlaceKind) {
    for lang in Language::ALL {
        let tokens = tokenize(name, token_rules(lang));
        let key = tokens.iter().map(|token| fold(token.of(name))).collect::<Vec<_>>().join(" ");
        names.insert(key, (iso, kind));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_country_whatever_its_name() {
        for name in ["turquie", "turkey", "türkei", "turc", "turque", "turcs", "turkish", "ankara"] {
            assert_eq!(Places::get().find(name).map(|found| found.0), Some("TR"), "{name}");
        }
        assert_eq!(Places::get().find("côte d' ivoire").map(|found| found.0), Some("CI"));
    }
}
