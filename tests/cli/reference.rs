//! A reference set does not change without a trace.

use super::desk::{Desk, copy};

const SET: &str = "{\"id\": \"a\", \"text\": \"Le pont est fermé.\", \"label\": \"true\"}\n";
const MORE: &str = "{\"id\": \"b\", \"text\": \"Le tunnel est ouvert.\"}\n";
const FILE: &str = "claims/reference/checks.jsonl";

#[test]
fn the_journal_says_who_changed_a_set() {
    let desk = Desk::with_article();
    desk.write("checks.jsonl", SET);
    desk.ok(&["reference", "add", "checks.jsonl"]);
    desk.write("new.csv", "id,text,rating\nc,Le quai est vide.,faux\n");
    assert_eq!(desk.run(&["import", "new.csv", "--as", "checks"]).code, 1, "a rating without a meaning");
    let log = desk.ok(&["log"]);
    assert!(log.contains("Ana Ruiz  added the reference set checks: 1 record from checks.jsonl"), "{log}");
    assert!(log.contains("imported the reference set checks: 2 records from new.csv"), "{log}");
    let lines = desk.read("claims/journal.jsonl");
    assert_eq!(desk.run(&["import", "new.csv", "--as", "checks"]).code, 1);
    assert_eq!(desk.read("claims/journal.jsonl"), lines, "what changes nothing is no event");
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    desk.ok(&["reference", "remove", "checks"]);
    assert!(desk.ok(&["log"]).contains("removed the reference set checks: 0 records"));
    assert!(!desk.path(FILE).exists());
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
}

#[test]
fn a_set_that_was_changed_by_other_means_is_named_until_somebody_answers_for_it() {
    let desk = Desk::with_article();
    desk.write("checks.jsonl", SET);
    desk.ok(&["reference", "add", "checks.jsonl"]);
    desk.write(FILE, SET.replace("true", "false"));
    let check = desk.run(&["check"]);
    assert!(check.code == 1 && check.out.contains("checks.jsonl: was changed by another program"), "{}", check.out);
    desk.write("new.csv", "id,text,rating\nc,Le quai est vide.,faux\n");
    let before = desk.files();
    assert!(
        desk.refused(&["import", "new.csv", "--as", "checks"]).contains("answer for it with `dixit reference record")
    );
    assert_eq!(desk.files(), before);
    assert!(desk.ok(&["reference", "record", "checks"]).starts_with("checks  1 record"));
    assert!(desk.ok(&["log"]).contains("recorded the reference set checks"));
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    std::fs::remove_file(desk.path(FILE)).unwrap();
    assert!(desk.run(&["check"]).out.contains("checks.jsonl: is gone"));
}

#[test]
fn a_set_that_no_event_brought_is_named() {
    let desk = Desk::with_article();
    std::fs::create_dir(desk.path("claims/reference")).unwrap();
    desk.write(FILE, SET);
    let check = desk.run(&["check"]);
    assert!(check.code == 1 && check.out.contains("checks.jsonl: is in no event"), "{}", check.out);
    desk.ok(&["reference", "record", "checks"]);
    assert_eq!(desk.ok(&["check"]), "all in order\n");
    assert!(desk.refused(&["reference", "record", "none"]).contains("has no set none"));
}

#[test]
fn sets_are_merged_or_set_aside() {
    let desk = Desk::with_article();
    desk.write("checks.jsonl", SET);
    desk.write("more.jsonl", MORE);
    copy(&desk.path("claims"), &desk.path("theirs"));
    let theirs = |args: &[&str]| desk.run(&[&["--workspace", "theirs", "--reviewer", "Bob"], args].concat());
    assert_eq!(theirs(&["reference", "add", "checks.jsonl"]).code, 0);
    assert_eq!(theirs(&["reference", "add", "more.jsonl", "--as", "both"]).code, 0);
    desk.ok(&["reference", "add", "checks.jsonl", "--as", "both"]);
    let run = desk.run(&["merge", "theirs"]);
    assert!(run.code == 1 && run.out.contains("reference/both.jsonl: both sides changed it"), "{}{}", run.out, run.err);
    assert_eq!(desk.read(FILE), SET);
    assert_eq!(desk.read("claims/reference/both.jsonl"), SET);
    let place = run.out.split("the other is in ").nth(1).unwrap().trim().to_owned();
    assert_eq!(desk.read(&format!("claims/{place}")), MORE);
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
}
