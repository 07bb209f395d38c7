//! Checks of others become a reference set.

use super::desk::Desk;
use serde_json::{Value, json};

fn review(address: &str, claim: &str, rating: &str) -> Value {
    json!({ "@context": "https://schema.org", "@type": "ClaimReview", "url": address, "claimReviewed": claim,
        "author": { "@type": "Organization", "name": "Agence" }, "datePublished": "2023-03-10",
        "itemReviewed": { "@type": "Claim", "author": { "@type": "Person", "name": "Agnès Colin" } },
        "reviewRating": { "@type": "Rating", "alternateName": rating, "ratingValue": 1, "bestRating": 5, "worstRating": 1 } })
}

#[test]
fn imported_again_a_rating_becomes_a_revision() {
    let desk = Desk::with_article();
    let (pont, route) = ("https://factuel.afp.com/pont", "https://factuel.afp.com/route");
    let (closed, cut) = ("Le pont restera fermé trois mois.", "La route de Vaux est coupée.");
    desk.write("a.json", json!([review(pont, closed, "Faux"), review(route, cut, "Pas si simple")]).to_string());
    let first = desk.run(&["import", "a.json", "--as", "afp"]);
    insta::assert_snapshot!("import", first.out);
    assert_eq!(first.code, 1);
    let found = desk.ok(&["match", closed]);
    assert!(found.contains("· false"), "{found}");
    // A row of the workspace explains the rating; one check is corrected.
    desk.write("claims/reference/ratings.tsv", "factuel.afp.com\tPas si simple\thalf-true\n");
    desk.write("b.jsonl", format!("{}\n{}\n", review(pont, closed, "Vrai"), review(route, cut, "Pas si simple")));
    insta::assert_snapshot!("import-again", desk.run(&["import", "b.jsonl", "--as", "afp"]).out);
    let set = desk.read("claims/reference/afp.jsonl");
    assert!(set.contains("\"revisions\":[{\"until\":\"2023-03-15\",\"rating\":\"Faux\",\"label\":\"false\""), "{set}");
    assert!(desk.ok(&["import", "b.jsonl", "--as", "afp"]).contains("2 as before"));
}

#[test]
fn a_table_goes_in_by_its_columns() {
    let desk = Desk::with_article();
    desk.write("t.csv", "Claim;x,Verdict\nLe pont est fermé.,Faux\n");
    let refused = desk.refused(&["import", "t.csv", "--as", "t"]);
    assert!(
        refused.contains("t.csv: has no column \"text\" for text") && refused.contains("Claim;x, Verdict"),
        "{refused}"
    );
    assert!(!desk.path("claims/reference/t.jsonl").exists());
    // As spreadsheets in French and German write it, and in their encoding.
    desk.write(
        "s.csv",
        b"\"Affirmation\";Verdict;Lien\n\"Le pont; dit-on; est ferm\xe9.\";Faux;https://factuel.afp.com/pont\n",
    );
    let map = "text=Affirmation,rating=Verdict,url=Lien";
    assert!(desk.ok(&["import", "s.csv", "--as", "s", "--columns", map]).contains("1 new"));
    assert!(desk.read("claims/reference/s.jsonl").contains("Le pont; dit-on; est fermé."));
    let map = "text=Claim;x,rating=Verdict";
    assert!(
        desk.ok(&["import", "t.csv", "--as", "t", "--columns", map, "--publisher", "20minutes.fr"]).contains("1 new")
    );
}
