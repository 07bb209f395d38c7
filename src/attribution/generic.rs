//! Any other language: what quotation marks, dialogue dashes and a name before a colon show without knowing a word.
//!
//! No cue is known, so a speaker is named only where the writing itself names one (*NAME: « ... »*, *NAME: ...* in a
//! conversation). Everything else is a quotation whose speaker stays open.

use super::Attribution;
use super::analysis::Analysis;
use super::pattern::Pattern;
use super::turn;
use crate::tagging::Tag;
use crate::text::TokenKind;
use std::ops::Range;

/// Fewer words in quotation marks are a title or a word held at arm's length.
const WORDS: usize = 3;

/// In a script without blanks, fewer letters are.
const LETTERS: usize = 6;

/// A name before a colon has at most so many tokens.
const NAME: usize = 4;

/// The quotations of a text, sorted by their place.
pub(super) fn link(a: &Analysis<'_>) -> Vec<Attribution> {
    let mut found = turn::turns(a, &[]);
    for turn in &mut found {
        turn.pattern = Pattern::Generic;
    }
    let covered = super::free::covered(a, &found);
    for (number, region) in a.regions.iter().enumerate() {
        let taken = region.pieces.first().is_none_or(|piece| covered[piece.start]);
        if region.parent.is_some() || taken {
            continue;
        }
        let content = if region.dialogue { spoken(a, &region.pieces) } else { region.pieces.clone() };
        if !is_speech(a, &content) {
            continue;
        }
        let mut quotation = Attribution::free(number, content);
        quotation.pattern = Pattern::Generic;
        if let Some(name) = name_before(a, region.open) {
            quotation.cue = vec![name.end];
            quotation.source = vec![name];
        }
        found.push(quotation);
    }
    found.sort_by_key(|quotation| quotation.content.first().map_or(0, |piece| piece.start));
    found
}

fn is_speech(a: &Analysis<'_>, content: &[Range<usize>]) -> bool {
    let words = || content.iter().flat_map(Clone::clone).filter(|&at| a.tokens[at].kind == TokenKind::Word);
    let letters = || words().flat_map(|at| a.raw(at).chars()).filter(|&c| is_unspaced(c));
    words().take(WORDS).count() >= WORDS || letters().take(LETTERS).count() >= LETTERS
}

/// Letters of scripts that part no words: Thai, Kana, Han.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The name that a colon parts from the quotation that opens at `open`, when nothing else stands in their sentence:
/// *Rossi: «...»*.
fn name_before(a: &Analysis<'_>, open: usize) -> Option<Range<usize>> {
    let colon = open.checked_sub(1).filter(|&at| matches!(a.raw(at), ":" | "："))?;
    let start = a.sentence(colon).start;
    let named = (start..colon).all(|at| a.tag(at) == Tag::Propn || is_caseless(a.raw(at)));
    (start < colon && colon - start <= NAME && named).then_some(start..colon)
}

/// Whether the word is written in a script without capital letters.
fn is_caseless(word: &str) -> bool {
    word.chars().any(char::is_alphabetic) && !word.chars().any(|c| c.is_lowercase() || c.is_uppercase())
}

/// A line of dialogue without what the writer puts between dashes: *—Voy —dijo Ana—. Mañana.*, *— Иду, — сказал он. — Жди.*
fn spoken(a: &Analysis<'_>, pieces: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_dash = |at: usize| matches!(a.raw(at), "—" | "–" | "―");
    let touches = |at: usize| {
        let (this, next) = (a.tokens.get(at), a.tokens.get(at + 1));
        this.zip(next).is_some_and(|(this, next)| this.span.end() == next.span.start())
    };
    let mut out = Vec::new();
    for piece in pieces {
        let mut start = piece.start;
        let mut inserted = false;
        for at in piece.clone().filter(|&at| is_dash(at)) {
            // A dash opens what the writer inserts after a mark, or where it leans on the word after it alone.
            let after_mark = at > piece.start && matches!(a.raw(at - 1), "," | "." | "!" | "?" | "…" | "...");
            let leans = touches(at) && !(at > piece.start && touches(at - 1));
            if !inserted && (after_mark || leans) {
                out.push(start..at);
                inserted = true;
            } else if inserted {
                start = at + 1;
                inserted = false;
            }
        }
        if !inserted {
            out.push(start..piece.end);
        }
    }
    for piece in &mut out {
        while piece.start < piece.end && matches!(a.raw(piece.start), "," | "." | ";" | ":") {
            piece.start += 1;
        }
        while piece.start < piece.end && matches!(a.raw(piece.end - 1), "," | ";" | ":") {
            piece.end -= 1;
        }
    }
    out.retain(|piece| piece.start < piece.end);
    out
}

#[cfg(test)]
mod tests {
    use crate::claim::{ExtractOptions, extract};
    use crate::input::Document;

    /// Speaker and content of each claim.
    fn found(text: &str, code: &str) -> Vec<(Option<String>, String)> {
        let document = Document::new(text, code.parse().unwrap());
        let set = extract(&document, &ExtractOptions::default());
        assert_eq!(set.header.lang, code);
        assert_eq!(set.header.extractor.name, "dixit (generic)");
        let claims = set.claims.into_iter();
        claims
            .map(|claim| {
                assert!(claim.extractor.why.iter().any(|why| why.starts_with("generic mode")), "{claim:?}");
                (claim.speaker.and_then(|speaker| speaker.name), claim.content.text)
            })
            .collect()
    }

    fn content(text: &str, code: &str) -> Vec<String> {
        found(text, code).into_iter().map(|(_, content)| content).collect()
    }

    #[test]
    fn quotation_marks_of_any_language() {
        assert_eq!(content("El alcalde dijo: «El puente está cerrado».", "es"), ["El puente está cerrado"]);
        assert_eq!(content("市長は「橋は閉鎖されました」と述べた。", "ja"), ["橋は閉鎖されました"]);
        assert_eq!(content("قال العمدة: «الجسر مغلق حتى الغد».", "ar"), ["الجسر مغلق حتى الغد"]);
        assert_eq!(content("Мэр заявил: «Мост закрыт до завтра».", "ru"), ["Мост закрыт до завтра"]);
        assert_eq!(content("Borgmästaren sa: ”Bron är stängd.”", "sv"), ["Bron är stängd."]);
        assert_eq!(content("O presidente falou de «paz».", "pt-BR"), Vec::<String>::new());
    }

    #[test]
    fn names_before_a_colon() {
        assert_eq!(
            found("Giulia Rossi: «Il ponte resta chiuso».", "it"),
            [(Some("Giulia Rossi".to_owned()), "Il ponte resta chiuso".to_owned())]
        );
        assert_eq!(
            found("山田市長：「橋は閉鎖されました」", "ja"),
            [(Some("山田市長".to_owned()), "橋は閉鎖されました".to_owned())]
        );
    }

    #[test]
    fn dialogue_without_what_is_inserted() {
        assert_eq!(
            content("—Voy a cerrar el puente —dijo Ana—. Mañana abre.", "es"),
            ["Voy a cerrar el puente […] Mañana abre."]
        );
        assert_eq!(
            content("— Я закрою мост, — сказал он. — Завтра откроем.", "ru"),
            ["Я закрою мост […] Завтра откроем."]
        );
    }
}
