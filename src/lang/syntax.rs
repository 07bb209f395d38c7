//! Closed classes of words that the attribution step looks at: complementisers, clitics, negation, and the like.

use super::Language;
use std::collections::BTreeMap;
use std::sync::OnceLock;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $label:literal,)*) => {
        /// A closed class of words; its words are in `src/lang/<code>/syntax.tsv`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Class { $($(#[$doc])* $name,)* }

        impl Class {
            /// Every class.
            pub const ALL: &[Class] = &[$(Class::$name,)*];

            /// The name of the class in the data.
            pub fn label(self) -> &'static str {
                match self { $(Class::$name => $label,)* }
            }

            fn bit(self) -> u128 {
                1 << (self as u32)
            }
        }
    };
}

classes! {
    /// Those whom statements are made to, seldom the speakers (*aux journalistes*).
    Addressee = "addressee",
    /// Prepositions that open an adverbial between a verb and its subject or complement.
    AdverbialPreposition = "adverbial-preposition",
    /// The preposition before the agent of a passive.
    Agent = "agent",
    /// Pronouns that may be subject or object (*sie*, *es*).
    AmbiguousPronoun = "ambiguous-pronoun",
    /// Prepositions of what belongs to the noun before (*der Sprecher im Bundestag*).
    AttributivePreposition = "attributive-preposition",
    /// Dictionary forms of the auxiliaries.
    Auxiliary = "auxiliary",
    /// Prepositions that open where, when or how somebody spoke, after the subject of an inserted cue.
    Circumstance = "circumstance",
    /// Object pronouns that lean on the verb.
    Clitic = "clitic",
    /// Conjunctions that end a reported clause after a comma (*, tandis que*).
    ClosingConjunction = "closing-conjunction",
    /// *comme l'a dit*, *as she put it*.
    Comparison = "comparison",
    /// *que*, *that*.
    Complementizer = "complementizer",
    /// *selon laquelle*.
    ContentRelative = "content-relative",
    /// *et*, *and*.
    Coordinator = "coordinator",
    /// Finite forms that join a subject with what is said of it (*ist*, *war*).
    Copula = "copula",
    /// Adverbs that belong to the cue they stand before (*also said*).
    CueAdverb = "cue-adverb",
    /// Determiners of what is known already.
    Definite = "definite",
    /// Determiners that point (*ce*, *this*).
    Demonstrative = "demonstrative",
    /// Words that deny alone (*not*, *nobody*).
    Denial = "denial",
    /// Adverbs that deny a verb (*nicht*, *nie*).
    DenyingAdverb = "denying-adverb",
    /// Determiners, contractions left out.
    Determiner = "determiner",
    /// Nouns of documents, which are sources themselves (*nach dem Bericht*); the other nouns of statement belong to the cue.
    DocumentNoun = "document-noun",
    /// Finite forms that say what ought to be (*doit*, *must*).
    DutyVerb = "duty-verb",
    /// Determiners that are no subject before a feminine noun (*der Zeitung*).
    FeminineDative = "feminine-dative",
    /// Determiners that show a feminine noun.
    FeminineDeterminer = "feminine-determiner",
    /// Endings of nouns that are feminine (*-heit*, *-schaft*).
    FeminineEnding = "feminine-ending",
    /// Pronouns and possessives of a woman.
    FemininePronoun = "feminine-pronoun",
    /// Of two people just named, the first: *le premier*, *the former*.
    FirstOfTwo = "first-of-two",
    /// Pronouns and possessives of the first person.
    FirstPerson = "first-person",
    /// Pronouns of the first person singular.
    FirstSingular = "first-singular",
    /// Small words inside names of other languages, which no name of this one has (*du* in *Union du Travail*).
    ForeignParticle = "foreign-particle",
    /// Auxiliaries that put a verb into the future.
    FutureAuxiliary = "future-auxiliary",
    /// Determiners that open a genitive behind a noun.
    Genitive = "genitive",
    /// Finite forms that pass on what others say (*soll*).
    HearsayVerb = "hearsay-verb",
    /// Forms that are of the indicative as well as of the subjunctive (*haben*, *sollten*).
    HomographSubjunctive = "homograph-subjunctive",
    /// Subjects that may stand for nobody (*il faut*, *it seems*).
    ImpersonalSubject = "impersonal-subject",
    /// *ein* in the cases of a predicate.
    IndefiniteArticle = "indefinite-article",
    /// Pronouns that name nobody (*on*).
    IndefinitePronoun = "indefinite-pronoun",
    /// *de*, *à*, *to* before an infinitive.
    InfinitiveMarker = "infinitive-marker",
    /// Verbs that begin as if with a separable prefix and keep it (*antworten*).
    Inseparable = "inseparable",
    /// Nouns of adverbials that stand between an auxiliary and its participle (*avait un temps évoqué*).
    InterposedNoun = "interposed-noun",
    /// *qualifier X de Y*, *describe X as Y*.
    JudgedAs = "judged-as",
    /// What stands for the last one named (*ce dernier*, *the latter*).
    Latter = "latter",
    /// Verbs whose subject makes the statement that their object names (*made a claim*, *issued a warning*).
    LightVerb = "light-verb",
    /// Words behind a denial that take it from the verb (*nicht nur*).
    LimitedDenial = "limited-denial",
    /// Determiners that show a masculine noun.
    MasculineDeterminer = "masculine-determiner",
    /// Endings of masculine nouns that end like feminine ones (*-sprung*).
    MasculineEnding = "masculine-ending",
    /// Pronouns and possessives of a man.
    MasculinePronoun = "masculine-pronoun",
    /// Verbs that take a bare infinitive (*will*, *könnte*).
    Modal = "modal",
    /// Small words inside a name (*von*, *de*).
    NameParticle = "name-particle",
    /// Negation.
    Negation = "negation",
    /// What completes a negation of two words (*pas*).
    NegationCompletion = "negation-completion",
    /// What opens a negation of two words (*ne*).
    NegationOpening = "negation-opening",
    /// Subjects that deny, with what opens a negation (*personne ne*).
    NegationSubject = "negation-subject",
    /// Words that show a subject (*der*, *er*).
    Nominative = "nominative",
    /// Words before the verb that are no subject of a verb of speech (*dazu*, *das*).
    ObjectPronoun = "object-pronoun",
    /// Words that open a phrase in a case that no subject has (*den*, *ihm*).
    Oblique = "oblique",
    /// Words that open the occasion of a statement after a phrase (*praised the plan* | *despite the cost*).
    Occasion = "occasion",
    /// *de*, *of*.
    Of = "of",
    /// *tout en demandant*, *while calling*.
    ParticipleIntroducer = "participle-introducer",
    /// Finite forms of the auxiliary of the passive.
    PassiveAuxiliary = "passive-auxiliary",
    /// Conjunctions that join two phrases.
    PhraseConjunction = "phrase-conjunction",
    /// Prepositions that also open a clause (*während*).
    PrepositionOrConjunction = "preposition-or-conjunction",
    /// Determiners that show several.
    PluralDeterminer = "plural-determiner",
    /// Pronouns and possessives of several.
    PluralPronoun = "plural-pronoun",
    /// Possessive determiners.
    Possessive = "possessive",
    /// Pronouns and possessives of the third person, which stand for somebody named.
    Pronoun = "pronoun",
    /// Words that open an indirect question (*ob*, *warum*).
    QuestionWord = "question-word",
    /// Reflexive pronouns.
    Reflexive = "reflexive",
    /// Relative pronouns that are objects.
    RelativeObject = "relative-object",
    /// Relative pronouns that are no article (*denen*).
    RelativeOnly = "relative-only",
    /// Relative pronouns that are subjects.
    RelativeSubject = "relative-subject",
    /// What makes an opened negation a restriction (*ne … que*).
    Restriction = "restriction",
    /// Prepositions of the place or text where something was said (*in dem Bericht heißt es*).
    SayingPlace = "saying-place",
    /// Of two people just named, the second.
    SecondOfTwo = "second-of-two",
    /// Pronouns and possessives of the second person.
    SecondPerson = "second-person",
    /// Prefixes that part from their verb (*teilte mit*).
    SeparablePrefix = "separable-prefix",
    /// Adverbs that the tokens or the tagger may take for something else (*d'ailleurs*).
    SetAdverb = "set-adverb",
    /// Nouns of set phrases that say in what setting something was said (*dans le cadre de*, *en marge de*).
    Setting = "setting",
    /// Participles before what is only called so (*die sogenannte „Reform“*).
    SoCalled = "so-called",
    /// Second parts of a compound whose first part is the source (*Polizeiangaben*).
    StatementNoun = "statement-noun",
    /// Pronouns that are subjects.
    SubjectPronoun = "subject-pronoun",
    /// Forms of reported speech (*sei*, *habe*, *würde*).
    Subjunctive = "subjunctive",
    /// Words that open a subordinate clause.
    Subordinator = "subordinator",
    /// Pronouns that are subjects whatever stands beside (*er*, *man*).
    SureSubject = "sure-subject",
    /// Forms that nothing but reported speech explains (*sei*, *habe*).
    SureSubjunctive = "sure-subjunctive",
    /// Nouns and adverbs of time.
    Temporal = "temporal",
    /// *à*, *to*.
    To = "to",
    /// Nouns of speech that words in quotation marks stand beside (*die Parole „...“*).
    WordingNoun = "wording-noun",
}

