use super::desk::{ARTICLE, Desk};
use insta::assert_snapshot;
use serde_json::Value;

#[test]
fn extract_shows_claims_in_context() {
    let desk = Desk::new();
    desk.write("pont.txt", ARTICLE);
    assert_snapshot!("extract", desk.ok(&["extract", "pont.txt", "--date", "2023-03-15", "--explain"]));
}

#[test]
fn extract_reads_standard_input_and_writes_a_valid_claims_file() {
    let desk = Desk::new();
    desk.write("pont.txt", ARTICLE);
    desk.ok(&["extract", "pont.txt", "--out", "set.json"]);
    let schema: Value = serde_json::from_str(&desk.ok(&["schema"])).unwrap();
    let set: Value = serde_json::from_str(&desk.read("set.json")).unwrap();
    assert!(jsonschema::is_valid(&schema, &set));
    let json = desk.ok(&["extract", "pont.txt", "--format", "json"]);
    assert_eq!(json, desk.read("set.json"));
}

#[test]
fn a_stream_answers_line_by_line() {
    let desk = Desk::new();
    desk.write(
        "docs.jsonl",
        format!("{}\nnonsense\n", serde_json::json!({ "id": "a", "text": ARTICLE, "lang": "fr" })),
    );
    let run = desk.run(&["extract", "--jsonl", "docs.jsonl"]);
    assert_eq!(run.code, 1);
    let lines: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text: Vec<char> = ARTICLE.chars().collect();
    for claim in lines[0]["claims"].as_array().unwrap() {
        for span in claim["content"]["spans"].as_array().unwrap() {
            let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
            let words: String = text[start..end].iter().collect();
            assert!(claim["content"]["text"].as_str().unwrap().contains(&words));
        }
    }
    assert_eq!((lines[1]["id"].clone(), lines[1]["line"].clone()), (Value::Null, 2.into()));
}

#[test]
fn from_article_to_verified_claim() {
    let desk = Desk::with_article();
    let pont = desk.id("Le pont restera");
    desk.ok(&["mark", &pont, "--content", "in-review"]);
    desk.write("arrete.txt", "Le pont est fermé jusqu'au 15 juin.");
    desk.ok(&["evidence", &pont, "arrete.txt", "--quote", "jusqu'au 15 juin", "--publisher", "préfecture"]);
    desk.ok(&["mark", &pont, "--content", "verified", "--reason", "l'arrêté le dit"]);
    desk.ok(&["mark", &pont, "--attribution", "in-review"]);
    desk.ok(&[
        "mark",
        &pont,
        "--attribution",
        "disputed",
        "--reason",
        "elle a dit deux mois",
        "--evidence",
        "https://example.org/video",
    ]);
    assert_snapshot!("status", desk.ok(&["status"]));
    assert_snapshot!("list", desk.ok(&["list"]));
    assert_snapshot!("show", desk.ok(&["show", &pont]));
    assert_snapshot!("log", desk.ok(&["log"]));
    assert_eq!(desk.ok(&["check"]), "all in order\n");
    assert_eq!(desk.ok(&["list", "--state", "disputed"]).lines().count(), 2);
    desk.ok(&["publish", &pont, "published"]);
    assert!(desk.refused(&["publish", &pont, "corrected"]).contains("what was wrong"));
    desk.ok(&["publish", &pont, "corrected", "--note", "la durée était fausse"]);
}

