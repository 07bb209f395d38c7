//! Every reader of dixit on hostile input. A reader may refuse anything, and must not panic; what it gives must hold.

use chrono::NaiveDate;
use dixit::claim::anchor::anchor;
use dixit::claim::{ExtractOptions, Selector, extract, format, validity};
use dixit::decision::{Journal, Ledger, damages, merge};
use dixit::input::{Document, Given};
use dixit::lang::Language;
use dixit::reference::import::{ImportOptions, Ratings, import};
use dixit::text::CodePoints;

/// A reader by its name; each takes any bytes.
pub type Reader = fn(&[u8]);

/// The readers, by the names of their targets and of their directories in `corpus/`.
pub const READERS: [(&str, Reader); 11] = [
    ("article", article),
    ("page", page),
    ("checks", checks),
    ("claims_file", claims_file),
    ("journal", journal),
    ("journal_merge", journal_merge),
    ("reference_set", reference_set),
    ("dates", dates),
    ("tokens", tokens),
    ("selector", selector),
    ("gold", gold),
];

/// Bytes of an article, in any encoding, to claims whose spans fit the text.
pub fn article(data: &[u8]) {
    let Ok(document) = dixit::input::read(data, Given::default()) else { return };
    claims_hold(&document);
}

/// A web page to the claims of its article.
pub fn page(data: &[u8]) {
    let Ok(document) = dixit::input::read(data, Given { html: true, ..Given::default() }) else { return };
    assert!(document.original.as_ref().is_some_and(|original| original.bytes == data));
    claims_hold(&document);
}

/// Checks of others, as ClaimReview and as a table; a set that was made takes the same checks again unchanged.
pub fn checks(data: &[u8]) {
    for table in [false, true] {
        let options = ImportOptions { table, today: "2024-01-01".to_owned(), ..ImportOptions::default() };
        let Ok(first) = import(data, "", &Ratings::own(), &options) else { continue };
        let again = import(data, &first.set, &Ratings::own(), &options);
        assert!(again.is_ok_and(|again| again.set == first.set && again.added == 0));
    }
}

fn claims_hold(document: &Document) {
    let set = extract(document, &ExtractOptions::default());
    let count = CodePoints::new(&document.text).count();
    for claim in &set.claims {
        assert!(validity::check_anchor(claim, &document.text).is_ok());
        assert!(claim.selector.start < claim.selector.end && claim.selector.end <= count);
    }
    let written = format::write(&set);
    let read = format::read("set.json", written.as_bytes()).map(|file| file.set);
    assert!(read.is_ok_and(|read| read == set), "what is written is read again");
}

/// A claims file; what is read is written and read again.
pub fn claims_file(data: &[u8]) {
    let Ok(file) = format::read("claims.json", data) else { return };
    if file.newer.is_none() {
        let again = format::read("claims.json", format::write(&file.set).as_bytes());
        assert!(again.is_ok_and(|again| again.set == file.set));
    }
}

/// A journal: what it proves is replayed, and what is wrong is named.
pub fn journal(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let journal = Journal::read(&text);
    assert!(journal.proved <= text.len());
    let named = damages(&text, None);
    if journal.problem.is_none() {
        assert!(named.is_empty(), "{named:?}");
    }
    let ledger = Ledger::replay(&journal.events, false);
    assert_eq!(ledger, Ledger::replay(&journal.events, false));
}

/// Two journals, with an empty line between.
pub fn journal_merge(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (ours, theirs) = text.split_once("\n\n").unwrap_or((&text, ""));
    let _ = merge::merge(&Journal::read(&format!("{ours}\n")), theirs);
}

/// A reference set.
pub fn reference_set(data: &[u8]) {
    if let Ok(set) = dixit::reference::read("set.jsonl", data) {
        assert_eq!(set.claims().claims.len(), set.records.len());
    }
}

/// Dates and numbers in French, English and German words.
pub fn dates(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for lang in Language::ALL {
        let mut document = Document::new(text.as_ref(), lang);
        document.date = NaiveDate::from_ymd_opt(2026, 2, 28);
        claims_hold(&document);
    }
}

/// Tokens do not overlap, stand in order, and are not empty.
pub fn tokens(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for lang in Language::ALL {
        let tokens = dixit::text::tokenize(&text, dixit::lang::token_rules(lang));
        for pair in tokens.windows(2) {
            assert!(pair[0].span.end() <= pair[1].span.start());
        }
        assert!(tokens.iter().all(|token| !token.of(&text).is_empty()));
    }
}

/// A selector taken from the first half of the bytes, looked for in the second.
pub fn selector(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let chars: Vec<char> = text.chars().collect();
    let (old, new) = chars.split_at(chars.len() / 2);
    let (from, to) = (old.len() / 3, old.len() / 2);
    let part = |chars: &[char]| chars.iter().collect::<String>();
    let selector = Selector {
        exact: part(&old[from..to]),
        prefix: part(&old[from.saturating_sub(32)..from]),
        suffix: part(&old[to..(to + 32).min(old.len())]),
        start: from as u32,
        end: to as u32,
    };
    for before in [None, Some(part(old))] {
        if let Some(span) = anchor(&selector, before.as_deref(), &part(new)).span() {
            assert!(span.start <= span.end && span.end as usize <= new.len());
        }
    }
}

/// Annotated documents.
pub fn gold(data: &[u8]) {
    let _ = dixit::evaluation::gold::read(data);
}
