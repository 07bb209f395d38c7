//! Who is meant? Sources resolved through the article: surnames to full names, pronouns, roles, *ce dernier*.
//!
//! A cast of people and bodies is gathered from the names of the text, with their roles, gender and number. Each
//! source then points to one of the cast by rules that go from certain (a name) to careful (a pronoun). What no
//! rule settles stays unresolved: a wrong name is worse than none.

use super::Attribution;
use super::analysis::Analysis;
use super::cast::{Cast, Member, Named, Number, before_comma};
use super::phrase;
use crate::lang::syntax::Class;
use crate::lang::{Gender, Language};
use crate::tagging::Tag;
use std::ops::Range;

/// The one who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The fullest name or description that the article gives; `None` when it is not certain who is meant.
    pub name: Option<String>,
    /// The role that the article gives.
    pub role: Option<String>,
    /// The rule that found the name, in words.
    pub why: &'static str,
}

/// How far back, in sentences, a pronoun looks for the one it stands for.
const PRONOUN_REACH: usize = 4;

/// How far back, in sentences, a role alone looks for the one person who is named there.
const ROLE_REACH: usize = 6;

/// So many speakers and subjects back at most.
const MEMORY: usize = 60;

/// Says who speaks in each attribution, same order, `None` where the text names no source; and the names of the
/// text.
pub fn voices(a: &Analysis<'_>, attributions: &[Attribution]) -> (Vec<Option<Voice>>, Vec<Named>) {
    let mut cast = Cast::gather(a);
    // Without a lexicon a capital letter says too little of a name.
    let names = if a.lang.is_generic() { Vec::new() } else { cast.names() };
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&i| place(&attributions[i]));
    let mut voices = vec![None; attributions.len()];
    let mut members = vec![None; attributions.len()];
    let mut spoken: Vec<Spoken> = Vec::new();
    for index in order {
        let attribution = &attributions[index];
        let at = place(attribution);
        let found = match attribution.source.first() {
            Some(source) => Some(by_source(a, &mut cast, &spoken, attribution, source)),
            // Without a lexicon nothing tells whether somebody else spoke in between.
            None if a.lang.is_generic() => None,
            None if attribution.region.is_some() && attribution.cue.is_empty() => free(a, &spoken, attribution),
            None => None,
        };
        let Some((member, why)) = found else { continue };
        voices[index] = Some(match member {
            Some(member) => {
                let known = &cast.members[member];
                Voice { name: Some(known.name.clone()), role: known.role.clone(), why }
            }
            None => Voice { name: None, role: None, why },
        });
        members[index] = member;
        if let Some(member) = member {
            let content =
                attribution.content.first().map_or(at, |p| p.start)..attribution.content.last().map_or(at, |p| p.end);
            spoken.push(Spoken {
                at,
                member,
                content,
                direct: attribution.region.is_some(),
                nested: a.region_at(at).is_some() && a.region_at(at) != attribution.region,
            });
        }
    }
    own_voices(a, &cast, attributions, &members, &mut voices);
    (voices, names)
}

/// *« ..., je crois, ... », a lâché X*: the speaker of a quotation may be named after the first person in it.
fn own_voices(
    a: &Analysis<'_>,
    cast: &Cast,
    attributions: &[Attribution],
    members: &[Option<usize>],
    voices: &mut [Option<Voice>],
) {
    for index in 0..attributions.len() {
        let Some(source) = attributions[index].source.first() else { continue };
        let open = members[index].is_none() && source.len() == 1 && is_singular_first(a, source.start);
        if !open {
            continue;
        }
        let outer = (index.saturating_sub(MEMORY)..index).rev().find(|&outer| {
            attributions[outer].region.is_some()
                && attributions[outer].content.iter().any(|piece| piece.contains(&source.start))
        });
        if let Some(known) = outer.and_then(|outer| members[outer]).map(|member| &cast.members[member]) {
            let why = "first person inside a quotation: its speaker";
            voices[index] = Some(Voice { name: Some(known.name.clone()), role: known.role.clone(), why });
        }
    }
}

fn is_singular_first(a: &Analysis<'_>, at: usize) -> bool {
    a.has(at, Class::FirstSingular)
}

/// A member of the cast who spoke.
struct Spoken {
    at: usize,
    member: usize,
    content: Range<usize>,
    direct: bool,
    nested: bool,
}

/// Where the source of an attribution stands, or else its cue, or else its content.
fn place(attribution: &Attribution) -> usize {
    attribution
        .source
        .first()
        .map(|source| source.start)
        .or_else(|| attribution.cue.first().copied())
        .or_else(|| attribution.content.first().map(|piece| piece.start))
        .unwrap_or(0)
}

