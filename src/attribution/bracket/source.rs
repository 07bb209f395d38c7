//! Whose words a German cue reports: the subject before or after its verb, or what stands in its place.

use super::content::Reader;
use super::phrase::{self, Reach};
use super::verbs::Form;
use super::view::{Shape, View};
use crate::lang::syntax::Class;
use crate::lang::{Frame, Lexicon};
use crate::tagging::Tag;
use std::ops::Range;

/// Whether the first word of a phrase shows a subject: *der*, *er*, a name.
pub(super) fn is_nominative(v: &View<'_, '_>, k: usize) -> bool {
    // Obamas Einsatz: a name in the genitive is none
    let given = Lexicon::of(v.a.lang).given_name(v.word(k)).is_some();
    let genitive = v.word(k).ends_with('s') && v.is_capital(k + 1) && !given;
    v.has(k, Class::Nominative) || !v.has(k, Class::Determiner) && v.tag(k) == Tag::Propn && !genitive
}

/// The phrase before the verb of segment `segment` when only what explains it stands between: *Die Sprecherin, Eva Weber, sagte*.
pub(super) fn subject_before_commas(v: &View<'_, '_>, segment: usize, verb: usize) -> Option<Range<usize>> {
    let first = v.segments[..segment].iter().rposition(|segment| {
        segment.shape == Shape::Bare && (segment.mark == usize::MAX || v.mark(segment.mark) != ",")
    })?;
    let open = v.opening(&v.segments[first].items);
    phrase::with_apposition(v, open, verb, Reach::All).filter(|_| phrase::may_be_subject(v, open))
}

