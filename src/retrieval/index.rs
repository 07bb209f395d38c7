//! The index over a reference set: its blocks, and what they have in common.

use super::dictionary::hash;
use super::file::{self, IndexError};
use super::grams::Pieces;
use super::rank::rarity;
use super::reader::language_of;
use super::segment::{Builder, Place, Segment};
use crate::lang::Language;
use crate::reference::{Line, ReferenceClaim, SetLines};
use std::io::BufRead;

/// An index over a reference set. It holds no texts: [`Index::record`] says where in the file of the set they stand.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(super) segments: Vec<Segment>,
    /// The records before each block.
    pub(super) bases: Vec<u32>,
    /// For each block, in how many records of the whole index each of its terms is.
    pub(super) frequencies: Vec<Vec<u32>>,
    /// For each block, how much each of its terms tells.
    pub(super) rarities: Vec<Vec<f32>>,
    /// For each block, the kind of each of its terms: its first letter, `0` for a word in digits.
    pub(super) kinds: Vec<Vec<u8>>,
    /// For each block, the pieces of its words.
    pub(super) pieces: Vec<Pieces>,
    /// For each bucket of four letters, how much it tells: see `rank`.
    pub(super) grams: Vec<f32>,
    /// The file that was indexed.
    pub source: Source,
    /// Lines that are no records.
    pub problems: Vec<String>,
    /// A hash of each record's id with its line, sorted.
    pub(super) ids: Vec<(u64, u64)>,
}

/// Why records were not added.
#[derive(Debug, thiserror::Error)]
pub enum ExtendError {
    /// The set could not be read.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// Two records share an id.
    #[error("line {line}: the id was there before, on line {first}; give every record its own")]
    DoubleId {
        /// Number of the first line.
        first: u64,
        /// Number of the second line.
        line: u64,
    },
}

/// What was read of a piece of a set.
struct Piece {
    segment: Segment,
    /// With line numbers that begin at the piece.
    problems: Vec<(u64, String)>,
    ids: Vec<(u64, u64)>,
    lines: u64,
    end: u64,
}

fn read_piece<R: BufRead>((start, input): (u64, R)) -> std::io::Result<Piece> {
    let mut builder = Builder::default();
    let mut lines = SetLines::new(input, start, 0);
    let (mut problems, mut ids) = (Vec::new(), Vec::new());
    while let Some(Line { start, length, number, record }) = lines.next_line()? {
        match record {
            Ok(record) => {
                ids.push((hash(record.id.as_bytes()), number));
                add(&mut builder, &record, Place { start, length });
            }
            Err(problem) => problems.push((number, problem)),
        }
    }
    let (end, lines) = lines.read_so_far();
    Ok(Piece { segment: builder.finish(), problems, ids, lines, end })
}

/// What was indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Length in bytes.
    pub bytes: u64,
    /// Number of lines.
    pub lines: u64,
    /// SHA-256 of these bytes, in hexadecimal digits.
    pub sha256: String,
}

