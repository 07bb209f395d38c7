//! What a German cue reports, and whose words they are.

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
        Pattern::AfterQuotation | Pattern::Quotation | Pattern::Colon | Pattern::Clause | Pattern::AfterClause
    );
    if source.is_none() && !strong && !cue.passive && !reader.is_impersonal() {
        return None;
    }
    attribution(cue, words.content, words.region, words.pattern, source)
}

struct Reader<'r, 'a, 't> {
    v: &'r View<'a, 't>,
    cue: &'r Cue,
}

impl Reader<'_, '_, '_> {
    fn segment(&self) -> Range<usize> {
        self.v.segments[self.cue.segment].items.clone()
    }

    fn has(&self, frame: Frame) -> bool {
        self.cue.entry.frames.has(frame)
    }

    /// The first item of the clause of the cue: *und*, *aber*, *so* before its verb left out.
    fn opening(&self) -> usize {
        let items = self.segment();
        let open = self.v.opening(&items);
        if self.v.word(open) == "so" && open + 1 == self.cue.verb { open + 1 } else { open }
    }

    fn is_first(&self) -> bool {
        self.cue.form == Form::Second && self.opening() == self.cue.verb
    }

    // ---- source

    fn source(&self) -> Option<Range<usize>> {
        let v = self.v;
        let items = self.segment();
        if self.cue.passive && !self.has(Frame::SelfPredicate) {
            return self.agent().or_else(|| {
                let found = self.place_of_saying(self.cue.verb + 1)?;
                phrase::speaks(v, found.clone()).then(|| v.tokens(found))
            });
        }
        let found = match self.cue.form {
            Form::Final => self.subject_in_subordinate(),
            Form::Infinitive => self.subject_of_matrix(),
            Form::Second if self.is_first() => {
                if self.follows_subject() {
                    self.subject_before_commas()
                } else {
                    phrase::subject_after(v, self.cue.verb + 1..items.end, self.limit())
                        .or_else(|| {
                            self.place_of_saying(self.cue.verb + 1).filter(|found| phrase::speaks(v, found.clone()))
                        })
                        .or_else(|| self.shared_subject())
                }
            }
            Form::Second => self.subject_in_prefield(),
        }?;
        // ist von einem Fehler die Rede: the subject is a part of the cue
        if (found.start..found.end).any(|k| self.cue.tokens.contains(&v.token(k))) {
            return self.place_of_saying(self.cue.verb + 1).map(|found| v.tokens(found));
        }
        // heißt es in dem Bericht: the place is the source
        if matches!(v.word(found.start), "es" | "man") && found.len() == 1 {
            return self.place_of_saying(found.end).map(|found| v.tokens(found));
        }
        Some(v.tokens(found))
    }

    /// *es heißt, dass*: nobody is the subject.
    fn is_impersonal(&self) -> bool {
        let v = self.v;
        let verb = self.cue.verb;
        matches!(v.word(verb + 1), "es" | "man") || verb > 0 && matches!(v.word(verb - 1), "es" | "man")
    }

    /// How far an apposition of the subject may run.
    fn limit(&self) -> usize {
        self.v.items.len()
    }

    /// *in einem Bericht*, *bei der Polizei*, *aus dem Ministerium* behind an impersonal subject.
    fn place_of_saying(&self, from: usize) -> Option<Range<usize>> {
        let v = self.v;
        let end = self.segment().end.max(from);
        let before = 0..self.cue.verb;
        let places = |mut range: Range<usize>| {
            range.find_map(|k| {
                let governed = self.cue.entry.frames.takes_preposition(v.word(k));
                let preposition = !governed
                    && v.tag(k) == Tag::Adp
                    && matches!(v.word(k), "in" | "im" | "bei" | "beim" | "aus" | "von" | "vom" | "seitens" | "auf");
                let stop = preposition.then(|| phrase::end(v, k + 1, v.items.len(), Reach::Of)).flatten()?;
                (!phrase::is_time(v, k + 1..stop)).then_some(k + 1..stop)
            })
        };
        places(from..end).or_else(|| places(before))
    }

    fn agent(&self) -> Option<Range<usize>> {
        let v = self.v;
        let items = self.segment();
        items.clone().find_map(|k| {
            let by = v.has(k, Class::Agent) && v.tag(k) == Tag::Adp && v.word(k) != "durch";
            let stop = by.then(|| phrase::end(v, k + 1, items.end, Reach::Of)).flatten()?;
            let names = self.has(Frame::Predicate) || phrase::speaks(v, k + 1..stop);
            (names && !phrase::is_time(v, k + 1..stop)).then(|| v.tokens(k + 1..stop))
        })
    }

    /// After a complete phrase and what explains it, the verb is the second, not the first: *Primus, der dort arbeitet, wies*.
    fn follows_subject(&self) -> bool {
        let v = self.v;
        if matches!(v.word(self.cue.verb + 1), "er" | "ich" | "wir" | "man") {
            return false;
        }
        let mut before = v.segments[..self.cue.segment].iter().rev();
        let mut explained = false;
        while let Some(segment) = before.next() {
            if v.quote(segment.items.end - 1).is_some() && segment.items.len() == 1 {
                return false;
            }
            match segment.shape {
                Shape::Relative | Shape::Adverbial | Shape::That | Shape::Question | Shape::Infinitive | Shape::As => {
                    explained = true
                }
                Shape::Bare => {
                    let open = v.opening(&segment.items);
                    let first = std::ptr::eq(segment, &raw const v.segments[0]) || v.mark(segment.mark) != ",";
                    if first {
                        let _ = explained;
                        return phrase::may_be_subject(v, open)
                            && phrase::end(v, open, segment.items.end, Reach::All) == Some(segment.items.end);
                    }
                }
                Shape::Main => return false,
            }
        }
        false
    }

    fn subject_before_commas(&self) -> Option<Range<usize>> {
        let v = self.v;
        let first = v.segments[..self.cue.segment].iter().rposition(|segment| {
            segment.shape == Shape::Bare && (segment.mark == usize::MAX || v.mark(segment.mark) != ",")
        })?;
        let open = v.opening(&v.segments[first].items);
        phrase::with_apposition(v, open, self.cue.verb, Reach::All)
    }

    /// The phrase before the verb when it can be the subject, else the one after it.
    fn subject_in_prefield(&self) -> Option<Range<usize>> {
        let v = self.v;
        let open = self.opening();
        let verb = self.cue.verb;
        let after = || phrase::subject_after(v, verb + 1..self.segment().end, self.limit());
        if v.quote(open).is_some_and(|region| !phrase::is_title(v, region)) {
            return after();
        }
        // Datenschützer äußerten Bedenken und warfen der Regierung vor
        if verb > open + 1 && v.has(verb - 1, Class::Coordinator) {
            return self.shared_subject().or_else(after);
        }
        let object = matches!(
            v.word(open),
            "dies" | "das" | "was" | "dazu" | "dabei" | "damit" | "darauf" | "so" | "dem" | "es"
        ) && open + 1 == verb;
        // nannte sie „gut“: sie may be the object; er cannot
        let plain = v.has(open, Class::Pronoun) || v.tag(open) == Tag::Adv || v.tag(open) == Tag::Adp;
        let pronoun_after = v.has(verb + 1, Class::SubjectPronoun)
            && !v.is_capital(verb + 2)
            && (plain || !matches!(v.word(verb + 1), "sie" | "es" | "diese" | "dies" | "jene" | "ihr"));
        if !object && !pronoun_after && v.tag(open) != Tag::Adp && phrase::may_be_subject(v, open) {
            if let Some(stop) = phrase::end(v, open, verb, Reach::All) {
                // adverbs may stand between: Der Minister selbst sagte
                // Die Anwendung der Richtlinie stellte der Vorsitzende in Frage: who can speak is the subject
                let better = (!phrase::speaks(v, open..stop)).then(&after).flatten().filter(|found| {
                    let nominative = matches!(v.word(found.start), "der" | "ein" | "er" | "ich" | "wir")
                        || !v.has(found.start, Class::Determiner) && v.tag(found.start) == Tag::Propn;
                    nominative && phrase::speaks(v, found.clone())
                });
                if better.is_some() && stop == verb {
                    return better;
                }
                let rest = (stop..verb)
                    .all(|k| matches!(v.tag(k), Tag::Adv) || v.has(k, Class::Temporal) || v.has(k, Class::Modal));
                let time = phrase::is_time(v, open..stop)
                    && !(open..stop).any(|k| v.tag(k) == Tag::Propn && !v.has(k, Class::Temporal));
                if rest && !time {
                    return Some(self.with_earlier_name(open)..stop);
                }
            }
        }
        after().or_else(|| self.shared_subject())
    }

    /// *Ein Sprecher der Polizei, Randy Henderson sagte*: the comma after the name is missing.
    fn with_earlier_name(&self, open: usize) -> usize {
        let v = self.v;
        let earlier = self.cue.segment.checked_sub(1).map(|index| &v.segments[index]);
        match earlier {
            Some(earlier)
                if earlier.shape == Shape::Bare
                    && v.mark(self.v.segments[self.cue.segment].mark) == ","
                    && !v.has(open, Class::Determiner)
                    && v.tag(open) != Tag::Pron
                    && (earlier.mark == usize::MAX || v.mark(earlier.mark) != ",")
                    && phrase::end(v, earlier.items.start, earlier.items.end, Reach::All)
                        == Some(earlier.items.end) =>
            {
                earlier.items.start
            }
            _ => open,
        }
    }

    fn subject_in_subordinate(&self) -> Option<Range<usize>> {
        let v = self.v;
        let items = self.segment();
        let open = self.opening();
        let segment = &v.segments[self.cue.segment];
        if segment.shape == Shape::Relative {
            let nominative = matches!(v.word(open), "der" | "die" | "das" | "welcher" | "welche" | "welches");
            // die der Minister nannte: the pronoun is the object when a subject follows
            let own = phrase::subject_after(v, open + 1..self.cue.verb, self.cue.verb)
                .filter(|found| !matches!(v.word(found.start), "es" | "das" | "dies"));
            if nominative
                && (own.is_none()
                    || v.has(open, Class::RelativeSubject) && self.has(Frame::Clause) && self.opens_clause())
            {
                return self.antecedent();
            }
            return own.or_else(|| self.antecedent());
        }
        // wie aus dem Bericht hervorgeht
        phrase::subject_after(v, open + 1..items.end, items.end).or_else(|| self.place_of_saying(open))
    }

    fn opens_clause(&self) -> bool {
        self.v
            .segments
            .get(self.cue.segment + 1)
            .is_some_and(|next| matches!(next.shape, Shape::That | Shape::Question))
    }

    fn antecedent(&self) -> Option<Range<usize>> {
        let v = self.v;
        let earlier = v.segments.get(self.cue.segment.checked_sub(1)?)?.items.clone();
        let stop = earlier.end;
        let starts = earlier
            .clone()
            .filter(|&k| phrase::end(v, k, stop, Reach::Of).is_some_and(|end| end == stop) && v.tag(k) != Tag::Adp);
        let start = starts.into_iter().find(|&k| {
            k == earlier.start
                || v.tag(k - 1) == Tag::Adp
                || v.has(k, Class::Determiner)
                || !v.is_word(k - 1)
                || v.is_finite(k - 1)
                || !v.is_capital(k - 1)
        })?;
        Some(start..stop)
    }

    /// An infinitive or a second verb has the subject of the verb before it.
    fn shared_subject(&self) -> Option<Range<usize>> {
        self.matrix(self.cue.segment + 1)
    }

    fn subject_of_matrix(&self) -> Option<Range<usize>> {
        self.matrix(self.cue.segment + 1)
    }

    /// The subject of the nearest main verb before the cue, in the first `limit` segments.
    fn matrix(&self, limit: usize) -> Option<Range<usize>> {
        let v = self.v;
        v.segments[..limit].iter().rev().find_map(|segment| {
            let finite =
                segment.finite.filter(|&k| segment.shape == Shape::Main && k != self.cue.verb && k < self.cue.verb)?;
            let open = v.opening(&segment.items);
            let prefield = phrase::end(v, open, finite, Reach::All).filter(|_| {
                phrase::may_be_subject(v, open) && v.tag(open) != Tag::Adp && !v.has(finite + 1, Class::SubjectPronoun)
            });
            match prefield {
                Some(stop) if open < finite => Some(open..stop),
                _ => phrase::subject_after(v, finite + 1..segment.items.end, segment.items.end),
            }
        })
    }

    // ---- content

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
        if !self.is_first() || self.cue.segment == 0 || self.follows_subject() || !self.is_reporting() {
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
                && self.is_speech(region)
            {
                best = Some(Words {
                    content: v.a.regions[region].pieces.clone(),
                    region: Some(region),
                    pattern: Pattern::Quotation,
                });
            }
            if v.tag(k) == Tag::Adp {
                let stop = phrase::end(v, k + 1, field.end, Reach::Of).unwrap_or(k + 1);
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
        best.or_else(|| self.object_before())
    }

    /// *Diese Zahlen nannte sie ...*, *Das bestätigte die Polizei*: the object stands before the verb.
    fn object_before(&self) -> Option<Words> {
        let v = self.v;
        let open = self.opening();
        if self.cue.form != Form::Second || !self.has(Frame::NounPhrase) || open >= self.cue.verb {
            return None;
        }
        let stop = phrase::end(v, open, self.cue.verb, Reach::All)?;
        let pronoun = stop == open + 1 && !v.is_capital(open);
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

    /// Whether a quotation inside a clause is speech and no title: a name after *die*, *der* is none.
    fn is_speech(&self, region: usize) -> bool {
        let a = self.v.a;
        let pieces = &a.regions[region].pieces;
        let words = pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct).count();
        let names = pieces.iter().flat_map(Clone::clone).all(|at| a.is_capital(at) || a.tag(at) == Tag::Punct);
        let small = pieces.iter().flat_map(Clone::clone).any(|at| a.tag(at) != Tag::Punct && !a.is_capital(at));
        words > 0 && (small && !names || words == 1 && !names)
    }
}

