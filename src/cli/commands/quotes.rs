use crate::attribution::Analysis;
use crate::claim::{ClaimSet, ExtractOptions, extract};
use crate::cli::read::{ArticleArgs, bytes, take};
use crate::cli::{CliError, Context, Format, Outcome, print, print_json, render};
use crate::input::{Document, decode};
use crate::text::{CharSpan, CodePoints};
use crate::transcript::{Grade, Graded, Quotes, Transcript, TranscriptError, read};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Check an article's quotations against a transcript of what was said.
///
/// Each direct quotation is found in the transcript and graded: verbatim; cleaned (fillers, repetitions, case,
/// punctuation); shortened (words left out); altered (words changed); spliced (two places joined); other-speaker;
/// not-found. The sentences before and after are shown: whether a quotation is out of context is for a person to see.
///
/// The exit code is 1 when a quotation is neither verbatim nor cleaned.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// A file, the short name of an article of the workspace, or - for standard input.
    article: PathBuf,
    /// The transcript: text, SubRip (.srt) or WebVTT (.vtt), with speakers as "NAME:" or <v Name>.
    #[arg(long, value_name = "FILE")]
    transcript: PathBuf,
    #[command(flatten)]
    given: ArticleArgs,
}

/// A quotation of the article.
struct Quotation {
    text: String,
    spans: Vec<CharSpan>,
    speaker: Option<String>,
    claim: Option<String>,
}

/// A longer transcript is refused: four hours of speech have less than 1 MiB.
const LIMIT: u64 = 64 << 20;

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let shown = args.transcript.display();
    let bytes = bytes(&args.transcript, LIMIT, "cut it into sittings")?;
    let none = || CliError::new(format!("{shown} holds no words")).help("a transcript is text, SubRip or WebVTT");
    let text = match decode::decode(&bytes) {
        Ok(decoded) => decoded.text,
        Err(decode::DecodeError::Empty) => return Err(none()),
        Err(error) => return Err(CliError::new(format!("{shown} {error}"))),
    };
    let transcript = match read(&text) {
        Ok(transcript) => transcript,
        Err(TranscriptError::Empty) => return Err(none()),
        Err(error) => return Err(CliError::new(format!("{shown} {error}"))),
    };
    let (document, set) = article(context, args)?;
    let quotations = quotations(&document, &set);
    let quotes = Quotes::new(&transcript);
    let graded: Vec<Graded> =
        quotations.iter().map(|quotation| quotes.grade(&quotation.text, quotation.speaker.as_deref())).collect();
    if context.format == Format::Json {
        let values: Vec<Value> =
            quotations.iter().zip(&graded).map(|(quotation, graded)| value(quotation, graded, &transcript)).collect();
        print_json(&json!({ "quotations": values }))?;
    } else {
        let mut text = summary(&graded);
        for (quotation, graded) in quotations.iter().zip(&graded) {
            text.push_str(&page(quotation, graded, &transcript));
        }
        print(&text)?;
    }
    Ok(if graded.iter().all(|graded| graded.grade.is_faithful()) { Outcome::Fine } else { Outcome::Look })
}

/// The article with its claims; those of the workspace are the accepted ones.
fn article(context: &Context, args: &Args) -> Result<(Document, ClaimSet), CliError> {
    let name = args.article.to_string_lossy();
    if args.article != Path::new("-")
        && !args.article.is_file()
        && let Ok(workspace) = context.open()
        && workspace.slugs()?.iter().any(|slug| *slug == name)
    {
        let article = workspace.article(&name)?;
        let text = workspace.text(&article, article.last())?;
        let document = Document::new(text, article.lang);
        let set = extract(&document, &ExtractOptions::default());
        return Ok((document, set));
    }
    let (document, _) = take(context, &args.article, &args.given)?.document(args.given.given())?;
    let set = extract(&document, &ExtractOptions::default());
    Ok((document, set))
}

/// The quotations of an article, in order: what stands between outer marks, without the words of the reporter inside.
fn quotations(document: &Document, set: &ClaimSet) -> Vec<Quotation> {
    let a = Analysis::new(&document.text, document.lang, document.prose.as_deref());
    let points = CodePoints::new(&document.text);
    let mut found = Vec::new();
    for region in a.regions.iter().filter(|region| region.parent.is_none() && !region.dialogue) {
        let inside: Vec<CharSpan> =
            region.pieces.iter().map(|piece| points.chars(&document.text, a.span(piece))).collect();
        let shared = |spans: &[CharSpan]| -> Vec<CharSpan> {
            let both = spans.iter().flat_map(|span| inside.iter().map(move |piece| (span, piece)));
            both.map(|(span, piece)| {
                CharSpan::new(span.start.max(piece.start), span.end.min(piece.end).max(span.start.max(piece.start)))
            })
            .filter(|span| !span.is_empty())
            .collect()
        };
        let length = |spans: &[CharSpan]| spans.iter().map(|span| span.len()).sum::<usize>();
        // Of claims of one length the outer one comes first.
        let claim = set
            .claims
            .iter()
            .map(|claim| (claim, shared(&claim.content.spans)))
            .filter(|(_, spans)| length(spans) > 0)
            .rev()
            .max_by_key(|(_, spans)| length(spans));
        let whole = length(&inside);
        let spans = match &claim {
            Some((_, spans)) if length(spans) * 2 > whole => spans.clone(),
            Some(_) | None => inside,
        };
        let words: Vec<&str> =
            spans.iter().map(|span| points.bytes(&document.text, *span).of(&document.text)).collect();
        let text = words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        // A word between marks that nobody is said to have said is no quotation.
        if claim.is_none() && text.split(' ').count() < 3 {
            continue;
        }
        found.push(Quotation {
            text,
            spans,
            speaker: claim.as_ref().and_then(|(claim, _)| claim.speaker.as_ref()?.name.clone()),
            claim: claim.as_ref().map(|(claim, _)| claim.id.to_string()),
        });
    }
    found
}

