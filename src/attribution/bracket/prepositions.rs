//! Sources that a preposition or *so* names: *laut X*, *nach Angaben von X*, *X zufolge*, *nach Ansicht des Y*, *, so X*.

use super::Attribution;
use super::border::content_end;
use super::phrase::{self, Reach};
use super::view::{Kind, Shape, View};
use crate::attribution::pattern::Pattern;
use crate::lang::syntax::{Class, Syntax};
use crate::lang::{CueEntry, Lexicon, Pos};
use crate::tagging::Tag;
use std::ops::Range;

/// So many items make a clause, whatever their tags say.
const CLAUSE: usize = 6;

/// A preposition with what it governs.
struct Named {
    entry: &'static CueEntry,
    /// The items of the cue.
    cue: Vec<usize>,
    /// The items of the source.
    source: Range<usize>,
    /// All of the phrase, which the content leaves out.
    whole: Range<usize>,
}

/// The attributions of a sentence that a preposition makes.
pub(super) fn link(v: &View<'_, '_>) -> Vec<Attribution> {
    let mut found = Vec::new();
    for k in 0..v.items.len() {
        if let Some(named) =
            so(v, k).or_else(|| preposition(v, k)).or_else(|| postposition(v, k)).or_else(|| relative(v, k))
            && let Some((content, region)) = content(v, &named)
        {
            found.push(Attribution {
                source: vec![v.tokens(named.source.clone())]
                    .into_iter()
                    .filter(|source| source.start < source.end)
                    .collect(),
                cue: named.cue.iter().map(|&k| v.token(k)).collect(),
                entry: Some(named.entry),
                content,
                region,
                pattern: Pattern::Preposition,
                negated: false,
                score: None,
            });
        }
    }
    found
}

fn entry(v: &View<'_, '_>, lemma: &str) -> Option<&'static CueEntry> {
    let words: Vec<&str> = lemma.split(' ').collect();
    Lexicon::of(v.a.lang)
        .fixed_at(|i| words.get(i).copied().unwrap_or(""))
        .map(|(entry, _)| entry)
        .filter(|entry| entry.pos == Pos::Prep && entry.lemma == lemma)
}

/// *..., so der Sprecher*
fn so(v: &View<'_, '_>, k: usize) -> Option<Named> {
    let entry = entry(v, v.word(k)).filter(|_| v.word(k) == "so")?;
    // „...“ so der Sprecher: the comma is missing
    let bare = k > 0 && v.quote(k - 1).is_some();
    let segment = v.segments.iter().find(|segment| segment.items.start == k || bare && segment.items.contains(&k))?;
    let set_off = bare || matches!(v.mark(segment.mark), "," | "–" | "—" | "-");
    let closed = segment.mark == usize::MAX && !bare && quotation_before(v, k).is_none();
    if !(set_off || segment.mark == usize::MAX) || segment.finite.is_some() || closed {
        return None;
    }
    let pointing = v.has(k + 1, Class::Latter) || v.has(k + 1, Class::FirstOfTwo);
    let alone = (pointing && !v.is_word(k + 2)).then_some(k + 1..k + 2);
    let found = alone.clone().or_else(|| phrase::with_apposition(v, k + 1, v.items.len(), Reach::All))?;
    let named = alone.is_some()
        || (found.start..found.end).any(|i| v.is_capital(i))
        || v.has(found.start, Class::SubjectPronoun);
    // so dass, so zum Beispiel, so viel
    if !named || !phrase::may_be_subject(v, k + 1) {
        return None;
    }
    let end = v.segments.iter().map(|segment| segment.items.end).find(|&end| end >= found.end)?;
    Some(Named { entry, cue: vec![k], source: found, whole: k..end })
}

/// The quotation that ends the sentence before, when this one begins with a small letter: *„Das war es.“ so der Sprecher*.
fn quotation_before(v: &View<'_, '_>, k: usize) -> Option<usize> {
    let at = v.token(k);
    (k == 0 && !v.a.is_capital(at)).then(|| v.a.closed_at(at.checked_sub(1)?)).flatten()
}

