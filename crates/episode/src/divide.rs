//! From mentions that hang together to occasions.

use crate::measure::Measure;
use crate::mention::{Mention, Party, Spot, Window};
use crate::pair::{gap, other_people};

/// Divides mentions into occasions by the pairs that may be of one: `(score, a, b)` with places
/// in `mentions`. Gives groups of places, each sorted as the mentions are by their keys.
///
/// Chains are the danger: yesterday's strike is like the one of the day before, and that like
/// the one before it. So the best pairs join first, and no two groups join that contradict each
/// other as wholes. Pairs of equal score are taken in the order of their keys, so that the
/// outcome is a function of the set, whatever the order in which mentions and pairs are given.
pub fn divide(
    measure: &Measure,
    mentions: &[&Mention],
    pairs: impl IntoIterator<Item = (f32, usize, usize)>,
) -> Vec<Vec<usize>> {
    let order = |at: usize| mentions.get(at).map(|m| m.order());
    let mut pairs: Vec<(f32, usize, usize)> = pairs
        .into_iter()
        .map(|(s, a, b)| {
            if order(a) <= order(b) {
                (s, a, b)
            } else {
                (s, b, a)
            }
        })
        .collect();
    pairs.sort_unstable_by(|x, y| {
        let ties = || (order(x.1), order(x.2)).cmp(&(order(y.1), order(y.2)));
        y.0.total_cmp(&x.0).then_with(ties)
    });
    let mut groups: Vec<Group> = mentions.iter().map(|m| Group::of(m)).collect();
    let mut leaders: Vec<usize> = (0..mentions.len()).collect();
    for (_, a, b) in pairs {
        let (a, b) = (leader(&mut leaders, a), leader(&mut leaders, b));
        if a == b {
            continue;
        }
        let joined = match (groups.get(a), groups.get(b)) {
            (Some(left), Some(right)) => left.join(right, measure),
            _ => None,
        };
        if let Some(joined) = joined {
            let (keeps, goes) = (a.min(b), a.max(b));
            if let Some(slot) = leaders.get_mut(goes) {
                *slot = keeps;
            }
            if let Some(slot) = groups.get_mut(keeps) {
                *slot = joined;
            }
        }
    }
    let mut members: Vec<(usize, usize)> = (0..mentions.len())
        .map(|at| (leader(&mut leaders, at), at))
        .collect();
    members.sort_unstable_by_key(|(group, at)| (*group, order(*at)));
    let groups = members.chunk_by(|x, y| x.0 == y.0);
    groups.map(|g| g.iter().map(|x| x.1).collect()).collect()
}

/// Whether nothing of these contradicts anything, so that whatever pairs join, all of them may.
pub(crate) fn agree(measure: &Measure, mentions: &[&Mention]) -> bool {
    let mut mentions = mentions.iter();
    let Some(first) = mentions.next() else {
        return true;
    };
    let mut all = Group::of(first);
    mentions.all(|m| all.take(&Group::of(m), measure))
}

/// What is known of some mentions together.
#[derive(Clone)]
struct Group {
    window: Window,
    spots: Vec<Spot>,
    // Sides of persons that it was done to, each once.
    people: Vec<Party>,
}

impl Group {
    fn of(mention: &Mention) -> Self {
        Self {
            window: mention.window,
            people: Some(mention.recipients.clone())
                .filter(|p| p.people)
                .into_iter()
                .collect(),
            spots: mention
                .place
                .filter(|p| p.point.is_some())
                .into_iter()
                .collect(),
        }
    }

    /// Both together; `None` where they contradict each other.
    fn join(&self, other: &Self, measure: &Measure) -> Option<Self> {
        let mut both = self.clone();
        both.take(other, measure).then_some(both)
    }

    /// Takes the other in; `false`, and nothing is changed, where they contradict each other.
    fn take(&mut self, other: &Self, measure: &Measure) -> bool {
        if gap(self.window, other.window) > measure.bars.slack {
            return false;
        }
        // What both have has stood beside all others.
        let spots = other.spots.iter().filter(|q| !self.spots.contains(q));
        let spots: Vec<Spot> = spots.copied().collect();
        let apart = |q: &Spot| self.spots.iter().any(|p| measure.apart(*p, *q));
        let people = other.people.iter().filter(|q| !self.people.contains(q));
        let people: Vec<Party> = people.cloned().collect();
        let others = |q: &Party| self.people.iter().any(|p| other_people(p, q));
        if spots.iter().any(apart) || people.iter().any(others) {
            return false;
        }
        self.people.extend(people);
        self.spots.extend(spots);
        self.window = self.window.meet(other.window);
        true
    }
}

impl Window {
    /// The latest first day and the earliest last day of both. Where slack alone holds two
    /// windows together the first lies behind the last, and still measures against others as
    /// each of the two would.
    fn meet(self, other: Self) -> Self {
        Self {
            first: self.first.max(other.first),
            last: self.last.min(other.last),
            told: self.told || other.told,
        }
    }
}

/// The first of the group that this one belongs to.
pub(crate) fn leader(leaders: &mut [usize], mut at: usize) -> usize {
    while let Some(&up) = leaders.get(at).filter(|up| **up != at) {
        let above = leaders.get(up).copied().unwrap_or(up);
        if let Some(slot) = leaders.get_mut(at) {
            *slot = above;
        }
        at = above;
    }
    at
}
