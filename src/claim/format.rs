//! How does a claim set lie in a file? Reading and writing the claims file.
//!
//! The file is JSON, laid out so that it reads, diffs and merges well: one field a line, spans on one line, the
//! claims in the order of their place. [`write`](write()) gives equal bytes for equal sets; [`read`] refuses what it does
//! not understand in full and says where. `docs/formats.md` describes the fields, [`SCHEMA`] is the JSON Schema.

use super::validity::check;
use super::{Claim, ClaimId, ClaimSet, Extractor, Header, set::place};
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// What the first field of a claims file says.
pub const FORMAT: &str = "dixit-claims";

/// The version that [`write`](write()) writes.
pub const VERSION: Version = Version { major: 1, minor: 0 };

/// The JSON Schema (draft 2020-12) of the claims file.
pub const SCHEMA: &str = include_str!("../../schema/claims-1.schema.json");

/// The version of a stored format, written `1.0`.
///
/// A reader knows every earlier version of its major number, reads newer minor ones without rewriting them, and
/// refuses other major ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Changes when old readers would misunderstand.
    pub major: u32,
    /// Changes when fields are added.
    pub minor: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl Version {
    /// Reads `1.0`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Version> {
        let (major, minor) = text.split_once('.')?;
        Some(Version { major: major.parse().ok()?, minor: minor.parse().ok()? })
    }
}

/// What was read from a claims file.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimsFile {
    /// The claims.
    pub set: ClaimSet,
    /// The file's version, when it is a newer minor one: the set may be read, but not written back, since what the
    /// newer version added would be lost.
    pub newer: Option<Version>,
}

/// A larger claims file is refused, before it is parsed.
pub const SIZE_LIMIT: usize = 256 << 20;

/// A file of more claims is refused: no article has so many.
pub const CLAIMS_LIMIT: usize = 200_000;

/// Why a claims file is refused. Lines and columns count from 1, columns in code points.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// Not UTF-8, or not JSON: damaged or cut off.
    #[error("{path}:{line}:{column}: {message}; the file is damaged or cut off: restore it from version control")]
    Syntax {
        /// The file.
        path: String,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What was found.
        message: String,
    },
    /// More than one article holds.
    #[error("{path}: {what}")]
    TooLarge {
        /// The file.
        path: String,
        /// What is too large, and the limit.
        what: String,
    },
    /// JSON of another kind.
    #[error("{path}: not a claims file: {found}; a claims file begins with {{\"format\": \"dixit-claims\"")]
    NotClaims {
        /// The file.
        path: String,
        /// What it is instead.
        found: String,
    },
    /// A version that this program does not know.
    #[error("{path}:{line}: version {found} is not known; this dixit reads {VERSION} and later 1.x: use a newer dixit")]
    UnknownVersion {
        /// The file.
        path: String,
        /// The line of the version.
        line: usize,
        /// What it says.
        found: String,
    },
    /// A field that is missing, of the wrong kind, or against the rules of the format.
    #[error("{path}:{line}:{column}: {}field `{field}`: {message}", in_claim(claim.as_deref()))]
    Field {
        /// The file.
        path: String,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// The claim's id, or its number from 1 when the id cannot be read; `None` in the header.
        claim: Option<String>,
        /// The field; nested ones with dots.
        field: String,
        /// What is wrong, and the mend.
        message: String,
    },
}

impl FormatError {
    /// Whether the bytes are not what was written, as far as one can tell.
    pub fn is_damage(&self) -> bool {
        match self {
            FormatError::Syntax { .. } | FormatError::NotClaims { .. } | FormatError::Field { .. } => true,
            FormatError::TooLarge { .. } | FormatError::UnknownVersion { .. } => false,
        }
    }
}

fn in_claim(claim: Option<&str>) -> String {
    claim.map_or(String::new(), |id| format!("claim {id}, "))
}

/// Writes a claim set as a claims file: canonical order and layout, a line feed at the end.
pub fn write(set: &ClaimSet) -> String {
    let mut file = Map::new();
    file.insert("format".to_owned(), FORMAT.into());
    file.insert("version".to_owned(), VERSION.to_string().into());
    if let Ok(Value::Object(header)) = serde_json::to_value(&set.header) {
        file.extend(header);
    }
    let mut claims: Vec<&Claim> = set.claims.iter().collect();
    claims.sort_by(|a, b| place(a).cmp(&place(b)));
    let claims = claims.into_iter().filter_map(|claim| serde_json::to_value(claim).ok()).collect();
    file.insert("claims".to_owned(), Value::Array(claims));
    layout(&Value::Object(file))
}

