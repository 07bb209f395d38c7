//! Half-open spans with their unit in the type.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A half-open range of UTF-8 bytes of a text, on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ByteSpan {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl ByteSpan {
    /// Makes the span from `start` to `end`, in bytes.
    ///
    /// Texts are limited to 4 GiB by `input`, so that 32 bits are enough.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        let limit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        ByteSpan { start: limit(start), end: limit(end) }
    }

    /// First byte, as an index.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte after the last one, as an index.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        self.end().saturating_sub(self.start())
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The words of `text` inside the span; empty when the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start()..self.end()).unwrap_or("")
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: ByteSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: ByteSpan) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span without white space at its ends; empty at its start when there is nothing else.
    pub fn trim(self, text: &str) -> ByteSpan {
        let inner = self.of(text);
        let start = self.start() + (inner.len() - inner.trim_start().len());
        ByteSpan::new(start, start + inner.trim().len())
    }
}

impl fmt::Debug for ByteSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A half-open range of Unicode code points of a text, written `[start, end]` in files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct CharSpan {
    /// Index of the first code point.
    pub start: u32,
    /// Index after the last code point.
    pub end: u32,
}

impl CharSpan {
    /// Makes the span from code point `start` to `end`.
    pub fn new(start: u32, end: u32) -> Self {
        CharSpan { start, end }
    }

    /// Number of code points.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: CharSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a code point.
    pub fn overlaps(self, other: CharSpan) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl fmt::Debug for CharSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {}]", self.start, self.end)
    }
}

impl From<[u32; 2]> for CharSpan {
    fn from([start, end]: [u32; 2]) -> Self {
        CharSpan { start, end }
    }
}

impl From<CharSpan> for [u32; 2] {
    fn from(span: CharSpan) -> Self {
        [span.start, span.end]
    }
}

/// Converts between bytes and code points of one text, in constant time a lookup.
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// Byte offset of every [`STRIDE`]th code point.
    marks: Vec<u32>,
    /// Length of the text in code points.
    count: u32,
}

/// One offset is kept for so many code points: a lookup walks at most that far.
const STRIDE: usize = 64;

impl CodePoints {
    /// Measures `text` once.
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0usize;
        for (offset, _) in text.char_indices() {
            if count.is_multiple_of(STRIDE) {
                marks.push(u32::try_from(offset).unwrap_or(u32::MAX));
            }
            count += 1;
        }
        CodePoints { marks, count: u32::try_from(count).unwrap_or(u32::MAX) }
    }

    /// Length of the text in code points.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The number of code points of `text` before the byte offset `byte`. `text` is the text measured.
    pub fn to_char(&self, text: &str, byte: usize) -> u32 {
        if self.marks.is_empty() || byte >= text.len() {
            return self.count;
        }
        let block = self.marks.partition_point(|&mark| mark as usize <= byte).saturating_sub(1);
        let from = self.marks[block] as usize;
        let within = text.get(from..byte).map_or(0, |part| part.chars().count());
        u32::try_from(block * STRIDE + within).unwrap_or(u32::MAX)
    }

    /// The byte offset of code point `index` of `text`; the length of the text when it has fewer.
    pub fn to_byte(&self, text: &str, index: u32) -> usize {
        if index >= self.count {
            return text.len();
        }
        let block = index as usize / STRIDE;
        let from = self.marks[block] as usize;
        let rest = &text[from..];
        rest.char_indices().nth(index as usize % STRIDE).map_or(text.len(), |(offset, _)| from + offset)
    }

    /// The span in code points.
    pub fn chars(&self, text: &str, span: ByteSpan) -> CharSpan {
        CharSpan::new(self.to_char(text, span.start()), self.to_char(text, span.end()))
    }

    /// The span in bytes.
    pub fn bytes(&self, text: &str, span: CharSpan) -> ByteSpan {
        ByteSpan::new(self.to_byte(text, span.start), self.to_byte(text, span.end.max(span.start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn conversions_are_inverse(text in "\\PC{0,200}") {
            let points = CodePoints::new(&text);
            let offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
            for (index, &byte) in offsets.iter().enumerate() {
                let index = u32::try_from(index).unwrap();
                prop_assert_eq!(points.to_char(&text, byte), index);
                prop_assert_eq!(points.to_byte(&text, index), byte);
            }
        }
    }

    #[test]
    fn trims_the_french_spaces_too() {
        let text = "a\u{202f}« oui »\u{a0}b";
        let span = ByteSpan::new(1, text.len() - 1);
        assert_eq!(span.trim(text).of(text), "« oui »");
    }
}
