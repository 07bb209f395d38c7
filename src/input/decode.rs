//! Bytes to text: which encoding, and is it text at all?

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text, and what was assumed to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without byte order mark; everything else is kept, line ends too.
    pub text: String,
    /// `read as windows-1252 (guessed)`; `None` for plain UTF-8.
    pub note: Option<String>,
}

/// Why bytes are not an article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Nothing but white space.
    #[error("holds no text")]
    Empty,
    /// Control characters that no text has.
    #[error("is not text: byte {byte:#04x} at offset {offset}")]
    Binary {
        /// The byte that no text holds.
        byte: u8,
        /// Bytes before it.
        offset: usize,
    },
    /// Bytes that the encoding does not have.
    #[error("is marked as {encoding} but breaks its rules at the end or inside; save it again as UTF-8")]
    Malformed {
        /// The encoding that the byte order mark names.
        encoding: &'static str,
    },
}

/// Decodes a file: by its byte order mark, as UTF-8, as UTF-16 when every second byte is nought, or as the legacy
/// encoding that it looks most like.
///
/// # Errors
/// Empty and binary input, and input that breaks the encoding it is marked with.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let (encoding, mark) = Encoding::for_bom(bytes).map_or((None, 0), |(encoding, len)| (Some(encoding), len));
    let body = &bytes[mark..];
    let (encoding, note) = match encoding {
        Some(encoding) if encoding == UTF_8 => (UTF_8, None),
        Some(encoding) => (encoding, Some(format!("read as {} (byte order mark)", encoding.name()))),
        None => match utf_16_without_mark(body) {
            Some(encoding) => (encoding, Some(format!("read as {} (guessed)", encoding.name()))),
            None => {
                if let Some(offset) =
                    body.iter().position(|&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c))
                {
                    return Err(DecodeError::Binary { byte: body[offset], offset });
                }
                match std::str::from_utf8(body) {
                    Ok(_) => (UTF_8, None),
                    Err(_) => {
                        let mut detector = chardetng::EncodingDetector::new();
                        detector.feed(body, true);
                        let guess = detector.guess(None, false);
                        (guess, Some(format!("read as {} (guessed)", guess.name())))
                    }
                }
            }
        },
    };
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body) else {
        return Err(DecodeError::Malformed { encoding: encoding.name() });
    };
    if text.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    if let Some(offset) = text.find('\0') {
        return Err(DecodeError::Binary { byte: 0, offset });
    }
    Ok(Decoded { text: text.into_owned(), note })
}

/// Latin letters in UTF-16 have a zero byte each; half of the bytes at one side of the pairs tells which.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let sample = &bytes[..bytes.len().min(2_000) & !1];
    let zeros = |side: usize| sample.chunks_exact(2).filter(|pair| pair[side] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let pairs = sample.len() / 2;
    if second * 10 >= pairs * 7 && first * 20 < pairs {
        Some(UTF_16LE)
    } else if first * 10 >= pairs * 7 && second * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Le maire a dit : « L’été sera chaud. »";

    fn utf_16(text: &str, mark: bool, big: bool) -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn reads_every_encoding() {
        let latin: Vec<u8> = encoding_rs::WINDOWS_1252.encode(TEXT).0.into_owned();
        for (bytes, note) in [
            (TEXT.as_bytes().to_vec(), None),
            ([b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), None),
            (utf_16(TEXT, true, false), Some("read as UTF-16LE (byte order mark)")),
            (utf_16(TEXT, true, true), Some("read as UTF-16BE (byte order mark)")),
            (utf_16(TEXT, false, false), Some("read as UTF-16LE (guessed)")),
            (latin, Some("read as windows-1252 (guessed)")),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, TEXT);
            assert_eq!(decoded.note.as_deref(), note);
        }
    }

    #[test]
    fn keeps_line_ends_and_spaces() {
        assert_eq!(decode("a\r\n\u{a0}b\u{202f}c\u{ad}d".as_bytes()).unwrap().text, "a\r\n\u{a0}b\u{202f}c\u{ad}d");
    }

    #[test]
    fn refuses_what_is_no_text() {
        assert_eq!(decode(b""), Err(DecodeError::Empty));
        assert_eq!(decode(b" \n\t"), Err(DecodeError::Empty));
        assert_eq!(decode(b"\x7fELF\x02\x01\x01"), Err(DecodeError::Binary { byte: 2, offset: 4 }));
        assert!(matches!(decode(b"\xff\xfea\0b"), Err(DecodeError::Malformed { .. })));
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }
    }
}
