//! Tantivy: title and text as one field, its tokenizer, its English stop words and stems, its BM25; on disk.

use super::{Engine, each_record};
use std::path::Path;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer};
use tantivy::{Index, Searcher, TantivyDocument, Term};

/// Memory of the writer in bytes, before it begins a new segment.
const WRITER: usize = 100_000_000;

struct Tantivy {
    searcher: Searcher,
    analyzer: TextAnalyzer,
    number: Field,
    text: Field,
    _directory: tempfile::TempDir,
}

fn fail(error: impl std::fmt::Display) -> String {
    format!("Tantivy: {error}")
}

pub(super) fn open(set: &Path) -> Result<Box<dyn Engine>, String> {
    let mut schema = Schema::builder();
    let number = schema.add_u64_field("number", STORED);
    let indexing = TextFieldIndexing::default().set_tokenizer("plain").set_index_option(IndexRecordOption::WithFreqs);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let stop = StopWordFilter::new(Language::English).ok_or("Tantivy has no English stop words")?;
    let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(stop)
        .filter(Stemmer::new(Language::English))
        .build();
    let directory = tempfile::tempdir().map_err(fail)?;
    let index = Index::create_in_dir(directory.path(), schema.build()).map_err(fail)?;
    index.tokenizers().register("plain", analyzer.clone());
    let mut writer = index.writer_with_num_threads(1, WRITER).map_err(fail)?;
    each_record(set, |at, record| {
        let mut document = TantivyDocument::default();
        document.add_u64(number, u64::from(at));
        document.add_text(text, format!("{} {}", record.title.as_deref().unwrap_or_default(), record.text));
        writer.add_document(document).map_err(fail).map(|_| ())
    })?;
    writer.commit().map_err(fail)?;
    writer.wait_merging_threads().map_err(fail)?;
    let searcher = index.reader().map_err(fail)?.searcher();
    Ok(Box::new(Tantivy { searcher, analyzer, number, text, _directory: directory }))
}

impl Engine for Tantivy {
    fn search(&mut self, text: &str, count: usize) -> Result<Vec<u32>, String> {
        let mut terms: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let field = self.text;
        self.analyzer.token_stream(text).process(&mut |token| {
            let term = Term::from_field_text(field, &token.text);
            terms.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
        });
        let best = TopDocs::with_limit(count).order_by_score();
        let found = self.searcher.search(&BooleanQuery::new(terms), &best).map_err(fail)?;
        let number = |address| -> Result<u32, String> {
            let document: TantivyDocument = self.searcher.doc(address).map_err(fail)?;
            let value = document.get_first(self.number).and_then(|value| value.as_u64());
            value.and_then(|value| u32::try_from(value).ok()).ok_or_else(|| fail("a record has no number"))
        };
        found.into_iter().map(|(_, address)| number(address)).collect()
    }
}
