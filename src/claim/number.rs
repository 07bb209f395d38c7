//! Numbers with their units, by value: *près de 3 000 soldats*, *trois millions d'euros*, *15 %*.

use crate::attribution::Analysis;
use crate::lang::{NumberWord, TimeWords};
use crate::tagging::Tag;
use std::fmt;
use std::ops::Range;

/// A number found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundNumber {
    /// The tokens of the number and its unit.
    pub tokens: Range<usize>,
    /// Its value.
    pub value: Quantity,
}

/// A number as a value that can be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number.
    pub number: f64,
    /// `%`, a currency by ISO 4217, `km`, …
    pub unit: Option<String>,
    /// `~` about, `>` more than, `<` less than, `=` exactly.
    pub bound: Option<char>,
}

impl Quantity {
    /// Reads what `Display` writes: `~3000`, `15 %`.
    pub fn parse(value: &str) -> Option<Quantity> {
        let bound = value.chars().next().filter(|c| matches!(c, '~' | '<' | '>' | '='));
        let rest = value.trim_start_matches(['~', '<', '>', '=']);
        let (number, unit) =
            rest.split_once(' ').map_or((rest, None), |(number, unit)| (number, Some(unit.to_owned())));
        number.parse().ok().map(|number| Quantity { number, unit, bound })
    }
}

impl fmt::Display for Quantity {
    /// `~3000`, `15 %`, `2500000000 EUR`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(bound) = self.bound {
            write!(f, "{bound}")?;
        }
        write!(f, "{}", self.number)?;
        match &self.unit {
            Some(unit) => write!(f, " {unit}"),
            None => Ok(()),
        }
    }
}

/// Finds the numbers among the tokens of `range`, in order; years and days of a date are the caller's to leave out.
pub fn numbers(a: &Analysis<'_>, range: Range<usize>) -> Vec<FoundNumber> {
    let words = TimeWords::of(a.lang);
    let limit = range.end.min(a.len());
    let mut found = Vec::new();
    let mut at = range.start;
    while at < limit {
        match number(a, words, at, limit) {
            Some(number) => {
                at = number.tokens.end;
                found.push(number);
            }
            None => at += 1,
        }
    }
    found
}

fn number(a: &Analysis<'_>, words: &TimeWords, start: usize, limit: usize) -> Option<FoundNumber> {
    let mut at = start;
    let mut bound = None;
    let mut unit = None;
    // $3m
    if let Some(code) = currency(words, a.word(at)) {
        unit = Some(code.to_owned());
        at += 1;
    }
    let (mut value, mut end, about) = numeral(a, words, at, limit)?;
    bound = bound.or(about);
    // de: 3 millions de, une quarantaine de
    let mut next = end;
    while let Some(scale) =
        words.number(a.word(next)).iter().find_map(|w| if let NumberWord::Scale(n) = w { Some(*n) } else { None })
        && next < limit
    {
        value *= scale as f64;
        next += 1;
        end = next;
    }
    let of = usize::from(matches!(a.word(next), "de" | "d'" | "of"));
    let unit_at = if of == 1 && value < 1_000.0 && about.is_none() { next } else { next + of };
    if unit.is_none() && unit_at < limit {
        let word = a.word(unit_at);
        // pour cent, per cent
        if matches!(word, "pour" | "per") && a.word(unit_at + 1) == "cent" {
            unit = Some("%".to_owned());
            end = unit_at + 2;
        } else if let Some(name) = words.number(word).iter().find_map(|w| match w {
            NumberWord::Unit(name) => Some(*name),
            NumberWord::Currency(code) => Some(*code),
            _ => None,
        }) {
            unit = Some(name.to_owned());
            end = unit_at + 1;
        }
    }
    bound = bound.or_else(|| bound_before(a, words, start));
    Some(FoundNumber { tokens: start..end, value: Quantity { number: value, unit, bound } })
}

