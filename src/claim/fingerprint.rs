//! Is it still the claim that was judged? A hash of what a decision is about: words, speaker, polarity.
//!
//! The place of the claim is left out: a claim that merely moves inside its article keeps its decisions.

use super::{Claim, Polarity, Resolution};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// SHA-256 over the canonical form of a claim, in lower-case hexadecimal (64 letters).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of `claim`.
    ///
    /// Two claims share it when their content, speaker and polarity are the same after white space is collapsed
    /// and apostrophes and quotation marks are made alike, so that a typesetter's change is no change. An
    /// unresolved speaker counts by the words that stand for them.
    pub fn of(claim: &Claim) -> Fingerprint {
        let (kind, speaker) = match &claim.speaker {
            None => ("none", None),
            Some(speaker) => match speaker.resolution {
                Resolution::Narrator => ("narrator", None),
                Resolution::Resolved => ("name", speaker.name.as_deref().or(speaker.mention.as_deref())),
                Resolution::Unresolved => ("mention", speaker.mention.as_deref()),
            },
        };
        let polarity = match claim.polarity {
            Polarity::Affirmed => "affirmed",
            Polarity::Denied => "denied",
        };
        // As a JSON array no two different claims can run into the same bytes.
        let canonical = serde_json::json!([
            "dixit-fingerprint-1",
            kind,
            plain(speaker.unwrap_or("")),
            polarity,
            plain(&claim.content.text)
        ]);
        Fingerprint(sha256_hex(canonical.to_string().as_bytes()))
    }

    /// The first eight letters, for people.
    pub fn short(&self) -> &str {
        self.0.get(..8).unwrap_or(&self.0)
    }

    /// All letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 of `bytes` in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of several pieces, one after the other, in lower-case hexadecimal.
pub(crate) fn sha256_hex_of(pieces: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    pieces.iter().for_each(|piece| hasher.update(piece));
    hex(&hasher.finalize())
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// The words without what typesetting changes: white space of any kind and length is one blank, apostrophes and
/// quotation marks are the ASCII ones, soft hyphens and zero-width characters are gone.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut blank = false;
    for letter in words.chars() {
        let letter = match letter {
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => continue,
            '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{201b}' | '\u{2039}' | '\u{203a}' => '\'',
            '\u{ab}' | '\u{bb}' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' => '"',
            other => other,
        };
        if letter.is_whitespace() {
            blank = !plain.is_empty();
        } else {
            if blank {
                plain.push(' ');
                blank = false;
            }
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::format::tests::claim;
    use crate::text::CharSpan;

    #[test]
    fn typesetting_does_not_change_it() {
        let one = claim("aaa111", 0, "l'accord «\u{a0}tient\u{a0}»");
        let two = claim("bbb222", 90, " l’accord \u{201c}  tient\n\u{201d}");
        assert_eq!(Fingerprint::of(&one), Fingerprint::of(&two));
        assert_eq!(Fingerprint::of(&one).as_str().len(), 64);
    }

    #[test]
    fn words_speaker_and_polarity_change_it() {
        let one = claim("aaa111", 0, "l'accord tient");
        let print = Fingerprint::of(&one);
        assert_ne!(print, Fingerprint::of(&claim("aaa111", 0, "l'accord ne tient pas")));
        let mut denied = one.clone();
        denied.polarity = Polarity::Denied;
        assert_ne!(print, Fingerprint::of(&denied));
        let mut nobody = one.clone();
        nobody.speaker = None;
        assert_ne!(print, Fingerprint::of(&nobody));
        let mut unsure = one.clone();
        unsure.speaker.as_mut().unwrap().resolution = Resolution::Unresolved;
        assert_ne!(print, Fingerprint::of(&unsure));
    }

    #[test]
    fn place_and_explanations_do_not_change_it() {
        let one = claim("aaa111", 0, "l'accord tient");
        let mut moved = one.clone();
        moved.content.spans = vec![CharSpan::new(500, 514)];
        moved.selector.start = 500;
        moved.revision = Some(2);
        moved.check_worthiness.score = 0.9;
        assert_eq!(Fingerprint::of(&one), Fingerprint::of(&moved));
    }
}
