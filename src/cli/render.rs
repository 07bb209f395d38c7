//! What people read: pure functions from values to text of at most 100 columns.
//!
//! Marked words carry a style when colours are on and brackets when they are off, so that nothing hangs on colour.

use crate::align::Detail;
use crate::align::wording::{Run, runs};
use crate::claim::{Claim, ClaimSet, Polarity, Resolution};
use crate::decision::{Record, State};
use crate::store::OpenChange;
use console::{Style, style};

/// The widest line.
const WIDTH: usize = 96;

/// Marks around words while lines are wrapped; they take no room.
const MARKS: [(char, char); 3] = [('\u{e000}', '\u{e001}'), ('\u{e002}', '\u{e003}'), ('\u{e004}', '\u{e005}')];

/// What a marked run is.
#[derive(Clone, Copy)]
enum Mark {
    Content,
    Gone,
    New,
}

impl Mark {
    fn around(self, text: &str) -> String {
        let (open, close) = MARKS[self as usize];
        format!("{open}{text}{close}")
    }
}

/// `text` broken into lines, each with `indent` blanks before it, marks turned into styles or brackets.
pub(super) fn wrap(text: &str, indent: usize) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    let mut width = 0;
    for word in text.split_whitespace() {
        let length = word.chars().filter(|c| !('\u{e000}'..='\u{e005}').contains(c)).count();
        if width > 0 && width + 1 + length > WIDTH - indent {
            lines.push(String::new());
            width = 0;
        }
        if let Some(line) = lines.last_mut() {
            if width > 0 {
                line.push(' ');
                width += 1;
            }
            line.push_str(word);
            width += length;
        }
    }
    let mut open: Option<usize> = None;
    let mut out = String::new();
    for line in &lines {
        out.push_str(&" ".repeat(indent));
        paint(line, &mut open, &mut out);
        out.push('\n');
    }
    out
}

/// Paints one line; `open` carries a mark over the line's end.
fn paint(line: &str, open: &mut Option<usize>, out: &mut String) {
    let styles = [Style::new().underlined(), Style::new().red().strikethrough(), Style::new().green().bold()];
    let brackets = [("[", "]"), ("[-", "-]"), ("{+", "+}")];
    let colors = console::colors_enabled();
    let mut run = String::new();
    let flush = |run: &mut String, open: Option<usize>, out: &mut String| {
        match open {
            Some(kind) if colors && !run.is_empty() => out.push_str(&styles[kind].apply_to(&run).to_string()),
            _ => out.push_str(run),
        }
        run.clear();
    };
    for c in line.chars() {
        if let Some(kind) = MARKS.iter().position(|(start, _)| *start == c) {
            flush(&mut run, *open, out);
            *open = Some(kind);
            if !colors {
                out.push_str(brackets[kind].0);
            }
        } else if let Some(kind) = MARKS.iter().position(|(_, end)| *end == c) {
            flush(&mut run, *open, out);
            *open = None;
            if !colors {
                out.push_str(brackets[kind].1);
            }
        } else {
            run.push(c);
        }
    }
    flush(&mut run, *open, out);
}

/// The speaker as people read it.
pub(crate) fn speaker(claim: &Claim) -> String {
    match &claim.speaker {
        None => "nobody named".to_owned(),
        Some(speaker) => match (speaker.resolution, &speaker.name, &speaker.mention) {
            (Resolution::Narrator, _, _) => "the article itself".to_owned(),
            (Resolution::Resolved, Some(name), _) => name.clone(),
            (_, _, Some(mention)) => format!("{mention} (unresolved)"),
            (_, _, None) => "unresolved".to_owned(),
        },
    }
}

/// An enum as files name it.
fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// One line that says who, how and what kind.
fn headline(claim: &Claim) -> String {
    let mut parts = vec![style(speaker(claim)).bold().to_string()];
    if let Some(cue) = &claim.cue {
        parts.push(format!("“{}”", cue.text));
    }
    parts.push(name(claim.quotation));
    parts.push(name(claim.modality));
    if claim.polarity == Polarity::Denied {
        parts.push("denied".to_owned());
    }
    parts.join(" · ")
}

/// A text with its code points measured once.
pub(crate) struct Source<'t> {
    text: &'t str,
    points: crate::text::CodePoints,
}

