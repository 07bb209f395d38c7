//! Dates in words, resolved against the day of the article.
//!
//! Values are ISO 8601: a day, a month, a year, or an interval with `/`, open at one end with `..`. A week runs from
//! Monday to Sunday. What cannot be resolved without the article's day is left out.

use crate::attribution::Analysis;
use crate::lang::{TimeWord, TimeWords};
use crate::tagging::Tag;
use chrono::{Datelike, Duration, Months, NaiveDate, Weekday};
use std::ops::Range;

/// A date found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// The tokens that say it.
    pub tokens: Range<usize>,
    /// ISO 8601.
    pub value: String,
}

/// Finds the dates among the tokens of `range`, in order, none overlapping.
pub fn dates(a: &Analysis<'_>, range: Range<usize>, today: Option<NaiveDate>) -> Vec<FoundDate> {
    let reader = Reader { a, words: TimeWords::of(a.lang), today, end: range.end.min(a.len()) };
    let mut found = Vec::new();
    let mut at = range.start;
    while at < reader.end {
        match reader.at(at) {
            Some(date) => {
                at = date.tokens.end.max(at + 1);
                found.push(date);
            }
            None => at += 1,
        }
    }
    found
}

struct Reader<'r, 't> {
    a: &'r Analysis<'t>,
    words: &'static TimeWords,
    today: Option<NaiveDate>,
    end: usize,
}

impl Reader<'_, '_> {
    fn is(&self, at: usize, test: impl Fn(&TimeWord) -> bool) -> bool {
        at < self.end && self.words.time(self.a.word(at)).iter().any(test)
    }

    fn month(&self, at: usize) -> Option<u32> {
        if at >= self.end {
            return None;
        }
        self.words
            .time(self.a.word(at))
            .iter()
            .find_map(|word| if let TimeWord::Month(n) = word { Some(*n) } else { None })
    }

    fn unit(&self, at: usize) -> Option<i64> {
        if at >= self.end {
            return None;
        }
        self.words
            .time(self.a.word(at))
            .iter()
            .find_map(|word| if let TimeWord::Unit(n) = word { Some(*n) } else { None })
    }

