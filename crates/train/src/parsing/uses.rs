//! What are trees worth to the engine? Its claims, changed as a tree would have it, are held against annotations.

use super::{Parser, RELATIONS, Tree, named};
use crate::scorer::tokens;
use dixit::attribution::{Analysis, Attribution};
use dixit::claim::{Claim, ExtractOptions, Modality, extract};
use dixit::evaluation::gold::{Gold, GoldError};
use dixit::evaluation::{Judged, scores};
use dixit::input::{Given, InputError, read};
use dixit::lang::Language;
use dixit::lang::syntax::Class;
use dixit::tagging::Tag;
use dixit::text::{ByteSpan, CharSpan, CodePoints};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;

/// Why the engine cannot be measured on documents.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UsesError {
    /// A document is none for the engine.
    #[error("document {id:?}: {source}")]
    Input {
        /// Its name.
        id: String,
        /// What is wrong.
        source: InputError,
    },
    /// An annotation is outside of its text.
    #[error(transparent)]
    Gold(#[from] GoldError),
}

/// A modality by its name.
///
/// # Errors
/// When there is none of that name.
pub(crate) fn modality(word: &str) -> Result<Modality, String> {
    serde_json::from_value(serde_json::Value::from(word)).map_err(|error| error.to_string())
}

/// What a tree may change in the claims of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Nothing,
    /// The cue's subject in the tree is the source where it is longer than the source of the rules that it overlaps.
    SubjectLonger,
    /// ... where it is shorter.
    SubjectShorter,
    /// ... where the rules name somebody else.
    SubjectElsewhere,
    /// ... wherever the cue has one.
    SubjectAlways,
    /// The content after a cue ends where its clause does in the tree, when that is later.
    ClauseLonger,
    /// ... when that is earlier.
    ClauseShorter,
}

const USES: [Use; 7] = [
    Use::Nothing,
    Use::SubjectLonger,
    Use::SubjectShorter,
    Use::SubjectElsewhere,
    Use::SubjectAlways,
    Use::ClauseLonger,
    Use::ClauseShorter,
];

/// A text with its tree.
struct Parsed<'t> {
    a: Analysis<'t>,
    points: CodePoints,
    tree: Tree,
}

/// Heads and relations by name.
struct Roles {
    subjects: [usize; 3],
    auxiliaries: [usize; 3],
    relative: usize,
}

impl Roles {
    fn new() -> Self {
        Roles {
            subjects: ["nsubj", "nsubj:pass", "csubj"].map(named),
            auxiliaries: ["aux", "aux:pass", "cop"].map(named),
            relative: named("acl:relcl"),
        }
    }
}

impl<'t> Parsed<'t> {
    fn new(text: &'t str, lang: Language, parser: &Parser) -> Self {
        let a = Analysis::new(text, lang, None);
        let tree = parse(parser, &a);
        Parsed { points: CodePoints::new(text), a, tree }
    }

    fn tokens(&self, spans: &[CharSpan]) -> Vec<usize> {
        let pairs: Vec<(u32, u32)> = spans.iter().map(|span| (span.start, span.end)).collect();
        tokens(&self.a, &self.points, &pairs).into_iter().collect()
    }

    fn span(&self, range: Range<usize>) -> CharSpan {
        let bytes = ByteSpan::new(self.a.tokens[range.start].span.start(), self.a.tokens[range.end - 1].span.end());
        self.points.chars(self.a.text, bytes)
    }

