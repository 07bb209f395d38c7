//! A private directory with the binary, a fixed clock and a fixed reviewer.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Two paragraphs that the tests share, our own words.
pub(crate) const ARTICLE: &str = "« Le pont restera fermé trois mois », a annoncé lundi la préfète, Agnès Colin.\n\nSelon le maire de Vaux, près de 300 habitants sont isolés. Il a accusé l’État d’avoir négligé l’entretien.\n";

pub(crate) struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Desk {
        Desk { dir: tempfile::tempdir().unwrap() }
    }

    /// A desk with a workspace that holds `ARTICLE`.
    pub(crate) fn with_article() -> Desk {
        let desk = Desk::new();
        desk.write("pont.txt", ARTICLE);
        desk.ok(&["init"]);
        desk.ok(&["add", "pont.txt", "--date", "2023-03-15"]);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dixit"));
        command.args(args).current_dir(self.dir.path()).env_clear().env("HOME", self.dir.path());
        command.env("DIXIT_NOW", "2023-03-15T09:00:00Z").env("DIXIT_REVIEWER", "Ana Ruiz").stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        Run::of(&self.command(args).output().unwrap(), self.dir.path())
    }

    /// Runs a command that must succeed, and gives what it printed.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!(run.code, 0, "{args:?}: {}{}", run.out, run.err);
        run.out
    }

    /// Runs a command that must be refused, and gives the error.
    pub(crate) fn refused(&self, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}: {}", run.err);
        run.err
    }

    /// The id of the first claim whose words hold `text`.
    pub(crate) fn id(&self, text: &str) -> String {
        let list = self.ok(&["list", "--text", text]);
        list.split_whitespace().next().unwrap_or_default().to_owned()
    }

    /// Every file of the workspace with its bytes, lock left out.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut open = vec![self.path("claims")];
        while let Some(dir) = open.pop() {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else if path.file_name().is_some_and(|name| name != ".lock") {
                    found.push((path.clone(), std::fs::read(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }
}

/// Copies a directory; `to` must not exist.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What a command came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    fn of(output: &Output, dir: &Path) -> Run {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&dir.display().to_string(), "DESK");
        Run { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }
}
