//! Reading a reference set line by line, with the place of each record, in memory that does not grow with the set.

use super::ReferenceClaim;
use std::io::BufRead;

/// A longer line is refused: no claim has 16 MiB.
const LINE_LIMIT: usize = 16 << 20;

/// A line that is not blank.
#[derive(Debug)]
pub struct Line {
    /// Its first byte in the file.
    pub start: u64,
    /// Its length in bytes, without the line feed.
    pub length: u32,
    /// Its number, from 1.
    pub number: u64,
    /// The record, or what is wrong with the line.
    pub record: Result<ReferenceClaim, String>,
}

/// The lines of a reference set.
#[derive(Debug)]
pub struct SetLines<R> {
    input: R,
    at: u64,
    number: u64,
    line: Vec<u8>,
}

impl<R: BufRead> SetLines<R> {
    /// Reads `input`, which begins `at` bytes into the set and after `number` lines.
    pub fn new(input: R, at: u64, number: u64) -> SetLines<R> {
        SetLines { input, at, number, line: Vec::new() }
    }

    /// The bytes and lines read so far, those before the input included.
    pub fn read_so_far(&self) -> (u64, u64) {
        (self.at, self.number)
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// What reading gives.
    pub fn next_line(&mut self) -> std::io::Result<Option<Line>> {
        loop {
            self.line.clear();
            let start = self.at;
            // One byte more than a line may have, and its line feed: a longer one is not kept in memory.
            let mut limited = std::io::Read::take(&mut self.input, LINE_LIMIT as u64 + 2);
            let read = limited.read_until(b'\n', &mut self.line)?;
            if read == 0 {
                return Ok(None);
            }
            self.at += read as u64;
            if read > LINE_LIMIT + 1 && !self.line.ends_with(b"\n") {
                self.at += skip_line(&mut self.input)?;
            }
            self.number += 1;
            let bytes = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
            let skip = if start == 0 && bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
            let bytes = &bytes[skip..];
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let start = start + skip as u64;
            let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            return Ok(Some(Line { start, length, number: self.number, record: parse(bytes) }));
        }
    }
}

/// Passes over the rest of a line, and gives its length.
fn skip_line(input: &mut impl BufRead) -> std::io::Result<u64> {
    let mut passed = 0;
    loop {
        let piece = input.fill_buf()?;
        let (length, ends) = match piece.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (piece.len(), piece.is_empty()),
        };
        input.consume(length);
        passed += length as u64;
        if ends {
            return Ok(passed);
        }
    }
}

/// The record of a line, or what is wrong with it.
pub fn parse(line: &[u8]) -> Result<ReferenceClaim, String> {
    if line.len() > LINE_LIMIT {
        return Err(format!("longer than {LINE_LIMIT} bytes"));
    }
    let text = std::str::from_utf8(line).map_err(|error| format!("not UTF-8: {error}"))?;
    let record: ReferenceClaim = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if record.text.trim().is_empty() { Err("the text is empty".to_owned()) } else { Ok(record) }
}
