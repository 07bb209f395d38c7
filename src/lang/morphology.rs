//! Verb forms: every form of the verbs that the cue lexicon names.
//!
//! Regular verbs are inflected by rule; irregular ones stand in `irregular.tsv` of their language.

use std::collections::BTreeMap;

/// Tense, mood or verbal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tense {
    /// Present indicative.
    Present,
    /// French *imparfait*.
    Imperfect,
    /// French *passé simple*; English past.
    Past,
    /// Future.
    Future,
    /// Conditional.
    Conditional,
    /// Subjunctive present.
    Subjunctive,
    /// Infinitive.
    Infinitive,
    /// Present participle.
    PresentParticiple,
    /// Past participle.
    PastParticiple,
}

/// One reading of a word as a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerbForm {
    /// The verb.
    pub lemma: &'static str,
    /// Which form of it.
    pub tense: Tense,
}

struct Forms(BTreeMap<String, Vec<VerbForm>>);

impl Forms {
    fn add(&mut self, form: String, lemma: &'static str, tense: Tense) {
        let readings = self.0.entry(form).or_default();
        let reading = VerbForm { lemma, tense };
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }

    fn add_all(&mut self, stem: &str, endings: &str, lemma: &'static str, tense: Tense) {
        for ending in endings.split(' ') {
            self.add(format!("{stem}{}", ending.trim_start_matches('_')), lemma, tense);
        }
    }
}

const FRENCH_IRREGULAR: &str = include_str!("fr/irregular.tsv");
const ENGLISH_IRREGULAR: &str = include_str!("en/irregular.tsv");

fn irregular(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect())
}

