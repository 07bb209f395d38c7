//! Which pairs together are the best? One-to-one assignment over few candidate pairs a claim.
//!
//! The candidates form a graph that falls into many small components; each is solved on its own by shortest
//! augmenting paths with potentials (Jonker and Volgenant 1987, in the sparse form), which finds the greatest sum
//! of gains. A row may stay alone at no gain, so that nothing is paired by force.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A pair that may be chosen: row, column and what choosing it is worth. A gain of zero or less is never chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) gain: i64,
}

/// Chooses pairs so that no row and no column stands in two of them and the sum of gains is the greatest possible.
///
/// Answers, for each row, its column. Gains are whole numbers, so the result does not depend on rounding; among
/// equally good results the same one is found every time.
pub(super) fn assign(rows: usize, columns: usize, edges: &[Edge]) -> Vec<Option<usize>> {
    let mut wanted: Vec<Edge> =
        edges.iter().copied().filter(|edge| edge.gain > 0 && edge.row < rows && edge.column < columns).collect();
    wanted.sort_by_key(|edge| (edge.row, edge.column, Reverse(edge.gain)));
    wanted.dedup_by_key(|edge| (edge.row, edge.column));
    let mut chosen = vec![None; rows];
    for component in components(rows, columns, &wanted) {
        Component::new(&component).solve(&mut chosen);
    }
    chosen
}

/// Splits the edges into connected components, each with its edges in the order given.
fn components(rows: usize, columns: usize, edges: &[Edge]) -> Vec<Vec<Edge>> {
    let mut parent: Vec<usize> = (0..rows + columns).collect();
    fn root(parent: &mut [usize], mut node: usize) -> usize {
        while parent[node] != node {
            parent[node] = parent[parent[node]];
            node = parent[node];
        }
        node
    }
    for edge in edges {
        let (one, two) = (root(&mut parent, edge.row), root(&mut parent, rows + edge.column));
        parent[one.max(two)] = one.min(two);
    }
    let mut place = vec![usize::MAX; rows + columns];
    let mut parts: Vec<Vec<Edge>> = Vec::new();
    for &edge in edges {
        let root = root(&mut parent, edge.row);
        if place[root] == usize::MAX {
            place[root] = parts.len();
            parts.push(Vec::new());
        }
        parts[place[root]].push(edge);
    }
    parts
}

/// One component with rows and columns numbered from zero. Column `columns.len() + r` is the private place where
/// row `r` stays alone.
struct Component {
    rows: Vec<usize>,
    columns: Vec<usize>,
    /// For each row, its columns and their costs (the negated gains).
    costs: Vec<Vec<(usize, i64)>>,
}

