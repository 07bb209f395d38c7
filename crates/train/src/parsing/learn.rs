//! Learns moves and relations with the averaged perceptron and a dynamic oracle (Goldberg and Nivre 2013), so that the
//! parser meets its own mistakes in training.

use super::features::{each_move, each_relation};
use super::state::{Move, State, Word};
use super::treebank::tree;
use super::{COUNT, Weights, highest, named, relation_of, word};
use crate::align::Aligned;
use crate::learn::{self, Options};
use dixit::tagging::Tag;
use dixit::text::TokenKind;

/// One sentence as the learner sees it.
pub(crate) struct Example {
    words: Vec<Word>,
    /// The head of each word; the number of words for the root.
    heads: Vec<usize>,
    relations: Vec<usize>,
}

/// The sentences of a treebank; the hyphens of inversions are no words.
pub(crate) fn examples(corpus: &[Aligned], tags: &[Vec<Tag>]) -> Vec<Example> {
    corpus.iter().zip(tags).filter_map(|(aligned, tags)| example(aligned, tags)).collect()
}

fn example(aligned: &Aligned, tags: &[Tag]) -> Option<Example> {
    let (nodes, _) = tree(aligned);
    let is_word = |&at: &usize| aligned.tokens[at].kind != TokenKind::Join;
    let places: Vec<usize> = (0..nodes.len()).filter(is_word).collect();
    let words: Vec<Word> = places.iter().map(|&at| word(&aligned.text, aligned.tokens[at], tags[at])).collect();
    let head = |&at: &usize| {
        let mut head = nodes[at].head;
        while let Some(above) = head.filter(|head| !is_word(head)) {
            head = nodes[above].head;
        }
        head.and_then(|head| places.binary_search(&head).ok()).unwrap_or(places.len())
    };
    let heads = places.iter().map(head).collect();
    let relations = places.iter().map(|&at| named(&nodes[at].relation)).collect();
    (!words.is_empty()).then_some(Example { words, heads, relations })
}

/// How many arcs of the treebank each move makes impossible; `None` for moves that are not open.
fn costs(state: &State<'_>, heads: &[usize]) -> [Option<usize>; 3] {
    let open = state.open();
    let (top, below, next) = (state.stacked(0), state.stacked(1), state.next);
    let root = state.root();
    let head = |at: usize| heads.get(at).copied();
    let dependents = || (next..root).filter(|&at| head(at) == Some(top)).count();
    let shift = open[0].then(|| {
        let waiting = &state.stack[..state.stack.len() - 1];
        usize::from(head(next).is_some_and(|head| waiting.contains(&head)))
            + state.stack.iter().filter(|&&at| head(at) == Some(next)).count()
    });
    let left = open[1].then(|| {
        let lost = head(top).is_some_and(|head| head == below || head > next && head < root);
        usize::from(lost) + dependents()
    });
    let right = open[2].then(|| {
        let lost = head(top).is_some_and(|head| head >= next && head < root);
        usize::from(lost) + dependents()
    });
    [shift, left, right]
}

/// Of ten moves in training so many are the learner's own, right or wrong, once it has seen every sentence.
const EXPLORES: u64 = 9;

/// Learns from `examples`.
pub(crate) fn learn(examples: &[Example], options: &Options) -> Weights {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = options.seed;
    let mut moves = learn::Rows::<3>::new();
    let mut relations = learn::Rows::<COUNT>::new();
    let (mut step, mut relation_step) = (1i64, 1i64);
    let mut keys = Vec::new();
    for epoch in 1..=options.epochs {
        learn::shuffle(&mut order, &mut random);
        let (mut seen, mut right) = (0usize, 0usize);
        for &number in &order {
            let example = &examples[number];
            let mut state = State::new(&example.words);
            while !state.is_done() {
                let costs = costs(&state, &example.heads);
                let least = costs.iter().flatten().min().copied();
                keys.clear();
                each_move(&state, |key| keys.push(key));
                let scores = moves.score(&keys);
                let of = |wanted: fn(Option<usize>, Option<usize>) -> bool| {
                    highest(&scores, (0..3).filter(|&class| costs[class].is_some() && wanted(costs[class], least)))
                };
                let (Some(best), Some(gold)) = (of(|_, _| true), of(|cost, least| cost == least)) else { break };
                seen += 1;
                right += usize::from(costs[best] == least);
                if let Some(rival) = of(|cost, least| cost != least)
                    && scores[gold] - scores[rival] <= options.margin
                {
                    moves.update(&keys, gold, rival, step);
                }
                step += 1;
                let chosen = if epoch > 1 && learn::random(&mut random) % 10 < EXPLORES { best } else { gold };
                let chosen = Move::ALL[chosen];
                let mut relation = 0;
                if let Some((head, dependent)) = state.arc(chosen) {
                    keys.clear();
                    each_relation(&state, head, dependent, |key| keys.push(key));
                    let scores = relations.score(&keys);
                    if example.heads[dependent] == head {
                        let gold = example.relations[dependent];
                        if let Some(rival) = highest(&scores, (0..COUNT).filter(|&class| class != gold))
                            && scores[gold] - scores[rival] <= options.margin
                        {
                            relations.update(&keys, gold, rival, relation_step);
                        }
                        relation_step += 1;
                    }
                    relation = relation_of(&state, head, &scores);
                }
                state.apply(chosen, relation as u8);
            }
        }
        eprintln!("epoch {epoch}: {right} of {seen} moves right, {} features", moves.len() + relations.len());
    }
    (moves.averaged(step), relations.averaged(relation_step))
}
