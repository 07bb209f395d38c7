//! What is a place in a half-built tree known by? Keys of features.
//!
//! The templates follow Zhang and Nivre (2011): the words on top of the stack and ahead, their outermost dependents,
//! relations, counts and distances.

use super::state::{NOTHING, State};

/// Mixes a template's number with what it saw.
fn key(template: u64, a: u64, b: u64) -> u64 {
    let seen = a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b.rotate_left(32).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    let mixed = seen.wrapping_add(template.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mixed = (mixed ^ mixed >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let mixed = (mixed ^ mixed >> 29).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ mixed >> 32
}

/// Four small numbers as one.
fn four(a: u64, b: u64, c: u64, d: u64) -> u64 {
    a | b << 8 | c << 16 | d << 24
}

/// What a place looks like; places that are not there look like nothing else.
#[derive(Clone, Copy)]
struct Look<'s, 'w> {
    state: &'s State<'w>,
}

impl Look<'_, '_> {
    fn form(self, at: usize) -> u64 {
        self.state.words.get(at).map_or(if at == NOTHING { 3 } else { 7 }, |word| u64::from(word.form))
    }

    fn suffix(self, at: usize) -> u64 {
        self.state.words.get(at).map_or(1, |word| u64::from(word.suffix))
    }

    fn tag(self, at: usize) -> u64 {
        self.state.words.get(at).map_or(if at == NOTHING { 31 } else { 30 }, |word| word.tag as u64 + 1)
    }

    fn both(self, at: usize) -> u64 {
        self.form(at) | self.tag(at) << 40
    }

    fn capital(self, at: usize) -> u64 {
        self.state.words.get(at).map_or(2, |word| u64::from(word.capital))
    }

    fn relation(self, at: usize) -> u64 {
        self.state.relations.get(at).map_or(254, |&relation| u64::from(relation))
    }

    fn child(self, at: usize, side: usize, inward: usize) -> usize {
        self.state.children.get(at).map_or(NOTHING, |children| children[side][inward])
    }

    fn set(self, at: usize, side: usize) -> u64 {
        self.state.sets.get(at).map_or(1 << 63, |sets| sets[side])
    }

    fn count(self, at: usize) -> u64 {
        self.state.counts.get(at).map_or(99, |&[left, right]| u64::from(left) | u64::from(right) << 4)
    }

    fn beside(self, at: usize, before: bool) -> usize {
        if at >= self.state.words.len() {
            return NOTHING;
        }
        let beside = if before { at.wrapping_sub(1) } else { at + 1 };
        if beside < self.state.words.len() { beside } else { NOTHING }
    }

    fn distance(self, a: usize, b: usize) -> u64 {
        if a >= self.state.words.len() || b >= self.state.words.len() {
            return 15;
        }
        match a.abs_diff(b) {
            near @ 0..=5 => near as u64,
            6..=8 => 6,
            9..=14 => 7,
            _ => 8,
        }
    }

    fn commas(self, a: usize, b: usize) -> u64 {
        if a >= self.state.words.len() || b >= self.state.words.len() {
            return 7;
        }
        u64::from(self.state.commas[a.max(b)] - self.state.commas[a.min(b)]).min(3)
    }
}

/// Calls `see` with the key of every feature that the next move depends on.
pub(crate) fn each_move(state: &State<'_>, mut see: impl FnMut(u64)) {
    let look = Look { state };
    let mut template = 0u64;
    let mut add = |a: u64, b: u64| {
        template += 1;
        see(key(template, a, b));
    };
    let (s0, s1, s2) = (state.stacked(0), state.stacked(1), state.stacked(2));
    let (b0, b1, b2, b3) = (state.ahead(0), state.ahead(1), state.ahead(2), state.ahead(3));
    let (w, wt) = (|at| look.form(at), |at| look.both(at));
    let (t_s0, t_s1, t_s2) = (look.tag(s0), look.tag(s1), look.tag(s2));
    let (t_b0, t_b1, t_b2) = (look.tag(b0), look.tag(b1), look.tag(b2));
    add(0, 0);
    for (at, tag) in [(s0, t_s0), (s1, t_s1), (b0, t_b0), (b1, t_b1)] {
        add(w(at), tag);
        add(tag, 0);
        add(w(at), 0);
    }
    add(t_s2, 0);
    add(w(s2), t_s2);
    add(t_b2, 0);
    add(w(b2), t_b2);
    // The top of the stack with the next word, with the word below.
    for (other, tag, below) in [(b0, t_b0, 0), (s1, t_s1, 1)] {
        add(wt(other), wt(s0));
        add(wt(other), t_s0 | below << 8);
        add(tag, wt(s0));
        add(w(other), w(s0));
        add(tag, t_s0 | below << 8);
    }
    add(t_s1, t_b0);
    add(wt(s1), t_b0);
    add(t_s1, wt(b0));
    add(t_b0, t_b1);
    add(wt(b0), t_b1);
    add(t_b0, wt(b1));
    let near = four(t_s0, t_b0, t_b1, 0);
    let middle = four(t_s1, t_s0, t_b0, 0);
    add(four(t_b0, t_b1, t_b2, 0), 0);
    add(four(t_b0, t_b1, t_b2, look.tag(b3)), 0);
    add(near, 0);
    add(middle, 0);
    add(four(t_s1, t_s0, t_b0, t_b1), 0);
    add(four(t_s2, t_s1, t_s0, 0), 0);
    add(four(t_s2, t_s1, t_s0, t_b0), 0);
    add(four(t_s0, t_b0, t_b1, t_b2), 0);
    add(near, w(s0));
    add(near, w(b0));
    add(middle, w(s0));
    add(middle, w(s1));
    add(middle, w(b0));
    // Dependents.
    let (s0l, s0r) = (look.child(s0, 0, 0), look.child(s0, 1, 0));
    let (s1l, s1r) = (look.child(s1, 0, 0), look.child(s1, 1, 0));
    let b0l = look.child(b0, 0, 0);
    let r = |at| look.relation(at);
    add(four(t_s0, look.tag(s0l), t_b0, 0), 0);
    add(four(t_s0, look.tag(s0r), t_b0, 0), 0);
    add(four(t_s0, t_b0, look.tag(b0l), 0), 0);
    add(four(t_s1, t_s0, look.tag(s0l), 0), 0);
    add(four(t_s1, t_s0, look.tag(s0r), 0), 0);
    add(four(t_s1, t_s0, look.tag(s1l), 0), 0);
    add(four(t_s1, t_s0, look.tag(s1r), 0), 0);
    add(four(t_s1, look.tag(s1r), t_b0, t_s0), 0);
    add(four(t_s0, r(s0l), r(s0r), t_b0), 0);
    add(four(t_s1, r(s1r), r(s0r), t_s0), 0);
    add(four(t_b0, r(b0l), r(look.child(b0, 0, 1)), t_s0), 0);
    add(four(t_s0, r(s0l), r(look.child(s0, 0, 1)), 0), 1);
    add(four(t_s0, r(s0r), r(look.child(s0, 1, 1)), 0), 2);
    add(four(t_s1, r(s1r), r(look.child(s1, 1, 1)), 0), 3);
    add(four(t_s1, r(s1l), t_s0, 0), 4);
    add(w(s0l), t_s0);
    add(w(s0r), t_s0);
    add(w(b0l), t_b0);
    add(w(s1r), t_s1);
    let pair = four(t_s0, t_b0, 0, 0);
    let lower = four(t_s1, t_s0, 0, 0);
    add(pair, w(s0l));
    add(pair, w(b0l));
    add(pair, w(s0r));
    add(w(s0), look.count(s0));
    add(t_s0, look.count(s0));
    add(w(s1), look.count(s1));
    add(t_s1, look.count(s1));
    add(t_b0, look.count(b0));
    add(w(b0), look.count(b0));
    add(t_s0, look.set(s0, 0));
    add(t_s0, look.set(s0, 1));
    add(t_s1, look.set(s1, 1));
    add(t_b0, look.set(b0, 0));
    add(w(s0), look.set(s0, 0));
    add(w(s0), look.set(s0, 1));
    add(w(s1), look.set(s1, 1));
    add(pair, look.set(s0, 1));
    add(lower, look.set(s1, 1));
    add(pair, look.set(b0, 0));
    add(pair, look.set(s0, 0));
    // Distances and commas between.
    let far = look.distance(s0, b0);
    add(w(s0), far);
    add(t_s0, far);
    add(t_b0, far);
    add(w(b0), far);
    add(pair, far);
    add(pair, look.commas(s0, b0));
    let below = look.distance(s1, s0);
    add(lower, below);
    add(lower, look.commas(s1, s0));
    add(w(s1), below);
    add(middle, look.commas(s1, b0));
    // Looks.
    add(pair, look.capital(s0) | look.capital(b0) << 2);
    add(lower, look.capital(s1) | look.capital(s0) << 2);
    add(look.suffix(s0), t_b0);
    add(look.suffix(b0), t_s0);
    add(look.suffix(s0), t_s1);
    add(look.suffix(s1), t_s0);
    // Neighbours in the text.
    let t = |at, before| look.tag(look.beside(at, before));
    add(four(t(s0, true), t_s0, t(s0, false), t_b0), 0);
    add(four(t(s1, true), t_s1, t(s1, false), t_s0), 0);
    add(four(t(b0, true), t_b0, t_s0, 0), 0);
}

/// Calls `see` with the key of every feature that the relation of `dependent` to `head` depends on.
pub(crate) fn each_relation(state: &State<'_>, head: usize, dependent: usize, mut see: impl FnMut(u64)) {
    let look = Look { state };
    let mut template = 1000u64;
    let mut add = |a: u64, b: u64| {
        template += 1;
        see(key(template, a, b));
    };
    let (h, d) = (head, dependent);
    let side = u64::from(h < d);
    let is_root = h >= state.words.len();
    let far = if is_root {
        20
    } else {
        match h.abs_diff(d) {
            near @ 0..=4 => near as u64,
            5..=8 => 5,
            _ => 6,
        }
    };
    let (w_h, w_d, t_h, t_d) = (look.form(h), look.form(d), look.tag(h), look.tag(d));
    let pair = four(t_d, t_h, side, 0);
    add(0, side);
    add(w_d, 0);
    add(w_d, side);
    add(t_d, side);
    add(w_h, side);
    add(pair, 0);
    add(pair, far);
    add(w_h, t_d | side << 8);
    add(w_d, t_h | side << 8);
    add(w_h | side << 40, w_d);
    add(look.suffix(d), side);
    add(look.suffix(h), t_d | side << 8);
    add(look.suffix(d), t_h | side << 8);
    // Its prepositions and conjunctions.
    let (left, second, right) = (look.child(d, 0, 0), look.child(d, 0, 1), look.child(d, 1, 0));
    add(look.form(left), pair);
    add(look.form(left), side);
    add(look.form(second), pair);
    add(look.form(left), w_h);
    add(look.form(second), w_h);
    let (set_left, set_right) = (look.set(d, 0), look.set(d, 1));
    add(set_left, pair);
    add(set_right, pair);
    add(set_left, side);
    add(four(look.relation(left), look.relation(right), t_d, t_h), side);
    let (head_left, head_right) = if is_root { (0, 0) } else { (look.set(h, 0), look.set(h, 1)) };
    add(head_left, pair);
    add(head_right, pair);
    add(head_right, w_h);
    add(head_left, w_h);
    let t = |at, before| look.tag(look.beside(at, before));
    add(four(t(d, true), t_d, t(d, false), side), 0);
    add(four(t(d, true), t_d, t_h, side), 1);
    add(four(t(d, false), t_d, t_h, side), 2);
    add(four(t(h, true), t_h, t_d, side), 3);
    add(four(t(h, false), t_h, t_d, side), 4);
    add(look.form(look.beside(d, true)), t_d | side << 8);
    add(look.form(look.beside(d, false)), t_d | side << 8);
    add(four(look.capital(d), look.capital(h), t_d, t_h), side);
    add(pair, look.commas(h, d));
    add(w_d, look.commas(h, d) | side << 4);
    add(t_h | side << 8, set_left | set_right << 1);
    add(d.min(3) as u64 | side << 8, t_d | t_h << 8);
}
