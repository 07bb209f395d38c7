//! Charts as inline SVG, each with its numbers as a table: of the report that stands alone, and of the workbench.
//!
//! Colours come from classes, so that light, dark and paper need no other drawing; widths are shares of the space there is.

use super::html::Labels;
use super::{ArticleChecks, Check, escape, is_date, sign};
use crate::decision::State;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Speakers that have a bar of their own; the others are one row.
const SPEAKERS: usize = 12;

/// Days that have a row of their own in the table; the others are one row.
const DAYS: usize = 31;

/// Width and height of the drawing over time.
const DRAWING: (f64, f64) = (400.0, 90.0);

/// The three charts of an article: what was found, who speaks, and when.
pub(super) fn charts(article: &ArticleChecks, labels: Labels, speaker: impl Fn(&Check) -> String, out: &mut String) {
    out.push_str(&format!("<section class=\"charts\" aria-label=\"{}\">\n", labels.get("charts")));
    states(article, labels, out);
    speakers(article, labels, speaker, out);
    over_time(article, labels, out);
    out.push_str("</section>\n");
}

/// One bar cut by states. `label` says it in words.
pub(crate) fn bar(counts: &[usize; State::ALL.len()], label: &str) -> String {
    let total: usize = counts.iter().sum();
    let mut at = 0.0;
    let mut pieces = String::new();
    for (state, count) in State::ALL.iter().zip(counts).filter(|(_, count)| **count > 0) {
        let width = share(*count, total);
        pieces.push_str(&format!(
            "<rect class=\"fill {}\" x=\"{at:.2}\" y=\"0\" width=\"{width:.2}\" height=\"6\"/>",
            state.name()
        ));
        at += width;
    }
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">{pieces}</svg>",
        escape(label)
    )
}

fn states(article: &ArticleChecks, labels: Labels, out: &mut String) {
    let counts =
        State::ALL.map(|state| article.checks.iter().filter(|check| check.record.content.state() == state).count());
    let rows: Vec<(State, usize)> = State::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0).collect();
    let spoken: Vec<String> =
        rows.iter().map(|(state, count)| format!("{} {count}", labels.get(state.name()))).collect();
    begin("states", labels.get("content"), out);
    out.push_str(&bar(&counts, &spoken.join(", ")));
    head(&[labels.get("state"), labels.get("claims")], out);
    for (state, count) in rows {
        out.push_str(&format!(
            "<tr><th scope=\"row\"><span class=\"state {}\"><span aria-hidden=\"true\">{}</span> {}</span></th><td>{count}</td></tr>\n",
            state.name(),
            sign(state),
            labels.get(state.name())
        ));
    }
    out.push_str("</tbody></table></figure>\n");
}

fn speakers(article: &ArticleChecks, labels: Labels, speaker: impl Fn(&Check) -> String, out: &mut String) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for check in &article.checks {
        *counts.entry(speaker(check)).or_default() += 1;
    }
    let mut rows: Vec<(String, usize)> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let most = rows.first().map_or(0, |row| row.1);
    let others = rows.split_off(rows.len().min(SPEAKERS));
    begin("speakers", labels.get("speakers"), out);
    head(&[labels.get("speaker"), labels.get("claims"), ""], out);
    for (name, count) in rows {
        out.push_str(&format!(
            "<tr><th scope=\"row\">{name}</th><td>{count}</td><td class=\"drawn\"><svg viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"fill\" x=\"0\" y=\"0\" width=\"{:.2}\" height=\"4\"/></svg></td></tr>\n",
            share(count, most)
        ));
    }
    if !others.is_empty() {
        let claims: usize = others.iter().map(|row| row.1).sum();
        out.push_str(&format!(
            "<tr><th scope=\"row\">{} ({})</th><td>{claims}</td><td></td></tr>\n",
            labels.get("others"),
            others.len()
        ));
    }
    out.push_str("</tbody></table></figure>\n");
}

/// What is known of a day: claims said on it, as the text says, and claims reported on it that the text gives no day.
#[derive(Clone, Copy, Default)]
struct Day {
    said: usize,
    reported: usize,
}