/// Lays out JSON the way all files of a workspace are: two blanks a level, arrays of numbers (and arrays of those)
/// and objects of up to two plain values on one line, a line feed at the end.
pub fn layout(value: &Value) -> String {
    let mut out = String::new();
    lay(value, 0, &mut out);
    out.push('\n');
    out
}

fn lay(value: &Value, level: usize, out: &mut String) {
    let open = |out: &mut String, level: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", level));
    };
    match value {
        Value::Array(items) if !items.is_empty() && !fits_a_line(value) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                open(out, level + 1);
                lay(item, level + 1, out);
            }
            open(out, level);
            out.push(']');
        }
        Value::Object(fields) if !fields.is_empty() && !fits_a_line(value) => {
            out.push('{');
            for (index, (key, item)) in fields.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                open(out, level + 1);
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(": ");
                lay(item, level + 1, out);
            }
            open(out, level);
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                lay(item, level, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            out.push('{');
            for (index, (key, item)) in fields.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(": ");
                lay(item, level, out);
            }
            out.push('}');
        }
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            out.push_str(&plain.to_string())
        }
    }
}

/// Depends on the shape alone, never on the length, so that a longer word does not move other lines.
fn fits_a_line(value: &Value) -> bool {
    let plain = |item: &Value| !item.is_array() && !item.is_object();
    match value {
        Value::Array(items) => {
            items.iter().all(Value::is_number) || items.iter().all(|item| item.is_array() && fits_a_line(item))
        }
        Value::Object(fields) => fields.len() <= 2 && fields.values().all(plain),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Reads a claims file. `path` is what errors call it.
///
/// Unknown fields of the header and of claims survive in `other`; elsewhere they are refused, since they would be
/// lost on the next write.
///
/// # Errors
/// [`FormatError`] for the first thing that is wrong: syntax, version, a field, or a rule of [`check`].
pub fn read(path: &str, bytes: &[u8]) -> Result<ClaimsFile, FormatError> {
    if bytes.len() > SIZE_LIMIT {
        let what = format!("{} bytes are too many, the limit is {SIZE_LIMIT}", bytes.len());
        return Err(FormatError::TooLarge { path: path.to_owned(), what });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
        let (line, column) = line_column(&before, before.len());
        FormatError::Syntax { path: path.to_owned(), line, column, message: "this is not UTF-8".to_owned() }
    })?;
    let source = Source { path, text };
    let mut header = source.fields(text, &At { base: 0, claim: None })?;
    let at = At { base: 0, claim: None };
    match header.raw.get("format").map(|raw| serde_json::from_str::<String>(raw.get())) {
        Some(Ok(format)) if format == FORMAT => {}
        Some(Ok(other)) => {
            return Err(FormatError::NotClaims { path: path.to_owned(), found: format!("its format is {other:?}") });
        }
        Some(Err(_)) | None => {
            return Err(FormatError::NotClaims { path: path.to_owned(), found: "it names no format".to_owned() });
        }
    }
    header.raw.remove("format");
    let version_line = header.raw.get("version").map_or(1, |raw| line_column(text, source.offset(raw.get())).0);
    let found: String = header.take(&source, &at, "version", false)?;
    let newer = match Version::parse(&found) {
        Some(version) if version.major == VERSION.major => (version > VERSION).then_some(version),
        _ => return Err(FormatError::UnknownVersion { path: path.to_owned(), line: version_line, found }),
    };
    let lenient = newer.is_some();
    let raw_claims: &RawValue = match header.raw.remove("claims") {
        Some(raw) => raw,
        None => return Err(source.field(text, &at, "claims", "is missing")),
    };
    let items: Vec<&RawValue> = serde_json::from_str(raw_claims.get())
        .map_err(|error| source.within(raw_claims.get(), &at, "claims", &error))?;
    if items.len() > CLAIMS_LIMIT {
        let what = format!("{} claims are too many, the limit is {CLAIMS_LIMIT}", items.len());
        return Err(FormatError::TooLarge { path: path.to_owned(), what });
    }
    let header = Header {
        article: header.take_or_default(&source, &at, "article", lenient)?,
        revision: header.take_or_default(&source, &at, "revision", lenient)?,
        text_sha256: header.take(&source, &at, "text_sha256", lenient)?,
        lang: header.take(&source, &at, "lang", lenient)?,
        date: header.take_or_default(&source, &at, "date", lenient)?,
        title: header.take_or_default(&source, &at, "title", lenient)?,
        source: header.take_or_default(&source, &at, "source", lenient)?,
        extractor: header.take::<Extractor>(&source, &at, "extractor", lenient)?,
        notes: header.take_or_default(&source, &at, "notes", lenient)?,
        other: header.rest(&source, &at)?,
    };
    let mut claims = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        claims.push(claim(&source, item.get(), index, lenient)?);
    }
    let set = ClaimSet { header, claims };
    if let Err(problem) = check(&set) {
        let whole = items.get(problem.index).map_or(text, |item| item.get());
        let at = At { base: 0, claim: Some(problem.claim.0.clone()) };
        let top = problem.field.split('.').next().unwrap_or("");
        let place = serde_json::from_str::<Fields<'_>>(whole).ok().and_then(|fields| fields.raw.get(top).copied());
        return Err(source.field(place.map_or(whole, RawValue::get), &at, &problem.field, &problem.message));
    }
    Ok(ClaimsFile { set, newer })
}

