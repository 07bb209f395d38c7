//! What leaves the workspace: articles and claims with all that was decided on them, for `export`.

use super::{StoreError, Workspace};
use crate::claim::ClaimId;
use crate::decision::{Event, EventKind};
use crate::export::{ArticleChecks, Check, Selection};
use std::collections::{BTreeMap, BTreeSet};

impl Workspace {
    /// The articles and claims that `names` mean: short names of articles and first letters of claims' ids; without a
    /// name everything. `at` is the time of writing.
    ///
    /// # Errors
    /// A name that means nothing, and files that cannot be read.
    pub fn selection(&self, names: &[String], at: &str) -> Result<Selection, StoreError> {
        let slugs = self.slugs()?;
        // By article: the claims asked for, or none when all are.
        let mut wanted: BTreeMap<String, Option<BTreeSet<ClaimId>>> = BTreeMap::new();
        for name in names {
            if slugs.contains(name) {
                wanted.insert(name.clone(), None);
                continue;
            }
            let (slug, claim) = self.claim_or_removed(name)?;
            if let Some(claims) = wanted.entry(slug).or_insert_with(|| Some(BTreeSet::new())) {
                claims.insert(claim.id);
            }
        }
        if names.is_empty() {
            wanted = slugs.into_iter().map(|slug| (slug, None)).collect();
        }
        let mut by_claim: BTreeMap<&ClaimId, Vec<&Event>> = BTreeMap::new();
        for event in &self.journal.events {
            if let Some(claim) = event.what.claim() {
                by_claim.entry(claim).or_default().push(event);
            }
        }
        let articles = wanted.iter().map(|(slug, claims)| self.article_checks(slug, claims.as_ref(), &by_claim));
        Ok(Selection {
            settings: self.settings.clone(),
            at: at.to_owned(),
            journal: (self.journal.events.len() as u64, self.journal.head().to_owned()),
            articles: articles.collect::<Result<_, _>>()?,
        })
    }

    fn article_checks(
        &self,
        slug: &str,
        wanted: Option<&BTreeSet<ClaimId>>,
        by_claim: &BTreeMap<&ClaimId, Vec<&Event>>,
    ) -> Result<ArticleChecks, StoreError> {
        let article = self.article(slug)?;
        let set = self.accepted(slug)?;
        let revision = set.header.revision.unwrap_or(1);
        let mut history: Vec<Event> = self
            .journal
            .events
            .iter()
            .filter(|event| matches!(&event.what, EventKind::Captured { article, .. } if article == slug))
            .cloned()
            .collect();
        let mut checks = Vec::new();
        // What was published and is in the article no more goes out as what became of it: corrected, retracted.
        let mut claims = set.claims;
        for claim in self.removed(slug)?.into_iter().flat_map(|set| set.claims) {
            if claims.iter().all(|known| known.id != claim.id) {
                claims.push(claim);
            }
        }
        for claim in claims.into_iter().filter(|claim| wanted.is_none_or(|wanted| wanted.contains(&claim.id))) {
            let events: Vec<Event> =
                by_claim.get(&claim.id).into_iter().flatten().map(|event| (*event).clone()).collect();
            history.extend(events.iter().cloned());
            checks.push(Check {
                revision: claim.revision.unwrap_or(revision),
                record: self.ledger.record(&claim.id).clone(),
                history: events,
                claim,
            });
        }
        history.sort_by_key(|event| event.seq);
        Ok(ArticleChecks {
            slug: slug.to_owned(),
            lang: article.lang,
            markdown: article.markdown,
            date: article.date.clone(),
            title: article.title.clone(),
            source: article.source.clone(),
            publisher: article.page.as_ref().and_then(|page| page.publisher.clone()),
            address: article.page.as_ref().and_then(|page| page.address.clone()),
            revision,
            text: self.text(&article, revision)?,
            text_sha256: set.header.text_sha256,
            checks,
            history,
        })
    }
}
