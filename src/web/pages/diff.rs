//! `GET /diff`: two claim sets or two revisions side by side.

use crate::align::wording::{Run, runs};
use crate::align::{ClaimDiff, DetailKind, Pair, Relation, diff};
use crate::claim::{Claim, ClaimSet, ExtractOptions, extract};
use crate::web::answer::{Trouble, page};
use crate::web::snapshot::Snapshot;
use crate::web::view::{self, wording};
use crate::web::visit::Visit;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    base: String,
    head: String,
    show: String,
}

/// Kinds of rows, the gravest first.
const KINDS: [&str; 7] = ["contradicted", "changed", "reworded", "added", "removed", "moved", "identical"];

struct Row<'d> {
    kind: &'static str,
    base: Option<&'d Claim>,
    head: Option<&'d Claim>,
    pair: Option<&'d Pair>,
}

pub(in crate::web) async fn get(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    let words = visit.words;
    let snapshot = visit.snapshot.clone();
    let sides = if asked.base.is_empty() || asked.head.is_empty() {
        None
    } else {
        let load = |name: &str| {
            side(&snapshot, name).ok_or_else(|| {
                Trouble::new(words, StatusCode::NOT_FOUND, words.with("diff.unknown", &[("name", name)]))
            })
        };
        Some(tokio::task::block_in_place(|| Ok::<_, Trouble>((load(&asked.base)?, load(&asked.head)?)))?)
    };
    let compared = sides.as_ref().map(|(base, head)| tokio::task::block_in_place(|| diff(base, head)));
    let main = html! {
        div.heading { h1 { (words.t("diff.title")) } }
        (chooser(&visit, &asked))
        @if let (Some((base, head)), Some(diff)) = (&sides, &compared) { (table(&visit, &asked, base, head, diff)) }
        @else { p.empty { (words.t("diff.choose")) } }
    };
    Ok(page(StatusCode::OK, view::page(&visit, "diff", words.t("diff.title"), &main)))
}

/// The claim set of a name: `slug` (accepted), `slug@2` (a revision, extracted anew), `reference/name.jsonl`.
fn side(snapshot: &Snapshot, name: &str) -> Option<ClaimSet> {
    if let Some(file) = name.strip_prefix("reference/") {
        let (_, set) = snapshot.references().iter().find(|(known, _)| known == file)?;
        return Some(set.as_ref().ok()?.claims());
    }
    let Some((slug, number)) = name.split_once('@') else { return Some(snapshot.article(name)?.accepted.clone()) };
    let view = snapshot.article(slug)?;
    let text = snapshot.workspace.text(&view.article, number.parse().ok()?).ok()?;
    Some(extract(&view.article.document(text), &ExtractOptions { narrator: view.article.narrator }))
}

fn chooser(visit: &Visit, asked: &Asked) -> Markup {
    let words = visit.words;
    let mut names: Vec<(String, String)> = Vec::new();
    for view in visit.snapshot.articles.values().filter_map(|view| view.as_ref().ok()) {
        let slug = &view.article.slug;
        names.push((slug.clone(), words.with("diff.accepted", &[("title", view.title())])));
        for revision in &view.article.revisions {
            let number = revision.number.to_string();
            names.push((
                format!("{slug}@{number}"),
                words.with("diff.revision", &[("title", view.title()), ("n", &number)]),
            ));
        }
    }
    names.extend(visit.snapshot.references().iter().map(|(name, _)| (format!("reference/{name}"), name.clone())));
    let select = |name: &str, key: &str, chosen: &str| {
        html! {
            label { (words.t(key))
                select name=(name) { @for (value, text) in &names { option value=(value) selected[value == chosen] { (text) } } }
            }
        }
    };
    html! {
        form.filter method="get" action="/diff" {
            (select("base", "diff.base", &asked.base))
            (select("head", "diff.head", &asked.head))
            label { (words.t("diff.show"))
                select name="show" {
                    option value="" { (words.t("diff.differences")) }
                    option value="all" selected[asked.show == "all"] { (words.t("desk.show.all")) }
                    @for kind in KINDS { option value=(kind) selected[asked.show == kind] { (words.t(&format!("relation.{kind}"))) } }
                }
            }
            button { (words.t("diff.compare")) }
        }
    }
}