impl Index {
    /// The number of records.
    pub fn len(&self) -> usize {
        self.segments.iter().map(Segment::len).sum()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The codes of the languages that its records are in, sorted.
    pub fn languages(&self) -> Vec<&str> {
        let mut codes: Vec<&str> =
            self.segments.iter().flat_map(|segment| segment.codes.iter().map(String::as_str)).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Where record `number` stands in the file of the set: its first byte and its length.
    pub fn record(&self, number: u32) -> Option<(u64, u32)> {
        let (block, record) = self.block_of(number)?;
        let place = self.segments[block].places.get(record as usize)?;
        Some((place.start, place.length))
    }

    /// The block that holds record `number`, and its number there.
    pub(super) fn block_of(&self, number: u32) -> Option<(usize, u32)> {
        let block = self.bases.partition_point(|base| *base <= number).checked_sub(1)?;
        let record = number - self.bases[block];
        ((record as usize) < self.segments[block].len()).then_some((block, record))
    }

    /// The index of records that are in memory, in the order given.
    pub fn of(records: &[ReferenceClaim]) -> Index {
        let mut builder = Builder::default();
        for (at, record) in records.iter().enumerate() {
            add(&mut builder, record, Place { start: at as u64, length: 0 });
        }
        let mut index = Index { segments: vec![builder.finish()], ..Index::default() };
        index.settle();
        index
    }

    /// Adds the records of the file of the set that stand after those indexed. `pieces` are what is left of the file,
    /// cut at ends of lines: the first byte of each and its text. They are read side by side. The records that are
    /// there are not read again.
    ///
    /// # Errors
    /// What reading gives, and an id that comes twice; then nothing is added.
    pub fn extend<R: BufRead + Send>(&mut self, pieces: Vec<(u64, R)>) -> Result<(), ExtendError> {
        let read: Vec<std::io::Result<Piece>> = std::thread::scope(|scope| {
            let readers: Vec<_> = pieces.into_iter().map(|piece| scope.spawn(move || read_piece(piece))).collect();
            let broken = || Err(std::io::Error::other("a reading thread broke down"));
            readers.into_iter().map(|reader| reader.join().unwrap_or_else(|_| broken())).collect()
        });
        let read = read.into_iter().collect::<std::io::Result<Vec<Piece>>>()?;
        let mut ids = self.ids.clone();
        let mut before = self.source.lines;
        for piece in &read {
            ids.extend(piece.ids.iter().map(|(id, line)| (*id, before + line)));
            before += piece.lines;
        }
        // Stable: of two lines with one id, the first comes first.
        ids.sort_by_key(|(id, _)| *id);
        if let Some(twice) = ids.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(ExtendError::DoubleId { first: twice[0].1, line: twice[1].1 });
        }
        self.ids = ids;
        for piece in read {
            let problems = piece.problems.into_iter();
            self.problems
                .extend(problems.map(|(line, problem)| format!("line {}: {problem}", self.source.lines + line)));
            self.source.lines += piece.lines;
            self.source.bytes = piece.end;
            self.push(piece.segment);
        }
        self.settle();
        Ok(())
    }

    /// Adds a block, merging it with those before that are not much larger: so there are few blocks, and a record is
    /// copied few times however often records are added.
    pub(super) fn push(&mut self, segment: Segment) {
        if segment.len() > 0 {
            self.segments.push(segment);
        }
        while let [.., before, last] = self.segments.as_slice() {
            if before.len() > 2 * last.len() {
                break;
            }
            let (Some(last), Some(before)) = (self.segments.pop(), self.segments.pop()) else { break };
            self.segments.push(before.merged(&last));
        }
    }

    /// Computes what is common to all blocks.
    pub(super) fn settle(&mut self) {
        let mut base = 0;
        self.bases.clear();
        for segment in &self.segments {
            self.bases.push(base);
            base += segment.len() as u32;
        }
        self.frequencies = (0..self.segments.len())
            .map(|block| {
                let segment = &self.segments[block];
                let mut counts = segment.frequencies.clone();
                for other in self.segments.iter().enumerate().filter(|(at, _)| *at != block).map(|(_, other)| other) {
                    for (term, count) in counts.iter_mut().enumerate() {
                        if let Some(number) = other.terms.find(segment.terms.get(term as u32)) {
                            *count += other.frequencies[number as usize];
                        }
                    }
                }
                counts
            })
            .collect();
        let records = self.len();
        let tells = |counts: &Vec<u32>| counts.iter().map(|count| rarity(records, *count as usize) as f32).collect();
        self.rarities = self.frequencies.iter().map(tells).collect();
        self.kinds = self.segments.iter().map(Segment::kinds).collect();
        self.pieces = self.segments.iter().map(Pieces::of_block).collect();
        self.grams = super::grams::weights(self);
    }

    /// The bytes of the index, for its file.
    pub fn to_bytes(&self) -> Vec<u8> {
        file::write(self)
    }

    /// Reads what [`Index::to_bytes`] gave.
    ///
    /// # Errors
    /// Bytes that are no index, an index of another format, a damaged one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Index, IndexError> {
        let mut index = file::read(bytes)?;
        index.settle();
        Ok(index)
    }
}

