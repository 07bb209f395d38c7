//! Verb forms: every form of the verbs that the cue lexicon names.
//!
//! Regular verbs are inflected by rule; irregular ones stand in `irregular.tsv` of their language.

use super::syntax::{Class, Syntax};
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
    /// The prefix that has to stand elsewhere in the clause (*teilte* … *mit*).
    pub particle: Option<&'static str>,
}

struct Forms(BTreeMap<String, Vec<VerbForm>>);

impl Forms {
    fn add(&mut self, form: String, lemma: &'static str, tense: Tense) {
        self.add_parted(form, lemma, tense, None);
    }

    fn add_parted(&mut self, form: String, lemma: &'static str, tense: Tense, particle: Option<&'static str>) {
        let readings = self.0.entry(form).or_default();
        let reading = VerbForm { lemma, tense, particle };
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
const GERMAN_IRREGULAR: &str = include_str!("de/irregular.tsv");
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

/// Prefixes that stay with their verb; a participle of such a verb has no *ge-*.
const INSEPARABLE: [&str; 12] =
    ["wider", "hinter", "unter", "über", "miss", "emp", "ent", "ver", "zer", "be", "er", "ge"];

/// All forms of the German verbs `lemmas` and of the irregular ones, by lower-case form.
pub(super) fn german(lemmas: &[&'static str], syntax: &Syntax) -> BTreeMap<String, Vec<VerbForm>> {
    let mut prefixes: Vec<&'static str> = syntax.words(Class::SeparablePrefix).collect();
    prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
    let rows: Vec<Vec<&'static str>> = irregular(GERMAN_IRREGULAR).filter(|row| row.len() == 6).collect();
    let mut forms = Forms(BTreeMap::new());
    let own = rows.iter().map(|row| row[0]).filter(|lemma| !lemmas.contains(lemma));
    for lemma in lemmas.iter().copied().chain(own) {
        let whole = syntax.classes(lemma).has(Class::Inseparable);
        let parted = prefixes
            .iter()
            .filter(|_| !whole)
            .find_map(|prefix| Some((*prefix, lemma.strip_prefix(prefix).filter(|base| base.len() >= 4)?)));
        let Some((prefix, base)) = parted else {
            for (form, tense) in german_forms(lemma, &rows) {
                forms.add(form, lemma, tense);
            }
            continue;
        };
        for (form, tense) in german_forms(base, &rows) {
            match tense {
                Tense::PastParticiple | Tense::PresentParticiple => forms.add(format!("{prefix}{form}"), lemma, tense),
                Tense::Infinitive => {
                    forms.add(format!("{prefix}{form}"), lemma, tense);
                    forms.add(format!("{prefix}zu{form}"), lemma, tense);
                }
                _ => {
                    forms.add(format!("{prefix}{form}"), lemma, tense);
                    forms.add_parted(form, lemma, tense, Some(prefix));
                }
            }
        }
    }
    forms.0
}

/// The forms of a German verb without a separable prefix.
fn german_forms(lemma: &str, rows: &[Vec<&'static str>]) -> Vec<(String, Tense)> {
    let stem = lemma.strip_suffix("en").or_else(|| lemma.strip_suffix('n')).unwrap_or(lemma);
    let mut out = vec![
        (lemma.to_owned(), Tense::Infinitive),
        (lemma.to_owned(), Tense::Present),
        (format!("{lemma}d"), Tense::PresentParticiple),
        (format!("{stem}e"), Tense::Subjunctive),
    ];
    let prefixed = INSEPARABLE.iter().find_map(|prefix| {
        let base = lemma.strip_prefix(prefix)?;
        rows.iter().find(|row| row[0] == base).map(|row| (*prefix, row))
    });
    let strong = rows.iter().find(|row| row[0] == lemma).map(|row| ("", row)).or(prefixed);
    if let Some((prefix, row)) = strong {
        out.push((format!("{prefix}{}", row[1]), Tense::Present));
        let plural = |form: &str| if form.ends_with('e') { format!("{form}n") } else { format!("{form}en") };
        for (form, tense) in [(row[2], Tense::Past), (row[4], Tense::Conditional)] {
            out.push((format!("{prefix}{form}"), tense));
            out.push((format!("{prefix}{}", plural(form)), tense));
        }
        let participle = if prefix.is_empty() { row[3] } else { row[3].strip_prefix("ge").unwrap_or(row[3]) };
        out.push((format!("{prefix}{participle}"), Tense::PastParticiple));
        for form in row[5].split(' ').filter(|form| !form.is_empty()) {
            let tense = match form {
                "worden" | "gewendet" => Tense::PastParticiple,
                "sei" | "seien" | "seiest" => Tense::Subjunctive,
                _ if form.ends_with("te") || form.ends_with("ten") => Tense::Past,
                _ if form.ends_with('e') => Tense::Subjunctive,
                _ => Tense::Present,
            };
            out.push((format!("{prefix}{form}"), tense));
        }
        return out;
    }
    let link = if needs_e(stem) { "e" } else { "" };
    out.push((format!("{stem}{link}t"), Tense::Present));
    for ending in ["te", "ten"] {
        out.push((format!("{stem}{link}{ending}"), Tense::Past));
    }
    let bare = lemma.ends_with("ieren") || INSEPARABLE.iter().any(|prefix| lemma.starts_with(prefix));
    let ge = if bare { "" } else { "ge" };
    out.push((format!("{ge}{stem}{link}t"), Tense::PastParticiple));
    out
}

/// *redet*, *rechnet*, *öffnet*: an *e* stands between such a stem and its ending.
fn needs_e(stem: &str) -> bool {
    let mut letters = stem.chars().rev();
    match (letters.next(), letters.next(), letters.next()) {
        (Some('t' | 'd'), ..) => true,
        (Some('m' | 'n'), Some('h'), Some('c')) => true,
        (Some('m' | 'n'), Some(before), _) => !"aeiouyäöülrmnh".contains(before),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Language;

    #[test]
    fn german_verbs_part_and_come_together() {
        let forms =
            german(&["mitteilen", "versprechen", "fordern", "zurückweisen", "antworten"], Syntax::of(Language::German));
        let has = |form: &str, lemma: &str, tense: Tense, particle: Option<&str>| {
            forms.get(form).is_some_and(|readings| {
                readings.iter().any(|r| r.lemma == lemma && r.tense == tense && r.particle == particle)
            })
        };
        assert!(
            has("teilte", "mitteilen", Tense::Past, Some("mit")) && has("mitteilte", "mitteilen", Tense::Past, None)
        );
        assert!(has("mitgeteilt", "mitteilen", Tense::PastParticiple, None));
        assert!(has("mitzuteilen", "mitteilen", Tense::Infinitive, None));
        assert!(has("verspricht", "versprechen", Tense::Present, None));
        assert!(has("versprochen", "versprechen", Tense::PastParticiple, None));
        assert!(has("fordert", "fordern", Tense::Present, None) && has("forderten", "fordern", Tense::Past, None));
        assert!(has("gefordert", "fordern", Tense::PastParticiple, None));
        assert!(has("wies", "zurückweisen", Tense::Past, Some("zurück")));
        assert!(has("zurückgewiesen", "zurückweisen", Tense::PastParticiple, None));
        assert!(has("antwortete", "antworten", Tense::Past, None));
        assert!(has("sei", "sein", Tense::Subjunctive, None));
    }
}
