//! What people read of claims that were looked up: the records that may say the same, with the reasons.

use super::render::{details, plural, wrap};
use crate::align::Matched;
use crate::store::{Found, ReferenceSets};
use console::style;

/// So many words that answer each other are shown.
const PAIRS: usize = 6;

/// A claim, and below it the records that say the same; else that none does, and which is nearest.
pub(super) fn page(
    id: Option<&str>,
    speaker: Option<&str>,
    text: &str,
    found: &[Found<'_>],
    sets: &ReferenceSets,
) -> String {
    let mut head: Vec<String> = Vec::new();
    head.extend(id.map(|id| style(id).cyan().to_string()));
    head.extend(speaker.map(|speaker| style(speaker).bold().to_string()));
    let mut out = if head.is_empty() { String::new() } else { format!("{}\n", head.join("  ")) };
    out.push_str(&wrap(text, if head.is_empty() { 0 } else { 8 }));
    let matches: Vec<&Found<'_>> = found.iter().filter(|found| found.answer.is_match()).collect();
    if matches.is_empty() {
        let records = sets.records();
        let nearest = found
            .first()
            .map_or_else(String::new, |found| format!(" (nearest: {}, {:.2})", named(found, sets), found.answer.score));
        out.push_str(&format!(
            "    not found among {records} record{} of {}{nearest}\n",
            plural(records),
            sets.names().join(", ")
        ));
    }
    for found in matches {
        out.push_str(&record(found, sets));
    }
    out.push('\n');
    out
}

/// One line on the best record, for a claim in a list; `None` when no record says the same.
pub(super) fn column(found: &[Found<'_>], sets: &ReferenceSets) -> Option<String> {
    let found = found.first().filter(|found| found.answer.is_match())?;
    let answer = &found.answer;
    let label = answer.record.label.as_deref().map_or_else(String::new, |label| format!(" · {label}"));
    Some(format!(
        "checked before: {} · {}{label} · {:.2} · {}",
        named(found, sets),
        answer.relation.name(),
        answer.score,
        shorten(&answer.record.text, 60)
    ))
}

fn named(found: &Found<'_>, sets: &ReferenceSets) -> String {
    if sets.len() > 1 { format!("{}/{}", found.set, found.answer.record.id) } else { found.answer.record.id.clone() }
}

fn record(found: &Found<'_>, sets: &ReferenceSets) -> String {
    let answer = &found.answer;
    let record = &answer.record;
    let mut head = vec![
        format!("{:.2}", answer.score),
        style(answer.relation.name()).bold().to_string(),
        style(named(found, sets)).cyan().to_string(),
    ];
    head.extend(record.label.clone());
    head.extend(record.speaker.clone());
    head.extend(record.date.clone());
    let mut out = format!("    {}\n", head.join(" · "));
    out.push_str(&wrap(&record.text, 8));
    if let Some(title) = record.title.as_deref().filter(|title| !title.is_empty()) {
        out.push_str(&wrap(&format!("“{title}”"), 8));
    }
    if let Some(url) = &record.url {
        out.push_str(&format!("        {url}\n"));
    }
    let mut why: Vec<String> = Vec::new();
    for (what, kinds) in [("words", "w"), ("names and places", "pn"), ("numbers", "#"), ("dates", "d")] {
        let shared = answer.shared(kinds);
        if !shared.is_empty() {
            why.push(format!("{what} {}", shared.join(", ")));
        }
    }
    if !why.is_empty() {
        out.push_str(&wrap(&format!("in common: {}", why.join("; ")), 8));
    }
    let pairs: Vec<String> = answer.matched.iter().take(PAIRS).map(pair).collect();
    if !pairs.is_empty() {
        out.push_str(&wrap(&format!("answering each other: {}", pairs.join("; ")), 8));
    }
    let differs = details(&answer.details);
    if !differs.is_empty() {
        out.push_str(&wrap(&format!("differs: {differs}"), 8));
    }
    out
}

fn pair(pair: &Matched) -> String {
    format!("{} = {} ({})", pair.base, pair.head, pair.by)
}

fn shorten(text: &str, width: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= width {
        line
    } else {
        format!("{}…", line.chars().take(width - 1).collect::<String>())
    }
}
