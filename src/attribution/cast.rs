//! The cast of an article: people and bodies by name, with role, gender and number.

use super::analysis::Analysis;
use super::phrase;
use super::speaker::{determined_gender, shape};
use crate::lang::syntax::Class;
use crate::lang::{Gender, Lexicon};
use crate::tagging::Tag;
use std::ops::Range;

/// So many members, the latest, are looked through for a name: more than any article has, so that a text of any length
/// takes time in proportion.
const CAST: usize = 400;

/// So many words of a member's roles are kept.
const ROLE_WORDS: usize = 40;

/// One or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Many,
}

/// Somebody or some body that the article names or describes.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The fullest name or description.
    pub(super) name: String,
    /// The words of the name, lower case; empty for a description.
    parts: Vec<String>,
    pub(super) role: Option<String>,
    /// The lower-case words of all roles.
    role_words: Vec<String>,
    gender: Option<Gender>,
    number: Number,
    pub(super) person: bool,
    /// Whether it can say things: it has a name, or a word for somebody who can.
    pub(super) speaks: bool,
    /// Tokens where it is named, in order.
    named: Vec<usize>,
    /// Where a pronoun or role was last found to mean it.
    meant: Option<usize>,
}

impl Member {
    /// Whether a mention of this gender and number can mean it.
    pub(super) fn fits(&self, gender: Option<Gender>, number: Number) -> bool {
        let gender_fits = match (gender, self.gender) {
            (Some(wanted), Some(known)) => wanted == known || wanted == Gender::Masculine && number == Number::Many,
            _ => true,
        };
        gender_fits && number == self.number
    }

    /// The last token before `at` where it is named or meant.
    fn last_before(&self, at: usize) -> Option<usize> {
        let named = self.named.partition_point(|&named| named < at).checked_sub(1).map(|last| self.named[last]);
        named.max(self.meant.filter(|&meant| meant < at))
    }

    fn add_role_word(&mut self, word: String) {
        if !self.role_words.contains(&word) && self.role_words.len() < ROLE_WORDS {
            self.role_words.push(word);
        }
    }
}

/// A member as the subject of a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Subject {
    pub(super) at: usize,
    pub(super) member: usize,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The fullest form of the name that the article gives.
    pub name: String,
    /// Whether it is known to be a person's.
    pub person: bool,
}

/// Everybody.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) members: Vec<Member>,
    /// Subjects of sentences, in order.
    pub(super) subjects: Vec<Subject>,
    /// Every name, with its member, in order.
    runs: Vec<(Range<usize>, usize)>,
}

impl Cast {
    /// Gathers the names of a text, then the subjects of its sentences.
    pub(super) fn gather(a: &Analysis<'_>) -> Cast {
        let mut cast = Cast::default();
        let mut at = 0;
        while at < a.len() {
            let run = name_run(a, at);
            if run.is_empty() {
                at += 1;
                continue;
            }
            let member = cast.meet(a, &run);
            cast.runs.push((run.clone(), member));
            at = run.end;
        }
        for sentence in &a.sentences {
            let from = sentence.tokens.start;
            let Some(verb) = sentence.tokens.clone().find(|&i| a.is_finite(i) && a.region_at(i).is_none()) else {
                continue;
            };
            let mut group = verb;
            while group > from
                && (a.has(group - 1, Class::Negation) || a.has(group - 1, Class::Clitic))
                && a.tag(group - 1) != Tag::Noun
            {
                group -= 1;
            }
            let subject = phrase::subject_before(a, group, from).or_else(|| opening_name(a, from, verb));
            let Some(subject) = subject else { continue };
            if a.tag(subject.start) == Tag::Pron || subject.clone().any(|i| a.has(i, Class::Temporal)) {
                continue;
            }
            let member = cast.named_in(a, &subject).unwrap_or_else(|| {
                let (gender, number) = shape(a, &subject);
                cast.by_role(a, &subject, subject.start, gender, number)
                    .unwrap_or_else(|| cast.add_described(a, &subject, gender, number))
            });
            cast.subjects.push(Subject { at: subject.start, member });
        }
        cast
    }

