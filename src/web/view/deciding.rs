//! Where a finding stands, and the form that moves it: on the page of a claim and in review.

use super::wording;
use crate::claim::{Claim, ClaimId};
use crate::decision::{EventKind, FindingRecord, Question, State};
use crate::export::sign;
use crate::web::pages::claim::Typed;
use crate::web::snapshot::ArticleView;
use crate::web::view;
use crate::web::visit::Visit;
use maud::{Markup, html};

/// Who decided, when and why; what changed since; what a merged copy says.
pub(in crate::web) fn standing(visit: &Visit, view: &ArticleView, claim: &Claim, finding: &FindingRecord) -> Markup {
    let words = visit.words;
    html! {
        @if let Some(decision) = &finding.decision {
            p { b { (decision.by) } ", " time datetime=(decision.at) { (words.date(&decision.at)) }
                @if let Some(rating) = &decision.rating { " · " b { (label(visit, rating)) } }
            }
            @if !decision.reason.is_empty() { blockquote { (decision.reason) } }
            @if finding.is_stale(Some(claim)) {
                div.banner.stale {
                    p { (words.t("finding.stale.long")) }
                    @match view.judged(&visit.snapshot.workspace, &decision.fingerprint) {
                        Some(judged) => {
                            p.changed lang=(view.article.lang.code()) { (wording::changed(&judged.content.text, &claim.content.text)) }
                            @let (before, now) = (view::speaker(words, &judged), view::speaker(words, claim));
                            @if before != now { p.changed { (words.t("part.speaker")) (words.t("colon")) " " (wording::changed(&before, &now)) } }
                        }
                        None => @match old_words(visit, &claim.id) {
                            Some(old) => p.changed { (wording::changed(&old, &claim.content.text)) },
                            None => p.quiet { (words.t("finding.stale.gone")) },
                        }
                    }
                }
            }
        }
        @if let Some(waiting) = &finding.waiting {
            p.banner { (words.with("finding.waiting.long", &[("by", &waiting.by), ("state", words.t(&format!("state.{}", waiting.state.name())))])) }
        }
        @if let Some(other) = &finding.conflict {
            div.banner.bad {
                p { (words.with("finding.conflict.long", &[("by", &other.by), ("state", words.t(&format!("state.{}", other.state.name())))])) }
                blockquote { (other.reason) }
            }
        }
    }
}

/// The content before the last correction by a person.
fn old_words(visit: &Visit, id: &ClaimId) -> Option<String> {
    visit.snapshot.events_of(id).rev().find_map(|event| match &event.what {
        EventKind::Edited { was, .. } => was.get(&crate::decision::ClaimPart::Content).cloned(),
        _ => None,
    })
}

fn label<'v>(visit: &'v Visit, rating: &'v str) -> &'v str {
    let scale = &visit.snapshot.workspace.settings.ratings;
    scale.iter().find(|one| one.name == rating).map_or(rating, |one| &one.label)
}

/// The legal moves, and the next reader's signature while one is awaited.
fn legal(finding: &FindingRecord) -> Vec<State> {
    let mut moves: Vec<State> = finding.state().moves().to_vec();
    if let Some(waiting) = &finding.waiting
        && !moves.contains(&waiting.state)
    {
        moves.insert(0, waiting.state);
    }
    moves
}

/// The key of a move; with Shift it moves the attribution.
fn key_of(state: State, question: Question) -> &'static str {
    let (content, attribution) = match state {
        State::Unverified => ("n", "N"),
        State::InReview => ("i", "I"),
        State::Verified => ("v", "V"),
        State::Disputed => ("d", "D"),
        State::Unverifiable => ("u", "U"),
        State::Dropped => ("x", "X"),
    };
    match question {
        Question::Content => content,
        Question::Attribution => attribution,
    }
}

/// The form that moves a finding.
pub(in crate::web) fn moves(
    visit: &Visit,
    claim: &Claim,
    question: Question,
    finding: &FindingRecord,
    evidence: usize,
    back: &str,
    typed: Option<&Typed>,
) -> Markup {
    let typed = typed.filter(|typed| typed.question == Some(question));
    let words = visit.words;
    let now = finding.state();
    let legal = legal(finding);
    let wants_reason = legal.iter().any(|next| now.needs_reason(*next));
    let wants_evidence = evidence == 0 && legal.iter().any(|next| next.needs_evidence());
    let ratings = &visit.snapshot.workspace.settings.ratings;
    let id = format!("{question}-{}", claim.id);
    html! {
        form.moves method="post" action={ "/claim/" (claim.id) "/mark" } {
            (view::csrf(visit))
            input type="hidden" name="question" value=(question);
            input type="hidden" name="seen" value=(visit.snapshot.lines());
            input type="hidden" name="back" value=(back);
            @if wants_reason {
                label for={ "reason-" (id) } { (words.t("reason")) }
                textarea id={ "reason-" (id) } name="reason" rows="2" { @if let Some(typed) = typed { (typed.reason) } }
            }
            @if wants_evidence {
                label for={ "evidence-" (id) } { (words.t("mark.evidence")) }
                input id={ "evidence-" (id) } data-key="e" type="url" name="evidence" placeholder="https://" value=[typed.map(|typed| typed.evidence.as_str())];
            }
            @if question == Question::Content && !ratings.is_empty() && now == State::InReview {
                label { (words.t("mark.rating"))
                    select name="rating" {
                        option value="" { (words.t("mark.rating.none")) }
                        @for rating in ratings { option value=(rating.name) { (rating.label) } }
                    }
                }
            }
            div.buttons {
                @for next in legal {
                    button class={ "move s-" (next.name()) } name="state" value=(next.name()) data-key=(key_of(next, question)) {
                        span aria-hidden="true" { (sign(next)) } " " (words.t(&format!("move.{}", next.name())))
                        " " kbd { (key_of(next, question)) }
                    }
                }
            }
        }
    }
}
