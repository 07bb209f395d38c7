//! What is a claim made of, for comparison? Units: names, numbers, dates and words with what each stands for.

use super::qualifier::Qualifiers;
use super::value::{fraction, member};
use crate::claim::number::Quantity;
use crate::claim::{Claim, MentionKind};
use crate::lang::{ConceptId, Concepts, Language, Lemmas, Lexicon, PlaceKind, Places, TimeWords};
use crate::text::{ByteSpan, CodePoints, TokenKind, fold, tokenize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a unit stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// A word, or a phrase of the concept tables.
    Word,
    /// A word with a capital that no list knows.
    Name,
    /// A person or organisation: the value that its mentions share, and the words of the name.
    Person(String, Vec<String>),
    /// A country, by code.
    Country(String),
    /// Another place by its value, and the code of the country that it stands for or lies in.
    Place(String, String),
    /// A number.
    Number(Quantity),
    /// A date, ISO 8601.
    Date(String),
    /// One of a set of words of which a claim has one or another, days of the week or points of the compass: the set, and
    /// which one.
    Member(&'static str, u32),
}

/// One unit of a claim.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) meaning: Meaning,
    /// Where its words stand in the content, in bytes.
    pub(super) span: ByteSpan,
    /// The words in the light common form.
    pub(super) form: Arc<Form>,
    /// Further concepts: those of a phrase.
    pub(super) phrase: Vec<ConceptId>,
    /// How much it counts.
    pub(super) weight: f64,
    /// Its tokens, counted without punctuation.
    pub(super) at: usize,
    pub(super) len: usize,
    /// Whether a negation covers it.
    pub(super) negated: bool,
    /// Whether the negation says so of this unit first of all, and not of one before it.
    pub(super) in_focus: bool,
    /// The units that it negates by its own meaning (*refuser de*, *fail to*), as indices; empty for most.
    pub(super) negates: std::ops::Range<usize>,
    /// Whether it names an office or a profession: *président*, *singer*.
    pub(super) is_role: bool,
    /// Whether it is written in capitals.
    pub(super) is_upper: bool,
    /// The first letters of its words, in lower case.
    pub(super) initials: Vec<char>,
    /// Whether it belongs to the words that name the speaker.
    pub(super) in_source: bool,
}

impl Unit {
    fn new(text: &str, words: &Words, meaning: Meaning, at: usize, len: usize) -> Unit {
        let (first, last) = (words.spans[at], words.spans[at + len - 1]);
        Unit {
            meaning,
            span: ByteSpan::new(first.start(), last.end()),
            form: Arc::clone(&words.forms[at]),
            phrase: Vec::new(),
            weight: 1.0,
            at,
            len,
            negated: false,
            in_focus: false,
            negates: 0..0,
            is_role: len == 1 && Lexicon::of(words.lang).is_role(words.word(at)),
            is_upper: (at..at + len).all(|i| words.spans[i].of(text).chars().all(char::is_uppercase)),
            initials: (at..at + len)
                .filter(|&i| len == 1 || !words.is_function(i))
                .filter_map(|i| words.word(i).chars().next())
                .collect(),
            in_source: false,
        }
    }

    /// The concepts it may stand for.
    pub(super) fn concepts(&self) -> &[ConceptId] {
        if self.phrase.is_empty() { &self.form.concepts } else { &self.phrase }
    }

    /// The words as written.
    pub(super) fn text<'c>(&self, claim: &'c Claim) -> &'c str {
        self.span.of(&claim.content.text)
    }
}

/// What is known of a word by itself, shared by all its places.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// The word, folded.
    pub(super) word: String,
    /// The word and the dictionary forms that it may come from.
    pub(super) lemmas: Vec<String>,
    /// Its stem, without accents.
    pub(super) stem: String,
    /// The word without accents.
    pub(super) plain: String,
    /// What two languages may share of it.
    pub(super) skeleton: String,
    /// The concepts that it can stand for.
    pub(super) concepts: Vec<ConceptId>,
    /// Whether it carries no content of its own.
    pub(super) is_function: bool,
    /// Whether it says little.
    pub(super) is_light: bool,
}

/// The forms of one language that were looked up already.
#[derive(Debug, Default)]
pub(super) struct Forms(BTreeMap<(Language, bool), BTreeMap<String, Arc<Form>>>);

impl Forms {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&mut self, lang: Language, word: &str, reflexive: bool) -> Arc<Form> {
        let known = self.0.entry((lang, reflexive)).or_default();
        if let Some(form) = known.get(word) {
            return Arc::clone(form);
        }
        let lemmas = Lemmas::of(lang).candidates(word);
        let lists = Qualifiers::get();
        let form = Arc::new(Form {
            is_function: lists.is_function_word(lang.code(), word),
            is_light: lists.is_light(lang.code(), &lemmas),
            stem: super::stem::stem(lang, word),
            concepts: Concepts::get().of_word(lang, word, reflexive),
            plain: super::features::plain_letters(word),
            skeleton: super::stem::skeleton(word),
            lemmas,
            word: word.to_owned(),
        });
        known.insert(word.to_owned(), Arc::clone(&form));
        form
    }
}

