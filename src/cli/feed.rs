//! Adding a feed: what is new in it or has changed, entry by entry.

use super::commands::add::{Added, Args, as_before, capture};
use super::progress::Progress;
use super::read::{self, Taken};
use super::{CliError, Context, Format, Outcome, print, print_json};
use crate::input::feed::{self, Entry};
use crate::input::{Document, InputError};
use crate::store::{SeenEntries, SeenEntry, Writer, slug};
use serde_json::json;
use std::io::Write;

/// Reads what is to be added; nothing when it is a feed that has not changed since all of its entries were added.
#[cfg(feature = "fetch")]
pub(super) fn take(context: &Context, args: &Args) -> Result<Option<Taken>, CliError> {
    if let Some(address) = read::address(&args.file)
        && let Some(known) = SeenEntries::of(&context.root()?, &name(args))?.version()
    {
        return read::fetched_newer(context, known, &address, &args.article);
    }
    read::take(context, &args.file, &args.article).map(Some)
}

/// Says that a feed has not changed.
#[cfg(feature = "fetch")]
pub(super) fn unchanged(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let name = name(args);
    let seen = SeenEntries::of(&context.root()?, &name)?.count();
    if context.format == Format::Json {
        print_json(&json!({ "feed": name, "title": null, "added": [], "seen": seen, "refused": [] }))?;
    } else {
        print(&format!("{name}: unchanged since the last time\n"))?;
    }
    Ok(Outcome::Fine)
}

/// Captures the entries of a feed that are new or have changed.
pub(super) fn add(context: &Context, args: &Args, taken: &Taken, by: &str) -> Result<Outcome, CliError> {
    let feed = feed::read(&taken.bytes, taken.address.as_deref())
        .map_err(|error| CliError::new(format!("{} {error}", taken.shown)))?;
    let name = name(args);
    let root = context.root()?;
    let seen = SeenEntries::of(&root, &name)?;
    let is_news =
        |seen: &SeenEntries, entry: &Entry| seen.get(&entry.id).is_none_or(|it| it.fingerprint != entry.fingerprint);
    let news: Vec<&Entry> = feed.entries.iter().filter(|entry| is_news(&seen, entry)).collect();
    let old = feed.entries.len() - news.len();
    let mut progress = Progress::new(context, Some(news.len() as u64), "entries", false);
    let mut source = Source::new(args);
    let (mut outcome, mut text, mut values, mut refused) = (Outcome::Fine, String::new(), Vec::new(), Vec::new());
    for (done, entry) in (1..).zip(news) {
        let known = seen.get(&entry.id).map(|it| it.article.as_str());
        let (given, narrator) = match known {
            Some(article) => as_before(&context.open()?, article, &args.article),
            None => (args.article.given(), args.article.narrator),
        };
        match source.document(entry, given) {
            Ok(document) => {
                // Nobody waits for the workspace while a page comes.
                let mut writer = context.writer()?;
                let mut seen = SeenEntries::of(&root, &name)?;
                if is_news(&seen, entry) {
                    let article = known.map_or_else(|| free_name(&writer, entry), |article| Ok(article.to_owned()))?;
                    let Added { outcome: came_to, text: line, value } =
                        capture(context, &mut writer, &article, &document, false, narrator, by)?;
                    if came_to == Outcome::Look {
                        outcome = Outcome::Look;
                    }
                    text.push_str(&line);
                    values.push(value);
                    let fingerprint = entry.fingerprint.clone();
                    seen.remember(&writer, SeenEntry { id: entry.id.clone(), fingerprint, article })?;
                }
            }
            Err(error) => refused.push((called(entry), error)),
        }
        progress.advance(done, 1);
    }
    drop(progress);
    // An entry that was refused is tried again, also when the feed has not changed.
    let version = taken.version.clone().filter(|_| refused.is_empty());
    if SeenEntries::of(&root, &name)?.version() != version.as_ref() {
        let writer = context.writer()?;
        SeenEntries::of(&root, &name)?.remember_version(&writer, version)?;
    }
    for (entry, error) in &refused {
        outcome = Outcome::Look;
        let _ = writeln!(std::io::stderr(), "warning: {entry}: {error}");
    }
    if context.format == Format::Json {
        let refused: Vec<_> = refused.iter().map(|(entry, error)| json!({ "entry": entry, "error": error })).collect();
        print_json(&json!({ "feed": name, "title": feed.title, "added": values, "seen": old, "refused": refused }))?;
    } else {
        let (new, bad) = (values.len(), refused.len());
        let ies = |count: usize| if count == 1 { "y" } else { "ies" };
        text.push_str(&format!("{name}: {new} entr{} new or changed, {old} seen before", ies(new)));
        if bad > 0 {
            text.push_str(&format!(", {bad} refused"));
        }
        text.push('\n');
        print(&text)?;
    }
    Ok(outcome)
}

