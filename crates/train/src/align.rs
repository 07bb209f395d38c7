//! Lays a treebank's words over dixit's tokens, so that each token has the tag it should get.

use crate::conllu::{Sentence, Word};
use dixit::lang::{Language, token_rules};
use dixit::tagging::Tag;
use dixit::text::{Token, TokenKind, sentences, tokenize};
use std::ops::Range;

/// A sentence of a treebank, cut by dixit.
pub(crate) struct Aligned {
    /// The text.
    pub text: String,
    /// All its tokens.
    pub tokens: Vec<Token>,
    /// The tag that each token should get; `None` where the treebank's words do not fit the text.
    pub gold: Vec<Option<Tag>>,
    /// What dixit takes for sentences, as ranges of tokens.
    pub sentences: Vec<Range<usize>>,
    /// The treebank's words, for scoring.
    pub units: Vec<Unit>,
    /// The dependency of each syntactic word, in order: number of the head (from 1, 0 for the root), relation, and the
    /// unit that the word is written in.
    pub arcs: Vec<Arc>,
}

/// How a syntactic word depends on another.
pub(crate) struct Arc {
    /// Number of the head from 1; 0 for the root.
    pub head: usize,
    /// The relation as in the treebank.
    pub relation: String,
    /// Its place in [`Aligned::units`]; `None` when the treebank's words do not fit the text.
    pub unit: Option<usize>,
}

/// A word of the treebank, or several that cannot be told apart in the text (*du*).
pub(crate) struct Unit {
    /// Bytes in the text.
    pub span: Range<usize>,
    /// Its tag.
    pub tag: Tag,
    /// Number of syntactic words it stands for.
    pub words: usize,
    /// The token that carries it, and whether that token begins and ends with it.
    pub carrier: Option<(usize, bool)>,
}

/// The tag of a syntactic word: its part of speech, with verb forms told apart by its features.
pub(crate) fn tag_of(word: &Word, lang: Language) -> Tag {
    let has = |feature: &str| word.features.split('|').any(|own| own == feature);
    // The German subjunctive reports, as the French conditional does.
    let conditional = has("Mood=Cnd") || lang == Language::German && has("Mood=Sub");
    let infinitive = has("VerbForm=Inf");
    let participle = has("VerbForm=Part") || has("VerbForm=Ger");
    match word.upos.as_str() {
        "ADJ" => Tag::Adj,
        "ADP" => Tag::Adp,
        "ADV" => Tag::Adv,
        "AUX" if conditional => Tag::AuxCnd,
        "AUX" if infinitive => Tag::AuxInf,
        "AUX" if participle => Tag::AuxPart,
        "AUX" => Tag::AuxFin,
        "CCONJ" => Tag::Cconj,
        "DET" => Tag::Det,
        "INTJ" => Tag::Intj,
        "NOUN" => Tag::Noun,
        "NUM" => Tag::Num,
        "PART" => Tag::Part,
        "PRON" => Tag::Pron,
        "PROPN" => Tag::Propn,
        "PUNCT" => Tag::Punct,
        "SCONJ" => Tag::Sconj,
        "SYM" => Tag::Sym,
        "VERB" if conditional => Tag::VerbCnd,
        "VERB" if infinitive => Tag::VerbInf,
        "VERB" if participle && has("Tense=Past") => Tag::VerbPast,
        "VERB" if participle => Tag::VerbGer,
        "VERB" => Tag::VerbFin,
        _ => Tag::X,
    }
}

/// The tag of words that are written as one and cannot be cut: *auquel* is a pronoun, *du* an adposition.
fn tag_of_fused(words: &[Word], lang: Language) -> Tag {
    match words {
        [first, .., last] if first.upos == "ADP" && last.upos == "PRON" => tag_of(last, lang),
        [first, ..] => tag_of(first, lang),
        [] => Tag::X,
    }
}

/// Where the surfaces stand in the text, and what they are.
fn units(sentence: &Sentence, lang: Language) -> (Vec<Unit>, Vec<Arc>) {
    let text = sentence.text.as_str();
    let mut units = Vec::new();
    let mut arcs: Vec<Arc> = Vec::new();
    let mut at = 0;
    for surface in &sentence.surfaces {
        let arc = |word: &Word, unit| Arc { head: word.head, relation: word.relation.clone(), unit };
        let found = text.get(at..).and_then(|rest| rest.find(&surface.form));
        // White space alone may lie between; anything else says that the treebank's text and words differ.
        let Some(found) = found.filter(|&found| text[at..at + found].chars().all(char::is_whitespace)) else {
            arcs.extend(surface.words.iter().map(|word| arc(word, None)));
            continue;
        };
        let start = at + found;
        let end = start + surface.form.len();
        at = end;
        let apart: String = surface.words.iter().map(|word| word.form.as_str()).collect();
        if apart == surface.form {
            let mut from = start;
            for word in &surface.words {
                let span = from..from + word.form.len();
                from = span.end;
                arcs.push(arc(word, Some(units.len())));
                units.push(Unit { span, tag: tag_of(word, lang), words: 1, carrier: None });
            }
        } else {
            let tag = tag_of_fused(&surface.words, lang);
            arcs.extend(surface.words.iter().map(|word| arc(word, Some(units.len()))));
            units.push(Unit { span: start..end, tag, words: surface.words.len(), carrier: None });
        }
    }
    (units, arcs)
}

/// The tag of a token that holds several words: of the last that has content of its own (*cross-border* is what
/// *border* is), else of the first (*cannot*).
fn tag_of_compound(units: &[Unit]) -> Tag {
    let hyphened = units.iter().any(|unit| unit.tag == Tag::Punct);
    let content =
        |tag: Tag| tag.is_verb() || tag.is_noun() || matches!(tag, Tag::Adj | Tag::Adv | Tag::Num | Tag::Intj | Tag::X);
    let last = units.iter().rev().map(|unit| unit.tag).find(|&tag| content(tag));
    match (hyphened, units.first()) {
        (true, Some(first)) => last.unwrap_or(first.tag),
        (false, Some(first)) => first.tag,
        (_, None) => Tag::X,
    }
}

/// Cuts a treebank's sentence with dixit's own tokeniser and gives each token its tag.
pub(crate) fn align(sentence: &Sentence, lang: Language) -> Aligned {
    let text = sentence.text.clone();
    let tokens = tokenize(&text, token_rules(lang));
    let (mut units, arcs) = units(sentence, lang);
    let mut gold = vec![None; tokens.len()];
    for (at, token) in tokens.iter().enumerate() {
        let span = token.span.start()..token.span.end();
        let first = units.partition_point(|unit| unit.span.end <= span.start);
        let last = units.partition_point(|unit| unit.span.start < span.end);
        let Some(under @ [_, ..]) = units.get(first..last) else { continue };
        let tag = match under {
            [unit] => {
                let whole = unit.span == span;
                let mark = matches!(token.kind, TokenKind::Join | TokenKind::Punct);
                if mark && !whole { Tag::Punct } else { unit.tag }
            }
            several => tag_of_compound(several),
        };
        gold[at] = Some(tag);
        for unit in &mut units[first..last] {
            let exact = unit.span == span;
            // A word that is several tokens (*-t-il*) is carried by the first that is no mark.
            if unit
                .carrier
                .is_none_or(|(carrier, _)| matches!(tokens[carrier].kind, TokenKind::Join | TokenKind::Punct))
            {
                unit.carrier = Some((at, exact));
            }
        }
    }
    let sentences = sentences(&text, &tokens).into_iter().map(|sentence| sentence.tokens).collect();
    Aligned { text, tokens, gold, sentences, units, arcs }
}
