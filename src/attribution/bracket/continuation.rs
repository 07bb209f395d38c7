//! What goes on with a report: sentences in the subjunctive, quotations without a cue, words in quotation marks.

use super::Attribution;
use super::phrase::{self, Reach};
use super::reported::is_reported;
use super::source::{is_nominative, subject_before_commas};
use super::view::{Shape, View};
use crate::attribution::analysis::Analysis;
use crate::attribution::content::Pattern;
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
        for piece in &found.content {
            for slot in &mut held[a.sentence_at(piece.start)..=a.sentence_at(piece.end.saturating_sub(1))] {
                *slot = true;
            }
        }
        let place = found.cue.first().copied().or_else(|| found.content.first().map(|piece| piece.start));
        if let Some(place) = place {
            let number = a.sentence_at(place);
            held[number] = true;
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
        if let Some(index) = cued[number] {
            speaker = Some((linked[index].source.clone(), number));
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
        // sei, habe: reported whoever said it; wäre, hätte only beside a report
        if near.is_none() && !sure {
            continue;
        }
        if let Some((source, _)) = &near {
            speaker = Some((source.clone(), number));
        }
        let goes_on = new
            .last_mut()
            .filter(|(_, last)| *last + 1 == number && a.sentences[*last].paragraph == sentence.paragraph);
        if let Some((attribution, last)) = goes_on {
            if let Some(piece) = attribution.content.last_mut() {
                piece.end = content.end;
            }
            *last = number;
            continue;
        }
        let source = near.map(|(source, _)| source).unwrap_or_default();
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
    let plain = v.has(finite, Class::Subjunctive) && (word != "haben" && word != "sollten" && word != "wollten");
    // gehe, komme: no other form of the third person ends so; of a past in -te nobody can tell
    let other = a.is_finite(at)
        && word.ends_with('e')
        && !word.ends_with("te")
        && !matches!(word, "wurde" | "würde")
        && !v.has(finite, Class::Modal);
    let first_person =
        (tokens.clone()).any(|i| a.has(i, Class::FirstPerson) && a.region_at(i).is_none() && a.tag(i) == Tag::Pron);
    let hearsay = matches!(word, "soll" | "sollen");
    if !(plain || other || hearsay) || first_person {
        return None;
    }
    let mut end = tokens.end;
    while end > tokens.start && matches!(a.raw(end - 1), "." | ":" | ";" | ",") {
        end -= 1;
    }
    let sure = matches!(
        word,
        "sei"
            | "seien"
            | "habe"
            | "werde"
            | "könne"
            | "müsse"
            | "dürfe"
            | "solle"
            | "wolle"
            | "gebe"
            | "gehe"
            | "komme"
            | "stehe"
    );
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

/// Quotations that no cue took: those that make a sentence, and other wording beside a speaker.
///
/// The speaker is the subject of the clause that leads to the quotation (*Sie griff ihn an: „...“*, *Weber wörtlich: „...“*),
/// or else the one who spoke last.
pub(super) fn free_quotations(a: &Analysis<'_>, linked: &mut Vec<Attribution>) {
    let mut covered = vec![false; a.len()];
    let mut spoken: Vec<(usize, usize)> = Vec::new();
    for (index, found) in linked.iter().enumerate() {
        for piece in &found.content {
            covered[piece.clone()].fill(true);
        }
        let place = found.cue.first().copied().or_else(|| found.content.first().map(|piece| piece.start));
        // What is said inside a quotation is said by another.
        if let Some(place) = place
            && !found.source.is_empty()
            && a.region_at(place).is_none()
        {
            spoken.push((place, index));
        }
    }
    spoken.sort_unstable();
    let mut new: Vec<Attribution> = Vec::new();
    for (number, region) in a.regions.iter().enumerate() {
        let Some(first) = region.pieces.first() else { continue };
        if region.parent.is_some() || covered[first.start] {
            continue;
        }
        let words = region.pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct).count();
        let finite = region.pieces.iter().flat_map(Clone::clone).any(|at| a.is_finite(at));
        let alone = a.sentence(region.open).start == region.open;
        let led = alone || matches!(a.raw(region.open.wrapping_sub(1)), ":" | "–" | "—");
        if !led || words < 3 || !finite {
            continue;
        }
        let before = spoken.partition_point(|&(place, _)| place < region.open).checked_sub(1).map(|last| spoken[last]);
        let led_by = before.filter(|&(place, _)| !alone && a.sentence_at(place) == a.sentence_at(region.open));
        let subject = if alone || led_by.is_some() { None } else { subject_before(a, region.open) };
        let mut attribution = Attribution::free(number, region.pieces.clone());
        if let Some(subject) = subject {
            attribution.source = vec![subject];
        } else if let Some(last) = new.last().filter(|last| {
            last.content
                .last()
                .is_some_and(|piece| a.sentence_at(region.open).saturating_sub(a.sentence_at(piece.start)) <= SILENCE)
                && before.is_none_or(|(place, _)| last.content.first().is_some_and(|piece| piece.start > place))
        }) {
            attribution.source = last.source.clone();
        } else if let Some((place, index)) = before
            && a.sentence_at(region.open).saturating_sub(a.sentence_at(place)) <= SILENCE
        {
            attribution.source = linked[index].source.clone();
        }
        new.push(attribution);
    }
    linked.extend(new);
}

/// The subject of the clause before the colon that leads to the quotation at `open`, or the name that stands there alone.
fn subject_before(a: &Analysis<'_>, open: usize) -> Option<Range<usize>> {
    let colon = open.checked_sub(1)?;
    let v = View::around(a, colon);
    let last = v.item_of(colon)?;
    let main = v
        .segments
        .iter()
        .rev()
        .filter(|segment| segment.items.start < last)
        .find(|segment| segment.shape == Shape::Main);
    let Some(finite) = main.and_then(|main| main.finite) else {
        // Weber wörtlich: „...“
        let first = v.segments.first()?;
        let start = v.opening(&first.items);
        return phrase::with_apposition(&v, start, last, Reach::All)
            .filter(|_| phrase::may_be_subject(&v, start))
            .map(|found| v.tokens(found));
    };
    let main = main?;
    let start = v.opening(&main.items);
    let prefield = phrase::end(&v, start, finite, Reach::All)
        .filter(|&stop| stop == finite && phrase::may_be_subject(&v, start) && !phrase::is_time(&v, start..stop));
    let after = || phrase::subject_after(&v, finite + 1..main.items.end, v.items.len());
    // Jede Schuld der Partei weist Weber von sich: who can speak is the subject
    let named = || after().filter(|found| is_nominative(&v, found.start) && phrase::speaks(&v, found.clone()));
    let found = match prefield {
        Some(stop) if phrase::head_speaks(&v, start..stop) => Some(start..stop),
        Some(stop) => named().or(Some(start..stop)),
        None => after(),
    };
    found.filter(|found| phrase::speaks(&v, found.clone())).map(|found| v.tokens(found))
}

/// Wording in quotation marks that no report holds, in a clause whose subject can speak: *Er will „noch einmal prüfen“, ob*.
pub(super) fn wording(a: &Analysis<'_>, linked: &mut Vec<Attribution>) {
    let mut covered = vec![false; a.len()];
    for found in linked.iter() {
        for piece in &found.content {
            covered[piece.clone()].fill(true);
        }
    }
    let mut new = Vec::new();
    for (number, region) in a.regions.iter().enumerate() {
        let Some(first) = region.pieces.first() else { continue };
        let words = region.pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct).count();
        if region.parent.is_some() || covered[first.start] || words < 2 || !is_wording(a, &region.pieces) {
            continue;
        }
        // der Film „so heißt er“, das so genannte „zweite Leben“
        let before = region.open.wrapping_sub(1);
        let titled = a.is_capital(before) && a.tag(before) != Tag::Punct && a.sentence(region.open).start < before
            || matches!(
                a.word(before),
                "genannte" | "genannten" | "genannter" | "sogenannte" | "sogenannten" | "namens"
            );
        if titled {
            continue;
        }
        let v = View::around(a, region.open);
        let Some(k) = v.item_of(region.open) else { continue };
        let Some(index) = v.segment_of(k) else { continue };
        let segment = &v.segments[index];
        let Some(finite) = segment.finite.filter(|_| segment.shape == Shape::Main) else { continue };
        let start = v.opening(&segment.items);
        let prefield = phrase::end(&v, start, finite, Reach::All)
            .filter(|&stop| stop == finite && phrase::may_be_subject(&v, start));
        let subject = match prefield {
            Some(stop) if phrase::speaks(&v, start..stop) => Some(start..stop),
            // Der Sprecher, Karl Weber, will „prüfen“
            None if start == finite && index > 0 => {
                subject_before_commas(&v, index, finite).filter(|found| phrase::speaks(&v, found.clone()))
            }
            _ => phrase::subject_after(&v, finite + 1..segment.items.end, segment.items.end)
                .filter(|found| phrase::speaks(&v, found.clone())),
        };
        if let Some(subject) = subject.filter(|subject| !subject.contains(&k)) {
            let mut attribution = Attribution::free(number, region.pieces.clone());
            attribution.source = vec![v.tokens(subject)];
            attribution.pattern = Pattern::Quoted;
            new.push(attribution);
        }
    }
    linked.extend(new);
}

