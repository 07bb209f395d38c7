//! Sentences of our own for what the rules of German see.

use crate::attribution::{Analysis, candidates};
use crate::lang::Language;
use std::ops::Range;

/// A text, and of one of its attributions the source and the content, pieces joined by a stroke.
const FOUND: &[(&str, &str, &str)] = &[
    // A quotation behind a colon belongs to the verb before it, or to the one put into the quotation.
    (
        "Die Gutachterin hofft, dass das Dorf gelernt hat: „Wir haben neue Deiche.“",
        "Die Gutachterin",
        "Wir haben neue Deiche.",
    ),
    ("Der Förster äußerte sich zur Lage: „Der Wald ist krank“, sagte er.", "er", "Der Wald ist krank"),
    ("Das Programm verspricht „Lesen ohne Mühe“: Nichts soll stören.", "Das Programm", "Lesen ohne Mühe"),
    // Two main clauses without a comma, or with nothing but a comma.
    ("Die Menge rief „Weg damit“ und der Redner Karl Weber brüllte: „Wir bleiben hier.“", "Die Menge", "Weg damit"),
    (
        "Die Menge rief „Weg damit“ und der Redner Karl Weber brüllte: „Wir bleiben hier.“",
        "der Redner Karl Weber",
        "Wir bleiben hier.",
    ),
    (
        "Der Rat ging, die Sprecherin der Fraktion, Anna Weber, erklärte: „Wir prüfen das.“",
        "die Sprecherin der Fraktion, Anna Weber",
        "Wir prüfen das.",
    ),
    (
        "Karl Weber wollte sich nicht festlegen, sagte aber, die Partei müsse warten.",
        "Karl Weber",
        "die Partei müsse warten",
    ),
    // Phrases with a participle that has complements, with a stroke, with a number.
    (
        "Der in Haft sitzende frühere Trainer Karl Weber sagte: „Ich komme wieder.“",
        "Der in Haft sitzende frühere Trainer Karl Weber",
        "Ich komme wieder.",
    ),
    (
        "Die das Boot steuernde Anna Weber berichtete: „Es war dunkel.“",
        "Die das Boot steuernde Anna Weber",
        "Es war dunkel.",
    ),
    (
        "Der Sprecher von Bündnis 90/Die Grünen, Karl Weber, lobte den Entwurf.",
        "Der Sprecher von Bündnis 90/Die Grünen, Karl Weber",
        "den Entwurf",
    ),
    (
        "Die Königin, Margrethe II., bat den Rat, „die Inseln zu schützen“.",
        "Die Königin, Margrethe II.",
        "die Inseln zu schützen",
    ),
    // Who can speak is the subject, in whatever place.
    ("Die Entscheidung lobte hingegen die Handwerkskammer.", "die Handwerkskammer", "Die Entscheidung"),
    (
        "Die Mönche, die dort leben, beschrieb die Agentur als „friedlich und still“.",
        "die Agentur",
        "friedlich und still",
    ),
    (
        "Swantje Petersen kam. Jede Schuld der Partei weist Petersen von sich: „Das war anders.“",
        "Petersen",
        "Das war anders.",
    ),
    // A dative beside an object without an article.
    ("Sie wirft der Regierung Untätigkeit vor.", "Sie", "Untätigkeit"),
    // Who judges.
    ("Was für die Ministerin ein „mutiger Schritt“ ist, freut nicht alle.", "die Ministerin", "mutiger Schritt"),
    ("Das war für die Verbände „Willkür und Unfug“.", "die Verbände", "Willkür und Unfug"),
    // Whose wording, when its own clause does not say so.
    ("Am Ufer hingen Tücher mit der Aufschrift „Rettet den Fluss“.", "Tücher", "Rettet den Fluss"),
    ("Auf dem Plakat war die Parole „Rettet den Fluss“ zu lesen.", "dem Plakat", "Rettet den Fluss"),
    ("Auch Karl Weber („Das wird ein guter Sommer“) kam.", "Karl Weber", "Das wird ein guter Sommer"),
    ("„Ich schon wieder“, mit diesen Worten kam der Trainer zurück.", "der Trainer", "Ich schon wieder"),
    ("„Es war umsonst.“ so das Fazit der Betreiber.", "das Fazit der Betreiber", "Es war umsonst."),
    ("Seiner Ansicht nach „haben wir den Wald verloren“.", "Seiner", "haben wir den Wald verloren"),
    ("Von „grobem Unfug“ sprach die Zeitung.", "die Zeitung", "grobem Unfug"),
    ("Die Jury kritisierte den Plan, den der Rat gefasst hatte, als „großen Fehler“.", "Die Jury", "großen Fehler"),
    (
        "Schuld waren dem Bericht zufolge nicht näher bezeichnete „äußere Umstände“, die niemand kannte.",
        "dem Bericht",
        "äußere Umstände",
    ),
    (
        "„Bis es zu spät war“, sagte Karl Weber, seien „die Rufe nicht gehört worden“.",
        "Karl Weber",
        "„Bis es zu spät war“ | seien „die Rufe nicht gehört worden“",
    ),
    // Whoever is reported to have said something does not go on.
    (
        "Sie nannte den Plan einen „Rückschritt“. Bisher habe die Regierung das Gegenteil versprochen. Das Amt sei „am Ende aller Kräfte“.",
        "Sie",
        "am Ende aller Kräfte",
    ),
];

#[test]
fn sentences_have_their_sources_and_contents() {
    let mut missed = String::new();
    for (text, source, content) in FOUND {
        let a = Analysis::new(text, Language::German, None);
        let words =
            |pieces: &[Range<usize>]| pieces.iter().map(|piece| a.text_of(piece)).collect::<Vec<_>>().join(" | ");
        let found: Vec<(String, String)> =
            candidates(&a).iter().map(|found| (words(&found.source), words(&found.content))).collect();
        if !found.iter().any(|(whose, what)| whose == source && what == content) {
            missed.push_str(&format!("{text}\n    wanted {source:?}: {content:?}\n    found {found:?}\n"));
        }
    }
    assert!(missed.is_empty(), "{missed}");
}
