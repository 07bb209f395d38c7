//! Every row of `cues.tsv` finds the source, cue and content that its example marks.

#![expect(clippy::expect_used, reason = "a test may panic: that is how it fails")]

use dixit::claim::{ExtractOptions, extract};
use dixit::input::{Given, read};
use dixit::lang::{Language, Lexicon};
use dixit::text::CharSpan;

/// A sentence and what is marked in it, each the words of its pieces joined by a blank.
struct Example {
    text: String,
    source: String,
    cue: String,
    content: String,
}

fn unmark(marked: &str) -> Example {
    let mut text = String::new();
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut pieces: Vec<(char, usize, usize)> = Vec::new();
    let mut rest = marked;
    while let Some(next) = rest.chars().next() {
        match next {
            '{' => {
                let role = rest.chars().nth(1).expect("a role after the brace");
                open.push((role, text.len()));
                rest = &rest[3..];
            }
            '}' => {
                let (role, start) = open.pop().expect("a mark to close");
                pieces.push((role, start, text.len()));
                rest = &rest[1..];
            }
            _ => {
                text.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    assert!(open.is_empty(), "a mark stays open: {marked}");
    pieces.sort_unstable_by_key(|&(_, start, _)| start);
    let words = |wanted: char| {
        let of_role = pieces.iter().filter(|&&(role, _, _)| role == wanted);
        of_role.map(|&(_, start, end)| trimmed(&text[start..end])).collect::<Vec<_>>().join(" ")
    };
    Example { source: words('s'), cue: words('c'), content: words('x'), text: text.clone() }
}

fn trimmed(words: &str) -> String {
    words.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

fn words_at(text: &str, spans: &[CharSpan]) -> String {
    let piece = |span: &CharSpan| {
        let length = (span.end - span.start) as usize;
        trimmed(&text.chars().skip(span.start as usize).take(length).collect::<String>())
    };
    spans.iter().map(piece).collect::<Vec<_>>().join(" ")
}

/// What is found instead, when the example is not.
fn missed(lang: Language, marked: &str) -> Option<String> {
    let wanted = unmark(marked);
    let given = Given { lang: Some(lang), ..Given::default() };
    let document = read(wanted.text.as_bytes(), given).expect("a readable example");
    let claims = extract(&document, &ExtractOptions::default()).claims;
    let found: Vec<[String; 3]> = claims
        .iter()
        .map(|claim| {
            let text = &wanted.text;
            let cue = claim.cue.as_ref().map_or(String::new(), |cue| words_at(text, &cue.spans));
            let source = claim.speaker.as_ref().map_or(String::new(), |speaker| words_at(text, &speaker.spans));
            [source, cue, words_at(text, &claim.content.spans)]
        })
        .collect();
    // The example may mark a cue more narrowly or widely than its words: the article, a reflexive.
    let hit = found.iter().any(|[source, cue, content]| {
        *source == wanted.source
            && *content == wanted.content
            && (cue.contains(&wanted.cue) || !cue.is_empty() && wanted.cue.contains(cue.as_str()))
    });
    (!hit).then(|| format!("{found:?}"))
}

fn every_example_is_found(lang: Language) {
    let entries = Lexicon::of(lang).cues();
    let failures: Vec<String> = entries
        .iter()
        .filter_map(|entry| {
            let found = missed(lang, entry.example)?;
            Some(format!("{}: {}\n    found {found}", entry.lemma, entry.example))
        })
        .collect();
    assert!(failures.is_empty(), "{} of {} rows:\n{}", failures.len(), entries.len(), failures.join("\n"));
}

#[test]
fn french_cues_find_their_examples() {
    every_example_is_found(Language::French);
}

#[test]
fn english_cues_find_their_examples() {
    every_example_is_found(Language::English);
}

#[test]
fn german_cues_find_their_examples() {
    every_example_is_found(Language::German);
}

/// Who is quoted in German sentences where the nearest phrase is not the speaker; our own.
const GERMAN_SPEAKERS: [&str; 36] = [
    // another case before the verb, or between verb and subject
    "Der Zeitung {c:sagte} {s:Karl Weber}: „{x:Ich werde nicht kommen.}“",
    "Nach dem Besuch {c:sprach} {s:der neue Präsident} von der „{x:schlimmsten Flut seit Jahren}“.",
    // what cannot speak is the object
    "Jede Verantwortung der Partei weist {s:Karl Weber} von sich: „{x:Das war ich nicht.}“",
    "{s:Der Bürgermeister}, der die Entscheidung als „{x:klaren Fehler}“ {c:bezeichnete}, will klagen.",
    // a name that begins with a particle, a name beside a role
    "{s:Von der Heide} {c:betonte}, unter den Bewerbern seien „{x:viele mit Erfahrung}“.",
    "{s:Der Sprecher der Fraktion, Karl Weber}, will „{x:in den kommenden Wochen noch einmal prüfen}“, ob es geht.",
    // a word that points back
    "Am Tor wartete die Sprecherin Eva Weber. „{x:Das Elend geht weiter}“, {c:so} {s:letztere}.",
    // a predicate of one noun, and one behind an insertion
    "{s:Weber} {c:nannte} die Absage der Partei einen „{x:Vertrauensbruch}“.",
    "{s:Der Minister} {c:bezeichnete} die Worte, sollten sie gefallen sein, als „{x:inakzeptabel}“.",
    // who reports, not the subject of what is reported
    "{s:Die Fraktion} erklärte, außerdem {c:halte} sie den Schritt für „{x:überfällig und geboten}“.",
    "{s:Der Redakteur Karl Weber} kritisiert, die Aktion {c:erinnere} „{x:fatal an alte Zeiten}“.",
    // both who says it and who passes it on
    "Die Landeszeitung {c:zitiert} {s:einen Augenzeugen} mit den Worten: „{x:Es ging alles sehr schnell.}“",
    "{s:Die Landeszeitung} {c:zitiert} einen Augenzeugen mit den Worten: „{x:Es ging alles sehr schnell.}“",
    "{s:Die Sprecherin Eva Weber} {c:wird} im Bericht {c:zitiert}: „{x:Wir prüfen das noch.}“",
    "„{x:So geht es nicht weiter}“, {c:zitiert} {s:der Sender} den Minister.",
    // manner alone before a reflexive verb, a time before the verb that shares its subject
    "Besorgt {c:äußerte sich} auch {s:der Vorsitzende des Vereins}: „{x:Wir sind zu wenige.}“",
    "Bereits am Abend zogen {s:Schüler} zum Rathaus und {c:skandierten} Sprüche wie „{x:Kein Tag ohne Bus}“.",
    // a genitive name in place of an article; a denial that is not the verb's
    "{s:Mannheims oberster Richter} {c:spricht} von einer „{x:beispiellosen Woche}“ und sieht Grund zur Freude.",
    "{s:Ein nicht genannter Vertreter des Vereins} {c:nannte} den Plan „{x:völlig unbrauchbar}“.",
    // wording that no cue takes: the subject, who judges, who acts in the passive, the quotation before
    "{s:Der Minister Karl Weber} hatte die Zustimmung zu dem Vertrag „{x:trotz einiger Vorbehalte}“ begrüßt.",
    "Für {s:den Trainer Karl Weber} war das Spiel „{x:alles andere als gut}“.",
    "Die Gefahr wird vom {s:Wetterdienst} als „{x:sehr hoch}“ eingestuft.",
    "{s:Die Ministerin} verteidigte die Bezeichnung „{x:Gesindel}“.",
    // the words of a document, not what hangs on it in the genitive
    "Das Amt dient {c:laut} {s:einer Mitteilung des Landes} der „{x:besseren Abstimmung von Schutz und Hilfe}“.",
    // quotations beside a sentence without a cue
    "{s:Der Minister Karl Weber} stellte sich vor seine Leute. „{x:Sie haben gut gearbeitet.}“",
    "„{x:Das war mein letztes Spiel}“, mit diesen Worten verließ {s:der Trainer} die Halle.",
    "{s:Sie} {c:fügte hinzu}. „{x:Wir werden nicht weichen.}“",
    // an object pronoun behind a subject pronoun, whom it is said to
    "{s:Er} {c:begründete} dies damit, dass {x:der Preis „sehr fragwürdig“ sei}.",
    "{s:Die Verbände} {c:warfen} der Regierung unter anderem „{x:Wortbruch}“ {c:vor}.",
    // what a judgement is about belongs to it, before or behind the verb
    "{s:Die Richterin} {c:nannte} {x:das Urteil „völlig falsch“}.",
    "{x:Die Forderung der Stadt} {c:nannte} {s:der Richter} „{x:menschlich verständlich}“.",
    // a relative clause that leads to the words; the words beside their noun
    "Am Abend kamen {s:Fans}, die unter anderem {c:riefen}: „{x:Wir bleiben hier!}“",
    "Der Sender {c:zitiert} {s:den Minister} mit den Worten „{x:Wir kommen wieder}“.",
    // who puts a thesis forward, who judges in one word
    "{s:Eva Weber} vertritt die {c:These}, dass {x:Lärm krank macht}.",
    "Für {s:den Minister Karl Weber} ist die Lage „{x:ernst}“.",
    // a place of saying with a time in it
    "In {s:einer Erklärung der Länder vom Dienstag} {c:hatte} es {c:geheißen}: „{x:Es gibt keine Lösung.}“",
];

#[test]
fn german_speakers_are_found() {
    let found = |marked: &&str| Some(format!("{marked}\n    found {}", missed(Language::German, marked)?));
    let failures: Vec<String> = GERMAN_SPEAKERS.iter().filter_map(found).collect();
    assert!(failures.is_empty(), "{} sentences:\n{}", failures.len(), failures.join("\n"));
}

/// Where an English source begins and ends; our own.
const ENGLISH_SPEAKERS: [&str; 7] = [
    // behind a dateline, the time of a ticker's entry, a time
    "MILLTOWN — {s:The town manager} {c:told} the council that {x:the pool would close}.",
    "8:05 p.m. {s:Rivals of the mayor} {c:said} that {x:they would appeal}.",
    "Seven minutes later {s:he} {c:wrote} that {x:the gate was open}.",
    // with what limits it, with whose it is
    "{s:Only 3 percent of the farmers} {c:said} that {x:they would sell}.",
    "{s:Even her allies} {c:admitted} that {x:the plan was dead}.",
    "{s:The pilots’ trade group} {c:says} that {x:the runway is too short}.",
    // without a remark on the sentence
    "{s:Employers}, meanwhile, {c:claim} that {x:wages are too high}.",
];

#[test]
fn english_speakers_are_found() {
    let found = |marked: &&str| Some(format!("{marked}\n    found {}", missed(Language::English, marked)?));
    let failures: Vec<String> = ENGLISH_SPEAKERS.iter().filter_map(found).collect();
    assert!(failures.is_empty(), "{} sentences:\n{}", failures.len(), failures.join("\n"));
}
