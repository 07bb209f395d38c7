//! `GET /article/{slug}`: the text with its claims underlined, and the claims in the margin, in step with it.

use crate::claim::anchor::anchor;
use crate::claim::{Claim, Quotation};
use crate::decision::State;
use crate::text::{ByteSpan, CharSpan, CodePoints};
use crate::web::answer::{Trouble, page};
use crate::web::ask::{Path, Query};
use crate::web::snapshot::{ArticleView, shown_state};
use crate::web::view::marked::{Block, Shown, Underlined, blocks};
use crate::web::view::{self, finding};
use crate::web::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use std::borrow::Cow;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    narrator: String,
    /// A revision, to be read as it was; without one the text of the accepted claims.
    revision: String,
}

/// What an underlined claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Accepted,
    /// The article's own statement, shown on request.
    Statement,
    /// As extraction finds it in a revision that is looked at; nothing is decided on it.
    Found,
}

/// A text with the claims that stand in it.
struct Reading<'v> {
    text: Cow<'v, str>,
    points: Cow<'v, CodePoints>,
    prose: Option<Cow<'v, [ByteSpan]>>,
    revision: u32,
    claims: Vec<(&'v Claim, Vec<CharSpan>, Kind)>,
    /// Accepted claims whose words cannot be found in it for certain.
    elsewhere: Vec<&'v Claim>,
}

pub(in crate::web) async fn get(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let words = visit.words;
    let snapshot = visit.snapshot.clone();
    let view = match snapshot.articles.get(&slug) {
        None => return Err(Trouble::not_found(words)),
        Some(Err(problem)) => {
            let message = words.with("store.broken", &[("detail", problem)]);
            return Err(Trouble::new(words, StatusCode::INTERNAL_SERVER_ERROR, message));
        }
        Some(Ok(view)) => view,
    };
    let narrated = asked.narrator == "1";
    let reading = if asked.revision.is_empty() {
        accepted(&visit, view, narrated)
    } else {
        found(&visit, view, &asked.revision)?
    };
    let is_past = !asked.revision.is_empty();
    let kinds: Vec<Kind> = reading.claims.iter().map(|(.., kind)| *kind).collect();
    let underlined: Vec<Underlined<'_>> = reading
        .claims
        .iter()
        .zip(1..)
        .map(|((claim, spans, kind), number)| underline(&visit, claim, spans.clone(), *kind, number, reading.revision))
        .collect();
    let shown = Shown { text: &reading.text, points: &reading.points, prose: reading.prose.as_deref() };
    let blocks = blocks(shown, &underlined);
    let tally = snapshot.tally(view);
    let revision = words
        .with("article.revision", &[("n", &reading.revision.to_string()), ("of", &view.article.last().to_string())]);
    let main = html! {
        div.heading {
            p.crumbs { a href="/" { (words.t("nav.desk")) } @if is_past { " › " a href={ "/article/" (slug) } { (view.title()) } } }
            h1.title lang=(view.article.lang.code()) { (view.title()) }
            p.quiet {
                @if let Some(date) = &view.article.date { time datetime=(date) { (words.date(date)) } " · " }
                @if let Some(source) = &view.article.source { (source) " · " }
                (revision) " · " (words.count("claims", reading.claims.len() + reading.elsewhere.len()))
            }
        }
        @if is_past {
            p.banner { (words.with("article.at", &[("n", &reading.revision.to_string())])) " "
                a href={ "/article/" (slug) } { (words.t("article.at.back")) } }
        } @else {
            @if tally.pending > 0 {
                p.banner.pending {
                    (words.count("article.pending", tally.pending)) " "
                    a href={ "/review?article=" (slug) } { (words.t("article.review")) }
                }
            }
            div.tools {
                (view::states(words, &tally.states))
                ul.legend { @for (state, count) in State::ALL.into_iter().zip(tally.states) { @if count > 0 { li { (finding::chip(words, state)) " " (words.number(count)) } } } }
                span.links {
                    a href={ "/review?article=" (slug) } { (words.t("nav.review")) }
                    a href={ "/report/" (slug) } { (words.t("nav.report")) }
                    @if view.article.revisions.len() > 1 {
                        a href={ "/diff?base=" (slug) "@" (view.article.last() - 1) "&head=" (slug) "@" (view.article.last()) } { (words.t("article.diff")) }
                    }
                    @if narrated { a href={ "/article/" (slug) } { (words.t("article.narrator.hide")) } }
                    @else { a href={ "/article/" (slug) "?narrator=1" } { (words.t("article.narrator.show")) } }
                }
            }
            @if visit.session.is_some() { (by_hand(&visit, &slug)) }
        }
        @if reading.claims.is_empty() { p.banner { (words.t("article.empty")) } }
        article.text lang=(view.article.lang.code()) data-article=(slug) {
            @for block in &blocks {
                div.row {
                    (words_of(block))
                    @if !block.claims.is_empty() {
                        ol.margin lang=(words.tongue.code()) {
                            @for &of in &block.claims { (card(&visit, &underlined[of], kinds[of])) }
                        }
                    }
                }
            }
        }
        @if !reading.elsewhere.is_empty() {
            section.elsewhere {
                h2 #stale { (words.t("article.elsewhere")) }
                p.quiet { (words.t("article.elsewhere.why")) }
                ul.hits { @for claim in &reading.elsewhere { li {
                    a href={ "/claim/" (claim.id) } { (view::beginning(&claim.content.text, 180)) }
                    div.quiet { b { (view::speaker(words, claim)) } " " (finding::both(words, snapshot.workspace.ledger.record(&claim.id), Some(claim))) }
                } } }
            }
        }
    };
    Ok(page(StatusCode::OK, view::page(&visit, "article", view.title(), &main)))
}

