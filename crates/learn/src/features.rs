//! Features: which rows of a table speak about a decision.

use crate::hash::{mix, seed};
use crate::{State, Word};

/// Features of the tag of word `at`, given the two tags before it.
pub fn tag(words: &[Word], at: usize, before: [u8; 2], out: &mut Vec<u32>) {
    let none = Word::default();
    let word = |offset: isize| {
        at.checked_add_signed(offset)
            .and_then(|n| words.get(n))
            .unwrap_or(&none)
    };
    let (w, l, r) = (word(0), word(-1), word(1));
    let (t1, t2) = (u64::from(before[0]) + 1, u64::from(before[1]) + 1);
    out.clear();
    let mut names = 100..;
    let mut add = |a: u64, b: u64| {
        let name = names.next().unwrap_or_default();
        out.push((mix(mix(seed(name), a), b) >> 16) as u32);
    };
    let x = u64::from;
    add(0, 0);
    add(x(w.form), 0);
    w.suffix.iter().for_each(|s| add(x(*s), 0));
    w.prefix.iter().for_each(|p| add(x(*p), 0));
    add(x(w.shape), 0);
    add(x(w.shape), u64::from(at == 0));
    add(t1, 0);
    add(t1, t2);
    add(x(w.form), t1);
    add(x(w.suffix[2]), t1);
    add(x(l.form), 0);
    add(x(l.suffix[2]), 0);
    add(x(r.form), 0);
    add(x(r.suffix[2]), 0);
    add(x(r.suffix[1]), x(w.suffix[1]));
    add(x(r.shape), x(w.shape));
    add(x(word(-2).form), 0);
    add(x(word(2).form), 0);
    add(x(word(2).suffix[2]), 0);
    add(x(l.form), x(w.form));
    add(x(w.form), x(r.form));
    add(x(r.form), t1);
}

/// What features see of a place in the sentence: its word and tag, zeros where there is none.
#[derive(Clone, Copy, Default)]
struct Seen {
    word: u64,
    tag: u64,
}

struct Sight<'a> {
    words: &'a [Word],
    tags: &'a [u8],
}

impl Sight<'_> {
    /// Word `n` counted from 1; 0 is the root.
    fn at(&self, n: Option<u32>) -> Seen {
        match n {
            None => Seen::default(),
            Some(0) => Seen { word: 1, tag: 1 },
            Some(n) => Seen {
                word: self
                    .words
                    .get(n as usize - 1)
                    .map_or(0, |w| u64::from(w.form)),
                tag: self
                    .tags
                    .get(n as usize - 1)
                    .map_or(0, |t| u64::from(*t) + 2),
            },
        }
    }

    fn child(&self, n: u32) -> Seen {
        if n == 0 {
            Seen::default()
        } else {
            self.at(Some(n))
        }
    }
}

/// Features of the next step from this state.
pub fn step(words: &[Word], tags: &[u8], state: &State, out: &mut Vec<u32>) {
    let sight = Sight { words, tags };
    let next = |n: u32| Some(state.next + n).filter(|at| *at < state.end);
    let (i0, i1) = (state.top(0), state.top(1));
    let (s0, s1, s2) = (sight.at(i0), sight.at(i1), sight.at(state.top(2)));
    let (b0, b1, b2) = (sight.at(next(0)), sight.at(next(1)), sight.at(next(2)));
    let kids = |n: Option<u32>| {
        let n = n.unwrap_or_default() as usize;
        let (l, r) = (state.left[n], state.right[n]);
        (
            sight.child(l[0]),
            sight.child(l[1]),
            sight.child(r[0]),
            sight.child(r[1]),
        )
    };
    let (s0l, s0l2, s0r, s0r2) = kids(i0);
    let (s1l, _, s1r, s1r2) = kids(i1);
    let (b0l, b0l2, _, _) = kids(next(0));
    let valency = |n: Option<u32>| {
        let v = state.valency[n.unwrap_or_default() as usize];
        u64::from(v[0].min(3)) << 4 | u64::from(v[1].min(3))
    };
    let far = |a: Option<u32>, b: Option<u32>| match (a, b) {
        (Some(a), Some(b)) => u64::from(b.abs_diff(a).min(10).min(5 + b.abs_diff(a) / 5)),
        _ => 15,
    };
    let (d0, d1) = (far(i0, next(0)), far(i1, i0));
    let (v0, v1, vb) = (valency(i0), valency(i1), valency(next(0)));
    out.clear();
    let mut names = 200..;
    let mut add = |parts: [u64; 4]| {
        let name = names.next().unwrap_or_default();
        out.push((parts.iter().fold(seed(name), |h, p| mix(h, *p)) >> 16) as u32);
    };
    for x in [s0, s1, s2, b0, b1, b2] {
        add([x.word, 0, 0, 0]);
        add([x.tag, 0, 0, 0]);
        add([x.word, x.tag, 0, 0]);
    }
    for (x, y) in [(s0, b0), (s1, s0), (s1, b0)] {
        add([x.word, y.word, 0, 0]);
        add([x.word, x.tag, y.tag, 0]);
        add([x.tag, y.tag, y.word, 0]);
        add([x.word, x.tag, y.tag, y.word]);
        add([x.tag, y.tag, 0, 0]);
    }
    add([b0.tag, b1.tag, 0, 0]);
    add([b0.word, b1.word, 0, 0]);
    add([b0.tag, b1.tag, b2.tag, 0]);
    add([s0.tag, b0.tag, b1.tag, 0]);
    add([s0.tag, b0.tag, b1.tag, b2.tag]);
    add([s0.word, b0.tag, b1.tag, 0]);
    add([s1.tag, s0.tag, b0.tag, 0]);
    add([s2.tag, s1.tag, s0.tag, 0]);
    add([s2.tag, s1.tag, s0.tag, b0.tag]);
    add([s1.tag, s0.tag, b0.tag, b1.tag]);
    add([s1.word, s0.tag, b0.tag, 0]);
    add([s1.tag, s0.word, b0.tag, 0]);
    add([s1.tag, s0.tag, b0.word, 0]);
    for (x, kids) in [(s0, [s0l, s0r]), (s1, [s1l, s1r]), (b0, [b0l, b0l2])] {
        add([x.tag, kids[0].tag, kids[1].tag, 0]);
        add([x.word, kids[0].tag, 0, 0]);
        add([x.word, kids[1].tag, 0, 0]);
    }
    add([s0.tag, b0.tag, s0l.tag, s0r.tag]);
    add([s0.tag, b0.tag, s0l.tag, b0l.tag]);
    add([s0.tag, b0.tag, s0r.tag, b0l.tag]);
    add([s0.tag, s0l.tag, s0l2.tag, b0.tag]);
    add([s0.tag, s0r.tag, s0r2.tag, b0.tag]);
    add([b0.tag, b0l.tag, b0l2.tag, s0.tag]);
    add([s1.tag, s0.tag, s1r.tag, s0l.tag]);
    add([s1.tag, s0.tag, s1l.tag, s0r.tag]);
    add([s1.tag, s1r.tag, s1r2.tag, s0.tag]);
    add([s0r.word, s0.tag, b0.tag, 0]);
    add([b0l.word, b0.tag, s0.tag, 0]);
    add([s1r.word, s1.tag, s0.tag, 0]);
    for (x, v, d) in [(s0, v0, d0), (b0, vb, d0), (s1, v1, d1)] {
        add([x.word, v, 0, 0]);
        add([x.tag, v, 0, 0]);
        add([x.word, d, 0, 0]);
        add([x.tag, d, 0, 0]);
    }
    add([s0.tag, b0.tag, d0, 0]);
    add([s1.tag, s0.tag, d1, v0]);
    add([s0.tag, b0.tag, d0, v0]);
    add([s0.word, b0.word, d0, 0]);
}

