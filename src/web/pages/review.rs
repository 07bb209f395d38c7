//! `GET /review`: what waits for a person, one thing at a time, with the keyboard alone.

use super::claim::context;
use crate::claim::{Claim, ClaimId, Fingerprint};
use crate::decision::{PendingChange, Question};
use crate::store::OpenChange;
use crate::web::answer::{Trouble, page};
use crate::web::ask::Query;
use crate::web::snapshot::{ArticleView, Snapshot};
use crate::web::view::deciding::{moves, standing};
use crate::web::view::{self, finding, happening, wording};
use crate::web::visit::Visit;
use crate::web::words::Words;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    pub(in crate::web) article: String,
    pub(in crate::web) at: usize,
    /// `taken-back` after an undo.
    pub(in crate::web) said: String,
}

/// One thing to decide.
enum Item<'s> {
    Change(&'s ArticleView, &'s OpenChange),
    Claim(&'s ArticleView, &'s Claim),
}

pub(in crate::web) async fn get(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    show(&visit, &asked, StatusCode::OK, None)
}

/// The page, after a refusal with what was wrong.
pub(in crate::web) fn show(
    visit: &Visit,
    asked: &Asked,
    status: StatusCode,
    refused: Option<&str>,
) -> Result<Response, Trouble> {
    let words = visit.words;
    let snapshot = visit.snapshot.clone();
    if !asked.article.is_empty() && snapshot.article(&asked.article).is_none() {
        return Err(Trouble::not_found(words));
    }
    let (queue, decided) = queue(&snapshot, &asked.article);
    let at = asked.at.min(queue.len().saturating_sub(1));
    let total = queue.len() + decided;
    let title = words.t("nav.review");
    let link = |at: usize| format!("/review?article={}&at={at}", view::encoded(&asked.article));
    let main = html! {
        div.heading {
            @if let Some(view) = snapshot.article(&asked.article) {
                p.crumbs { a href="/review" { (words.t("review.all")) } " › " (view::beginning(view.title(), 60)) }
            }
            h1 { (title) }
            p.progress {
                progress max=(total.max(1)) value=(decided) aria-label=(words.t("review.progress")) {}
                span { (words.with("review.done", &[("done", &words.number(decided)), ("total", &words.number(total))])) }
            }
            (undo(visit, &link(at)))
        }
        @if let Some(refused) = refused { p.banner.bad role="alert" { (refused) } }
        @if asked.said == "taken-back" { p.banner role="status" { (words.t("review.taken-back")) } }
        @match queue.get(at) {
            None => p.empty { (words.t("review.nothing")) " " a href="/" { (words.t("nav.desk")) } },
            Some(item) => {
                p.place { (words.with("review.place", &[("at", &words.number(at + 1)), ("left", &words.number(queue.len()))]))
                    @if at > 0 { " · " a href=(link(at - 1)) data-key="p" { (words.t("review.back")) " " kbd { "p" } } }
                    @if at + 1 < queue.len() { " · " a href=(link(at + 1)) data-key="s" { (words.t("review.skip")) " " kbd { "s" } } }
                    " · " button.quiet type="button" data-key="?" data-help { (words.t("review.keys")) " " kbd { "?" } }
                }
                @match item {
                    Item::Change(view, change) => (change_page(visit, view, change, &link(at))?),
                    Item::Claim(view, claim) => (claim_page(visit, view, claim, &link(at))?),
                }
            }
        }
        (keys(visit))
    };
    Ok(page(status, view::page(visit, "review", title, &main)))
}

/// The reviewer's last step, and the button that takes it back.
fn undo(visit: &Visit, back: &str) -> Markup {
    let step = visit.session.as_ref().map(|session| visit.snapshot.workspace.last_step(&session.name));
    let step = step.unwrap_or_default();
    html! {
        @if let (Some(first), Some(last)) = (step.first(), step.last()) {
            form.undo method="post" action="/undo" {
                (view::csrf(visit))
                input type="hidden" name="step" value=(first.hash);
                input type="hidden" name="back" value=(back);
                button.quiet data-key="z" { (visit.t("review.undo.what")) " " kbd { "z" } }
                span.quiet { (happening::line(visit, last))
                    @if let Some((_, claim)) = last.what.claim().and_then(|id| visit.snapshot.claim(id)) {
                        " « " (view::beginning(&claim.content.text, 60)) " »"
                    }
                }
            }
        }
    }
}

