//! Capturing articles: the first time with accepted claims, later as a revision with a pending set.

use super::StoreError;
use super::article::{Article, OriginalFile, Revision};
use super::by_hand::carry_over;
use super::commit::{Change, Writer};
use super::pending::open_changes;
use crate::align::{self, Relation};
use crate::claim::fingerprint::sha256_hex;
use crate::claim::{ClaimId, ClaimSet, Fingerprint, format, id};
use crate::decision::EventKind;
use crate::input::Document;
use std::collections::BTreeMap;

/// What capturing an article came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Captured {
    /// A new article with so many claims.
    New {
        /// Accepted claims.
        claims: usize,
    },
    /// A new revision with so many open changes.
    Revised {
        /// The revision.
        revision: u32,
        /// Changes that wait for a person.
        changes: usize,
    },
    /// The text and its claims are as they were.
    Unchanged {
        /// The newest revision.
        revision: u32,
    },
}

impl Writer {
    /// Captures a document under a short name. `set` holds its claims with the ids that `extract` gave.
    ///
    /// # Errors
    /// Files of the workspace that cannot be read, and what the disk refuses.
    #[expect(clippy::too_many_arguments, reason = "what, how it was read, what was found, when and by whom")]
    pub fn capture(
        &mut self,
        slug: &str,
        document: &Document,
        markdown: bool,
        narrator: bool,
        mut set: ClaimSet,
        at: &str,
        by: &str,
    ) -> Result<Captured, StoreError> {
        let directory = format!("articles/{slug}");
        let known = self.workspace.slugs()?.iter().any(|name| name == slug);
        let sha256 = sha256_hex(document.text.as_bytes());
        let mut taken = self.workspace.ledger.ids.clone();
        let mut article = if known {
            self.workspace.article(slug)?
        } else {
            Article {
                slug: slug.to_owned(),
                lang: document.lang,
                markdown,
                date: document.date.map(|date| date.to_string()),
                title: document.title.clone(),
                source: document.source.clone(),
                page: None,
                narrator,
                revisions: Vec::new(),
                other: serde_json::Map::new(),
            }
        };
        let same_text = article.revisions.last().is_some_and(|last| last.sha256 == sha256);
        if !same_text {
            let number = article.last() + 1;
            article.revisions.push(Revision {
                number,
                file: format!("r{number}.txt"),
                sha256: sha256.clone(),
                captured_at: at.to_owned(),
                original: document.original.as_ref().map(|original| OriginalFile {
                    file: format!("r{number}.{}", original.extension),
                    sha256: sha256_hex(&original.bytes),
                }),
                notes: document.notes.clone(),
                other: serde_json::Map::new(),
            });
        }
        article.page = document.page.clone().or(article.page);
        let revision = article.last();
        set.header.article = Some(slug.to_owned());
        set.header.revision = Some(revision);
        let mut change = Change::new();
        let outcome = if known {
            let accepted = self.workspace.accepted(slug)?;
            carry_over(&self.workspace, &article, &accepted, &document.text, &mut set)?;
            let diff = align::diff(&accepted, &set);
            let place: BTreeMap<&ClaimId, usize> =
                set.claims.iter().enumerate().map(|(i, claim)| (&claim.id, i)).collect();
            let pairs: Vec<(Option<ClaimId>, usize)> = diff
                .pairs
                .iter()
                .filter(|pair| pair.relation != Relation::Unrelated)
                .filter_map(|pair| Some((Some(pair.base.clone()), *place.get(&pair.head)?)))
                .collect();
            id::assign(&mut set, slug, &pairs, &mut taken);
            set.sort();
            let open = open_changes(&self.workspace, slug, &accepted, &set).len();
            if open == 0 && same_text {
                return Ok(Captured::Unchanged { revision });
            }
            if open == 0 {
                // The text changed around the claims: nothing to decide, the set follows.
                change.write(format!("{directory}/claims.json"), format::write(&set));
                change.remove(format!("{directory}/pending.json"));
            } else {
                let pending = format::write(&set).into_bytes();
                if same_text && self.workspace.read(&format!("{directory}/pending.json"))?.as_deref() == Some(&pending)
                {
                    return Ok(Captured::Revised { revision, changes: open });
                }
                change.write(format!("{directory}/pending.json"), pending);
            }
            Captured::Revised { revision, changes: open }
        } else {
            id::assign(&mut set, slug, &[], &mut taken);
            set.sort();
            change.write(format!("{directory}/claims.json"), format::write(&set));
            Captured::New { claims: set.claims.len() }
        };
        if !same_text {
            change.write(format!("{directory}/r{revision}.txt"), document.text.as_bytes());
            if let Some(original) = &document.original {
                change.write(format!("{directory}/r{revision}.{}", original.extension), original.bytes.clone());
            }
        }
        let value = serde_json::to_value(&article).unwrap_or_default();
        change.write(format!("{directory}/article.json"), format::layout(&value));
        change.record(EventKind::Captured {
            article: slug.to_owned(),
            revision,
            text_sha256: sha256,
            claims: set.claims.iter().map(|claim| (claim.id.clone(), Fingerprint::of(claim))).collect(),
        });
        self.commit(at, by, change)?;
        Ok(outcome)
    }
}
