//! Opening and reading a workspace.

use super::commit::{LOCK, STAGED, read_head, replace, write_head};
use super::{Article, StoreError, disk, io};
use crate::claim::fingerprint::sha256_hex;
use crate::claim::{Claim, ClaimId, ClaimSet, format, id};
use crate::decision::{EventKind, Journal, JournalProblem, Ledger, Settings};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) const SETTINGS: &str = "dixit.toml";
pub(super) const JOURNAL: &str = "journal.jsonl";

/// A workspace as it was when it was opened.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Its directory.
    pub root: PathBuf,
    /// `dixit.toml`.
    pub settings: Settings,
    /// The journal, up to the first damage.
    pub journal: Journal,
    /// The journal replayed.
    pub ledger: Ledger,
    /// The files that events brought, by path: SHA-256, or none for one that an event removed.
    pub(super) files: BTreeMap<String, Option<String>>,
}

impl Workspace {
    /// Makes a workspace in `root`, which may exist and hold other files.
    ///
    /// # Errors
    /// A workspace that is there already, and what the disk refuses.
    pub fn init(root: &Path, name: &str, at: &str, by: &str) -> Result<Workspace, StoreError> {
        let path = root.join(SETTINGS);
        if path.exists() {
            return Err(StoreError::Exists { path: root.to_owned() });
        }
        disk::make_directory(root).map_err(io("make", root))?;
        let ignore = root.join(".gitignore");
        if !ignore.exists() {
            replace(&ignore, b".lock\n.staged/\nreference/*.index\n").map_err(io("write", &ignore))?;
        }
        let mut journal = Journal::read(&read_journal(root)?);
        let first = matches!(journal.events.as_slice(), [only] if matches!(only.what, EventKind::Init {}));
        match &journal.problem {
            Some(problem) if !problem.is_harmless() => {
                return Err(StoreError::Journal { path: root.join(JOURNAL), problem: problem.clone() });
            }
            // What an `init` left that was cut off: it begins again.
            _ if first || journal.events.is_empty() => {
                journal = Journal::default();
                let line = journal.append(at, by, vec![EventKind::Init {}], BTreeMap::new(), None);
                let path = root.join(JOURNAL);
                replace(&path, line.as_bytes()).map_err(io("write", &path))?;
            }
            _ => return Err(StoreError::NoSettings { path: root.to_owned() }),
        }
        write_head(root, &journal)?;
        // The settings make a directory a workspace, so they come last.
        let quoted = toml::Value::String(name.to_owned());
        let text = SETTINGS_TEMPLATE.replacen("{name}", &quoted.to_string(), 1);
        if let Err(source) = replace(&path, text.as_bytes()) {
            let _ = disk::remove(&path); // what is refused is not done
            return Err(StoreError::Io { what: "write", path, source });
        }
        Workspace::open(root)
    }

    /// The root of the workspace that holds `start`, or that lies in `start/claims`.
    ///
    /// # Errors
    /// There is none.
    pub fn find(start: &Path) -> Result<PathBuf, StoreError> {
        start
            .ancestors()
            .flat_map(|dir| [dir.to_owned(), dir.join("claims")])
            .find(|dir| dir.join(SETTINGS).is_file())
            .ok_or_else(|| StoreError::NotFound { path: start.to_owned() })
    }

    /// Opens the workspace in `root` for reading. A damaged journal opens too: [`Workspace::check`] says what is wrong.
    ///
    /// # Errors
    /// No workspace there, or settings that cannot be read.
    pub fn open(root: &Path) -> Result<Workspace, StoreError> {
        let settings = read_settings(root)?;
        let mut journal = Journal::read(&read_journal(root)?);
        if journal.problem.as_ref().is_some_and(JournalProblem::is_harmless) && wait_for_writer(root) {
            journal = Journal::read(&read_journal(root)?);
        }
        Ok(Workspace::replayed(root, settings, journal))
    }

    /// The workspace in `root` with the journal that was just read there.
    pub(super) fn with_journal(root: &Path, journal: Journal) -> Result<Workspace, StoreError> {
        Ok(Workspace::replayed(root, read_settings(root)?, journal))
    }

    fn replayed(root: &Path, settings: Settings, journal: Journal) -> Workspace {
        let ledger = Ledger::replay(&journal.events, settings.policy.second_reader);
        let files = journal.events.iter().flat_map(|event| event.files.clone()).collect();
        Workspace { root: root.to_owned(), settings, journal, ledger, files }
    }

    /// Takes up the events after the first `known` ones.
    pub(super) fn follow(&mut self, known: usize) {
        let second_reader = self.settings.policy.second_reader;
        for event in self.journal.events.get(known..).unwrap_or_default() {
            self.ledger.apply(event, second_reader);
            self.files.extend(event.files.clone());
        }
    }