/// What waits, pending changes first, and how much is decided already.
fn queue<'s>(snapshot: &'s Snapshot, only: &str) -> (Vec<Item<'s>>, usize) {
    let views = || {
        snapshot
            .articles
            .values()
            .filter_map(|view| view.as_ref().ok())
            .filter(|view| only.is_empty() || view.article.slug == only)
    };
    let mut queue: Vec<Item<'_>> =
        views().flat_map(|view| view.changes.iter().map(move |change| Item::Change(view, change))).collect();
    let mut decided = 0;
    for view in views() {
        for claim in &view.accepted.claims {
            let content = snapshot.workspace.ledger.record(&claim.id).finding(Question::Content);
            if content.state().is_decided() && !content.is_stale(Some(claim)) {
                decided += 1;
            } else {
                queue.push(Item::Claim(view, claim));
            }
        }
    }
    (queue, decided)
}

fn change_page(visit: &Visit, view: &ArticleView, change: &OpenChange, back: &str) -> Result<Markup, Trouble> {
    let words = visit.words;
    let id = change.id().cloned().unwrap_or(ClaimId(String::new()));
    let record = visit.snapshot.workspace.ledger.record(&id);
    let lang = view.article.lang.code();
    let moved = view.changes.iter().filter(|one| one.kind == PendingChange::Moved).count();
    let around = proposed(visit, view, change)?;
    Ok(html! {
        section.panel.item {
            p.crumbs { a href={ "/article/" (view.article.slug) } { (view.title()) } " · " (words.t("review.pending")) }
            h2 { span class={ "chip c-" (change.kind.name()) } { (words.t(&format!("change.{}", change.kind.name()))) } " "
                @if let Some(claim) = change.new.as_ref().or(change.old.as_ref()) { (view::speaker(words, claim)) }
            }
            @match (&change.old, &change.new) {
                (Some(old), Some(new)) => {
                    p.quote lang=(lang) { "« " (wording::changed(&old.content.text, &new.content.text)) " »" }
                    (detail(words, words.t("part.speaker"), &view::speaker(words, old), &view::speaker(words, new)))
                    @let (was, is) = (cue(old), cue(new));
                    (detail(words, words.t("part.cue"), &was, &is))
                }
                (Some(old), None) => p.quote lang=(lang) { "« " del { (old.content.text) } " »" },
                (None, Some(new)) => {
                    p.quote lang=(lang) { "« " ins { (new.content.text) } " »" }
                    (detail(words, words.t("part.cue"), "", &cue(new)))
                }
                (None, None) => {}
            }
            @if let Some(around) = around { section.context lang=(lang) { (around) } }
            @if is_stale_after(change) && (record.attribution.state().is_decided() || record.content.state().is_decided()) {
                p.banner.stale { (words.t("review.stales")) " " (finding::both(words, record, change.old.as_ref())) }
            }
            @if visit.session.is_some() {
                form.moves method="post" action={ "/article/" (view.article.slug) "/resolve" } {
                    (view::csrf(visit))
                    input type="hidden" name="claim" value=(id);
                    input type="hidden" name="proposed" value=(change.fingerprint().map(|print| print.to_string()).unwrap_or_default());
                    input type="hidden" name="back" value=(back);
                    label for="reason" { (words.t("reason")) }
                    textarea #reason name="reason" rows="2" required {}
                    div.buttons {
                        button.move.accept name="act" value="accept" data-key="a" { "✓ " (words.t("review.accept")) " " kbd { "a" } }
                        button.move.reject name="act" value="reject" data-key="r" { "✗ " (words.t("review.reject")) " " kbd { "r" } }
                        @if moved > 1 && change.kind == PendingChange::Moved {
                            button.move name="act" value="moved" data-key="m" { (words.count("review.moved", moved)) " " kbd { "m" } }
                        }
                    }
                }
            } @else { p.quiet { (words.t("claim.sign-in")) } }
        }
    })
}

