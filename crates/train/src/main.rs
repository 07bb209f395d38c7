//! Trains and scores the models that ship in dixit.
//!
//! `dixit-train tagger` learns a part-of-speech tagger from treebanks in CoNLL-U and writes `tagger.bin` and its
//! card, `MODEL.toml`. `dixit-train parser` learns a dependency parser and measures what its trees are worth to the engine.
//! `dixit-train evaluate` scores the tagger that is in the binary; `dixit-train corpus` checks the articles of `corpus/` and
//! turns them into the format of `dixit eval`; `dixit-train sample` makes many articles of their paragraphs, for measuring
//! speed. The same files and the same seed give the same
//! bytes.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints what it learned")]

mod align;
mod card;
mod conllu;
mod corpus;
mod learn;
mod lexicon;
mod parsing;
mod sample;
mod score;
mod scorer;
mod write;

use align::{Aligned, align};
use clap::{Args, Parser, Subcommand};
use dixit::lang::Language;
use dixit::tagging::{Model, Tagger};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Parser)]
#[command(about, version)]
struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Learn a tagger and write it with its card.
    Tagger(Train),
    /// Learn a dependency parser, score it, and measure what its trees are worth to the engine.
    Parser(TrainParser),
    /// Score the tagger in the binary, or another.
    Evaluate(Evaluate),
    /// Learn how sure attributions are, from annotated documents, and write the model with its card.
    Scorer(Scorer),
    /// Check annotated articles and print them in the evaluation format.
    Corpus(Corpus),
    /// Print articles made of paragraphs of annotated ones, drawn by lot, as lines for `dixit extract --jsonl`.
    Sample(Sample),
}

#[derive(Args)]
struct Train {
    /// Language of the treebanks: fr, en or de.
    #[arg(long)]
    lang: Language,
    /// Treebank to learn from; may be given again.
    #[arg(long, required = true)]
    train: Vec<PathBuf>,
    /// Lexicon of parts of speech: a Hunspell dictionary (.dic) with morphological fields, or a WordNet folder.
    #[arg(long)]
    lexicon: Option<PathBuf>,
    /// Treebank to report on, as NAME=PATH; may be given again.
    #[arg(long)]
    test: Vec<String>,
    /// Where the treebanks come from and their licence, for the card; may be given again.
    #[arg(long)]
    source: Vec<String>,
    /// Date of training for the card, YYYY-MM-DD.
    #[arg(long)]
    date: String,
    /// Directory to write tagger.bin and MODEL.toml to.
    #[arg(long)]
    out: PathBuf,
    /// Times that every sentence is seen.
    #[arg(long, default_value_t = 12)]
    epochs: usize,
    /// Seed of the order of sentences.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Models, with seeds that follow each other, whose weights are averaged.
    #[arg(long, default_value_t = 1)]
    members: u64,
    /// A right answer that leads by no more than this still teaches.
    #[arg(long, default_value_t = 0)]
    margin: i32,
    /// Weight that becomes 1 in the file.
    #[arg(long, default_value_t = 0.1)]
    step: f32,
    /// Features whose weights all lie below this are left out.
    #[arg(long, default_value_t = 0.3)]
    floor: f32,
}

#[derive(Args)]
struct TrainParser {
    /// Language of the treebanks: fr or en.
    #[arg(long)]
    lang: Language,
    /// Treebank to learn from; may be given again.
    #[arg(long, required = true)]
    train: Vec<PathBuf>,
    /// Lexicon of parts of speech for the taggers that tag the treebank, as for a tagger.
    #[arg(long)]
    lexicon: Option<PathBuf>,
    /// Treebank to report on, as NAME=PATH; may be given again.
    #[arg(long)]
    test: Vec<String>,
    /// Annotated documents to measure the engine on, with and without trees, as NAME=PATH; may be given again.
    #[arg(long)]
    documents: Vec<String>,
    /// Articles of the corpus that the model of confidence learns from, with and without trees.
    #[arg(long, num_args = 1..)]
    articles: Vec<PathBuf>,
    /// Modalities to leave out, as for `dixit eval`.
    #[arg(long, value_delimiter = ',', value_parser = parsing::uses::modality)]
    without: Vec<dixit::claim::Modality>,
    /// Parts of the treebank that are tagged by taggers that learned from the others.
    #[arg(long, default_value_t = 8)]
    folds: usize,
    /// Times that every sentence is seen.
    #[arg(long, default_value_t = 8)]
    epochs: usize,
    /// Seed of the order of sentences.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Models, with seeds that follow each other, whose weights are averaged.
    #[arg(long, default_value_t = 1)]
    members: u64,
    /// A right answer that leads by no more than this still teaches.
    #[arg(long, default_value_t = 5)]
    margin: i32,
    /// Weight that becomes 1.
    #[arg(long, default_value_t = 0.5)]
    step: f32,
    /// Features whose weights all lie below this are left out.
    #[arg(long, default_value_t = 1.5)]
    floor: f32,
}

