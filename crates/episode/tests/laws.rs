//! Laws: what the outcome may depend on, and that it is kept as it was.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use proptest::prelude::*;
use risalah_episode::{
    Bag, Figure, Key, Measure, Mention, Party, Place, Shelf, Spot, UNDATED, Window, Word, arrive,
    gather, is_enough,
};

/// A shelf in memory.
struct Memory<'a> {
    measure: &'a Measure,
    kept: BTreeMap<Key, (Key, Mention)>,
    episodes: BTreeMap<Key, Key>,
}

impl<'a> Memory<'a> {
    fn new(measure: &'a Measure) -> Self {
        Self {
            measure,
            kept: BTreeMap::new(),
            episodes: BTreeMap::new(),
        }
    }

    /// Adds mentions and keeps what becomes of them.
    fn add(&mut self, new: Vec<Mention>) {
        for occasions in arrive(self.measure, self, new).unwrap() {
            for episode in occasions.episodes {
                let id = episode[0].key;
                for mention in episode {
                    self.episodes.insert(mention.key, id);
                    self.kept.insert(mention.key, (occasions.cluster, mention));
                }
            }
        }
    }
}

impl Shelf for Memory<'_> {
    type Error = Infallible;

    fn near(&mut self, lists: &[Vec<Place>]) -> Result<Vec<(Key, Mention)>, Infallible> {
        let measure = self.measure;
        let stands = |m: &Mention| {
            let own = measure.keys(m);
            lists.iter().any(|keys| {
                let mut shared = [0, 0];
                for (number, first, last, rare) in keys {
                    let hit = |(own, day, _): &(u64, i32, bool)| {
                        own == number && ((first..=last).contains(&day) || *day == UNDATED)
                    };
                    shared[usize::from(*rare)] += usize::from(own.iter().any(hit));
                }
                is_enough(shared[1], shared[0])
            })
        };
        let near = self.kept.values().filter(|k| stands(&k.1));
        Ok(near.cloned().collect())
    }

    fn clusters(&mut self, clusters: &[Key]) -> Result<Vec<Mention>, Infallible> {
        let of = self.kept.values().filter(|k| clusters.contains(&k.0));
        Ok(of.map(|k| k.1.clone()).collect())
    }
}

prop_compose! {
    fn bag()(words in prop::collection::vec((0_u64..12, 1_u32..17), 0..6)) -> Bag {
        let words = words.into_iter().map(|(w, n)| Word::new(w << 40 | w << 8, n));
        Bag::new(words, 8)
    }
}

prop_compose! {
    fn party()(names in bag(), codes in prop::collection::vec(0_u32..3, 0..2)) -> Party {
        Party { people: names.words().len() > 1, names, countries: codes.clone(), codes }
    }
}

prop_compose! {
    fn mention()(
        article in 0_u64..40,
        kind in 0_u32..2,
        trigger in 0_u32..3,
        day in prop::option::of(20_000_i32..20_012),
        published in prop::option::of(20_000_i32..20_012),
        actors in party(),
        recipients in party(),
        place in prop::option::of((0_u32..3, prop::option::of(Just((-700_i16, 11_000_i16))))),
        (words, topic) in (bag(), bag()),
        figures in prop::collection::vec((0_u8..2, 0_u32..3), 0..2),
    ) -> Mention {
        let told = |d| Window { first: d, last: d, told: true };
        let reported = |d| Window { first: d - 3, last: d + 3, told: false };
        Mention {
            key: [0; 8],
            article,
            kind,
            mode: trigger % 2,
            trigger,
            status: 0,
            window: day.map(told).or(published.map(reported)).unwrap_or_default(),
            published,
            actors,
            recipients,
            place: place.map(|(id, point)| Spot {
                id,
                point: point.map(|(n, e)| (n, e + 300 * id as i16)),
            }),
            words,
            topic,
            figures: figures.into_iter().map(|(what, value)| Figure { what, value }).collect(),
        }
    }
}

