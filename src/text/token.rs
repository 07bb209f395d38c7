//! Tokens: words, numbers and marks, in order, with their place.
//!
//! Tokens cover everything but white space: between two neighbours there is white space or nothing. Words are
//! cut where the languages write two words as one (*l'État*, *a-t-il*, *don't*), so that a pronoun or a negation
//! is a token of its own; compounds (*vice-président*, *cessez-le-feu*) stay whole.

use super::ByteSpan;
use std::collections::BTreeSet;

/// What a token is, by its characters alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Letters, perhaps with digits, hyphens, apostrophes, abbreviation stops.
    Word,
    /// Digits, with their separators.
    Number,
    /// The hyphens of an inverted pronoun: `-` in *dit-il*, `-t-` in *a-t-il*.
    Join,
    /// A punctuation mark; `...`, `--` and `''` are one token each.
    Punct,
    /// Anything else that is not white space.
    Symbol,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: ByteSpan,
    /// What it is.
    pub kind: TokenKind,
}

impl Token {
    /// Its characters.
    pub fn of(self, text: &str) -> &str {
        self.span.of(text)
    }
}

/// What a language adds to tokenisation.
#[derive(Debug, Default)]
pub struct TokenRules {
    /// Lower-case words that lose their last vowel before another (*l*, *qu*), without the apostrophe.
    pub elided: BTreeSet<&'static str>,
    /// Lower-case endings after an apostrophe that are words of their own (*s*, *ll*).
    pub enclitics: BTreeSet<&'static str>,
    /// Whether `n't` is a word of its own.
    pub negative_contraction: bool,
    /// Lower-case pronouns that follow an inverted verb after a hyphen.
    pub inverted: BTreeSet<&'static str>,
    /// Lower-case words that are never cut (*aujourd'hui*, *rendez-vous*).
    pub whole: BTreeSet<&'static str>,
    /// Abbreviations whose stop belongs to them and ends no sentence, lower case, without the last stop.
    pub abbreviations: BTreeSet<&'static str>,
    /// Lower-case words before which a stop after a small number belongs to it (*am 3. Mai*).
    pub before_ordinal: BTreeSet<&'static str>,
    /// Lower-case words after which it does.
    pub after_ordinal: BTreeSet<&'static str>,
}

/// Whether `c` is written as an apostrophe.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}')
}