#[test]
fn a_revision_waits_until_somebody_accepts_it() {
    let desk = Desk::with_article();
    let accepted = desk.read("claims/articles/pont/claims.json");
    let isolated = desk.id("300");
    desk.ok(&["mark", &isolated, "--content", "in-review"]);
    desk.ok(&[
        "mark",
        &isolated,
        "--content",
        "verified",
        "--reason",
        "registre",
        "--evidence",
        "https://example.org/r",
    ]);
    desk.write(
        "pont.txt",
        ARTICLE
            .replace("300", "500")
            .replace("Il a accusé l’État d’avoir négligé l’entretien.", "Il a réclamé des moyens."),
    );
    let run = desk.run(&["add", "pont.txt"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(desk.read("claims/articles/pont/claims.json"), accepted, "nothing accepted is overwritten");
    let review = desk.run(&["review", "--pending"]);
    assert_eq!(review.code, 1);
    assert_snapshot!("pending", review.out);
    assert_eq!(desk.run(&["check"]).code, 1);
    desk.ok(&["accept", "pont", &isolated, "--reason", "nouveau bilan"]);
    let check = desk.run(&["check"]);
    assert!(check.out.contains("stale"), "{}", check.out);
    let rest: Vec<String> = serde_json::from_str::<Value>(&desk.run(&["review", "--pending", "--format", "json"]).out)
        .unwrap()["pending"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["claim"].as_str().unwrap().to_owned())
        .collect();
    for id in &rest {
        desk.ok(&["reject", "pont", id, "--reason", "on garde"]);
    }
    assert!(!desk.path("claims/articles/pont/pending.json").exists());
    assert_eq!(
        desk.ok(&["add", "pont.txt"]),
        "pont: nothing new since revision 2\n",
        "what was rejected does not come again"
    );
}

#[test]
fn diff_names_what_changed() {
    let desk = Desk::with_article();
    desk.write("pont.txt", ARTICLE.replace("300", "500").replace("a annoncé", "a prétendu"));
    desk.run(&["add", "pont.txt"]);
    let run = desk.run(&["diff", "pont@1", "pont@2"]);
    assert_eq!(run.code, 1);
    assert_snapshot!("diff", run.out);
    assert_eq!(desk.run(&["diff", "pont@1", "pont@1"]).code, 0);
    let json: Value = serde_json::from_str(&desk.run(&["diff", "pont@1", "pont@2", "--format", "json"]).out).unwrap();
    assert_eq!(json["pairs"][1]["relation"], "changed");
    assert_eq!(json["pairs"][1]["details"][0]["kind"], "number");
}

#[test]
fn a_second_reader_signs() {
    let desk = Desk::with_article();
    let settings = desk.read("claims/dixit.toml").replace("second_reader = false", "second_reader = true");
    desk.write("claims/dixit.toml", settings);
    let pont = desk.id("Le pont restera");
    desk.ok(&["mark", &pont, "--content", "in-review"]);
    let verify = ["mark", &pont, "--content", "verified", "--reason", "vu", "--evidence", "https://example.org/x"];
    assert!(desk.ok(&verify).contains("waits for a second reader"));
    assert!(desk.refused(&verify).contains("second person"));
    let second = [&verify[..], &["--reviewer", "Bo Lind"]].concat();
    assert_eq!(desk.ok(&second).trim(), format!("{pont}  attribution unverified · content verified"));
}

#[test]
fn completions_and_manual_pages_come_out() {
    let desk = Desk::new();
    assert!(desk.ok(&["completions", "bash"]).contains("dixit"));
    assert!(desk.ok(&["man"]).contains(".TH dixit"));
    assert!(desk.ok(&["man", "mark"]).contains("in\\-review"));
}

#[test]
fn programs_get_json_from_every_command_that_prints() {
    let desk = Desk::new();
    desk.write("pont.txt", ARTICLE);
    let json = |args: &[&str]| -> Value {
        let run = desk.run(&[args, &["--format", "json"]].concat());
        assert!(run.code < 2, "{args:?}: {}", run.err);
        serde_json::from_str(&run.out).unwrap()
    };
    assert_eq!(json(&["init"])["workspace"], "claims");
    assert_eq!(json(&["add", "pont.txt"])["claims"], 3);
    let pont = desk.id("Le pont restera");
    assert_eq!(json(&["mark", &pont, "--content", "dropped", "--reason", "x"])["content"], "dropped");
    assert_eq!(json(&["evidence", &pont, "https://example.org"])["evidence"][0]["stance"], "supports");
    assert_eq!(json(&["publish", &pont, "published"])["publication"], "published");
    desk.write("pont.txt", ARTICLE.replace("300", "500"));
    assert_eq!(json(&["add", "pont.txt"])["revision"], 2);
    let change = json(&["review", "--pending"])["pending"][0]["claim"].as_str().unwrap().to_owned();
    assert_eq!(json(&["accept", "pont", &change, "--reason", "x"])["accepted"][0], change.as_str());
    for command in [
        &["status"][..],
        &["list"],
        &["show", "pont"],
        &["show", &pont],
        &["log"],
        &["check"],
        &["diff", "pont@1", "pont@2"],
    ] {
        json(command);
    }
}

/// An annotated article of our own: one claim found as annotated, one with other words, one not found, one too many.
const ANNOTATED: &str = r#"{"id": "pont", "lang": "fr", "date": "2024-03-02", "title": null, "text": "« Le pont tiendra », a dit le maire. La préfète a affirmé que les travaux finiraient en mai, sauf imprévu. Un riverain en doute.", "attributions": [{"source": [[27, 35]], "cue": [[21, 26]], "content": [[2, 17]], "type": "direct"}, {"source": [[37, 47]], "cue": [[48, 57]], "content": [[62, 91]], "type": "indirect"}, {"source": [[107, 118]], "cue": [[122, 127]], "content": [[119, 121]], "type": "indirect"}]}
"#;

#[test]
fn eval_scores_and_underlines_errors() {
    let desk = Desk::new();
    desk.write("gold.jsonl", ANNOTATED);
    assert_snapshot!("eval", desk.ok(&["eval", "gold.jsonl", "--errors", "--html", "errors.html"]));
    assert!(desk.read("errors.html").contains("<mark class=\"wanted\""));
    let json: Value = serde_json::from_str(&desk.ok(&["eval", "gold.jsonl", "--format", "json"])).unwrap();
    assert_eq!(json["citron"]["exact"]["cue"]["hits"], 2);
    assert_eq!(json["attribution"]["gold"], 3);
}

#[test]
fn eval_names_the_line_that_is_no_annotation() {
    let desk = Desk::new();
    desk.write("gold.jsonl", format!("{ANNOTATED}{{\"id\": \"x\"}}\n"));
    let run = desk.run(&["eval", "gold.jsonl"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("line 2 is not an annotated document"), "{}", run.err);
    desk.write("gold.jsonl", ANNOTATED.replace("[2, 17]", "[2, 1700]"));
    let run = desk.run(&["eval", "gold.jsonl"]);
    assert!(run.code == 2 && run.err.contains("the span [2, 1700]"), "{}", run.err);
}
