//! Stream filters: one JSON value a line in, one line out, in order, on all cores, in bounded memory. What is answered
//! to a line is up to the command.

use super::CliError;
use super::in_order::in_order;
use crate::claim::{ClaimSet, ExtractOptions, extract};
use crate::input::record::{Stated, document};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// A longer line is refused: no article has 64 MiB.
const LINE_LIMIT: usize = crate::input::SIZE_LIMIT as usize;

/// A line travels with so many others, so that threads seldom meet.
pub(crate) const BATCH: usize = 16;

#[derive(Deserialize)]
struct Line {
    id: Value,
    text: String,
    lang: Option<String>,
    date: Option<String>,
    title: Option<String>,
}

/// Lines with the number of the first, and the bytes read up to the end of the last.
pub(crate) struct Batch {
    pub(crate) first: u64,
    pub(crate) lines: Vec<Vec<u8>>,
    pub(crate) read: u64,
}

/// The answer to a line, or its id, when it has one, and what is wrong.
pub(crate) type Answer = Result<Value, (Value, String)>;

/// Filters `input` to `output`; each thread answers by a worker of its own. Returns whether a line failed.
pub(crate) fn filter<W>(
    input: impl BufRead + Send,
    output: impl Write,
    worker: &(impl Fn() -> W + Sync),
) -> Result<bool, CliError>
where
    W: FnMut(&[u8]) -> Answer,
{
    let mut output = BufWriter::new(output);
    let mut failed = false;
    let worker = || {
        let mut worker = worker();
        move |batch: Batch| answers(&batch, &mut worker)
    };
    in_order(Batches::of(input), &worker, |ready| {
        for (text, bad) in ready {
            output.write_all(text.as_bytes()).map_err(cannot_write)?;
            failed |= bad;
        }
        output.flush().map_err(cannot_write)
    })?;
    Ok(failed)
}

/// The lines of output, and whether one is an error.
fn answers(batch: &Batch, worker: &mut impl FnMut(&[u8]) -> Answer) -> (String, bool) {
    let (mut text, mut failed) = (String::new(), false);
    for (number, line) in (batch.first..).zip(&batch.lines) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let value = worker(line).unwrap_or_else(|(id, error)| {
            failed = true;
            json!({ "id": id, "line": number, "error": error })
        });
        text.push_str(&value.to_string());
        text.push('\n');
    }
    (text, failed)
}

/// What is said when output cannot be written.
pub(crate) fn cannot_write(error: std::io::Error) -> CliError {
    match error.kind() {
        std::io::ErrorKind::BrokenPipe => CliError::BrokenPipe,
        _ => CliError::new(format!("cannot write: {error}")),
    }
}

/// The lines of an input, some at a time.
pub(crate) struct Batches<I> {
    input: I,
    next: u64,
    read: u64,
}

impl<I: BufRead> Batches<I> {
    pub(crate) fn of(input: I) -> Batches<I> {
        Batches { input, next: 1, read: 0 }
    }
}

impl<I: BufRead> Iterator for Batches<I> {
    type Item = Result<Batch, CliError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut lines = Vec::with_capacity(BATCH);
        let mut size = 0;
        while lines.len() < BATCH && size < (1 << 20) {
            let mut line = Vec::new();
            match read_line(&mut self.input, &mut line) {
                Ok(0) => break,
                Ok(length) => self.read += length as u64,
                Err(error) => return Some(Err(CliError::new(format!("cannot read the input: {error}")))),
            }
            size += line.len();
            lines.push(line);
        }
        if lines.is_empty() {
            return None;
        }
        let first = self.next;
        self.next += lines.len() as u64;
        Some(Ok(Batch { first, lines, read: self.read }))
    }
}

/// Reads a line; of one over the limit only the first bytes are kept, which is enough to refuse it.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut total = 0;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(total);
        }
        let end = buffer.iter().position(|&byte| byte == b'\n').map_or(buffer.len(), |at| at + 1);
        if line.len() <= LINE_LIMIT {
            line.extend_from_slice(&buffer[..end]);
        }
        let complete = buffer[end - 1] == b'\n';
        input.consume(end);
        total += end;
        if complete {
            return Ok(total);
        }
    }
}

/// The lines of a file, or of standard input for `-`.
pub(crate) fn lines_of(path: &Path) -> Result<Box<dyn BufRead + Send>, CliError> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, std::io::stdin())));
    }
    let file =
        std::fs::File::open(path).map_err(|error| CliError::new(format!("cannot read {}: {error}", path.display())))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// Reads a line; `form` says what one looks like.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(line: &[u8], form: &str) -> Result<T, (Value, String)> {
    if line.len() > LINE_LIMIT {
        return Err((Value::Null, format!("the line is longer than {LINE_LIMIT} bytes; cut it into articles")));
    }
    serde_json::from_slice(line).map_err(|error| {
        let id = serde_json::from_slice::<Value>(line).ok().and_then(|value| value.get("id").cloned());
        (id.unwrap_or(Value::Null), format!("not a document: {error}; a line is {form}"))
    })
}

/// The id of a line and its claims.
pub(crate) fn claims_of(line: &[u8], options: ExtractOptions) -> Result<(Value, ClaimSet), (Value, String)> {
    let line: Line = parse(line, "{\"id\", \"text\", \"lang\"?, \"date\"?, \"title\"?}")?;
    let stated = Stated { lang: line.lang.as_deref(), date: line.date.as_deref(), title: line.title.as_deref() };
    let document = document(line.text, &stated).map_err(|error| (line.id.clone(), error.to_string()))?;
    Ok((line.id, extract(&document, &options)))
}

/// What is written for a document.
pub(crate) fn answer(id: &Value, set: &ClaimSet) -> Value {
    json!({ "id": id, "lang": set.header.lang, "claims": set.claims })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_answers_bad_lines_in_place() {
        let mut input = String::new();
        for n in 0..200 {
            input.push_str(
                &json!({ "id": format!("d{n}"), "lang": "fr", "text": format!("« Oui {n} », a dit le maire.") })
                    .to_string(),
            );
            input.push('\n');
        }
        input.push_str("{\"id\": \"x\"}\nrien\n{\"id\": 7, \"text\": \"Il pleut.\", \"lang\": \"french\"}\n");
        let mut output = Vec::new();
        let worker = || |line: &[u8]| claims_of(line, ExtractOptions::default()).map(|(id, set)| answer(&id, &set));
        assert!(filter(input.as_bytes(), &mut output, &worker).unwrap());
        let lines: Vec<Value> = output
            .split(|&b| b == b'\n')
            .filter(|l| !l.is_empty())
            .map(|l| serde_json::from_slice(l).unwrap())
            .collect();
        assert_eq!(lines.len(), 203);
        for (n, line) in lines[..200].iter().enumerate() {
            assert_eq!(line["id"], format!("d{n}"));
            assert_eq!(line["claims"][0]["content"]["spans"], json!([[2, 6 + n.to_string().len()]]));
        }
        assert_eq!((&lines[200]["id"], &lines[200]["line"]), (&json!("x"), &json!(201)));
        assert_eq!((&lines[201]["id"], &lines[201]["line"]), (&Value::Null, &json!(202)));
        assert_eq!((&lines[202]["id"], &lines[202]["line"]), (&json!(7), &json!(203)));
    }
}
