//! The matrix of edits, and edits made at random whose outcome is known.

use super::*;

/// A text in which the claim's words stand twice, between neighbours that differ.
const TEXT: &str = "La maire a parlé lundi soir. Elle affirme que « le pont sera fermé en mai » malgré les plaintes des \
    commerçants. Le préfet, lui, n'a rien promis. Un riverain l'a répété au marché : « le pont sera fermé en mai », \
    d'un air las. Les travaux coûteront 3 millions d'euros, selon l'agglomération.";

fn selector_at(text: &str, exact: &str, occurrence: usize) -> Selector {
    let (byte, _) = text.match_indices(exact).nth(occurrence).unwrap();
    let start = text[..byte].chars().count();
    let end = start + exact.chars().count();
    let chars: Vec<char> = text.chars().collect();
    Selector {
        exact: exact.to_owned(),
        prefix: chars[start.saturating_sub(32)..start].iter().collect(),
        suffix: chars[end..(end + 32).min(chars.len())].iter().collect(),
        start: start as u32,
        end: end as u32,
    }
}

fn claim() -> Selector {
    selector_at(TEXT, "le pont sera fermé en mai", 0)
}

/// What the claim's place is called in `text`, and the words there.
fn outcome(selector: &Selector, text: &str) -> String {
    let found = anchor(selector, None, text);
    let words: String = match found.span() {
        Some(span) => text.chars().skip(span.start as usize).take((span.end - span.start) as usize).collect(),
        None => String::new(),
    };
    format!("{} {words}", found.name()).trim_end().to_owned()
}

#[test]
fn the_matrix() {
    let words = "le pont sera fermé en mai";
    let first = TEXT.replacen(words, "X", 1);
    let edits = [
        ("same", TEXT.to_owned()),
        ("shifted", format!("Mis à jour à 20 h. {TEXT}")),
        ("shifted back", TEXT.replacen("La maire a parlé lundi soir. ", "", 1)),
        ("typo fixed", first.replacen('X', "le pont sera ferme en mai", 1)),
        ("word changed", first.replacen('X', "le pont sera fermé en juin", 1)),
        ("rewritten", first.replacen('X', "aucune date n'est arrêtée", 1)),
        ("quote style", TEXT.replace("« ", "“").replace(" »", "”")),
        (
            "spaces",
            TEXT.replace("« ", "«\u{202f}").replace(" »", "\u{202f}»").replacen("le pont sera", "le pont  sera", 1),
        ),
        ("case", first.replacen('X', "Le pont sera fermé en mai", 1)),
        ("no-break words", first.replacen('X', "le pont sera fermé en\u{a0}mai", 1)),
        (
            "sentence deleted",
            TEXT.replacen(
                "Elle affirme que « le pont sera fermé en mai » malgré les plaintes des commerçants. ",
                "",
                1,
            ),
        ),
        (
            "sentence doubled",
            TEXT.replacen(
                "Le préfet",
                "Elle affirme que « le pont sera fermé en mai » malgré les plaintes des commerçants. Le préfet",
                1,
            ),
        ),
        ("whole text twice", format!("{TEXT} {TEXT}")),
        ("left neighbour changed", TEXT.replacen("Elle affirme", "Mme Roux a dit", 1)),
        ("right neighbour changed", TEXT.replacen("malgré les plaintes", "en dépit des cris", 1)),
        (
            "both changed",
            TEXT.replacen("Elle affirme que", "Selon elle,", 1).replacen("malgré les plaintes", "en dépit des cris", 1),
        ),
        ("only the words", words.to_owned()),
        ("empty", String::new()),
    ];
    let table: String = edits.iter().map(|(name, text)| format!("{name:>24}: {}\n", outcome(&claim(), text))).collect();
    insta::assert_snapshot!(table);
}

#[test]
fn apostrophes_and_dashes_are_typography() {
    let text = "Il a dit que l'accord n'est pas mort - loin de là - et qu'il y croit encore.";
    let claim = selector_at(text, "l'accord n'est pas mort - loin de là", 0);
    let other = text.replace('\'', "’").replace('-', "–");
    assert_eq!(outcome(&claim, &other), "changed l’accord n’est pas mort – loin de là");
}

