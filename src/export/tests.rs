//! A selection that the formats' tests share: one article, decided in every way.

use super::*;
use crate::claim::{ExtractOptions, Fingerprint, extract, id};
use crate::decision::{Evidence, Journal, Ledger, Publisher, Question};
use crate::input::Document;
use std::collections::BTreeMap;

/// Our own words; a claim nested in another, one in two pieces, one with characters that HTML and CSV escape.
const TEXT: &str = "« Le pont, a annoncé lundi la préfète Agnès Colin, restera fermé trois mois. »\n\nSelon le maire de Vaux, près de 300 habitants sont isolés. Il a accusé l’État d’avoir négligé l’entretien.\n\nLa société Garnier & Fils a répondu que « l’entretien <annuel> a été fait ». Le ministère a indiqué que la route rouvrirait en juin.\n";

/// The article above with what two reviewers decided on it.
pub(crate) fn selection() -> Selection {
    let date = chrono::NaiveDate::from_ymd_opt(2023, 3, 15);
    let document = Document { date, ..Document::new(TEXT, "fr".parse().unwrap()) };
    let mut set = extract(&document, &ExtractOptions::default());
    id::assign(&mut set, "pont", &[], &mut std::collections::BTreeSet::new());
    set.sort();
    let find = |words: &str| set.claims.iter().find(|claim| claim.content.text.contains(words)).unwrap();
    let mark = |words: &str, question, state, reason: &str, rating: Option<&str>| EventKind::Marked {
        claim: find(words).id.clone(),
        question,
        state,
        reason: reason.to_owned(),
        rating: rating.map(str::to_owned),
        fingerprint: Fingerprint::of(find(words)),
    };
    let evidence = |words: &str, value: serde_json::Value| EventKind::Evidence {
        claim: find(words).id.clone(),
        evidence: serde_json::from_value::<Evidence>(value).unwrap(),
    };
    let publish = |words: &str, status, note: &str| EventKind::Publication {
        claim: find(words).id.clone(),
        status,
        note: note.to_owned(),
    };
    let content = Question::Content;
    let events = vec![
        mark("fermé", content, State::InReview, "", None),
        evidence(
            "fermé",
            serde_json::json!({ "source": "https://example.org/arrete", "stance": "supports", "quote": "jusqu’au 15 juin", "publisher": "préfecture", "retrieved": "2023-03-15" }),
        ),
        mark("fermé", content, State::Verified, "l’arrêté le dit", Some("true")),
        mark("fermé", Question::Attribution, State::InReview, "", None),
        mark("fermé", Question::Attribution, State::Verified, "vidéo", None),
        publish("fermé", Publication::Published, "https://example.org/verif/pont"),
        publish("fermé", Publication::Corrected, "la date de l’arrêté était fausse"),
        mark("300 habitants", content, State::InReview, "", None),
        evidence(
            "300 habitants",
            serde_json::json!({ "source": "evidence/0a1b.pdf", "stance": "undermines", "sha256": "0a1b" }),
        ),
        mark("300 habitants", content, State::Disputed, "le recensement en compte 120", Some("false")),
        publish("300 habitants", Publication::Published, "https://example.org/verif/habitants"),
        mark("négligé", content, State::InReview, "", None),
        mark("négligé", content, State::Unverifiable, "les carnets ont brûlé", Some("open")),
        publish("négligé", Publication::Published, ""),
        publish("négligé", Publication::Retracted, "la question était mal posée"),
        mark("<annuel>", content, State::InReview, "=1+1 <script>alert(1)</script>", None),
    ];
    let mut text = String::new();
    for (minute, event) in events.into_iter().enumerate() {
        let mut journal = Journal::read(&text);
        let at = format!("2023-03-15T09:{minute:02}:00Z");
        text.push_str(&journal.append(&at, "Ana Ruiz", vec![event], BTreeMap::new(), None));
    }
    let journal = Journal::read(&text);
    let ledger = Ledger::replay(&journal.events, false);
    let rating = |name: &str, label: &str, value: Option<i32>| Rating {
        name: name.to_owned(),
        label: label.to_owned(),
        value,
        best: value.map(|_| 5),
        worst: value.map(|_| 1),
    };
    let checks = set
        .claims
        .iter()
        .map(|claim| Check {
            claim: claim.clone(),
            revision: 1,
            record: ledger.record(&claim.id).clone(),
            history: journal.events.iter().filter(|event| event.what.claim() == Some(&claim.id)).cloned().collect(),
        })
        .collect();
    Selection {
        settings: Settings {
            version: 1,
            name: "Ponts & chaussées".to_owned(),
            policy: crate::decision::Policy::default(),
            publisher: Some(Publisher {
                name: "La Rédaction".to_owned(),
                url: Some("https://www.example.org".to_owned()),
                check_url: Some("https://verif.example.org/{article}#{claim}".to_owned()),
            }),
            ratings: vec![
                rating("true", "Exact", Some(5)),
                rating("false", "Faux", Some(1)),
                rating("open", "Indécidable", None),
            ],
        },
        at: "2023-03-16T08:00:00Z".to_owned(),
        journal: (journal.events.len() as u64, journal.head().to_owned()),
        articles: vec![ArticleChecks {
            slug: "pont".to_owned(),
            lang: document.lang,
            markdown: false,
            date: Some("2023-03-15".to_owned()),
            title: Some("Le pont de Vaux fermé".to_owned()),
            source: Some("https://journal.example/pont".to_owned()),
            publisher: None,
            address: None,
            revision: 1,
            text: TEXT.to_owned(),
            text_sha256: crate::claim::fingerprint::sha256_hex(TEXT.as_bytes()),
            checks,
            history: journal.events.clone(),
        }],
    }
}

