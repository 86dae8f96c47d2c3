//! What speaks against the one that seems to be meant: villages far from everything, names that were
//! others' once, parks and streets.

use super::super::candidates::{Candidate, distance, is_inner};
use super::Context;
use super::speak::NAMED;
use crate::names::{TOWN, has_seat};

/// A town is a village below so many inhabitants.
const VILLAGE: u32 = 5_000;

/// A village so far from all others, in kilometres, is hardly the one that is meant, if a story has a
/// few places.
const LOST: f64 = 200.0;
const FEW: usize = 2;

/// A city from this size on is meant even if it is called like a park.
const LARGE: u32 = 100_000;

/// As much as a twelfth of the inhabitants.
pub(super) const FORMERLY: f64 = 2.5;

impl<'a, 'b> Context<'a, 'b> {
    /// Whether what is the only one of a name that is listed is hardly the only one that there is:
    /// "Hampton Park".
    pub(super) fn is_doubtful(&self, n: usize, candidate: &Candidate<'_>) -> bool {
        let last = self.names[n].tokens.end - 1;
        candidate.is_town() && candidate.population < LARGE && is_inner(self.sight, last)
    }

    /// Whether it is a village of a state that the story does not speak of, where it speaks of
    /// others: more likely another village that no list has. News that are at home somewhere speak of
    /// no town abroad without its state, unless it is a large one.
    pub(super) fn is_far_village(&self, name: &str, candidate: &Candidate<'_>) -> bool {
        let town = candidate.geonameid.is_some() && !candidate.is_state();
        let Some(country) = candidate.country.filter(|_| town) else {
            return false;
        };
        let (meant, all) = self.meant(name, country);
        let size = match self.sight.pack.naming.home.as_deref() {
            Some(home) if home == &**country => return self.is_lost(name, candidate, 1),
            Some(_) => TOWN,
            None => VILLAGE,
        };
        let abroad = candidate.population < size && all > 0.0 && meant <= 0.0;
        let spoken = self.together(name, candidate) >= NAMED || 2.0 * meant < all;
        abroad || !spoken && self.is_lost(name, candidate, FEW)
    }

    /// Whether it is a village far from every other place of the story, of which there are some.
    fn is_lost(&self, name: &str, candidate: &Candidate<'_>, some: usize) -> bool {
        let Some(point) = candidate.point.filter(|_| candidate.is_town()) else {
            return false;
        };
        let others = || self.points.iter().filter(|p| p.0 != name);
        candidate.population < VILLAGE
            && others().count() >= some
            && others().all(|p| distance(p.1, point) > LOST)
    }

    /// What speaks against a town that is called otherwise now, where the name is the seat of a
    /// state's government: of the towns that are called Islamabad, one was so long ago.
    pub(super) fn formerly(&self, n: usize, candidate: &Candidate<'_>) -> f64 {
        let seat = has_seat(&self.names[n].entries);
        let other = candidate.is_town() && !candidate.is_called(self.text(n));
        if seat && other { FORMERLY } else { 0.0 }
    }

    /// What the name behind stands for if the place lies in a division that is called so: "Tacoma,
    /// Washington" is in the state, not near the seat of the government.
    pub(super) fn holds(&self, n: usize, next: usize) -> Option<Candidate<'a>> {
        let divisions = self.all[next].iter().filter(|c| c.division.is_some());
        let mut divisions = divisions.copied();
        divisions.find(|d| self.all[n].iter().any(|c| c.region == d.division))
    }

    /// Whether the name is that of a first-level division.
    pub(super) fn is_first_level(&self, n: usize) -> bool {
        self.all[n].iter().any(|c| c.division.is_some())
    }
}
