//! Words of time and number of a language, from `calendar.tsv` and `numbers.tsv`.

use super::Language;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a word says of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeWord {
    /// A day, counted from the article's.
    Day(i64),
    /// A day of the week, Monday is 1.
    Weekday(u32),
    /// A month, January is 1.
    Month(u32),
    /// A length in days: 1, 7, 30 (a calendar month), 365 (a calendar year).
    Unit(i64),
    /// *dernier*, *last*.
    Last,
    /// *prochain*, *next*.
    Next,
    /// *cette*, *this*.
    This,
    /// *depuis*, *since*.
    OpenEnd,
    /// *jusqu'en*, *until*.
    OpenStart,
    /// A preposition before a year or month.
    Within,
    /// *ago*, after the length.
    Ago,
    /// *vor* drei Tagen, before the length.
    AgoBefore,
    /// An article that may stand before a date.
    Article,
}

/// What a word says of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberWord {
    /// A numeral.
    Word(u64),
    /// *cent*, *mille*, *million*.
    Scale(u64),
    /// *une quarantaine*: about so many.
    Noun(u64),
    /// A unit, in its short form.
    Unit(&'static str),
    /// A currency, by ISO 4217 code.
    Currency(&'static str),
    /// *environ* `~`, *plus de* `>`, *moins de* `<`.
    Approximate(char),
}

/// The words of time and number of one language; a word may have several readings.
#[derive(Debug)]
pub struct TimeWords {
    times: BTreeMap<&'static str, Vec<TimeWord>>,
    numbers: BTreeMap<&'static str, Vec<NumberWord>>,
}

impl TimeWords {
    /// The words of `lang`, read on first use.
    pub fn of(lang: Language) -> &'static TimeWords {
        static FRENCH: OnceLock<TimeWords> = OnceLock::new();
        static ENGLISH: OnceLock<TimeWords> = OnceLock::new();
        static GERMAN: OnceLock<TimeWords> = OnceLock::new();
        static OTHER: OnceLock<TimeWords> = OnceLock::new();
        match lang {
            Language::French => {
                FRENCH.get_or_init(|| TimeWords::read(include_str!("fr/calendar.tsv"), include_str!("fr/numbers.tsv")))
            }
            Language::English => {
                ENGLISH.get_or_init(|| TimeWords::read(include_str!("en/calendar.tsv"), include_str!("en/numbers.tsv")))
            }
            Language::German => {
                GERMAN.get_or_init(|| TimeWords::read(include_str!("de/calendar.tsv"), include_str!("de/numbers.tsv")))
            }
            Language::Other(_) => OTHER.get_or_init(|| TimeWords::read("", "")),
        }
    }

    fn read(calendar: &'static str, numbers: &'static str) -> TimeWords {
        let mut words = TimeWords { times: BTreeMap::new(), numbers: BTreeMap::new() };
        for (kind, value, list) in rows(calendar) {
            let number = value.parse::<i64>().unwrap_or(0);
            let small = u32::try_from(number).unwrap_or(0);
            let meaning = match kind {
                "day" => TimeWord::Day(number),
                "weekday" => TimeWord::Weekday(small),
                "month" => TimeWord::Month(small),
                "unit" => TimeWord::Unit(number),
                "last" => TimeWord::Last,
                "next" => TimeWord::Next,
                "this" => TimeWord::This,
                "open-end" => TimeWord::OpenEnd,
                "open-start" => TimeWord::OpenStart,
                "within" => TimeWord::Within,
                "ago" => TimeWord::Ago,
                "ago-before" => TimeWord::AgoBefore,
                "article" => TimeWord::Article,
                _ => continue,
            };
            for word in list.split(' ') {
                words.times.entry(word).or_default().push(meaning);
            }
        }
        for (kind, value, list) in rows(numbers) {
            let number = value.trim_start_matches('~').parse::<u64>().unwrap_or(0);
            let meaning = match kind {
                "word" => NumberWord::Word(number),
                "scale" => NumberWord::Scale(number),
                "noun" => NumberWord::Noun(number),
                "unit" => NumberWord::Unit(value),
                "currency" => NumberWord::Currency(value),
                "approximate" => NumberWord::Approximate(value.chars().next().unwrap_or('~')),
                _ => continue,
            };
            for word in list.split(' ') {
                words.numbers.entry(word).or_default().push(meaning);
            }
        }
        words
    }

    /// What a lower-case word says of time.
    pub fn time(&self, word: &str) -> &[TimeWord] {
        self.times.get(word).map_or(&[], Vec::as_slice)
    }

    /// The value of a numeral written as one word (*dreitausend*, *zweihundertfünfundvierzig*): words of number, the
    /// greater ones multiplied by what stands before them, *und* between ones and tens.
    pub fn compound(&self, word: &str) -> Option<u64> {
        let plain = |part: &str| {
            self.number(part).iter().find_map(|meaning| match meaning {
                NumberWord::Word(value) | NumberWord::Scale(value) => Some(*value),
                _ => None,
            })
        };
        if let Some(value) = plain(word) {
            return Some(value);
        }
        for (scale, name) in self.scales() {
            if let Some((before, after)) = word.split_once(name) {
                let times = if before.is_empty() { 1 } else { self.compound(before)? };
                let rest = after.strip_prefix("und").filter(|rest| !rest.is_empty()).unwrap_or(after);
                let rest = if rest.is_empty() { 0 } else { self.compound(rest)? };
                return times.checked_mul(scale)?.checked_add(rest);
            }
        }
        let (ones, tens) = word.split_once("und")?;
        plain(ones)?.checked_add(plain(tens)?)
    }

    /// The words that multiply inside a numeral, the greatest first.
    fn scales(&self) -> impl Iterator<Item = (u64, &'static str)> {
        let mut scales: Vec<(u64, &'static str)> = self
            .numbers
            .iter()
            .filter_map(|(word, meanings)| match meanings.first() {
                Some(NumberWord::Scale(value @ (100 | 1000))) => Some((*value, *word)),
                _ => None,
            })
            .collect();
        scales.sort_by_key(|&(value, _)| std::cmp::Reverse(value));
        scales.into_iter()
    }

    /// What a lower-case word says of number.
    pub fn number(&self, word: &str) -> &[NumberWord] {
        self.numbers.get(word).map_or(&[], Vec::as_slice)
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, columns.next()?, columns.next()?))
    })
}
