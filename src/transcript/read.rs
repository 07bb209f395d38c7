//! Reading a transcript: plain text, SubRip or WebVTT, with speaker labels.

use crate::text::fold;

/// What was said, word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// The words in order.
    pub words: Vec<Word>,
    /// The speakers, each once, in the order in which they begin to speak.
    pub speakers: Vec<String>,
    /// The lines of the text, without labels and times.
    pub lines: Vec<String>,
}

/// A word of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As written, with the marks around it.
    pub written: String,
    /// In lower case, letters and digits alone.
    pub plain: String,
    /// The line of the file, from 1.
    pub line: u32,
    /// Milliseconds from the start, of the cue that holds the word.
    pub time: Option<u64>,
    /// Number of the speaker, when a label names one.
    pub speaker: Option<u16>,
    /// Whether a sentence ends here.
    pub ends_sentence: bool,
}

/// Why a text is no transcript.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranscriptError {
    /// A time that is none.
    #[error("line {line}: {found:?} is no time span; write 00:01:02,000 --> 00:01:05,000")]
    Time {
        /// Number of the line.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// A cue that ends before it begins.
    #[error("line {line}: the cue ends before it begins")]
    Backwards {
        /// Number of the line.
        line: usize,
    },
    /// A cue without words, where a time was announced.
    #[error("line {line}: a cue number without a time span after it")]
    NoTime {
        /// Number of the line.
        line: usize,
    },
    /// No word.
    #[error("holds no words")]
    Empty,
}

/// Reads a transcript; the format is told by what it begins with.
///
/// # Errors
/// A time that cannot be read, a text without words.
pub fn read(text: &str) -> Result<Transcript, TranscriptError> {
    let text = text.trim_start_matches('\u{feff}');
    let vtt = text.starts_with("WEBVTT");
    let timed = vtt || text.lines().take(50).any(|line| line.contains("-->"));
    let mut transcript = Transcript::default();
    let (mut time, mut speaker, mut inside) = (None, None, !timed);
    let mut skip = vtt; // the header block, and notes, styles, regions
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let trimmed = line.trim();
        if timed {
            if trimmed.is_empty() {
                (inside, skip) = (false, false);
                continue;
            }
            if vtt && !inside && (trimmed.starts_with("NOTE") || trimmed == "STYLE" || trimmed == "REGION") {
                skip = true;
            }
            if skip {
                continue;
            }
            if trimmed.contains("-->") {
                time = Some(span(trimmed, at + 1)?);
                inside = true;
                continue;
            }
            if !inside {
                // The number or name of a cue; its time must follow.
                if !lines.get(at + 1).is_some_and(|next| next.contains("-->")) {
                    return Err(TranscriptError::NoTime { line: at + 1 });
                }
                continue;
            }
        }
        words(&mut transcript, trimmed, at, time, &mut speaker);
    }
    if let Some(last) = transcript.words.last_mut() {
        last.ends_sentence = true;
        Ok(transcript)
    } else {
        Err(TranscriptError::Empty)
    }
}

/// The beginning of a time span in milliseconds.
fn span(line: &str, number: usize) -> Result<u64, TranscriptError> {
    let bad = || TranscriptError::Time { line: number, found: line.to_owned() };
    let (start, rest) = line.split_once("-->").ok_or_else(bad)?;
    let end = rest.split_whitespace().next().ok_or_else(bad)?;
    let (start, end) = (time(start.trim()).ok_or_else(bad)?, time(end).ok_or_else(bad)?);
    if end < start { Err(TranscriptError::Backwards { line: number }) } else { Ok(start) }
}

/// Milliseconds of `01:02:03,456`, `02:03.456`.
fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once([',', '.'])?;
    let digits = |part: &str| {
        (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u64>().ok())?
    };
    let parts: Vec<u64> = clock.split(':').map(digits).collect::<Option<_>>()?;
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => (0, *minutes, *seconds),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let valid = fraction.len() == 3 && minutes < 60 && seconds < 60 && hours < 10_000;
    valid.then_some(())?;
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + digits(fraction)?)
}

/// Adds the words of a line.
fn words(transcript: &mut Transcript, line: &str, at: usize, time: Option<u64>, speaker: &mut Option<u16>) {
    let mut rest = line.to_owned();
    if let Some((name, after)) = voice(&rest).or_else(|| label(&rest)) {
        *speaker = Some(number(&mut transcript.speakers, &name));
        rest = after;
    }
    let clean = without_tags(&rest);
    for written in clean.split_whitespace() {
        let plain = plain(written);
        if plain.is_empty() {
            // A dash or a stop that stands alone belongs to the word before.
            if let Some(last) = transcript.words.last_mut() {
                last.ends_sentence |= written.contains(['.', '!', '?', '…']);
            }
            continue;
        }
        let ends = written.trim_end_matches(['"', '”', '»', ')', '\'', '’']).ends_with(['.', '!', '?', '…']);
        transcript.words.push(Word {
            written: written.to_owned(),
            plain,
            line: at as u32 + 1,
            time,
            speaker: *speaker,
            ends_sentence: ends,
        });
    }
    if !clean.trim().is_empty() {
        transcript.lines.push(clean);
    }
}

