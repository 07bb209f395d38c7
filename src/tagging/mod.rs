//! What is each word? Part-of-speech tags over the tokens of a sentence.

/// The universal part of speech (Universal Dependencies v2), with the verb forms told apart that matter for
/// finding subjects and complements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tag {
    /// Adjective.
    Adj,
    /// Adposition; French contractions with an article (*du*, *aux*) too.
    Adp,
    /// Adverb.
    Adv,
    /// Auxiliary, finite indicative, imperative or subjunctive.
    AuxFin,
    /// Auxiliary in the conditional (*aurait*).
    AuxCnd,
    /// Auxiliary, infinitive.
    AuxInf,
    /// Auxiliary, participle.
    AuxPart,
    /// Coordinating conjunction.
    Cconj,
    /// Determiner.
    Det,
    /// Interjection.
    Intj,
    /// Common noun.
    Noun,
    /// Numeral.
    Num,
    /// Particle (English *to*, *not*, *'s*).
    Part,
    /// Pronoun.
    Pron,
    /// Proper noun.
    Propn,
    /// Punctuation.
    Punct,
    /// Subordinating conjunction (*que*, *that*).
    Sconj,
    /// Symbol.
    Sym,
    /// Finite verb, indicative, imperative or subjunctive.
    VerbFin,
    /// Finite verb in the conditional (*serait*).
    VerbCnd,
    /// Infinitive.
    VerbInf,
    /// Past participle.
    VerbPast,
    /// Present participle, gerund.
    VerbGer,
    /// Anything else.
    X,
}
