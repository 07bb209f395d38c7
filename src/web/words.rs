//! In which words does the workbench speak? One file of words a language, which a linguist can edit.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A language of the interface; the articles may be in any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tongue {
    English,
    French,
}

impl Tongue {
    pub(super) const ALL: [Tongue; 2] = [Tongue::English, Tongue::French];

    /// ISO 639-1.
    pub(super) fn code(self) -> &'static str {
        match self {
            Tongue::English => "en",
            Tongue::French => "fr",
        }
    }

    /// Its own name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Tongue::English => "English",
            Tongue::French => "Français",
        }
    }

    /// How many things are one: English has one, French also none.
    fn is_one(self, count: usize) -> bool {
        match self {
            Tongue::English => count == 1,
            Tongue::French => count < 2,
        }
    }

    fn file(self) -> &'static str {
        match self {
            Tongue::English => include_str!("words/en.tsv"),
            Tongue::French => include_str!("words/fr.tsv"),
        }
    }

    /// The tongue that a browser asks for first among ours (`Accept-Language`); English when it asks for none.
    pub(super) fn wanted(header: &str) -> Tongue {
        let code = |part: &str| part.trim().split([';', '-']).next().unwrap_or_default().to_ascii_lowercase();
        let known = |part: &str| Tongue::ALL.into_iter().find(|tongue| tongue.code() == code(part));
        header.split(',').find_map(known).unwrap_or(Tongue::English)
    }
}

/// The words of one language, by key.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) tongue: Tongue,
    rows: BTreeMap<&'static str, &'static str>,
}

impl Words {
    pub(super) fn of(tongue: Tongue) -> &'static Words {
        static ALL: OnceLock<[Words; 2]> = OnceLock::new();
        let all = ALL.get_or_init(|| Tongue::ALL.map(|tongue| Words { tongue, rows: rows(tongue.file()).collect() }));
        match tongue {
            Tongue::English => &all[0],
            Tongue::French => &all[1],
        }
    }

    /// The words for `key`; the key itself when they are missing, which a test forbids.
    pub(super) fn t(&self, key: &str) -> &'static str {
        self.rows.get_key_value(key).map_or("???", |(_, words)| words)
    }

    /// The words for `key` with `{…}` filled in.
    pub(super) fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut words = self.t(key).to_owned();
        for (name, value) in values {
            words = words.replace(&format!("{{{name}}}"), value);
        }
        words
    }

    /// A reason of the engine in the language of the interface; one that has no row stays as it is.
    pub(super) fn reason(&self, reason: &str) -> String {
        self.reason_row(reason).unwrap_or_else(|| reason.to_owned())
    }

    fn reason_row(&self, reason: &str) -> Option<String> {
        if self.tongue == Tongue::English {
            return Some(reason.to_owned());
        }
        let filled = |(pattern, words): (&str, &str)| {
            let Some((before, after)) = pattern.split_once("{}") else {
                return (pattern == reason).then(|| words.to_owned());
            };
            let hole = reason.strip_prefix(before)?.strip_suffix(after)?;
            Some(words.replace("{}", hole))
        };
        rows(include_str!("words/reasons.fr.tsv")).find_map(filled)
    }

    /// `3 claims`: the words for `key.one` or `key.many` with the number in the place of `{n}`.
    pub(super) fn count(&self, key: &str, count: usize) -> String {
        let form = if self.tongue.is_one(count) { "one" } else { "many" };
        self.with(&format!("{key}.{form}"), &[("n", &self.number(count))])
    }

    /// A number with its thousands set apart, as the language does.
    pub(super) fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        let gap = match self.tongue {
            Tongue::English => ',',
            Tongue::French => '\u{202f}',
        };
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push(gap);
            }
            out.push(digit);
        }
        out
    }

    /// A day or an instant as the language writes it: `16 October 2020`, `16 October 2020, 08:20`; what is no date stays.
    pub(super) fn date(&self, iso: &str) -> String {
        let day = iso.get(..10).and_then(|day| day.parse::<chrono::NaiveDate>().ok());
        let Some(day) = day else { return iso.to_owned() };
        let (number, year) = (chrono::Datelike::day(&day), chrono::Datelike::year(&day));
        let month = self.t(&format!("month.{}", chrono::Datelike::month(&day)));
        let number = if number == 1 { self.t("month.first").to_owned() } else { number.to_string() };
        match iso.get(11..16) {
            Some(time) => format!("{number} {month} {year}, {time}"),
            None => format!("{number} {month} {year}"),
        }
    }
}

