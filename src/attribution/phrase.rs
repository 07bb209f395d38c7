//! Noun phrases over tags: where the words that name somebody begin and end.
//!
//! There is no parser beneath; a phrase grows token by token while tags allow it, and stops where a second phrase
//! would begin (*Mardi* | *le ministre*) or a clause does.

use super::analysis::Analysis;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use std::ops::Range;

/// What may follow the head of a phrase inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attach {
    /// Complements with *de*, *of*: an inverted subject, that an adverbial may follow.
    Of,
    /// Any preposition and participles too: a subject before its verb, the complement of *selon*.
    All,
}

/// Whether a noun phrase can begin at `at`.
pub(super) fn begins(a: &Analysis<'_>, at: usize) -> bool {
    match a.tag(at) {
        Tag::Det | Tag::Noun | Tag::Propn | Tag::Num | Tag::Adj => true,
        Tag::Pron => {
            !a.has(at, Class::RelativeSubject) || a.lang == crate::lang::Language::English && a.word(at) == "that"
        }
        // at least one company
        Tag::Adp => {
            a.lang == crate::lang::Language::English && a.word(at) == "at" && matches!(a.word(at + 1), "least" | "most")
        }
        Tag::X | Tag::Sym => a.is_capital(at) || a.raw(at).starts_with(['@', '$', '€']),
        _ => false,
    }
}

/// The end of the phrase that begins at `start`, at most `limit`; `None` when none begins there.
pub(super) fn end(a: &Analysis<'_>, start: usize, limit: usize, attach: Attach) -> Option<usize> {
    if start >= limit || !begins(a, start) {
        return None;
    }
    let mut at = start;
    let mut head = None; // the last token that can end the phrase
    let mut after_adposition = false;
    let mut last_head_is_name = false;
    while at < limit {
        let fresh = after_adposition || at == start;
        match a.tag(at) {
            Tag::Det | Tag::Num if head.is_none() || fresh || a.tag(at - 1) == Tag::Det => after_adposition = false,
            // le numéro un, Jean Roux
            Tag::Det if head.is_some() && head == at.checked_sub(1) && a.raw(at + 1) == "," => head = Some(at),
            // le 10 octobre, article 3
            Tag::Num if !last_head_is_name => head = Some(at),
            Tag::Noun | Tag::Propn | Tag::X => {
                // A name after the noun it explains belongs (le ministre Jean Roux); a time noun after a whole
                // phrase does not (la préfecture mardi).
                if head.is_some() && !fresh && a.has(at, Class::Temporal) {
                    break;
                }
                head = Some(at);
                last_head_is_name = a.tag(at) == Tag::Propn;
                after_adposition = false;
            }
            // tous les pays: a determiner, whatever the tag
            Tag::Pron | Tag::Adj if fresh && a.tag(at + 1) == Tag::Det && a.word(at).starts_with("tou") => {
                after_adposition = true
            }
            Tag::Adj => {
                if head.is_some() || a.has(at.wrapping_sub(1), Class::Determiner) || fresh {
                    head = Some(at);
                }
                after_adposition = false;
            }
            Tag::Pron => {
                if head.is_some() && !fresh {
                    break;
                }
                head = Some(at);
                after_adposition = false;
            }
            Tag::Adv | Tag::Part if a.word(at).starts_with('\'') && head.is_some() => {
                head = None; // 's: the phrase goes on
                last_head_is_name = false;
            }
            Tag::Adv => {
                let modifies = matches!(a.tag(at + 1), Tag::Adj | Tag::VerbPast | Tag::Num);
                if !(modifies && (head.is_none() || attach == Attach::All)) {
                    break;
                }
            }
            Tag::Adp => {
                let Some(head_at) = head else { break };
                if head_at + 1 != at || !adposition_attaches(a, at, attach, last_head_is_name) {
                    break;
                }
                after_adposition = true;
                at += 1;
                continue;
            }
            Tag::VerbPast if head == at.checked_sub(1) && head.is_some() && attach == Attach::All => head = Some(at),
            Tag::VerbPast if head.is_none() && a.has(at.wrapping_sub(1), Class::Determiner) => head = Some(at), // le prévenu
            Tag::Cconj => {
                let joins = head.is_some() && coordinates(a, at, limit);
                if !joins {
                    break;
                }
                after_adposition = true; // a new determiner may follow
            }
            Tag::Punct if head.is_some() && !fresh => match quoted_name(a, at) {
                Some(end) if end <= limit => {
                    head = Some(end - 1);
                    at = end;
                    continue;
                }
                _ => break,
            },
            Tag::Punct | Tag::Sym if a.raw(at) == "&" => {}
            _ => break,
        }
        at += 1;
    }
    head.map(|head| head + 1)
}

