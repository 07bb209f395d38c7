//! Which dictionary forms may a word be a form of? Rules of endings and a list of exceptions, in each language's
//! `endings.tsv` and `forms.tsv`.
//!
//! The answer proposes too much on purpose (*porte* is a door and a form of *porter*): whoever asks looks the
//! proposals up in a dictionary, and those that are no words fall away.

use super::Language;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The rules of one language.
#[derive(Debug)]
pub struct Lemmas {
    lang: Language,
    /// The end of a form, and the ends of dictionary forms it may stand for.
    endings: BTreeMap<&'static str, Vec<&'static str>>,
    /// Exceptions: form, and its dictionary forms.
    forms: BTreeMap<&'static str, Vec<&'static str>>,
    /// Bytes of the longest ending.
    longest: usize,
}

/// An ending that is a whole word has at least so many bytes: *vit* is a form of *vivre*, *er* of nothing.
const WHOLE_WORD: usize = 3;

impl Lemmas {
    /// The rules of `lang`, read on first use.
    pub fn of(lang: Language) -> &'static Lemmas {
        static FRENCH: OnceLock<Lemmas> = OnceLock::new();
        static ENGLISH: OnceLock<Lemmas> = OnceLock::new();
        static GERMAN: OnceLock<Lemmas> = OnceLock::new();
        static OTHER: OnceLock<Lemmas> = OnceLock::new();
        match lang {
            Language::French => {
                FRENCH.get_or_init(|| Lemmas::read(lang, include_str!("fr/endings.tsv"), include_str!("fr/forms.tsv")))
            }
            Language::English => {
                ENGLISH.get_or_init(|| Lemmas::read(lang, include_str!("en/endings.tsv"), include_str!("en/forms.tsv")))
            }
            Language::German => {
                GERMAN.get_or_init(|| Lemmas::read(lang, include_str!("de/endings.tsv"), include_str!("de/forms.tsv")))
            }
            Language::Other(_) => OTHER.get_or_init(|| Lemmas::read(lang, "", "")),
        }
    }

    fn read(lang: Language, endings: &'static str, forms: &'static str) -> Lemmas {
        let mut lemmas = Lemmas { lang, endings: BTreeMap::new(), forms: BTreeMap::new(), longest: 0 };
        for (ending, dictionary) in rows(endings) {
            let ends = dictionary.split(' ').map(|end| if end == "_" { "" } else { end });
            lemmas.endings.insert(ending, ends.collect());
            lemmas.longest = lemmas.longest.max(ending.len());
        }
        for (lemma, list) in rows(forms) {
            for form in list.split(' ') {
                lemmas.forms.entry(form).or_default().push(lemma);
            }
        }
        lemmas
    }

    /// The dictionary forms that a lower-case word may belong to: the word itself first, then exceptions, then what
    /// the rules make of it, the longest ending first.
    pub fn candidates(&self, word: &str) -> Vec<String> {
        let mut found = vec![word.to_owned()];
        let mut add = |candidate: String| {
            if !found.contains(&candidate) {
                found.push(candidate);
            }
        };
        for lemma in self.forms.get(word).into_iter().flatten() {
            add((*lemma).to_owned());
        }
        let cuts = word.char_indices().map(|(at, _)| at).filter(|at| word.len() - at <= self.longest);
        for cut in cuts {
            let (stem, ending) = word.split_at(cut);
            if stem.is_empty() && ending.len() < WHOLE_WORD {
                continue;
            }
            for end in self.endings.get(ending).into_iter().flatten() {
                add(format!("{stem}{end}"));
                for other in self.stems(stem, ending, end) {
                    add(format!("{other}{end}"));
                }
            }
        }
        if let Language::German = self.lang {
            self.german(word, &mut add);
        }
        if let Language::English = self.lang
            && let Some(stem) = word.strip_suffix("n't")
        {
            add(stem.to_owned());
        }
        found
    }

    /// A German verb with what stands before it: *zusammengebrochen*, *verschob*, *abgesagt*, *anzugreifen*.
    fn german(&self, word: &str, add: &mut impl FnMut(String)) {
        for (cut, _) in word.char_indices().filter(|(cut, _)| *cut == 0 || *cut >= 2) {
            let (prefix, rest) = word.split_at(cut);
            if cut > 0 {
                for lemma in self.forms.get(rest).into_iter().flatten() {
                    add(format!("{prefix}{lemma}"));
                }
                if let Some(infinitive) = rest.strip_prefix("zu").filter(|rest| rest.len() > 3) {
                    add(format!("{prefix}{infinitive}"));
                }
            }
            let Some(participle) = rest.strip_prefix("ge").filter(|rest| rest.len() > 3) else { continue };
            for end in ["et", "t", "en"] {
                if let Some(stem) = participle.strip_suffix(end) {
                    add(format!("{prefix}{stem}en"));
                }
            }
        }
    }

    /// Other spellings of a stem: *espèr-* is *espér-* and *appell-* is *appel-* before *-er*; *stopp-* is *stop-*.
    fn stems(&self, stem: &str, ending: &str, end: &str) -> Vec<String> {
        let mut others = Vec::new();
        match self.lang {
            Language::French => {
                if end == "er" {
                    if let Some(at) = stem.rfind('è') {
                        let (before, after) = (&stem[..at], &stem[at + 'è'.len_utf8()..]);
                        others.push(format!("{before}é{after}"));
                        others.push(format!("{before}e{after}"));
                    }
                    others.extend(halved(stem).filter(|_| stem.ends_with("ll") || stem.ends_with("tt")));
                }
            }
            Language::English => {
                if end.is_empty() && matches!(ending, "ed" | "ing" | "er" | "est") {
                    others.extend(halved(stem));
                }
            }
            Language::German | Language::Other(_) => {}
        }
        others
    }
}

