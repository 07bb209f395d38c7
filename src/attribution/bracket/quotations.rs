//! Quotations that no cue holds, and words in quotation marks inside a report.

use super::Attribution;
use super::continuation::SILENCE;
use super::phrase::{self, Reach};
use super::source::{is_nominative, subject_before_commas};
use super::view::{Segment, Shape, View};
use crate::attribution::analysis::Analysis;
use crate::attribution::free::covered;
use crate::attribution::pattern::Pattern;
use crate::lang::syntax::Class;
use crate::tagging::Tag;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Quotations that no cue took: those that make a sentence.
///
/// The speaker is the subject of the clause that leads to the quotation (*Sie griff ihn an: „...“*, *Weber wörtlich: „...“*)
/// or follows it (*„...“, mit diesen Worten trat sie ab*), or of the sentence before, or else the one who spoke last; those
/// whose own words no cue held are in `silent`.
pub(super) fn free_quotations(a: &Analysis<'_>, linked: &mut Vec<Attribution>, silent: &[Range<usize>]) {
    let mut covered = covered(a, linked);
    let spoken = Spoken::new(a, linked, silent);
    let mut new: Vec<Attribution> = Vec::new();
    for (number, region) in a.regions.iter().enumerate() {
        let Some(first) = region.pieces.first() else { continue };
        if region.parent.is_some() || covered[first.start] {
            continue;
        }
        let words = region.pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct).count();
        let finite = region.pieces.iter().flat_map(Clone::clone).any(|at| a.is_finite(at));
        let alone = a.sentence(region.open).start == region.open;
        let led = alone || matches!(a.raw(region.open.wrapping_sub(1)), ":" | "–" | "—");
        // Karl Weber („Das wird gut“) und andere
        let named = beside_name(a, number);
        // „Ich schon wieder“, mit diesen Worten kam er zurück
        let behind = alone.then(|| subject_behind(a, region.outer().end)).flatten();
        let listed = !alone
            && joined_to(a, region.open)
                .is_some_and(|open| new.last().is_some_and(|last| last.region == a.opened_at(open)));
        if !(led || listed || named.is_some()) || words < 3 || !finite && behind.is_none() {
            continue;
        }
        let mut attribution = Attribution::free(number, region.pieces.clone());
        let near = |place: usize| a.sentence_at(region.open).saturating_sub(a.sentence_at(place)) <= SILENCE;
        let before = spoken.before(region.open);
        let led_by = before.filter(|&(place, _)| !alone && a.sentence_at(place) == a.sentence_at(region.open));
        let subject = if named.is_some() {
            named
        } else if alone {
            behind.or_else(|| subject_of_sentence_before(a, region.open, before))
        } else if led_by.is_some() {
            None
        } else {
            subject_before(a, region.open)
        };
        if let Some(subject) = subject {
            attribution.source = vec![subject];
        } else if let Some(last) = new.last().filter(|last| {
            last.content.last().is_some_and(|piece| near(piece.start))
                && before.is_none_or(|(place, _)| last.content.first().is_some_and(|piece| piece.start > place))
        }) {
            attribution.source = last.source.clone();
        } else if let Some((_, source)) = before.filter(|&(place, _)| near(place)) {
            attribution.source = source.to_vec();
        }
        for piece in &attribution.content {
            covered[piece.clone()].fill(true);
        }
        new.push(attribution);
    }
    linked.extend(new);
}

/// Who has spoken outside of quotations, by place.
struct Spoken(Vec<(usize, Vec<Range<usize>>)>);

impl Spoken {
    fn new(a: &Analysis<'_>, linked: &[Attribution], silent: &[Range<usize>]) -> Spoken {
        let place =
            |found: &Attribution| found.cue.first().copied().or_else(|| found.content.first().map(|piece| piece.start));
        let cued = linked
            .iter()
            .filter(|found| !found.source.is_empty())
            .filter_map(|found| Some((place(found)?, found.source.clone())))
            // What is said inside a quotation is said by another.
            .filter(|&(place, _)| a.region_at(place).is_none());
        let silent = silent.iter().map(|source| (source.start, vec![source.clone()]));
        let mut all: Vec<(usize, Vec<Range<usize>>)> = cued.chain(silent).collect();
        all.sort_by_key(|&(place, _)| place);
        Spoken(all)
    }