fn by_source(
    a: &Analysis<'_>,
    cast: &mut Cast,
    spoken: &[Spoken],
    attribution: &Attribution,
    source: &Range<usize>,
) -> (Option<usize>, &'static str) {
    let at = source.start;
    if source.len() == 1 && a.has(at, Class::FirstPerson) {
        let singular = is_singular_first(a, at);
        let outer = spoken.iter().rev().take(MEMORY).find(|s| s.direct && s.content.contains(&at));
        return match outer {
            Some(outer) if singular => (Some(outer.member), "first person inside a quotation: its speaker"),
            _ => (None, "first person: whom it stands for is not certain"),
        };
    }
    if source.len() == 1 && a.has(at, Class::IndefinitePronoun) {
        return (None, "an indefinite pronoun names nobody");
    }
    if source.len() <= 2 && a.has(source.end - 1, Class::Latter) {
        let (gender, number) = shape(a, source);
        let near = cast.latest_before(at, |m| m.fits(gender, number) && m.person);
        return match near {
            Some(member) => (Some(member), "the last one named"),
            None => (None, "nobody before it fits"),
        };
    }
    if source.len() == 2
        && a.has(at, Class::Definite)
        && (a.has(at + 1, Class::FirstOfTwo) || a.has(at + 1, Class::SecondOfTwo))
    {
        let near = a.sentences.get(a.sentence_at(at).saturating_sub(PRONOUN_REACH)).map_or(0, |s| s.tokens.start);
        return match cast.pair_before(a, near, at) {
            Some((first, _)) if a.has(at + 1, Class::FirstOfTwo) => (Some(first), "the first of the two named before"),
            Some((_, second)) => (Some(second), "the second of the two named before"),
            None => (None, "which of two is meant is not certain"),
        };
    }
    if source.len() == 1 && matches!(a.tag(at), Tag::Pron | Tag::Det) && a.has(at, Class::Pronoun) {
        let (gender, number) = pronoun_shape(a, at);
        return match antecedent(a, cast, spoken, at, gender, number) {
            Some(member) => (Some(member), "the pronoun goes back to the last speaker or subject that fits"),
            None => (None, "whom the pronoun stands for is not certain"),
        };
    }
    let _ = attribution;
    if let Some(member) = cast.named_in(a, source) {
        cast.touch(member, at);
        return (Some(member), "named here");
    }
    describe(a, cast, spoken, source)
}

/// A description: *le ministre*, *l'élue*, *ce proche du maire*, *un habitant*.
fn describe(
    a: &Analysis<'_>,
    cast: &mut Cast,
    spoken: &[Spoken],
    source: &Range<usize>,
) -> (Option<usize>, &'static str) {
    let at = source.start;
    let (gender, number) = shape(a, source);
    let definite = a.has(at, Class::Definite);
    let pointing = a.has(at, Class::Demonstrative);
    // sa voisine is somebody else
    let related = a.has(at, Class::Possessive);
    let source = &before_comma(a, source);
    let bare = source.len() <= 3 && !related;
    if definite || pointing {
        if let Some(member) = cast.by_role(a, source, at, gender, number) {
            cast.touch(member, at);
            return (Some(member), "the role names one of the people before");
        }
        // L'officier, l'élue, ce proche du maire: another word for the one who just spoke.
        if pointing || bare && cast.is_hypernym(a, source) {
            let near = spoken.iter().rev().take(MEMORY).find(|s| {
                let member = &cast.members[s.member];
                !s.nested
                    && a.sentence_at(at).saturating_sub(a.sentence_at(s.at.max(s.content.end.saturating_sub(1)))) <= 3
                    && member.fits(gender, number)
                    && member.person == cast.person_like(a, source)
            });
            if let Some(near) = near {
                return (Some(near.member), "another word for the last speaker");
            }
            if pointing {
                return (None, "whom the words point to is not certain");
            }
        }
        // la chercheuse: a role alone means the one person named shortly before whose gender fits, if there is one alone
        if definite && !related && number == Number::One && source.len() <= 2 && cast.person_like(a, source) {
            let from = a.sentences.get(a.sentence_at(at).saturating_sub(ROLE_REACH)).map_or(0, |s| s.tokens.start);
            if let Some(member) = cast.only_person(from, at, gender) {
                cast.touch(member, at);
                return (Some(member), "the role fits the one person named shortly before");
            }
        }
    }
    let member = cast.add_described(a, source, gender, number);
    (Some(member), "described here")
}

