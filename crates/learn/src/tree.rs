//! The best tree over a sentence: Chu and Liu's and Edmonds' algorithm, with one root.

/// Room for work on trees, kept from one to the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trees {
    scores: Vec<f32>,
    group: Vec<u32>,
    mark: Vec<u32>,
}

/// Writes the head of each word (counted from 1; 0 is the root) of the best tree.
///
/// `scores[word * stride + head]` tells how good a head is; row 0 is not looked at. Exactly one
/// word has the root as its head.
pub(crate) fn best(
    scores: &[f32],
    stride: usize,
    words: usize,
    heads: &mut Vec<u32>,
    room: &mut Trees,
) {
    heads.clear();
    heads.push(0);
    for word in 1..=words {
        let row = &scores[word * stride..word * stride + words + 1];
        heads.push(top(row, |head| head != word));
    }
    if words == 0 || (roots(heads) == 1 && cycle(heads, &mut room.mark).is_none()) {
        return;
    }
    let root = root(scores, stride, words);
    room.scores.clear();
    for word in 0..=words {
        room.scores
            .extend_from_slice(&scores[word * stride..word * stride + words + 1]);
    }
    for word in 1..=words {
        if word != root {
            room.scores[word * (words + 1)] = f32::NEG_INFINITY;
        } else {
            room.scores[word * (words + 1) + 1..(word + 1) * (words + 1)].fill(f32::NEG_INFINITY);
        }
    }
    spanning(words + 1, heads, room);
}

/// The first of the best among those allowed.
fn top(row: &[f32], allowed: impl Fn(usize) -> bool) -> u32 {
    let mut best = (0, f32::NEG_INFINITY);
    for (n, &score) in row.iter().enumerate() {
        if score > best.1 && allowed(n) {
            best = (n, score);
        }
    }
    best.0 as u32
}

fn roots(heads: &[u32]) -> usize {
    heads[1..].iter().filter(|h| **h == 0).count()
}

/// The word that loses least by being the root.
fn root(scores: &[f32], stride: usize, words: usize) -> usize {
    let mut best = (1, f32::NEG_INFINITY);
    for word in 1..=words {
        let row = &scores[word * stride..word * stride + words + 1];
        let other = row[1..].iter().enumerate().filter(|(n, _)| n + 1 != word);
        let other = other.map(|x| *x.1).fold(f32::NEG_INFINITY, f32::max);
        let gain = if other == f32::NEG_INFINITY {
            f32::MAX
        } else {
            row[0] - other
        };
        if gain > best.1 {
            best = (word, gain);
        }
    }
    best.0
}

/// A word on a cycle, if there is one.
fn cycle(heads: &[u32], mark: &mut Vec<u32>) -> Option<usize> {
    mark.clear();
    mark.resize(heads.len(), 0);
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && mark[at] == 0 {
            mark[at] = start as u32;
            at = heads[at] as usize;
        }
        if at != 0 && mark[at] == start as u32 {
            return Some(at);
        }
    }
    None
}

/// A cycle that was made one node, to be opened again.
struct Closed {
    /// Its nodes and their heads in the cycle.
    nodes: Vec<(u32, u32)>,
    /// For each outside head, the node through which the cycle is best entered.
    enter: Vec<u32>,
    /// For each outside word, the node of the cycle that is its best head.
    leave: Vec<u32>,
    /// The node that stands for it.
    name: u32,
}

