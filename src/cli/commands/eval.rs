use crate::align::{Comparison, DetailKind, Relation, accuracy};
use crate::claim::{ExtractOptions, Modality, extract};
use crate::cli::read::{FILE_LIMIT, bytes};
use crate::cli::{CliError, Context, Format, Outcome, print, print_json};
use crate::evaluation::errors::{Error, errors, underlined};
use crate::evaluation::gold::{self, Gold};
use crate::evaluation::reliability::{Bin, calibration_error, reliability};
use crate::evaluation::score::{Agreement, Figure, Scores};
use crate::evaluation::{Judged, scores};
use crate::input::record::{self, Stated};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Score the extraction on annotated articles.
///
/// GOLD has one JSON document a line: {"id", "text", "lang"?, "date"?, "title"?, "attributions": [{"source": [[start,
/// end], ...], "cue": [...], "content": [...], "type"?}]}, offsets in code points. Prints precision, recall and F1 as BBC
/// Citron and the Gender Gap Tracker count them, and how far a claim's confidence can be trusted.
///
/// With --pairs, GOLD has one labelled pair of claims a line: {"a", "b", "relation", "split"?}, a claim being {"text", "lang"?,
/// "speaker"?, "date"?} or its text alone. Prints how often `dixit diff` finds the relation, and what it says instead.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The annotated articles.
    gold: PathBuf,
    /// Leave out claims of these modalities (`intention,wish`).
    #[arg(long, value_delimiter = ',', value_parser = modality)]
    without: Vec<Modality>,
    /// GOLD holds labelled pairs of claims: score the relations that are found between them.
    #[arg(long, conflicts_with_all = ["without", "html"])]
    pairs: bool,
    /// Of the pairs, those whose split is this one.
    #[arg(long, requires = "pairs", value_name = "NAME")]
    split: Option<String>,
    /// List every error with its words underlined: = agreed, - only annotated, + only found.
    #[arg(long)]
    errors: bool,
    /// Write the figures and the errors to a page that stands alone.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

fn modality(word: &str) -> Result<Modality, String> {
    serde_json::from_value(serde_json::Value::from(word)).map_err(|_| {
        "not a modality: assertion, belief, opinion, prediction, request, hearsay, intention or wish".to_owned()
    })
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let path = args.gold.display();
    if args.pairs {
        return run_pairs(context, args);
    }
    let file = File::open(&args.gold).map_err(|error| CliError::new(format!("cannot read {path}: {error}")))?;
    let documents = gold::read(BufReader::new(file)).map_err(|error| CliError::new(format!("{path}: {error}")))?;
    let judged = documents
        .into_iter()
        .map(|gold| judge(gold, &args.without))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| CliError::new(format!("{path}: {error}")))?;
    let figures = scores(&judged);
    let bins = reliability(&judged);
    let wrong: Vec<Error> = judged.iter().flat_map(errors).collect();
    if let Some(page) = &args.html {
        write_page(page, &judged, &wrong, &table(&figures, &bins))?;
    }
    if context.format == Format::Json {
        let mut value = serde_json::to_value(&figures).map_err(|error| CliError::new(error.to_string()))?;
        if let Some(object) = value.as_object_mut() {
            object.insert(
                "reliability".to_owned(),
                serde_json::json!({ "bins": bins, "error": calibration_error(&bins) }),
            );
            if args.errors {
                object.insert("errors".to_owned(), serde_json::json!(wrong));
            }
        }
        print_json(&value)?;
        return Ok(Outcome::Fine);
    }
    let mut out = table(&figures, &bins);
    if args.errors {
        out.push_str(&list(&judged, &wrong));
    }
    print(&out)?;
    Ok(Outcome::Fine)
}

