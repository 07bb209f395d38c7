//! Reads which parts of speech a word can have: from a spelling dictionary of Hunspell with morphological fields
//! (French, Dicollecte), or from WordNet (English).
//!
//! The tagger's dictionary keeps a class of each set of parts of speech, nothing else of these files.

use dixit::tagging::Tag;
use dixit::tagging::features::form_hash;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The parts of speech of a form's hash, as bits by [`Tag::index`].
pub(crate) type Listed = BTreeMap<u32, u64>;

/// Why a lexicon cannot be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot read {path}: {source}; give the .dic file of a Hunspell dictionary with its .aff beside it, or a WordNet folder"
)]
pub(crate) struct LexiconError {
    path: PathBuf,
    source: std::io::Error,
}

fn text(path: &Path) -> Result<String, LexiconError> {
    std::fs::read_to_string(path).map_err(|source| LexiconError { path: path.to_owned(), source })
}

fn add(listed: &mut Listed, form: &str, bits: u64) {
    if bits != 0 && !form.contains([' ', '_']) {
        *listed.entry(form_hash(form)).or_insert(0) |= bits;
    }
}

fn bit(tag: Tag) -> u64 {
    1 << tag.index()
}

/// Reads the lexicon at `path`.
///
/// # Errors
/// When a file of it cannot be read.
pub(crate) fn read(path: &Path) -> Result<Listed, LexiconError> {
    if path.is_dir() { wordnet(path) } else { hunspell(path) }
}

/// A rule that makes a form of an entry: what goes, what comes, what the entry must end in, and the fields it gives.
struct Affix {
    strip: String,
    add: String,
    condition: Vec<Class>,
    fields: String,
}

/// The characters that stand at one place of a condition.
enum Class {
    Any,
    One(char),
    In(Vec<char>),
    NotIn(Vec<char>),
}

impl Class {
    fn holds(&self, c: char) -> bool {
        match self {
            Class::Any => true,
            Class::One(own) => *own == c,
            Class::In(set) => set.contains(&c),
            Class::NotIn(set) => !set.contains(&c),
        }
    }
}

fn condition(pattern: &str) -> Vec<Class> {
    let mut out = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '.' => Class::Any,
            '[' => {
                let set: Vec<char> = chars.by_ref().take_while(|&c| c != ']').collect();
                match set.split_first() {
                    Some(('^', rest)) => Class::NotIn(rest.to_vec()),
                    _ => Class::In(set),
                }
            }
            other => Class::One(other),
        });
    }
    out
}

impl Affix {
    fn apply(&self, word: &str) -> Option<String> {
        let chars: Vec<char> = word.chars().collect();
        let from = chars.len().checked_sub(self.condition.len())?;
        let fits = self.condition.iter().zip(&chars[from..]).all(|(class, &c)| class.holds(c));
        let stem = word.strip_suffix(self.strip.as_str())?;
        fits.then(|| format!("{stem}{}", self.add))
    }
}

/// The suffix rules of an .aff file with two-character flags, by flag.
fn affixes(table: &str) -> BTreeMap<String, Vec<Affix>> {
    let mut out: BTreeMap<String, Vec<Affix>> = BTreeMap::new();
    for line in table.lines().filter_map(|line| line.strip_prefix("SFX ")) {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [flag, strip, add, pattern, fields @ ..] = columns.as_slice() else { continue };
        let own = |part: &str| if part == "0" { String::new() } else { part.to_owned() };
        let add = own(add.split('/').next().unwrap_or(add));
        out.entry((*flag).to_owned()).or_default().push(Affix {
            strip: own(strip),
            add,
            condition: condition(pattern),
            fields: fields.join(" "),
        });
    }
    out
}

/// The tags that the morphological fields of a French form allow.
fn french(entry: &str, form: &str) -> u64 {
    let auxiliary = entry.contains("po:v0");
    let verbal = |plain: Tag, auxiliary_tag: Tag| if auxiliary { bit(plain) | bit(auxiliary_tag) } else { bit(plain) };
    let mut bits = 0;
    for field in form.split_whitespace() {
        bits |= match field {
            "po:infi" => verbal(Tag::VerbInf, Tag::AuxInf),
            "po:ppas" => verbal(Tag::VerbPast, Tag::AuxPart),
            "po:ppre" => verbal(Tag::VerbGer, Tag::AuxPart),
            "po:cond" => verbal(Tag::VerbCnd, Tag::AuxCnd),
            "po:ipre" | "po:iimp" | "po:ipsi" | "po:ifut" | "po:spre" | "po:simp" | "po:impe" => {
                verbal(Tag::VerbFin, Tag::AuxFin)
            }
            "po:adj" => bit(Tag::Adj),
            _ => 0,
        };
    }
    if bits != 0 {
        return bits;
    }
    for field in entry.split_whitespace().filter_map(|field| field.strip_prefix("po:")) {
        bits |= match field {
            "nom" => bit(Tag::Noun),
            "adj" => bit(Tag::Adj),
            "adv" | "negadv" | "advint" => bit(Tag::Adv),
            "npr" | "prn" | "patr" => bit(Tag::Propn),
            "prep" | "prepv" => bit(Tag::Adp),
            "cjco" => bit(Tag::Cconj),
            "cjsub" => bit(Tag::Sconj),
            "interj" => bit(Tag::Intj),
            "nb" | "nbro" => bit(Tag::Num),
            _ if field.starts_with("pro") => bit(Tag::Pron),
            _ if field.starts_with("det") => bit(Tag::Det),
            _ => 0,
        };
    }
    bits
}