fn rows<'d>(base: &'d ClaimSet, head: &'d ClaimSet, diff: &'d ClaimDiff) -> Vec<Row<'d>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for pair in &diff.pairs {
        let kind = match pair.relation {
            Relation::Identical if pair.moved => "moved",
            relation => relation.name(),
        };
        rows.push(Row { kind, base: base.get(&pair.base), head: head.get(&pair.head), pair: Some(pair) });
    }
    // Claims that became several, or several that became one: the first of them is a pair above.
    for split in &diff.split {
        for id in split.head.iter().skip(1) {
            rows.push(Row { kind: "reworded", base: base.get(&split.base), head: head.get(id), pair: None });
        }
    }
    for merge in &diff.merged {
        for id in merge.base.iter().skip(1) {
            rows.push(Row { kind: "reworded", base: base.get(id), head: head.get(&merge.head), pair: None });
        }
    }
    rows.extend(diff.added.iter().map(|id| Row { kind: "added", base: None, head: head.get(id), pair: None }));
    rows.extend(diff.removed.iter().map(|id| Row { kind: "removed", base: base.get(id), head: None, pair: None }));
    rows.sort_by_key(|row| KINDS.iter().position(|kind| *kind == row.kind));
    rows
}

fn table(visit: &Visit, asked: &Asked, base: &ClaimSet, head: &ClaimSet, diff: &ClaimDiff) -> Markup {
    let words = visit.words;
    let rows = rows(base, head, diff);
    let count = |kind: &str| rows.iter().filter(|row| row.kind == kind).count();
    let shown = |row: &&Row<'_>| match asked.show.as_str() {
        "all" => true,
        "" => row.kind != "identical" && row.kind != "moved",
        kind => row.kind == kind,
    };
    let link = |show: &str| {
        format!("/diff?base={}&head={}&show={show}", view::encoded(&asked.base), view::encoded(&asked.head))
    };
    html! {
        ul.kinds {
            @for kind in KINDS { @if count(kind) > 0 {
                li { a class={ "chip r-" (kind) } href=(link(kind)) { (count(kind)) " " (words.t(&format!("relation.{kind}"))) } }
            } }
        }
        div.sides.head aria-hidden="true" { div { (asked.base) } div {} div { (asked.head) } }
        ol.pairs {
            @for row in rows.iter().filter(shown) {
                li class={ "sides k-" (row.kind) } {
                    div.side lang=(base.header.lang) { (one_side(visit, &asked.base, row.base, row.head, true)) }
                    div.joint {
                        span class={ "chip r-" (row.kind) } { (words.t(&format!("relation.{}", row.kind))) }
                        @if let Some(pair) = row.pair {
                            @for detail in pair.details.iter().filter(|detail| detail.kind != DetailKind::Wording) {
                                p.detail { (detail.kind.name()) ": " del { (detail.base) } " → " ins { (detail.head) } }
                            }
                            @if pair.relation != Relation::Identical {
                                @for one in pair.matched.iter().take(6) {
                                    p.detail.quiet { (one.base) @if one.by == "opposite" { " ≠ " } @else { " = " } (one.head) }
                                }
                            }
                            p.detail.quiet { (format!("{:.2}", pair.score)) }
                        }
                    }
                    div.side lang=(head.header.lang) { (one_side(visit, &asked.head, row.head, row.base, false)) }
                }
            }
        }
    }
}

/// A claim on its side, its own words marked where the other side is near enough to be woven.
fn one_side(visit: &Visit, name: &str, claim: Option<&Claim>, other: Option<&Claim>, is_base: bool) -> Markup {
    let Some(claim) = claim else { return html! { span.quiet { "—" } } };
    let slug = name.split_once('@').map_or(name, |(slug, _)| slug);
    let known = visit.snapshot.home.contains_key(&claim.id) && !name.contains('@');
    let near = other.filter(|other| {
        let all = runs(&claim.content.text, &other.content.text);
        let same: usize = all.iter().map(|run| if let Run::Same(text) = run { text.len() } else { 0 }).sum();
        same * 3 >= claim.content.text.len().min(other.content.text.len())
    });
    html! {
        p.who {
            b { (view::speaker(visit.words, claim)) }
            @if let Some(cue) = &claim.cue { " " span.cue { (cue.text) } }
            " "
            @if known { a href={ "/claim/" (claim.id) } { (claim.id) } }
            @else if visit.snapshot.articles.contains_key(slug) { a href={ "/article/" (slug) } { (claim.id) } }
            @else { span.quiet { (claim.id) } }
        }
        p.said {
            @match near {
                Some(other) if is_base => (wording::side(&claim.content.text, &other.content.text, true)),
                Some(other) => (wording::side(&other.content.text, &claim.content.text, false)),
                None => (claim.content.text),
            }
        }
    }
}
