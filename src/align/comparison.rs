//! Which of two things does a claim call the greater? *Elephants outnumber people*, *more people than elephants*.

use super::unit::{Meaning, Unit, Words};
use crate::lang::Concepts;
use std::ops::Range;

/// The units of a claim that it compares: those that hold the greater one, and those that hold the lesser. `None` when it
/// compares nothing that can be told by the order of its words.
pub(super) fn greater(words: &Words, units: &[Unit]) -> Option<(Range<usize>, Range<usize>)> {
    let concepts = Concepts::get();
    let content =
        |unit: &Unit| unit.weight > 0.5 && matches!(unit.meaning, Meaning::Word | Meaning::Name | Meaning::Person(..));
    let before = |at: usize| (0..at).rev().find(|&i| content(&units[i]));
    let after = |at: usize| (at + 1..units.len()).find(|&i| content(&units[i]));
    let alone = |at: usize| at..at + 1;
    for (at, unit) in units.iter().enumerate() {
        let word = unit.form.word.as_str();
        let less = matches!(word, "less" | "fewer" | "moins" | "weniger");
        let more = matches!(word, "more" | "plus" | "davantage" | "mehr");
        if less || more {
            let than = (unit.at + 1..words.len().min(unit.at + 8))
                .find(|&i| matches!(words.word(i), "than" | "que" | "qu'" | "als"))?;
            let other = units.iter().position(|unit| unit.at > than && content(unit))?;
            // more people than elephants; imported more than they exported
            let named = after(at).filter(|&i| units[i].at < than).or_else(|| before(at))?;
            return Some(if less { (alone(other), alone(named)) } else { (alone(named), alone(other)) });
        }
        let is = |names: &[&str]| unit.concepts().iter().any(|&concept| names.contains(&concepts.name(concept)));
        let over = is(&["outnumber", "exceed", "beat"]) || word.starts_with("supérieur");
        let under = word.starts_with("inférieur");
        if over || under {
            // exports from the eastern states exceeded imports: what is before may have more to it
            let (one, two) = (0..before(at)? + 1, alone(after(at)?));
            let passive = matches!(words.word(unit.at + unit.len), "by" | "par");
            return Some(if under != passive { (two, one) } else { (one, two) });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::unit::{Forms, units};
    use crate::lang::Language;

    fn words(lang: Language, text: &str) -> Option<(String, String)> {
        let record = crate::reference::ReferenceClaim {
            id: "a".to_owned(),
            text: text.to_owned(),
            title: None,
            speaker: None,
            date: None,
            label: None,
            lang: Some(lang.code().to_owned()),
            url: None,
        };
        let claim = record.claim();
        let words = Words::read(text, lang, &mut Forms::default());
        let units = units(&claim, &words);
        let word = |range: Range<usize>| units[range.end - 1].form.word.clone();
        greater(&words, &units).map(|(one, two)| (word(one), word(two)))
    }

    #[test]
    fn the_greater_one_is_told_from_the_lesser_one() {
        let pair = |one: &str, two: &str| Some((one.to_owned(), two.to_owned()));
        assert_eq!(words(Language::English, "Elephants outnumber people here"), pair("elephants", "people"));
        assert_eq!(words(Language::English, "There are more people than elephants"), pair("people", "elephants"));
        assert_eq!(
            words(Language::English, "The states imported more than they exported"),
            pair("imported", "exported")
        );
        assert_eq!(
            words(Language::French, "Les importations ont été supérieures aux exportations"),
            pair("importations", "exportations")
        );
        assert_eq!(words(Language::French, "Il y a moins de loups que de lynx"), pair("lynx", "loups"));
        assert_eq!(words(Language::English, "The bridge is closed"), None);
    }
}
