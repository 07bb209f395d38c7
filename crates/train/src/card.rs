//! Writes a model's card: what it was made of, how, and how good it is.

use crate::Train;
use crate::score::Score;
use crate::write::Kept;
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
