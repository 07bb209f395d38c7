//! What needs somebody's attention in a workspace.

use super::commit::read_head;
use super::workspace::JOURNAL;
use super::{StoreError, Workspace};
use crate::claim::fingerprint::sha256_hex;
use crate::decision::{JournalProblem, Publication, Question};
use serde::Serialize;
use std::collections::BTreeMap;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The record is damaged.
    Damage,
    /// A person has to look.
    Open,
    /// The workspace's policy is not met.
    Policy,
}

/// One thing that `dixit check` reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// Where: a claim, an article, a file.
    pub place: String,
    /// What, and the mend.
    pub message: String,
}

impl Workspace {
    /// Everything that is pending, stale, damaged or against the policy; empty for a workspace in order.
    ///
    /// # Errors
    /// A file that cannot be read at all.
    pub fn check(&self) -> Result<Vec<Problem>, StoreError> {
        let mut problems = Vec::new();
        let mut add = |severity, place: String, message: String| problems.push(Problem { severity, place, message });
        let journal_file = JOURNAL.to_owned();
        if let Some(problem) = self.journal.problem.as_ref().filter(|problem| !problem.is_harmless()) {
            add(Severity::Damage, journal_file.clone(), problem.to_string());
        } else if let Some((head, _)) = read_head(&self.root)
            && head > self.journal.events.len() as u64
        {
            let problem = JournalProblem::Shortened { lines: self.journal.events.len() as u64, head };
            add(Severity::Damage, journal_file.clone(), problem.to_string());
        }
        for problem in self.signature_problems() {
            add(Severity::Damage, journal_file.clone(), problem);
        }
        for (path, hash) in &self.files {
            let found = self.read(path)?.map(|bytes| sha256_hex(&bytes));
            let is_set = path.starts_with("reference/");
            let message = match (hash, &found) {
                (Some(_), None) if is_set => {
                    "is gone; restore it from git or a backup, or take it out with `dixit reference remove`"
                }
                (Some(_), None) => "is gone; restore it from git or a backup",
                (Some(hash), Some(found)) if hash != found && is_set => {
                    "was changed by another program than dixit; restore it from git or a backup, or answer for it with `dixit reference record`"
                }
                (Some(hash), Some(found)) if hash != found => {
                    "was changed by another program than dixit; restore it from git or a backup"
                }
                (None, _) if self.is_finished() && self.root.join(path).exists() => {
                    "is there again, though the journal says that it was removed; remove it"
                }
                _ => continue,
            };
            add(Severity::Damage, path.to_owned(), message.to_owned());
        }
        for path in self.unrecorded_sets()? {
            let message =
                "is in no event, so a change of it would leave no trace; answer for it with `dixit reference record`";
            add(Severity::Open, path, message.to_owned());
        }
        let mut present = BTreeMap::new();
        for slug in self.slugs()? {
            let accepted = match self.accepted(&slug) {
                Ok(accepted) => accepted,
                Err(error) => {
                    add(Severity::Damage, slug.clone(), error.to_string());
                    continue;
                }
            };
            let open = self.changes(&slug)?.len();
            if open > 0 {
                add(
                    Severity::Open,
                    slug.clone(),
                    format!(
                        "{open} pending {}; look at {} with `dixit review {slug}`",
                        if open == 1 { "change" } else { "changes" },
                        if open == 1 { "it" } else { "them" }
                    ),
                );
            }
            for claim in accepted.claims {
                if self.settings.policy.all_decided {
                    let record = self.ledger.record(&claim.id);
                    for question in [Question::Attribution, Question::Content] {
                        let state = record.finding(question).state();
                        if !state.is_decided() {
                            let message = format!("{question} is {state}, and the policy asks for a decision");
                            add(Severity::Policy, claim.id.to_string(), message);
                        }
                    }
                }
                present.insert(claim.id.clone(), claim);
            }
        }
        for (id, torn) in self.ledger.all_torn() {
            let (ours, theirs) = (&torn.ours, &torn.theirs);
            let message = format!(
                "was {} by {} and {} by {} in journals that were merged; say which holds with `dixit review {}`",
                ours.what.name(),
                ours.by,
                theirs.what.name(),
                theirs.by,
                ours.article
            );
            add(Severity::Open, id.to_string(), message);
        }
        for (id, record) in self.ledger.touched() {
            if let Some((other, _)) = &record.publication_conflict {
                let message = format!(
                    "is {} here and was {} in a journal that was merged; say what holds with `dixit publish {id} STATUS`",
                    record.publication.0.name(),
                    other.name()
                );
                add(Severity::Open, id.to_string(), message);
            }
            let Some(claim) = present.get(id) else {
                // A person accepted that the words are gone, so there is nothing to decide on them; a check that is out is still
                // to be answered for.
                let is_out = matches!(record.publication.0, Publication::Published | Publication::Corrected);
                if is_out && self.ledger.is_removed_unanswered(id) {
                    let message = format!(
                        "is {}, and its words are gone from the article; tell readers so with `dixit publish {id} corrected --note …`, or retract it",
                        record.publication.0.name()
                    );
                    add(Severity::Open, id.to_string(), message);
                }
                continue;
            };
            for question in [Question::Attribution, Question::Content] {
                let finding = record.finding(question);
                if finding.is_stale(Some(claim)) {
                    let message = format!(
                        "{question} was {} and is stale: the claim has changed since; look again with `dixit mark {id} --{question} in-review --reason …`",
                        finding.state()
                    );
                    add(Severity::Open, id.to_string(), message);
                }
                if let (Some(ours), Some(other)) = (&finding.decision, &finding.conflict) {
                    let message = format!(
                        "{question} was {} by {} and {} by {} in journals that were merged, so neither counts; decide with `dixit mark {id} --{question} STATE`",
                        ours.state, ours.by, other.state, other.by
                    );
                    add(Severity::Open, id.to_string(), message);
                }
                if let Some(waiting) = &finding.waiting {
                    let message =
                        format!("{question} {} waits for a second reader (first: {})", waiting.state, waiting.by);
                    add(Severity::Policy, id.to_string(), message);
                }
                let unrated = finding.decision.as_ref().is_some_and(|decision| decision.rating.is_none());
                if self.settings.policy.rating_required
                    && record.publication.0 != Publication::Unpublished
                    && question == Question::Content
                    && unrated
                {
                    add(
                        Severity::Policy,
                        id.to_string(),
                        "is published without a rating of the house scale".to_owned(),
                    );
                }
            }
        }
        Ok(problems)
    }
}
