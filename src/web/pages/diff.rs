//! `GET /diff`: two claim sets or two revisions side by side.

use crate::align::wording::{Run, runs};
use crate::align::{ClaimDiff, DetailKind, Pair, Relation, diff};
use crate::claim::{Claim, ClaimId, ClaimSet};
use crate::web::answer::{Trouble, page};
use crate::web::ask::Query;
use crate::web::snapshot::Snapshot;
use crate::web::view::{self, wording};
use crate::web::visit::Visit;
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
const KINDS: [&str; 9] =
    ["contradicted", "changed", "split", "merged", "reworded", "added", "removed", "moved", "identical"];

/// Claims that are joined: one on each side, or several on one side.
struct Row<'d> {
    kind: &'static str,
    base: Vec<&'d Claim>,
    head: Vec<&'d Claim>,
    pair: Option<&'d Pair>,
}

/// One side of the comparison.
struct Side<'s> {
    /// `slug`, `slug@2` or `reference/name.jsonl`.
    name: &'s str,
    set: ClaimSet,
}

impl Side<'_> {
    /// What people call it.
    fn title(&self, visit: &Visit) -> String {
        if let Some(file) = self.name.strip_prefix("reference/") {
            return file.to_owned();
        }
        let (slug, number) = self.name.split_once('@').unwrap_or((self.name, ""));
        let title = visit.snapshot.article(slug).map_or(slug, |view| view.title());
        match number {
            "" => visit.words.with("diff.accepted", &[("title", title)]),
            number => visit.words.with("diff.revision", &[("title", title), ("n", number)]),
        }
    }

    /// Where a claim's words stand: the article, at the revision that is compared. None for a record of a reference set.
    fn place(&self, id: &ClaimId) -> Option<String> {
        if self.name.starts_with("reference/") {
            return None;
        }
        Some(match self.name.split_once('@') {
            None => format!("/article/{}#t-{id}", view::encoded(self.name)),
            Some((slug, number)) => format!("/article/{}?revision={number}#t-{id}", view::encoded(slug)),
        })
    }
}

pub(in crate::web) async fn get(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    let words = visit.words;
    let snapshot = visit.snapshot.clone();
    let sides = if asked.base.is_empty() || asked.head.is_empty() {
        None
    } else {
        let set = |name: &str| {
            let unknown = || Trouble::new(words, StatusCode::NOT_FOUND, words.with("diff.unknown", &[("name", name)]));
            load(&snapshot, name).ok_or_else(unknown)
        };
        Some(tokio::task::block_in_place(|| Ok::<_, Trouble>((set(&asked.base)?, set(&asked.head)?)))?)
    };
    let sides =
        sides.map(|(base, head)| (Side { name: &asked.base, set: base }, Side { name: &asked.head, set: head }));
    let compared = sides.as_ref().map(|(base, head)| tokio::task::block_in_place(|| diff(&base.set, &head.set)));
    let main = html! {
        div.heading { h1 { (words.t("diff.title")) } }
        (chooser(&visit, &asked))
        @if let (Some((base, head)), Some(diff)) = (&sides, &compared) { (table(&visit, &asked, base, head, diff)) }
        @else { p.empty { (words.t("diff.choose")) } }
    };
    Ok(page(StatusCode::OK, view::page(&visit, "diff", words.t("diff.title"), &main)))
}

/// The claim set of a name: `slug` (accepted), `slug@2` (a revision, extracted anew), `reference/name.jsonl`.
fn load(snapshot: &Snapshot, name: &str) -> Option<ClaimSet> {
    if let Some(file) = name.strip_prefix("reference/") {
        let (_, set) = snapshot.references().iter().find(|(known, _)| known == file)?;
        return Some(set.as_ref().ok()?.claims());
    }
    let Some((slug, number)) = name.split_once('@') else { return Some(snapshot.article(name)?.accepted.clone()) };
    let view = snapshot.article(slug)?;
    view.extracted(&snapshot.workspace, number.parse().ok()?).cloned()
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
        // A claim that became several, or several that became one: the first of them is the pair.
        let split = diff.split.iter().find(|split| split.base == pair.base && split.head.contains(&pair.head));
        let merge = diff.merged.iter().find(|merge| merge.head == pair.head && merge.base.contains(&pair.base));
        let kind = match pair.relation {
            _ if split.is_some() => "split",
            _ if merge.is_some() => "merged",
            Relation::Identical if pair.moved => "moved",
            relation => relation.name(),
        };
        let bases = merge.map_or(std::slice::from_ref(&pair.base), |merge| merge.base.as_slice());
        let heads = split.map_or(std::slice::from_ref(&pair.head), |split| split.head.as_slice());
        rows.push(Row {
            kind,
            base: bases.iter().filter_map(|id| base.get(id)).collect(),
            head: heads.iter().filter_map(|id| head.get(id)).collect(),
            pair: Some(pair),
        });
    }
    let one = |claim: Option<&'d Claim>| claim.into_iter().collect::<Vec<_>>();
    rows.extend(diff.added.iter().map(|id| Row {
        kind: "added",
        base: Vec::new(),
        head: one(head.get(id)),
        pair: None,
    }));
    rows.extend(diff.removed.iter().map(|id| Row {
        kind: "removed",
        base: one(base.get(id)),
        head: Vec::new(),
        pair: None,
    }));
    rows.sort_by_key(|row| KINDS.iter().position(|kind| *kind == row.kind));
    rows
}

