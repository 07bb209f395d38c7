//! How is a tagger's model laid out? One block of bytes that is used where it lies.
//!
//! Little-endian. A header of 16 bytes: `DXTG`, generation of the feature templates, three zeros, number of
//! feature buckets (u32), number of dictionary buckets (u32). Then two tables, features first. A table is a
//! directory, the offsets (u32) of its buckets and of the end, counted from the end of the directory, then the
//! buckets. A record in a feature bucket is a 16-bit mark, a number of pairs, and the pairs of tag and weight
//! (i8). A record in a dictionary bucket is a 16-bit mark and two classes of one byte.
//!
//! Keys are kept as bucket and mark only: a word that training never saw is taken for another about once in
//! ten thousand features, which moves no figure.

use super::features::GENERATION;

/// A table of weights and a dictionary, both addressed by hash.
#[derive(Clone, Copy, Debug)]
pub struct Model<'m> {
    features: Table<'m>,
    dictionary: Table<'m>,
}

/// Why bytes are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The file does not begin as a model does.
    #[error("not a tagger model: it should begin with DXTG; make one with `dixit-train tagger`")]
    NotAModel,
    /// The model was trained with other feature templates.
    #[error(
        "the tagger model is of generation {0}, this program reads {GENERATION}; train it again with `dixit-train tagger`"
    )]
    OtherGeneration(u8),
    /// The file ends early, or goes on after the end.
    #[error("the tagger model is cut off or damaged; restore the file or train it again with `dixit-train tagger`")]
    Damaged,
}

#[derive(Clone, Copy, Debug)]
struct Table<'m> {
    buckets: u32,
    directory: &'m [u8],
    records: &'m [u8],
}

/// Bytes before the tables.
pub const HEADER: usize = 16;

const fn number(bytes: &[u8], at: usize) -> u32 {
    if at + 4 > bytes.len() {
        return 0;
    }
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The bucket of `key` among `buckets`, and the mark that tells it from others there.
pub const fn place(key: u64, buckets: u32) -> (u32, u16) {
    ((((key >> 32) * buckets as u64) >> 32) as u32, key as u16)
}

/// The dictionary's key of a form's hash.
pub const fn dictionary_key(form: u32) -> u64 {
    let mixed = (form as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

impl<'m> Table<'m> {
    /// Splits a table of `buckets` off the front of `bytes`.
    const fn split(bytes: &'m [u8], buckets: u32) -> Result<(Table<'m>, &'m [u8]), ModelError> {
        let directory_length = (buckets as usize + 1) * 4;
        if buckets == 0 || directory_length > bytes.len() {
            return Err(ModelError::Damaged);
        }
        let (directory, rest) = bytes.split_at(directory_length);
        let length = number(directory, directory_length - 4) as usize;
        if length > rest.len() {
            return Err(ModelError::Damaged);
        }
        let (records, rest) = rest.split_at(length);
        Ok((Table { buckets, directory, records }, rest))
    }

    fn bucket(&self, key: u64) -> (&'m [u8], u16) {
        let (bucket, mark) = place(key, self.buckets);
        let at = bucket as usize * 4;
        let start = number(self.directory, at) as usize;
        let end = number(self.directory, at + 4) as usize;
        (self.records.get(start..end).unwrap_or(&[]), mark)
    }
}

impl<'m> Model<'m> {
    /// A model that knows nothing.
    pub const EMPTY: Model<'static> = {
        const NOTHING: Table<'static> = Table { buckets: 1, directory: &[], records: &[] };
        Model { features: NOTHING, dictionary: NOTHING }
    };

    /// Reads a model where it lies; nothing is copied.
    ///
    /// # Errors
    /// When `bytes` are no model, or one for other feature templates, or not all of it.
    pub const fn read(bytes: &'m [u8]) -> Result<Model<'m>, ModelError> {
        if bytes.len() < HEADER || bytes[0] != b'D' || bytes[1] != b'X' || bytes[2] != b'T' || bytes[3] != b'G' {
            return Err(ModelError::NotAModel);
        }
        if bytes[4] != GENERATION {
            return Err(ModelError::OtherGeneration(bytes[4]));
        }
        let (_, rest) = bytes.split_at(HEADER);
        let (features, rest) = match Table::split(rest, number(bytes, 8)) {
            Ok(split) => split,
            Err(error) => return Err(error),
        };
        match Table::split(rest, number(bytes, 12)) {
            Ok((dictionary, [])) => Ok(Model { features, dictionary }),
            Ok(_) => Err(ModelError::Damaged),
            Err(error) => Err(error),
        }
    }

    /// Adds the weights of the feature `key` to `scores`, one score a tag.
    pub fn add(&self, key: u64, scores: &mut [i32; 32]) {
        let (mut bucket, mark) = self.features.bucket(key);
        while let [low, high, count, rest @ ..] = bucket {
            let Some((pairs, rest)) = rest.split_at_checked(usize::from(*count) * 2) else { return };
            if u16::from_le_bytes([*low, *high]) == mark {
                for pair in pairs.chunks_exact(2) {
                    scores[usize::from(pair[0] & 31)] += i32::from(pair[1] as i8);
                }
                return;
            }
            bucket = rest;
        }
    }

    /// The two dictionary classes of the form with the hash `form`: from training, from the lexicon; 0 is unknown.
    pub fn classes(&self, form: u32) -> (u8, u8) {
        let (bucket, mark) = self.dictionary.bucket(dictionary_key(form));
        let [low, high] = mark.to_le_bytes();
        bucket
            .chunks_exact(4)
            .find(|record| record[0] == low && record[1] == high)
            .map_or((0, 0), |record| (record[2], record[3]))
    }
}
