//! What exactly is wrong with a journal: every line that was altered, dropped, doubled, moved or slipped in.
//!
//! [`Journal::read`](super::Journal::read) stops at the first line that the chain does not prove; [`damages`] goes on, and
//! uses what each line says of itself (its number, its own hash, the hash of the line before) to tell which line is
//! at fault.

use super::event::Event;
use super::journal::{ZERO, parse};
use std::collections::{BTreeMap, BTreeSet};

/// One thing wrong with a journal. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Damage {
    /// The line is not what was written: its hash does not fit, or it cannot be read.
    #[error("line {line} was altered")]
    Altered {
        /// The line.
        line: u64,
    },
    /// Events are missing.
    #[error("event {first} is missing: its line was removed")]
    Missing {
        /// The event's number.
        first: u64,
    },
    /// The line stands there twice.
    #[error("line {line} repeats line {of}")]
    Doubled {
        /// The second of the two.
        line: u64,
        /// The first.
        of: u64,
    },
    /// The line stands before a line that it should follow.
    #[error("line {line} and line {other} stand in the wrong order")]
    Swapped {
        /// The line that comes too early.
        line: u64,
        /// The line that comes too late.
        other: u64,
    },
    /// The line was not there when the lines around it were written.
    #[error("line {line} was inserted")]
    Inserted {
        /// The line.
        line: u64,
    },
    /// The line is whole, but was not written after the line before it.
    #[error("line {line} does not follow what is before it: one of the two was replaced")]
    Foreign {
        /// The line.
        line: u64,
    },
}

struct Line {
    number: u64,
    /// The event, when the line's hash fits its bytes.
    event: Option<Event>,
}

/// Everything wrong with the text of a journal, in the order of the lines; nothing for a sound one. `head` is the number
/// and hash of the last event that was acknowledged, where that is known. A last line that was cut off while it was
/// written is no damage.
pub fn damages(text: &str, head: Option<(u64, &str)>) -> Vec<Damage> {
    let mut lines: Vec<Line> = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = index as u64 + 1;
        if let Some(body) = line.strip_suffix('\n') {
            lines.push(Line { number, event: parse(body, number).ok() });
        }
    }
    let mut by_seq: BTreeMap<u64, Vec<&Line>> = BTreeMap::new();
    for line in &lines {
        if let Some(event) = &line.event {
            by_seq.entry(event.seq).or_default().push(line);
        }
    }
    let mut bad: BTreeSet<u64> = lines.iter().filter(|line| line.event.is_none()).map(|line| line.number).collect();
    let mut found = BTreeSet::new();
    let mut chosen: Vec<&Line> = Vec::new();
    let (mut prev, mut known) = (ZERO.to_owned(), true);
    let last = by_seq.keys().next_back().copied().unwrap_or(0).max(head.map_or(0, |(seq, _)| seq));
    for seq in 1..=last {
        let candidates = by_seq.get(&seq).map_or(&[][..], Vec::as_slice);
        let follows = |line: &&&Line| line.event.as_ref().is_some_and(|event| event.prev == prev);
        // Where the line before is lost, the one that the next line follows is the right one.
        let precedes = |line: &&&Line| {
            let mut next = by_seq.get(&(seq + 1)).into_iter().flatten().filter_map(|next| next.event.as_ref());
            line.event.as_ref().is_some_and(|event| {
                head == Some((seq, event.hash.as_str())) || next.any(|next| next.prev == event.hash)
            })
        };
        // A forged line can follow the line before, but not precede the one after as well.
        let follows = |line: &&&Line| known && follows(line);
        let right = candidates.iter().find(|line| follows(line) && precedes(line));
        let right = right.or_else(|| candidates.iter().find(follows)).or_else(|| candidates.iter().find(precedes));
        match right.or(candidates.first()) {
            Some(line) => {
                if let Some(event) = &line.event {
                    let replaced = head.is_some_and(|(last, hash)| last == seq && hash != event.hash);
                    if known && event.prev != prev || replaced {
                        found.insert(Damage::Foreign { line: line.number });
                    }
                    prev.clone_from(&event.hash);
                }
                known = true;
                chosen.push(line);
            }
            None => {
                // A line that cannot be read may be the one that is missing: it must stand where that one stood.
                let after = chosen.last().map_or(0, |line| line.number);
                match bad.range(after + 1..).next().copied().filter(|line| *line == after + 1) {
                    Some(line) => {
                        bad.remove(&line);
                        found.insert(Damage::Altered { line });
                    }
                    None => {
                        found.insert(Damage::Missing { first: seq });
                    }
                }
                known = false;
            }
        }
    }
    for line in &lines {
        let Some(event) = &line.event else { continue };
        if chosen.iter().any(|chosen| chosen.number == line.number) {
            continue;
        }
        let twin = chosen.iter().find(|chosen| chosen.event.as_ref().is_some_and(|other| other.hash == event.hash));
        found.insert(match twin {
            Some(twin) => Damage::Doubled { line: line.number.max(twin.number), of: line.number.min(twin.number) },
            None => Damage::Inserted { line: line.number },
        });
    }
    // An unreadable last line was altered; any other that nothing is missing for was slipped in.
    let end = lines.len() as u64;
    found.extend(bad.into_iter().map(
        |line| {
            if line == end { Damage::Altered { line } } else { Damage::Inserted { line } }
        },
    ));
    for pair in chosen.windows(2) {
        if pair[1].number < pair[0].number {
            found.insert(Damage::Swapped { line: pair[1].number, other: pair[0].number });
        }
    }
    let mut found: Vec<Damage> = found.into_iter().collect();
    found.sort_by_key(Damage::place);
    found
}

