//! A large set out of small ones: their records, and then the same with words and numbers changed.

use dixit::reference::ReferenceClaim;
use serde_json::json;

/// One word in so many is changed.
const CHANGED: u64 = 3;

/// Numbers that look random and are the same each time (splitmix64; Steele, Lea, Flood 2014).
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }
}

/// `count` lines of a set. A changed word becomes one that stands elsewhere in the records, so that frequent words stay frequent.
pub(crate) fn lines(records: &[ReferenceClaim], count: usize) -> impl Iterator<Item = String> + '_ {
    let words: Vec<&str> = records.iter().flat_map(|record| record.text.split_whitespace()).collect();
    let mut sequence = Sequence(4);
    (0..count.min(if records.is_empty() { 0 } else { count })).map(move |at| {
        let record = &records[at % records.len()];
        let mut varied = |text: &str| -> String {
            if at < records.len() || words.is_empty() {
                return text.to_owned();
            }
            let change = |word: &str| match word.parse::<u64>() {
                Ok(number) => (number / 2 + sequence.next() % (number + 2)).to_string(),
                Err(_) if sequence.next().is_multiple_of(CHANGED) => {
                    words[(sequence.next() % words.len() as u64) as usize].to_owned()
                }
                Err(_) => word.to_owned(),
            };
            text.split_whitespace().map(change).collect::<Vec<_>>().join(" ")
        };
        let (title, text) = (record.title.as_deref().map(&mut varied), varied(&record.text));
        json!({ "id": format!("v{at}"), "title": title, "text": text, "lang": "en" }).to_string()
    })
}
