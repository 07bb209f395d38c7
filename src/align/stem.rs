//! Which words are forms of one word, where no dictionary tells? Snowball stems, without accents.

use crate::lang::Language;

/// The stem of a folded word, in plain letters.
pub(super) fn stem(lang: Language, word: &str) -> String {
    super::features::plain_letters(&crate::lang::stem(lang, word))
}

/// Endings of learned words that differ from language to language, longest first.
const ENDINGS: [&str; 40] = [
    "isations", "izations", "isation", "ization", "ements", "ations", "ement", "ation", "aires", "iques", "isme",
    "ismus", "aire", "ique", "ment", "ence", "ance", "tion", "eurs", "ors", "ary", "ism", "ity", "ite", "eur", "ive",
    "ous", "eux", "ier", "ies", "isch", "or", "er", "ic", "al", "el", "ty", "te", "y", "e",
];

/// What is left of a word when spelling habits of its language are put aside: *constitutionnel* and *constitutional*,
/// *démocratie* and *democracy* begin alike.
pub(super) fn skeleton(word: &str) -> String {
    let mut plain = super::features::plain_letters(word);
    if let Some(end) = ENDINGS.iter().find(|end| plain.len() >= end.len() + 4 && plain.ends_with(**end)) {
        plain.truncate(plain.len() - end.len());
    }
    let mut out = String::with_capacity(plain.len());
    let mut letters = plain.chars().peekable();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            'p' if letters.peek() == Some(&'h') => {
                letters.next();
                'f'
            }
            't' if letters.peek() == Some(&'h') => {
                letters.next();
                't'
            }
            'q' => {
                if letters.peek() == Some(&'u') {
                    letters.next();
                }
                'c'
            }
            'k' => 'c',
            'y' => 'i',
            'z' => 's',
            other => other,
        };
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}

/// Whether two words of different languages look like one: at least four letters and seven in ten of the longer one
/// begin alike.
///
/// Takes their skeletons.
pub(super) fn are_cognates(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let longer = a.chars().count().max(b.chars().count());
    shared >= 4 && shared * 10 >= longer * 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learned_words_look_alike() {
        for (one, two) in [
            ("constitutionnel", "constitutional"),
            ("démocratie", "democracy"),
            ("épidémie", "epidemic"),
            ("secrétaire", "secretary"),
            ("organisation", "organization"),
            ("inflation", "inflation"),
        ] {
            assert!(are_cognates(&skeleton(one), &skeleton(two)), "{one} {two} {} {}", skeleton(one), skeleton(two));
        }
        assert!(!are_cognates(&skeleton("paiement"), &skeleton("pavement")));
        assert!(!are_cognates(&skeleton("hôpital"), &skeleton("horrible")));
    }
}
