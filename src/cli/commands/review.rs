use crate::claim::{Claim, ClaimId};
use crate::cli::checked;
use crate::cli::{CliError, Context, Format, Outcome, lookup, print, print_json, render};
use crate::decision::{Evidence, EvidenceStance, PendingChange, Question, State};
use crate::retrieval::Asked;
use crate::store::{Mark, OpenChange, ReferenceSets, Workspace, Writer};
use console::{Key, Term};
use std::collections::BTreeMap;

/// Review pending changes, then claims that nobody has decided, one at a time.
///
/// One key an action; Enter and Esc decide nothing. Every acceptance and decision asks who and why. Without a terminal
/// the commands that do the same are printed, and the exit code is 1 when there is something to review.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Only this article.
    article: Option<String>,
    /// Only pending changes, not undecided claims.
    #[arg(long)]
    pending: bool,
}

const CHANGE_KEYS: &str = "a accept  r reject  s skip  m accept all moved  q quit  ? help";
const CLAIM_KEYS: &str =
    "i in review   v verified   d disputed   u unverifiable   x drop   e evidence   s skip   q quit   ? help";
const HELP: &str = "
  Pending change: a takes the new words (a decision on the old ones goes stale), r keeps the old
  ones and remembers that this was refused, m accepts all claims that merely moved.
  Claim: the keys mark its content (is it true?); Shift marks the attribution (did they say it?).
  verified and disputed need evidence: e adds an address or a file.
  s, Enter, Esc and the arrow keys decide nothing and go on. q stops; what was decided stays.
";

/// What a review goes through.
struct Queue {
    changes: Vec<(String, OpenChange)>,
    claims: Vec<(String, ClaimId)>,
}

fn queue(workspace: &Workspace, args: &Args) -> Result<Queue, CliError> {
    let slugs = match &args.article {
        Some(slug) => vec![workspace.article(slug)?.slug],
        None => workspace.slugs()?,
    };
    let mut queue = Queue { changes: Vec::new(), claims: Vec::new() };
    for slug in slugs {
        queue.changes.extend(workspace.changes(&slug)?.into_iter().map(|change| (slug.clone(), change)));
        if args.pending {
            continue;
        }
        for claim in workspace.accepted(&slug)?.claims {
            let record = workspace.ledger.record(&claim.id);
            let open = |question| {
                let finding = record.finding(question);
                !finding.state().is_decided() || finding.is_stale(Some(&claim))
            };
            if open(Question::Content) && record.content.state() != State::Dropped {
                queue.claims.push((slug.clone(), claim.id));
            }
        }
    }
    Ok(queue)
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let workspace = context.open()?;
    let queue = queue(&workspace, args)?;
    let total = queue.changes.len() + queue.claims.len();
    if total == 0 {
        print("nothing to review\n")?;
        return Ok(Outcome::Fine);
    }
    if context.format == Format::Json || !context.environment.is_interactive() {
        list(context, &workspace, &queue)?;
        return Ok(Outcome::Look);
    }
    let by = context.reviewer()?;
    let mut session = Session { context, term: Term::stdout(), by, done: 0 };
    session.say(&format!(
        "{} pending change{}, {} undecided claim{}; you are {}\n",
        queue.changes.len(),
        render::plural(queue.changes.len()),
        queue.claims.len(),
        render::plural(queue.claims.len()),
        session.by
    ))?;
    let finished = session.changes(&queue.changes)? && session.claims(&queue.claims)?;
    let left = context.open().and_then(|workspace| self::queue(&workspace, args))?;
    let open = left.changes.len() + left.claims.len();
    session.say(&format!("\n{} decided, {open} left{}\n", session.done, if finished { "" } else { " (stopped)" }))?;
    Ok(if open == 0 { Outcome::Fine } else { Outcome::Look })
}

/// A line that says what was checked before, when a record says the same.
fn checked_before(sets: &ReferenceSets, workspace: &Workspace, slug: &str, claim: &Claim) -> Result<String, CliError> {
    let asked = Asked::of(claim, workspace.article(slug)?.lang);
    let found = sets.find(&mut sets.searchers(), asked, 1)?;
    Ok(lookup::column(&found, sets).map_or_else(String::new, |line| format!("  {line}\n")))
}

