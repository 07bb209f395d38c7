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

/// Every file of the workspace but those that are kept on this machine for undoing.
fn recorded(desk: &Desk) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    desk.files().into_iter().filter(|(path, _)| !path.components().any(|part| part.as_os_str() == ".undo")).collect()
}

/// Chains a line after the last one of the journal, as a version that knows more would write it.
fn chained(desk: &Desk, what: serde_json::Value, files: serde_json::Value) {
    let journal = desk.read("claims/journal.jsonl");
    let last: serde_json::Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
    let seq = last["seq"].as_u64().unwrap() + 1;
    let body = serde_json::json!({
        "seq": seq, "at": "2027-01-01T00:00:00Z", "by": "Bob Stein", "what": what, "files": files, "omen": { "deep": [1, 2] },
        "prev": last["hash"],
    })
    .to_string();
    let hash = dixit::claim::fingerprint::sha256_hex(body.as_bytes());
    let line = format!("{},\"hash\":\"{hash}\"}}\n", body.strip_suffix('}').unwrap());
    desk.write("claims/journal.jsonl", format!("{journal}{line}"));
    desk.write("claims/journal.head", format!("{seq} {hash}\n"));
}

#[test]
fn unknown_fields_survive_in_journal_and_claims_file() {
    let desk = Desk::with_article();
    let (path, file) = ("articles/pont/claims.json", "claims/articles/pont/claims.json");
    // A field that this version does not know, at the head and in each claim.
    let set = desk.read(file).replacen("\"lang\"", "\"omen\": { \"of\": [1, null, \"é\"] },\n  \"lang\"", 1);
    let set = set.replace("\"quotation\":", "\"mood\": \"gloomy\",\n      \"quotation\":");
    desk.write(file, &set);
    let comment = serde_json::json!({ "event": "comment", "claim": desk.id("pont"), "text": "vu", "tone": "dry" });
    let hash = dixit::claim::fingerprint::sha256_hex(set.as_bytes());
    chained(&desk, comment, serde_json::json!({ path: hash }));
    let journal = desk.read("claims/journal.jsonl");
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    // The claims file is written anew by a later acceptance, the journal is appended to.
    let evidence = serde_json::json!({ "source": "https://example.org", "stance": "supports", "weight": 3 });
    chained(
        &desk,
        serde_json::json!({ "event": "evidence", "claim": desk.id("pont"), "evidence": evidence }),
        serde_json::json!({}),
    );
    let journal_two = desk.read("claims/journal.jsonl");
    assert!(journal_two.starts_with(&journal));
    desk.write("edited.txt", super::desk::ARTICLE.replace("trois mois", "six mois"));
    assert_eq!(desk.run(&["add", "edited.txt", "--as", "pont", "--date", "2023-03-15"]).code, 1);
    let review: serde_json::Value =
        serde_json::from_str(&desk.run(&["review", "--format", "json", "--pending"]).out).unwrap();
    let id = review["pending"][0]["new"]["id"].as_str().unwrap().to_owned();
    desk.ok(&["reject", "pont", &id, "--reason", "autre source"]);
    let after = desk.read(file);
    assert!(after.contains("\"omen\": {"), "{after}");
    assert_eq!(after.matches("\"mood\": \"gloomy\"").count(), set.matches("\"mood\": \"gloomy\"").count(), "{after}");
    assert!(desk.read("claims/journal.jsonl").starts_with(&journal_two));
    assert_eq!(desk.run(&["check", "--deep"]).out.matches("damage").count(), 0);
}

#[test]
fn a_claims_file_of_a_newer_minor_version_is_read_and_not_written_over() {
    let desk = Desk::with_article();
    let (path, file) = ("articles/pont/claims.json", "claims/articles/pont/claims.json");
    let set = desk.read(file).replacen("\"version\": \"1.0\"", "\"version\": \"1.4\"", 1);
    let set = set.replacen("\"mention\":", "\"rank\": 1,\n        \"mention\":", 1);
    desk.write(file, &set);
    let comment = serde_json::json!({ "event": "comment", "claim": desk.id("pont"), "text": "vu" });
    chained(&desk, comment, serde_json::json!({ path: dixit::claim::fingerprint::sha256_hex(set.as_bytes()) }));
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    assert!(desk.ok(&["list"]).contains("Le pont restera"));
    desk.ok(&["diff", file, "pont"]);
    // What does not write the file goes on.
    let pont = desk.id("pont");
    desk.ok(&["mark", &pont, "--content", "in-review"]);
    // A new text leaves the accepted set alone; accepting would write over it.
    desk.write("edited.txt", super::desk::ARTICLE.replace("trois mois", "six mois"));
    assert_eq!(desk.run(&["add", "edited.txt", "--as", "pont", "--date", "2023-03-15"]).code, 1);
    let before = recorded(&desk);
    let error = desk.refused(&["accept", "pont", &pont, "--reason", "vu"]);
    assert!(error.contains("claims.json has version 1.4") && error.contains("update dixit"), "{error}");
    assert!(recorded(&desk) == before, "what is refused changes nothing");
    assert_eq!(desk.read(file), set);
}

#[test]
fn a_value_that_only_a_newer_version_knows_is_no_damage() {
    let desk = Desk::with_article();
    let marked = serde_json::json!({
        "event": "marked", "claim": desk.id("pont"), "question": "content", "state": "disbelieved", "reason": "",
        "fingerprint": "0".repeat(64),
    });
    chained(&desk, marked, serde_json::json!({}));
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    assert!(desk.ok(&["log"]).contains("what only a newer dixit knows"));
    assert!(
        desk.refused(&["mark", &desk.id("pont"), "--content", "in-review"]).contains("was written by a newer dixit")
    );
}
