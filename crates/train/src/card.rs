//! Writes a model's card: what it was made of, how, and how good it is.

use crate::score::Score;
use crate::scorer::Held;
use crate::write::Kept;
use crate::{Scorer, Train};
use std::fmt::Write;
use std::path::Path;

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The text of `MODEL.toml`. Paths are given by their file names: where they lay is of no use to anybody else.
pub(crate) fn card(options: &Train, kept: &Kept, bytes: &[u8], scores: &[(String, Score)]) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        // Writing to a string does not fail.
        let _ = writeln!(out, "{text}");
    };
    let trains: Vec<String> = options.train.iter().map(|path| format!(" --train {}", file_name(path))).collect();
    let tests: Vec<String> = options
        .test
        .iter()
        .filter_map(|named| named.split_once('='))
        .map(|(name, path)| format!(" --test {name}={}", file_name(Path::new(path))))
        .collect();
    let quoted: Vec<String> = options.source.iter().map(|source| format!("    {source:?},")).collect();
    line("# Written by dixit-train; train again rather than edit.".to_owned());
    line("name = \"tagger\"".to_owned());
    line(format!("language = \"{}\"", options.lang));
    line(format!("date = {:?}", options.date));
    line(format!("sources = [\n{}\n]", quoted.join("\n")));
    line(format!(
        "command = \"dixit-train tagger --lang {}{}{}{} --epochs {} --seed {} --members {} --margin {} --step {} --floor {}\"",
        options.lang,
        trains.concat(),
        options.lexicon.as_ref().map(|path| format!(" --lexicon {}", file_name(path))).unwrap_or_default(),
        tests.concat(),
        options.epochs,
        options.seed,
        options.members,
        options.margin,
        options.step,
        options.floor,
    ));
    line(format!("seed = {}", options.seed));
    line(format!("bytes = {}", bytes.len()));
    line(format!("features = {}", kept.features));
    line(format!("weights = {}", kept.weights));
    line(format!("forms = {}", kept.forms));
    for (name, score) in scores {
        line(format!("\n[scores.{name}]"));
        line(format!("words = {}", score.words));
        line(format!("upos = {:.2}", score.upos_percent()));
        line(format!("upos_and_verb_form = {:.2}", score.tag_percent()));
        line(format!("upos_with_treebank_borders = {:.2}", score.exact_percent()));
    }
    out
}

/// The text of `SCORER.toml`.
pub(crate) fn scorer_card(options: &Scorer, bytes: &[u8], scores: &[(String, Held)]) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        // Writing to a string does not fail.
        let _ = writeln!(out, "{text}");
    };
    let quoted: Vec<String> = options.source.iter().map(|source| format!("    {source:?},")).collect();
    line("# Written by dixit-train; train again rather than edit.".to_owned());
    line("name = \"scorer\"".to_owned());
    line(format!("language = \"{}\"", options.lang));
    line(format!("date = {:?}", options.date));
    line(format!("sources = [\n{}\n]", quoted.join("\n")));
    line(format!("files = {}", options.train.len()));
    line(format!(
        "command = \"dixit-train scorer --lang {} FILES --epochs {} --seed {} --decay {} --bits {}\"",
        options.lang, options.epochs, options.seed, options.decay, options.bits,
    ));
    line(format!("seed = {}", options.seed));
    line(format!("bytes = {}", bytes.len()));
    for (name, held) in scores {
        line(format!("\n[scores.{name}]"));
        line(format!("candidates = {}", held.candidates));
        line(format!("right = {}", held.right));
        line(format!("kept = {}", held.kept.0));
        line(format!("kept_and_right = {}", held.kept.1));
        line(format!("bits_of_loss = {:.3}", held.loss));
        line(format!("calibration_error = {:.3}", held.calibration));
    }
    out
}