/// The same review as commands.
fn list(context: &Context, workspace: &Workspace, queue: &Queue) -> Result<(), CliError> {
    let change_command = |slug: &str, change: &OpenChange, verb: &str| {
        format!("dixit {verb} {slug} {} --reason \"…\"", change.id().map(ToString::to_string).unwrap_or_default())
    };
    if context.format == Format::Json {
        let changes: Vec<serde_json::Value> = queue.changes.iter().map(|(slug, change)| serde_json::json!({ "article": slug, "claim": change.id(), "change": change.kind, "old": change.old, "new": change.new })).collect();
        let sets = checked::open(&ReferenceSets::of_workspace(&workspace.root)?)?;
        let mut searchers = sets.searchers();
        let mut claims: Vec<serde_json::Value> = Vec::with_capacity(queue.claims.len());
        for (slug, id) in &queue.claims {
            let (_, claim) = workspace.claim(&id.0)?;
            let before = checked::best(&sets, &mut searchers, Asked::of(&claim, workspace.article(slug)?.lang))?;
            claims.push(serde_json::json!({ "article": slug, "claim": id, "checked_before": before }));
        }
        return print_json(&serde_json::json!({ "pending": changes, "undecided": claims }));
    }
    let mut text = String::new();
    let mut moved: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, (slug, change)) in queue.changes.iter().enumerate() {
        if change.kind == PendingChange::Moved {
            *moved.entry(slug).or_default() += 1;
            continue;
        }
        let id = change.id().cloned().unwrap_or(ClaimId(String::new()));
        text.push_str(&render::change_page(
            slug,
            change,
            workspace.ledger.record(&id),
            None,
            place + 1,
            queue.changes.len(),
        ));
        text.push_str(&format!(
            "\n  {}\n  {}\n",
            change_command(slug, change, "accept"),
            change_command(slug, change, "reject")
        ));
    }
    for (slug, count) in moved {
        text.push_str(&format!(
            "\n{slug}: {count} claim{} merely moved\n  dixit accept {slug} --moved --reason \"…\"\n",
            render::plural(count)
        ));
    }
    let sets = checked::open(&ReferenceSets::of_workspace(&workspace.root)?)?;
    for (place, (slug, id)) in queue.claims.iter().enumerate() {
        let (_, claim) = workspace.claim(&id.0)?;
        text.push_str(&render::claim_page(
            slug,
            &claim,
            workspace.ledger.record(id),
            None,
            place + 1,
            queue.claims.len(),
        ));
        text.push_str(&checked_before(&sets, workspace, slug, &claim)?);
        text.push('\n');
        let now = workspace.ledger.record(id).content.state();
        for next in now.moves() {
            let evidence = if next.needs_evidence() { " --evidence URL-OR-FILE" } else { "" };
            let reason = if now.needs_reason(*next) { " --reason \"…\"" } else { "" };
            text.push_str(&format!("  dixit mark {id} --content {next}{reason}{evidence}\n"));
        }
    }
    print(&text)
}

/// The text that a claim's places point into.
fn text_of(workspace: &Workspace, slug: &str, claim: &crate::claim::Claim) -> Result<Option<String>, CliError> {
    let article = workspace.article(slug)?;
    let revision = claim.revision.or(workspace.accepted(slug)?.header.revision).unwrap_or(1);
    Ok(Some(workspace.text(&article, revision)?))
}

struct Session<'c> {
    context: &'c Context,
    term: Term,
    by: String,
    done: usize,
}

