//! What of a claim is compared? Its words in a light common form, its numbers, names, dates and qualifiers.

use super::qualifier::{Effect, Qualifiers};
use crate::claim::{Claim, ClaimSet, DateOf, Fingerprint, MentionKind, Polarity, Quotation, Resolution};
use crate::input::detect_language;
use crate::lang::{Language, Modality, Stance};
use crate::text::{TokenKind, fold, tokenize};
use std::collections::BTreeMap;

/// Who speaks, as far as two claims can be compared on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Voice {
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
    /// Content words as numbers, sorted, with repetitions.
    pub(super) words: Vec<u64>,
    /// For each content word, the number of its first letters, so that forms of one word are near; same order.
    pub(super) roots: Vec<u64>,
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
    /// The negating words of all clauses, in order.
    pub(super) negations: Vec<String>,
    pub(super) voice: Voice,
    /// The cue's dictionary form and stance.
    pub(super) cue: Option<(String, Stance)>,
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    pub(super) quotation: Quotation,
    /// The words of the content in the light common form, in order.
    pub(super) plain: Vec<String>,
    /// Equal for two claims in which a reader finds nothing to look at.
    pub(super) identity: String,
}

/// A number for a word, the same in every run: FNV-1a (Fowler, Noll, Vo 1991) in 64 bits, so that features of claims
/// prepared apart can be compared.
fn number(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Features {
    /// The features of every claim of `set`, in its order.
    pub(super) fn of_set(set: &ClaimSet) -> Vec<Features> {
        set.claims.iter().map(|claim| Features::of(claim, Some(&set.header.lang))).collect()
    }

    /// The features of one claim; `code` is the language of its set.
    pub(super) fn of(claim: &Claim, code: Option<&str>) -> Features {
        let lang = language_of(claim, code);
        let text = &claim.content.text;
        let tokens = tokenize(text, crate::lang::token_rules(lang.unwrap_or(Language::English)));
        let lists = Qualifiers::get();
        let code = lang.as_ref().map_or("", Language::code);
        let kept: Vec<_> =
            tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number)).collect();
        let folded: Vec<String> = kept.iter().map(|token| fold(token.of(text))).collect();
        let mut hedges = BTreeMap::new();
        let mut scopes = BTreeMap::new();
        let mut negations = Vec::new();
        for found in lists.find(code, &folded) {
            let (first, last) = (kept[found.at].span.start(), kept[found.at + found.len - 1].span.end());
            let words = text.get(first..last).unwrap_or_default().to_owned();
            if found.effect == Effect::Negation || matches!(found.value, "never" | "none") {
                negations.push(words.clone());
            }
            match found.effect {
                Effect::Hedge => drop(hedges.entry(found.value).or_insert(words)),
                Effect::Scope => drop(scopes.entry(found.value).or_insert(words)),
                Effect::Negation => {}
            }
        }
        let mut content: Vec<(u64, u64)> = Vec::new();
        let mut function_words = Vec::new();
        let mut plain = Vec::new();
        for (token, word) in kept.iter().zip(&folded) {
            if token.kind == TokenKind::Number {
                continue;
            }
            let common = common_form(word, lang);
            if lists.is_function_word(code, word) {
                function_words.push(number(&common));
            } else {
                let root: String = common.chars().take(ROOT).collect();
                // A short word has no root that says more than itself.
                let root = if common.chars().count() > ROOT { format!("{root}-") } else { common.clone() };
                content.push((number(&common), number(&root)));
            }
            plain.push(common);
        }
        content.sort_unstable();
        function_words.sort_unstable();
        let mut numbers: BTreeMap<String, String> = claim
            .mentions
            .iter()
            .filter(|mention| mention.kind == MentionKind::Number)
            .map(|mention| (mention.value.trim_start_matches(['~', '<', '>']).to_owned(), mention.text.clone()))
            .collect();
        if claim.mentions.is_empty() && claim.when.is_empty() {
            // A claim from elsewhere may come without mentions.
            for token in kept.iter().filter(|token| token.kind == TokenKind::Number) {
                let words = token.of(text);
                numbers.entry(digits(words)).or_insert_with(|| words.to_owned());
            }
        }
        let named = |wanted: [MentionKind; 2]| {
            let mentions = claim.mentions.iter().filter(move |mention| wanted.contains(&mention.kind));
            mentions.map(|mention| (mention.value.to_lowercase(), mention.text.clone())).collect()
        };
        let dates = claim.when.iter().map(|when| ((when.of, when.value.clone()), when.text.clone())).collect();
        Features {
            words: content.iter().map(|&(word, _)| word).collect(),
            roots: content.iter().map(|&(_, root)| root).collect(),
            function_words,
            numbers,
            names: named([MentionKind::Person, MentionKind::Organisation]),
            places: named([MentionKind::Country, MentionKind::Place]),
            dates,
            hedges,
            scopes,
            negations,
            voice: voice(claim),
            cue: claim.cue.as_ref().map(|cue| (cue.lemma.clone(), cue.stance)),
            polarity: claim.polarity,
            modality: claim.modality,
            quotation: claim.quotation,
            plain,
            identity: identity(claim),
        }
    }
}

