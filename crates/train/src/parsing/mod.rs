//! Which word depends on which? A greedy dependency parser, kept here to measure whether the engine should have one.
//!
//! It does not ship: `docs/parser.md` has the figures. [`state`] holds the moves, [`features`] what a place is known by,
//! [`treebank`] lays trees over tokens, [`learn`] learns, [`uses`] measures what trees are worth to the engine.

pub(crate) mod features;
pub(crate) mod learn;
pub(crate) mod state;
pub(crate) mod treebank;
pub(crate) mod uses;

use crate::align::Aligned;
use dixit::tagging::features::form_hash;
use dixit::tagging::{Tag, Tagger};
use dixit::text::{Token, TokenKind};
use features::{each_move, each_relation};
use state::{Move, State, Word};
use std::ops::Range;

/// Number of relations.
pub(crate) const COUNT: usize = RELATIONS.len();

/// The relations of Universal Dependencies v2, with four subtypes that tell who acts.
pub(crate) const RELATIONS: [&str; 40] = [
    "acl",
    "acl:relcl",
    "advcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "ccomp",
    "compound",
    "conj",
    "cop",
    "csubj",
    "dep",
    "det",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nsubj",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

/// The number of the relation with that name in a treebank; a subtype that is not told apart is its main relation.
pub(crate) fn named(name: &str) -> usize {
    let find = |name: &str| RELATIONS.iter().position(|own| *own == name);
    find(name).or_else(|| find(universal(name))).or_else(|| find("dep")).unwrap_or(0)
}

/// The name of a relation without its subtype.
fn universal(name: &str) -> &str {
    name.split(':').next().unwrap_or_default()
}

/// The number of the highest score among `classes`; the first of equals.
fn highest<const N: usize>(scores: &[i32; N], classes: impl Iterator<Item = usize>) -> Option<usize> {
    classes.fold(None, |best: Option<usize>, class| match best {
        Some(best) if scores[class] <= scores[best] => Some(best),
        _ => Some(class),
    })
}

/// The relation with the highest score; what hangs on the root is the root.
fn relation_of(state: &State<'_>, head: usize, scores: &[i32; COUNT]) -> usize {
    if head == state.root() { named("root") } else { highest(scores, 0..COUNT).unwrap_or(0) }
}

/// What the parser sees of `token` with `tag`.
fn word(text: &str, token: Token, tag: Tag) -> Word {
    let form = token.of(text);
    let last = form.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    Word {
        form: form_hash(form),
        suffix: form_hash(&form[last..]),
        tag,
        capital: form.chars().next().is_some_and(char::is_uppercase),
        comma: form == ",",
    }
}

/// Averaged weights of moves and relations, by the keys of their features.
pub(crate) type Weights = (Vec<(u64, [f32; 3])>, Vec<(u64, [f32; COUNT])>);

/// A parser whose weights are as coarse as a file would hold them.
pub(crate) struct Parser {
    moves: Vec<(u64, [i8; 3])>,
    relations: Vec<(u64, [i8; COUNT])>,
}

/// The heads and relations of tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    /// For each token the token that it depends on; the root of a sentence has none.
    pub(crate) heads: Vec<Option<usize>>,
    /// For each token the number of its relation.
    pub(crate) relations: Vec<usize>,
}

fn coarse<const N: usize>(rows: Vec<(u64, [f32; N])>, step: f32, floor: f32) -> Vec<(u64, [i8; N])> {
    let mut kept: Vec<(u64, [i8; N])> = rows
        .into_iter()
        .filter(|(_, row)| row.iter().any(|weight| weight.abs() >= floor))
        .map(|(key, row)| (key, row.map(|weight| (weight / step).round().clamp(-127.0, 127.0) as i8)))
        .collect();
    kept.sort_unstable_by_key(|&(key, _)| key);
    kept
}

fn add<const N: usize>(rows: &[(u64, [i8; N])], key: u64, scores: &mut [i32; N]) {
    if let Ok(found) = rows.binary_search_by_key(&key, |&(key, _)| key) {
        scores.iter_mut().zip(rows[found].1).for_each(|(score, weight)| *score += i32::from(weight));
    }
}

impl Parser {
    /// Rounds weights so that `step` becomes 1; features whose weights all lie below `floor` are left out.
    pub(crate) fn new((moves, relations): Weights, step: f32, floor: f32) -> Self {
        Parser { moves: coarse(moves, step, floor), relations: coarse(relations, step, floor) }
    }

