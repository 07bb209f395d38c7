//! Merging another copy of the workspace into this one.
//!
//! The journals are brought together by [`crate::decision::merge`]. A file that only the other side changed is taken; one
//! that both changed alike is left; of an article whose pending changes both sides resolved, each resolution counts,
//! claim by claim. What cannot be brought together stays as it is here, is put aside, and is reported.

use super::repair::SET_ASIDE;
use super::workspace::JOURNAL;
use super::{Change, StoreError, Workspace, Writer};
use crate::claim::{ClaimId, ClaimSet, format};
use crate::decision::{Event, EventKind, Journal, Merge, PendingChange, merge};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What a merge came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// Events that came in.
    pub events: usize,
    /// Files that were taken, by path in the workspace.
    pub taken: Vec<String>,
    /// What a person has to look at.
    pub conflicts: Vec<String>,
    /// Where files of the other side were put that could not be brought together; by path in the workspace.
    pub set_aside: Option<String>,
}

type Files = BTreeMap<String, Option<String>>;

impl Writer {
    /// Merges the workspace at `other` into this one; the other stays as it is.
    ///
    /// # Errors
    /// Workspaces that are no copies of one, damaged journals, files that are not what their journal says.
    pub fn merge(&mut self, other: &Path, at: &str, by: &str) -> Result<Merged, StoreError> {
        let theirs = Workspace::open(other)?;
        let text = super::workspace::read_journal(other)?;
        let ours = self.workspace.journal.clone();
        let merged = merge::merge(&ours, &text)
            .map_err(|error| StoreError::Refused(format!("cannot merge {}: {error}", other.display())))?;
        let base = merge::common(&ours, &theirs.journal);
        let base_files = files(&ours.events[..base]);
        let mut change = Change::new();
        let mut done = Merged::default();
        let event = match merged {
            Merge::Nothing => return Ok(done),
            Merge::Forward => EventKind::Merged {
                base: base as u64,
                lines: text.lines().skip(base).take(theirs.journal.events.len() - base).map(str::to_owned).collect(),
            },
            Merge::Event(event) => event,
        };
        let mut clashes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, hash) in &theirs.files {
            let (before, here) = (base_files.get(path), self.workspace.files.get(path));
            if Some(hash) == before || Some(hash) == here {
                continue;
            }
            if here == before {
                match theirs.read(path)? {
                    Some(bytes) => change.write(path.clone(), bytes),
                    None => change.remove(path.clone()),
                }
                done.taken.push(path.clone());
            } else {
                let article = path.split('/').nth(1).unwrap_or_default().to_owned();
                clashes.entry(article).or_default().push(path.clone());
            }
        }
        let mut journal = ours.clone();
        journal.append(at, by, vec![event.clone()], BTreeMap::new(), None);
        let brought = journal.events.last().map(|event| event.merged.clone()).unwrap_or_default();
        done.events = brought.len();
        for (article, paths) in clashes {
            let resolved_alone =
                paths.iter().all(|path| path.ends_with("/claims.json") || path.ends_with("/pending.json"));
            if resolved_alone {
                self.merge_claims(&article, &theirs, &brought, base, &mut change, &mut done)?;
                continue;
            }
            let place = format!("{SET_ASIDE}/{}", &theirs.journal.head()[..12]);
            for path in &paths {
                if let Some(bytes) = theirs.read(path)? {
                    change.write(format!("{place}/{path}"), bytes);
                }
            }
            done.conflicts.push(format!(
                "{article}: both sides captured a new text; the text here stays, the other is in {place}/articles/{article}: add it with `dixit add`"
            ));
            done.set_aside = Some(place);
        }
        change.record(event);
        self.commit(at, by, change)?;
        for (id, record) in self.workspace.ledger.touched() {
            for (question, finding) in [("attribution", &record.attribution), ("content", &record.content)] {
                if let (Some(ours), Some(theirs)) = (&finding.decision, &finding.conflict) {
                    done.conflicts.push(format!(
                        "{id}: {question} is {} by {} here and {} by {} there; neither counts until somebody marks it",
                        ours.state, ours.by, theirs.state, theirs.by
                    ));
                }
            }
        }
        Ok(done)
    }

    /// Brings together the accepted claims of an article whose pending changes both sides resolved.
    fn merge_claims(
        &self,
        slug: &str,
        theirs: &Workspace,
        brought: &[Event],
        base: usize,
        change: &mut Change,
        done: &mut Merged,
    ) -> Result<(), StoreError> {
        let (ours, other) = (self.workspace.accepted(slug)?, theirs.accepted(slug)?);
        let here: Vec<_> = resolved(&self.workspace.journal.events[base..], slug).collect();
        let there: Vec<_> = resolved(brought, slug).collect();
        for (id, _) in there.iter().filter(|(id, _)| here.iter().any(|(mine, _)| mine == id)) {
            if ours.get(id) != other.get(id) {
                let message =
                    format!("{id}: the two sides resolved a pending change of it differently; it stays as it is here");
                done.conflicts.push(message);
            }
        }
        // The side that has resolved everything has the header of the new revision, and its claims stand there.
        let pending = format!("articles/{slug}/pending.json");
        let settled_there = theirs.read(&pending)?.is_none() && self.workspace.read(&pending)?.is_some();
        let mut accepted = if settled_there { other.clone() } else { ours.clone() };
        if settled_there {
            here.iter().for_each(|(id, _)| take(&mut accepted, &ours, id));
        } else {
            let only_there = there.iter().filter(|(id, _)| !here.iter().any(|(mine, _)| mine == id));
            only_there.filter(|(_, change)| change.is_some()).for_each(|(id, _)| take(&mut accepted, &other, id));
        }
        accepted.sort();
        let path = format!("articles/{slug}/claims.json");
        change.write(path.clone(), format::write(&accepted));
        done.taken.push(path);
        Ok(())
    }
}