/// The text of the accepted claims; with the article's own statements when they are asked for.
fn accepted<'v>(visit: &Visit, view: &'v ArticleView, narrated: bool) -> Reading<'v> {
    let (mut claims, mut elsewhere) = (Vec::new(), Vec::new());
    for claim in &view.accepted.claims {
        match spans(visit, view, claim) {
            Some(spans) => claims.push((claim, spans, Kind::Accepted)),
            None => elsewhere.push(claim),
        }
    }
    if narrated {
        claims.extend(view.statements().iter().map(|claim| (claim, claim.content.spans.clone(), Kind::Statement)));
    }
    claims.sort_by_key(|(_, spans, _)| spans.first().map_or(0, |span| span.start));
    Reading {
        text: Cow::Borrowed(&view.text),
        points: Cow::Borrowed(&view.points),
        prose: view.prose.as_deref().map(Cow::Borrowed),
        revision: view.revision,
        claims,
        elsewhere,
    }
}

/// The text of a revision with the claims that extraction finds in it.
fn found<'v>(visit: &'v Visit, view: &'v ArticleView, revision: &str) -> Result<Reading<'v>, Trouble> {
    let missing = || Trouble::not_found(visit.words);
    let revision: u32 = revision.parse().map_err(|_| missing())?;
    let workspace = &visit.snapshot.workspace;
    let text = workspace.text(&view.article, revision).map_err(|error| Trouble::store(visit.words, &error))?;
    let set = tokio::task::block_in_place(|| view.extracted(workspace, revision)).ok_or_else(missing)?;
    let prose = view.article.document(text.clone()).prose;
    Ok(Reading {
        points: Cow::Owned(CodePoints::new(&text)),
        text: Cow::Owned(text),
        prose: prose.map(Cow::Owned),
        revision,
        claims: set.claims.iter().map(|claim| (claim, claim.content.spans.clone(), Kind::Found)).collect(),
        elsewhere: Vec::new(),
    })
}

fn underline<'v>(
    visit: &Visit,
    claim: &'v Claim,
    spans: Vec<CharSpan>,
    kind: Kind,
    number: usize,
    revision: u32,
) -> Underlined<'v> {
    let words = visit.words;
    let n = number.to_string();
    let (state, stale, label) = match kind {
        Kind::Accepted => {
            let state = shown_state(&visit.snapshot, claim);
            let named = words.t(&format!("state.{}", state.name()));
            let speaker = view::speaker(words, claim);
            let label = words.with("article.ref", &[("n", &n), ("speaker", &speaker), ("state", named)]);
            (state, visit.snapshot.workspace.ledger.record(&claim.id).is_stale(Some(claim)), label)
        }
        Kind::Statement | Kind::Found => (State::Unverified, false, words.with("article.numbered", &[("n", &n)])),
    };
    Underlined { claim, spans, own: claim.revision.is_none_or(|of| of == revision), state, stale, label, number }
}

/// Where a claim's content stands in the text shown; `None` when it cannot be found there for certain.
fn spans(visit: &Visit, view: &ArticleView, claim: &Claim) -> Option<Vec<CharSpan>> {
    let revision = view.revision_of(claim);
    if revision == view.revision {
        return Some(claim.content.spans.clone());
    }
    let old = visit.snapshot.workspace.text(&view.article, revision).ok();
    anchor(&claim.selector, old.as_deref(), &view.text).span().map(|span| vec![span])
}

fn words_of(block: &Block) -> Markup {
    html! {
        @match block.level {
            0 => p { (block.words) },
            1 => h2.headline { (block.words) },
            2 => h3 { (block.words) },
            _ => h4 { (block.words) },
        }
    }
}

