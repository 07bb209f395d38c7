//! Cues that are reported themselves: in *Sie sagte, die Studie zeige „klare Mängel“* the quoted words are hers.

use super::continuation::SILENCE;
use crate::attribution::Attribution;
use crate::attribution::analysis::Analysis;
use crate::lang::syntax::Class;
use crate::lang::{Frame, Lexicon};
use crate::tagging::Tag;
use std::collections::BTreeMap;
use std::ops::Range;

/// Whether the verb of a cue outside of quotations is in the subjunctive of reported speech.
pub(super) fn is_reported(a: &Analysis<'_>, cue: &[usize]) -> bool {
    cue.iter().any(|&at| {
        let word = a.word(at);
        let listed = a.has(at, Class::Subjunctive) && !a.has(at, Class::HomographSubjunctive);
        // zeige, erinnere: no other form of the third person ends so; of a past in -te nobody can tell
        let verb = a.is_finite(at) || !Lexicon::of(a.lang).forms(word).is_empty();
        let ending = verb && word.ends_with('e') && !word.ends_with("te") && word != "wurde";
        let first_person = a.word(at.wrapping_sub(1)) == "ich" || a.word(at + 1) == "ich";
        (listed || ending) && !first_person && a.region_at(at).is_none()
    })
}

/// Gives quotations under a reported cue to the speaker who reports it, unless the cue names somebody else; quotations
/// whose cue names nobody too, when a report holds it (*Sie hätten den Hinweis, dass „…“*). Speakers whose words no cue
/// held are in `silent`.
pub(super) fn hand_on(a: &Analysis<'_>, linked: &mut [Attribution], silent: &[Range<usize>]) {
    let speaks = |found: &Attribution| !found.source.is_empty() && !is_reported(a, &found.cue);
    let mut held: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut cued: BTreeMap<usize, (usize, Vec<Range<usize>>)> = BTreeMap::new();
    for source in silent {
        cued.insert(a.sentence_at(source.start), (source.start, vec![source.clone()]));
    }
    for (index, found) in linked.iter().enumerate().filter(|(_, found)| found.region.is_none() && speaks(found)) {
        for piece in &found.content {
            for sentence in a.sentence_at(piece.start)..=a.sentence_at(piece.end.saturating_sub(1)) {
                held.entry(sentence).or_default().push(index);
            }
        }
    }
    for found in linked.iter().filter(|found| speaks(found)) {
        if let Some(&cue) = found.cue.first().filter(|&&cue| a.region_at(cue).is_none()) {
            let last = cued.entry(a.sentence_at(cue)).or_insert_with(|| (cue, found.source.clone()));
            if last.0 < cue {
                *last = (cue, found.source.clone());
            }
        }
    }
    for index in 0..linked.len() {
        let found = &linked[index];
        let Some(&cue) = found.cue.first().filter(|_| found.region.is_some()) else { continue };
        let reported = is_reported(a, &found.cue);
        if !(reported || found.source.is_empty()) || a.region_at(cue).is_some() {
            continue;
        }
        let sentence = a.sentence_at(cue);
        let around = held.get(&sentence).into_iter().flatten().copied();
        let holds = |&outer: &usize| outer != index && linked[outer].content.iter().any(|piece| piece.contains(&cue));
        let size = |&outer: &usize| linked[outer].content.iter().map(ExactSizeIterator::len).sum::<usize>();
        let speaker = around.filter(holds).min_by_key(size).map(|outer| linked[outer].source.clone()).or_else(|| {
            let before = sentence.saturating_sub(SILENCE + 1)..sentence;
            before.rev().filter(|_| reported).find_map(|sentence| cued.get(&sentence).map(|(_, source)| source.clone()))
        });
        let Some(speaker) = speaker else { continue };
        if !names_another(a, found, &speaker) {
            linked[index].source = speaker;
        }
    }
}

/// Whether the source is somebody who can speak and is not called so in `speaker`: *Sie sagte, der Minister habe gesagt*.
fn names_another(a: &Analysis<'_>, found: &Attribution, speaker: &[Range<usize>]) -> bool {
    let lexicon = Lexicon::of(a.lang);
    // Die Studie zeige „…“: what shows something does not quote
    let quotes = found.entry.is_some_and(|entry| entry.frames.has(Frame::Quote));
    let mut heads = found.source.iter().flat_map(Clone::clone).filter(|&at| {
        let noun = if quotes { lexicon.can_speak(a.word(at)) } else { lexicon.is_role(a.word(at)) };
        a.is_capital(at) && (a.tag(at) == Tag::Propn || a.tag(at) == Tag::Noun && noun)
    });
    let known = |word: &str| speaker.iter().flat_map(Clone::clone).any(|at| a.word(at).ends_with(word));
    heads.any(|at| !known(a.word(at)))
}
