//! Linking: one attribution for each cue that has words to report, and for quotations that go without a cue.

use super::analysis::Analysis;
use super::content::{self, Found};
use super::cue::{CueMap, CueWord, Form};
use super::free::{covered, free_quotations};
use super::inserted::{comment, english_beside, french_beside, resumed};
use super::pattern::Pattern;
use super::phrase::{self, Attach};
use super::subject::subject;
use super::{Attribution, noun, preposition, source, spoken};
use crate::lang::syntax::Class;
use crate::lang::{Frame, Language, Modality, Pos};
use crate::tagging::Tag;
use std::ops::Range;

/// Finds the attributions of a text, sorted by the place of their content.
pub(super) fn link(a: &Analysis<'_>) -> Vec<Attribution> {
    if a.lang.is_generic() {
        return super::generic::link(a);
    }
    if a.lang == Language::German {
        return super::bracket::link(a);
    }
    let cues = CueMap::new(a);
    let mut linked: Vec<Attribution> = Vec::new();
    for cue in &cues.cues {
        let found = match cue.entry.pos {
            Pos::Verb | Pos::Phrase => verb(a, &cues, cue, &linked),
            Pos::Prep => preposition::link(a, &cues, cue),
            Pos::Noun => noun::link(a, &cues, cue, &linked),
            Pos::Adverb => super::hearsay::by_adverb(a, &cues, cue),
        };
        if let Some(attribution) = found {
            settle(a, &mut linked, attribution);
        }
    }
    if a.lang == Language::English {
        drop_inner_states(a, &mut linked);
        for attribution in &mut linked {
            super::border::widen(a, attribution);
            super::border::settle(a, attribution);
            super::border::close(a, attribution);
        }
    }
    if a.lang == Language::English {
        spoken::unlisted(a, &mut linked);
    }
    let turns = super::turn::turns(a, &linked);
    linked.extend(turns);
    free_quotations(a, &mut linked);
    linked.sort_by_key(|found| {
        let first = found.content.first().map_or(0, |piece| piece.start);
        let last = found.content.last().map_or(0, |piece| piece.end);
        (first, std::cmp::Reverse(last), found.cue.first().copied())
    });
    linked
}

/// What somebody is said to think, want or plan inside the words of another is part of those words; only what they are
/// said to have *said* is a claim of its own. (French keeps both: its guidelines annotate them.)
fn drop_inner_states(a: &Analysis<'_>, linked: &mut Vec<Attribution>) {
    let reported = covered(a, linked);
    linked.retain(|attribution| {
        let inner = attribution.cue.first().is_some_and(|&cue| reported[cue]);
        let stated =
            attribution.entry.is_none_or(|entry| matches!(entry.modality, Modality::Assertion | Modality::Hearsay));
        stated || !inner
    });
}

/// Adds `new` unless what is there already says the same; two cues of one quotation become one attribution.
fn settle(a: &Analysis<'_>, linked: &mut Vec<Attribution>, new: Attribution) {
    let same_quotation = |old: &&mut Attribution| {
        old.region.is_some() && old.region == new.region && old.content.first() == new.content.first()
    };
    if let Some(old) = linked.iter_mut().rev().take(8).find(same_quotation) {
        // il poursuit : « ... », se souvient-il
        let near = new
            .cue
            .first()
            .zip(old.cue.last())
            .is_some_and(|(&n, &o)| a.sentence_at(n).abs_diff(a.sentence_at(o)) <= 1);
        if near && old.pattern == Pattern::Colon && new.pattern == Pattern::AfterQuotation {
            // ils s'impatientent : « ... », soupire Henri Clément: one of them says so
            let stands_for = |attribution: &Attribution| {
                attribution.source.iter().all(|source| source.clone().all(|i| a.tag(i) == Tag::Pron))
            };
            if !old.source.is_empty() && stands_for(old) && !stands_for(&new) {
                *old = new;
                return;
            }
            old.cue.extend(&new.cue);
            old.source.extend(new.source);
        }
        return;
    }
    // expressed concern that: the noun says what was expressed
    if new.entry.is_some_and(|entry| entry.pos == Pos::Noun)
        && linked.last().is_some_and(|old| !old.cue.is_empty() && old.cue.iter().all(|token| new.cue.contains(token)))
    {
        linked.pop();
    }
    linked.push(new);
}

