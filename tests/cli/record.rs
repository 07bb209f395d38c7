//! The record: damage is named, signatures are asked for, anchors hold, and repair keeps what it takes away.

use super::desk::{Desk, copy};
use std::fs;

const JOURNAL: &str = "claims/journal.jsonl";

/// A desk with six events: two decisions with what they rest on.
fn decided() -> (Desk, String) {
    let desk = Desk::with_article();
    let pont = desk.id("pont");
    desk.ok(&["mark", &pont, "--content", "in-review"]);
    desk.ok(&[
        "mark",
        &pont,
        "--content",
        "verified",
        "--reason",
        "arrêté",
        "--evidence",
        "https://example.org/arrete",
    ]);
    desk.ok(&["evidence", &pont, "https://example.org/plan", "--stance", "context"]);
    (desk, pont)
}

#[test]
fn deep_check_names_each_damaged_line() {
    let (desk, _) = decided();
    let sound = desk.read(JOURNAL);
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    let lines: Vec<&str> = sound.split_inclusive('\n').collect();
    let deep = |lines: Vec<&str>| {
        desk.write(JOURNAL, lines.concat());
        let run = desk.run(&["check", "--deep"]);
        assert_eq!(run.code, 1, "{}", run.err);
        run.out
    };
    let altered = lines[2].replace("in-review", "in-Review");
    assert!(deep([&[lines[0], lines[1], &altered], &lines[3..]].concat()).contains("line 3 was altered"));
    assert!(deep([&lines[..1], &lines[2..]].concat()).contains("event 2 is missing"));
    assert!(deep(vec![lines[0], lines[1], lines[1], lines[2]]).contains("line 3 repeats line 2"));
    let last = lines.len() - 1;
    assert!(deep(lines[..last].to_vec()).contains(&format!("event {} is missing", last + 1)));
    desk.write(JOURNAL, &sound);
    desk.write("claims/articles/pont/r1.txt", "Autre texte.");
    let out = desk.run(&["check", "--deep"]).out;
    assert!(out.contains("r1.txt: was changed by another program"), "{out}");
}

#[test]
fn anchors_hold_while_the_journal_grows_and_not_when_it_is_written_anew() {
    let (desk, pont) = decided();
    let anchor = desk.ok(&["log", "--anchor"]);
    let anchor = anchor.trim();
    assert!(anchor.starts_with("dixit:5:") || anchor.starts_with("dixit:6:"), "{anchor}");
    desk.ok(&["evidence", &pont, "https://example.org/more"]);
    assert_eq!(desk.ok(&["check", "--anchor", anchor]), "all in order\n");
    let (other, _) = decided();
    other.ok(&["mark", &pont, "--attribution", "dropped", "--reason", "autre"]);
    let forged = other.read(JOURNAL).replace("arrêté", "arrete");
    desk.write(JOURNAL, forged);
    assert_eq!(desk.run(&["check", "--anchor", anchor]).code, 1);
    let error = desk.refused(&["check", "--anchor", "dixit:x"]);
    assert!(error.contains("is no anchor"), "{error}");
}

#[test]
fn who_signs_cannot_be_played_by_another() {
    let (desk, pont) = decided();
    assert_eq!(desk.ok(&["key", "list"]), "no keys; make yours with `dixit key new`\n");
    let made = desk.ok(&["key", "new"]);
    assert!(made.starts_with("Ana Ruiz signs with key "), "{made}");
    let key = made.split(' ').nth(5).unwrap_or_default().to_owned();
    desk.ok(&["evidence", &pont, "https://example.org/signed"]);
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    assert!(desk.refused(&["key", "new"]).contains("signs with key"));
    // Somebody without the key.
    let file = desk.path(&format!(".config/dixit/keys/{key}.key"));
    let secret = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let before = desk.files();
    let error = desk.refused(&["evidence", &pont, "https://example.org/forged"]);
    assert!(error.contains(&key) && error.contains("dixit key retire"), "{error}");
    assert_eq!(desk.files(), before);
    fs::write(&file, secret.replace(|c: char| c.is_ascii_digit(), "0")).unwrap();
    assert!(desk.refused(&["evidence", &pont, "https://example.org/forged"]).contains("is not the secret key"));
    fs::remove_file(&file).unwrap();
    desk.ok(&["key", "retire", &key[..6], "--reason", "ordinateur perdu"]);
    assert!(desk.ok(&["key", "list"]).contains("retired"));
    desk.ok(&["evidence", &pont, "https://example.org/after"]);
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    // A signature that was taken away from its line.
    let text = desk.read(JOURNAL);
    let at = text.find(",\"sig\":\"").unwrap();
    desk.write(JOURNAL, format!("{}{}", &text[..at], &text[at + 8 + 128 + 1..]));
    assert_eq!(desk.run(&["check"]).code, 1);
}

#[test]
fn repair_says_what_it_would_do_does_it_and_keeps_the_rest() {
    let (desk, pont) = decided();
    fs::create_dir(desk.path("backup")).unwrap();
    copy(&desk.path("claims"), &desk.path("backup/claims"));
    assert_eq!(desk.ok(&["repair"]), "nothing to repair\n");
    let text = desk.read(JOURNAL);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let damaged = [&lines[..3], &["rien du tout\n"], &lines[4..]].concat().concat();
    desk.write(JOURNAL, &damaged);
    desk.write("claims/articles/pont/claims.json", "{}");
    let before = desk.files();
    let plan = desk.run(&["repair"]);
    assert_eq!((plan.code, desk.files()), (1, before));
    insta::assert_snapshot!("repair-plan", plan.out);
    let run = desk.run(&["repair", "--from", "backup/claims", "--yes"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    insta::assert_snapshot!("repair-done", redacted(&run.out));
    let aside = run.out.lines().last().unwrap().split(' ').next_back().unwrap().to_owned();
    assert_eq!(desk.read(&format!("claims/{aside}/journal.jsonl")), damaged, "what was there is kept");
    assert_eq!(desk.read(&format!("claims/{aside}/articles/pont/claims.json")), "{}");
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    assert!(desk.ok(&["log"]).contains("repaired: "));
    desk.ok(&["mark", &pont, "--content", "verified", "--reason", "vu", "--evidence", "https://example.org/arrete"]);
}

#[test]
fn what_no_copy_has_needs_somebody_to_answer_for_it() {
    let (desk, _) = decided();
    let path = "claims/articles/pont/article.json";
    desk.write(path, desk.read(path).replace("\"narrator\": false", "\"narrator\": true"));
    assert_eq!(desk.run(&["check"]).code, 1);
    let run = desk.run(&["repair", "--yes"]);
    assert!(run.code == 1 && run.out.contains("no copy with the right bytes"), "{}{}", run.out, run.err);
    assert!(desk.refused(&["repair", "--adopt", "dixit.toml"]).contains("articles/pont/article.json"));
    let run = desk.run(&["repair", "--adopt", "articles/pont/article.json", "--yes"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    assert!(desk.ok(&["log"]).contains("answers for articles/pont/article.json"));
}

fn redacted(text: &str) -> String {
    let at = text.find("set-aside/").unwrap();
    format!("{}set-aside/HASH{}", &text[..at], &text[at + "set-aside/".len() + 12..])
}
