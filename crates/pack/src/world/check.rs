//! Checks that need whole tables: terms of one office that overlap.

use super::World;
use super::rows::Term;
use crate::{At, Files};

/// One office of one country or body has one holder at a time.
pub(super) fn terms(files: &mut Files, world: &World, lines: &[At]) {
    let mut order: Vec<usize> = (0..world.terms.len()).collect();
    let key = |n: usize| {
        let t = &world.terms[n];
        (t.office, t.country, t.body, t.from, t.to)
    };
    order.sort_by_key(|&n| key(n));
    for pair in order.windows(2) {
        let (a, b) = (&world.terms[pair[0]], &world.terms[pair[1]]);
        let same = (a.office, a.country, a.body) == (b.office, b.country, b.body);
        if same && a.person != b.person && overlap(a, b) {
            let (a, b) = (
                &world.people[a.person as usize],
                &world.people[b.person as usize],
            );
            let what = format!("terms of `{}` and `{}` overlap", a.name, b.name);
            files.fault(lines[pair[1]].clone(), what);
        }
    }
    for (n, term) in world.terms.iter().enumerate() {
        if term.from.zip(term.to).is_some_and(|(a, b)| b.1 < a.0) {
            files.fault(lines[n].clone(), "the term ends before it begins");
        }
    }
}

/// Whether the later term surely begins before the earlier one ends: a term known only to its
/// month or year may begin on its last day, and the day of handing over belongs to both.
fn overlap(earlier: &Term, later: &Term) -> bool {
    match (earlier.to, later.from) {
        (Some(to), Some(from)) => from.1 < to.0,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}
