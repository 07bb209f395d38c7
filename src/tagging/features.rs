//! What is a word known by? Its form, its ends, its shape, its neighbours.
//!
//! A [`Word`] is computed once a token and holds hashes only. [`each_static`] and [`each_dynamic`] turn a place in
//! a sentence into feature keys: the former need the words alone, the latter the tags already given on the left.
//! The trainer and the tagger share this file, so a change here asks for new models.

use super::model::Model;
use crate::text::{Token, TokenKind};

/// Number of the templates' generation; a model made with another one is refused.
pub const GENERATION: u8 = 1;

/// Suffixes and prefixes are kept up to this many characters.
pub const AFFIX: usize = 5;

/// Stands for the tag before the first word of a sentence.
pub const NO_TAG: u8 = 31;

/// What the templates see of one token: hashes of its parts, its shape and its dictionary classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The folded form, digits as `0`.
    pub form: u32,
    /// The first 1, 2, ... characters of the folded form; 0 when the word has no more than that.
    pub prefixes: [u32; AFFIX],
    /// The last 1, 2, ... characters of the folded form; 0 when the word has no more than that.
    pub suffixes: [u32; AFFIX],
    /// Capitals, digits, marks and kind of token, as bits.
    pub shape: u32,
    /// The tags seen with the form in training, as a class of the model's dictionary; 0 when unknown.
    pub seen: u8,
    /// The parts of speech of the form in the lexicon; 0 when unknown.
    pub listed: u8,
}

const FIRST_UPPER: u32 = 1;
const REST_UPPER: u32 = 2;
const REST_LOWER: u32 = 4;
const DIGIT: u32 = 8;
const HYPHEN: u32 = 16;
const STOP: u32 = 32;
const SINGLE: u32 = 64;
const BEGINS: u32 = 1 << 10;

fn step(hash: u32, c: char) -> u32 {
    (hash ^ u32::from(c)).wrapping_mul(0x0100_0193).rotate_left(5)
}

const SEED: u32 = 0x811c_9dc5;

/// Folds one character as the hashes see it; `None` when it counts for nothing.
fn folded(c: char) -> Option<char> {
    match c {
        'a'..='z' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '0'..='9' => Some('0'),
        '\u{2019}' | '\u{02BC}' => Some('\''),
        '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{ad}' => None,
        // All quotation marks and dashes are one, so that a treebank's habits do not matter.
        '«' | '»' | '“' | '”' | '„' | '‹' | '›' | '`' => Some('"'),
        '–' | '—' | '―' => Some('-'),
        _ if c.is_ascii() => Some(c),
        _ => c.to_lowercase().next(),
    }
}

/// The hash of a whole form, as in [`Word::form`]; the dictionary's key.
pub fn form_hash(form: &str) -> u32 {
    form.chars().filter_map(folded).fold(SEED, step)
}

impl Word {
    /// Describes `token` of `text`; `begins` says whether it is the first word of its sentence.
    pub fn new(text: &str, token: Token, begins: bool, model: &Model) -> Word {
        let form = token.of(text);
        let mut word = Word::default();
        let mut hash = SEED;
        let mut count = 0;
        for c in form.chars().filter_map(folded) {
            hash = step(hash, c);
            if let Some(prefix) = word.prefixes.get_mut(count) {
                *prefix = hash;
            }
            count += 1;
        }
        word.form = hash;
        let mut ending = SEED;
        for (c, suffix) in form.chars().rev().filter_map(folded).zip(&mut word.suffixes) {
            ending = step(ending, c);
            *suffix = ending;
        }
        // The whole word is the form's business.
        for length in count.max(1)..=AFFIX {
            word.prefixes[length - 1] = 0;
            word.suffixes[length - 1] = 0;
        }
        word.shape = shape(form, token.kind) | if begins { BEGINS } else { 0 };
        (word.seen, word.listed) = model.classes(word.form);
        word
    }
}

