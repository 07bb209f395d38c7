//! Claims that people make and correct, and what becomes of them when the article is captured again.

use super::commit::{Change, Writer};
use super::{Article, Refusal, StoreError, Workspace};
use crate::claim::anchor::{Anchor, anchor};
use crate::claim::by_hand::{Parts, make};
use crate::claim::person::{self, Person};
use crate::claim::{Claim, ClaimId, ClaimSet, Fingerprint, format, id};
use crate::decision::{ClaimPart, EventKind};
use crate::text::{CharSpan, CodePoints};
use std::collections::BTreeMap;

impl Writer {
    /// Adds a claim that a person points out in the text of the accepted claims.
    ///
    /// # Errors
    /// No reason, no such article, words that are no claim or one that is there already.
    pub fn add_by_hand(
        &mut self,
        slug: &str,
        parts: &Parts,
        reason: &str,
        at: &str,
        by: &str,
    ) -> Result<ClaimId, StoreError> {
        needs_reason(reason)?;
        let article = self.workspace.article(slug)?;
        let mut accepted = self.workspace.accepted(slug)?;
        let text = self.workspace.text(&article, accepted.header.revision.unwrap_or(1))?;
        let mut claim = make(&article.document(text.clone()), parts).map_err(refused)?;
        let same = |one: &&Claim| one.revision.is_none() && one.content.spans == claim.content.spans;
        if let Some(known) = accepted.claims.iter().find(same) {
            return Err(Refusal::KnownWords { claim: known.id.clone() }.into());
        }
        // Who and when go into the id, so that two copies of the workspace do not give one id to two claims.
        let of = format!("{slug} by hand {at} {by}");
        let (start, taken) = (claim.selector.start as usize, &self.workspace.ledger.ids);
        claim.id = id::mint(&of, &accepted.header.text_sha256, start, taken);
        claim.inside = outer(&accepted, &claim);
        person::mark(&mut claim, &Person { by: by.to_owned(), made: true, extracted: None });
        let mut change = Change::new();
        change.record(EventKind::HandMade {
            article: slug.to_owned(),
            claim: claim.id.clone(),
            fingerprint: Fingerprint::of(&claim),
            reason: reason.to_owned(),
        });
        self.to_pending(&article, &text, &claim, None, &mut change)?;
        let id = claim.id.clone();
        accepted.claims.push(claim);
        accepted.sort();
        change.write(format!("articles/{slug}/claims.json"), format::write(&accepted));
        self.commit(at, by, change)?;
        Ok(id)
    }

    /// Corrects speaker, cue or content of a claim. A decision on it goes stale when its fingerprint changes.
    ///
    /// # Errors
    /// No reason, no such claim, words that are no claim, nothing that differs.
    pub fn correct(&mut self, id: &ClaimId, parts: &Parts, reason: &str, at: &str, by: &str) -> Result<(), StoreError> {
        needs_reason(reason)?;
        let (slug, old) = self.workspace.claim(&id.0)?;
        let article = self.workspace.article(&slug)?;
        let mut accepted = self.workspace.accepted(&slug)?;
        let revision = old.revision.or(accepted.header.revision).unwrap_or(1);
        let text = self.workspace.text(&article, revision)?;
        let made = make(&article.document(text.clone()), parts).map_err(refused)?;
        let mut new = old.clone();
        let mut was = BTreeMap::new();
        let cue = |claim: &Claim| claim.cue.as_ref().map(|cue| cue.spans.clone()).unwrap_or_default();
        let (new_cue, new_content) = (cue(&made) != cue(&old), made.content.spans != old.content.spans);
        if new_cue {
            was.insert(ClaimPart::Cue, old.cue.as_ref().map(|cue| cue.text.clone()).unwrap_or_default());
        }
        if new_content {
            was.insert(ClaimPart::Content, old.content.text.clone());
        }
        if new_cue || new_content {
            let kept = (old.id.clone(), old.speaker.clone(), old.revision, old.inside.clone(), old.other.clone());
            new = made.clone();
            (new.id, new.speaker, new.revision, new.inside, new.other) = kept;
        }
        if is_other_speaker(&made, &old, parts) {
            let name = |claim: &Claim| {
                let speaker = claim.speaker.as_ref();
                speaker.and_then(|one| one.name.clone().or_else(|| one.mention.clone())).unwrap_or_default()
            };
            was.insert(ClaimPart::Speaker, name(&old));
            new.speaker = made.speaker;
        }
        if was.is_empty() {
            return Err(Refusal::NothingDiffers.into());
        }
        let before = person::of(&old);
        let (made, extracted) = match before {
            Some(person) => (person.made, person.extracted),
            None => (false, Some(Fingerprint::of(&old))),
        };
        person::mark(&mut new, &Person { by: by.to_owned(), made, extracted });
        let mut change = Change::new();
        change.record(EventKind::Edited {
            article: slug.clone(),
            claim: id.clone(),
            was,
            fingerprint: Fingerprint::of(&new),
            reason: reason.to_owned(),
        });
        self.to_pending(&article, &text, &new, Some(&old), &mut change)?;
        accepted.claims.retain(|claim| claim.id != old.id);
        accepted.claims.push(new);
        accepted.sort();
        change.write(format!("articles/{slug}/claims.json"), format::write(&accepted));
        self.commit(at, by, change)
    }