#[test]
fn of_79_alike_none_is_chosen() {
    let text = "« Non », dit-il. ".repeat(79);
    for n in [0, 1, 40, 78] {
        let claim = selector_at(&text, "Non", n);
        let outcome = anchor(&claim, None, &text);
        let inner = (2..77).contains(&n);
        // The first and the last have the text's border beside them, which no other has.
        assert!(matches!(outcome, Anchor::Ambiguous { .. }) || !inner, "{n}: {outcome:?}");
        assert!(outcome.span().is_none_or(|span| span.start == claim.start), "{n}: {outcome:?}");
        assert!(
            matches!(anchor(&claim, Some(&text), &text), Anchor::Found { .. }),
            "an unchanged text keeps its claims"
        );
    }
}

#[test]
fn a_prefix_alone_tells_candidates_apart() {
    let names = ["Anne Roux", "Paul Meyer", "Rosa Diaz", "Jan Novak"];
    let text: String =
        names.iter().map(|name| format!("Pour {name}, « c'est non », et il n'y a rien à ajouter. ")).collect();
    for (n, name) in names.iter().enumerate() {
        let claim = selector_at(&text, "c'est non", n);
        let moved = format!("Réactions. {text}");
        let found = anchor(&claim, None, &moved);
        assert!(matches!(found, Anchor::Moved { span } if span.start == claim.start + 11), "{name}: {found:?}");
        // Without the one, none of the others takes its place.
        let without = text.replace(&format!("Pour {name}, « c'est non », et il n'y a rien à ajouter. "), "");
        assert_eq!(anchor(&claim, None, &without).span(), None, "{name}");
    }
}

/// Where a code point comes from: its place in the first text, and whether an edit copied it.
type Origin = Option<(u32, bool)>;

/// A text whose code points remember where they come from.
#[derive(Clone)]
struct Tracked(Vec<(char, Origin)>);

impl Tracked {
    fn new(text: &str) -> Tracked {
        Tracked(text.chars().enumerate().map(|(index, c)| (c, Some((index as u32, false)))).collect())
    }

    fn text(&self) -> String {
        self.0.iter().map(|(c, _)| c).collect()
    }

    /// Sentences, as ranges that end after the space.
    fn sentences(&self) -> Vec<std::ops::Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for at in 1..self.0.len() {
            if self.0[at].0 == ' ' && self.0[at - 1].0 == '.' {
                found.push(start..at + 1);
                start = at + 1;
            }
        }
        found.push(start..self.0.len());
        found
    }

    /// Whether the place holds words of the claim, and nothing that comes from elsewhere in the first text.
    fn is_right(&self, span: CharSpan, claim: &Selector) -> bool {
        let inside = &self.0[span.start as usize..span.end as usize];
        let ours = |(origin, _): (u32, bool)| (claim.start..claim.end).contains(&origin);
        inside.iter().any(|(_, origin)| origin.is_some_and(ours))
            && inside.iter().all(|(c, origin)| *c == ' ' || origin.is_none_or(ours))
    }

    /// Whether the claim's words stand there between the claim's neighbours, on both sides to their ends: whoever has only
    /// the two texts cannot tell such a place from the claim's own.
    fn is_twin(&self, span: CharSpan, claim: &Selector) -> bool {
        let text = self.text();
        let from = |start: u32, end: u32| {
            Folded::new(&text.chars().skip(start as usize).take((end - start) as usize).collect::<String>()).chars
        };
        let end = self.0.len() as u32;
        let around = from(span.start.saturating_sub(40), (span.end + 40).min(end));
        let whole = Folded::new(&format!("{}{}{}", claim.prefix, claim.exact, claim.suffix)).chars;
        around.windows(whole.len()).any(|window| window == whole)
    }

    /// Whether the place is a copy that an edit made.
    fn is_copy(&self, span: CharSpan) -> bool {
        self.0[span.start as usize..span.end as usize].iter().any(|(_, origin)| matches!(origin, Some((_, true))))
    }

    /// Whether more than half of the claim's own code points are left.
    fn holds(&self, claim: &Selector) -> bool {
        let ours = |origin: &Origin| matches!(origin, Some((o, false)) if (claim.start..claim.end).contains(o));
        let left = self.0.iter().filter(|(_, origin)| ours(origin)).count();
        left as u32 * 2 > claim.end - claim.start
    }
}

struct Random(u64);

