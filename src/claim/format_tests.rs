use super::*;
use crate::claim::validity::check_anchor;
use crate::claim::{
    CheckWorthiness, Content, Cue, DateOf, Mention, MentionKind, Modality, Point, Polarity, Provenance, Quotation,
    Resolution, Selector, Speaker, Stance, When,
};
use crate::text::CharSpan;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A claim by Mike Pompeo whose content is `words`, from code point `start`.
pub(crate) fn claim(id: &str, start: u32, words: &str) -> Claim {
    let end = start + u32::try_from(words.chars().count()).unwrap();
    Claim {
        id: ClaimId(id.to_owned()),
        speaker: Some(Speaker {
            name: Some("Mike Pompeo".to_owned()),
            resolution: Resolution::Resolved,
            mention: Some("Ce dernier".to_owned()),
            role: None,
            spans: vec![CharSpan::new(end + 2, end + 12)],
        }),
        cue: Some(Cue {
            text: "a affirmé".to_owned(),
            lemma: "affirmer".to_owned(),
            stance: Stance::Neutral,
            spans: vec![CharSpan::new(end + 13, end + 22)],
        }),
        content: Content { text: words.to_owned(), spans: vec![CharSpan::new(start, end)] },
        quotation: Quotation::Indirect,
        polarity: Polarity::Affirmed,
        modality: Modality::Assertion,
        when: Vec::new(),
        mentions: Vec::new(),
        check_worthiness: CheckWorthiness { score: 0.25, points: Vec::new() },
        revision: None,
        inside: None,
        selector: Selector { exact: words.to_owned(), prefix: String::new(), suffix: String::new(), start, end },
        extractor: Provenance { confidence: 0.5, why: vec!["cue *affirmer*".to_owned()] },
        other: Map::new(),
    }
}

/// A set of those claims.
pub(crate) fn set(claims: Vec<Claim>) -> ClaimSet {
    let mut set = ClaimSet {
        header: Header {
            article: Some("accord".to_owned()),
            revision: Some(1),
            text_sha256: "0".repeat(64),
            lang: "fr".to_owned(),
            date: Some("2020-10-15".to_owned()),
            title: None,
            source: None,
            extractor: Extractor { name: "dixit".to_owned(), version: "0.1.0".to_owned() },
            notes: Vec::new(),
            other: Map::new(),
        },
        claims,
    };
    set.sort();
    set
}

fn rich() -> ClaimSet {
    let mut one = claim("k3x9ab", 10, "La Turquie a livré 3\u{a0}000 drones");
    one.when.push(When {
        of: DateOf::Statement,
        value: "2020-10-14".to_owned(),
        text: "hier".to_owned(),
        spans: vec![CharSpan::new(60, 64)],
    });
    one.mentions.push(Mention {
        kind: MentionKind::Number,
        text: "3\u{a0}000".to_owned(),
        value: "3000".to_owned(),
        spans: vec![CharSpan::new(29, 34)],
    });
    one.check_worthiness =
        CheckWorthiness { score: 0.4, points: vec![Point { name: "names a number (3 000)".to_owned(), value: 0.4 }] };
    let mut two = claim("p04z7c", 13, "Turquie");
    two.speaker = None;
    two.cue = None;
    two.inside = Some(one.id.clone());
    set(vec![two, one])
}