/// *laut X*, *nach Angaben von X*, *nach einer Studie*
fn preposition(v: &View<'_, '_>, k: usize) -> Option<Named> {
    let word = v.word(k);
    if word.is_empty() || matches!(word, "so" | "zufolge" | "wonach") {
        return None;
    }
    // nach ersten Angaben der Polizei: adjectives, an article or a possessive may stand before the noun
    let noun = (k + 1..v.items.len().min(k + 6)).find(|&i| v.is_capital(i) || !v.is_word(i));
    if let Some(noun) = noun.filter(|&i| v.is_capital(i)) {
        let lemma = format!("{word} {}", v.word(noun));
        // Polizeiangaben, Medienberichten: the first part is the source
        let compound = || {
            let syntax = Syntax::of(v.a.lang);
            let whole = v.word(noun);
            let end = whole.char_indices().skip(3).map(|(place, _)| &whole[place..]);
            end.filter(|end| syntax.classes(end).has(Class::StatementNoun))
                .find_map(|end| entry(v, &format!("{word} {end}")))
        };
        let direct = entry(v, &lemma);
        // nach Grupps Meinung: the owner stands before the noun
        if direct.is_none() && v.is_capital(noun + 1) && v.word(noun).ends_with('s') {
            let after = entry(v, &format!("{word} {}", v.word(noun + 1)));
            if let Some(found) = after {
                return Some(Named {
                    entry: found,
                    cue: vec![k, noun + 1],
                    source: k + 1..noun + 1,
                    whole: k..noun + 2,
                });
            }
        }
        if let Some(found) = direct.or_else(compound) {
            return statement(v, found, k, noun, direct.is_some());
        }
    }
    let found = entry(v, word)?;
    let start = if v.has(k + 1, Class::Of) && word != "laut" { k + 2 } else { k + 1 };
    let source = phrase::without_wording(v, phrase::with_apposition(v, start, v.items.len(), Reach::Of)?);
    if found.is_restricted() {
        return None;
    }
    let head = (source.start..source.end)
        .find(|&i| v.is_capital(i) || v.quote(i).is_some() || v.tag(i) == Tag::Propn || v.word(i).contains('-'))?;
    if word != "laut" && Lexicon::of(v.a.lang).is_measure(v.word(head)) {
        return None;
    }
    Some(Named { entry: found, cue: vec![k], whole: k..source.end, source })
}

/// The source of *nach Angaben*: whose they are, or else the phrase itself.
fn statement(v: &View<'_, '_>, entry: &'static CueEntry, k: usize, noun: usize, direct: bool) -> Option<Named> {
    let end = phrase::end(v, k + 1, v.items.len(), Reach::Of)?.max(noun + 1);
    let possessive = (k + 1..noun).find(|&i| v.has(i, Class::Possessive) || matches!(v.word(i), "dessen" | "deren"));
    let whole = phrase::with_apposition(v, k + 1, v.items.len(), Reach::Of).map_or(end, |found| found.end.max(end));
    let whole = phrase::without_wording(v, k + 1..whole).end;
    let end = end.min(whole).max(noun + 1);
    let (source, cue) = if let Some(own) = possessive {
        (own..own + 1, vec![k, noun])
    } else if end > noun + 1 && direct && is_speech_noun(v, noun) {
        let start = if v.has(noun + 1, Class::Of) && v.tag(noun + 1) == Tag::Adp { noun + 2 } else { noun + 1 };
        (start..whole, vec![k, noun])
    } else {
        (k + 1..whole, vec![k])
    };
    Some(Named { entry, cue, whole: k..whole.max(end), source })
}

/// Whether a noun names what somebody says or thinks, which is part of the cue; a study or report is itself the source.
fn is_speech_noun(v: &View<'_, '_>, noun: usize) -> bool {
    !v.has(noun, Class::DocumentNoun) && !v.ends_in(noun, Class::DocumentNoun)
}

