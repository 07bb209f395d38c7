//! What does a text say, in terms that can be looked up? Words by their stems, and meanings that no language owns.
//!
//! A term is a string whose first letter tells its kind:
//!
//! | kind | what | example |
//! |---|---|---|
//! | `w` | the stem of a word, a number, a country or body by its code | `wfight`, `w600`, `w@TR` |
//! | `f` | a word that only holds the sentence together | `fof` |
//! | `c` | a concept of `src/lang/concepts` | `cceasefire` |
//! | `p` | a country by ISO code, a place, a body | `pTR`, `pMoscow`, `pNATO` |
//! | `n` | a word that is written like a name | `npompeo` |
//! | `#` | a number by its value | `#1200000` |
//! | `d` | a month, a day of a month | `d10`, `d10-27` |

use super::dictionary::Dictionary;
use super::message::cut_at_capitals;
use crate::input::detect_language;
use crate::lang::{Concepts, Language, Lemmas, NumberWord, PlaceKind, Places, TimeWord, TimeWords, stem, token_rules};
use crate::text::{TokenKind, fold, is_apostrophe, tokenize, without_accents};
use std::borrow::Cow;
use std::sync::OnceLock;

/// Stands for a quotation mark among the words of a text.
pub(super) const QUOTE: u32 = u32::MAX;

/// A text that was read.
#[derive(Debug, Default, Clone)]
pub(super) struct Reading {
    /// Terms of the kinds `w` and `f`, and [`QUOTE`], in reading order.
    pub(super) words: Vec<u32>,
    /// Terms of the other kinds, in reading order.
    pub(super) meanings: Vec<u32>,
    /// What the text says for each of `words`, when that is wanted.
    pub(super) said: Option<Vec<String>>,
}

impl Reading {
    fn say(&mut self, words: &str) {
        if let Some(said) = &mut self.said {
            said.resize(self.words.len(), words.to_owned());
        }
    }
}

/// Reads texts; the numbers of terms are those of its dictionary.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) terms: Dictionary,
    /// Tokens as written, behind their language: what is known of each.
    known: Dictionary,
    forms: Vec<Form>,
}

/// What is known of a token by itself.
#[derive(Debug)]
struct Form {
    /// Its terms for the words of a text.
    words: Vec<u32>,
    /// Its terms of the kinds `c` and `p` (parts of a compound), and `n`.
    meanings: Vec<u32>,
    folded: String,
    /// So many tokens the longest name of a place has that begins here.
    longest: usize,
    /// Its value, for digits and number words.
    value: Option<f64>,
    /// A word that multiplies the number before it.
    scale: Option<u64>,
    month: Option<u32>,
    quote: bool,
    /// The word and its dictionary forms, when a phrase of the concepts may hold it.
    lemmas: Vec<String>,
    /// Whether such a phrase may begin here.
    phrase: bool,
}

impl Reader {
    /// Reads `text`, adding to `reading`.
    pub(super) fn read(&mut self, lang: Language, text: &str, reading: &mut Reading) {
        let text: Cow<'_, str> = if text.contains('#') { Cow::Owned(open_hashtags(text)) } else { Cow::Borrowed(text) };
        let tokens = tokenize(&text, token_rules(lang));
        let mut key = String::new();
        let forms: Vec<usize> =
            tokens.iter().map(|token| self.form(lang, token.of(&text), token.kind, &mut key)).collect();
        let mut at = 0;
        while at < forms.len() {
            if self.forms[forms[at]].longest > 0
                && let Some(length) = self.place(lang, &forms[at..], |i| tokens[at + i].of(&text), reading)
            {
                let last = tokens[at + length - 1].span;
                reading.say(text.get(tokens[at].span.start()..last.end()).unwrap_or_default());
                at += length;
                continue;
            }
            let form = &self.forms[forms[at]];
            if form.quote {
                reading.words.push(QUOTE);
            }
            reading.words.extend_from_slice(&form.words);
            reading.meanings.extend_from_slice(&form.meanings);
            reading.say(tokens[at].of(&text));
            if form.phrase {
                self.phrase(lang, &forms, at, reading);
            }
            if self.forms[forms[at]].value.is_some() || self.forms[forms[at]].month.is_some() {
                self.quantity(&forms, at, reading);
            }
            at += 1;
        }
    }