/// A stem that ends in a doubled consonant, with one of the two.
fn halved(stem: &str) -> Option<String> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    (last == before && last.is_ascii_alphabetic() && !"aeiou".contains(last))
        .then(|| stem[..stem.len() - last.len_utf8()].to_owned())
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_dictionary_form() {
        for (lang, form, lemma) in [
            (Language::French, "renforcera", "renforcer"),
            (Language::French, "annonçait", "annoncer"),
            (Language::French, "espèrent", "espérer"),
            (Language::French, "achète", "acheter"),
            (Language::French, "rappelle", "rappeler"),
            (Language::French, "élue", "élu"),
            (Language::French, "régionaux", "régional"),
            (Language::French, "reconnue", "reconnaître"),
            (Language::French, "maintient", "maintenir"),
            (Language::French, "reprennent", "reprendre"),
            (Language::French, "détruites", "détruire"),
            (Language::French, "finissent", "finir"),
            (Language::French, "actrices", "acteur"),
            (Language::French, "vives", "vif"),
            (Language::French, "vit", "vivre"),
            (Language::French, "ouvre", "ouvrir"),
            (Language::German, "zusammengebrochen", "zusammenbrechen"),
            (Language::German, "abgesagt", "absagen"),
            (Language::German, "anzugreifen", "angreifen"),
            (Language::German, "gewann", "gewinnen"),
            (Language::English, "stopped", "stop"),
            (Language::English, "countries", "country"),
            (Language::English, "reinforcing", "reinforce"),
            (Language::English, "fell", "fall"),
            (Language::English, "lying", "lie"),
            (Language::English, "labour", "labor"),
            (Language::English, "women", "woman"),
        ] {
            assert!(Lemmas::of(lang).candidates(form).iter().any(|found| found == lemma), "{form}");
        }
    }

    #[test]
    fn the_tables_are_sorted() {
        for lang in ["fr", "en", "de"] {
            for table in ["endings", "forms"] {
                let path = format!("{}/src/lang/{lang}/{table}.tsv", env!("CARGO_MANIFEST_DIR"));
                let text = std::fs::read_to_string(&path).unwrap();
                let keys: Vec<&str> = text
                    .lines()
                    .filter(|line| !line.starts_with('#'))
                    .skip(1)
                    .map(|line| line.split_once('\t').unwrap().0)
                    .collect();
                assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{path}");
            }
        }
    }
}
