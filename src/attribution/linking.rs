//! Linking: one attribution for each cue that has words to report, and for quotations that go without a cue.

use super::analysis::Analysis;
use super::content::{self, Found, Pattern};
use super::cue::{CueMap, CueWord, Form};
use super::phrase::{self, Attach};
use super::preposition;
use super::source;
use super::{Attribution, noun};
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
        }
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
    let mut reported = vec![false; a.len()];
    for attribution in linked.iter() {
        for piece in &attribution.content {
            reported[piece.clone()].fill(true);
        }
    }
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
    if let Some(resumed) = resumed(a, cue, linked) {
        return Some(resumed);
    }
    if cue.entry.frames.has(Frame::QuoteOnly) && !quotation_follows(a, cue) {
        return None;
    }
    let from = content::reach(a, cue.head).start;
    let in_relative = opens_in_relative(a, cue, from);
    let introduces = a.lang == Language::English && introduces(a, cue);
    let found = content::after(a, cues, cue, in_relative || introduces).or_else(|| named_judgement(a, cues, cue))?;
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

/// A French cue after a quotation or clause, or inserted in one: inverted, or with its subject on its right.
fn french_beside(a: &Analysis<'_>, cue: &CueWord) -> Option<(Found, Option<Range<usize>>)> {
    if cue.form != Form::Finite || cue.passive && cue.inverted.is_none() {
        return None;
    }
    let before = cue.group.start.checked_sub(1)?;
    let sentence = a.sentence(cue.group.start);
    let mark = a.raw(before);
    let after_mark = a.closed_at(before).is_some() || matches!(mark, "," | "—" | "–" | "--" | "?" | "!" | "…" | "...");
    if !after_mark || before < sentence.start && a.closed_at(before).is_none() {
        return None;
    }
    let limit = sentence.end;
    let rest = cue.group.end.max(cue.tokens.last().map_or(0, |last| last + 1));
    let (source, end) = match cue.inverted {
        Some(pronoun) if a.word(pronoun) == "on" => {
            let behind = source::behind_on(a, rest, limit).unwrap_or(pronoun..pronoun + 1);
            let end = rest.max(behind.end);
            (behind, end)
        }
        Some(pronoun) => (pronoun..pronoun + 1, rest),
        None => {
            if a.has(rest, Class::Complementizer) || a.raw(rest) == ":" {
                return None;
            }
            let source = source::inverted_subject(a, rest, limit)?;
            let end = source.end;
            (source, end)
        }
    };
    // je pense, dit-on souvent: inside a quotation the first person and on report within it.
    let inner = a.region_at(cue.group.start).is_some()
        && (a.has(source.start, Class::FirstPerson) || a.word(source.start) == "on" || cued_after(a, cue.group.start));
    let mut end = incise_end(a, end, limit);
    for _ in 0..3 {
        let explains = a.region_at(cue.group.start).is_some() && a.raw(end) == "," && explains(a, end + 1);
        end = if explains { incise_end(a, end + 1, limit) } else { end };
    }
    let found = content::beside(a, cue.group.start..end, inner)?;
    // An unquoted clause before the cue has a verb, or the cue hangs on nothing.
    let clause = match found.content.as_slice() {
        _ if found.pattern == Pattern::AfterQuotation || cue.inverted.is_some() => true,
        [left, rest @ ..] => {
            content::main_verb(a, left)
                || content::opens_with_infinitive(a, left)
                || rest.first().is_some_and(|right| super::clause::verb_follows(a, right.start))
        }
        [] => false,
    };
    clause.then_some((found, Some(source)))
}

