//! Contents: which words a cue reports.
//!
//! Two shapes. *Beside the words*: the cue stands after or inside what it reports (« ..., *a-t-il ajouté* »).
//! *Before the words*: the cue opens a complement, whose kind its frames allow (*que*-clause, infinitive, noun
//! phrase, judgement, quotation).

use super::analysis::Analysis;
use super::clause::{content_end, trim_end};
use super::cue::{CueMap, CueWord, Form};
use super::phrase::{self, Attach};
use crate::lang::syntax::Class;
use crate::lang::{Frame, Language, Modality};
use crate::tagging::Tag;
use std::ops::Range;

/// The pattern by which a content was found; explanations name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// The cue follows or interrupts a quotation.
    AfterQuotation,
    /// The cue follows or interrupts an unquoted clause.
    AfterClause,
    /// A colon stands between cue and content.
    Colon,
    /// *que*, *that*.
    Clause,
    /// A clause without a complementiser.
    BareClause,
    /// An infinitive.
    Infinitive,
    /// A quotation right after the cue.
    Quotation,
    /// A noun phrase.
    NounPhrase,
    /// A judgement: *juger X « injuste »*.
    Judgement,
    /// A preposition before the source: *selon X*.
    Preposition,
    /// A noun that holds its content: *l'affirmation selon laquelle*.
    Noun,
    /// What a clause before says: *ce que X dément*, *comme l'a rappelé X*.
    Resumed,
    /// A quotation without a cue.
    FreeQuotation,
    /// Passed on without a source: *allegedly*, *aurait ordonné*.
    Hearsay,
    /// A turn of a conversation: *NAME: ...*.
    Turn,
    /// By its marks alone, in a language without rules of its own.
    Generic,
    /// The subject of the cue belongs to the content: *he seems to*, *she was accused of*.
    Raising,
    /// A sentence in the subjunctive that goes on with a report.
    Continued,
    /// Words in quotation marks inside a report.
    Quoted,
}

