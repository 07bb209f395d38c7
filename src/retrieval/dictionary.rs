//! Numbers for strings: each string is kept once, in the order in which it came.

/// A set of strings with a number for each, counted from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    /// All strings, one after the other.
    bytes: String,
    /// Where each string ends.
    ends: Vec<u32>,
    /// Open addressing: number + 1 of the string, 0 for an empty slot. A power of two.
    slots: Vec<u32>,
}

impl PartialEq for Dictionary {
    fn eq(&self, other: &Dictionary) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Dictionary {}

impl Dictionary {
    /// The dictionary of these strings, which are all different.
    pub(super) fn from_parts(bytes: String, ends: Vec<u32>) -> Dictionary {
        let mut dictionary = Dictionary { bytes, ends, slots: Vec::new() };
        dictionary.spread(dictionary.ends.len());
        dictionary
    }

    /// The strings one after the other, and where each ends.
    pub(super) fn parts(&self) -> (&str, &[u32]) {
        (&self.bytes, &self.ends)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string of a number; empty for a number that was not given out.
    pub(super) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).map(|end| *end as usize));
        let end = self.ends.get(number).map(|end| *end as usize);
        start.zip(end).and_then(|(start, end)| self.bytes.get(start..end)).unwrap_or_default()
    }

    /// The number of a string that is there.
    pub(super) fn find(&self, string: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        match self.slots[self.slot(string)] {
            0 => None,
            number => Some(number - 1),
        }
    }

    /// The number of a string, a new one when it was not there.
    pub(super) fn add(&mut self, string: &str) -> u32 {
        if (self.ends.len() + 1) * 2 > self.slots.len() {
            self.spread(self.ends.len() + 1);
        }
        let slot = self.slot(string);
        if let Some(number) = self.slots[slot].checked_sub(1) {
            return number;
        }
        self.bytes.push_str(string);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        self.slots[slot] = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.slots[slot] - 1
    }

    /// The slot that holds `string`, or the empty one where it would go.
    fn slot(&self, string: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(string.as_bytes()) as usize & mask;
        while let Some(number) = self.slots[slot].checked_sub(1) {
            if self.get(number) == string {
                break;
            }
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Makes room for `count` strings.
    fn spread(&mut self, count: usize) {
        self.slots = vec![0; (count * 4).next_power_of_two().max(64)];
        for number in 0..self.ends.len() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let slot = self.slot(self.get(number));
            self.slots[slot] = number + 1;
        }
    }
}

/// FNV-1a (Fowler, Noll, Vo 1991), its high bits folded into the low ones.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for &byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_each_string_one_number() {
        let mut dictionary = Dictionary::default();
        assert_eq!(dictionary.find("a"), None);
        let words: Vec<String> = (0..1000).map(|n| format!("word{}", n % 300)).collect();
        for word in &words {
            let number = dictionary.add(word);
            assert_eq!(dictionary.get(number), word);
        }
        assert_eq!(dictionary.len(), 300);
        assert_eq!(dictionary.add(""), 300);
        let (bytes, ends) = dictionary.parts();
        let again = Dictionary::from_parts(bytes.to_owned(), ends.to_vec());
        assert_eq!(again.find("word7"), Some(7));
        assert_eq!(again.find(""), Some(300));
        assert_eq!(again.get(4000), "");
    }
}
