//! What is too large, too deep or too much is refused before it does harm: exit 2, what the limit is, nothing changed.
//! The limits are the table of `docs/formats.md`.

use super::desk::Desk;
use std::fs::File;

/// A file of so many bytes that takes no space.
fn sparse(desk: &Desk, name: &str, bytes: u64) {
    File::create(desk.path(name)).unwrap().set_len(bytes).unwrap();
}

fn nested(levels: usize) -> String {
    format!("{}0{}", "[".repeat(levels), "]".repeat(levels))
}

#[test]
fn files_that_are_too_large() {
    let desk = Desk::with_article();
    let pont = desk.id("Le pont");
    sparse(&desk, "article.txt", (64 << 20) + 1);
    sparse(&desk, "set.json", (256 << 20) + 1);
    desk.write("good.jsonl", "{\"id\": \"a\", \"text\": \"Le pont est fermé.\"}\n");
    sparse(&desk, "set.jsonl", (1 << 30) + 1);
    sparse(&desk, "checks.json", (1 << 30) + 1);
    sparse(&desk, "talk.srt", (64 << 20) + 1);
    sparse(&desk, "proof.bin", (1 << 30) + 1);
    let before = desk.files();
    for args in [
        &["extract", "article.txt"][..],
        &["add", "article.txt"],
        &["diff", "set.json", "pont"],
        &["match", "set.json", "--reference", "good.jsonl"],
        &["diff", "set.jsonl", "pont"],
        &["reference", "add", "set.jsonl"],
        &["import", "checks.json", "--as", "checks"],
        &["quotes", "pont.txt", "--transcript", "talk.srt"],
        &["eval", "--pairs", "checks.json"],
        &["evidence", &pont, "proof.bin"],
        &["merge", "--driver", "set.jsonl", "checks.json"],
    ] {
        let error = desk.refused(args);
        assert!(error.contains("too large") && error.contains("limit"), "{args:?}: {error}");
    }
    assert_eq!(desk.files(), before);
}

#[test]
fn a_workspace_that_is_too_large() {
    for (file, bytes) in [
        ("claims/journal.jsonl", (1 << 30) + 1),
        ("claims/dixit.toml", (1 << 20) + 1),
        ("claims/articles/pont/article.json", (1 << 30) + 1),
        ("claims/articles/pont/claims.json", (1 << 30) + 1),
    ] {
        let desk = Desk::with_article();
        sparse(&desk, file, bytes);
        // What reads the article, and what writes to it.
        for args in [&["list"][..], &["add", "pont.txt"], &["export", "csv"]] {
            let error = desk.refused(args);
            assert!(error.contains("too large") && error.contains("limit"), "{file} {args:?}: {error}");
        }
    }
}

#[test]
fn claims_files_that_are_too_deep_or_hold_too_many() {
    let desk = Desk::with_article();
    let whole = desk.read("claims/articles/pont/claims.json");
    let deep = whole.replacen("\"format\"", &format!("\"omen\": {},\n  \"format\"", nested(200)), 1);
    desk.write("deep.json", deep);
    let error = desk.refused(&["diff", "deep.json", "pont"]);
    assert!(error.contains("deep.json:2:") && error.contains("`omen`: is nested more than 128 levels"), "{error}");
    desk.write("deep.json", nested(100_000));
    assert!(desk.refused(&["diff", "deep.json", "pont"]).contains("deep.json"));
    let begin = &whole[..whole.find("\"claims\": [").unwrap()];
    desk.write("many.json", format!("{begin}\"claims\": [{}0] }}", "0,".repeat(200_000)));
    let error = desk.refused(&["diff", "many.json", "pont"]);
    assert!(error.contains("200001 claims are too many, the limit is 200000"), "{error}");
}

#[test]
fn a_journal_line_that_is_too_deep() {
    let desk = Desk::with_article();
    let journal = desk.read("claims/journal.jsonl");
    let head = desk.read("claims/journal.head");
    let (seq, prev) = head.trim().split_once(' ').unwrap();
    let next = seq.parse::<u64>().unwrap() + 1;
    let body = format!(
        "{{\"seq\":{next},\"at\":\"2027-01-01T00:00:00Z\",\"by\":\"Eve\",\"what\":{{\"event\":\"comment\",\"claim\":\"x\",\"text\":{}}},\"prev\":\"{prev}\"",
        nested(300)
    );
    let hash = dixit::claim::fingerprint::sha256_hex(format!("{body}}}").as_bytes());
    desk.write("claims/journal.jsonl", format!("{journal}{body},\"hash\":\"{hash}\"}}\n"));
    let check = desk.run(&["check", "--deep"]);
    assert!(check.code == 1 && check.out.contains(&format!("line {next}")), "{}{}", check.out, check.err);
    let error = desk.refused(&["mark", &desk.id("Le pont"), "--content", "in-review"]);
    assert!(error.contains(&format!("line {next} is not an event (recursion limit exceeded")), "{error}");
}

#[test]
fn a_record_that_is_too_long_or_too_deep_is_named_and_the_rest_is_read() {
    let desk = Desk::new();
    desk.ok(&["init"]);
    let good = "{\"id\": \"a\", \"text\": \"Le pont est fermé.\"}\n";
    let long = format!("{{\"id\": \"b\", \"text\": \"{}\"}}\n", "x".repeat(17 << 20));
    let deep = format!("{{\"id\": \"c\", \"text\": {}}}\n", nested(500));
    desk.write("set.jsonl", format!("{long}{deep}{good}"));
    let run = desk.run(&["reference", "add", "set.jsonl"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("line 1: longer than 16777216 bytes"), "{}", run.err);
    assert!(run.err.contains("line 2: "), "{}", run.err);
    assert!(run.out.starts_with("set  1 record "), "{}", run.out);
    desk.write("none.jsonl", long);
    assert!(desk.refused(&["reference", "add", "none.jsonl"]).contains("no record that can be read"));
}

#[test]
fn checks_that_are_too_deep() {
    let desk = Desk::new();
    desk.ok(&["init"]);
    let before = desk.files();
    desk.write("deep.json", nested(100_000));
    let error = desk.refused(&["import", "deep.json", "--as", "checks"]);
    assert!(error.contains("deep.json: holds no check") && error.contains("recursion limit"), "{error}");
    desk.write("deep.csv", format!("text,rating\n\"{}\n", "x".repeat(1000)));
    assert!(!desk.run(&["import", "deep.csv", "--as", "checks"]).err.contains("panic"));
    assert_eq!(desk.files().len(), before.len() + 2, "a table with one record is a set: journal, head and set");
}

#[test]
fn a_line_of_a_stream_that_is_too_long() {
    let desk = Desk::new();
    sparse(&desk, "long.jsonl", (64 << 20) + 10);
    let run = desk.run(&["extract", "--jsonl", "long.jsonl"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.starts_with("{\"id\":null,\"line\":1,\"error\":"), "{}", run.out);
}

#[test]
fn an_empty_transcript_is_none() {
    let desk = Desk::with_article();
    for text in ["", " \n\n", "WEBVTT\n\n"] {
        desk.write("talk.vtt", text);
        let error = desk.refused(&["quotes", "pont.txt", "--transcript", "talk.vtt"]);
        assert!(error.contains("talk.vtt holds no words") && error.contains("SubRip or WebVTT"), "{error}");
    }
}
