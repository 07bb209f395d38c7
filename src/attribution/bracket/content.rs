//! What a German cue reports, and whose words they are.

use super::border::content_end;
use super::phrase::{self, Reach};
use super::verbs::{Cue, Form};
use super::view::{Kind, Shape, View};
use super::{Attribution, attribution};
use crate::attribution::content::Pattern;
use crate::lang::Frame;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use std::ops::Range;

/// Found words, not yet an attribution.
struct Words {
    content: Vec<Range<usize>>,
    region: Option<usize>,
    pattern: Pattern,
}

/// The attribution of a cue, when it has words to report.
///
/// A cue whose words are not found still has a speaker, who may go on in the next sentence: he is added to `silent`.
pub(super) fn link(v: &View<'_, '_>, cue: &Cue, silent: &mut Vec<Range<usize>>) -> Option<Attribution> {
    let reader = Reader { v, cue };
    let source = reader.source();
    let found = found(&reader, cue, source.clone());
    if found.is_none() && v.level.is_none() {
        silent.extend(source.filter(|_| !cue.passive && cue.form == Form::Second));
    }
    found
}

fn found(reader: &Reader<'_, '_, '_>, cue: &Cue, source: Option<Range<usize>>) -> Option<Attribution> {
    if cue.negated && !cue.entry.reports_negated() && cue.form != Form::Final {
        return None;
    }
    let words = reader
        .beside()
        .or_else(|| reader.comment())
        .or_else(|| reader.colon())
        .or_else(|| reader.complement(source.as_ref()))
        .or_else(|| reader.inside(source.as_ref()))
        .or_else(|| reader.sentence_before(source.as_ref()))?;
    let source = source
        .filter(|source| !words.content.iter().any(|piece| piece.contains(&source.start)))
        .filter(|source| !cue.tokens.iter().any(|token| source.contains(token)));
    // Somebody or something says it, or it is a report that names nobody: es wurde berichtet, dass.
    let strong = matches!(
        words.pattern,
        Pattern::AfterQuotation
            | Pattern::Quotation
            | Pattern::Colon
            | Pattern::Clause
            | Pattern::AfterClause
            | Pattern::BareClause
    );
    if source.is_none() && !strong && !cue.passive && !reader.is_impersonal() {
        return None;
    }
    attribution(cue, words.content, words.region, words.pattern, source)
}

/// One cue in its sentence; its methods find the source (`source.rs`) and the content.
pub(super) struct Reader<'r, 'a, 't> {
    pub(super) v: &'r View<'a, 't>,
    pub(super) cue: &'r Cue,
}

