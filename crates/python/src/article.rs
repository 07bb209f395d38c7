//! What is handed in: texts, and mappings with a text and what is said of it.

use crate::claims::ClaimSet;
use crate::error::refused;
use dixit::claim::ExtractOptions;
use dixit::columnar::{self, Answer};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// An article, taken out of Python.
#[derive(Default)]
pub(crate) struct Article {
    pub(crate) text: String,
    pub(crate) stated: Stated,
    /// Why it cannot be read.
    pub(crate) refused: Option<String>,
}

/// What is said of a text.
#[derive(Clone, Default)]
pub(crate) struct Stated {
    pub(crate) lang: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) title: Option<String>,
}

/// How articles are read, all of them alike.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    /// What is said of articles that say nothing themselves.
    pub(crate) stated: Stated,
    pub(crate) options: ExtractOptions,
}

/// Finds the claims in a text: who said what, with which words.
///
/// `lang` is a language code, found out when not given. `date` is the day of publication, a `datetime.date` or
/// "YYYY-MM-DD": words such as "hier" and "mardi" are resolved against it. With `narrator`, the article's own statements come
/// too. Raises DixitError for a code or a date that is none, and for a text too short to tell its language.
///
/// >>> import dixit
/// >>> claims = dixit.extract("« Le pont tiendra », a affirmé mardi la maire.", lang="fr", date="2026-03-04")
/// >>> claims[0].speaker.mention, claims[0].cue.lemma, claims[0].quotation
/// ('la maire', 'affirmer', 'direct')
/// >>> claims[0].when[0].value
/// '2026-03-03'
#[pyfunction]
#[pyo3(signature = (text, lang=None, date=None, *, title=None, narrator=false))]
pub(crate) fn extract(
    py: Python<'_>,
    text: &Bound<'_, PyString>,
    lang: Option<String>,
    date: Option<&Bound<'_, PyAny>>,
    title: Option<String>,
    narrator: bool,
) -> PyResult<ClaimSet> {
    let text = text.to_cow()?;
    let stated = Stated { lang, date: date.map(day).transpose()?, title };
    let settings = Settings { stated, options: ExtractOptions { narrator } };
    let answer = py.detach(|| settings.answer(said(&text, &Stated::default())));
    Ok(ClaimSet::of(answer.map_err(refused)?, None))
}

/// A date as it is given: text, or anything with `isoformat`.
pub(crate) fn day(date: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = date.extract::<String>() {
        return Ok(text);
    }
    match date.getattr(intern!(date.py(), "isoformat")) {
        Ok(format) => format.call0()?.extract(),
        Err(_) => {
            Err(PyTypeError::new_err(format!("a date is a str (YYYY-MM-DD) or a datetime.date, not {}", kind(date))))
        }
    }
}

/// The name of an object's class.
pub(crate) fn kind(object: &Bound<'_, PyAny>) -> String {
    object.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string())
}

/// A text with what is said of it, as the library takes it.
pub(crate) fn said<'a>(text: &'a str, stated: &'a Stated) -> columnar::Article<'a> {
    columnar::Article {
        text: Some(text),
        lang: stated.lang.as_deref(),
        date: stated.date.as_deref(),
        title: stated.title.as_deref(),
    }
}

impl Settings {
    /// The claims of an article, or what is wrong with it.
    pub(crate) fn answer(&self, article: columnar::Article<'_>) -> Answer {
        let article = columnar::Article {
            lang: article.lang.or(self.stated.lang.as_deref()),
            date: article.date.or(self.stated.date.as_deref()),
            title: article.title.or(self.stated.title.as_deref()),
            ..article
        };
        // One article that breaks dixit does not stop the others.
        catch_unwind(AssertUnwindSafe(|| columnar::answer(&article, &self.options)))
            .unwrap_or_else(|_| Err("dixit broke down on this text; please report it".to_owned()))
    }
}

impl Article {
    /// The claims of the article, or what is wrong with it.
    pub(crate) fn answer(&self, settings: &Settings) -> Answer {
        match &self.refused {
            Some(reason) => Err(reason.clone()),
            None => settings.answer(said(&self.text, &self.stated)),
        }
    }

    /// The id and the article that a str or a mapping holds. What is wrong stays in the article.
    pub(crate) fn of(item: &Bound<'_, PyAny>) -> (Option<Py<PyAny>>, Article) {
        if let Ok(text) = item.cast::<PyString>() {
            return (None, Article::read(text, None));
        }
        let Ok(mapping) = item.cast::<PyMapping>() else {
            let reason = format!("an article is a str or a mapping with \"text\", not {}", kind(item));
            return (None, Article { refused: Some(reason), ..Article::default() });
        };
        let field = |name: &str| mapping.get_item(name).ok().filter(|value| !value.is_none());
        let id = field("id").map(Bound::unbind);
        let article = match field("text") {
            None => Article { refused: Some("there is no text".to_owned()), ..Article::default() },
            Some(text) => match text.cast::<PyString>() {
                Ok(text) => Article::read(text, Some(mapping)),
                Err(_) => {
                    Article { refused: Some(format!("\"text\" is {}, not a str", kind(&text))), ..Article::default() }
                }
            },
        };
        (id, article)
    }

    fn read(text: &Bound<'_, PyString>, mapping: Option<&Bound<'_, PyMapping>>) -> Article {
        match text
            .to_cow()
            .map(Cow::into_owned)
            .and_then(|text| Ok((text, mapping.map_or(Ok(Stated::default()), stated)?)))
        {
            Ok((text, stated)) => Article { text, stated, refused: None },
            Err(error) => Article { refused: Some(error.value(text.py()).to_string()), ..Article::default() },
        }
    }
}

/// What a mapping says of its text.
fn stated(mapping: &Bound<'_, PyMapping>) -> PyResult<Stated> {
    let field = |name: &str| mapping.get_item(name).ok().filter(|value| !value.is_none());
    let words = |name: &str| -> PyResult<Option<String>> {
        let Some(value) = field(name) else { return Ok(None) };
        value.extract().map(Some).map_err(|_| refused(format!("{name:?} is {}, not a str", kind(&value))))
    };
    Ok(Stated { lang: words("lang")?, date: field("date").map(|date| day(&date)).transpose()?, title: words("title")? })
}
