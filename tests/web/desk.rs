//! What people do at the desk.

use super::client::{ARTICLE, Answer, FORM, Visitor, Workspace, form, multipart};

#[test]
fn a_claim_is_verified_with_evidence_and_the_journal_says_who() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Ana  Lopes");
    let id = workspace.claim("pont Neuf");
    let page = server.get("/article/pont").body;
    assert!(page.contains("pont Neuf"), "readable without signing in");
    assert!(!server.get(&format!("/claim/{id}")).body.contains("class=\"moves\""), "but nothing can be decided");
    assert_eq!(visitor.mark(&id, "verified", &[("reason", "x")]).status, 422, "not straight from unverified");
    assert_eq!(visitor.mark(&id, "in-review", &[]).status, 303);
    let refused = visitor.mark(&id, "verified", &[("reason", "seen the <report>")]);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("needs at least one piece of evidence"), "{}", refused.body);
    assert!(refused.body.contains("seen the &lt;report&gt;"), "what was typed is still there");
    let csrf = visitor.csrf();
    let fields = [
        ("csrf", csrf.as_str()),
        ("stance", "supports"),
        ("source", ""),
        ("quote", "no crack"),
        ("by", "Eve"),
        ("name", "Eve"),
    ];
    let (kind, body) = multipart(&fields, ("report.pdf", b"%PDF"));
    assert_eq!(visitor.send(&format!("/claim/{id}/evidence"), &kind, &body).status, 303);
    assert_eq!(
        visitor.mark(&id, "verified", &[("reason", "the report says so"), ("by", "Eve"), ("reviewer", "Eve")]).status,
        303
    );
    let last = workspace.journal().lines().last().unwrap().to_owned();
    assert!(last.contains("\"by\":\"Ana Lopes\"") && last.contains("\"state\":\"verified\""), "{last}");
    assert!(!workspace.journal().contains("Eve"));
    let journal = visitor.get("/journal").body;
    assert!(journal.contains("the report says so") && journal.contains("Ana Lopes"));
    assert!(visitor.get("/report/pont").body.contains("the report says so"));
    workspace.dixit(&["check"]);
}

#[test]
fn of_two_who_decide_at_once_the_second_is_told() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let (ana, bob) = (server.sign_in("Ana"), server.sign_in("Bob"));
    let id = workspace.claim("pont Neuf");
    let seen = bob.seen();
    assert_eq!(ana.mark(&id, "dropped", &[("reason", "an opinion of the mayor")]).status, 303);
    let before = workspace.journal();
    let late = bob.post(
        &format!("/claim/{id}/mark"),
        &[("question", "content"), ("state", "in-review"), ("seen", &seen), ("reason", "my own words"), ("back", "/")],
    );
    assert_eq!(late.status, 409);
    for words in ["Somebody decided on this claim", "an opinion of the mayor", "Ana"] {
        assert!(late.body.contains(words), "{words}");
    }
    assert_eq!(workspace.journal(), before, "nothing of the second was saved");
    // Knowing of it, the second may decide.
    assert_eq!(bob.mark(&id, "in-review", &[("reason", "it can be checked")]).status, 303);
}

/// Presses the button that takes back the last step, as the review page shows it.
fn take_back(visitor: &Visitor<'_>) -> Answer {
    let page = visitor.get("/review").body;
    let step = field(&page, "step");
    visitor.post("/undo", &[("step", &step), ("back", "/review")])
}

/// The value of a form's field; empty when the page has none.
fn field(page: &str, name: &str) -> String {
    let rest = page.split_once(&format!("name=\"{name}\" value=\"")).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn the_last_step_is_taken_back_by_an_event() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let (ana, bob) = (server.sign_in("Ana"), server.sign_in("Bob"));
    let id = workspace.claim("pont Neuf");
    assert_eq!(take_back(&ana).status, 409, "nothing to take back");
    assert_eq!(ana.mark(&id, "in-review", &[]).status, 303);
    assert_eq!(ana.mark(&id, "unverifiable", &[("reason", "no record is kept")]).status, 303);
    let step = field(&ana.get("/review").body, "step");
    assert_eq!(take_back(&bob).status, 409, "Bob has no step");
    assert_eq!(bob.post("/undo", &[("step", &step), ("back", "/review")]).status, 409, "nor takes back Ana's");
    assert_eq!(take_back(&ana).status, 303);
    assert!(workspace.dixit(&["show", &id]).contains("in-review"));
    assert_eq!(ana.post("/undo", &[("step", &step), ("back", "/")]).status, 409, "pressed twice, it goes once");
    assert_eq!(take_back(&ana).status, 303);
    let shown: serde_json::Value = serde_json::from_str(&workspace.dixit(&["--format", "json", "show", &id])).unwrap();
    assert_eq!(shown["content"], "unverified", "{shown:#}");
    assert_eq!(workspace.journal().lines().filter(|line| line.contains("\"event\":\"undone\"")).count(), 2);
    // What somebody else has built upon stays.
    assert_eq!(ana.mark(&id, "in-review", &[]).status, 303);
    assert_eq!(bob.mark(&id, "unverifiable", &[("reason", "no record")]).status, 303);
    assert_eq!(take_back(&ana).status, 409);
    workspace.dixit(&["check", "--deep"]);
}