/// The paragraph that the proposed claim stands in, or the one that goes.
fn proposed(visit: &Visit, view: &ArticleView, change: &OpenChange) -> Result<Option<Markup>, Trouble> {
    let claim = match (&change.new, &change.old) {
        (Some(new), _) => {
            let pending = visit.snapshot.workspace.pending(&view.article.slug);
            let pending = pending.map_err(|error| Trouble::store(visit.words, &error))?;
            let revision = new.revision.or(pending.and_then(|set| set.header.revision));
            Claim { revision: Some(revision.unwrap_or_else(|| view.article.last())), ..new.clone() }
        }
        (None, Some(old)) => old.clone(),
        (None, None) => return Ok(None),
    };
    context(visit, view, &claim).map(Some)
}

/// Whether accepting the change takes the judged words away: a claim that moves, or whose cue changes, keeps its decisions.
fn is_stale_after(change: &OpenChange) -> bool {
    change.old.as_ref().is_some_and(|old| Some(Fingerprint::of(old)) != change.fingerprint())
}

fn detail(words: &Words, name: &str, old: &str, new: &str) -> Markup {
    let colon = words.t("colon");
    html! {
        @if old != new {
            p.detail { (name) (colon) " " @if !old.is_empty() { del { (old) } " → " } ins { (new) } }
        } @else if !new.is_empty() { p.detail.quiet { (name) (colon) " " (new) } }
    }
}

fn cue(claim: &Claim) -> String {
    claim.cue.as_ref().map(|cue| cue.text.clone()).unwrap_or_default()
}

/// A claim that nobody has decided, or whose decision is stale.
fn claim_page(visit: &Visit, view: &ArticleView, claim: &Claim, back: &str) -> Result<Markup, Trouble> {
    let words = visit.words;
    let record = visit.snapshot.workspace.ledger.record(&claim.id);
    let content = &record.content;
    Ok(html! {
        section.panel.item {
            p.crumbs { a href={ "/article/" (view.article.slug) "#t-" (claim.id) } { (view.title()) } " · "
                a href={ "/claim/" (claim.id) } data-key="o" { (words.t("review.open")) " " kbd { "o" } } }
            h2.claim lang=(view.article.lang.code()) { "« " (claim.content.text) " »" }
            p { b { (view::speaker(words, claim)) } " " (finding::both(words, record, Some(claim))) }
            section.context lang=(view.article.lang.code()) { (context(visit, view, claim)?) }
            (standing(visit, view, claim, content))
            @if record.evidence.is_empty() { p.quiet { (words.t("evidence.none")) } }
            @else { p.quiet { (words.count("evidence", record.evidence.len())) } }
            @if visit.session.is_some() {
                div {
                    h3 { (words.t("question.content")) }
                    (moves(visit, claim, Question::Content, content, record.evidence.len(), back, None))
                }
                details {
                    summary { (words.t("question.attribution")) }
                    (moves(visit, claim, Question::Attribution, &record.attribution, record.evidence.len(), back, None))
                }
            } @else { p.quiet { (words.t("claim.sign-in")) } }
        }
    })
}

/// The list of keys.
fn keys(visit: &Visit) -> Markup {
    let words = visit.words;
    let rows = [
        ("a", "review.accept"),
        ("r", "review.reject"),
        ("m", "keys.moved"),
        ("i", "move.in-review"),
        ("v", "move.verified"),
        ("d", "move.disputed"),
        ("u", "move.unverifiable"),
        ("x", "move.dropped"),
        ("e", "mark.evidence"),
        ("s", "review.skip"),
        ("p", "review.back"),
        ("o", "review.open"),
        ("z", "review.undo"),
        ("?", "review.keys"),
    ];
    html! {
        dialog #keys aria-labelledby="keys-title" {
            h2 #keys-title { (words.t("review.keys")) }
            dl.keys { @for (key, what) in rows { dt { kbd { (key) } } dd { (words.t(what)) } } }
            p.quiet { (words.t("keys.how")) }
            form method="dialog" { button { (words.t("keys.close")) } }
        }
    }
}