/// Whether the preposition at `at`, right after a head, belongs to the phrase.
fn adposition_attaches(a: &Analysis<'_>, at: usize, attach: Attach, after_name: bool) -> bool {
    let next = at + 1;
    let nominal = matches!(a.tag(next), Tag::Det | Tag::Noun | Tag::Propn | Tag::Num | Tag::Adj | Tag::Pron);
    if !nominal {
        return false;
    }
    if a.has(at, Class::Of) {
        return true;
    }
    let noun = (next..next + 3).find(|&i| matches!(a.tag(i), Tag::Noun | Tag::Propn));
    let adverbial = noun.is_some_and(|i| a.has(i, Class::Temporal) || a.has(i, Class::Addressee));
    match attach {
        Attach::All => !adverbial,
        Attach::Of => !after_name && !adverbial && a.has(at, Class::To) && a.lang == crate::lang::Language::French,
    }
}

/// Whether the conjunction at `at` joins two parts of one phrase rather than two clauses.
fn coordinates(a: &Analysis<'_>, at: usize, limit: usize) -> bool {
    let next = at + 1;
    next < limit
        && matches!(a.tag(next), Tag::Det | Tag::Noun | Tag::Propn | Tag::Num | Tag::Adj)
        && matches!(a.word(at), "et" | "ou" | "and" | "or" | "&")
}

/// The end of a short quoted name that begins with the mark at `at`: *l'association « Nuits calmes »*.
fn quoted_name(a: &Analysis<'_>, at: usize) -> Option<usize> {
    let region = &a.regions[a.opened_at(at)?];
    let close = region.close?;
    let short = close - at <= 7 && a.is_capital(at + 1);
    short.then_some(close + 1)
}

/// The phrase that begins at `start`, with the role, name or age put beside it between commas.
pub(super) fn with_apposition(a: &Analysis<'_>, start: usize, limit: usize, attach: Attach) -> Option<Range<usize>> {
    let mut stop = end(a, start, limit, attach)?;
    for _ in 0..2 {
        match a.raw(stop) {
            "(" if stop < limit => match (stop + 1..limit.min(stop + 6)).find(|&i| a.raw(i) == ")") {
                Some(close) => stop = close + 1,
                None => break,
            },
            "," if stop < limit => match apposition(a, start..stop, stop + 1, limit) {
                Some(after) => stop = after,
                None => break,
            },
            _ => break,
        }
    }
    Some(start..stop)
}

/// The end of the apposition to `phrase` that begins at `start`, after its comma.
fn apposition(a: &Analysis<'_>, phrase: Range<usize>, start: usize, limit: usize) -> Option<usize> {
    let named = phrase.clone().any(|i| a.tag(i) == Tag::Propn);
    // 22 ans; 34
    if a.tag(start) == Tag::Num {
        let age = matches!(a.word(start + 1), "ans" | "years") || named && a.word(start + 1) == ",";
        let stop = if a.word(start + 1) == "ans" { start + 2 } else { start + 1 };
        return (named && age && stop <= limit).then_some(stop);
    }
    // Hugo Simonet, de l'hôpital de Larzac
    let from = if named && a.has(start, Class::Of) && a.tag(start) == Tag::Adp { start + 1 } else { start };
    let stop = end(a, from, limit, Attach::All)?;
    let names = (from..stop).any(|i| a.tag(i) == Tag::Propn);
    let lone_pronoun = a.tag(from) == Tag::Pron;
    let counted = a.tag(from) == Tag::Num;
    let closed = stop >= limit
        || matches!(a.raw(stop), "," | "." | ";" | ")" | "»" | "”" | "\"" | "''" | "—" | "–" | ":" | "!" | "?" | "…")
        || a.has(stop, Class::RelativeSubject)
        || a.has(stop, Class::Temporal)
        || a.tag(stop) == Tag::Adp;
    (closed && !lone_pronoun && !counted && (named || names)).then_some(stop)
}

/// The subject that ends right before `verb`, not reaching left of `from`.
///
/// Parentheses between commas (an apposition, a relative clause, *eux*) are stepped over; the apposition belongs
/// to the subject, the relative clause does not.
pub(super) fn subject_before(a: &Analysis<'_>, verb: usize, from: usize) -> Option<Range<usize>> {
    let mut stop = verb;
    while stop > from && (matches!(a.tag(stop - 1), Tag::Adv | Tag::Part) || is_lone_time(a, stop - 1, from)) {
        stop -= 1;
    }
    if stop <= from {
        return None;
    }
    if a.raw(stop - 1) == "," {
        return subject_before_comma(a, stop - 1, from);
    }
    // Un habitant qui a vu la scène raconte: the relative clause ends here, its antecedent is the subject.
    if let Some(relative) = open_relative(a, stop, from) {
        let before = if relative > from && a.raw(relative - 1) == "," { relative - 1 } else { relative };
        return plain_subject(a, before, from);
    }
    plain_subject(a, stop, from)
}

