//! What a cue reports inside its own clause: a quotation, an object, a judgement.

use super::content::{Reader, Words};
use super::phrase::{self, Reach};
use super::verbs::Form;
use super::view::Kind;
use crate::attribution::pattern::Pattern;
use crate::lang::syntax::Class;
use crate::lang::{Frame, Lexicon};
use crate::tagging::Tag;
use std::ops::Range;

impl Reader<'_, '_, '_> {
    /// What stands inside the cue's own clause: a quotation, an object, a judgement.
    pub(super) fn inside(&self, source: Option<&Range<usize>>) -> Option<Words> {
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
                    return Some(if frames.has(Frame::Predicate) {
                        self.judgement(
                            k + 1..stop,
                            if judged { Pattern::Judgement } else { Pattern::NounPhrase },
                            source,
                        )
                    } else {
                        self.object(k + 1..stop, Pattern::NounPhrase)
                    });
                }
            }
            if let Some(region) = v.quote(k)
                && (frames.has(Frame::Quote) || frames.has(Frame::Predicate))
                && best.is_none()
                && (self.is_speech(region) || self.is_verdict(k))
            {
                let article = k > field.start && v.has(k - 1, Class::Determiner) && free(k - 1);
                let start = if article { k - 1 } else { k };
                best = Some(if frames.has(Frame::Predicate) {
                    self.judgement(start..k + 1, Pattern::Quotation, source)
                } else {
                    self.object(start..k + 1, Pattern::Quotation)
                });
            }
            // warfen der Regierung „Wortbruch“ vor: to whom stands in the dative, beside an object
            // no object in the accusative begins with der, seiner, dem
            let dative = phrase::is_dative(v, k) || v.has(k, Class::Determiner) && v.word(k).ends_with("er");
            if dative && let Some(stop) = self.dative_before_noun(k, until(k)) {
                k = stop;
                continue;
            }
            if dative
                && let Some(stop) = phrase::core(v, k, until(k))
                && (stop..until(k)).any(|i| v.quote(i).is_some() || self.is_accusative(i))
            {
                k = stop;
                continue;
            }
            if v.word(k) == "zum" && v.word(k + 1) == "beispiel" {
                k += 2;
                continue;
            }
            if v.tag(k) == Tag::Adp {
                let stop = phrase::core(v, k + 1, field.end).unwrap_or(k + 1);
                // mit den Worten „…“: what stands beside such a noun is said
                let said = (k + 2..stop).find(|&i| v.quote(i).is_some() && v.has(i - 1, Class::WordingNoun));
                k = said.unwrap_or(stop).max(k + 1);
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
        // kritisierte den Plan, den der Rat gefasst hatte, als „Fehler“
        let object = best.as_ref().is_none_or(|words| words.pattern == Pattern::NounPhrase && words.region.is_none());
        let behind = object.then(|| self.predicate_behind()).flatten();
        behind.or(best).or_else(|| self.governed_before(source)).or_else(|| self.object_before())
    }

    /// *bezeichnete die Worte, sollten sie gefallen sein, als „unhaltbar“*: the predicate stands behind an insertion.
    pub(super) fn predicate_behind(&self) -> Option<Words> {
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

    /// *Von „grobem Betrug“ sprach die Zeitung*: what the preposition of the cue governs stands before the verb.
    fn governed_before(&self, source: Option<&Range<usize>>) -> Option<Words> {
        let v = self.v;
        let open = self.opening();
        let governs = self.cue.form == Form::Second
            && source.is_some()
            && open + 1 < self.cue.verb
            && v.tag(open) == Tag::Adp
            && self.cue.entry.frames.takes_preposition(v.word(open));
        let stop = governs.then(|| phrase::end(v, open + 1, self.cue.verb, Reach::All)).flatten()?;
        (stop == self.cue.verb && !phrase::is_time(v, open + 1..stop))
            .then(|| self.object(open + 1..stop, Pattern::NounPhrase))
    }

    /// *Diese Zahlen nannte sie ...*, *Das bestätigte die Polizei*: the object stands before the verb.
    pub(super) fn object_before(&self) -> Option<Words> {
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

    pub(super) fn adjective_end(&self, from: usize, limit: usize) -> Option<usize> {
        let v = self.v;
        let stop = (from..limit).find(|&k| !v.is_word(k) || v.is_capital(k)).unwrap_or(limit);
        (from..stop).any(|k| matches!(v.tag(k), Tag::Adj | Tag::Adv | Tag::VerbPast)).then_some(stop)
    }

    /// An object; one that is a quotation and nothing else is the quotation. With its article it is a phrase, in which the
    /// quotation is found for itself.
    pub(super) fn object(&self, items: Range<usize>, pattern: Pattern) -> Words {
        let v = self.v;
        let last = items.end - 1;
        let bare = last == items.start || last == items.start + 1 && v.has(items.start, Class::Determiner);
        if let Some(region) = v.quote(last).filter(|_| bare)
            && (last == items.start || self.goes_on(last))
        {
            return Words { content: v.a.regions[region].pieces.clone(), region: Some(region), pattern };
        }
        Words { content: vec![v.tokens(items)], region: None, pattern }
    }

    /// A predicate with what it is said of, in the order of the text: *{nannte} {den Plan einen „Fehler“}*.
    fn judgement(&self, predicate: Range<usize>, pattern: Pattern, source: Option<&Range<usize>>) -> Words {
        let v = self.v;
        let mut words = self.object(predicate.clone(), pattern);
        if self.goes_on(predicate.end - 1) {
            return words;
        }
        if let Some(object) = self.judged(predicate.start, source) {
            let mut content = vec![v.tokens(object.clone()), v.tokens(predicate.clone())];
            if object.end == predicate.start {
                content = vec![v.tokens(object.start..predicate.end)];
            }
            words = Words { content, region: None, pattern };
        }
        words
    }

    /// Whether item `k` is a quotation that goes on behind this sentence.
    fn goes_on(&self, k: usize) -> bool {
        let v = self.v;
        v.quote(k).is_some_and(|region| v.a.regions[region].outer().end > v.items[k].tokens.end)
    }

    /// What the predicate that begins at item `before` is said of.
    fn judged(&self, before: usize, source: Option<&Range<usize>>) -> Option<Range<usize>> {
        let v = self.v;
        let taken = |k: usize| {
            let token = v.token(k);
            self.cue.tokens.contains(&token) || source.is_some_and(|source| source.contains(&token))
        };
        let from = match self.cue.form {
            Form::Second => self.cue.verb + 1,
            Form::Final | Form::Infinitive => v.opening(&self.segment()),
        };
        let mut k = from;
        while k < before {
            if taken(k) || !v.is_word(k) || v.has(k, Class::Reflexive) {
                k += 1;
                continue;
            }
            if v.tag(k) == Tag::Adp && !v.is_capital(k) {
                k = phrase::core(v, k + 1, before).unwrap_or(k + 1).max(k + 1);
                continue;
            }
            let starts = v.has(k, Class::Determiner) || v.has(k, Class::Pronoun) || v.is_capital(k);
            let stop = starts.then(|| phrase::end(v, k, before, Reach::Of)).flatten();
            if let Some(stop) = stop.filter(|&stop| !(k..stop).any(taken) && !phrase::is_time(v, k..k + 1)) {
                return Some(k..stop);
            }
            k += 1;
        }
        // Die Forderung nannte er „abwegig“
        let open = self.opening();
        let stop = (self.cue.form == Form::Second && open < self.cue.verb)
            .then(|| phrase::end(v, open, self.cue.verb, Reach::All))
            .flatten()?;
        (stop == self.cue.verb && !(open..stop).any(taken) && v.tag(open) != Tag::Adp).then_some(open..stop)
    }

    /// *nannte den Plan einen „Wortbruch“*, *rief „Freiheit“*: what stands after *ein* or closes the clause is no title.
    pub(super) fn is_verdict(&self, k: usize) -> bool {
        let v = self.v;
        let before = v.word(k.wrapping_sub(1));
        let article = v.has(k.wrapping_sub(1), Class::Determiner);
        let end = self.segment().end;
        let last = k + 1 == end || k + 2 == end && v.items[k + 1].kind == Kind::Aside;
        // rief „Freiheit“: what is called out is no title
        let closes = (self.has(Frame::Predicate) || !self.has(Frame::NounPhrase)) && last && !article;
        closes || v.has(k.wrapping_sub(1), Class::IndefiniteArticle) || before == "wie"
    }

    /// Whether a quotation inside a clause is speech and no title: a name after *die*, *der* is none.
    pub(super) fn is_speech(&self, region: usize) -> bool {
        let a = self.v.a;
        let pieces = &a.regions[region].pieces;
        let words = pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct).count();
        let names = pieces.iter().flat_map(Clone::clone).all(|at| a.is_capital(at) || a.tag(at) == Tag::Punct);
        let small = pieces.iter().flat_map(Clone::clone).any(|at| a.tag(at) != Tag::Punct && !a.is_capital(at));
        !names && (small || words == 1)
    }

    /// The end of a dative at item `k` that an object without an article follows: *wirft der Regierung* | *Untätigkeit vor*.
    fn dative_before_noun(&self, k: usize, limit: usize) -> Option<usize> {
        let v = self.v;
        let noun = (k + 1..limit).take_while(|&i| v.is_word(i)).find(|&i| v.is_capital(i))?;
        let lexicon = Lexicon::of(v.a.lang);
        let behind = noun + 1;
        let object = behind < limit
            && v.is_capital(behind)
            && v.tag(noun) == Tag::Noun
            && v.tag(behind) == Tag::Noun
            && !lexicon.is_role(v.word(noun)) | (v.tag(behind + 1) != Tag::Propn && !v.is_capital(behind + 1))
            && !lexicon.can_speak(v.word(behind))
            && !v.has(k - 1, Class::Determiner);
        object.then_some(behind)
    }

    /// Whether an object in the accusative begins at item `k`.
    fn is_accusative(&self, k: usize) -> bool {
        let v = self.v;
        v.has(k, Class::Determiner)
            && v.tag(k.wrapping_sub(1)) != Tag::Adp
            && (v.word(k).ends_with("en") || matches!(v.word(k), "das" | "die" | "eine" | "ein" | "keine"))
    }
}