/// Where a feed's articles come from: the feed, else their addresses.
struct Source {
    #[cfg(feature = "fetch")]
    fetcher: crate::fetch::Fetcher,
}

impl Source {
    #[cfg(feature = "fetch")]
    fn new(args: &Args) -> Source {
        Source { fetcher: crate::fetch::Fetcher::new(args.article.fetching()) }
    }

    #[cfg(not(feature = "fetch"))]
    fn new(_: &Args) -> Source {
        Source {}
    }

    fn document(&mut self, entry: &Entry, given: crate::input::Given) -> Result<Document, String> {
        match entry.document(given.clone()) {
            Err(InputError::NoArticle { .. }) => self.fetched(entry, given),
            document => document.map_err(|error| format!("the entry {error}")),
        }
    }

    #[cfg(feature = "fetch")]
    fn fetched(&mut self, entry: &Entry, given: crate::input::Given) -> Result<Document, String> {
        let Some(address) = &entry.address else {
            return Err("the feed has neither the article nor a link".to_owned());
        };
        let found = self.fetcher.fetch(address).map_err(|error| error.to_string())?;
        // What the page says of itself goes before what the feed says.
        let page = Taken::from(found).document(given.clone());
        let (mut document, _) = page.map_err(|error| error.message())?;
        let said = entry.given(given);
        document.date = document.date.or(said.date);
        document.title = document.title.or(said.title);
        Ok(document)
    }

    #[cfg(not(feature = "fetch"))]
    fn fetched(&mut self, _: &Entry, _: crate::input::Given) -> Result<Document, String> {
        Err("the feed has a link alone, and this dixit fetches nothing: build it with `--features fetch`".to_owned())
    }
}

/// What the feed is called here: as was said, else its address without the scheme, else the name of the file.
fn name(args: &Args) -> String {
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let place = read::address(&args.file).and_then(|path| path.split_once("://").map(|(_, place)| place.to_owned()));
    slug(&args.name.clone().or(place).unwrap_or(stem))
}

/// What an entry is called in messages.
fn called(entry: &Entry) -> String {
    entry.address.clone().or_else(|| entry.title.clone()).unwrap_or_else(|| entry.id.clone())
}

/// A short name that no article has, made of the last part of the entry's address, else of its headline.
fn free_name(writer: &Writer, entry: &Entry) -> Result<String, CliError> {
    let last = entry.address.as_deref().and_then(|address| {
        let path = address.split_once("://")?.1.split(['?', '#']).next()?;
        let (_, last) = path.trim_end_matches('/').rsplit_once('/')?;
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        stem.contains(char::is_alphabetic).then(|| stem.to_owned())
    });
    let base = slug(&last.or_else(|| entry.title.clone()).unwrap_or_else(|| entry.id.clone()));
    let taken = writer.workspace.slugs()?;
    let names = std::iter::once(base.clone()).chain((2..).map(|number| format!("{base}-{number}")));
    Ok(names.into_iter().find(|name| !taken.contains(name)).unwrap_or(base))
}
