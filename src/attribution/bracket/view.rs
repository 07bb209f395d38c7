//! A sentence as a row of items: words, quotations as one item each, parentheses, marks; cut into segments at its marks.
//!
//! German puts the finite verb second in a main clause and last in a subordinate one, and sets clauses off with commas. So
//! a segment between two marks tells by its first word and by the place of its verb what it is.

use crate::attribution::analysis::Analysis;
use crate::attribution::content::reach;
use crate::lang::syntax::{Class, Syntax};
use crate::lang::{Lexicon, Tense};
use crate::tagging::Tag;
use crate::text::TokenKind;
use std::ops::Range;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A quotation inside the level looked at.
    Quote(usize),
    /// Brackets and what they hold.
    Aside,
    /// A comma, colon, dash or stop.
    Mark,
}

/// An item: its tokens.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) tokens: Range<usize>,
    pub(super) kind: Kind,
}

/// What a segment between two marks is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A finite verb that no opener claims.
    Main,
    /// *dass*.
    That,
    /// *ob*, *warum*: an indirect question.
    Question,
    /// *wie* and a verb at the end.
    As,
    /// *der*, *die*, *das*, *in dem* and a verb at the end.
    Relative,
    /// *weil*, *nachdem*, *um … zu*.
    Adverbial,
    /// *zu* and an infinitive, no finite verb.
    Infinitive,
    /// No verb.
    Bare,
}

/// The items between two marks.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Indices of items.
    pub(super) items: Range<usize>,
    pub(super) shape: Shape,
    /// The mark before it; empty at the start.
    pub(super) mark: usize,
    /// The first finite verb of the segment, an item.
    pub(super) finite: Option<usize>,
}

/// A sentence, or the part of it inside a quotation.
pub(super) struct View<'a, 't> {
    pub(super) a: &'a Analysis<'t>,
    pub(super) items: Vec<Item>,
    pub(super) segments: Vec<Segment>,
    /// The quotation that all of it stands in.
    pub(super) level: Option<usize>,
}

impl<'a, 't> View<'a, 't> {
    /// The view of what token `at` stands in.
    pub(super) fn around(a: &'a Analysis<'t>, at: usize) -> View<'a, 't> {
        let level = a.region_at(at);
        let bounds = reach(a, at);
        let mut view = View { a, items: Vec::new(), segments: Vec::new(), level };
        let mut i = bounds.start;
        while i < bounds.end {
            let (end, kind) = view.item(i, bounds.end);
            view.items.push(Item { tokens: i..end, kind });
            i = end;
        }
        view.cut();
        view
    }