fn verb(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord, linked: &[Attribution]) -> Option<Attribution> {
    if a.lang == Language::French && cue.negated && !cue.entry.reports_negated() {
        return None; // n'a pas dit que: no statement was made
    }
    if !content::may_report(a, cue) || is_set_phrase(a, cue) {
        return None;
    }
    if let Some((found, source)) = super::raising::raised(a, cues, cue) {
        return Some(Attribution::new(cue, found, source));
    }
    let beside = match a.lang {
        Language::French => french_beside(a, cue),
        Language::English | Language::German | Language::Other(_) => english_beside(a, cues, cue),
    };
    if let Some((found, source)) = beside {
        if source.as_ref().is_some_and(|source| speaks_for_itself(a, cue, source)) {
            return None;
        }
        return Some(Attribution::new(cue, found, source));
    }
    if let Some((found, source)) = comment(a, cues, cue) {
        return Some(Attribution::new(cue, found, Some(source)));
    }
    if a.lang == Language::English
        && let Some((found, source)) = spoken::extracted(a, cues, cue)
    {
        return Some(Attribution::new(cue, found, Some(source)));
    }
    if let Some(resumed) = resumed(a, cue, linked) {
        return Some(resumed);
    }
    if cue.entry.frames.has(Frame::QuoteOnly) && !quotation_follows(a, cue) {
        return None;
    }
    let from = content::reach(a, cue.head).start;
    let in_relative = opens_in_relative(a, cue, from);
    let introduces = a.lang == Language::English && introduces(a, cue);
    let ahead = || {
        let english = a.lang == Language::English;
        english
            .then(|| spoken::ahead(a, cues, cue).or_else(|| spoken::clause_ahead(a, cues, cue, in_relative)))
            .flatten()
    };
    let found = content::after(a, cues, cue, in_relative || introduces)
        .or_else(|| named_judgement(a, cues, cue))
        .or_else(ahead)?;
    if cue.form == Form::Infinitive
        && (found.pattern == Pattern::NounPhrase || found.pattern == Pattern::Quotation)
        && !may_hold_phrase(a, cue)
    {
        return None;
    }
    let source = subject(a, cue, from, linked, found.pattern);
    if source.as_ref().is_some_and(|source| speaks_for_itself(a, cue, source)) {
        return None;
    }
    if cue.passive || cue.form == Form::Participle && a.lang == Language::French {
        let limit = content::reach(a, cue.head).end;
        let agent = source::agent(a, cue.group.end, limit);
        let found = without_agent(a, found, agent.as_ref());
        let clear =
            matches!(found.pattern, Pattern::Clause | Pattern::Infinitive | Pattern::Quotation) || agent.is_some();
        return (clear && !found.content.is_empty()).then(|| Attribution::new(cue, found, agent));
    }
    // it is unclear whether: nobody is said to say so
    let impersonal = a.lang == Language::English && cue.entry.pos == Pos::Phrase && cue.entry.lemma.starts_with("be ");
    let source = source.filter(|source| !(impersonal && source.len() == 1 && a.word(source.start) == "it"));
    let clause = matches!(found.pattern, Pattern::BareClause) && impersonal;
    if source.is_none() && !clause && !matches!(found.pattern, Pattern::Colon | Pattern::Clause | Pattern::Quotation) {
        return None;
    }
    Some(Attribution::new(cue, found, source))
}

/// Whether an English cue inside a quotation only colours what its speaker says (*I think*, *you know*, *we want*): no
/// attribution of its own.
fn speaks_for_itself(a: &Analysis<'_>, cue: &CueWord, source: &Range<usize>) -> bool {
    a.lang == Language::English
        && a.region_at(cue.head).is_some()
        && source.len() == 1
        && (a.has(source.start, Class::FirstPerson) || a.has(source.start, Class::SecondPerson))
}

/// Whether an infinitive with a noun phrase reports: a request or judgement (*pour demander un cessez-le-feu*), or an act
/// beside another one (*non sans rappeler le rôle de*); *confier le rôle*, *avoir proposé des réunions* do not.
fn may_hold_phrase(a: &Analysis<'_>, cue: &CueWord) -> bool {
    let compound = cue.tokens.len() > 1;
    let beside = matches!(a.word(cue.group.start.wrapping_sub(1)), "sans" | "avant")
        || a.word(cue.group.start.wrapping_sub(2)) == "avant";
    !compound && (beside || matches!(cue.entry.modality, Modality::Request | Modality::Opinion))
}

