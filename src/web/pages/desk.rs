//! `GET /`: all articles, what needs a person first.

use crate::claim::Claim;
use crate::decision::State;
use crate::web::answer::page;
use crate::web::ask::Query;
use crate::web::snapshot::{ArticleView, Snapshot, Tally, shown_state};
use crate::web::view::{self, finding};
use crate::web::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// Articles on a page; more come on the next.
const ROWS: usize = 100;

/// Words that are shown before and after one that was searched for.
const AROUND: usize = 8;

/// Claims that a search shows.
const HITS: usize = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    q: String,
    state: String,
    page: usize,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Only {
    All,
    /// Pending, stale or in conflict.
    Open,
    Decided(bool),
    In(State),
}

impl Only {
    fn of(name: &str) -> Only {
        match name {
            "open" => Only::Open,
            "decided" => Only::Decided(true),
            "undecided" => Only::Decided(false),
            name => State::ALL.into_iter().find(|state| state.name() == name).map_or(Only::All, Only::In),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Only::All => "all",
            Only::Open => "open",
            Only::Decided(true) => "decided",
            Only::Decided(false) => "undecided",
            Only::In(state) => state.name(),
        }
    }

    fn fits_article(self, tally: &Tally) -> bool {
        match self {
            Only::All => true,
            Only::Open => tally.pending + tally.stale + tally.conflicts > 0,
            Only::Decided(_) | Only::In(_) => {
                State::ALL.iter().zip(tally.states).any(|(state, count)| count > 0 && self.fits_claim(*state))
            }
        }
    }

    fn fits_claim(self, state: State) -> bool {
        match self {
            Only::All | Only::Open => true,
            Only::Decided(decided) => state.is_decided() == decided,
            Only::In(only) => state == only,
        }
    }
}

pub(in crate::web) async fn get(visit: Visit, Query(asked): Query<Asked>) -> Response {
    let snapshot = visit.snapshot.clone();
    let words = visit.words;
    let needle = fold(&asked.q);
    let only = Only::of(&asked.state);
    let mut rows: Vec<(&Arc<ArticleView>, Tally)> = Vec::new();
    let mut unread: Vec<(&String, &String)> = Vec::new();
    let mut sum = Tally::default();
    for (slug, view) in &snapshot.articles {
        let view = match view {
            Ok(view) => view,
            Err(problem) => {
                unread.push((slug, problem));
                continue;
            }
        };
        let tally = snapshot.tally(view);
        sum.claims += tally.claims;
        sum.stale += tally.stale;
        sum.pending += tally.pending;
        sum.conflicts += tally.conflicts;
        sum.states.iter_mut().zip(tally.states).for_each(|(sum, one)| *sum += one);
        let fits = only.fits_article(&tally)
            && (needle.is_empty() || fold(view.title()).contains(&needle) || fold(&view.text).contains(&needle));
        if fits {
            rows.push((view, tally));
        }
    }
    rows.sort_by_key(|(view, tally)| {
        (
            std::cmp::Reverse((tally.conflicts > 0, tally.pending > 0, tally.stale > 0)),
            std::cmp::Reverse(view.article.date.clone()),
            view.article.slug.clone(),
        )
    });
    let lists_claims = !needle.is_empty() || matches!(only, Only::In(_) | Only::Decided(_));
    let hits = if lists_claims { hits(&snapshot, &needle, only) } else { Vec::new() };
    let pages = rows.len().div_ceil(ROWS).max(1);
    let at = asked.page.min(pages - 1);
    let name = &snapshot.workspace.settings.name;
    let main = html! {
        div.heading {
            h1 { @if name.is_empty() { (words.t("desk.title")) } @else { (name) } }
            p.quiet { (words.count("articles", snapshot.articles.len())) " · " (words.count("claims", sum.claims)) }
        }
        (tiles(&visit, &sum))
        form.filter role="search" method="get" action="/" {
            label { (words.t("desk.search")) input type="search" name="q" value=(asked.q) placeholder=(words.t("desk.search.hint")); }
            label { (words.t("desk.show"))
                select name="state" {
                    option value="" selected[asked.state.is_empty()] { (words.t("desk.show.all")) }
                    @for one in [Only::Open, Only::Decided(false), Only::Decided(true)] {
                        option value=(one.name()) selected[only == one] { (words.t(&format!("desk.show.{}", one.name()))) }
                    }
                    @for one in State::ALL {
                        option value=(one.name()) selected[only == Only::In(one)] { (words.t(&format!("state.{}", one.name()))) }
                    }
                }
            }
            button { (words.t("desk.go")) }
        }
        @for (slug, problem) in unread {
            p.banner.bad role="alert" { b { (slug) } ": " (problem) }
        }
        @if snapshot.articles.is_empty() {
            p.empty { (words.t("desk.empty")) " " code { "dixit add article.txt" } }
        } @else if rows.is_empty() && hits.is_empty() {
            p.empty { (words.t("desk.nothing")) }
        }
        @if !rows.is_empty() {
            table.desk {
                caption.hidden { (words.t("desk.caption")) }
                thead { tr {
                    th scope="col" { (words.t("desk.article")) }
                    th.number scope="col" { (words.t("desk.claims")) }
                    th scope="col" { (words.t("desk.states")) }
                    th scope="col" { (words.t("desk.attention")) }
                } }
                tbody {
                    @for (view, tally) in rows.iter().skip(at * ROWS).take(ROWS) { (row(&visit, view, tally, &needle)) }
                }
            }
            (pager(&visit, &asked, at, pages))
        }
        @if !hits.is_empty() {
            h2 { (words.t("desk.hits")) " " span.quiet { (words.count("claims", hits.len())) } }
            @if hits.len() > HITS { p.quiet { (words.with("desk.first", &[("n", &words.number(HITS))])) } }
            ul.hits {
                @for (view, claim) in hits.iter().take(HITS) {
                    li {
                        a href={ "/claim/" (claim.id) } { (view::beginning(&claim.content.text, 180)) }
                        div.quiet { b { (view::speaker(words, claim)) } " · " (view.title()) " " (finding::chip(words, shown_state(&snapshot, claim))) }
                    }
                }
            }
        }
    };
    page(StatusCode::OK, view::page(&visit, "desk", words.t("desk.title"), &main))
}

