//! The worked example in `claims/` is what its commands make, and says what the README says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != ".staged" && name != ".undo" {
                    open.push(path);
                }
            } else if name != ".lock" {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn worked_example() {
    let claims = Path::new(env!("CARGO_MANIFEST_DIR")).join("claims");
    let made = tempfile::tempdir().unwrap();
    let run = Command::new("sh")
        .arg(claims.join("make.sh"))
        .arg(env!("CARGO_BIN_EXE_dixit"))
        .arg(made.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let (kept, made) = (files(&claims), files(made.path()));
    assert_eq!(kept.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>());
    for (path, bytes) in &kept {
        assert_eq!(
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&made[path]),
            "{}: make it anew with claims/make.sh",
            path.display()
        );
    }
}

fn dixit(args: &[&str]) -> String {
    let claims = Path::new(env!("CARGO_MANIFEST_DIR")).join("claims");
    let run = Command::new(env!("CARGO_BIN_EXE_dixit")).args(args).arg("--workspace").arg(&claims).output().unwrap();
    assert!(run.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn what_people_read_of_it() {
    insta::assert_snapshot!("example-status", dixit(&["status"]));
    insta::assert_snapshot!("example-check", dixit(&["check"]));
    insta::assert_snapshot!("example-diff", dixit(&["diff", "depeche@1", "depeche@2"]));
    insta::assert_snapshot!("example-show", dixit(&["show", "depeche"]));
    insta::assert_snapshot!("example-review", dixit(&["review", "--pending"]));
}
