//! An event in words.

use super::finding;
use crate::claim::{Claim, ClaimId};
use crate::decision::{Event, EventKind};
use crate::web::view::beginning;
use crate::web::visit::Visit;
use maud::{Markup, html};

/// What happened, and the reason that was given.
fn sentence<'e>(visit: &Visit, event: &'e Event) -> (Markup, &'e str) {
    let words = visit.words;
    let plain = |text: String| html! { (text) };
    match &event.what {
        EventKind::Init {} => (plain(words.t("event.init").to_owned()), ""),
        EventKind::Captured { article, revision, claims, .. } => {
            let values = [
                ("article", article.as_str()),
                ("revision", &revision.to_string()),
                ("claims", &words.count("claims", claims.len())),
            ];
            (plain(words.with("event.captured", &values)), "")
        }
        EventKind::Accepted { change, reason, .. } => {
            let change = words.t(&format!("change.{}", change.name()));
            (plain(words.with("event.accepted", &[("change", change)])), reason)
        }
        EventKind::Rejected { change, reason, .. } => {
            let change = words.t(&format!("change.{}", change.name()));
            (plain(words.with("event.rejected", &[("change", change)])), reason)
        }
        EventKind::Marked { question, state, reason, rating, .. } => {
            let moved = html! {
                (words.t(finding::full(*question))) " " (finding::chip(words, *state))
                @if let Some(rating) = rating { (words.with("event.rated", &[("rating", rating)])) }
            };
            (moved, reason)
        }
        EventKind::Evidence { evidence, .. } => {
            let quote = evidence.quote.as_deref().unwrap_or_default();
            let source = match evidence.source.strip_prefix("evidence/") {
                Some(name) => format!("{}…", name.get(..12).unwrap_or(name)),
                None => beginning(&evidence.source, 90),
            };
            (plain(words.with("event.evidence", &[("source", &source)])), quote)
        }
        EventKind::Comment { text, .. } => (plain(words.t("event.comment").to_owned()), text),
        EventKind::HandMade { reason, .. } => (plain(words.t("event.hand-made").to_owned()), reason),
        EventKind::Edited { was, reason, .. } => {
            let part = |(part, old): (&crate::decision::ClaimPart, &String)| {
                let part = words.t(&format!("part.{}", part.name()));
                words.with("event.edited.part", &[("part", part), ("old", old)])
            };
            let parts: Vec<String> = was.iter().map(part).collect();
            (plain(words.with("event.edited", &[("parts", &parts.join(", "))])), reason)
        }
        EventKind::Undone { reason, .. } => (plain(words.t("event.undone").to_owned()), reason),
        EventKind::KeyAdded { .. } => (plain(words.t("event.key-added").to_owned()), ""),
        EventKind::KeyRetired { reviewer, reason, .. } => {
            (plain(words.with("event.key-retired", &[("reviewer", reviewer)])), reason)
        }
        EventKind::Merged { lines, .. } => (plain(words.count("event.merged", lines.len())), ""),
        EventKind::Reference { set, change, .. } => {
            (plain(words.with(&format!("event.reference.{}", change.name()), &[("set", set)])), "")
        }
        EventKind::Repaired { .. } => (plain(words.t("event.repaired").to_owned()), ""),
        EventKind::Publication { status, note, .. } => {
            let status = words.t(&format!("publication.{}", status.name()));
            (html! { (words.t("publish.title")) (words.t("colon")) " " b { (status) } }, note)
        }
        EventKind::Newer => (plain(words.t("event.newer").to_owned()), ""),
    }
}

/// What happened in one line without its reason.
pub(in crate::web) fn line(visit: &Visit, event: &Event) -> Markup {
    sentence(visit, event).0
}

/// Events with who and when, each with the claim that it is about.
pub(in crate::web) fn with_claims<'e>(visit: &Visit, events: impl Iterator<Item = &'e Event>) -> Markup {
    list(visit, events, true)
}

/// The events of one claim, with who and when.
pub(in crate::web) fn of_claim<'e>(visit: &Visit, events: impl Iterator<Item = &'e Event>) -> Markup {
    list(visit, events, false)
}

fn list<'e>(visit: &Visit, events: impl Iterator<Item = &'e Event>, names_claims: bool) -> Markup {
    let words = visit.words;
    html! {
        ol.events {
            @for event in events {
                @let (sentence, reason) = sentence(visit, event);
                li {
                    div.when { time datetime=(event.at) { (words.date(&event.at)) } " · " b { (event.by) }
                        @if event.key.is_some() { " " span.chip title=(words.t("event.signed.long")) { (words.t("event.signed")) } }
                    }
                    div.what { (sentence) }
                    @if let Some(claim) = event.what.claim().filter(|_| names_claims) { (about(visit, claim)) }
                    @if !reason.is_empty() { blockquote { (reason) } }
                }
            }
        }
    }
}

/// The claim that an event is about: its words, while it is there.
fn about(visit: &Visit, id: &ClaimId) -> Markup {
    let quote = |claim: &Claim| format!("« {} »", beginning(&claim.content.text, 90));
    html! {
        div.about {
            @match visit.snapshot.claim(id) {
                Some((view, claim)) => a href={ "/claim/" (id) } lang=(view.article.lang.code()) { (quote(claim)) },
                None => span.quiet { (id) },
            }
        }
    }
}
