//! What holds for every claim set, and for a claim beside its text? Whoever reads a file or changes a claim asks here.

use super::{Claim, ClaimId, ClaimSet, set::place};
use crate::text::CharSpan;
use std::collections::{BTreeMap, BTreeSet};

/// A rule of the format that a claim set breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("claim {claim}, field `{field}`: {message}")]
pub struct SetProblem {
    /// Index of the claim in the set.
    pub index: usize,
    /// Its id.
    pub claim: ClaimId,
    /// The field; nested ones with dots.
    pub field: String,
    /// What is wrong, and the mend.
    pub message: String,
}

/// Checks what holds for every claim set: ids are there and given once, `inside` names a claim of the set and leads
/// to no circle, spans are in order and not empty, the content lies inside the selector, the selector's words are
/// as long as its span, and the claims stand in the order of [`ClaimSet::sort`].
///
/// # Errors
/// The first [`SetProblem`].
pub fn check(set: &ClaimSet) -> Result<(), SetProblem> {
    let mut outer: BTreeMap<&ClaimId, Option<&ClaimId>> = BTreeMap::new();
    for (index, claim) in set.claims.iter().enumerate() {
        let problem = |field: &str, message: String| {
            Err(SetProblem { index, claim: claim.id.clone(), field: field.to_owned(), message })
        };
        if claim.id.0.is_empty() || !claim.id.0.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return problem("id", format!("{:?} is no id: it has ASCII letters, digits and hyphens", claim.id.0));
        }
        if outer.insert(&claim.id, claim.inside.as_ref()).is_some() {
            return problem("id", "stands twice in this file: remove one of the two claims".to_owned());
        }
        if let Some(previous) = index.checked_sub(1).and_then(|before| set.claims.get(before))
            && place(previous) > place(claim)
        {
            return problem(
                "selector",
                format!("belongs before claim {}: claims stand in the order of their place", previous.id),
            );
        }
        let selector = CharSpan::new(claim.selector.start, claim.selector.end);
        if selector.is_empty() {
            return problem("selector", "ends before it starts: `start` must be less than `end`".to_owned());
        }
        if claim.selector.exact.chars().count() != selector.len() {
            return problem(
                "selector",
                format!(
                    "`exact` has {} code points, but `start` and `end` are {} apart",
                    claim.selector.exact.chars().count(),
                    selector.len()
                ),
            );
        }
        if claim.content.spans.is_empty() {
            return problem("content.spans", "is empty: a claim stands somewhere".to_owned());
        }
        if let Some(span) = claim.content.spans.iter().find(|&&span| !selector.contains(span)) {
            return problem("content.spans", format!("{span:?} is not inside the selector {selector:?}"));
        }
        for (field, spans) in spans(claim) {
            if let Some(message) = disorder(spans) {
                return problem(&field, message);
            }
        }
    }
    for (index, claim) in set.claims.iter().enumerate() {
        let problem =
            |message: String| Err(SetProblem { index, claim: claim.id.clone(), field: "inside".to_owned(), message });
        let mut seen = BTreeSet::from([&claim.id]);
        let mut next = claim.inside.as_ref();
        while let Some(id) = next {
            if !seen.insert(id) {
                return problem(format!("{id} leads back to this claim: a claim is not inside itself"));
            }
            match outer.get(id) {
                Some(further) => next = *further,
                None => return problem(format!("{id} is no claim of this file")),
            }
        }
    }
    Ok(())
}

/// All spans of a claim, with the field that they stand in.
fn spans(claim: &Claim) -> Vec<(String, &[CharSpan])> {
    let mut all: Vec<(String, &[CharSpan])> = vec![("content.spans".to_owned(), &claim.content.spans)];
    if let Some(speaker) = &claim.speaker {
        all.push(("speaker.spans".to_owned(), &speaker.spans));
    }
    if let Some(cue) = &claim.cue {
        all.push(("cue.spans".to_owned(), &cue.spans));
    }
    all.extend(claim.when.iter().enumerate().map(|(n, when)| (format!("when.{n}.spans"), when.spans.as_slice())));
    all.extend(claim.mentions.iter().enumerate().map(|(n, it)| (format!("mentions.{n}.spans"), it.spans.as_slice())));
    all
}

fn disorder(spans: &[CharSpan]) -> Option<String> {
    let empty = spans.iter().find(|span| span.is_empty()).map(|span| format!("{span:?} holds nothing"));
    empty.or_else(|| {
        spans
            .windows(2)
            .find(|pair| pair[0].end > pair[1].start)
            .map(|pair| format!("{:?} and {:?} overlap or stand in the wrong order", pair[0], pair[1]))
    })
}

/// Checks one claim against the text of its revision: its places lie inside the text, and the words are there.
///
/// # Errors
/// The field, and what is wrong with it.
pub fn check_anchor(claim: &Claim, text: &str) -> Result<(), (String, String)> {
    let points = crate::text::CodePoints::new(text);
    let count = points.count();
    let last = spans(claim).into_iter().find_map(|(field, spans)| {
        spans
            .iter()
            .find(|span| span.end > count)
            .map(|span| (field, format!("{span:?} is beyond the text's {count} code points")))
    });
    if let Some(beyond) = last {
        return Err(beyond);
    }
    let selector = CharSpan::new(claim.selector.start, claim.selector.end);
    if points.bytes(text, selector).of(text) != claim.selector.exact {
        return Err(("selector".to_owned(), format!("the text has other words at {selector:?}")));
    }
    Ok(())
}
