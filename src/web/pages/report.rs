//! `GET /report/{slug}`: one article's check, to read and to print.

use super::claim::{source, stance};
use crate::claim::{Claim, DateOf};
use crate::decision::{Question, State};
use crate::export::FORMATS;
use crate::web::answer::{Trouble, page};
use crate::web::view::{self, chart, finding, happening};
use crate::web::visit::Visit;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Speakers that the chart shows.
const SPEAKERS: usize = 12;

pub(in crate::web) async fn get(visit: Visit, Path(slug): Path<String>) -> Result<Response, Trouble> {
    let words = visit.words;
    let snapshot = visit.snapshot.clone();
    let Some(view) = snapshot.article(&slug) else { return Err(Trouble::not_found(words)) };
    let tally = snapshot.tally(view);
    let claims = &view.accepted.claims;
    let states: Vec<(String, usize)> = State::ALL
        .iter()
        .zip(tally.states)
        .map(|(state, count)| (words.t(&format!("state.{}", state.name())).to_owned(), count))
        .collect();
    let mut speakers: BTreeMap<String, usize> = BTreeMap::new();
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    for claim in claims {
        *speakers.entry(view::speaker(words, claim)).or_default() += 1;
        if let Some(when) = claim.when.iter().find(|when| when.of == DateOf::Statement) {
            *days.entry(when.value.clone()).or_default() += 1;
        }
    }
    let mut speakers: Vec<(String, usize)> = speakers.into_iter().collect();
    speakers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    speakers.truncate(SPEAKERS);
    let days: Vec<(String, usize)> = days.into_iter().map(|(day, count)| (words.date(&day), count)).collect();
    let number = words.t("report.number");
    let mut told: Vec<_> = claims.iter().flat_map(|claim| snapshot.events_of(&claim.id)).collect();
    told.sort_by_key(|event| (event.at.clone(), event.seq));
    let main = html! {
        div.heading {
            p.crumbs { a href="/" { (words.t("nav.desk")) } " › " a href={ "/article/" (slug) } { (view.title()) } }
            p.kind { (words.t("nav.report")) }
            h1 { (view.title()) }
            p.quiet {
                @if let Some(date) = &view.article.date { time datetime=(date) { (words.date(date)) } " · " }
                @if let Some(source) = &view.article.source { (source) " · " }
                (words.with("article.revision", &[("n", &view.revision.to_string()), ("of", &view.article.last().to_string())]))
            }
        }
        p.downloads { (words.t("report.download")) (words.t("colon")) " "
            @for (place, format) in FORMATS.iter().enumerate() {
                @if place > 0 { " · " }
                a href={ "/export/" (format.name) "/" (slug) } download title=(format.about) { (format.name) }
            }
        }
        section.charts {
            div { (chart::bars(words.t("report.states"), &states, (words.t("report.state"), number))) }
            div { (chart::bars(words.t("report.speakers"), &speakers, (words.t("part.speaker"), number))) }
            @if days.len() > 1 { div { (chart::bars(words.t("report.days"), &days, (words.t("report.day"), number))) } }
        }
        h2 { (words.count("claims", claims.len())) }
        ol.report { @for claim in claims { (entry(&visit, claim, view.article.lang.code())) } }
        @if !told.is_empty() {
            section.timeline { h2 { (words.t("report.timeline")) } (happening::list(words, told.into_iter())) }
        }
    };
    Ok(page(StatusCode::OK, view::page(&visit, "report", view.title(), &main)))
}

fn entry(visit: &Visit, claim: &Claim, lang: &str) -> Markup {
    let words = visit.words;
    let record = visit.snapshot.workspace.ledger.record(&claim.id);
    html! {
        li id=(claim.id) {
            p.quote lang=(lang) { "« " (claim.content.text) " »" }
            p.who { b { (view::speaker(words, claim)) } @if let Some(cue) = &claim.cue { ", " span.cue lang=(lang) { (cue.text) } } " · " a href={ "/claim/" (claim.id) } { (claim.id) } }
            @for question in [Question::Attribution, Question::Content] {
                @let one = record.finding(question);
                p.finding { (words.t(finding::full(question))) " " (finding::chip(words, one.state())) (finding::warnings(words, one, Some(claim)))
                    @if let Some(decision) = &one.decision {
                        " " b { (decision.by) } ", " time datetime=(decision.at) { (words.date(&decision.at)) }
                        @if let Some(rating) = &decision.rating { ", " (rating) }
                        @if !decision.reason.is_empty() { ": " (decision.reason) }
                    }
                }
            }
            @if !record.evidence.is_empty() {
                ul.evidence { @for one in &record.evidence { li {
                    span class={ "chip e-" (stance(one.stance)) } { (words.t(&format!("stance.{}", stance(one.stance)))) } " " (source(one))
                    @if let Some(quote) = &one.quote { blockquote { (quote) } }
                } } }
            }
        }
    }
}
