//! An event in words.

use crate::decision::{Event, EventKind};
use crate::web::words::Words;
use maud::{Markup, html};

/// What happened, in a sentence, with the reason that was given.
pub(in crate::web) fn sentence(words: &Words, event: &Event) -> (String, String) {
    let plain = |text: String| (text, String::new());
    let state = |name: &str| words.t(&format!("state.{name}"));
    match &event.what {
        EventKind::Init {} => plain(words.t("event.init").to_owned()),
        EventKind::Captured { article, revision, claims, .. } => plain(words.with(
            "event.captured",
            &[
                ("article", article),
                ("revision", &revision.to_string()),
                ("claims", &words.count("claims", claims.len())),
            ],
        )),
        EventKind::Accepted { claim, change, reason, .. } => (
            words.with(
                "event.accepted",
                &[("claim", &claim.0), ("change", words.t(&format!("change.{}", change.name())))],
            ),
            reason.clone(),
        ),
        EventKind::Rejected { claim, change, reason, .. } => (
            words.with(
                "event.rejected",
                &[("claim", &claim.0), ("change", words.t(&format!("change.{}", change.name())))],
            ),
            reason.clone(),
        ),
        EventKind::Marked { claim, question, state: to, reason, rating, .. } => {
            let question = words.t(&format!("question.{question}.short"));
            let mut sentence =
                words.with("event.marked", &[("claim", &claim.0), ("question", question), ("state", state(to.name()))]);
            if let Some(rating) = rating {
                sentence.push_str(&words.with("event.rated", &[("rating", rating)]));
            }
            (sentence, reason.clone())
        }
        EventKind::Evidence { claim, evidence } => {
            plain(words.with("event.evidence", &[("claim", &claim.0), ("source", &evidence.source)]))
        }
        EventKind::Comment { claim, text } => (words.with("event.comment", &[("claim", &claim.0)]), text.clone()),
        EventKind::HandMade { claim, reason, .. } => {
            (words.with("event.hand-made", &[("claim", &claim.0)]), reason.clone())
        }
        EventKind::Edited { claim, was, reason, .. } => {
            let parts: Vec<String> = was
                .iter()
                .map(|(part, old)| {
                    words
                        .with("event.edited.part", &[("part", words.t(&format!("part.{}", part.name()))), ("old", old)])
                })
                .collect();
            (words.with("event.edited", &[("claim", &claim.0), ("parts", &parts.join(", "))]), reason.clone())
        }
        EventKind::Undone { claim, reason, .. } => (words.with("event.undone", &[("claim", &claim.0)]), reason.clone()),
        EventKind::KeyAdded { .. } => plain(words.t("event.key-added").to_owned()),
        EventKind::KeyRetired { reviewer, reason, .. } => {
            (words.with("event.key-retired", &[("reviewer", reviewer)]), reason.clone())
        }
        EventKind::Merged { lines, .. } => plain(words.count("event.merged", lines.len())),
        EventKind::Repaired { .. } => plain(words.t("event.repaired").to_owned()),
        EventKind::Publication { claim, status, note } => (
            words.with(
                "event.publication",
                &[("claim", &claim.0), ("status", words.t(&format!("publication.{}", status.name())))],
            ),
            note.clone(),
        ),
        EventKind::Newer => plain(words.t("event.newer").to_owned()),
    }
}

/// Events as a list, with who and when; a claim's name leads to it.
pub(in crate::web) fn list<'e>(words: &Words, events: impl Iterator<Item = &'e Event>) -> Markup {
    html! {
        ol.events {
            @for event in events {
                @let (sentence, reason) = sentence(words, event);
                li {
                    div.when { time datetime=(event.at) { (words.date(&event.at)) } " · " b { (event.by) }
                        @if event.key.is_some() { " " span.chip title=(words.t("event.signed.long")) { (words.t("event.signed")) } }
                    }
                    div.what {
                        @match event.what.claim() {
                            Some(claim) => a href={ "/claim/" (claim) } { (sentence) },
                            None => (sentence),
                        }
                    }
                    @if !reason.is_empty() { blockquote { (reason) } }
                }
            }
        }
    }
}