/// Words in quotation marks inside a report are the speaker's own: a claim inside the claim.
pub(super) fn quoted_words(a: &Analysis<'_>, linked: &mut Vec<Attribution>) {
    let direct: std::collections::BTreeSet<usize> = linked.iter().filter_map(|found| found.region).collect();
    let mut new: std::collections::BTreeMap<usize, (usize, Attribution)> = std::collections::BTreeMap::new();
    for found in linked.iter().filter(|found| found.region.is_none()) {
        for piece in &found.content {
            let first = a.regions.partition_point(|region| region.open < piece.start);
            for (number, region) in
                a.regions.iter().enumerate().skip(first).take_while(|(_, region)| region.open < piece.end)
            {
                let inside = region.close.is_some_and(|close| close < piece.end);
                // At the level of the report: not a quotation inside a quotation.
                if !inside
                    || region.parent != a.region_at(piece.start)
                    || direct.contains(&number)
                    || !is_wording(a, &region.pieces) && !is_noun(a, &region.pieces)
                {
                    continue;
                }
                let size = found.content.iter().map(Range::len).sum::<usize>();
                let attribution = Attribution {
                    region: Some(number),
                    content: region.pieces.clone(),
                    pattern: Pattern::Quoted,
                    negated: false,
                    ..found.clone()
                };
                // The smallest report around it is whose words they are.
                match new.get(&number) {
                    Some((known, _)) if *known <= size => {}
                    _ => drop(new.insert(number, (size, attribution))),
                }
            }
        }
    }
    linked.extend(new.into_values().map(|(_, attribution)| attribution));
}

/// Whether quoted words are a way of putting it rather than a name or title.
fn is_wording(a: &Analysis<'_>, pieces: &[Range<usize>]) -> bool {
    let words = || pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct);
    words().any(|at| !a.is_capital(at))
}

/// Whether a quotation is one common noun (*die „Landnahmen“*).
fn is_noun(a: &Analysis<'_>, pieces: &[Range<usize>]) -> bool {
    let words: Vec<usize> = pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct).collect();
    matches!(words.as_slice(), [at] if a.tag(*at) == Tag::Noun)
}
