//! Which words of a claim are values that no mention holds? Fractions, and members of small sets.

use super::unit::{Meaning, Words};
use crate::lang::{Language, NumberWord, TimeWord, TimeWords};
use std::collections::BTreeMap;
use std::sync::OnceLock;

type Sets = BTreeMap<(&'static str, &'static str), (&'static str, u32)>;

/// The small sets: by language code and word, the set and the place in it.
fn sets() -> &'static Sets {
    static SETS: OnceLock<Sets> = OnceLock::new();
    SETS.get_or_init(|| {
        let mut sets = BTreeMap::new();
        for row in include_str!("sets.tsv").lines().filter(|row| !row.starts_with('#')).skip(1) {
            let cells: Vec<&str> = row.split('\t').collect();
            if let [kind, value, lang, words] = cells[..] {
                for word in words.split(' ') {
                    sets.insert((lang, word), (kind, value.parse().unwrap_or(0)));
                }
            }
        }
        sets
    })
}

/// A weekday, a month, a season, an ordinal, a point of the compass, or how often (*par mois*, *a year*), and its length.
pub(super) fn member(words: &Words, at: usize, raw: &str) -> Option<(Meaning, usize)> {
    let (lang, word) = (words.lang, words.word(at));
    let time = TimeWords::of(lang);
    let found = time.time(word).iter().find_map(|time| match *time {
        TimeWord::Weekday(day) => Some(Meaning::Member("weekday", day)),
        TimeWord::Month(_) if lang == Language::English && !raw.starts_with(char::is_uppercase) => None,
        TimeWord::Month(month) => Some(Meaning::Member("month", month)),
        _ => None,
    });
    if let Some(found) = found {
        return Some((found, 1));
    }
    // the 1970s, les années 1970
    let decade = word.strip_suffix('s').filter(|year| year.len() == 4).and_then(|year| year.parse::<u32>().ok());
    if let Some(year) = decade {
        return Some((Meaning::Member("decade", year), 1));
    }
    if matches!(word, "années" | "décennie")
        && let Some(year) = words.word(at + 1).parse::<u32>().ok().filter(|year| *year > 1000 && year % 10 == 0)
    {
        return Some((Meaning::Member("decade", year), 2));
    }
    let each = matches!(word, "par" | "chaque" | "per" | "every" | "each" | "pro" | "jede" | "jeden" | "jedes");
    let rate = word == "a"
        && at > 0
        && !matches!(words.word(at - 1), "in" | "for" | "after" | "within" | "once" | "than" | "of");
    if each || rate {
        let length = time.time(words.word(at + 1)).iter().find_map(|time| match time {
            TimeWord::Unit(days) => u32::try_from(*days).ok(),
            _ => None,
        });
        let ends = !matches!(words.word(at + 2), "ago" | "later" | "earlier" | "after" | "before" | "old");
        if let Some(days) = length.filter(|_| each || ends) {
            return Some((Meaning::Member("period", days), 2));
        }
    }
    let &(kind, value) = sets().get(&(lang.code(), word))?;
    // a été fermé: the summer has a determiner before it
    let summer = at > 0 && matches!(words.word(at - 1), "l'" | "d'" | "cet" | "en" | "chaque" | "un");
    if word == "été" && !summer {
        return None;
    }
    Some((Meaning::Member(kind, value), 1))
}

/// A share of a whole in percent, and its number of words: *un tiers*, *two thirds*, *one in five*, *un agriculteur sur cinq*.
pub(super) fn fraction(words: &Words, at: usize) -> Option<(f64, usize)> {
    let count = numeral(words, at)?;
    let parts = |word: &str| -> Option<f64> {
        Some(match word {
            "tiers" | "third" | "thirds" | "drittel" => 3.0,
            "quart" | "quarts" | "quarter" | "quarters" | "viertel" => 4.0,
            "moitié" | "half" | "hälfte" => 2.0,
            "cinquième" | "cinquièmes" | "fifth" | "fifths" | "fünftel" => 5.0,
            "dixième" | "dixièmes" | "tenth" | "tenths" | "zehntel" => 10.0,
            _ => return None,
        })
    };
    if let Some(parts) = parts(words.word(at + 1)) {
        return (count < parts).then_some((100.0 * count / parts, 2));
    }
    // one in five, un agriculteur sur cinq, three out of ten
    for gap in 1..=3 {
        let len = match (words.word(at + gap), words.word(at + gap + 1)) {
            ("out", "of") => 2,
            ("sur" | "in", _) => 1,
            _ => continue,
        };
        let whole = numeral(words, at + gap + len)?;
        // five per cent in ten years, two cases in ten years
        let percent = (at + 1..at + gap).any(|i| matches!(words.word(i), "per" | "cent" | "percent" | "%" | "prozent"));
        let after = TimeWords::of(words.lang).time(words.word(at + gap + len + 1));
        let period = after.iter().any(|time| matches!(time, TimeWord::Unit(_)));
        let clear = !words.breaks.get(at + gap).copied().unwrap_or(true) && !percent && !period;
        // in 2020, sur 40 hectares: a share is of a small round number, and less than it
        let small = whole > count && whole <= 10.0 || whole == 100.0 || whole == 20.0;
        return (clear && small && count < whole).then_some((100.0 * count / whole, gap + len + 1));
    }
    None
}

/// A small number in words or digits, the indefinite article included.
fn numeral(words: &Words, at: usize) -> Option<f64> {
    let word = words.word(at);
    let value = match word {
        "un" | "une" | "le" | "la" | "one" | "a" | "the" | "ein" | "eine" | "einer" | "die" => 1.0,
        "deux" | "two" | "zwei" => 2.0,
        _ => match word.parse::<f64>() {
            Ok(value) => value,
            Err(_) => TimeWords::of(words.lang).number(word).iter().find_map(|number| match number {
                NumberWord::Word(value) => Some(*value as f64),
                _ => None,
            })?,
        },
    };
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(lang: Language, text: &str) -> Option<f64> {
        let words = Words::read(text, lang, &mut Default::default());
        (0..words.len()).find_map(|at| fraction(&words, at)).map(|(share, _)| share.round())
    }

    #[test]
    fn shares_of_a_whole() {
        assert_eq!(share(Language::French, "un tiers des agriculteurs"), Some(33.0));
        assert_eq!(share(Language::French, "un agriculteur sur cinq"), Some(20.0));
        assert_eq!(share(Language::English, "fell by five per cent in ten years"), None);
        assert_eq!(share(Language::French, "deux accidents sur dix ans"), None);
        assert_eq!(share(Language::English, "One dairy farmer in five earns less"), Some(20.0));
        assert_eq!(share(Language::English, "two thirds of the members"), Some(67.0));
        assert_eq!(share(Language::English, "three out of ten"), Some(30.0));
        assert_eq!(share(Language::English, "one of them in 2020"), None);
        assert_eq!(share(Language::French, "le premier quart d'heure"), None);
    }

    #[test]
    fn the_sets_are_sorted() {
        let rows: Vec<Vec<&str>> = include_str!("sets.tsv")
            .lines()
            .filter(|row| !row.starts_with('#'))
            .skip(1)
            .map(|row| row.split('\t').collect())
            .collect();
        let key = |row: &Vec<&'static str>| (row[0], row[1].parse::<u32>().unwrap(), row[2]);
        assert!(rows.iter().all(|row| row.len() == 4));
        assert!(rows.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])));
    }
}