/// A claim in the margin.
fn card(visit: &Visit, one: &Underlined<'_>, kind: Kind) -> Markup {
    let words = visit.words;
    let claim = one.claim;
    html! {
        li.card id={ "m-" (claim.id) } data-claim=(claim.id) {
            a.number href={ "#t-" (claim.id) } title=(words.t("article.to-text")) { (one.number) }
            div.body {
                div.said {
                    b { (view::speaker(words, claim)) }
                    @if let Some(cue) = &claim.cue { " " span.cue lang="" { (cue.text) } }
                    @if claim.inside.is_some() { " " span.chip.nested { (words.t("claim.nested")) } }
                }
                @match kind {
                    Kind::Accepted => { (finding::both(words, visit.snapshot.workspace.ledger.record(&claim.id), Some(claim))) }
                    Kind::Statement => span.quiet { (words.t("article.own")) },
                    Kind::Found => span.quiet { (words.t("article.extracted")) },
                }
                details {
                    summary { (words.t("article.details")) }
                    (parts(visit, claim))
                    @if kind == Kind::Accepted { a href={ "/claim/" (claim.id) } { (words.t("article.open")) } }
                }
            }
        }
    }
}

/// The parts of a claim, one a line.
pub(in crate::web) fn parts(visit: &Visit, claim: &Claim) -> Markup {
    let words = visit.words;
    let quotation = match claim.quotation {
        Quotation::Direct => "quotation.direct",
        Quotation::Indirect => "quotation.indirect",
        Quotation::Mixed => "quotation.mixed",
    };
    html! {
        dl.parts {
            dt { (words.t("part.speaker")) }
            dd { (view::speaker(words, claim))
                @if let Some(who) = &claim.speaker {
                    @if let Some(role) = &who.role { ", " (role) }
                    @if let Some(mention) = who.mention.as_ref().filter(|mention| Some(*mention) != who.name.as_ref()) { " (« " (mention) " »)" }
                }
            }
            @if let Some(cue) = &claim.cue { dt { (words.t("part.cue")) } dd { (cue.text) " (" (cue.lemma) ")" } }
            dt { (words.t("part.content")) } dd { (claim.content.text) }
            dt { (words.t("part.quotation")) } dd { (words.t(quotation)) }
            @for when in &claim.when { dt { (words.t("part.when")) } dd { (words.date(&when.value)) " (" (when.text) ")" } }
            dt { (words.t("part.worth")) } dd { (format!("{:.2}", claim.check_worthiness.score)) }
        }
    }
}

/// The panel that makes a claim of selected words. It shows itself when there is a script to fill it.
fn by_hand(visit: &Visit, slug: &str) -> Markup {
    html! {
        form #by-hand .panel hidden method="post" action={ "/article/" (slug) "/claims" } {
            (view::csrf(visit))
            div.fill {
                h2 { (visit.t("hand.title")) }
                p.quiet { (visit.t("hand.how")) }
                (slots(visit, None))
                label { (visit.t("reason")) input name="reason" required; }
                div.ends { button { (visit.t("hand.add")) } button.quiet type="button" data-close { (visit.t("keys.close")) } }
            }
        }
    }
}

/// The three parts that a selection fills; `claim` fills them first.
pub(in crate::web) fn slots(visit: &Visit, claim: Option<&Claim>) -> Markup {
    let list = |spans: &[CharSpan]| {
        spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect::<Vec<_>>().join(",")
    };
    let speaker = claim.and_then(|claim| claim.speaker.as_ref());
    let cue = claim.and_then(|claim| claim.cue.as_ref());
    let rows = [
        ("content", "part.content", claim.map(|claim| (list(&claim.content.spans), claim.content.text.clone()))),
        ("speaker", "part.speaker", speaker.map(|who| (list(&who.spans), who.mention.clone().unwrap_or_default()))),
        ("cue", "part.cue", cue.map(|cue| (list(&cue.spans), cue.text.clone()))),
    ];
    html! {
        @for (name, key, filled) in rows {
            @let (spans, text) = filled.unwrap_or_default();
            div.slot data-slot=(name) {
                input type="hidden" name=(name) value=(spans);
                button type="button" data-take=(name) { (visit.with_part(key)) }
                @if name == "content" { button.quiet type="button" data-more=(name) { (visit.t("hand.more")) } }
                @if name != "content" { button.quiet type="button" data-clear=(name) { (visit.t("hand.clear")) } }
                output { (text) }
            }
        }
        label { (visit.t("hand.name")) input name="name" value=(speaker.and_then(|who| who.name.clone()).unwrap_or_default()) placeholder=(visit.t("hand.name.hint")); }
    }
}

impl Visit {
    /// `Selected words are the content`.
    fn with_part(&self, key: &str) -> String {
        self.words.with("hand.take", &[("part", self.t(key))])
    }
}
