//! One place right of a cue, and which complement begins there.

use super::analysis::Analysis;
use super::content::Found;
use super::cue::CueWord;
use super::pattern::Pattern;
use super::phrase::{self, Attach};
use crate::lang::syntax::Class;
use crate::lang::{Frame, Language};
use crate::tagging::Tag;
use std::ops::Range;

/// One place right of a cue, as its complement is looked for.
pub(super) struct Step<'s, 't> {
    pub(super) a: &'s Analysis<'t>,
    pub(super) cue: &'s CueWord,
    pub(super) at: usize,
    pub(super) start: usize,
    pub(super) limit: usize,
}

impl Step<'_, '_> {
    /// A colon: a quotation after it is the content; `Some(None)` asks for the rest of the sentence.
    pub(super) fn colon(&self) -> Option<Option<Found>> {
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

    pub(super) fn complementizer(&self, object: Option<usize>) -> bool {
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
    pub(super) fn marked_infinitive(&self, object: bool) -> Option<usize> {
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

    pub(super) fn bare_infinitive(&self) -> Option<usize> {
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

    pub(super) fn takes_quotation(&self) -> bool {
        let frames = self.cue.entry.frames;
        frames.has(Frame::Quote)
            || frames.has(Frame::QuoteOnly)
            || frames.has(Frame::NounPhrase)
            || frames.has(Frame::Clause)
    }

    /// *juger X « injuste »*, *se dire prêt*, *call it a disaster*: object and predicate together.
    pub(super) fn judgement(&self, end: usize) -> Option<Found> {
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
    pub(super) fn judgement_of_antecedent(&self, end: usize) -> Option<Found> {
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
    pub(super) fn bare_clause(&self) -> bool {
        let a = self.a;
        // said Friday that, said Monday the talks: a time, then the clause
        if a.has(self.at, Class::Temporal) && !a.is_finite(self.at + 1) {
            return false;
        }
        if !(phrase::begins(a, self.at)
            || a.tag(self.at) == Tag::Sconj
                && matches!(a.word(self.at), "if" | "when" | "whether" | "how" | "why" | "what")
            || matches!(
                a.word(self.at),
                "there" | "what" | "how" | "why" | "who" | "whether" | "both" | "neither" | "either" | "because"
            ))
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
    pub(super) fn prepositional(&self, addressed: bool) -> Option<usize> {
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
    pub(super) fn adverbial(&self) -> Option<usize> {
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
    pub(super) fn is_object(&self, at: usize) -> bool {
        let a = self.a;
        let addressed =
            self.cue.entry.frames.has(Frame::ObjectClause) || self.cue.entry.frames.has(Frame::ObjectInfinitive);
        if a.lang == Language::English && !addressed && a.tag(at) == Tag::Pron {
            return true;
        }
        !a.has(at, Class::Clitic) || matches!(a.tag(at), Tag::Det | Tag::Noun)
    }

    /// Whether the phrase here only leads to a clause, infinitive or quotation that the frames want.
    pub(super) fn leads_on(&self) -> bool {
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
        // told Reuters, “...”
        let to_quotation = a.lang == Language::English
            && frames.has(Frame::ObjectClause)
            && matches!(a.raw(next), "," | ":")
            && a.opened_at(next + 1).is_some();
        to_infinitive
            || to_quotation
            || to_clause
            || to_far_clause
            || frames.has(Frame::ObjectInfinitive) && a.has(next, Class::To)
    }
}
