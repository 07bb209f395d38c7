//! Language codes: which strings are one, and a copy of one that costs nothing to pass on.

/// So many bytes a code has at most (RFC 5646, section 4.4.1).
const LONGEST: usize = 35;

/// A well-formed language code as in BCP 47 (`es`, `pt-BR`, `sr-Latn`), as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    bytes: [u8; LONGEST],
    length: u8,
}

impl Code {
    /// Text whose language is not known.
    pub const UNDETERMINED: Code = Code::of("und");

    /// The code as it was given.
    pub fn as_str(&self) -> &str {
        self.bytes.get(..usize::from(self.length)).and_then(|code| std::str::from_utf8(code).ok()).unwrap_or("und")
    }

    /// Reads a code; `None` when it is none.
    pub fn read(code: &str) -> Option<Code> {
        is_well_formed(code).then(|| Code::of(code))
    }

    const fn of(code: &str) -> Code {
        let mut bytes = [0; LONGEST];
        let mut length = 0;
        while length < code.len() && length < LONGEST {
            bytes[length] = code.as_bytes()[length];
            length += 1;
        }
        Code { bytes, length: length as u8 }
    }
}

/// A language of two or three letters, then a script, a region, variants and extensions, as BCP 47 has them.
fn is_well_formed(code: &str) -> bool {
    let mut parts = code.split(['-', '_']);
    let letters = |part: &str, range: std::ops::RangeInclusive<usize>| {
        range.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let primary = parts.next().is_some_and(|part| letters(part, 2..=3));
    let further = |part: &str| {
        let digits = part.starts_with(|c: char| c.is_ascii_digit());
        part.bytes().all(|b| b.is_ascii_alphanumeric())
            && match part.len() {
                // an extension (u, x), a region, a script, a variant
                1 => true,
                2 => letters(part, 2..=2),
                3 => letters(part, 3..=3) || part.bytes().all(|b| b.is_ascii_digit()),
                4 => letters(part, 4..=4) || digits,
                5..=8 => true,
                _ => false,
            }
    };
    // A singleton opens an extension, so something follows it.
    let ends = code.rsplit(['-', '_']).next().is_some_and(|part| part.len() > 1);
    code.len() <= LONGEST && primary && ends && parts.all(further)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_codes_from_nonsense() {
        for code in ["es", "pt-BR", "zh-Hant-TW", "sr_Latn", "gsw", "es-419", "de-1996", "en-u-ca-buddhist"] {
            assert_eq!(Code::read(code).map(|read| read.as_str().to_owned()), Some(code.to_owned()));
        }
        for nonsense in ["", "e", "french", "12", "es-", "-es", "es--MX", "é!", "e s", "pt-B", "xx-abcdefghi"] {
            assert_eq!(Code::read(nonsense), None, "{nonsense}");
        }
        assert_eq!(Code::UNDETERMINED.as_str(), "und");
    }
}
