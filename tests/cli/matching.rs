use super::desk::{ARTICLE, Desk};
use insta::assert_snapshot;
use serde_json::{Value, json};

const SET: &str = r#"{"id": "b1", "text": "The old bridge of Arlen will stay closed until 15 June.", "title": "Is the bridge of Arlen closed?", "label": "true", "date": "2023-03-16", "lang": "en", "url": "https://example.org/b1"}
{"id": "b2", "text": "Le nouveau pont coûtera douze millions d’euros.", "label": "faux", "lang": "fr"}
{"id": "b3", "text": "Turkey is reinforcing Azerbaijan.", "speaker": "Mike Pompeo", "label": "unproven", "lang": "en"}
{"id": "b4", "text": "The town hall sold its library to a bank in 2019.", "label": "false", "lang": "en"}
{"id": "b5", "text": "Près de 600 soldats ont été tués depuis le 27 septembre.", "label": "exact", "lang": "fr"}
"#;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("set.jsonl", SET);
    desk
}

#[test]
fn a_claim_is_looked_up_across_languages() {
    let desk = desk();
    let claims = [
        "Nous avons vu la Turquie renforcer l’Azerbaïdjan",
        "Some 900 soldiers have been killed since 27 September",
        "The town hall sold its library in 2019",
        "Les chats dorment seize heures par jour",
    ];
    let pages: String = claims.iter().map(|claim| desk.ok(&["match", claim, "--reference", "set.jsonl"])).collect();
    assert_snapshot!("match", pages);
}

#[test]
fn a_stream_is_answered_in_order() {
    let desk = desk();
    let mut lines = String::new();
    for n in 0..100 {
        let text =
            if n % 2 == 0 { "Turkey reinforces Azerbaijan" } else { "La mairie a vendu sa bibliothèque en 2019" };
        lines.push_str(&format!("{}\n", json!({ "id": n, "text": text })));
    }
    desk.write("claims.jsonl", format!("{lines}nonsense\n{}\n", json!({ "id": "x", "text": "Oui", "lang": "12" })));
    let run = desk.run(&["match", "--jsonl", "--reference", "set.jsonl", "--top", "2", "claims.jsonl"]);
    assert_eq!(run.code, 1);
    let answers: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 102);
    for (n, answer) in answers[..100].iter().enumerate() {
        assert_eq!(answer["id"], n);
        let first = &answer["matches"][0];
        assert_eq!(first["id"], if n % 2 == 0 { "b3" } else { "b4" }, "{answer}");
        assert!(first["score"].as_f64().unwrap() > 0.3 && !first["why"].as_array().unwrap().is_empty());
        assert!(answer["matches"].as_array().unwrap().len() <= 2);
    }
    assert_eq!((&answers[100]["id"], &answers[100]["line"]), (&Value::Null, &101.into()));
    assert_eq!(answers[101]["id"], "x");
    desk.write("fine.jsonl", lines);
    assert_eq!(desk.run(&["match", "--jsonl", "--reference", "set.jsonl", "fine.jsonl"]).code, 0);
}

#[test]
fn a_bad_line_is_named_and_the_rest_is_searched() {
    let desk = Desk::new();
    desk.write("set.jsonl", format!("{SET}{{\"id\": 7}}\n\n{{\"id\": \"e\", \"text\": \"  \"}}\n"));
    let run = desk.run(&["match", "Turkey is reinforcing Azerbaijan", "--reference", "set.jsonl"]);
    assert_eq!(run.code, 1);
    assert!(
        run.err.contains("set.jsonl line 6: ") && run.err.contains("set.jsonl line 8: the text is empty"),
        "{}",
        run.err
    );
    assert!(run.out.contains("identical · b3") || run.out.contains("b3"), "{}", run.out);
}

#[test]
fn sets_that_cannot_be_searched_are_refused() {
    let desk = Desk::new();
    desk.write("empty.jsonl", "");
    desk.write("nothing.jsonl", "rien\n");
    desk.write("double.jsonl", "{\"id\":\"a\",\"text\":\"x y\"}\n{\"id\":\"a\",\"text\":\"z\"}\n");
    for (file, said) in [
        ("empty.jsonl", "no record"),
        ("nothing.jsonl", "no record"),
        ("double.jsonl", "line 2: the id was there before, on line 1"),
        ("none.jsonl", "cannot open"),
    ] {
        let error = desk.refused(&["match", "Un pont", "--reference", file]);
        assert!(error.contains(file) && error.contains(said), "{file}: {error}");
    }
    desk.write("set.jsonl", SET);
    assert!(desk.refused(&["match", "--reference", "set.jsonl"]).contains("which claim?"));
    assert!(desk.refused(&["match", "?!", "--reference", "set.jsonl"]).contains("no words"));
    assert!(desk.refused(&["match", "x y"]).contains("which reference set?"));
}

