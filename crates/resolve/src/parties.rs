//! Parties named by common nouns: "polisi Filipina", "Russian officials", "the ruling party".

mod owner;

use std::ops::Range;
use std::sync::Arc;

use risalah_doc::{Code, EntityKind, Rel, TokenId, Upos};
use risalah_pack::roles::{Needs, Role};
use risalah_pack::world::Entry;

use crate::names::Name;
use crate::sight::{Known, Sight};
use crate::tagger::Class;

/// A party named by a common noun or a title.
#[derive(Clone, Debug)]
pub(crate) struct Nominal {
    /// The tokens of the noun itself ("juru bicara").
    pub(crate) core: Range<TokenId>,
    /// With what belongs to it ("juru bicara Kementerian Luar Negeri Rusia").
    pub(crate) tokens: Range<TokenId>,
    /// Country and sectors, as far as these words tell.
    pub(crate) code: Code,
    /// What it is.
    pub(crate) kind: EntityKind,
    /// Whether it is a title.
    pub(crate) office: bool,
    /// Whether it is a past office ("mantan", "former").
    pub(crate) past: bool,
    /// The listed office, and the state or body it is of.
    pub(crate) listed: Option<(u32, Option<u32>, Option<u32>)>,
    /// Whose it is.
    pub(crate) owner: Owner,
    /// The name of the person who leads it ("the Trump administration"), by its place.
    pub(crate) leader: Option<usize>,
    /// Whether it is somebody who is a party only beside another ("a man").
    pub(crate) private: bool,
}

/// Whose a party is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The state.
    pub(crate) country: Option<u32>,
    /// The listed body.
    pub(crate) body: Option<u32>,
    /// Country and sectors of whatever it is.
    pub(crate) code: Code,
}

impl Owner {
    /// Whether nobody is known.
    pub(crate) fn is_unknown(self) -> bool {
        self == Self::default()
    }
}

/// How many plain words may stand between a noun and whose it is ("polisi khusus Filipina").
const BETWEEN: usize = 2;

/// All of them, in the order of the text.
pub(crate) fn find(sight: &Sight<'_>, names: &[Name]) -> Vec<Nominal> {
    let mut covered = vec![0u32; sight.parsed.tokens.len()];
    for (n, name) in names.iter().enumerate() {
        name.tokens
            .clone()
            .for_each(|t| covered[t as usize] = n as u32 + 1);
    }
    let finder = Finder {
        sight,
        names,
        covered,
    };
    let mut out: Vec<Nominal> = Vec::new();
    let mut token = 0;
    while (token as usize) < sight.parsed.tokens.len() {
        match finder.at(token) {
            Some(nominal) => {
                token = nominal.core.end.max(token + 1);
                out.push(nominal);
            }
            None => token += 1,
        }
    }
    finder.chain(&mut out);
    out
}

struct Finder<'a, 'b> {
    sight: &'b Sight<'a>,
    names: &'b [Name],
    // For each token, the place of the name that covers it plus one.
    covered: Vec<u32>,
}

impl Finder<'_, '_> {
    fn name_at(&self, token: TokenId) -> Option<&Name> {
        self.names.get(self.place_of(token)?)
    }

    /// The place of the name that covers the token.
    fn place_of(&self, token: TokenId) -> Option<usize> {
        let at = self.covered.get(token as usize)?.checked_sub(1)?;
        Some(at as usize)
    }

    /// The nominal whose noun starts at the token.
    fn at(&self, token: TokenId) -> Option<Nominal> {
        if self.name_at(token).is_some() {
            return None;
        }
        let sight = self.sight;
        let role = sight.role_where(token, |words| self.of_body_within(words));
        let title = sight
            .known_at(token)
            .filter(|k| k.tokens.start == token && k.is_office() && self.free(k.tokens.clone()));
        let by_title = title.map_or(0, |k| k.tokens.end);
        let by_role = role.map_or(0, |r| r.1);
        if by_title.max(by_role) == 0 || !self.is_noun(token..by_title.max(by_role)) {
            return None;
        }
        let core = token..by_title.max(by_role);
        let (before, after) = (self.before(&core), self.after(&core));
        let within = core.clone().skip(1).find_map(|t| self.name_at(t));
        let within = within.map(|n| self.of_name(n)).unwrap_or_default();
        let owner = [after.1, before.1, within]
            .into_iter()
            .find(|o| !o.is_unknown())
            .or_else(|| self.below(&core))
            .or_else(|| self.of_kind(&core))
            .unwrap_or_default();
        let mut tokens = before.0..after.0;
        let role = role.filter(|r| r.1 >= by_title).map(|r| r.0);
        let mut owner = owner;
        if role.is_some_and(|r| matches!(r.needs, Needs::Body | Needs::Owner))
            && owner.is_unknown()
            && let Some((end, body)) = self.of_noun(&core)
        {
            (tokens.end, owner) = (tokens.end.max(end), body);
        }
        let listed = title
            .filter(|k| k.tokens.end >= by_role)
            .and_then(|k| self.office(k, owner));
        let mut nominal = self.nominal(core, tokens, role, listed, owner)?;
        if owner.is_unknown() && self.of_stranger(&nominal) {
            (nominal.code, nominal.listed) = (Code::default(), None);
        }
        let official = sight.world.official.as_deref();
        let governs = nominal.code.sectors().eq(official) && nominal.kind != EntityKind::Person;
        if governs && nominal.owner.is_unknown() {
            self.led(&mut nominal);
        }
        let attached = &sight.pack.naming.attached;
        if attached.has(sight.lemma(token)) && !nominal.office {
            self.attach(&mut nominal);
        }
        Some(nominal)
    }