fn tiles(visit: &Visit, sum: &Tally) -> Markup {
    let words = visit.words;
    let undecided: usize =
        State::ALL.iter().zip(sum.states).filter(|(state, _)| !state.is_decided()).map(|(_, n)| n).sum();
    html! {
        ul.tiles {
            li class=[(sum.pending > 0).then_some("hot")] { a href="/review" { b { (words.number(sum.pending)) } span { (words.t("tile.pending")) } } }
            li class=[(sum.stale > 0).then_some("hot")] { a href="/?state=open" { b { (words.number(sum.stale)) } span { (words.t("tile.stale")) } } }
            @if sum.conflicts > 0 {
                li.hot { a href="/?state=open" { b { (words.number(sum.conflicts)) } span { (words.t("tile.conflicts")) } } }
            }
            li { a href="/?state=undecided" { b { (words.number(undecided)) } span { (words.t("tile.undecided")) } } }
            li { a href="/?state=decided" { b { (words.number(sum.claims - undecided)) } span { (words.t("tile.decided")) } } }
        }
    }
}

fn row(visit: &Visit, view: &ArticleView, tally: &Tally, needle: &str) -> Markup {
    let words = visit.words;
    let slug = &view.article.slug;
    html! {
        tr {
            th scope="row" {
                a href={ "/article/" (slug) } { (view.title()) }
                div.quiet {
                    @if let Some(date) = &view.article.date { time datetime=(date) { (words.date(date)) } " · " }
                    @if let Some(source) = &view.article.source { (source) " · " }
                    (view.article.lang.code()) " · " (words.count("revisions", view.article.revisions.len()))
                }
                @if let Some((before, found, after)) = around(&view.text, needle) {
                    div.found lang=(view.article.lang.code()) { "… " (before) mark { (found) } (after) " …" }
                }
            }
            td.number { (words.number(tally.claims)) }
            td { (view::states(words, &tally.states)) }
            td.attention {
                @if tally.conflicts > 0 { a.chip.conflict href={ "/article/" (slug) } { "⚡ " (words.count("conflicts", tally.conflicts)) } }
                @if tally.pending > 0 { a.chip.pending href={ "/review?article=" (slug) } { (words.count("pending", tally.pending)) } }
                @if tally.stale > 0 { a.chip.stale href={ "/article/" (slug) "#stale" } { "⟳ " (words.count("stale", tally.stale)) } }
                @if tally.conflicts + tally.pending + tally.stale == 0 { span.quiet { (words.t("desk.calm")) } }
            }
        }
    }
}

