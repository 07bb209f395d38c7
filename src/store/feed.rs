//! What was seen of a feed: `feeds/<name>.tsv`, one line an entry, in the order in which they came.

use super::commit::replace;
use super::{StoreError, Writer, disk, io};
use crate::input::ServedVersion;
use std::path::{Path, PathBuf};

/// The entries of a feed that were added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenEntries {
    path: PathBuf,
    version: Option<ServedVersion>,
    entries: Vec<SeenEntry>,
}

/// An entry as it was when it was added last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenEntry {
    /// Its id, in which tabs and line ends are blanks.
    pub id: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The short name of its article.
    pub article: String,
}

const HEAD: &str =
    "# Entries of a feed that were added: id, SHA-256 of the entry, article. Without a line an entry is new.\n";

/// Notes above the entries: the version of the feed in which all were added.
const ADDRESS: &str = "# address ";
const ETAG: &str = "# etag ";
const MODIFIED: &str = "# last-modified ";

impl SeenEntries {
    /// What is known of the feed called `name` in the workspace in `root`.
    ///
    /// # Errors
    /// A file that cannot be read, or a line that is none.
    pub fn of(root: &Path, name: &str) -> Result<SeenEntries, StoreError> {
        let path = root.join("feeds").join(format!("{name}.tsv"));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(StoreError::Io { what: "read", path, source }),
        };
        let mut entries = Vec::new();
        let mut version: Option<ServedVersion> = None;
        for (number, line) in (1..).zip(text.lines()) {
            // An id may begin with anything; what has no tabs is a note.
            if !line.contains('\t') && (line.starts_with('#') || line.trim().is_empty()) {
                let said = |name: &str| line.strip_prefix(name).map(str::to_owned);
                if let Some(address) = said(ADDRESS) {
                    version = Some(ServedVersion { address, ..ServedVersion::default() });
                } else if let Some(version) = &mut version {
                    version.etag = version.etag.take().or_else(|| said(ETAG));
                    version.modified = version.modified.take().or_else(|| said(MODIFIED));
                }
                continue;
            }
            let mut cells = line.split('\t').map(str::to_owned);
            let (Some(id), Some(fingerprint), Some(article), None) =
                (cells.next(), cells.next(), cells.next(), cells.next())
            else {
                return Err(StoreError::Feed { path, line: number });
            };
            entries.push(SeenEntry { id, fingerprint, article });
        }
        Ok(SeenEntries { path, version, entries })
    }

    /// The entry of this id.
    pub fn get(&self, id: &str) -> Option<&SeenEntry> {
        let id = plain(id);
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// How many entries there are.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The version of the feed whose entries were all added.
    pub fn version(&self) -> Option<&ServedVersion> {
        self.version.as_ref()
    }

    /// Remembers the version and writes the file. `_` is who holds the workspace's lock.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn remember_version(&mut self, _: &Writer, version: Option<ServedVersion>) -> Result<(), StoreError> {
        // The words have to come back as they are, each from its line.
        let is_plain = |text: &Option<String>| text.as_deref().is_none_or(|text| !text.contains(['\t', '\n', '\r']));
        self.version = version.filter(|it| is_plain(&it.etag) && is_plain(&it.modified));
        self.write()
    }

    /// Remembers an entry and writes the file. `_` is who holds the workspace's lock.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn remember(&mut self, _: &Writer, entry: SeenEntry) -> Result<(), StoreError> {
        let entry = SeenEntry { id: plain(&entry.id), ..entry };
        match self.entries.iter_mut().find(|known| known.id == entry.id) {
            Some(known) => *known = entry,
            None => self.entries.push(entry),
        }
        self.write()
    }

    fn write(&self) -> Result<(), StoreError> {
        let mut text = HEAD.to_owned();
        if let Some(ServedVersion { address, etag, modified }) = &self.version {
            text.push_str(&format!("{ADDRESS}{address}\n"));
            for (name, value) in [(ETAG, etag), (MODIFIED, modified)] {
                text.extend(value.iter().map(|value| format!("{name}{value}\n")));
            }
        }
        for entry in &self.entries {
            text.push_str(&format!("{}\t{}\t{}\n", entry.id, entry.fingerprint, entry.article));
        }
        if let Some(folder) = self.path.parent() {
            disk::make_directory(folder).map_err(io("make", folder))?;
        }
        replace(&self.path, text.as_bytes()).map_err(io("write", &self.path))
    }
}

fn plain(id: &str) -> String {
    id.split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" ")
}
