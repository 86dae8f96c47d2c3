//! Whose a party is where a pronoun says so: "its forces", "pasukannya".

use risalah_doc::{Code, Entity, EntityId, MentionKind, Presumed, Rel, TokenId};

use crate::cast::{Cast, Key};
use crate::parties::Nominal;
use crate::people::Ties;
use crate::sight::Sight;

/// Gives parties that belong to a pronoun the country of whom it stands for, where no word of
/// their own tells another.
pub(crate) fn join(sight: &Sight<'_>, nominals: &[Nominal], ties: &Ties, cast: &mut Cast) {
    for (n, nominal) in nominals.iter().enumerate() {
        let tied = ties.of_nominal[n].is_some() || ties.inside[n];
        if tied || !nominal.owner.is_unknown() || nominal.code.country().is_some() {
            continue;
        }
        let Some(country) = owner(sight, nominal, cast) else {
            continue;
        };
        let top = sight.top(&nominal.core);
        let Some(mention) = mention_at(cast, top) else {
            continue;
        };
        let old = &cast.entities[cast.mentions[mention].entity as usize];
        let told = old.presumed == Presumed::Nothing && old.code.country().is_some();
        if told || old.code.country() == Some(&*country) {
            continue;
        }
        let code = old.code.with_country(&country);
        let new = of_owner(old, code);
        let key = Key::Noun(new.name.to_lowercase(), code);
        let entity = cast.of(key, || new);
        cast.mentions[mention].entity = entity;
    }
}

fn of_owner(old: &Entity, code: Code) -> Entity {
    Entity {
        code,
        presumed: Presumed::Nothing,
        ..old.clone()
    }
}

/// The place of the mention that the token heads.
fn mention_at(cast: &Cast, token: TokenId) -> Option<usize> {
    let number = cast.heads.get(token as usize)?;
    (*number as usize).checked_sub(1)
}

/// The country of whom the pronoun stands for that owns the party.
fn owner(sight: &Sight<'_>, nominal: &Nominal, cast: &Cast) -> Option<String> {
    let sentence = sight.sentence(nominal.core.start);
    let first = sentence.start.max(nominal.tokens.start.saturating_sub(2));
    let last = sentence.end.min(nominal.tokens.end + 2);
    let owns = |t: &TokenId| {
        let rel = sight.rel(*t);
        nominal.core.contains(&sight.head(*t)) && (rel.is(Rel::Nmod) || rel.is(Rel::Det))
    };
    let entity = (first..last).filter(owns).find_map(|t| {
        let mention = &cast.mentions[mention_at(cast, t)?];
        (mention.kind == MentionKind::Pronoun).then_some(mention.entity)
    })?;
    state_of(cast, entity)
}

fn state_of(cast: &Cast, entity: EntityId) -> Option<String> {
    let code = &cast.entities[entity as usize].code;
    code.country().map(str::to_owned)
}
