//! Checks leave the workspace: what goes out, what does not, and what is said of it.

use super::desk::Desk;
use serde_json::Value;

/// A desk with a publisher, a scale and one published check.
fn published() -> (Desk, String) {
    let desk = Desk::with_article();
    let settings = desk.read("claims/dixit.toml");
    desk.write(
        "claims/dixit.toml",
        format!("{settings}\n[publisher]\nname = \"La Vérif\"\nurl = \"https://verif.example\"\n\n[[rating]]\nname = \"true\"\nlabel = \"Exact\"\nvalue = 5\nworst = 1\nbest = 5\n"),
    );
    let pont = desk.id("Le pont restera");
    for question in ["--attribution", "--content"] {
        desk.ok(&["mark", &pont, question, "in-review"]);
        desk.ok(&[
            "mark",
            &pont,
            question,
            "verified",
            "--reason",
            "l'arrêté le dit",
            "--rating",
            "true",
            "--evidence",
            "https://example.org/arrete",
        ]);
    }
    desk.ok(&["publish", &pont, "published", "--note", "https://verif.example/pont"]);
    (desk, pont)
}

#[test]
fn only_what_is_published_goes_out() {
    let (desk, pont) = published();
    let document: Value = serde_json::from_str(&desk.ok(&["export", "claimreview"])).unwrap();
    assert_eq!(
        (&document["url"], &document["reviewRating"]["ratingValue"]),
        (&"https://verif.example/pont".into(), &5.into())
    );
    assert_eq!(desk.ok(&["export", "atom"]).matches("<entry").count(), 1);
    let other = desk.id("300");
    let refused = desk.refused(&["export", "claimreview", &other]);
    assert!(refused.contains("not published") && refused.contains("--draft"), "{refused}");
    let run = desk.run(&["export", "claimreview", &other, "--draft"]);
    let draft: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.code, &draft["creativeWorkStatus"]), (1, &"Draft".into()));
    assert!(run.err.contains("`dixit export claimreview --lint`"), "{}", run.err);
    desk.ok(&["publish", &pont, "retracted", "--note", "c'était une autre route"]);
    let document: Value = serde_json::from_str(&desk.ok(&["export", "claimreview", &pont])).unwrap();
    assert!(document["reviewRating"].is_null());
    assert_eq!(document["correction"][0]["text"], "c'était une autre route");
}

#[test]
fn the_lint_says_what_is_wrong_and_the_mend() {
    let (desk, pont) = published();
    insta::assert_snapshot!("lint", desk.ok(&["export", "claimreview", "--lint"]));
    let flaws: Value =
        serde_json::from_str(&desk.ok(&["export", "claimreview", "--lint", "--format", "json"])).unwrap();
    assert!(flaws.as_array().unwrap().iter().all(|flaw| flaw["severity"] == "warning"));
    // The scale loses a number: then no number goes out.
    let settings = desk.read("claims/dixit.toml").replace("best = 5", "");
    desk.write("claims/dixit.toml", settings);
    let run = desk.run(&["export", "claimreview", &pont, "--lint"]);
    assert!(run.code == 1 && run.out.contains("[numbers-partial]"), "{}", run.out);
    assert!(!desk.run(&["export", "claimreview", &pont]).out.contains("ratingValue"));
    assert!(desk.refused(&["export", "csv", "--lint"]).contains("no rules"));
}

#[test]
fn every_format_is_written_to_a_file_and_to_the_screen() {
    let (desk, _) = published();
    for format in ["claimreview", "html", "csv", "jsonl", "web-annotation", "atom"] {
        let shown = desk.ok(&["export", format]);
        let said = desk.ok(&["export", format, "--out", "out"]);
        assert!(said.contains("written to out"), "{said}");
        assert_eq!(desk.read("out"), shown, "{format}");
        assert!(!shown.is_empty() && shown.ends_with('\n'), "{format}");
    }
    assert!(desk.refused(&["export", "docx"]).contains("web-annotation"));
    assert!(desk.refused(&["export", "csv", "nowhere"]).contains("nowhere"));
}

#[test]
fn an_exported_set_is_a_reference_set() {
    let (desk, pont) = published();
    desk.ok(&["export", "jsonl", "pont", "--out", "pont.jsonl"]);
    let diff: Value = serde_json::from_str(&desk.run(&["diff", "pont", "pont.jsonl", "--format", "json"]).out).unwrap();
    let pairs = diff["pairs"].as_array().unwrap();
    assert!(pairs.iter().any(|pair| pair["base"] == pont.as_str() && pair["head"] == pont.as_str()), "{diff}");
}

#[test]
fn a_published_check_outlives_its_claim() {
    let (desk, pont) = published();
    // The article drops the words; the reviewer accepts that.
    desk.write("pont.txt", super::desk::ARTICLE.split("\n\n").nth(1).unwrap());
    assert_eq!(desk.run(&["add", "pont.txt"]).code, 1);
    desk.ok(&["accept", "pont", &pont, "--moved", "--reason", "the article says so no more"]);
    assert!(desk.refused(&["show", &pont]).contains(&pont));
    let document: Value = serde_json::from_str(&desk.ok(&["export", "claimreview", &pont])).unwrap();
    assert_eq!(document["claimReviewed"], "Le pont restera fermé trois mois");
    // Its words cannot be judged any more; that it is out has to be answered for, by the command that is named.
    let check = desk.run(&["check"]);
    assert!(
        check.code == 1 && check.out.contains("gone from the article; tell readers so with `dixit publish"),
        "{}",
        check.out
    );
    desk.ok(&["publish", &pont, "corrected", "--note", "l’article ne cite plus la préfète"]);
    assert!(!desk.run(&["check"]).out.contains(&pont));
    desk.ok(&["publish", &pont, "retracted", "--note", "l’agence a retiré la citation"]);
    let all: Value = serde_json::from_str(&desk.ok(&["export", "claimreview"])).unwrap();
    assert_eq!((&all["creativeWorkStatus"], &all["url"]), (&"Retracted".into(), &"https://verif.example/pont".into()));
    assert_eq!(all["correction"][1]["text"], "l’agence a retiré la citation");
    let atom = desk.ok(&["export", "atom"]);
    assert!(atom.contains("Retracted: ") && atom.contains("l’agence a retiré la citation"), "{atom}");
    // The report shows the words where they stood.
    assert!(desk.ok(&["export", "html", "pont"]).contains("Le pont restera fermé trois mois"));
    assert!(!desk.run(&["check", "--deep"]).out.contains(&pont));
    // A claim that was never published goes for good, with what was decided on it.
    let other = desk.id("300");
    desk.ok(&["mark", &other, "--content", "dropped", "--reason", "not to be checked"]);
    desk.write("pont.txt", "Il a accusé l’État d’avoir négligé l’entretien.");
    desk.run(&["add", "pont.txt", "--lang", "fr"]);
    desk.ok(&["accept", "pont", &other, "--moved", "--reason", "gone"]);
    assert!(desk.refused(&["export", "claimreview", &other, "--draft"]).contains(&other));
    assert!(!desk.run(&["check", "--deep"]).out.contains(&other));
}