#[test]
fn the_last_step_is_taken_back_after_a_restart_and_from_a_terminal_s_work_too() {
    let workspace = Workspace::new("Le pont");
    workspace.add(&ARTICLE.replace("trois fissures", "sept fissures"), "Le pont");
    let now = |name: &str| std::fs::read_to_string(workspace.path().join("articles/pont").join(name)).unwrap();
    let before = (now("claims.json"), now("pending.json"));
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Ana");
    let (claim, proposed) = shown(&visitor.get("/review").body);
    let fields = [
        ("claim", claim.as_str()),
        ("proposed", &proposed),
        ("act", "accept"),
        ("reason", "seen"),
        ("back", "/review"),
    ];
    assert_eq!(visitor.post("/article/pont/resolve", &fields).status, 303);
    drop(server);
    let again = workspace.serve(&[]);
    let visitor = again.sign_in("Ana");
    assert_eq!(take_back(&visitor).status, 303);
    assert_eq!((now("claims.json"), now("pending.json")), before);
    // The command line decides in Inès's name; at the desk she takes it back.
    let id = workspace.claim("pont Neuf");
    workspace.dixit(&["mark", &id, "--content", "in-review"]);
    let ines = again.sign_in("Inès");
    assert_eq!(take_back(&ines).status, 303);
    assert!(workspace.dixit(&["show", &id]).contains("unverified"));
    // A copy that has lost what was there before says so, and changes nothing.
    let (claim, proposed) = shown(&visitor.get("/review").body);
    let fields =
        [("claim", claim.as_str()), ("proposed", &proposed), ("act", "reject"), ("reason", "no"), ("back", "/review")];
    assert_eq!(visitor.post("/article/pont/resolve", &fields).status, 303);
    std::fs::remove_dir_all(workspace.path().join(".undo")).unwrap();
    let journal = workspace.journal();
    let refused = take_back(&visitor);
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("not kept on this machine"), "{}", refused.body);
    assert_eq!(workspace.journal(), journal);
    workspace.dixit(&["check", "--deep"]);
}

#[test]
fn a_check_is_commented_published_corrected_and_retracted() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let ana = server.sign_in("Ana");
    let id = workspace.claim("pont Neuf");
    let publish = |status: &str, note: &str| {
        let seen = ana.seen();
        ana.post(&format!("/claim/{id}/publish"), &[("status", status), ("note", note), ("seen", &seen)])
    };
    let undecided = publish("published", "");
    assert_eq!(undecided.status, 422);
    assert!(undecided.body.contains("Decide first whether it is true"));
    assert!(!ana.get(&format!("/claim/{id}")).body.contains("/publish\""), "no form before a decision");
    assert_eq!(ana.mark(&id, "in-review", &[]).status, 303);
    assert_eq!(ana.mark(&id, "unverifiable", &[("reason", "no record is kept")]).status, 303);
    assert_eq!(publish("corrected", "x").status, 422, "not before it is out");
    assert_eq!(publish("published", "https://example.org/check").status, 303);
    let silent = publish("retracted", " ");
    assert_eq!(silent.status, 422);
    assert!(silent.body.contains("Say what was wrong"));
    assert_eq!(publish("corrected", "the <date> was wrong").status, 303);
    assert_eq!(publish("retracted", "the source was withdrawn").status, 303);
    let page = ana.get(&format!("/claim/{id}")).body;
    assert!(page.contains("the &lt;date&gt; was wrong") && page.contains("the source was withdrawn"), "{page}");
    assert_eq!(ana.post(&format!("/claim/{id}/comment"), &[("text", "  ")]).status, 422);
    assert_eq!(ana.post(&format!("/claim/{id}/comment"), &[("text", "call the <agency>")]).status, 303);
    assert!(ana.get(&format!("/claim/{id}")).body.contains("call the &lt;agency&gt;"));
    assert!(ana.get("/journal").body.contains("call the &lt;agency&gt;"));
    // Two who publish at once: the second is told.
    let seen = ana.seen();
    assert_eq!(publish("published", "").status, 303);
    let late =
        ana.post(&format!("/claim/{id}/publish"), &[("status", "corrected"), ("note", "my words"), ("seen", &seen)]);
    assert_eq!(late.status, 409);
    assert!(late.body.contains("my words"), "what was typed is still there");
    workspace.dixit(&["check", "--deep"]);
}