fn claim(source: &Source<'_>, raw: &str, index: usize, lenient: bool) -> Result<Claim, FormatError> {
    let mut at = At { base: source.offset(raw), claim: Some(format!("number {}", index + 1)) };
    let mut fields = source.fields(raw, &at)?;
    let id: ClaimId = fields.take(source, &at, "id", lenient)?;
    at.claim = Some(id.0.clone());
    Ok(Claim {
        id,
        speaker: fields.take_or_default(source, &at, "speaker", lenient)?,
        cue: fields.take_or_default(source, &at, "cue", lenient)?,
        content: fields.take(source, &at, "content", lenient)?,
        quotation: fields.take(source, &at, "quotation", lenient)?,
        polarity: fields.take(source, &at, "polarity", lenient)?,
        modality: fields.take(source, &at, "modality", lenient)?,
        when: fields.take_or_default(source, &at, "when", lenient)?,
        mentions: fields.take_or_default(source, &at, "mentions", lenient)?,
        check_worthiness: fields.take(source, &at, "check_worthiness", lenient)?,
        revision: fields.take_or_default(source, &at, "revision", lenient)?,
        inside: fields.take_or_default(source, &at, "inside", lenient)?,
        selector: fields.take(source, &at, "selector", lenient)?,
        extractor: fields.take(source, &at, "extractor", lenient)?,
        other: fields.rest(source, &at)?,
    })
}

/// Where an error belongs: the claim, and the byte where its object begins.
struct At {
    base: usize,
    claim: Option<String>,
}

/// The file, for positions.
struct Source<'a> {
    path: &'a str,
    text: &'a str,
}

impl<'a> Source<'a> {
    /// Bytes of the file before `part`, a slice of it.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    fn fields(&self, raw: &'a str, at: &At) -> Result<Fields<'a>, FormatError> {
        serde_json::from_str(raw).map_err(|error| match error.classify() {
            serde_json::error::Category::Data if at.claim.is_none() && error.line() <= 1 && !raw.starts_with('{') => {
                FormatError::NotClaims { path: self.path.to_owned(), found: "it holds no object".to_owned() }
            }
            serde_json::error::Category::Data => {
                let offset = at.base + byte_of(raw, error.line(), error.column());
                let (line, column) = line_column(self.text, offset);
                let claim = at.claim.clone();
                let field = error.to_string().split('`').nth(1).unwrap_or("claims").to_owned();
                FormatError::Field { path: self.path.to_owned(), line, column, claim, field, message: words(&error) }
            }
            serde_json::error::Category::Io
            | serde_json::error::Category::Syntax
            | serde_json::error::Category::Eof => {
                let (line, column) = line_column(self.text, at.base + byte_of(raw, error.line(), error.column()));
                FormatError::Syntax { path: self.path.to_owned(), line, column, message: words(&error) }
            }
        })
    }

    /// An error of `serde_json` inside `raw`, the value of `field`.
    fn within(&self, raw: &str, at: &At, field: &str, error: &serde_json::Error) -> FormatError {
        let (line, column) = line_column(self.text, self.offset(raw) + byte_of(raw, error.line(), error.column()));
        FormatError::Field {
            path: self.path.to_owned(),
            line,
            column,
            claim: at.claim.clone(),
            field: field.to_owned(),
            message: words(error),
        }
    }

    /// An error at the beginning of `raw`.
    fn field(&self, raw: &str, at: &At, field: &str, message: &str) -> FormatError {
        let (line, column) = line_column(self.text, self.offset(raw));
        FormatError::Field {
            path: self.path.to_owned(),
            line,
            column,
            claim: at.claim.clone(),
            field: field.to_owned(),
            message: message.to_owned(),
        }
    }
}