/// *X zufolge*, *seiner Meinung nach*
fn postposition(v: &View<'_, '_>, k: usize) -> Option<Named> {
    let word = v.word(k);
    if !matches!(word, "zufolge" | "nach" | "folge")
        || k == 0
        || !(v.is_capital(k - 1) || v.quote(k - 1).is_some() || v.items[k - 1].kind == Kind::Aside)
    {
        return None;
    }
    let low = k.saturating_sub(14);
    let segment = v.segment_of(k)?;
    let low = low.max(v.segments[segment].items.start);
    let starts: Vec<usize> = (low..k)
        .filter(|&i| phrase::end(v, i, k, Reach::Of) == Some(k) && v.tag(i) != Tag::Adp && !v.has(i, Class::Temporal))
        .filter(|&i| {
            i == low
                || !v.is_word(i - 1)
                || v.has(i, Class::Determiner)
                || !v.has(i - 1, Class::Determiner) && v.tag(i - 1) != Tag::Adj && v.tag(i - 1) != Tag::VerbPast
        })
        .collect();
    if word == "nach" {
        let noun = k - 1;
        let found = entry(v, &format!("nach {}", v.word(noun)))?;
        let own = (low..noun)
            .find(|&i| v.has(i, Class::Possessive) || v.has(i, Class::Determiner) || v.word(i) == "eigenen")?;
        let source = if v.has(own, Class::Possessive) { own..own + 1 } else { own..k };
        let cue = if source.len() == 1 { vec![noun, k] } else { vec![k] };
        return Some(Named { entry: found, cue, source, whole: own..k + 1 });
    }
    let found = entry(v, "zufolge")?;
    let mut start = *starts.first()?;
    // dem Bericht zufolge after a verb: handele sich ersten Angaben zufolge
    while start > low
        && v.is_word(start - 1)
        && matches!(v.tag(start - 1), Tag::Adj | Tag::VerbPast | Tag::Det)
        && !v.is_finite(start - 1)
    {
        start -= 1;
    }
    Some(Named { entry: found, cue: vec![k], source: start..k, whole: start..k + 1 })
}

/// *ein Bericht, wonach ...*, *Studien, nach denen ...*
fn relative(v: &View<'_, '_>, k: usize) -> Option<Named> {
    let index = v.segments.iter().position(|segment| v.opening(&segment.items) == k)?;
    let segment = &v.segments[index];
    let after_preposition = matches!(v.word(k), "nach" | "laut")
        && (v.has(k + 1, Class::RelativeObject) || v.has(k + 1, Class::RelativeSubject))
        && (v.word(k + 1) == "denen" || !v.is_capital(k + 2));
    if !(v.has(k, Class::ContentRelative) || after_preposition && segment.shape == Shape::Relative) {
        return None;
    }
    let found = entry(v, "wonach")?;
    let earlier = v.segments.get(index.checked_sub(1)?)?.items.clone();
    let start = earlier
        .clone()
        .find(|&i| phrase::end(v, i, earlier.end, Reach::Of) == Some(earlier.end) && v.tag(i) != Tag::Adp)
        .unwrap_or(earlier.end);
    let open = if v.has(k, Class::ContentRelative) { k } else { k + 1 };
    Some(Named { entry: found, cue: (k..=open).collect(), source: start..earlier.end, whole: earlier.end..open + 1 })
}

