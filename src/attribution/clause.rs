//! Where a reported clause ends.

use super::analysis::Analysis;
use super::cue::CueMap;
use super::phrase;
use crate::lang::syntax::Class;
use crate::tagging::Tag;

/// The end of the content that begins at `start`, at most `limit`, without the final stop.
///
/// `in_relative` says that the cue stands in a relative clause: then the content ends at the comma after which the
/// main verb follows (*X, qui estime que ..., a dit*).
pub(super) fn content_end(a: &Analysis<'_>, cues: &CueMap, start: usize, limit: usize, in_relative: bool) -> usize {
    let mut at = start;
    while at < limit {
        if let Some(region) = a.opened_at(at) {
            let outer = a.regions[region].outer();
            if outer.end > at && outer.end <= limit {
                at = outer.end;
                continue;
            }
        }
        if at > start && stops(a, cues, at, limit, in_relative) {
            break;
        }
        at += 1;
    }
    trim_end(a, start, at)
}

/// `end` moved left over final stops and commas.
pub(super) fn trim_end(a: &Analysis<'_>, start: usize, mut end: usize) -> usize {
    while end > start + 1
        && matches!(a.raw(end - 1), "." | "," | ";" | ":" | "—" | "–" | "--")
        && !a.is_quote_mark(end - 1)
    {
        end -= 1;
    }
    end
}

/// Whether the comma or stop inside of its last mark ends an English clause that is this quotation and begins with it.
pub(super) fn ends_inside(a: &Analysis<'_>, region: usize) -> bool {
    let region = &a.regions[region];
    region.close.is_some_and(|close| close > region.open + 3 && matches!(a.raw(close - 1), "," | "." | "!" | "?"))
}

fn stops(a: &Analysis<'_>, cues: &CueMap, at: usize, limit: usize, in_relative: bool) -> bool {
    let word = a.raw(at);
    let next = at + 1;
    // he did not think it would last: “Once the wind blows, ...”
    if word == ";" || word == ":" && (a.lang == crate::lang::Language::French || a.opened_at(next).is_some()) {
        return true;
    }
    if word == "," {
        if a.has(next, Class::ClosingConjunction)
            && (a.has(next + 1, Class::Complementizer) || a.lang == crate::lang::Language::English)
        {
            return true;
        }
        // , ce que X dément; , ce qui
        if a.word(next) == "ce" && (a.has(next + 1, Class::Complementizer) || a.has(next + 1, Class::RelativeSubject)) {
            return true;
        }
        if cues.inserted_at(a, next, limit)
            || cues.opens_at(next)
            || cues.opens_at(next + 1) && a.has(next, Class::ParticipleIntroducer)
        {
            return true;
        }
        // , avant de promettre; , non sans rappeler
        if (next..limit.min(next + 4)).any(|i| cues.is_infinitive(i))
            && (matches!(a.tag(next), Tag::Adp) || a.has(next, Class::ParticipleIntroducer))
        {
            return true;
        }
        if in_relative && (verb_follows(a, next) || main_clause_follows(a, next, limit)) {
            return true;
        }
        if a.has(next, Class::Coordinator) && (cues.resumes_at(next + 1) || another_speaks(a, cues, next + 1, limit)) {
            return true;
        }
    }
    // et a rappelé que: the next verb of the same speaker
    if a.has(at, Class::Coordinator) && cues.resumes_at(next) {
        return true;
    }
    // tout en demandant
    a.has(at, Class::ParticipleIntroducer) && a.has(next, Class::ParticipleIntroducer) && cues.opens_at(next + 1)
        || a.has(at, Class::ParticipleIntroducer)
            && cues.opens_at(next)
            && a.tag(next) == Tag::VerbGer
            && a.lang == crate::lang::Language::French
        || matches!(word, "—" | "–") && cues.opens_at(next)
}

/// In English, whether a clause with a subject and a finite verb of its own begins at `at`.
fn main_clause_follows(a: &Analysis<'_>, at: usize, limit: usize) -> bool {
    a.lang == crate::lang::Language::English
        && phrase::end(a, at, limit, phrase::Attach::Of).is_some_and(|end| {
            (end..limit.min(end + 2)).find(|&i| a.tag(i) != Tag::Adv).is_some_and(|i| a.is_finite(i))
        })
}

/// *..., and its chief complained that*: somebody else says something, with the words to follow.
fn another_speaks(a: &Analysis<'_>, cues: &CueMap, at: usize, limit: usize) -> bool {
    let Some(end) = phrase::end(a, at, limit, phrase::Attach::Of) else { return false };
    let verb = (end..limit.min(end + 3)).find(|&i| a.tag(i) != Tag::Adv).unwrap_or(end);
    let after = (verb..limit.min(verb + 5)).find(|&i| a.has(i, Class::Complementizer));
    cues.resumes_at(verb) && after.is_some()
}

/// Whether a finite verb begins at `at`, after clitics.
pub(super) fn verb_follows(a: &Analysis<'_>, at: usize) -> bool {
    let mut i = at;
    while i < at + 3 && (a.has(i, Class::Clitic) || a.has(i, Class::Negation)) && !a.is_finite(i) {
        i += 1;
    }
    a.is_finite(i)
}