/// Whether what begins at `at`, after the subject of an inserted cue, tells of that subject: *, venu sur place,* *, qui vit
/// à Lyon,* *, mère de trois enfants,* *, en fermant la cage*.
fn explains(a: &Analysis<'_>, at: usize) -> bool {
    let speaks = |i: usize| a.tag(i) == Tag::Noun && crate::lang::Lexicon::of(a.lang).can_speak(a.word(i));
    (a.has(at, Class::RelativeSubject) || a.has(at, Class::RelativeObject)) && a.tag(at) == Tag::Pron
        || a.tag(at) == Tag::VerbPast
        || a.tag(at) == Tag::Num && a.has(at + 1, Class::Temporal)
        || a.tag(at) == Tag::Adp && (a.tag(at + 1) == Tag::VerbGer || a.has(at, Class::Circumstance))
        || a.tag(at) == Tag::Noun && (speaks(at) || a.has(at + 1, Class::Of))
        || a.tag(at) == Tag::Det && (speaks(at + 1) || speaks(at + 2))
}

/// *un travail qui, je crois, porte ses fruits*: the first person comments on the clause it is inserted in; after a
/// relative pronoun, on what the relative clause says.
fn comment(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<(Found, Range<usize>)> {
    let pronoun = cue.group.start.checked_sub(1)?;
    let before = pronoun.checked_sub(1)?;
    let inserted = cue.form == Form::Finite
        && a.has(pronoun, Class::FirstPerson)
        && a.tag(pronoun) == Tag::Pron
        && a.raw(before) == ","
        && a.raw(cue.group.end) == ",";
    if !inserted {
        return None;
    }
    let source = pronoun..pronoun + 1;
    let relative = before > 0 && a.has(before - 1, Class::RelativeSubject);
    if relative {
        let from = cue.group.end + 1;
        let to = super::clause::content_end(a, cues, from, content::reach(a, cue.head).end, false);
        let content = vec![from..to];
        return (from < to).then_some((Found { content, pattern: Pattern::AfterClause, region: None }, source));
    }
    Some((content::beside(a, pronoun..cue.group.end, true)?, source))
}

/// Whether the quotation around `at` is followed by a cue of its own (« ..., *pense-t-on*, ... », *poursuit-elle*).
fn cued_after(a: &Analysis<'_>, at: usize) -> bool {
    let Some(region) = a.region_at(at) else { return false };
    let Some(close) = a.regions[region].close else { return false };
    let next = if a.raw(close + 1) == "," { close + 2 } else { close + 1 };
    (next..next + 5).any(|i| a.is_join(i)) && a.is_finite(next)
}

/// The end of an inserted clause: up to the next mark.
fn incise_end(a: &Analysis<'_>, from: usize, limit: usize) -> usize {
    (from..limit)
        .find(|&i| {
            matches!(a.raw(i), "," | "." | ";" | ":" | "!" | "?" | "…" | "—" | "–" | "--" | ")") || a.is_quote_mark(i)
        })
        .unwrap_or(limit)
}

/// An English cue after a quotation or clause, or inserted in one: *said X*, *X said*.
fn english_beside(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<(Found, Option<Range<usize>>)> {
    if !matches!(cue.form, Form::Finite | Form::Participle) || cue.passive {
        return None;
    }
    let sentence = a.sentence(cue.group.start);
    let rest = cue.group.end;
    let limit = sentence.end;
    let before = cue.group.start.checked_sub(1)?;
    let marks = |at: usize| a.closed_at(at).is_some() || matches!(a.raw(at), "," | "—" | "–" | "--");
    // ..., said X; but nobody speaks after *told* (though ..., warned Ann Lee.), and “...,” the senator, a Democrat, said
    let named_last = || {
        cue.entry.frames.has(Frame::Clause)
            && a.tag(rest) == Tag::Propn
            && phrase::end(a, rest, limit, Attach::All).is_some_and(|end| end + 1 >= limit)
    };
    let inverts =
        (!cue.entry.frames.has(Frame::ObjectClause) || named_last()) && whole_subject(a, cue, &sentence).is_none();
    if marks(before)
        && inverts
        && let Some(source) = source::inverted_subject(a, rest, limit)
        && !a.has(rest, Class::Complementizer)
    {
        let source = source.start..source::explained(a, source.end, limit);
        let end = incise_end(a, source.end, limit);
        let found = content::beside(a, cue.group.start..end, false)?;
        return reported(a, &found).then_some((found, Some(source)));
    }
    // ..., X said
    let from = content::reach(a, cue.head).start;
    let from = if a.region_at(cue.head).is_some() { from } else { sentence.start.min(from) };
    let source = source::pronoun_before(a, cue.group.start, from)
        .or_else(|| phrase::subject_before(a, cue.group.start, last_mark(a, from, cue.group.start)))?;
    let source = whole_subject(a, cue, &sentence).unwrap_or(source);
    let outer = source.start.checked_sub(1)?;
    // “A.” He added: a quotation with its full stop is over
    let after_quote =
        a.closed_at(outer).is_some() && !(outer > 0 && matches!(a.raw(outer - 1), "." | "…") && a.raw(outer) != ",");
    if !(after_quote || source.start > sentence.start && marks(outer)) {
        return None;
    }
    // When asked, Ann said, “...”: the quotation is what she said
    let quotes = matches!(a.raw(rest), "," | ":") && a.opened_at(rest + 1).is_some();
    if !after_quote && quotes {
        return None;
    }
    let follows = content::after(a, cues, cue, false);
    let ends = matches!(a.raw(rest), "." | "," | ";" | "" | "!" | "?") || rest >= limit || a.is_quote_mark(rest);
    if !after_quote && !ends && follows.is_some() {
        return None;
    }
    if after_quote && follows.as_ref().is_some_and(|found| found.pattern == Pattern::Clause) {
        return None;
    }
    let end = incise_end(a, rest, limit);
    let found = content::beside(a, source.start..end, false)?;
    reported(a, &found).then_some((found, Some(source)))
}

/// *“...,” Ann Lee, who chairs the panel, told us*: the subject between a quotation and a cue, with all that explains it.
fn whole_subject(a: &Analysis<'_>, cue: &CueWord, sentence: &Range<usize>) -> Option<Range<usize>> {
    let comma = cue.group.start.checked_sub(1)?;
    if a.raw(comma) != "," {
        return None;
    }
    let close = (sentence.start.saturating_sub(1)..comma).rev().find(|&i| a.closed_at(i).is_some())?;
    let start = close + 1;
    let explained = phrase::begins(a, start)
        && comma - start < EXPLAINED
        && (start..comma).any(|i| a.raw(i) == ",")
        && !(start..comma).any(|i| a.is_quote_mark(i));
    explained.then_some(start..comma)
}

/// So many tokens a subject with what explains it may have.
const EXPLAINED: usize = 30;

fn reported(a: &Analysis<'_>, found: &Found) -> bool {
    // Several, she noted, were dry: the verb of the clause may follow the cue
    found.pattern == Pattern::AfterQuotation
        || found.content.first().is_some_and(|piece| content::main_verb(a, piece))
        || found.content.get(1).is_some_and(|right| super::clause::verb_follows(a, right.start))
}

/// The place after the last comma or closing mark before `at`: where the subject of *..., X said* may begin.
fn last_mark(a: &Analysis<'_>, from: usize, at: usize) -> usize {
    (from..at)
        .rev()
        .find(|&i| a.closed_at(i).is_some())
        .map_or(from, |i| if a.raw(i + 1) == "," { i + 2 } else { i + 1 })
}

/// *ce que X dément*, *comme l'a rappelé X*: the clause beside it is the content.
fn resumed(a: &Analysis<'_>, cue: &CueWord, linked: &[Attribution]) -> Option<Attribution> {
    if a.lang != Language::French || cue.form != Form::Finite {
        return None;
    }
    let sentence = a.sentence(cue.head);
    let low = sentence.start.max(cue.group.start.saturating_sub(8));
    let done = |content: Vec<Range<usize>>, source: Option<Range<usize>>| {
        let found = Found { content, pattern: Pattern::Resumed, region: None };
        Some(Attribution::new(cue, found, source))
    };
    let before = cue.group.start.checked_sub(1)?;
    // comme l'a rappelé la Cour; comme il l'explique
    let compared = (low..cue.group.start)
        .rev()
        .find(|&i| a.word(i) == "comme")
        .filter(|&i| !(i + 1..cue.group.start).any(|j| a.raw(j) == "," || a.is_finite(j)));
    if let Some(comme) = compared
        && (cue.group.start..cue.head).chain(comme..cue.group.start).any(|i| matches!(a.word(i), "l'" | "le"))
    {
        let source = source::pronoun_before(a, cue.group.start, comme + 1)
            .or_else(|| source::inverted_subject(a, cue.group.end.max(cue.head + 1), sentence.end))?;
        let comma = (source.end.max(cue.head + 1)..sentence.end).find(|&i| a.raw(i) == ",");
        let before_it = comme > sentence.start && a.raw(comme - 1) == ",";
        let content = match comma {
            Some(comma) if !before_it => comma + 1..super::clause::trim_end(a, comma + 1, sentence.end),
            _ if before_it => sentence.start..comme - 1,
            _ => return None,
        };
        return (content.start < content.end).then(|| done(vec![content], Some(source)))?;
    }
    // ..., ce que Clairnet dément
    let que = (low..=before)
        .rev()
        .find(|&i| a.has(i, Class::Complementizer) && i > sentence.start && a.word(i - 1) == "ce")?;
    if a.raw(que.wrapping_sub(2)) != "," {
        return None;
    }
    let source = source::pronoun_before(a, cue.group.start, que + 1)
        .or_else(|| phrase::subject_before(a, cue.group.start, que + 1))?;
    let earlier = linked.iter().rev().find(|old| {
        old.content.iter().any(|piece| piece.end <= que && a.sentence_at(piece.start) == a.sentence_at(que))
            && old.content.last().is_some_and(|piece| piece.end + 2 >= que - 1)
    });
    let content = earlier.map_or_else(|| vec![sentence.start..que - 2], |old| old.content.clone());
    done(content, Some(source))
}

/// The subject of a cue that stands before its words.
fn subject(
    a: &Analysis<'_>,
    cue: &CueWord,
    from: usize,
    linked: &[Attribution],
    pattern: Pattern,
) -> Option<Range<usize>> {
    if let Some(pronoun) = cue.inverted {
        return Some(pronoun..pronoun + 1);
    }
    let start = cue.group.start;
    let limit = a.sentence(cue.head).end;
    if a.lang == Language::English
        && cue.form == Form::Finite
        && let Some(whole) = source::whole_before(a, start, from)
    {
        return Some(whole);
    }
    if !source::shares_subject(cue)
        && let Some(found) = source::pronoun_before(a, start, from)
            .or_else(|| source::antecedent(a, start, from))
            .or_else(|| phrase::subject_before(a, start, from))
    {
        return Some(found);
    }
    // « et de citer un diplomate »: the narrative infinitive has its subject before de.
    if cue.form == Form::Infinitive && a.has(start.wrapping_sub(1), Class::Of) && pattern == Pattern::Colon {
        return phrase::subject_before(a, start - 1, from);
    }
    if cue.form == Form::Gerund
        && let Some(found) = described(a, start, from)
    {
        return Some(found);
    }
    let shared = linked.iter().rev().take(6).find(|old| {
        old.cue.last().is_some_and(|&token| {
            token < start && a.sentence_at(token) == a.sentence_at(start) && a.region_at(token) == a.region_at(start)
        }) && !old.source.is_empty()
    });
    if let Some(old) = shared {
        return old.source.first().cloned();
    }
    source::subject_of_clause(a, start, from, limit)
}

/// The phrase that a participle without comma describes, when it can speak: *un appel les informant que*.
fn described(a: &Analysis<'_>, start: usize, from: usize) -> Option<Range<usize>> {
    let found = phrase::subject_before(a, start, from)?;
    let head_speaks =
        found.clone().any(|i| a.tag(i) == Tag::Propn || crate::lang::Lexicon::of(a.lang).can_speak(a.word(i)));
    (head_speaks && found.end == start).then_some(found)
}

/// Quotations that no cue took and that are too long or too free-standing to be scare quotes or titles.
fn free_quotations(a: &Analysis<'_>, linked: &mut Vec<Attribution>) {
    let mut covered = vec![false; a.len()];
    for found in linked.iter() {
        for piece in &found.content {
            covered[piece.clone()].fill(true);
        }
    }
    // For each paragraph with a cue, where the first content of its attributions begins.
    let mut first_content: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for found in linked.iter() {
        if let (Some(&cue), Some(piece)) = (found.cue.first(), found.content.first()) {
            let first = first_content.entry(a.sentences[a.sentence_at(cue)].paragraph).or_insert(piece.start);
            *first = piece.start.min(*first);
        }
    }
    // For each paragraph, the last attribution that a quotation is the content of.
    let mut direct: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for (index, found) in linked.iter().enumerate() {
        if let (Some(&cue), true) = (found.cue.first(), found.pattern == Pattern::AfterQuotation) {
            direct.insert(a.sentences[a.sentence_at(cue)].paragraph, index);
        }
    }
    let mut free = Vec::new();
    for (number, region) in a.regions.iter().enumerate() {
        let Some(first) = region.pieces.first() else { continue };
        if region.parent.is_some() || covered.get(first.start).copied().unwrap_or(true) {
            continue;
        }
        let words = region.pieces.iter().flat_map(|piece| piece.clone()).filter(|&i| a.tag(i) != Tag::Punct).count();
        let finite = region.pieces.iter().flat_map(|piece| piece.clone()).any(|i| a.is_finite(i));
        let starts = a.sentence(region.open).start == region.open || a.raw(region.open.wrapping_sub(1)) == ":";
        let close = region.close.unwrap_or_else(|| region.outer().end);
        let ends =
            close + 1 >= a.sentence(close.min(a.len().saturating_sub(1))).end || matches!(a.raw(close + 1), "." | "");
        let paragraph = a.sentences[a.sentence_at(region.open)].paragraph;
        let spoken_before = [Some(paragraph), paragraph.checked_sub(1)]
            .into_iter()
            .flatten()
            .any(|near| first_content.get(&near).is_some_and(|&start| start < region.open));
        if a.lang == Language::English
            && words >= 2
            && let Some(&begun) = direct.get(&paragraph)
            && let Some(old) =
                linked.get_mut(begun).filter(|old| old.content.last().is_some_and(|p| p.end <= region.open))
            && (starts || a.closed_at(region.open.wrapping_sub(1)).is_some())
        {
            // “A,” said Ann. “B.”: the same speech goes on
            old.content.extend(region.pieces.iter().cloned());
        } else if starts
            && ends
            && (finite && words >= 3 && (spoken_before || region.dialogue) || introduced(a, region.open).is_some())
        {
            let mut quotation = Attribution::free(number, region.pieces.clone());
            quotation.source.extend(introduced(a, region.open));
            free.push(quotation);
        }
    }
    linked.extend(free);
}

/// *Une rescapée, Yamina Ouali : « ... »*: the phrase before a colon, alone in its sentence, that names somebody.
fn introduced(a: &Analysis<'_>, open: usize) -> Option<Range<usize>> {
    let colon = open.checked_sub(1).filter(|&i| a.raw(i) == ":")?;
    let start = a.sentence(colon).start;
    let found = phrase::with_apposition(a, start, colon, Attach::All).filter(|found| found.end == colon)?;
    let lexicon = crate::lang::Lexicon::of(a.lang);
    let speaks = found.clone().any(|i| a.tag(i) == Tag::Propn || lexicon.is_role(a.word(i)));
    (speaks && !found.clone().any(|i| a.is_finite(i))).then_some(found)
}

/// The noun phrase after a preposition, with its apposition.
pub(super) fn named_after(a: &Analysis<'_>, at: usize, limit: usize) -> Option<Range<usize>> {
    phrase::with_apposition(a, at, limit, Attach::All)
}
