//! `GET /claim/{id}`: one claim in its context, its two findings, its evidence, its history.

use super::article::{parts, slots};
use crate::claim::{Claim, ClaimId};
use crate::decision::{Evidence, EvidenceStance, Publication, Question, Record};
use crate::store::StoreError;
use crate::text::CodePoints;
use crate::web::answer::{Trouble, page};
use crate::web::ask::Path;
use crate::web::snapshot::{ArticleView, shown_state};
use crate::web::view::deciding::{moves, standing};
use crate::web::view::marked::{Shown, Underlined, blocks};
use crate::web::view::{self, finding, happening};
use crate::web::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

/// What a form had in it when it was refused, so that nothing typed is lost.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Typed {
    pub(in crate::web) message: String,
    /// The finding that the form was to move.
    pub(in crate::web) question: Option<Question>,
    pub(in crate::web) reason: String,
    pub(in crate::web) evidence: String,
    pub(in crate::web) comment: String,
    /// Why a part was to be corrected.
    pub(in crate::web) correction: String,
    /// What was to be added as evidence.
    pub(in crate::web) source: String,
    pub(in crate::web) publisher: String,
    pub(in crate::web) quote: String,
    /// What was to be said of the publication.
    pub(in crate::web) note: String,
    /// Whether somebody else decided in between.
    pub(in crate::web) overtaken: bool,
    /// The line from which on things happened that the form did not know.
    pub(in crate::web) since: u64,
}

pub(in crate::web) async fn get(visit: Visit, Path(id): Path<String>) -> Result<Response, Trouble> {
    let found = crate::claim::id::resolve_id(&id, visit.snapshot.home.keys()).cloned();
    let id = found.map_err(|error| Trouble::store(visit.words, &StoreError::Id(error)))?;
    show(&visit, &id, StatusCode::OK, None)
}

/// The page, after a refusal with what was typed.
pub(in crate::web) fn show(
    visit: &Visit,
    id: &ClaimId,
    status: StatusCode,
    typed: Option<&Typed>,
) -> Result<Response, Trouble> {
    let words = visit.words;
    let snapshot = visit.snapshot.clone();
    let Some((view, claim)) = snapshot.claim(id) else { return Err(Trouble::not_found(words)) };
    let record = snapshot.workspace.ledger.record(id);
    let title = view::beginning(&claim.content.text, 70);
    let main = html! {
        div.heading {
            p.crumbs { a href="/" { (words.t("nav.desk")) } " › " a href={ "/article/" (view.article.slug) "#t-" (id) } { (view.title()) } }
            h1.claim lang=(view.article.lang.code()) { "« " (claim.content.text) " »" }
            p { b { (view::speaker(words, claim)) } " · " span.quiet { (id) }
                @if let Some(by) = crate::claim::person::of(claim) {
                    " · " span.chip.person { (words.with(if by.made { "claim.hand-made" } else { "claim.edited" }, &[("by", &by.by)])) }
                }
            }
        }
        @if let Some(typed) = typed {
            div.banner.bad role="alert" {
                @if typed.overtaken {
                    p { (words.t("claim.overtaken")) }
                    (happening::of_claim(visit, snapshot.events_of(id).filter(|event| event.seq > typed.since)))
                } @else { p { (typed.message) } }
            }
        }
        section.context lang=(view.article.lang.code()) { (context(visit, view, claim)?) }
        div.columns {
            @for question in [Question::Attribution, Question::Content] {
                (finding_panel(visit, view, claim, question, typed))
            }
        }
        (evidence(visit, claim, &record.evidence, typed))
        (matches(visit, claim))
        div.columns {
            div {
            section.panel { h2 { (words.t("claim.parts")) } (parts(visit, claim))
                @if let Some(outer) = &claim.inside { p { (words.t("claim.inside")) " " a href={ "/claim/" (outer) } { (outer) } } }
                details { summary { (words.t("claim.why")) }
                    ul { @for step in &claim.extractor.why { li { (words.reason(step)) } } }
                    ul { @for point in &claim.check_worthiness.points { li { (words.reason(&point.name)) " " (format!("{:+.2}", point.value)) } } }
                }
            }
            (publication(visit, claim, record, typed))
            }
            section.panel #history {
                h2 { (words.t("claim.history")) }
                @if snapshot.events_of(id).next().is_none() { p.quiet { (words.t("claim.no-history")) } }
                (happening::of_claim(visit, snapshot.events_of(id).rev()))
                @if visit.session.is_some() { (comment(visit, id, typed)) }
            }
        }
        @if visit.session.is_some() { (correct(visit, claim, typed)) }
    };
    Ok(page(status, view::page(visit, "claim", &title, &main)))
}

