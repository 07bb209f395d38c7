//! Fits the weights of `src/retrieval/weights.rs`: listwise, so that the right records of a claim come before its other candidates
//! (Cao et al. 2007), no weight below zero; and tries them on claims that they were not fitted to.

use crate::task::Task;
use dixit::lang::Language;
use dixit::retrieval::{CUTOFF, Feature, Index, Searcher};
use std::io::Write;

/// So many records a claim.
const CANDIDATES: usize = 100;
const FOLDS: usize = 5;
/// How strongly weights are held near zero.
const RIDGE: f64 = 1.0;
const STEPS: usize = 400;
const FEATURES: usize = Feature::ALL.len();

type Row = [f64; FEATURES];

/// A claim with its candidates.
struct Claim {
    task: usize,
    fold: usize,
    rows: Vec<Row>,
    right: Vec<bool>,
    /// So many records are right, found or not.
    relevant: usize,
}

/// Fits on all tasks and writes what came of it.
pub(crate) fn run(tasks: &[Task], out: &mut impl Write) -> std::io::Result<()> {
    let claims: Vec<Claim> = tasks.iter().enumerate().flat_map(|(at, task)| candidates(at, task)).collect();
    let all: Vec<&Claim> = claims.iter().collect();
    let part = |keep: &dyn Fn(&Claim) -> bool| claims.iter().filter(|claim| keep(claim)).collect::<Vec<&Claim>>();
    writeln!(out, "| MAP@5 | {} |", tasks.iter().map(|task| task.name.as_str()).collect::<Vec<_>>().join(" | "))?;
    writeln!(out, "|---|{}", "---|".repeat(tasks.len()))?;
    let mut tried = vec![Vec::new(); tasks.len()];
    for fold in 0..FOLDS {
        let weights = fit(&part(&|claim| claim.fold != fold));
        let mut cells = Vec::new();
        for (task, tried) in tried.iter_mut().enumerate() {
            let precisions = part(&|claim| claim.fold == fold && claim.task == task);
            let precisions: Vec<f64> = precisions.iter().map(|claim| claim.precision(&weights)).collect();
            cells.push(format!("{:.3}", mean(&precisions)));
            tried.extend(precisions);
        }
        writeln!(out, "| fold {}, fitted to the others | {} |", fold + 1, cells.join(" | "))?;
    }
    let cells: Vec<String> = tried.iter().map(|tried| format!("{:.3}", mean(tried))).collect();
    writeln!(out, "| all folds | {} |", cells.join(" | "))?;
    if tasks.len() > 1 {
        let mut cells = Vec::new();
        for task in 0..tasks.len() {
            let weights = fit(&part(&|claim| claim.task != task));
            let precisions = part(&|claim| claim.task == task);
            let precisions: Vec<f64> = precisions.iter().map(|claim| claim.precision(&weights)).collect();
            cells.push(format!("{:.3}", mean(&precisions)));
        }
        writeln!(out, "| fitted to the other sets | {} |", cells.join(" | "))?;
    }
    let weights = fit(&all);
    let cells = (0..tasks.len()).map(|task| {
        let precisions: Vec<f64> = part(&|claim| claim.task == task).iter().map(|c| c.precision(&weights)).collect();
        format!("{:.3}", mean(&precisions))
    });
    writeln!(out, "| fitted to all | {} |\n", cells.collect::<Vec<_>>().join(" | "))?;
    let firsts = firsts(&all, &weights);
    let (scale, constant) = calibrate(&firsts);
    for (feature, weight) in Feature::ALL.iter().zip(weights) {
        if weight * scale >= 0.01 {
            writeln!(out, "        (Feature::{feature:?}, {:.2}),", weight * scale)?;
        }
    }
    writeln!(out, "    constant: {constant:.2},")?;
    let probability = |score: f64| 1.0 / (1.0 + (-(scale * score + constant)).exp());
    let share = |of: &dyn Fn(bool, bool) -> Option<bool>| {
        let counted: Vec<f64> = firsts
            .iter()
            .filter_map(|(score, right)| of(probability(*score) >= CUTOFF, *right))
            .map(|yes| f64::from(u8::from(yes)))
            .collect();
        mean(&counted) * 100.0
    };
    writeln!(
        out,
        "first records with a score of {CUTOFF} or more: {:.0} % of them right, {:.0} % of the right ones, {:.0} % of the wrong ones",
        share(&|above, right| above.then_some(right)),
        share(&|above, right| right.then_some(above)),
        share(&|above, right| (!right).then_some(above)),
    )
}

fn candidates(at: usize, task: &Task) -> Vec<Claim> {
    let index = Index::of(&task.records);
    let mut searcher = Searcher::new(&index);
    let claim = |(number, (id, text)): (usize, &(String, String))| {
        let right = task.right.get(id);
        let hits = searcher.search(text, Language::English, CANDIDATES);
        Claim {
            task: at,
            fold: number % FOLDS,
            rows: hits.iter().map(|hit| Feature::ALL.map(|feature| hit.features.get(feature))).collect(),
            right: hits
                .iter()
                .map(|hit| right.is_some_and(|right| right.contains(&task.records[hit.number as usize].id)))
                .collect(),
            relevant: right.map_or(0, std::collections::BTreeSet::len),
        }
    };
    task.queries.iter().enumerate().map(claim).collect()
}

