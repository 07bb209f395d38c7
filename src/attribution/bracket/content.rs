//! What a German cue reports, and whose words they are.

use super::border::content_end;
use super::reported::is_reported;
use super::verbs::{Cue, Form};
use super::view::{Kind, Shape, View};
use super::{Attribution, attribution};
use crate::attribution::pattern::Pattern;
use crate::lang::Frame;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use std::ops::Range;

/// So many items around its verb are looked at for the ends of a clause that *und* joins: time stays in proportion to the text.
const CONJUNCT: usize = 40;

/// Found words, not yet an attribution.
pub(super) struct Words {
    pub(super) content: Vec<Range<usize>>,
    pub(super) region: Option<usize>,
    pub(super) pattern: Pattern,
}

/// The attribution of a cue, when it has words to report.
///
/// A cue whose words are not found still has a speaker, who may go on in the next sentence: he is added to `silent`.
pub(super) fn link(v: &View<'_, '_>, cue: &Cue, silent: &mut Vec<Range<usize>>) -> Option<Attribution> {
    let reader = Reader { v, cue };
    let source = reader.source();
    let found = found(&reader, cue, source.clone());
    if found.is_none() && v.level.is_none() {
        let own = !cue.passive && cue.form == Form::Second && !is_reported(v.a, &cue.tokens);
        silent.extend(source.filter(|_| own));
    }
    found
}

/// Who passes on the words of another, besides the one who said them.
pub(super) fn reporter(v: &View<'_, '_>, cue: &Cue) -> Option<Range<usize>> {
    Reader { v, cue }.reporter()
}

