//! What goes on with a report: sentences in the subjunctive, quotations without a cue, words in quotation marks.

use super::Attribution;
use super::reported::is_reported;
use super::view::{Shape, View};
use crate::attribution::analysis::Analysis;
use crate::attribution::pattern::Pattern;
use crate::lang::syntax::Class;
use crate::lang::{Lexicon, Pos};
use crate::tagging::Tag;
use std::ops::Range;

/// So many sentences may stand between a report and a sentence in the subjunctive that goes on with it.
pub(super) const SILENCE: usize = 3;

/// Sentences outside quotations whose verb is in the subjunctive and that no cue holds: their words are those of the
/// speaker before. Neighbours of one paragraph are one content.
pub(super) fn subjunctive(a: &Analysis<'_>, linked: &mut Vec<Attribution>, silent: &[Range<usize>]) {
    let mut cued = vec![None; a.sentences.len()];
    let mut held = vec![false; a.sentences.len()];
    for (index, found) in linked.iter().enumerate() {
        // Sie könne sich vorstellen, dass: a sentence in the subjunctive goes on with a report, whatever it reports itself.
        let nested = is_reported(a, &found.cue);
        for piece in found.content.iter().filter(|_| !nested) {
            for slot in &mut held[a.sentence_at(piece.start)..=a.sentence_at(piece.end.saturating_sub(1))] {
                *slot = true;
            }
        }
        let place = found.cue.first().copied().or_else(|| found.content.first().map(|piece| piece.start));
        if let Some(place) = place {
            let number = a.sentence_at(place);
            held[number] |= !nested;
            // Whoever reports is the speaker, not the subject of what he reports.
            let inner = is_reported(a, &found.cue) || a.region_at(place).is_some();
            if !found.source.is_empty() && (!inner || cued[number].is_none()) {
                cued[number] = Some(index);
            }
        }
    }
    // Der Iran streitet dies ab. Sein Programm diene dem Frieden.
    let mut waiting: Vec<Option<Range<usize>>> = vec![None; a.sentences.len()];
    for source in silent {
        waiting[a.sentence_at(source.start)] = Some(source.clone());
    }
    let mut speaker: Option<(Vec<Range<usize>>, usize)> = None; // source, sentence
    let mut new: Vec<(Attribution, usize)> = Vec::new();
    for (number, sentence) in a.sentences.iter().enumerate() {
        // Die Regierung habe erklärt: whoever is reported to have said it is not the one who goes on.
        let inner = cued[number].is_some_and(|index| is_reported(a, &linked[index].cue));
        let known = speaker.as_ref().is_some_and(|(_, since)| number - since <= SILENCE + 1);
        if let Some(index) = cued[number].filter(|_| !(inner && known)) {
            speaker = Some((linked[index].source.clone(), number));
        } else if inner && let Some((_, since)) = &mut speaker {
            *since = number;
        }
        if held[number] || a.region_at(sentence.tokens.start).is_some() {
            continue;
        }
        // Whoever is the subject of this sentence speaks from the next one on.
        let before = speaker.clone();
        if cued[number].is_none()
            && let Some(source) = &waiting[number]
        {
            speaker = Some((vec![source.clone()], number));
        }
        let near = before.filter(|(_, since)| number - since <= SILENCE + 1);
        let Some((content, sure)) = reported(a, sentence.tokens.clone()) else { continue };
        // sei, habe: reported whoever said it; wäre, hätte, soll only right behind a report
        let beside = near.as_ref().is_some_and(|(_, since)| number - since <= 2);
        if !beside && !sure {
            continue;
        }
        // Für Weber sei das ein Fehler: he judges, whoever spoke before
        let judge = {
            let v = View::around(a, sentence.tokens.start);
            (0..v.segments.len())
                .find_map(|index| super::quotations::judge(&v, index))
                .map(|found| vec![v.tokens(found)])
        };
        if let Some(source) = judge.clone().or_else(|| near.as_ref().map(|(source, _)| source.clone())) {
            speaker = Some((source, number));
        }
        let goes_on = new
            .last_mut()
            .filter(|(_, last)| *last + 1 == number && a.sentences[*last].paragraph == sentence.paragraph)
            .filter(|(before, _)| judge.as_ref().is_none_or(|judge| *judge == before.source));
        if let Some((attribution, last)) = goes_on {
            if let Some(piece) = attribution.content.last_mut() {
                piece.end = content.end;
            }
            *last = number;
            continue;
        }
        let source = judge.or(near.map(|(source, _)| source)).unwrap_or_default();
        new.push((
            Attribution {
                source,
                cue: Vec::new(),
                entry: None,
                content: vec![content],
                region: None,
                pattern: Pattern::Continued,
                negated: false,
                score: None,
            },
            number,
        ));
    }
    linked.extend(new.into_iter().map(|(attribution, _)| attribution));
}

