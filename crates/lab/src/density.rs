//! How many mentions a mention is held against, and what of it is seen: for real reports and for
//! invented ones alike, so that the two can be compared.

use std::collections::BTreeMap;
use std::fmt;

use risalah_episode::{Measure, Mention, UNDATED, is_enough};

/// What is counted of some mentions.
#[derive(Debug, Default)]
pub(crate) struct Density {
    mentions: usize,
    reports: usize,
    told: usize,
    placed: usize,
    sentence: usize,
    topic: usize,
    names: usize,
    rare: usize,
    // Pairs of different reports: within reach, of one type too, and held against each other.
    within: u64,
    alike: u64,
    held: u64,
    same: u64,
}

impl Density {
    /// Counts what these mentions are.
    pub(crate) fn of(measure: &Measure, mentions: &[Mention]) -> Self {
        let mut all = Self::default();
        let mut under: BTreeMap<u64, Vec<(usize, bool)>> = BTreeMap::new();
        let mut days: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        let mut reports = std::collections::BTreeSet::new();
        for (at, mention) in mentions.iter().enumerate() {
            reports.insert(mention.article);
            all.mentions += 1;
            all.told += usize::from(mention.window.told);
            all.placed += usize::from(mention.place.is_some());
            all.sentence += mention.words.words().len();
            all.topic += mention.topic.words().len();
            all.names +=
                mention.actors.names.words().len() + mention.recipients.names.words().len();
            let day = mention.published.unwrap_or(UNDATED);
            let before = days.range(day.saturating_sub(measure.reach())..);
            let before = before
                .take_while(|(d, _)| i64::from(**d) <= i64::from(day) + i64::from(measure.reach()));
            for other in before.flat_map(|(_, all)| all) {
                let other = &mentions[*other];
                let others = other.article != mention.article;
                all.within += u64::from(others);
                all.alike += u64::from(others && other.kind == mention.kind);
            }
            let mut shared: BTreeMap<usize, [usize; 2]> = BTreeMap::new();
            for (key, _, rare) in measure.keys(mention) {
                all.rare += usize::from(rare);
                let stands = under.entry(key).or_default();
                for (other, other_rare) in stands.iter() {
                    let counts = shared.entry(*other).or_default();
                    counts[usize::from(rare && *other_rare)] += 1;
                }
                stands.push((at, rare));
            }
            for (other, [common, rare]) in shared {
                let other = &mentions[other];
                let far = mention.published.zip(other.published);
                let far = far.is_some_and(|(a, b)| (a - b).abs() > measure.reach());
                if !far && other.article != mention.article && is_enough(rare, common) {
                    all.held += 1;
                    all.same += u64::from(measure.same(mention, other).is_some());
                }
            }
            days.entry(day).or_default().push(at);
        }
        all.reports = reports.len();
        all
    }
}

impl fmt::Display for Density {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = |count: usize| count as f64 / self.mentions.max(1) as f64;
        let of = |count: u64, all: u64| count as f64 * 1e3 / all.max(1) as f64;
        write!(
            f,
            "density  {} mentions of {} reports: {:.2} with a day, {:.2} with a place, {:.1} words \
             of a sentence, {:.1} of a report, {:.1} of names, {:.1} rare to look up by; of 1000 \
             pairs within reach {:.1} are of one type, {:.2} held against each other, {:.3} of one \
             occasion; {:.1} within reach of each",
            self.mentions,
            self.reports,
            each(self.told),
            each(self.placed),
            each(self.sentence),
            each(self.topic),
            each(self.names),
            each(self.rare),
            of(self.alike, self.within),
            of(self.held, self.within),
            of(self.same, self.within),
            2.0 * self.within as f64 / self.mentions.max(1) as f64,
        )
    }
}
