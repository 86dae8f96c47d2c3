//! Whose a party is: the state or body that stands with its noun, or hangs on it in the tree.

use std::ops::Range;

use risalah_doc::{Code, EntityKind, Rel, TokenId, Upos};
use risalah_pack::world::Entry;

use super::{BETWEEN, Finder, Nominal, Owner};
use crate::backing::backs;
use crate::names::{Name, code_of};
use crate::tagger::Class;

/// How many words behind a preposition a person's name is looked for: "to former President Jimmy Carter".
const LONGEST_TITLE: TokenId = 6;

impl Finder<'_, '_> {
    /// What stands right before the noun and belongs to it: where it begins, and whose it is.
    pub(super) fn before(&self, core: &Range<TokenId>) -> (TokenId, Owner) {
        let sight = self.sight;
        let first = sight.sentence(core.start).start;
        let (mut at, mut start, mut owner) = (core.start, core.start, Owner::default());
        while at > first {
            let token = at - 1;
            if let Some(first) = self.backer(token) {
                (at, start) = (first, first);
            } else if self.backs(token) {
                break;
            } else if let Some(name) = self.name_at(token) {
                let joined = at == start || sight.rel(token) != Rel::Root;
                let modifier = !matches!(name.class, Class::Person);
                if !joined || !modifier || !self.hangs(&name.tokens, core) {
                    break;
                }
                owner = self.of_name(name);
                (at, start) = (name.tokens.start, name.tokens.start);
            } else if let Some(known) = sight.known_at(token).filter(|k| k.people().is_some()) {
                if owner.is_unknown() {
                    owner = self.of_state(known.people());
                }
                (at, start) = (known.tokens.start, known.tokens.start);
            } else if self.plain(token, core) {
                (at, start) = (token, token);
            } else if self.is_genitive(token) {
                at = token;
            } else {
                break;
            }
        }
        (start, owner)
    }

    /// Where the words begin that tell who backs the party ("Iran-backed"), the last of which stands here.
    fn backer(&self, token: TokenId) -> Option<TokenId> {
        let sight = self.sight;
        let name = token.checked_sub(2).filter(|_| {
            sight.is_one_of(token, &sight.pack.grammar.backings)
                && sight.parsed.is_hyphen(token - 1)
        })?;
        let known = || sight.known_at(name).map(|k| k.tokens.start);
        let named = self.name_at(name).map(|n| n.tokens.start).or_else(known);
        named.filter(|_| sight.sentence(token).contains(&name))
    }

    /// Whether the name or adjective at the token only backs the party.
    fn backs(&self, token: TokenId) -> bool {
        let name = self.name_at(token).map(|n| &n.tokens);
        let known = || self.sight.known_at(token).map(|k| &k.tokens);
        let words = name.or_else(known);
        words.is_some_and(|words| backs(self.sight, words))
    }

    /// Whether it is the sign of the genitive, written onto the owner.
    fn is_genitive(&self, token: TokenId) -> bool {
        self.sight.parsed.tokens[token as usize].joined && self.sight.upos(token) == Upos::Part
    }

    /// An adjective, number or noun that hangs on the noun.
    pub(super) fn plain(&self, token: TokenId, core: &Range<TokenId>) -> bool {
        let sight = self.sight;
        let rel = sight.rel(token);
        let head = sight.head(token);
        let whole = sight.head(sight.top(core));
        (core.contains(&head) || head == whole && whole >= core.end)
            && [Rel::Amod, Rel::Compound, Rel::Nummod, Rel::NmodPoss]
                .iter()
                .any(|r| rel.is(*r))
            && sight.upos(token) != Upos::Pron
    }

    /// What stands right after the noun and belongs to it: where it ends, and whose it is.
    pub(super) fn after(&self, core: &Range<TokenId>) -> (TokenId, Owner) {
        let sight = self.sight;
        let last = sight.sentence(core.start).end;
        let mut at = core.end;
        let mut skipped = 0;
        if at < last && sight.is_one_of(at, &sight.pack.grammar.owners) {
            at += 1;
            skipped = BETWEEN;
            if at < last && sight.upos(at) == Upos::Det {
                at += 1;
            }
        }
        while at < last {
            if self.backs(at) {
                break;
            } else if let Some(name) = self.name_at(at) {
                if name.class == Class::Person {
                    break;
                }
                return self.onwards(name, last);
            }
            if let Some(known) = sight
                .known_at(at)
                .filter(|k| k.people().is_some() && !k.is_office())
            {
                return (known.tokens.end, self.of_state(known.people()));
            }
            let word = matches!(sight.upos(at), Upos::Noun | Upos::Adj | Upos::Propn);
            let hangs = core.contains(&sight.head(at)) || sight.head(at) == at - 1;
            if skipped >= BETWEEN || !word || !hangs || sight.role_at(at).is_some() {
                break;
            }
            at += 1;
            skipped += 1;
        }
        (core.end, Owner::default())
    }