impl Random {
    /// Knuth's MMIX generator: the edits are the same in each run.
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// An edit of a kind that editors make.
fn edit(text: &mut Tracked, random: &mut Random) {
    let new = |words: &str| words.chars().map(|c| (c, None)).collect::<Vec<_>>();
    let sentences = text.sentences();
    let sentence = sentences[random.below(sentences.len())].clone();
    match random.below(8) {
        0 => drop(text.0.splice(sentence.start..sentence.start, new("La nouvelle est tombée dans la nuit. "))),
        1 if sentences.len() > 2 => drop(text.0.drain(sentence)),
        2 => {
            let copied = |(c, origin): &(char, Origin)| (*c, origin.map(|(place, _)| (place, true)));
            let copy: Vec<_> = text.0[sentence].iter().map(copied).collect();
            let to = sentences[random.below(sentences.len())].start;
            text.0.splice(to..to, copy);
        }
        3 => {
            let moved: Vec<_> = text.0.drain(sentence).collect();
            let sentences = text.sentences();
            let to = sentences[random.below(sentences.len())].start;
            text.0.splice(to..to, moved);
        }
        4 => {
            let at = random.below(text.0.len());
            if text.0[at].0.is_alphabetic() {
                text.0[at] = ('x', text.0[at].1);
            }
        }
        5 => {
            for (c, _) in &mut text.0 {
                *c = match *c {
                    '«' => '“',
                    '»' => '”',
                    '\'' => '’',
                    other => other,
                };
            }
        }
        6 => {
            let at = random.below(text.0.len());
            if text.0[at].0 == ' ' {
                text.0.splice(at..at, new(" encore"));
            }
        }
        _ => {
            for (c, _) in &mut text.0[sentence] {
                *c = c.to_uppercase().next().unwrap_or(*c);
            }
        }
    }
}

/// Edits an article a thousand times and counts what becomes of its claims; panics where one leads to a wrong place.
fn edited(article: &str, words: &[&str], seed: u64) -> String {
    let mut random = Random(seed);
    let (mut right, mut copies, mut gone, mut ambiguous, mut orphaned) = (0, 0, 0, 0, 0);
    for _ in 0..1000 {
        let exact = words[random.below(words.len())];
        let claim = selector_at(article, exact, random.below(article.matches(exact).count()));
        let mut text = Tracked::new(article);
        for _ in 0..1 + random.below(4) {
            edit(&mut text, &mut random);
        }
        let found = anchor(&claim, Some(article), &text.text());
        match found.span() {
            Some(span) => {
                let right_place = text.is_right(span, &claim);
                let twin = text.is_twin(span, &claim);
                assert!(right_place || twin, "{found:?} of {claim:?} in {}", text.text());
                // An edit copied the words with their neighbours, or moved a twin between them.
                let copy = !right_place || text.is_copy(span);
                copies += usize::from(copy);
                right += usize::from(!copy);
            }
            None if !text.holds(&claim) => gone += 1,
            None if matches!(found, Anchor::Ambiguous { .. }) => ambiguous += 1,
            None => orphaned += 1,
        }
    }
    format!(
        "{right} right, {copies} at a copy, {gone} gone, {ambiguous} ambiguous, {orphaned} needlessly orphaned, 0 wrong"
    )
}

#[test]
fn of_a_thousand_edits_none_leads_to_a_wrong_place() {
    let words = [
        "Elle affirme que",
        "n'a rien promis",
        "Les travaux coûteront 3 millions d'euros",
        "La maire a parlé lundi soir",
    ];
    insta::assert_snapshot!(edited(TEXT, &words, 7));
}

#[test]
fn of_a_thousand_edits_of_a_text_of_twins_none_leads_to_a_wrong_place() {
    let twin = TEXT.replace("mai »", "juin »").replace("Elle affirme", "Son adjoint soutient");
    let words = ["le pont sera fermé en", "n'a rien promis", "Les travaux coûteront 3 millions d'euros"];
    insta::assert_snapshot!(edited(&format!("{TEXT} {twin}"), &words, 7));
}

#[test]
fn of_twenty_thousand_other_edits_neither() {
    let twin = TEXT.replace("mai »", "juin »").replace("Elle affirme", "Son adjoint soutient");
    for seed in 0..10 {
        edited(&format!("{TEXT} {twin}"), &["le pont sera fermé en", "n'a rien promis"], seed);
        edited(TEXT, &["le pont sera fermé en mai", "n'a rien promis", "Les travaux coûteront"], seed);
    }
}
