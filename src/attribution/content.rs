//! Contents: which words a cue reports.
//!
//! Two shapes. *Beside the words*: the cue stands after or inside what it reports, see `beside`. *Before the words*: the
//! cue opens a complement, whose kind its frames allow (*que*-clause, infinitive, noun phrase, judgement, quotation).

use super::analysis::Analysis;
use super::beside::main_verb;
use super::clause::{content_end, ends_inside, trim_end};
use super::complement::Step;
use super::cue::{CueMap, CueWord, Form};
use super::pattern::Pattern;
use super::phrase::{self, Attach};
use crate::lang::syntax::Class;
use crate::lang::{Frame, Language, Modality};
use crate::tagging::Tag;
use std::ops::Range;

/// Words found for a cue.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The pieces of the content, in order.
    pub(super) content: Vec<Range<usize>>,
    pub(super) pattern: Pattern,
    /// The quotation that the content is, when it is one and nothing else.
    pub(super) region: Option<usize>,
}

impl Found {
    pub(super) fn of(content: Range<usize>, pattern: Pattern) -> Option<Found> {
        (content.start < content.end).then(|| Found { content: vec![content], pattern, region: None })
    }
}

/// The end of what a cue at `at` may reach: its sentence, and inside a quotation the quotation.
pub(super) fn reach(a: &Analysis<'_>, at: usize) -> Range<usize> {
    let mut bounds = a.sentence(at);
    if let Some(region) = a.region_at(at)
        && let Some(piece) = a.regions[region].pieces.iter().find(|piece| piece.contains(&at))
    {
        bounds = bounds.start.max(piece.start)..bounds.end.min(piece.end);
    }
    bounds
}

/// Finds the complement that follows a verb cue.
pub(super) fn after(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord, in_relative: bool) -> Option<Found> {
    let limit = reach(a, cue.head).end;
    let start = cue.group.end.max(cue.tokens.last().map_or(0, |last| last + 1));
    let end = |from: usize| content_end(a, cues, from, limit, in_relative);
    let frames = cue.entry.frames;
    let mut at = start;
    let mut object = None; // a noun phrase stepped over, whose end is kept
    let mut begun = None; // and where it begins
    for _ in 0..40 {
        if at >= limit {
            break;
        }
        let here = Step { a, cue, at, start, limit };
        if let Some(content) = here.colon() {
            return content.or_else(|| Found::of(at + 1..end(at + 1), Pattern::Colon));
        }
        if (frames.has(Frame::Clause) || frames.has(Frame::ObjectClause) && object.is_some())
            && here.complementizer(object)
        {
            if let Some(region) = a.opened_at(at + 1)
                && a.lang == Language::French
                && a.raw(a.regions[region].outer().end) == ","
                && main_verb(a, &a.regions[region].outer())
            {
                return Found::of(at + 1..a.regions[region].outer().end, Pattern::Clause);
            }
            // Marsh denied that. He said that, if elected, ...
            let alone = at + 2 >= limit || matches!(a.raw(at + 1), "." | "!" | "?" | ";");
            let from = at + if a.raw(at + 1) == "," { 2 } else { 1 };
            return Found::of(
                if alone && !a.is_quote_mark(at + 1) { at..at + 1 } else { from..end(from) },
                Pattern::Clause,
            );
        }
        if let Some(from) = here.marked_infinitive(object.is_some()) {
            // urged residents to leave: they are part of what is asked; told them to leave: they are told
            let addressed = frames.has(Frame::ObjectClause) && cue.entry.modality == Modality::Assertion;
            let from = match begun {
                Some(begun) if a.lang == Language::English && !addressed => begun,
                _ => from,
            };
            return Found::of(from..narrow(a, from, end(from)), Pattern::Infinitive);
        }
        if let Some(from) = here.bare_infinitive() {
            return Found::of(from..narrow(a, from, end(from)), Pattern::Infinitive);
        }
        // une situation que la fédération juge « absurde »
        if frames.has(Frame::Predicate)
            && a.opened_at(at).is_some()
            && let Some(found) = here.judgement_of_antecedent(end(at))
        {
            return Some(found);
        }
        if let Some(region) = a.opened_at(at)
            && here.takes_quotation()
        {
            let region_end = a.regions[region].outer().end;
            let stop = end(at);
            // "pas une ne finirait en farine", une formule qui: a quoted clause is over at its mark
            let over = match a.lang {
                Language::French => a.raw(region_end) == "," && a.opened_at(region_end + 1).is_none(),
                // joked, “You are all ridiculous,” drawing boos: the comma inside of the mark ends it
                Language::English => ends_inside(a, region) && a.opened_at(region_end).is_none(),
                Language::German | Language::Other(_) => false,
            };
            let wholly = stop <= region_end || over;
            let content = if wholly { a.regions[region].pieces.clone() } else { std::iter::once(at..stop).collect() };
            return Some(Found { content, pattern: Pattern::Quotation, region: wholly.then_some(region) });
        }
        if (frames.has(Frame::Predicate) || frames.has(Frame::SelfPredicate) && cue.reflexive)
            && let Some(found) = here.judgement(end(at))
        {
            return Some(found);
        }
        let addressed = (frames.has(Frame::ObjectClause) || frames.has(Frame::ObjectInfinitive))
            && object.is_none()
            && here.leads_on();
        if frames.has(Frame::Clause) && a.lang == Language::English && !addressed && here.bare_clause() {
            return Found::of(at..end(at), Pattern::BareClause);
        }
        if let Some(from) = here.prepositional(frames.has(Frame::ObjectInfinitive) && object.is_some()) {
            // accuse me of snobbery: of what, and whom
            let from = begun.filter(|_| a.lang == Language::English).unwrap_or(from);
            return Found::of(from..narrow(a, from, end(from)), Pattern::NounPhrase);
        }
        if let Some(next) = here.adverbial() {
            at = next;
            continue;
        }
        if frames.has(Frame::NounPhrase)
            && object.is_none()
            && (phrase::begins(a, at)
                || at == start && a.lang == Language::English && matches!(a.tag(at), Tag::VerbGer | Tag::AuxPart)
                // pointe des retards: an article, whatever the tag
                || a.lang == Language::French && matches!(a.word(at), "des" | "du") && phrase::begins(a, at + 1))
            && here.is_object(at)
            && !here.leads_on()
        {
            let stop = narrow(a, at, end(at));
            let stop = if a.lang == Language::English { without_circumstance(a, at, stop) } else { stop };
            return Found::of(at..stop, Pattern::NounPhrase);
        }
        if phrase::begins(a, at) && object.is_none() {
            let next = phrase::end(a, at, limit, Attach::Of)?;
            object = Some(next);
            begun = Some(at);
            at = next;
            continue;
        }
        if a.raw(at) == "," && at == start {
            at += 1;
            continue;
        }
        if object.is_some()
            && (a.tag(at) == Tag::Adp
                || a.has(at, Class::Negation)
                || matches!(a.tag(at), Tag::Noun | Tag::Adj | Tag::Propn | Tag::Cconj | Tag::Det | Tag::Num))
        {
            at += 1;
            continue;
        }
        break;
    }
    None
}