/// What a public format writes of it.
fn public(name: &str) -> String {
    let mut selection = selection();
    selection.keep_public();
    String::from_utf8((format(name).unwrap().write)(&selection)).unwrap()
}

#[test]
fn the_registry_is_in_order() {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    let mut unique = names.clone();
    unique.dedup();
    assert_eq!(names, unique);
    for format in FORMATS {
        assert!(!format.about.is_empty() && format.media_type.contains('/'), "{}", format.name);
        let empty = Selection { articles: Vec::new(), ..selection() };
        let _ = (format.write)(&empty);
        assert_eq!((format.write)(&selection()), (format.write)(&selection()), "{}", format.name);
    }
}

#[test]
fn claim_review_and_atom_as_people_read_them() {
    insta::assert_snapshot!("claimreview", public("claimreview"));
    insta::assert_snapshot!("atom", public("atom"));
}

#[test]
fn a_report_runs_nothing() {
    let html = String::from_utf8((format("html").unwrap().write)(&selection())).unwrap();
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;") && html.contains("&lt;annuel&gt;"));
    let body = html.split("<body>").nth(1).unwrap();
    insta::assert_snapshot!("html", body);
}

#[test]
fn a_clean_check_has_no_error() {
    let mut selection = selection();
    selection.keep_public();
    let flaws: Vec<String> = lint::claim_reviews(&selection)
        .into_iter()
        .map(|flaw| format!("{:?} {} {}: {}", flaw.severity, flaw.rule, flaw.field, flaw.message))
        .collect();
    insta::assert_snapshot!("lint", flaws.join("\n"));
}

/// Every rule on a document, each broken by one edit.
#[test]
fn every_rule_on_a_document() {
    let good = serde_json::json!({
        "@context": "https://schema.org", "@type": "ClaimReview", "url": "https://example.org/a",
        "datePublished": "2023-03-16", "author": { "@type": "Organization", "name": "La Rédaction", "url": "https://example.org" },
        "claimReviewed": "Le pont est fermé.",
        "itemReviewed": { "@type": "Claim", "author": { "@type": "Person", "name": "Agnès Colin" }, "datePublished": "2023-03-14",
            "appearance": { "@type": "NewsArticle", "url": "https://journal.example/pont" } },
        "reviewRating": { "@type": "Rating", "alternateName": "Faux", "ratingValue": 1, "bestRating": 5, "worstRating": 1 },
    });
    assert_eq!(lint::document(&good, &["Faux", "Exact"]), []);
    let edits: [(&str, serde_json::Value, &str); 27] = [
        ("/@context", "https://example.org".into(), "context"),
        ("/@type", "Review".into(), "type"),
        ("/url", "".into(), "url-missing"),
        ("/url", "/a".into(), "url-form"),
        ("/url", "https://bit.ly/x".into(), "url-short"),
        ("/datePublished", "hier".into(), "date-form"),
        ("/datePublished", "".into(), "date-missing"),
        ("/author", serde_json::Value::Null, "author-missing"),
        ("/author/url", "".into(), "author-url"),
        ("/author/name", "".into(), "author-name"),
        ("/author/@type", "Thing".into(), "author-type"),
        ("/claimReviewed", "".into(), "claim-missing"),
        ("/claimReviewed", "a ".repeat(40).into(), "claim-long"),
        ("/claimReviewed", "FAUX : le pont est fermé".into(), "claim-rating"),
        ("/claimReviewed", "Le pont est fermé (exact)".into(), "claim-rating"),
        ("/itemReviewed", serde_json::Value::Null, "item-missing"),
        ("/itemReviewed/@type", "Thing".into(), "item-type"),
        ("/itemReviewed/author", serde_json::Value::Null, "item-author"),
        ("/itemReviewed/author/name", "La rédaction".into(), "self-review"),
        ("/itemReviewed/datePublished", "".into(), "item-date"),
        ("/itemReviewed/datePublished", "2023-03-17".into(), "date-order"),
        ("/itemReviewed/appearance/url", "pont".into(), "appearance-form"),
        ("/reviewRating/alternateName", "".into(), "rating-words"),
        ("/reviewRating/alternateName", "1".into(), "rating-words"),
        ("/reviewRating/bestRating", serde_json::Value::Null, "numbers-partial"),
        ("/reviewRating/ratingValue", 6.into(), "numbers-order"),
        ("/reviewRating/worstRating", 0.into(), "numbers-minimum"),
    ];
    for (place, value, rule) in edits {
        let mut broken = good.clone();
        *broken.pointer_mut(place).unwrap() = value;
        let rules: Vec<&str> = lint::document(&broken, &["Faux", "Exact"]).iter().map(|flaw| flaw.rule).collect();
        assert!(rules.contains(&rule), "{place}: {rules:?} has no {rule}");
    }
}