#[test]
fn what_the_store_refuses_is_said_in_the_visitor_s_language() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Ana");
    let (csrf, id) = (visitor.csrf(), workspace.claim("pont Neuf"));
    let asked = |path: &str, fields: &[(&str, &str)]| {
        let fields = [&[("csrf", csrf.as_str()), ("seen", "99"), ("back", "/")], fields].concat();
        let origin = format!("http://{}", server.address);
        let headers = [
            ("Host", server.address.as_str()),
            ("Origin", &origin),
            ("Cookie", &visitor.cookie),
            ("Content-Type", FORM),
            ("Accept-Language", "fr"),
        ];
        server.raw(&format!("POST {path}"), &headers, form(&fields).as_bytes()).body
    };
    let mark = format!("/claim/{id}/mark");
    for (path, fields, told) in [
        (
            mark.as_str(),
            &[("question", "content"), ("state", "verified"), ("reason", "x")][..],
            "les passages permis sont",
        ),
        (&mark, &[("question", "content"), ("state", "dropped")], "demande un motif"),
        (&format!("/claim/{id}/publish"), &[("status", "published")], "Statuez d’abord"),
        (&format!("/claim/{id}/comment"), &[("text", "")], "commentaire vide"),
        (&format!("/claim/{id}/correct"), &[("content", ""), ("reason", "x")], "Sélectionnez les mots rapportés"),
        ("/article/pont/claims", &[("content", "0-9"), ("reason", "")], "Dites pourquoi"),
        ("/article/nowhere/claims", &[("content", "0-9"), ("reason", "x")], "pas d’article appelé"),
        ("/article/pont/claims", &[("content", "9000-9001"), ("reason", "x")], "ne contient aucun mot"),
        ("/undo", &[], "pas d’étape à annuler"),
    ] {
        let body = asked(path, fields);
        assert!(body.contains(told), "{path}: {body}");
    }
}

/// The first pending change as the review page shows it: claim and proposed words.
fn shown(page: &str) -> (String, String) {
    (field(page, "claim"), field(page, "proposed"))
}

#[test]
fn a_pending_change_is_accepted_and_taken_back() {
    let workspace = Workspace::new("Le pont");
    workspace.add(&ARTICLE.replace("trois fissures", "sept fissures"), "Le pont");
    let before = std::fs::read_to_string(workspace.path().join("articles/pont/claims.json")).unwrap();
    let pending = std::fs::read_to_string(workspace.path().join("articles/pont/pending.json")).unwrap();
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Ana");
    let page = visitor.get("/review").body;
    assert!(page.contains("<del>trois</del>") && page.contains("<ins>sept</ins>"), "{page}");
    let (claim, proposed) = shown(&page);
    let fields = |reason| {
        [
            ("claim", claim.as_str()),
            ("proposed", proposed.as_str()),
            ("act", "accept"),
            ("reason", reason),
            ("back", "/review"),
        ]
    };
    assert_eq!(visitor.post("/article/pont/resolve", &fields(" ")).status, 409, "a reason is asked for");
    let stale =
        [("claim", claim.as_str()), ("proposed", "0"), ("act", "accept"), ("reason", "seen"), ("back", "/review")];
    assert_eq!(visitor.post("/article/pont/resolve", &stale).status, 409, "other words than were shown");
    assert_eq!(visitor.post("/article/pont/resolve", &fields("the agency corrected it")).status, 303);
    assert!(workspace.dixit(&["show", &claim]).contains("sept fissures"));
    assert_eq!(take_back(&visitor).status, 303);
    let now = |name: &str| std::fs::read_to_string(workspace.path().join("articles/pont").join(name)).unwrap();
    assert_eq!((now("claims.json"), now("pending.json")), (before, pending));
    workspace.dixit(&["check", "--deep"]);
}

