//! Makes articles for measuring speed: paragraphs of the corpus, drawn by lot, so that there are as many as wanted and each is of real
//! news language. The same seed gives the same articles.

use crate::corpus::Article;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Paragraphs of an article, at least and at most: those of `corpus/` have as many.
const PARAGRAPHS: std::ops::RangeInclusive<u64> = 3..=9;

/// Draws articles from the paragraphs of others, each in one language.
pub(crate) struct Sampler {
    /// For each language its paragraphs and dates.
    languages: Vec<(String, Vec<String>, Vec<String>)>,
    seed: u64,
}

impl Sampler {
    /// A sampler of these articles; `None` without any.
    pub(crate) fn new(articles: &[Article], seed: u64) -> Option<Sampler> {
        let mut languages: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
        for article in articles {
            let line = article.line();
            let word = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (paragraphs, dates) = languages.entry(word("lang")).or_default();
            paragraphs.extend(word("text").split("\n\n").map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()));
            dates.push(word("date"));
        }
        let languages: Vec<_> = languages.into_iter().map(|(lang, (texts, dates))| (lang, texts, dates)).collect();
        (!languages.is_empty()).then_some(Sampler { languages, seed })
    }

    /// The article of a number, as a line for `dixit extract --jsonl`.
    pub(crate) fn article(&self, number: u64) -> Value {
        let mut state = splitmix(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number);
        let mut below = |bound: usize| {
            state = splitmix(state);
            usize::try_from(state % u64::try_from(bound.max(1)).unwrap_or(1)).unwrap_or(0)
        };
        let (lang, paragraphs, dates) = &self.languages[below(self.languages.len())];
        let span = usize::try_from(PARAGRAPHS.end() - PARAGRAPHS.start() + 1).unwrap_or(1);
        let count = usize::try_from(*PARAGRAPHS.start()).unwrap_or(1) + below(span);
        let text: Vec<&str> = (0..count).map(|_| paragraphs[below(paragraphs.len())].as_str()).collect();
        let date = &dates[below(dates.len())];
        json!({ "id": format!("g{number:06}"), "lang": lang, "date": date, "text": text.join("\n\n") })
    }
}

/// The next of a row of numbers that look like chance (Steele, Lea, Flood 2014, *Fast splittable pseudorandom number generators*).
fn splitmix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
