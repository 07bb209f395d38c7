//! The patterns by which contents are found.

/// The pattern by which a content was found; explanations name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// The cue follows or interrupts a quotation.
    AfterQuotation,
    /// The cue follows or interrupts an unquoted clause.
    AfterClause,
    /// A colon stands between cue and content.
    Colon,
    /// *que*, *that*.
    Clause,
    /// A clause without a complementiser.
    BareClause,
    /// An infinitive.
    Infinitive,
    /// A quotation right after the cue.
    Quotation,
    /// A noun phrase.
    NounPhrase,
    /// A judgement: *juger X « injuste »*.
    Judgement,
    /// A preposition before the source: *selon X*.
    Preposition,
    /// A noun that holds its content: *l'affirmation selon laquelle*.
    Noun,
    /// What a clause before says: *ce que X dément*, *comme l'a rappelé X*.
    Resumed,
    /// A quotation without a cue.
    FreeQuotation,
    /// Passed on without a source: *allegedly*, *aurait ordonné*.
    Hearsay,
    /// A turn of a conversation: *NAME: ...*.
    Turn,
    /// By its marks alone, in a language without rules of its own.
    Generic,
    /// The subject of the cue belongs to the content: *he seems to*, *she was accused of*.
    Raising,
    /// A sentence in the subjunctive that goes on with a report.
    Continued,
    /// Words in quotation marks inside a report.
    Quoted,
}

impl Pattern {
    /// The pattern in words.
    pub fn describe(self) -> &'static str {
        match self {
            Pattern::AfterQuotation => "the cue follows or interrupts a quotation",
            Pattern::AfterClause => "the cue follows or interrupts a clause",
            Pattern::Colon => "a colon leads from the cue to the words",
            Pattern::Clause => "a subordinate clause follows the cue",
            Pattern::BareClause => "a clause without conjunction follows the cue",
            Pattern::Infinitive => "an infinitive follows the cue",
            Pattern::Quotation => "a quotation follows the cue",
            Pattern::NounPhrase => "the cue has a noun phrase as object",
            Pattern::Judgement => "the cue names a judgement",
            Pattern::Preposition => "a preposition names the source",
            Pattern::Noun => "a noun holds the words",
            Pattern::Resumed => "the cue takes up the clause beside it",
            Pattern::FreeQuotation => "a quotation goes on without a cue",
            Pattern::Hearsay => "the article passes it on as hearsay",
            Pattern::Turn => "a name and a colon open a turn of speech",
            Pattern::Continued => "a sentence in the subjunctive goes on with the report before",
            Pattern::Quoted => "words in quotation marks inside a report",
            Pattern::Generic => "generic mode: the marks alone show a quotation",
            Pattern::Raising => "the subject belongs to what is reported",
        }
    }
}