impl Reader<'_, '_, '_> {
    pub(super) fn segment(&self) -> Range<usize> {
        self.v.segments[self.cue.segment].items.clone()
    }

    pub(super) fn has(&self, frame: Frame) -> bool {
        self.cue.entry.frames.has(frame)
    }

    /// The first item of the clause of the cue: *und*, *aber*, *so* before its verb left out.
    pub(super) fn opening(&self) -> usize {
        let items = self.segment();
        let open = self.v.opening(&items);
        if self.v.word(open) == "so" && open + 1 == self.cue.verb { open + 1 } else { open }
    }

    pub(super) fn is_first(&self) -> bool {
        self.cue.form == Form::Second && self.opening() == self.cue.verb
    }

    /// *„...“, sagte X*, *..., sagte X*: the words stand before an inverted verb.
    fn beside(&self) -> Option<Words> {
        let v = self.v;
        let items = self.segment();
        if self.cue.form != Form::Second {
            return None;
        }
        // „...“ sagte er; „...“, sagte er
        let open = v.opening(&items);
        let prefield_quote =
            (open..self.cue.verb).next_back().and_then(|k| v.quote(k)).filter(|_| open + 1 == self.cue.verb);
        let quote = prefield_quote.map(|region| (region, open)).or_else(|| {
            let mark = v.segments[self.cue.segment].mark;
            let before = mark.checked_sub(1).filter(|_| mark != usize::MAX)?;
            let direct = self.is_first() && matches!(v.mark(mark), "," | "–" | "—" | "-" | "." | "!" | "?");
            v.quote(before).filter(|_| direct).map(|region| (region, before))
        });
        if let Some((region, at)) = quote {
            let mut pieces = self.v.a.regions[region].pieces.clone();
            // Der Plan sei „gut“, sagte er: the quotation is a part of the clause before
            let lead = self.clause_before(at);
            if let Some(lead) = lead {
                let whole = v.tokens(lead..at + 1);
                return Some(self.around(whole, Pattern::AfterClause));
            }
            let end = self.segment_chain_end();
            if let Some(next) = self.quote_after(end) {
                pieces.extend(v.a.regions[next].pieces.clone());
            }
            return Some(Words { content: pieces, region: Some(region), pattern: Pattern::AfterQuotation });
        }
        // und kündigte an: a second verb of the same subject
        if v.has(items.start, Class::Coordinator)
            || !self.is_first()
            || self.cue.segment == 0
            || self.follows_subject()
            || !self.is_reporting()
        {
            return None;
        }
        let mark = v.segments[self.cue.segment].mark;
        if !matches!(v.mark(mark), "," | "–" | "—" | "-" | "?" | "!") {
            return None;
        }
        let start = self.clause_start();
        let before = &v.segments[start..self.cue.segment];
        let first = before.first()?;
        let subject_only = !before.iter().any(|segment| segment.shape == Shape::Main);
        if subject_only && before.iter().all(|segment| segment.shape == Shape::Adverbial || segment.shape == Shape::As)
        {
            return None; // Als er ankam, sagte er
        }
        // Warum es so kam, begründete sie damit, dass
        let leads = matches!(first.shape, Shape::Question | Shape::Infinitive | Shape::That);
        if leads && v.segments.get(self.cue.segment + 1).is_some_and(|next| next.shape == Shape::That) {
            return None;
        }
        let left = first.items.start..mark;
        // Der Täter, sagte sie, sei geflohen: the clause goes on behind the insertion
        let end = self.segment_chain_end();
        let open = v.opening(&left);
        if subject_only && !matches!(first.shape, Shape::That | Shape::Question | Shape::Infinitive) {
            let rest = end + 1;
            // In der Debatte, die läuft, hat sie gefordert, zu: no clause that goes on
            let finite_next = v.is_finite(rest)
                || v.segments.iter().any(|next| next.items.start == rest && next.shape == Shape::Main);
            let goes_on = v.mark(end) == "," && rest < v.items.len() && finite_next;
            if !goes_on {
                return None;
            }
            return Some(Words {
                content: vec![v.tokens(open..mark), self.trimmed(rest, v.items.len())],
                region: None,
                pattern: Pattern::AfterClause,
            });
        }
        let open = if v.has(open, Class::Complementizer) { open + 1 } else { open };
        let whole = v.tokens(open..mark);
        Some(self.around(whole, Pattern::AfterClause))
    }

    fn around(&self, whole: Range<usize>, pattern: Pattern) -> Words {
        Words { content: vec![whole], region: None, pattern }
    }

    /// Whether the verb can stand after what it reports.
    fn is_reporting(&self) -> bool {
        self.has(Frame::Clause) || self.has(Frame::Quote)
    }

    /// Where the main clause before the quotation at item `at` begins, when it is part of one.
    fn clause_before(&self, at: usize) -> Option<usize> {
        let v = self.v;
        let segment = v.segment_of(at)?;
        let open = v.opening(&v.segments[segment].items);
        let leads = (open..at).any(|k| v.is_word(k));
        if !leads && self.clause_start() >= segment {
            return None;
        }
        let start = self.clause_start();
        let first = v.segments.get(start)?;
        let begins = v.opening(&first.items);
        (begins < at).then_some(begins)
    }

    /// The first segment of the sentence that the cue's clause ends: after a colon or semicolon.
    fn clause_start(&self) -> usize {
        let v = self.v;
        (0..=self.cue.segment)
            .rev()
            .find(|&index| {
                let mark = v.segments[index].mark;
                mark == usize::MAX || matches!(v.mark(mark), ":" | ";" | "." | "!" | "?")
            })
            .unwrap_or(0)
    }

    /// The item after the cue's clause: its segment and appositions of its subject.
    fn segment_chain_end(&self) -> usize {
        let v = self.v;
        let subject_end = self.subject_items().map_or(0, |found| found.end);
        self.v
            .segments
            .iter()
            .map(|segment| segment.items.end)
            .find(|&end| end >= subject_end.max(self.segment().end))
            .unwrap_or(v.items.len())
    }

    fn subject_items(&self) -> Option<Range<usize>> {
        let tokens = self.source()?;
        let (first, last) = (self.v.item_of(tokens.start)?, self.v.item_of(tokens.end.checked_sub(1)?)?);
        Some(first..last + 1)
    }

    /// A quotation right after the mark at item `end`.
    fn quote_after(&self, end: usize) -> Option<usize> {
        if matches!(self.v.mark(end), "," | ":" | "–" | "—") { self.v.quote(end + 1) } else { self.v.quote(end) }
    }

    /// *wie X mitteilte*: the rest of the sentence is what was said.
    fn comment(&self) -> Option<Words> {
        let v = self.v;
        let index = self.cue.segment;
        let segment = &v.segments[index];
        if self.cue.form != Form::Final || segment.shape != Shape::As {
            return None;
        }
        if v.segments.get(index + 1).is_some_and(|next| next.shape == Shape::That) {
            return None;
        }
        let start = self.clause_start();
        let left = v.segments[start].items.start..if index == start { segment.items.start } else { segment.mark };
        let after = segment.items.end;
        let mut right = if v.mark(after) == "," { after + 1 } else { after };
        while right < v.items.len() && v.items[right].kind == Kind::Mark {
            right += 1;
        }
        if left.start < left.end
            && let Some(region) = v.quote(left.end - 1).filter(|_| left.len() == 1)
        {
            return Some(Words {
                content: v.a.regions[region].pieces.clone(),
                region: Some(region),
                pattern: Pattern::AfterQuotation,
            });
        }
        let open = v.opening(&left);
        let mut content = vec![v.tokens(open..left.end)];
        let ends = right >= v.items.len()
            || !v.segments[index + 1..].iter().any(|next| next.finite.is_some() || left.is_empty());
        let left_is_clause = v.segments[start..index].iter().any(|earlier| earlier.shape == Shape::Main);
        let goes_on =
            v.segments.get(index + 1).is_some_and(|next| next.finite.is_some_and(|k| k == v.opening(&next.items)));
        if !ends && (!left_is_clause || goes_on && index == start) {
            content.push(self.trimmed(right, v.items.len()));
        }
        content.retain(|piece| piece.start < piece.end);
        (!content.is_empty()).then_some(Words { content, region: None, pattern: Pattern::AfterClause })
    }

    /// *X sagte: ...*
    fn colon(&self) -> Option<Words> {
        let v = self.v;
        if self.cue.form == Form::Final {
            return None;
        }
        let colon = (self.segment().end..v.items.len()).find(|&k| matches!(v.mark(k), ":" | ";" | "."))?;
        if v.mark(colon) != ":" {
            return None;
        }
        let between = v.segments[self.cue.segment + 1..].iter().filter(|segment| segment.items.start < colon);
        if between.clone().any(|segment| segment.shape == Shape::Main || segment.shape == Shape::That) {
            return None;
        }
        if let Some(region) = v.quote(colon + 1) {
            let mut content = v.a.regions[region].pieces.clone();
            let mut next = colon + 2;
            while let Some(more) = v.quote(next) {
                content.extend(v.a.regions[more].pieces.clone());
                next += 1;
            }
            return Some(Words { content, region: Some(region), pattern: Pattern::Colon });
        }
        // The quotation begins in the next line.
        let last = v.token(colon);
        if colon + 1 >= v.items.len() {
            let region = v.a.opened_at(last + 1)?;
            return Some(Words {
                content: v.a.regions[region].pieces.clone(),
                region: Some(region),
                pattern: Pattern::Colon,
            });
        }
        if !self.is_reporting() && !self.has(Frame::NounPhrase) {
            return None;
        }
        let content = vec![self.trimmed(colon + 1, v.items.len())];
        Some(Words { content, region: None, pattern: Pattern::Colon })
    }

    /// The clause, question, infinitive or sentence that a comma sets off after the cue.
    fn complement(&self, source: Option<&Range<usize>>) -> Option<Words> {
        let v = self.v;
        let after_cue = v.item_of(*self.cue.tokens.last()?)?.max(self.cue.verb);
        let from = v.segment_of(after_cue)?;
        // Only appositions of a subject right of the verb may stand between.
        let inverted = source.is_some_and(|source| source.start > v.token(self.cue.verb));
        let subject_end = source.filter(|_| inverted).map_or(0, |source| source.end);
        // Inside one segment: bestätigte dass er kommt
        let here = self.segment();
        if let Some(that) =
            (self.cue.verb + 1..here.end).find(|&k| v.has(k, Class::Complementizer) && v.tag(k) == Tag::Sconj)
            && self.has(Frame::Clause)
        {
            return Some(self.clause(that + 1, Pattern::Clause));
        }
        let mut adverbial = false;
        for index in from + 1..v.segments.len() {
            let segment = &v.segments[index];
            let items = segment.items.clone();
            adverbial |= index > from + 1
                && v.segments[index - 1].shape == Shape::Adverbial
                && v.segments[index - 1].finite.is_some();
            if v.token(items.start) < subject_end {
                continue;
            }
            if !matches!(v.mark(segment.mark), "," | "–" | "—" | "-") {
                return None;
            }
            let open = items.start;
            let coordinated = v.has(open, Class::Coordinator);
            match segment.shape {
                Shape::That if self.has(Frame::Clause) || self.has(Frame::ObjectClause) => {
                    let that = (open..items.end).find(|&k| v.has(k, Class::Complementizer))?;
                    return Some(self.clause(that + 1, Pattern::Clause));
                }
                Shape::Question if self.has(Frame::Clause) || self.has(Frame::ObjectClause) => {
                    return Some(self.clause(open, Pattern::Clause));
                }
                // schilderte, wie das Boot kenterte; but not: , wie die Polizei mitteilte
                Shape::As
                    if self.has(Frame::Clause)
                        && index == from + 1
                        && !items
                            .clone()
                            .any(|k| super::verbs::cue_at(v, k).is_some_and(|cue| cue.form == Form::Final)) =>
                {
                    return Some(self.clause(open, Pattern::Clause));
                }
                Shape::Infinitive
                    if !coordinated && (self.has(Frame::Infinitive) || self.has(Frame::ObjectInfinitive)) =>
                {
                    return Some(self.clause(open, Pattern::Infinitive));
                }
                // , sobald er zustimme, werde der Druck wachsen
                Shape::Adverbial | Shape::Bare
                    if self.has(Frame::Clause)
                        && !coordinated
                        && v.segments[index + 1..]
                            .iter()
                            .find(|next| !matches!(next.shape, Shape::Relative | Shape::Adverbial | Shape::Bare))
                            .is_some_and(|next| {
                                next.finite == Some(next.items.start) && v.has(next.items.start, Class::Subjunctive)
                            }) =>
                {
                    return Some(self.clause(open, Pattern::BareClause));
                }
                Shape::Main if self.has(Frame::Clause) && !coordinated => {
                    let finite = segment.finite?;
                    // A verb at the front is another clause's: , kündigte er an; after an adverbial clause a main clause is
                    // the article's
                    if finite == open || adverbial {
                        return None;
                    }
                    return Some(self.clause(open, Pattern::BareClause));
                }
                // rät dazu, „Reisen zu verschieben“; meinte, er „wollte sich nicht abfinden“
                Shape::Bare
                    if !coordinated
                        && index == from + 1
                        && items.clone().next_back().and_then(|k| v.quote(k)).is_some_and(|region| {
                            items.len() == 1
                                || v.a.regions[region].pieces.iter().flat_map(Clone::clone).any(|at| v.a.is_finite(at))
                        })
                        && (self.has(Frame::Clause) || self.has(Frame::Infinitive) || self.has(Frame::Quote)) =>
                {
                    return Some(self.clause(open, Pattern::BareClause));
                }
                Shape::Bare if self.has(Frame::Clause) && !inverted && !coordinated && index == from + 1 => {
                    // , Peter Müller, der Chef, sei krank: the sentence begins with what looks like a phrase
                    let goes_on = v.segments[index + 1..].iter().find(|next| next.finite.is_some());
                    let main = goes_on.is_some_and(|next| {
                        next.shape == Shape::Main && next.finite.is_some_and(|k| v.has(k, Class::Subjunctive))
                    });
                    if main {
                        return Some(self.clause(open, Pattern::BareClause));
                    }
                }
                Shape::Main | Shape::That if !coordinated => return None,
                _ if coordinated && segment.shape == Shape::Main => return None,
                _ => {}
            }
        }
        None
    }

    /// The content from item `open`: as far as the cue's clause goes on.
    fn clause(&self, open: usize, pattern: Pattern) -> Words {
        let end = content_end(self.v, open, self.cue.segment, self.cue.form == Form::Second);
        let content = self.trimmed(open, end);
        // The whole may be one quotation.
        let first = self.v.item_of(content.start);
        if let Some(k) = first
            && let Some(region) = self.v.quote(k)
            && self.v.items[k].tokens.end >= content.end
        {
            return Words { content: self.v.a.regions[region].pieces.clone(), region: Some(region), pattern };
        }
        Words { content: vec![content], region: None, pattern }
    }

    /// The tokens from item `from` to `to` without marks at the ends.
    fn trimmed(&self, from: usize, to: usize) -> Range<usize> {
        let v = self.v;
        let (mut start, mut end) = (from, to);
        while start < end && v.items[start].kind == Kind::Mark {
            start += 1;
        }
        while end > start && v.items[end - 1].kind == Kind::Mark && !matches!(v.mark(end - 1), "!" | "?") {
            end -= 1;
        }
        v.tokens(start..end)
    }

    /// What stands inside the cue's own clause: a quotation, an object, a judgement.
    fn inside(&self, source: Option<&Range<usize>>) -> Option<Words> {
        let v = self.v;
        let items = self.segment();
        let last = v.item_of(*self.cue.tokens.last()?)?;
        let free = |k: usize| {
            let token = v.token(k);
            !self.cue.tokens.contains(&token) && !source.is_some_and(|source| source.contains(&token))
        };
        let field = match self.cue.form {
            Form::Second => self.cue.verb + 1..items.end.max(last + 1),
            Form::Final | Form::Infinitive => v.opening(&items)..self.cue.verb,
        };
        let frames = self.cue.entry.frames;
        let until = |k: usize| (k..field.end).find(|&i| !free(i)).unwrap_or(field.end);
        let mut best: Option<Words> = None;
        let mut k = field.start;
        while k < field.end {
            if !free(k) || v.items[k].kind == Kind::Mark {
                k += 1;
                continue;
            }
            let judged = v.has(k, Class::JudgedAs) && frames.has(Frame::Predicate) && v.word(k) == "als";
            let governed = v.is_word(k) && frames.takes_preposition(v.word(k)) && v.tag(k) == Tag::Adp;
            if judged || governed {
                let limit = until(k + 1);
                let adjective = || (judged || v.word(k) == "für").then(|| self.adjective_end(k + 1, limit)).flatten();
                let stop = phrase::end(v, k + 1, limit, Reach::All)
                    .filter(|&stop| (k + 1..stop).any(|i| !v.is_word(i) || v.is_capital(i)))
                    .or_else(adjective);
                if let Some(stop) = stop.filter(|_| !phrase::is_time(v, k + 1..(k + 2).min(field.end))) {
                    return Some(
                        self.object(k + 1..stop, if judged { Pattern::Judgement } else { Pattern::NounPhrase }),
                    );
                }
            }
            if let Some(region) = v.quote(k)
                && (frames.has(Frame::Quote) || frames.has(Frame::Predicate))
                && best.is_none()
                && (self.is_speech(region) || self.is_verdict(k))
            {
                best = Some(Words {
                    content: v.a.regions[region].pieces.clone(),
                    region: Some(region),
                    pattern: Pattern::Quotation,
                });
            }
            if v.tag(k) == Tag::Adp {
                let stop = phrase::core(v, k + 1, field.end).unwrap_or(k + 1);
                k = stop.max(k + 1);
                continue;
            }
            if frames.has(Frame::NounPhrase)
                && best.is_none()
                && !v.has(k, Class::Temporal)
                && (v.has(k, Class::Determiner)
                    || v.is_capital(k)
                    || v.quote(k).is_some()
                    || matches!(v.tag(k), Tag::Adj | Tag::Num)
                    || v.is_capital(k + 1) && matches!(v.tag(k), Tag::Pron | Tag::Det | Tag::Adv))
                && let Some(stop) = phrase::end(v, k, until(k), Reach::All)
                && !phrase::is_time(v, k..(k + 2).min(stop))
                && (k..stop).any(|i| v.is_capital(i) && !v.has(i, Class::Determiner) || v.quote(i).is_some())
                && (k..stop).all(free)
            {
                best = Some(self.object(k..stop, Pattern::NounPhrase));
                k = stop;
                continue;
            }
            k += 1;
        }
        best.or_else(|| self.predicate_behind()).or_else(|| self.object_before())
    }

    /// *bezeichnete die Worte, sollten sie gefallen sein, als „unhaltbar“*: the predicate stands behind an insertion.
    fn predicate_behind(&self) -> Option<Words> {
        let v = self.v;
        if !self.has(Frame::Predicate) || self.cue.form != Form::Second {
            return None;
        }
        let behind = v.segments[self.cue.segment + 1..].iter().take(3);
        let segment = behind
            .take_while(|segment| v.mark(segment.mark) == ",")
            .find(|segment| v.word(segment.items.start) == "als" && segment.finite.is_none())?;
        let region = v.quote(segment.items.start + 1)?;
        let content = v.a.regions[region].pieces.clone();
        Some(Words { content, region: Some(region), pattern: Pattern::Judgement })
    }

    /// *Diese Zahlen nannte sie ...*, *Das bestätigte die Polizei*: the object stands before the verb.
    fn object_before(&self) -> Option<Words> {
        let v = self.v;
        let open = self.opening();
        if self.cue.form != Form::Second || !self.has(Frame::NounPhrase) || open >= self.cue.verb {
            return None;
        }
        let stop = phrase::end(v, open, self.cue.verb, Reach::All)?;
        let pronoun = stop == open + 1
            && (!v.is_capital(open) || v.has(open, Class::Determiner) || v.has(open, Class::SubjectPronoun));
        let subject = self.subject_items().is_some_and(|found| found.start == open);
        (!pronoun
            && !subject
            && self.subject_items().is_some()
            && v.tag(open) != Tag::Adp
            && stop == self.cue.verb
            && !phrase::is_time(v, open..stop))
        .then(|| self.object(open..stop, Pattern::NounPhrase))
    }

    /// *Dies bestätigte die Polizei*: the sentence before is what was said.
    fn sentence_before(&self, source: Option<&Range<usize>>) -> Option<Words> {
        let v = self.v;
        let a = v.a;
        let open = self.opening();
        let pointing = matches!(v.word(open), "das" | "dies")
            && open + 1 == self.cue.verb
            && open == v.opening(&(0..v.items.len()));
        if !pointing || source.is_none() || !self.has(Frame::Clause) || v.level.is_some() {
            return None;
        }
        let number = a.sentence_at(v.token(open)).checked_sub(1)?;
        let before = a.sentences.get(number)?;
        let same = before.paragraph + 1 >= a.sentences[number + 1].paragraph;
        let mut end = before.tokens.end;
        while end > before.tokens.start && matches!(a.raw(end - 1), "." | ":" | "!") {
            end -= 1;
        }
        let content = before.tokens.start..end;
        let states = content.clone().any(|at| a.is_finite(at));
        let region = a.opened_at(content.start).filter(|&region| a.regions[region].outer().end == content.end);
        let content = region.map_or_else(|| vec![content], |region| a.regions[region].pieces.clone());
        (same && states).then_some(Words { content, region, pattern: Pattern::Resumed })
    }

    fn adjective_end(&self, from: usize, limit: usize) -> Option<usize> {
        let v = self.v;
        let stop = (from..limit).find(|&k| !v.is_word(k) || v.is_capital(k)).unwrap_or(limit);
        (from..stop).any(|k| matches!(v.tag(k), Tag::Adj | Tag::Adv | Tag::VerbPast)).then_some(stop)
    }

    /// An object; one that is a quotation with at most an article is the quotation.
    fn object(&self, items: Range<usize>, pattern: Pattern) -> Words {
        let v = self.v;
        let words = items.clone().filter(|&k| v.is_word(k) && !v.has(k, Class::Determiner)).count();
        let quotes: Vec<usize> = items.clone().filter_map(|k| v.quote(k)).collect();
        if let ([region], 0) = (quotes.as_slice(), words) {
            return Words { content: v.a.regions[*region].pieces.clone(), region: Some(*region), pattern };
        }
        Words { content: vec![v.tokens(items)], region: None, pattern }
    }

    /// *nannte den Plan einen „Wortbruch“*, *rief „Freiheit“*: what stands after *ein* or closes the clause is no title.
    fn is_verdict(&self, k: usize) -> bool {
        let v = self.v;
        let before = v.word(k.wrapping_sub(1));
        let article = v.has(k.wrapping_sub(1), Class::Determiner);
        let closes = self.has(Frame::Predicate) && k + 1 == self.segment().end && !article;
        closes || matches!(before, "ein" | "eine" | "einen" | "einer" | "wie")
    }

    /// Whether a quotation inside a clause is speech and no title: a name after *die*, *der* is none.
    fn is_speech(&self, region: usize) -> bool {
        let a = self.v.a;
        let pieces = &a.regions[region].pieces;
        let words = pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct).count();
        let names = pieces.iter().flat_map(Clone::clone).all(|at| a.is_capital(at) || a.tag(at) == Tag::Punct);
        let small = pieces.iter().flat_map(Clone::clone).any(|at| a.tag(at) != Tag::Punct && !a.is_capital(at));
        !names && (small || words == 1)
    }
}