/// The best tree over `nodes` nodes with node 0 on top, by `room.scores`; cycles are closed into
/// their first node until there is none, then opened the other way round.
fn spanning(nodes: usize, heads: &mut Vec<u32>, room: &mut Trees) {
    let scores = &mut room.scores;
    let alive = &mut room.group;
    alive.clear();
    alive.resize(nodes, 1);
    let mut closed: Vec<Closed> = Vec::new();
    heads.clear();
    heads.resize(nodes, 0);
    for word in 1..nodes {
        heads[word] = top(&scores[word * nodes..(word + 1) * nodes], |h| h != word);
    }
    while let Some(start) = cycle(heads, &mut room.mark) {
        let mut on = vec![(start as u32, heads[start])];
        let mut at = heads[start] as usize;
        while at != start {
            on.push((at as u32, heads[at]));
            at = heads[at] as usize;
        }
        let name = start;
        let inside = |n: usize| on.iter().any(|x| x.0 as usize == n);
        let (mut enter, mut leave) = (vec![name as u32; nodes], vec![name as u32; nodes]);
        for other in 0..nodes {
            if alive[other] == 0 || inside(other) {
                continue;
            }
            // Into the cycle: the entered node gives up its head inside.
            let gain = |node: u32, head: u32| {
                scores[node as usize * nodes + other]
                    - scores[node as usize * nodes + head as usize]
            };
            let mut best = (on[0].0, gain(on[0].0, on[0].1));
            let mut out = (on[0].0, scores[other * nodes + on[0].0 as usize]);
            for &(node, head) in &on[1..] {
                if gain(node, head) > best.1 {
                    best = (node, gain(node, head));
                }
                if scores[other * nodes + node as usize] > out.1 {
                    out = (node, scores[other * nodes + node as usize]);
                }
            }
            (enter[other], leave[other]) = (best.0, out.0);
            scores[name * nodes + other] = best.1;
            scores[other * nodes + name] = out.1;
        }
        for &(node, _) in &on[1..] {
            alive[node as usize] = 0;
            heads[node as usize] = 0;
        }
        for word in 1..nodes {
            if alive[word] == 1 && (word == name || on.iter().any(|x| x.0 == heads[word])) {
                heads[word] = top(&scores[word * nodes..(word + 1) * nodes], |h| {
                    h != word && alive[h] == 1
                });
            }
        }
        closed.push(Closed {
            nodes: on,
            enter,
            leave,
            name: name as u32,
        });
    }
    for Closed {
        nodes: on,
        enter,
        leave,
        name,
    } in closed.into_iter().rev()
    {
        let outside = heads[name as usize];
        for word in 1..nodes {
            if alive[word] == 1 && word != name as usize && heads[word] == name {
                heads[word] = leave[word];
            }
        }
        for &(node, head) in &on {
            alive[node as usize] = 1;
            heads[node as usize] = head;
        }
        heads[enter[outside as usize] as usize] = outside;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every tree's score, by trying all.
    fn brute(scores: &[f32], words: usize) -> f32 {
        let n = words + 1;
        let mut best = f32::NEG_INFINITY;
        for code in 0..n.pow(words as u32) {
            let heads: Vec<u32> = std::iter::once(0)
                .chain((0..words).map(|w| (code / n.pow(w as u32) % n) as u32))
                .collect();
            let own = (1..n).any(|w| heads[w] as usize == w);
            if !own && roots(&heads) == 1 && cycle(&heads, &mut Vec::new()).is_none() {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    fn total(scores: &[f32], heads: &[u32]) -> f32 {
        (1..heads.len())
            .map(|w| scores[w * heads.len() + heads[w] as usize])
            .sum()
    }

    #[test]
    fn is_a_tree_with_one_root_and_as_good_as_any_under_its_root() {
        let mut seed = 1_u64;
        let (mut heads, mut room) = (Vec::new(), Trees::default());
        let (mut same, mut all) = (0, 0);
        for round in 0..600 {
            let words = 1 + round % 5;
            let scores: Vec<f32> = (0..(words + 1) * (words + 1))
                .map(|_| {
                    seed = seed
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    (seed >> 40) as f32 / 1e6
                })
                .collect();
            best(&scores, words + 1, words, &mut heads, &mut room);
            assert_eq!(roots(&heads), 1);
            assert_eq!(cycle(&heads, &mut Vec::new()), None);
            all += 1;
            same += u32::from((total(&scores, &heads) - brute(&scores, words)).abs() < 1e-3);
        }
        // The root is chosen first, so that the tree is the best under it, seldom not of all.
        assert!(same * 10 > all * 8, "{same} of {all}");
    }
}
