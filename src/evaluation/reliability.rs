//! Can the confidence of a claim be trusted? Of the claims with confidence 0.8, eight in ten should be right.

use super::{Judged, score};
use serde::Serialize;
use std::collections::BTreeMap;

/// The claims of about one confidence.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Bin {
    /// Their mean confidence, from 0 to 1.
    pub confidence: f64,
    /// How many claims have it.
    pub claims: usize,
    /// The share of them that agree with an annotation in content and source.
    pub right: f64,
}

/// The claims by tenths of confidence, rising, each with the mean confidence in it.
pub fn reliability(documents: &[Judged]) -> Vec<Bin> {
    let mut bins: BTreeMap<u8, (usize, usize, f64)> = BTreeMap::new();
    for judged in documents {
        let pairs = score::matched(judged, true);
        for (place, found) in judged.found.iter().enumerate() {
            // Confidences lie between 0 and 1; a hair is added so that 0.3 is not in the bin of 0.2.
            let bin = bins.entry((found.confidence * 10.0 + 1e-6).floor().min(9.0) as u8).or_default();
            bin.0 += 1;
            bin.1 += usize::from(pairs.contains(&Some(place)));
            bin.2 += found.confidence;
        }
    }
    bins.into_values()
        .map(|(claims, right, sum)| Bin {
            confidence: sum / claims as f64,
            claims,
            right: right as f64 / claims as f64,
        })
        .collect()
}

/// The mean distance between confidence and share right, weighted by the number of claims (expected calibration
/// error, Naeini et al. 2015).
pub fn calibration_error(bins: &[Bin]) -> f64 {
    let all: usize = bins.iter().map(|bin| bin.claims).sum();
    if all == 0 {
        return 0.0;
    }
    bins.iter().map(|bin| (bin.confidence - bin.right).abs() * bin.claims as f64).sum::<f64>() / all as f64
}