/// The content without the agent named in it (*« finale » par les supporters*).
fn without_agent(a: &Analysis<'_>, mut found: Found, agent: Option<&Range<usize>>) -> Found {
    if let Some(agent) = agent {
        for piece in &mut found.content {
            if piece.contains(&agent.start) {
                piece.end = agent.start.saturating_sub(1).max(piece.start);
            }
        }
        found.content.retain(|piece| piece.start < piece.end);
        // The mark of a quotation that was followed by its agent stands at the end now.
        if let [piece] = found.content.as_mut_slice()
            && let Some(region) = a.opened_at(piece.start)
            && a.regions[region].close.map(|close| close + 1) == Some(piece.end)
        {
            found.region = Some(region);
            found.content = a.regions[region].pieces.clone();
        }
    }
    found
}

/// *déjà qualifié de « finale »*: a participle judges the phrase before it.
fn named_judgement(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<Found> {
    if cue.form != Form::Participle || !cue.entry.frames.has(Frame::Predicate) {
        return None;
    }
    let bounds = content::reach(a, cue.head);
    let at = cue.group.end;
    if !a.has(at, Class::JudgedAs) {
        return None;
    }
    let mut stop = cue.group.start;
    while stop > bounds.start && (a.tag(stop - 1) == Tag::Adv || a.raw(stop - 1) == ",") {
        stop -= 1;
    }
    let object = phrase::subject_before(a, stop, bounds.start)?;
    let end = super::clause::content_end(a, cues, at + 1, bounds.end, false);
    Some(Found { content: vec![object, at + 1..end], pattern: Pattern::Judgement, region: None })
}

/// Words that look like a report and are none: *il faut dire que*, *on sait que*, *cela dit*, *c'est-à-dire*.
fn is_set_phrase(a: &Analysis<'_>, cue: &CueWord) -> bool {
    let before = cue.group.start.wrapping_sub(1);
    if a.lang == Language::English {
        return cue.form == Form::Infinitive
            && matches!(a.word(before.wrapping_sub(1)), "that" | "needless" | "suffice");
    }
    let word = a.word(before);
    match cue.form {
        Form::Infinitive => {
            let two = a.word(before.wrapping_sub(1));
            word == "faut"
                || matches!(word, "à" | "de") && matches!(two, "est" | "reste" | "va" | "convient")
                || two == "va"
                || word == "peut" && two == "on"
        }
        // sachant que, se trouver
        Form::Gerund => cue.entry.lemma == "savoir",
        Form::Finite if cue.reflexive && cue.entry.lemma == "trouver" => true,
        Form::Finite => {
            matches!(word, "on" | "cela" | "ceci" | "ça") && cue.entry.lemma == "savoir"
                || matches!(word, "cela" | "ceci" | "ça" | "qu'" | "c'est-à-")
                    && cue.tokens.len() == 1
                    && a.word(cue.head) == "dit"
        }
        _ => false,
    }
}

fn quotation_follows(a: &Analysis<'_>, cue: &CueWord) -> bool {
    (cue.group.end..a.len().min(cue.group.end + 14)).any(|i| a.opened_at(i).is_some())
}

/// *After saying that ..., he left*: the cue stands in a clause that only leads to the main one.
fn introduces(a: &Analysis<'_>, cue: &CueWord) -> bool {
    let sentence = a.sentence(cue.head);
    let first = sentence.start;
    let leads = a.tag(first) == Tag::Sconj && !matches!(a.word(first), "that" | "whether")
        || cue.form == Form::Gerund && cue.group.start <= first + 1;
    leads && !(first..cue.group.start).any(|i| a.raw(i) == ",")
}

/// Whether the cue's clause is a relative one.
fn opens_in_relative(a: &Analysis<'_>, cue: &CueWord, from: usize) -> bool {
    (from.max(cue.group.start.saturating_sub(6))..cue.group.start).rev().take_while(|&i| !a.is_finite(i)).any(|i| {
        (a.has(i, Class::RelativeSubject) || a.has(i, Class::RelativeObject))
            && matches!(a.tag(i), Tag::Pron | Tag::Sconj | Tag::Det)
    })
}

/// The noun phrase after a preposition, with its apposition.
pub(super) fn named_after(a: &Analysis<'_>, at: usize, limit: usize) -> Option<Range<usize>> {
    phrase::with_apposition(a, at, limit, Attach::All)
}