#[derive(Args)]
struct Evaluate {
    /// Language of the treebanks: fr, en or de.
    #[arg(long)]
    lang: Language,
    /// Treebank to score on, as NAME=PATH; may be given again.
    #[arg(long, required = true)]
    test: Vec<String>,
    /// A model to score in place of the one in the binary.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Number of commonest mistakes to print.
    #[arg(long, default_value_t = 0)]
    mistakes: usize,
}

#[derive(Args)]
struct Scorer {
    /// Language of the documents: fr, en or de.
    #[arg(long)]
    lang: Language,
    /// Documents to learn from beside the examples of the cue lexicon: .jsonl files in the evaluation format, and articles of the corpus, of which those kept
    /// for testing are left out and reported on.
    #[arg(required = true)]
    train: Vec<PathBuf>,
    /// Documents to report on, as NAME=PATH; may be given again.
    #[arg(long)]
    test: Vec<String>,
    /// Where the documents come from and their licence, for the card; may be given again.
    #[arg(long)]
    source: Vec<String>,
    /// Date of training for the card, YYYY-MM-DD.
    #[arg(long)]
    date: String,
    /// Directory to write scorer.bin and SCORER.toml to.
    #[arg(long)]
    out: PathBuf,
    /// Times that every candidate is seen.
    #[arg(long, default_value_t = 40)]
    epochs: usize,
    /// Seed of the order of candidates.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How strongly weights are drawn to zero.
    #[arg(long, default_value_t = 0.01)]
    decay: f64,
    /// Buckets of the model, as a power of two.
    #[arg(long, default_value_t = 15)]
    bits: u32,
}

#[derive(Args)]
struct Corpus {
    /// The articles.
    #[arg(required = true)]
    articles: Vec<PathBuf>,
    /// Only the articles kept for testing, or only the others.
    #[arg(long)]
    test: Option<bool>,
}

