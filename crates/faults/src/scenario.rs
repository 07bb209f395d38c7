//! The commands that the faults strike: every one that writes, on an article of our own.

use crate::Failure;
use dixit::store::Workspace;
use std::fs;
use std::path::Path;

const FIRST: &str = "Le pont sera fermé lundi, a annoncé la maire, Jeanne Corbin.\n\n\
    « Les travaux dureront trois mois », a-t-elle précisé. Selon le préfet, 4 000 véhicules passent chaque jour.\n";

const SECOND: &str = "Le pont sera fermé mardi, a annoncé la maire, Jeanne Corbin.\n\n\
    « Les travaux dureront six mois », a-t-elle précisé. Le député Paul Rey a dénoncé un gâchis.\n";

/// The short name of the article.
const ARTICLE: &str = "pont";

/// A command; `{0}` stands for the first accepted claim of the article, `{p0}` for its first pending change.
pub(crate) type Step = &'static [&'static str];

/// The commands, in order.
pub(crate) const STEPS: &[Step] = &[
    &["init", "."],
    &["add", "../first.txt", "--as", "pont", "--date", "2026-01-02"],
    &["mark", "{0}", "--content", "in-review"],
    &["mark", "{0}", "--attribution", "in-review"],
    &[
        "mark",
        "{0}",
        "--content",
        "verified",
        "--attribution",
        "verified",
        "--reason",
        "arrêté municipal",
        "--evidence",
        "../order.txt",
        "--evidence",
        "https://example.org/order",
    ],
    &["evidence", "{1}", "../minutes.txt", "--stance", "undermines"],
    &["publish", "{0}", "published"],
    &["add", "../second.txt", "--as", "pont", "--date", "2026-01-02"],
    &["accept", "pont", "{p0}", "--reason", "vu"],
    &["reject", "pont", "{p0}", "--reason", "autre source"],
    &["accept", "pont", "--moved", "{p0}", "--reason", "vu"],
    &["mark", "{1}", "--attribution", "dropped", "--reason", "doublon"],
    &["reference", "add", "../checks.jsonl"],
    &["import", "../checks.csv", "--as", "checks"],
    &["reference", "remove", "checks"],
    &["merge", "../grown"],
];

/// Writes the files that the commands read beside the workspace.
pub(crate) fn sources(directory: &Path) -> Result<(), Failure> {
    let files = [
        ("first.txt", FIRST),
        ("second.txt", SECOND),
        ("order.txt", "Arrêté no 12"),
        ("minutes.txt", "Séance du 2"),
        ("checks.jsonl", "{\"id\": \"a\", \"text\": \"Le pont est fermé.\"}\n"),
        ("checks.csv", "id,text,rating\nb,Le quai est vide.,faux\n"),
    ];
    files.iter().try_for_each(|(name, text)| fs::write(directory.join(name), text).map_err(|error| error.to_string()))
}

/// The step before which a copy of the workspace goes its own way, to be merged by the last.
pub(crate) const PARTING: usize = 7;

/// What is done in that copy.
pub(crate) const APART: &[Step] = &[
    &["evidence", "{0}", "../minutes.txt"],
    &["add", "../first.txt", "--as", "other", "--date", "2026-01-02"],
    &["mark", "{2}", "--content", "dropped", "--reason", "hors sujet"],
];

/// The arguments of a step in this workspace.
pub(crate) fn arguments(workspace: &Path, step: Step) -> Result<Vec<String>, Failure> {
    let (mut claims, mut pending) = (Vec::new(), Vec::new());
    if step.iter().any(|word| word.starts_with('{')) {
        let workspace = Workspace::open(workspace).map_err(|error| error.to_string())?;
        let accepted = workspace.accepted(ARTICLE).map_err(|error| error.to_string())?;
        claims.extend(accepted.claims.iter().map(|claim| claim.id.to_string()));
        let changes = workspace.changes(ARTICLE).map_err(|error| error.to_string())?;
        pending.extend(changes.iter().filter_map(|change| Some(change.id()?.to_string())));
    }
    let fill = |word: &&str| {
        let Some(name) = word.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return Ok((*word).to_owned());
        };
        let found = match name.strip_prefix('p') {
            Some(number) => number.parse().ok().and_then(|n: usize| pending.get(n)),
            None => name.parse().ok().and_then(|n: usize| claims.get(n)),
        };
        found.cloned().ok_or_else(|| format!("{step:?}: there is no {word}"))
    };
    step.iter().map(fill).collect()
}