    /// Adds the name of `run` or recognises it, and learns the role beside it.
    fn meet(&mut self, a: &Analysis<'_>, run: &Range<usize>) -> usize {
        let lexicon = Lexicon::of(a.lang);
        let parts: Vec<String> = run.clone().map(|i| a.word(i).to_owned()).collect();
        let title = run.start.checked_sub(1).and_then(|i| lexicon.title(a.word(i)));
        let given = parts.first().and_then(|first| lexicon.given_name(first));
        let (role, role_gender) = role_beside(a, run);
        let person = title.is_some() || role.is_some() || given.is_some();
        let gender = title.flatten().or_else(|| given.flatten()).or(role_gender);
        let known = self.match_name(&parts, run.start);
        let member = match known {
            Some(member) => member,
            None => {
                self.members.push(Member {
                    name: a.text_of(run).to_owned(),
                    parts: parts.clone(),
                    role: None,
                    role_words: Vec::new(),
                    gender: None,
                    number: Number::One,
                    person,
                    speaks: true,
                    named: Vec::new(),
                    meant: None,
                });
                self.members.len() - 1
            }
        };
        let known = &mut self.members[member];
        if parts.len() > known.parts.len() {
            known.name = a.text_of(run).to_owned();
            known.parts = parts;
        }
        known.person |= person;
        known.gender = known.gender.or(gender);
        known.named.push(run.start);
        if let Some(role) = role {
            for word in role.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| w.chars().count() > 2) {
                known.add_role_word(word.to_lowercase());
            }
            if known.role.as_ref().is_none_or(|old| old.len() < role.len()) {
                known.role = Some(role);
            }
        }
        member
    }

    /// The last two names joined by a conjunction between the tokens: *Thomas Lejeune et Esther Cohen*.
    pub(super) fn pair_before(&self, a: &Analysis<'_>, from: usize, to: usize) -> Option<(usize, usize)> {
        let end = self.runs.partition_point(|(run, _)| run.end <= to);
        let joined = |pair: &&[(Range<usize>, usize)]| match pair {
            [(first, _), (second, _)] => a.tag(first.end) == Tag::Cconj && second.start == first.end + 1,
            _ => false,
        };
        let pairs = self.runs.get(..end)?.windows(2).rev();
        let pair = pairs.take_while(|pair| pair.iter().all(|(run, _)| run.start >= from)).find(joined)?;
        Some((pair.first()?.1, pair.last()?.1))
    }

    /// The names of the text in order.
    pub(super) fn names(&self) -> Vec<Named> {
        let named = |(tokens, member): &(Range<usize>, usize)| {
            let known = self.members.get(*member)?;
            Some(Named { tokens: tokens.clone(), name: known.name.clone(), person: known.person })
        };
        self.runs.iter().filter_map(named).collect()
    }

    /// The member that the words name: the same words, or one name's last words (*Pompeo*); the one named last
    /// when several share a surname would be a guess, so then none.
    fn match_name(&self, parts: &[String], at: usize) -> Option<usize> {
        let known = || self.members.iter().enumerate().rev().take(CAST);
        if let Some((exact, _)) = known().find(|(_, m)| m.parts == parts) {
            return Some(exact);
        }
        let mut fitting = known().filter(|(_, m)| {
            !m.parts.is_empty()
                && m.named.first().is_some_and(|&first| first <= at)
                && (m.parts.ends_with(parts)
                    || parts.ends_with(&m.parts)
                    || m.parts.len() > 1 && parts.len() == 1 && m.parts.first() == parts.first() && m.person)
        });
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first.0)
    }

    /// The member whose name is the head or apposition of the phrase.
    pub(super) fn named_in(&self, a: &Analysis<'_>, phrase: &Range<usize>) -> Option<usize> {
        if coordinated_names(a, phrase) {
            return None;
        }
        let mut at = phrase.start;
        while at < phrase.end {
            let run = name_run(a, at);
            let run = run.start..run.end.min(phrase.end);
            if run.is_empty() {
                at += 1;
                continue;
            }
            // le président du groupe LR: unless a given name begins it, what stands after a preposition and its noun
            let complement = a.tag(run.start.wrapping_sub(1)) == Tag::Noun
                && Lexicon::of(a.lang).given_name(a.word(run.start)).is_none()
                && (phrase.start..run.start).rev().take_while(|&i| a.raw(i) != ",").any(|i| a.tag(i) == Tag::Adp);
            let inside_complement = run.start > phrase.start
                && (complement
                    || a.tag(run.start - 1) == Tag::Adp
                    || a.tag(run.start - 1) == Tag::Det
                        && run.start >= phrase.start + 2
                        && a.tag(run.start - 2) == Tag::Adp);
            let possessor = matches!(a.word(run.end), "'s" | "'") && run.end < phrase.end;
            // Rektor Jan Weiß: what stands right before a given name only introduces it
            let introduces = run.end < phrase.end && !name_run(a, run.end).is_empty();
            if !inside_complement && !possessor && !introduces {
                let parts: Vec<String> = run.clone().map(|i| a.word(i).to_owned()).collect();
                return self.match_name(&parts, run.start);
            }
            at = run.end;
        }
        None
    }

    /// The member whose role the description repeats: *le ministre* after *le ministre des Comptes publics, X*.
    pub(super) fn by_role(
        &self,
        a: &Analysis<'_>,
        source: &Range<usize>,
        at: usize,
        gender: Option<Gender>,
        number: Number,
    ) -> Option<usize> {
        let words: Vec<&str> = before_comma(a, source)
            .filter(|&i| matches!(a.tag(i), Tag::Noun | Tag::Adj | Tag::Propn | Tag::VerbPast))
            .map(|i| a.word(i))
            .collect();
        let head = *words.first()?;
        let lexicon = Lexicon::of(a.lang);
        // Most words of a description name no role, and need no look at those of the cast.
        let roles: Vec<bool> = words.iter().map(|word| lexicon.names_roles(word)).collect();
        let means = |member: &Member, word: &str, role: bool| {
            member.role_words.iter().any(|known| known == word || role && same_role(a, known, word))
        };
        let mut found: Option<(usize, usize)> = None;
        for (index, member) in self.members.iter().enumerate().rev().take(CAST) {
            let Some(last) = member.last_before(at) else { continue };
            let later = found.is_none_or(|(_, place)| last > place);
            if later
                && member.fits(gender, number)
                && means(member, head, roles.first().is_some_and(|&role| role))
                && words.iter().zip(&roles).all(|(word, &role)| means(member, word, role))
            {
                found = Some((index, last));
            }
        }
        found.map(|(index, _)| index)
    }

    /// Whether the phrase uses a general word for a person (*l'élue*, *le technicien*, *le prévenu*).
    pub(super) fn is_hypernym(&self, a: &Analysis<'_>, source: &Range<usize>) -> bool {
        let lexicon = Lexicon::of(a.lang);
        source.clone().any(|i| lexicon.is_person_hypernym(a.word(i)))
    }

    /// Whether the phrase describes a person rather than a body.
    pub(super) fn person_like(&self, a: &Analysis<'_>, source: &Range<usize>) -> bool {
        let lexicon = Lexicon::of(a.lang);
        source.clone().take(4).any(|i| {
            lexicon.role_gender(a.word(i)).is_some()
                || lexicon.is_person_hypernym(a.word(i))
                || lexicon.is_role(a.word(i))
        })
    }

    /// Adds what only a description names, or finds the same description again.
    pub(super) fn add_described(
        &mut self,
        a: &Analysis<'_>,
        source: &Range<usize>,
        gender: Option<Gender>,
        number: Number,
    ) -> usize {
        let name = a.text_of(&before_comma(a, source)).split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = name.to_lowercase();
        if let Some((known, _)) = self
            .members
            .iter()
            .enumerate()
            .rev()
            .take(CAST)
            .find(|(_, m)| m.parts.is_empty() && m.name.to_lowercase() == folded)
        {
            let member = &mut self.members[known];
            if member.named.last().is_some_and(|&last| last < source.start) {
                member.named.push(source.start);
            } else {
                member.meant = member.meant.max(Some(source.start));
            }
            return known;
        }
        let role_words = source
            .clone()
            .filter(|&i| matches!(a.tag(i), Tag::Noun | Tag::Adj))
            .map(|i| a.word(i).to_owned())
            .collect();
        let person = self.person_like(a, source);
        let lexicon = Lexicon::of(a.lang);
        let head = source.clone().find(|&i| matches!(a.tag(i), Tag::Noun | Tag::Propn));
        let speaks = person
            || source.clone().any(|i| a.tag(i) == Tag::Propn)
            || head.is_none_or(|head| lexicon.can_speak(a.word(head)));
        self.members.push(Member {
            name,
            parts: Vec::new(),
            role: None,
            role_words,
            gender,
            number,
            person,
            speaks,
            named: vec![source.start],
            meant: None,
        });
        self.members.len() - 1
    }

    /// Notes that the member was meant at `at`.
    pub(super) fn touch(&mut self, member: usize, at: usize) {
        if let Some(known) = self.members.get_mut(member) {
            known.meant = known.meant.max(Some(at));
        }
    }

    /// The person of that gender and of no known role who is named between the tokens, when it is one alone.
    pub(super) fn only_person(&self, from: usize, to: usize, gender: Option<Gender>) -> Option<usize> {
        let mut found = self.members.iter().enumerate().rev().take(CAST).filter(|(_, member)| {
            member.person
                && !member.parts.is_empty()
                && member.role.is_none()
                && member.fits(gender, Number::One)
                && member.named.iter().any(|&at| from <= at && at < to)
        });
        let first = found.next()?;
        found.next().is_none().then_some(first.0)
    }

    /// The member named last before `at` that `fits`.
    pub(super) fn latest_before(&self, at: usize, fits: impl Fn(&Member) -> bool) -> Option<usize> {
        self.members
            .iter()
            .enumerate()
            .rev()
            .take(CAST)
            .filter(|(_, m)| fits(m))
            .filter_map(|(index, m)| m.last_before(at).map(|last| (last, index)))
            .max()
            .map(|(_, index)| index)
    }
}

