//! The deterministic part: every kept input, and fixed mutations of each.

use dixit_fuzz::READERS;
use std::path::Path;

/// Mutations of each kept input.
const MUTATIONS: u32 = 200;

/// Knuth's MMIX generator: the mutations are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

/// Pieces that readers stumble over.
const PIECES: [&str; 16] = [
    "«",
    "»",
    "“",
    "\"",
    "''",
    "\u{0}",
    "\u{202e}",
    "👩‍👩‍👧",
    "\r\n",
    "\n\n",
    "{",
    "]}",
    "\\u0000",
    "99999999999999999999",
    "-0",
    ",\"hash\":\"",
];

fn mutated(input: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..1 + random.below(4) {
        let at = random.below(bytes.len() + 1);
        match random.below(5) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].bytes())),
            3 => {
                let end = (at + random.below(64)).min(bytes.len());
                let copy = bytes[at.min(end)..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            _ => {
                let end = (at + random.below(32)).min(bytes.len());
                bytes.drain(at.min(end)..end);
            }
        }
    }
    bytes
}

#[test]
fn no_reader_panics() {
    let mut inputs = 0;
    for (name, reader) in READERS {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let mut files: Vec<_> = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{} keeps no input", directory.display());
        let mut random = Random(1);
        for file in files {
            let input = std::fs::read(&file).unwrap();
            reader(&input);
            for _ in 0..MUTATIONS {
                reader(&mutated(&input, &mut random));
                inputs += 1;
            }
        }
        reader(b"");
    }
    assert!(inputs >= 9 * MUTATIONS);
}
