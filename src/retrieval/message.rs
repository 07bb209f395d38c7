//! A message as it was posted, taken apart: what it says, who posted it and when, whom it names, what it links to.
//!
//! A claim that comes from a social network carries what the network wrote around it. Handles and hashtags are cut
//! where their capitals are (`#NotMyPresident`), links to pictures and pages are dropped, and the signature that
//! embedding adds (a dash, the name, the handle in brackets, the date) is told from the message.

/// A piece of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What the message says.
    Body,
    /// Who posted it, by name and handle, and whom it addresses.
    Name,
    /// The day it was posted.
    Date,
}

/// The parts of a message, the body first.
pub(super) fn parts(text: &str) -> Vec<(Part, String)> {
    let (body, signature) = split_signature(text);
    let mut found = vec![(Part::Body, String::with_capacity(body.len()))];
    let mut names = String::new();
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        let word = || rest[c.len_utf8()..].find(|c: char| !(c.is_alphanumeric() || c == '_'));
        let body = &mut found[0].1;
        let boundary = !body.ends_with(char::is_alphanumeric);
        if let Some(length) = link(rest) {
            body.push(' ');
            rest = &rest[length..];
        } else if matches!(c, '@' | '#') && (boundary || c == '#') && word() != Some(0) && rest.len() > 1 {
            let end = c.len_utf8() + word().unwrap_or(rest.len() - c.len_utf8());
            let text = cut_at_capitals(&rest[c.len_utf8()..end]);
            if c == '@' {
                names.push_str(&text);
                names.push_str(" . ");
                body.push(' ');
            } else {
                body.push(' ');
                body.push_str(&text);
                body.push(' ');
            }
            rest = &rest[end..];
        } else {
            body.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    if let Some((name, handle, date)) = signature {
        names.push_str(name);
        names.push_str(" . ");
        names.push_str(&cut_at_capitals(handle));
        if !date.is_empty() {
            found.push((Part::Date, date.to_owned()));
        }
    }
    if !names.is_empty() {
        found.push((Part::Name, names));
    }
    found
}

/// Length in bytes of the link that `text` begins with.
fn link(text: &str) -> Option<usize> {
    let begins = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    ["http://", "https://", "pic.twitter.com/", "www."]
        .iter()
        .any(|start| begins(start))
        .then(|| text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The text before a signature `— Name (@handle) Month 1, 2020`, and name, handle and date.
fn split_signature(text: &str) -> (&str, Option<(&str, &str, &str)>) {
    let none = (text, None);
    let Some(open) = text.rfind("(@") else { return none };
    let Some(length) = text[open..].find(')') else { return none };
    let (handle, date) = (&text[open + 2..open + length], text[open + length + 1..].trim());
    let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | ',' | '.' | ':'));
    let dated = date.is_empty() || date.ends_with(|c: char| c.is_ascii_digit());
    if handle.is_empty()
        || handle.contains(' ')
        || !plain(handle)
        || !plain(date)
        || !dated
        || date.chars().count() > 40
    {
        return none;
    }
    let before = &text[..open];
    let dash = [" — ", "— ", "—", " – ", " -- ", "&mdash; "]
        .iter()
        .filter_map(|dash| before.rfind(dash).map(|at| (at, at + dash.len())));
    let Some((start, end)) = dash.max_by_key(|&(start, end)| (start, end)) else { return none };
    let name = before[end..].trim();
    if name.chars().count() > 60 { none } else { (text[..start].trim_end(), Some((name, handle, date))) }
}

/// Blanks where the spelling begins a new word: *NotMyPresident*, *Hillary2016*, *USAToday*.
pub(super) fn cut_at_capitals(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len() + 4);
    for (at, &c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let next = letters.get(at + 1);
        let cut = before.is_some_and(|before| {
            (before.is_lowercase() && c.is_uppercase())
                || (before.is_uppercase() && c.is_uppercase() && next.is_some_and(|next| next.is_lowercase()))
                || (before.is_alphabetic() != c.is_alphabetic() && before != '_' && c != '_')
        });
        if cut {
            out.push(' ');
        }
        out.push(if c == '_' { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_a_message_apart() {
        let found = parts(
            "Look @TownHall: the old bridge fell!#NotMyBridge https://t.co/abc pic.twitter.com/x1 — Ann Lee (@annLee9) May 3, 2019",
        );
        assert_eq!(found[0].0, Part::Body);
        let words: Vec<&str> = found[0].1.split_whitespace().collect();
        assert_eq!(words.join(" "), "Look : the old bridge fell! Not My Bridge");
        assert_eq!(found[1], (Part::Date, "May 3, 2019".to_owned()));
        assert_eq!(found[2], (Part::Name, "Town Hall . Ann Lee . ann Lee 9".to_owned()));
    }

    #[test]
    fn leaves_other_text_alone() {
        let text = "The minister (in office since 2019) said — once more — that a@b.example is hers (@ work).";
        assert_eq!(parts(text), [(Part::Body, text.to_owned())]);
        assert_eq!(parts(""), [(Part::Body, String::new())]);
    }

    #[test]
    fn cuts_words_at_capitals() {
        assert_eq!(cut_at_capitals("USAToday"), "USA Today");
        assert_eq!(cut_at_capitals("Hillary2016"), "Hillary 2016");
        assert_eq!(cut_at_capitals("snake_case"), "snake case");
        assert_eq!(cut_at_capitals("élanVital"), "élan Vital");
    }
}
