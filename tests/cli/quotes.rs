use super::desk::Desk;
use insta::assert_snapshot;
use serde_json::Value;

const TRANSCRIPT: &str = "WEBVTT

1
00:00:05.000 --> 00:00:12.000
<v Agnès Colin>Bonjour à tous. Le pont, euh, le pont restera fermé trois mois.

2
00:00:12.500 --> 00:00:20.000
Les travaux coûteront douze millions d’euros, payés par la région, l’État et les communes.

3
00:01:02.000 --> 00:01:09.000
<v Marc Vidal>Nous n’avons jamais reçu un centime. Personne ne nous a prévenus.
";

const ARTICLE: &str = "« Le pont restera fermé trois mois », a annoncé la préfète, Agnès Colin. « Les travaux coûteront vingt millions d’euros », a ajouté Agnès Colin. « Les travaux coûteront douze millions d’euros, payés par les communes », a précisé Agnès Colin.

« Personne ne nous a prévenus », a déclaré Agnès Colin. « Nous n’avons jamais reçu un centime », a répondu Marc Vidal. « Les chats dorment sur la digue du port », a dit Marc Vidal.
";

#[test]
fn each_quotation_is_graded() {
    let desk = Desk::new();
    desk.write("article.txt", ARTICLE);
    desk.write("sitting.vtt", TRANSCRIPT);
    let run = desk.run(&["quotes", "article.txt", "--transcript", "sitting.vtt"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert_snapshot!("quotes", run.out);
    let run = desk.run(&["quotes", "article.txt", "--transcript", "sitting.vtt", "--format", "json"]);
    let value: Value = serde_json::from_str(&run.out).unwrap();
    let grades: Vec<&str> =
        value["quotations"].as_array().unwrap().iter().map(|one| one["grade"].as_str().unwrap()).collect();
    assert_eq!(grades, ["cleaned", "altered", "shortened", "other-speaker", "verbatim", "not-found"]);
    assert_eq!(value["quotations"][4]["places"][0]["time_ms"], 62_000);
}

#[test]
fn faithful_quotations_are_fine() {
    let desk = Desk::new();
    desk.write("article.txt", "« Personne ne nous a prévenus », a déclaré Marc Vidal.");
    desk.write("sitting.txt", "MARC VIDAL : Personne ne nous a prévenus.\n");
    let page = desk.ok(&["quotes", "article.txt", "--transcript", "sitting.txt"]);
    assert!(page.contains("1 verbatim"), "{page}");
}

#[test]
fn malformed_transcripts_are_refused() {
    let desk = Desk::new();
    desk.write("article.txt", ARTICLE);
    for (name, text, said) in [
        ("a.srt", "1\n00:00:01 --> 00:00:02,000\nOui\n", "a.srt line 2: "),
        ("b.vtt", "WEBVTT\n\n00:05.000 --> 00:01.000\nOui\n", "b.vtt line 3: the cue ends before it begins"),
        ("c.txt", "", "c.txt"),
        ("d.txt", "...\n", "d.txt holds no words"),
    ] {
        desk.write(name, text);
        let error = desk.refused(&["quotes", "article.txt", "--transcript", name]);
        assert!(error.contains(said), "{name}: {error}");
    }
    assert!(desk.refused(&["quotes", "article.txt", "--transcript", "none.srt"]).contains("cannot read none.srt"));
}
