//! The best one-to-one assignment over sparse scored pairs.
//!
//! Pairs are taken best first, then improved by crossing two pairs or moving one while that gains. Ties go by place,
//! read the same from both sides, so that a diff mirrors its reverse.

use std::collections::BTreeMap;

/// For each left item its partner. `edges` are `(left, right, score)`.
pub(super) fn best(left: usize, right: usize, edges: &[(usize, usize, f64)]) -> Vec<Option<usize>> {
    let mut order = edges.to_vec();
    order.sort_by(|&(i, j, score), &(k, l, other)| {
        let tie = (i + j).cmp(&(k + l)).then(i.abs_diff(j).cmp(&k.abs_diff(l))).then(i.min(j).cmp(&k.min(l)));
        other.total_cmp(&score).then(tie)
    });
    let mut partner = vec![None; left];
    let mut owner = vec![None; right];
    for &(i, j, _) in &order {
        if partner[i].is_none() && owner[j].is_none() {
            partner[i] = Some(j);
            owner[j] = Some(i);
        }
    }
    let scores: BTreeMap<(usize, usize), f64> = order.iter().map(|&(i, j, score)| ((i, j), score)).collect();
    // Each round only ever raises the sum, so it ends; four are more than any set seen needed.
    for _ in 0..4 {
        let mut changed = false;
        for &(i, j, gain) in &order {
            let (Some(old), Some(other)) = (partner[i], owner[j]) else { continue };
            if old == j {
                continue;
            }
            let now = scores.get(&(i, old)).unwrap_or(&0.0) + scores.get(&(other, j)).unwrap_or(&0.0);
            if let Some(crossed) = scores.get(&(other, old))
                && gain + crossed > now + 1e-9
            {
                (partner[i], owner[j]) = (Some(j), Some(i));
                (partner[other], owner[old]) = (Some(old), Some(other));
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    partner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_best_whole() {
        // Best first alone would take (0, 0) and leave (1, 1) at 0.1.
        let edges = [(0, 0, 0.9), (0, 1, 0.8), (1, 0, 0.8), (1, 1, 0.1)];
        assert_eq!(best(2, 2, &edges), [Some(1), Some(0)]);
        assert_eq!(best(2, 1, &[(0, 0, 0.5), (1, 0, 0.7)]), [None, Some(0)]);
    }
}