prop_compose! {
    /// Mentions with keys of their own, in the order that the keys say.
    fn mentions()(mentions in prop::collection::vec(mention(), 0..40)) -> Vec<Mention> {
        let named = mentions.into_iter().enumerate().map(|(n, m)| Mention {
            key: (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes(),
            ..m
        });
        named.collect()
    }
}

prop_compose! {
    /// Mentions of which many say the same, in reports of their own and in the same.
    fn crowd()(
        said in prop::collection::vec(mention(), 1..5),
        who in prop::collection::vec((any::<prop::sample::Index>(), 0_u64..12, bag()), 0..40),
    ) -> Vec<Mention> {
        let named = who.into_iter().enumerate().map(|(n, (which, article, topic))| Mention {
            key: (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes(),
            article,
            topic,
            ..which.get(&said).clone()
        });
        named.collect()
    }
}

/// The occasions as sets of keys.
fn sets(groups: Vec<Vec<Key>>) -> BTreeSet<Vec<Key>> {
    groups.into_iter().collect()
}

fn at_once(measure: &Measure, mentions: &[Mention]) -> BTreeSet<Vec<Key>> {
    let groups = gather(measure, mentions).into_iter();
    sets(
        groups
            .map(|g| g.into_iter().map(|at| mentions[at].key).collect())
            .collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_score_is_symmetric(a in mention(), b in mention()) {
        let measure = Measure::standard();
        prop_assert_eq!(measure.features(&a, &b), measure.features(&b, &a));
        prop_assert_eq!(measure.same(&a, &b), measure.same(&b, &a));
    }

    #[test]
    fn order_does_not_matter(mentions in prop_oneof![mentions(), crowd()], seed in any::<u64>()) {
        let measure = Measure::standard();
        prop_assert_eq!(at_once(&measure, &mentions), at_once(&measure, &shuffled(&mentions, seed)));
    }

    #[test]
    fn batches_do_not_matter(
        mentions in prop_oneof![mentions(), crowd()],
        seed in any::<u64>(),
        sizes in prop::collection::vec(1_usize..8, 1..40),
    ) {
        let measure = Measure::standard();
        let mut memory = Memory::new(&measure);
        let mut left = shuffled(&mentions, seed);
        for size in sizes.into_iter().chain([mentions.len()]) {
            let batch = left.split_off(left.len().saturating_sub(size));
            memory.add(batch);
        }
        let mut groups: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
        for (mention, episode) in memory.episodes {
            groups.entry(episode).or_default().push(mention);
        }
        for (id, members) in &groups {
            prop_assert_eq!(id, &members[0]);
        }
        prop_assert_eq!(sets(groups.into_values().collect()), at_once(&measure, &mentions));
    }

    #[test]
    fn no_occasion_contradicts_itself(mentions in prop_oneof![mentions(), crowd()]) {
        let measure = Measure::standard();
        for group in gather(&measure, &mentions) {
            for (a, b) in group.iter().flat_map(|a| group.iter().map(move |b| (*a, *b))) {
                prop_assert!(!measure.contradict(&mentions[a], &mentions[b]));
            }
        }
    }

    #[test]
    fn a_mention_is_kept_as_it_was(mention in mention()) {
        let bytes = mention.to_bytes();
        prop_assert_eq!(Mention::from_bytes(&bytes, mention.key, mention.article), Some(mention));
        for end in 0..bytes.len() {
            prop_assert_eq!(Mention::from_bytes(&bytes[..end], Key::default(), 0), None);
        }
    }

    #[test]
    fn foreign_bytes_are_no_mention_or_some(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Mention::from_bytes(&bytes, Key::default(), 0);
    }
}

#[test]
fn random_mentions_do_fall_into_occasions() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut joined, measure) = (0, Measure::standard());
    for _ in 0..50 {
        let mentions = mentions().new_tree(&mut runner).unwrap().current();
        joined += mentions.len() - gather(&measure, &mentions).len();
    }
    assert!(
        joined > 50,
        "only {joined} joined: the laws were held against little"
    );
}

fn shuffled(mentions: &[Mention], mut seed: u64) -> Vec<Mention> {
    let mut all = mentions.to_vec();
    for at in (1..all.len()).rev() {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        all.swap(at, (seed >> 33) as usize % (at + 1));
    }
    all
}