#[test]
fn a_claims_file_reads_like_this() {
    insta::assert_snapshot!(write(&rich()), @r#"
    {
      "format": "dixit-claims",
      "version": "1.0",
      "article": "accord",
      "revision": 1,
      "text_sha256": "0000000000000000000000000000000000000000000000000000000000000000",
      "lang": "fr",
      "date": "2020-10-15",
      "extractor": {"name": "dixit", "version": "0.1.0"},
      "claims": [
        {
          "id": "k3x9ab",
          "speaker": {
            "name": "Mike Pompeo",
            "resolution": "resolved",
            "mention": "Ce dernier",
            "spans": [[43, 53]]
          },
          "cue": {
            "text": "a affirmé",
            "lemma": "affirmer",
            "stance": "neutral",
            "spans": [[54, 63]]
          },
          "content": {
            "text": "La Turquie a livré 3 000 drones",
            "spans": [[10, 41]]
          },
          "quotation": "indirect",
          "polarity": "affirmed",
          "modality": "assertion",
          "when": [
            {
              "of": "statement",
              "value": "2020-10-14",
              "text": "hier",
              "spans": [[60, 64]]
            }
          ],
          "mentions": [
            {
              "kind": "number",
              "text": "3 000",
              "value": "3000",
              "spans": [[29, 34]]
            }
          ],
          "check_worthiness": {
            "score": 0.4,
            "points": [
              {"name": "names a number (3 000)", "value": 0.4}
            ]
          },
          "selector": {
            "exact": "La Turquie a livré 3 000 drones",
            "prefix": "",
            "suffix": "",
            "start": 10,
            "end": 41
          },
          "extractor": {
            "confidence": 0.5,
            "why": [
              "cue *affirmer*"
            ]
          }
        },
        {
          "id": "p04z7c",
          "speaker": null,
          "cue": null,
          "content": {
            "text": "Turquie",
            "spans": [[13, 20]]
          },
          "quotation": "indirect",
          "polarity": "affirmed",
          "modality": "assertion",
          "check_worthiness": {
            "score": 0.25,
            "points": []
          },
          "inside": "k3x9ab",
          "selector": {
            "exact": "Turquie",
            "prefix": "",
            "suffix": "",
            "start": 13,
            "end": 20
          },
          "extractor": {
            "confidence": 0.5,
            "why": [
              "cue *affirmer*"
            ]
          }
        }
      ]
    }
    "#);
}

#[test]
fn the_schema_accepts_what_is_written() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let file: Value = serde_json::from_str(&write(&rich())).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
    for (pointer, bad) in [
        ("/version", Value::from("2.0")),
        ("/claims/0/id", Value::from("")),
        ("/claims/0/polarity", Value::from("maybe")),
        ("/claims/0/content/spans", serde_json::json!([[1, 2, 3]])),
        ("/claims/0/selector/start", Value::from(-1)),
        ("/text_sha256", Value::from("xyz")),
    ] {
        let mut file = file.clone();
        *file.pointer_mut(pointer).unwrap() = bad;
        assert!(!validator.is_valid(&file), "the schema lets {pointer} pass");
    }
}

#[test]
fn the_schema_names_the_fields_of_the_types() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let file = serde_json::to_value(rich().claims.remove(0)).unwrap();
    let known = schema.pointer("/$defs/claim/properties").and_then(Value::as_object).unwrap();
    for field in file.as_object().unwrap().keys() {
        assert!(known.contains_key(field), "the schema has no `{field}`");
    }
}

