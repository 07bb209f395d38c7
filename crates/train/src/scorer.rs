//! Learns how sure an attribution is: logistic regression over the traits of the candidates that the rules find in
//! annotated documents.

use crate::corpus;
use dixit::attribution::evidence::{GENERATION, Surroundings, each};
use dixit::attribution::{Analysis, Attribution, candidates};
use dixit::evaluation::gold::{self, Annotation, Gold, GoldError};
use dixit::lang::{Language, Lexicon};
use dixit::text::CodePoints;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Why documents cannot be learned from.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ScorerError {
    /// A file cannot be opened.
    #[error("cannot read {path}: {source}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file of annotated documents breaks the format.
    #[error("{path}: {source}")]
    Gold {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: GoldError,
    },
    /// An article of the corpus breaks its rules.
    #[error(transparent)]
    Corpus(#[from] corpus::CorpusError),
    /// An article of the corpus is no document.
    #[error("{path}: {source}")]
    Document {
        /// The article.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
}

/// One candidate: the buckets of its traits, and whether it is right.
struct Example {
    buckets: Vec<u32>,
    right: bool,
}

/// How to learn.
pub(crate) struct Options {
    pub(crate) epochs: usize,
    pub(crate) seed: u64,
    pub(crate) decay: f64,
    pub(crate) bits: u32,
}

/// Reads annotated documents: a `.jsonl` file in the evaluation format, or an article of the corpus, of which only those
/// of the wanted split count.
pub(crate) fn documents(paths: &[PathBuf], test: bool) -> Result<Vec<Gold>, ScorerError> {
    let mut out = Vec::new();
    for path in paths {
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let file = std::fs::File::open(path).map_err(|source| ScorerError::Open { path: path.clone(), source })?;
            let read = gold::read(std::io::BufReader::new(file));
            out.extend(read.map_err(|source| ScorerError::Gold { path: path.clone(), source })?);
        } else {
            let article = corpus::read(path)?;
            if article.is_test() == test {
                let gold = serde_json::from_value(article.line());
                out.push(gold.map_err(|source| ScorerError::Document { path: path.clone(), source })?);
            }
        }
    }
    Ok(out)
}

/// The example sentences of the cue lexicon, as documents.
pub(crate) fn lexicon_examples(lang: Language) -> Vec<Gold> {
    let cues = Lexicon::of(lang).cues();
    (0..).zip(cues).filter_map(|(number, entry)| example(number, entry.example)).collect()
}

/// A sentence with `{s:…}`, `{c:…}` and `{x:…}` marked in it.
fn example(number: usize, marked: &str) -> Option<Gold> {
    let mut text = String::new();
    let mut open = Vec::new();
    let mut spans = [Vec::new(), Vec::new(), Vec::new()];
    let mut length = 0u32;
    let mut chars = marked.chars();
    while let Some(c) = chars.next() {
        match c {
            '{' => {
                let role = "scx".find(chars.next()?)?;
                chars.next();
                open.push((role, length));
            }
            '}' => {
                let (role, start) = open.pop()?;
                spans[role].push((start, length));
            }
            _ => {
                text.push(c);
                length += 1;
            }
        }
    }
    let [source, cue, content] = spans;
    let attribution = serde_json::json!({ "source": source, "cue": cue, "content": content, "type": null });
    let document =
        serde_json::json!({ "id": format!("example {number}"), "text": text, "attributions": [attribution] });
    serde_json::from_value(document).ok()
}

/// The tokens that spans of code points touch.
pub(crate) fn tokens(a: &Analysis<'_>, points: &CodePoints, spans: &[(u32, u32)]) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    for &(start, end) in spans {
        let (from, to) = (points.to_byte(a.text, start), points.to_byte(a.text, end));
        let first = a.tokens.partition_point(|token| token.span.end() <= from);
        out.extend((first..a.len()).take_while(|&at| a.tokens[at].span.start() < to));
    }
    out
}

fn held(pieces: &[std::ops::Range<usize>]) -> BTreeSet<usize> {
    pieces.iter().flat_map(Clone::clone).collect()
}

/// Whether the candidate agrees with an annotation in content (half of the words of either) and source.
fn agrees(a: &Analysis<'_>, points: &CodePoints, found: &Attribution, gold: &Annotation) -> bool {
    let (own, wanted) = (held(&found.content), tokens(a, points, &gold.content));
    let both = own.intersection(&wanted).count();
    let union = own.len() + wanted.len() - both;
    let (source, named) = (held(&found.source), tokens(a, points, &gold.source));
    let sources = source.is_empty() && named.is_empty() || source.intersection(&named).next().is_some();
    both * 2 >= union && sources
}