/// The tokens of a content that are words or numbers.
pub(super) struct Words {
    pub(super) lang: Language,
    pub(super) spans: Vec<ByteSpan>,
    pub(super) kinds: Vec<TokenKind>,
    pub(super) forms: Vec<Arc<Form>>,
    /// Whether a mark that ends a clause stands before the word.
    pub(super) breaks: Vec<bool>,
}

impl Words {
    pub(super) fn read(text: &str, lang: Language, forms: &mut Forms) -> Words {
        let mut words = Words { lang, spans: Vec::new(), kinds: Vec::new(), forms: Vec::new(), breaks: Vec::new() };
        let mut after_break = true;
        for token in tokenize(text, crate::lang::token_rules(lang)) {
            let raw = token.of(text);
            let counts =
                matches!(token.kind, TokenKind::Word | TokenKind::Number) || matches!(raw, "%" | "€" | "$" | "£");
            if !counts {
                after_break |= matches!(raw, "," | ";" | ":" | "." | "!" | "?" | "(" | ")" | "—" | "–");
                continue;
            }
            words.spans.push(token.span);
            words.kinds.push(token.kind);
            // s'est rendu: the pronoun and its verb, an auxiliary between them
            let reflexive =
                words.forms.iter().rev().take(3).any(|form| matches!(form.word.as_str(), "se" | "s'" | "sich"));
            words.forms.push(forms.get(lang, &fold(raw), lang != Language::English && reflexive));
            words.breaks.push(std::mem::take(&mut after_break));
        }
        words
    }

    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.forms.get(at).map_or("", |form| form.word.as_str())
    }

    /// Whether the word carries no content of its own.
    pub(super) fn is_function(&self, at: usize) -> bool {
        self.forms.get(at).is_some_and(|form| form.is_function)
    }

    pub(super) fn lemmas(&self, at: usize) -> &[String] {
        self.forms.get(at).map_or(&[], |form| form.lemmas.as_slice())
    }
}

/// So many units of a claim are compared; a longer text is no single claim.
const MOST: usize = 240;

/// Cuts a claim into units, in order.
pub(super) fn units(claim: &Claim, words: &Words) -> Vec<Unit> {
    let text = &claim.content.text;
    let mut taken: Vec<Option<usize>> = vec![None; words.len()];
    let shouted = is_shouted(text, words);
    let points = CodePoints::new(text);
    let found = mentions(claim, words, &points, shouted);
    for (index, (range, _)) in found.iter().enumerate() {
        for slot in taken.get_mut(range.clone()).into_iter().flatten() {
            slot.get_or_insert(index);
        }
    }
    let source = source_words(claim, words, &points);
    let mut units: Vec<Unit> = Vec::new();
    let mut at = 0;
    while at < words.len() && units.len() < MOST {
        let in_source = source.get(at).copied().unwrap_or(false);
        let mut add = |meaning: Meaning, at: usize, len: usize, phrase: Vec<ConceptId>, weight: f64| {
            units.push(Unit { phrase, weight, in_source, ..Unit::new(text, words, meaning, at, len) });
        };
        if let Some((share, len)) = fraction(words, at) {
            let number = Quantity { number: share, unit: Some("%".to_owned()), bound: Some('~') };
            add(Meaning::Number(number), at, len, Vec::new(), 1.1);
            at += len;
            continue;
        }
        if let Some(index) = taken[at] {
            let len = taken[at..].iter().take_while(|slot| **slot == Some(index)).count();
            // A word that names two countries is mentioned twice.
            let first = &found[index].0;
            for (_, meaning) in found.iter().filter(|(range, _)| range == first) {
                let weight = if matches!(meaning, Meaning::Number(_)) { 1.1 } else { 1.2 };
                add(meaning.clone(), at, len, Vec::new(), weight);
            }
            at += len;
            continue;
        }
        if let Some((len, title)) = title(text, words, at) {
            add(title, at, len, Vec::new(), 1.2);
            at += len;
            continue;
        }
        if let Some((len, concepts)) = phrase(words, at)
            && (at..at + len).all(|i| taken[i].is_none())
        {
            add(Meaning::Word, at, len, concepts, 1.0);
            at += len;
            continue;
        }
        let word = words.word(at);
        let raw = words.spans[at].of(text);
        if let Some((meaning, len)) =
            member(words, at, raw).filter(|(_, len)| (at..at + len).all(|i| taken[i].is_none()))
        {
            add(meaning, at, len, Vec::new(), 0.8);
            at += len;
            continue;
        } else if words.kinds[at] == TokenKind::Number {
            let number = word.replace([',', '\u{a0}', '\u{202f}'], "").parse().ok();
            let meaning =
                number.map_or(Meaning::Word, |number| Meaning::Number(Quantity { number, unit: None, bound: None }));
            add(meaning, at, 1, Vec::new(), 1.0);
        } else if degree(words, at) {
            add(Meaning::Word, at, 1, Vec::new(), 0.5);
        } else if word.chars().any(char::is_alphabetic) && !words.is_function(at) {
            let capital = raw.chars().next().is_some_and(char::is_uppercase);
            let inside = at > 0 && !words.breaks[at];
            let known = !words.forms[at].concepts.is_empty();
            let acronym = raw.chars().count() > 1 && raw.chars().all(char::is_uppercase);
            let name = capital && !shouted && (inside && !known || acronym);
            let light = words.forms[at].is_light;
            let weight = if name {
                1.2
            } else if light {
                0.3
            } else {
                1.0
            };
            add(if name { Meaning::Name } else { Meaning::Word }, at, 1, Vec::new(), weight);
        }
        at += 1;
    }
    units
}