    fn nominal(
        &self,
        core: Range<TokenId>,
        tokens: Range<TokenId>,
        role: Option<&Role>,
        listed: Option<Listed>,
        mut owner: Owner,
    ) -> Option<Nominal> {
        // "a movement of goods" is none of people, "the landless movement" is.
        let moved = || {
            let owners = &self.sight.pack.grammar.owners;
            self.sight.is_one_of(core.end, owners)
        };
        let modified = tokens.start < core.start || tokens.end > core.end && !moved();
        let told = match role.map(|r| r.needs) {
            Some(Needs::Country) => owner.code.country().is_some(),
            Some(Needs::Modifier) => modified,
            Some(Needs::Body) => owner.code.sectors().next().is_some(),
            Some(Needs::Owner) => !owner.code.is_empty(),
            Some(Needs::Alone) => !modified && !moved() && !self.counted(&core),
            _ => true,
        };
        let single = self.sight.parsed.tokens[core.end as usize - 1]
            .feats
            .get("Number")
            == "Sing";
        let alone = single && role.is_some_and(|r| r.plural_only);
        let individual = self.sight.world.individual.as_deref();
        let private = alone && role.is_some_and(|r| r.code.sectors().next() == individual);
        if !told || alone && !private {
            return None;
        }
        if let Some(body) = listed.and_then(|l| l.2).filter(|_| owner.is_unknown()) {
            owner = self.of_body(body);
        }
        let of_office = self.sectors(listed);
        let mut base = role.map(|r| r.code).or(of_office)?;
        // "Petugas Dinas Perhubungan" are what the body is.
        let noun = self.sight.lemma(core.start).to_lowercase();
        let staff = self.sight.pack.naming.staff.has(&noun);
        if staff && owner.code.sectors().next().is_some() {
            base = Code::new(base.country(), self.sight.world.official.as_deref());
        }
        // "Kapolri" is of one state, whatever the noun says.
        if let Some(country) = of_office.and_then(|o| o.country().map(str::to_owned)) {
            base = base.with_country(&country);
        }
        let person = role.is_none_or(|r| r.kind == EntityKind::Person);
        let past = tokens
            .start
            .checked_sub(1)
            .into_iter()
            .chain(tokens.start..core.start)
            .any(|t| self.is_former(t));
        Some(Nominal {
            code: self.combine(base, owner, person),
            kind: role.map_or(EntityKind::Person, |r| r.kind),
            office: role.is_none_or(|r| r.office),
            past,
            listed,
            owner,
            leader: None,
            private,
            core,
            tokens,
        })
    }

    /// Whether a number makes the words a number, too ("two hundred"), or they count what hangs on them.
    fn counted(&self, core: &Range<TokenId>) -> bool {
        let sight = self.sight;
        let number = core
            .start
            .checked_sub(1)
            .filter(|t| sight.sentence(core.start).contains(t) && sight.upos(*t) == Upos::Num);
        let top = sight.top(core);
        let counts = [Rel::Nummod, Rel::Det, Rel::Amod, Rel::Compound];
        number.is_some() || counts.iter().any(|r| sight.rel(top).is(*r))
    }

    fn is_former(&self, token: TokenId) -> bool {
        let former = &self.sight.pack.naming.former;
        former.has(self.sight.lemma(token)) || former.has(&self.sight.form(token).to_lowercase())
    }

    /// Sectors of an office or of the body that someone is the head of.
    fn sectors(&self, listed: Option<Listed>) -> Option<Code> {
        let world = self.sight.world;
        let (office, _, body) = listed?;
        match world.offices.get(office as usize) {
            Some(office) => Some(office.sectors),
            None => body.map(|b| world.bodies[b as usize].code),
        }
    }

    /// The office that a title names, given whose it is.
    fn office(&self, title: &Known, owner: Owner) -> Option<Listed> {
        let world = self.sight.world;
        let office = |e: &Entry| match e {
            Entry::Office(o) => Some(*o),
            _ => None,
        };
        let offices = || title.entries.iter().filter_map(office);
        let of_body = offices()
            .find(|o| owner.body.is_some() && world.offices[*o as usize].body == owner.body);
        let of_state = || offices().find(|o| world.offices[*o as usize].body.is_none());
        if let Some(office) = of_body {
            return Some((office, None, owner.body));
        }
        if let Some(office) = of_state() {
            return Some((office, owner.country, owner.body));
        }
        let of_one = offices().find(|o| world.offices[*o as usize].body.is_some());
        if let Some(office) = of_one.filter(|_| owner.is_unknown()) {
            return Some((office, None, world.offices[office as usize].body));
        }
        // "Sekretaris Jenderal NATO": the head of the body that stands with the title.
        let head = title
            .entries
            .iter()
            .any(|e| matches!(e, Entry::Head(b) if Some(*b) == owner.body));
        let only = owner.body.filter(|_| head)?;
        Some((u32::MAX, None, Some(only)))
    }

