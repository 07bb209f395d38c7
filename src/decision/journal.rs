//! The journal: JSON Lines, each carrying the hash of the one before, so that damage is found and located.
//!
//! A line's hash is taken over the exact bytes of the line without its `hash` field, which stands last:
//! `{…,"prev":"…","hash":"…"}`. A signed line names its key before that, and the signature of the hash after it:
//! `{…,"key":"…","prev":"…","hash":"…","sig":"…"}`.

use super::event::{Event, EventKind};
use super::merge::unfold;
use super::signature::Signer;
use crate::claim::fingerprint::sha256_hex;
use std::collections::BTreeMap;

/// The journal as read: the events up to the first damage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The events that the chain proves.
    pub events: Vec<Event>,
    /// What is wrong, when something is.
    pub problem: Option<JournalProblem>,
    /// Bytes of the lines proved.
    pub proved: usize,
}

/// The first thing wrong with a journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalProblem {
    /// The line is no event.
    #[error("line {line} is not an event ({why}); restore it from git or a backup")]
    Unreadable {
        /// Number of the line, from 1.
        line: u64,
        /// What the reader said.
        why: String,
    },
    /// The line's hash does not fit its bytes.
    #[error("line {line} was altered: its hash does not fit; restore it from git or a backup")]
    Altered {
        /// Number of the line.
        line: u64,
    },
    /// The line does not follow the one before.
    #[error("line {line} does not follow line {}: a line was removed, inserted or moved (it says it is number {seq}); restore it from git or a backup", line - 1)]
    Broken {
        /// Number of the line.
        line: u64,
        /// The number that it gives itself.
        seq: u64,
    },
    /// The change that begins at the line has no end: a write was cut off before it was acknowledged.
    #[error("line {line} was cut off while it was written; it was never acknowledged, and the next command drops it")]
    CutOff {
        /// Number of the first line of the change.
        line: u64,
    },
    /// The head file knows of later lines.
    #[error(
        "ends at line {lines}, but line {head} was acknowledged: lines were removed at the end; restore them from git or a backup"
    )]
    Shortened {
        /// Lines there.
        lines: u64,
        /// Lines acknowledged.
        head: u64,
    },
}

impl JournalProblem {
    /// Whether the journal is as sound as before the write that was cut off.
    pub fn is_harmless(&self) -> bool {
        matches!(self, JournalProblem::CutOff { .. })
    }
}

/// The hash before the first line.
pub(super) const ZERO: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const HASH_FIELD: &str = ",\"hash\":\"";

impl Journal {
    /// Reads and proves a journal.
    pub fn read(text: &str) -> Journal {
        let mut journal = Journal::default();
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let number = index as u64 + 1;
            match prove(line, number, &journal.events) {
                Ok(event) => {
                    journal.events.push(event);
                    journal.proved += line.len();
                }
                Err(problem) => {
                    journal.problem = Some(problem);
                    break;
                }
            }
        }
        if journal.problem.as_ref().is_none_or(JournalProblem::is_harmless) {
            journal.drop_unfinished(text);
        }
        journal
    }

    /// A change of several lines whose last one is missing was never acknowledged: it goes as a whole.
    fn drop_unfinished(&mut self, text: &str) {
        let whole = self.events.iter().rposition(|event| event.more == 0).map_or(0, |last| last + 1);
        if whole < self.events.len() {
            self.events.truncate(whole);
            self.proved = text.split_inclusive('\n').take(whole).map(str::len).sum();
            self.problem = Some(JournalProblem::CutOff { line: whole as u64 + 1 });
        }
    }

    /// Every event with those that merges brought, in the order in which they take effect.
    pub fn history(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().flat_map(Event::with_merged)
    }

    /// The hash of the last event.
    pub fn head(&self) -> &str {
        self.events.last().map_or(ZERO, |event| event.hash.as_str())
    }

    /// Adds a change and gives its lines, with their line feeds. The files hang on the last line.
    pub fn append(
        &mut self,
        at: &str,
        by: &str,
        events: Vec<EventKind>,
        files: BTreeMap<String, Option<String>>,
        signer: Option<&Signer>,
    ) -> String {
        let mut text = String::new();
        let (mut files, mut more) = (files, u32::try_from(events.len()).unwrap_or(u32::MAX));
        for what in events {
            more -= 1;
            let brought = if more == 0 { std::mem::take(&mut files) } else { BTreeMap::new() };
            let (event, line) = self.next(at, by, what, brought, more, signer);
            self.proved += line.len();
            self.events.push(event);
            text.push_str(&line);
        }
        text
    }

    /// Makes the next event and its line; the journal itself stays as it is.
    fn next(
        &self,
        at: &str,
        by: &str,
        what: EventKind,
        files: BTreeMap<String, Option<String>>,
        more: u32,
        signer: Option<&Signer>,
    ) -> (Event, String) {
        let seq = self.events.len() as u64 + 1;
        let mut event = Event {
            seq,
            at: at.to_owned(),
            by: by.to_owned(),
            what,
            files,
            more,
            key: signer.map(Signer::key),
            prev: self.head().to_owned(),
            hash: String::new(),
            sig: None,
            merged: Vec::new(),
        };
        if let EventKind::Merged { base, lines } = &event.what {
            event.merged = unfold(lines, *base, &self.events).unwrap_or_default();
        }
        let body = bare(&event);
        event.hash = sha256_hex(body.as_bytes());
        event.sig = signer.map(|signer| signer.sign(&event.hash));
        let line = format!("{}{}\n", body.strip_suffix('}').unwrap_or(&body), tail(&event));
        (event, line)
    }
}

