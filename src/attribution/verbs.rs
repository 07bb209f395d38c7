//! Which words are verbs after all? The tagger is wrong most often on short sentences; the reporting verbs are known.

use super::analysis::Analysis;
use crate::lang::syntax::Class;
use crate::lang::{Frame, Language, Lexicon, Tense};
use crate::tagging::Tag;
use std::ops::Range;

/// So many tokens has what is put between a verb and its clause at most.
const PARENTHESIS: usize = 8;

/// Tags a word as a finite verb that the lexicon knows as one, where only a verb can stand: before a subordinate
/// clause (*le parquet rappelle que*), between a quotation and its source (*« ... », analyse l'économiste*), or in a
/// clause that has no other verb.
pub(super) fn mend(a: &mut Analysis<'_>) {
    let lexicon = Lexicon::of(a.lang);
    let mut mended = Vec::new();
    for sentence in &a.sentences {
        let tokens = sentence.tokens.clone();
        let candidates: Vec<usize> = tokens.clone().filter(|&at| may_be_finite(a, lexicon, at)).collect();
        if candidates.is_empty() {
            continue;
        }
        let verbless = !has_main_verb(a, &tokens);
        let found = candidates.iter().copied().find(|&at| {
            let alone = verbless && a.region_at(at).is_none() && has_subject(a, at, &tokens);
            leads_to_clause(a, at)
                || after_quotation(a, at)
                || inserted(a, lexicon, at, &tokens)
                || trails(a, at, &tokens)
                || coordinated(a, at, &tokens)
                || after_pronoun(a, at)
                || alone
        });
        mended.extend(found);
    }
    for at in mended {
        a.tags[at] = Tag::VerbFin;
    }
    // l'attaquant, the stands: after an article no such form stands
    for at in 1..a.len() {
        let noun = match a.lang {
            Language::French => a.tag(at) == Tag::VerbGer,
            Language::English => a.tag(at) == Tag::VerbFin && matches!(a.word(at - 1), "the" | "a" | "an"),
            Language::German | Language::Other(_) => false,
        };
        if noun && a.tag(at - 1) == Tag::Det {
            a.tags[at] = Tag::Noun;
        }
    }
    // a-t-il averti: a form that can only be a participle
    for at in 0..a.len() {
        let forms = lexicon.forms(a.word(at));
        if a.tag(at) == Tag::VerbFin && !forms.is_empty() && forms.iter().all(|f| f.tense == Tense::PastParticiple) {
            a.tags[at] = Tag::VerbPast;
        }
    }
}

fn may_be_finite(a: &Analysis<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let finite = |tense: Tense| !matches!(tense, Tense::Infinitive | Tense::PastParticiple | Tense::PresentParticiple);
    matches!(a.tag(at), Tag::Noun | Tag::Adj | Tag::Propn | Tag::Adv | Tag::VerbPast | Tag::VerbInf | Tag::X)
        && !a.is_capital(at)
        // his view that; raised questions about
        && !(a.lang == Language::English
            && (a.has(at.wrapping_sub(1), Class::Determiner) || a.tag(at.wrapping_sub(1)) == Tag::VerbPast))
        && lexicon.forms(a.word(at)).iter().any(|form| finite(form.tense))
        && !matches!(a.tag(at.wrapping_sub(1)), Tag::AuxFin | Tag::AuxCnd | Tag::AuxInf | Tag::Adp)
}

/// Whether a clause outside quotations has a finite verb that no relative or subordinate clause claims.
fn has_main_verb(a: &Analysis<'_>, tokens: &Range<usize>) -> bool {
    let mut claimed = 0;
    for at in tokens.clone().filter(|&at| a.region_at(at).is_none()) {
        let opens =
            a.has(at, Class::RelativeSubject) || a.has(at, Class::RelativeObject) || a.has(at, Class::Subordinator);
        if opens && matches!(a.tag(at), Tag::Pron | Tag::Sconj | Tag::Adv) {
            claimed += 1;
        } else if a.is_finite(at) {
            if claimed == 0 {
                return true;
            }
            claimed -= 1;
        }
    }
    false
}

/// *he doubts it*: after a subject pronoun only a verb can stand.
fn after_pronoun(a: &Analysis<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    a.lang == Language::English
        && a.tag(before) == Tag::Pron
        && matches!(a.word(before), "he" | "she" | "they" | "we" | "i" | "who")
        && matches!(a.tag(at), Tag::Noun | Tag::Adj)
}

/// *que* right after it, and a phrase before.
fn leads_to_clause(a: &Analysis<'_>, at: usize) -> bool {
    let mut next = if a.tag(at + 1) == Tag::Adv { at + 2 } else { at + 1 };
    // juge, elle, que; estime, pour sa part, que
    if a.raw(next) == "," && a.lang == Language::French {
        let close = (next + 1..a.len().min(next + PARENTHESIS)).find(|&i| a.raw(i) == ",");
        next = close.filter(|&close| !(next..close).any(|i| a.is_finite(i))).map_or(next, |close| close + 1);
    }
    a.has(next, Class::Complementizer) && a.tag(next) != Tag::Det && is_nominal(a.tag(at.wrapping_sub(1)))
}

