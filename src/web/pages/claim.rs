//! `GET /claim/{id}`: one claim in its context, its two findings, its evidence, its history.

use super::article::{parts, slots};
use crate::claim::{Claim, ClaimId};
use crate::decision::{EventKind, Evidence, EvidenceStance, FindingRecord, Question, State};
use crate::store::StoreError;
use crate::text::CodePoints;
use crate::web::answer::{Trouble, page};
use crate::web::snapshot::{ArticleView, shown_state};
use crate::web::view::marked::{Shown, Underlined, blocks};
use crate::web::view::{self, finding, happening, wording};
use crate::web::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

/// What a form had in it when it was refused, so that nothing typed is lost.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Typed {
    pub(in crate::web) message: String,
    pub(in crate::web) reason: String,
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
                    (happening::list(words, snapshot.events_of(id).filter(|event| event.seq > typed.since)))
                } @else { p { (typed.message) } }
            }
        }
        section.context lang=(view.article.lang.code()) { (context(visit, view, claim)?) }
        div.columns {
            @for question in [Question::Attribution, Question::Content] {
                (finding_panel(visit, view, claim, question, typed))
            }
        }
        (evidence(visit, claim, &record.evidence))
        (matches(visit, claim))
        div.columns {
            section.panel { h2 { (words.t("claim.parts")) } (parts(visit, claim))
                @if let Some(outer) = &claim.inside { p { (words.t("claim.inside")) " " a href={ "/claim/" (outer) } { (outer) } } }
                details { summary { (words.t("claim.why")) }
                    ul { @for step in &claim.extractor.why { li { (step) } } }
                    ul { @for point in &claim.check_worthiness.points { li { (point.name) " " (format!("{:+.2}", point.value)) } } }
                }
            }
            section.panel { h2 { (words.t("claim.history")) } (happening::list(words, snapshot.events_of(id).rev())) }
        }
        @if visit.session.is_some() { (correct(visit, claim)) }
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

/// Who decided, when and why; what changed since; what a merged copy says.
pub(in crate::web) fn standing(visit: &Visit, view: &ArticleView, claim: &Claim, finding: &FindingRecord) -> Markup {
    let words = visit.words;
    html! {
        @if let Some(decision) = &finding.decision {
            p { b { (decision.by) } ", " time datetime=(decision.at) { (words.date(&decision.at)) }
                @if let Some(rating) = &decision.rating { " · " b { (label(visit, rating)) } }
            }
            @if !decision.reason.is_empty() { blockquote { (decision.reason) } }
            @if finding.is_stale(Some(claim)) {
                div.banner.stale {
                    p { (words.t("finding.stale.long")) }
                    @match view.judged(&visit.snapshot.workspace, &decision.fingerprint) {
                        Some(judged) => {
                            p.changed lang=(view.article.lang.code()) { (wording::changed(&judged.content.text, &claim.content.text)) }
                            @let (before, now) = (view::speaker(words, &judged), view::speaker(words, claim));
                            @if before != now { p.changed { (words.t("part.speaker")) ": " (wording::changed(&before, &now)) } }
                        }
                        None => @match old_words(visit, &claim.id) {
                            Some(old) => p.changed { (wording::changed(&old, &claim.content.text)) },
                            None => p.quiet { (words.t("finding.stale.gone")) },
                        }
                    }
                }
            }
        }
        @if let Some(waiting) = &finding.waiting {
            p.banner { (words.with("finding.waiting.long", &[("by", &waiting.by), ("state", words.t(&format!("state.{}", waiting.state.name())))])) }
        }
        @if let Some(other) = &finding.conflict {
            div.banner.bad {
                p { (words.with("finding.conflict.long", &[("by", &other.by), ("state", words.t(&format!("state.{}", other.state.name())))])) }
                blockquote { (other.reason) }
            }
        }
    }
}

/// The content before the last correction by a person.
fn old_words(visit: &Visit, id: &ClaimId) -> Option<String> {
    visit.snapshot.events_of(id).rev().find_map(|event| match &event.what {
        EventKind::Edited { was, .. } => was.get(&crate::decision::ClaimPart::Content).cloned(),
        _ => None,
    })
}

fn label<'v>(visit: &'v Visit, rating: &'v str) -> &'v str {
    let scale = &visit.snapshot.workspace.settings.ratings;
    scale.iter().find(|one| one.name == rating).map_or(rating, |one| &one.label)
}