    /// The last one before token `at`, with the place.
    fn before(&self, at: usize) -> Option<(usize, &[Range<usize>])> {
        let last = self.0.partition_point(|&(place, _)| place < at).checked_sub(1)?;
        self.0.get(last).map(|(place, source)| (*place, source.as_slice()))
    }
}

/// The quotation before the one at `open`, when only *und*, *oder*, *sondern auch* or a comma stands between: its opening
/// mark.
fn joined_to(a: &Analysis<'_>, open: usize) -> Option<usize> {
    let between = |at: usize| {
        matches!(a.raw(at), "," | "." | "auch" | "als")
            || a.has(at, Class::PhraseConjunction)
            || a.word(at) == "sondern"
    };
    let mut at = open.checked_sub(1)?;
    let lowest = open.saturating_sub(4);
    while at > lowest && between(at) {
        at -= 1;
    }
    let earlier = a.closed_at(at)?;
    (at + 1 < open).then(|| a.regions[earlier].open)
}

/// The name before a quotation in brackets: *Karl Weber („Das wird gut“)*.
fn beside_name(a: &Analysis<'_>, number: usize) -> Option<Range<usize>> {
    let region = &a.regions[number];
    let bracket = region.open.checked_sub(1).filter(|&at| a.raw(at) == "(")?;
    let closed = region.close.is_some_and(|close| a.raw(close + 1) == ")");
    let name = bracket.checked_sub(1).filter(|&at| closed && a.tag(at) == Tag::Propn)?;
    let v = View::around(a, bracket);
    let stop = v.item_of(name)? + 1;
    let low = stop.saturating_sub(NAME);
    let start = (low..stop).find(|&i| {
        v.is_word(i)
            && !matches!(v.tag(i), Tag::Adv | Tag::Cconj)
            && v.tag(i) != Tag::Adp
            && phrase::end(&v, i, stop, Reach::Of) == Some(stop)
    })?;
    phrase::speaks(&v, start..stop).then(|| v.tokens(start..stop))
}

/// A name with its role has so many words at most.
const NAME: usize = 6;

/// The subject of a clause that goes on behind a quotation: *„...“, mit diesen Worten trat sie ab*.
fn subject_behind(a: &Analysis<'_>, end: usize) -> Option<Range<usize>> {
    if !matches!(a.raw(end), "," | "–" | "—") {
        return None;
    }
    let v = View::around(a, end);
    let mark = v.item_of(end)?;
    let segment = v.segments.iter().find(|segment| segment.mark == mark && segment.shape == Shape::Main)?;
    let finite = segment.finite?;
    phrase::subject_after(&v, finite + 1..segment.items.end, v.items.len())
        .filter(|found| phrase::speaks(&v, found.clone()))
        .map(|found| v.tokens(found))
}

/// The subject of the sentence before the quotation at `open`, in its paragraph, when it can speak and nobody spoke since.
fn subject_of_sentence_before(
    a: &Analysis<'_>,
    open: usize,
    spoken: Option<(usize, &[Range<usize>])>,
) -> Option<Range<usize>> {
    let number = a.sentence_at(open);
    let before = a.sentences.get(number.checked_sub(1)?)?;
    if before.paragraph != a.sentences.get(number)?.paragraph
        || a.region_at(before.tokens.start).is_some()
        || a.opened_at(before.tokens.start).is_some()
        || spoken.is_some_and(|(place, _)| place >= before.tokens.start)
    {
        return None;
    }
    let v = View::around(a, before.tokens.start);
    let main = v.segments.iter().position(|segment| segment.shape == Shape::Main)?;
    let reported = v.segments[main].finite.is_some_and(|k| is_subjunctive(&v, k));
    let found = clause_subject(&v, main)?;
    (!reported && phrase::head_speaks(&v, found.clone())).then(|| v.tokens(found))
}