/// All forms of the French verbs `lemmas` and of the irregular ones, by lower-case form.
pub(super) fn french(lemmas: &[&'static str]) -> BTreeMap<String, Vec<VerbForm>> {
    let mut forms = Forms(BTreeMap::new());
    let mut done: Vec<&str> = Vec::new();
    for row in irregular(FRENCH_IRREGULAR) {
        // lemma, present, imperfect stem, future stem, past, subjunctive, participles
        let [lemma, present, imperfect, future, past, subjunctive, gerund, participle] = row[..] else { continue };
        done.push(lemma);
        forms.add(lemma.to_owned(), lemma, Tense::Infinitive);
        forms.add_all("", present, lemma, Tense::Present);
        forms.add_all(imperfect, "ais ait ions iez aient", lemma, Tense::Imperfect);
        forms.add_all(future, "ai as a ons ez ont", lemma, Tense::Future);
        forms.add_all(future, "ais ait ions iez aient", lemma, Tense::Conditional);
        forms.add_all("", past, lemma, Tense::Past);
        forms.add_all("", subjunctive, lemma, Tense::Subjunctive);
        forms.add(gerund.to_owned(), lemma, Tense::PresentParticiple);
        add_participle(&mut forms, participle, lemma);
    }
    for &lemma in lemmas {
        if done.contains(&lemma) {
            continue;
        }
        forms.add(lemma.to_owned(), lemma, Tense::Infinitive);
        if let Some(stem) = lemma.strip_suffix("er") {
            first_group(&mut forms, lemma, stem);
        } else if let Some(stem) = lemma.strip_suffix("ir") {
            forms.add_all(stem, "is it issons issez issent", lemma, Tense::Present);
            forms.add_all(stem, "issais issait issions issiez issaient", lemma, Tense::Imperfect);
            forms.add_all(stem, "irai iras ira irons irez iront", lemma, Tense::Future);
            forms.add_all(stem, "irais irait irions iriez iraient", lemma, Tense::Conditional);
            forms.add_all(stem, "it irent", lemma, Tense::Past);
            forms.add_all(stem, "isse issent", lemma, Tense::Subjunctive);
            forms.add(format!("{stem}issant"), lemma, Tense::PresentParticiple);
            add_participle(&mut forms, &format!("{stem}i"), lemma);
        } else if let Some(stem) = lemma.strip_suffix("re") {
            forms.add_all(stem, "s _ ons ez ent", lemma, Tense::Present);
            forms.add_all(stem, "ais ait ions iez aient", lemma, Tense::Imperfect);
            forms.add_all(stem, "rai ras ra rons rez ront", lemma, Tense::Future);
            forms.add_all(stem, "rais rait rions riez raient", lemma, Tense::Conditional);
            forms.add_all(stem, "it irent", lemma, Tense::Past);
            forms.add_all(stem, "e ent", lemma, Tense::Subjunctive);
            forms.add(format!("{stem}ant"), lemma, Tense::PresentParticiple);
            add_participle(&mut forms, &format!("{stem}u"), lemma);
        }
    }
    forms.0
}

fn add_participle(forms: &mut Forms, masculine: &str, lemma: &'static str) {
    forms.add(masculine.to_owned(), lemma, Tense::PastParticiple);
    if !masculine.ends_with('s') {
        forms.add(format!("{masculine}s"), lemma, Tense::PastParticiple);
    }
    let feminine = match masculine {
        "dû" => "due".to_owned(),
        other => format!("{other}e"),
    };
    forms.add(format!("{feminine}s"), lemma, Tense::PastParticiple);
    forms.add(feminine, lemma, Tense::PastParticiple);
}

/// Verbs in *-er*, with the spellings that the sound asks for (*annonçait*, *jugeait*, *rappelle*, *espère*).
fn first_group(forms: &mut Forms, lemma: &'static str, stem: &str) {
    let soft = if let Some(base) = stem.strip_suffix('c') {
        format!("{base}ç")
    } else if stem.ends_with('g') {
        format!("{stem}e")
    } else {
        stem.to_owned()
    };
    let strong = strong_stem(lemma, stem);
    forms.add_all(&strong, "e es ent", lemma, Tense::Present);
    forms.add_all(stem, "ez", lemma, Tense::Present);
    forms.add_all(&soft, "ons", lemma, Tense::Present);
    forms.add_all(&soft, "ais ait aient", lemma, Tense::Imperfect);
    forms.add_all(stem, "ions iez", lemma, Tense::Imperfect);
    // espérera keeps its accent, rappellera doubles as the present does
    let future = if stem.contains('é') && strong.contains('è') { stem } else { &strong };
    forms.add_all(future, "erai eras era erons erez eront", lemma, Tense::Future);
    forms.add_all(future, "erais erait erions eriez eraient", lemma, Tense::Conditional);
    forms.add_all(&soft, "a as ai", lemma, Tense::Past);
    forms.add_all(stem, "èrent", lemma, Tense::Past);
    forms.add_all(&strong, "e ent", lemma, Tense::Subjunctive);
    forms.add(format!("{soft}ant"), lemma, Tense::PresentParticiple);
    add_participle(forms, &format!("{stem}é"), lemma);
}

/// The stem before a silent ending.
fn strong_stem(lemma: &str, stem: &str) -> String {
    let doubled =
        ["appeler", "rappeler", "jeter", "rejeter", "projeter", "épeler", "renouveler", "grommeler"].contains(&lemma);
    let Some(last) = stem.chars().last() else { return stem.to_owned() };
    if doubled {
        return format!("{stem}{last}");
    }
    if let Some(base) = stem.strip_suffix('y') {
        return format!("{base}i");
    }
    // espér-, lev-, achet-: e or é before one consonant (or gn, qu, ch)
    let tail = stem.trim_end_matches(|c: char| !"aeiouyéèêëàâîïôöûü".contains(c) || c == 'u' && stem.ends_with("qu"));
    let consonants = stem.len() - tail.len();
    if (1..=2).contains(&consonants) && (tail.ends_with('é') || tail.ends_with('e') && consonants == 1) {
        let cut = tail.len() - tail.chars().last().map_or(0, char::len_utf8);
        return format!("{}è{}", &stem[..cut], &stem[tail.len()..]);
    }
    stem.to_owned()
}

/// All forms of the English verbs `lemmas` and of the irregular ones, by lower-case form.
pub(super) fn english(lemmas: &[&'static str]) -> BTreeMap<String, Vec<VerbForm>> {
    let mut forms = Forms(BTreeMap::new());
    let mut done: Vec<&str> = Vec::new();
    for row in irregular(ENGLISH_IRREGULAR) {
        let [lemma, past, participle] = row[..] else { continue };
        done.push(lemma);
        forms.add_all("", past, lemma, Tense::Past);
        forms.add_all("", participle, lemma, Tense::PastParticiple);
        english_regular(&mut forms, lemma);
    }
    for &lemma in lemmas {
        if done.contains(&lemma) {
            continue;
        }
        english_regular(&mut forms, lemma);
        let past = if lemma.ends_with('e') {
            format!("{lemma}d")
        } else if let Some(stem) = consonant_y(lemma) {
            format!("{stem}ied")
        } else {
            format!("{}ed", doubled(lemma))
        };
        forms.add(past.clone(), lemma, Tense::Past);
        forms.add(past, lemma, Tense::PastParticiple);
    }
    forms.0
}

/// Base form, *-s*, *-ing*.
fn english_regular(forms: &mut Forms, lemma: &'static str) {
    forms.add(lemma.to_owned(), lemma, Tense::Infinitive);
    forms.add(lemma.to_owned(), lemma, Tense::Present);
    if lemma == "be" {
        forms.add_all("", "am is are 's 're 'm", lemma, Tense::Present);
    }
    let third = match lemma {
        "be" => String::new(),
        "have" => "has".to_owned(),
        "do" => "does".to_owned(),
        _ if consonant_y(lemma).is_some() => format!("{}ies", &lemma[..lemma.len() - 1]),
        _ if ["s", "sh", "ch", "x", "z"].iter().any(|end| lemma.ends_with(end)) => format!("{lemma}es"),
        _ => format!("{lemma}s"),
    };
    if !third.is_empty() {
        forms.add(third, lemma, Tense::Present);
    }
    let gerund = match lemma.strip_suffix('e') {
        Some(stem) if !lemma.ends_with("ee") && lemma != "be" => format!("{stem}ing"),
        _ => format!("{}ing", doubled(lemma)),
    };
    forms.add(gerund, lemma, Tense::PresentParticiple);
}

fn consonant_y(lemma: &str) -> Option<&str> {
    lemma.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

/// *admit* → *admitt*: a stressed last syllable with one short vowel doubles its consonant.
fn doubled(lemma: &str) -> String {
    let vowel = |c: char| "aeiou".contains(c);
    let letters: Vec<char> = lemma.chars().rev().take(3).collect();
    let closed = letters.len() == 3
        && !vowel(letters[0])
        && !matches!(letters[0], 'w' | 'x' | 'y')
        && vowel(letters[1])
        && !vowel(letters[2])
        || lemma == "quip";
    let one_syllable = lemma.chars().filter(|&c| vowel(c)).count() == 1 || lemma == "quip";
    let stressed = [
        "admit", "refer", "infer", "submit", "commit", "rebut", "regret", "forget", "defer", "permit", "concur",
        "deadpan",
    ];
    let doubles = closed && (one_syllable || stressed.contains(&lemma));
    match lemma.chars().last() {
        Some(last) if doubles => format!("{lemma}{last}"),
        _ => lemma.to_owned(),
    }
}
