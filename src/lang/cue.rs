//! What the lexicon says of a reporting word.

use serde::{Deserialize, Serialize};

/// What the reporting words say about the reporter's distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// Plain reporting: *dire*, *said*.
    Neutral,
    /// The speaker vouches for it: *assurer*, *insist*.
    Affirming,
    /// The reporter keeps away from it: *prétendre*, *claim*.
    Doubting,
    /// The speaker grants it against their interest: *reconnaître*, *admit*.
    Conceding,
    /// The speaker says it is not so: *démentir*, *deny*.
    Denying,
}

/// How the content is put forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// Stated as a fact.
    Assertion,
    /// Held to be so: *croire*, *penser*.
    Belief,
    /// A judgement of value or of what ought to be.
    Opinion,
    /// About what is still to come.
    Prediction,
    /// Asked for: *appeler à*, *demander que*.
    Request,
    /// Passed on without being vouched for: *aurait ordonné*, *allegedly*.
    Hearsay,
    /// What the speaker means to do.
    Intention,
    /// What the speaker would like.
    Wish,
}

/// The kind of word that a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pos {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// A preposition or set phrase before the source.
    Prep,
    /// An adverb (*allegedly*).
    Adverb,
    /// A verb of several words (*faire valoir*).
    Phrase,
}

/// A complement that a cue takes as its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A finite clause.
    Clause,
    /// A bare infinitive, in English one with *to*.
    Infinitive,
    /// *de* and an infinitive.
    DeInfinitive,
    /// *à* and an infinitive.
    AInfinitive,
    /// Somebody addressed or accused, then an infinitive.
    ObjectInfinitive,
    /// Somebody addressed, then a finite clause.
    ObjectClause,
    /// A noun phrase.
    NounPhrase,
    /// Something judged and what it is judged to be.
    Predicate,
    /// *se dire* and an adjective.
    SelfPredicate,
    /// A quotation, before or after.
    Quote,
    /// The verb reports with quotation marks alone (*sourire*).
    QuoteOnly,
    /// The subject belongs to what is reported, and nobody is named who says so (*seem*).
    Raising,
}

/// The complements of a cue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames {
    bits: u16,
    prepositions: &'static str,
}

impl Frames {
    /// Whether the cue takes this complement.
    pub fn has(self, frame: Frame) -> bool {
        self.bits & (1 << frame as u16) != 0
    }

    /// Whether the cue takes a noun phrase after this preposition, contracted with an article or not.
    pub fn takes_preposition(self, word: &str) -> bool {
        let plain = match word {
            "au" | "aux" => "à",
            "du" | "des" | "d'" => "de",
            other => other,
        };
        self.prepositions.split(',').filter_map(|frame| frame.strip_prefix("prep-np:")).any(|wanted| wanted == plain)
    }

    /// Reads a comma-separated list; `None` when a name is unknown.
    pub(crate) fn read(list: &'static str) -> Option<Frames> {
        let mut frames = Frames { bits: 0, prepositions: list };
        for name in list.split(',').filter(|name| !name.is_empty()) {
            let frame = match name {
                "clause" => Frame::Clause,
                "inf" => Frame::Infinitive,
                "de-inf" => Frame::DeInfinitive,
                "à-inf" => Frame::AInfinitive,
                "obj-inf" => Frame::ObjectInfinitive,
                "obj-clause" => Frame::ObjectClause,
                "np" => Frame::NounPhrase,
                "pred" => Frame::Predicate,
                "self" => Frame::SelfPredicate,
                "quote" => Frame::Quote,
                "quote-only" => Frame::QuoteOnly,
                "raise" => Frame::Raising,
                _ if name.starts_with("prep-np:") => continue,
                _ => return None,
            };
            frames.bits |= 1 << frame as u16;
        }
        Some(frames)
    }
}

/// One row of `cues.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueEntry {
    /// Dictionary form; of several words for phrases.
    pub lemma: &'static str,
    /// Kind of word.
    pub pos: Pos,
    /// Its complements.
    pub frames: Frames,
    /// The reporter's distance.
    pub stance: Stance,
    /// How the content is put forward.
    pub modality: Modality,
    /// A sentence that shows it: `{s:…}` its source, `{c:…}` the cue, `{x:…}` its content.
    pub example: &'static str,
}

impl CueEntry {
    /// Reads the six columns of a row; `None` when one is missing or unknown.
    pub(crate) fn read(row: &'static str) -> Option<CueEntry> {
        let mut columns = row.split('\t');
        let lemma = columns.next()?;
        let pos = match columns.next()? {
            "verb" => Pos::Verb,
            "noun" => Pos::Noun,
            "prep" => Pos::Prep,
            "adverb" => Pos::Adverb,
            "phrase" => Pos::Phrase,
            _ => return None,
        };
        let frames = Frames::read(columns.next()?)?;
        let stance = match columns.next()? {
            "neutral" => Stance::Neutral,
            "affirming" => Stance::Affirming,
            "doubting" => Stance::Doubting,
            "conceding" => Stance::Conceding,
            "denying" => Stance::Denying,
            _ => return None,
        };
        let modality = match columns.next()? {
            "assertion" => Modality::Assertion,
            "belief" => Modality::Belief,
            "opinion" => Modality::Opinion,
            "prediction" => Modality::Prediction,
            "request" => Modality::Request,
            "hearsay" => Modality::Hearsay,
            "intention" => Modality::Intention,
            "wish" => Modality::Wish,
            _ => return None,
        };
        Some(CueEntry { lemma, pos, frames, stance, modality, example: columns.next()? })
    }

    /// Whether the cue still reports when it is negated: *n'a pas exclu*, *ne cache pas que*.
    pub fn reports_negated(&self) -> bool {
        self.stance == Stance::Denying
            || matches!(
                self.lemma,
                "exclure"
                    | "écarter"
                    | "cacher"
                    | "douter"
                    | "ignorer"
                    | "dissimuler"
                    | "verhehlen"
                    | "verschweigen"
                    | "zweifeln"
                    | "bezweifeln"
            )
    }

    /// Whether the preposition is a cue only before somebody who can speak (*pour*).
    pub fn is_restricted(&self) -> bool {
        matches!(self.lemma, "pour" | "for" | "chez" | "per")
    }
}
