//! A diff as people read it: in a terminal, as Markdown for a pull request, as a page that stands alone.

use super::render::{details, plural, speaker, word_diff, wrap};
use crate::align::wording::{Run, runs};
use crate::align::{ClaimDiff, Pair, Relation};
use crate::claim::{Claim, ClaimId, ClaimSet};
use console::style;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Two sets compared, with all that is shown of them.
#[derive(Debug)]
pub(crate) struct Difference {
    /// What the base is called.
    pub(crate) base_name: String,
    /// What the head is called.
    pub(crate) head_name: String,
    pub(crate) base: ClaimSet,
    pub(crate) head: ClaimSet,
    pub(crate) diff: ClaimDiff,
    /// Decisions on claims of the base that the head does not have as they were judged.
    pub(crate) stale: Vec<Stale>,
}

/// A decision whose claim changed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Stale {
    /// The claim's name in the workspace.
    pub(crate) claim: ClaimId,
    /// The question decided, *attribution* or *content*.
    pub(crate) question: String,
    /// What was decided.
    pub(crate) state: &'static str,
    /// The words judged.
    pub(crate) words: String,
    /// What became of them: a relation, or *removed*.
    pub(crate) relation: &'static str,
}

/// Two texts with less in common are shown one below the other, not woven into each other.
const WOVEN: usize = 3;

/// So many words that answer each other are named.
const ANSWERS: usize = 8;

impl Difference {
    /// How often there is what, the gravest first: `2 contradicted · 1 added`.
    fn summary(&self) -> String {
        let shown: Vec<Relation> = self.pairs().into_iter().map(|(pair, ..)| pair.relation).collect();
        let count = |relation| shown.iter().filter(|one| **one == relation).count();
        let identical = self.diff.pairs.iter().filter(|pair| pair.relation == Relation::Identical).count();
        let mut parts: Vec<String> = Vec::new();
        for (number, word) in [
            (count(Relation::Contradicted), "contradicted"),
            (count(Relation::Changed), "changed"),
            (count(Relation::Reworded), "reworded"),
            (self.diff.split.len(), "split"),
            (self.diff.merged.len(), "merged"),
            (self.diff.added.len(), "added"),
            (self.diff.removed.len(), "removed"),
            (identical, "identical"),
        ] {
            if number > 0 {
                parts.push(format!("{number} {word}"));
            }
        }
        let moved = self.diff.pairs.iter().filter(|pair| pair.moved).count();
        if moved > 0 {
            parts.push(format!("{moved} of them moved"));
        }
        if parts.is_empty() { "no claims on either side".to_owned() } else { parts.join(" · ") }
    }

    /// The pairs to look at, the gravest relation first, each with its claims; those that are shown as a group left out.
    fn pairs(&self) -> Vec<(&Pair, &Claim, &Claim)> {
        let split: BTreeSet<&ClaimId> = self.diff.split.iter().map(|split| &split.base).collect();
        let merged: BTreeSet<&ClaimId> = self.diff.merged.iter().map(|merge| &merge.head).collect();
        let grouped = |pair: &&Pair| split.contains(&pair.base) || merged.contains(&pair.head);
        let (base, head) = (by_id(&self.base), by_id(&self.head));
        let of = |relation| self.diff.pairs.iter().filter(move |pair| pair.relation == relation);
        let pairs = [Relation::Contradicted, Relation::Changed, Relation::Reworded].into_iter().flat_map(of);
        let pairs = pairs.filter(|pair| !grouped(pair));
        pairs.filter_map(|pair| Some((pair, *base.get(&pair.base)?, *head.get(&pair.head)?))).collect()
    }