fn rows(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Keys that the code asks for by name: every `t("…")`, `with("…"` and `count("…"` of `src/web`.
    fn asked(directory: &std::path::Path, keys: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                asked(&path, keys);
            } else if path.extension().is_some_and(|ext| ext == "rs") && path.file_name().unwrap() != "words.rs" {
                let source = std::fs::read_to_string(&path).unwrap();
                for (call, forms) in [(".t(\"", &[""][..]), (".with(\"", &[""]), (".count(\"", &[".one", ".many"])] {
                    let mut rest = source.as_str();
                    while let Some(at) = rest.find(call) {
                        rest = &rest[at + call.len()..];
                        let key = &rest[..rest.find('"').unwrap()];
                        keys.extend(forms.iter().map(|form| format!("{key}{form}")));
                    }
                }
            }
        }
    }

    #[test]
    fn the_languages_have_the_same_keys_and_no_key_is_missing() {
        let keys = |tongue: Tongue| rows(tongue.file()).map(|(key, _)| key.to_owned()).collect::<BTreeSet<String>>();
        let (english, french) = (keys(Tongue::English), keys(Tongue::French));
        assert_eq!(english.difference(&french).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in fr.tsv");
        assert_eq!(french.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in en.tsv");
        let mut wanted = BTreeSet::new();
        asked(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut wanted);
        assert_eq!(wanted.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new(), "asked for and not there");
    }

    #[test]
    fn rows_are_sorted_once_each_and_keep_their_placeholders() {
        let holes = |words: &str| -> BTreeSet<String> {
            words
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(hole, _): (&str, &str)| hole.to_owned())
                .collect::<BTreeSet<_>>()
        };
        for tongue in Tongue::ALL {
            let keys: Vec<&str> = rows(tongue.file()).map(|(key, _)| key).collect();
            assert!(keys.is_sorted_by(|a, b| a < b), "{}: not sorted, or a key twice", tongue.code());
            for (key, words) in rows(tongue.file()) {
                assert_eq!(holes(words), holes(Words::of(Tongue::English).t(key)), "{}: {key}", tongue.code());
                assert!(!words.trim().is_empty(), "{}: {key}", tongue.code());
            }
        }
    }

    #[test]
    fn every_reason_of_the_engine_has_french_words() {
        let french = Words::of(Tongue::French);
        let examples = [
            ("fr", include_str!("../lang/fr/cues.tsv")),
            ("en", include_str!("../lang/en/cues.tsv")),
            ("de", include_str!("../lang/de/cues.tsv")),
            ("es", "lemma\n\t\t\t\t\tEl alcalde dijo: «El puente está cerrado».\n"),
        ];
        let mut missing = BTreeSet::new();
        for (code, table) in examples {
            let marked =
                table.lines().skip(1).filter_map(|row| row.split('\t').nth(5)).collect::<Vec<_>>().join("\n\n");
            let text = ["{s:", "{c:", "{x:", "}"].iter().fold(marked, |text, mark| text.replace(mark, ""));
            let options = crate::claim::ExtractOptions { narrator: true };
            let set = crate::claim::extract(&crate::input::Document::new(text, code.parse().unwrap()), &options);
            for claim in set.claims {
                let points = claim.check_worthiness.points.into_iter().map(|point| point.name);
                let said = claim.extractor.why.into_iter().chain(points);
                missing.extend(said.filter(|reason| french.reason_row(reason).is_none()));
            }
        }
        assert_eq!(missing, BTreeSet::new());
        assert_eq!(french.reason("names a number (600)"), "cite un nombre (600)");
    }

    #[test]
    fn the_browser_is_asked_for_the_language() {
        assert_eq!(Tongue::wanted("fr-CA,fr;q=0.9,en;q=0.8"), Tongue::French);
        assert_eq!(Tongue::wanted("de, en;q=0.5"), Tongue::English);
        assert_eq!(Tongue::wanted(""), Tongue::English);
    }

    #[test]
    fn numbers_and_dates_are_written_as_the_language_does() {
        let (english, french) = (Words::of(Tongue::English), Words::of(Tongue::French));
        assert_eq!(english.number(12_345), "12,345");
        assert_eq!(french.number(12_345), "12\u{202f}345");
        assert_eq!(english.date("2020-10-16T08:20:00Z"), "16 October 2020, 08:20");
        assert_eq!(french.date("2020-10-01"), "1er octobre 2020");
        assert_eq!(english.date("soon"), "soon");
    }
}