fn is_subjunctive(v: &View<'_, '_>, k: usize) -> bool {
    v.has(k, Class::Subjunctive) && !v.has(k, Class::HomographSubjunctive)
}

/// The subject of the main clause that segment `index` is: before or behind its verb.
pub(super) fn clause_subject(v: &View<'_, '_>, index: usize) -> Option<Range<usize>> {
    let segment = &v.segments[index];
    let finite = segment.finite?;
    let start = v.opening(&segment.items);
    let fits = |found: &Range<usize>| phrase::head_speaks(v, found.clone());
    let after = || phrase::subject_after(v, finite + 1..segment.items.end, v.items.len());
    if start == finite {
        // Der Sprecher, Karl Weber, will „prüfen“
        let before = (index > 0).then(|| subject_before_commas(v, index, finite)).flatten().filter(&fits);
        return before.or_else(after);
    }
    let prefield = phrase::end(v, start, finite, Reach::All).filter(|_| phrase::may_be_subject(v, start));
    // adverbs may stand between: Der Minister selbst sagte
    let closes = |stop: usize| (stop..finite).all(|k| v.tag(k) == Tag::Adv || v.has(k, Class::Temporal));
    match prefield.filter(|&stop| closes(stop) && !phrase::is_time(v, start..start + 1)) {
        Some(stop) if fits(&(start..stop)) => Some(start..stop),
        // Jede Schuld der Partei weist Weber von sich: who can speak is the subject
        Some(stop) => after().filter(|found| is_nominative(v, found.start) && fits(found)).or(Some(start..stop)),
        None => after(),
    }
}

/// The subject of the clause before the colon that leads to the quotation at `open`, or the name that stands there alone.
fn subject_before(a: &Analysis<'_>, open: usize) -> Option<Range<usize>> {
    let colon = open.checked_sub(1)?;
    let v = View::around(a, colon);
    let last = v.item_of(colon)?;
    let before = |segment: &Segment| segment.items.start < last && segment.shape == Shape::Main;
    // Er wandte sich gegen die These, das Dorf werde verschwinden: „...“: the clause that is not reported itself
    let own = |segment: &Segment| before(segment) && !segment.finite.is_some_and(|k| is_subjunctive(&v, k));
    let Some(main) = v.segments.iter().rposition(own).or_else(|| v.segments.iter().rposition(before)) else {
        // Weber wörtlich: „...“
        let first = v.segments.first()?;
        let start = v.opening(&first.items);
        return phrase::with_apposition(&v, start, last, Reach::All)
            .filter(|_| phrase::may_be_subject(&v, start))
            .map(|found| v.tokens(found));
    };
    // Das sei falsch: „…“: whoever reports goes on
    if v.segments[main].finite.is_some_and(|k| is_subjunctive(&v, k)) {
        return None;
    }
    clause_subject(&v, main).filter(|found| phrase::speaks(&v, found.clone())).map(|found| v.tokens(found))
}

/// A quotation that another is joined to is among so many found last.
const NEAR: usize = 8;

