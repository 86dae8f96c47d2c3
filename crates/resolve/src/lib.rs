//! From a parsed article to who, where and when.
//!
//! Listed names are marked first ([`sight`]); a trained model adds those that no list has
//! ([`tagger`], [`names`]). Common nouns that make a party are found with whose they are
//! ([`parties`]), tied to the names they are titles of ([`people`]), and all of them are joined
//! to entities ([`named`], [`nouns`], [`pronouns`], [`speech`]). Places and times stand on their own.

mod backing;
mod cast;
mod named;
mod names;
mod nouns;
mod owned;
mod parties;
mod people;
mod places;
mod predicates;
mod pronouns;
mod relatives;
mod sight;
mod speech;
mod times;

pub mod tagger;

use risalah_doc::{Parsed, Resolved};
use risalah_pack::Pack;
use risalah_pack::world::World;

use crate::cast::Cast;
use crate::sight::Sight;

/// Finds the parties, places and times of a parsed article.
///
/// What the article leaves open stays open: a party whose country is not clear has a code
/// without one, a place that no list has comes without a point.
pub fn parsed(pack: &Pack, world: &World, parsed: Parsed) -> Resolved {
    let (times, anchor) = times::resolve(pack, &parsed);
    let sight = Sight::new(pack, world, &parsed, anchor.map(|a| a.0));
    let model = pack.naming.tagger.as_ref();
    let tagged = model.map_or_else(Vec::new, |model| tagger::tag(&sight, model));
    let mut names = names::find(&sight, &tagged);
    let places = places::find(&sight, &names);
    names::locate(&mut names, &places);
    let nominals = parties::find(&sight, &names);
    let ties = people::tie(&sight, &names, &nominals);
    named::part_namesakes(&sight, &mut names, &nominals, &ties);
    let mut cast = Cast::new(parsed.tokens.len());
    let of_name = named::join(&sight, &names, &nominals, &ties, &mut cast);
    let mut places = places::find(&sight, &names);
    nouns::join(
        &sight, &names, &nominals, &ties, &of_name, &places, &mut cast,
    );
    let quoted = speech::quoted(&sight);
    pronouns::join(&sight, &quoted, &mut cast);
    speech::join(&sight, &names, &of_name, &quoted, &mut cast);
    predicates::join(&sight, &mut cast);
    owned::join(&sight, &nominals, &ties, &mut cast);
    places::add_called(&sight, &names, &mut places);
    let (entities, mentions, heads) = cast.finish();
    Resolved {
        parsed,
        entities,
        mentions,
        heads,
        places,
        times,
        anchor,
    }
}
