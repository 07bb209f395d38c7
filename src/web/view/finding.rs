//! The two findings of a claim.

use crate::claim::Claim;
use crate::decision::{FindingRecord, Question, Record, State};
use crate::export::sign;
use crate::web::words::Words;
use maud::{Markup, html};

/// A state as a small label: a sign, a word, a colour, so that none of them is needed alone.
pub(in crate::web) fn chip(words: &Words, state: State) -> Markup {
    html! {
        span class={ "chip s-" (state.name()) } {
            span.sign aria-hidden="true" { (sign(state)) } " " (words.t(&format!("state.{}", state.name())))
        }
    }
}

/// Both findings in one line.
pub(in crate::web) fn both(words: &Words, record: &Record, claim: Option<&Claim>) -> Markup {
    html! {
        span.findings {
            @for question in [Question::Attribution, Question::Content] {
                @let finding = record.finding(question);
                span.finding {
                    span.asked { (words.t(short(question))) }
                    (chip(words, finding.state()))
                    (warnings(words, finding, claim))
                }
            }
        }
    }
}

/// What is out of order with a finding.
pub(in crate::web) fn warnings(words: &Words, finding: &FindingRecord, claim: Option<&Claim>) -> Markup {
    html! {
        @if finding.is_stale(claim) { span.chip.stale { "⟳ " (words.t("finding.stale")) } }
        @if finding.conflict.is_some() { span.chip.conflict { "⚡ " (words.t("finding.conflict")) } }
        @if finding.waiting.is_some() { span.chip.waiting { "½ " (words.t("finding.waiting")) } }
    }
}

/// Key of the question in a word or two.
pub(in crate::web) fn short(question: Question) -> &'static str {
    match question {
        Question::Attribution => "question.attribution.short",
        Question::Content => "question.content.short",
    }
}

/// Key of the question in full.
pub(in crate::web) fn full(question: Question) -> &'static str {
    match question {
        Question::Attribution => "question.attribution",
        Question::Content => "question.content",
    }
}
