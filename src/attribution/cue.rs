//! Cues: the words that report.
//!
//! A verb cue is found through its forms in the lexicon, then grown into its verb group: auxiliaries, reflexive
//! pronoun, negation, inverted pronoun. Nouns, prepositions and set phrases are matched as they stand.

use super::analysis::Analysis;
use crate::lang::syntax::Class;
use crate::lang::{CueEntry, Frame, Language, Lexicon, Pos, Tense};
use crate::tagging::Tag;
use std::ops::Range;

/// How a verb cue stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// With a subject of its own, or one shared with the verb before.
    Finite,
    /// *avant de promettre*, *to say*.
    Infinitive,
    /// *ajoutant*, *adding*.
    Gerund,
    /// *accusé de*, *known as*.
    Participle,
    /// A noun, preposition, adverb.
    Nominal,
}

/// A word or group of words that may report something.
#[derive(Clone, Debug)]
pub(super) struct CueWord {
    /// What the lexicon says of it.
    pub(super) entry: &'static CueEntry,
    /// From the first clitic or auxiliary to the last word.
    pub(super) group: Range<usize>,
    /// The tokens of the cue itself, in order.
    pub(super) tokens: Vec<usize>,
    /// Its main word.
    pub(super) head: usize,
    pub(super) form: Form,
    /// The pronoun of an inversion (*a-t-il*).
    pub(super) inverted: Option<usize>,
    pub(super) negated: bool,
    pub(super) passive: bool,
    pub(super) reflexive: bool,
}

/// All cue candidates of a text.
pub(super) struct CueMap {
    /// By the start of their group.
    pub(super) cues: Vec<CueWord>,
    /// For each token, the candidate whose group begins there.
    starting: Vec<Option<u32>>,
}

impl CueMap {
    pub(super) fn new(a: &Analysis<'_>) -> Self {
        let lexicon = Lexicon::of(a.lang);
        let mut cues: Vec<CueWord> = Vec::new();
        let mut at = 0;
        while at < a.len() {
            let next = match fixed(a, lexicon, at).or_else(|| verb(a, lexicon, at)) {
                Some(cue) => {
                    let next = cue.tokens.iter().max().map_or(at, |&last| last.max(at)) + 1;
                    if let Some(last) = cues.last()
                        && last.group.end > cue.group.start
                        && last.group.start >= cue.group.start
                    {
                        cues.pop(); // fait valoir grows over fait
                    }
                    cues.push(cue);
                    next
                }
                None => at + 1,
            };
            at = next;
        }
        cues.sort_by_key(|cue| cue.group.start);
        let mut starting = vec![None; a.len()];
        for (number, cue) in cues.iter().enumerate() {
            if let Some(slot) = starting.get_mut(cue.group.start) {
                *slot = u32::try_from(number).ok();
            }
        }
        CueMap { cues, starting }
    }

    fn at(&self, token: usize) -> Option<&CueWord> {
        self.starting.get(token).copied().flatten().and_then(|number| self.cues.get(number as usize))
    }

    /// The candidates whose group begins in `range`.
    pub(super) fn in_range(&self, range: Range<usize>) -> &[CueWord] {
        let first = self.cues.partition_point(|cue| cue.group.start < range.start);
        let end = self.cues.partition_point(|cue| cue.group.start < range.end);
        self.cues.get(first..end).unwrap_or_default()
    }

    /// Whether a cue begins at `token` that cannot belong to the clause before it: a participle, an inversion, a
    /// preposition.
    pub(super) fn opens_at(&self, token: usize) -> bool {
        self.at(token).is_some_and(|cue| {
            matches!(cue.form, Form::Gerund)
                || cue.inverted.is_some()
                || cue.entry.pos == Pos::Prep && cue.tokens.len() < 6
        })
    }

    /// Whether a finite cue without a subject of its own begins at `token`.
    pub(super) fn resumes_at(&self, token: usize) -> bool {
        self.at(token).is_some_and(|cue| cue.form == Form::Finite && cue.inverted.is_none())
    }

