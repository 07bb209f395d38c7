//! The secret keys of the people who work on this machine: files in the user's configuration, never in a workspace.

use super::{StoreError, io};
use crate::decision::{EventKind, KeyId, Ledger, Signer};
use crate::store::{Change, Writer};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A directory of secret keys, one file each, named by the key's id.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    directory: Option<PathBuf>,
}

impl Keyring {
    /// The keys in `directory`, which need not exist.
    pub fn in_directory(directory: PathBuf) -> Keyring {
        Keyring { directory: Some(directory) }
    }

    fn file(&self, key: &KeyId) -> Option<PathBuf> {
        self.directory.as_ref().map(|directory| directory.join(format!("{key}.key")))
    }

    /// The secret key of this id, if it is here.
    ///
    /// # Errors
    /// A file that cannot be read or is no key.
    pub fn signer(&self, key: &KeyId) -> Result<Option<Signer>, StoreError> {
        let Some(path) = self.file(key) else { return Ok(None) };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(StoreError::Io { what: "read", path, source }),
        };
        let seed = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
        match Signer::from_hex(seed.trim()).filter(|signer| signer.key() == *key) {
            Some(signer) => Ok(Some(signer)),
            None => Err(StoreError::Refused(format!(
                "{} is not the secret key {key}; restore it from a backup, or retire the key with `dixit key retire`",
                path.display()
            ))),
        }
    }

    /// The secret key that a reviewer signs with; none for one who does not sign.
    ///
    /// # Errors
    /// A key that is not here, and a file that cannot be read or is no key.
    pub fn signer_of(&self, ledger: &Ledger, reviewer: &str) -> Result<Option<Signer>, StoreError> {
        let Some(key) = ledger.key_of(reviewer) else { return Ok(None) };
        let missing =
            || StoreError::NoKey { reviewer: reviewer.to_owned(), key: key.clone(), place: self.place().to_owned() };
        self.signer(key)?.ok_or_else(missing).map(Some)
    }

    /// Makes a new secret key and keeps it; only its owner may read the file.
    fn make(&self, reviewer: &str) -> Result<Signer, StoreError> {
        let seed = Signer::new_seed();
        let signer = Signer::from_hex(&seed);
        let path = signer.as_ref().and_then(|signer| self.file(&signer.key()));
        let (Some(signer), Some(path)) = (signer, path) else {
            return Err(StoreError::Refused("there is no directory for keys; set HOME or XDG_CONFIG_HOME".to_owned()));
        };
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory).map_err(io("make", directory))?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let text = format!("# Secret key of {reviewer} for dixit. Keep it to yourself, and keep a copy.\n{seed}\n");
        let mut file = options.open(&path).map_err(io("write", &path))?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io("write", &path))?;
        Ok(signer)
    }

    /// Where the keys are, for messages.
    pub(super) fn place(&self) -> &Path {
        self.directory.as_deref().unwrap_or(Path::new("the keyring"))
    }
}

impl Writer {
    /// The key that events by this reviewer are signed with; none while they do not sign.
    pub(super) fn signer(&self, by: &str) -> Result<Option<Signer>, StoreError> {
        self.keyring.signer_of(&self.workspace.ledger, by)
    }

    /// Makes a key for a reviewer, who signs from now on.
    ///
    /// # Errors
    /// A reviewer who has a key, and what the disk refuses.
    pub fn add_key(&mut self, at: &str, by: &str) -> Result<KeyId, StoreError> {
        if let Some(key) = self.workspace.ledger.key_of(by) {
            let message = format!("{by} signs with key {key} already; retire it first with `dixit key retire {key}`");
            return Err(StoreError::Refused(message));
        }
        let signer = self.keyring.make(by)?;
        let mut change = Change::new();
        change.record(EventKind::KeyAdded { reviewer: by.to_owned(), public: signer.public() });
        self.commit_signed(at, by, change, Some(&signer))?;
        Ok(signer.key())
    }

    /// Retires a key: it signs no more. Needs no signature, since the key may be lost.
    ///
    /// # Errors
    /// A key that is not there or was retired, no reason.
    pub fn retire_key(&mut self, prefix: &str, reason: &str, at: &str, by: &str) -> Result<KeyId, StoreError> {
        if reason.trim().is_empty() {
            return Err(StoreError::Refused("say why with --reason; it goes into the journal".to_owned()));
        }
        let keys = &self.workspace.ledger.keys;
        let mut fitting = keys.iter().filter(|(id, key)| id.to_string().starts_with(prefix) && !key.retired);
        let (Some((id, key)), None) = (fitting.next(), fitting.next()) else {
            let message = format!("no single key in use begins with {prefix:?}; `dixit key list` shows them");
            return Err(StoreError::Refused(message));
        };
        let (id, reviewer) = (id.clone(), key.reviewer.clone());
        let mut change = Change::new();
        change.record(EventKind::KeyRetired { reviewer, key: id.clone(), reason: reason.to_owned() });
        let signer = self.signer(by).unwrap_or_default();
        self.commit_signed(at, by, change, signer.as_ref())?;
        Ok(id)
    }
}