fn currency(words: &TimeWords, word: &str) -> Option<&'static str> {
    let sign = matches!(word, "$" | "€" | "£");
    words
        .number(word)
        .iter()
        .find_map(|w| if let NumberWord::Currency(code) = w { Some(*code) } else { None })
        .filter(|_| sign)
}

/// The value of digits or number words at `at`, where they end, and whether they are approximate in themselves.
fn numeral(a: &Analysis<'_>, words: &TimeWords, at: usize, limit: usize) -> Option<(f64, usize, Option<char>)> {
    if at >= limit {
        return None;
    }
    let raw = a.raw(at);
    if raw.starts_with(|c: char| c.is_ascii_digit()) {
        // groups of three after a plain blank: 3 000
        let mut digits = raw.to_owned();
        let mut end = at + 1;
        while a.lang == crate::lang::Language::French
            && end < limit
            && digits.bytes().all(|b| b.is_ascii_digit())
            && a.raw(end).len() == 3
            && a.raw(end).bytes().all(|b| b.is_ascii_digit())
            && raw.len() <= 3
        {
            digits.push_str(a.raw(end));
            end += 1;
        }
        return parse_digits(&digits, a.lang).map(|value| (value, end, None));
    }
    // dreitausend, zweihundertfünf: one word
    if a.lang == crate::lang::Language::German
        && words.number(a.word(at)).is_empty()
        && let Some(value) = words.compound(a.word(at))
    {
        return Some((value as f64, at + 1, None));
    }
    let mut total = 0u64;
    let mut current = 0u64;
    let mut seen = false;
    let mut about = None;
    let mut i = at;
    while i < limit {
        let Some(meaning) = words
            .number(a.word(i))
            .iter()
            .find(|w| matches!(w, NumberWord::Word(_) | NumberWord::Scale(_) | NumberWord::Noun(_)))
        else {
            // vingt et un, one hundred and five; hyphens are part of words
            if seen
                && matches!(a.word(i), "et" | "and")
                && words.number(a.word(i + 1)).iter().any(|w| matches!(w, NumberWord::Word(_)))
            {
                i += 1;
                continue;
            }
            break;
        };
        match *meaning {
            NumberWord::Word(n) => current = current.saturating_add(n),
            // cent vingt: in French a hundred begins a number by itself
            NumberWord::Scale(n)
                if seen || n > 100 && n < 1_000_000 || n == 100 && a.lang == crate::lang::Language::French =>
            {
                if n == 100 {
                    current = current.max(1).saturating_mul(100);
                } else {
                    total = total.saturating_add(current.max(1).saturating_mul(n));
                    current = 0;
                }
            }
            NumberWord::Scale(_) => break,
            NumberWord::Noun(n) => {
                current = current.max(1).saturating_mul(n);
                about = Some('~');
            }
            NumberWord::Unit(_) | NumberWord::Currency(_) | NumberWord::Approximate(_) => break,
        }
        seen = true;
        i += 1;
    }
    let value = total.saturating_add(current);
    (seen
        && value != 1
        && (a.tag(at) == Tag::Num || about.is_some() || i > at + 1 || value > 9 || a.tag(at) == Tag::Det))
        .then_some((value as f64, i, about))
}

/// *1,74* and *3.000* by the habits of the language: a separator before exactly three digits groups them unless it
/// is the language's decimal mark and stands alone.
fn parse_digits(raw: &str, lang: crate::lang::Language) -> Option<f64> {
    let decimal = match lang {
        crate::lang::Language::French | crate::lang::Language::German => ',',
        crate::lang::Language::English | crate::lang::Language::Other(_) => '.',
    };
    let core = raw.trim_end_matches(|c: char| c.is_alphabetic());
    if core.is_empty() || raw.contains(['/', ':']) {
        return None;
    }
    // 12e, 3rd: ordinals count nothing; 3k, 5m do
    let scale = match raw[core.len()..].to_lowercase().as_str() {
        "" => 1.0,
        "k" => 1_000.0,
        "m" => 1_000_000.0,
        "bn" => 1_000_000_000.0,
        _ => return None,
    };
    let plain: String = core.chars().filter(|c| c.is_ascii_digit() || *c == decimal).collect();
    plain.replace(decimal, ".").parse::<f64>().ok().map(|value| value * scale)
}