fn table(visit: &Visit, asked: &Asked, base: &Side<'_>, head: &Side<'_>, diff: &ClaimDiff) -> Markup {
    let words = visit.words;
    let rows = rows(&base.set, &head.set, diff);
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
        ul.kinds aria-label=(words.t("diff.show")) {
            @for kind in KINDS { @if count(kind) > 0 {
                li { a class={ "chip r-" (kind) } href=(link(kind)) aria-current=[(asked.show == kind).then_some("true")] {
                    (words.t(&format!("relation.{kind}"))) " " b { (count(kind)) }
                } }
            } }
            @if !asked.show.is_empty() { li { a href=(link("")) { (words.t("diff.differences")) } } }
            @if asked.show != "all" { li { a href=(link("all")) { (words.t("desk.show.all")) } } }
        }
        @if !rows.iter().any(|row| shown(&row)) { p.empty { (words.t("diff.same")) } }
        @else {
            div.sides.head aria-hidden="true" { div { (base.title(visit)) } div {} div { (head.title(visit)) } }
        }
        ol.pairs {
            @for row in rows.iter().filter(shown) {
                li class={ "sides k-" (row.kind) } {
                    div.side lang=(base.set.header.lang) { (one_side(visit, base, &row.base, &row.head, true)) }
                    div.joint { (joint(visit, row)) }
                    div.side lang=(head.set.header.lang) { (one_side(visit, head, &row.head, &row.base, false)) }
                }
            }
        }
    }
}

/// How the two sides are related, and why.
fn joint(visit: &Visit, row: &Row<'_>) -> Markup {
    let words = visit.words;
    let several = row.base.len() > 1 || row.head.len() > 1;
    html! {
        span class={ "chip r-" (row.kind) } { (words.t(&format!("relation.{}", row.kind))) }
        @if several {
            p.detail { (words.with("diff.joined", &[("base", &words.count("claims", row.base.len())), ("head", &words.count("claims", row.head.len()))])) }
        }
        @if let Some(pair) = row.pair {
            @for detail in pair.details.iter().filter(|detail| detail.kind != DetailKind::Wording) {
                p.detail { (words.t(&format!("detail.{}", detail.kind.name()))) (words.t("colon")) " "
                    @if !detail.base.is_empty() { del { (detail.base) } } " → " @if !detail.head.is_empty() { ins { (detail.head) } }
                }
            }
            @if pair.relation != Relation::Identical {
                @for one in pair.matched.iter().take(6) {
                    p.detail.quiet { (one.base) @if one.by == "opposite" { " ≠ " } @else { " = " } (one.head) }
                }
            }
            p.detail.quiet { (words.with("diff.score", &[("score", &format!("{:.2}", pair.score))])) }
        }
    }
}

/// The claims of one side, their own words marked where the other side is near enough to be woven.
fn one_side(visit: &Visit, side: &Side<'_>, claims: &[&Claim], others: &[&Claim], is_base: bool) -> Markup {
    let words = visit.words;
    let other = others.iter().map(|claim| claim.content.text.as_str()).collect::<Vec<_>>().join(" ");
    html! {
        @if claims.is_empty() { p.quiet { (words.t("diff.nothing")) } }
        @for claim in claims {
            p.who lang=(words.tongue.code()) {
                b { (view::speaker(words, claim)) }
                @if let Some(cue) = &claim.cue { " " span.cue { (cue.text) } }
            }
            p.said { (marked(&claim.content.text, &other, is_base)) }
            p.to.quiet lang=(words.tongue.code()) {
                @if let Some(place) = side.place(&claim.id) { a href=(place) { (words.t("diff.place")) } }
                @if !side.name.contains('@') && visit.snapshot.home.contains_key(&claim.id) {
                    " · " a href={ "/claim/" (claim.id) } { (words.with("diff.claim", &[("id", &claim.id.0)])) }
                }
            }
        }
    }
}

/// A text with the words marked that the other side lacks; unmarked when the two have too little in common.
fn marked(text: &str, other: &str, is_base: bool) -> Markup {
    let all = runs(text, other);
    let same: usize = all.iter().map(|run| if let Run::Same(text) = run { text.len() } else { 0 }).sum();
    if other.is_empty() || same * 3 < text.len().min(other.len()) {
        return html! { (text) };
    }
    if is_base { wording::side(text, other, true) } else { wording::side(other, text, false) }
}
