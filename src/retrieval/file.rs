//! The file of an index: a line that says what it is and in which format, sections with their lengths, and a checksum.

use super::dictionary::Dictionary;
use super::index::{Index, Source};
use super::segment::{Place, Segment};
use sha2::{Digest, Sha256};

/// What the file begins with.
const MAGIC: &[u8] = b"dixit index\n";
/// The format that is written and read. A change of what terms look like is a change of the format.
const FORMAT: u32 = 1;
/// Length of the checksum in bytes.
const CHECKSUM: usize = 32;

/// Why bytes are no index.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// They begin with something else.
    #[error("is no index of dixit")]
    NotAnIndex,
    /// It was written by a dixit with another format.
    #[error("is of format {found}, and this dixit reads format {FORMAT}")]
    Format {
        /// The format of the file.
        found: u32,
    },
    /// The checksum does not fit, or a section is cut off.
    #[error("is damaged: its checksum does not fit")]
    Damaged,
}

pub(super) fn write(index: &Index) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    put_u64(&mut bytes, index.source.bytes);
    put_u64(&mut bytes, index.source.lines);
    put_bytes(&mut bytes, index.source.sha256.as_bytes());
    put_strings(&mut bytes, &index.problems);
    let ids: Vec<u8> =
        index.ids.iter().flat_map(|(id, line)| [id.to_le_bytes(), line.to_le_bytes()].concat()).collect();
    put_bytes(&mut bytes, &ids);
    put_u64(&mut bytes, index.segments.len() as u64);
    for segment in &index.segments {
        let (names, ends) = segment.terms.parts();
        put_bytes(&mut bytes, names.as_bytes());
        put_numbers(&mut bytes, ends);
        put_bytes(&mut bytes, &segment.postings);
        put_numbers(&mut bytes, &segment.posting_ends);
        put_numbers(&mut bytes, &segment.frequencies);
        put_bytes(&mut bytes, &segment.forward);
        put_numbers(&mut bytes, &segment.forward_ends);
        put_bytes(&mut bytes, &segment.languages);
        put_strings(&mut bytes, &segment.codes);
        let places: Vec<u8> = segment
            .places
            .iter()
            .flat_map(|place| [&place.start.to_le_bytes()[..], &place.length.to_le_bytes()].concat())
            .collect();
        put_bytes(&mut bytes, &places);
    }
    let sum = Sha256::digest(&bytes);
    bytes.extend(sum);
    bytes
}

pub(super) fn read(bytes: &[u8]) -> Result<Index, IndexError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(IndexError::NotAnIndex)?;
    let (format, _) = rest.split_first_chunk::<4>().ok_or(IndexError::Damaged)?;
    let found = u32::from_le_bytes(*format);
    if found != FORMAT {
        return Err(IndexError::Format { found });
    }
    let end = bytes.len().checked_sub(CHECKSUM).ok_or(IndexError::Damaged)?;
    let (body, sum) = bytes.split_at(end);
    if Sha256::digest(body).as_slice() != sum {
        return Err(IndexError::Damaged);
    }
    let mut rest = body.get(MAGIC.len() + 4..).ok_or(IndexError::Damaged)?;
    sections(&mut rest).ok_or(IndexError::Damaged)
}

fn sections(rest: &mut &[u8]) -> Option<Index> {
    let mut index = Index {
        source: Source { bytes: take_u64(rest)?, lines: take_u64(rest)?, sha256: take_string(rest)? },
        problems: take_strings(rest)?,
        ids: take_bytes(rest)?
            .chunks_exact(16)
            .filter_map(|pair| {
                let (id, line) = pair.split_first_chunk::<8>()?;
                Some((u64::from_le_bytes(*id), u64::from_le_bytes(line.try_into().ok()?)))
            })
            .collect(),
        ..Index::default()
    };
    for _ in 0..take_u64(rest)? {
        let names = take_string(rest)?;
        let segment = Segment {
            terms: Dictionary::from_parts(names, take_numbers(rest)?),
            postings: take_bytes(rest)?.to_vec(),
            posting_ends: take_numbers(rest)?,
            frequencies: take_numbers(rest)?,
            forward: take_bytes(rest)?.to_vec(),
            forward_ends: take_numbers(rest)?,
            languages: take_bytes(rest)?.to_vec(),
            codes: take_strings(rest)?,
            places: take_bytes(rest)?
                .chunks_exact(12)
                .filter_map(|place| {
                    let (start, length) = place.split_first_chunk::<8>()?;
                    Some(Place {
                        start: u64::from_le_bytes(*start),
                        length: u32::from_le_bytes(length.try_into().ok()?),
                    })
                })
                .collect(),
        };
        let terms = segment.terms.len();
        let records = segment.places.len();
        if segment.frequencies.len() != terms
            || segment.posting_ends.len() != terms
            || segment.forward_ends.len() != records
        {
            return None;
        }
        index.segments.push(segment);
    }
    rest.is_empty().then_some(index)
}

fn put_u64(bytes: &mut Vec<u8>, value: u64) {
    bytes.extend(value.to_le_bytes());
}

fn put_bytes(bytes: &mut Vec<u8>, section: &[u8]) {
    put_u64(bytes, section.len() as u64);
    bytes.extend_from_slice(section);
}

fn put_numbers(bytes: &mut Vec<u8>, numbers: &[u32]) {
    put_u64(bytes, numbers.len() as u64 * 4);
    bytes.reserve(numbers.len() * 4);
    for number in numbers {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
}

fn put_strings(bytes: &mut Vec<u8>, strings: &[String]) {
    put_u64(bytes, strings.len() as u64);
    strings.iter().for_each(|string| put_bytes(bytes, string.as_bytes()));
}

fn take_u64(rest: &mut &[u8]) -> Option<u64> {
    let (value, tail) = rest.split_first_chunk::<8>()?;
    *rest = tail;
    Some(u64::from_le_bytes(*value))
}

fn take_bytes<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = usize::try_from(take_u64(rest)?).ok()?;
    let (section, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(section)
}

fn take_string(rest: &mut &[u8]) -> Option<String> {
    String::from_utf8(take_bytes(rest)?.to_vec()).ok()
}

fn take_numbers(rest: &mut &[u8]) -> Option<Vec<u32>> {
    let numbers = take_bytes(rest)?.chunks_exact(4);
    Some(numbers.filter_map(|number| Some(u32::from_le_bytes(number.try_into().ok()?))).collect())
}

fn take_strings(rest: &mut &[u8]) -> Option<Vec<String>> {
    (0..take_u64(rest)?).map(|_| take_string(rest)).collect()
}
