//! The claims of an article that both sides of a merge worked on come together one by one.
//!
//! A claim that one side alone accepted, rejected, added, corrected or put back is as that side has it. One that both sides
//! moved, without knowing of each other and not alike, stays as it is here, and the other's version is proposed as a
//! pending change: a person decides. The rest of the claims is as in the set of the newer text.

use super::merge::Files;
use super::pending::forget_missing_outer;
use super::{StoreError, Workspace};
use crate::claim::{Claim, ClaimId, ClaimSet, Fingerprint};
use crate::decision::{Event, Ledger};
use std::collections::BTreeSet;

/// An article on both sides.
pub(super) struct Sides<'a> {
    pub(super) slug: &'a str,
    pub(super) ours: &'a Workspace,
    pub(super) theirs: &'a Workspace,
    /// The files before the two grew apart.
    pub(super) base: &'a Files,
    /// Lines of the journal that both have.
    pub(super) lines: u64,
    /// The ledger of ours after the merge.
    pub(super) ledger: &'a Ledger,
    /// The event of the merge.
    pub(super) merge: &'a Event,
    /// The revisions that both have with the same text; `None` when that is all of them.
    pub(super) common: Option<BTreeSet<u32>>,
}

/// What the two sides come to.
pub(super) struct Together {
    pub(super) accepted: ClaimSet,
    pub(super) pending: Option<ClaimSet>,
    /// Claims that are published and gone on either side.
    pub(super) removed: Option<ClaimSet>,
    /// What of theirs could not come here, for people.
    pub(super) left_out: Vec<String>,
}

