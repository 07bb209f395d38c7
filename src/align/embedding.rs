//! How near are two claims by what their words are near to? Static embeddings from a folder, for those who have one.
//!
//! A model is a folder as model2vec writes it: `tokenizer.json`, `model.safetensors`, `config.json`. Nothing is ever fetched.

use crate::claim::ClaimSet;
use model2vec_rs::model::StaticModel;
use std::fmt;
use std::path::Path;

/// A model in memory.
pub struct Embeddings(StaticModel);

impl fmt::Debug for Embeddings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Embeddings")
    }
}

/// Why a folder is no model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{folder} is no model2vec folder ({problem}); it needs tokenizer.json, model.safetensors and config.json")]
pub struct EmbeddingsError {
    /// The folder.
    pub folder: String,
    /// What is wrong.
    pub problem: String,
}

impl Embeddings {
    /// Reads the model in a folder.
    ///
    /// # Errors
    /// A folder that is not there or holds no model.
    pub fn open(folder: &Path) -> Result<Embeddings, EmbeddingsError> {
        let failed = |problem: String| EmbeddingsError { folder: folder.display().to_string(), problem };
        if !folder.is_dir() {
            return Err(failed("there is no such folder".to_owned()));
        }
        StaticModel::from_pretrained(folder, None, Some(true), None)
            .map(Embeddings)
            .map_err(|error| failed(error.to_string()))
    }

    /// The vectors of the contents of a set, of length one, in its order.
    pub(super) fn vectors(&self, set: &ClaimSet) -> Vec<Vec<f32>> {
        let texts: Vec<String> = set.claims.iter().map(|claim| claim.content.text.clone()).collect();
        self.0.encode(&texts)
    }
}