    /// Whether a French cue with its subject behind it begins at `token`: *, soupire la cliente.*
    pub(super) fn inserted_at(&self, a: &Analysis<'_>, token: usize, limit: usize) -> bool {
        self.at(token).is_some_and(|cue| {
            let rest = cue.group.end.max(cue.tokens.last().map_or(0, |last| last + 1));
            a.lang == Language::French
                && cue.form == Form::Finite
                && cue.inverted.is_none()
                && cue.entry.frames.has(Frame::Quote)
                && super::source::inverted_subject(a, rest, limit).is_some_and(|source| {
                    source.end >= limit
                        || matches!(a.tag(source.end), Tag::Punct | Tag::Adp | Tag::Adv | Tag::VerbPast)
                        || a.has(source.end, Class::RelativeSubject)
                })
        })
    }

    /// Whether an infinitive cue begins at `token`.
    pub(super) fn is_infinitive(&self, token: usize) -> bool {
        self.at(token).is_some_and(|cue| cue.form == Form::Infinitive)
    }
}

/// A preposition, noun, adverb or other set phrase at `at`.
fn fixed(a: &Analysis<'_>, lexicon: &'static Lexicon, at: usize) -> Option<CueWord> {
    let (entry, len) = lexicon.fixed_at(|i| a.word(at + i))?;
    let fits = match entry.pos {
        Pos::Noun => matches!(a.tag(at), Tag::Noun | Tag::Propn),
        _ => true,
    };
    fits.then(|| CueWord {
        entry,
        group: at..at + len,
        tokens: (at..at + len).collect(),
        head: at,
        form: Form::Nominal,
        inverted: None,
        negated: false,
        passive: false,
        reflexive: false,
    })
}

/// A verb cue whose main word stands at `at`.
fn verb(a: &Analysis<'_>, lexicon: &'static Lexicon, at: usize) -> Option<CueWord> {
    if !could_be_verb(a, at) {
        return None;
    }
    let tag = a.tag(at);
    let forms = lexicon.forms(a.word(at));
    let form = forms.iter().find(|form| agrees(form.tense, tag)).or_else(|| forms.first())?;
    let found = forms.iter().filter(|f| f.tense == form.tense).find_map(|f| verb_entry(a, lexicon, at, f.lemma));
    let (entry, extra) = found.or_else(|| forms.iter().find_map(|f| verb_entry(a, lexicon, at, f.lemma)))?;
    let kind = match (tag, form.tense) {
        (Tag::VerbInf | Tag::AuxInf, _) => Form::Infinitive,
        (Tag::VerbGer, _) => Form::Gerund,
        (Tag::VerbPast | Tag::AuxPart, _) => Form::Participle,
        (Tag::VerbFin | Tag::VerbCnd | Tag::AuxFin | Tag::AuxCnd, _) => Form::Finite,
        (_, Tense::Infinitive) => Form::Infinitive,
        (_, Tense::PresentParticiple) => Form::Gerund,
        (_, Tense::PastParticiple) => Form::Participle,
        _ => Form::Finite,
    };
    let mut cue = match a.lang {
        Language::French => french_group(a, lexicon, entry, at, kind),
        Language::English | Language::German | Language::Other(_) => english_group(a, entry, at, kind),
    };
    for token in extra {
        cue.tokens.push(token);
        cue.group.end = cue.group.end.max(token + 1);
    }
    Some(cue)
}