    fn free(&self, tokens: Range<TokenId>) -> bool {
        tokens.into_iter().all(|t| self.name_at(t).is_none())
    }

    /// Whether no name stands in the words, but for that of the body whose office they are ("ketua
    /// DPR").
    fn of_body_within(&self, tokens: Range<TokenId>) -> bool {
        let end = tokens.end;
        tokens.skip(1).all(|t| {
            self.name_at(t)
                .is_none_or(|name| name.class == Class::Organization && name.tokens.end <= end)
        })
    }

    /// Whether the words are used as a noun at all ("polisi", not "to police").
    fn is_noun(&self, tokens: Range<TokenId>) -> bool {
        let several = tokens.len() > 1;
        // Before a person's name it is a title ("met General Peter Odhiambo").
        let titles = |n: &Name| n.class == Class::Person && n.tokens.start == tokens.end;
        let title =
            self.sight.capital(tokens.start) && self.name_at(tokens.end).is_some_and(titles);
        // "a criminal investigation": before its noun such an adjective only describes.
        let descriptive = &self.sight.pack.naming.descriptive;
        let modifies = self.sight.rel(tokens.start).is(Rel::Amod)
            && self.sight.head(tokens.start) > tokens.start
            && descriptive.has(self.sight.lemma(tokens.start));
        several
            || title
            || !modifies
                && matches!(
                    self.sight.upos(tokens.start),
                    Upos::Noun | Upos::Propn | Upos::X | Upos::Adj
                )
    }

    /// A party that belongs to another: "a spokesman for the ruling party", "ketua partai".
    fn chain(&self, nominals: &mut [Nominal]) {
        for n in (1..nominals.len()).rev() {
            let (left, right) = nominals.split_at_mut(n);
            let (Some(whose), Some(what)) = (left.last_mut(), right.first()) else {
                continue;
            };
            let gap = whose.core.end..what.tokens.start.max(whose.core.end);
            let owned = gap.clone().all(|t| {
                let owners = &self.sight.pack.grammar.owners;
                self.sight.is_one_of(t, owners)
                    || self.sight.upos(t) == Upos::Det
                    || self.sight.rel(t).is(Rel::Case)
                        && self.sight.head(t) == self.sight.top(&what.core)
            });
            let hangs = whose
                .core
                .contains(&self.sight.head(self.sight.top(&what.core)));
            let body = what.kind != EntityKind::Person;
            let close = what.tokens.start >= whose.core.end && gap.len() <= 2;
            if close
                && owned
                && hangs
                && body
                && whose.owner.is_unknown()
                && whose.kind == EntityKind::Person
            {
                whose.owner.code = what.code;
                whose.code = self.combine(whose.code, whose.owner, true);
                whose.tokens.end = whose.tokens.end.max(what.tokens.end);
            }
        }
    }
}

impl Finder<'_, '_> {
    /// Whether the body alone says what its people are: an armed band's commanders and troops, the staff
    /// of a body across borders. A band's hostages are none of it.
    fn is_of_body(&self, base: Code, own: Code) -> bool {
        let world = self.sight.world;
        let one_of = |s: &str, list: &[Arc<str>]| list.iter().any(|x| **x == *s);
        let serves = |s: &str| {
            let armed = one_of(s, &world.public) || one_of(s, &world.bands);
            armed || Some(s) == world.official.as_deref()
        };
        let band = own.sectors().any(|s| one_of(s, &world.bands));
        let across = own.country().is_some_and(|c| world.is_standin(c));
        let plain = |s: &str| {
            let both = [&world.individual, &world.workers];
            both.iter().any(|p| p.as_deref() == Some(s))
        };
        band && base.sectors().all(serves) || across && base.sectors().all(plain)
    }
}

/// A listed office (`u32::MAX` for the head of a body), and the state or body it is of.
type Listed = (u32, Option<u32>, Option<u32>);

impl Finder<'_, '_> {
    /// The code of a party that belongs to an owner: a state lends its country; a body also what
    /// it is, as who speaks for a party or leads rebels is coded as they are.
    fn combine(&self, base: Code, owner: Owner, person: bool) -> Code {
        let own = owner.code;
        let official = self.sight.world.official.as_deref();
        let speaks =
            person && (base.sectors().all(|s| Some(s) == official) || self.is_of_body(base, own));
        let of_body = own.sectors().next().is_some() || owner.body.is_some();
        match own.country() {
            Some(country) if speaks && of_body => Code::new(Some(country), own.sectors()),
            Some(country) => base.with_country(country),
            None if speaks && of_body => Code::new(base.country(), own.sectors()),
            None => base,
        }
    }
}
