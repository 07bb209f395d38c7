//! How much a claim is worth a fact-checker's time: a sum of named points.

use super::{CheckWorthiness, DateOf, Mention, MentionKind, Modality, Point, Polarity, Stance, When};
use crate::attribution::Analysis;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use std::ops::Range;

/// What is known of the claim when it is scored.
pub struct Facts<'f> {
    /// Its modality.
    pub modality: Modality,
    /// Its polarity.
    pub polarity: Polarity,
    /// The cue's stance.
    pub stance: Option<Stance>,
    /// Its mentions.
    pub mentions: &'f [Mention],
    /// Its dates.
    pub when: &'f [When],
}

/// Scores a claim by what can be checked in it; weights are our judgement of 2026-11, not learned.
pub fn check_worthiness(a: &Analysis<'_>, content: &[Range<usize>], facts: &Facts<'_>) -> CheckWorthiness {
    let mut points: Vec<Point> = vec![Point { name: "a claim by somebody".to_owned(), value: 0.2 }];
    let mut add = |name: String, value: f64| points.push(Point { name, value });
    let tokens = || content.iter().flat_map(Clone::clone);
    let first = |kinds: &[MentionKind]| {
        facts.mentions.iter().find(|mention| kinds.contains(&mention.kind)).map(|mention| mention.text.clone())
    };
    if let Some(text) = first(&[MentionKind::Number]) {
        add(format!("names a number ({text})"), 0.2);
    }
    if let Some(when) = facts.when.iter().find(|when| when.of == DateOf::Event) {
        add(format!("names a date ({})", when.text), 0.15);
    }
    if let Some(text) =
        first(&[MentionKind::Country, MentionKind::Organisation, MentionKind::Person, MentionKind::Place])
    {
        add(format!("names who or where ({text})"), 0.2);
    }
    let past = tokens().any(|i| {
        a.tag(i) == Tag::VerbPast && matches!(a.tag(i.wrapping_sub(1)), Tag::AuxFin | Tag::Adv | Tag::AuxPart)
    });
    if past {
        add("says that something happened".to_owned(), 0.15);
    }
    if matches!(facts.stance, Some(Stance::Doubting | Stance::Denying)) {
        add("the reporter doubts it, or the speaker denies something".to_owned(), 0.1);
    }
    if facts.polarity == Polarity::Denied && facts.stance != Some(Stance::Denying) {
        add("says that something is not so".to_owned(), 0.05);
    }
    match facts.modality {
        Modality::Request => add("asks for something: neither true nor false".to_owned(), -0.4),
        Modality::Opinion => add("a judgement".to_owned(), -0.25),
        Modality::Intention | Modality::Wish => add("a wish or plan".to_owned(), -0.3),
        Modality::Prediction => add("about what is still to come".to_owned(), -0.15),
        Modality::Belief => add("a belief".to_owned(), -0.1),
        Modality::Hearsay => add("hearsay that somebody should check".to_owned(), 0.05),
        Modality::Assertion => {}
    }
    let words = tokens().filter(|&i| a.tag(i) != Tag::Punct).count();
    if words < 4 {
        add("too few words to stand alone".to_owned(), -0.15);
    }
    if content.last().is_some_and(|piece| a.raw(piece.end.saturating_sub(1)) == "?") {
        add("a question".to_owned(), -0.2);
    }
    let own_mind = tokens().take(4).any(|i| a.has(i, Class::FirstPerson)) && !past && facts.mentions.is_empty();
    if own_mind {
        add("about the speaker's own mind".to_owned(), -0.1);
    }
    let score = points.iter().map(|point| point.value).sum::<f64>().clamp(0.0, 1.0);
    CheckWorthiness { score: (score * 100.0).round() / 100.0, points }
}
