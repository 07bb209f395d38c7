//! Languages: a German article, and other languages by their marks alone.

use super::desk::Desk;
use insta::assert_snapshot;
use serde_json::{Value, json};

/// Our own.
const GERMAN: &str = "\
Die Stadt Lindenau will ihre alte Markthalle nicht verkaufen. Das teilte Oberbürgermeisterin Karin Brandt am Montag mit. „Die Halle bleibt in öffentlicher Hand“, sagte sie vor dem Stadtrat. Ein Verkauf sei nie beschlossen worden. Die Verwaltung habe lediglich Angebote geprüft.\n\
\n\
Nach Angaben der Stadt kostet die Sanierung rund 2,5 Millionen Euro. Der Händlerverein begrüßte die Entscheidung. Dessen Vorsitzender Jonas Reuter forderte den Rat auf, die Mieten für drei Jahre einzufrieren. Er warnte, ohne ein solches Zeichen würden viele Betriebe aufgeben.\n\
\n\
Die Opposition warf Brandt vor, zu spät gehandelt zu haben. Laut einem Gutachten, das die Stadt im Mai 2019 bestellt hatte, ist das Dach seit Jahren undicht. Brandt räumte ein, dass Fehler passiert seien, und kündigte an, den Bericht zu veröffentlichen. Reuter nannte das „einen überfälligen Schritt“. Im Herbst soll die Halle für ein Jahr schließen.";

#[test]
fn a_german_article() {
    let desk = Desk::new();
    desk.write("halle.txt", GERMAN);
    assert_snapshot!("german", desk.ok(&["extract", "halle.txt", "--date", "2020-10-15", "--explain"]));
}

#[test]
fn other_languages_keep_their_code_and_say_so() {
    let desk = Desk::new();
    let texts = [
        ("es-MX", "El alcalde lo dijo ayer: «El puente está cerrado hasta el lunes». Nadie contestó."),
        ("ja", "市長は記者会見で「橋は月曜日まで閉鎖されます」と述べた。"),
        ("ar", "قال العمدة أمس: «الجسر مغلق حتى يوم الاثنين». ولم يجب أحد."),
        ("ru", "Мэр сообщил вчера: «Мост закрыт до понедельника». Никто не ответил."),
    ];
    let lines: String =
        texts.iter().map(|(lang, text)| format!("{}\n", json!({ "id": lang, "lang": lang, "text": text }))).collect();
    desk.write("docs.jsonl", lines);
    let run = desk.run(&["extract", "--jsonl", "docs.jsonl"]);
    assert_eq!(run.code, 0, "{}", run.out);
    for (line, (lang, text)) in run.out.lines().zip(texts) {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&answer["id"], &answer["lang"]), (&json!(lang), &json!(lang)));
        let claims = answer["claims"].as_array().unwrap();
        assert_eq!(claims.len(), 1, "{line}");
        assert_eq!(claims[0]["quotation"], "direct");
        assert!(
            claims[0]["extractor"]["why"]
                .as_array()
                .unwrap()
                .iter()
                .any(|why| why.as_str().unwrap().starts_with("generic"))
        );
        let content = claims[0]["content"]["text"].as_str().unwrap();
        assert!(text.contains(&format!("«{content}»")) || text.contains(&format!("「{content}」")), "{content}");
    }
}