impl<'t> Source<'t> {
    pub(crate) fn new(text: &'t str) -> Source<'t> {
        Source { text, points: crate::text::CodePoints::new(text) }
    }
}

/// So many code points of context on each side of a claim.
const AROUND: u32 = 110;

/// The words around a claim, with the claim's marked; only within its paragraph.
pub(crate) fn in_context(source: &Source<'_>, claim: &Claim, indent: usize) -> String {
    let (text, points) = (source.text, &source.points);
    let start = claim.selector.start;
    let end = claim.selector.end;
    let from = points.to_byte(text, start.saturating_sub(AROUND));
    let to = points.to_byte(text, end.saturating_add(AROUND));
    let (first, last) = (points.to_byte(text, start), points.to_byte(text, end));
    let before = &text[from..first];
    let after = &text[last..to];
    let cut_before = before.rfind('\n').map_or(0, |at| at + 1);
    let before_words = if cut_before == 0 && from > 0 {
        before.split_once(' ').map_or(String::new(), |(_, rest)| format!("… {rest}"))
    } else {
        before[cut_before..].to_owned()
    };
    let cut_after = after.find('\n').unwrap_or(after.len());
    let after_words = if cut_after == after.len() && to < text.len() {
        after.rsplit_once(' ').map_or(String::new(), |(rest, _)| format!("{rest} …"))
    } else {
        after[..cut_after].to_owned()
    };
    let mut marked = before_words;
    let mut at = start;
    for span in &claim.content.spans {
        let gap = points.bytes(text, crate::text::CharSpan::new(at, span.start.max(at)));
        marked.push_str(gap.of(text));
        marked.push_str(&Mark::Content.around(points.bytes(text, *span).of(text)));
        at = span.end;
    }
    marked.push_str(&after_words);
    wrap(&marked, indent)
}

/// A claim with its words in context; `why` adds how it was found.
pub(crate) fn claim_block(claim: &Claim, text: Option<&Source<'_>>, why: bool) -> String {
    let mut out = format!("{}  {}\n", style(format!("{:<6}", claim.id.0)).cyan(), headline(claim));
    match text {
        Some(text) => out.push_str(&in_context(text, claim, 8)),
        None => out.push_str(&wrap(&Mark::Content.around(&claim.content.text), 8)),
    }
    let mut facts: Vec<String> = Vec::new();
    facts.push(format!("worth checking {:.2}", claim.check_worthiness.score));
    for when in &claim.when {
        facts.push(format!("{} {} ({})", name(when.of), when.value, when.text));
    }
    if let Some(inside) = &claim.inside {
        facts.push(format!("inside {inside}"));
    }
    out.push_str(&wrap_dim(&facts.join(" · "), 8));
    if why {
        let mut reasons = claim.extractor.why.clone();
        reasons.push(format!("confidence {:.2}", claim.extractor.confidence));
        out.push_str(&wrap_dim(&format!("why: {}", reasons.join("; ")), 8));
        let points: Vec<String> =
            claim.check_worthiness.points.iter().map(|point| format!("{:+.2} {}", point.value, point.name)).collect();
        out.push_str(&wrap_dim(&format!("worth: {}", points.join("; ")), 8));
        let mentions: Vec<String> = claim
            .mentions
            .iter()
            .map(|mention| format!("{} = {} ({})", mention.text, mention.value, name(mention.kind)))
            .collect();
        if !mentions.is_empty() {
            out.push_str(&wrap_dim(&format!("names: {}", mentions.join("; ")), 8));
        }
    }
    out
}

fn wrap_dim(text: &str, indent: usize) -> String {
    wrap(text, indent).lines().map(|line| format!("{}\n", style(line).dim())).collect()
}

/// A claim set as a page.
pub(crate) fn claims_page(set: &ClaimSet, text: &str, why: bool) -> String {
    let mut out = String::new();
    let header = &set.header;
    let mut about = vec![format!("{} claim{}", set.claims.len(), plural(set.claims.len()))];
    about.extend(header.title.clone());
    about.extend(header.date.clone());
    about.extend(header.notes.iter().cloned());
    out.push_str(&wrap(&about.join(" · "), 0));
    let source = Source::new(text);
    for claim in &set.claims {
        out.push('\n');
        out.push_str(&claim_block(claim, Some(&source), why));
    }
    out
}

/// `s` unless there is one.
pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A state in its colour; the word says it all.
pub(crate) fn state(state: State) -> String {
    let name = state.name();
    match state {
        State::Unverified => style(name).dim(),
        State::InReview => style(name).yellow(),
        State::Verified => style(name).green(),
        State::Disputed => style(name).red(),
        State::Unverifiable => style(name).magenta(),
        State::Dropped => style(name).dim(),
    }
    .to_string()
}

/// `attribution verified · content disputed (stale)`
pub(crate) fn findings(record: &Record, claim: Option<&Claim>) -> String {
    let one = |label: &str, finding: &crate::decision::FindingRecord| {
        let mut text = format!("{label} {}", state(finding.state()));
        if let Some(waiting) = &finding.waiting {
            text.push_str(&format!(" ({} waits for a second reader)", waiting.state));
        }
        if finding.is_stale(claim) {
            text.push_str(&style(" (stale)").yellow().bold().to_string());
        }
        text
    };
    format!("{} · {}", one("attribution", &record.attribution), one("content", &record.content))
}

/// Two wordings as one line of runs.
pub(super) fn word_diff(base: &str, head: &str) -> String {
    runs(base, head)
        .into_iter()
        .map(|run| match run {
            Run::Same(text) => text,
            Run::Gone(text) => Mark::Gone.around(&text),
            Run::New(text) => Mark::New.around(&text),
        })
        .collect()
}

pub(super) fn details(details: &[Detail]) -> String {
    let shown = details.iter().filter(|detail| detail.kind != crate::align::DetailKind::Wording);
    shown
        .map(|detail| format!("{}: {} → {}", detail.kind.name(), detail.base, detail.head))
        .collect::<Vec<_>>()
        .join("; ")
}

/// The page of one pending change in a review: `place` of `total`.
pub(crate) fn change_page(
    slug: &str,
    change: &OpenChange,
    record: &Record,
    text: Option<&str>,
    place: usize,
    total: usize,
) -> String {
    let id = change.id().map(ToString::to_string).unwrap_or_default();
    let rule = "─".repeat(WIDTH);
    let mut out = format!(
        "{}\n{}  pending change {place} of {total}: {}  {id}\n",
        style(&rule).dim(),
        style(slug).bold(),
        style(change.kind.name()).yellow()
    );
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            out.push_str(&format!("\n  {}\n", headline(new)));
            let named = details(&crate::align::compare(old, new).1);
            if !named.is_empty() {
                out.push_str(&wrap(&format!("changed: {named}"), 2));
            }
            out.push('\n');
            out.push_str(&wrap(&word_diff(&old.content.text, &new.content.text), 4));
        }
        (None, Some(new)) => {
            out.push_str(&format!("\n  {}\n\n", headline(new)));
            match text {
                Some(text) => out.push_str(&in_context(&Source::new(text), new, 4)),
                None => out.push_str(&wrap(&Mark::New.around(&new.content.text), 4)),
            }
        }
        (Some(old), None) => {
            out.push_str(&format!("\n  {}\n\n", headline(old)));
            out.push_str(&wrap(&Mark::Gone.around(&old.content.text), 4));
        }
        (None, None) => {}
    }
    let decided = record.attribution.decision.is_some() || record.content.decision.is_some();
    if decided {
        let after = match change.kind {
            crate::decision::PendingChange::Changed | crate::decision::PendingChange::Removed => {
                "; accepting makes it stale"
            }
            crate::decision::PendingChange::Added | crate::decision::PendingChange::Moved => "",
        };
        out.push_str(&format!("\n  {}{after}\n", findings(record, change.old.as_ref())));
    }
    out
}