/// A description without what is put beside it: *la mairie, actionnaire de la régie*. A list stays whole.
pub(super) fn before_comma(a: &Analysis<'_>, source: &Range<usize>) -> Range<usize> {
    let listed = source.clone().any(|i| a.tag(i) == Tag::Cconj);
    let comma = source.clone().find(|&i| a.raw(i) == ",").filter(|&comma| comma > source.start && !listed);
    source.start..comma.unwrap_or(source.end)
}

fn coordinated_names(a: &Analysis<'_>, phrase: &Range<usize>) -> bool {
    phrase.clone().any(|i| {
        a.tag(i) == Tag::Cconj && (a.tag(i + 1) == Tag::Propn || a.tag(i + 1) == Tag::Det && a.is_capital(i + 2))
    })
}

/// Whether `word` may mean one whose role is `known`: *ministre*, *ministres*; *élue*, *élu*; *cinéaste*, *réalisatrice*.
fn same_role(a: &Analysis<'_>, known: &str, word: &str) -> bool {
    let lexicon = Lexicon::of(a.lang);
    lexicon.role_class(known).is_some_and(|class| lexicon.role_class(word) == Some(class))
        || lexicon.stands_for(word, known)
}

/// The phrase of a name that opens a sentence, when a clause of its own stands before the verb: *Ann Lee, 44, who has
/// worked there for years, wept*.
fn opening_name(a: &Analysis<'_>, from: usize, verb: usize) -> Option<Range<usize>> {
    let relative = a.tag(verb.checked_sub(1)?) == Tag::Pron && a.has(verb - 1, Class::RelativeSubject);
    let end = phrase::end(a, from, verb, phrase::Attach::Of).filter(|&end| relative && a.raw(end) == ",")?;
    (from..end).any(|i| !name_run(a, i).is_empty()).then_some(from..end)
}

