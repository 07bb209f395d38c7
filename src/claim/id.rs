//! What is a claim called? Minting ids, and finding the claim that the first letters of an id mean.

use super::{ClaimId, ClaimSet};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u`, so that an id survives being read aloud.
///
/// <https://www.crockford.com/base32.html>
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Letters in a new id; more only when that one is taken.
const LENGTH: usize = 6;

/// Mints the id of the claim number `ordinal` (from 0) of a text.
///
/// The same arguments give the same id. `taken` holds every id that was ever given, so that none is given twice;
/// the caller adds the new one.
pub fn mint(article: &str, text_sha256: &str, ordinal: usize, taken: &BTreeSet<ClaimId>) -> ClaimId {
    let mut round = 0u32;
    loop {
        let digest = Sha256::digest(format!("dixit-id\n{article}\n{text_sha256}\n{ordinal}\n{round}"));
        let letters = base32(&digest);
        for length in LENGTH..=letters.len() {
            let id = ClaimId(letters[..length].to_owned());
            if !taken.contains(&id) {
                return id;
            }
        }
        round += 1;
    }
}

/// Five bits a letter, most significant first; the bits that do not fill a letter are left out.
fn base32(bytes: &[u8]) -> String {
    let mut letters = String::with_capacity(bytes.len() * 8 / 5);
    let (mut buffer, mut bits) = (0u32, 0u32);
    for &byte in bytes {
        buffer = (buffer << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            letters.push(char::from(ALPHABET[(buffer >> bits) as usize & 31]));
        }
        buffer &= (1 << bits) - 1;
    }
    letters
}

/// Gives every claim of `set` its id: the one paired with its index, or a new one.
///
/// `pairs` holds `(accepted id, index into set.claims)`; an index that is not there, or is there with `None`,
/// means a claim that is new. `inside` follows the ids. The ids that the claims had before only have to be
/// different from one another. `taken` grows by the ids minted.
///
/// An id that `pairs` gives to two claims goes to the first of them.
pub fn assign(set: &mut ClaimSet, article: &str, pairs: &[(Option<ClaimId>, usize)], taken: &mut BTreeSet<ClaimId>) {
    let mut given = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (id, index) in pairs {
        if let Some(id) = id
            && used.insert(id)
        {
            given.entry(*index).or_insert(id);
        }
    }
    taken.extend(used.iter().map(|id| (*id).clone()));
    let mut renamed = BTreeMap::new();
    for (index, claim) in set.claims.iter_mut().enumerate() {
        let id = match given.get(&index) {
            Some(id) => (*id).clone(),
            None => mint(article, &set.header.text_sha256, index, taken),
        };
        taken.insert(id.clone());
        renamed.insert(std::mem::replace(&mut claim.id, id.clone()), id);
    }
    for claim in &mut set.claims {
        claim.inside = claim.inside.take().and_then(|outer| renamed.get(&outer).cloned());
    }
    set.sort();
}

/// Why the first letters of an id do not lead to one claim.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// No claim.
    #[error("no claim is called {prefix:?}; `dixit list` shows the ids")]
    NotFound {
        /// What was asked for.
        prefix: String,
    },
    /// More than one.
    #[error("{prefix:?} is the beginning of {} ids ({}); give more letters", candidates.len(), names(candidates))]
    Ambiguous {
        /// What was asked for.
        prefix: String,
        /// The ids that begin so, sorted.
        candidates: Vec<ClaimId>,
    },
}

/// The first ids of a list, for an error that stays on one line.
fn names(ids: &[ClaimId]) -> String {
    let shown: Vec<&str> = ids.iter().take(5).map(|id| id.0.as_str()).collect();
    if ids.len() > shown.len() { format!("{}, …", shown.join(", ")) } else { shown.join(", ") }
}

/// Finds the one id that is `prefix` or begins with it.
///
/// Upper case and the letters that Crockford reads as digits (`o` as 0, `i` and `l` as 1) are accepted. An id
/// that is spelled out wins over longer ids that begin with it.
///
/// # Errors
/// [`IdError`], when there is none or more than one.
pub fn resolve_id<'a>(prefix: &str, ids: impl IntoIterator<Item = &'a ClaimId>) -> Result<&'a ClaimId, IdError> {
    let wanted: String = prefix
        .trim()
        .chars()
        .map(|letter| match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    let mut candidates: BTreeSet<&ClaimId> = BTreeSet::new();
    for id in ids {
        if id.0 == wanted || id.0 == prefix.trim() {
            return Ok(id);
        }
        if !wanted.is_empty() && id.0.starts_with(&wanted) {
            candidates.insert(id);
        }
    }
    match (candidates.pop_first(), candidates.is_empty()) {
        (None, _) => Err(IdError::NotFound { prefix: prefix.to_owned() }),
        (Some(id), true) => Ok(id),
        (Some(id), false) => Err(IdError::Ambiguous {
            prefix: prefix.to_owned(),
            candidates: std::iter::once(id).chain(candidates).cloned().collect(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(names: &[&str]) -> BTreeSet<ClaimId> {
        names.iter().map(|name| ClaimId((*name).to_owned())).collect()
    }

    #[test]
    fn an_id_is_six_letters_and_depends_on_nothing_but_its_arguments() {
        let none = BTreeSet::new();
        let first = mint("accord", "ab12", 0, &none);
        assert_eq!(first.0.len(), 6);
        assert!(first.0.bytes().all(|byte| ALPHABET.contains(&byte)));
        assert_eq!(first, mint("accord", "ab12", 0, &none));
        assert_ne!(first, mint("accord", "ab12", 1, &none));
        assert_ne!(first, mint("autre", "ab12", 0, &none));
    }

    #[test]
    fn a_taken_id_grows_by_a_letter() {
        let first = mint("accord", "ab12", 0, &BTreeSet::new());
        let second = mint("accord", "ab12", 0, &BTreeSet::from([first.clone()]));
        assert_eq!(second.0.len(), 7);
        assert!(second.0.starts_with(&first.0));
    }

    #[test]
    fn ids_stay_apart_over_many_claims() {
        let mut taken = BTreeSet::new();
        for ordinal in 0..2000 {
            let id = mint("accord", "ab12", ordinal, &taken);
            assert!(taken.insert(id));
        }
    }

    #[test]
    fn the_shortest_unique_beginning_is_enough() {
        let known = ids(&["abc123", "abd123", "f00d11"]);
        assert_eq!(resolve_id("f", &known).unwrap().0, "f00d11");
        assert_eq!(resolve_id("FOOD", &known).unwrap().0, "f00d11");
        assert_eq!(resolve_id("abc", &known).unwrap().0, "abc123");
    }

    #[test]
    fn a_beginning_of_two_ids_names_both() {
        let known = ids(&["abc123", "abd123", "f00d11"]);
        let error = resolve_id("ab", &known).unwrap_err();
        assert_eq!(error.to_string(), "\"ab\" is the beginning of 2 ids (abc123, abd123); give more letters");
        assert!(matches!(resolve_id("", &known), Err(IdError::NotFound { .. })));
        assert!(matches!(resolve_id("z", &known), Err(IdError::NotFound { .. })));
    }

    #[test]
    fn a_whole_id_wins_over_a_longer_one() {
        let known = ids(&["abc123", "abc1234"]);
        assert_eq!(resolve_id("abc123", &known).unwrap().0, "abc123");
    }
}