fn shape(form: &str, kind: TokenKind) -> u32 {
    let mut bits = 0;
    for (at, c) in form.chars().enumerate() {
        bits |= match c {
            'a'..='z' if at > 0 => REST_LOWER,
            '0'..='9' => DIGIT,
            '-' => HYPHEN,
            '.' => STOP,
            _ if at == 0 && c.is_uppercase() => FIRST_UPPER,
            _ if at > 0 && c.is_uppercase() => REST_UPPER,
            _ if at > 0 && c.is_lowercase() => REST_LOWER,
            _ => 0,
        };
        if at == 1 {
            bits |= SINGLE;
        }
    }
    let kind = match kind {
        TokenKind::Word => 0,
        TokenKind::Number => 1,
        TokenKind::Join => 2,
        TokenKind::Punct => 3,
        TokenKind::Symbol => 4,
    };
    // SINGLE was set for words of two characters and more; it says the opposite.
    bits ^ SINGLE | kind << 7
}

/// Describes the tokens of a sentence.
pub fn describe(text: &str, tokens: &[Token], model: &Model, words: &mut Vec<Word>) {
    words.clear();
    let mut begins = true;
    for &token in tokens {
        let word = Word::new(text, token, begins, model);
        begins &= !matches!(token.kind, TokenKind::Word | TokenKind::Number);
        words.push(word);
    }
}

/// Mixes a template's number with what it saw.
fn key(template: u64, a: u32, b: u32) -> u64 {
    let seen = (u64::from(a) | u64::from(b) << 32) ^ template.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (seen ^ seen >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let mixed = (mixed ^ mixed >> 29).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ mixed >> 32
}

/// Calls `see` with the key of every feature of the word at `at` that depends on words alone.
pub fn each_static(words: &[Word], at: usize, mut see: impl FnMut(u64)) {
    let word_at = |offset: isize| {
        at.checked_add_signed(offset)
            .and_then(|at| words.get(at))
            .copied()
            .unwrap_or(Word { shape: 1 << 12, ..Word::default() })
    };
    let word = word_at(0);
    let (before, before2) = (word_at(-1), word_at(-2));
    let (after, after2) = (word_at(1), word_at(2));
    let classes = |word: &Word| u32::from(word.seen) | u32::from(word.listed) << 8;
    let class = classes(&word);
    see(key(1, 0, 0));
    see(key(2, word.form, 0));
    for (length, (&prefix, &suffix)) in (0u64..).zip(word.prefixes.iter().zip(&word.suffixes)) {
        if suffix == 0 {
            break;
        }
        if length < 4 {
            see(key(10 + length, prefix, 0));
        }
        see(key(20 + length, suffix, 0));
    }
    see(key(3, word.shape, 0));
    see(key(4, word.shape, class));
    see(key(5, class, 0));
    see(key(6, word.shape, word.suffixes[2]));
    see(key(30, before.form, 0));
    see(key(31, before2.form, 0));
    see(key(32, after.form, 0));
    see(key(33, after2.form, 0));
    see(key(34, before.form, word.form));
    see(key(35, word.form, after.form));
    see(key(36, before.suffixes[2], 0));
    see(key(37, after.suffixes[2], 0));
    see(key(38, before.form, class));
    see(key(39, after.form, class));
    see(key(40, classes(&after), class));
    see(key(41, classes(&after), word.form));
    see(key(42, classes(&after2), classes(&after)));
    see(key(43, before.shape, word.shape));
    see(key(44, after.shape, word.shape));
    see(key(45, after.suffixes[1], class));
    see(key(46, classes(&after), word.suffixes[1]));
    see(key(47, before.form, after.form));
}

/// Calls `see` with the key of every feature of the word at `at` that depends on the tags on its left:
/// `previous` is the tag just before, `earlier` the one before that ([`NO_TAG`] outside the sentence).
pub fn each_dynamic(words: &[Word], at: usize, previous: u8, earlier: u8, mut see: impl FnMut(u64)) {
    let word = words.get(at).copied().unwrap_or_default();
    let after = words.get(at + 1).copied().unwrap_or_default();
    let class = u32::from(word.seen) | u32::from(word.listed) << 8;
    let after_class = u32::from(after.seen) | u32::from(after.listed) << 8;
    let previous = u32::from(previous);
    let both = previous | u32::from(earlier) << 8;
    see(key(60, previous, 0));
    see(key(61, both, 0));
    see(key(62, previous, word.form));
    see(key(63, previous, class));
    see(key(64, both, class));
    see(key(65, previous, word.suffixes[2]));
    see(key(66, previous, word.shape));
    see(key(67, previous | class << 8, after_class));
    see(key(68, previous, after.form));
    see(key(69, both, word.form));
}