/// The phrase of the concept tables that begins at a word. *was called off* is no *was called*: a phrase that begins with a
/// word that holds the sentence together yields to one that begins after it.
fn phrase(words: &Words, at: usize) -> Option<(usize, Vec<ConceptId>)> {
    let found = |at: usize| Concepts::get().phrase_at(words.lang, at, |i| words.lemmas(i));
    let here = found(at)?;
    let weak = here.0 == 2 && words.is_function(at);
    (!weak || found(at + 1).is_none()).then_some(here)
}

/// A title in quotation marks: a few words with a capital, and not the whole content.
fn title(text: &str, words: &Words, at: usize) -> Option<(usize, Meaning)> {
    const LONGEST: usize = 5;
    let opening = |c: char| matches!(c, '«' | '“' | '"' | '‘' | '„');
    let closing = |c: char| matches!(c, '»' | '”' | '"' | '’' | '“');
    let before = text.get(..words.spans[at].start())?.trim_end();
    let capital = words.spans[at].of(text).starts_with(char::is_uppercase);
    if !capital || !before.ends_with(opening) || at == 0 {
        return None;
    }
    let len = (1..=LONGEST.min(words.len() - at)).find(|len| {
        let end = words.spans[at + len - 1].end();
        text.get(end..).is_some_and(|rest| rest.trim_start().starts_with(closing))
    })?;
    let name = text.get(words.spans[at].start()..words.spans[at + len - 1].end())?;
    Some((len, Meaning::Person(fold(name), super::features::name_words(name))))
}

/// Whether a word says that something is more or less so: *plus* without *ne*, *fewer*; before a number it is a bound of it.
fn degree(words: &Words, at: usize) -> bool {
    let more = match words.word(at) {
        "plus" => {
            !(at.saturating_sub(6)..at).any(|i| matches!(words.word(i), "ne" | "n'")) && words.word(at + 1) != "tard"
        }
        "moins" => words.word(at.wrapping_sub(1)) != "au",
        "davantage" | "more" | "less" | "fewer" | "mehr" | "weniger" => true,
        _ => false,
    };
    let of = usize::from(matches!(words.word(at + 1), "de" | "d'" | "than" | "als"));
    let number = words.kinds.get(at + 1 + of) == Some(&TokenKind::Number)
        || !TimeWords::of(words.lang).number(words.word(at + 1 + of)).is_empty();
    more && !number
}

/// The units of a name or a description of somebody: *le président finlandais*.
pub(super) fn name_units(text: &str, words: &Words) -> Vec<Unit> {
    let places = Places::of(words.lang);
    let mut units = Vec::new();
    let mut at = 0;
    while at < words.len() && units.len() < MOST {
        let longest = places.longest(words.word(at)).min(words.len() - at);
        let place = (1..=longest).rev().find_map(|len| {
            let name = (at..at + len).map(|i| words.word(i)).collect::<Vec<_>>().join(" ");
            places
                .find(&name)
                .filter(|place| place.is_written((at..at + len).map(|i| words.spans[i].of(text))))
                .map(|place| (place, len))
        });
        if let Some((place, len)) = place {
            let meaning = if place.country.is_empty() {
                Meaning::Person(place.value.to_lowercase(), super::features::name_words(place.value))
            } else {
                Meaning::Country(place.country.to_owned())
            };
            units.push(Unit::new(text, words, meaning, at, len));
            at += len;
        } else if let Some((len, concepts)) = Concepts::get().phrase_at(words.lang, at, |i| words.lemmas(i)) {
            units.push(Unit { phrase: concepts, ..Unit::new(text, words, Meaning::Word, at, len) });
            at += len;
        } else {
            if !words.is_function(at) {
                let capital = words.spans[at].of(text).starts_with(char::is_uppercase);
                let name = capital && words.forms[at].concepts.is_empty();
                units.push(Unit::new(text, words, if name { Meaning::Name } else { Meaning::Word }, at, 1));
            }
            at += 1;
        }
    }
    units
}

