//! The claim as a struct of columns. Each function makes values and their type at once, so that there is one place that says
//! what a field is: [`array`].

use super::build::{
    NEVER_NULL, NULLABLE, count, counts, floats, lists, name, names, optional_structs, optional_words, structs, words,
};
use crate::claim::{Claim, Content, Cue, Mention, Point, Speaker, When};
use crate::text::CharSpan;
use arrow_array::{ArrayRef, Int32Array, StringArray, StructArray};
use arrow_schema::ArrowError;
use std::sync::Arc;

/// The claims, one struct each.
///
/// The fields are those of the claims file (`docs/formats.md`); a span `[s, e]` is a struct `{start, end}`, counted in code points.
/// What a newer version added to a claim ([`Claim::other`]) is left out.
///
/// # Errors
/// None that is known; Arrow checks what it is given.
pub fn array(claims: &[&Claim]) -> Result<StructArray, ArrowError> {
    let each = || claims.iter().copied();
    let selectors = || each().map(|claim| &claim.selector);
    structs(
        vec![
            ("id", words(each().map(|it| &it.id.0)), NEVER_NULL),
            ("speaker", speakers(claims)?, NULLABLE),
            ("cue", cues(claims)?, NULLABLE),
            ("content", contents(each().map(|it| &it.content))?, NEVER_NULL),
            ("quotation", names(each().map(|it| it.quotation)), NEVER_NULL),
            ("polarity", names(each().map(|it| it.polarity)), NEVER_NULL),
            ("modality", names(each().map(|it| it.modality)), NEVER_NULL),
            ("when", lists(each().map(|it| it.when.as_slice()), whens)?, NEVER_NULL),
            ("mentions", lists(each().map(|it| it.mentions.as_slice()), mentions)?, NEVER_NULL),
            (
                "check_worthiness",
                Arc::new(structs(
                    vec![
                        ("score", floats(each().map(|it| it.check_worthiness.score)), NEVER_NULL),
                        ("points", lists(each().map(|it| it.check_worthiness.points.as_slice()), points)?, NEVER_NULL),
                    ],
                    None,
                )?),
                NEVER_NULL,
            ),
            ("revision", Arc::new(each().map(|it| it.revision.map(count)).collect::<Int32Array>()), NULLABLE),
            ("inside", optional_words(each().map(|it| it.inside.as_ref().map(|id| id.0.as_str()))), NULLABLE),
            (
                "selector",
                Arc::new(structs(
                    vec![
                        ("exact", words(selectors().map(|it| &it.exact)), NEVER_NULL),
                        ("prefix", words(selectors().map(|it| &it.prefix)), NEVER_NULL),
                        ("suffix", words(selectors().map(|it| &it.suffix)), NEVER_NULL),
                        ("start", counts(selectors().map(|it| it.start)), NEVER_NULL),
                        ("end", counts(selectors().map(|it| it.end)), NEVER_NULL),
                    ],
                    None,
                )?),
                NEVER_NULL,
            ),
            (
                "extractor",
                Arc::new(structs(
                    vec![
                        ("confidence", floats(each().map(|it| it.extractor.confidence)), NEVER_NULL),
                        (
                            "why",
                            lists(each().map(|it| it.extractor.why.as_slice()), |why| Ok(words(why.iter().copied())))?,
                            NEVER_NULL,
                        ),
                    ],
                    None,
                )?),
                NEVER_NULL,
            ),
        ],
        None,
    )
}

fn speakers(claims: &[&Claim]) -> Result<ArrayRef, ArrowError> {
    let each = || claims.iter().map(|claim| claim.speaker.as_ref());
    let word = |get: fn(&Speaker) -> Option<&String>| optional_words(each().map(|it| it.and_then(get)));
    let resolution: StringArray = each().map(|it| it.map(|it| name(it.resolution))).collect();
    optional_structs(
        vec![
            ("name", word(|it| it.name.as_ref()), NULLABLE),
            ("resolution", Arc::new(resolution), NULLABLE),
            ("mention", word(|it| it.mention.as_ref()), NULLABLE),
            ("role", word(|it| it.role.as_ref()), NULLABLE),
            ("spans", lists(each().map(|it| it.map_or(&[][..], |it| &it.spans)), spans)?, NULLABLE),
        ],
        each().map(|it| it.is_some()).collect(),
    )
}

fn cues(claims: &[&Claim]) -> Result<ArrayRef, ArrowError> {
    let each = || claims.iter().map(|claim| claim.cue.as_ref());
    let word = |get: fn(&Cue) -> &String| optional_words(each().map(|it| it.map(get)));
    let stance: StringArray = each().map(|it| it.map(|it| name(it.stance))).collect();
    optional_structs(
        vec![
            ("text", word(|it| &it.text), NULLABLE),
            ("lemma", word(|it| &it.lemma), NULLABLE),
            ("stance", Arc::new(stance), NULLABLE),
            ("spans", lists(each().map(|it| it.map_or(&[][..], |it| &it.spans)), spans)?, NULLABLE),
        ],
        each().map(|it| it.is_some()).collect(),
    )
}

fn contents<'c>(contents: impl Iterator<Item = &'c Content> + Clone) -> Result<ArrayRef, ArrowError> {
    let fields = vec![
        ("text", words(contents.clone().map(|it| &it.text)), NEVER_NULL),
        ("spans", lists(contents.map(|it| it.spans.as_slice()), spans)?, NEVER_NULL),
    ];
    Ok(Arc::new(structs(fields, None)?))
}

fn whens(whens: &[&When]) -> Result<ArrayRef, ArrowError> {
    let each = || whens.iter().copied();
    let fields = vec![
        ("of", names(each().map(|it| it.of)), NEVER_NULL),
        ("value", words(each().map(|it| &it.value)), NEVER_NULL),
        ("text", words(each().map(|it| &it.text)), NEVER_NULL),
        ("spans", lists(each().map(|it| it.spans.as_slice()), spans)?, NEVER_NULL),
    ];
    Ok(Arc::new(structs(fields, None)?))
}

fn mentions(mentions: &[&Mention]) -> Result<ArrayRef, ArrowError> {
    let each = || mentions.iter().copied();
    let fields = vec![
        ("kind", names(each().map(|it| it.kind)), NEVER_NULL),
        ("text", words(each().map(|it| &it.text)), NEVER_NULL),
        ("value", words(each().map(|it| &it.value)), NEVER_NULL),
        ("spans", lists(each().map(|it| it.spans.as_slice()), spans)?, NEVER_NULL),
    ];
    Ok(Arc::new(structs(fields, None)?))
}

fn points(points: &[&Point]) -> Result<ArrayRef, ArrowError> {
    let fields = vec![
        ("name", words(points.iter().map(|it| &it.name)), NEVER_NULL),
        ("value", floats(points.iter().map(|it| it.value)), NEVER_NULL),
    ];
    Ok(Arc::new(structs(fields, None)?))
}

fn spans(spans: &[&CharSpan]) -> Result<ArrayRef, ArrowError> {
    let fields = vec![
        ("start", counts(spans.iter().map(|it| it.start)), NEVER_NULL),
        ("end", counts(spans.iter().map(|it| it.end)), NEVER_NULL),
    ];
    Ok(Arc::new(structs(fields, None)?))
}