    /// The concepts of the phrase that begins here.
    fn phrase(&mut self, lang: Language, forms: &[usize], at: usize, reading: &mut Reading) {
        let lemmas = |at: usize| forms.get(at).map_or(&[][..], |form| self.forms[*form].lemmas.as_slice());
        let Some((_, concepts)) = Concepts::get().phrase_at(lang, at, lemmas) else { return };
        for concept in concepts {
            reading.meanings.push(self.terms.add(&format!("c{}", Concepts::get().name(concept))));
        }
    }

    /// The terms of a number with its scale, and of a month with its day.
    fn quantity(&mut self, forms: &[usize], at: usize, reading: &mut Reading) {
        let form = |at: usize| forms.get(at).map(|form| &self.forms[*form]);
        let Some(here) = form(at) else { return };
        let term = if let Some(month) = here.month {
            let day = |at: Option<usize>| {
                at.and_then(form).and_then(|form| form.value).filter(|value| (1.0..=31.0).contains(value))
            };
            match day(at.checked_sub(1)).or_else(|| day(Some(at + 1))) {
                Some(day) => {
                    reading.meanings.push(self.terms.add(&format!("d{month}")));
                    format!("d{month}-{day}")
                }
                None => format!("d{month}"),
            }
        } else if let Some(value) = here.value {
            let scale = form(at + 1).and_then(|next| next.scale).unwrap_or(1);
            format!("#{}", value * scale as f64)
        } else {
            return;
        };
        reading.meanings.push(self.terms.add(&term));
    }

    /// Reads the place or body whose name begins here, and says how many tokens it has.
    fn place<'t>(
        &mut self,
        lang: Language,
        forms: &[usize],
        raw: impl Fn(usize) -> &'t str,
        reading: &mut Reading,
    ) -> Option<usize> {
        let places = Places::of(lang);
        let longest = self.forms[forms[0]].longest.min(forms.len());
        let (place, length) = (1..=longest).rev().find_map(|length| {
            let name =
                forms[..length].iter().map(|form| self.forms[*form].folded.as_str()).collect::<Vec<_>>().join(" ");
            let place = places.find(&name)?;
            place.is_written((0..length).map(&raw)).then_some((place, length))
        })?;
        reading.meanings.push(self.terms.add(&format!("p{}", place.value)));
        match place.kind {
            PlaceKind::Country | PlaceKind::Organisation => {
                // A name of several words is one thing, under whichever name.
                reading.words.push(self.terms.add(&format!("w@{}", place.value)));
                return Some(length);
            }
            PlaceKind::Capital => reading.meanings.push(self.terms.add(&format!("p{}", place.country))),
            PlaceKind::Demonym | PlaceKind::Prefix | PlaceKind::City | PlaceKind::Region => {}
        }
        for form in &forms[..length] {
            reading.words.extend_from_slice(&self.forms[*form].words);
        }
        Some(length)
    }

    /// The number of a token's form. `key` is a scratch string.
    fn form(&mut self, lang: Language, raw: &str, kind: TokenKind, key: &mut String) -> usize {
        key.clear();
        key.push_str(lang.code());
        key.push(' ');
        key.push_str(raw);
        let number = self.known.add(key) as usize;
        if number == self.forms.len() {
            let form = self.learn(lang, raw, kind);
            self.forms.push(form);
        }
        number
    }

    fn learn(&mut self, lang: Language, raw: &str, kind: TokenKind) -> Form {
        let folded = fold(raw);
        let mut form = Form {
            words: Vec::new(),
            meanings: Vec::new(),
            longest: Places::of(lang).longest(&folded),
            value: None,
            scale: None,
            month: None,
            quote: matches!(raw, "\"" | "“" | "”" | "„" | "«" | "»" | "''" | "``"),
            lemmas: Vec::new(),
            phrase: false,
            folded,
        };
        match kind {
            TokenKind::Number => {
                let digits = digits(raw);
                form.value = digits.parse().ok();
                form.words.push(self.terms.add(&format!("w{digits}")));
            }
            TokenKind::Word => self.learn_word(lang, raw, &mut form),
            TokenKind::Symbol | TokenKind::Punct | TokenKind::Join => {
                if raw == "%" {
                    form.words.push(self.terms.add("w%"));
                }
            }
        }
        form
    }

    fn learn_word(&mut self, lang: Language, raw: &str, form: &mut Form) {
        let folded = form.folded.clone();
        let times = TimeWords::of(lang);
        for meaning in times.number(&folded) {
            match meaning {
                NumberWord::Word(value) => form.value = Some(*value as f64),
                NumberWord::Scale(scale) => form.scale = Some(*scale),
                NumberWord::Unit(_) | NumberWord::Noun(_) | NumberWord::Currency(_) | NumberWord::Approximate(_) => {}
            }
        }
        form.month = times.time(&folded).iter().find_map(|time| match time {
            TimeWord::Month(month) => Some(*month),
            _ => None,
        });
        // May, march, mars: only the capital makes English ones months.
        if lang == Language::English && !raw.starts_with(char::is_uppercase) {
            form.month = None;
        }
        if let Some(value) = form.value {
            form.words.push(self.terms.add(&format!("w{value}")));
            return;
        }
        if matches!(folded.as_str(), "percent" | "pourcent") {
            form.words.push(self.terms.add("w%"));
            return;
        }
        let plain = |part: &str| part.chars().all(char::is_lowercase);
        let parts: Vec<&str> = folded.split('-').filter(|part| !part.is_empty()).collect();
        let whole = parts.len() == 1 || raw.split(['-', '\u{2010}', '\u{2011}']).all(plain);
        let function = is_function_word(lang, &folded);
        if whole {
            form.words.push(self.word(lang, &parts.concat(), function));
        } else {
            for part in &parts {
                form.words.push(self.word(lang, part, is_function_word(lang, part)));
            }
        }
        form.lemmas.push(folded.clone());
        form.lemmas.extend(Lemmas::of(lang).candidates(&folded));
        form.phrase = form.lemmas.iter().any(|lemma| Concepts::get().begins_phrase(lang, lemma));
        if function {
            return;
        }
        for concept in Concepts::get().of_word(lang, &folded, false) {
            form.meanings.push(self.terms.add(&format!("c{}", Concepts::get().name(concept))));
        }
        for part in parts.iter().filter(|_| parts.len() > 1) {
            let place = Places::of(lang).find(part);
            if let Some(place) = place.filter(|place| matches!(place.kind, PlaceKind::Demonym | PlaceKind::Prefix)) {
                form.meanings.push(self.terms.add(&format!("p{}", place.value)));
            }
        }
        if raw.starts_with(char::is_uppercase) {
            for part in &parts {
                form.meanings.push(self.terms.add(&format!("n{}", without_accents(part))));
            }
        }
    }

    fn word(&mut self, lang: Language, folded: &str, function: bool) -> u32 {
        if function {
            return self.terms.add(&format!("f{folded}"));
        }
        let letters: String = folded.chars().filter(|c| !is_apostrophe(*c)).collect();
        self.terms.add(&format!("w{}", stem(lang, &letters)))
    }
}