    /// The bytes of a file of the workspace, by its path in it; the staged ones while a committed file is not in
    /// place yet. `None` when there is no such file.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let file = self.root.join(path);
        let Some(committed) = self.files.get(path) else { return read_file(&file) };
        let Some(hash) = committed else { return Ok(None) };
        let fits = |bytes: &Option<Vec<u8>>| bytes.as_ref().is_some_and(|bytes| sha256_hex(bytes) == *hash);
        let staged = self.root.join(STAGED).join(hash);
        // A writer may move the file into place between two looks, so the place is looked at again.
        for place in [&file, &staged, &file] {
            let bytes = read_file(place)?;
            if fits(&bytes) {
                return Ok(bytes);
            }
        }
        // Other bytes than the journal names were put there by another program, which `check` reports, or by a dixit
        // that has written since: then what was read before and what is read now do not belong together.
        if self.is_superseded() {
            return Err(StoreError::Superseded { path: self.root.clone() });
        }
        read_file(&file)
    }

    /// Whether the last writer put everything in place, and wrote so.
    pub(super) fn is_finished(&self) -> bool {
        read_head(&self.root).is_some_and(|(number, _)| number == self.journal.events.len() as u64)
    }

    /// Whether the journal has grown since it was read.
    fn is_superseded(&self) -> bool {
        fs::metadata(self.root.join(JOURNAL)).is_ok_and(|journal| journal.len() > self.journal.proved as u64)
    }

    /// The short names of the articles, sorted.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn slugs(&self) -> Result<Vec<String>, StoreError> {
        let path = self.root.join("articles");
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(StoreError::Io { what: "list", path, source }),
        };
        let mut slugs: Vec<String> = Vec::new();
        for entry in entries {
            let entry = entry.map_err(io("list", &path))?;
            if entry.path().join("article.json").is_file() {
                slugs.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        slugs.sort();
        Ok(slugs)
    }

    /// One article.
    ///
    /// # Errors
    /// No such article, or a file that cannot be read.
    pub fn article(&self, slug: &str) -> Result<Article, StoreError> {
        let path = format!("articles/{slug}/article.json");
        let known = || -> Result<StoreError, StoreError> {
            let slugs = self.slugs()?;
            let known =
                if slugs.is_empty() { "none; add one with `dixit add FILE`".to_owned() } else { slugs.join(", ") };
            Ok(StoreError::UnknownArticle { slug: slug.to_owned(), known })
        };
        if slug.contains(['/', '\\']) || slug.starts_with('.') {
            return Err(known()?);
        }
        let Some(bytes) = self.read(&path)? else { return Err(known()?) };
        serde_json::from_slice(&bytes)
            .map_err(|error| StoreError::Article { path: self.root.join(&path), message: error.to_string() })
    }

    /// The text of a revision.
    ///
    /// # Errors
    /// No such revision, a text that is gone or was altered.
    pub fn text(&self, article: &Article, revision: u32) -> Result<String, StoreError> {
        let Some(found) = article.revisions.iter().find(|r| r.number == revision) else {
            return Err(StoreError::UnknownRevision { slug: article.slug.clone(), revision, last: article.last() });
        };
        let path = format!("articles/{}/{}", article.slug, found.file);
        let bytes = self.read(&path)?.unwrap_or_default();
        if sha256_hex(&bytes) != found.sha256 {
            let message = format!("the text of revision {revision} does not have the hash that article.json records");
            return Err(StoreError::Article { path: self.root.join(&path), message });
        }
        String::from_utf8(bytes)
            .map_err(|error| StoreError::Article { path: self.root.join(&path), message: error.to_string() })
    }

    /// The accepted claims of an article.
    ///
    /// # Errors
    /// A claims file that is missing or cannot be read.
    pub fn accepted(&self, slug: &str) -> Result<ClaimSet, StoreError> {
        let path = format!("articles/{slug}/claims.json");
        let bytes = self.read(&path)?.unwrap_or_default();
        Ok(format::read(&self.root.join(&path).display().to_string(), &bytes)?.set)
    }

    /// The pending claims of an article, when there are any.
    ///
    /// # Errors
    /// A claims file that cannot be read.
    pub fn pending(&self, slug: &str) -> Result<Option<ClaimSet>, StoreError> {
        let path = format!("articles/{slug}/pending.json");
        let Some(bytes) = self.read(&path)? else { return Ok(None) };
        Ok(Some(format::read(&self.root.join(&path).display().to_string(), &bytes)?.set))
    }

    /// The claims of an article that were published and are in it no more.
    ///
    /// # Errors
    /// A claims file that cannot be read.
    pub fn removed(&self, slug: &str) -> Result<Option<ClaimSet>, StoreError> {
        let path = format!("articles/{slug}/removed.json");
        let Some(bytes) = self.read(&path)? else { return Ok(None) };
        Ok(Some(format::read(&self.root.join(&path).display().to_string(), &bytes)?.set))
    }

    /// Every accepted claim, by id, with its article.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn claims(&self) -> Result<BTreeMap<ClaimId, (String, Claim)>, StoreError> {
        let mut claims = BTreeMap::new();
        for slug in self.slugs()? {
            for claim in self.accepted(&slug)?.claims {
                claims.insert(claim.id.clone(), (slug.clone(), claim));
            }
        }
        Ok(claims)
    }

    /// The claim that the first letters of an id mean, with its article: an accepted one, or one that was published and removed since.
    ///
    /// # Errors
    /// No claim begins so, or several do.
    pub fn claim_or_removed(&self, prefix: &str) -> Result<(String, Claim), StoreError> {
        let mut claims = self.claims()?;
        for slug in self.slugs()? {
            for claim in self.removed(&slug)?.into_iter().flat_map(|set| set.claims) {
                claims.entry(claim.id.clone()).or_insert_with(|| (slug.clone(), claim));
            }
        }
        let found = id::resolve_id(prefix, claims.keys())?.clone();
        claims.remove(&found).ok_or_else(|| StoreError::Refused(format!("claim {found} is gone")))
    }

    /// The accepted claim that the first letters of an id mean, with its article.
    ///
    /// # Errors
    /// No claim begins so, or several do.
    pub fn claim(&self, prefix: &str) -> Result<(String, Claim), StoreError> {
        let mut claims = self.claims()?;
        let found = id::resolve_id(prefix, claims.keys())?.clone();
        claims.remove(&found).ok_or_else(|| StoreError::Refused(format!("claim {found} is gone")))
    }
}

