use super::*;

fn review(url: &str, claim: &str, rating: &str, value: u32) -> Value {
    json!({
        "@context": "https://schema.org", "@type": "ClaimReview", "url": url, "claimReviewed": claim,
        "datePublished": "2023-03-16", "author": { "@type": "Organization", "name": "AFP Factuel", "url": "https://factuel.afp.com" },
        "itemReviewed": { "@type": "Claim", "author": [{ "@type": "Person", "name": "Agnès Colin" }], "datePublished": "2023-03-14T08:00:00Z" },
        "reviewRating": { "@type": "Rating", "alternateName": rating, "ratingValue": value, "bestRating": 1, "worstRating": 5 },
    })
}

fn options() -> ImportOptions {
    ImportOptions { today: "2023-04-01".to_owned(), ..ImportOptions::default() }
}

fn read(text: &str, set: &str) -> Import {
    import(text.as_bytes(), set, &Ratings::own(), &options()).unwrap()
}

#[test]
fn every_shape_of_claim_review() {
    let a = review("https://factuel.afp.com/a", "Le pont est fermé.", "Faux", 5);
    let b = review("https://factuel.afp.com/b", "La route est coupée.", "Trompeur", 3);
    let feed = json!({ "@type": "DataFeed", "dataFeedElement": [{ "@type": "DataFeedItem", "item": [a] }, { "item": b }, { "item": a }] });
    let shapes = [
        json!([a, b]).to_string(),
        json!({ "@context": "https://schema.org", "@graph": [{ "@type": "WebPage" }, a, b] }).to_string(),
        feed.to_string(),
        format!("{a}\n\n{b}\n"),
        format!(
            "<!doctype html><script type=\"application/ld+json\">{a}</script><script type='application/ld+json'>[{b}]</script>"
        ),
    ];
    let expected = read(&shapes[0], "");
    assert_eq!((expected.added, expected.changed.len(), expected.unmapped.len()), (2, 0, 0));
    for shape in &shapes {
        assert_eq!(read(shape, "").set, expected.set, "{shape}");
    }
    let line: Value = serde_json::from_str(expected.set.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&line["label"], &line["speaker"], &line["date"]),
        (&"false".into(), &"Agnès Colin".into(), &"2023-03-14".into())
    );
    assert_eq!(line["raw"], a);
    assert_eq!(crate::reference::read("set", expected.set.as_bytes()).unwrap().records.len(), 2);
}

#[test]
fn numbers_say_nothing_and_what_is_unknown_is_listed() {
    // worst and best are turned around, as publishers have done.
    let mut unknown = review("https://factuel.afp.com/a", "Le pont est fermé.", "Pas net", 1);
    assert_eq!(read(&unknown.to_string(), "").unmapped, [("factuel.afp.com".into(), "Pas net".into(), 1)]);
    unknown["reviewRating"]["alternateName"] = Value::Null;
    assert_eq!(read(&unknown.to_string(), "").unmapped, [("factuel.afp.com".into(), String::new(), 1)]);
    let elsewhere = review("https://example.org/a", "Le pont est fermé.", "Faux", 1);
    assert_eq!(read(&elsewhere.to_string(), "").unmapped.len(), 1);
}

#[test]
fn another_rating_is_a_revision() {
    let address = "https://factuel.afp.com/a";
    let first = read(&review(address, "Le pont est fermé.", "Faux", 5).to_string(), "");
    let again = read(&review(address, "Le pont est fermé.", "Faux", 5).to_string(), &first.set);
    assert_eq!((again.same, &again.set), (1, &first.set));
    let second = read(&review(address, "Le pont est fermé.", "Vrai", 1).to_string(), &first.set);
    assert_eq!(second.changed[0].now, (Some("Vrai".into()), Some("true".into())));
    let third = read(&review(address, "Le pont est fermé.", "Trompeur", 3).to_string(), &second.set);
    let line: Value = serde_json::from_str(third.set.trim()).unwrap();
    let labels: Vec<&Value> = line["revisions"].as_array().unwrap().iter().map(|it| &it["label"]).collect();
    assert_eq!(labels, ["false", "true"]);
    assert_eq!((&line["label"], &line["revisions"][0]["until"]), (&"misleading".into(), &"2023-04-01".into()));
}

#[test]
fn a_table_with_a_column_map() {
    let table = "\u{feff}Claim,Who,Verdict,Link\n\"Le pont, dit-on, est fermé.\",Agnès Colin,Faux,https://factuel.afp.com/a\n,,Vrai,\n";
    let columns: Columns = "text=Claim,speaker=Who,rating=Verdict,url=Link".parse().unwrap();
    let options = ImportOptions { table: true, columns, ..options() };
    let read = import(table.as_bytes(), "", &Ratings::own(), &options).unwrap();
    let line: Value = serde_json::from_str(read.set.trim()).unwrap();
    assert_eq!((&line["text"], &line["label"]), (&"Le pont, dit-on, est fermé.".into(), &"false".into()));
    assert_eq!(line["raw"]["Verdict"], "Faux");
    assert_eq!(read.problems, ["line 3: the text is empty"]);
    let missing = ImportOptions { columns: "text=Claims".parse().unwrap(), ..options };
    let error = import(table.as_bytes(), "", &Ratings::own(), &missing).unwrap_err().to_string();
    assert!(error.contains("no column \"Claims\"") && error.contains("Who"), "{error}");
    assert!("texte=Claim".parse::<Columns>().unwrap_err().contains("the fields are"));
}

#[test]
fn what_this_program_exports_comes_back() {
    let mut selection = crate::export::tests::selection();
    selection.keep_public();
    let bytes = (crate::export::format("claimreview").unwrap().write)(&selection);
    let mut ratings = Ratings::own();
    ratings.add("mine", "example.org\tExact\ttrue\nexample.org\tFaux\tfalse\n").unwrap();
    let read = import(&bytes, "", &ratings, &options()).unwrap();
    let labels: Vec<Value> =
        read.set.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["label"].clone()).collect();
    assert_eq!(labels, ["true", "false", UNMAPPED]);
}

#[test]
fn what_holds_no_check_is_refused() {
    for text in ["{\"@type\":\"NewsArticle\"}", "rien", "<html><p>x</p></html>", "{\"@type\":\"ClaimReview\"}"] {
        assert!(
            import(text.as_bytes(), "", &Ratings::own(), &options())
                .unwrap_err()
                .to_string()
                .contains("holds no check"),
            "{text}"
        );
    }
}