/// The closed classes of one language.
#[derive(Debug)]
pub struct Syntax {
    classes: BTreeMap<&'static str, u128>,
}

impl Syntax {
    /// The classes of `lang`, read on first use.
    pub fn of(lang: Language) -> &'static Syntax {
        static FRENCH: OnceLock<Syntax> = OnceLock::new();
        static ENGLISH: OnceLock<Syntax> = OnceLock::new();
        static GERMAN: OnceLock<Syntax> = OnceLock::new();
        static OTHER: OnceLock<Syntax> = OnceLock::new();
        match lang {
            Language::French => FRENCH.get_or_init(|| Syntax::read(include_str!("fr/syntax.tsv"))),
            Language::English => ENGLISH.get_or_init(|| Syntax::read(include_str!("en/syntax.tsv"))),
            Language::German => GERMAN.get_or_init(|| Syntax::read(include_str!("de/syntax.tsv"))),
            Language::Other(_) => OTHER.get_or_init(|| Syntax::read("")),
        }
    }

    fn read(table: &'static str) -> Syntax {
        let mut classes = BTreeMap::new();
        for (label, words) in table.lines().filter_map(|line| line.split_once('\t')) {
            if let Some(class) = Class::ALL.iter().find(|class| class.label() == label) {
                for word in words.split_whitespace() {
                    *classes.entry(word).or_insert(0) |= class.bit();
                }
            }
        }
        Syntax { classes }
    }

    /// The words of a class, in alphabetical order.
    pub fn words(&self, class: Class) -> impl Iterator<Item = &'static str> {
        self.classes.iter().filter(move |(_, set)| ClassSet(**set).has(class)).map(|(word, _)| *word)
    }

    /// The classes of a lower-case word, as a set that [`ClassSet::has`] reads.
    pub fn classes(&self, word: &str) -> ClassSet {
        ClassSet(self.classes.get(word).copied().unwrap_or(0))
    }
}

/// The classes that a word belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSet(u128);

impl ClassSet {
    /// Whether the word belongs to `class`.
    pub fn has(self, class: Class) -> bool {
        self.0 & class.bit() != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_a_class_and_every_class_has_words() {
        for table in [include_str!("fr/syntax.tsv"), include_str!("en/syntax.tsv"), include_str!("de/syntax.tsv")] {
            let labels: Vec<&str> = table.lines().skip(2).filter_map(|line| line.split('\t').next()).collect();
            let mut known: Vec<&str> = Class::ALL.iter().map(|class| class.label()).collect();
            known.sort_unstable();
            let mut sorted = labels.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, known);
        }
    }
}