/// Features of the relation of word `child` (counted from 1) in a complete tree.
pub fn relation(words: &[Word], tags: &[u8], state: &State, child: u32, out: &mut Vec<u32>) {
    let sight = Sight { words, tags };
    let head = state.heads[child as usize];
    let (h, c) = (sight.at(Some(head)), sight.at(Some(child)));
    let side = u64::from(child > head);
    let far = u64::from(child.abs_diff(head).min(6)) << 1 | side;
    let kids = |n: u32| {
        let (l, r) = (state.left[n as usize], state.right[n as usize]);
        [
            sight.child(l[0]),
            sight.child(l[1]),
            sight.child(r[0]),
            sight.child(r[1]),
        ]
    };
    let (ck, hk) = (kids(child), kids(head));
    let grand = sight.at(Some(state.heads[head as usize]));
    let near = |n: u32, by: i32| sight.at(n.checked_add_signed(by).filter(|n| *n < state.end));
    let affix = |n: u32| {
        words
            .get((n as usize).wrapping_sub(1))
            .map_or(0, |w| u64::from(w.suffix[2]))
    };
    let first = u64::from(state.left[head as usize][0] == child);
    out.clear();
    let mut names = 300..;
    let mut add = |parts: [u64; 4]| {
        let name = names.next().unwrap_or_default();
        let start = mix(seed(name), side);
        out.push((parts.iter().fold(start, |h, p| mix(h, *p)) >> 16) as u32);
    };
    add([c.word, 0, 0, 0]);
    add([c.tag, 0, 0, 0]);
    add([h.word, 0, 0, 0]);
    add([h.tag, c.tag, 0, 0]);
    add([h.tag, c.tag, far, 0]);
    add([h.word, c.tag, 0, 0]);
    add([h.tag, c.word, 0, 0]);
    add([h.word, c.word, 0, 0]);
    add([h.tag, affix(child), c.tag, 0]);
    add([affix(head), c.tag, h.tag, 0]);
    add([affix(head), affix(child), 0, 0]);
    for kid in [ck[0], ck[2]] {
        add([h.tag, c.tag, kid.tag, 0]);
        add([c.tag, kid.word, h.tag, 0]);
        add([kid.word, h.word, 0, 0]);
    }
    add([h.tag, c.tag, ck[0].tag, ck[1].tag]);
    add([h.tag, c.tag, ck[2].tag, ck[3].tag]);
    add([ck[0].word, ck[1].word, c.tag, 0]);
    add([h.tag, c.tag, grand.tag, 0]);
    add([h.tag, c.tag, hk[0].tag, hk[1].tag]);
    add([h.tag, c.tag, hk[2].tag, hk[3].tag]);
    add([c.tag, hk[0].word, h.tag, 0]);
    add([h.tag, c.tag, near(child, -1).tag, near(child, 1).tag]);
    add([c.tag, near(child, -1).word, 0, 0]);
    add([c.tag, near(child, 1).word, h.tag, 0]);
    add([h.tag, c.tag, first, far]);
    add([c.word, near(child, 1).word, 0, 0]);
}
