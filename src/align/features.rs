//! What of a claim is compared? Its words in a light common form, its numbers, names, dates and qualifiers.

use super::negation::negate;
use super::qualifier::{Effect, Qualifiers};
use super::unit::{Forms, Meaning, Unit, Words, name_units, units};
use crate::claim::{Claim, ClaimSet, DateOf, Fingerprint, MentionKind, Polarity, Quotation, Resolution};
use crate::cores::in_shares;
use crate::input::detect_language;
use crate::lang::{Language, Modality, Stance};
use crate::text::fold;
use std::collections::BTreeMap;
use std::ops::Range;

/// Who speaks, as far as two claims can be compared on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// A record of a reference set that does not say.
    Unknown,
    /// The text names nobody.
    Nobody,
    /// The article itself.
    Narrator,
    /// The words of the name, in the light common form.
    Named(Vec<String>),
    /// Somebody, but who is not certain: the words that stand for them.
    Unresolved(Vec<String>),
}

/// All that is compared of one claim.
#[derive(Debug)]
pub(super) struct Features {
    /// The language that the claim was read in.
    pub(super) lang: Language,
    /// What it is made of, in order.
    pub(super) units: Vec<Unit>,
    /// The sum of their weights.
    pub(super) weight: f64,
    /// What it is found by: stems, concepts, names and values as numbers, sorted, each once.
    pub(super) keys: Vec<u64>,
    /// Function words, sorted, with repetitions.
    pub(super) function_words: Vec<u64>,
    /// Numbers without their bound, and the words they stand in.
    pub(super) numbers: BTreeMap<String, String>,
    /// People and organisations by value, and their words.
    pub(super) names: BTreeMap<String, String>,
    /// Countries and places by value, and their words.
    pub(super) places: BTreeMap<String, String>,
    /// Dates by what they belong to and value, and their words.
    pub(super) dates: BTreeMap<(DateOf, String), String>,
    /// Softening phrases by meaning, and their words.
    pub(super) hedges: BTreeMap<&'static str, String>,
    /// Limiting phrases by meaning, and their words.
    pub(super) scopes: BTreeMap<&'static str, String>,
    /// What may, must or is meant to be, and its words.
    pub(super) modals: BTreeMap<&'static str, String>,
    /// The negating words of all clauses, in order.
    pub(super) negations: Vec<String>,
    /// The units that it calls the greater, and those that it calls the lesser.
    pub(super) greater: Option<(Range<usize>, Range<usize>)>,
    /// Whether it is a record of a reference set: what it does not say is not known.
    pub(super) is_record: bool,
    pub(super) voice: Voice,
    /// The words for the speaker, as units.
    pub(super) voice_units: Vec<Unit>,
    /// The cue's dictionary form and stance.
    pub(super) cue: Option<(String, Stance)>,
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    pub(super) quotation: Quotation,
    /// The words of the content in the light common form, in order.
    pub(super) plain: Vec<String>,
    /// Equal for two claims in which a reader finds nothing to look at.
    pub(super) identity: String,
    /// An embedding of length one; empty when there is none.
    pub(super) vector: Vec<f32>,
    /// The letters and digits of the content, without case, accents, punctuation and blanks.
    pub(super) letters: String,
}

/// A number for a word, the same in every run: FNV-1a (Fowler, Noll, Vo 1991) in 64 bits, so that features of claims
/// prepared apart can be compared.
fn number(kind: u8, word: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    word.bytes().fold(mix(0xcbf2_9ce4_8422_2325, kind), mix)
}

impl Features {
    /// The features of every claim of `set`, in its order.
    pub(super) fn of_set(set: &ClaimSet) -> Vec<Features> {
        in_shares(&set.claims, |part| {
            let mut forms = Forms::default();
            part.iter().map(|claim| Features::of(claim, Some(&set.header.lang), &mut forms)).collect()
        })
    }