/// An infinitive or noun phrase ends before a comment on it: a comma with a preposition or a relative pronoun, a comma
/// with a phrase that a relative clause explains, a new clause with its own subject.
fn narrow(a: &Analysis<'_>, start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end {
        if let Some(region) = a.opened_at(at) {
            at = a.regions[region].outer().end.max(at + 1);
            continue;
        }
        let next = at + 1;
        let comment = a.raw(at) == ","
            && (a.tag(next) == Tag::Adp && !a.has(next, Class::InfinitiveMarker)
                || a.has(next, Class::RelativeSubject)
                || a.lang == Language::French
                    && (a.has(next, Class::RelativeObject) && a.tag(next) == Tag::Pron
                        || a.has(next, Class::Subordinator) && matches!(a.tag(next), Tag::Sconj | Tag::Adv))
                || a.tag(next) == Tag::Det
                    && (next..end.min(next + 5))
                        .any(|i| a.has(i, Class::RelativeObject) && matches!(a.tag(i), Tag::Pron | Tag::Sconj))
                || phrase::begins(a, next)
                    && phrase::end(a, next, end, Attach::Of).is_some_and(|stop| stop < end && a.is_finite(stop))
                || a.lang == Language::French && a.has(next, Class::ClosingConjunction)
                || a.lang == Language::English && a.opened_at(next).is_some()
                || a.is_finite(next));
        let clause = a.tag(at) == Tag::Cconj && a.tag(next) == Tag::Pron && a.is_finite(next + 1);
        // « rester à l'écart » du conflit, dans le cadre de: where it was said, once the quoted words are over
        let setting = a.opened_at(start).is_some()
            && a.tag(at) == Tag::Adp
            && (at + 1..at + 3).any(|i| a.has(i, Class::Setting) && a.has(i + 1, Class::Of));
        if at > start && (comment || clause || setting) {
            return trim_end(a, start, at);
        }
        at += 1;
    }
    end
}

/// The end of an English noun phrase before the time, the occasion or a remark after a dash that follows it: *endorsed
/// him* | *on Sunday*, *praised the plan* | *— a change of heart*.
fn without_circumstance(a: &Analysis<'_>, start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end {
        if let Some(region) = a.opened_at(at) {
            at = a.regions[region].outer().end.max(at + 1);
            continue;
        }
        let time = a.tag(at) == Tag::Adp && (a.has(at + 1, Class::Temporal) || a.has(at + 2, Class::Temporal));
        let occasion = a.has(at, Class::Occasion) && matches!(a.tag(at), Tag::Adp | Tag::Sconj | Tag::Adv);
        let remark = matches!(a.raw(at), "—" | "–" | "--" | ":");
        let day = a.has(at, Class::Temporal) && a.is_capital(at) && at + 1 == end;
        if at > start && (time || occasion || remark || day) {
            return trim_end(a, start, at);
        }
        at += 1;
    }
    end
}

/// Whether a participle or infinitive cue may report at all where it stands.
pub(super) fn may_report(a: &Analysis<'_>, cue: &CueWord) -> bool {
    let before = cue.group.start.wrapping_sub(1);
    match (cue.form, a.lang) {
        (Form::Infinitive, Language::French) => {
            matches!(a.word(before), "de" | "d'" | "pour" | "sans" | "à" | "par" | "afin" | "tout" | "après")
                || matches!(
                    a.tag(before),
                    Tag::VerbFin | Tag::AuxFin | Tag::VerbCnd | Tag::AuxCnd | Tag::VerbPast | Tag::Adv
                )
        }
        _ => true,
    }
}