    /// Number of features of moves, of relations, and the bytes that they would take in a file: a mark of two bytes each,
    /// a byte a move, two a relation with a weight.
    pub(crate) fn size(&self) -> (usize, usize, usize) {
        let weights: usize =
            self.relations.iter().map(|(_, row)| row.iter().filter(|&&weight| weight != 0).count()).sum();
        let bytes = self.moves.len() * 5 + self.relations.len() * 3 + weights * 2;
        (self.moves.len(), self.relations.len(), bytes)
    }

    /// The tree over `tokens`, sentence by sentence. The hyphens of *a-t-il* hang on the token before them.
    pub(crate) fn parse(&self, text: &str, tokens: &[Token], tags: &[Tag], sentences: &[Range<usize>]) -> Tree {
        let mut tree = Tree { heads: vec![None; tokens.len()], relations: vec![named("punct"); tokens.len()] };
        for sentence in sentences {
            let (joins, places): (Vec<usize>, Vec<usize>) =
                sentence.clone().partition(|&at| tokens[at].kind == TokenKind::Join);
            for at in joins {
                tree.heads[at] = at.checked_sub(1).filter(|&before| before >= sentence.start);
            }
            let words: Vec<Word> = places.iter().map(|&at| word(text, tokens[at], tags[at])).collect();
            let state = self.build(&words);
            for (number, &at) in places.iter().enumerate() {
                tree.heads[at] = places.get(state.heads[number]).copied();
                tree.relations[at] = usize::from(state.relations[number]);
            }
        }
        tree
    }

    fn build<'w>(&self, words: &'w [Word]) -> State<'w> {
        let mut state = State::new(words);
        while !state.is_done() {
            let mut scores = [0i32; 3];
            each_move(&state, |key| add(&self.moves, key, &mut scores));
            let open = state.open();
            let Some(step) = highest(&scores, (0..3).filter(|&step| open[step])).map(|step| Move::ALL[step]) else {
                break;
            };
            let mut relation = 0;
            if let Some((head, dependent)) = state.arc(step) {
                let mut scores = [0i32; COUNT];
                each_relation(&state, head, dependent, |key| add(&self.relations, key, &mut scores));
                relation = relation_of(&state, head, &scores);
            }
            state.apply(step, relation as u8);
        }
        state
    }
}

/// How well trees agree with a treebank, in syntactic words.
#[derive(Debug, Default)]
pub(crate) struct Attachment {
    words: usize,
    heads: usize,
    labelled: usize,
}

impl Attachment {
    /// Words, and the share of them in percent with the right head, with the right head and relation.
    pub(crate) fn percent(&self) -> (usize, f64, f64) {
        let share = |part: usize| 100.0 * part as f64 / self.words.max(1) as f64;
        (self.words, share(self.heads), share(self.labelled))
    }
}

/// Parses each sentence of a treebank as dixit cuts and tags it. Words that are written as one are told apart by rule: the
/// article of *du* depends as the preposition does, parts of a compound on the part that stands for it.
pub(crate) fn score(parser: &Parser, tagger: &Tagger<'_>, corpus: &[Aligned]) -> Attachment {
    let mut total = Attachment::default();
    for aligned in corpus {
        let (_, words) = treebank::tree(aligned);
        let mut tags = Vec::new();
        for sentence in &aligned.sentences {
            tagger.tag(&aligned.text, &aligned.tokens, sentence.clone(), &mut tags);
        }
        let parsed = parser.parse(&aligned.text, &aligned.tokens, &tags, &aligned.sentences);
        for (arc, place) in aligned.arcs.iter().zip(&words) {
            total.words += 1;
            let Some((at, stands)) = *place else { continue };
            let gold = arc.head.checked_sub(1).map(|head| words[head].map(|(at, _)| at));
            let relation = universal(&arc.relation);
            let (attached, labelled) = if stands {
                (parsed.heads[at].map(Some) == gold, universal(RELATIONS[parsed.relations[at]]) == relation)
            } else if gold == Some(Some(at)) {
                (true, matches!(relation, "punct" | "compound"))
            } else {
                (parsed.heads[at].is_some() && parsed.heads[at].map(Some) == gold, relation == "det")
            };
            total.heads += usize::from(attached);
            total.labelled += usize::from(attached && labelled);
        }
    }
    total
}