/// *près de*, *plus de*, *about* before the number; *exactement* is `=`.
fn bound_before(a: &Analysis<'_>, words: &TimeWords, start: usize) -> Option<char> {
    let mut at = start.checked_sub(1)?;
    let before = |back: usize| start.checked_sub(back).map_or("", |at| a.word(at));
    match (before(3), before(2), before(1)) {
        (_, "au", "moins") | (_, "at", "least") | ("no" | "not", "less" | "fewer", "than") => return Some('>'),
        (_, "au", "plus") | (_, "at", "most") | ("no" | "not", "more", "than") => return Some('<'),
        (_, _, "exactement" | "exactly" | "precisely" | "précisément" | "genau") => return Some('='),
        _ => {}
    }
    match (before(3), before(2)) {
        ("pas", "plus") => return Some('<'),
        ("pas", "moins") => return Some('>'),
        _ => {}
    }
    // mehr als 300
    if a.lang == crate::lang::Language::German && a.word(at) == "als" {
        at = at.checked_sub(1)?;
    }
    if matches!(a.word(at), "de" | "d'" | "than") {
        at = at.checked_sub(1)?;
        if a.word(at + 1) == "than" {
            return match a.word(at) {
                "more" | "higher" => Some('>'),
                "less" | "fewer" | "lower" => Some('<'),
                _ => None,
            };
        }
    }
    words
        .number(a.word(at))
        .iter()
        .find_map(|w| if let NumberWord::Approximate(bound) = w { Some(*bound) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Language;

    fn values(text: &str, lang: Language) -> Vec<String> {
        let a = Analysis::new(text, lang, None);
        numbers(&a, 0..a.len()).into_iter().map(|n| n.value.to_string()).collect()
    }

    #[test]
    fn french() {
        for (text, expected) in [
            ("près de 3 000 soldats", "~3000"),
            ("quelque 120 pompiers", "~120"),
            ("plus de 3\u{202f}000 morts", ">3000"),
            ("trois millions d'euros", "3000000 EUR"),
            ("une hausse de 15 % en", "15 %"),
            ("1,74 gramme", "1.74 g"),
            ("deux cents personnes", "200"),
            ("une quarantaine de faux", "~40"),
            ("2.700.000 francs", "2700000 CHF"),
            ("quarante minutes de moins", "40 min"),
            ("cent vingt exilés", "120"),
            ("2 000 000 de clients", "2000000"),
            ("au moins 40 blessés", ">40"),
            ("pas plus de dix personnes", "<10"),
            ("exactement 42 passagers", "=42"),
            ("12 pour cent", "12 %"),
        ] {
            assert_eq!(values(text, Language::French), [expected], "{text}");
        }
        assert!(values("la 12e édition", Language::French).is_empty());
    }

    #[test]
    fn german() {
        for (text, expected) in [
            ("rund 3.000 Soldaten", "~3000"),
            ("mehr als dreitausend Menschen", ">3000"),
            ("zweihundertfünfundvierzig Stimmen", "245"),
            ("ein Plus von 15,5 Prozent", "15.5 %"),
            ("2,5 Milliarden Euro", "2500000000 EUR"),
            ("drei Millionen Euro", "3000000 EUR"),
        ] {
            assert_eq!(values(text, Language::German), [expected], "{text}");
        }
    }

    #[test]
    fn english() {
        for (text, expected) in [
            ("about three thousand soldiers", "~3000"),
            ("more than 3,000 people", ">3000"),
            ("a 15 percent rise", "15 %"),
            ("$2.5 billion", "2500000000 USD"),
            ("one hundred and five seats", "105"),
            ("3k users", "3000"),
        ] {
            assert_eq!(values(text, Language::English), [expected], "{text}");
        }
    }
}