/// The legal moves, and the next reader's signature while one is awaited.
pub(in crate::web) fn legal(finding: &FindingRecord) -> Vec<State> {
    let mut moves: Vec<State> = finding.state().moves().to_vec();
    if let Some(waiting) = &finding.waiting
        && !moves.contains(&waiting.state)
    {
        moves.insert(0, waiting.state);
    }
    moves
}

/// The key of a move; with Shift it moves the attribution.
fn key_of(state: State, question: Question) -> &'static str {
    let (content, attribution) = match state {
        State::Unverified => ("n", "N"),
        State::InReview => ("i", "I"),
        State::Verified => ("v", "V"),
        State::Disputed => ("d", "D"),
        State::Unverifiable => ("u", "U"),
        State::Dropped => ("x", "X"),
    };
    match question {
        Question::Content => content,
        Question::Attribution => attribution,
    }
}

/// The form that moves a finding.
pub(in crate::web) fn moves(
    visit: &Visit,
    claim: &Claim,
    question: Question,
    finding: &FindingRecord,
    evidence: usize,
    back: &str,
    typed: Option<&Typed>,
) -> Markup {
    let words = visit.words;
    let now = finding.state();
    let legal = legal(finding);
    let wants_reason = legal.iter().any(|next| now.needs_reason(*next));
    let wants_evidence = evidence == 0 && legal.iter().any(|next| next.needs_evidence());
    let ratings = &visit.snapshot.workspace.settings.ratings;
    let id = format!("{question}-{}", claim.id);
    html! {
        form.moves method="post" action={ "/claim/" (claim.id) "/mark" } {
            (view::csrf(visit))
            input type="hidden" name="question" value=(question);
            input type="hidden" name="seen" value=(visit.snapshot.lines());
            input type="hidden" name="back" value=(back);
            @if wants_reason {
                label for={ "reason-" (id) } { (words.t("reason")) }
                textarea id={ "reason-" (id) } name="reason" rows="2" { @if let Some(typed) = typed { (typed.reason) } }
            }
            @if wants_evidence {
                label for={ "evidence-" (id) } { (words.t("mark.evidence")) }
                input id={ "evidence-" (id) } data-key="e" type="url" name="evidence" placeholder="https://";
            }
            @if question == Question::Content && !ratings.is_empty() && now == State::InReview {
                label { (words.t("mark.rating"))
                    select name="rating" {
                        option value="" { (words.t("mark.rating.none")) }
                        @for rating in ratings { option value=(rating.name) { (rating.label) } }
                    }
                }
            }
            div.buttons {
                @for next in legal {
                    button class={ "move s-" (next.name()) } name="state" value=(next.name()) data-key=(key_of(next, question)) {
                        span aria-hidden="true" { (finding::sign(next)) } " " (words.t(&format!("move.{}", next.name())))
                        " " kbd { (key_of(next, question)) }
                    }
                }
            }
        }
    }
}

fn evidence(visit: &Visit, claim: &Claim, all: &[Evidence]) -> Markup {
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
                details open[all.is_empty()] {
                    summary { (words.t("evidence.add")) }
                    form.add method="post" action={ "/claim/" (claim.id) "/evidence" } enctype="multipart/form-data" {
                        (view::csrf(visit))
                        label { (words.t("evidence.link")) input type="url" name="source" placeholder="https://"; }
                        label { (words.t("evidence.file")) input type="file" name="file"; }
                        label { (words.t("evidence.stance"))
                            select name="stance" { @for one in STANCES { option value=(stance(one)) { (words.t(&format!("stance.{}", stance(one)))) } } }
                        }
                        label { (words.t("evidence.publisher")) input name="publisher"; }
                        label.wide { (words.t("evidence.quote")) textarea name="quote" rows="2" {} }
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
        @if !found.is_empty() {
            section.panel {
                h2 { (words.t("matches.title")) }
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

/// The form that corrects speaker, cue or content by selecting words in the context.
fn correct(visit: &Visit, claim: &Claim) -> Markup {
    html! {
        details.panel {
            summary { (visit.t("correct.title")) }
            form #correct method="post" action={ "/claim/" (claim.id) "/correct" } {
                p.quiet { (visit.t("correct.how")) }
                (view::csrf(visit))
                input type="hidden" name="seen" value=(visit.snapshot.lines());
                div.fill {
                    (slots(visit, Some(claim)))
                    label { (visit.t("reason")) input name="reason" required; }
                    div.ends { button { (visit.t("correct.save")) } }
                }
            }
        }
    }
}
