//! Workspaces that earlier versions wrote are opened for ever: `tests/compat/v<N>` holds one of each.

use super::desk::{Desk, copy};
use std::path::Path;

fn copied(version: &str) -> Desk {
    let desk = Desk::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat").join(version), &desk.path("claims"));
    desk
}

#[test]
fn version_1_is_read_and_written() {
    let desk = copied("v1");
    insta::assert_snapshot!("v1-log", desk.ok(&["log"]));
    insta::assert_snapshot!("v1-check", desk.run(&["check", "--deep"]).out);
    insta::assert_snapshot!("v1-list", desk.ok(&["list"]));
    let vaux = desk.id("habitants");
    desk.ok(&["--reviewer", "Bob Stein", "mark", &vaux, "--content", "dropped", "--reason", "doublon"]);
}

#[test]
fn what_a_newer_version_wrote_is_read_and_kept_and_not_written_after() {
    let desk = copied("v1");
    // A line with an event and a field that this version does not know, as a newer one would chain it.
    let journal = desk.read("claims/journal.jsonl");
    let last: serde_json::Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
    let body = serde_json::json!({
        "seq": last["seq"].as_u64().unwrap() + 1, "at": "2027-01-01T00:00:00Z", "by": "Bob Stein",
        "what": { "event": "foretold", "by_whom": "the oracle" }, "omen": 3, "prev": last["hash"],
    })
    .to_string();
    let hash = dixit::claim::fingerprint::sha256_hex(body.as_bytes());
    let line = format!("{},\"hash\":\"{hash}\"}}\n", body.strip_suffix('}').unwrap());
    desk.write("claims/journal.jsonl", format!("{journal}{line}"));
    assert!(desk.ok(&["log"]).contains("what only a newer dixit knows"));
    let before = desk.files();
    let error = desk.refused(&["--reviewer", "Bob Stein", "evidence", &desk.id("habitants"), "https://example.org"]);
    assert!(error.contains("line 12 was written by a newer dixit") && error.contains("update dixit"), "{error}");
    assert_eq!(desk.files(), before);
}