/// The paragraph that the claim stands in.
pub(in crate::web) fn context(visit: &Visit, view: &ArticleView, claim: &Claim) -> Result<Markup, Trouble> {
    let revision = view.revision_of(claim);
    let (old, points, prose);
    let shown = if revision == view.revision {
        Shown { text: &view.text, points: &view.points, prose: view.prose.as_deref() }
    } else {
        let text = visit.snapshot.workspace.text(&view.article, revision);
        old = text.map_err(|error| Trouble::store(visit.words, &error))?;
        points = CodePoints::new(&old);
        prose = view.article.document(old.clone()).prose;
        Shown { text: &old, points: &points, prose: prose.as_deref() }
    };
    let one = Underlined {
        claim,
        spans: claim.content.spans.clone(),
        own: true,
        state: shown_state(&visit.snapshot, claim),
        stale: false,
        label: String::new(),
        number: 1,
    };
    let blocks = blocks(shown, std::slice::from_ref(&one));
    let holding = blocks.iter().filter(|block| !block.claims.is_empty());
    Ok(html! { @for block in holding { p.text data-claim=(claim.id) { (block.words) } } })
}

/// One finding: where it stands, why, whether it still holds, and what may follow.
fn finding_panel(
    visit: &Visit,
    view: &ArticleView,
    claim: &Claim,
    question: Question,
    typed: Option<&Typed>,
) -> Markup {
    let words = visit.words;
    let record = visit.snapshot.workspace.ledger.record(&claim.id);
    let finding = record.finding(question);
    html! {
        section.panel id=(question) {
            h2 { (words.t(finding::full(question))) }
            p.now { (finding::chip(words, finding.state())) (finding::warnings(words, finding, Some(claim))) }
            (standing(visit, view, claim, finding))
            @if visit.session.is_some() { (moves(visit, claim, question, finding, record.evidence.len(), &format!("/claim/{}#{question}", claim.id), typed)) }
            @else { p.quiet { (words.t("claim.sign-in")) } }
        }
    }
}

fn evidence(visit: &Visit, claim: &Claim, all: &[Evidence], typed: Option<&Typed>) -> Markup {
    let words = visit.words;
    html! {
        section.panel #evidence {
            h2 { (words.t("evidence.title")) }
            @if all.is_empty() { p.quiet { (words.t("evidence.none")) } }
            ul.evidence {
                @for one in all {
                    li {
                        span class={ "chip e-" (stance(one.stance)) } { (words.t(&format!("stance.{}", stance(one.stance)))) } " "
                        (source(one))
                        @if let Some(publisher) = &one.publisher { ", " (publisher) }
                        @if let Some(day) = &one.retrieved { " · " (words.date(day)) }
                        @if let Some(quote) = &one.quote { blockquote { (quote) } }
                        @if let Some(hash) = &one.sha256 { div.hash { "SHA-256 " code { (hash) } } }
                    }
                }
            }
            @if visit.session.is_some() {
                details open[all.is_empty() || typed.is_some_and(|typed| !typed.source.is_empty() || !typed.quote.is_empty())] {
                    summary { (words.t("evidence.add")) }
                    form.add method="post" action={ "/claim/" (claim.id) "/evidence" } enctype="multipart/form-data" {
                        (view::csrf(visit))
                        label { (words.t("evidence.link")) input type="url" name="source" placeholder="https://" value=[typed.map(|typed| typed.source.as_str())]; }
                        label { (words.t("evidence.file")) input type="file" name="file"; }
                        label { (words.t("evidence.stance"))
                            select name="stance" { @for one in STANCES { option value=(stance(one)) { (words.t(&format!("stance.{}", stance(one)))) } } }
                        }
                        label { (words.t("evidence.publisher")) input name="publisher" value=[typed.map(|typed| typed.publisher.as_str())]; }
                        label.wide { (words.t("evidence.quote")) textarea name="quote" rows="2" { @if let Some(typed) = typed { (typed.quote) } } }
                        button { (words.t("evidence.add")) }
                    }
                }
            }
        }
    }
}

/// All stances.
pub(in crate::web) const STANCES: [EvidenceStance; 3] =
    [EvidenceStance::Supports, EvidenceStance::Undermines, EvidenceStance::Context];