fn is_lone_time(a: &Analysis<'_>, at: usize, from: usize) -> bool {
    // Le ministre mardi a dit
    at > from && a.has(at, Class::Temporal) && matches!(a.tag(at - 1), Tag::Noun | Tag::Propn)
}

fn subject_before_comma(a: &Analysis<'_>, comma: usize, from: usize) -> Option<Range<usize>> {
    let open = (from..comma).rev().find(|&i| a.raw(i) == "," && a.region_at(i) == a.region_at(comma))?;
    let inner = open + 1;
    let before = plain_subject(a, open, from).or_else(|| {
        // two parentheses in a row: X, maire de Y, interrogé mardi, a dit
        (open > from).then(|| subject_before_comma(a, open, from)).flatten()
    })?;
    let nominal = end(a, inner, comma, Attach::All) == Some(comma) && a.tag(inner) != Tag::Pron;
    Some(if nominal { before.start..comma } else { before })
}

/// The relative pronoun of a clause that is still open before `stop`: *qui* with its verb between.
fn open_relative(a: &Analysis<'_>, stop: usize, from: usize) -> Option<usize> {
    let low = from.max(stop.saturating_sub(25));
    let mut finite = false;
    for at in (low..stop).rev() {
        if a.is_finite(at) {
            if finite {
                return None;
            }
            finite = true;
        }
        if a.has(at, Class::RelativeSubject)
            && matches!(a.tag(at), Tag::Pron | Tag::Sconj | Tag::Det)
            && a.word(at) != "that"
        {
            return finite.then_some(at);
        }
        if matches!(a.raw(at), ":" | ";" | ".") {
            return None;
        }
    }
    None
}

/// The phrase that ends right before `stop`: the leftmost start from which one phrase reaches it.
fn plain_subject(a: &Analysis<'_>, stop: usize, from: usize) -> Option<Range<usize>> {
    if stop <= from {
        return None;
    }
    // le Syndicat unitaire (SUT): the phrase ends before its short form
    if a.raw(stop - 1) == ")"
        && let Some(open) = (from..stop).rev().take(6).find(|&i| a.raw(i) == "(")
    {
        return plain_subject(a, open, from).map(|found| found.start..stop);
    }
    let mut low = stop;
    while low > from && !bounds_subject(a, low - 1) {
        low -= 1;
        if stop - low > 60 {
            break;
        }
    }
    // la Russie et la France after a comma: the list goes on before it.
    if low > from + 1 && a.raw(low - 1) == "," && (low..stop).any(|i| a.tag(i) == Tag::Cconj) {
        let earlier = low - 1;
        if let Some(first) = plain_subject(a, earlier, from)
            && end(a, low, stop, Attach::All) == Some(stop)
            && first.end == earlier
            && !first.clone().any(|i| a.has(i, Class::Temporal))
            && !(first.start > from && a.tag(first.start - 1) == Tag::Adp)
        {
            return Some(first.start..stop);
        }
    }
    (low..stop)
        .find(|&start| {
            begins(a, start)
                && !(start > low && matches!(a.tag(start - 1), Tag::Adp | Tag::Det | Tag::Adj | Tag::Num))
                && !(start > low && a.tag(start - 1) == Tag::Propn && a.tag(start) == Tag::Propn)
                && end(a, start, stop, Attach::All) == Some(stop)
        })
        .map(|start| start..stop)
}

/// Whether a subject cannot run over the token at `at` to its left.
fn bounds_subject(a: &Analysis<'_>, at: usize) -> bool {
    if a.is_quote_mark(at) {
        // The marks of a short quoted name stay inside a subject.
        return a.closed_at(at).or_else(|| a.opened_at(at)).is_none_or(|region| a.regions[region].outer().len() > 9);
    }
    match a.tag(at) {
        Tag::Punct => !matches!(a.raw(at), "(" | ")" | "&" | "." | "'" | "’") || a.raw(at) == ".",
        Tag::VerbFin
        | Tag::VerbCnd
        | Tag::AuxFin
        | Tag::AuxCnd
        | Tag::AuxInf
        | Tag::VerbInf
        | Tag::Sconj
        | Tag::Intj => true,
        Tag::Pron => a.has(at, Class::RelativeSubject) || a.has(at, Class::RelativeObject),
        Tag::VerbGer => true,
        _ => a.has(at, Class::Complementizer),
    }
}
