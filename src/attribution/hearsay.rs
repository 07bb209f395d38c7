//! Hearsay: what the article passes on without saying from whom (*allegedly*, *prétendument*).
//!
//! The French conditional of hearsay (*aurait ordonné*) is a statement of the article itself: see `narration`.

use super::Attribution;
use super::analysis::Analysis;
use super::clause::{content_end, trim_end};
use super::content::{self, Found};
use super::cue::{CueMap, CueWord};
use super::pattern::Pattern;
use crate::lang::syntax::Class;
use crate::tagging::Tag;

/// The clause around an adverb of hearsay, without the adverb.
pub(super) fn by_adverb(a: &Analysis<'_>, cues: &CueMap, cue: &CueWord) -> Option<Attribution> {
    let bounds = content::reach(a, cue.head);
    let start = (bounds.start..cue.group.start)
        .rev()
        .find(|&i| {
            matches!(a.raw(i), ";" | ":" | "—" | "–") || a.has(i, Class::Complementizer) && a.tag(i) == Tag::Sconj
        })
        .map_or(bounds.start, |i| i + 1);
    let end = content_end(a, cues, cue.group.end.min(bounds.end), bounds.end, false);
    let mut pieces = vec![start..trim_end(a, start, cue.group.start), cue.group.end..end];
    if a.raw(cue.group.end) == "," {
        pieces[1].start += 1;
    }
    pieces.retain(|piece| piece.start < piece.end);
    let whole = start..end;
    super::beside::main_verb(a, &whole).then(|| {
        let found = Found { content: pieces, pattern: Pattern::Hearsay, region: None };
        Attribution::new(cue, found, None)
    })
}