/// The end of a line: hash and signature.
fn tail(event: &Event) -> String {
    let sig = event.sig.as_ref().map(|sig| format!(",\"sig\":\"{sig}\"")).unwrap_or_default();
    format!("{HASH_FIELD}{}\"{sig}}}", event.hash)
}

/// The line of an event without its hash.
fn bare(event: &Event) -> String {
    let mut value = serde_json::to_value(event).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.remove("hash");
        object.remove("sig");
    }
    value.to_string()
}

fn prove(line: &str, number: u64, before: &[Event]) -> Result<Event, JournalProblem> {
    let Some(body) = line.strip_suffix('\n') else { return Err(JournalProblem::CutOff { line: number }) };
    let mut event = parse(body, number)?;
    if let EventKind::Merged { base, lines } = &event.what {
        event.merged = unfold(lines, *base, before).ok_or(JournalProblem::Altered { line: number })?;
    }
    let prev = before.last().map_or(ZERO, |event| event.hash.as_str());
    if event.prev != prev || event.seq != number {
        return Err(JournalProblem::Broken { line: number, seq: event.seq });
    }
    Ok(event)
}

/// Reads a line, without its line feed, whose hash fits its bytes.
pub(super) fn parse(body: &str, number: u64) -> Result<Event, JournalProblem> {
    let event: Event = serde_json::from_str(body)
        .map_err(|error| JournalProblem::Unreadable { line: number, why: error.to_string() })?;
    let expected = body.rfind(HASH_FIELD).map(|at| format!("{}}}", &body[..at]));
    let fits = expected.is_some_and(|bare| sha256_hex(bare.as_bytes()) == event.hash) && body.ends_with(&tail(&event));
    if fits { Ok(event) } else { Err(JournalProblem::Altered { line: number }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimId;
    use proptest::prelude::*;

    fn sample(count: usize) -> String {
        let mut text = String::new();
        for n in 0..count {
            let kind = EventKind::Comment { claim: ClaimId(format!("c{n}")), text: format!("n° {n} « oui » }}}}") };
            text.push_str(&Journal::read(&text).append(
                "2020-10-16T08:00:00Z",
                "Ana",
                vec![kind],
                BTreeMap::new(),
                None,
            ));
        }
        text
    }

    #[test]
    fn proves_what_it_wrote() {
        let journal = Journal::read(&sample(5));
        assert_eq!((journal.events.len(), &journal.problem), (5, &None));
        assert_eq!(journal.proved, sample(5).len());
    }

    #[test]
    fn names_each_kind_of_damage() {
        let text = sample(5);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let problem =
            |lines: Vec<&str>| Journal::read(&lines.concat()).problem.map(|p| p.to_string()).unwrap_or_default();
        assert!(problem(vec![lines[0], lines[2], lines[3]]).contains("line 2 does not follow line 1"));
        assert!(problem(vec![lines[0], lines[0]]).contains("line 2 does not follow"));
        assert!(problem(vec![lines[0], lines[2], lines[1]]).contains("line 2 does not follow"));
        let altered = lines[1].replace("Ana", "Bob");
        assert!(problem(vec![lines[0], &altered, lines[2]]).contains("line 2 was altered"));
        assert!(problem(vec![lines[0], &lines[1][..40]]).contains("line 2 was cut off"));
        assert!(problem(vec![lines[0], "rien\n"]).contains("line 2 is not an event"));
    }

    #[test]
    fn a_change_of_several_lines_is_whole_or_absent() {
        let comment = |n: u8| EventKind::Comment { claim: ClaimId("c1".to_owned()), text: format!("n° {n}") };
        let mut journal = Journal::default();
        let one = journal.append("2026-10-16T08:00:00Z", "Ana", vec![comment(1)], BTreeMap::new(), None);
        let three = journal.append(
            "2026-10-16T08:00:01Z",
            "Ana",
            vec![comment(2), comment(3), comment(4)],
            BTreeMap::new(),
            None,
        );
        let text = format!("{one}{three}");
        assert_eq!(Journal::read(&text), journal);
        for cut in one.len() + 1..text.len() {
            if text.is_char_boundary(cut) {
                let read = Journal::read(&text[..cut]);
                assert_eq!((read.events.len(), read.proved), (1, one.len()), "cut at {cut}");
                assert_eq!(read.problem, Some(JournalProblem::CutOff { line: 2 }));
            }
        }
    }

    proptest! {
        #[test]
        fn any_flipped_byte_is_found(at in 0usize..1000, bit in 0u8..7) {
            let text = sample(3);
            let mut bytes = text.clone().into_bytes();
            let at = at % (bytes.len() - 1);
            bytes[at] ^= 1 << bit;
            let damaged = String::from_utf8_lossy(&bytes).into_owned();
            prop_assume!(damaged != text);
            prop_assert!(Journal::read(&damaged).problem.is_some());
        }
    }
}