    fn year(&self, at: usize) -> Option<i32> {
        let word = self.a.raw(at);
        let plain = at < self.end && word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| word.parse().ok()).flatten().filter(|year| (1000..2200).contains(year))
    }

    /// A day of the month: 10, 1er, 3rd.
    fn day(&self, at: usize) -> Option<u32> {
        let word = if at < self.end { self.a.word(at).trim_end_matches('.') } else { "" };
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        let suffix = &word[digits.len()..];
        let ordinal = matches!(suffix, "" | "er" | "st" | "nd" | "rd" | "th");
        (ordinal && digits.len() <= 2).then(|| digits.parse().ok()).flatten().filter(|day| (1..=31).contains(day))
    }

    /// A small number in digits or words.
    fn count(&self, at: usize) -> Option<i64> {
        if at >= self.end {
            return None;
        }
        let word = self.a.word(at);
        word.parse()
            .ok()
            .filter(|n| (0..10_000).contains(n))
            .or_else(|| {
                self.words.number(word).iter().find_map(|n| match n {
                    crate::lang::NumberWord::Word(n) => i64::try_from(*n).ok(),
                    _ => None,
                })
            })
            .or_else(|| matches!(word, "un" | "une" | "a" | "an" | "one" | "einem" | "einer" | "einen").then_some(1))
    }

    fn found(&self, tokens: Range<usize>, value: impl ToString) -> Option<FoundDate> {
        Some(FoundDate { tokens, value: value.to_string() })
    }

    fn at(&self, at: usize) -> Option<FoundDate> {
        self.between_years(at)
            .or_else(|| self.calendar_day(at))
            .or_else(|| self.numeric(at))
            .or_else(|| self.month_or_year(at))
            .or_else(|| self.relative_span(at))
            .or_else(|| self.relative_unit(at))
            .or_else(|| self.relative_day(at))
    }

    /// entre 2014 et 2019, between 2014 and 2019
    fn between_years(&self, at: usize) -> Option<FoundDate> {
        let open = matches!(self.a.word(at), "entre" | "between" | "de" | "from" | "zwischen" | "von");
        let (from, to) = (self.year(at + 1)?, self.year(at + 3)?);
        (open && from < to && matches!(self.a.word(at + 2), "et" | "and" | "à" | "to" | "und" | "bis"))
            .then(|| self.found(at..at + 4, format!("{from}/{to}")))?
    }

    /// mardi 13 octobre 2020, le 10 octobre, October 10, 2020, 10 October
    fn calendar_day(&self, at: usize) -> Option<FoundDate> {
        let start = at;
        let at = if self.is(at, |w| matches!(w, TimeWord::Weekday(_))) {
            if self.a.raw(at + 1) == "," { at + 2 } else { at + 1 }
        } else {
            at
        };
        let at =
            if at < self.end && (matches!(self.a.word(at), "le" | "the") || self.is(at, |w| *w == TimeWord::Article)) {
                at + 1
            } else {
                at
            };
        let (day, month, next) = if let (Some(day), Some(month)) = (self.day(at), self.month(at + 1)) {
            (day, month, at + 2)
        } else if let (Some(month), Some(day)) = (self.month(at), self.day(at + 1)) {
            (day, month, at + 2)
        } else {
            return None;
        };
        let comma = self.a.raw(next) == ",";
        let (year, end) = match self.year(if comma { next + 1 } else { next }) {
            Some(year) => (Some(year), if comma { next + 2 } else { next + 1 }),
            None => (None, next),
        };
        let date = match (year, self.today) {
            (Some(year), _) => NaiveDate::from_ymd_opt(year, month, day)?,
            (None, Some(today)) => nearest(today, month, day)?,
            (None, None) => return None,
        };
        let value = self.open(start, date.to_string());
        self.found(start..end, value)
    }

    /// 10/10/2020
    fn numeric(&self, at: usize) -> Option<FoundDate> {
        let mark = if self.a.lang == crate::lang::Language::German { '.' } else { '/' };
        let mut parts = self.a.raw(at).split(mark);
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || parts.next().is_some() {
            return None;
        }
        let (mut day, mut month): (u32, u32) = (day.parse().ok()?, month.parse().ok()?);
        // English dates put the month first unless it cannot be one.
        if self.a.lang == crate::lang::Language::English && day <= 12 {
            std::mem::swap(&mut day, &mut month);
        }
        let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month, day)?;
        self.found(at..at + 1, date)
    }

    /// octobre 2020, en octobre, depuis 2015, en 2018
    fn month_or_year(&self, at: usize) -> Option<FoundDate> {
        if let Some(month) = self.month(at) {
            // The modal may, the verb march: a month has a capital in English.
            if self.a.lang == crate::lang::Language::English && !self.a.is_capital(at) {
                return None;
            }
            if let Some(year) = self.year(at + 1) {
                let value = self.open(at, format!("{year}-{month:02}"));
                return self.found(at..at + 2, value);
            }
            let within =
                at > 0 && self.is(at - 1, |w| matches!(w, TimeWord::Within | TimeWord::OpenEnd | TimeWord::OpenStart));
            let last = self.is(at + 1, |w| *w == TimeWord::Last);
            let next = self.is(at + 1, |w| *w == TimeWord::Next);
            if !(within || last || next) {
                return None;
            }
            let today = self.today?;
            let year = if next {
                today.year() + i32::from(month <= today.month())
            } else {
                today.year() - i32::from(month > today.month())
            };
            let value = self.open(at, format!("{year}-{month:02}"));
            return self.found(at..at + 1 + usize::from(last || next), value);
        }
        let year = self.year(at)?;
        let within =
            at > 0 && self.is(at - 1, |w| matches!(w, TimeWord::Within | TimeWord::OpenEnd | TimeWord::OpenStart));
        within.then(|| self.found(at..at + 1, self.open(at, year.to_string())))?
    }

    /// The value as an open interval when the word before says so.
    fn open(&self, at: usize, value: String) -> String {
        let mut before = at;
        while before > 0 && matches!(self.a.word(before - 1), "le" | "the" | "l'") {
            before -= 1;
        }
        if before > 0 && self.is(before - 1, |w| *w == TimeWord::OpenEnd) {
            format!("{value}/..")
        } else if before > 0 && self.is(before - 1, |w| *w == TimeWord::OpenStart) {
            format!("../{value}")
        } else {
            value
        }
    }

    /// au cours des deux dernières semaines, ces trois derniers jours, the past two weeks; il y a trois jours,
    /// three days ago, dans deux semaines
    fn relative_span(&self, at: usize) -> Option<FoundDate> {
        let today = self.today?;
        let last = |at: usize| self.is(at, |w| *w == TimeWord::Last);
        if let Some(count) = self.count(at) {
            if last(at + 1)
                && let Some(unit) = self.unit(at + 2)
            {
                return self.found(at..at + 3, format!("{}/{today}", back(today, unit, count)?));
            }
            if let Some(unit) = self.unit(at + 1)
                && self.is(at + 2, |w| *w == TimeWord::Ago)
            {
                return self.found(at..at + 3, rough(back(today, unit, count)?, unit));
            }
        }
        if last(at)
            && let (Some(count), Some(unit)) = (self.count(at + 1), self.unit(at + 2))
        {
            return self.found(at..at + 3, format!("{}/{today}", back(today, unit, count)?));
        }
        if self.a.word(at) == "il"
            && self.a.word(at + 1) == "y"
            && self.a.word(at + 2) == "a"
            && let (Some(count), Some(unit)) = (self.count(at + 3), self.unit(at + 4))
        {
            return self.found(at..at + 5, rough(back(today, unit, count)?, unit));
        }
        // vor drei Tagen
        if self.is(at, |w| *w == TimeWord::AgoBefore)
            && let (Some(count), Some(unit)) = (self.count(at + 1), self.unit(at + 2))
        {
            return self.found(at..at + 3, rough(back(today, unit, count)?, unit));
        }
        if matches!(self.a.word(at), "dans" | "in")
            && let (Some(count), Some(unit)) = (self.count(at + 1), self.unit(at + 2))
        {
            return self.found(at..at + 3, rough(forth(today, unit, count)?, unit));
        }
        None
    }

    /// la semaine dernière, l'an dernier, cette année, last week, next month
    fn relative_unit(&self, at: usize) -> Option<FoundDate> {
        let today = self.today?;
        let way = |at: usize| {
            (at < self.end).then(|| {
                self.words.time(self.a.word(at)).iter().find_map(|w| match w {
                    TimeWord::Last => Some(-1),
                    TimeWord::Next => Some(1),
                    TimeWord::This => Some(0),
                    _ => None,
                })
            })?
        };
        let article = usize::from(
            matches!(self.a.word(at), "la" | "le" | "l'" | "the") || self.is(at, |w| *w == TimeWord::Article),
        );
        let (unit, step, end) = if let (Some(unit), Some(step)) = (self.unit(at + article), way(at + article + 1)) {
            (unit, step, at + article + 2)
        } else if let (Some(step), Some(unit)) = (way(at + article), self.unit(at + article + 1)) {
            (unit, step, at + article + 2)
        } else {
            return None;
        };
        let value = match unit {
            7 => {
                let monday =
                    today - Duration::days(i64::from(today.weekday().num_days_from_monday())) + Duration::weeks(step);
                format!("{monday}/{}", monday + Duration::days(6))
            }
            30 => {
                let month = if step < 0 {
                    today.checked_sub_months(Months::new(1))?
                } else {
                    today.checked_add_months(Months::new(u32::from(step > 0)))?
                };
                month.format("%Y-%m").to_string()
            }
            365 => (i64::from(today.year()) + step).to_string(),
            _ => (today + Duration::days(step)).to_string(),
        };
        self.found(at..end, value)
    }

    /// hier, mardi, mardi prochain, last Tuesday
    fn relative_day(&self, at: usize) -> Option<FoundDate> {
        let today = self.today?;
        for word in self.words.time(self.a.word(at)) {
            match *word {
                TimeWord::Day(offset)
                    if !(offset != 0
                        && self.a.tag(at) == Tag::Noun
                        && matches!(self.a.word(at), "veille" | "lendemain")) =>
                {
                    return self.found(at..at + 1, today + Duration::days(offset));
                }
                TimeWord::Weekday(number) => {
                    let day = Weekday::try_from(u8::try_from(number.checked_sub(1)?).ok()?).ok()?;
                    let before = at.checked_sub(1);
                    let next = self.is(at + 1, |w| *w == TimeWord::Next)
                        || before.is_some_and(|b| self.is(b, |w| *w == TimeWord::Next));
                    let last = self.is(at + 1, |w| *w == TimeWord::Last)
                        || before.is_some_and(|b| self.is(b, |w| *w == TimeWord::Last));
                    let back = i64::from(today.weekday().days_since(day));
                    let date = if next {
                        today + Duration::days(i64::from(day.days_since(today.weekday())).max(1))
                    } else if last && back == 0 {
                        today - Duration::days(7)
                    } else {
                        today - Duration::days(back)
                    };
                    let after = usize::from(self.is(at + 1, |w| matches!(w, TimeWord::Last | TimeWord::Next)));
                    return self.found(at..at + 1 + after, date);
                }
                _ => {}
            }
        }
        None
    }
}

