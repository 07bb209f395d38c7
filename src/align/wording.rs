//! Which words were taken out and put in? The word-level diff that people see, by `similar`.

use similar::{Algorithm, ChangeTag, TextDiff};

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
///
/// The same and the gone runs make up `base`, the same and the new ones `head`, character for character. A blank
/// between two words that changed counts as changed with them, so that a phrase is one run.
pub fn runs(base: &str, head: &str) -> Vec<Run> {
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_unicode_words(base, head);
    let changes: Vec<(ChangeTag, &str)> =
        diff.iter_all_changes().map(|change| (change.tag(), change.value())).collect();
    let mut runs: Vec<Run> = Vec::new();
    let (mut gone, mut new) = (String::new(), String::new());
    for (at, &(tag, text)) in changes.iter().enumerate() {
        match tag {
            ChangeTag::Delete => gone.push_str(text),
            ChangeTag::Insert => new.push_str(text),
            ChangeTag::Equal => {
                let inside = text.chars().all(char::is_whitespace)
                    && !(gone.is_empty() && new.is_empty())
                    && changes.get(at + 1).is_some_and(|(next, _)| *next != ChangeTag::Equal);
                if inside {
                    gone.push_str(text);
                    new.push_str(text);
                    continue;
                }
                flush(&mut gone, &mut new, &mut runs);
                match runs.last_mut() {
                    Some(Run::Same(last)) => last.push_str(text),
                    Some(Run::Gone(_) | Run::New(_)) | None => runs.push(Run::Same(text.to_owned())),
                }
            }
        }
    }
    flush(&mut gone, &mut new, &mut runs);
    runs
}

fn flush(gone: &mut String, new: &mut String, runs: &mut Vec<Run>) {
    if !gone.is_empty() {
        runs.push(Run::Gone(std::mem::take(gone)));
    }
    if !new.is_empty() {
        runs.push(Run::New(std::mem::take(new)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(base: &str, head: &str) -> String {
        let mark = |run: Run| match run {
            Run::Same(text) => text,
            Run::Gone(text) => format!("[-{text}-]"),
            Run::New(text) => format!("{{+{text}+}}"),
        };
        runs(base, head).into_iter().map(mark).collect()
    }

    #[test]
    fn shows_the_words_that_changed() {
        assert_eq!(marked("près de 300 maisons", "près de 500 maisons"), "près de [-300-]{+500+} maisons");
        assert_eq!(
            marked("les combattants sont partis hier", "les combattants seraient déjà partis hier"),
            "les combattants [-sont-]{+seraient déjà+} partis hier"
        );
        assert_eq!(marked("le feu a pris", "le feu a pris"), "le feu a pris");
        assert_eq!(marked("", "oui"), "{+oui+}");
    }

    proptest! {
        #[test]
        fn the_runs_hold_both_texts(base in "[a-c ’é]{0,30}", head in "[a-c ’é]{0,30}") {
            let (mut one, mut two) = (String::new(), String::new());
            for run in runs(&base, &head) {
                match run {
                    Run::Same(text) => { one.push_str(&text); two.push_str(&text); }
                    Run::Gone(text) => one.push_str(&text),
                    Run::New(text) => two.push_str(&text),
                }
            }
            prop_assert_eq!(one, base);
            prop_assert_eq!(two, head);
        }
    }
}
