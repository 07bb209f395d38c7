//! Pieces of four letters: words that are spelled alike are near each other, whatever their stems are.

use super::index::Index;
use super::rank::rarity;
use super::segment::Segment;

/// Pieces fall into so many buckets; the few that share one do no harm.
pub(super) const BUCKETS: usize = 1 << 16;

/// The buckets of a word of kind `w`: of each four letters of `<word>`.
pub(super) fn buckets(term: &str) -> impl Iterator<Item = usize> + '_ {
    let word = term.as_bytes().get(1..).unwrap_or_default();
    let letter = |at: usize| match at {
        0 => b'<',
        at if at <= word.len() => word[at - 1],
        _ => b'>',
    };
    (0..(word.len() + 2).saturating_sub(3).max(1)).map(move |at| {
        let piece = u32::from_le_bytes([letter(at), letter(at + 1), letter(at + 2), letter(at + 3)]);
        (piece.wrapping_mul(0x9e37_79b1) >> 16) as usize
    })
}

/// The buckets of the terms of one block.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    buckets: Vec<u16>,
    /// Where those of each term end.
    ends: Vec<u32>,
}

impl Pieces {
    pub(super) fn of_block(segment: &Segment) -> Pieces {
        let mut pieces = Pieces::default();
        for term in 0..segment.terms.len() {
            let name = segment.terms.get(term as u32);
            if name.starts_with('w') {
                pieces.buckets.extend(buckets(name).map(|bucket| bucket as u16));
            }
            pieces.ends.push(pieces.buckets.len() as u32);
        }
        pieces
    }

    /// The buckets of a term; none for one that is no word.
    pub(super) fn of(&self, term: u32) -> &[u16] {
        let term = term as usize;
        let start = term.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.buckets[start..self.ends[term] as usize]
    }
}

/// How much each bucket tells: the rarity of its pieces among the words of the records.
pub(super) fn weights(index: &Index) -> Vec<f32> {
    let mut counts = vec![0_u64; BUCKETS];
    for (segment, pieces) in index.segments.iter().zip(&index.pieces) {
        for (term, frequency) in segment.frequencies.iter().enumerate() {
            for &bucket in pieces.of(term as u32) {
                counts[usize::from(bucket)] += u64::from(*frequency);
            }
        }
    }
    let records = index.len();
    counts
        .into_iter()
        .map(|count| rarity(records, usize::try_from(count).unwrap_or(usize::MAX).min(records)) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_words_share_pieces() {
        let pieces = |term: &str| buckets(term).collect::<Vec<_>>();
        assert_eq!(pieces("wfight").len(), 4);
        assert_eq!(pieces("wfight")[..3], pieces("wfighter")[..3]);
        assert_eq!(pieces("wa").len(), 1);
        assert_eq!(pieces("w").len(), 1);
    }
}
