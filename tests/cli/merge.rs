//! Two copies of a workspace that grew apart.

use super::desk::{Desk, copy};
use std::process::Command;

const EDITED: &str = "« Le pont restera fermé six mois », a annoncé lundi la préfète, Agnès Colin.\n\nSelon le maire de Vaux, près de 500 habitants sont isolés. Il a accusé l’État d’avoir négligé l’entretien.\n";

/// A desk whose workspace has a copy, `theirs`, with two pending changes in both.
fn two_copies() -> Desk {
    let desk = Desk::with_article();
    desk.write("pont.txt", EDITED);
    assert_eq!(desk.run(&["add", "pont.txt", "--date", "2023-03-15"]).code, 1);
    copy(&desk.path("claims"), &desk.path("theirs"));
    desk
}

fn theirs<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [&["--workspace", "theirs", "--reviewer", "Bob Stein"], args].concat()
}

#[test]
fn decisions_of_both_sides_count_and_conflicts_are_shown() {
    let desk = two_copies();
    let (pont, vaux) = (desk.id("pont"), desk.id("habitants"));
    desk.ok(&["mark", &pont, "--content", "dropped", "--reason", "doublon"]);
    desk.ok(&theirs(&["mark", &pont, "--content", "in-review"]));
    desk.ok(&theirs(&["mark", &vaux, "--content", "in-review"]));
    let run = desk.run(&["merge", "theirs"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.starts_with("2 events merged, 0 files taken\n"), "{}", run.out);
    assert!(run.out.contains("content is dropped by Ana Ruiz here and in-review by Bob Stein there"), "{}", run.out);
    let check = desk.run(&["check", "--deep"]).out;
    assert!(check.contains("so neither counts; decide with `dixit mark") && !check.contains("damage"), "{check}");
    assert!(desk.ok(&["show", &vaux]).contains("in-review"));
    desk.ok(&["mark", &pont, "--content", "dropped", "--reason", "doublon, vu à deux"]);
    assert!(!desk.run(&["check", "--deep"]).out.contains("neither counts"));
    assert!(desk.ok(&["merge", "theirs"]).starts_with("nothing to merge"));
    let log = desk.ok(&["log"]);
    assert!(log.contains("Bob Stein") && log.contains("merged 2 lines of a journal that grew apart"), "{log}");
}

#[test]
fn changes_that_the_two_sides_accepted_are_brought_together() {
    let desk = two_copies();
    let (pont, vaux) = (desk.id("pont"), desk.id("habitants"));
    desk.ok(&["accept", "pont", &pont, "--reason", "vu"]);
    desk.ok(&theirs(&["accept", "pont", &vaux, "--reason", "vu"]));
    let out = desk.ok(&["merge", "theirs"]);
    assert!(out.starts_with("1 event merged, 1 file taken"), "{out}");
    assert!(desk.ok(&["show", &pont]).contains("six mois"));
    assert!(desk.ok(&["show", &vaux]).contains("500 habitants"));
    assert_eq!(desk.run(&["check", "--deep"]).out.matches("damage").count(), 0);
}

#[test]
fn two_new_texts_are_both_kept() {
    let desk = Desk::with_article();
    copy(&desk.path("claims"), &desk.path("theirs"));
    desk.write("ours.txt", EDITED);
    desk.write("other.txt", EDITED.replace("six mois", "un an"));
    assert_eq!(desk.run(&["add", "ours.txt", "--as", "pont", "--date", "2023-03-15"]).code, 1);
    assert_eq!(desk.run(&theirs(&["add", "other.txt", "--as", "pont", "--date", "2023-03-15"])).code, 1);
    let run = desk.run(&["merge", "theirs"]);
    assert!(run.code == 1 && run.out.contains("both sides captured a new text"), "{}{}", run.out, run.err);
    let place = run.out.split("the other is in ").nth(1).unwrap().split(": add").next().unwrap().to_owned();
    assert!(desk.read(&format!("claims/{place}/r2.txt")).contains("un an"));
    assert!(desk.read("claims/articles/pont/r2.txt").contains("six mois"));
    assert_eq!(desk.run(&["check", "--deep"]).out.matches("damage").count(), 0);
}

#[test]
fn strangers_and_damage_are_refused_and_nothing_changes() {
    let desk = two_copies();
    desk.ok(&theirs(&["mark", &desk.id("pont"), "--content", "in-review"]));
    desk.ok(&["init", "stranger"]);
    desk.write("stranger/journal.jsonl", desk.read("stranger/journal.jsonl").replace("init", "Init"));
    let before = desk.files();
    assert!(desk.refused(&["merge", "stranger"]).contains("journal is damaged"));
    assert!(desk.refused(&["merge", "nowhere"]).contains("no workspace"));
    desk.write("theirs/journal.jsonl", desk.read("theirs/journal.jsonl").replace("Bob", "Eve"));
    assert!(desk.refused(&["merge", "theirs"]).contains("repair it first"));
    assert_eq!(desk.files(), before);
}

#[test]
fn git_merges_the_journals_of_two_branches() {
    let desk = Desk::with_article();
    let git = |args: &[&str]| {
        let output = Command::new("git")
            .args(["-c", "user.name=Ana Ruiz", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(desk.path("claims"))
            .env("DIXIT_NOW", "2023-03-16T09:00:00Z")
            .env("DIXIT_REVIEWER", "Ana Ruiz")
            .output()
            .unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let (pont, vaux) = (desk.id("pont"), desk.id("habitants"));
    git(&["init", "-q", "-b", "main"]);
    git(&["config", "merge.dixit.driver", &format!("{} merge --driver %A %B", env!("CARGO_BIN_EXE_dixit"))]);
    git(&["config", "merge.dixit-head.driver", "true"]);
    desk.write("claims/.gitattributes", "journal.jsonl merge=dixit\njournal.head merge=dixit-head\n");
    git(&["add", "-A"]);
    git(&["commit", "-qm", "Capture the article"]);
    git(&["checkout", "-qb", "other"]);
    desk.write("plan.txt", "Plan du pont");
    desk.ok(&["evidence", &vaux, "plan.txt"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "Add evidence"]);
    git(&["checkout", "-q", "main"]);
    desk.ok(&["mark", &pont, "--content", "in-review"]);
    git(&["commit", "-qam", "Begin"]);
    git(&["merge", "-q", "other", "-m", "Merge"]);
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    assert!(desk.ok(&["show", &vaux]).contains("evidence/"));
    desk.ok(&["mark", &vaux, "--content", "in-review"]);
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
}