fn summary(graded: &[Graded]) -> String {
    let counts: Vec<String> = Grade::ALL
        .iter()
        .map(|grade| (graded.iter().filter(|graded| graded.grade == *grade).count(), grade.name()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let count = graded.len();
    format!("{count} quotation{}{}{}\n", render::plural(count), if count > 0 { ": " } else { "" }, counts.join(" · "))
}

/// The words of the transcript in a range.
fn said(transcript: &Transcript, range: &std::ops::Range<usize>) -> String {
    transcript.words[range.clone()].iter().map(|word| word.written.as_str()).collect::<Vec<_>>().join(" ")
}

/// The sentence that ends before a word, and the one that begins after another; what is left of their own sentences too.
fn around(transcript: &Transcript, range: &std::ops::Range<usize>) -> [String; 2] {
    let words = &transcript.words;
    let begins = |at: usize| (0..at).rev().find(|before| words[*before].ends_sentence).map_or(0, |before| before + 1);
    let ends = |at: usize| (at..words.len()).find(|at| words[*at].ends_sentence).map_or(words.len(), |at| at + 1);
    let start = begins(range.start);
    let before = if start < range.start { start } else { begins(start.saturating_sub(1)) };
    let end = range.end.checked_sub(1).map_or(0, ends);
    let after = if end > range.end { end } else { ends(end.min(words.len())) };
    [said(transcript, &(before..range.start)), said(transcript, &(range.end..after.max(range.end)))]
}

fn clock(time: u64) -> String {
    let seconds = time / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Line, time and speaker of a place.
fn place(transcript: &Transcript, range: &std::ops::Range<usize>) -> String {
    let Some(word) = transcript.words.get(range.start) else { return String::new() };
    let mut parts = vec![format!("line {}", word.line)];
    parts.extend(word.time.map(clock));
    parts.extend(word.speaker.and_then(|number| transcript.speakers.get(usize::from(number)).cloned()));
    parts.join(" · ")
}

fn page(quotation: &Quotation, graded: &Graded, transcript: &Transcript) -> String {
    let mut head = vec![console::style(graded.grade.name()).bold().to_string()];
    head.extend(quotation.speaker.clone());
    let mut out = format!("\n{}\n", head.join(" · "));
    let whole: Vec<String> = graded.places.iter().map(|range| said(transcript, range)).collect();
    if graded.grade == Grade::Verbatim || whole.is_empty() {
        out.push_str(&render::wrap(&quotation.text, 4));
    } else {
        out.push_str(&render::wrap(&render::word_diff(&whole.join(" "), &quotation.text), 4));
    }
    for range in &graded.places {
        let [before, after] = around(transcript, range);
        out.push_str(&format!("    {}\n", place(transcript, range)));
        for (what, words) in [("before", before), ("after", after)] {
            if !words.is_empty() {
                out.push_str(&render::wrap(&format!("{what}: {words}"), 8));
            }
        }
    }
    out
}

fn value(quotation: &Quotation, graded: &Graded, transcript: &Transcript) -> Value {
    let places: Vec<Value> = graded
        .places
        .iter()
        .map(|range| {
            let word = transcript.words.get(range.start);
            let [before, after] = around(transcript, range);
            json!({
                "text": said(transcript, range), "line": word.map(|word| word.line), "time_ms": word.and_then(|word| word.time),
                "speaker": word.and_then(|word| word.speaker).and_then(|number| transcript.speakers.get(usize::from(number))),
                "words": [range.start, range.end], "before": before, "after": after,
            })
        })
        .collect();
    let whole: Vec<String> = graded.places.iter().map(|range| said(transcript, range)).collect();
    let difference: Vec<Value> = crate::align::wording::runs(&whole.join(" "), &quotation.text)
        .into_iter()
        .map(|run| match run {
            crate::align::wording::Run::Same(text) => json!({ "same": text }),
            crate::align::wording::Run::Gone(text) => json!({ "said": text }),
            crate::align::wording::Run::New(text) => json!({ "quoted": text }),
        })
        .collect();
    json!({
        "text": quotation.text, "spans": quotation.spans, "speaker": quotation.speaker, "claim": quotation.claim,
        "grade": graded.grade, "places": places, "difference": if whole.is_empty() { Vec::new() } else { difference },
    })
}