fn refused(text: &str) -> String {
    read("claims.json", text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn errors_name_place_field_and_mend() {
    let file = write(&rich());
    let refusals = [
        refused(&file[..file.len() / 2]),
        refused(&file.replace("\"affirmed\"", "\"yes\"")),
        refused(&file.replacen("\"lemma\": \"affirmer\",", "", 1)),
        refused(&file.replacen("\"polarity\": \"affirmed\",", "", 1)),
        refused(&file.replacen("\"lemma\"", "\"lemme\": 1, \"lemma\"", 1)),
        refused(&file.replacen("\"lang\": \"fr\"", "\"lang\": \"fr\", \"lang\": \"en\"", 1)),
        refused(&file.replace("\"1.0\"", "\"2.0\"")),
        refused("[]"),
        refused("{\"format\": \"dixit-journal\"}"),
        refused(""),
        refused("PK\u{3}\u{4}"),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @r#"
    claims.json:45:6: EOF while parsing an object; the file is damaged or cut off: restore it from version control
    claims.json:30:23: claim k3x9ab, field `polarity`: unknown variant `yes`, expected `affirmed` or `denied`
    claims.json:24:7: claim k3x9ab, field `cue`: missing field `lemma`
    claims.json:11:5: claim k3x9ab, field `polarity`: is missing
    claims.json:19:14: claim k3x9ab, field `cue.lemme`: dixit does not know this field here and would lose it; put it at the top of the claim
    claims.json:7:28: field `lang`: `lang` is given twice
    claims.json:3: version 2.0 is not known; this dixit reads 1.0 and later 1.x: use a newer dixit
    claims.json: not a claims file: it holds no object; a claims file begins with {"format": "dixit-claims"
    claims.json: not a claims file: its format is "dixit-journal"; a claims file begins with {"format": "dixit-claims"
    claims.json:1:1: EOF while parsing a value; the file is damaged or cut off: restore it from version control
    claims.json:1:1: expected value; the file is damaged or cut off: restore it from version control
    "#);
    assert!(read("claims.json", b"{\"format\": \"\xff").unwrap_err().to_string().contains("1:13: this is not UTF-8"));
}

#[test]
fn broken_rules_are_named() {
    let file = write(&rich());
    let refusals = [
        refused(&file.replace("p04z7c", "k3x9ab")),
        refused(&file.replace("\"inside\": \"k3x9ab\"", "\"inside\": \"zzzzzz\"")),
        refused(&file.replace("\"inside\": \"k3x9ab\"", "\"inside\": \"p04z7c\"")),
        refused(&file.replacen("[[10, 41]]", "[[41, 10]]", 1)),
        refused(&file.replacen("[[10, 41]]", "[[10, 99]]", 1)),
        refused(&file.replacen("[[10, 41]]", "[[10, 20], [15, 41]]", 1)),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @r"
    claims.json:69:13: claim k3x9ab, field `id`: stands twice in this file: remove one of the two claims
    claims.json:83:17: claim p04z7c, field `inside`: zzzzzz is no claim of this file
    claims.json:83:17: claim p04z7c, field `inside`: p04z7c leads back to this claim: a claim is not inside itself
    claims.json:25:18: claim k3x9ab, field `content.spans`: [41, 10] holds nothing
    claims.json:25:18: claim k3x9ab, field `content.spans`: [10, 99] is not inside the selector [10, 41]
    claims.json:25:18: claim k3x9ab, field `content.spans`: [10, 20] and [15, 41] overlap or stand in the wrong order
    ");
    insta::assert_snapshot!(refused(&file.replacen("\"start\": 10", "\"start\": 20", 1)), @r"claims.json:54:19: claim k3x9ab, field `selector`: `exact` has 31 code points, but `start` and `end` are 21 apart");
}

#[test]
fn claims_out_of_order_are_refused() {
    let mut file: Value = serde_json::from_str(&write(&rich())).unwrap();
    file.get_mut("claims").and_then(Value::as_array_mut).unwrap().reverse();
    assert!(refused(&layout(&file)).contains("belongs before claim p04z7c"));
}

#[test]
fn unknown_fields_survive() {
    let file = write(&rich())
        .replacen("\"lang\": \"fr\"", "\"desk\": {\"name\": \"monde\", \"n\": [1]}, \"lang\": \"fr\"", 1)
        .replacen("\"quotation\"", "\"mood\": null, \"quotation\"", 1);
    let once = read("claims.json", file.as_bytes()).unwrap();
    assert_eq!(once.newer, None);
    let written = write(&once.set);
    assert!(written.contains("\"desk\"") && written.contains("\"mood\": null"));
    assert_eq!(read("claims.json", written.as_bytes()).unwrap().set, once.set);
}

#[test]
fn a_newer_minor_version_is_read_and_flagged() {
    let file = write(&rich()).replace("\"1.0\"", "\"1.7\"").replacen("\"lemma\"", "\"tense\": \"past\", \"lemma\"", 1);
    let read = read("claims.json", file.as_bytes()).unwrap();
    assert_eq!(read.newer, Some(Version { major: 1, minor: 7 }));
    assert_eq!(read.set, rich());
}

#[test]
fn an_anchor_needs_its_words() {
    let text = "On dit que l’accord tient.";
    let good = claim("aaa111", 11, "l’accord tient");
    assert!(check_anchor(&Claim { cue: None, speaker: None, ..good.clone() }, text).is_ok());
    assert_eq!(check_anchor(&good, text).unwrap_err().0, "speaker.spans");
    let elsewhere = Claim { cue: None, speaker: None, ..claim("aaa111", 10, "l’accord tient") };
    assert_eq!(check_anchor(&elsewhere, text).unwrap_err().0, "selector");
}

fn any_claim() -> impl Strategy<Value = Claim> {
    (
        "[0-9a-z]{6}",
        0u32..5000,
        "\\PC{1,40}",
        any::<(bool, bool, bool)>(),
        0.0f64..1.0,
        proptest::option::of("\\PC{0,12}"),
        proptest::option::of(1u32..9),
    )
        .prop_map(|(id, start, words, (denied, silent, dated), score, role, revision)| {
            let mut claim = claim(&id, start, &words);
            claim.polarity = if denied { Polarity::Denied } else { Polarity::Affirmed };
            claim.check_worthiness.score = score;
            claim.revision = revision;
            if silent {
                claim.speaker = None;
                claim.cue = None;
            } else if let Some(speaker) = &mut claim.speaker {
                speaker.role = role;
            }
            if dated {
                claim.when.push(When {
                    of: DateOf::Event,
                    value: "2020-10".to_owned(),
                    text: words.clone(),
                    spans: claim.content.spans.clone(),
                });
            }
            claim
        })
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_set_back(claims in proptest::collection::vec(any_claim(), 0..8)) {
        let mut ids = BTreeSet::new();
        let mut set = set(claims.into_iter().filter(|claim| ids.insert(claim.id.clone())).collect());
        if let [first, .., last] = set.claims.as_mut_slice() {
            last.inside = Some(first.id.clone());
        }
        let file = write(&set);
        let back = read("claims.json", file.as_bytes()).unwrap();
        prop_assert_eq!(&back.set, &set);
        prop_assert_eq!(write(&back.set), file);
    }

    #[test]
    fn no_damage_makes_the_reader_panic(cut in 0usize..4000, byte in any::<u8>()) {
        let mut file = write(&rich()).into_bytes();
        let at = cut % file.len();
        file[at] = byte;
        let _ = read("claims.json", &file);
        file.truncate(at);
        let _ = read("claims.json", &file);
    }
}