    /// A name after the noun, and the state right after a body ("Menteri Luar Negeri AS").
    pub(super) fn onwards(&self, name: &Name, last: TokenId) -> (TokenId, Owner) {
        let mut owner = self.of_name(name);
        let next = name.tokens.end;
        if owner.code.country().is_none()
            && next < last
            && let Some(country) = self.name_at(next).and_then(Name::country)
        {
            owner.country = Some(country);
            let state = &self.sight.world.countries[country as usize].code;
            owner.code = owner.code.with_country(state);
            let end = self.name_at(next).map_or(next, |n| n.tokens.end);
            return (end, owner);
        }
        (next, owner)
    }

    /// Whose it is by the tree: a state, body or place that hangs on the noun.
    pub(super) fn below(&self, core: &Range<TokenId>) -> Option<Owner> {
        let sight = self.sight;
        let sentence = sight.sentence(core.start);
        let near = sentence.start.max(core.start.saturating_sub(8))..sentence.end.min(core.end + 8);
        let mut best = None;
        for token in near {
            let modifies = [Rel::Nmod, Rel::Amod, Rel::Compound, Rel::Flat]
                .iter()
                .any(|r| sight.rel(token).is(*r));
            let hangs = !core.contains(&token) && core.contains(&sight.head(token));
            if !hangs || !modifies || self.backs(token) {
                continue;
            }
            let owner = match self.name_at(token) {
                Some(name) if name.class == Class::Person => continue,
                Some(name) => self.of_name(name),
                None => self.of_state(sight.known_at(token).and_then(|k| k.state())),
            };
            if !owner.is_unknown() && !self.apart(token, owner.body.is_none()) {
                best = best.or(Some(owner));
            }
        }
        best
    }

    /// What stands behind the noun under a preposition of owners.
    fn owned_by(&self, core: &Range<TokenId>) -> Option<TokenId> {
        let sight = self.sight;
        let sentence = sight.sentence(core.start);
        let inside = |t: &TokenId| sentence.contains(t);
        let owner = Some(core.end).filter(inside);
        let owner = owner.filter(|t| sight.is_one_of(*t, &sight.pack.grammar.owners))?;
        let next = Some(owner + 1).filter(inside)?;
        let first = if sight.upos(next) == Upos::Det {
            next + 1
        } else {
            next
        };
        Some(first).filter(inside)
    }

    /// "President of the Movement for Change": a body that no list has is of the sectors that its
    /// first word tells.
    pub(super) fn of_kind(&self, core: &Range<TokenId>) -> Option<Owner> {
        let sight = self.sight;
        let first = self.owned_by(core).filter(|t| sight.capital(*t))?;
        let (role, _) = sight
            .role_at(first)
            .filter(|(r, _)| r.kind != EntityKind::Person)?;
        Some(Owner {
            code: Code::new(None, role.code.sectors()),
            ..Owner::default()
        })
    }

    /// "Head of the electoral commission": the body that a noun behind a preposition of owners names,
    /// a few words of its phrase on, and where it ends.
    pub(super) fn of_noun(&self, core: &Range<TokenId>) -> Option<(TokenId, Owner)> {
        let sight = self.sight;
        let first = self.owned_by(core)?;
        let last = sight
            .sentence(first)
            .end
            .min(first + BETWEEN as TokenId + 1);
        for token in first..last {
            if self.name_at(token).is_some() {
                return None;
            }
            if let Some((role, end)) = sight.role_at(token) {
                let body = role.kind != EntityKind::Person && !role.plural_only;
                let code = Code::new(None, role.code.sectors());
                let owner = Owner {
                    code,
                    ..Owner::default()
                };
                return body.then_some((end, owner));
            }
            let word = matches!(sight.upos(token), Upos::Noun | Upos::Adj | Upos::Propn);
            if !word {
                return None;
            }
        }
        None
    }

