//! Reads treebanks in CoNLL-U: the text of each sentence, its words, and the words written as one.

use std::path::{Path, PathBuf};

/// One sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    /// The text as it was written.
    pub text: String,
    /// What stands in the text, in order.
    pub surfaces: Vec<Surface>,
}

/// A word as written, or several that are written as one.
#[derive(Clone, Debug)]
pub(crate) struct Surface {
    /// The form in the text.
    pub form: String,
    /// The syntactic words in it; more than one in *du* and *don't*.
    pub words: Vec<Word>,
}

/// A syntactic word.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Its own form (*de*, *le* in *du*).
    pub form: String,
    /// Universal part of speech.
    pub upos: String,
    /// Morphological features, `Name=Value|...` or `_`.
    pub features: String,
    /// Number of the word it depends on, counted from 1 over the sentence's words; 0 for the root.
    pub head: usize,
    /// How it depends on that word, without the subtype.
    pub relation: String,
}

/// Why a treebank cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConlluError {
    /// The file cannot be opened or is no UTF-8.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is no comment and has no ten columns.
    #[error("{path}:{line}: a word needs ten columns with tabs between them, here are {columns}")]
    Columns {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
        /// Columns found.
        columns: usize,
    },
}

/// Reads the sentences of `path` that have a `# text` line.
pub(crate) fn read(path: &Path) -> Result<Vec<Sentence>, ConlluError> {
    let content =
        std::fs::read_to_string(path).map_err(|source| ConlluError::Unreadable { path: path.to_owned(), source })?;
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    // Number of the last word inside the surface that is open.
    let mut open_until = 0usize;
    for (number, line) in (1..).zip(content.lines().chain([""])) {
        if line.trim().is_empty() {
            if !sentence.text.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
            sentence = Sentence::default();
            open_until = 0;
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(text) = comment.trim_start().strip_prefix("text = ") {
                sentence.text = text.to_owned();
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, _, upos, own_tag, features, head, relation, ..] = columns.as_slice() else {
            return Err(ConlluError::Columns { path: path.to_owned(), line: number, columns: columns.len() });
        };
        if let Some((_, last)) = id.split_once('-') {
            open_until = last.parse().unwrap_or(0);
            sentence.surfaces.push(Surface { form: form.to_owned(), words: Vec::new() });
            continue;
        }
        // Empty nodes (8.1) stand for words that are not written.
        let Ok(id) = id.parse::<usize>() else { continue };
        let word = Word {
            form: form.to_owned(),
            upos: upos.to_owned(),
            features: with_verb_form(own_tag, features),
            head: head.parse().unwrap_or(0),
            relation: relation.to_owned(),
        };
        match sentence.surfaces.last_mut() {
            Some(surface) if id <= open_until => surface.words.push(word),
            _ => sentence.surfaces.push(Surface { form: word.form.clone(), words: vec![word] }),
        }
    }
    Ok(sentences)
}
/// The features, with the form of a verb that a German treebank tells by its own tag alone.
fn with_verb_form(own_tag: &str, features: &str) -> String {
    let told = features.contains("VerbForm=");
    let form = match own_tag {
        "VVPP" | "VAPP" | "VMPP" => "VerbForm=Part|Tense=Past",
        "VVINF" | "VAINF" | "VMINF" | "VVIZU" => "VerbForm=Inf",
        "VBN" if !told => "VerbForm=Part|Tense=Past",
        "VB" if !told => "VerbForm=Inf",
        _ => return features.to_owned(),
    };
    format!("{features}|{form}")
}