impl Reader<'_, '_, '_> {
    pub(super) fn source(&self) -> Option<Range<usize>> {
        let v = self.v;
        let items = self.segment();
        if self.cue.passive && !self.has(Frame::SelfPredicate) {
            // im „Anzeiger“ als Fehler bezeichnet: a title in quotation marks is a name
            let title = |found: &Range<usize>| v.quote(found.end - 1).is_some_and(|region| phrase::is_title(v, region));
            let speaks = |found: &Range<usize>| phrase::speaks(v, found.clone()) || title(found);
            return self.agent().or_else(|| self.place_where(self.cue.verb + 1, speaks).map(|found| v.tokens(found)));
        }
        if self.has(Frame::SelfPredicate)
            && !self.cue.passive
            && let Some(person) = self.two_phrases().map(|(_, person)| person).or_else(|| self.quoted_person())
        {
            return Some(v.tokens(person));
        }
        let found = match self.cue.form {
            Form::Final => self.subject_in_subordinate(),
            Form::Infinitive => self.subject_of_matrix(),
            Form::Second if self.is_first() => {
                if v.has(items.start, Class::Coordinator)
                    && let Some(shared) = self.shared_subject()
                {
                    Some(shared)
                } else if self.follows_subject() {
                    subject_before_commas(v, self.cue.segment, self.cue.verb)
                } else {
                    phrase::subject_after(v, self.cue.verb + 1..self.governed().unwrap_or(items.end), self.limit())
                        .or_else(|| {
                            self.place_of_saying(self.cue.verb + 1).filter(|found| phrase::speaks(v, found.clone()))
                        })
                        .or_else(|| self.subject_between())
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
        if v.has(found.start, Class::ImpersonalSubject) && found.len() == 1 {
            return self.place_of_saying(found.end).map(|found| v.tokens(found));
        }
        Some(v.tokens(found))
    }

    /// *es heißt, dass*: nobody is the subject.
    pub(super) fn is_impersonal(&self) -> bool {
        let v = self.v;
        let verb = self.cue.verb;
        v.has(verb + 1, Class::ImpersonalSubject) || verb > 0 && v.has(verb - 1, Class::ImpersonalSubject)
    }

    /// How far an apposition of the subject may run.
    fn limit(&self) -> usize {
        self.v.items.len()
    }

    /// *Er wies das zurück, die Sprecherin, Anna Weber, erklärte: „...“*: a comma parts two main clauses.
    fn subject_between(&self) -> Option<Range<usize>> {
        let v = self.v;
        let index = self.cue.segment;
        let bare = v.segments[..index].iter().rev().take_while(|segment| segment.shape == Shape::Bare).count();
        let first = &v.segments[index.checked_sub(bare).filter(|_| bare > 0)?];
        let open = first.items.start;
        let mark = v.segments[index].mark;
        phrase::with_apposition(v, open, mark, Reach::All).filter(|found| {
            found.end == mark && phrase::may_be_subject(v, open) && phrase::head_speaks(v, found.clone())
        })
    }

    /// *in einem Bericht*, *bei der Polizei*, *aus dem Ministerium* behind an impersonal subject.
    pub(super) fn place_of_saying(&self, from: usize) -> Option<Range<usize>> {
        self.place_where(from, |_| true)
    }

    /// The first place of saying that `fits`, from item `from` on, else before the verb.
    fn place_where(&self, from: usize, fits: impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
        let v = self.v;
        let end = self.segment().end.max(from);
        let places = |mut range: Range<usize>| {
            range.find_map(|k| {
                let governed = self.cue.entry.frames.takes_preposition(v.word(k));
                let preposition = !governed && v.tag(k) == Tag::Adp && v.has(k, Class::SayingPlace);
                let stop = preposition.then(|| phrase::end(v, k + 1, v.items.len(), Reach::Of)).flatten()?;
                // in einer Erklärung vom Dienstag: the time of a text is no time of saying
                let head = phrase::core(v, k + 1, stop).unwrap_or(stop);
                let found = k + 1..stop;
                // in einer gestern verbreiteten Erklärung: but what is a time itself
                let time = phrase::is_time(v, k + 1..k + 2) || phrase::is_time(v, head - 1..head);
                (!time && fits(&found)).then_some(found)
            })
        };
        // In den Medien war der Auftrag aus dem Amt als Fehler bezeichnet worden
        let first = self.cue.passive.then(|| places(self.opening()..self.cue.verb)).flatten();
        first
            .or_else(|| places(from..end))
            .or_else(|| places(self.segment().start..self.cue.verb))
            .or_else(|| places(0..self.cue.verb))
    }

    /// Who passes on the words of another: *Die Zeitung zitiert ihn mit den Worten*, *wird im Bericht zitiert*.
    pub(super) fn reporter(&self) -> Option<Range<usize>> {
        let v = self.v;
        if !self.has(Frame::SelfPredicate) {
            return None;
        }
        let tokens = |found: Range<usize>| v.tokens(found);
        if self.cue.passive {
            let items = self.segment();
            let by = items.clone().find_map(|k| {
                let by = v.has(k, Class::Agent) && v.tag(k) == Tag::Adp;
                let stop = by.then(|| phrase::end(v, k + 1, items.end, Reach::Of)).flatten()?;
                (!phrase::is_time(v, k + 1..stop)).then_some(k + 1..stop)
            });
            return by.or_else(|| self.place_where(self.cue.verb + 1, |_| true)).map(tokens);
        }
        let (reporter, person) = self.two_phrases().or_else(|| {
            let person = self.quoted_person()?;
            let reporter = match self.cue.form {
                Form::Second if !self.is_first() => self.subject_in_prefield()?,
                Form::Final => self.subject_in_subordinate()?,
                Form::Second | Form::Infinitive => return None,
            };
            Some((reporter, person))
        })?;
        (reporter.end <= person.start || person.end <= reporter.start).then(|| tokens(reporter))
    }

    /// *„…“, zitiert die Zeitung den Minister*: subject and object behind the verb.
    fn two_phrases(&self) -> Option<(Range<usize>, Range<usize>)> {
        let v = self.v;
        if !self.is_first() {
            return None;
        }
        let start = self.cue.verb + 1;
        let mut stop = phrase::end(v, start, self.segment().end, Reach::Of)?;
        // die „Zeitung“ Weber: a name behind the title of a paper is another's
        if let Some(title) = (start..stop).find(|&k| v.quote(k).is_some()).filter(|&k| k + 1 < stop) {
            stop = title + 1;
        }
        let behind = phrase::end(v, stop, self.segment().end, Reach::Of)?;
        phrase::speaks(v, stop..behind).then_some((start..stop, stop..behind))
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
    pub(super) fn follows_subject(&self) -> bool {
        let v = self.v;
        let so = self.cue.verb.checked_sub(1).is_some_and(|k| v.word(k) == "so");
        if v.has(self.cue.verb + 1, Class::SureSubject) || so {
            return false;
        }
        // Die Schäden, die gestern entstanden, schätzte die Versicherung: who can speak is the subject
        let speaker = |open: usize, stop: usize| {
            (!phrase::head_speaks(v, open..stop) || phrase::disagrees(v, open..stop, self.cue.verb))
                && phrase::subject_after(v, self.cue.verb + 1..self.segment().end, self.limit())
                    .is_some_and(|found| phrase::head_speaks(v, found))
        };
        let before = v.segments[..self.cue.segment].iter().rev();
        let mut explained = false;
        for segment in before {
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
                            && !speaker(open, segment.items.end)
                            && phrase::end(v, open, segment.items.end, Reach::All) == Some(segment.items.end);
                    }
                }
                Shape::Main => return false,
            }
        }
        false
    }

    /// The phrase before the verb when it can be the subject, else the one after it.
    fn subject_in_prefield(&self) -> Option<Range<usize>> {
        let v = self.v;
        let open = self.opening();
        let verb = self.cue.verb;
        let end = self.conjunct().end;
        let after = || phrase::subject_after(v, verb + 1..self.governed().unwrap_or(end), self.limit());
        if v.quote(open).is_some_and(|region| !phrase::is_title(v, region)) {
            return after();
        }
        // nannte den Plan gut stellte aber fest: the comma is missing
        let first = v.segments[self.cue.segment].finite.filter(|&first| first > open && first < verb);
        if first
            .is_some_and(|first| v.quote(verb - 1).is_some() && !(first..verb).any(|k| v.has(k, Class::Coordinator)))
        {
            return self.shared_subject().or_else(after);
        }
        // Datenschützer äußerten Bedenken und warfen der Regierung vor
        if verb > open + 1 && v.has(verb - 1, Class::Coordinator) {
            return self.shared_subject().or_else(after);
        }
        let object = v.has(open, Class::ObjectPronoun) && open + 1 == verb;
        // nannte sie „gut“: sie may be the object; er cannot
        let plain = v.has(open, Class::Pronoun) || v.tag(open) == Tag::Adv || v.tag(open) == Tag::Adp;
        let pronoun_after = v.has(verb + 1, Class::SubjectPronoun)
            && !v.is_capital(verb + 2)
            && !(open + 1 == verb && v.has(open, Class::SureSubject))
            && (plain || !v.has(verb + 1, Class::AmbiguousPronoun));
        if !object
            && !pronoun_after
            && v.tag(open) != Tag::Adp
            && phrase::may_be_subject(v, open)
            && let Some(stop) = phrase::end(v, open, verb, Reach::All)
        {
            // adverbs may stand between: Der Minister selbst sagte
            // Die Anwendung der Richtlinie stellte der Vorsitzende in Frage: who can speak is the subject
            // Besorgt äußerte sich auch der Vorsitzende: a word alone before a reflexive verb
            let manner = stop == open + 1 && v.has(verb + 1, Class::Reflexive) && v.tag(open) != Tag::Pron;
            let other = !phrase::head_speaks(v, open..stop) || phrase::disagrees(v, open..stop, verb);
            let better = (manner || other)
                .then(&after)
                .flatten()
                .filter(|found| phrase::speaks(v, found.clone()))
                // Passend zu dem Fest warnte die Moderatorin
                .filter(|found| {
                    let manner = v.tag(open + 1) == Tag::Adp && !v.has(open, Class::Determiner);
                    // Die Entscheidung lobte die Kammer: a thing, and a body or person with its article
                    let praised = phrase::is_thing(v, open..stop)
                        && v.has(found.start, Class::Definite)
                        && phrase::head_speaks(v, found.clone());
                    manner || praised || is_nominative(v, found.start)
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
        // Von der Leyen betonte: a particle begins the name
        let named = || {
            let role = Lexicon::of(v.a.lang).can_speak(v.word(verb - 1));
            let name = v.has(open, Class::NameParticle) && v.is_capital(verb - 1) && !role && verb - open <= 3;
            name.then_some(open..verb)
        };
        let place = || self.place_of_saying(verb + 1).filter(|found| phrase::speaks(v, found.clone()));
        // Auf dem Schild steht: „...“: what bears the words
        let bearer = || {
            let end = self.segment().end;
            let quoted = v.mark(end) == ":" && v.quote(end + 1).is_some();
            quoted.then(|| self.place_of_saying(verb + 1)).flatten()
        };
        after().or_else(named).or_else(place).or_else(|| self.shared_subject()).or_else(bearer)
    }

    /// The preposition that the cue governs (*sprach von*): the subject does not reach over it.
    fn governed(&self) -> Option<usize> {
        let v = self.v;
        (self.cue.verb + 1..self.segment().end)
            .find(|&k| v.tag(k) == Tag::Adp && self.cue.entry.frames.takes_preposition(v.word(k)))
    }

    /// *Die Zeitung zitierte einen Augenzeugen*: whose words they are is the object.
    fn quoted_person(&self) -> Option<Range<usize>> {
        let v = self.v;
        let items = self.segment();
        let object = (self.cue.verb + 1..items.end)
            .find(|&k| v.has(k, Class::Determiner) || v.is_capital(k))
            .and_then(|k| Some(k..phrase::end(v, k, items.end, Reach::Of)?))?;
        let before = v.opening(&items) < self.cue.verb && self.cue.form == Form::Second;
        // den Prediger, Papandreou: somebody whose words they are, unless it is the words themselves
        let head = (object.start..object.end).find(|&k| v.is_capital(k) && !v.has(k, Class::Determiner))?;
        let person = v.has(object.start, Class::Oblique) || object.start == head;
        let words =
            v.has(head, Class::WordingNoun) || v.has(head, Class::StatementNoun) || v.has(head, Class::DocumentNoun);
        (before && (phrase::speaks(v, object.clone()) || person && !words)).then_some(object)
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
                .filter(|found| !matches!(v.word(found.start), "es" | "das" | "dies"))
                // der den Plan nannte, der die Wahl nannte: what cannot speak is the object of who can
                .filter(|found| {
                    v.word(open) != "der" || is_nominative(v, found.start) || phrase::head_speaks(v, found.clone())
                });
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
        let mut earlier = v.segments.get(self.cue.segment.checked_sub(1)?)?.items.clone();
        // griff den Ton der Medien auf, in denen es heißt: the rest of the verb stands between
        while earlier.len() > 1
            && v.is_word(earlier.end - 1)
            && !v.is_capital(earlier.end - 1)
            && (v.has(earlier.end - 1, Class::SeparablePrefix) || v.a.is_verb(v.token(earlier.end - 1)))
        {
            earlier.end -= 1;
        }
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
        v.segments[..limit].iter().enumerate().rev().find_map(|(index, segment)| {
            let finite =
                segment.finite.filter(|&k| segment.shape == Shape::Main && k != self.cue.verb && k < self.cue.verb)?;
            let mut open = v.opening(&segment.items);
            // Auch die Ministerin äußerte sich und warnte
            if v.tag(open) == Tag::Adv && open + 1 < finite && !v.has(open, Class::Temporal) {
                open += 1;
            }
            let prefield = phrase::end(v, open, finite, Reach::All).filter(|_| {
                phrase::may_be_subject(v, open)
                    && v.tag(open) != Tag::Adp
                    && !v.has(open, Class::Temporal)
                    && !v.has(finite + 1, Class::SubjectPronoun)
            });
            match prefield {
                Some(stop) if open < finite => Some(open..stop),
                // Die Sprecherin, Eva Weber, versuchte zu beruhigen
                _ if open == finite && index > 0 => subject_before_commas(v, index, finite)
                    .or_else(|| phrase::subject_after(v, finite + 1..segment.items.end, segment.items.end)),
                _ => phrase::subject_after(v, finite + 1..segment.items.end, segment.items.end),
            }
        })
    }
}