/// So many letters make the root of a longer word: enough to tell *accord* from *accent*, few enough to bring
/// *négocié* and *négociation* together.
const ROOT: usize = 5;

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
    let Some(speaker) = &claim.speaker else { return Voice::Nobody };
    let words = |name: &Option<String>| name.as_deref().map(name_words).unwrap_or_default();
    match speaker.resolution {
        Resolution::Narrator => Voice::Narrator,
        Resolution::Resolved if speaker.name.is_some() => Voice::Named(words(&speaker.name)),
        Resolution::Resolved | Resolution::Unresolved => Voice::Unresolved(words(&speaker.mention)),
    }
}

/// The words of a name in the light common form, articles left out.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts
        .map(|part| without_accents(&fold(part)))
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

/// The digits of a written number, separators of thousands left out: `3 000`, `3.000` and `3,000` are `3000`.
fn digits(words: &str) -> String {
    let parts: Vec<&str> = words.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let grouped = parts.len() > 1 && parts.iter().skip(1).all(|part| part.len() == 3);
    if grouped { parts.concat() } else { parts.join(".") }
}

/// A lower-case word without accents, plural and mute endings, so that forms of one word that differ only in
/// these are equal: *régionales* and *régional*, *efforts* and *effort*.
fn common_form(word: &str, lang: Option<Language>) -> String {
    let mut form = without_accents(word.trim_end_matches('\''));
    if form.chars().count() < 4 {
        return form;
    }
    match lang {
        Some(Language::French) => {
            if form.ends_with("aux") && !form.ends_with("eaux") && form.len() > 5 {
                form.truncate(form.len() - 2);
                form.push('l');
            } else if form.ends_with(['s', 'x']) {
                form.pop();
            }
            while form.ends_with('e') && form.len() > 3 {
                form.pop();
            }
        }
        Some(Language::English) => {
            if form.ends_with("ies") && form.len() > 4 {
                form.truncate(form.len() - 3);
                form.push('y');
            } else if form.ends_with('s') && !form.ends_with("ss") && !form.ends_with("us") && !form.ends_with("is") {
                form.pop();
            }
            if form.ends_with('e') && form.len() > 3 {
                form.pop();
            }
        }
        Some(Language::Other(_)) | None => {}
    }
    form
}

/// `word` with the letters of the Latin alphabet for their accented forms and ligatures.
fn without_accents(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ą' => plain.push('a'),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ə' => plain.push('e'),
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => plain.push('i'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => plain.push('o'),
            'ù' | 'ú' | 'û' | 'ü' | 'ū' => plain.push('u'),
            'ý' | 'ÿ' => plain.push('y'),
            'š' | 'ś' | 'ş' => plain.push('s'),
            'ž' | 'ź' | 'ż' => plain.push('z'),
            'ğ' => plain.push('g'),
            'ł' => plain.push('l'),
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            '\u{300}'..='\u{36f}' => {}
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_meet() {
        let french = |word| common_form(word, Some(Language::French));
        assert_eq!(french("régionales"), french("régional"));
        assert_eq!(french("régionaux"), french("régional"));
        assert_eq!(french("accordée"), french("accordé"));
        assert_eq!(french("œuvres"), french("oeuvre"));
        let english = |word| common_form(word, Some(Language::English));
        assert_eq!(english("countries"), english("country"));
        assert_eq!(english("charges"), english("charge"));
        assert_ne!(english("crisis"), english("crisi"));
    }

    #[test]
    fn separators_of_thousands_do_not_count() {
        assert_eq!(digits("3\u{202f}000"), "3000");
        assert_eq!(digits("3,000"), "3000");
        assert_eq!(digits("3,5"), "3.5");
    }
}
