//! What do the pages see? The workspace as read once, kept until its journal grows.
//!
//! The journal is the commit point of every change, so a look at its length and time tells whether the snapshot still
//! holds. When it has only grown, the articles that the new events do not touch are kept as they are.

use crate::claim::{Claim, ClaimId, ClaimSet, ExtractOptions, Fingerprint, extract};
use crate::decision::{Event, Question, State};
use crate::reference::{self, ReferenceSet};
use crate::store::{Article, OpenChange, ReferenceSets, StoreError, Workspace};
use crate::text::{ByteSpan, CodePoints};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

/// The workspace at one line of its journal.
pub(super) struct Snapshot {
    pub(super) workspace: Workspace,
    /// By short name; of an article that cannot be read, why.
    pub(super) articles: BTreeMap<String, Result<Arc<ArticleView>, String>>,
    /// The article of each accepted claim.
    pub(super) home: BTreeMap<ClaimId, String>,
    /// The places in `history()` of the events that are about a claim.
    pub(super) told: BTreeMap<ClaimId, Vec<usize>>,
    /// Every event, in the order in which it takes effect.
    pub(super) history: Vec<Event>,
    references: OnceLock<Vec<(String, Result<ReferenceSet, String>)>>,
    /// The reference sets, ready to be searched.
    sets: Arc<OnceLock<ReferenceSets>>,
    mark: Mark,
}

/// One article with its claims.
pub(super) struct ArticleView {
    pub(super) article: Article,
    pub(super) accepted: ClaimSet,
    pub(super) changes: Vec<OpenChange>,
    /// The revision that the accepted claims stand in.
    pub(super) revision: u32,
    /// Its text.
    pub(super) text: String,
    pub(super) points: CodePoints,
    /// What is read of the text: all of it, or the prose of a Markdown text.
    pub(super) prose: Option<Vec<ByteSpan>>,
    /// The article's own statements, extracted when somebody asks for them.
    statements: OnceLock<Vec<Claim>>,
    /// The claims that each revision holds by extraction: what is compared, and the words that a stale decision judged.
    extracted: BTreeMap<u32, OnceLock<Option<ClaimSet>>>,
}

/// How many claims stand where, by their content finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) claims: usize,
    pub(super) states: [usize; State::ALL.len()],
    pub(super) stale: usize,
    pub(super) conflicts: usize,
    pub(super) pending: usize,
}

/// What tells one state of the workspace's files from another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    journal: Option<(u64, SystemTime)>,
    settings: Option<(u64, SystemTime)>,
    /// The reference sets, as far as their directory tells.
    references: Option<(u64, SystemTime)>,
}

impl Mark {
    fn of(root: &Path) -> Mark {
        let look = |name: &str| {
            let file = fs::metadata(root.join(name)).ok()?;
            Some((file.len(), file.modified().ok()?))
        };
        Mark { journal: look("journal.jsonl"), settings: look("dixit.toml"), references: look("reference") }
    }
}

impl Snapshot {
    /// Reads the workspace; what `last` has read already and nothing has touched since is kept.
    pub(super) fn read(root: &Path, last: Option<&Snapshot>) -> Result<Snapshot, StoreError> {
        let mark = Mark::of(root);
        let workspace = Workspace::open(root)?;
        let events = &workspace.journal.events;
        let grown = last.filter(|last| {
            let before = last.workspace.journal.events.len();
            events.get(before.wrapping_sub(1)).map(|event| &event.hash)
                == last.workspace.journal.events.last().map(|event| &event.hash)
                && before > 0
        });
        let touched: BTreeSet<&str> = match grown {
            Some(last) => events[last.workspace.journal.events.len()..]
                .iter()
                .flat_map(|event| event.files.keys())
                .filter_map(|path| path.strip_prefix("articles/")?.split('/').next())
                .collect(),
            None => BTreeSet::new(),
        };
        let mut articles = BTreeMap::new();
        for slug in workspace.slugs()? {
            let kept = grown.filter(|_| !touched.contains(slug.as_str()));
            let view = match kept.and_then(|last| last.articles.get(&slug)) {
                Some(Ok(view)) => Ok(view.clone()),
                _ => match ArticleView::read(&workspace, &slug) {
                    Ok(view) => Ok(Arc::new(view)),
                    Err(superseded @ StoreError::Superseded { .. }) => return Err(superseded),
                    Err(error) => Err(error.to_string()),
                },
            };
            articles.insert(slug, view);
        }
        let mut home = BTreeMap::new();
        for (slug, view) in &articles {
            if let Ok(view) = view {
                home.extend(view.accepted.claims.iter().map(|claim| (claim.id.clone(), slug.clone())));
            }
        }
        let history: Vec<Event> = workspace.journal.history().cloned().collect();
        let mut told: BTreeMap<ClaimId, Vec<usize>> = BTreeMap::new();
        for (place, event) in history.iter().enumerate() {
            if let Some(claim) = event.what.claim() {
                told.entry(claim.clone()).or_default().push(place);
            }
        }
        // Indexing takes longer than everything else here.
        let sets = last.filter(|last| last.mark.references == mark.references).map(|last| Arc::clone(&last.sets));
        let sets = sets.unwrap_or_default();
        Ok(Snapshot { workspace, articles, home, told, history, references: OnceLock::new(), sets, mark })
    }

    /// Whether nothing was written since it was read.
    pub(super) fn is_current(&self) -> bool {
        Mark::of(&self.workspace.root) == self.mark
    }

