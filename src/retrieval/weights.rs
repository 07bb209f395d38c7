//! What is compared of a claim and a record, and how much each counts.

use serde::Serialize;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// BM25F of the words.
    Weight,
    /// BM25F of the words, as a share of the best record's.
    Lead,
    /// How much of the claim's words is in the record, by what they tell.
    ClaimCovered,
    /// How much of the record's title is in the claim.
    TitleCovered,
    /// The same, with words that are spelled alike.
    TitleAlike,
    /// How much of the record's text is in the claim.
    TextCovered,
    /// Words of the record's text that are in the claim, as the logarithm of one more than their number.
    TextShared,
    /// Pieces of four letters in common.
    Letters,
    /// Runs of three words in common, as the logarithm of one more than their number.
    Threes,
    /// Pairs of words that stand near each other in both, as the logarithm of one more than what they tell.
    Pairs,
    /// How much of what the record quotes is in the claim.
    Quoted,
    /// How much the rarest word in common tells.
    Rarest,
    /// The record's numbers that are in the claim, less those that are not, by their count: -1 to 1.
    NumbersAgree,
    /// Numbers that differ by a tenth at most.
    NumbersNear,
    /// How much of the record's meanings is in the claim.
    MeaningCovered,
    /// How much of the claim's meanings is in the record.
    ClaimMeaning,
    /// BM25F of the meanings, as a share of what the claim could reach.
    Meaning,
    /// How much of the record's concepts is in the claim.
    Concepts,
    /// How much of the record's names is in the claim.
    Names,
}

/// The number of features.
const COUNT: usize = 19;

impl Feature {
    /// All of them, in order.
    pub const ALL: [Feature; COUNT] = [
        Feature::Weight,
        Feature::Lead,
        Feature::ClaimCovered,
        Feature::TitleCovered,
        Feature::TitleAlike,
        Feature::TextCovered,
        Feature::TextShared,
        Feature::Letters,
        Feature::Threes,
        Feature::Pairs,
        Feature::Quoted,
        Feature::Rarest,
        Feature::NumbersAgree,
        Feature::NumbersNear,
        Feature::MeaningCovered,
        Feature::ClaimMeaning,
        Feature::Meaning,
        Feature::Concepts,
        Feature::Names,
    ];

    /// Its name in lists.
    pub fn name(self) -> &'static str {
        match self {
            Feature::Weight => "weight",
            Feature::Lead => "lead",
            Feature::ClaimCovered => "claim covered",
            Feature::TitleCovered => "title covered",
            Feature::TitleAlike => "title alike",
            Feature::TextCovered => "text covered",
            Feature::TextShared => "words in text",
            Feature::Letters => "letters",
            Feature::Threes => "three in a row",
            Feature::Pairs => "words together",
            Feature::Quoted => "quoted words",
            Feature::Rarest => "rarest word",
            Feature::NumbersAgree => "numbers agree",
            Feature::NumbersNear => "numbers near",
            Feature::MeaningCovered => "meaning covered",
            Feature::ClaimMeaning => "claim's meaning",
            Feature::Meaning => "meaning",
            Feature::Concepts => "concepts",
            Feature::Names => "names",
        }
    }
}

/// What was compared, each feature about 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Features([f64; COUNT]);

impl Features {
    pub(super) fn set(&mut self, feature: Feature, value: f64) {
        self.0[feature as usize] = value;
    }

    /// The value of a feature.
    pub fn get(&self, feature: Feature) -> f64 {
        self.0[feature as usize]
    }
}

/// Weights of features and a constant: a logistic model.
pub(super) struct Weights {
    weights: &'static [(Feature, f64)],
    constant: f64,
}

/// For records in the language of the claim.
///
/// Fitted by `dixit-peers fit` on the three tasks of `crates/peers` together (November 2026; its README has the figures for claims
/// that were left out): listwise, so that the right record of each claim comes before its other candidates, no weight below
/// zero, so that nothing that is in common speaks against a record. Scale and constant turn the sum into a probability: they
/// were fitted to the first record of each claim, with the right records in the set and without them.
pub(super) const SAME_LANGUAGE: Weights = Weights {
    weights: &[
        (Feature::Weight, 0.43),
        (Feature::Lead, 2.51),
        (Feature::TitleCovered, 0.20),
        (Feature::TitleAlike, 1.50),
        (Feature::TextShared, 0.56),
        (Feature::Letters, 2.49),
        (Feature::Threes, 0.22),
        (Feature::Pairs, 0.21),
        (Feature::Quoted, 1.08),
        (Feature::Rarest, 2.07),
        (Feature::NumbersAgree, 0.13),
        (Feature::NumbersNear, 1.27),
        (Feature::MeaningCovered, 0.84),
        (Feature::ClaimMeaning, 0.38),
        (Feature::Concepts, 0.03),
        (Feature::Names, 0.18),
    ],
    constant: -8.31,
};

/// For records in another language: there only meanings are in common.
pub(super) const OTHER_LANGUAGE: Weights = Weights {
    weights: &[(Feature::MeaningCovered, 5.0), (Feature::ClaimMeaning, 3.0), (Feature::Meaning, 2.0)],
    constant: -4.0,
};

/// How probable it is that a record with these features says the same as the claim.
pub(super) fn probability(model: &Weights, features: &Features) -> f64 {
    let sum: f64 = model.weights.iter().map(|(feature, weight)| weight * features.get(*feature)).sum();
    1.0 / (1.0 + (-(sum + model.constant)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_its_place() {
        for (at, feature) in Feature::ALL.iter().enumerate() {
            assert_eq!(*feature as usize, at);
        }
    }
}