/// The item where the content that begins at item `open` ends; the cue stands in segment `cue`, and `second` says that its
/// clause is a main one.
pub(super) fn content_end(v: &View<'_, '_>, open: usize, cue: usize, second: bool) -> usize {
    let own = v.segment_of(open).unwrap_or(cue);
    for index in own + 1..v.segments.len() {
        let segment = &v.segments[index];
        let mark = v.mark(segment.mark);
        if mark == ";" || mark == ":" && v.quote(segment.items.start).is_some() {
            return segment.mark;
        }
        if mark != "," {
            continue;
        }
        let first = v.opening(&segment.items);
        let coordinated = first > segment.items.start;
        // Der Mann, der sagte, dass er krank sei, wurde verhaftet: the verb of the outer clause
        if segment.finite == Some(segment.items.start)
            && segment.shape == Shape::Main
            && !v.has(segment.items.start, Class::Subjunctive)
            && !matches!(v.segments[index - 1].shape, Shape::Adverbial)
        {
            return segment.mark;
        }
        // ..., und kündigte an, dass: the next cue of the same speaker; a main clause of the article
        let next_verb = segment.finite.is_some_and(|k| k == first)
            || coordinated
                && segment.shape == Shape::Main
                && !segment.finite.is_some_and(|k| v.has(k, Class::Subjunctive));
        let reports =
            segment.finite.is_some_and(|k| super::verbs::cue_at(v, k).is_some_and(|cue| cue.form == Form::Second));
        if coordinated
            && next_verb
            && (reports || segment.finite.is_some_and(|k| k == first && !v.has(k, Class::Subjunctive)))
            && second
        {
            return segment.mark;
        }
    }
    // und sagte weiter: without a comma
    let mut at = open + 1;
    while at < v.items.len() {
        if v.has(at, Class::Coordinator)
            && v.is_finite(at + 1)
            && !v.ends_clause(at + 1)
            && second
            && !v.has(at + 1, Class::Subjunctive)
            && v.word(at) != "aber"
        {
            return at;
        }
        at += 1;
    }
    v.items.len()
}