/// Claims by the day on which they were said; where the text does not say, by the day of the article, drawn lighter.
fn over_time(article: &ArticleChecks, labels: Labels, out: &mut String) {
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    let mut undated = 0;
    for check in &article.checks {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        match (check.said_on().and_then(day), article.date.as_deref().filter(|date| is_date(date)).and_then(day)) {
            (Some(said), _) => days.entry(said).or_default().said += 1,
            (None, Some(reported)) => days.entry(reported).or_default().reported += 1,
            (None, None) => undated += 1,
        }
    }
    begin("time", labels.get("over-time"), out);
    if !days.is_empty() {
        drawing(&days, labels, out);
    }
    let key = |class: &str, name: &str| format!("<span class=\"key{class}\" aria-hidden=\"true\"></span> {name}");
    let (said, reported) = (key("", labels.get("said-then")), key(" light", labels.get("reported-then")));
    head(&[labels.get("day"), &said, &reported], out);
    for (day, count) in days.iter().take(DAYS) {
        out.push_str(&format!(
            "<tr><th scope=\"row\"><time datetime=\"{day}\">{day}</time></th><td>{}</td><td>{}</td></tr>\n",
            count.said, count.reported
        ));
    }
    if days.len() > DAYS {
        let more = days
            .values()
            .skip(DAYS)
            .fold(Day::default(), |sum, day| Day { said: sum.said + day.said, reported: sum.reported + day.reported });
        let rest = days.len() - DAYS;
        let row = (labels.get("later-days"), more.said, more.reported);
        out.push_str(&format!(
            "<tr><th scope=\"row\">{} ({rest})</th><td>{}</td><td>{}</td></tr>\n",
            row.0, row.1, row.2
        ));
    }
    if undated > 0 {
        let row = labels.get("undated");
        out.push_str(&format!("<tr><th scope=\"row\">{row}</th><td>–</td><td>{undated}</td></tr>\n"));
    }
    out.push_str("</tbody></table></figure>\n");
}

/// A column a day, each at its place between the first and the last.
fn drawing(days: &BTreeMap<NaiveDate, Day>, labels: Labels, out: &mut String) {
    let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value()) else { return };
    let most = days.values().map(|day| day.said + day.reported).max().unwrap_or(1);
    let all = usize::try_from((*last - *first).num_days()).unwrap_or(0) + 1;
    let (width, height) = DRAWING;
    let slot = width / ratio(all);
    let column = (slot * 0.7).clamp(1.5, 40.0);
    let spoken = if first == last {
        format!("{first}: {most}")
    } else {
        format!("{first} – {last}, {} {most}", labels.get("at-most"))
    };
    out.push_str(&format!(
        "<svg class=\"days\" viewBox=\"0 0 {width} {}\" role=\"img\" aria-label=\"{}\"><line class=\"axis\" x1=\"0\" y1=\"{height}\" x2=\"{width}\" y2=\"{height}\"/>",
        height + 18.0,
        escape(&spoken)
    ));
    for (day, count) in days {
        let place = usize::try_from((*day - *first).num_days()).unwrap_or(0);
        let x = slot * (ratio(place) + 0.5) - column / 2.0;
        let (said, reported) = (share(count.said, most) * height / 100.0, share(count.reported, most) * height / 100.0);
        for (class, from, tall) in [("fill", height - said, said), ("fill light", height - said - reported, reported)] {
            if tall > 0.0 {
                out.push_str(&format!(
                    "<rect class=\"{class}\" x=\"{x:.2}\" y=\"{from:.2}\" width=\"{column:.2}\" height=\"{tall:.2}\"/>"
                ));
            }
        }
    }
    // A day is written below its column, and not beyond the edges.
    let edge = 30.0;
    for (day, x) in
        [(first, slot / 2.0), (last, width - slot / 2.0)].into_iter().take(if first == last { 1 } else { 2 })
    {
        let x = x.clamp(edge, width - edge);
        out.push_str(&format!("<text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{day}</text>", height + 14.0));
    }
    out.push_str("</svg>\n");
}

fn begin(kind: &str, caption: &str, out: &mut String) {
    out.push_str(&format!("<figure class=\"chart {kind}\"><figcaption>{caption}</figcaption>\n"));
}

/// The head of a table; a column without a name holds a drawing.
fn head(names: &[&str], out: &mut String) {
    out.push_str("<table><thead><tr>");
    for name in names {
        match *name {
            "" => out.push_str("<td></td>"),
            name => out.push_str(&format!("<th scope=\"col\">{name}</th>")),
        }
    }
    out.push_str("</tr></thead><tbody>\n");
}

/// How much of `whole` a part is, in hundredths.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { ratio(part) * 100.0 / ratio(whole) }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn ratio(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_and_says_its_numbers() {
        let bar = bar(&[1, 0, 2, 1, 0, 0], "unverified 1, verified 2, disputed 1");
        let widths: f64 =
            bar.split("width=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap()).sum();
        assert!((widths - 100.0).abs() < 0.1, "{bar}");
        assert!(bar.contains("aria-label=\"unverified 1, verified 2, disputed 1\""));
        assert!(!super::bar(&[0; 6], "").contains("rect"));
    }

    /// The numbers of a chart's table, each claim once.
    #[test]
    fn each_chart_counts_every_claim_once() {
        let selection = super::super::tests::selection();
        let article = &selection.articles[0];
        let mut out = String::new();
        charts(article, Labels::of("en"), |check| escape(check.speaker().unwrap_or("?")), &mut out);
        let tables: Vec<&str> =
            out.split("<tbody>").skip(1).map(|part| part.split("</tbody>").next().unwrap()).collect();
        assert_eq!(tables.len(), 3, "{out}");
        for table in tables {
            let cells = table.split("<td>").skip(1).map(|rest| rest.split('<').next().unwrap());
            let sum: usize = cells.filter_map(|cell| cell.parse::<usize>().ok()).sum();
            assert_eq!(sum, article.checks.len(), "{table}");
        }
    }
}