fn add(builder: &mut Builder, record: &ReferenceClaim, place: Place) {
    let given = record.lang.as_ref().and_then(|code| code.parse::<Language>().ok());
    let lang = given.unwrap_or_else(|| language_of(&record.text));
    builder.add(lang, record.title.as_deref().unwrap_or_default(), &record.text, place);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retrieval::Searcher;
    use proptest::prelude::*;

    fn lines(texts: &[String]) -> String {
        let line =
            |(at, text): (usize, &String)| format!("{{\"id\": \"r{at}\", \"text\": \"{text}\", \"lang\": \"en\"}}\n");
        texts.iter().enumerate().map(line).collect()
    }

    fn found(index: &Index, claim: &str) -> Vec<(u32, f64)> {
        let hits = Searcher::new(index).search(claim, Language::English, 10);
        hits.iter().map(|hit| (hit.number, hit.score)).collect()
    }

    proptest! {
        #[test]
        fn an_index_that_grew_is_the_one_made_anew(
            texts in proptest::collection::vec("(bridge|hall|Paris|10|closed|old|mayor|river)( (bridge|hall|Paris|10|closed|old|mayor|river)){0,5}", 1..24),
            cuts in proptest::collection::vec(0_usize..24, 0..4),
        ) {
            let whole = lines(&texts);
            let mut anew = Index::default();
            anew.extend(vec![(0, whole.as_bytes())]).unwrap();
            let mut grown = Index::default();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(texts.len())).chain([texts.len()]).collect();
            cuts.sort_unstable();
            for cut in cuts {
                let from = grown.source.bytes;
                let to = lines(&texts[..cut]).len();
                grown.extend(vec![(from, &whole.as_bytes()[from as usize..to])]).unwrap();
            }
            prop_assert_eq!(grown.len(), texts.len());
            for claim in texts.iter().take(4) {
                prop_assert_eq!(found(&grown, claim), found(&anew, claim));
            }
            for number in 0..texts.len() as u32 {
                prop_assert_eq!(grown.record(number), anew.record(number));
            }
            let again = Index::from_bytes(&grown.to_bytes()).unwrap();
            prop_assert_eq!(&again.segments, &grown.segments);
            prop_assert_eq!(&again.source, &grown.source);
            for claim in texts.iter().take(4) {
                prop_assert_eq!(found(&again, claim), found(&anew, claim));
            }
        }

        #[test]
        fn damage_is_seen(at in 0_usize..400, byte in 0_u8..=255) {
            let mut index = Index::default();
            index.extend(vec![(0, lines(&["old bridge".to_owned(), "new hall".to_owned()]).as_bytes())]).unwrap();
            let mut bytes = index.to_bytes();
            let at = at % bytes.len();
            if bytes[at] != byte {
                bytes[at] = byte;
                prop_assert!(Index::from_bytes(&bytes).is_err());
            }
            bytes.truncate(at);
            prop_assert!(Index::from_bytes(&bytes).is_err());
        }
    }

    #[test]
    fn refuses_double_ids_over_pieces() {
        let mut index = Index::default();
        let (one, two) = ("{\"id\":\"a\",\"text\":\"x\"}\nnonsense\n", "\n{\"id\":\"a\",\"text\":\"y\"}\n");
        let error = index.extend(vec![(0, one.as_bytes()), (one.len() as u64, two.as_bytes())]).unwrap_err();
        assert!(error.to_string().starts_with("line 4: the id was there before, on line 1"), "{error}");
        assert!(index.is_empty());
    }

    #[test]
    fn equal_claims_are_surely_found() {
        let mut index = Index::default();
        let texts: Vec<String> =
            (0..300).map(|n| format!("The mayor of town {n} opened bridge number {}", n * 7)).collect();
        index.extend(vec![(0, lines(&texts).as_bytes())]).unwrap();
        for n in [0_u32, 17, 299] {
            let best = found(&index, &texts[n as usize])[0];
            assert!(best.0 == n && best.1 > 0.5, "{n}: {best:?}");
        }
        assert!(found(&index, "Cats sleep a lot").is_empty());
        let long: String = (0..100_000).map(|n| format!("word{} bridge ", n % 5000)).collect();
        assert!(!found(&index, &long).is_empty());
    }
}