/// A quotation without a cue: the speaker of the one before it, in the same or the previous paragraph.
fn free(a: &Analysis<'_>, spoken: &[Spoken], attribution: &Attribution) -> Option<(Option<usize>, &'static str)> {
    let at = place(attribution);
    let paragraph = |token: usize| a.sentences.get(a.sentence_at(token)).map_or(0, |s| s.paragraph);
    let last = spoken.iter().rev().take(MEMORY).find(|s| !s.nested && s.at < at)?;
    let near = paragraph(at).saturating_sub(paragraph(last.at)) <= 1;
    Some(if near { (Some(last.member), "goes on from the quotation before") } else { (None, "no speaker is near") })
}

/// Whom a pronoun of the third person stands for.
fn antecedent(
    a: &Analysis<'_>,
    cast: &Cast,
    spoken: &[Spoken],
    at: usize,
    gender: Option<Gender>,
    number: Number,
) -> Option<usize> {
    let sentence = a.sentence_at(at);
    let near = |token: usize| sentence.saturating_sub(a.sentence_at(token)) <= PRONOUN_REACH;
    let fits = |member: &Member| member.fits(gender, number) && member.speaks;
    let speaker = spoken
        .iter()
        .rev()
        .take(MEMORY)
        .find(|s| !s.nested && s.at < at && near(s.at) && fits(&cast.members[s.member]));
    // A subject named after the last speaker, in a sentence of its own, is nearer than the speaker.
    let before = cast.subjects.partition_point(|subject| subject.at < at);
    let subject = cast.subjects[..before]
        .iter()
        .rev()
        .take_while(|s| near(s.at))
        .find(|s| fits(&cast.members[s.member]) && a.region_at(s.at) == a.region_at(at));
    match (speaker, subject) {
        (Some(speaker), Some(subject))
            if subject.at > speaker.at.max(speaker.content.end)
                && a.sentence_at(subject.at) > a.sentence_at(speaker.at) =>
        {
            Some(subject.member)
        }
        (Some(speaker), _) => Some(speaker.member),
        (None, Some(subject)) => Some(subject.member),
        (None, None) => None,
    }
}

/// Gender and number of the one that the pronoun at `at` stands for.
fn pronoun_shape(a: &Analysis<'_>, at: usize) -> (Option<Gender>, Number) {
    let mut several = a.has(at, Class::PluralPronoun);
    if several && a.has(at, Class::FemininePronoun) {
        // sie sagte, sie sagten: the verb beside it tells
        let beside = [at + 1, at.wrapping_sub(1)].into_iter().find(|&i| a.is_finite(i));
        several = beside.is_some_and(|verb| a.word(verb).ends_with('n') || a.word(verb) == "sind");
    }
    let number = if several { Number::Many } else { Number::One };
    (gender_of(a, at, Class::MasculinePronoun, Class::FemininePronoun), number)
}

/// The gender that a word of one of two classes shows; none when it is of both.
fn gender_of(a: &Analysis<'_>, at: usize, masculine: Class, feminine: Class) -> Option<Gender> {
    match (a.has(at, masculine), a.has(at, feminine)) {
        (true, false) => Some(Gender::Masculine),
        (false, true) => Some(Gender::Feminine),
        _ => None,
    }
}

/// The gender that the determiner at `at` shows.
pub(super) fn determined_gender(a: &Analysis<'_>, at: usize) -> Option<Gender> {
    gender_of(a, at, Class::MasculineDeterminer, Class::FeminineDeterminer)
}

/// Gender and number of a phrase by its determiner and head.
pub(super) fn shape(a: &Analysis<'_>, source: &Range<usize>) -> (Option<Gender>, Number) {
    let several = coordinated(a, source)
        || a.has(source.start, Class::PluralDeterminer)
        || a.lang == Language::English && plural_head(a, source);
    let number = if several { Number::Many } else { Number::One };
    let by_determiner = determined_gender(a, source.start);
    let lexicon = crate::lang::Lexicon::of(a.lang);
    let by_role = || source.clone().take(5).find_map(|i| lexicon.role_gender(a.word(i)));
    (by_determiner.or_else(by_role), number)
}

/// *la Russie et la France*: more than one.
fn coordinated(a: &Analysis<'_>, source: &Range<usize>) -> bool {
    source.clone().skip(1).any(|i| {
        a.tag(i) == Tag::Cconj
            && matches!(a.tag(i + 1), Tag::Det | Tag::Propn)
            && !source.clone().take(i - source.start).any(|j| a.tag(j) == Tag::Adp)
    })
}