fn pager(visit: &Visit, asked: &Asked, at: usize, pages: usize) -> Markup {
    let link =
        |page: usize| format!("/?q={}&state={}&page={page}", view::encoded(&asked.q), view::encoded(&asked.state));
    html! {
        @if pages > 1 {
            nav.pager aria-label=(visit.t("pager.label")) {
                @if at > 0 { a rel="prev" href=(link(at - 1)) { "← " (visit.t("pager.before")) } }
                span { (at + 1) " / " (pages) }
                @if at + 1 < pages { a rel="next" href=(link(at + 1)) { (visit.t("pager.after")) " →" } }
            }
        }
    }
}

/// The claims whose words or speaker hold the needle.
fn hits<'s>(snapshot: &'s Snapshot, needle: &str, only: Only) -> Vec<(&'s ArticleView, &'s Claim)> {
    let all = snapshot.articles.values().filter_map(|view| view.as_ref().ok());
    let claims = all.flat_map(|view| view.accepted.claims.iter().map(move |claim| (&**view, claim)));
    let holds = |claim: &Claim| {
        let name = claim.speaker.as_ref().and_then(|who| who.name.as_deref()).unwrap_or_default();
        claim.id.0.starts_with(needle) || fold(&claim.content.text).contains(needle) || fold(name).contains(needle)
    };
    let fits = |claim: &Claim| only.fits_claim(shown_state(snapshot, claim));
    claims.filter(|(_, claim)| fits(claim) && holds(claim)).collect()
}

/// The first place where a text holds the needle, with some words before and after it.
fn around<'t>(text: &'t str, needle: &str) -> Option<(&'t str, &'t str, &'t str)> {
    if needle.is_empty() {
        return None;
    }
    let line = text.lines().find(|line| fold(line).contains(needle))?;
    // Folding may change how long a letter is, so the place is searched in the words as they stand.
    let cuts: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
    let after = cuts.partition_point(|&at| fold(&line[at..]).contains(needle)).checked_sub(1)?;
    let start = cuts[after];
    let end = cuts[after + cuts[after..].partition_point(|&end| !fold(&line[start..end]).contains(needle))];
    let edge = |cut: usize, forward: bool| {
        let mut blanks: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).collect();
        if !forward {
            blanks.reverse();
        }
        let beyond = |at: &usize| if forward { *at >= cut } else { *at < cut };
        blanks.into_iter().filter(beyond).nth(AROUND).unwrap_or(if forward { line.len() } else { 0 })
    };
    let (from, to) = (edge(start, false), edge(end, true));
    Some((&line[from..start], &line[start..end], &line[end..to]))
}

/// Words without case, with plain apostrophes and hyphens.
fn fold(text: &str) -> String {
    crate::text::fold(text.trim())
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn what_was_searched_for_is_shown_among_its_words() {
        let text = "Un titre\n\nL’inspecteur a compté trois fissures en mars, et le maire n’en a vu aucune de toute l’année.\n";
        let (before, found, after) = around(text, "trois fissures").unwrap();
        assert_eq!((before, found), ("L’inspecteur a compté ", "trois fissures"));
        assert!(after.starts_with(" en mars,") && text.contains(after));
        assert_eq!(around("« L’ÉTÉ »", "l'été").map(|(_, found, _)| found), Some("L’ÉTÉ"));
        assert_eq!(around(text, "absent"), None);
        assert_eq!(around(text, ""), None);
    }
}
