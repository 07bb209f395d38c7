//! Word-level differences for the eye, by `similar`.

use similar::{ChangeTag, TextDiff};

/// A run of words that both sides have, or one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// On both sides.
    Same(String),
    /// In the base alone.
    Gone(String),
    /// In the head alone.
    New(String),
}

/// The words of two texts as runs, in reading order, what is gone before what is new.
pub fn runs(base: &str, head: &str) -> Vec<Run> {
    let diff = TextDiff::from_unicode_words(base, head);
    let mut runs: Vec<Run> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match (change.tag(), runs.last_mut()) {
            (ChangeTag::Equal, Some(Run::Same(text)))
            | (ChangeTag::Delete, Some(Run::Gone(text)))
            | (ChangeTag::Insert, Some(Run::New(text))) => text.push_str(word),
            (ChangeTag::Equal, _) => runs.push(Run::Same(word.to_owned())),
            (ChangeTag::Delete, _) => runs.push(Run::Gone(word.to_owned())),
            (ChangeTag::Insert, _) => runs.push(Run::New(word.to_owned())),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_word_that_changed() {
        assert_eq!(
            runs("près de 300 maisons", "près de 500 maisons"),
            [
                Run::Same("près de ".into()),
                Run::Gone("300".into()),
                Run::New("500".into()),
                Run::Same(" maisons".into())
            ]
        );
    }
}