#[test]
fn a_claim_made_by_hand_stays_when_the_article_is_captured_again() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Ana");
    let at = |words: &str| {
        let start = ARTICLE[..ARTICLE.find(words).unwrap()].chars().count();
        format!("{}-{}", start, start + words.chars().count())
    };
    // Selected in the middle of words, and with the stop: snapped to words.
    let fields = [
        ("content", at("’a pas répondu aux riverain")),
        ("speaker", at("Ce dernier")),
        ("name", "Paul Roche".to_owned()),
        ("reason", "the agency says so".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let made = visitor.post("/article/pont/claims", &fields);
    assert_eq!(made.status, 303, "{}", made.body);
    let id = made.header("location").unwrap().strip_prefix("/claim/").unwrap().to_owned();
    let page = visitor.get(&format!("/claim/{id}")).body;
    assert!(page.contains("n’a pas répondu aux riverains") && page.contains("added by hand by Ana"), "{page}");
    assert_eq!(visitor.post("/article/pont/claims", &fields).status, 409, "it is there already");
    // A new text that leaves its words alone proposes nothing for it.
    workspace.add(&ARTICLE.replace("trois fissures", "sept fissures"), "Le pont");
    let pending = std::fs::read_to_string(workspace.path().join("articles/pont/pending.json")).unwrap();
    assert!(pending.contains(&id));
    let review = workspace.dixit(&["--format", "json", "review", "--pending"]);
    let review: serde_json::Value = serde_json::from_str(&review).unwrap();
    let changes: Vec<String> = review["pending"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["change"] != "moved")
        .map(|one| one["claim"].to_string())
        .collect();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(!changes[0].contains(&id));
    workspace.dixit(&["check", "--deep"]);
}

#[test]
fn a_correction_is_an_event_makes_decisions_stale_and_survives_a_capture() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let visitor = server.sign_in("Ana");
    let id = workspace.claim("fissures");
    assert_eq!(visitor.mark(&id, "dropped", &[("reason", "out of scope")]).status, 303);
    let at = |words: &str| {
        let start = ARTICLE[..ARTICLE.find(words).unwrap()].chars().count();
        format!("{}-{}", start, start + words.chars().count())
    };
    let seen = visitor.seen();
    let fields = [
        ("content", at("trois fissures ont été relevées")),
        ("speaker", at("l’inspecteur Marc Vial")),
        ("cue", at("Selon")),
        ("name", "Marc Vial".to_owned()),
        ("reason", "the month is the agency's".to_owned()),
        ("seen", seen),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = visitor.post(&format!("/claim/{id}/correct"), &fields);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(
        visitor.post(&format!("/claim/{id}/correct"), &fields).status,
        409,
        "overtaken by the correction itself"
    );
    let page = visitor.get(&format!("/claim/{id}")).body;
    assert!(page.contains("corrected by Ana"));
    assert!(page.contains("The claim has changed since") && page.contains("<del> en mars</del>"), "{page}");
    let line = workspace.journal().lines().last().unwrap().to_owned();
    assert!(line.contains("\"event\":\"edited\"") && line.contains("en mars"), "{line}");
    // The same extraction again is no news; the correction stays.
    workspace.add(&format!("Mis à jour.\n\n{ARTICLE}"), "Le pont");
    let review = workspace.dixit(&["--format", "json", "review", "--pending"]);
    let review: serde_json::Value = serde_json::from_str(&review).unwrap();
    let news: Vec<&serde_json::Value> =
        review["pending"].as_array().unwrap().iter().filter(|one| one["change"] != "moved").collect();
    assert!(news.is_empty(), "{news:#?}");
    workspace.dixit(&["check", "--deep"]);
}

#[test]
fn the_pages_speak_french_and_say_so() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let page = server.raw("GET /", &[("Host", &server.address), ("Accept-Language", "fr-FR,fr;q=0.9")], b"").body;
    assert!(page.contains("<html lang=\"fr\">") && page.contains("Bureau"));
    let chosen = [("Host", server.address.as_str()), ("Accept-Language", "fr"), ("Cookie", "dixit-language=en")];
    assert!(server.raw("GET /", &chosen, b"").body.contains("<html lang=\"en\">"));
}

#[test]
fn nothing_is_asked_of_another_host() {
    let workspace = Workspace::new("Le pont");
    let server = workspace.serve(&[]);
    let id = workspace.claim("pont Neuf");
    for path in ["/", "/article/pont", "/review", "/diff", "/report/pont", "/journal", &format!("/claim/{id}")] {
        let page = server.get(path).body;
        for attribute in ["src=\"", "action=\"", "href=\""] {
            for part in page.split(attribute).skip(1) {
                assert!(
                    part.starts_with('/') || part.starts_with('#'),
                    "{path}: {attribute}{}",
                    &part[..40.min(part.len())]
                );
            }
        }
    }
}
