//! What each language adds to tokenisation: elisions, contractions, inverted pronouns, abbreviations.

use super::Language;
use crate::text::TokenRules;
use std::sync::OnceLock;

/// The rules of `lang`, made on first use.
pub fn token_rules(lang: Language) -> &'static TokenRules {
    static FRENCH: OnceLock<TokenRules> = OnceLock::new();
    static ENGLISH: OnceLock<TokenRules> = OnceLock::new();
    static GERMAN: OnceLock<TokenRules> = OnceLock::new();
    static OTHER: OnceLock<TokenRules> = OnceLock::new();
    match lang {
        Language::French => FRENCH.get_or_init(|| TokenRules {
            elided: words("c d j jusqu l lorsqu m n presqu puisqu qu quoiqu s t").collect(),
            inverted: words("ce elle elles il ils je nous on tu vous").collect(),
            whole: words("aujourd'hui d'abord d'ailleurs d'accord prud'homme prud'hommes quelqu'un quelqu'une rendez-vous est-ce")
                .collect(),
            abbreviations: words(include_str!("fr/abbreviations.txt")).collect(),
            ..TokenRules::default()
        }),
        Language::English => ENGLISH.get_or_init(|| TokenRules {
            enclitics: words("d ll m re s ve").collect(),
            negative_contraction: true,
            abbreviations: words(include_str!("en/abbreviations.txt")).collect(),
            ..TokenRules::default()
        }),
        Language::German => GERMAN.get_or_init(|| TokenRules {
            abbreviations: words(include_str!("de/abbreviations.txt")).collect(),
            before_ordinal: words("ab am bis das dem den der des die im seit vom zum zur").collect(),
            after_ordinal: words(
                "januar februar märz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts \
                 liga platz runde spieltag weltkrieg geburtstag jahrestag minute",
            )
            .collect(),
            ..TokenRules::default()
        }),
        Language::Other(_) => OTHER.get_or_init(TokenRules::default),
    }
}

fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}