    /// The features of one claim; `code` is the language of its set.
    pub(super) fn of(claim: &Claim, code: Option<&str>, forms: &mut Forms) -> Features {
        let lang = language_of(claim, code).unwrap_or(Language::English);
        let text = &claim.content.text;
        let words = Words::read(text, lang, forms);
        let lists = Qualifiers::get();
        let found = lists.find(lang.code(), &words.forms);
        let mut units = units(claim, &words);
        let denials = negate(&words, &mut units, &found);
        let said = |at: usize, len: usize| {
            text.get(words.spans[at].start()..words.spans[at + len - 1].end()).unwrap_or_default().to_owned()
        };
        let (mut hedges, mut scopes, mut modals) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for qualifier in &found {
            // Sunday 3 May, menacées d'extinction: a word inside a value or a phrase is no qualifier.
            let holds = |unit: &&Unit| unit.at <= qualifier.at && qualifier.at + qualifier.len <= unit.at + unit.len;
            if units.iter().find(holds).is_some_and(|unit| unit.len > qualifier.len || unit.meaning != Meaning::Word) {
                continue;
            }
            // ne peut pas, may not: what is denied is no possibility
            let denied = |at: usize| matches!(words.word(at), "ne" | "n'" | "not" | "n't" | "no");
            // n'ont pas l'intention, has no plans to
            let without = (1..=2).any(|back| words.word(qualifier.at.wrapping_sub(back)) == "pas");
            let denied = without
                || [qualifier.at.wrapping_sub(1), qualifier.at, qualifier.at + qualifier.len].into_iter().any(denied);
            if qualifier.effect == Effect::Modality && denied {
                continue;
            }
            let list = match qualifier.effect {
                Effect::Hedge => &mut hedges,
                Effect::Scope => &mut scopes,
                Effect::Modality => &mut modals,
                Effect::Negation | Effect::Nothing => continue,
            };
            list.entry(qualifier.value).or_insert_with(|| said(qualifier.at, qualifier.len));
        }
        if let Some(at) = hearsay(&words) {
            hedges.entry("apparently").or_insert_with(|| said(at, 1));
        }
        let function_word = |at: &usize| words.is_function(*at);
        let mut function_words: Vec<u64> =
            (0..words.len()).filter(function_word).map(|at| number(b'f', words.word(at))).collect();
        function_words.sort_unstable();
        let numbers = claim
            .mentions
            .iter()
            .filter(|mention| mention.kind == MentionKind::Number)
            .map(|mention| (mention.value.trim_start_matches(['~', '<', '>']).to_owned(), mention.text.clone()))
            .collect();
        let named = |wanted: [MentionKind; 2]| {
            let mentions = claim.mentions.iter().filter(move |mention| wanted.contains(&mention.kind));
            mentions.map(|mention| (mention.value.to_lowercase(), mention.text.clone())).collect()
        };
        let dates = claim.when.iter().map(|when| ((when.of, when.value.clone()), when.text.clone())).collect();
        Features {
            lang,
            weight: units.iter().map(|unit| unit.weight).sum(),
            keys: keys(&units),
            function_words,
            numbers,
            names: named([MentionKind::Person, MentionKind::Organisation]),
            places: named([MentionKind::Country, MentionKind::Place]),
            dates,
            hedges,
            scopes,
            modals,
            negations: denials.into_iter().map(|at| said(at, 1)).collect(),
            greater: super::comparison::greater(&words, &units),
            is_record: is_record(claim),
            voice: voice(claim),
            voice_units: voice_units(claim, lang, forms),
            cue: claim.cue.as_ref().map(|cue| (cue.lemma.clone(), cue.stance)),
            polarity: claim.polarity,
            modality: claim.modality,
            quotation: claim.quotation,
            plain: words.forms.iter().map(|form| form.plain.clone()).collect(),
            identity: identity(claim),
            vector: Vec::new(),
            letters: letters(text),
            units,
        }
    }
}