impl Session<'_> {
    fn say(&self, text: &str) -> Result<(), CliError> {
        self.term.write_str(text).map_err(|error| CliError::new(format!("cannot write to the terminal: {error}")))
    }

    fn key(&self) -> Result<Key, CliError> {
        self.term.read_key().map_err(|error| CliError::new(format!("cannot read the terminal: {error}")))
    }

    /// One line typed; `None` when it is empty.
    fn ask(&self, prompt: &str) -> Result<Option<String>, CliError> {
        self.say(&format!("  {prompt}: "))?;
        let line =
            self.term.read_line().map_err(|error| CliError::new(format!("cannot read the terminal: {error}")))?;
        Ok(Some(line.trim().to_owned()).filter(|line| !line.is_empty()))
    }

    /// Who and why; `None` when no reason was given, and then nothing is decided.
    fn who_and_why(&mut self) -> Result<Option<String>, CliError> {
        if let Some(name) = self.ask(&format!("who [{}]", self.by))? {
            self.by = name;
        }
        let reason = self.ask("why")?;
        if reason.is_none() {
            self.say("  no reason, nothing decided\n")?;
        }
        Ok(reason)
    }

    /// Does something with the workspace locked; what is refused is said, not fatal.
    fn change(&mut self, act: impl FnOnce(&mut Writer, &str, &str) -> Result<(), CliError>) -> Result<bool, CliError> {
        let mut writer = self.context.writer()?;
        let now = self.context.environment.now();
        match act(&mut writer, &now, &self.by) {
            Ok(()) => {
                self.done += 1;
                Ok(true)
            }
            Err(error) => {
                self.say(&format!("  {error}\n"))?;
                Ok(false)
            }
        }
    }

    /// Goes through pending changes. Returns false when the reviewer stopped.
    fn changes(&mut self, changes: &[(String, OpenChange)]) -> Result<bool, CliError> {
        let mut done: Vec<ClaimId> = Vec::new();
        for (place, (slug, change)) in changes.iter().enumerate() {
            let Some(id) = change.id().cloned().filter(|id| !done.contains(id)) else { continue };
            let workspace = self.context.open()?;
            let article = workspace.article(slug)?;
            let text = workspace.text(&article, article.last()).ok();
            self.say(&render::change_page(
                slug,
                change,
                workspace.ledger.record(&id),
                text.as_deref(),
                place + 1,
                changes.len(),
            ))?;
            loop {
                self.say(&format!("\n  {CHANGE_KEYS}\n"))?;
                match self.key()? {
                    Key::Char('q') | Key::CtrlC => return Ok(false),
                    Key::Char('?') => self.say(HELP)?,
                    Key::Char(key @ ('a' | 'r')) => {
                        let Some(reason) = self.who_and_why()? else { continue };
                        let id = id.clone();
                        let resolved = self.change(|writer, now, by| {
                            Ok(writer.resolve(slug, std::slice::from_ref(&id), key == 'a', now, by, &reason)?)
                        })?;
                        if resolved {
                            break;
                        }
                    }
                    Key::Char('m') => {
                        let moved: Vec<ClaimId> = changes
                            .iter()
                            .filter(|(s, c)| s == slug && c.kind == PendingChange::Moved)
                            .filter_map(|(_, c)| c.id().cloned())
                            .filter(|id| !done.contains(id))
                            .collect();
                        if moved.is_empty() {
                            self.say("  none merely moved\n")?;
                            continue;
                        }
                        let Some(reason) = self.who_and_why()? else { continue };
                        if self.change(|writer, now, by| Ok(writer.resolve(slug, &moved, true, now, by, &reason)?))? {
                            done.extend(moved);
                            if change.kind == PendingChange::Moved {
                                break;
                            }
                        }
                    }
                    Key::Char('s') | Key::Enter | Key::Escape | Key::ArrowRight | Key::ArrowDown => break,
                    _ => {}
                }
            }
        }
        Ok(true)
    }

    /// Goes through undecided claims. Returns false when the reviewer stopped.
    fn claims(&mut self, claims: &[(String, ClaimId)]) -> Result<bool, CliError> {
        let sets = checked::open(&ReferenceSets::of_workspace(&self.context.root()?)?)?;
        for (place, (slug, id)) in claims.iter().enumerate() {
            loop {
                let workspace = self.context.open()?;
                let Ok((_, claim)) = workspace.claim(&id.0) else { break };
                let text = text_of(&workspace, slug, &claim)?;
                self.say(&render::claim_page(
                    slug,
                    &claim,
                    workspace.ledger.record(id),
                    text.as_deref(),
                    place + 1,
                    claims.len(),
                ))?;
                self.say(&checked_before(&sets, &workspace, slug, &claim)?)?;
                self.say(&format!("\n  {CLAIM_KEYS}\n"))?;
                let key = self.key()?;
                let (question, state) = match key {
                    Key::Char('q') | Key::CtrlC => return Ok(false),
                    Key::Char('?') => {
                        self.say(HELP)?;
                        continue;
                    }
                    Key::Char('e') => {
                        self.evidence(id)?;
                        continue;
                    }
                    Key::Char(key) => {
                        let question = if key.is_uppercase() { Question::Attribution } else { Question::Content };
                        match key.to_ascii_lowercase() {
                            'i' => (question, State::InReview),
                            'v' => (question, State::Verified),
                            'd' => (question, State::Disputed),
                            'u' => (question, State::Unverifiable),
                            'x' => (question, State::Dropped),
                            's' => break,
                            _ => continue,
                        }
                    }
                    Key::Enter | Key::Escape | Key::ArrowRight | Key::ArrowDown => break,
                    _ => continue,
                };
                let Some(reason) = self.who_and_why()? else { continue };
                let mark = Mark { findings: vec![(question, state)], reason, ..Mark::default() };
                let marked = self.change(|writer, now, by| Ok(writer.mark(id, mark, now, by)?))?;
                if marked && question == Question::Content && state.is_decided() {
                    break;
                }
            }
        }
        Ok(true)
    }

    fn evidence(&mut self, id: &ClaimId) -> Result<(), CliError> {
        let Some(source) = self.ask("address or file")? else { return Ok(()) };
        let stance = match self.ask("supports, undermines or context [supports]")? {
            Some(word) => match super::evidence::parse(&word) {
                Ok(stance) => stance,
                Err(error) => return self.say(&format!("  {error}\n")),
            },
            None => EvidenceStance::Supports,
        };
        let quote = self.ask("the words that matter [none]")?;
        let evidence = Evidence {
            source,
            stance,
            quote,
            publisher: None,
            retrieved: Some(self.context.environment.today()),
            sha256: None,
        };
        self.change(|writer, now, by| Ok(writer.add_evidence(id, &evidence, now, by)?))?;
        Ok(())
    }
}