/// What `serde_json` found, without its own idea of the place.
fn words(error: &serde_json::Error) -> String {
    let message = error.to_string();
    if message.starts_with("recursion limit exceeded") {
        return "is nested more than 128 levels deep".to_owned();
    }
    message.rfind(" at line ").map_or(message.clone(), |end| message[..end].to_owned())
}

/// Line and column, from 1, of byte `offset`.
fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

/// The byte that `serde_json` means by line and column: both from 1, columns in bytes, 0 for "before the line".
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

/// The members of an object, unread, so that each keeps its place in the file.
struct Fields<'a> {
    raw: BTreeMap<String, &'a RawValue>,
}

impl<'a> Fields<'a> {
    fn take<T: DeserializeOwned + Serialize>(
        &mut self,
        source: &Source<'_>,
        at: &At,
        name: &str,
        lenient: bool,
    ) -> Result<T, FormatError> {
        match self.raw.remove(name) {
            Some(raw) => parse(source, raw.get(), at, name, lenient),
            None => {
                let (line, column) = line_column(source.text, at.base);
                Err(FormatError::Field {
                    path: source.path.to_owned(),
                    line,
                    column,
                    claim: at.claim.clone(),
                    field: name.to_owned(),
                    message: "is missing".to_owned(),
                })
            }
        }
    }

    fn take_or_default<T: DeserializeOwned + Serialize + Default>(
        &mut self,
        source: &Source<'_>,
        at: &At,
        name: &str,
        lenient: bool,
    ) -> Result<T, FormatError> {
        match self.raw.remove(name) {
            Some(raw) => parse(source, raw.get(), at, name, lenient),
            None => Ok(T::default()),
        }
    }

    /// What is left: the fields that dixit does not know, sorted by name.
    fn rest(self, source: &Source<'_>, at: &At) -> Result<Map<String, Value>, FormatError> {
        let value = |(name, raw): (String, &RawValue)| match serde_json::from_str(raw.get()) {
            Ok(value) => Ok((name, value)),
            Err(error) => Err(source.within(raw.get(), at, &name, &error)),
        };
        self.raw.into_iter().map(value).collect()
    }
}

fn parse<T: DeserializeOwned + Serialize>(
    source: &Source<'_>,
    raw: &str,
    at: &At,
    name: &str,
    lenient: bool,
) -> Result<T, FormatError> {
    let value: T = serde_json::from_str(raw).map_err(|error| source.within(raw, at, name, &error))?;
    if !lenient
        && let (Ok(read), Ok(kept)) = (serde_json::from_str::<Value>(raw), serde_json::to_value(&value))
        && let Some(lost) = lost(&read, &kept)
    {
        let message = "dixit does not know this field here and would lose it; put it at the top of the claim";
        return Err(source.field(raw, at, &format!("{name}.{lost}"), message));
    }
    Ok(value)
}

/// The path of the first member of `read` that `kept` has lost. Empty members may be left out.
fn lost(read: &Value, kept: &Value) -> Option<String> {
    match (read, kept) {
        (Value::Object(read), Value::Object(kept)) => read.iter().find_map(|(key, value)| match kept.get(key) {
            Some(other) => lost(value, other).map(|inner| format!("{key}.{inner}")),
            None if value.is_null() || value.as_array().is_some_and(Vec::is_empty) => None,
            None => Some(key.clone()),
        }),
        (Value::Array(read), Value::Array(kept)) => read
            .iter()
            .zip(kept)
            .enumerate()
            .find_map(|(index, (read, kept))| lost(read, kept).map(|inner| format!("{index}.{inner}"))),
        _ => None,
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<'a>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Members<'a> {
            type Value = Fields<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut raw = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, &'a RawValue>()? {
                    if raw.contains_key(&name) {
                        return Err(serde::de::Error::custom(format!("`{name}` is given twice")));
                    }
                    raw.insert(name, value);
                }
                Ok(Fields { raw })
            }
        }
        deserializer.deserialize_map(Members(std::marker::PhantomData))
    }
}

#[cfg(test)]
#[path = "format_tests.rs"]
pub(crate) mod tests;