impl Pattern {
    /// The pattern in words.
    pub fn describe(self) -> &'static str {
        match self {
            Pattern::AfterQuotation => "the cue follows or interrupts a quotation",
            Pattern::AfterClause => "the cue follows or interrupts a clause",
            Pattern::Colon => "a colon leads from the cue to the words",
            Pattern::Clause => "a subordinate clause follows the cue",
            Pattern::BareClause => "a clause without conjunction follows the cue",
            Pattern::Infinitive => "an infinitive follows the cue",
            Pattern::Quotation => "a quotation follows the cue",
            Pattern::NounPhrase => "the cue has a noun phrase as object",
            Pattern::Judgement => "the cue names a judgement",
            Pattern::Preposition => "a preposition names the source",
            Pattern::Noun => "a noun holds the words",
            Pattern::Resumed => "the cue takes up the clause beside it",
            Pattern::FreeQuotation => "a quotation goes on without a cue",
            Pattern::Hearsay => "the article passes it on as hearsay",
            Pattern::Turn => "a name and a colon open a turn of speech",
            Pattern::Continued => "a sentence in the subjunctive goes on with the report before",
            Pattern::Quoted => "words in quotation marks inside a report",
            Pattern::Generic => "generic mode: the marks alone show a quotation",
            Pattern::Raising => "the subject belongs to what is reported",
        }
    }
}

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
    fn of(content: Range<usize>, pattern: Pattern) -> Option<Found> {
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

/// Finds what stands beside a cue whose inserted clause is `incise` (cue, source and adverbials, without the
/// comma before).
pub(super) fn beside(a: &Analysis<'_>, incise: Range<usize>, nested: bool) -> Option<Found> {
    let before = incise.start.checked_sub(1)?;
    let comma = a.raw(before) == "," || matches!(a.raw(before), "—" | "–" | "--");
    let mark = if comma { before.checked_sub(1)? } else { before };
    let sentence = a.sentence(incise.start);
    // « ... », a-t-il dit
    if let Some(region) = a.closed_at(mark).or_else(|| comma.then(|| a.closed_at(before)).flatten()) {
        let mut content = quoted(a, region);
        // Le maire, dont le slogan était « ... », a promis: what leads to the quotation is a subject, no clause
        if let [whole] = content.as_slice()
            && whole.start < a.regions[region].open
            && !main_verb(a, whole)
            && (whole.start..a.regions[region].open).any(|i| a.raw(i) == ",")
        {
            return None;
        }
        continue_after(a, &mut content, incise.end, &sentence);
        return Some(Found { content, pattern: Pattern::AfterQuotation, region: Some(region) });
    }
    // « ..., a-t-il dit, ... »
    if let Some(region) = a.region_at(incise.start)
        && !nested
    {
        let content = cut_out(a, &a.regions[region].pieces, before..incise.end);
        return (!content.is_empty()).then_some(Found {
            content,
            pattern: Pattern::AfterQuotation,
            region: Some(region),
        });
    }
    if !comma {
        return None;
    }
    let bounds = reach(a, incise.start);
    let whole = clause_start(a, bounds.start, before)..bounds.end;
    let mut content = cut_out(a, std::slice::from_ref(&whole), before..incise.end);
    // What follows goes on with the clause only when the clause needs it, or has a verb of its own to bring: not
    // « , a dit X, à la veille du vote » and not « , a dit X, qui s'exprimait à Lyon ».
    if let [left, right] = content.as_slice() {
        // , à qui le juge suggère ...; , ajoutant que
        let relative = a.has(right.start, Class::RelativeSubject)
            || a.tag(right.start) == Tag::Adp
                && (a.has(right.start + 1, Class::RelativeSubject) || a.has(right.start + 1, Class::ContentRelative))
            || a.tag(right.start) == Tag::VerbGer;
        if main_verb(a, left) && (relative || !right.clone().any(|i| a.is_finite(i))) {
            content.truncate(1);
        }
    }
    // Faux calcul, répond-on: an inverted cue needs no clause
    let inverted = incise.clone().any(|i| a.is_join(i));
    let stands = |left| main_verb(a, left) || opens_with_infinitive(a, left);
    if !content.first().is_some_and(|left| stands(left) || content.len() > 1 || inverted) {
        return None;
    }
    (!content.is_empty()).then_some(Found { content, pattern: Pattern::AfterClause, region: None })
}

/// Whether French words begin with an infinitive: *Planter des haies, répond X*.
pub(super) fn opens_with_infinitive(a: &Analysis<'_>, range: &Range<usize>) -> bool {
    let first = range.start + usize::from(a.tag(range.start) == Tag::Cconj);
    a.lang == Language::French && a.tag(first) == Tag::VerbInf && first < range.end
}

/// Whether the tokens hold a finite verb that no relative or other subordinate clause before it claims.
pub(super) fn main_verb(a: &Analysis<'_>, range: &Range<usize>) -> bool {
    let mut claimed = 0;
    for at in range.clone() {
        if (a.has(at, Class::RelativeSubject) || a.has(at, Class::RelativeObject) || a.has(at, Class::Subordinator))
            && matches!(a.tag(at), Tag::Pron | Tag::Sconj | Tag::Adv)
        {
            claimed += 1;
        } else if a.is_finite(at) {
            if claimed == 0 {
                return true;
            }
            claimed -= 1;
        }
    }
    false
}

/// The pieces of a quotation; when it stands inside a clause, the clause from its start.
fn quoted(a: &Analysis<'_>, region: usize) -> Vec<Range<usize>> {
    let open = a.regions[region].open;
    let sentence = a.sentence(open);
    let inner = a.region_at(open);
    let start = clause_start(a, sentence.start.max(inner.map_or(0, |r| piece_start(a, r, open))), open);
    let lead = (start..open).filter(|&i| !matches!(a.tag(i), Tag::Punct | Tag::Cconj)).count();
    if lead == 0 {
        return a.regions[region].pieces.clone();
    }
    let end = a.regions[region].close.map_or(sentence.end, |close| close + 1);
    vec![start..end]
}

fn piece_start(a: &Analysis<'_>, region: usize, at: usize) -> usize {
    a.regions[region].pieces.iter().find(|piece| piece.contains(&at)).map_or(0, |piece| piece.start)
}

/// Where the clause that runs up to `at` begins, not left of `from`: after a colon or semicolon, after leading
/// marks.
fn clause_start(a: &Analysis<'_>, from: usize, at: usize) -> usize {
    let after = (from..at)
        .rev()
        .find(|&i| matches!(a.raw(i), ":" | ";") && a.region_at(i) == a.region_at(from))
        .map_or(from, |i| i + 1);
    let after = dateline(a, after, at).unwrap_or(after);
    (after..at).find(|&i| !matches!(a.raw(i), "—" | "–" | "-" | "--" | "," | "...")).unwrap_or(after)
}

/// The end of a dateline (*PARIS (Agence) —*), when the clause from `from` to `at` begins with one.
fn dateline(a: &Analysis<'_>, from: usize, at: usize) -> Option<usize> {
    let place = a.raw(from);
    if place.chars().count() < 3 || place.chars().any(char::is_lowercase) {
        return None;
    }
    let dash = (from + 1..at.min(from + 14)).find(|&i| matches!(a.raw(i), "—" | "–" | "-" | "--"))?;
    (!(from..dash).any(|i| a.is_finite(i))).then_some(dash + 1)
}

/// « A », dit-il, « B »: a quotation right after the inserted clause goes on with the content.
fn continue_after(a: &Analysis<'_>, content: &mut Vec<Range<usize>>, end: usize, sentence: &Range<usize>) {
    // “A,” she said. “B.”: in English the next quotation of the paragraph goes on
    // “A,” said Ann, who was there. “B.”
    let end =
        if a.lang == Language::English && a.raw(end) == "," && !(end..sentence.end).any(|i| a.opened_at(i).is_some()) {
            sentence.end.saturating_sub(1)
        } else {
            end
        };
    if a.lang == Language::English && matches!(a.raw(end), "." | "…") {
        let same_paragraph = |at: usize| {
            a.sentences[a.sentence_at(at)].paragraph == a.sentences[a.sentence_at(sentence.start)].paragraph
        };
        if let Some(region) = a.opened_at(end + 1)
            && same_paragraph(end + 1)
            && cued_by_none(a, region)
        {
            content.extend(a.regions[region].pieces.iter().cloned());
        }
        return;
    }
    if a.raw(end) != "," && a.raw(end) != ":" && a.opened_at(end).is_none() {
        return;
    }
    let next = if a.opened_at(end).is_some() { end } else { end + 1 };
    if let Some(region) = a.opened_at(next)
        && next < sentence.end
    {
        content.extend(a.regions[region].pieces.iter().cloned());
    }
}

/// Whether the quotation ends its sentence, so that no cue of its own can follow it.
fn cued_by_none(a: &Analysis<'_>, region: usize) -> bool {
    let Some(close) = a.regions[region].close else { return true };
    matches!(a.raw(close.wrapping_sub(1)), "." | "!" | "?" | "…") && a.sentence(close).end <= close + 1
        || matches!(a.raw(close + 1), "." | "")
        || a.sentence_at(close + 1) != a.sentence_at(close)
}

/// The pieces without the tokens of `hole`, marks at the seams left out.
fn cut_out(a: &Analysis<'_>, pieces: &[Range<usize>], hole: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for piece in pieces {
        if hole.end <= piece.start || piece.end <= hole.start {
            out.push(piece.clone());
            continue;
        }
        let left = piece.start..trim_end(a, piece.start, hole.start.max(piece.start));
        let mut start = hole.end;
        while start < piece.end && matches!(a.raw(start), "," | "." | "—" | "–" | ";" | ":" | "--") {
            start += 1;
        }
        let right = start..piece.end;
        out.extend([left, right].into_iter().filter(|part| part.start < part.end));
    }
    if let Some(last) = out.last_mut()
        && a.region_at(last.start).is_none()
    {
        last.end = trim_end(a, last.start, last.end);
    }
    out.retain(|part| part.start < part.end);
    out
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
            let over = a.lang == Language::French && a.raw(region_end) == "," && a.opened_at(region_end + 1).is_none();
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

/// One place right of a cue, as its complement is looked for.
struct Step<'s, 't> {
    a: &'s Analysis<'t>,
    cue: &'s CueWord,
    at: usize,
    start: usize,
    limit: usize,
}

impl Step<'_, '_> {
    /// A colon: a quotation after it is the content; `Some(None)` asks for the rest of the sentence.
    fn colon(&self) -> Option<Option<Found>> {
        let a = self.a;
        if a.raw(self.at) != ":" {
            return None;
        }
        let quotes = self.cue.entry.frames.has(Frame::Quote)
            || self.cue.entry.frames.has(Frame::QuoteOnly)
            || self.cue.entry.frames.has(Frame::Clause);
        let region = a.opened_at(self.at + 1).map(|region| Found {
            content: a.regions[region].pieces.clone(),
            pattern: Pattern::Colon,
            region: Some(region),
        });
        // A quotation after the colon belongs to any cue; an unquoted rest only to one that can quote.
        if region.is_some() || quotes && self.at + 1 < self.limit { Some(region) } else { None }
    }

    fn complementizer(&self, object: Option<usize>) -> bool {
        let a = self.a;
        if !a.has(self.at, Class::Complementizer) {
            return false;
        }
        if a.lang == Language::English {
            // told MPs last week that nurse vacancies: a time before it leaves no noun to point to
            let timed = object.is_some() && a.has(self.at - 1, Class::Temporal);
            return matches!(a.tag(self.at), Tag::Sconj)
                || timed
                || self.at == self.start
                || object == Some(self.at) && a.tag(self.at) != Tag::Det;
        }
        // la promesse qu'il avait faite: after an object without preposition, the tag decides.
        // informer quelqu'un que: a verb that takes no phrase as its content only addresses it.
        let addresses = self.cue.entry.frames.has(Frame::ObjectClause);
        let relative = object == Some(self.at) && a.tag(self.at) == Tag::Pron && !addresses;
        // ne … que restricts: it opens no clause
        let restricts = self.cue.negated && self.cue.tokens.len() == 2 && self.at > self.start + 1;
        !relative && !restricts
    }

    /// *de*, *à*, *to* with an infinitive or a quotation; with an object before, frames of address allow it too.
    fn marked_infinitive(&self, object: bool) -> Option<usize> {
        let a = self.a;
        let frames = self.cue.entry.frames;
        // asked not to be named
        if a.lang == Language::English && a.word(self.at) == "not" && a.word(self.at + 1) == "to" {
            return Step { at: self.at + 1, ..*self }.marked_infinitive(object).map(|_| self.at);
        }
        let word = a.word(self.at);
        let allowed = match a.lang {
            Language::French => match word {
                "de" | "d'" => frames.has(Frame::DeInfinitive) || frames.has(Frame::ObjectInfinitive),
                "à" => frames.has(Frame::AInfinitive) || frames.has(Frame::ObjectInfinitive),
                _ => false,
            },
            Language::English => match word {
                "to" => frames.has(Frame::Infinitive) || frames.has(Frame::ObjectInfinitive) && object,
                "of" | "for" | "from" | "with" => frames.has(Frame::ObjectInfinitive) && object,
                _ => false,
            },
            Language::German | Language::Other(_) => false,
        };
        if !allowed {
            return None;
        }
        // to resign: the English marker belongs to the infinitive.
        let from = if a.word(self.at) == "to" && a.lang == Language::English { self.at } else { self.at + 1 };
        let next = self.at + 1;
        if a.opened_at(next).is_some() {
            let first = (next + 1..self.limit).find(|&i| !self.is_light(i))?;
            let fits = matches!(a.tag(first), Tag::VerbInf | Tag::AuxInf) || frames.has(Frame::ObjectInfinitive);
            return fits.then_some(next);
        }
        let verb = (next..self.limit.min(next + 5)).find(|&i| !self.is_light(i))?;
        // plans to appeal: a bare noun after a verb of intention is a verb
        let mistaken = a.lang == Language::English
            && word == "to"
            && frames.has(Frame::Infinitive)
            && matches!(a.tag(verb), Tag::Noun | Tag::Adj | Tag::VerbFin)
            && !a.is_capital(verb)
            && !a.word(verb).ends_with('s');
        let infinitive = matches!(a.tag(verb), Tag::VerbInf | Tag::AuxInf)
            || a.lang == Language::English && a.tag(verb) == Tag::VerbGer
            || mistaken;
        infinitive.then_some(from)
    }

    /// *ne pas*, clitics, adverbs before an infinitive.
    fn is_light(&self, at: usize) -> bool {
        self.a.has(at, Class::Negation) || self.a.has(at, Class::Clitic) || self.a.tag(at) == Tag::Adv
    }

    fn bare_infinitive(&self) -> Option<usize> {
        let a = self.a;
        if a.lang != Language::French || !self.cue.entry.frames.has(Frame::Infinitive) {
            return None;
        }
        let verb = (self.at..self.limit.min(self.at + 5)).find(|&i| !self.is_light(i))?;
        if !matches!(a.tag(verb), Tag::VerbInf | Tag::AuxInf) {
            return None;
        }
        // ne pas, se: what leans on the infinitive belongs to it; plain adverbs before it too.
        (verb == self.at || (self.at..verb).all(|i| a.has(i, Class::Negation) || a.has(i, Class::Clitic)))
            .then_some(self.at)
    }

    fn takes_quotation(&self) -> bool {
        let frames = self.cue.entry.frames;
        frames.has(Frame::Quote)
            || frames.has(Frame::QuoteOnly)
            || frames.has(Frame::NounPhrase)
            || frames.has(Frame::Clause)
    }

    /// *juger X « injuste »*, *se dire prêt*, *call it a disaster*: object and predicate together.
    fn judgement(&self, end: usize) -> Option<Found> {
        let a = self.a;
        let frames = self.cue.entry.frames;
        if frames.has(Frame::SelfPredicate) && self.cue.reflexive {
            let adjectival =
                matches!(a.tag(self.at), Tag::Adj | Tag::VerbPast | Tag::Adv | Tag::Noun | Tag::Adp | Tag::Det)
                    || a.opened_at(self.at).is_some();
            return if adjectival { Found::of(self.at..end, Pattern::Judgement) } else { None };
        }
        if let Some(found) = self.judgement_of_antecedent(end) {
            return Some(found);
        }
        self.judgement_of_object(end)
    }

    /// The object before the verb: *un budget qu'elle juge « injuste »*.
    fn judgement_of_antecedent(&self, end: usize) -> Option<Found> {
        let a = self.a;
        let relative = (self.cue.group.start.saturating_sub(3)..self.cue.group.start)
            .find(|&i| a.has(i, Class::RelativeObject) && matches!(a.tag(i), Tag::Pron | Tag::Sconj));
        let object = super::source::antecedent_of(a, relative?, a.sentence(relative?).start)?;
        let from = if a.has(self.at, Class::JudgedAs) { self.at + 1 } else { self.at };
        self.judged(object, from, end)
    }

    /// Something judged and the judgement, whose own quotation marks are left out.
    fn judged(&self, object: Range<usize>, from: usize, end: usize) -> Option<Found> {
        let a = self.a;
        let mut content = vec![object];
        match a.opened_at(from).map(|region| &a.regions[region]) {
            Some(region) if region.outer().end >= end => content.extend(region.pieces.iter().cloned()),
            _ => content.push(from..end),
        }
        (from < end).then_some(Found { content, pattern: Pattern::Judgement, region: None })
    }

    /// The object after the verb: *juge le conflit « regrettable »*, *qualifie X de Y*, *calls him a liar*.
    fn judgement_of_object(&self, end: usize) -> Option<Found> {
        let a = self.a;
        // juge le conflit « regrettable »; qualifie X de Y; calls him a liar
        let object_end = phrase::end(a, self.at, self.limit, Attach::Of)
            .or_else(|| a.has(self.at, Class::Clitic).then_some(self.at + 1))?;
        let next = (object_end..end).find(|&i| a.tag(i) != Tag::Adv)?;
        let predicate = a.opened_at(next).is_some()
            || matches!(a.tag(next), Tag::Adj | Tag::VerbPast)
            || a.has(next, Class::JudgedAs)
                && (a.lang == Language::English || self.cue.entry.frames.has(Frame::Predicate))
            || a.lang == Language::English && matches!(a.tag(next), Tag::Det | Tag::Noun);
        // qualifie le projet de « ruineux »: two pieces
        if a.lang == Language::French && predicate && object_end == next {
            let from = if a.has(next, Class::JudgedAs) { next + 1 } else { next };
            if a.opened_at(from).is_some() || from > next {
                return self.judged(self.at..object_end, from, end);
            }
        }
        // juger possible de, juge « inacceptable » que: the predicate comes first
        let ends_in_adjective = object_end > self.at + 1 && a.tag(object_end - 1) == Tag::Adj;
        (predicate || ends_in_adjective || matches!(a.tag(self.at), Tag::Adj))
            .then(|| Found::of(self.at..end, Pattern::Judgement))?
    }

    /// Whether a clause with its own subject and verb begins here.
    fn bare_clause(&self) -> bool {
        let a = self.a;
        // said Friday that, said Monday the talks: a time, then the clause
        if a.has(self.at, Class::Temporal) && !a.is_finite(self.at + 1) {
            return false;
        }
        if !(phrase::begins(a, self.at)
            || a.tag(self.at) == Tag::Sconj
                && matches!(a.word(self.at), "if" | "when" | "whether" | "how" | "why" | "what")
            || matches!(a.word(self.at), "there" | "what" | "how" | "why" | "who" | "whether"))
        {
            return false;
        }
        // found it before the plane took off: only words of saying have their clause begin with something else than its
        // subject and verb
        if !self.cue.entry.frames.has(Frame::Quote) && phrase::begins(a, self.at) {
            let mut next = phrase::end(a, self.at, self.limit, Attach::All).unwrap_or(self.at);
            while a.tag(next) == Tag::Adv {
                next += 1;
            }
            return next < self.limit && (a.is_finite(next) || a.has(next, Class::RelativeSubject));
        }
        (self.at + 1..self.limit.min(self.at + 30))
            .take_while(|&i| !matches!(a.raw(i), ";" | ":"))
            .any(|i| a.is_finite(i))
    }

    /// A preposition that the frames name, with its phrase: *plaider pour l'interdiction*, *call for a vote*.
    fn prepositional(&self, addressed: bool) -> Option<usize> {
        let a = self.a;
        let word = a.word(self.at);
        let frames = self.cue.entry.frames;
        let named = frames.takes_preposition(word)
            || addressed && (a.has(self.at, Class::To) || a.has(self.at, Class::Of) && a.lang == Language::English);
        if !named
            || !(phrase::begins(a, self.at + 1)
                || a.opened_at(self.at + 1).is_some()
                || a.tag(self.at + 1) == Tag::VerbGer)
        {
            return None;
        }
        // aux, du: the contraction holds the article; the content begins after it.
        Some(self.at + 1)
    }

    /// The end of an adverbial that may stand between a cue and its complement.
    fn adverbial(&self) -> Option<usize> {
        let a = self.a;
        let at = self.at;
        if a.tag(at) == Tag::Adv
            || a.has(at, Class::Temporal)
            || a.has(at, Class::Clitic) && a.tag(at) == Tag::Pron && a.lang == Language::French
        {
            return Some(at + 1);
        }
        if a.tag(at) == Tag::Det && a.has(at + 1, Class::Temporal) {
            return Some(at + 2);
        }
        if a.has(at, Class::SetAdverb) {
            return Some(at + 1);
        }
        // par ailleurs, sans rire, dans ce rapport
        if a.lang == Language::French && a.tag(at) == Tag::Adp && !a.has(at, Class::Of) {
            if a.tag(at + 1) == Tag::Adv || a.word(at) == "sans" && a.tag(at + 1) == Tag::VerbInf {
                return Some(at + 2);
            }
            return phrase::end(a, at + 1, self.limit, Attach::Of);
        }
        if a.tag(at) == Tag::Adp && (a.has(at, Class::AdverbialPreposition) || a.has(at, Class::To)) {
            return phrase::end(a, at + 1, self.limit, Attach::Of);
        }
        // à la Turquie et aux autres: a second one addressed
        if a.tag(at) == Tag::Cconj && a.has(at + 1, Class::To) && at > self.start && a.lang == Language::French {
            return phrase::end(a, at + 2, self.limit, Attach::Of);
        }
        // de son côté; , dans un communiqué,
        if a.has(at, Class::Of) && matches!(a.word(at + 1), "son" | "leur") {
            return phrase::end(a, at + 1, self.limit, Attach::Of);
        }
        if a.raw(at) == "," && a.lang == Language::French {
            let close = (at + 1..self.limit.min(at + 14)).find(|&i| a.raw(i) == ",")?;
            let resumes = a.has(close + 1, Class::Complementizer)
                || a.has(close + 1, Class::InfinitiveMarker)
                || a.opened_at(close + 1).is_some();
            return (resumes && !(at + 1..close).any(|i| a.is_finite(i))).then_some(close + 1);
        }
        None
    }

    /// Whether the phrase at `at` can be what is reported: not a person told something.
    fn is_object(&self, at: usize) -> bool {
        let a = self.a;
        let addressed =
            self.cue.entry.frames.has(Frame::ObjectClause) || self.cue.entry.frames.has(Frame::ObjectInfinitive);
        if a.lang == Language::English && !addressed && a.tag(at) == Tag::Pron {
            return true;
        }
        !a.has(at, Class::Clitic) || matches!(a.tag(at), Tag::Det | Tag::Noun)
    }

    /// Whether the phrase here only leads to a clause, infinitive or quotation that the frames want.
    fn leads_on(&self) -> bool {
        let a = self.a;
        let frames = self.cue.entry.frames;
        let Some(next) = phrase::end(a, self.at, self.limit, Attach::Of) else { return false };
        // told holdouts for the senator that
        let to_far_clause = a.lang == Language::English
            && frames.has(Frame::ObjectClause)
            && (next..self.limit.min(next + 12))
                .take_while(|&i| !a.is_finite(i) && a.raw(i) != ",")
                .any(|i| a.has(i, Class::Complementizer) && (a.tag(i) == Tag::Sconj || a.has(i - 1, Class::Temporal)));
        let to_infinitive = frames.has(Frame::ObjectInfinitive)
            && (next..self.limit.min(next + 12)).any(|i| {
                a.has(i, Class::InfinitiveMarker)
                    && (matches!(a.tag(i + 1), Tag::VerbInf | Tag::AuxInf) || a.opened_at(i + 1).is_some())
            });
        let to_clause = frames.has(Frame::Clause) && a.has(next, Class::Complementizer) && a.tag(next) == Tag::Sconj
            || frames.has(Frame::ObjectClause)
                && (a.has(next, Class::Complementizer)
                    || a.lang == Language::English && Step { at: next, ..*self }.bare_clause());
        to_infinitive || to_clause || to_far_clause || frames.has(Frame::ObjectInfinitive) && a.has(next, Class::To)
    }
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