fn found(reader: &Reader<'_, '_, '_>, cue: &Cue, source: Option<Range<usize>>) -> Option<Attribution> {
    if cue.negated && !cue.entry.reports_negated() && cue.form != Form::Final {
        return None;
    }
    let words = reader
        .beside()
        .or_else(|| reader.comment())
        .or_else(|| reader.before_colon(source.as_ref()))
        .or_else(|| reader.colon())
        .or_else(|| reader.complement(source.as_ref()))
        .or_else(|| reader.sentence_before(source.as_ref()))
        .or_else(|| reader.inside(source.as_ref()))
        .or_else(|| reader.quotation_behind())?;
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
        if self.v.word(open) == "so" && open + 1 == self.cue.verb {
            return open + 1;
        }
        self.conjunct().start.max(open)
    }

    /// The part of its segment that the cue's clause is, when *und* joins two main clauses without a comma: *Die Menge rief
    /// und der Redner sagte*.
    pub(super) fn conjunct(&self) -> Range<usize> {
        let v = self.v;
        let items = self.segment();
        let near = items.start.max(self.cue.verb.saturating_sub(CONJUNCT))..items.end.min(self.cue.verb + CONJUNCT);
        if self.cue.form != Form::Second || !items.contains(&self.cue.verb) {
            return items;
        }
        let verb = self.cue.verb;
        let finite = |mut range: Range<usize>| {
            range.any(|k| v.is_finite(k) && !v.is_capital(k) && !self.cue.tokens.contains(&v.token(k)))
        };
        let clause = |and: usize| {
            let subject = super::phrase::end(v, and + 1, items.end, super::phrase::Reach::Of);
            subject.filter(|&stop| stop < items.end && v.is_finite(stop) && !v.is_capital(stop))
        };
        let ands = || (near.start + 1..near.end).filter(|&k| v.has(k, Class::Coordinator));
        let start =
            ands().filter(|&and| and + 1 < verb && finite(near.start..and)).find(|&and| clause(and) == Some(verb));
        let end = ands().filter(|&and| and > verb).find(|&and| clause(and).is_some_and(|_| finite(and..near.end)));
        start.map_or(items.start, |and| and + 1)..end.unwrap_or(items.end)
    }

    pub(super) fn is_first(&self) -> bool {
        self.cue.form == Form::Second && self.opening() == self.cue.verb
    }

    /// Whether the verb can stand after what it reports.
    pub(super) fn is_reporting(&self) -> bool {
        self.has(Frame::Clause) || self.has(Frame::Quote)
    }

    /// The first segment of the sentence that the cue's clause ends: after a colon or semicolon.
    pub(super) fn clause_start(&self) -> usize {
        let v = self.v;
        (0..=self.cue.segment)
            .rev()
            .find(|&index| {
                let mark = v.segments[index].mark;
                mark == usize::MAX || matches!(v.mark(mark), ":" | ";" | "." | "!" | "?")
            })
            .unwrap_or(0)
    }

    /// *X sagte: ...*
    pub(super) fn colon(&self) -> Option<Words> {
        let v = self.v;
        // eine Menge, die rief: „…“; only right before the words
        let end = self.segment().end;
        if self.cue.form == Form::Final && !self.leads_to_colon(end) {
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
        // Er nannte einen Brief, in dem es heißt: „…“; die Menge buhte und der Redner rief: „…“: the verb before the colon
        let nearer = between.clone().any(|segment| {
            segment.finite.and_then(|k| super::verbs::cue_at(v, k)).is_some_and(|cue| {
                let reader = Reader { v, cue: &cue };
                cue.form == Form::Final && reader.leads_to_colon(segment.items.end)
            })
        });
        if nearer || self.second_verb(colon) {
            return None;
        }
        if let Some(region) = v.quote(colon + 1) {
            // Er äußerte sich zur Lage: „…“, sagte er: whatever is put into the words holds them
            if self.cue_behind(colon + 2) {
                return None;
            }
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

    /// *Das Programm verspricht „Suche ohne Müll“: Nichts soll stören*: the quotation is what is said, the colon the article's.
    fn before_colon(&self, source: Option<&Range<usize>>) -> Option<Words> {
        let v = self.v;
        let end = self.segment().end;
        let quoted = self.cue.form == Form::Second
            && v.mark(end) == ":"
            && end + 1 < v.items.len()
            && v.quote(end + 1).is_none()
            && v.quote(end - 1).is_some();
        quoted.then(|| self.inside(source)).flatten().filter(|words| words.region.is_some())
    }

    /// Whether a cue at the end of a subordinate clause stands right before a colon and the quotation it leads to.
    fn leads_to_colon(&self, end: usize) -> bool {
        let v = self.v;
        let last = self.cue.tokens.last().copied().and_then(|token| v.item_of(token)).unwrap_or(self.cue.verb);
        let quoted = || match v.items.get(end + 1) {
            Some(_) => v.quote(end + 1).is_some(),
            None => v.items.get(end).is_some_and(|colon| v.a.opened_at(colon.tokens.end).is_some()),
        };
        last.max(self.cue.verb) + 1 == end && self.has(Frame::Quote) && v.mark(end) == ":" && quoted()
    }

    /// Whether a coordinator and another finite verb stand between the cue and the colon, in the cue's own clause.
    fn second_verb(&self, colon: usize) -> bool {
        let v = self.v;
        let end = self.segment().end.min(colon);
        let and = (self.cue.verb + 1..end).find(|&k| v.has(k, Class::Coordinator));
        and.is_some_and(|and| {
            (and + 1..end).any(|k| v.is_finite(k) && !self.cue.tokens.contains(&v.token(k)) && !v.is_capital(k))
        })
    }

    /// Whether a cue in inverted order stands behind a quotation that ends before item `k`: *, sagte er*.
    fn cue_behind(&self, k: usize) -> bool {
        let v = self.v;
        let next = v.segments.iter().find(|next| next.mark == k && next.shape == Shape::Main);
        v.mark(k) == ","
            && next.is_some_and(|next| {
                next.finite == Some(next.items.start)
                    && super::verbs::cue_at(v, next.items.start)
                        .is_some_and(|cue| cue.form == Form::Second && cue.entry.frames.has(Frame::Quote))
            })
    }

    /// The clause, question, infinitive or sentence that a comma sets off after the cue.
    pub(super) fn complement(&self, source: Option<&Range<usize>>) -> Option<Words> {
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
                        && items
                            .clone()
                            .next_back()
                            .is_some_and(|k| v.quote(k).is_some() && items.len() == 1 || v.states(k))
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
    pub(super) fn clause(&self, open: usize, pattern: Pattern) -> Words {
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
    pub(super) fn trimmed(&self, from: usize, to: usize) -> Range<usize> {
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
}