/// The sentence without its final stop, when its main verb is in the subjunctive.
fn reported(a: &Analysis<'_>, tokens: Range<usize>) -> Option<(Range<usize>, bool)> {
    let v = View::around(a, tokens.start);
    let main = v.segments.iter().find(|segment| segment.shape == Shape::Main)?;
    let finite = main.finite?;
    let word = v.word(finite);
    let at = v.token(finite);
    let plain = v.has(finite, Class::Subjunctive) && !v.has(finite, Class::HomographSubjunctive);
    // gehe, komme: no other form of the third person ends so; of a past in -te nobody can tell
    let other = a.is_finite(at)
        && word.ends_with('e')
        && !word.ends_with("te")
        && !matches!(word, "wurde" | "würde")
        && !v.has(finite, Class::Modal);
    let first_person =
        (tokens.clone()).any(|i| a.has(i, Class::FirstPerson) && a.region_at(i).is_none() && a.tag(i) == Tag::Pron);
    let hearsay = v.has(finite, Class::HearsayVerb);
    if !(plain || other || hearsay) || first_person {
        return None;
    }
    let mut end = tokens.end;
    while end > tokens.start && matches!(a.raw(end - 1), "." | ":" | ";" | ",") {
        end -= 1;
    }
    let sure = v.has(finite, Class::SureSubjunctive);
    (end > tokens.start + 2).then_some((tokens.start..end, sure))
}

/// *Demnach ...*: the sentence passes on what the source before said.
pub(super) fn adverbs(a: &Analysis<'_>, linked: &mut Vec<Attribution>) {
    let lexicon = Lexicon::of(a.lang);
    let mut new = Vec::new();
    for sentence in &a.sentences {
        let at = sentence.tokens.start;
        let entry = lexicon.fixed_at(|i| if i == 0 { a.word(at) } else { "" }).map(|(entry, _)| entry);
        let Some(entry) = entry.filter(|entry| entry.pos == Pos::Adverb && a.region_at(at).is_none()) else { continue };
        let last = linked
            .iter()
            .filter(|found| !found.source.is_empty())
            .filter(|found| found.content.last().is_some_and(|piece| piece.end <= at))
            .max_by_key(|found| found.content.last().map(|piece| piece.end));
        let near = last.filter(|found| {
            let end = found.content.last().map_or(0, |piece| piece.end);
            a.sentence_at(at) - a.sentence_at(end.saturating_sub(1)) <= SILENCE
        });
        let mut end = sentence.tokens.end;
        while end > at && matches!(a.raw(end - 1), "." | ":" | "!") {
            end -= 1;
        }
        if end > at + 2 {
            new.push(Attribution {
                source: near.map(|found| found.source.clone()).unwrap_or_default(),
                cue: vec![at],
                entry: Some(entry),
                content: vec![at + 1..end],
                region: None,
                pattern: Pattern::Preposition,
                negated: false,
                score: None,
            });
        }
    }
    linked.extend(new);
}