/// Whether `c` can stand inside a word: letters, digits, marks, soft hyphen, zero-width joiners.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{fe0f}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// `word` in lower case, with straight apostrophes and plain hyphens, without soft hyphens.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if is_apostrophe(c) {
            out.push('\'');
        } else if is_hyphen(c) {
            out.push('-');
        } else if c != '\u{ad}' {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// A folded word with the plain letters of the Latin alphabet for those with accents, and ligatures taken apart.
pub fn without_accents(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'à'..='å' | 'ā' | 'ą' => plain.push('a'),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'è'..='ë' | 'ē' | 'ę' | 'ě' | 'ə' => plain.push('e'),
            'ì'..='ï' | 'ī' | 'ı' => plain.push('i'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò'..='ö' | 'ø' | 'ō' => plain.push('o'),
            'ù'..='ü' | 'ū' => plain.push('u'),
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

/// Cuts `text` into tokens.
pub fn tokenize(text: &str, rules: &TokenRules) -> Vec<Token> {
    let mut cutter = Cutter { text, rules, at: 0, tokens: Vec::with_capacity(text.len() / 5) };
    while let Some(c) = cutter.peek(0) {
        if c.is_whitespace() {
            cutter.at += c.len_utf8();
        } else if c.is_numeric() {
            cutter.number();
        } else if is_word(c) {
            cutter.word();
        } else {
            cutter.mark(c);
        }
    }
    cutter.tokens
}

struct Cutter<'a> {
    text: &'a str,
    rules: &'a TokenRules,
    at: usize,
    tokens: Vec<Token>,
}

impl Cutter<'_> {
    /// The character `ahead` bytes after the present place, when a character begins there.
    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead..).and_then(|rest| rest.chars().next())
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        if start < end {
            self.tokens.push(Token { span: ByteSpan::new(start, end), kind });
        }
    }

    /// Digits with `.`, `,`, `:` or a fixed space between digits; letters that follow make it a word (*12e*).
    fn number(&mut self) {
        let start = self.at;
        let mut end = start;
        let mut kind = TokenKind::Number;
        let mut chars = self.text[start..].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let next = chars.peek().map(|&(_, c)| c);
            let inside = is_word(c)
                || (matches!(c, '.' | ',' | ':' | '/' | '\u{a0}' | '\u{202f}' | '\u{2009}')
                    && next.is_some_and(|n| n.is_ascii_digit())
                    && self.text[..start + offset].ends_with(|p: char| p.is_ascii_digit()));
            if !inside {
                break;
            }
            if c.is_alphabetic() {
                kind = TokenKind::Word;
            }
            end = start + offset + c.len_utf8();
        }
        if end == start {
            // A numeric character that is no digit (½ alone) still advances.
            end = start + self.peek(0).map_or(1, char::len_utf8);
        }
        if kind == TokenKind::Number && self.is_ordinal(start, end) {
            end += 1;
        }
        self.push(start, end, kind);
        self.at = end;
    }

    /// Whether the stop after the number at `start..end` makes it an ordinal: between words that ask for one, or before
    /// a small letter.
    fn is_ordinal(&self, start: usize, end: usize) -> bool {
        if self.rules.after_ordinal.is_empty() || end - start > 2 {
            return false;
        }
        let Some(rest) = self.text[end..].strip_prefix(". ") else { return false };
        let next = &rest[..rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())];
        let before = self.tokens.last().map(|token| fold(token.of(self.text))).unwrap_or_default();
        next.starts_with(char::is_lowercase)
            || self.rules.after_ordinal.contains(fold(next).as_str())
            || self.rules.before_ordinal.contains(before.as_str()) && next.starts_with(char::is_uppercase)
    }

    /// A run of letters with inner hyphens, apostrophes and abbreviation stops, then cut by the rules.
    fn word(&mut self) {
        let start = self.at;
        if self.text[start..].starts_with("http://")
            || self.text[start..].starts_with("https://")
            || self.text[start..].starts_with("www.")
        {
            let end = self.text[start..].find(char::is_whitespace).map_or(self.text.len(), |len| start + len);
            let end = start + self.text[start..end].trim_end_matches(['.', ',', ')', '»', '”', '"', ';']).len();
            self.push(start, end, TokenKind::Word);
            self.at = end;
            return;
        }
        let mut end = start;
        let mut chars = self.text[start..].char_indices().peekable();
        let mut previous = ' ';
        while let Some((offset, c)) = chars.next() {
            let next = chars.peek().map(|&(_, c)| c);
            let joined = (is_hyphen(c) || is_apostrophe(c) || c == '&')
                && is_word(previous)
                && next.is_some_and(|n| n.is_alphanumeric());
            // J.-P., U.S., p.m.: a stop after a single letter that more letters follow.
            let initial = c == '.'
                && previous.is_alphabetic()
                && single_letter_before(&self.text[start..start + offset])
                && next.is_some_and(|n| n.is_alphabetic() || is_hyphen(n));
            let after_stop = is_hyphen(c) && previous == '.' && next.is_some_and(char::is_alphabetic);
            if !(is_word(c) || joined || initial || after_stop) {
                break;
            }
            end = start + offset + c.len_utf8();
            previous = c;
        }
        if self.text[end..].starts_with('.') && self.stop_belongs(start, end) {
            end += 1;
        }
        // An elided word ends in its apostrophe even before a quotation mark: l'« off ».
        if let Some(c) = self.text[end..].chars().next()
            && is_apostrophe(c)
            && self.rules.elided.contains(fold(&self.text[start..end]).as_str())
        {
            end += c.len_utf8();
            self.push(start, end, TokenKind::Word);
            self.at = end;
            return;
        }
        self.cut(start, end);
        self.at = end;
    }

    /// Whether the stop after the word at `start..end` is part of it: initials and known abbreviations.
    fn stop_belongs(&self, start: usize, end: usize) -> bool {
        let word = &self.text[start..end];
        let tail = word.rsplit(|c: char| is_hyphen(c) || is_apostrophe(c)).next().unwrap_or(word);
        if tail.contains('.') && single_letter_before(tail) {
            return true; // the last stop of U.S.
        }
        let mut letters = tail.chars();
        let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
        let next_is_name = self.text[end + 1..].trim_start_matches([' ', '\u{a0}', '\u{202f}']).chars().next();
        if initial {
            return next_is_name.is_some_and(|c| c.is_uppercase() || is_hyphen(c));
        }
        self.rules.abbreviations.contains(fold(tail).as_str())
    }

    /// Cuts elisions, inverted pronouns and contractions off the word at `start..end`.
    fn cut(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        if !word.contains(|c| is_hyphen(c) || is_apostrophe(c)) {
            self.push(start, end, TokenKind::Word);
            return;
        }
        let folded = fold(word);
        if self.rules.whole.contains(folded.as_str()) {
            self.push(start, end, TokenKind::Word);
            return;
        }
        // l'État, qu'il, n't, 's
        if let Some((offset, mark)) = word.char_indices().find(|&(_, c)| is_apostrophe(c)) {
            let after = offset + mark.len_utf8();
            if self.rules.elided.contains(fold(&word[..offset]).as_str()) {
                self.push(start, start + after, TokenKind::Word);
                return self.cut(start + after, end);
            }
        }
        if let Some((offset, mark)) = word.char_indices().rev().find(|&(_, c)| is_apostrophe(c)) {
            let tail = fold(&word[offset + mark.len_utf8()..]);
            if self.rules.negative_contraction && tail == "t" && word[..offset].ends_with(['n', 'N']) {
                self.cut(start, start + offset - 1);
                self.push(start + offset - 1, end, TokenKind::Word);
                return;
            }
            if self.rules.enclitics.contains(tail.as_str()) {
                self.cut(start, start + offset);
                self.push(start + offset, end, TokenKind::Word);
                return;
            }
        }
        // dit-il, a-t-elle
        if let Some((offset, mark)) = word.char_indices().rev().find(|&(_, c)| is_hyphen(c)) {
            let tail = fold(&word[offset + mark.len_utf8()..]);
            if self.rules.inverted.contains(tail.as_str()) {
                let stem = &word[..offset];
                let mut back = stem.char_indices().rev();
                let t = back.next().filter(|&(_, c)| matches!(c, 't' | 'T'));
                let hyphen = back.next().filter(|&(_, c)| is_hyphen(c));
                let join = match (t, hyphen) {
                    (Some(_), Some((place, _))) => place,
                    _ => offset,
                };
                self.cut(start, start + join);
                self.push(start + join, start + offset + mark.len_utf8(), TokenKind::Join);
                self.push(start + offset + mark.len_utf8(), end, TokenKind::Word);
                return;
            }
        }
        self.push(start, end, TokenKind::Word);
    }

    /// One mark, or a run that reads as one.
    fn mark(&mut self, c: char) {
        let rest = &self.text[self.at..];
        let run = match c {
            '.' => rest.len() - rest.trim_start_matches('.').len(),
            '-' => rest.len() - rest.trim_start_matches('-').len(),
            '\'' | '`' => {
                let run = rest.len() - rest.trim_start_matches(c).len();
                // ''He said, 'No.''': the inner mark closes first
                let closes = !self.text[..self.at].ends_with(char::is_whitespace) && self.at > 0;
                if run == 3 && closes { 1 } else { run.min(2) }
            }
            _ => c.len_utf8(),
        };
        let punctuation = c.is_ascii_punctuation() && !matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '|' | '~')
            || matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}')
            || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
            || matches!(c, '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{964}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff61}'..='\u{ff64}');
        // @name and #tag read as one word.
        if matches!(c, '@' | '#') && rest[1..].starts_with(is_word) {
            let len = rest[1..].find(|c| !is_word(c)).map_or(rest.len(), |len| len + 1);
            self.push(self.at, self.at + len, TokenKind::Word);
            self.at += len;
            return;
        }
        // '90s, 'em, ’tis: an apostrophe before letters stays a mark; the quotation step decides.
        self.push(self.at, self.at + run, if punctuation { TokenKind::Punct } else { TokenKind::Symbol });
        self.at += run;
    }
}