fn plural_head(a: &Analysis<'_>, source: &Range<usize>) -> bool {
    let stop = phrase::end(a, source.start, source.end, phrase::Attach::Of).unwrap_or(source.end);
    let head = (source.start..stop).take_while(|&i| !a.has(i, Class::Of)).filter(|&i| a.tag(i) == Tag::Noun).last();
    head.is_some_and(|i| a.word(i).ends_with('s') && !a.word(i).ends_with("ss"))
}

#[cfg(test)]
mod tests {
    use crate::claim::{ExtractOptions, extract};
    use crate::input::Document;

    /// The speakers of a text, in order; `?` for one who is not certain.
    fn speakers(text: &str, code: &str) -> Vec<String> {
        let set = extract(&Document::new(text, code.parse().unwrap()), &ExtractOptions::default());
        let name = |claim: &crate::claim::Claim| claim.speaker.as_ref()?.name.clone();
        set.claims.iter().map(|claim| name(claim).unwrap_or_else(|| "?".to_owned())).collect()
    }

    #[test]
    fn another_word_for_somebody_introduced_by_a_role() {
        let film = "Le film de la réalisatrice Inès Vautrin ouvre le festival. « Non », a expliqué la cinéaste.";
        assert_eq!(speakers(film, "fr"), ["Inès Vautrin"]);
        let vote = "Senator Ann Lee left early. \"It is a bad law,\" the lawmaker said.";
        assert_eq!(speakers(vote, "en"), ["Ann Lee"]);
    }

    #[test]
    fn somebody_related_is_somebody_else() {
        let street = "« C'est invivable », soupire Josette, 71 ans. « Il faut que cela cesse », acquiesce sa voisine.";
        assert_eq!(speakers(street, "fr"), ["Josette", "sa voisine"]);
    }

    #[test]
    fn the_first_and_the_second_of_two() {
        let two = "Les économistes Thomas Lejeune et Esther Cohen en doutent. « Oui », insiste le premier. « Non », répond la \
                   seconde.";
        assert_eq!(speakers(two, "fr"), ["Thomas Lejeune", "Esther Cohen"]);
        assert_eq!(speakers("Le ministre Jean Roux est parti. « Oui », insiste le premier.", "fr"), ["?"]);
    }

    #[test]
    fn names_inside_a_description_are_not_who_speaks() {
        let group = "Le président du groupe LR au Sénat, Bruno Vasseur, a dénoncé « une capitulation ».";
        assert_eq!(speakers(group, "fr"), ["Bruno Vasseur"]);
        let radio = "Interrogée sur RTL, la ministre du Travail a refusé de donner un calendrier.";
        assert_eq!(speakers(radio, "fr"), ["la ministre du Travail"]);
        let town = "La mairie, actionnaire de la régie, juge le conflit « regrettable ».";
        assert_eq!(speakers(town, "fr"), ["La mairie"]);
    }

    #[test]
    fn titles_and_what_explains_a_name() {
        let hall = "\"We got it wrong,\" Cllr David Marsh told the meeting. Marsh denied that.";
        assert_eq!(speakers(hall, "en"), ["David Marsh", "David Marsh"]);
        let library = "Librarian Ruth Oyelaran, 44, who has worked there for years, wept. \"I am relieved,\" she said.";
        assert_eq!(speakers(library, "en"), ["Ruth Oyelaran"]);
        let audit = "According to a report published last week by the County Audit Office, the reserves have fallen.";
        assert_eq!(speakers(audit, "en"), ["a report published last week by the County Audit Office"]);
    }

    #[test]
    fn speakers_behind_their_verb() {
        let wire = "« Nous ne savions rien », confie à l'AFP Martine Delbos, qui dirige l'enquête.";
        assert_eq!(speakers(wire, "fr"), ["Martine Delbos"]);
        let advice = "Que faire ? Planter des haies, répond Luc Favier.";
        assert_eq!(speakers(advice, "fr"), ["Luc Favier"]);
        let keepers = "Quant aux apiculteurs, ils s'impatientent : « C'est long », soupire Henri Clément.";
        assert_eq!(speakers(keepers, "fr"), ["Henri Clément"]);
        let price = "At $4 a dose, the jab would be out of reach, warned Médecins Sans Frontières.";
        assert_eq!(speakers(price, "en"), ["Médecins Sans Frontières"]);
    }
}
