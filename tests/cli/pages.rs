//! Web pages from the command line.

use super::desk::Desk;
use serde_json::Value;
use std::path::Path;

fn page(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(name)).unwrap()
}

#[test]
fn a_page_is_captured_with_its_bytes() {
    let desk = Desk::new();
    desk.write("page.html", page("clean-fr.html"));
    desk.ok(&["init"]);
    desk.ok(&["add", "page.html"]);
    let article: Value = serde_json::from_str(&desk.read("claims/articles/page/article.json")).unwrap();
    assert_eq!(article["date"], "2024-02-06");
    assert_eq!(article["source"], "https://courrier.example/societe/rupture-canalisation-larmont.html");
    assert_eq!(article["page"]["authors"], serde_json::json!(["Lise Vautrin", "Karim Belhadj"]));
    assert_eq!(article["revisions"][0]["original"]["file"], "r1.html");
    assert_eq!(std::fs::read(desk.path("claims/articles/page/r1.html")).unwrap(), page("clean-fr.html"));
    assert!(desk.read("claims/articles/page/r1.txt").starts_with("Quelque 9"));
    assert_eq!(desk.ok(&["check", "--deep"]), "all in order\n");
    // Other advertisements around the same words are no new revision.
    desk.write("page.html", String::from_utf8(page("clean-fr.html")).unwrap().replace("Politique", "Annonces"));
    assert!(desk.ok(&["add", "page.html"]).contains("nothing new"));
}

#[test]
fn a_page_from_standard_input_is_known_by_its_start() {
    let desk = Desk::new();
    let mut command = desk.command(&["extract", "-", "--format", "json"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &page("graph-en.html")).unwrap();
    let set: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!((&set["lang"], &set["date"]), (&"en".into(), &"2024-02-21".into()));
    assert!(!set["claims"].as_array().unwrap().is_empty());
}

#[test]
fn a_page_without_an_article_is_refused() {
    let desk = Desk::new();
    desk.write("accueil.html", page("front-page-fr.html"));
    let refused = desk.refused(&["extract", "accueil.html"]);
    assert!(refused.contains("accueil.html holds no article"), "{refused}");
}