/// `<v Name>words`: the name, and the line without it.
fn voice(line: &str) -> Option<(String, String)> {
    let start = line.find("<v")?;
    let rest = &line[start + 2..];
    let rest = rest.strip_prefix([' ', '\t', '.'])?;
    let (name, after) = rest.split_once('>')?;
    let name = name.trim();
    (!name.is_empty()).then(|| (name.to_owned(), format!("{}{after}", &line[..start])))
}

/// `NAME: words`, `Mr. Name (Party): words`: up to six words that begin with capitals before a colon.
fn label(line: &str) -> Option<(String, String)> {
    let line = line.trim_start_matches(['-', '–', '—', ' ']);
    let (name, after) = line.split_once(':')?;
    let name = name.trim().trim_start_matches('>').trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let particle = |word: &str| matches!(word, "de" | "du" | "la" | "le" | "des" | "von" | "van" | "of" | "the");
    let capital = |word: &&str| {
        particle(word)
            || word.starts_with('(')
            || word.starts_with(char::is_uppercase)
            || word.starts_with(|c: char| c.is_ascii_digit())
    };
    let named = !words.is_empty()
        && words.len() <= 6
        && name.len() <= 60
        && words[0].starts_with(char::is_uppercase)
        && words.iter().all(capital)
        && (after.is_empty() || after.starts_with(char::is_whitespace));
    named.then(|| (name.to_owned(), after.trim().to_owned()))
}

fn number(speakers: &mut Vec<String>, name: &str) -> u16 {
    let at = speakers.iter().position(|known| known == name).unwrap_or_else(|| {
        speakers.push(name.to_owned());
        speakers.len() - 1
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// A line without `<i>`, `<c.loud>`, `<00:01.000>` and `{\an8}`.
fn without_tags(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{']) {
        out.push_str(&rest[..at]);
        let close = if rest[at..].starts_with('<') { '>' } else { '}' };
        match rest[at..].find(close).filter(|length| *length < 80) {
            Some(length) => rest = &rest[at + length + 1..],
            None => {
                out.push_str(&rest[at..at + 1]);
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The letters and digits of a word in lower case.
pub(super) fn plain(word: &str) -> String {
    fold(word).chars().filter(|c| c.is_alphanumeric() || *c == '%').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_labels_and_times() {
        let srt = "1\n00:00:01,000 --> 00:00:03,500\nMME LE GOFF: Le pont\nest <i>fermé</i>.\n\n2\n01:00:04,000 --> 01:00:05,000\nVraiment ?\n";
        let vtt = "WEBVTT\n\nNOTE ours\n\n00:01.000 --> 00:03.500 align:start\n<v Mme Le Goff>Le pont\nest fermé.\n\n01:00:04.000 --> 01:00:05.000\nVraiment ?\n";
        for (text, name) in [(srt, "MME LE GOFF"), (vtt, "Mme Le Goff")] {
            let found = read(text).unwrap();
            assert_eq!(
                found.words.iter().map(|word| word.plain.as_str()).collect::<Vec<_>>(),
                ["le", "pont", "est", "fermé", "vraiment"]
            );
            assert_eq!(found.speakers, [name]);
            assert_eq!((found.words[0].time, found.words[4].time), (Some(1000), Some(3_604_000)));
            assert!(found.words[3].ends_sentence && found.words[0].speaker == Some(0));
        }
    }

    #[test]
    fn names_what_is_malformed() {
        for (text, said) in [
            ("1\n00:00:01 --> 00:00:03,500\nOui\n", "line 2"),
            ("WEBVTT\n\n00:61.000 --> 00:63.000\nOui\n", "line 3"),
            ("1\n00:00:05,000 --> 00:00:03,500\nOui\n", "ends before"),
            ("1\n00:00:01,000 --> 00:00:03,500\nOui\n\n2\nNon\n", "line 5"),
            ("WEBVTT\n", "no words"),
            ("", "no words"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(said), "{text:?}: {error}");
        }
    }

    proptest! {
        #[test]
        fn never_breaks_down(text in "(WEBVTT\n\n)?([0-9:.,> <v{}\\-A-Zé\n]|-->){0,80}") {
            let _ = read(&text);
        }
    }
}
