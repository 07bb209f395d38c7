//! How many planted alterations of quotations are graded right, and how fast? Transcripts of 40,000 words are made of
//! our own phrases by a counter, French and English; quotations of every grade are cut out of them and altered.
//!
//! `cargo bench --bench quotes`: 98.8 % of 420 right (November 2026).

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints its figures and stops at what should not be"
)]

use dixit::transcript::{Grade, Quotes, read};
use std::collections::BTreeMap;
use std::time::Instant;

/// Subjects, verbs, objects and circumstances of a language, and its fillers.
struct Phrases {
    parts: [&'static [&'static str]; 4],
    fillers: &'static [&'static str],
    strangers: &'static [&'static str],
    foreign: &'static [&'static str],
}

const ENGLISH: Phrases = Phrases {
    parts: [
        &[
            "the harbour board",
            "our inspectors",
            "the night crews",
            "every household",
            "the council's engineers",
            "my predecessor",
            "the two ferry companies",
            "those families",
            "the water office",
            "a handful of growers",
        ],
        &[
            "reported",
            "repaired",
            "never counted",
            "promised to pay for",
            "sold off",
            "measured",
            "argued over",
            "closed down",
            "kept a record of",
            "refused to insure",
        ],
        &[
            "the cracked pumps",
            "forty-two leaking valves",
            "the eastern dyke",
            "three years of invoices",
            "a borrowed crane",
            "the smaller school kitchens",
            "nine hundred metres of rail",
            "the orchard roads",
            "all the spare batteries",
            "the winter timetable",
        ],
        &[
            "before the spring flood",
            "with money from the lottery",
            "after a single phone call",
            "in front of the whole committee",
            "at half the usual price",
            "without telling anyone",
            "during the long strike",
            "because the law demands it",
            "under a very old contract",
            "while the mayor was abroad",
        ],
    ],
    fillers: &["uh", "um", "er"],
    strangers: &["lantern", "purple", "seldom", "violin", "glacier"],
    foreign: &[
        "we shall paint the moon with seven orange umbrellas tomorrow",
        "no gardener has ever whistled at a sleeping volcano",
        "tea tastes better when penguins vote on Sundays",
    ],
};

const FRENCH: Phrases = Phrases {
    parts: [
        &[
            "la régie du port",
            "nos contrôleuses",
            "les équipes de nuit",
            "chaque foyer",
            "les ingénieurs de la commune",
            "mon prédécesseur",
            "les deux compagnies de bac",
            "ces familles",
            "l’office de l’eau",
            "une poignée de maraîchers",
        ],
        &[
            "a signalé",
            "a réparé",
            "n’a jamais compté",
            "a promis de payer",
            "a revendu",
            "a mesuré",
            "a contesté",
            "a fermé",
            "a consigné",
            "a refusé d’assurer",
        ],
        &[
            "les pompes fendues",
            "quarante-deux vannes qui fuient",
            "la digue de l’est",
            "trois années de factures",
            "une grue d’emprunt",
            "les petites cantines",
            "neuf cents mètres de rail",
            "les chemins du verger",
            "toutes les piles de secours",
            "les horaires d’hiver",
        ],
        &[
            "avant la crue du printemps",
            "avec l’argent de la loterie",
            "après un seul coup de fil",
            "devant toute la commission",
            "à moitié prix",
            "sans prévenir personne",
            "pendant la longue grève",
            "parce que la loi l’exige",
            "sous un très vieux contrat",
            "quand le maire était à l’étranger",
        ],
    ],
    fillers: &["euh", "ben", "hum"],
    strangers: &["lanterne", "violet", "rarement", "violon", "glacier"],
    foreign: &[
        "nous peindrons la lune avec sept parapluies orange demain",
        "aucun jardinier n’a jamais sifflé un volcan endormi",
        "le thé a meilleur goût quand les pingouins votent",
    ],
};

/// A counter that looks random (Steele, Lea, Flood 2014: SplitMix).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    fn pick<'l>(&mut self, list: &'l [&'static str]) -> &'l str {
        list[self.roll(list.len())]
    }
}

