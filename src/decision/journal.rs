//! The journal: JSON Lines, each carrying the hash of the one before, so that damage is found and located.
//!
//! A line's hash is taken over the exact bytes of the line without its `hash` field, which stands last:
//! `{…,"prev":"…","hash":"…"}`. A signed line names its key before that, and the signature of the hash after it:
//! `{…,"key":"…","prev":"…","hash":"…","sig":"…"}`.

use super::event::{Event, EventKind};
use super::merge::{hashes, unfold};
use super::signature::Signer;
use crate::claim::fingerprint::{sha256_hex, sha256_hex_of};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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
        let lines = text.bytes().filter(|byte| *byte == b'\n').count();
        let mut journal = Journal { events: Vec::with_capacity(lines), ..Journal::default() };
        // Of all events so far; kept only once a merge asks what it brings anew.
        let mut known: Option<BTreeSet<String>> = None;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let number = index as u64 + 1;
            match prove(line, number, &journal.events, &mut known) {
                Ok(event) => {
                    if let Some(known) = &mut known {
                        known.extend(event.with_merged().map(|event| event.hash.clone()));
                    }
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

    /// Takes back events that were appended and whose lines could not be written: the first `events` stay, which have
    /// `proved` bytes.
    pub(crate) fn take_back(&mut self, events: usize, proved: usize) {
        self.events.truncate(events);
        self.proved = proved;
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
            known_there: Vec::new(),
        };
        if let EventKind::Merged { base, lines } = &event.what {
            let hash_at = |at: usize| self.events.get(at).map(|event| event.hash.clone());
            let brought = unfold(lines, *base, &hash_at, &hashes(&self.events)).unwrap_or_default();
            (event.merged, event.known_there) = (brought.events, brought.known_there);
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

fn prove(
    line: &str,
    number: u64,
    before: &[Event],
    known: &mut Option<BTreeSet<String>>,
) -> Result<Event, JournalProblem> {
    let Some(body) = line.strip_suffix('\n') else { return Err(JournalProblem::CutOff { line: number }) };
    let mut event = parse(body, number)?;
    if let EventKind::Merged { base, lines } = &event.what {
        let hash_at = |at: usize| before.get(at).map(|event| event.hash.clone());
        let known = known.get_or_insert_with(|| hashes(before));
        let brought = unfold(lines, *base, &hash_at, known).ok_or(JournalProblem::Altered { line: number })?;
        (event.merged, event.known_there) = (brought.events, brought.known_there);
    }
    let prev = before.last().map_or(ZERO, |event| event.hash.as_str());
    if event.prev != prev || event.seq != number {
        return Err(JournalProblem::Broken { line: number, seq: event.seq });
    }
    Ok(event)
}

/// Reads a line, without its line feed, whose hash fits its bytes.
///
/// A line that is whole and says what this version cannot read (a kind, a state, a stance that came later) is
/// [`EventKind::Newer`].
pub(super) fn parse(body: &str, number: u64) -> Result<Event, JournalProblem> {
    let end = body.rfind(HASH_FIELD).map(|at| body.split_at(at));
    let fits = |event: &Event| {
        end.is_some_and(|(bare, end)| is_tail(end, event) && sha256_hex_of(&[bare.as_bytes(), b"}"]) == event.hash)
    };
    match serde_json::from_str::<Event>(body) {
        Ok(event) if fits(&event) => Ok(event),
        Ok(_) => Err(JournalProblem::Altered { line: number }),
        Err(error) => {
            let newer = serde_json::from_str::<Value>(body).ok().and_then(|mut line| {
                *line.get_mut("what")? = serde_json::json!({ "event": "unknown" });
                serde_json::from_value::<Event>(line).ok()
            });
            let unreadable = JournalProblem::Unreadable { line: number, why: error.to_string() };
            newer.filter(fits).ok_or(unreadable)
        }
    }
}

/// Whether this is the end of the event's line: hash and signature, and nothing else.
fn is_tail(end: &str, event: &Event) -> bool {
    let rest = end.strip_prefix(HASH_FIELD).and_then(|rest| rest.strip_prefix(event.hash.as_str()));
    match (rest, &event.sig) {
        (Some(rest), None) => rest == "\"}",
        (Some(rest), Some(sig)) => {
            rest.strip_prefix("\",\"sig\":\"").and_then(|rest| rest.strip_prefix(sig.as_str())) == Some("\"}")
        }
        (None, _) => false,
    }
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