#[derive(Args)]
struct Sample {
    /// The annotated articles.
    #[arg(required = true)]
    articles: Vec<PathBuf>,
    /// How many articles to make.
    #[arg(long, default_value_t = 100_000)]
    count: u64,
    /// Seed of the lot.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Why training or scoring stopped.
#[derive(Debug, thiserror::Error)]
enum TrainError {
    #[error(transparent)]
    Conllu(#[from] conllu::ConlluError),
    #[error(transparent)]
    Corpus(#[from] corpus::CorpusError),
    #[error(transparent)]
    Lexicon(#[from] lexicon::LexiconError),
    #[error(transparent)]
    Scorer(#[from] scorer::ScorerError),
    #[error(transparent)]
    Uses(#[from] parsing::uses::UsesError),
    #[error("{0:?} should be NAME=PATH")]
    NoName(String),
    #[error("cannot read or write {path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Model(#[from] dixit::tagging::ModelError),
}

fn main() -> ExitCode {
    let done = match Command::parse().task {
        Task::Tagger(options) => train(&options),
        Task::Parser(options) => train_parser(&options),
        Task::Evaluate(options) => evaluate(&options),
        Task::Scorer(options) => train_scorer(&options),
        Task::Corpus(options) => print_corpus(&options),
        Task::Sample(options) => print_sample(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn print_sample(options: &Sample) -> Result<(), TrainError> {
    let articles: Vec<_> = options.articles.iter().map(|path| corpus::read(path)).collect::<Result<_, _>>()?;
    let Some(sampler) = sample::Sampler::new(&articles, options.seed) else { return Ok(()) };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for number in 0..options.count {
        if writeln!(out, "{}", sampler.article(number)).is_err() {
            break; // nobody reads on
        }
    }
    Ok(())
}

fn load(path: &Path, lang: Language) -> Result<Vec<Aligned>, TrainError> {
    Ok(conllu::read(path)?.iter().map(|sentence| align(sentence, lang)).collect())
}

fn load_named(named: &[String], lang: Language) -> Result<Vec<(String, Vec<Aligned>)>, TrainError> {
    named
        .iter()
        .map(|named| {
            let (name, path) = named.split_once('=').ok_or_else(|| TrainError::NoName(named.clone()))?;
            Ok((name.to_owned(), load(Path::new(path), lang)?))
        })
        .collect()
}

fn train(options: &Train) -> Result<(), TrainError> {
    let mut corpus = Vec::new();
    for path in &options.train {
        corpus.extend(load(path, options.lang)?);
    }
    let tests = load_named(&options.test, options.lang)?;
    let listed = match &options.lexicon {
        Some(path) => lexicon::read(path)?,
        None => BTreeMap::new(),
    };
    let entries = write::dictionary(&corpus, &listed);
    let (bare, _) = write::model(&[], &entries, options.step, options.floor);
    let mut members = Vec::new();
    for member in 0..options.members.max(1) {
        let learning = learn::Options { epochs: options.epochs, seed: options.seed + member, margin: options.margin };
        members.push(learn::learn(&corpus, &Model::read(&bare)?, &learning));
    }
    let rows = learn::average(members);
    let (bytes, kept) = write::model(&rows, &entries, options.step, options.floor);
    eprintln!(
        "{} of {} features, {} weights, {} forms: {} bytes",
        kept.features,
        rows.len(),
        kept.weights,
        kept.forms,
        bytes.len()
    );
    let tagger = Tagger::new(Model::read(&bytes)?);
    let scores: Vec<(String, score::Score)> =
        tests.into_iter().map(|(name, corpus)| (name, score::score(&tagger, &corpus))).collect();
    scores.iter().for_each(|(name, score)| report(name, score, 0));
    let card = card::card(options, &kept, &bytes, &scores);
    for (name, content) in [("tagger.bin", bytes.as_slice()), ("MODEL.toml", card.as_bytes())] {
        let path = options.out.join(name);
        std::fs::create_dir_all(&options.out)
            .and_then(|()| std::fs::write(&path, content))
            .map_err(|source| TrainError::Io { path, source })?;
    }
    Ok(())
}

fn train_parser(options: &TrainParser) -> Result<(), TrainError> {
    let mut corpus = Vec::new();
    for path in &options.train {
        corpus.extend(load(path, options.lang)?);
    }
    let listed = match &options.lexicon {
        Some(path) => lexicon::read(path)?,
        None => BTreeMap::new(),
    };
    let entries = write::dictionary(&corpus, &listed);
    let (corpus, tags) = parsing::treebank::jackknife(corpus, &entries, options.folds)?;
    let examples = parsing::learn::examples(&corpus, &tags);
    let (mut moves, mut relations) = (Vec::new(), Vec::new());
    for member in 0..options.members.max(1) {
        let learning = learn::Options { epochs: options.epochs, seed: options.seed + member, margin: options.margin };
        let learned = parsing::learn::learn(&examples, &learning);
        moves.push(learned.0);
        relations.push(learned.1);
    }
    let weights = (learn::average(moves), learn::average(relations));
    let parser = parsing::Parser::new(weights, options.step, options.floor);
    let (moves, relations, bytes) = parser.size();
    println!("{moves} features of moves, {relations} of relations, about {bytes} bytes");
    for (name, corpus) in load_named(&options.test, options.lang)? {
        let (words, heads, labelled) = parsing::score(&parser, Tagger::of(options.lang), &corpus).percent();
        println!("{name}: head right {heads:.2} %, head and relation {labelled:.2} %, of {words} words");
    }
    for named in &options.documents {
        let (name, path) = named.split_once('=').ok_or_else(|| TrainError::NoName(named.clone()))?;
        let documents = scorer::documents(&[PathBuf::from(path)], false)?;
        println!("{}", parsing::uses::table(&parser, options.lang, name, &documents, &options.without)?);
    }
    let mut learned = scorer::documents(&options.articles, false)?;
    if learned.is_empty() {
        return Ok(());
    }
    learned.extend(scorer::lexicon_examples(options.lang));
    let mut tests = vec![("articles".to_owned(), scorer::documents(&options.articles, true)?)];
    for named in &options.documents {
        let (name, path) = named.split_once('=').ok_or_else(|| TrainError::NoName(named.clone()))?;
        tests.push((name.to_owned(), scorer::documents(&[PathBuf::from(path)], false)?));
    }
    let with_trees = |a: &dixit::attribution::Analysis<'_>, found: &[_]| parsing::uses::traits(&parser, a, found);
    let learning = scorer::Options { epochs: 20, seed: options.seed, decay: 0.05, bits: 16 };
    for (what, more) in [("without trees", &scorer::no_more as scorer::More<'_>), ("with trees", &with_trees)] {
        let model = scorer::learn(&learned, options.lang, &learning, more);
        for (name, documents) in &tests {
            let held = model.hold(documents, options.lang, learning.bits, dixit::attribution::UNLIKELY, more);
            println!("confidence {what}, {name}: {held:?}");
        }
    }
    Ok(())
}

fn evaluate(options: &Evaluate) -> Result<(), TrainError> {
    let bytes = match &options.model {
        Some(path) => std::fs::read(path).map_err(|source| TrainError::Io { path: path.clone(), source })?,
        None => Vec::new(),
    };
    let tagger = match &options.model {
        Some(_) => Tagger::new(Model::read(&bytes)?),
        None => *Tagger::of(options.lang),
    };
    for (name, corpus) in load_named(&options.test, options.lang)? {
        report(&name, &score::score(&tagger, &corpus), options.mistakes);
    }
    Ok(())
}

fn print_corpus(options: &Corpus) -> Result<(), TrainError> {
    for path in &options.articles {
        let article = corpus::read(path)?;
        if options.test.is_none_or(|test| test == article.is_test()) {
            println!("{}", article.line());
        }
    }
    Ok(())
}

fn train_scorer(options: &Scorer) -> Result<(), TrainError> {
    let learning =
        scorer::Options { epochs: options.epochs, seed: options.seed, decay: options.decay, bits: options.bits };
    let mut documents = scorer::documents(&options.train, false)?;
    documents.extend(scorer::lexicon_examples(options.lang));
    let learned = scorer::learn(&documents, options.lang, &learning, &scorer::no_more);
    let articles: Vec<PathBuf> =
        options.train.iter().filter(|path| path.extension().is_none_or(|e| e != "jsonl")).cloned().collect();
    let mut tests = vec![("corpus".to_owned(), scorer::documents(&articles, true)?)];
    for named in &options.test {
        let (name, path) = named.split_once('=').ok_or_else(|| TrainError::NoName(named.clone()))?;
        tests.push((name.to_owned(), scorer::documents(&[PathBuf::from(path)], true)?));
    }
    let mut scores = Vec::new();
    for (name, documents) in tests.iter().filter(|(_, documents)| !documents.is_empty()) {
        let held = learned.hold(documents, options.lang, options.bits, dixit::attribution::UNLIKELY, &scorer::no_more);
        println!("{name}: {held:?}");
        scores.push((name.clone(), held));
    }
    let bytes = learned.bytes();
    let card = card::scorer_card(options, &bytes, &scores);
    for (name, content) in [("scorer.bin", bytes.as_slice()), ("SCORER.toml", card.as_bytes())] {
        let path = options.out.join(name);
        scorer::write(&path, content).map_err(|source| TrainError::Io { path, source })?;
    }
    Ok(())
}

fn report(name: &str, score: &score::Score, mistakes: usize) {
    println!(
        "{name}: UPOS {:.2} %, with verb forms {:.2} %, with the treebank's borders {:.2} %; {} words; {:.0} tokens a second",
        score.upos_percent(),
        score.tag_percent(),
        score.exact_percent(),
        score.words,
        score.tokens as f64 / score.time.as_secs_f64().max(1e-9),
    );
    let mut confusions: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for ((gold, given, _), count) in &score.mistakes {
        *confusions.entry((gold, given)).or_default() += count;
    }
    let mut confusions: Vec<_> = confusions.into_iter().collect();
    confusions.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    for ((gold, given), count) in confusions.iter().take(mistakes) {
        let mut forms: Vec<_> = score
            .mistakes
            .iter()
            .filter(|((right, wrong, _), _)| (right, wrong) == (gold, given))
            .map(|((_, _, form), count)| (count, form))
            .collect();
        forms.sort_by_key(|&(count, form)| (std::cmp::Reverse(count), form));
        let forms: Vec<String> = forms.iter().take(12).map(|(count, form)| format!("{form} {count}")).collect();
        println!("  {count:4} {gold} given as {given}: {}", forms.join(", "));
    }
}