    /// The words around `at` that hang on it, without a gap; those that hang on it directly by a relation of `without`
    /// are left out with all that hangs on them. Marks at the ends do not count.
    fn phrase(&self, at: usize, without: &[&str]) -> Range<usize> {
        let hangs = |mut word: usize| {
            for _ in 0..self.a.len() {
                if word == at {
                    return true;
                }
                match self.tree.heads[word] {
                    Some(head) if head == at && without.contains(&RELATIONS[self.tree.relations[word]]) => {
                        return false;
                    }
                    Some(head) => word = head,
                    None => return false,
                }
            }
            false
        };
        let sentence = self.a.sentence(at);
        let mut start = (sentence.start..at).rev().take_while(|&word| hangs(word)).last().unwrap_or(at);
        let mut end = (at + 1..sentence.end).take_while(|&word| hangs(word)).last().unwrap_or(at) + 1;
        while start < at && self.a.tag(start) == Tag::Punct {
            start += 1;
        }
        while end > at + 1 && self.a.tag(end - 1) == Tag::Punct && !self.a.is_quote_mark(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// The verb of a cue, auxiliaries stepped over.
    fn verb(&self, cue: &[usize], roles: &Roles) -> Option<usize> {
        let mut verb = cue.iter().rev().copied().find(|&at| self.a.is_verb(at))?;
        for _ in 0..4 {
            match self.tree.heads[verb] {
                Some(head) if roles.auxiliaries.contains(&self.tree.relations[verb]) => verb = head,
                _ => break,
            }
        }
        Some(verb)
    }

    /// The subject of a verb, shared ones and antecedents of relative clauses too.
    fn subject(&self, verb: usize, roles: &Roles) -> Option<Range<usize>> {
        let mut verb = verb;
        for _ in 0..4 {
            let subject = self
                .a
                .sentence(verb)
                .rfind(|&at| self.tree.heads[at] == Some(verb) && roles.subjects.contains(&self.tree.relations[at]));
            let head = self.tree.heads[verb];
            if let Some(subject) = subject {
                let antecedent = head.filter(|_| {
                    self.tree.relations[verb] == roles.relative && self.a.has(subject, Class::RelativeSubject)
                });
                return Some(match antecedent {
                    Some(head) => self.phrase(head, &["acl:relcl", "case", "cc", "conj", "parataxis"]),
                    None => self.phrase(subject, &["case", "cc"]),
                });
            }
            verb = head.filter(|_| matches!(RELATIONS[self.tree.relations[verb]], "conj" | "xcomp" | "advcl"))?;
        }
        None
    }

    fn change(&self, claim: &mut Claim, what: Use, roles: &Roles) {
        let cue = claim.cue.as_ref().map_or(Vec::new(), |cue| self.tokens(&cue.spans));
        let content = self.tokens(&claim.content.spans);
        match what {
            Use::Nothing => {}
            Use::ClauseLonger | Use::ClauseShorter => {
                if let Some(span) = self.clause(&cue, &content, what == Use::ClauseLonger)
                    && claim.content.spans.len() == 1
                    && claim.quotation != dixit::claim::Quotation::Direct
                {
                    claim.content.spans = vec![span];
                }
            }
            _ => {
                let source = claim.speaker.as_ref().map_or(Vec::new(), |speaker| self.tokens(&speaker.spans));
                let Some(subject) = self.verb(&cue, roles).and_then(|verb| self.subject(verb, roles)) else { return };
                if content.iter().any(|at| subject.contains(at)) {
                    return;
                }
                let overlaps = source.iter().any(|at| subject.contains(at));
                let fits = match what {
                    Use::SubjectLonger => overlaps && subject.len() > source.len(),
                    Use::SubjectShorter => overlaps && subject.len() < source.len(),
                    Use::SubjectElsewhere => !source.is_empty() && !overlaps,
                    _ => true,
                };
                if let Some(speaker) = claim.speaker.as_mut().filter(|_| fits) {
                    speaker.spans = vec![self.span(subject)];
                }
            }
        }
    }

    /// The content from its first word to where the clause on the cue ends in the tree.
    fn clause(&self, cue: &[usize], content: &[usize], longer: bool) -> Option<CharSpan> {
        let (&first, &last, &behind) = (content.first()?, content.last()?, cue.last()?);
        if first < behind {
            return None;
        }
        let outside = |&&at: &&usize| {
            self.a.tag(at) != Tag::Punct && self.tree.heads[at].is_none_or(|head| head < first || head > last)
        };
        let tops: Vec<usize> = content.iter().filter(outside).copied().collect();
        let on_cue = tops.iter().find(|&&at| self.tree.heads[at].is_some_and(|head| cue.contains(&head)));
        let end = self.phrase(*on_cue.or(tops.first())?, &[]).end;
        (if longer { end > last + 1 } else { end <= last && end > first }).then(|| self.span(first..end))
    }

    /// Verbs with a clause as complement that the rules did not take for cues: source and content of each.
    fn complements(&self, cues: &BTreeSet<usize>, roles: &Roles) -> Vec<(Vec<usize>, Vec<usize>)> {
        let complement = named("ccomp");
        let mut out = Vec::new();
        for at in 0..self.a.len() {
            let Some(verb) = self.tree.heads[at].filter(|_| self.tree.relations[at] == complement) else { continue };
            if !self.a.tag(verb).is_verb() || cues.contains(&verb) {
                continue;
            }
            let mut clause = self.phrase(at, &[]);
            if clause.len() > 1 && self.a.has(clause.start, Class::Complementizer) {
                clause.start += 1;
            }
            if let Some(subject) = self.subject(verb, roles) {
                out.push((subject.collect(), clause.collect()));
            }
        }
        out
    }
}

fn parse(parser: &Parser, a: &Analysis<'_>) -> Tree {
    let sentences: Vec<Range<usize>> = a.sentences.iter().map(|sentence| sentence.tokens.clone()).collect();
    parser.parse(a.text, &a.tokens, &a.tags, &sentences)
}

/// A table of figures, one row a use.
///
/// # Errors
/// When a document cannot be read or its annotations lie outside of it.
pub(crate) fn table(
    parser: &Parser,
    lang: Language,
    name: &str,
    documents: &[Gold],
    without: &[Modality],
) -> Result<String, UsesError> {
    let roles = Roles::new();
    let mut rows: Vec<Vec<Judged>> = USES.iter().map(|_| Vec::new()).collect();
    let (mut new, mut right) = (0, 0);
    for gold in documents {
        let given = Given { lang: Some(lang), ..Given::default() };
        let document =
            read(gold.text.as_bytes(), given).map_err(|source| UsesError::Input { id: gold.id.clone(), source })?;
        let parsed = Parsed::new(&gold.text, lang, parser);
        let claims = extract(&document, &ExtractOptions::default()).claims;
        for (what, row) in USES.into_iter().zip(&mut rows) {
            let mut claims = claims.clone();
            claims.iter_mut().for_each(|claim| parsed.change(claim, what, &roles));
            row.push(Judged::new(gold.clone(), &claims, without)?);
        }
        let spans = |claim: &Claim| claim.cue.as_ref().map_or(Vec::new(), |cue| parsed.tokens(&cue.spans));
        let cues = claims.iter().flat_map(spans).collect();
        let contents: Vec<BTreeSet<usize>> =
            claims.iter().map(|claim| parsed.tokens(&claim.content.spans).into_iter().collect()).collect();
        for (source, content) in parsed.complements(&cues, &roles) {
            let content: BTreeSet<usize> = content.into_iter().collect();
            let half = |other: &BTreeSet<usize>| {
                let both = content.intersection(other).count();
                both * 2 >= content.len() + other.len() - both
            };
            if contents.iter().any(half) {
                continue;
            }
            new += 1;
            right += usize::from(gold.attributions.iter().any(|annotation| {
                let sources = tokens(&parsed.a, &parsed.points, &annotation.source);
                half(&tokens(&parsed.a, &parsed.points, &annotation.content))
                    && source.iter().any(|at| sources.contains(at))
            }));
        }
    }
    let mut out = format!("{name}: F1 of\n{:18} source exact, overlap  content exact, overlap  attribution\n", "");
    for (what, judged) in USES.into_iter().zip(&rows) {
        let figures = scores(judged);
        let (exact, overlap) = (figures.citron.exact, figures.citron.overlap);
        let [a, b, c, d, e] =
            [exact.source.f1, overlap.source.f1, exact.content.f1, overlap.content.f1, figures.attribution.f1]
                .map(|share| 100.0 * share);
        // Writing to a string does not fail.
        let _ = writeln!(out, "{:18} {a:12.1} {b:8.1} {c:14.1} {d:8.1} {e:12.1}", format!("{what:?}"));
    }
    let _ = write!(out, "complement clauses of verbs that the rules pass over: {new}, right {right}");
    Ok(out)
}

/// What a tree says of each candidate, as traits for the model of confidence.
pub(crate) fn traits(parser: &Parser, a: &Analysis<'_>, found: &[Attribution]) -> Vec<Vec<u64>> {
    let tree = parse(parser, a);
    let roles = Roles::new();
    found.iter().map(|attribution| traits_of(a, attribution, &tree, &roles)).collect()
}

fn traits_of(a: &Analysis<'_>, found: &Attribution, tree: &Tree, roles: &Roles) -> Vec<u64> {
    let mut out = Vec::new();
    let mut add = |kind: u64, parts: &[&str]| {
        let mut hash = 0x1234_5678_9abcu64 ^ (kind + 500);
        for byte in parts.iter().flat_map(|part| part.bytes().chain([0x1f])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
        out.push(hash ^ hash >> 29);
    };
    let pattern = format!("{:?}", found.pattern);
    let relation = |at: usize| RELATIONS[tree.relations[at]];
    let within = |ranges: &[Range<usize>], at: usize| ranges.iter().any(|range| range.contains(&at));
    let tops = |ranges: &[Range<usize>]| -> Vec<usize> {
        let outside = |&at: &usize| a.tag(at) != Tag::Punct && tree.heads[at].is_none_or(|head| !within(ranges, head));
        ranges.iter().flat_map(Clone::clone).filter(outside).collect()
    };
    let few = |count: usize| ["0", "1", "2", "3", "4", "5-"][count.min(5)];
    let Some(&last) = found.cue.last() else { return out };
    let mut verb = found.cue.iter().rev().copied().find(|&at| a.is_verb(at)).unwrap_or(last);
    for _ in 0..4 {
        match tree.heads[verb] {
            Some(head) if roles.auxiliaries.contains(&tree.relations[verb]) => verb = head,
            _ => break,
        }
    }
    let place = |at: usize| {
        if within(&found.content, at) {
            "content"
        } else if within(&found.source, at) {
            "source"
        } else if at == verb || found.cue.contains(&at) {
            "cue"
        } else {
            "other"
        }
    };
    let above = tree.heads[verb].map_or("root", place);
    add(1, &[relation(verb), &pattern]);
    add(2, &[relation(verb)]);
    add(3, &[relation(verb), above, &pattern]);
    let sentence = a.sentence(verb);
    let is_subject = |&at: &usize| tree.heads[at] == Some(verb) && roles.subjects.contains(&tree.relations[at]);
    let subject = sentence.clone().find(is_subject).map_or("none", place);
    add(4, &[subject, &pattern]);
    add(5, &[subject, relation(verb)]);
    let content = tops(&found.content);
    let on_cue = content.iter().find(|&&at| tree.heads[at].is_some_and(|head| place(head) == "cue"));
    add(6, &[few(content.len()), &pattern]);
    add(7, &[on_cue.map_or("loose", |&at| relation(at)), &pattern]);
    add(8, &[content.first().map_or("-", |&at| relation(at)), &pattern]);
    let source = tops(&found.source);
    let first = source.first().copied();
    add(9, &[few(source.len()), &pattern]);
    add(10, &[first.map_or("-", relation), &pattern]);
    add(11, &[first.and_then(|at| tree.heads[at]).map_or("-", place), first.map_or("-", relation)]);
    let hangs = |at: usize, ranges: &[Range<usize>]| {
        at < a.len() && a.tag(at) != Tag::Punct && tree.heads[at].is_some_and(|head| within(ranges, head))
    };
    if let Some(piece) = found.content.last() {
        let behind = (piece.end..sentence.end).filter(|&at| hangs(at, &found.content)).count();
        add(12, &[few(behind), &pattern]);
    }
    let before = found.source.iter().filter(|piece| piece.start > 0 && hangs(piece.start - 1, &found.source)).count();
    let behind = found.source.iter().filter(|piece| hangs(piece.end, &found.source)).count();
    add(13, &[few(before), few(behind)]);
    out
}