/// The name that begins at `at`: capitalised words tagged as names, particles between; cut before a given name that
/// begins a second name (*Sénat* | *Gérard Larcher*).
fn name_run(a: &Analysis<'_>, at: usize) -> Range<usize> {
    let starts = |i: usize| {
        a.tag(i) == Tag::Propn
            && a.is_capital(i)
            && !a.has(i, Class::Temporal)
            && Lexicon::of(a.lang).title(a.word(i)).is_none()
    };
    if !starts(at) {
        return at..at;
    }
    let lexicon = Lexicon::of(a.lang);
    let mut end = at + 1;
    loop {
        if starts(end)
            && !(end > at
                && lexicon.given_name(a.word(end)).is_some()
                && lexicon.given_name(a.word(end - 1)).is_none()
                && starts(end + 1))
        {
            end += 1;
        } else if a.has(end, Class::NameParticle)
            && lexicon.given_name(a.word(end - 1)).is_some()
            && (starts(end + 1) || matches!(a.word(end + 1), "la" | "der" | "den") && starts(end + 2))
        {
            end += 2;
        } else {
            break;
        }
    }
    at..end.min(a.len())
}

/// The role put beside a name: before it (*le colonel X*, *la préfète, X*) or after it (*X, chef des opérations*).
fn role_beside(a: &Analysis<'_>, run: &Range<usize>) -> (Option<String>, Option<Gender>) {
    let lexicon = Lexicon::of(a.lang);
    let sentence = a.sentence(run.start);
    // before
    let mut stop = run.start;
    if stop > sentence.start && a.raw(stop - 1) == "," {
        stop -= 1;
    }
    if stop > sentence.start && lexicon.title(a.word(stop - 1)).is_some() {
        stop -= 1;
        if stop > sentence.start && a.raw(stop - 1) == "," {
            stop -= 1;
        }
    }
    let mut low = stop;
    while low > sentence.start
        && stop - low < 12
        && matches!(a.tag(low - 1), Tag::Noun | Tag::Adj | Tag::Adp | Tag::Propn | Tag::Det)
    {
        low -= 1;
    }
    let head =
        (low..stop).find(|&i| matches!(a.tag(i), Tag::Noun | Tag::Adj | Tag::Propn) && lexicon.is_role(a.word(i)));
    if let Some(head) = head
        && !(low..head).any(|i| a.tag(i) == Tag::Noun)
        && !(a.raw(run.start - 1) == "," && a.tag(stop.saturating_sub(1)) == Tag::Adp)
        && !matches!(a.tag(run.start - 1), Tag::Adp)
    {
        let gender = determiner_gender(a, head).or_else(|| lexicon.role_gender(a.word(head)));
        return (Some(a.text_of(&(head..stop)).to_owned()), gender);
    }
    // after
    if a.raw(run.end) == "," {
        let from = run.end + 1;
        let start = if a.tag(from) == Tag::Det { from + 1 } else { from };
        let head = (start..start + 2)
            .find(|&i| lexicon.is_role(a.word(i)) && matches!(a.tag(i), Tag::Noun | Tag::Adj | Tag::Propn));
        // interrogée sur RTL, la ministre a refusé: a place, then the subject
        let adverbial = |end: usize| {
            run.start.checked_sub(1).is_some_and(|i| a.tag(i) == Tag::Adp && !a.has(i, Class::Of)) && a.is_finite(end)
        };
        if let Some(head) = head
            && let Some(end) = phrase::end(a, from, sentence.end, phrase::Attach::All).filter(|&end| !adverbial(end))
        {
            let gender = determiner_gender(a, head).or_else(|| lexicon.role_gender(a.word(head)));
            return (Some(a.text_of(&(start..end.max(start + 1))).to_owned()), gender);
        }
    }
    (None, None)
}

fn determiner_gender(a: &Analysis<'_>, head: usize) -> Option<Gender> {
    determined_gender(a, head.checked_sub(1)?)
}
