//! One row of an export: an event with what is known of its parties' countries.

use std::borrow::Cow;

use risalah_pack::ontology::Ontology;
use risalah_pack::world::{Scheme, World};
use risalah_store::{EventView, Key, PartyView};

/// Between several values of one column.
const JOINT: &str = ";";

/// An event as formats see it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The event.
    pub event: &'a EventView<'a>,
    /// Whom the format's single actor is.
    pub actor: Option<&'a PartyView<'a>>,
    /// Whom the format's single recipient is.
    pub recipient: Option<&'a PartyView<'a>>,
    /// How many events, outlets and reports its episode has.
    pub episode: [u64; 3],
    /// States and their codes.
    pub world: &'a World,
    /// Labels of codes.
    pub ontology: &'a Ontology,
    /// The engine's version.
    pub engine: &'a str,
}

impl<'a> Row<'a> {
    /// A row for the event's first actor and recipient.
    pub(crate) fn new(
        event: &'a EventView<'a>,
        world: &'a World,
        ontology: &'a Ontology,
        engine: &'a str,
    ) -> Self {
        let [actor, recipient] = first_pair(event);
        Self {
            event,
            actor,
            recipient,
            episode: [1, 1, 1],
            world,
            ontology,
            engine,
        }
    }

    /// What other schemes call a state; `None` for stand-ins and what is unknown.
    pub(crate) fn scheme(&self, country: &str) -> Option<&'a Scheme> {
        self.world.country(country).map(|c| &c.scheme)
    }

    /// One value for each party, joined.
    pub(crate) fn joined(
        parties: &'a [PartyView<'a>],
        of: impl Fn(&'a PartyView<'a>) -> Cow<'a, str>,
    ) -> Cow<'a, str> {
        match parties {
            [] => Cow::Borrowed(""),
            [one] => of(one),
            many => {
                let all: Vec<_> = many.iter().map(of).collect();
                Cow::Owned(all.join(JOINT))
            }
        }
    }

    /// The words of the event's sentence between two code points of the article.
    pub(crate) fn words(&self, span: [u32; 2]) -> Option<&'a str> {
        self.event.said.as_ref()?.words(span)
    }
}

/// The first actor and recipient; of a mutual act its first two actors.
fn first_pair<'a>(event: &EventView<'a>) -> [Option<&'a PartyView<'a>>; 2] {
    pairs(event).next().unwrap_or([None, None])
}

/// Each actor with each recipient; of a mutual act, which has no recipient, each actor with each
/// other; an event with one side alone is one pair.
pub(crate) fn pairs<'a>(
    event: &EventView<'a>,
) -> impl Iterator<Item = [Option<&'a PartyView<'a>>; 2]> + use<'a> {
    let mutual = event.recipients.is_empty() && event.actors.len() > 1;
    let recipients = if mutual {
        event.actors
    } else {
        event.recipients
    };
    fn side<'a>(
        parties: &'a [PartyView<'a>],
    ) -> impl Iterator<Item = (usize, Option<&'a PartyView<'a>>)> {
        let none = parties.is_empty().then_some((0, None));
        let some = parties.iter().enumerate().map(|(n, p)| (n, Some(p)));
        none.into_iter().chain(some)
    }
    side(event.actors).flat_map(move |(a, actor)| {
        side(recipients)
            .filter(move |(r, _)| !mutual || a != *r)
            .map(move |(_, recipient)| [actor, recipient])
    })
}

/// A number for formats whose events have numbers: the first 53 bits of the key, so that programs
/// that keep numbers as doubles keep it whole.
pub(crate) fn number(key: Key) -> i64 {
    (u64::from_be_bytes(key.0) >> 11) as i64
}

/// The sectors of a code: what follows its country or stand-in, three letters each.
pub(crate) fn sectors<'a>(party: &PartyView<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    let (code, country) = (party.code, party.country);
    let rest = code.get(country.len()..).unwrap_or_default();
    (0..rest.len() / 3).filter_map(move |n| rest.get(n * 3..n * 3 + 3))
}

/// Year, month and day of an ISO day.
pub(crate) fn civil(day: &str) -> Option<[i64; 3]> {
    let mut parts = day.splitn(3, '-').map(|p| p.parse().ok());
    Some([parts.next()??, parts.next()??, parts.next()??])
}
