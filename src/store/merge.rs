//! Merging another copy of the workspace into this one.
//!
//! The journals are brought together by [`crate::decision::merge`]. A file that only the other side changed is taken; one
//! that both changed alike is left; the claims of an article that both worked on come together one by one
//! ([`super::merge_claims`]). What cannot be brought together stays as it is here, is put aside, and is reported.

use super::merge_claims::Sides;
use super::repair::SET_ASIDE;
use super::workspace::JOURNAL;
use super::{Change, Revision, StoreError, Workspace, Writer};
use crate::claim::{ClaimSet, format};
use crate::decision::{Event, EventKind, Journal, Merge, merge};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
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

pub(super) type Files = BTreeMap<String, Option<String>>;

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
        let mut taken: Vec<(String, Option<Vec<u8>>)> = Vec::new();
        for (path, hash) in &theirs.files {
            let (before, here) = (base_files.get(path), self.workspace.files.get(path));
            if Some(hash) == before || Some(hash) == here {
                continue;
            }
            if here == before {
                taken.push((path.clone(), theirs.read(path)?));
            } else {
                clashes.entry(subject(path)).or_default().push(path.clone());
            }
        }
        let mut journal = ours.clone();
        journal.append(at, by, vec![event.clone()], BTreeMap::new(), None);
        let Some(merge) = journal.events.last() else { return Ok(done) };
        done.events = merge.merged.len();
        let mut ledger = self.workspace.ledger.clone();
        ledger.apply(merge, self.workspace.settings.policy.second_reader);
        // A rejection changes no file, and what is torn already stays as it is here when a file is taken.
        for (id, torn) in ledger.all_torn() {
            let article = format!("articles/{}", torn.ours.article);
            let is_new = self.workspace.ledger.torn(id) != Some(torn);
            if is_new || taken.iter().any(|(path, _)| self::subject(path) == article) {
                clashes.entry(article).or_default();
            }
        }
        let place = format!("{SET_ASIDE}/{}", &theirs.journal.head()[..12]);
        for (subject, paths) in clashes {
            let own = |path: &str| self::subject(path) == subject;
            let all: Vec<&String> =
                paths.iter().chain(taken.iter().map(|(path, _)| path).filter(|path| own(path))).collect();
            let is_set =
                |path: &str| ["/claims.json", "/pending.json", "/removed.json"].iter().any(|name| path.ends_with(name));
            let is_text = |path: &&String| !is_set(path);
            let article = subject.strip_prefix("articles/").map(str::to_owned);
            let texts_differ = paths.iter().any(|path| is_text(&path));
            if let Some(article) = &article {
                let sides = Sides {
                    slug: article,
                    ours: &self.workspace,
                    theirs: &theirs,
                    base: &base_files,
                    lines: base as u64,
                    ledger: &ledger,
                    merge,
                    // Where both captured a text, what stands in theirs cannot come here.
                    common: if texts_differ { common_texts(&self.workspace, &theirs, article)? } else { None },
                };
                let together = sides.bring_together()?;
                done.conflicts.extend(together.left_out);
                let mut put = |name: &str, set: Option<ClaimSet>| -> Result<(), StoreError> {
                    let path = format!("articles/{article}/{name}");
                    let set = set.map(|set| format::write(&set).into_bytes());
                    if set != self.workspace.read(&path)? {
                        done.taken.push(path.clone());
                        match set {
                            Some(bytes) => change.write(path, bytes),
                            None => change.remove(path),
                        }
                    }
                    Ok(())
                };
                put("claims.json", Some(together.accepted))?;
                put("pending.json", together.pending)?;
                put("removed.json", together.removed)?;
            }
            if article.is_none() || texts_differ {
                for path in all {
                    if let Some(bytes) = theirs.read(path)? {
                        change.write(format!("{place}/{path}"), bytes);
                    }
                }
                taken.retain(|(path, _)| !own(path));
                done.conflicts.push(match &article {
                    Some(article) => format!(
                        "{article}: both sides captured a new text; the text here stays, the other is in {place}/articles/{article}: add it with `dixit add`"
                    ),
                    None => format!(
                        "{subject}: both sides changed it; the one here stays, the other is in {place}/{subject}"
                    ),
                });
                done.set_aside = Some(place.clone());
            } else {
                taken.retain(|(path, _)| !own(path) || is_text(&path));
            }
        }
        for (path, bytes) in taken {
            match bytes {
                Some(bytes) => change.write(path.clone(), bytes),
                None => change.remove(path.clone()),
            }
            done.taken.push(path);
        }
        done.taken.sort();
        change.record(event);
        self.commit(at, by, change)?;
        for (id, torn) in self.workspace.ledger.all_torn() {
            let (ours, theirs) = (&torn.ours, &torn.theirs);
            done.conflicts.push(format!(
                "{id}: {} by {} here and {} by {} there; the claim is as here, the other is proposed: `dixit review {}`",
                ours.what.name(),
                ours.by,
                theirs.what.name(),
                theirs.by,
                ours.article
            ));
        }
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
}

/// What a path belongs to: its article (`articles/NAME`), or itself.
fn subject(path: &str) -> String {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["articles", slug, ..] => format!("articles/{slug}"),
        _ => path.to_owned(),
    }
}

/// The revisions of an article whose text is the same on both sides.
fn common_texts(ours: &Workspace, theirs: &Workspace, slug: &str) -> Result<Option<BTreeSet<u32>>, StoreError> {
    let (ours, theirs) = (ours.article(slug)?, theirs.article(slug)?);
    let same =
        |one: &&Revision| theirs.revisions.iter().any(|two| one.number == two.number && one.sha256 == two.sha256);
    Ok(Some(ours.revisions.iter().filter(same).map(|revision| revision.number).collect()))
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

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
