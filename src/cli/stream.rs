//! Stream filters: one JSON value a line in, one line out, in order, on all cores, in bounded memory. What is answered
//! to a line is up to the command.

use super::CliError;
use crate::claim::{ExtractOptions, extract};
use crate::input::record::{Stated, document};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// A longer line is refused: no article has 64 MiB.
const LINE_LIMIT: usize = crate::input::SIZE_LIMIT as usize;

/// A line travels with so many others, so that threads seldom meet.
const BATCH: usize = 16;

/// So many batches a worker are under way at most.
const AHEAD: usize = 4;

#[derive(Deserialize)]
struct Line {
    id: Value,
    text: String,
    lang: Option<String>,
    date: Option<String>,
    title: Option<String>,
}

/// Lines with the number of the first.
struct Batch {
    number: u64,
    first: u64,
    lines: Vec<Vec<u8>>,
}

/// Lines of output, and whether any is an error.
struct Done {
    number: u64,
    text: String,
    failed: bool,
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
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (batches, waiting) = sync_channel::<Batch>(workers * AHEAD);
    let (done, results) = sync_channel::<Done>(workers * AHEAD);
    let waiting = Arc::new(Mutex::new(waiting));
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || read(input, &batches));
        for _ in 0..workers {
            let (waiting, done) = (Arc::clone(&waiting), done.clone());
            scope.spawn(move || work(&waiting, &done, worker()));
        }
        drop((waiting, done));
        let failed = write_in_order(&results, output);
        drop(results); // a writer that gave up stops the workers
        let read = reader.join().unwrap_or_else(|_| Err(CliError::new("the reading thread broke down")));
        let failed = failed?;
        read.map(|()| failed)
    })
}

fn read(mut input: impl BufRead, batches: &SyncSender<Batch>) -> Result<(), CliError> {
    let (mut number, mut next) = (0, 1);
    loop {
        let mut lines = Vec::with_capacity(BATCH);
        let mut size = 0;
        while lines.len() < BATCH && size < (1 << 20) {
            let mut line = Vec::new();
            let read = read_line(&mut input, &mut line)
                .map_err(|error| CliError::new(format!("cannot read the input: {error}")))?;
            if read == 0 {
                break;
            }
            size += line.len();
            lines.push(line);
        }
        if lines.is_empty() {
            return Ok(());
        }
        let count = lines.len() as u64;
        if batches.send(Batch { number, first: next, lines }).is_err() {
            return Ok(()); // nobody wants more
        }
        number += 1;
        next += count;
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

fn work(waiting: &Mutex<Receiver<Batch>>, done: &SyncSender<Done>, mut worker: impl FnMut(&[u8]) -> Answer) {
    loop {
        let batch = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(batch) = batch else { return };
        let mut result = Done { number: batch.number, text: String::new(), failed: false };
        for (number, line) in (batch.first..).zip(batch.lines) {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let value = worker(&line).unwrap_or_else(|(id, error)| {
                result.failed = true;
                json!({ "id": id, "line": number, "error": error })
            });
            result.text.push_str(&value.to_string());
            result.text.push('\n');
        }
        if done.send(result).is_err() {
            return;
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

/// The claims of a document.
pub(crate) fn extracted(line: &[u8], options: ExtractOptions) -> Answer {
    let line: Line = parse(line, "{\"id\", \"text\", \"lang\"?, \"date\"?, \"title\"?}")?;
    let stated = Stated { lang: line.lang.as_deref(), date: line.date.as_deref(), title: line.title.as_deref() };
    let document = document(line.text, &stated).map_err(|error| (line.id.clone(), error.to_string()))?;
    let lang = document.lang;
    let set = extract(&document, &options);
    Ok(json!({ "id": line.id, "lang": lang, "claims": set.claims }))
}

fn write_in_order(results: &Receiver<Done>, output: impl Write) -> Result<bool, CliError> {
    let mut output = BufWriter::new(output);
    let mut early = std::collections::BTreeMap::new();
    let mut next = 0;
    let mut failed = false;
    let fail = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => CliError::BrokenPipe,
        _ => CliError::new(format!("cannot write: {error}")),
    };
    for done in results {
        early.insert(done.number, done);
        while let Some(done) = early.remove(&next) {
            output.write_all(done.text.as_bytes()).map_err(fail)?;
            failed |= done.failed;
            next += 1;
        }
        if early.is_empty() {
            output.flush().map_err(fail)?;
        }
    }
    output.flush().map_err(fail)?;
    Ok(failed)
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
        let worker = || |line: &[u8]| extracted(line, ExtractOptions::default());
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
