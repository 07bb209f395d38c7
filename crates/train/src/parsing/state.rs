//! How is a tree built? Words are taken from the left onto a stack, and the word on top finds its head.
//!
//! The moves are those of Kuhlmann, Gómez-Rodríguez and Satta's arc-hybrid system (2011): three moves, two for each word,
//! and one word alone hangs on the root.

use dixit::tagging::Tag;

/// Stands for a word that is not there.
pub(crate) const NOTHING: usize = usize::MAX;

/// What the parser sees of a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// The hash of its folded form.
    pub(crate) form: u32,
    /// The hash of its last three characters.
    pub(crate) suffix: u32,
    /// Its tag.
    pub(crate) tag: Tag,
    /// Whether it begins with a capital letter.
    pub(crate) capital: bool,
    /// Whether it is a comma.
    pub(crate) comma: bool,
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// The next word goes onto the stack.
    Shift,
    /// The word on top of the stack depends on the next word.
    Left,
    /// The word on top of the stack depends on the word below it.
    Right,
}

impl Move {
    /// Every move, in the order of its number.
    pub(crate) const ALL: [Move; 3] = [Move::Shift, Move::Left, Move::Right];
}

/// A sentence with the part of its tree that is built. Places are indices of words; the root is one past the last.
#[derive(Debug)]
pub(crate) struct State<'w> {
    /// The words.
    pub(crate) words: &'w [Word],
    /// Words that wait for their head, the root at the bottom.
    pub(crate) stack: Vec<usize>,
    /// The next word.
    pub(crate) next: usize,
    /// For each word its head; [`NOTHING`] as long as it has none.
    pub(crate) heads: Vec<usize>,
    /// For each word the number of its relation; 255 as long as it has no head.
    pub(crate) relations: Vec<u8>,
    /// For each word its two outermost dependents on the left, on the right.
    pub(crate) children: Vec<[[usize; 2]; 2]>,
    /// For each word the number of its dependents on the left, on the right.
    pub(crate) counts: Vec<[u8; 2]>,
    /// For each word the set of relations of its dependents on the left, on the right.
    pub(crate) sets: Vec<[u64; 2]>,
    /// Commas before each place.
    pub(crate) commas: Vec<u16>,
}

impl<'w> State<'w> {
    /// Nothing is built yet.
    pub(crate) fn new(words: &'w [Word]) -> Self {
        let count = words.len();
        let mut commas = Vec::with_capacity(count + 1);
        let mut so_far = 0u16;
        commas.push(0);
        for word in words {
            so_far = so_far.saturating_add(u16::from(word.comma));
            commas.push(so_far);
        }
        State {
            words,
            stack: vec![count],
            next: 0,
            heads: vec![NOTHING; count + 1],
            relations: vec![255; count + 1],
            children: vec![[[NOTHING; 2]; 2]; count + 1],
            counts: vec![[0; 2]; count + 1],
            sets: vec![[0; 2]; count + 1],
            commas,
        }
    }

    /// The place of the root.
    pub(crate) fn root(&self) -> usize {
        self.words.len()
    }

    /// The word so far down in the stack.
    pub(crate) fn stacked(&self, down: usize) -> usize {
        self.stack.len().checked_sub(down + 1).and_then(|at| self.stack.get(at)).copied().unwrap_or(NOTHING)
    }

    /// The word so far ahead.
    pub(crate) fn ahead(&self, by: usize) -> usize {
        if self.next + by < self.words.len() { self.next + by } else { NOTHING }
    }

    /// Whether the tree is whole.
    pub(crate) fn is_done(&self) -> bool {
        self.next >= self.words.len() && self.stack.len() <= 1
    }

    /// Which moves are open, by their numbers; at least one while the tree is not whole.
    pub(crate) fn open(&self) -> [bool; 3] {
        let more = self.next < self.words.len();
        let words = self.stack.len().saturating_sub(1);
        // The last word that waits is the one that hangs on the root.
        [more, words > 0 && more, words > 1 || words > 0 && !more]
    }

    /// Head and dependent of the arc that `step` makes; nothing for a shift or an empty stack.
    pub(crate) fn arc(&self, step: Move) -> Option<(usize, usize)> {
        let top = self.stacked(0);
        let head = match step {
            Move::Shift => return None,
            Move::Left => self.ahead(0),
            Move::Right => self.stacked(1),
        };
        (head != NOTHING && top != NOTHING && top < self.words.len()).then_some((head, top))
    }

    /// Makes a move; an arc gets the relation of that number.
    pub(crate) fn apply(&mut self, step: Move, relation: u8) {
        let Some((head, dependent)) = self.arc(step) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.heads[dependent] = head;
        self.relations[dependent] = relation;
        let side = usize::from(dependent > head || head == self.root());
        let [outer, _] = self.children[head][side];
        self.children[head][side] = [dependent, outer];
        self.counts[head][side] = (self.counts[head][side] + 1).min(4);
        self.sets[head][side] |= 1 << (relation & 63);
    }
}