/// The day and month in the year that brings it nearest to `today`.
fn nearest(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    [today.year(), today.year() - 1, today.year() + 1]
        .into_iter()
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .min_by_key(|date| (*date - today).num_days().abs())
}

fn back(today: NaiveDate, unit: i64, count: i64) -> Option<NaiveDate> {
    match unit {
        30 => today.checked_sub_months(Months::new(u32::try_from(count).ok()?)),
        365 => today.checked_sub_months(Months::new(u32::try_from(count).ok()?.checked_mul(12)?)),
        days => today.checked_sub_signed(Duration::days(days * count)),
    }
}

fn forth(today: NaiveDate, unit: i64, count: i64) -> Option<NaiveDate> {
    match unit {
        30 => today.checked_add_months(Months::new(u32::try_from(count).ok()?)),
        365 => today.checked_add_months(Months::new(u32::try_from(count).ok()?.checked_mul(12)?)),
        days => today.checked_add_signed(Duration::days(days * count)),
    }
}

/// A point some months or years away is known to the month or year only.
fn rough(date: NaiveDate, unit: i64) -> String {
    match unit {
        30 => date.format("%Y-%m").to_string(),
        365 => date.format("%Y").to_string(),
        _ => date.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Language;

    fn values(text: &str, lang: Language) -> Vec<String> {
        let a = Analysis::new(text, lang, None);
        let today = NaiveDate::from_ymd_opt(2020, 10, 15);
        dates(&a, 0..a.len(), today).into_iter().map(|d| format!("{}={}", a.text_of(&d.tokens), d.value)).collect()
    }

    #[test]
    fn french() {
        for (text, expected) in [
            ("Il l'a dit hier.", "hier=2020-10-14"),
            ("Il l'a dit mardi.", "mardi=2020-10-13"),
            ("Il viendra mardi prochain.", "mardi prochain=2020-10-20"),
            ("Il l'a dit la semaine dernière.", "la semaine dernière=2020-10-05/2020-10-11"),
            ("un accord le 10 octobre", "le 10 octobre=2020-10-10"),
            ("l'élection du 3 novembre", "3 novembre=2020-11-03"),
            ("mardi 13 octobre 2020", "mardi 13 octobre 2020=2020-10-13"),
            ("Au cours des deux dernières semaines, ils ont", "deux dernières semaines=2020-10-01/2020-10-15"),
            ("entre 2014 et 2019", "entre 2014 et 2019=2014/2019"),
            ("depuis 2015", "2015=2015/.."),
            ("il y a trois jours", "il y a trois jours=2020-10-12"),
            ("En 2018 déjà", "2018=2018"),
            ("l'an dernier", "l'an dernier=2019"),
            ("signé en décembre", "décembre=2019-12"),
            ("le 1er janvier 2021", "le 1er janvier 2021=2021-01-01"),
            ("le 10/09/2020", "10/09/2020=2020-09-10"),
        ] {
            assert_eq!(values(text, Language::French), [expected], "{text}");
        }
    }

    #[test]
    fn english() {
        for (text, expected) in [
            ("He said so yesterday.", "yesterday=2020-10-14"),
            ("He said on Tuesday that", "Tuesday=2020-10-13"),
            ("last week he said", "last week=2020-10-05/2020-10-11"),
            ("on October 10, 2020, they", "October 10, 2020=2020-10-10"),
            ("three days ago", "three days ago=2020-10-12"),
            ("the past two weeks", "past two weeks=2020-10-01/2020-10-15"),
            ("since 2015", "2015=2015/.."),
        ] {
            assert_eq!(values(text, Language::English), [expected], "{text}");
        }
        assert!(values("He may march on.", Language::English).is_empty());
    }

    #[test]
    fn german() {
        for (text, expected) in [
            ("Er sagte das am Montag.", "2020-10-12"),
            ("am 3. Oktober 2019", "2019-10-03"),
            ("Das war am 10. Mai.", "2020-05-10"),
            ("am 3.10.2019 in Bonn", "2019-10-03"),
            ("vor drei Tagen", "2020-10-12"),
            ("Er kam gestern an.", "2020-10-14"),
            ("in der vergangenen Woche", "2020-10-05/2020-10-11"),
            ("seit 2015", "2015/.."),
            ("zwischen 2014 und 2019", "2014/2019"),
            ("im Oktober 2018", "2018-10"),
        ] {
            let found: Vec<String> = values(text, Language::German)
                .iter()
                .map(|found| found.rsplit('=').next().unwrap_or_default().to_owned())
                .collect();
            assert_eq!(found, [expected], "{text}");
        }
    }

    #[test]
    fn without_a_day_nothing_relative() {
        let a = Analysis::new("Il l'a dit hier, le 3 mai 2019.", Language::French, None);
        let found = dates(&a, 0..a.len(), None);
        assert_eq!(found.iter().map(|d| d.value.as_str()).collect::<Vec<_>>(), ["2019-05-03"]);
    }
}
