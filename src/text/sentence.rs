//! Sentences and paragraphs, as ranges of tokens.
//!
//! A sentence ends at a final stop, at a blank line, and at a line end that does not merely wrap a line. It does
//! not end inside a quotation that the same sentence goes on after (« C'est faux ! », *a dit*).

use super::token::{Token, TokenKind};
use std::ops::Range;

/// A sentence: a range of tokens and the paragraph it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Number of its paragraph, from 0.
    pub paragraph: usize,
}

/// A sentence with more tokens is cut: no writer makes one, and what looks through a sentence stays linear.
const LONGEST: usize = 400;

/// Cuts `tokens` of `text` into sentences; together they hold every token once, in order.
pub fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let wrapped = is_hard_wrapped(text);
    let mut out = Vec::new();
    let mut start = 0;
    let mut paragraph = 0;
    for at in 0..tokens.len() {
        let Some(next) = tokens.get(at + 1) else {
            out.push(Sentence { tokens: start..tokens.len(), paragraph });
            break;
        };
        let gap = &text[tokens[at].span.end()..next.span.start()];
        let lines = gap.bytes().filter(|&b| b == b'\n').count() + gap.matches('\u{2029}').count();
        let breaks_paragraph = lines > 1 || (lines == 1 && !wrapped);
        let endless = at + 1 - start >= LONGEST;
        if breaks_paragraph || endless || (!gap.is_empty() || is_wide(text, tokens, at)) && ends_here(text, tokens, at)
        {
            out.push(Sentence { tokens: start..at + 1, paragraph });
            start = at + 1;
        }
        if breaks_paragraph {
            paragraph += 1;
        }
    }
    out
}

/// Whether the text's line ends wrap lines (as in mail) rather than end paragraphs: at least a quarter of the
/// lines that follow a single line end begin in the middle of a sentence.
fn is_hard_wrapped(text: &str) -> bool {
    let mut follows = 0usize;
    let mut inside = 0usize;
    let mut previous_blank = true;
    for line in text.lines().map(str::trim).take(2_000) {
        if let (false, Some(c)) = (previous_blank, line.chars().next()) {
            follows += 1;
            inside += usize::from(c.is_lowercase());
        }
        previous_blank = line.is_empty();
    }
    follows > 0 && inside * 4 >= follows
}

/// Whether token `at` is a stop that no blank need follow.
fn is_wide(text: &str, tokens: &[Token], at: usize) -> bool {
    let wide = |at: usize| matches!(tokens[at].of(text), "。" | "！" | "？" | "｡");
    let closes = |at: usize| matches!(tokens[at].of(text), "」" | "』" | "”" | "）");
    // What closes after a stop belongs to the sentence, and what is said of it may follow: 「はい。」と言った。
    wide(at) && !(at + 1 < tokens.len() && closes(at + 1))
}

/// Whether a sentence ends after token `at`, which white space follows.
fn ends_here(text: &str, tokens: &[Token], at: usize) -> bool {
    // Step back over what closes: quotation marks, brackets.
    let mut last = at;
    while tokens[last].kind == TokenKind::Punct && is_closer(tokens[last].of(text)) {
        match last.checked_sub(1) {
            // A mark with white space before it closes only in French (« oui. »).
            Some(before) => last = before,
            None => return false,
        }
    }
    let stop = tokens[last].of(text);
    let final_stop = match stop {
        "." | "!" | "?" | "…" | "?!" | "。" | "！" | "？" | "｡" | "؟" | "۔" | "।" => true,
        dots if dots.starts_with("..") => true,
        // at a rally in Albany, N.Y. “She was ...”: a quotation begins a sentence after such a word
        word => {
            let initials = word.strip_suffix('.').is_some_and(|rest| rest.contains('.'));
            let next = tokens.get(at + 1).map(|next| next.of(text));
            initials && next.is_some_and(|mark| matches!(mark, "“" | "\"" | "''" | "«"))
        }
    };
    if !final_stop {
        return false;
    }
    let Some(next) = next_word(text, tokens, at + 1) else { return true };
    let first = next.of(text).chars().next().unwrap_or(' ');
    let opens = next.span != tokens[at + 1].span;
    if first.is_lowercase() {
        return false;
    }
    // « Vraiment ? » Jean a dit: an ellipsis or a question inside goes on only before a small letter.
    first.is_uppercase() || first.is_numeric() || opens || tokens[at + 1].kind != TokenKind::Punct || is_dash(first)
}

/// The first token from `from` that is no opening mark, dash or bracket.
fn next_word<'t>(text: &str, tokens: &'t [Token], from: usize) -> Option<&'t Token> {
    tokens[from..]
        .iter()
        .take(4)
        .find(|token| !(token.kind == TokenKind::Punct && is_opener(token.of(text))))
        .or_else(|| tokens.get(from))
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―')
}

fn is_opener(mark: &str) -> bool {
    matches!(
        mark,
        "«" | "“"
            | "„"
            | "\""
            | "‹"
            | "‘"
            | "‚"
            | "'"
            | "''"
            | "``"
            | "("
            | "["
            | "—"
            | "–"
            | "―"
            | "-"
            | "¿"
            | "¡"
            | "「"
            | "『"
            | "（"
    )
}

fn is_closer(mark: &str) -> bool {
    matches!(mark, "»" | "”" | "“" | "\"" | "›" | "’" | "‘" | "'" | "''" | ")" | "]" | "」" | "』" | "）")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{TokenRules, tokenize};

    fn cut(text: &str) -> Vec<String> {
        let rules = TokenRules { abbreviations: ["m", "mr"].into(), ..TokenRules::default() };
        let tokens = tokenize(text, &rules);
        sentences(text, &tokens)
            .iter()
            .map(|s| {
                let span = tokens[s.tokens.start].span.start()..tokens[s.tokens.end - 1].span.end();
                format!("{}:{}", s.paragraph, &text[span])
            })
            .collect()
    }

    #[test]
    fn ends_at_stops_and_blank_lines() {
        assert_eq!(cut("Un. Deux ! Trois\n\nQuatre"), ["0:Un.", "0:Deux !", "0:Trois", "1:Quatre"]);
    }

    #[test]
    fn goes_on_after_a_quotation() {
        assert_eq!(
            cut("« C'est faux ! », a dit M. Roux. Il part."),
            ["0:« C'est faux ! », a dit M. Roux.", "0:Il part."]
        );
        assert_eq!(cut("« Pas si vite ! » s'écrie-t-elle."), ["0:« Pas si vite ! » s'écrie-t-elle."]);
        assert_eq!(cut("« Non. » « Si. »"), ["0:« Non. »", "0:« Si. »"]);
    }

    #[test]
    fn ends_at_initials_before_a_quotation() {
        assert_eq!(cut("He spoke in Albany, N.Y. “She left.”"), ["0:He spoke in Albany, N.Y.", "0:“She left.”"]);
        assert_eq!(cut("He spoke in Albany, N.Y. on Monday."), ["0:He spoke in Albany, N.Y. on Monday."]);
    }

    #[test]
    fn wrapped_lines_are_one_sentence() {
        assert_eq!(
            cut("Le maire a dit\nqu'il viendrait demain à\nParis avec lui.\n\nFin."),
            ["0:Le maire a dit\nqu'il viendrait demain à\nParis avec lui.", "1:Fin."]
        );
        assert_eq!(cut("Un titre sans point\nLe maire a dit non."), ["0:Un titre sans point", "1:Le maire a dit non."]);
    }
}