fn run_pairs(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let path = args.gold.display();
    let bytes = bytes(&args.gold, FILE_LIMIT, "cut it into parts")?;
    let text = String::from_utf8(bytes).map_err(|error| CliError::new(format!("{path} is not UTF-8: {error}")))?;
    let mut pairs = accuracy::read(&text).map_err(|error| CliError::new(format!("{path}: {error}")))?;
    pairs.retain(|pair| args.split.is_none() || pair.split == args.split);
    if pairs.is_empty() {
        return Err(CliError::new(format!("{path} has no pair of that split")));
    }
    let mut figures = accuracy::accuracy(&pairs);
    if !args.errors {
        figures.wrong.clear();
        figures.results.clear();
    }
    if context.format == Format::Json {
        print_json(&figures)?;
        return Ok(Outcome::Fine);
    }
    let mut out = format!("{} pairs, relation right {:.1}%\n\n{:14}", figures.pairs, 100.0 * figures.right, "");
    for relation in Relation::ALL {
        let _ = write!(out, "{:>14}", relation.name());
    }
    out.push('\n');
    for (label, found) in &figures.confusion {
        let _ = write!(out, "{label:14}");
        for relation in Relation::ALL {
            let _ = write!(out, "{:14}", found.get(relation.name()).unwrap_or(&0));
        }
        out.push('\n');
    }
    let _ = writeln!(out, "\n{:14}{:>10}{:>10}{:>10}{:>10}", "", "labelled", "found", "P", "R");
    for relation in Relation::ALL {
        if let Some(of) = figures.relations.get(relation.name()) {
            let (precision, recall) = (100.0 * of.precision, 100.0 * of.recall);
            let _ = writeln!(out, "{:14}{:10}{:10}{precision:10.1}{recall:10.1}", relation.name(), of.gold, of.found);
        }
    }
    if !figures.kinds.is_empty() {
        out.push('\n');
        for (kind, (pairs, right)) in &figures.kinds {
            let _ = writeln!(out, "{kind:34}{pairs:6} pairs{:8.1}% right", 100.0 * right);
        }
    }
    for wrong in &figures.wrong {
        let _ = writeln!(out, "\n{}  {} found as {}", wrong.id, wrong.gold, wrong.found.name());
        let _ = writeln!(out, "    {}\n    {}", wrong.a, wrong.b);
        let _ = writeln!(out, "    score {:.2}{}", wrong.comparison.score, details_of(&wrong.comparison));
    }
    print(&out)?;
    Ok(Outcome::Fine)
}

/// What differs and what answers what, on one line each.
fn details_of(comparison: &Comparison) -> String {
    let mut out = String::new();
    for part in comparison.why.iter().filter(|part| part.name == "words") {
        let _ = write!(out, ", words {:.2}", part.value);
    }
    for detail in &comparison.details {
        if detail.kind != DetailKind::Wording {
            let _ = write!(out, "; {}: {} → {}", detail.kind.name(), detail.base, detail.head);
        }
    }
    out.push_str("\n   ");
    for pair in &comparison.matched {
        let _ = write!(out, " {}={} ({})", pair.base, pair.head, pair.by);
    }
    out
}

fn judge(gold: Gold, without: &[Modality]) -> Result<Judged, String> {
    let stated = Stated { lang: gold.lang.as_deref(), date: gold.date.as_deref(), title: gold.title.as_deref() };
    let document =
        record::document(gold.text.clone(), &stated).map_err(|error| format!("document {:?}: {error}", gold.id))?;
    let claims = extract(&document, &ExtractOptions::default()).claims;
    Judged::new(gold, &claims, without).map_err(|error| error.to_string())
}

/// Adds a row of figures in percent.
fn line(out: &mut String, name: &str, [p, r, f]: [f64; 3], more: &str) {
    let row = format!("{name:28} {:6.1} {:6.1} {:6.1}  {more}", 100.0 * p, 100.0 * r, 100.0 * f);
    let _ = writeln!(out, "{}", row.trim_end());
}

/// The figures in percent, as the published tables have them.
fn table(figures: &Scores, bins: &[Bin]) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "documents {} ({} with claims), gold {}, predicted {}, repeated {}",
        figures.documents, figures.documents_with_claims, figures.gold, figures.predicted, figures.repeated
    );
    let _ = writeln!(out, "{:28} {:>6} {:>6} {:>6}", "", "P", "R", "F1");
    let three = |figure: &Figure| [figure.precision, figure.recall, figure.f1];
    for (kind, roles) in [("exact", &figures.citron.exact), ("overlap", &figures.citron.overlap)] {
        for (role, figure) in
            [("cue", &roles.cue), ("source", &roles.source), ("content", &roles.content), ("all", &roles.all)]
        {
            line(&mut out, &format!("citron {kind} {role}"), three(figure), "");
        }
    }
    for (threshold, quotes) in &figures.ggt {
        let more = format!(
            "speaker {:.1}  cue {:.1}  (cue overlap {:.1})",
            100.0 * quotes.speaker_accuracy,
            100.0 * quotes.cue_accuracy,
            100.0 * quotes.cue_overlap
        );
        line(&mut out, &format!("ggt quotes > {threshold}"), [quotes.precision, quotes.recall, quotes.f1], &more);
    }
    let mut agreement = |name: &str, figure: &Agreement| {
        let more = format!("quotation {:.1}", 100.0 * figure.quotation_accuracy);
        line(&mut out, name, [figure.precision, figure.recall, figure.f1], &more);
        for kind in ["direct", "mixed", "indirect", "none"] {
            if let Some(recall) = figure.recall_by_type.get(kind) {
                let row = format!("  recall {kind}");
                let _ = writeln!(out, "{row:28} {:6} {:6.1}         of {}", "", 100.0 * recall.recall, recall.gold);
            }
        }
    };
    agreement("attribution", &figures.attribution);
    if let Some(content) = &figures.attribution.content_only {
        agreement("content only", content);
    }
    let _ = writeln!(out, "\nconfidence  claims   right");
    for bin in bins {
        let _ = writeln!(out, "{:10.2} {:7} {:6.1}%", bin.confidence, bin.claims, 100.0 * bin.right);
    }
    let _ = writeln!(out, "mean distance between confidence and share right: {:.3}", calibration_error(bins));
    out
}

