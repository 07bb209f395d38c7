//! Trees of treebanks laid over dixit's tokens, with the tags that a parser will meet.

use crate::align::Aligned;
use crate::learn::{self, Options};
use crate::write;
use dixit::tagging::{Model, Tag, Tagger};
use dixit::text::TokenKind;

/// One token in a tree: the token it depends on (`None` for the root) and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    pub head: Option<usize>,
    pub relation: String,
}

/// The tree over the tokens, and for each syntactic word: the token that carries it and whether it stands for that token.
pub(crate) fn tree(aligned: &Aligned) -> (Vec<Node>, Vec<Option<(usize, bool)>>) {
    let carrier = |word: usize| aligned.arcs[word].unit.and_then(|unit| aligned.units[unit].carrier).map(|(at, _)| at);
    let mut own: Vec<Vec<usize>> = vec![Vec::new(); aligned.tokens.len()];
    for word in 0..aligned.arcs.len() {
        if let Some(at) = carrier(word) {
            own[at].push(word);
        }
    }
    // The token of a word, or of the nearest word above it that has one.
    let above = |mut word: usize| {
        for _ in 0..aligned.arcs.len() {
            if let Some(at) = carrier(word) {
                return Some(at);
            }
            word = aligned.arcs[word].head.checked_sub(1)?;
        }
        None
    };
    let mut nodes = vec![Node::default(); aligned.tokens.len()];
    let mut words: Vec<Option<(usize, bool)>> =
        (0..aligned.arcs.len()).map(|w| carrier(w).map(|at| (at, false))).collect();
    let mut root = None;
    for (at, own) in own.iter().enumerate() {
        let outside =
            |word: &&usize| aligned.arcs[**word].head.checked_sub(1).is_none_or(|head| carrier(head) != Some(at));
        if let Some(&stands) = own.iter().find(outside).or(own.first()) {
            words[stands] = Some((at, true));
            let arc = &aligned.arcs[stands];
            nodes[at].head = arc.head.checked_sub(1).and_then(above).filter(|&head| head != at);
            nodes[at].relation.clone_from(&arc.relation);
            if nodes[at].head.is_none() {
                root.get_or_insert(at);
            }
        }
    }
    let root = root.unwrap_or(0);
    for at in 0..nodes.len() {
        if own[at].is_empty() {
            let span = aligned.tokens[at].span;
            let under = aligned.units.iter().find(|unit| unit.span.start < span.end() && span.start() < unit.span.end);
            nodes[at].head = under
                .and_then(|unit| unit.carrier)
                .map(|(at, _)| at)
                .filter(|&c| c != at)
                .or(Some(root).filter(|&root| root != at));
            let mark = matches!(aligned.tokens[at].kind, TokenKind::Join | TokenKind::Punct);
            nodes[at].relation = if mark { "punct" } else { "flat" }.to_owned();
        } else if nodes[at].head.is_none() && at != root {
            nodes[at].head = Some(root);
        }
    }
    // Words written as one may close a circle: cut it at the root.
    for at in 0..nodes.len() {
        let mut above = at;
        for _ in 0..=nodes.len() {
            match nodes[above].head {
                Some(head) => above = head,
                None => break,
            }
        }
        if above != root && nodes[above].head.is_some() {
            nodes[at].head = Some(root).filter(|&root| root != at);
        }
    }
    (nodes, words)
}

/// How the taggers of [`jackknife`] learn.
const TAGGERS: Options = Options { epochs: 6, seed: 1, margin: 5 };

/// The tags of each sentence by a tagger that did not learn from it, one of `folds`: a parser should meet as many wrong
/// tags in training as later.
pub(crate) fn jackknife(
    corpus: Vec<Aligned>,
    entries: &[write::Entry],
    folds: usize,
) -> Result<(Vec<Aligned>, Vec<Vec<Tag>>), dixit::tagging::ModelError> {
    let (dictionary, _) = write::model(&[], entries, 0.1, 0.3);
    let mut tags = vec![Vec::new(); corpus.len()];
    let mut corpus: Vec<Option<Aligned>> = corpus.into_iter().map(Some).collect();
    for fold in 0..folds {
        let mut rest = Vec::new();
        let mut places = Vec::new();
        for (at, slot) in corpus.iter_mut().enumerate().filter(|(at, _)| at % folds != fold) {
            rest.extend(slot.take());
            places.push(at);
        }
        let rows = learn::learn(&rest, &Model::read(&dictionary)?, &TAGGERS);
        for (at, aligned) in places.into_iter().zip(rest) {
            corpus[at] = Some(aligned);
        }
        let (bytes, _) = write::model(&rows, entries, 0.1, 0.3);
        let tagger = Tagger::new(Model::read(&bytes)?);
        for (slot, tags) in corpus.iter().zip(&mut tags).skip(fold).step_by(folds) {
            for (aligned, sentence) in slot.iter().flat_map(|a| a.sentences.iter().map(move |sentence| (a, sentence))) {
                tagger.tag(&aligned.text, &aligned.tokens, sentence.clone(), tags);
            }
        }
    }
    Ok((corpus.into_iter().flatten().collect(), tags))
}