/// The tagger is trusted, but a verb of saying in a place where only a verb can stand is not lost to its mistakes.
fn could_be_verb(a: &Analysis<'_>, at: usize) -> bool {
    if a.is_verb(at) {
        return true;
    }
    let before = at.wrapping_sub(1);
    match a.lang {
        Language::French => {
            a.is_join(at + 1)
                // a-t-il résumé
                || a.is_join(at.wrapping_sub(2)) && matches!(a.tag(at), Tag::Noun | Tag::Adj) && a.tag(before) == Tag::Pron
                // et Jean Roux de conclure
                || a.tag(at) == Tag::Noun && a.has(before, Class::Of) && a.raw(at + 1) == ":"
                || matches!(a.tag(at), Tag::Noun | Tag::Adj | Tag::Propn)
                    && (matches!(a.raw(before), "»" | "”" | "\"")
                        || a.has(before, Class::Reflexive) && a.word(before).ends_with('\''))
                    && !a.has(before, Class::Determiner)
        }
        Language::English => {
            matches!(a.tag(at), Tag::Noun | Tag::Adj | Tag::Propn)
                && !a.is_capital(at)
                && (matches!(a.raw(before), "”" | "\"" | "''") || a.tag(before) == Tag::Propn)
        }
        Language::German | Language::Other(_) => false,
    }
}

fn agrees(tense: Tense, tag: Tag) -> bool {
    match tag {
        Tag::VerbInf | Tag::AuxInf => tense == Tense::Infinitive,
        Tag::VerbGer => tense == Tense::PresentParticiple,
        Tag::VerbPast | Tag::AuxPart => tense == Tense::PastParticiple,
        Tag::VerbCnd | Tag::AuxCnd => tense == Tense::Conditional,
        _ => !matches!(tense, Tense::Infinitive | Tense::PresentParticiple | Tense::PastParticiple),
    }
}

/// The entry of the verb with this lemma, and the tokens after the verb that belong to it (*fait* valoir, *rule* out).
fn verb_entry(
    a: &Analysis<'_>,
    lexicon: &'static Lexicon,
    at: usize,
    lemma: &str,
) -> Option<(&'static CueEntry, Vec<usize>)> {
    for entry in lexicon.phrases_of(lemma) {
        let mut i = at + 1;
        let mut tokens = Vec::new();
        let matched = entry.lemma.split(' ').skip(1).all(|word| {
            // ruled it out
            if a.lang == Language::English
                && a.has(i, Class::Clitic)
                && a.word(i + 1) == word
                && entry.frames.has(Frame::NounPhrase)
            {
                i += 1;
            }
            // il s'est aussi dit, a-t-il fait savoir: adverbs and inverted pronouns may stand between
            let mut steps = 0;
            while a.word(i) != word
                && steps < 3
                && (a.tag(i) == Tag::Adv || a.is_join(i) || a.is_join(i.wrapping_sub(1)))
            {
                i += 1;
                steps += 1;
            }
            let here = a.word(i) == word;
            tokens.push(i);
            i += 1;
            here
        });
        if matched {
            return Some((entry, tokens));
        }
    }
    lexicon.verb(lemma).map(|entry| (entry, Vec::new()))
}

fn bare(entry: &'static CueEntry, at: usize, form: Form) -> CueWord {
    CueWord {
        entry,
        group: at..at + 1,
        tokens: vec![at],
        head: at,
        form,
        inverted: None,
        negated: false,
        passive: false,
        reflexive: false,
    }
}

fn is_auxiliary(a: &Analysis<'_>, lexicon: &'static Lexicon, at: usize) -> Option<&'static str> {
    lexicon.forms(a.word(at)).iter().map(|form| form.lemma).find(|lemma| Lexicon::is_auxiliary(a.lang, lemma))
}

