//! Numbers that mentions give, and where they disagree.

use crate::Key;

/// A number that a mention gives: how many of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    /// What is counted, as its place in [`crate::Measure::counted`].
    pub what: u8,
    /// How many.
    pub value: u32,
}

/// Numbers of one thing that mentions of one occasion give, where they are not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// What is counted, as its place in [`crate::Measure::counted`].
    pub what: u8,
    /// The numbers, the smallest first, each with the mentions that give it, sorted.
    pub values: Vec<(u32, Vec<Key>)>,
}

/// What mentions of one occasion do not agree on.
pub fn disagreements<'a>(
    mentions: impl IntoIterator<Item = (Key, &'a [Figure])>,
) -> Vec<Disagreement> {
    let mut all: Vec<(Figure, Key)> = mentions
        .into_iter()
        .flat_map(|(key, figures)| figures.iter().map(move |f| (*f, key)))
        .collect();
    all.sort_unstable();
    all.dedup();
    let things = all.chunk_by(|a, b| a.0.what == b.0.what);
    things.filter_map(disagreement).collect()
}

/// The numbers of one thing, sorted; `None` where there is but one.
fn disagreement(all: &[(Figure, Key)]) -> Option<Disagreement> {
    let values: Vec<(u32, Vec<Key>)> = all
        .chunk_by(|a, b| a.0.value == b.0.value)
        .filter_map(|same| Some((same.first()?.0.value, same.iter().map(|x| x.1).collect())))
        .collect();
    let what = all.first()?.0.what;
    (values.len() > 1).then_some(Disagreement { what, values })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_death_tolls_are_two_values_with_their_mentions() {
        let toll = |value| [Figure { what: 0, value }];
        let (few, many) = (toll(3), toll(5));
        let key = |n| [n; 8];
        let found = disagreements([
            (key(2), many.as_slice()),
            (key(1), few.as_slice()),
            (key(3), few.as_slice()),
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].values,
            [(3, vec![key(1), key(3)]), (5, vec![key(2)])]
        );
        assert!(disagreements([(key(1), few.as_slice()), (key(3), few.as_slice())]).is_empty());
    }
}