/// Wording in quotation marks that no report holds: *Er will „noch einmal prüfen“, ob*.
///
/// Its source is the subject of its clause, when that can speak; who judges (*Für Weber ist das „ein Fehler“*); the noun
/// before a relative clause; the source of the quotation it is joined to; or, for words that cannot be a name, who spoke
/// last.
pub(super) fn wording(a: &Analysis<'_>, linked: &mut Vec<Attribution>, silent: &[Range<usize>]) {
    let covered = covered(a, linked);
    let spoken = Spoken::new(a, linked, silent);
    let mut by_region: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, found) in linked.iter().enumerate() {
        if let Some(region) = found.region {
            by_region.entry(region).or_insert(index);
        }
    }
    let mut new: Vec<Attribution> = Vec::new();
    for (number, region) in a.regions.iter().enumerate() {
        let Some(first) = region.pieces.first() else { continue };
        if region.parent.is_some() || covered[first.start] {
            continue;
        }
        let mut attribution = Attribution::free(number, region.pieces.clone());
        attribution.pattern = Pattern::Quoted;
        if let Some(other) = joined_to(a, region.open).and_then(|open| a.opened_at(open)) {
            let found = by_region.get(&other).map(|&index| &linked[index]);
            if let Some(found) = found.or_else(|| new.iter().rev().take(NEAR).find(|found| found.region == Some(other)))
            {
                attribution.source = found.source.clone();
                attribution.cue = found.cue.clone();
                attribution.entry = found.entry;
                new.push(attribution);
                continue;
            }
        }
        let v = View::around(a, region.open);
        let Some(k) = v.item_of(region.open) else { continue };
        let Some(certain) = is_said(a, number) else {
            // Für Weber ist die Lage „ernst“; ein Titel steht nicht am Ende
            let index = v.segment_of(k).filter(|&index| {
                !a.is_capital(first.start)
                    || is_wording(a, &region.pieces)
                        && (k + 1 == v.segments[index].items.end || v.segments[index].finite == Some(k + 1))
            });
            if let Some(judge) = index.and_then(|index| judge(&v, index)) {
                attribution.source = vec![v.tokens(judge)];
                new.push(attribution);
            }
            continue;
        };
        let before = || {
            let (place, source) = spoken.before(region.open)?;
            let distance = a.sentence_at(region.open).saturating_sub(a.sentence_at(place));
            (distance <= SILENCE).then(|| source.to_vec())
        };
        // Auf dem Weg einer „...“ komme die Regierung zum selben Ergebnis: whoever reports goes on
        let reported = v
            .segment_of(k)
            .and_then(|index| v.segments[index].finite)
            .is_some_and(|finite| v.has(finite, Class::SureSubjunctive) && v.level.is_none());
        let source = reported.then(before).flatten().or_else(|| speaker_of_wording(&v, k)).or_else(|| {
            let wording = v.has(k.wrapping_sub(1), Class::WordingNoun) || v.word(k.wrapping_sub(1)) == "wie";
            wording.then(|| bearer(&v, k)).flatten().map(|found| vec![v.tokens(found)])
        });
        let source = source.or_else(|| before().filter(|_| certain));
        if let Some(source) = source {
            attribution.source = source;
            new.push(attribution);
        }
    }
    linked.extend(new);
}

/// Whether the words of a quotation inside a clause are somebody's wording and no name or title, and whether that is sure.
fn is_said(a: &Analysis<'_>, number: usize) -> Option<bool> {
    let region = &a.regions[number];
    let words: Vec<usize> = region.pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct).collect();
    let before = region.open.wrapping_sub(1);
    if a.has(before, Class::SoCalled) {
        return None;
    }
    // die Parole „Freiheit“, Sprüche wie „Freiheit“
    let noun = if a.word(before) == "wie" { before.wrapping_sub(1) } else { before };
    if a.has(noun, Class::WordingNoun) && a.is_capital(noun) {
        return Some(false);
    }
    if words.len() < 2 || !is_wording(a, &region.pieces) {
        return None;
    }
    let small = words.first().is_some_and(|&at| !a.is_capital(at) && a.tag(at) != Tag::Num);
    // der Film „So heißt er“
    let titled = a.is_capital(before) && a.tag(before) != Tag::Punct && a.sentence(region.open).start < before;
    (small || !titled).then_some(small && words.len() > 2)
}