impl Component {
    fn new(edges: &[Edge]) -> Self {
        let mut rows: Vec<usize> = edges.iter().map(|edge| edge.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let mut columns: Vec<usize> = edges.iter().map(|edge| edge.column).collect();
        columns.sort_unstable();
        columns.dedup();
        let mut costs = vec![Vec::new(); rows.len()];
        for edge in edges {
            if let (Ok(row), Ok(column)) = (rows.binary_search(&edge.row), columns.binary_search(&edge.column)) {
                costs[row].push((column, -edge.gain));
            }
        }
        for (row, list) in costs.iter_mut().enumerate() {
            list.push((columns.len() + row, 0));
        }
        Component { rows, columns, costs }
    }

    /// Adds the rows one after the other, each along the cheapest augmenting path. With the potentials `v` the
    /// reduced costs stay at or above zero, so Dijkstra's algorithm finds the path.
    fn solve(&self, chosen: &mut [Option<usize>]) {
        let all = self.columns.len() + self.rows.len();
        let mut row_of: Vec<Option<usize>> = vec![None; all];
        let mut column_of: Vec<Option<usize>> = vec![None; self.rows.len()];
        let mut v = vec![0i64; all];
        let mut distance = vec![i64::MAX; all];
        let mut before = vec![usize::MAX; all];
        let mut done = vec![false; all];
        for start in 0..self.rows.len() {
            let mut touched: Vec<usize> = Vec::new();
            let mut settled: Vec<usize> = Vec::new();
            let mut heap = BinaryHeap::new();
            let (mut row, mut base) = (start, 0i64);
            let end = loop {
                // The reduced cost of the edge on which `row` sits is zero, which gives its own potential.
                let own = column_of[row].map_or(0, |at| self.cost(row, at) - v[at]);
                for &(column, cost) in &self.costs[row] {
                    let reach = base + cost - v[column] - own;
                    if !done[column] && reach < distance[column] {
                        if distance[column] == i64::MAX {
                            touched.push(column);
                        }
                        distance[column] = reach;
                        before[column] = row;
                        heap.push(Reverse((reach, column)));
                    }
                }
                // What was reached again on a shorter way is in the heap twice; the longer entry comes later.
                let nearest = std::iter::from_fn(|| heap.pop()).find(|Reverse((_, column))| !done[*column]);
                let Some(Reverse((reach, column))) = nearest else { break None };
                base = reach;
                done[column] = true;
                settled.push(column);
                match row_of[column] {
                    Some(next) => row = next,
                    None => break Some(column),
                }
            };
            if let Some(mut column) = end {
                let length = distance[column];
                for &at in &settled {
                    v[at] += distance[at] - length;
                }
                loop {
                    let row = before[column];
                    let next = column_of[row].replace(column);
                    row_of[column] = Some(row);
                    match next {
                        Some(previous) if row != start => column = previous,
                        Some(_) | None => break,
                    }
                }
            }
            for at in touched {
                distance[at] = i64::MAX;
                done[at] = false;
            }
        }
        for (row, column) in column_of.into_iter().enumerate() {
            chosen[self.rows[row]] = column.and_then(|column| self.columns.get(column).copied());
        }
    }

    fn cost(&self, row: usize, column: usize) -> i64 {
        self.costs[row].binary_search_by_key(&column, |&(at, _)| at).map_or(0, |found| self.costs[row][found].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edges(list: &[(usize, usize, i64)]) -> Vec<Edge> {
        list.iter().map(|&(row, column, gain)| Edge { row, column, gain }).collect()
    }

    fn total(chosen: &[Option<usize>], edges: &[Edge]) -> i64 {
        let gain = |row: usize, column: usize| {
            edges.iter().filter(|edge| edge.row == row && edge.column == column).map(|edge| edge.gain).max().unwrap()
        };
        chosen.iter().enumerate().filter_map(|(row, column)| column.map(|column| gain(row, column))).sum()
    }

    /// The best sum by trying everything.
    fn best(row: usize, rows: usize, taken: &mut Vec<usize>, edges: &[Edge]) -> i64 {
        if row == rows {
            return 0;
        }
        let mut most = best(row + 1, rows, taken, edges);
        for edge in edges.iter().filter(|edge| edge.row == row) {
            if !taken.contains(&edge.column) {
                taken.push(edge.column);
                most = most.max(edge.gain + best(row + 1, rows, taken, edges));
                taken.pop();
            }
        }
        most
    }

    #[test]
    fn the_greatest_single_gain_is_given_up_for_a_greater_sum() {
        let chosen = assign(2, 2, &edges(&[(0, 0, 10), (0, 1, 9), (1, 0, 9)]));
        assert_eq!(chosen, [Some(1), Some(0)]);
    }

    #[test]
    fn a_row_stays_alone_when_its_pair_would_cost_more_than_it_gives() {
        let chosen = assign(2, 1, &edges(&[(0, 0, 3), (1, 0, 8)]));
        assert_eq!(chosen, [None, Some(0)]);
        assert_eq!(assign(1, 1, &edges(&[(0, 0, 0)])), [None]);
    }

    proptest! {
        #[test]
        fn no_assignment_is_better_and_none_uses_a_claim_twice(
            list in prop::collection::vec((0usize..6, 0usize..6, -2i64..30), 0..24),
        ) {
            let edges = edges(&list);
            let chosen = assign(6, 6, &edges);
            let mut used: Vec<usize> = chosen.iter().flatten().copied().collect();
            used.sort_unstable();
            let count = used.len();
            used.dedup();
            prop_assert_eq!(used.len(), count);
            prop_assert_eq!(total(&chosen, &edges), best(0, 6, &mut Vec::new(), &edges));
        }
    }
}