impl Claim {
    /// Average precision of the first five.
    fn precision(&self, weights: &Row) -> f64 {
        let scores: Vec<f64> = self.rows.iter().map(|row| sum(row, weights)).collect();
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
        let (mut found, mut precision) = (0.0, 0.0);
        for (place, at) in order.into_iter().take(5).enumerate() {
            if self.right[at] {
                found += 1.0;
                precision += found / (place as f64 + 1.0);
            }
        }
        if self.relevant > 0 { precision / self.relevant as f64 } else { 0.0 }
    }
}

fn sum(row: &Row, weights: &Row) -> f64 {
    row.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The weights that make the right records of the claims most probable among their candidates, by projected gradient with
/// momentum (Beck, Teboulle 2009).
fn fit(claims: &[&Claim]) -> Row {
    let claims: Vec<&Claim> = claims.iter().copied().filter(|claim| claim.right.contains(&true)).collect();
    let (mut weights, mut momentum, mut step, mut speed) = ([0.0; FEATURES], [0.0; FEATURES], 1.0, 1.0_f64);
    for _ in 0..STEPS {
        let (here, gradient) = loss(&claims, &momentum);
        let next = loop {
            let mut next = momentum;
            next.iter_mut().zip(gradient).for_each(|(weight, slope)| *weight = (*weight - step * slope).max(0.0));
            let moved: Row = std::array::from_fn(|at| next[at] - momentum[at]);
            let expected = here + sum(&gradient, &moved) + sum(&moved, &moved) / (2.0 * step);
            if loss(&claims, &next).0 <= expected + 1e-9 || step < 1e-9 {
                break next;
            }
            step /= 2.0;
        };
        let faster = f64::midpoint(1.0, (1.0 + 4.0 * speed * speed).sqrt());
        momentum = std::array::from_fn(|at| next[at] + (speed - 1.0) / faster * (next[at] - weights[at]));
        (weights, speed) = (next, faster);
    }
    weights
}

/// How improbable the right records are, and its slopes.
fn loss(claims: &[&Claim], weights: &Row) -> (f64, Row) {
    let mut slopes: Row = weights.map(|weight| RIDGE * weight);
    let mut total = RIDGE * sum(weights, weights) / 2.0;
    for claim in claims {
        let scores: Vec<f64> = claim.rows.iter().map(|row| sum(row, weights)).collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let whole: f64 = scores.iter().map(|score| (score - most).exp()).sum();
        let share = 1.0 / claim.right.iter().filter(|right| **right).count() as f64;
        for ((row, score), right) in claim.rows.iter().zip(scores).zip(&claim.right) {
            let wanted = if *right { share } else { 0.0 };
            total -= wanted * (score - most - whole.ln());
            let off = (score - most).exp() / whole - wanted;
            slopes.iter_mut().zip(row).for_each(|(slope, value)| *slope += off * value);
        }
    }
    (total, slopes)
}

/// The scores of the first record of each claim, with the right records in the set and without them, and whether it is
/// right.
fn firsts(claims: &[&Claim], weights: &Row) -> Vec<(f64, bool)> {
    let mut found = Vec::new();
    let lead = Feature::ALL.iter().position(|feature| *feature == Feature::Lead).unwrap_or_default();
    for claim in claims {
        for with_right in [true, false] {
            let kept = claim.rows.iter().zip(&claim.right).filter(|(_, right)| with_right || !**right);
            let best = kept.clone().map(|(row, _)| row[lead]).fold(0.0, f64::max);
            let first = kept
                .map(|(row, right)| {
                    let mut row = *row;
                    row[lead] = if best > 0.0 { row[lead] / best } else { 0.0 };
                    (sum(&row, weights), *right)
                })
                .max_by(|a, b| a.0.total_cmp(&b.0));
            found.extend(first);
        }
    }
    found
}

/// Scale and constant that make a probability of a score: logistic regression by Newton's method.
fn calibrate(firsts: &[(f64, bool)]) -> (f64, f64) {
    let (mut scale, mut constant) = (0.0, 0.0);
    for _ in 0..50 {
        let (mut slope, mut curve) = ([0.0; 2], [1e-9, 0.0, 1e-9]);
        for &(score, right) in firsts {
            let p = 1.0 / (1.0 + (-(scale * score + constant)).exp());
            let off = f64::from(u8::from(right)) - p;
            slope = [slope[0] + off * score, slope[1] + off];
            let weight = p * (1.0 - p);
            curve = [curve[0] + weight * score * score, curve[1] + weight * score, curve[2] + weight];
        }
        let whole = curve[0] * curve[2] - curve[1] * curve[1];
        scale += (curve[2] * slope[0] - curve[1] * slope[1]) / whole;
        constant += (curve[0] * slope[1] - curve[1] * slope[0]) / whole;
    }
    (scale, constant)
}