/// A stance as the files write it.
pub(in crate::web) fn stance(stance: EvidenceStance) -> &'static str {
    match stance {
        EvidenceStance::Supports => "supports",
        EvidenceStance::Undermines => "undermines",
        EvidenceStance::Context => "context",
    }
}

/// Where the evidence is: only an address of the web, or a file of ours, is a link.
pub(in crate::web) fn source(one: &Evidence) -> Markup {
    let is_address = one.source.starts_with("http://") || one.source.starts_with("https://");
    html! {
        @if is_address { a href=(one.source) rel="noopener noreferrer external" { (one.source) } }
        @else if let Some(name) = one.source.strip_prefix("evidence/") {
            a href={ "/evidence/" (view::encoded(name)) } download { (view::beginning(name, 20)) }
        } @else { (one.source) }
    }
}

/// What the reference sets hold that is like the claim.
fn matches(visit: &Visit, claim: &Claim) -> Markup {
    let words = visit.words;
    let found = crate::web::matches::find(&visit.snapshot, claim);
    html! {
        @if !visit.snapshot.references().is_empty() {
            section.panel {
                h2 { (words.t("matches.title")) }
                @if found.is_empty() { p.quiet { (words.t("matches.none")) } }
                ul.matches {
                    @for one in &found {
                        li {
                            span class={ "chip r-" (one.relation.name()) } { (words.t(&format!("relation.{}", one.relation.name()))) } " "
                            b { (one.set) } " · " (format!("{:.2}", one.score))
                            p { (one.text) }
                            div.quiet { @for (place, reason) in one.why.iter().enumerate() { @if place > 0 { " · " } (reason) } }
                        }
                    }
                }
            }
        }
    }
}

/// Whether the check is out, and the form that says so.
fn publication(visit: &Visit, claim: &Claim, record: &Record, typed: Option<&Typed>) -> Markup {
    let words = visit.words;
    let (status, note) = &record.publication;
    let named = |status: Publication| words.t(&format!("publication.{}", status.name()));
    let next = status.moves();
    let needs_note = next.iter().any(|next| next.needs_note());
    let is_ready = record.content.state().is_decided() || next.iter().all(|next| *next != Publication::Published);
    html! {
        section.panel #publication {
            h2 { (words.t("publish.title")) }
            p.now { span class={ "chip p-" (status.name()) } { (named(*status)) } }
            @if !note.is_empty() { blockquote { (note) } }
            @if let Some((other, note)) = &record.publication_conflict {
                div.banner.bad { p { (words.with("publish.conflict", &[("status", named(*other))])) } blockquote { (note) } }
            }
            @if !is_ready { p.quiet { (words.t("publish.why-not")) } }
            @else if visit.session.is_some() {
                form.moves method="post" action={ "/claim/" (claim.id) "/publish" } {
                    (view::csrf(visit))
                    input type="hidden" name="seen" value=(visit.snapshot.lines());
                    label { (words.t(if needs_note { "publish.wrong" } else { "publish.where" }))
                        input name="note" required[needs_note] value=[typed.map(|typed| typed.note.as_str())];
                    }
                    div.buttons {
                        @for next in next { button.move name="status" value=(next.name()) { (words.t(&format!("publish.{}", next.name()))) } }
                    }
                }
            }
        }
    }
}

/// The form for a comment.
fn comment(visit: &Visit, id: &ClaimId, typed: Option<&Typed>) -> Markup {
    html! {
        form.moves method="post" action={ "/claim/" (id) "/comment" } {
            (view::csrf(visit))
            label for="comment" { (visit.t("comment.title")) " " span.quiet { (visit.t("comment.how")) } }
            textarea #comment name="text" rows="2" required { @if let Some(typed) = typed { (typed.comment) } }
            div.buttons { button.move { (visit.t("comment.add")) } }
        }
    }
}

/// The form that corrects speaker, cue or content by selecting words in the context.
fn correct(visit: &Visit, claim: &Claim, typed: Option<&Typed>) -> Markup {
    let reason = typed.map(|typed| typed.correction.as_str()).filter(|reason| !reason.is_empty());
    html! {
        details.panel open[reason.is_some()] {
            summary { (visit.t("correct.title")) }
            form #correct method="post" action={ "/claim/" (claim.id) "/correct" } {
                p.quiet { (visit.t("correct.how")) }
                (view::csrf(visit))
                input type="hidden" name="seen" value=(visit.snapshot.lines());
                div.fill {
                    (slots(visit, Some(claim)))
                    label { (visit.t("reason")) input name="reason" required value=[reason]; }
                    div.ends { button { (visit.t("correct.save")) } }
                }
            }
        }
    }
}