/// The digits of a written number: `3 000`, `3.000` and `3,000` are `3000`, `3,5` is `3.5`.
fn digits(raw: &str) -> String {
    let parts: Vec<&str> = raw.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let grouped = parts.len() > 1 && parts.iter().skip(1).all(|part| part.len() == 3);
    let joined = if grouped { parts.concat() } else { parts.join(".") };
    if joined.is_empty() { raw.to_owned() } else { joined }
}

/// `text` with its hashtags cut into words.
fn open_hashtags(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        out.push(' ');
        out.push_str(&cut_at_capitals(&rest[..end]));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The function words of all languages, with a bit for each language that has the word.
fn function_words() -> &'static (Dictionary, Vec<u8>) {
    static WORDS: OnceLock<(Dictionary, Vec<u8>)> = OnceLock::new();
    WORDS.get_or_init(|| {
        let (mut words, mut languages) = (Dictionary::default(), Vec::new());
        for row in include_str!("../align/function_words.tsv").lines().skip(1) {
            let Some((code, word)) = row.split_once('\t') else { continue };
            let number = words.add(word) as usize;
            languages.resize(words.len(), 0);
            languages[number] |= Language::ALL.iter().position(|lang| lang.code() == code).map_or(0, |at| 1 << at);
        }
        (words, languages)
    })
}

fn is_function_word(lang: Language, folded: &str) -> bool {
    let (words, languages) = function_words();
    let bit = Language::ALL.iter().position(|known| *known == lang).map_or(0, |at| 1 << at);
    words.find(folded).is_some_and(|number| languages[number as usize] & bit != 0)
}

