//! What people decide on one claim: marks, evidence, comments, publication.

use super::commit::{Change, Writer};
use super::workspace::sha256_file;
use super::{Refusal, StoreError};
use crate::claim::fingerprint::sha256_hex;
use crate::claim::{ClaimId, Fingerprint};
use crate::decision::{EventKind, Evidence, Publication, Question, State};
use std::path::Path;

/// A decision as a person asks for it.
#[derive(Clone, Debug, Default)]
pub struct Mark {
    /// The findings to move, in order.
    pub findings: Vec<(Question, State)>,
    /// Why.
    pub reason: String,
    /// A rating of the house scale.
    pub rating: Option<String>,
    /// Evidence that comes with the decision.
    pub evidence: Vec<Evidence>,
}

impl Writer {
    /// Moves findings of a claim. Evidence and all moves take effect together or not at all.
    ///
    /// # Errors
    /// A claim that is not there, a move that is not legal or lacks what it needs, a rating that the scale lacks.
    pub fn mark(&mut self, claim: &ClaimId, mark: Mark, at: &str, by: &str) -> Result<(), StoreError> {
        let (_, found) = self.workspace.claim(&claim.0)?;
        if let Some(rating) = &mark.rating
            && !self.workspace.settings.ratings.iter().any(|known| known.name == *rating)
        {
            let names: Vec<&str> = self.workspace.settings.ratings.iter().map(|known| known.name.as_str()).collect();
            let known = if names.is_empty() {
                "none; add [[rating]] blocks to dixit.toml".to_owned()
            } else {
                names.join(", ")
            };
            return Err(Refusal::UnknownRating { rating: rating.clone(), known }.into());
        }
        if mark.findings.is_empty() {
            return Err(Refusal::NothingToMark.into());
        }
        let mut change = Change::new();
        for evidence in &mark.evidence {
            let evidence = stored(evidence, &mut change)?;
            change.record(EventKind::Evidence { claim: claim.clone(), evidence });
        }
        for (question, state) in mark.findings {
            self.workspace.ledger.check_mark(claim, question, state, by, &mark.reason, mark.evidence.len())?;
            change.record(EventKind::Marked {
                claim: claim.clone(),
                question,
                state,
                reason: mark.reason.clone(),
                rating: mark.rating.clone().filter(|_| question == Question::Content),
                fingerprint: Fingerprint::of(&found),
            });
        }
        self.commit(at, by, change)
    }

    /// Adds evidence to a claim.
    ///
    /// # Errors
    /// A claim that is not there, a file that cannot be read.
    pub fn add_evidence(&mut self, claim: &ClaimId, evidence: &Evidence, at: &str, by: &str) -> Result<(), StoreError> {
        self.workspace.claim(&claim.0)?;
        let mut change = Change::new();
        let evidence = stored(evidence, &mut change)?;
        change.record(EventKind::Evidence { claim: claim.clone(), evidence });
        self.commit(at, by, change)
    }

    /// Adds a file that is not on this disk as evidence; of `name` only the ending is used.
    ///
    /// # Errors
    /// A claim that is not there, and what the disk refuses.
    pub fn add_evidence_file(
        &mut self,
        claim: &ClaimId,
        evidence: &Evidence,
        name: &str,
        bytes: Vec<u8>,
        at: &str,
        by: &str,
    ) -> Result<(), StoreError> {
        self.workspace.claim(&claim.0)?;
        let mut change = Change::new();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let evidence = filed(evidence, extension, bytes, &mut change);
        change.record(EventKind::Evidence { claim: claim.clone(), evidence });
        self.commit(at, by, change)
    }

    /// Says something about a claim; it decides nothing.
    ///
    /// # Errors
    /// A claim that is not there, a comment without words.
    pub fn comment(&mut self, claim: &ClaimId, text: &str, at: &str, by: &str) -> Result<(), StoreError> {
        self.workspace.claim(&claim.0)?;
        if text.trim().is_empty() {
            return Err(Refusal::NoComment.into());
        }
        let mut change = Change::new();
        change.record(EventKind::Comment { claim: claim.clone(), text: text.trim().to_owned() });
        self.commit(at, by, change)
    }

    /// Moves a claim's publication status; a correction says what was wrong.
    ///
    /// # Errors
    /// A step that makes no sense, a correction without a word of what was wrong, a claim that nobody has decided.
    pub fn publish(
        &mut self,
        claim: &ClaimId,
        status: Publication,
        note: &str,
        at: &str,
        by: &str,
    ) -> Result<(), StoreError> {
        self.workspace.claim_or_removed(&claim.0)?;
        let record = self.workspace.ledger.record(claim);
        let now = record.publication.0;
        if !now.moves().contains(&status) {
            return Err(Refusal::PublicationMove { from: now, to: status }.into());
        }
        if status == Publication::Published && !record.content.state().is_decided() {
            return Err(Refusal::NotDecided { claim: claim.clone() }.into());
        }
        if status.needs_note() && note.trim().is_empty() {
            return Err(Refusal::NoNote.into());
        }
        let mut change = Change::new();
        change.record(EventKind::Publication { claim: claim.clone(), status, note: note.to_owned() });
        self.commit(at, by, change)
    }
}

/// Evidence ready for the journal: a file is stored under its hash as part of `change`, an address stays.
fn stored(evidence: &Evidence, change: &mut Change) -> Result<Evidence, StoreError> {
    if evidence.source.starts_with("http://") || evidence.source.starts_with("https://") {
        return Ok(evidence.clone());
    }
    let path = Path::new(&evidence.source);
    if !path.is_file() {
        return Err(Refusal::NoSuchEvidence { given: evidence.source.clone() }.into());
    }
    let (bytes, _) = sha256_file(path)?;
    let extension = path.extension().map(|ext| ext.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(filed(evidence, &extension, bytes, change))
}

/// Evidence whose bytes are stored under their hash as part of `change`. Of the file's name nothing stays but a plain
/// ending.
fn filed(evidence: &Evidence, extension: &str, bytes: Vec<u8>, change: &mut Change) -> Evidence {
    let sha256 = sha256_hex(&bytes);
    let extension: String = extension.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let name = if extension.is_empty() { sha256.clone() } else { format!("{sha256}.{extension}") };
    let source = format!("evidence/{name}");
    change.write(source.clone(), bytes);
    Evidence { source, sha256: Some(sha256), ..evidence.clone() }
}
