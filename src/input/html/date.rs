//! Dates as pages write them.

use crate::lang::{Language, TimeWord, TimeWords};
use crate::text::fold;
use chrono::NaiveDate;

/// A date in a form for machines: ISO 8601 (`2024-03-12T08:00:00+01:00`, `20240312`), RFC 2822, `2024/03/12`.
pub(super) fn machine(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let plausible = |date: &NaiveDate| (1800..=2200).contains(&chrono::Datelike::year(date));
    let iso = text.get(..10).and_then(|day| day.replace(['/', '.'], "-").parse::<NaiveDate>().ok());
    iso.or_else(|| chrono::DateTime::parse_from_rfc2822(text).ok().map(|moment| moment.date_naive()))
        .or_else(|| {
            let digits = text.get(..8).filter(|day| day.bytes().all(|byte| byte.is_ascii_digit()))?;
            NaiveDate::parse_from_str(digits, "%Y%m%d").ok()
        })
        .filter(plausible)
}

/// The first date in words for people: *12 mars 2024*, *March 12, 2024*, *1er mai 2024*, *12/03/2024* (day first),
/// *12. März 2024*. American order (month first) only where no day fits.
pub(super) fn human(text: &str, lang: Language) -> Option<NaiveDate> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == ',' || c == '\u{a0}').filter(|it| !it.is_empty()).collect();
    let times = TimeWords::of(lang);
    let month = |word: &str| {
        let word = fold(word.trim_end_matches('.'));
        times.time(&word).iter().find_map(|time| match time {
            TimeWord::Month(month) => Some(*month),
            _ => None,
        })
    };
    let day = |word: &str| {
        let digits = word.trim_end_matches(['.', 'e', 'r', 's', 't', 'n', 'd', 'h']);
        digits.parse::<u32>().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)
    };
    let year = |word: &str| {
        word.trim_end_matches(['.', ';', ')']).parse::<i32>().ok().filter(|year| (1900..=2100).contains(year))
    };
    for (at, word) in words.iter().enumerate() {
        if let (Some(day), Some(month), Some(year)) =
            (day(word), words.get(at + 1).and_then(|it| month(it)), words.get(at + 2).and_then(|it| year(it)))
        {
            return NaiveDate::from_ymd_opt(year, month, day);
        }
        if let (Some(month), Some(day), Some(year)) =
            (month(word), words.get(at + 1).and_then(|it| day(it)), words.get(at + 2).and_then(|it| year(it)))
        {
            return NaiveDate::from_ymd_opt(year, month, day);
        }
        let parts: Vec<u32> = word.split(['/', '.', '-']).filter_map(|part| part.parse().ok()).collect();
        if let [first, second, last] = parts[..] {
            let of = |year: u32, month, day| NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or(0), month, day);
            let found = if first > 1900 {
                of(first, second, last)
            } else if last > 1900 {
                of(last, second, first).or_else(|| of(last, first, second))
            } else {
                None
            };
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// The words after which a line says when the article was published; before them it may say when it was changed.
const PUBLISHED: [&str; 8] =
    ["publié", "publie le", "mis en ligne", "paru le", "published", "posted", "veröffentlicht", "erschienen"];

/// The date on which a line for people says that the article was published, else its first date. Without a language the
/// months of all are known.
pub(super) fn published(text: &str, lang: Option<Language>) -> Option<NaiveDate> {
    let folded = text.to_lowercase();
    let known = [Language::French, Language::English, Language::German];
    let languages: Vec<Language> = lang.into_iter().chain(known.into_iter().filter(|it| Some(*it) != lang)).collect();
    let first = |text: &str| languages.iter().find_map(|lang| human(text, *lang));
    let after = PUBLISHED.iter().filter_map(|word| folded.find(word).and_then(|at| folded.get(at..))).find_map(first);
    after.or_else(|| first(text))
}

/// Whether a paragraph is a line of date and author rather than a sentence.
pub(super) fn is_line(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words <= 16 || words <= 25 && !text.ends_with(['.', '!', '?', '»', '”', '"'])
}

/// The day in an address: `/2024/03/12/`, `/2024-03-12-`.
pub(super) fn in_address(address: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = address.split(['/', '-', '_']).collect();
    parts.windows(3).find_map(|three| {
        let [year, month, day] = [three[0], three[1], three[2]];
        let sized = year.len() == 4 && month.len() <= 2 && day.len() <= 2;
        let year: i32 = year.parse().ok().filter(|year| sized && (1990..=2100).contains(year))?;
        NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_machines_and_people() {
        for text in [
            "2024-03-12",
            "2024-03-12T23:59:00+01:00",
            "20240312T0800",
            "Tue, 12 Mar 2024 08:00:00 GMT",
            "2024/03/12 08:00",
        ] {
            assert_eq!(machine(text).unwrap().to_string(), "2024-03-12", "{text}");
        }
        for (text, lang) in [
            ("Publié le 12 mars 2024 à 10h12", "fr"),
            ("mardi 12 mars 2024", "fr"),
            ("Le 12/03/2024 à 10:00", "fr"),
            ("By Jane Roe | March 12, 2024", "en"),
            ("12 March 2024", "en"),
            ("Updated 03/12/2024, 2 p.m.".replace("03/12", "3/12").as_str(), "xx"),
        ] {
            let lang = lang.parse().unwrap_or(Language::English);
            let expected = if text.contains("3/12/2024") { "2024-12-03" } else { "2024-03-12" };
            assert_eq!(human(text, lang).unwrap().to_string(), expected, "{text}");
        }
        assert_eq!(human("1er mai 2024", Language::French).unwrap().to_string(), "2024-05-01");
        for (text, lang) in [
            ("Mis à jour le 13 mars 2024 à 9 h, publié le 12 mars 2024", Some(Language::French)),
            ("Par Lise Vautrin | 12 mars 2024, modifié le 13 mars 2024", None),
            ("Aktualisiert am 13. März 2024, veröffentlicht am 12. März 2024", None),
        ] {
            assert_eq!(published(text, lang).unwrap().to_string(), "2024-03-12", "{text}");
        }
        assert_eq!(human("03/25/2024", Language::English).unwrap().to_string(), "2024-03-25");
        assert_eq!(
            in_address("https://example.org/monde/2024/03/12/pont-ferme.html").unwrap().to_string(),
            "2024-03-12"
        );
        assert_eq!(
            (machine("hier"), human("hier à 10h", Language::French), in_address("https://example.org/a-1-2")),
            (None, None, None)
        );
    }
}
