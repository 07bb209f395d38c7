//! Pending claim sets: what a new revision or a new extractor proposes, change by change.
//!
//! An accepted claim keeps the revision that its words were accepted from (`revision` where it is not the header's).
//! Accepting a change brings the claim in its new words and place; when no change is left open, the claims that only
//! moved follow, the header takes the new revision, and the pending set goes. A claim that was published and is removed stays in
//! `removed.json`, so that its check can still be corrected or retracted.

use super::commit::{Change, Writer};
use super::{Refusal, StoreError, Workspace};
use crate::align::{Relation, compare};
use crate::claim::{Claim, ClaimId, ClaimSet, Fingerprint, format};
use crate::decision::{EventKind, PendingChange, Publication};
use std::collections::BTreeSet;

/// One change that waits for a person.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenChange {
    /// What is proposed.
    pub kind: PendingChange,
    /// The claim as accepted; none for one that is new.
    pub old: Option<Claim>,
    /// The claim as proposed; none for one that is gone.
    pub new: Option<Claim>,
}

impl OpenChange {
    /// The claim's id.
    pub fn id(&self) -> Option<&ClaimId> {
        self.new.as_ref().or(self.old.as_ref()).map(|claim| &claim.id)
    }

    /// What is proposed, as a fingerprint.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.new.as_ref().map(Fingerprint::of)
    }
}

/// The changes of `pending` against `accepted`, without those that a person rejected before: what is changed, added
/// and removed in the order of place, then what merely moved.
pub fn open_changes(workspace: &Workspace, slug: &str, accepted: &ClaimSet, pending: &ClaimSet) -> Vec<OpenChange> {
    let mut changes = Vec::new();
    for new in &pending.claims {
        let kind = match accepted.get(&new.id) {
            None => PendingChange::Added,
            // What merged journals left in two states stays open until a person has looked.
            Some(_) if workspace.ledger.torn(&new.id).is_some() => PendingChange::Changed,
            Some(old) if Fingerprint::of(old) != Fingerprint::of(new) || compare(old, new).0 != Relation::Identical => {
                PendingChange::Changed
            }
            Some(old) if old.selector.start != new.selector.start || old.selector.end != new.selector.end => {
                PendingChange::Moved
            }
            Some(_) => continue,
        };
        changes.push(OpenChange { kind, old: accepted.get(&new.id).cloned(), new: Some(new.clone()) });
    }
    for old in &accepted.claims {
        if pending.get(&old.id).is_none() {
            changes.push(OpenChange { kind: PendingChange::Removed, old: Some(old.clone()), new: None });
        }
    }
    changes.sort_by_key(|change| change.kind == PendingChange::Moved);
    changes.retain(|change| {
        let rejected =
            |id: &ClaimId| workspace.ledger.was_rejected(slug, id, change.kind, change.fingerprint().as_ref());
        change.id().is_some_and(|id| !rejected(id))
    });
    changes
}

impl Workspace {
    /// The open changes of an article.
    ///
    /// # Errors
    /// A claims file that cannot be read.
    pub fn changes(&self, slug: &str) -> Result<Vec<OpenChange>, StoreError> {
        let Some(pending) = self.pending(slug)? else { return Ok(Vec::new()) };
        Ok(open_changes(self, slug, &self.accepted(slug)?, &pending))
    }
}

impl Writer {
    /// Accepts or rejects open changes of an article.
    ///
    /// # Errors
    /// No reason, an id without an open change, what the disk refuses; then nothing is changed.
    pub fn resolve(
        &mut self,
        slug: &str,
        ids: &[ClaimId],
        accept: bool,
        at: &str,
        by: &str,
        reason: &str,
    ) -> Result<(), StoreError> {
        if reason.trim().is_empty() {
            return Err(Refusal::NoReason.into());
        }
        if ids.is_empty() {
            return Ok(());
        }
        let Some(pending) = self.workspace.pending(slug)? else {
            return Err(Refusal::NothingPending { article: slug.to_owned() }.into());
        };
        let mut accepted = self.workspace.accepted(slug)?;
        let open = open_changes(&self.workspace, slug, &accepted, &pending);
        let wanted: BTreeSet<&ClaimId> = ids.iter().collect();
        if let Some(missing) = ids.iter().find(|id| !open.iter().any(|change| change.id() == Some(id))) {
            return Err(Refusal::NoOpenChange { claim: (*missing).clone(), article: slug.to_owned() }.into());
        }
        let mut change = Change::new();
        let mut removed = Vec::new();
        let mut left = 0;
        for item in &open {
            let Some(id) = item.id().filter(|id| wanted.contains(id)) else {
                left += 1;
                continue;
            };
            let fingerprint = item.fingerprint();
            if accept {
                if item.kind == PendingChange::Removed
                    && self.workspace.ledger.record(id).publication.0 != Publication::Unpublished
                {
                    removed.extend(
                        item.old
                            .clone()
                            .map(|old| Claim { revision: old.revision.or(accepted.header.revision), ..old }),
                    );
                }
                apply(&mut accepted, item, pending.header.revision);
                change.record(EventKind::Accepted {
                    article: slug.to_owned(),
                    claim: id.clone(),
                    change: item.kind,
                    fingerprint,
                    reason: reason.to_owned(),
                });
            } else {
                change.record(EventKind::Rejected {
                    article: slug.to_owned(),
                    claim: id.clone(),
                    change: item.kind,
                    fingerprint,
                    reason: reason.to_owned(),
                });
            }
        }
        let directory = format!("articles/{slug}");
        if !removed.is_empty() {
            let header = accepted.header.clone();
            let mut set = self.workspace.removed(slug)?.unwrap_or(ClaimSet { header, claims: Vec::new() });
            set.claims.retain(|known| removed.iter().all(|claim| claim.id != known.id));
            set.claims.extend(removed);
            set.sort();
            forget_missing_outer(&mut set);
            change.write(format!("{directory}/removed.json"), format::write(&set));
        }
        if left == 0 {
            settle(&mut accepted, &pending);
            change.remove(format!("{directory}/pending.json"));
        }
        accepted.sort();
        forget_missing_outer(&mut accepted);
        self.keep_claim_sets(slug)?;
        change.write(format!("{directory}/claims.json"), format::write(&accepted));
        self.commit(at, by, change)
    }
}

fn apply(accepted: &mut ClaimSet, change: &OpenChange, revision: Option<u32>) {
    let Some(id) = change.id() else { return };
    accepted.claims.retain(|claim| claim.id != *id);
    if let Some(new) = &change.new {
        accepted.claims.push(Claim { revision: new.revision.or(revision), ..new.clone() });
    }
}

/// Takes the pending header; claims in the pending set's words stand where it has them, the others keep their revision.
fn settle(accepted: &mut ClaimSet, pending: &ClaimSet) {
    let old_revision = accepted.header.revision;
    for claim in &mut accepted.claims {
        match pending.get(&claim.id) {
            Some(new) if Fingerprint::of(new) == Fingerprint::of(claim) => {
                *claim = new.clone(); // its revision is the pending one, unless a merge says otherwise
            }
            _ if claim.revision == pending.header.revision => claim.revision = None,
            _ => claim.revision = claim.revision.or(old_revision),
        }
    }
    accepted.header = pending.header.clone();
}

/// A claim whose outer claim is not in the set stands on its own.
pub(super) fn forget_missing_outer(set: &mut ClaimSet) {
    let ids: BTreeSet<ClaimId> = set.claims.iter().map(|claim| claim.id.clone()).collect();
    for claim in &mut set.claims {
        claim.inside = claim.inside.take().filter(|outer| ids.contains(outer));
    }
}