/// The page of one claim to decide in a review.
pub(crate) fn claim_page(
    slug: &str,
    claim: &Claim,
    record: &Record,
    text: Option<&str>,
    place: usize,
    total: usize,
) -> String {
    let rule = "─".repeat(WIDTH);
    let mut out = format!(
        "{}\n{}  claim {place} of {total}: {}\n\n  {}\n\n",
        style(&rule).dim(),
        style(slug).bold(),
        claim.id,
        headline(claim)
    );
    match text {
        Some(text) => out.push_str(&in_context(&Source::new(text), claim, 4)),
        None => out.push_str(&wrap(&Mark::Content.around(&claim.content.text), 4)),
    }
    out.push_str(&format!(
        "\n  {} · {} piece{} of evidence · worth checking {:.2}\n",
        findings(record, Some(claim)),
        record.evidence.len(),
        plural(record.evidence.len()),
        claim.check_worthiness.score
    ));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_wrap_and_marks_take_no_room() {
        let text = format!("{} {}", "mot ".repeat(22), Mark::Content.around("deux mots"));
        let wrapped = wrap(&text, 4);
        assert!(wrapped.lines().all(|line| line.chars().count() <= WIDTH + 2));
        assert!(wrapped.contains("[deux") && wrapped.contains("mots]"));
    }
}
