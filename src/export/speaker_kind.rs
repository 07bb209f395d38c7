//! Is a speaker a person or a body? schema.org asks, and the claims file does not say.

use crate::lang::{Language, Lexicon, PlaceKind, Places, token_rules};
use crate::text::{fold, tokenize};

/// The type that schema.org has for a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SpeakerKind {
    Person,
    Organization,
}

impl SpeakerKind {
    /// The name of the type.
    pub(super) fn name(self) -> &'static str {
        match self {
            SpeakerKind::Person => "Person",
            SpeakerKind::Organization => "Organization",
        }
    }

    /// Tells by the words: a known name of a country, capital or organisation and a word for a body (*le ministère*)
    /// make a body; a given name, a role (*la préfète*) and everything else a person.
    pub(super) fn of(name: &str, lang: Language) -> SpeakerKind {
        let tokens = tokenize(name, token_rules(lang));
        let words: Vec<&str> = tokens.iter().map(|token| token.of(name)).collect();
        let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
        let lexicon = Lexicon::of(lang);
        if folded.first().is_some_and(|word| lexicon.given_name(word).is_some()) {
            return SpeakerKind::Person;
        }
        if let Some(place) = Places::of(lang).find(&folded.join(" ")) {
            return match place.kind {
                PlaceKind::Demonym | PlaceKind::Prefix => SpeakerKind::Person,
                PlaceKind::Country
                | PlaceKind::Capital
                | PlaceKind::City
                | PlaceKind::Region
                | PlaceKind::Organisation => SpeakerKind::Organization,
            };
        }
        // porte-parole du ministère: the first word that tells is the head.
        let head = folded.iter().find(|word| lexicon.can_speak(word));
        match head {
            Some(word) if !lexicon.is_role(word) => SpeakerKind::Organization,
            _ => SpeakerKind::Person,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_and_bodies() {
        let kind = |name: &str, lang: &str| SpeakerKind::of(name, lang.parse().unwrap()).name();
        for (name, lang) in [
            ("Mike Pompeo", "fr"),
            ("la préfète de la Drôme", "fr"),
            ("le porte-parole du ministère", "fr"),
            ("Jane Smith", "en"),
        ] {
            assert_eq!(kind(name, lang), "Person", "{name}");
        }
        for (name, lang) in
            [("Bakou", "fr"), ("le gouvernement arménien", "fr"), ("OTAN", "fr"), ("the ministry of health", "en")]
        {
            assert_eq!(kind(name, lang), "Organization", "{name}");
        }
    }
}