fn hunspell(path: &Path) -> Result<Listed, LexiconError> {
    let rules = affixes(&text(&path.with_extension("aff"))?);
    let mut listed = Listed::new();
    for line in text(path)?.lines().skip(1) {
        let (head, fields) = line.split_once(' ').unwrap_or((line, ""));
        let (word, flags) = head.split_once('/').unwrap_or((head, ""));
        let flags: Vec<char> = flags.chars().collect();
        let flags: Vec<String> = flags.chunks(2).map(|pair| pair.iter().collect()).collect();
        let is_verb = fields.contains("po:v");
        if !is_verb {
            add(&mut listed, word, french(fields, ""));
        }
        for affix in flags.iter().filter_map(|flag| rules.get(flag)).flatten() {
            if let Some(form) = affix.apply(word) {
                let bits = if is_verb && !affix.fields.contains("po:") { 0 } else { french(fields, &affix.fields) };
                add(&mut listed, &form, bits);
            }
        }
    }
    Ok(listed)
}

/// WordNet's lemmas with the regular forms of English, and the irregular ones that it lists.
fn wordnet(folder: &Path) -> Result<Listed, LexiconError> {
    let mut listed = Listed::new();
    // Only the data file keeps the capitals that tell names from nouns.
    for line in text(&folder.join("data.noun"))?.lines().filter(|line| !line.starts_with(' ')) {
        let mut columns = line.split(' ').skip(3);
        let words = columns.next().and_then(|count| usize::from_str_radix(count, 16).ok()).unwrap_or(0);
        for word in columns.step_by(2).take(words) {
            let name = word.starts_with(char::is_uppercase);
            if name {
                word.split('_').filter(|part| part.starts_with(char::is_uppercase)).for_each(|part| {
                    add(&mut listed, part, bit(Tag::Propn));
                });
            } else {
                add(&mut listed, word, bit(Tag::Noun));
                add(&mut listed, &with_s(word), bit(Tag::Noun));
            }
        }
    }
    for (part, tag) in [("noun", Tag::Noun), ("verb", Tag::VerbInf), ("adj", Tag::Adj), ("adv", Tag::Adv)] {
        for line in text(&folder.join(format!("index.{part}")))?.lines().filter(|line| !line.starts_with(' ')) {
            let Some(lemma) = line.split(' ').next().filter(|_| tag != Tag::Noun) else { continue };
            add(&mut listed, lemma, bit(tag));
            if tag == Tag::VerbInf {
                add(&mut listed, lemma, bit(Tag::VerbFin));
                add(&mut listed, &with_s(lemma), bit(Tag::VerbFin));
                for stem in stems(lemma) {
                    add(&mut listed, &format!("{stem}ed"), bit(Tag::VerbFin) | bit(Tag::VerbPast));
                    add(&mut listed, &format!("{stem}ing"), bit(Tag::VerbGer));
                }
            }
        }
        for line in text(&folder.join(format!("{part}.exc")))?.lines() {
            let Some(form) = line.split(' ').next() else { continue };
            let bits = match tag {
                Tag::VerbInf if form.ends_with("ing") => bit(Tag::VerbGer),
                Tag::VerbInf => bit(Tag::VerbFin) | bit(Tag::VerbPast),
                other => bit(other),
            };
            add(&mut listed, form, bits);
        }
    }
    Ok(listed)
}

/// The third person or the plural.
fn with_s(lemma: &str) -> String {
    let hisses = ["s", "sh", "ch", "x", "z"].iter().any(|end| lemma.ends_with(end));
    match lemma.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if hisses => format!("{lemma}es"),
        _ => format!("{lemma}s"),
    }
}

/// What stands before *-ed* and *-ing*: with the last consonant doubled too, since the stress is not known.
fn stems(lemma: &str) -> Vec<String> {
    if let Some(stem) = lemma.strip_suffix('e') {
        return vec![stem.to_owned()];
    }
    let mut out = vec![lemma.to_owned()];
    if let Some(stem) = lemma.strip_suffix('y') {
        out.push(format!("{stem}i"));
    }
    if let Some(last) = lemma.chars().last().filter(|c| "bdglmnprt".contains(*c)) {
        out.push(format!("{lemma}{last}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_make_forms() {
        let table = "SFX a0 Y 2\nSFX a0 er e/j'n' [^y]er po:ipre po:3sg\nSFX a0 yer ie [aou]yer po:ipre\n";
        let rules = affixes(table);
        let forms = |word: &str| rules["a0"].iter().filter_map(|rule| rule.apply(word)).collect::<Vec<_>>();
        assert_eq!(forms("saluer"), ["salue"]);
        assert_eq!(forms("payer"), ["paie"]);
        assert_eq!(french("po:v1_it", "po:ipre po:3sg"), bit(Tag::VerbFin));
        assert_eq!(french("po:nom po:adj", ""), bit(Tag::Noun) | bit(Tag::Adj));
    }

    #[test]
    fn english_forms_follow_the_spelling() {
        assert_eq!(with_s("deny"), "denies");
        assert_eq!(with_s("say"), "says");
        assert_eq!(stems("stop"), ["stop", "stopp"]);
        assert_eq!(stems("vote"), ["vot"]);
    }
}