#[test]
fn an_index_is_used_brought_up_to_date_or_refused() {
    let desk = desk();
    let ask = |code: i32| {
        let run =
            desk.run(&["match", "Turkey is reinforcing Azerbaijan", "--reference", "set.jsonl", "--format", "json"]);
        assert_eq!(run.code, code, "{}", run.err);
        run
    };
    let plain = ask(0);
    assert!(desk.ok(&["reference", "index", "set.jsonl"]).contains("5 records · en, fr · indexed"));
    let indexed = ask(0);
    assert_eq!((indexed.out.as_str(), indexed.err.as_str()), (plain.out.as_str(), ""));

    desk.write(
        "set.jsonl",
        format!("{SET}{}\n", json!({ "id": "b6", "text": "Turkey left Azerbaijan alone.", "lang": "en" })),
    );
    let grown = ask(0);
    assert!(grown.err.contains("lacks 1 new record") && grown.out.contains("b6"), "{}", grown.err);
    desk.ok(&["reference", "index", "set.jsonl"]);
    let current = ask(0);
    assert_eq!((current.out.as_str(), current.err.as_str()), (grown.out.as_str(), ""));

    desk.write("set.jsonl", SET.replace("Turkey", "Norway"));
    assert!(ask(0).err.contains("of another state of the set"));

    let index = std::fs::read(desk.path("set.jsonl.index")).unwrap();
    let mut damaged = index.clone();
    damaged[index.len() / 2] ^= 1;
    let mut other = index;
    other[12] = 99;
    for (bytes, said) in [(damaged, "is damaged"), (other, "is of format 99"), (b"PK".to_vec(), "is no index")] {
        desk.write("set.jsonl.index", bytes);
        let error = ask(2).err;
        assert!(error.contains(said) && error.contains("dixit reference index set.jsonl"), "{error}");
    }
    desk.ok(&["reference", "index", "set.jsonl"]);
    assert_eq!(ask(0).err, "");
}

#[test]
fn a_workspace_keeps_sets_and_shows_what_was_checked() {
    let desk = Desk::new();
    desk.write("pont.txt", ARTICLE);
    desk.ok(&["init"]);
    desk.ok(&["add", "pont.txt"]);
    let claim = desk.ok(&["list"]).lines().nth(1).unwrap().trim().to_owned();
    desk.write(
        "checks.jsonl",
        format!("{}\n{SET}", json!({ "id": "same", "text": claim, "label": "vrai", "lang": "fr" })),
    );
    assert!(desk.ok(&["reference", "list"]).contains("no reference sets"));
    assert!(desk.ok(&["reference", "add", "checks.jsonl"]).starts_with("checks  6 records"));
    assert!(desk.refused(&["reference", "add", "checks.jsonl"]).contains("has a set checks already"));
    assert!(desk.refused(&["reference", "add", "checks.jsonl", "--as", "../x"]).contains("no name for a set"));
    assert!(desk.ok(&["reference", "list", "--format", "json"]).contains("\"indexed\": true"));
    assert!(desk.ok(&["show", "pont"]).contains("checked before: same · identical · vrai"));
    // Programs are told the same, wherever they ask.
    let json = |args: &[&str]| -> Value {
        serde_json::from_str(&desk.run(&[args, &["--format", "json"]].concat()).out).unwrap()
    };
    let (shown, listed, queue) = (json(&["show", "pont"]), json(&["list"]), json(&["review"]));
    let (id, best) = shown["checked_before"].as_object().unwrap().iter().next().unwrap();
    assert_eq!((&best["id"], &best["relation"]), (&json!("same"), &json!("identical")));
    assert!(!best["why"].as_array().unwrap().is_empty());
    assert_eq!(json(&["show", id])["checked_before"], *best);
    let listed = listed.as_array().unwrap().iter().find(|entry| entry["claim"]["id"] == id.as_str()).unwrap();
    assert_eq!(listed["checked_before"], *best);
    let queued = queue["undecided"].as_array().unwrap().iter().find(|entry| entry["claim"] == id.as_str()).unwrap();
    assert_eq!(queued["checked_before"], *best);
    let review = desk.run(&["review"]).out;
    assert!(review.contains("checked before: same"), "{review}");
    assert!(desk.ok(&["match", "pont"]).contains("same"));
    assert!(desk.ok(&["reference", "remove", "checks"]).contains("removed checks"));
    assert!(desk.refused(&["reference", "remove", "checks"]).contains("no set checks"));
    assert!(!desk.ok(&["show", "pont"]).contains("checked before"));
}

#[test]
fn claims_of_several_languages_and_any_length_are_looked_up_in_a_set_that_names_no_language() {
    let desk = Desk::new();
    let set: String = SET
        .lines()
        .map(|line| {
            let mut record: Value = serde_json::from_str(line).unwrap();
            record.as_object_mut().unwrap().remove("lang");
            format!("{record}\n")
        })
        .collect();
    desk.write("set.jsonl", set);
    let long: String = (0..100_000).map(|n| ["town", "hall", "library", "weather"][n % 4].to_owned() + " ").collect();
    let claims = [
        ("fr", "Le nouveau pont coûtera 12 millions", "b2"),
        ("en", "Turkey reinforces Azerbaijan", "b3"),
        ("de", "Die Türkei verstärkt Aserbaidschan", "b3"),
        ("long", &long, "b4"),
    ];
    let lines: String = claims.iter().map(|(id, text, _)| format!("{}\n", json!({ "id": id, "text": text }))).collect();
    desk.write("claims.jsonl", lines);
    let run = desk.run(&["match", "--jsonl", "--reference", "set.jsonl", "claims.jsonl"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for (line, (id, _, right)) in run.out.lines().zip(claims) {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&answer["id"], &answer["matches"][0]["id"]), (&json!(id), &json!(right)), "{answer}");
    }
    assert_eq!(run.out.lines().count(), claims.len());
}