/// The language of a text that does not tell: that of its function words; when they are of several languages alike, or
/// a single one, that which has most of its words in the lexicon too; else what its letters look like, when they are enough
/// to tell; else English.
pub(super) fn language_of(text: &str) -> Language {
    let (words, languages) = function_words();
    let mut counts = [0_u32; Language::ALL.len()];
    let mut content: Vec<String> = Vec::new();
    for word in
        text.split(|c: char| !(c.is_alphanumeric() || is_apostrophe(c))).filter(|word| !word.is_empty()).take(64)
    {
        let folded = fold(word);
        let mut bits = words.find(&folded).map_or(0, |number| languages[number as usize]);
        if let Some(at) = folded.find('\'') {
            bits |= words.find(&folded[..=at]).map_or(0, |number| languages[number as usize]);
        }
        for (bit, count) in counts.iter_mut().enumerate() {
            *count += u32::from(bits >> bit & 1);
        }
        if bits == 0 {
            content.push(folded);
        }
    }
    if let Some((lang, lead)) = leading(&counts)
        && lead > 1
    {
        return lang;
    }
    // Words that a language's tables know; a function word tells more than one of these.
    for (lang, count) in Language::ALL.iter().zip(&mut counts) {
        let known = content.iter().filter(|word| !Concepts::get().of_word(*lang, word, false).is_empty()).count();
        *count = *count * 2 + u32::try_from(known).unwrap_or(u32::MAX);
    }
    if let Some((lang, _)) = leading(&counts) {
        return lang;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(ENOUGH_LETTERS).count();
    let unknown = counts.iter().all(|count| *count == 0) && letters >= ENOUGH_LETTERS;
    let looks = detect_language(text).ok().filter(|lang| unknown || Language::ALL.contains(lang));
    looks.unwrap_or(Language::English)
}

/// So many letters tell a language by themselves.
const ENOUGH_LETTERS: usize = 24;

/// The language with the greatest count, and how far it is before the next; none when there is no such one.
fn leading(counts: &[u32; Language::ALL.len()]) -> Option<(Language, u32)> {
    let mut sorted: Vec<(u32, Language)> = counts.iter().copied().zip(Language::ALL).collect();
    sorted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match sorted.as_slice() {
        [(first, lang), (second, _), ..] if first > second => Some((*lang, first - second)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(lang: Language, text: &str) -> String {
        let (mut reader, mut reading) = (Reader::default(), Reading::default());
        reader.read(lang, text, &mut reading);
        let name = |term: &u32| if *term == QUOTE { "\"".to_owned() } else { reader.terms.get(*term).to_owned() };
        reading.words.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    fn meanings(lang: Language, text: &str) -> Vec<String> {
        let (mut reader, mut reading) = (Reader::default(), Reading::default());
        reader.read(lang, text, &mut reading);
        let names = reading.meanings.iter().map(|term| reader.terms.get(*term).to_owned());
        names.filter(|name| !name.starts_with('c')).collect()
    }

    #[test]
    fn words_are_stems() {
        assert_eq!(
            words(
                Language::English,
                "The single-payer plan cost 4,300 dollars, \"ten percent\" of U.S. health spending"
            ),
            "fthe wsinglepay wplan wcost w4300 wdollar \" w10 w% \" fof w@US whealth wspend"
        );
        assert_eq!(words(Language::French, "L’État a négocié."), "fl' wetat fa wnegoci");
    }

    #[test]
    fn meanings_have_no_language() {
        for (lang, text) in [
            (Language::French, "la Turquie, 1,2 million depuis le 27 septembre"),
            (Language::English, "since September 27 in Turkey, some 1.2 million"),
        ] {
            let mut found = meanings(lang, text);
            found.retain(|term| !term.starts_with('n') && term != "#27");
            found.sort();
            assert_eq!(found, ["#1200000", "d9", "d9-27", "pTR"], "{text}");
        }
    }

    #[test]
    fn tells_the_language() {
        assert_eq!(language_of("La guerre a éclaté"), Language::French);
        assert_eq!(language_of("the war is over"), Language::English);
        assert_eq!(language_of("xyzzy"), Language::English);
        for (lang, texts) in [
            (Language::English, ["Turkey reinforces Azerbaijan", "Mayor resigns", "Ceasefire collapsed"]),
            (Language::French, ["Le pont tiendra", "La trêve a pris fin", "Le maire démissionne"]),
            (Language::German, ["Die Mauer muss weg", "Es gab keinen Befehl", "Der Bürgermeister tritt zurück"]),
        ] {
            for text in texts {
                assert_eq!(language_of(text), lang, "{text}");
            }
        }
    }
}