/// Traits of the candidates of a document beside those that the engine knows, for trials.
pub(crate) type More<'m> = &'m dyn Fn(&Analysis<'_>, &[Attribution]) -> Vec<Vec<u64>>;

/// No traits but those that the engine knows.
pub(crate) fn no_more(_: &Analysis<'_>, found: &[Attribution]) -> Vec<Vec<u64>> {
    vec![Vec::new(); found.len()]
}

fn examples(documents: &[Gold], lang: Language, bits: u32, more: More<'_>) -> Vec<Example> {
    let mask = (1u64 << bits) - 1;
    let mut out = Vec::new();
    for document in documents {
        let analysis = Analysis::new(&document.text, lang, None);
        let points = CodePoints::new(&document.text);
        let found = candidates(&analysis);
        let around = Surroundings::new(&analysis, &found);
        for (attribution, more) in found.iter().zip(more(&analysis, &found)) {
            let matching = |gold: &&Annotation| agrees(&analysis, &points, attribution, gold);
            let gold = document.attributions.iter().find(matching);
            // What the annotators leave open teaches nothing.
            if gold.is_some_and(Annotation::is_optional) {
                continue;
            }
            let mut buckets = Vec::new();
            each(&analysis, attribution, &around, |key| buckets.push((key & mask) as u32));
            buckets.extend(more.iter().map(|key| (key & mask) as u32));
            out.push(Example { buckets, right: gold.is_some() });
        }
    }
    out
}

/// What a model does on documents that it did not see.
#[derive(Debug)]
pub(crate) struct Held {
    /// Candidates.
    pub(crate) candidates: usize,
    /// Right ones.
    pub(crate) right: usize,
    /// Of the candidates kept at the engine's threshold: how many, how many right.
    pub(crate) kept: (usize, usize),
    /// Mean loss in bits.
    pub(crate) loss: f64,
    /// Mean distance between score and share right, by tenths of the score.
    pub(crate) calibration: f64,
}

/// A learned model.
pub(crate) struct Learned {
    weights: Vec<f64>,
}

impl Learned {
    fn sum(&self, example: &Example) -> f64 {
        example.buckets.iter().map(|&bucket| self.weights[bucket as usize]).sum()
    }

    /// The file: see `dixit::attribution::Scorer`.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let largest = self.weights.iter().fold(0.0f64, |largest, weight| largest.max(weight.abs()));
        let step = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let mut out = b"DXSC".to_vec();
        out.extend([GENERATION, 0, 0, 0]);
        out.extend((step as f32).to_le_bytes());
        out.extend(self.weights.iter().map(|weight| (weight / step).round() as i8 as u8));
        out
    }

    /// Scores documents that were not learned from.
    pub(crate) fn hold(&self, documents: &[Gold], lang: Language, bits: u32, threshold: f64, more: More<'_>) -> Held {
        let examples = examples(documents, lang, bits, more);
        let mut held = Held { candidates: examples.len(), right: 0, kept: (0, 0), loss: 0.0, calibration: 0.0 };
        let mut bins = vec![(0usize, 0usize, 0.0f64); 11];
        for example in &examples {
            let score = sigmoid(self.sum(example));
            held.right += usize::from(example.right);
            if score >= threshold {
                held.kept.0 += 1;
                held.kept.1 += usize::from(example.right);
            }
            let likely = if example.right { score } else { 1.0 - score };
            held.loss -= likely.max(1e-9).log2();
            let bin = &mut bins[(score * 10.0).round() as usize];
            *bin = (bin.0 + 1, bin.1 + usize::from(example.right), bin.2 + score);
        }
        let all = examples.len().max(1) as f64;
        held.loss /= all;
        held.calibration = bins.iter().map(|(_, right, sum)| (sum - *right as f64).abs()).sum::<f64>() / all;
        held
    }
}

fn sigmoid(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

/// Learns by stochastic gradient descent with a falling rate; the mean over the second half of the steps is kept.
pub(crate) fn learn(documents: &[Gold], lang: Language, options: &Options, more: More<'_>) -> Learned {
    let examples = examples(documents, lang, options.bits, more);
    let mut weights = vec![0.0f64; 1 << options.bits];
    let mut mean = vec![0.0f64; 1 << options.bits];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = options.seed;
    let mut means = 0.0;
    for epoch in 0..options.epochs {
        crate::learn::shuffle(&mut order, &mut state);
        let rate = 0.1 / (1.0 + epoch as f64 * 0.3);
        for &number in &order {
            let example = &examples[number];
            let sum: f64 = example.buckets.iter().map(|&bucket| weights[bucket as usize]).sum();
            let error = f64::from(u8::from(example.right)) - sigmoid(sum);
            for &bucket in &example.buckets {
                let weight = &mut weights[bucket as usize];
                *weight += rate * (error - options.decay * *weight);
            }
        }
        if epoch * 2 >= options.epochs {
            means += 1.0;
            mean.iter_mut().zip(&weights).for_each(|(mean, weight)| *mean += weight);
        }
    }
    mean.iter_mut().for_each(|weight| *weight /= f64::max(means, 1.0));
    Learned { weights: mean }
}

/// Writes the model.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes)
}
