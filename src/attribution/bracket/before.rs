//! Words that stand before their cue: *„...“, sagte X*, *wie X mitteilte*, *Dies bestätigte die Polizei*.

use super::content::{Reader, Words};
use super::phrase;
use super::verbs::Form;
use super::view::{Kind, Shape};
use crate::attribution::pattern::Pattern;
use crate::lang::Frame;
use crate::lang::syntax::Class;
use std::ops::Range;

impl Reader<'_, '_, '_> {
    /// *„...“, sagte X*, *..., sagte X*: the words stand before an inverted verb.
    pub(super) fn beside(&self) -> Option<Words> {
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
            // „In absehbarer Zeit“, sagte er, werde man „…“: the clause goes on behind the cue
            let tokens = || pieces.iter().flat_map(Clone::clone);
            let subordinate = tokens().next().is_some_and(|token| v.a.has(token, Class::Subordinator));
            let whole = !subordinate && tokens().any(|token| v.a.is_finite(token));
            if !whole && v.mark(end) == "," && v.is_finite(end + 1) {
                return Some(Words {
                    content: vec![v.tokens(at..at + 1), self.trimmed(end + 1, v.items.len())],
                    region: None,
                    pattern: Pattern::AfterClause,
                });
            }
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
        // Er wollte sich nicht festlegen, sagte aber, die Partei müsse warten: its subject stands before it, its words behind
        let subject = phrase::subject_after(v, self.cue.verb + 1..items.end, v.items.len());
        let behind = || v.mark(items.end) == ":" || self.complement(None).is_some();
        if subject.is_none() && !self.is_impersonal() && !self.cue.passive && behind() {
            return None;
        }
        let open = if v.has(open, Class::Complementizer) { open + 1 } else { open };
        let mut words = self.around(v.tokens(open..mark), Pattern::AfterClause);
        // Man sei nicht einig, hieß es, sicher sei jedoch der Termin; ..., sagte er, seine „Zeit wird kommen“
        let behind = v.segments.iter().find(|next| next.items.start == end + 1);
        if v.mark(end) == ","
            && behind.is_some_and(|next| {
                next.shape == Shape::Main && next.finite.is_some_and(|k| v.has(k, Class::SureSubjunctive))
                    || next.shape == Shape::Bare && v.states(next.items.end - 1)
            })
            && !v.has(end + 1, Class::Coordinator)
        {
            words.content.push(self.trimmed(end + 1, v.items.len()));
        }
        Some(words)
    }

    pub(super) fn around(&self, whole: Range<usize>, pattern: Pattern) -> Words {
        Words { content: vec![whole], region: None, pattern }
    }

    /// Where the main clause before the quotation at item `at` begins, when it is part of one.
    pub(super) fn clause_before(&self, at: usize) -> Option<usize> {
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

    /// The item after the cue's clause: its segment and appositions of its subject.
    pub(super) fn segment_chain_end(&self) -> usize {
        let v = self.v;
        let subject_end = self.subject_items().map_or(0, |found| found.end);
        self.v
            .segments
            .iter()
            .map(|segment| segment.items.end)
            .find(|&end| end >= subject_end.max(self.segment().end))
            .unwrap_or(v.items.len())
    }

    pub(super) fn subject_items(&self) -> Option<Range<usize>> {
        let tokens = self.source()?;
        let (first, last) = (self.v.item_of(tokens.start)?, self.v.item_of(tokens.end.checked_sub(1)?)?);
        Some(first..last + 1)
    }

    /// A quotation right after the mark at item `end`.
    pub(super) fn quote_after(&self, end: usize) -> Option<usize> {
        if matches!(self.v.mark(end), "," | ":" | "–" | "—") { self.v.quote(end + 1) } else { self.v.quote(end) }
    }

    /// *wie X mitteilte*: the rest of the sentence is what was said.
    pub(super) fn comment(&self) -> Option<Words> {
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

    /// *Dies bestätigte die Polizei*: the sentence before is what was said.
    pub(super) fn sentence_before(&self, source: Option<&Range<usize>>) -> Option<Words> {
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

    /// *Sie fügte hinzu. „…“*: a stop in place of the colon, and a quotation that nobody else is named for.
    pub(super) fn quotation_behind(&self) -> Option<Words> {
        let v = self.v;
        let a = v.a;
        if v.level.is_some() || self.cue.form != Form::Second || !self.has(Frame::Quote) {
            return None;
        }
        let last = v.items.len().checked_sub(1)?;
        let own = v.segments.last()?.items.end == self.segment().end;
        if !own || v.mark(last) != "." {
            return None;
        }
        let next = v.items[last].tokens.end;
        let region = a.opened_at(next)?;
        let outer = a.regions[region].outer().end;
        let (here, there) = (a.sentence_at(v.token(last)), a.sentence_at(next));
        let alone = a.sentence(outer.saturating_sub(1)).end <= outer + 1;
        let near = a.sentences.get(here)?.paragraph == a.sentences.get(there)?.paragraph;
        (alone && near).then(|| Words {
            content: a.regions[region].pieces.clone(),
            region: Some(region),
            pattern: Pattern::Colon,
        })
    }
}
