//! How sure is an attribution? A linear model over its traits.
//!
//! The file: `DXSC`, generation of the traits, three zeros, the weight of one step (f32), then one step count (i8) a
//! bucket; a trait's bucket is its hash modulo the number of buckets, a power of two. `crates/train` makes it.

use super::Attribution;
use super::analysis::Analysis;
use super::evidence::{self, GENERATION, Surroundings};
use crate::lang::Language;

/// Bytes before the weights.
const HEADER: usize = 12;

/// A model of how sure attributions are.
#[derive(Clone, Copy, Debug)]
pub struct Scorer<'m> {
    step: f32,
    weights: &'m [u8],
}

/// Why bytes are no scorer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a scorer of this generation; make one with `dixit-train scorer`")]
pub struct ScorerError;

const fn embedded(bytes: &'static [u8]) -> Scorer<'static> {
    match Scorer::read(bytes) {
        Ok(scorer) => scorer,
        Err(_) => panic!("an embedded scorer cannot be read; train it again with `dixit-train scorer`"),
    }
}

static FRENCH: Scorer<'static> = embedded(include_bytes!("../lang/fr/model/scorer.bin"));
static ENGLISH: Scorer<'static> = embedded(include_bytes!("../lang/en/model/scorer.bin"));
static GERMAN: Scorer<'static> = embedded(include_bytes!("../lang/de/model/scorer.bin"));

impl Scorer<'static> {
    /// The scorer of `lang`, for the languages that have one.
    pub fn of(lang: Language) -> Option<&'static Scorer<'static>> {
        match lang {
            Language::French => Some(&FRENCH),
            Language::English => Some(&ENGLISH),
            Language::German => Some(&GERMAN),
            Language::Other(_) => None,
        }
    }
}

impl<'m> Scorer<'m> {
    /// Reads a model where it lies.
    ///
    /// # Errors
    /// When `bytes` are no scorer, or one of another generation.
    pub const fn read(bytes: &'m [u8]) -> Result<Scorer<'m>, ScorerError> {
        let Some((header, weights)) = bytes.split_at_checked(HEADER) else { return Err(ScorerError) };
        let known = header[0] == b'D' && header[1] == b'X' && header[2] == b'S' && header[3] == b'C';
        if !known || header[4] != GENERATION || !weights.len().is_power_of_two() {
            return Err(ScorerError);
        }
        let step = f32::from_le_bytes([header[8], header[9], header[10], header[11]]);
        Ok(Scorer { step, weights })
    }

    /// How likely the attribution is right in content and source, from 0 to 1.
    pub fn score(&self, a: &Analysis<'_>, attribution: &Attribution, around: &Surroundings) -> f64 {
        let mut sum = 0i32;
        evidence::each(a, attribution, around, |key| {
            let bucket = key as usize & (self.weights.len() - 1);
            sum += i32::from(self.weights[bucket] as i8);
        });
        1.0 / (1.0 + (-f64::from(sum) * f64::from(self.step)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_models_are_refused() {
        let whole = include_bytes!("../lang/fr/model/scorer.bin");
        assert!(Scorer::read(whole).is_ok());
        assert_eq!(Scorer::read(&whole[..whole.len() - 1]).err(), Some(ScorerError));
        assert_eq!(Scorer::read(&whole[..7]).err(), Some(ScorerError));
        assert_eq!(Scorer::read(b"DXSC\x63\0\0\0\0\0\0\0\0").err(), Some(ScorerError));
    }

    #[test]
    fn a_plain_report_is_surer_than_a_stray_word() {
        let score = |text: &str| {
            let a = Analysis::new(text, Language::English, None);
            let found = super::super::candidates(&a);
            let around = Surroundings::new(&a, &found);
            found.first().map(|attribution| ENGLISH.score(&a, attribution, &around))
        };
        let (plain, stray) = (score("“We are ready,” the mayor said."), score("It found a way to the sea."));
        assert!(plain > Some(0.8), "{plain:?}");
        assert!(stray < plain, "{stray:?}");
    }
}