/// The French verb group around the main word at `at`.
fn french_group(
    a: &Analysis<'_>,
    lexicon: &'static Lexicon,
    entry: &'static CueEntry,
    at: usize,
    form: Form,
) -> CueWord {
    let mut cue = bare(entry, at, form);
    let mut left = at;
    if form == Form::Participle {
        // a-t-il donc été accusé: step over what may stand between the auxiliary and the participle
        let mut i = at;
        let mut inverted = None;
        let mut negation = None;
        for _ in 0..8 {
            let Some(before) = i.checked_sub(1) else { break };
            i = before;
            if let Some(lemma) = is_auxiliary(a, lexicon, i)
                && (a.tag(i) != Tag::Noun)
            {
                if a.tag(i) == Tag::AuxPart || a.word(i) == "été" {
                    cue.passive = true;
                    cue.tokens.push(i);
                    continue;
                }
                cue.tokens.push(i);
                if let Some(token) = negation {
                    cue.tokens.push(token);
                }
                cue.passive |= lemma == "être";
                cue.form = match a.tag(i) {
                    Tag::AuxInf | Tag::VerbInf => Form::Infinitive,
                    Tag::VerbGer if lemma == "avoir" || cue.passive => Form::Gerund,
                    _ => Form::Finite,
                };
                cue.inverted = inverted;
                left = i;
                break;
            }
            if a.is_join(i) || a.is_join(i.wrapping_sub(1)) {
                if !a.is_join(i) {
                    inverted = Some(i);
                }
                continue;
            }
            if a.has(i, Class::Negation) && a.tag(i) != Tag::Pron {
                negation = Some(i);
                continue;
            }
            // a, en douze lignes, conclu
            if a.raw(i) == ","
                && let Some(open) = (i.saturating_sub(14)..i).rev().find(|&j| a.raw(j) == ",")
                && open > 0
                && a.tag(open - 1).is_auxiliary()
            {
                i = open;
                continue;
            }
            // avait un temps évoqué, a à plusieurs reprises dénoncé
            let interposed = (i..at).any(|j| a.has(j, Class::InterposedNoun));
            let inside = matches!(a.tag(i), Tag::Adv | Tag::Pron)
                || a.has(i, Class::SetAdverb)
                || interposed && matches!(a.tag(i), Tag::Noun | Tag::Det | Tag::Adp | Tag::Adj);
            if !inside || a.raw(i) == "," {
                break;
            }
        }
        if left == at {
            // et dit vouloir: without an auxiliary, a form that can be finite is finite where a verb must stand
            let finite =
                lexicon.forms(a.word(at)).iter().any(|form| matches!(form.tense, Tense::Present | Tense::Past));
            let place = at.checked_sub(1).is_some_and(|i| {
                matches!(a.tag(i), Tag::Cconj | Tag::Noun | Tag::Propn | Tag::Pron)
                    || matches!(a.raw(i), "," | "»" | "”" | "\"")
            });
            let coordinated =
                at.checked_sub(1).is_some_and(|i| a.has(i, Class::Coordinator)) && shares_auxiliary(a, at);
            cue.form = if finite && place || coordinated { Form::Finite } else { Form::Participle };
            cue.passive = cue.form == Form::Participle;
        }
    } else if a.is_join(at + 1) {
        cue.inverted = Some(at + 2);
        cue.group.end = at + 3;
    }
    if form == Form::Finite || form == Form::Infinitive {
        // n'exclut pas
        if a.has(at + 1, Class::Negation) && matches!(a.word(at + 1), "pas" | "plus" | "jamais" | "guère") {
            cue.tokens.push(at + 1);
            cue.group.end = cue.group.end.max(at + 2);
            cue.negated = true;
        }
    }
    // se, le, lui, en, ne before the verb
    while let Some(before) = left.checked_sub(1) {
        let word = a.word(before);
        if matches!(word, "ne" | "n'") {
            cue.negated = true;
            cue.tokens.push(before);
        } else if matches!(word, "se" | "s'")
            || matches!(word, "me" | "m'" | "nous" | "vous" | "te" | "t'") && agrees_reflexively(a, before)
        {
            cue.reflexive = true;
            cue.tokens.push(before);
        } else if !(a.has(before, Class::Clitic)
            && matches!(a.tag(before), Tag::Pron | Tag::Det | Tag::Adv)
            && a.word(before).len() <= 4)
            || matches!(word, "nous" | "vous")
                && !matches!(a.tag(before.wrapping_sub(1)), Tag::Pron)
                && !super::source::is_addressed(a, before)
            || a.is_join(before.wrapping_sub(1))
        {
            break;
        }
        left = before;
        if at - left > 9 {
            break;
        }
    }
    if cue.reflexive {
        cue.passive = false;
    }
    cue.group.start = left;
    cue.tokens.sort_unstable();
    cue.tokens.dedup();
    cue
}