/// English *..., the agency reports.*: a phrase after a comma, the word, and the end.
fn trails(a: &Analysis<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let Some(comma) = (sentence.start..at).rev().take(8).find(|&i| a.raw(i) == "," || a.closed_at(i).is_some()) else {
        return false;
    };
    let start = if a.raw(comma + 1) == "," { comma + 2 } else { comma + 1 };
    a.lang == Language::English
        && matches!(a.raw(at + 1), "." | "," | "")
        && matches!(a.tag(start), Tag::Det | Tag::Propn | Tag::Num)
        && super::phrase::end(a, start, at, super::phrase::Attach::All) == Some(at)
        && (sentence.start..comma).any(|i| a.is_finite(i))
        && a.word(at).ends_with('s')
}

/// *... et menace de quitter la salle*: a bare word after a coordinator, with what a verb has after it.
fn coordinated(a: &Analysis<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let leads = a.has(at + 1, Class::InfinitiveMarker)
        && (at + 2..at + 5).find(|&i| !a.has(i, Class::Clitic)).is_some_and(|i| a.tag(i) == Tag::VerbInf)
        || a.opened_at(at + 1).is_some()
        || a.has(at + 1, Class::Complementizer)
        // et reproche à l'arbitre d'avoir sifflé
        || a.has(at + 1, Class::To)
            && (at + 2..sentence.end.min(at + 9))
                .any(|i| a.has(i, Class::Of) && matches!(a.tag(i + 1), Tag::VerbInf | Tag::AuxInf));
    a.lang == Language::French
        && leads
        && at.checked_sub(1).is_some_and(|before| a.tag(before) == Tag::Cconj && a.has(before, Class::Coordinator))
        && (sentence.start..at).any(|i| a.is_finite(i))
}

/// *« ..., lâche Pascal Huvelin, ... »*: between a comma and a name or a phrase that a mark follows.
fn inserted(a: &Analysis<'_>, lexicon: &Lexicon, at: usize, sentence: &Range<usize>) -> bool {
    let quotes = || {
        let lemmas = lexicon.forms(a.word(at)).iter().map(|form| form.lemma);
        lemmas.filter_map(|lemma| lexicon.verb(lemma)).any(|entry| entry.frames.has(Frame::Quote))
    };
    // croit savoir l'agence: the subject follows the whole phrase
    let compound = a.tag(at + 1) == Tag::VerbInf
        && lexicon.forms(a.word(at)).iter().any(|form| {
            lexicon.phrases_of(form.lemma).any(|entry| entry.lemma.split(' ').nth(1) == Some(a.word(at + 1)))
        });
    if compound && a.raw(at.wrapping_sub(1)) == "," {
        return a.lang == Language::French;
    }
    a.lang == Language::French
        && at.checked_sub(1).is_some_and(|before| a.raw(before) == ",")
        && matches!(a.tag(at + 1), Tag::Propn | Tag::Det)
        && a.is_capital(at + 1) == (a.tag(at + 1) == Tag::Propn)
        && super::phrase::end(a, at + 1, sentence.end, super::phrase::Attach::Of)
            .is_some_and(|end| end >= sentence.end || a.tag(end) == Tag::Punct)
        && quotes()
}

fn after_quotation(a: &Analysis<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let close = if a.raw(before) == "," { before.checked_sub(1) } else { Some(before) };
    close.is_some_and(|close| a.closed_at(close).is_some())
        && matches!(a.tag(at + 1), Tag::Det | Tag::Propn | Tag::Pron)
}

/// A phrase that begins the sentence or follows a quotation, or a clitic, stands right before it, and something follows
/// that a verb can have, or the quotation before is what it has.
fn has_subject(a: &Analysis<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let before = at.wrapping_sub(1);
    let quoted = (sentence.start..at).rev().find(|&i| a.closed_at(i).is_some());
    let start = quoted.map_or(sentence.start, |close| if a.raw(close + 1) == "," { close + 2 } else { close + 1 });
    let follows = matches!(
        a.tag(at + 1),
        Tag::Det
            | Tag::Adp
            | Tag::Pron
            | Tag::Sconj
            | Tag::Propn
            | Tag::Num
            | Tag::Adv
            | Tag::Part
            | Tag::VerbInf
            | Tag::AuxInf
            | Tag::VerbGer
    ) || a.opened_at(at + 1).is_some()
        || a.lang == Language::English && matches!(a.tag(at + 1), Tag::Noun | Tag::Adj);
    // L'élu, qui assure avoir « alerté la tutelle » dès 2019, compte saisir
    let opens =
        |start: usize| matches!(a.tag(start), Tag::Det | Tag::Propn | Tag::Num | Tag::Pron | Tag::Adj | Tag::Noun);
    let start = if opens(start) { start } else { sentence.start };
    at > start
        && (is_nominal(a.tag(before))
            || a.has(before, Class::Clitic) && a.tag(before) == Tag::Pron
            || a.raw(before) == "," && (start..before).any(|i| a.raw(i) == ","))
        && opens(start)
        && (quoted.is_some() || at + 2 < sentence.end && follows)
}

fn is_nominal(tag: Tag) -> bool {
    matches!(tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::Pron | Tag::Adv | Tag::Num | Tag::X)
}