/// Whether `word` ends in exactly one letter after its start, a stop or a hyphen.
fn single_letter_before(word: &str) -> bool {
    let mut back = word.chars().rev();
    back.next().is_some_and(char::is_alphabetic)
        && back.next().is_none_or(|c| c == '.' || is_hyphen(c) || is_apostrophe(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(crate) fn french() -> TokenRules {
        TokenRules {
            elided: ["l", "d", "qu", "s", "n", "j", "m", "t", "c", "jusqu", "lorsqu", "puisqu"].into(),
            inverted: ["il", "elle", "ils", "elles", "on", "je", "tu", "nous", "vous", "ce"].into(),
            whole: ["aujourd'hui", "rendez-vous", "d'abord"].into(),
            abbreviations: ["m", "mm", "dr"].into(),
            ..TokenRules::default()
        }
    }

    fn english() -> TokenRules {
        TokenRules {
            enclitics: ["s", "re", "ve", "ll", "d", "m"].into(),
            negative_contraction: true,
            abbreviations: ["mr", "gov", "sen"].into(),
            ..TokenRules::default()
        }
    }

    fn cut(text: &str, rules: &TokenRules) -> String {
        tokenize(text, rules).iter().map(|token| token.of(text)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn french_words() {
        let rules = french();
        for (text, expected) in [
            ("L’État s'est dit prêt.", "L’|État|s'|est|dit|prêt|."),
            ("a-t-il ajouté", "a|-t-|il|ajouté"),
            ("pense-t-on, dit-elle", "pense|-t-|on|,|dit|-|elle"),
            ("aujourd’hui, le rendez-vous du vice-président", "aujourd’hui|,|le|rendez-vous|du|vice-président"),
            ("M. Lescure et J.-P. Bruneau", "M.|Lescure|et|J.-P.|Bruneau"),
            ("l’« off »", "l’|«|off|»"),
            ("4\u{202f}200 volontaires, 15 %, 1,74", "4\u{202f}200|volontaires|,|15|%|,|1,74"),
            ("au plan B. Le maire", "au|plan|B.|Le|maire"),
            ("la 12e édition… fin", "la|12e|édition|…|fin"),
            ("qu'aujourd'hui", "qu'|aujourd'hui"),
            ("n’a-t-on", "n’|a|-t-|on"),
        ] {
            assert_eq!(cut(text, &rules), expected, "{text}");
        }
    }

    #[test]
    fn english_words() {
        let rules = english();
        for (text, expected) in [
            ("He didn’t say it's Trump's.", "He|did|n’t|say|it|'s|Trump|'s|."),
            ("the U.S. Senate, Mr. Smith", "the|U.S.|Senate|,|Mr.|Smith"),
            ("''We won,'' he said -- twice...", "''|We|won|,|''|he|said|--|twice|..."),
            ("''They say, 'Go home,''' he said.", "''|They|say|,|'|Go|home|,|'|''|he|said|."),
            ("@who said #this at 9:30", "@who|said|#this|at|9:30"),
            ("workers’ rights", "workers|’|rights"),
        ] {
            assert_eq!(cut(text, &rules), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn tokens_tile_the_text(text in "[\\PC\n\r\t]{0,120}", english_rules: bool) {
            let rules = if english_rules { english() } else { french() };
            let mut at = 0;
            for token in tokenize(&text, &rules) {
                prop_assert!(token.span.start() >= at && !token.span.is_empty());
                prop_assert!(text.get(at..token.span.start()).is_some_and(|gap| gap.chars().all(char::is_whitespace)));
                prop_assert!(!token.of(&text).is_empty());
                at = token.span.end();
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