    fn item(&self, at: usize, end: usize) -> (usize, Kind) {
        let a = self.a;
        let inner = a.opened_at(at).or_else(|| {
            // inside a quotation that an earlier sentence opened
            std::iter::successors(a.region_at(at), |&region| a.regions[region].parent)
                .take_while(|&region| Some(region) != self.level)
                .last()
        });
        if let Some(region) = inner {
            let outer = a.regions[region].outer().end;
            // „Oui“: a quotation goes to its closing mark
            return (outer.clamp(at + 1, end), Kind::Quote(region));
        }
        // faz.net: stops inside a word
        let touching = |i: usize| {
            let (this, next) = (a.tokens.get(i), a.tokens.get(i + 1));
            this.zip(next).is_some_and(|(this, next)| this.span.end() == next.span.start())
        };
        if a.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word) {
            let mut last = at;
            while a.raw(last + 1) == "."
                && touching(last)
                && touching(last + 1)
                && last + 2 < end
                && a.tokens.get(last + 2).is_some_and(|token| token.kind == TokenKind::Word)
            {
                last += 2;
            }
            // Elisabeth II., Benedikt XVI.: the stop of a number, when the sentence goes on
            let number = a.raw(at).chars().all(|letter| "IVX".contains(letter)) && a.is_capital(at.wrapping_sub(1));
            if number && a.raw(at + 1) == "." && touching(at) && at + 2 < end {
                return (at + 2, Kind::Word);
            }
            if last > at {
                return (last + 1, Kind::Word);
            }
        }
        match a.raw(at) {
            "(" | "[" => {
                let close = (at + 1..end.min(at + 40)).find(|&i| matches!(a.raw(i), ")" | "]"));
                close.map_or((at + 1, Kind::Mark), |close| (close + 1, Kind::Aside))
            }
            // „Bild“-Zeitung, Fraktions- und Parteichefs: a hyphen that touches a word is part of it
            "-" | "–" if touching(at) || a.raw(at) == "-" && at > 0 && touching(at - 1) => (at + 1, Kind::Aside),
            "," | ";" | ":" | "." | "!" | "?" | "…" | "..." | "—" | "–" | "-" | "--" | ")" | "]" => {
                (at + 1, Kind::Mark)
            }
            _ if a.is_quote_mark(at) => (at + 1, Kind::Mark),
            _ => (at + 1, Kind::Word),
        }
    }

    fn cut(&mut self) {
        let mut segments = Vec::new();
        let mut start = 0;
        let mut mark = usize::MAX;
        for k in 0..=self.items.len() {
            let ends = k == self.items.len() || self.items[k].kind == Kind::Mark;
            if !ends {
                continue;
            }
            if start < k {
                let (shape, finite) = self.shape(start..k, mark);
                segments.push(Segment { items: start..k, shape, mark, finite });
            }
            mark = k;
            start = k + 1;
        }
        self.segments = self.joined(segments);
    }

    /// Segments of one subordinate clause that an apposition cut: *Wie ein Vertreter, Hans Weber, heute mitteilte*.
    fn joined(&self, segments: Vec<Segment>) -> Vec<Segment> {
        let mut out: Vec<Segment> = Vec::with_capacity(segments.len());
        let mut index = 0;
        while index < segments.len() {
            let segment = &segments[index];
            let open = self.opening(&segment.items);
            let opens = self.has(open, Class::Subordinator) || self.has(open, Class::QuestionWord);
            let unfinished =
                opens && segment.finite.is_none() && !matches!(segment.shape, Shape::Infinitive | Shape::Adverbial);
            // dass der Minister „gelogen hat“, wie die Zeitung schreibt: the verb stands in the quotation
            let states = segment.items.clone().last().is_some_and(|k| self.states(k));
            let last = (unfinished && !states).then(|| {
                (index + 1..segments.len().min(index + 5))
                    .take_while(|&next| self.mark(segments[next].mark) == ",")
                    .filter(|&next| {
                        // Wie Karl Weber, der dabei war, berichtet: what explains the subject has its own verb
                        let begins = self.opening(&segments[next].items);
                        let inner = self.has(begins, Class::Subordinator) || segments[next].shape == Shape::Relative;
                        !inner || next + 1 == segments.len()
                    })
                    .find(|&next| segments[next].finite.is_some())
            });
            match last.flatten().filter(|&next| segments[next].finite.is_some_and(|k| self.ends_clause(k))) {
                Some(next) => {
                    let items = segment.items.start..segments[next].items.end;
                    let (shape, finite) = self.shape(items.clone(), segment.mark);
                    out.push(Segment { items, shape, mark: segment.mark, finite });
                    index = next + 1;
                }
                None => {
                    out.push(segment.clone());
                    index += 1;
                }
            }
        }
        out
    }

    /// Whether item `k` is a quotation with a finite verb.
    pub(super) fn states(&self, k: usize) -> bool {
        let tokens = |region: usize| self.a.regions[region].pieces.iter().flat_map(Clone::clone);
        self.quote(k).is_some_and(|region| {
            tokens(region).any(|token| self.a.is_finite(token) || self.a.has(token, Class::SureSubjunctive))
        })
    }

    /// The lower-case word of item `k`; empty when it is none.
    pub(super) fn word(&self, k: usize) -> &str {
        self.items.get(k).filter(|item| item.kind == Kind::Word).map_or("", |item| self.a.word(item.tokens.start))
    }

    /// The mark that item `k` is; empty when it is none.
    pub(super) fn mark(&self, k: usize) -> &str {
        self.items.get(k).filter(|item| item.kind == Kind::Mark).map_or("", |item| self.a.raw(item.tokens.start))
    }

    pub(super) fn is_word(&self, k: usize) -> bool {
        self.items.get(k).is_some_and(|item| item.kind == Kind::Word)
    }

    pub(super) fn quote(&self, k: usize) -> Option<usize> {
        match self.items.get(k)?.kind {
            Kind::Quote(region) => Some(region),
            _ => None,
        }
    }

    pub(super) fn has(&self, k: usize, class: Class) -> bool {
        self.is_word(k) && self.a.has(self.token(k), class)
    }

    /// Whether an ending of item `k`, with letters before it, belongs to the class.
    pub(super) fn ends_in(&self, k: usize, class: Class) -> bool {
        let syntax = Syntax::of(self.a.lang);
        let word = self.word(k);
        word.char_indices().skip(2).any(|(place, _)| syntax.classes(&word[place..]).has(class))
    }

    pub(super) fn tag(&self, k: usize) -> Tag {
        self.items.get(k).map_or(Tag::Punct, |item| self.a.tag(item.tokens.start))
    }

    /// The first token of item `k`.
    pub(super) fn token(&self, k: usize) -> usize {
        self.items.get(k).map_or(usize::MAX, |item| item.tokens.start)
    }

    /// The tokens of a range of items.
    pub(super) fn tokens(&self, items: Range<usize>) -> Range<usize> {
        match (self.items.get(items.start), items.end.checked_sub(1).and_then(|last| self.items.get(last))) {
            (Some(first), Some(last)) if items.start < items.end => first.tokens.start..last.tokens.end,
            _ => 0..0,
        }
    }

    /// The item that holds the token.
    pub(super) fn item_of(&self, token: usize) -> Option<usize> {
        let k = self.items.partition_point(|item| item.tokens.end <= token);
        self.items.get(k).filter(|item| item.tokens.contains(&token)).map(|_| k)
    }

    /// The segment that holds item `k`.
    pub(super) fn segment_of(&self, k: usize) -> Option<usize> {
        self.segments.iter().position(|segment| segment.items.contains(&k))
    }

    pub(super) fn is_capital(&self, k: usize) -> bool {
        // verdi-Vorstand, el-Baradei, faz.net: a capital letter after a hyphen, or a name with stops, makes a noun too
        self.is_word(k)
            && (self.a.is_capital(self.token(k))
                || self.items[k].tokens.len() > 1
                || self.a.raw(self.token(k)).split('-').skip(1).any(|part| part.starts_with(char::is_uppercase)))
    }

    /// Whether item `k` is a finite verb: by its tag, or as a word that can be nothing else.
    pub(super) fn is_finite(&self, k: usize) -> bool {
        if !self.is_word(k) {
            return false;
        }
        let at = self.token(k);
        let closed = [Class::Subordinator, Class::Determiner, Class::Denial, Class::Coordinator, Class::Reflexive];
        if closed.into_iter().any(|class| self.a.has(at, class)) || self.word(k).starts_with("niemand") {
            return false;
        }
        if k > 0 && self.word(k - 1) == "zu" && matches!(self.word(k), "haben" | "sein" | "werden") {
            return false;
        }
        let small = !self.a.is_capital(at);
        if self.a.has(at, Class::Subjunctive) && small && self.tag(k) != Tag::Adj {
            // haben, würden: an infinitive or a plural; where an auxiliary can stand it is finite
            return self.word(k) != "haben" || self.a.is_finite(at);
        }
        if self.a.is_finite(at) {
            return small || k == 0 || !self.is_word(k - 1);
        }
        // einer gestern verbreiteten Erklärung: inside a phrase, before its noun
        let inside = k > 0
            && self.tag(k) == Tag::Adj
            && self.is_capital(k + 1)
            && (self.has(k - 1, Class::Determiner)
                || self.tag(k - 1) == Tag::Adj
                || self.tag(k - 1) == Tag::Adv && k > 1 && self.has(k - 2, Class::Determiner));
        let forms = Lexicon::of(self.a.lang).forms(self.a.word(at));
        small
            && !inside
            && !forms.is_empty()
            && matches!(self.tag(k), Tag::Noun | Tag::Propn | Tag::Adv | Tag::X | Tag::Adj | Tag::VerbPast | Tag::Sconj)
            && forms.iter().all(|form| {
                matches!(form.tense, Tense::Present | Tense::Past | Tense::Subjunctive | Tense::Conditional)
            })
    }

    /// Whether the word is a verb in the present, or a participle of the same form.
    fn may_be_present(&self, k: usize) -> bool {
        self.is_word(k)
            && !self.is_capital(k)
            && self.a.is_verb(self.token(k))
            && Lexicon::of(self.a.lang)
                .forms(self.word(k))
                .iter()
                .any(|form| form.tense == Tense::Present && form.particle.is_none())
            && !self.word(k).ends_with("en")
    }

    /// Whether item `k` ends its segment, or only verbs stand between.
    pub(super) fn ends_clause(&self, k: usize) -> bool {
        let mut next = k + 1;
        while self.is_word(next) && (self.a.is_verb(self.token(next)) || self.word(next) == "worden") && next < k + 4 {
            next += 1;
        }
        !self.items.get(next).is_some_and(|item| item.kind != Kind::Mark)
            || self.has(next, Class::Coordinator) && !self.is_capital(next + 1)
    }

    /// The first item of a segment after *und*, *aber*.
    pub(super) fn opening(&self, items: &Range<usize>) -> usize {
        if self.has(items.start, Class::Coordinator) && items.start + 1 < items.end {
            items.start + 1
        } else {
            items.start
        }
    }

    fn shape(&self, items: Range<usize>, mark: usize) -> (Shape, Option<usize>) {
        let mut finite: Vec<usize> = items.clone().filter(|&k| self.is_finite(k)).collect();
        if finite.is_empty() {
            // erwartet, betont: a participle or the present; alone it is the present
            finite.extend(items.clone().find(|&k| self.may_be_present(k)));
        }
        if finite.is_empty() {
            // warum die Fische sterben: a plural that looks like an infinitive
            let open = self.opening(&items);
            let opens = self.has(open, Class::Subordinator) || self.has(open, Class::QuestionWord);
            let last = items.end - 1;
            let plural = self.is_word(last)
                && !self.is_capital(last)
                && (self.a.is_verb(self.token(last)) || self.tag(last) == Tag::Adj)
                && self.word(last.wrapping_sub(1)) != "zu";
            if opens && plural && last > open {
                finite.push(last);
            }
        }
        let first = finite.first().copied();
        let open = self.opening(&items);
        let last = finite.last().copied();
        let final_verb =
            last.is_some_and(|k| self.ends_clause(k) && k > open) && finite.iter().all(|&k| self.ends_clause(k));
        let infinitive = items.clone().any(|k| self.is_zu_infinitive(k));
        let word = self.word(open);
        let complementizer = self.has(open, Class::Complementizer);
        if complementizer || matches!(word, "so" | "und" | "aber") && self.has(open + 1, Class::Complementizer) {
            return (Shape::That, first);
        }
        if word == "um" && infinitive && first.is_none() || matches!(word, "ohne" | "anstatt" | "statt") && infinitive {
            return (Shape::Adverbial, first);
        }
        // niemanden gesehen zu haben: what ends in an infinitive with zu has no finite verb but a sure one
        let ends_so =
            (items.start..items.end).rev().find(|&k| self.is_word(k)).is_some_and(|k| self.is_zu_infinitive(k));
        let sure = |k: usize| {
            // Der Sprecher, Karl Weber, versuchte zu beruhigen
            let past = self.word(k).ends_with("te") || self.word(k).ends_with("ten");
            let verb_first = k == open && past && self.a.is_finite(self.token(k)) && mark != usize::MAX;
            verb_first || self.has(k, Class::Subjunctive) || !Lexicon::of(self.a.lang).forms(self.word(k)).is_empty()
        };
        if ends_so && !finite.iter().any(|&k| sure(k)) {
            return (Shape::Infinitive, None);
        }
        if first.is_none() {
            return (if infinitive { Shape::Infinitive } else { Shape::Bare }, None);
        }
        if word == "wie" && final_verb {
            return (Shape::As, first);
        }
        let question = self.has(open, Class::QuestionWord);
        let relative = self.has(open, Class::RelativeSubject) || self.has(open, Class::RelativeObject);
        let sure = self.has(open + 1, Class::RelativeOnly);
        let governed = self.tag(open) == Tag::Adp
            && (sure
                || (self.has(open + 1, Class::RelativeSubject) || self.has(open + 1, Class::RelativeObject))
                    && !self.is_capital(open + 2));
        if question && (final_verb || !relative) && word != "wer" && word != "was" && word != "wo" {
            return (Shape::Question, first);
        }
        // ohne ein Zeichen würden sie aufgeben: a preposition, and the verb second
        let preposition = self.has(open, Class::PrepositionOrConjunction) && !final_verb;
        if self.has(open, Class::Subordinator)
            && (final_verb || self.tag(open) == Tag::Sconj)
            && !relative
            && !preposition
        {
            return (Shape::Adverbial, first);
        }
        // Die Forscher vermuten, dass: a sentence begins with no relative clause
        let follows = mark != usize::MAX && matches!(self.mark(mark), "," | "–" | "—");
        // der … verantwortlich ist: no finite verb stands second
        let second =
            super::phrase::core(self, open, items.end).is_some_and(|stop| first == Some(stop) && stop + 1 < items.end);
        let closes = last.is_some_and(|k| self.ends_clause(k) && k > open) && !second;
        if (relative || governed) && (final_verb || closes) && follows {
            // der Mann komme: an article, and reported speech
            let article = self.is_capital(open + 1)
                && finite.len() == 1
                && first.is_some_and(|k| self.has(k, Class::Subjunctive));
            if !article {
                return (
                    if matches!(word, "was" | "wer" | "wo") && question { Shape::Question } else { Shape::Relative },
                    first,
                );
            }
        }
        (Shape::Main, first)
    }

    /// Whether item `k` is an infinitive with *zu*, inside or before it.
    pub(super) fn is_zu_infinitive(&self, k: usize) -> bool {
        if !self.is_word(k) || self.is_capital(k) {
            return false;
        }
        let word = self.word(k);
        let infinitive =
            matches!(self.tag(k), Tag::VerbInf | Tag::AuxInf) || word.ends_with("en") && self.a.is_verb(self.token(k));
        let auxiliary = matches!(word, "sein" | "haben" | "werden");
        if (infinitive || auxiliary) && k > 0 && self.word(k - 1) == "zu" {
            return true;
        }
        if self.tag(k) == Tag::VerbInf
            && word.char_indices().skip(2).any(|(place, _)| word[place..].starts_with("zu") && word.len() > place + 5)
        {
            return true;
        }
        let syntax = Syntax::of(self.a.lang);
        word.ends_with('n')
            && word.match_indices("zu").any(|(place, _)| {
                place > 0 && word.len() > place + 5 && syntax.classes(&word[..place]).has(Class::SeparablePrefix)
            })
    }
}