/// Who judges in a clause: *für Weber ist das ein Fehler*, *was für Weber ein Fehler ist*, *war für Weber ein Fehler*.
pub(super) fn judge(v: &View<'_, '_>, index: usize) -> Option<Range<usize>> {
    let segment = &v.segments[index];
    let (open, finite) = (v.opening(&segment.items), segment.finite?);
    let copula = v.has(finite, Class::Copula);
    let place = match segment.shape {
        Shape::Main if v.word(open) == "für" => open,
        Shape::Main if v.word(open) == "was" => open + 1,
        Shape::Main => finite + 1,
        Shape::Relative | Shape::Question => open + 1,
        Shape::That | Shape::As | Shape::Adverbial | Shape::Infinitive | Shape::Bare => return None,
    };
    let judges = copula && v.word(place) == "für";
    let stop = judges.then(|| phrase::end(v, place + 1, segment.items.end, Reach::Of)).flatten()?;
    // Für Weber ist das: the verb ends the phrase
    let stop = if place < finite { stop.min(finite) } else { stop };
    // für die Verbände „Wortbruch und Betrug“: what is judged is no part of who judges
    let stop = (place + 2..stop).find(|&k| v.quote(k).is_some()).unwrap_or(stop);
    phrase::speaks(v, place + 1..stop).then_some(place + 1..stop)
}

/// Whose wording item `k` is, by its own clause.
fn speaker_of_wording(v: &View<'_, '_>, k: usize) -> Option<Vec<Range<usize>>> {
    let index = v.segment_of(k)?;
    let segment = &v.segments[index];
    let fits = |found: &Range<usize>| {
        !found.contains(&k)
            && !v.has(found.start, Class::ImpersonalSubject)
            && (phrase::head_speaks(v, found.clone()) || phrase::speaks(v, found.clone()) && found.len() == 1)
    };
    let tokens = |found: Range<usize>| vec![v.tokens(found)];
    let finite = segment.finite?;
    let open = v.opening(&segment.items);
    match segment.shape {
        Shape::Main => {
            // Für Weber ist das „ein Fehler“
            if let Some(judge) = judge(v, index).filter(fits) {
                return Some(tokens(judge));
            }
            // wird vom Wetterdienst als „hoch“ eingestuft
            let agent = segment.items.clone().find_map(|i| {
                let by = v.has(i, Class::Agent) && v.tag(i) == Tag::Adp && v.has(finite, Class::PassiveAuxiliary);
                let stop = by.then(|| phrase::end(v, i + 1, segment.items.end, Reach::Of)).flatten()?;
                Some(i + 1..stop).filter(fits)
            });
            // Eine „heiße Spur“ führte die Polizei nach Köln
            let after = || phrase::subject_after(v, finite + 1..segment.items.end, v.items.len()).filter(fits);
            agent.or_else(|| clause_subject(v, index).filter(fits)).or_else(after).map(tokens)
        }
        Shape::Relative => {
            let own = phrase::subject_after(v, open + 1..finite, finite).filter(fits);
            let stop = v.segments.get(index.checked_sub(1)?)?.items.end;
            let nominative = v.has(open, Class::RelativeSubject);
            let antecedent = || {
                let start =
                    (0..stop).find(|&i| phrase::end(v, i, stop, Reach::Of) == Some(stop) && v.tag(i) != Tag::Adp)?;
                nominative.then_some(start..stop).filter(fits)
            };
            own.or_else(antecedent).map(tokens)
        }
        Shape::That | Shape::Question | Shape::As | Shape::Adverbial => {
            phrase::subject_after(v, open + 1..finite, finite).filter(fits).map(tokens)
        }
        Shape::Infinitive | Shape::Bare => None,
    }
}

