//! SQLite FTS5: title and text as two columns, Porter stems, its BM25; on disk. It knows no stop words and scores every row that holds
//! one, so function words are left out of the claim.

use super::words::Words;
use super::{Engine, each_record};
use rusqlite::Connection;
use std::path::Path;

struct Fts5 {
    connection: Connection,
    words: Words,
    _directory: tempfile::TempDir,
}

fn fail(error: impl std::fmt::Display) -> String {
    format!("SQLite: {error}")
}

pub(super) fn open(set: &Path) -> Result<Box<dyn Engine>, String> {
    let directory = tempfile::tempdir().map_err(fail)?;
    let mut connection = Connection::open(directory.path().join("claims.sqlite")).map_err(fail)?;
    connection
        .execute_batch("CREATE VIRTUAL TABLE claims USING fts5(title, text, tokenize = 'porter unicode61')")
        .map_err(fail)?;
    let transaction = connection.transaction().map_err(fail)?;
    {
        let mut insert =
            transaction.prepare("INSERT INTO claims (rowid, title, text) VALUES (?1, ?2, ?3)").map_err(fail)?;
        each_record(set, |at, record| {
            let title = record.title.as_deref().unwrap_or_default();
            insert.execute((at, title, &record.text)).map_err(fail).map(|_| ())
        })?;
    }
    transaction.commit().map_err(fail)?;
    Ok(Box::new(Fts5 { connection, words: Words::english(), _directory: directory }))
}

impl Engine for Fts5 {
    fn search(&mut self, text: &str, count: usize) -> Result<Vec<u32>, String> {
        let words: Vec<String> = self.words.content(text).iter().map(|word| format!("\"{word}\"")).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut select = self
            .connection
            .prepare_cached("SELECT rowid FROM claims WHERE claims MATCH ?1 ORDER BY rank LIMIT ?2")
            .map_err(fail)?;
        let rows = select.query_map((words.join(" OR "), count as u32), |row| row.get(0)).map_err(fail)?;
        rows.collect::<Result<Vec<u32>, _>>().map_err(fail)
    }
}