/// Turns of two speakers; each sentence has two clauses and often a filler.
fn transcript(phrases: &Phrases, dice: &mut Dice) -> (String, Vec<(usize, String)>) {
    let mut text = String::new();
    let mut sentences = Vec::new();
    let mut words = 0;
    while words < 40_000 {
        let speaker = dice.roll(2);
        text.push_str(["ANNA BERG: ", "PAUL MARCHAND: "][speaker]);
        for _ in 0..=dice.roll(4) {
            let mut clause = || phrases.parts.iter().map(|part| dice.pick(part)).collect::<Vec<_>>().join(" ");
            let sentence = format!("{}, {}.", clause(), clause());
            let mut letters = sentence.chars();
            let sentence: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            words += sentence.split(' ').count();
            text.push_str(&sentence);
            text.push(' ');
            sentences.push((speaker, sentence));
        }
        text.push('\n');
    }
    (text, sentences)
}

fn main() {
    let mut right = 0;
    let mut all = 0;
    let mut wrong: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut example: BTreeMap<(&str, &str), String> = BTreeMap::new();
    for (phrases, seed) in [(&ENGLISH, 11), (&FRENCH, 23)] {
        let mut dice = Dice(seed);
        let (text, sentences) = transcript(phrases, &mut dice);
        let names = ["Anna Berg", "Paul Marchand"];
        let mut planted: Vec<(Grade, String, usize)> = Vec::new();
        let mut said = text.clone();
        for n in 0..210 {
            let at = dice.roll(sentences.len() - 60);
            let (speaker, sentence) = &sentences[at];
            let words: Vec<&str> = sentence.split(' ').collect();
            let middle = words.len() / 2;
            let join = |words: &[&str]| words.join(" ");
            let unlike = |from: &str, dice: &mut Dice| loop {
                let other = dice.pick(phrases.strangers);
                if other != from {
                    return other.to_owned();
                }
            };
            let (grade, quotation, by) = match n % 10 {
                0 => (Grade::Verbatim, join(&words), *speaker),
                1 => (Grade::Verbatim, join(&words[1..words.len() - 2]), *speaker),
                2 => (Grade::Cleaned, join(&words).replace(',', " –").to_uppercase(), *speaker),
                3 => {
                    // A filler stands in what was said, and not in what was written.
                    let spoken = [&words[..middle], &[dice.pick(phrases.fillers)], &words[middle..]].concat();
                    said = said.replacen(sentence.as_str(), &join(&spoken), 1);
                    (Grade::Cleaned, join(&words), *speaker)
                }
                4 => {
                    let cut = [&words[..3], &words[middle + 1..]].concat();
                    (Grade::Shortened, join(&cut), *speaker)
                }
                5 => (Grade::Shortened, format!("{} […] {}", join(&words[..4]), join(&words[middle + 2..])), *speaker),
                6 => {
                    let mut changed: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
                    changed[middle] = unlike(words[middle], &mut dice);
                    if n % 20 == 6 {
                        let other = unlike(&changed[2], &mut dice);
                        changed[2] = other;
                    }
                    (Grade::Altered, changed.join(" "), *speaker)
                }
                7 => {
                    let far = &sentences[at + 40 + dice.roll(19)].1;
                    let second: Vec<&str> = far.split(' ').collect();
                    (Grade::Spliced, format!("{} {}", join(&words), join(&second[second.len() / 2..])), *speaker)
                }
                8 => (Grade::OtherSpeaker, join(&words), 1 - *speaker),
                _ => (Grade::NotFound, dice.pick(phrases.foreign).to_owned(), *speaker),
            };
            planted.push((grade, quotation, by));
        }
        let start = Instant::now();
        let transcript = read(&said).expect("a transcript");
        let quotes = Quotes::new(&transcript);
        let found: Vec<Grade> =
            planted.iter().map(|(_, quotation, by)| quotes.grade(quotation, Some(names[*by])).grade).collect();
        let took = start.elapsed();
        println!("{} quotations in {} words: {:.3} s", planted.len(), transcript.words.len(), took.as_secs_f64());
        for ((grade, quotation, _), found) in planted.iter().zip(found) {
            all += 1;
            if *grade == found {
                right += 1;
            } else {
                *wrong.entry((grade.name(), found.name())).or_default() += 1;
                example.entry((grade.name(), found.name())).or_insert_with(|| quotation.clone());
            }
        }
    }
    println!("{right} of {all} grades right: {:.1} %", f64::from(right) * 100.0 / f64::from(all));
    for ((planted, found), count) in wrong {
        println!("  {count} {planted} graded {found}: {}", example[&(planted, found)]);
    }
    assert!(all >= 400);
}