impl Sides<'_> {
    pub(super) fn bring_together(&self) -> Result<Together, StoreError> {
        let (ours, theirs) = (self.ours.accepted(self.slug)?, self.theirs.accepted(self.slug)?);
        let theirs_count = self.theirs_count(&ours, &theirs);
        let torn = self.ledger.all_torn().filter(|(_, torn)| torn.ours.article == self.slug);
        let torn: Vec<_> = torn.collect();
        let mut left_out = Vec::new();
        let newer_there = self.common.is_none() && theirs.header.revision > ours.header.revision;
        let mut accepted = if newer_there { theirs.clone() } else { ours.clone() };
        if newer_there {
            let here: BTreeSet<&ClaimId> = ours.claims.iter().chain(&theirs.claims).map(|claim| &claim.id).collect();
            let touched = |id: &&ClaimId| !self.ours.ledger.touches_since(id, self.lines).is_empty();
            for id in here.into_iter().filter(|id| !theirs_count.contains(*id)).filter(touched) {
                take(&mut accepted, &ours, id);
            }
        } else {
            for id in &theirs_count {
                if self.stands_here(&theirs, id) {
                    take(&mut accepted, &theirs, id);
                } else {
                    left_out.push(format!("{id}: was changed there in a text that is not here"));
                }
            }
        }
        let mut pending = self.pending(&ours, &theirs, &accepted)?;
        let here = self.ours.pending(self.slug)?;
        for (id, torn) in torn {
            let proposed = pending.get_or_insert_with(|| accepted.clone());
            match &here {
                // An earlier merge has proposed it.
                Some(here) if self.ours.ledger.torn(id) == Some(torn) => take(proposed, here, id),
                _ if self.stands_here(&theirs, id) => take(proposed, &theirs, id),
                _ => {
                    left_out.push(format!("{id}: was changed there too, in a text that is not here"));
                    take(proposed, &accepted, id);
                }
            }
        }
        for set in [Some(&mut accepted), pending.as_mut()].into_iter().flatten() {
            forget_missing_outer(set);
            set.sort();
        }
        let (here, there) = (self.ours.removed(self.slug)?, self.theirs.removed(self.slug)?);
        let removed = match (here, there) {
            (Some(mut here), Some(there)) => {
                let ids: Vec<&ClaimId> = there.claims.iter().map(|claim| &claim.id).collect();
                ids.into_iter().filter(|id| self.stands_here(&there, id)).for_each(|id| {
                    if here.get(id).is_none() {
                        take(&mut here, &there, id);
                    }
                });
                forget_missing_outer(&mut here);
                here.sort();
                Some(here)
            }
            (one, None) => one,
            (None, one) => one.filter(|_| self.common.is_none()),
        };
        Ok(Together { accepted, pending, removed, left_out })
    }

    /// The claims whose last change, over the whole merge, is one that theirs brought; of one that both brought to the same
    /// words, the one in the newer text.
    fn theirs_count(&self, ours: &ClaimSet, theirs: &ClaimSet) -> BTreeSet<ClaimId> {
        let brought: BTreeSet<&str> = self.merge.merged.iter().map(|event| event.hash.as_str()).collect();
        let ids = self.merge.merged.iter().filter_map(|event| event.what.claim());
        let of_article = |id: &&ClaimId| ours.get(id).is_some() || theirs.get(id).is_some() || self.belongs(id);
        let version = |set: &ClaimSet, id: &ClaimId| {
            set.get(id).map(|claim| (claim.revision.or(set.header.revision), Fingerprint::of(claim)))
        };
        let last_is_theirs = |id: &&ClaimId| {
            let last = self.ledger.outcome_since(id, self.lines);
            // What we had of theirs they have taken back.
            let Some(last) = last else { return self.ours.ledger.outcome_since(id, self.lines).is_some() };
            let (here, there) = (version(ours, id), version(theirs, id));
            let alike = here.as_ref().map(|(_, words)| words) == there.as_ref().map(|(_, words)| words);
            brought.contains(last.hash.as_str()) || alike && there.map(|one| one.0) > here.map(|one| one.0)
        };
        ids.filter(of_article).filter(|id| self.ledger.torn(id).is_none()).filter(last_is_theirs).cloned().collect()
    }

    /// Whether somebody did something to the claim in this article.
    fn belongs(&self, id: &ClaimId) -> bool {
        self.ledger.touches_since(id, 0).first().is_some_and(|touch| touch.article == self.slug)
    }

    /// Whether the text that a claim of theirs stands in is here; a claim that is gone needs none.
    fn stands_here(&self, theirs: &ClaimSet, id: &ClaimId) -> bool {
        let (Some(common), Some(claim)) = (&self.common, theirs.get(id)) else { return true };
        claim.revision.or(theirs.header.revision).is_some_and(|revision| common.contains(&revision))
    }

    /// The pending set: that of the newer text; none when one of the sides has settled what both had.
    fn pending(&self, ours: &ClaimSet, theirs: &ClaimSet, accepted: &ClaimSet) -> Result<Option<ClaimSet>, StoreError> {
        let here = self.ours.pending(self.slug)?;
        if self.common.is_some() {
            return Ok(here);
        }
        let there = self.theirs.pending(self.slug)?;
        let path = format!("articles/{}/pending.json", self.slug);
        let both_had = self.base.get(&path).is_some_and(Option::is_some);
        let open = |set: ClaimSet| !both_had || set.header.revision > accepted.header.revision;
        Ok(match (here, there) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) => Some(one.clone()).filter(|_| open(one)),
            (Some(here), Some(there)) => {
                let newer_there = there.header.revision > here.header.revision;
                let (mut set, other) = if newer_there { (there, here) } else { (here, there) };
                // What people added and corrected was put into the pending set that they had.
                if set.header.revision == other.header.revision {
                    let by_hand = |claim: &&Claim| crate::claim::person::of(claim).is_some();
                    for claim in other.claims.iter().filter(by_hand) {
                        let side = if newer_there { ours } else { theirs };
                        let is_last = accepted.get(&claim.id).is_some_and(|one| Some(one) == side.get(&claim.id));
                        if is_last || set.get(&claim.id).is_none() {
                            take(&mut set, &other, &claim.id);
                        }
                    }
                }
                Some(set)
            }
        })
    }
}

/// Gives `set` the claim of this id that `other` has, or takes it away where `other` has none. A claim that stands in another
/// text than the set's says so.
fn take(set: &mut ClaimSet, other: &ClaimSet, id: &ClaimId) {
    set.claims.retain(|claim| claim.id != *id);
    if let Some(claim) = other.get(id) {
        let revision =
            claim.revision.or(other.header.revision).filter(|revision| Some(*revision) != set.header.revision);
        set.claims.push(Claim { revision, ..claim.clone() });
    }
}
