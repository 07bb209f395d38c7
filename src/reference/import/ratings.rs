//! What a publisher's rating means, by its words and by nothing else.

use std::collections::BTreeMap;

/// The label of a rating that no row explains.
pub const UNMAPPED: &str = "unmapped";

/// The labels that a row may give.
const LABELS: [&str; 15] = [
    "true",
    "mostly-true",
    "half-true",
    "mostly-false",
    "false",
    "misleading",
    "missing-context",
    "exaggerated",
    "unproven",
    "outdated",
    "altered",
    "miscaptioned",
    "misattributed",
    "satire",
    "unrated",
];

/// The table: `ratings.tsv`, and the rows that a workspace adds.
#[derive(Clone, Debug)]
pub struct Ratings {
    rows: BTreeMap<(String, String), String>,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path} line {line}: {message}")]
pub struct RatingsError {
    path: String,
    line: usize,
    message: String,
}

impl Ratings {
    /// The rows that dixit has.
    pub fn own() -> Ratings {
        let mut ratings = Ratings { rows: BTreeMap::new() };
        // A test reads the same rows and fails on a bad one.
        let _ = ratings.add("ratings.tsv", include_str!("ratings.tsv"));
        ratings
    }

    /// Adds the rows of a table, which override those there; `path` is for messages.
    ///
    /// # Errors
    /// A row without its three cells, or with a label that is none.
    pub fn add(&mut self, path: &str, table: &str) -> Result<(), RatingsError> {
        for (number, row) in table.lines().enumerate() {
            if row.trim().is_empty() || row.starts_with('#') || row == "domain\trating\tlabel" {
                continue;
            }
            let fail = |message: String| RatingsError { path: path.to_owned(), line: number + 1, message };
            let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
            let [domain, rating, label] = cells[..] else {
                return Err(fail("a row is DOMAIN, RATING and LABEL with tabs between".to_owned()));
            };
            if !LABELS.contains(&label) {
                return Err(fail(format!("unknown label {label:?}; the labels are: {}", LABELS.join(", "))));
            }
            self.rows.insert((domain.to_lowercase(), plain(rating)), label.to_owned());
        }
        Ok(())
    }

    /// What `rating` means where `domain` publishes: the row of the domain, or of the one that it is part of.
    pub fn label(&self, domain: &str, rating: &str) -> &str {
        let rating = plain(rating);
        let mut domain = domain.to_lowercase();
        loop {
            if let Some(label) = self.rows.get(&(domain.clone(), rating.clone())) {
                return label;
            }
            match domain.split_once('.') {
                Some((_, rest)) if rest.contains('.') => domain = rest.to_owned(),
                _ => return UNMAPPED,
            }
        }
    }
}

/// Lower case, one kind of apostrophe, blanks between words, no marks around.
fn plain(rating: &str) -> String {
    let lower = rating.to_lowercase().replace('’', "'");
    let words = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let table = include_str!("ratings.tsv");
        let rows: Vec<&str> = table.lines().filter(|row| !row.starts_with('#')).skip(1).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each row once");
        Ratings { rows: BTreeMap::new() }.add("ratings.tsv", table).unwrap();
    }

    #[test]
    fn words_count_and_only_their_publishers() {
        let mut ratings = Ratings::own();
        assert_eq!(ratings.label("www.politifact.com", "Pants on Fire!"), "false");
        assert_eq!(ratings.label("factuel.afp.com", "FAUX"), "false");
        assert_eq!(ratings.label("example.org", "Faux"), UNMAPPED);
        assert_eq!(ratings.label("politifact.com", "1"), UNMAPPED);
        ratings.add("mine", "example.org\tfaux\tfalse\n").unwrap();
        assert_eq!(ratings.label("verif.example.org", "Faux."), "false");
        assert!(ratings.add("mine", "example.org\tfaux\tnope\n").unwrap_err().to_string().contains("line 1"));
    }
}