    /// Brings a claim into the pending set too, where its words stand there and nothing else is proposed for it: what a
    /// person made is no difference to decide on. `old` is the claim before a correction.
    fn to_pending(
        &self,
        article: &Article,
        text: &str,
        claim: &Claim,
        old: Option<&Claim>,
        change: &mut Change,
    ) -> Result<(), StoreError> {
        let Some(mut pending) = self.workspace.pending(&article.slug)? else { return Ok(()) };
        let proposed = pending.get(&claim.id);
        if proposed.is_some_and(|one| old.is_none_or(|old| Fingerprint::of(one) != Fingerprint::of(old))) {
            return Ok(());
        }
        let newer = self.workspace.text(article, pending.header.revision.unwrap_or_else(|| article.last()))?;
        let Some(mut carried) = carried(claim, text, &newer) else { return Ok(()) };
        carried.inside = carried.inside.take().filter(|outer| pending.get(outer).is_some());
        pending.claims.retain(|one| one.id != claim.id);
        pending.claims.push(carried);
        pending.sort();
        change.write(format!("articles/{}/pending.json", article.slug), format::write(&pending));
        Ok(())
    }
}

/// Puts the claims that people made or corrected into a set that was extracted from a newer text, where their words
/// still stand there and extraction has found nothing new of them.
pub(super) fn carry_over(
    workspace: &Workspace,
    article: &Article,
    accepted: &ClaimSet,
    text: &str,
    set: &mut ClaimSet,
) -> Result<(), StoreError> {
    for claim in &accepted.claims {
        let Some(person) = person::of(claim) else { continue };
        let revision = claim.revision.or(accepted.header.revision).unwrap_or(1);
        let old = workspace.text(article, revision)?;
        let Some(mut carried) = carried(claim, &old, text) else { continue };
        if let Some(extracted) = &person.extracted {
            // Extraction says what it said before the correction, or somebody has to look.
            let found =
                |one: &Claim| Fingerprint::of(one) == *extracted && near(one.selector.start, carried.selector.start);
            let Some(place) = set.claims.iter().position(found) else { continue };
            set.claims.remove(place);
        }
        set.claims.retain(|one| one.content.spans != carried.content.spans);
        carried.id = ClaimId(format!("person-{}", claim.id));
        carried.inside = None;
        set.claims.push(carried);
    }
    let ids: Vec<ClaimId> = set.claims.iter().map(|claim| claim.id.clone()).collect();
    for claim in &mut set.claims {
        claim.inside = claim.inside.take().filter(|outer| ids.contains(outer));
    }
    set.sort();
    Ok(())
}

/// A correction moves the ends of a claim by a few words at most.
fn near(one: u32, other: u32) -> bool {
    one.abs_diff(other) < 400
}

/// The claim in a newer text: its words and those of its speaker and cue stand there, all moved by as much.
fn carried(claim: &Claim, old: &str, text: &str) -> Option<Claim> {
    let span = match anchor(&claim.selector, Some(old), text) {
        Anchor::Found { span } | Anchor::Moved { span } => span,
        Anchor::Changed { .. } | Anchor::Ambiguous { .. } | Anchor::Orphaned => return None,
    };
    let by = i64::from(span.start) - i64::from(claim.selector.start);
    let (from, to) = (CodePoints::new(old), CodePoints::new(text));
    let mut whole = true;
    let mut shift = |spans: &mut Vec<CharSpan>| {
        for one in spans {
            let was = *one;
            let moved = |point: u32| u32::try_from(i64::from(point) + by).unwrap_or(u32::MAX);
            *one = CharSpan::new(moved(was.start), moved(was.end));
            whole &= from.bytes(old, was).of(old) == to.bytes(text, *one).of(text);
        }
    };
    let mut new = claim.clone();
    shift(&mut new.content.spans);
    if let Some(speaker) = &mut new.speaker {
        shift(&mut speaker.spans);
    }
    if let Some(cue) = &mut new.cue {
        shift(&mut cue.spans);
    }
    new.when.iter_mut().for_each(|when| shift(&mut when.spans));
    new.mentions.iter_mut().for_each(|mention| shift(&mut mention.spans));
    if !whole {
        return None;
    }
    let part = |start: u32, end: u32| to.bytes(text, CharSpan::new(start, end)).of(text).to_owned();
    let around = 32; // code points of context, as everywhere
    new.selector.prefix = part(span.start.saturating_sub(around), span.start);
    new.selector.suffix = part(span.end, span.end.saturating_add(around).min(to.count()));
    (new.selector.start, new.selector.end) = (span.start, span.end);
    new.revision = None;
    Some(new)
}

/// The smallest claim whose content holds all of this one and more.
fn outer(set: &ClaimSet, claim: &Claim) -> Option<ClaimId> {
    let own = CharSpan::new(claim.selector.start, claim.selector.end);
    let holds = |one: &&Claim| {
        one.revision.is_none()
            && one.content.spans.iter().any(|span| span.contains(own))
            && one.selector.end - one.selector.start > claim.selector.end - claim.selector.start
    };
    set.claims.iter().filter(holds).min_by_key(|one| one.selector.end - one.selector.start).map(|one| one.id.clone())
}

/// Whether the person names another speaker than the claim has.
fn is_other_speaker(made: &Claim, old: &Claim, parts: &Parts) -> bool {
    let spans = |claim: &Claim| claim.speaker.as_ref().map(|one| one.spans.clone()).unwrap_or_default();
    let name = old.speaker.as_ref().and_then(|one| one.name.clone());
    spans(made) != spans(old) || parts.name != name
}

fn needs_reason(reason: &str) -> Result<(), StoreError> {
    if reason.trim().is_empty() {
        return Err(Refusal::NoReason.into());
    }
    Ok(())
}

fn refused(error: crate::claim::by_hand::ByHandError) -> StoreError {
    Refusal::ByHand(error).into()
}
