//! What pages are made of. Every value is escaped by the templates; no mark-up comes from data.

pub(super) mod deciding;
pub(super) mod finding;
pub(super) mod happening;
pub(super) mod marked;
pub(super) mod wording;

use super::assets::address;
use super::visit::Visit;
use super::words::{Tongue, Words};
use crate::claim::{Claim, Resolution};
use crate::decision::State;
use crate::export::chart;
use axum::http::StatusCode;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The pages that the head of each page leads to: key, address.
const PLACES: [(&str, &str); 4] =
    [("nav.desk", "/"), ("nav.review", "/review"), ("nav.diff", "/diff"), ("nav.journal", "/journal")];

/// A whole page. `kind` names it for the style sheet; `printed` is a report.
pub(super) fn page(visit: &Visit, kind: &str, title: &str, main: &Markup) -> Markup {
    let words = visit.words;
    let live = words.t("live.changed");
    let line = visit.snapshot.lines();
    html! {
        (DOCTYPE)
        html lang=(words.tongue.code()) {
            (head(words, kind, &format!("{title} · dixit")))
            body class=(kind) data-line=(line) data-live=(live) data-here=(visit.here) data-me=[visit.session.as_ref().map(|session| session.name.as_str())] {
                a.skip href="#main" { (words.t("nav.skip")) }
                header.top {
                    a.wordmark href="/" { "dixit" }
                    nav aria-label=(words.t("nav.label")) {
                        @for (key, place) in PLACES {
                            a href=(place) aria-current=[is_here(&visit.here, place).then_some("page")] { (words.t(key)) }
                        }
                    }
                    div.visitor {
                        (languages(visit))
                        @match &visit.session {
                            Some(session) => {
                                form method="post" action="/sign-out" {
                                    (csrf(visit))
                                    span.me { (session.name) }
                                    button.quiet { (words.t("sign.out")) }
                                }
                            }
                            None => a href={ "/sign-in?back=" (encoded(&visit.here)) } { (words.t("sign.in")) },
                        }
                    }
                }
                @if visit.snapshot.workspace.journal.problem.as_ref().is_some_and(|problem| !problem.is_harmless()) {
                    p.banner.bad role="alert" { (words.t("trouble.journal")) }
                }
                p #live role="status" {}
                main #main tabindex="-1" { (main) }
            }
        }
    }
}

fn head(words: &Words, kind: &str, title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) }
            link rel="icon" href=(address("icon.svg"));
            link rel="stylesheet" href=(address("dixit.css"));
            link rel="stylesheet" href=(address(if kind == "printed" { "report.css" } else { "article.css" }));
            script defer src=(address("dixit.js")) data-tongue=(words.tongue.code()) {}
        }
    }
}

fn languages(visit: &Visit) -> Markup {
    html! {
        form method="post" action="/language" {
            input type="hidden" name="back" value=(visit.here);
            @for tongue in Tongue::ALL {
                @if tongue != visit.words.tongue {
                    button.quiet name="language" value=(tongue.code()) lang=(tongue.code()) { (tongue.name()) }
                }
            }
        }
    }
}

fn is_here(here: &str, place: &str) -> bool {
    let path = here.split('?').next().unwrap_or_default();
    match place {
        "/" => path == "/",
        place => path == place || path.starts_with(&format!("{place}/")),
    }
}

/// A page that says what went wrong, for when nothing of the workspace is at hand.
pub(super) fn trouble(words: &Words, status: StatusCode, message: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.tongue.code()) {
            (head(words, "trouble", &format!("{} · dixit", status.as_str())))
            body.trouble {
                header.top { a.wordmark href="/" { "dixit" } }
                main #main {
                    div.sign-in.panel {
                        p.status { (status.as_str()) }
                        h1 { (words.t("trouble.title")) }
                        p role="alert" { (message) }
                        p { a href="/" { (words.t("trouble.back")) } }
                    }
                }
            }
        }
    }
}

/// The hidden field that shows that a form is ours; nothing for who is not signed in.
pub(super) fn csrf(visit: &Visit) -> Markup {
    html! {
        @if let Some(session) = &visit.session {
            input type="hidden" name="csrf" value=(session.csrf);
        }
    }
}

/// Text for a query: all but plain characters escaped.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// How many claims are in each state, as one bar.
pub(super) fn states(words: &Words, counts: &[usize; State::ALL.len()]) -> Markup {
    let spoken: Vec<String> = State::ALL
        .iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(state, count)| format!("{count} {}", words.t(&format!("state.{}", state.name()))))
        .collect();
    PreEscaped(chart::bar(counts, &spoken.join(", ")))
}

/// Who says it, as people write it.
pub(super) fn speaker(words: &Words, claim: &Claim) -> String {
    match &claim.speaker {
        None => words.t("speaker.none").to_owned(),
        Some(speaker) => match (speaker.resolution, &speaker.name, &speaker.mention) {
            (Resolution::Narrator, ..) => words.t("speaker.narrator").to_owned(),
            (Resolution::Resolved, Some(name), _) => name.clone(),
            (Resolution::Resolved | Resolution::Unresolved, _, Some(mention)) => {
                words.with("speaker.unresolved", &[("mention", mention)])
            }
            (Resolution::Resolved | Resolution::Unresolved, _, None) => words.t("speaker.unknown").to_owned(),
        },
    }
}

/// The beginning of a text, cut between words.
pub(super) fn beginning(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let cut: String = text.chars().take(letters).collect();
    let cut = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(head, _)| head);
    format!("{cut}…")
}