/// Whether capitals say nothing, because most words have one: a headline.
fn is_shouted(text: &str, words: &Words) -> bool {
    let long = |span: &&ByteSpan| span.len() > 3;
    let all = words.spans.iter().filter(long).count();
    let capital = words.spans.iter().filter(long).filter(|span| span.of(text).starts_with(char::is_uppercase)).count();
    all > 3 && capital * 10 > all * 6
}

/// The words that name the speaker or are the cue, when these stand in the content.
fn source_words(claim: &Claim, words: &Words, points: &CodePoints) -> Vec<bool> {
    let mut source = vec![false; words.len()];
    let spans = claim.speaker.iter().flat_map(|speaker| &speaker.spans);
    for span in spans {
        if let Some(range) = place(claim, words, points, *span) {
            source[range].fill(true);
        }
    }
    source
}

/// The mentions as ranges of words, with what they mean, in order.
fn mentions(
    claim: &Claim,
    words: &Words,
    points: &CodePoints,
    shouted: bool,
) -> Vec<(std::ops::Range<usize>, Meaning)> {
    let mut found = Vec::new();
    for mention in &claim.mentions {
        let Some(meaning) = meaning(words.lang, mention.kind, &mention.value, &mention.text) else { continue };
        for span in &mention.spans {
            if let Some(range) = place(claim, words, points, *span) {
                found.push(if shouted { name_alone(range, &meaning, words) } else { (range, meaning.clone()) });
            }
        }
    }
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    // A mention inside another one is no unit of its own.
    let mut end = 0;
    let mut last = 0..0;
    found.retain(|(range, _)| {
        let keep = range.start >= end || *range == last;
        if keep {
            end = range.end;
            last = range.clone();
        }
        keep
    });
    found
}

/// In a headline every word has a capital, so that a name is read with what stands around it: *Gina Haspel Found Dead*.
/// What is left of it without the words that have a meaning of their own.
fn name_alone(range: std::ops::Range<usize>, meaning: &Meaning, words: &Words) -> (std::ops::Range<usize>, Meaning) {
    let Meaning::Person(..) = meaning else { return (range, meaning.clone()) };
    let lexicon = Lexicon::of(words.lang);
    let is_name = |at: &usize| {
        let word = words.word(*at);
        lexicon.given_name(word).is_some() || words.forms[*at].concepts.is_empty() && !words.is_function(*at)
    };
    let Some(start) = range.clone().find(is_name) else { return (range, meaning.clone()) };
    let end = (start..range.end).find(|at| !is_name(at)).unwrap_or(range.end);
    if start == range.start && end == range.end {
        return (range, meaning.clone());
    }
    let name: Vec<&str> = (start..end).map(|at| words.word(at)).collect();
    let name = name.join(" ");
    let parts = super::features::name_words(&name);
    (start..end, Meaning::Person(name, parts))
}

fn meaning(lang: Language, kind: MentionKind, value: &str, text: &str) -> Option<Meaning> {
    Some(match kind {
        MentionKind::Person | MentionKind::Organisation => {
            Meaning::Person(value.to_lowercase(), super::features::name_words(value))
        }
        MentionKind::Country => Meaning::Country(value.to_owned()),
        MentionKind::Place => {
            let known = Places::of(lang).find(&fold(text)).filter(|place| place.kind != PlaceKind::Organisation);
            Meaning::Place(value.to_lowercase(), known.map_or("", |place| place.country).to_owned())
        }
        MentionKind::Number => Meaning::Number(Quantity::parse(value)?),
        MentionKind::Date => Meaning::Date(value.to_owned()),
    })
}

/// Turns a place in the article into a range of words of the content. The pieces of a content are joined by ` […] `.
fn place(
    claim: &Claim,
    words: &Words,
    points: &CodePoints,
    span: crate::text::CharSpan,
) -> Option<std::ops::Range<usize>> {
    const JOIN: u32 = 5;
    let mut before = 0;
    for piece in &claim.content.spans {
        if piece.start <= span.start && span.end <= piece.end {
            let start = points.to_byte(&claim.content.text, before + span.start - piece.start);
            let end = points.to_byte(&claim.content.text, before + span.end - piece.start);
            let first = words.spans.partition_point(|word| word.end() <= start);
            let last = words.spans.partition_point(|word| word.start() < end);
            return (first < last).then_some(first..last);
        }
        before += piece.end - piece.start + JOIN;
    }
    None
}