    /// Who leads it: a person whose name stands right before it or, where nouns come first, right
    /// behind it ("Pemerintahan Trump").
    pub(super) fn led(&self, nominal: &mut Nominal) {
        let sight = self.sight;
        let (start, end) = (nominal.core.start, nominal.core.end);
        let sentence = sight.sentence(start);
        let close = start.checked_sub(1).map(|t| match self.is_genitive(t) {
            true => t.saturating_sub(1),
            false => t,
        });
        let behind = Some(end).filter(|_| sight.pack.naming.kinds_first);
        let mut beside = close
            .into_iter()
            .chain(behind)
            .filter(|t| sentence.contains(t));
        let leader = beside.find_map(|t| {
            let n = self.place_of(t)?;
            (self.names[n].class == Class::Person).then_some(n)
        });
        let Some(leader) = leader else { return };
        let name = &self.names[leader].tokens;
        nominal.tokens.start = nominal.tokens.start.min(name.start);
        nominal.tokens.end = nominal.tokens.end.max(name.end);
        nominal.leader = Some(leader);
    }

    /// Whose wife or adviser it is: a listed person who is named right beside the noun, or behind a
    /// preposition or a title ("an adviser to President Macron"). Such a noun is no title of that person.
    pub(super) fn attach(&self, nominal: &mut Nominal) {
        let listed = |n: &usize| self.names[*n].person().is_some();
        let mut told = nominal.clone();
        self.led(&mut told);
        if told.leader.is_some_and(|n| listed(&n)) {
            *nominal = told;
            return;
        }
        let (sight, end) = (self.sight, nominal.core.end);
        let grammar = &sight.pack.grammar;
        let last = sight
            .sentence(nominal.core.start)
            .end
            .min(end + LONGEST_TITLE);
        let word = |t: &TokenId| {
            matches!(
                sight.upos(*t),
                Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn
            )
        };
        let person = |t| {
            self.place_of(t)
                .filter(|n| self.names[*n].class == Class::Person)
        };
        let bare = sight.pack.naming.kinds_first;
        let led = end < last
            && [&grammar.owners, &grammar.recipients]
                .iter()
                .any(|words| sight.is_one_of(end, words));
        let first = end + TokenId::from(led);
        let leader = (first..last).take_while(word).find_map(person);
        nominal.leader = leader.filter(|n| (led || bare) && listed(n));
        if let Some(name) = nominal.leader.filter(|_| !led) {
            nominal.tokens.end = nominal.tokens.end.max(self.names[name].tokens.end);
        }
    }

    /// Whether a title of state is of a body of which nothing is known: "the president of Ferrari".
    pub(super) fn of_stranger(&self, nominal: &Nominal) -> bool {
        let world = self.sight.world;
        let official = world.official.as_deref();
        let state = nominal
            .listed
            .and_then(|l| world.offices.get(l.0 as usize))
            .is_some_and(|o| o.body.is_none() && o.sectors.sectors().eq(official));
        let body = |name: &Name| name.class == Class::Organization && name.code.is_empty();
        let behind = self.owned_by(&nominal.core).or(Some(nominal.core.end));
        let name = behind.and_then(|t| self.name_at(t));
        state && name.is_some_and(body)
    }

    /// "Reported the minister to the commission", "envoy for Syria": whether the preposition says that
    /// the noun is not of what hangs on it; a state owns none under one that only says for whom.
    fn apart(&self, token: TokenId, state: bool) -> bool {
        let sight = self.sight;
        let grammar = &sight.pack.grammar;
        let first = sight.sentence(token).start.max(token.saturating_sub(4));
        let mut cases =
            (first..token).filter(|&t| sight.head(t) == token && sight.rel(t).is(Rel::Case));
        cases.any(|t| {
            let goal = || {
                sight.is_one_of(t, &grammar.recipients)
                    && !sight.is_one_of(t, &grammar.owners)
                    && !sight.is_one_of(t, &grammar.places)
            };
            sight.is_one_of(t, &grammar.apart) || state && goal()
        })
    }

    /// Whether a name before a noun is part of its phrase: it hangs on the noun, on what the noun
    /// is a title of, or on a word between them.
    pub(super) fn hangs(&self, name: &Range<TokenId>, core: &Range<TokenId>) -> bool {
        let sight = self.sight;
        let head = sight.head(sight.top(name));
        let whole = sight.head(sight.top(core));
        core.contains(&head)
            || core.contains(&sight.head(head))
            || head == whole && whole >= core.end
    }

    pub(super) fn of_name(&self, name: &Name) -> Owner {
        Owner {
            country: name.country(),
            body: name.body(),
            code: name.code,
        }
    }

    pub(super) fn of_state(&self, country: Option<u32>) -> Owner {
        country.map_or_else(Owner::default, |c| Owner {
            country: Some(c),
            body: None,
            code: code_of(self.sight, Entry::Country(c)).unwrap_or_default(),
        })
    }

    pub(super) fn of_body(&self, body: u32) -> Owner {
        Owner {
            country: None,
            body: Some(body),
            code: self.sight.world.bodies[body as usize].code,
        }
    }
}
