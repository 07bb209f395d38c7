//! `GET /article/{slug}`: the text with its claims underlined, and the claims in the margin, in step with it.

use crate::claim::anchor::anchor;
use crate::claim::{Claim, Quotation};
use crate::text::CharSpan;
use crate::web::answer::{Trouble, page};
use crate::web::snapshot::{ArticleView, shown_state};
use crate::web::view::marked::{Block, Shown, Underlined, blocks};
use crate::web::view::{self, chart, finding};
use crate::web::visit::Visit;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    narrator: String,
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
            return Err(Trouble::new(words, StatusCode::INTERNAL_SERVER_ERROR, problem.clone()));
        }
        Some(Ok(view)) => view,
    };
    let narrated = asked.narrator == "1";
    let (mut underlined, mut elsewhere) = (Vec::new(), Vec::new());
    let own: Vec<&Claim> = if narrated { view.statements().iter().collect() } else { Vec::new() };
    for (claim, spans) in view.accepted.claims.iter().map(|claim| (claim, spans(&visit, view, claim))) {
        match spans {
            Some(spans) => underlined.push((claim, spans, false)),
            None => elsewhere.push(claim),
        }
    }
    underlined.extend(own.into_iter().map(|claim| (claim, claim.content.spans.clone(), true)));
    underlined.sort_by_key(|(_, spans, _)| spans.first().map_or(0, |span| span.start));
    let mut number = 0;
    let own: Vec<bool> = underlined.iter().map(|(.., own)| *own).collect();
    let underlined: Vec<Underlined<'_>> = underlined
        .into_iter()
        .map(|(claim, spans, _)| {
            number += 1;
            let state = shown_state(&snapshot, claim);
            let named = words.t(&format!("state.{}", state.name()));
            let label = words.with(
                "article.ref",
                &[("n", &number.to_string()), ("speaker", &view::speaker(words, claim)), ("state", named)],
            );
            let stale = snapshot.workspace.ledger.record(&claim.id).is_stale(Some(claim));
            Underlined {
                claim,
                spans,
                own: claim.revision.is_none_or(|of| of == view.revision),
                state,
                stale,
                label,
                number,
            }
        })
        .collect();
    let shown = Shown { text: &view.text, points: &view.points, prose: view.prose.as_deref() };
    let blocks = blocks(shown, &underlined);
    let tally = snapshot.tally(view);
    let main = html! {
        div.heading {
            p.crumbs { a href="/" { (words.t("nav.desk")) } }
            h1 { (view.title()) }
            p.quiet {
                @if let Some(date) = &view.article.date { time datetime=(date) { (words.date(date)) } " · " }
                @if let Some(source) = &view.article.source { (source) " · " }
                (words.with("article.revision", &[("n", &view.revision.to_string()), ("of", &view.article.last().to_string())])) " · "
                (words.count("claims", tally.claims))
            }
        }
        @if tally.pending > 0 {
            p.banner.pending {
                (words.count("article.pending", tally.pending)) " "
                a href={ "/review?article=" (slug) } { (words.t("article.review")) }
            }
        }
        div.tools {
            (chart::states(words, &tally.states))
            span.legend { @for state in crate::decision::State::ALL { (finding::chip(words, state)) } }
            span.links {
                @if narrated { a href={ "/article/" (slug) } { (words.t("article.narrator.hide")) } }
                @else { a href={ "/article/" (slug) "?narrator=1" } { (words.t("article.narrator.show")) } }
                a href={ "/report/" (slug) } { (words.t("nav.report")) }
                @if view.article.revisions.len() > 1 {
                    a href={ "/diff?base=" (slug) "@" (view.article.last() - 1) "&head=" (slug) "@" (view.article.last()) } { (words.t("article.diff")) }
                }
            }
        }
        @if visit.session.is_some() { (by_hand(&visit, &slug)) }
        article.text lang=(view.article.lang.code()) data-article=(slug) {
            @for block in &blocks {
                div.row {
                    (words_of(block))
                    @if !block.claims.is_empty() {
                        ol.margin lang=(words.tongue.code()) {
                            @for &of in &block.claims { (card(&visit, &underlined[of], own[of])) }
                        }
                    }
                }
            }
        }
        @if !elsewhere.is_empty() {
            section.elsewhere {
                h2 #stale { (words.t("article.elsewhere")) }
                p.quiet { (words.t("article.elsewhere.why")) }
                ul.hits { @for claim in elsewhere { li {
                    a href={ "/claim/" (claim.id) } { (view::beginning(&claim.content.text, 180)) }
                    div.quiet { b { (view::speaker(words, claim)) } " " (finding::both(words, snapshot.workspace.ledger.record(&claim.id), Some(claim))) }
                } } }
            }
        }
    };
    Ok(page(StatusCode::OK, view::page(&visit, "article", view.title(), &main)))
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
fn card(visit: &Visit, one: &Underlined<'_>, own: bool) -> Markup {
    let words = visit.words;
    let claim = one.claim;
    let record = visit.snapshot.workspace.ledger.record(&claim.id);
    html! {
        li.card id={ "m-" (claim.id) } data-claim=(claim.id) {
            a.number href={ "#t-" (claim.id) } title=(words.t("article.to-text")) { (one.number) }
            div.body {
                div.said {
                    b { (view::speaker(words, claim)) }
                    @if let Some(cue) = &claim.cue { " " span.cue lang="" { (cue.text) } }
                    @if claim.inside.is_some() { " " span.chip.nested { (words.t("claim.nested")) } }
                }
                @if own { span.quiet { (words.t("article.own")) } }
                @else {
                    (finding::both(words, record, Some(claim)))
                    details {
                        summary { (words.t("article.details")) }
                        (parts(visit, claim))
                        a href={ "/claim/" (claim.id) } { (words.t("article.open")) }
                    }
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