    /// Lines of the journal.
    pub(super) fn lines(&self) -> u64 {
        self.workspace.journal.events.len() as u64
    }

    pub(super) fn article(&self, slug: &str) -> Option<&Arc<ArticleView>> {
        self.articles.get(slug)?.as_ref().ok()
    }

    /// An accepted claim with its article.
    pub(super) fn claim(&self, id: &ClaimId) -> Option<(&Arc<ArticleView>, &Claim)> {
        let view = self.article(self.home.get(id)?)?;
        Some((view, view.accepted.get(id)?))
    }

    /// The events about a claim, oldest first.
    pub(super) fn events_of(&self, id: &ClaimId) -> impl DoubleEndedIterator<Item = &Event> {
        self.told.get(id).into_iter().flatten().filter_map(|place| self.history.get(*place))
    }

    pub(super) fn tally(&self, view: &ArticleView) -> Tally {
        let mut tally = Tally { claims: view.accepted.claims.len(), pending: view.changes.len(), ..Tally::default() };
        for claim in &view.accepted.claims {
            let record = self.workspace.ledger.record(&claim.id);
            let state = record.content.state();
            if let Some(place) = State::ALL.iter().position(|one| *one == state) {
                tally.states[place] += 1;
            }
            tally.stale += usize::from(record.is_stale(Some(claim)));
            tally.conflicts += usize::from(record.content.conflict.is_some() || record.attribution.conflict.is_some());
        }
        tally
    }

    /// The reference sets of the workspace that can be read, to be searched.
    pub(super) fn sets(&self) -> &ReferenceSets {
        self.sets.get_or_init(|| {
            let paths = ReferenceSets::of_workspace(&self.workspace.root).unwrap_or_default();
            ReferenceSets::readable(&paths, 1)
        })
    }

    /// The reference sets of the workspace, by file name.
    pub(super) fn references(&self) -> &[(String, Result<ReferenceSet, String>)] {
        self.references.get_or_init(|| {
            let directory = self.workspace.root.join("reference");
            let mut names: Vec<String> = fs::read_dir(directory)
                .into_iter()
                .flatten()
                .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
                .filter(|name| name.ends_with(".jsonl"))
                .collect();
            names.sort();
            let load = |name: &String| {
                let path = format!("reference/{name}");
                let bytes = self.workspace.read(&path).map_err(|error| error.to_string())?.unwrap_or_default();
                reference::read(&path, &bytes).map_err(|error| error.to_string())
            };
            names.iter().map(|name| (name.clone(), load(name))).collect()
        })
    }
}

impl ArticleView {
    fn read(workspace: &Workspace, slug: &str) -> Result<ArticleView, StoreError> {
        let article = workspace.article(slug)?;
        let accepted = workspace.accepted(slug)?;
        let changes = workspace.changes(slug)?;
        let revision = accepted.header.revision.unwrap_or(1);
        let text = workspace.text(&article, revision)?;
        let points = CodePoints::new(&text);
        let prose = article.document(text.clone()).prose;
        let extracted = article.revisions.iter().map(|revision| (revision.number, OnceLock::new())).collect();
        Ok(ArticleView {
            article,
            accepted,
            changes,
            revision,
            text,
            points,
            prose,
            statements: OnceLock::new(),
            extracted,
        })
    }

    /// What the article is called: its headline, else its short name.
    pub(super) fn title(&self) -> &str {
        self.article.title.as_deref().unwrap_or(&self.article.slug)
    }

    /// The revision whose text a claim's places point into.
    pub(super) fn revision_of(&self, claim: &Claim) -> u32 {
        claim.revision.unwrap_or(self.revision)
    }

    /// The article's own statements that are no accepted claims.
    pub(super) fn statements(&self) -> &[Claim] {
        self.statements.get_or_init(|| {
            let all = extract(&self.article.document(self.text.clone()), &ExtractOptions { narrator: true });
            let narrated = |claim: &Claim| {
                claim.speaker.as_ref().is_some_and(|who| who.resolution == crate::claim::Resolution::Narrator)
            };
            let known = |claim: &Claim| {
                self.accepted
                    .claims
                    .iter()
                    .any(|one| one.revision.is_none() && one.content.spans == claim.content.spans)
            };
            all.claims.into_iter().filter(|claim| narrated(claim) && !known(claim)).collect()
        })
    }

    /// The claims of a revision, extracted anew; none for a revision that is not there or cannot be read.
    pub(super) fn extracted(&self, workspace: &Workspace, revision: u32) -> Option<&ClaimSet> {
        let made = || {
            let text = workspace.text(&self.article, revision).ok()?;
            let options = ExtractOptions { narrator: self.article.narrator };
            Some(extract(&self.article.document(text), &options))
        };
        self.extracted.get(&revision)?.get_or_init(made).as_ref()
    }

    /// The claim with these words, in any revision: what a decision judged.
    pub(super) fn judged(&self, workspace: &Workspace, fingerprint: &Fingerprint) -> Option<Claim> {
        let newest_first = self.article.revisions.iter().rev();
        let all = newest_first.filter_map(|revision| self.extracted(workspace, revision.number));
        all.flat_map(|set| &set.claims)
            .chain(&self.accepted.claims)
            .find(|claim| Fingerprint::of(claim) == *fingerprint)
            .cloned()
    }
}

/// The state that a claim is shown in: that of its content, which readers ask for first.
pub(super) fn shown_state(snapshot: &Snapshot, claim: &Claim) -> State {
    snapshot.workspace.ledger.record(&claim.id).finding(Question::Content).state()
}