/// The pending changes of an article that these events resolved: the claim, and the change when it was accepted.
fn resolved<'e>(events: &'e [Event], slug: &'e str) -> impl Iterator<Item = (ClaimId, Option<PendingChange>)> + 'e {
    events.iter().flat_map(Event::with_merged).filter_map(move |event| match &event.what {
        EventKind::Accepted { article, claim, change, .. } if article == slug => Some((claim.clone(), Some(*change))),
        EventKind::Rejected { article, claim, .. } if article == slug => Some((claim.clone(), None)),
        _ => None,
    })
}

/// Gives `set` the claim of this id that `other` has, or takes it away where `other` has none.
fn take(set: &mut ClaimSet, other: &ClaimSet, id: &ClaimId) {
    set.claims.retain(|claim| claim.id != *id);
    set.claims.extend(other.get(id).cloned());
}

/// The files that events brought.
fn files(events: &[Event]) -> Files {
    events.iter().flat_map(|event| event.files.clone()).collect()
}

/// The text of the journal that two branches' journals make: git's merge driver. `ours` and `theirs` are texts.
///
/// The files that only the other branch changed are taken into the journal as that branch recorded them, since git takes
/// the files themselves; one that both changed keeps the record of ours, and `dixit check` names it when git made
/// something else of it.
///
/// # Errors
/// Journals of two workspaces, and a damaged one.
pub fn merge_journals(
    ours: &str,
    theirs: &str,
    sign: impl FnOnce(&Journal) -> Result<Option<crate::decision::Signer>, StoreError>,
    at: &str,
    by: &str,
) -> Result<String, StoreError> {
    let journal = Journal::read(ours);
    let refused = |error: crate::decision::MergeError| StoreError::Refused(format!("cannot merge {JOURNAL}: {error}"));
    match merge::merge(&journal, theirs).map_err(refused)? {
        Merge::Nothing => Ok(ours.to_owned()),
        Merge::Forward => Ok(theirs.to_owned()),
        Merge::Event(event) => {
            let other = Journal::read(theirs);
            let base = files(&journal.events[..merge::common(&journal, &other)]);
            let (here, mut there) = (files(&journal.events), files(&other.events));
            there.retain(|path, hash| Some(&*hash) != base.get(path) && here.get(path) == base.get(path));
            let signer = sign(&journal)?;
            let mut merged = journal;
            Ok(format!("{ours}{}", merged.append(at, by, vec![event], there, signer.as_ref())))
        }
    }
}