impl Damage {
    /// Where to look: a line, or the number of the event that is missing.
    fn place(&self) -> u64 {
        match self {
            Damage::Altered { line }
            | Damage::Doubled { line, .. }
            | Damage::Swapped { line, .. }
            | Damage::Inserted { line }
            | Damage::Foreign { line } => *line,
            Damage::Missing { first } => *first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::ClaimId;
    use crate::decision::{EventKind, Journal};
    use proptest::prelude::*;

    const LINES: usize = 12;

    fn lines() -> Vec<String> {
        let mut journal = Journal::default();
        let comment =
            |n: usize| EventKind::Comment { claim: ClaimId(format!("c{n}")), text: format!("n° {n} « oui »") };
        let line = |n: usize| journal.append("2026-01-02T03:04:05Z", "Ana", vec![comment(n)], BTreeMap::new(), None);
        (1..=LINES).map(line).collect()
    }

    /// What is wrong, when the head file names the last of the sound lines.
    fn found(damaged: &[String]) -> Vec<Damage> {
        let sound = Journal::read(&lines().concat());
        damages(&damaged.concat(), Some((LINES as u64, sound.head())))
    }

    /// A line that fits itself, as somebody would write it who knows how hashes are made.
    fn forged(after: usize) -> String {
        let mut journal = Journal::read(&lines()[..after].concat());
        let what = EventKind::Comment { claim: ClaimId("c1".to_owned()), text: "forged".to_owned() };
        journal.append("2026-01-02T03:04:05Z", "Bob", vec![what], BTreeMap::new(), None)
    }

    #[test]
    fn a_sound_journal_has_none() {
        assert_eq!(found(&lines()), []);
        assert_eq!(damages("", None), []);
        assert_eq!(damages(&lines().concat(), None), []);
    }

    #[test]
    fn a_dropped_line_is_named() {
        for drop in 0..LINES {
            let mut lines = lines();
            lines.remove(drop);
            assert_eq!(found(&lines), [Damage::Missing { first: drop as u64 + 1 }]);
        }
    }

    #[test]
    fn a_doubled_line_is_named() {
        for line in 0..LINES {
            for to in 0..=LINES {
                let mut lines = lines();
                let copy = lines[line].clone();
                lines.insert(to, copy);
                let (one, two) = if to <= line { (to, line + 1) } else { (line, to) };
                let doubled = Damage::Doubled { line: two as u64 + 1, of: one as u64 + 1 };
                let found = found(&lines);
                assert!(found.contains(&doubled), "{line} again at {to}: {found:?}");
            }
        }
    }

    #[test]
    fn a_swap_is_named() {
        for one in 0..LINES {
            for two in one + 1..LINES {
                let mut lines = lines();
                lines.swap(one, two);
                let found = found(&lines);
                let named = |line: usize| {
                    found.iter().any(|damage| match damage {
                        Damage::Swapped { line: a, other: b } => [*a, *b].contains(&(line as u64 + 1)),
                        _ => false,
                    })
                };
                assert!(named(one) && named(two), "{one} with {two}: {found:?}");
            }
        }
    }

    #[test]
    fn an_inserted_line_is_named() {
        for at in 0..LINES {
            let mut lines = lines();
            lines.insert(at, forged(at));
            assert_eq!(found(&lines), [Damage::Inserted { line: at as u64 + 1 }]);
            let mut lines = self::lines();
            lines.insert(at, "rien\n".to_owned());
            assert_eq!(found(&lines), [Damage::Inserted { line: at as u64 + 1 }]);
        }
    }

    #[test]
    fn a_replaced_line_is_named() {
        for at in 0..LINES {
            let mut lines = lines();
            lines[at] = forged(at);
            // The line after it says that it followed another; the head file says so of the last.
            let line = (at + 2).min(LINES) as u64;
            assert_eq!(found(&lines), [Damage::Foreign { line }]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        #[test]
        fn a_flipped_bit_is_named(line in 0..LINES, at in 0usize..10_000, bit in 0u8..8) {
            let lines = lines();
            let mut bytes = lines[line].clone().into_bytes();
            let at = at % (bytes.len() - 1); // the line feed is left: without it there are fewer lines
            bytes[at] ^= 1 << bit;
            prop_assume!(bytes[at] != b'\n');
            let mut all = lines.clone();
            let altered = String::from_utf8_lossy(&bytes).into_owned();
            prop_assume!(altered != all[line]);
            all[line] = altered;
            prop_assert_eq!(found(&all), [Damage::Altered { line: line as u64 + 1 }]);
        }
    }

    /// A journal with every kind of event: signed and not, in changes of several lines, with files, merged and repaired.
    fn every_kind() -> Vec<String> {
        let print = "0".repeat(64);
        let kinds = serde_json::json!([
            { "event": "init" },
            { "event": "captured", "article": "a", "revision": 1, "text_sha256": print, "claims": { "c1": print } },
            { "event": "accepted", "article": "a", "claim": "c1", "change": "changed", "fingerprint": print, "reason": "vu" },
            { "event": "rejected", "article": "a", "claim": "c2", "change": "removed", "reason": "« non »" },
            { "event": "marked", "claim": "c1", "question": "content", "state": "in-review", "reason": "", "fingerprint": print },
            { "event": "evidence", "claim": "c1", "evidence": { "source": "https://example.org", "stance": "supports" } },
            { "event": "comment", "claim": "c1", "text": "à \u{202e}\"voir\"\n" },
            { "event": "hand-made", "article": "a", "claim": "c3", "fingerprint": print, "reason": "oublié" },
            { "event": "edited", "article": "a", "claim": "c3", "was": { "cue": "dit" }, "fingerprint": print, "reason": "x" },
            { "event": "undone", "claim": "c1", "undone": print, "question": "content", "reason": "repris" },
            { "event": "publication", "claim": "c1", "status": "published", "note": "" },
            { "event": "reference", "set": "s", "change": "added", "records": 3, "from": "s.jsonl" },
            { "event": "repaired", "dropped": 1, "restored": [], "adopted": ["x"], "set_aside": "set-aside/1" },
            { "event": "of-a-newer-version" },
        ]);
        let kinds: Vec<EventKind> = serde_json::from_value(kinds).unwrap();
        let signer = crate::decision::Signer::from_seed([7; 32]);
        let mut journal = Journal::default();
        let mut text = journal.append("2026-01-02T03:04:05Z", "Ana", vec![EventKind::Init {}], BTreeMap::new(), None);
        let (mut other, mut others) = (journal.clone(), text.clone());
        let key = EventKind::KeyAdded { reviewer: "Ana".to_owned(), public: signer.public() };
        text += &journal.append("2026-01-02T03:04:06Z", "Ana", vec![key], BTreeMap::new(), Some(&signer));
        for (number, kind) in kinds.iter().enumerate() {
            let files = BTreeMap::from([(format!("f{number}"), Some("0".repeat(64)))]);
            let signed = Some(&signer).filter(|_| number % 2 == 0);
            let change = vec![kind.clone(); 1 + number % 3];
            text += &journal.append("2026-01-02T03:04:07Z", "Ana", change.clone(), files.clone(), signed);
            others += &other.append("2026-01-02T03:04:08Z", "Bob", change, files, None);
        }
        let retired =
            EventKind::KeyRetired { reviewer: "Ana".to_owned(), key: signer.key(), reason: "lost".to_owned() };
        text += &journal.append("2026-01-02T03:04:09Z", "Ana", vec![retired], BTreeMap::new(), None);
        let crate::decision::Merge::Event(merged) = crate::decision::merge::merge(&journal, &others).unwrap() else {
            unreachable!()
        };
        text += &journal.append("2026-01-02T03:04:10Z", "Ana", vec![merged, kinds[6].clone()], BTreeMap::new(), None);
        assert_eq!(Journal::read(&text), journal);
        text.split_inclusive('\n').map(str::to_owned).collect()
    }

    #[test]
    fn any_one_damage_to_any_line_of_any_kind_is_named() {
        let sound = every_kind();
        let count = sound.len();
        let head = Journal::read(&sound.concat()).head().to_owned();
        let found = |lines: &[String]| damages(&lines.concat(), Some((count as u64, &head)));
        assert_eq!(found(&sound), []);
        let mut tried = 0;
        for line in 0..count {
            let number = line as u64 + 1;
            let mut dropped = sound.clone();
            dropped.remove(line);
            assert_eq!(found(&dropped), [Damage::Missing { first: number }]);
            // Bytes all over the line, each with one of its bits, and the line feed: without it two lines become one, or the
            // last is cut off.
            let end = sound[line].len();
            for at in (line % 5..end).step_by(5).chain([end - 1]) {
                let mut bytes = sound[line].clone().into_bytes();
                bytes[at] ^= 1 << (at % 7);
                let mut flipped = sound.clone();
                flipped[line] = String::from_utf8_lossy(&bytes).into_owned();
                let named = found(&flipped);
                let cut_off = number == count as u64 && at + 1 == sound[line].len();
                let expected =
                    if cut_off { Damage::Missing { first: number } } else { Damage::Altered { line: number } };
                // The chain does not reach over a signature: who checks signatures finds it.
                let unsigned = || {
                    let events = Journal::read(&flipped.concat()).events;
                    crate::decision::signature::unproved(&events).iter().any(|(line, _)| *line == number)
                };
                assert!(named.contains(&expected) || unsigned(), "line {number}, byte {at}: {named:?}");
                tried += 1;
            }
            for to in 0..=count {
                let mut doubled = sound.clone();
                doubled.insert(to, sound[line].clone());
                let (one, two) = if to <= line { (to, line + 1) } else { (line, to) };
                let named = found(&doubled);
                assert!(named.contains(&Damage::Doubled { line: two as u64 + 1, of: one as u64 + 1 }), "{named:?}");
                tried += 1;
            }
            for other in line + 1..count {
                let mut swapped = sound.clone();
                swapped.swap(line, other);
                let named = found(&swapped);
                let touches = |place: usize| {
                    named.iter().any(|damage| {
                        let number = place as u64 + 1;
                        matches!(damage, Damage::Swapped { line, other } if *line == number || *other == number)
                    })
                };
                assert!(touches(line) && touches(other), "{line} with {other}: {named:?}");
                tried += 1;
            }
            // Whoever slips a line in may know how hashes are made.
            let mut journal = Journal::read(&sound[..line].concat());
            let what = EventKind::Comment { claim: ClaimId("c1".to_owned()), text: "forged".to_owned() };
            let forged = journal.append("2026-01-02T03:04:05Z", "Eve", vec![what], BTreeMap::new(), None);
            for slipped in [forged, "{}\n".to_owned(), "\n".to_owned()] {
                let mut inserted = sound.clone();
                inserted.insert(line, slipped);
                assert_eq!(found(&inserted), [Damage::Inserted { line: number }]);
                tried += 1;
            }
        }
        assert!(tried > 5_000, "{tried} damages");
    }
}