/// *a dénoncé ... et demandé*: whether a participle after a coordinator has its auxiliary earlier in the sentence, with
/// another participle and no other main verb between.
fn shares_auxiliary(a: &Analysis<'_>, at: usize) -> bool {
    let from = a.sentence(at).start;
    let earlier = (from..at.saturating_sub(1)).rev().find(|&i| {
        a.is_finite(i) && a.region_at(i) == a.region_at(at) && !a.has(i.wrapping_sub(1), Class::RelativeSubject)
    });
    earlier.is_some_and(|i| {
        a.tag(i) == Tag::AuxFin
            && matches!(a.word(i), "a" | "ont" | "avait" | "avaient" | "ai" | "avons" | "avez")
            && (i + 1..at.min(i + 5)).any(|j| a.tag(j) == Tag::VerbPast)
    })
}

/// *nous nous félicitons*: the second pronoun reflects the first.
fn agrees_reflexively(a: &Analysis<'_>, at: usize) -> bool {
    let subject = a.word(at.wrapping_sub(1));
    matches!(
        (subject, a.word(at)),
        ("je" | "j'", "me" | "m'") | ("tu", "te" | "t'") | ("nous", "nous") | ("vous", "vous")
    )
}

/// The English verb group around the main word at `at`.
fn english_group(a: &Analysis<'_>, entry: &'static CueEntry, at: usize, form: Form) -> CueWord {
    let mut cue = bare(entry, at, form);
    let mut left = at;
    let mut finite_auxiliary = false;
    let mut be = false;
    while let Some(before) = left.checked_sub(1) {
        if at - before > 5 {
            break;
        }
        let adverb = a.tag(before) == Tag::Adv;
        let negation = a.has(before, Class::Negation) && matches!(a.tag(before), Tag::Part | Tag::Adv);
        let auxiliary = matches!(a.tag(before), Tag::AuxFin | Tag::AuxCnd | Tag::AuxInf | Tag::AuxPart);
        if auxiliary {
            finite_auxiliary |= matches!(a.tag(before), Tag::AuxFin | Tag::AuxCnd);
            // The auxiliary next to the participle decides the voice.
            if left == at || !be && (left..at).all(|i| a.tag(i) == Tag::Adv) {
                be |= matches!(
                    a.word(before),
                    "is" | "was" | "are" | "were" | "be" | "been" | "being" | "am" | "'s" | "'re"
                );
            }
            left = before;
        } else if negation {
            cue.negated = true;
            left = before;
        } else if adverb && left > 0 && auxiliary_further_left(a, before) {
            left = before;
        } else {
            break;
        }
    }
    cue.passive = be && form == Form::Participle;
    if finite_auxiliary {
        cue.form = Form::Finite;
    } else if form == Form::Infinitive {
        if a.word(left.wrapping_sub(1)) == "to" {
            cue.form = Form::Infinitive;
        } else if left == at {
            cue.form = Form::Finite; // a bare form tagged as infinitive: they say
        }
    } else if form == Form::Participle && !cue.passive && left == at {
        // told / accused: finite past or bare participle is the tagger's word; the source step sees further
        cue.form = Form::Participle;
    }
    cue.group.start = left;
    cue.tokens = (left..=at).collect();
    cue
}

fn auxiliary_further_left(a: &Analysis<'_>, at: usize) -> bool {
    (1..3).any(|steps| {
        at.checked_sub(steps)
            .is_some_and(|i| matches!(a.tag(i), Tag::AuxFin | Tag::AuxCnd | Tag::AuxInf | Tag::AuxPart))
    })
}