/// Who or what bears a wording that its own clause gives to nobody: *Tücher mit der Aufschrift „...“*, *Auf dem Plakat war die
/// Parole „...“ zu lesen*, *Sie protestierten mit Plakaten, auf denen Sprüche wie „...“ standen*.
fn bearer(v: &View<'_, '_>, k: usize) -> Option<Range<usize>> {
    let index = v.segment_of(k)?;
    let items = v.segments[index].items.clone();
    // Tücher mit der Aufschrift
    let with = (items.start..k).rev().take(4).find(|&i| v.tag(i) == Tag::Adp && !v.is_capital(i));
    let noun =
        with.filter(|&with| v.word(with) == "mit" && with > items.start && v.is_capital(with - 1)).and_then(|with| {
            (items.start..with).find(|&i| {
                phrase::end(v, i, with, Reach::Of) == Some(with)
                    && v.tag(i) != Tag::Adp
                    && (i == items.start || !v.has(i - 1, Class::Determiner) && v.tag(i - 1) != Tag::Adj)
            })
        });
    if let Some(start) = noun {
        return with.map(|with| start..with);
    }
    // Auf dem Plakat war die Parole zu lesen
    let place = (items.start..k).find_map(|i| {
        let preposition = v.tag(i) == Tag::Adp && v.has(i, Class::SayingPlace);
        let stop = preposition.then(|| phrase::end(v, i + 1, k, Reach::Of)).flatten()?;
        (!phrase::is_time(v, i + 1..stop) && v.segments[index].shape == Shape::Main).then_some(i + 1..stop)
    });
    let main = || {
        let main = v.segments[..index].iter().rposition(|segment| segment.shape == Shape::Main)?;
        clause_subject(v, main).filter(|found| phrase::head_speaks(v, found.clone()))
    };
    place.or_else(main)
}

/// Words in quotation marks inside a report are the speaker's own: a claim inside the claim.
pub(super) fn quoted_words(a: &Analysis<'_>, linked: &mut Vec<Attribution>) {
    let direct: BTreeSet<usize> = linked.iter().filter_map(|found| found.region).collect();
    let mut new: BTreeMap<usize, (usize, Attribution)> = BTreeMap::new();
    for found in linked.iter().filter(|found| found.region.is_none()) {
        for piece in &found.content {
            let first = a.regions.partition_point(|region| region.open < piece.start);
            for (number, region) in
                a.regions.iter().enumerate().skip(first).take_while(|(_, region)| region.open < piece.end)
            {
                let inside = region.close.is_some_and(|close| close < piece.end);
                // At the level of the report: not a quotation inside a quotation.
                if !inside
                    || region.parent != a.region_at(piece.start)
                    || direct.contains(&number)
                    || !is_wording(a, &region.pieces) && !is_noun(a, &region.pieces) && !is_called(a, region.open)
                {
                    continue;
                }
                let size = found.content.iter().map(Range::len).sum::<usize>();
                let attribution = Attribution {
                    region: Some(number),
                    content: region.pieces.clone(),
                    pattern: Pattern::Quoted,
                    negated: false,
                    ..found.clone()
                };
                // The smallest report around it is whose words they are.
                match new.get(&number) {
                    Some((known, _)) if *known <= size => {}
                    _ => drop(new.insert(number, (size, attribution))),
                }
            }
        }
    }
    linked.extend(new.into_values().map(|(_, attribution)| attribution));
}

/// Whether quoted words are a way of putting it rather than a name or title.
fn is_wording(a: &Analysis<'_>, pieces: &[Range<usize>]) -> bool {
    let words = || pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct);
    words().any(|at| !a.is_capital(at))
}

/// Whether what is quoted is what somebody calls a thing, not its title: *eine „Achse Berlin–Paris“*, *als „Feinde Gottes“*.
fn is_called(a: &Analysis<'_>, open: usize) -> bool {
    let before = open.wrapping_sub(1);
    a.has(before, Class::IndefiniteArticle) || a.has(before, Class::JudgedAs)
}

/// Whether a quotation is one common noun (*die „Landnahmen“*).
fn is_noun(a: &Analysis<'_>, pieces: &[Range<usize>]) -> bool {
    let words: Vec<usize> = pieces.iter().flat_map(Clone::clone).filter(|&at| a.tag(at) != Tag::Punct).collect();
    matches!(words.as_slice(), [at] if a.tag(*at) == Tag::Noun)
}