fn list(judged: &[Judged], wrong: &[Error]) -> String {
    let texts: BTreeMap<&str, Vec<char>> = judged.iter().map(|j| (j.id.as_str(), j.text.chars().collect())).collect();
    let mut out = String::new();
    for error in wrong {
        let Some(text) = texts.get(error.document.as_str()) else { continue };
        let _ = writeln!(out, "\n{}  {}", error.document, error.kind.describe());
        out.push_str(&underlined(text, error));
    }
    out
}

fn write_page(path: &Path, judged: &[Judged], wrong: &[Error], table: &str) -> Result<(), CliError> {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut out = String::from(PAGE_HEAD);
    let _ = write!(out, "<pre>{}</pre>\n<h2>{} errors</h2>\n", escape(table), wrong.len());
    for judged in judged {
        let text: Vec<char> = judged.text.chars().collect();
        let mut of_document = wrong.iter().filter(|error| error.document == judged.id).peekable();
        if of_document.peek().is_none() {
            continue;
        }
        let _ = writeln!(out, "<h3>{}</h3>", escape(&judged.id));
        for error in of_document {
            let lines = underlined(&text, error);
            let _ = writeln!(
                out,
                "<p><b>{}</b></p><p class=\"words\">{}</p>",
                error.kind.describe(),
                marked(&lines, escape)
            );
        }
    }
    out.push_str("</body></html>\n");
    std::fs::write(path, out).map_err(|error| CliError::new(format!("cannot write {}: {error}", path.display())))
}

/// The words of an underlined error with their marks as elements.
fn marked(lines: &str, escape: impl Fn(&str) -> String) -> String {
    let mut rows = lines.lines();
    let words: Vec<char> = rows.next().unwrap_or_default().chars().collect();
    let marks: Vec<char> = rows.next().unwrap_or_default().chars().collect();
    let mark_at = |at: usize| marks.get(at).copied().unwrap_or(' ');
    let mut out = String::new();
    let mut at = 0;
    while at < words.len() {
        let mark = mark_at(at);
        let end = (at..words.len()).find(|&i| mark_at(i) != mark).unwrap_or(words.len());
        let piece = escape(&words[at..end].iter().collect::<String>());
        out.push_str(&match mark {
            '=' => format!("<mark class=\"both\">{piece}</mark>"),
            '-' => format!("<mark class=\"wanted\" title=\"only annotated\">{piece}</mark>"),
            '+' => format!("<mark class=\"found\" title=\"only found\">{piece}</mark>"),
            _ => piece,
        });
        at = end;
    }
    out
}

const PAGE_HEAD: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>dixit eval</title>
<meta name=\"viewport\" content=\"width=device-width\"><style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d2430 }
pre { background: #f4f5f7; padding: 1rem; overflow-x: auto; font-size: 14px }
h3 { margin: 2rem 0 .5rem; border-bottom: 1px solid #d5d9e0 }
p { margin: .2rem 0 } .words { margin: 0 0 .8rem 1rem }
mark { padding: 0 .1em; color: inherit } .both { background: #dff3e3 }
.wanted { background: #ffe9c7; text-decoration: underline } .found { background: #ffd9d6; text-decoration: underline wavy }
</style></head><body>
<h1>Extraction against annotation</h1>
<p>In the errors: <mark class=\"both\">agreed</mark>, <mark class=\"wanted\">only annotated</mark>,
<mark class=\"found\">only found</mark>.</p>
";