/// What a claim is found by.
fn keys(units: &[Unit]) -> Vec<u64> {
    let mut keys = Vec::with_capacity(units.len() * 2);
    for unit in units {
        match &unit.meaning {
            Meaning::Word | Meaning::Name => {
                if unit.len == 1 {
                    keys.push(number(b'w', &unit.form.stem));
                }
                keys.extend(unit.concepts().iter().map(|concept| concept.number()));
            }
            Meaning::Person(_, words) => keys.extend(words.iter().map(|word| number(b'w', word))),
            Meaning::Country(code) => keys.push(number(b'p', code)),
            Meaning::Place(value, code) => {
                keys.push(number(b'l', value));
                if !code.is_empty() {
                    keys.push(number(b'p', code));
                }
            }
            Meaning::Number(quantity) => keys.push(number(b'n', &quantity.number.to_string())),
            Meaning::Date(date) => keys.push(number(b'd', date)),
            Meaning::Member(kind, which) => keys.push(number(b'd', &format!("{kind}{which}"))),
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The French auxiliary in the conditional, by which a report keeps its distance: *aurait ordonné*. After *si* it is none.
fn hearsay(words: &Words) -> Option<usize> {
    if words.lang != Language::French || (0..words.len()).any(|at| matches!(words.word(at), "si" | "s'il")) {
        return None;
    }
    (0..words.len()).find(|&at| matches!(words.word(at), "aurait" | "auraient" | "serait" | "seraient"))
}

/// The letters and digits of a text, and the marks between digits that are no separators of thousands.
fn letters(text: &str) -> String {
    let plain = plain_letters(&fold(text));
    let all: Vec<char> = plain.chars().collect();
    let digit = |at: usize| all.get(at).is_some_and(char::is_ascii_digit);
    let mut out = String::with_capacity(plain.len());
    for (at, &letter) in all.iter().enumerate() {
        let decimal = matches!(letter, '.' | ',')
            && at > 0
            && digit(at - 1)
            && digit(at + 1)
            && !(digit(at + 2) && digit(at + 3) && !digit(at + 4));
        if letter.is_alphanumeric() || matches!(letter, '%' | '€' | '$' | '£') {
            out.push(letter);
        } else if decimal {
            out.push('.');
        }
    }
    out
}

/// The language of a claim: its own `lang` when it comes from a set of several languages, otherwise the set's,
/// otherwise what its words look like. `None` for one that dixit does not know.
fn language_of(claim: &Claim, code: Option<&str>) -> Option<Language> {
    let code = claim.other.get("lang").and_then(|value| value.as_str()).or(code);
    match code.filter(|code| *code != "und") {
        Some(code) => code.parse().ok(),
        None => detect_language(&claim.content.text).ok(),
    }
}

fn voice(claim: &Claim) -> Voice {
    let Some(speaker) = &claim.speaker else {
        return if is_record(claim) { Voice::Unknown } else { Voice::Nobody };
    };
    let words = |name: &Option<String>| name.as_deref().map(name_words).unwrap_or_default();
    match speaker.resolution {
        Resolution::Narrator => Voice::Narrator,
        Resolution::Resolved if speaker.name.is_some() => Voice::Named(words(&speaker.name)),
        Resolution::Resolved | Resolution::Unresolved => Voice::Unresolved(words(&speaker.mention)),
    }
}

/// A claim without cue that quotes nobody was not extracted, but for the narrator's.
fn is_record(claim: &Claim) -> bool {
    let narrated = claim.speaker.as_ref().is_some_and(|speaker| speaker.resolution == Resolution::Narrator);
    claim.cue.is_none() && claim.quotation == Quotation::Indirect && !narrated
}

/// The name of the speaker, or the words that stand for one that is not named.
fn voice_units(claim: &Claim, lang: Language, forms: &mut Forms) -> Vec<Unit> {
    let Some(speaker) = &claim.speaker else { return Vec::new() };
    let Some(name) = speaker.name.as_ref().or(speaker.mention.as_ref()) else { return Vec::new() };
    name_units(name, &Words::read(name, lang, forms))
}

/// The words of a name in the light common form, articles left out.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts
        .map(|part| plain_letters(&fold(part)))
        .filter(|part| !matches!(part.as_str(), "l" | "le" | "la" | "les" | "the" | "d" | "de"))
        .collect()
}

/// What is the same in two claims in which there is nothing to look at: words, speaker and polarity by the
/// fingerprint that decisions are pinned to, and the cue, the modality and the dates.
fn identity(claim: &Claim) -> String {
    let cue = claim.cue.as_ref().map(|cue| (fold(&cue.text), cue.stance));
    let when: Vec<_> = claim.when.iter().map(|when| (when.of, when.value.as_str())).collect();
    format!("{} {cue:?} {:?} {:?} {when:?}", Fingerprint::of(claim), claim.modality, claim.quotation)
}

/// [`without_accents`](crate::text::without_accents), and the raised letters of *1ᵉʳ*.
pub(super) fn plain_letters(word: &str) -> String {
    crate::text::without_accents(word).replace('ᵉ', "e").replace('ʳ', "r")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_and_digits_make_the_words() {
        assert_eq!(letters("Les « forces de l’ordre »,  œuvre"), letters("les forces de l'ordre oeuvre"));
        assert_eq!(letters("3\u{202f}000 soldats"), letters("3.000 soldats"));
        assert_eq!(letters("7,2 %"), letters("7.2%"));
        assert_ne!(letters("7,2 %"), letters("72 %"));
    }
}