/// The settings of the workspace in `root`.
pub(super) fn read_settings(root: &Path) -> Result<Settings, StoreError> {
    let path = root.join(SETTINGS);
    check_size(&path, SETTINGS_LIMIT)?;
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::NotFound { path: root.to_owned() });
        }
        Err(source) => return Err(StoreError::Io { what: "read", path, source }),
    };
    let settings: Settings = toml::from_str(&text)
        .map_err(|error| StoreError::Settings { path: path.clone(), message: error.to_string() })?;
    if settings.version != 1 {
        let message = format!("version {} is newer than this dixit knows (1); update dixit", settings.version);
        return Err(StoreError::Settings { path, message });
    }
    Ok(settings)
}

/// A larger file is refused before it is read: a journal of 1 GiB holds two million events.
pub(super) const FILE_LIMIT: u64 = 1 << 30;

/// Larger settings are refused.
const SETTINGS_LIMIT: u64 = 1 << 20;

/// Refuses a file that is too large. One that is not there, or cannot be asked, is for the reader to report.
fn check_size(path: &Path, limit: u64) -> Result<(), StoreError> {
    match fs::metadata(path) {
        Ok(file) if file.len() > limit => Err(StoreError::TooLarge { path: path.to_owned(), size: file.len(), limit }),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// The bytes of a file; `None` when there is none.
pub(super) fn read_file(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    check_size(path, FILE_LIMIT)?;
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::Io { what: "read", path: path.to_owned(), source }),
    }
}

/// The text of the journal; empty when there is none. Bytes that are no UTF-8 become what no line may hold, so that the
/// line is found damaged.
pub(super) fn read_journal(root: &Path) -> Result<String, StoreError> {
    let bytes = read_file(&root.join(JOURNAL))?.unwrap_or_default();
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| {
        let chunks = error.as_bytes().utf8_chunks();
        chunks.flat_map(|chunk| [chunk.valid(), if chunk.invalid().is_empty() { "" } else { "\u{0}" }]).collect()
    }))
}

/// Waits until no writer is at work; says whether one was. Without a lock file, or on a file system that knows no
/// locks, there is nothing to wait for.
fn wait_for_writer(root: &Path) -> bool {
    let Ok(lock) = fs::File::open(root.join(LOCK)) else { return false };
    matches!(lock.try_lock_shared(), Err(fs::TryLockError::WouldBlock)) && lock.lock_shared().is_ok()
}

/// What `dixit init` writes.
const SETTINGS_TEMPLATE: &str = "\
# Settings of a dixit workspace.
version = 1
name = {name}

[policy]
# verified and disputed take effect only when a second person signs them
second_reader = false
# `dixit check` fails while a claim is undecided
all_decided = false
# a decision needs a rating of the house scale before it is published
rating_required = false

# Who publishes the checks, for `dixit export`.
# [publisher]
# name = \"The Desk\"
# url = \"https://example.org\"
# check_url = \"https://example.org/checks/{claim}\"

# The house scale: what readers see, and the numbers of ClaimReview. Leave the numbers out for what is not settled.
# [[rating]]
# name = \"false\"
# label = \"Faux\"
# value = 1
# worst = 1
# best = 5
";

/// SHA-256 of a file's bytes.
///
/// # Errors
/// A file that is too large, and what the disk refuses.
pub fn sha256_file(path: &Path) -> Result<(Vec<u8>, String), StoreError> {
    check_size(path, FILE_LIMIT)?;
    let bytes = fs::read(path).map_err(io("read", path))?;
    let hash = sha256_hex(&bytes);
    Ok((bytes, hash))
}