/// The clause around the phrase, without it.
fn content(v: &View<'_, '_>, named: &Named) -> Option<(Vec<Range<usize>>, Option<usize>)> {
    let at = *named.cue.first()?;
    if let Some(region) = quotation_before(v, at).filter(|_| named.entry.lemma == "so") {
        return Some((v.a.regions[region].pieces.clone(), Some(region)));
    }
    let index = v.segment_of(at)?;
    let first = |index: usize| {
        (0..=index)
            .rev()
            .find(|&i| {
                v.segments[i].mark == usize::MAX || matches!(v.mark(v.segments[i].mark), ":" | ";" | "." | "!" | "?")
            })
            .unwrap_or(0)
    };
    let shape = v.segments[index].shape;
    let subordinate = matches!(shape, Shape::Relative | Shape::Adverbial | Shape::That | Shape::Question);
    // in a subordinate clause only that clause
    let bounds = if named.entry.lemma == "wonach" {
        named.whole.end..content_end(v, named.whole.end, index, true)
    } else if subordinate {
        let open = v.opening(&v.segments[index].items);
        let open = if shape == Shape::That { open + 1 } else { open };
        open..v.segments[index].items.end
    } else {
        // Die Häfen bleiben zu, der Bahnhof wird laut Zeitung geöffnet: a clause with a beginning of its own
        let own = v.opening(&v.segments[index].items);
        let starts = shape == Shape::Main && v.segments[index].finite.is_some_and(|k| k > own && own < at);
        let follows = v.segments[first(index)..index].iter().any(|earlier| {
            earlier.shape == Shape::Main && earlier.finite.is_some_and(|k| k > v.opening(&earlier.items))
        });
        let start = if starts && follows { own } else { v.opening(&v.segments[first(index)].items) };
        start..v.items.len()
    };
    // A semicolon after it ends it.
    let ends =
        |k: usize| v.mark(k) == ";" || v.mark(k) == ":" && v.quote(k + 1).is_some() && named.entry.lemma == "wonach";
    let end = (named.whole.end..bounds.end).find(|&k| ends(k)).unwrap_or(bounds.end);
    let mut left = bounds.start..named.whole.start.max(bounds.start);
    let mut right = named.whole.end.max(bounds.start)..end;
    // Laut einem Gutachten, das die Stadt bestellt hatte, ist das Dach undicht
    if left.start >= left.end
        && let Some(relative) =
            v.segments.iter().find(|next| next.items.start == right.start + 1 && next.shape == Shape::Relative)
        && relative.items.end < right.end
    {
        right.start = relative.items.end;
    }
    let is_mark = |k: usize| v.items[k].kind == Kind::Mark;
    while left.end > left.start && is_mark(left.end - 1) {
        left.end -= 1;
    }
    while left.start < left.end && is_mark(left.start) {
        left.start += 1;
    }
    while right.start < right.end && is_mark(right.start) {
        right.start += 1;
    }
    while right.end > right.start && is_mark(right.end - 1) {
        right.end -= 1;
    }
    // „...“, so X
    let goes_on = right.start < right.end && v.is_finite(right.start);
    if let Some(region) = left.end.checked_sub(1).and_then(|k| v.quote(k)).filter(|_| left.len() == 1 && !goes_on) {
        let mut pieces = v.a.regions[region].pieces.clone();
        if let Some(next) = v.quote(right.start).filter(|_| right.start < right.end) {
            pieces.extend(v.a.regions[next].pieces.clone());
        }
        return Some((pieces, Some(region)));
    }
    // Seiner Ansicht nach „haben wir verloren“
    if let Some(region) = v.quote(right.start).filter(|_| left.is_empty() && right.len() == 1) {
        return Some((v.a.regions[region].pieces.clone(), Some(region)));
    }
    let clause = |range: &Range<usize>| range.clone().any(|k| v.is_finite(k) || v.a.is_verb(v.token(k)));
    let closes = named.whole.end >= v.items.len() || is_mark(named.whole.end);
    if named.entry.lemma == "so" && clause(&left) && closes && !clause(&right) {
        right.end = right.start;
    }
    let pieces: Vec<Range<usize>> = [left, right].into_iter().filter(|piece| piece.start < piece.end).collect();
    let finite = pieces.iter().any(clause) || pieces.iter().map(Range::len).sum::<usize>() >= CLAUSE;
    let pieces: Vec<Range<usize>> = pieces.into_iter().map(|piece| v.tokens(piece)).collect();
    (finite && !pieces.is_empty()).then_some((pieces, None))
}