    /// Claims that became several, and several that became one, in words, with the texts.
    fn groups(&self) -> Vec<(String, Vec<(&'static str, &Claim)>)> {
        let names = |ids: &[ClaimId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let mut groups = Vec::new();
        let (base, head) = (by_id(&self.base), by_id(&self.head));
        for split in &self.diff.split {
            let whole = base.get(&split.base).map(|claim| ("-", *claim));
            let parts = split.head.iter().filter_map(|id| head.get(id)).map(|claim| ("+", *claim));
            groups.push((
                format!("split  {} → {}", split.base, names(&split.head)),
                whole.into_iter().chain(parts).collect(),
            ));
        }
        for merge in &self.diff.merged {
            let whole = head.get(&merge.head).map(|claim| ("+", *claim));
            let parts = merge.base.iter().filter_map(|id| base.get(id)).map(|claim| ("-", *claim));
            groups.push((format!("merged  {} → {}", names(&merge.base), merge.head), parts.chain(whole).collect()));
        }
        groups
    }

    /// For a terminal.
    pub(crate) fn text(&self) -> String {
        let mut out = format!("{}\n", self.summary());
        for (pair, old, new) in self.pairs() {
            let label = match pair.relation {
                Relation::Contradicted => style("! contradicted".to_owned()).red(),
                relation => style(format!("~ {}", relation.name())).yellow(),
            };
            let _ =
                writeln!(out, "\n{label}  {}  {}  (score {:.2})", ids(pair), style(speaker(new)).bold(), pair.score);
            let named = details(&pair.details);
            if !named.is_empty() {
                out.push_str(&wrap(&named, 4));
            }
            if is_woven(old, new) {
                out.push_str(&wrap(&word_diff(&old.content.text, &new.content.text), 4));
            } else {
                out.push_str(&wrap(&format!("- {}", old.content.text), 4));
                out.push_str(&wrap(&format!("+ {}", new.content.text), 4));
                if let Some(answers) = answers(pair) {
                    out.push_str(&wrap(&answers, 4));
                }
            }
        }
        for (title, claims) in self.groups() {
            let _ = writeln!(out, "\n{}", style(format!("~ {title}")).yellow());
            for (sign, claim) in claims {
                out.push_str(&wrap(&format!("{sign} {}", claim.content.text), 4));
            }
        }
        let alone = [
            (&self.diff.added, &self.head, style("+ added").green()),
            (&self.diff.removed, &self.base, style("- removed").red()),
        ];
        for (list, set, label) in alone {
            let claims = by_id(set);
            for claim in list.iter().filter_map(|id| claims.get(id)) {
                let _ = writeln!(out, "\n{label}  {}  {}", claim.id, style(speaker(claim)).bold());
                out.push_str(&wrap(&claim.content.text, 4));
            }
        }
        for stale in &self.stale {
            let _ = writeln!(out, "\n{}  {}", style("stale").magenta(), stale.sentence());
            out.push_str(&wrap(&stale.words, 4));
        }
        out
    }

    /// For a pull request.
    pub(crate) fn markdown(&self) -> String {
        let mut out =
            format!("### Claims: {} → {}\n\n{}\n", code(&self.base_name), code(&self.head_name), self.summary());
        for (pair, old, new) in self.pairs() {
            let _ = writeln!(out, "\n**{}** {} {}", pair.relation.name(), code(&ids(pair)), plain(&speaker(new)));
            for detail in pair.details.iter().filter(|detail| detail.kind != crate::align::DetailKind::Wording) {
                let _ = writeln!(out, "- {}: {} → {}", detail.kind.name(), plain(&detail.base), plain(&detail.head));
            }
            out.push('\n');
            if is_woven(old, new) {
                let words = |run| match run {
                    Run::Same(text) => plain(&text),
                    Run::Gone(text) => marked(&text, "~~"),
                    Run::New(text) => marked(&text, "**"),
                };
                let woven: String = runs(&old.content.text, &new.content.text).into_iter().map(words).collect();
                let _ = writeln!(out, "> {woven}");
            } else {
                let _ = writeln!(out, "> ~~{}~~  ", plain(&old.content.text));
                let _ = writeln!(out, "> {}", plain(&new.content.text));
                if let Some(answers) = answers(pair) {
                    let _ = writeln!(out, "\n{}", plain(&answers));
                }
            }
        }
        for (title, claims) in self.groups() {
            let _ = writeln!(out, "\n**{}**\n", plain(&title));
            for (sign, claim) in claims {
                let words = plain(&claim.content.text);
                let _ = writeln!(out, "> {}  ", if sign == "-" { format!("~~{words}~~") } else { words });
            }
        }
        for (list, set, label) in [(&self.diff.added, &self.head, "added"), (&self.diff.removed, &self.base, "removed")]
        {
            let claims = by_id(set);
            for claim in list.iter().filter_map(|id| claims.get(id)) {
                let _ = writeln!(out, "\n**{label}** {} {}\n", code(&claim.id.0), plain(&speaker(claim)));
                let _ = writeln!(out, "> {}", plain(&claim.content.text));
            }
        }
        if !self.stale.is_empty() {
            let _ = writeln!(out, "\n**{} stale decision{}**\n", self.stale.len(), plural(self.stale.len()));
            for stale in &self.stale {
                let _ = writeln!(out, "- {}: {}", plain(&stale.sentence()), plain(&stale.words));
            }
        }
        out
    }

    /// A page that stands alone: no script, nothing fetched.
    pub(crate) fn html(&self) -> String {
        let (base, head) = (escape(&self.base_name), escape(&self.head_name));
        let mut out = format!("{HEAD}<h1>Claims: {base} → {head}</h1>\n<p>{}</p>\n", escape(&self.summary()));
        let mut section = |class: &str, title: &str, who: &str, body: String| {
            let _ = writeln!(
                out,
                "<section class=\"{class}\"><h2>{}</h2><p class=\"who\">{}</p>\n{body}</section>",
                escape(title),
                escape(who)
            );
        };
        for (pair, old, new) in self.pairs() {
            let mut body = String::new();
            for detail in pair.details.iter().filter(|detail| detail.kind != crate::align::DetailKind::Wording) {
                let _ = writeln!(
                    body,
                    "<p class=\"detail\">{}: <del>{}</del> → <ins>{}</ins></p>",
                    detail.kind.name(),
                    escape(&detail.base),
                    escape(&detail.head)
                );
            }
            if is_woven(old, new) {
                let words = |run| match run {
                    Run::Same(text) => escape(&text),
                    Run::Gone(text) => format!("<del>{}</del>", escape(&text)),
                    Run::New(text) => format!("<ins>{}</ins>", escape(&text)),
                };
                let woven: String = runs(&old.content.text, &new.content.text).into_iter().map(words).collect();
                let _ = writeln!(body, "<blockquote>{woven}</blockquote>");
            } else {
                let _ = writeln!(
                    body,
                    "<blockquote><del>{}</del></blockquote><blockquote><ins>{}</ins></blockquote>",
                    escape(&old.content.text),
                    escape(&new.content.text)
                );
                if let Some(answers) = answers(pair) {
                    let _ = writeln!(body, "<p class=\"detail\">{}</p>", escape(&answers));
                }
            }
            let title = format!("{}  {}  (score {:.2})", pair.relation.name(), ids(pair), pair.score);
            section(pair.relation.name(), &title, &speaker(new), body);
        }
        let quoted = |sign: &str, claim: &Claim| {
            let tag = if sign == "-" { "del" } else { "ins" };
            format!("<blockquote><{tag}>{}</{tag}></blockquote>\n", escape(&claim.content.text))
        };
        for (title, claims) in self.groups() {
            section("reworded", &title, "", claims.into_iter().map(|(sign, claim)| quoted(sign, claim)).collect());
        }
        for (list, set, label, sign) in
            [(&self.diff.added, &self.head, "added", "+"), (&self.diff.removed, &self.base, "removed", "-")]
        {
            let claims = by_id(set);
            for claim in list.iter().filter_map(|id| claims.get(id)) {
                section(label, &format!("{label}  {}", claim.id), &speaker(claim), quoted(sign, claim));
            }
        }
        for stale in &self.stale {
            let body = format!("<blockquote>{}</blockquote>\n", escape(&stale.words));
            section("stale", "stale decision", &stale.sentence(), body);
        }
        out.push_str("</body></html>\n");
        out
    }
}

impl Stale {
    /// `9e9h3g: content was verified; its claim is changed`.
    fn sentence(&self) -> String {
        format!("{}: {} was {}; its claim is {}", self.claim, self.question, self.state, self.relation)
    }
}

/// The claims of a set by id.
fn by_id(set: &ClaimSet) -> BTreeMap<&ClaimId, &Claim> {
    let mut claims = BTreeMap::new();
    for claim in &set.claims {
        claims.entry(&claim.id).or_insert(claim);
    }
    claims
}

/// The claim's name, or both when they differ.
fn ids(pair: &Pair) -> String {
    if pair.base == pair.head { pair.base.0.clone() } else { format!("{} → {}", pair.base, pair.head) }
}

/// Whether enough is the same for one text to be woven into the other.
fn is_woven(old: &Claim, new: &Claim) -> bool {
    let (base, head) = (&old.content.text, &new.content.text);
    let same: usize = runs(base, head).iter().map(|run| if let Run::Same(text) = run { text.len() } else { 0 }).sum();
    same * WOVEN >= base.len().min(head.len())
}

/// The words that answer each other: `Turquie = Turkey, renforcer = reinforcing`; what excludes each other has `≠`.
fn answers(pair: &Pair) -> Option<String> {
    let sign = |by: &str| if by == "opposite" { "≠" } else { "=" };
    let all: Vec<String> = pair
        .matched
        .iter()
        .take(ANSWERS)
        .map(|words| format!("{} {} {}", words.base, sign(words.by), words.head))
        .collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Text with the marks of Markdown and HTML made harmless.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '*' | '_' | '`' | '~' | '[' | ']' | '|' | '#' | '@' => out.extend(['\\', letter]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// A run of words between marks, its blanks outside of them: a mark beside a blank marks nothing.
fn marked(text: &str, mark: &str) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return text.to_owned();
    }
    let start = &text[..text.len() - text.trim_start().len()];
    let end = &text[text.trim_end().len()..];
    format!("{start}{mark}{}{mark}{end}", plain(inner))
}

/// A name as code, which nothing in it can end.
fn code(name: &str) -> String {
    format!("`{}`", name.replace(['`', '\n', '\r'], "'"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const HEAD: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>dixit diff</title>
<meta name=\"viewport\" content=\"width=device-width\"><style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d2430 }
section { margin: 1.5rem 0; padding: .2rem 1rem; border-left: .3rem solid #c9a227 } h2 { font-size: 1rem; margin: .4rem 0 0 }
.contradicted, .removed { border-color: #b3261e } .added { border-color: #1b7f3b } .stale { border-color: #7b3fa0 }
.who, .detail { margin: .1rem 0; color: #4a5568 } blockquote { margin: .4rem 0 } ins { background: #dff3e3; text-decoration: none }
del { background: #ffe1de }
</style></head><body>
";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_of_markdown_do_not_get_through() {
        assert_eq!(plain("*a* <b> @all"), "\\*a\\* &lt;b&gt; \\@all");
        assert_eq!(marked(" 300 ", "~~"), " ~~300~~ ");
        assert_eq!(code("a`b"), "`a'b`");
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_tag(text in "\\PC{0,60}") {
            prop_assert!(!escape(&text).contains(['<', '>', '"']));
            prop_assert!(!plain(&text).contains(['<', '>']));
        }
    }
}
