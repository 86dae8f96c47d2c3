//! Nouns that refer back to a name: "the alliance", "partai itu", "politikus kelahiran Padang ini".

use std::ops::Range;

use risalah_doc::{EntityId, EntityKind, MentionKind, Rel, TokenId, Upos};
use risalah_pack::naming::Noun;

use crate::cast::{Cast, Words};
use crate::names::Name;
use crate::pronouns::gender_of;
use crate::sight::Sight;
use crate::tagger::Class;

/// What coref.toml calls states, places, people and bodies that no list has.
const COUNTRY: &str = "country";
const PLACE: &str = "place";
const PERSON: &str = "person";
const UNLISTED: &str = "unlisted";

/// How many names back a noun looks.
const REACH: usize = 12;

/// How many sentences back a noun for a person looks.
const BACK: usize = 3;

/// How many it looks where only one person is named in all of them.
const FAR: usize = 8;

/// How far behind its noun a pointing word may stand.
const POINTED: u32 = 12;

/// What nouns may refer back to.
pub(super) struct Back<'a, 'b> {
    pub(super) sight: &'b Sight<'a>,
    pub(super) names: &'b [Name],
    pub(super) of_name: &'b [EntityId],
}

impl Back<'_, '_> {
    /// The end of the noun's phrase, where a word points it at what was named: "politikus
    /// kelahiran 1950 ini".
    pub(super) fn pointed(&self, core: &Range<TokenId>) -> Option<TokenId> {
        let sight = self.sight;
        let sentence = sight.sentence(core.start);
        let points = |t: TokenId| {
            let closed = matches!(sight.upos(t), Upos::Det | Upos::Pron | Upos::Adv);
            closed
                && sight
                    .pack
                    .naming
                    .pointing
                    .has(&sight.form(t).to_lowercase())
        };
        if let Some(before) = core.start.checked_sub(1).filter(|t| sentence.contains(t))
            && points(before)
            && core.contains(&sight.head(before))
        {
            return Some(core.end);
        }
        let last = sentence.end.min(core.end + POINTED);
        let within = (core.end..last).take_while(|&t| self.hangs(t, core));
        // Behind another noun the word points at that one: "aktivis kelompok itu".
        let own = |t: TokenId| {
            let head = sight.head(t);
            // "Pria yang akrab disapa AHY ini".
            let named = sight.capital(head) && !sight.capital(core.start);
            core.contains(&head) || sight.upos(head) != Upos::Noun || named
        };
        within
            .filter(|&t| points(t) && own(t))
            .last()
            .map(|t| t + 1)
    }

    /// Whether the token is part of the noun's phrase.
    fn hangs(&self, token: TokenId, core: &Range<TokenId>) -> bool {
        let mut at = token;
        for _ in 0..POINTED {
            let head = self.sight.head(at);
            if core.contains(&head) {
                return true;
            }
            if head == at || head < core.start {
                return false;
            }
            at = head;
        }
        false
    }

    /// The named person that a noun with a pointing word stands for: of those just named the one
    /// nearest as a subject, unless the noun tells another country or gender.
    pub(super) fn person(
        &self,
        core: &Range<TokenId>,
        country: Option<&str>,
        cast: &Cast,
    ) -> Option<EntityId> {
        let sight = self.sight;
        let noun = self.noun(core.start);
        let feats = sight.parsed.tokens[core.start as usize].feats;
        if feats.get("Number") == "Plur" || self.is_new(core) {
            return None;
        }
        let here = sight.parsed.sentence_of(core.start)?;
        let before = self.names.partition_point(|n| n.tokens.start < core.start);
        let verb = sight.head(sight.top(core));
        let mut best: Option<(i32, EntityId)> = None;
        for (n, name) in self.names[..before].iter().enumerate().rev() {
            let back = here - sight.parsed.sentence_of(name.tokens.start)?;
            if back > BACK {
                break;
            }
            let who = &cast.entities[self.of_name[n] as usize];
            let abroad = country.zip(who.code.country()).is_some_and(|(a, b)| a != b);
            let gender = noun.and_then(|n| n.gender).zip(gender_of(sight, who));
            let other = abroad || gender.is_some_and(|(a, b)| a != b);
            let head = sight.top(&name.tokens);
            if name.class != Class::Person || other || sight.head(head) == verb {
                continue;
            }
            let subject = sight.rel(head).is(Rel::Nsubj) || sight.rel(head) == Rel::Root;
            let score = 4 * i32::from(subject) - 3 * back as i32;
            if best.is_none_or(|b| score > b.0) {
                best = Some((score, self.of_name[n]));
            }
        }
        best.map(|b| b.1)
    }

    /// The only person named in a longer stretch before, where nobody is in the nearest sentences.
    pub(super) fn only(
        &self,
        core: &Range<TokenId>,
        country: Option<&str>,
        cast: &Cast,
    ) -> Option<EntityId> {
        if self.is_new(core) {
            return None;
        }
        let sentence = |t: TokenId| self.sight.parsed.sentence_of(t);
        let here = sentence(core.start)?;
        let before = self.names.partition_point(|n| n.tokens.start < core.start);
        let names = self.names[..before].iter().zip(self.of_name).rev();
        let near = |n: &Name| sentence(n.tokens.start).is_some_and(|s| here - s <= FAR);
        let mut people = names
            .take_while(|(n, _)| near(n))
            .filter(|(n, _)| n.class == Class::Person)
            .map(|(_, entity)| *entity);
        let one = people.next()?;
        let told = cast.entities[one as usize].code.country();
        let abroad = country.zip(told).is_some_and(|(a, b)| a != b);
        (!abroad && people.all(|e| e == one)).then_some(one)
    }

    /// Whether the noun may stand for one named person.
    pub(super) fn is_person(&self, token: TokenId) -> bool {
        let noun = self.noun(token);
        noun.is_some_and(|n| n.classes.iter().any(|c| c == PERSON))
    }

    /// Whether the phrase brings someone in, or several: "seorang pejabat", "para penculik".
    fn is_new(&self, core: &Range<TokenId>) -> bool {
        let sight = self.sight;
        let first = sight.sentence(core.start).start;
        let before = core.start.saturating_sub(2).max(first)..core.start;
        let measures = &sight.pack.grammar.measures;
        before.into_iter().any(|t| {
            let form = sight.form(t).to_lowercase();
            sight.pack.naming.indefinite.has(&form)
                || measures.contains(&form)
                || sight.upos(t) == Upos::Num
        })
    }

    fn noun(&self, token: TokenId) -> Option<&Noun> {
        let nouns = &self.sight.pack.naming.nouns;
        let lemma = self.sight.lemma(token).to_lowercase();
        nouns.iter().find(|n| n.lemmas.contains(&lemma))
    }

    /// The body, state or place that a noun such as "aliansi" stands for: the last one before it
    /// that is called by that noun, else one of a class it fits, and of the country that is told.
    pub(super) fn body(
        &self,
        core: &Range<TokenId>,
        country: Option<&str>,
        cast: &Cast,
    ) -> Option<EntityId> {
        if self.is_several(core) {
            return None;
        }
        let token = core.start;
        let before = self.names.partition_point(|n| n.tokens.start < token);
        let bodies = || {
            let names = self.names[..before].iter().enumerate().rev().take(REACH);
            names.filter(|(_, n)| n.class != Class::Person)
        };
        let lemma = self.sight.lemma(token).to_lowercase();
        let form = self.sight.form(token).to_lowercase();
        let called = |name: &Name| {
            let head = self.sight.form(self.sight.top(&name.tokens)).to_lowercase();
            name.tokens.len() > 1 && (head == lemma || head == form)
        };
        let meant = definite(self.sight, core) || self.pointed(core).is_some();
        if country.is_none()
            && meant
            && let Some((n, _)) = bodies().find(|(_, name)| called(name))
        {
            return Some(self.of_name[n]);
        }
        let noun = self.noun(token)?;
        let of_country = |n: usize| {
            let told = cast.entities[self.of_name[n] as usize].code.country();
            country.is_none_or(|c| told == Some(c))
        };
        let fits =
            |n: usize, name: &Name| of_country(n) && self.fits(noun, name, self.of_name[n], cast);
        let (nearest, name) = bodies().find(|(n, name)| fits(*n, name))?;
        // "China refused to condemn Russia. The country …": whom the sentence before is about leads.
        let sentence = |t: TokenId| self.sight.parsed.sentence_of(t);
        let same = |name: &Name| sentence(name.tokens.start);
        let led = bodies()
            .filter(|(n, other)| same(other) == same(name) && fits(*n, other))
            .rfind(|(_, other)| self.leads(other));
        let before = same(name) != sentence(token);
        let found = led.filter(|_| before).map_or(nearest, |(n, _)| n);
        Some(self.of_name[found])
    }

    /// Whether the name is the subject of its sentence.
    fn leads(&self, name: &Name) -> bool {
        let top = self.sight.top(&name.tokens);
        let verb = self.sight.head(top);
        self.sight.rel(top).is(Rel::Nsubj) && self.sight.rel(verb) == Rel::Root
    }

    /// Whether the words name several of a kind ("both countries", "negara-negara").
    fn is_several(&self, core: &Range<TokenId>) -> bool {
        let sight = self.sight;
        let plural = sight.parsed.tokens[core.start as usize].feats.get("Number") == "Plur";
        let twice = sight.form(core.start).split_once('-');
        let twice = twice.is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
        let first = sight.sentence(core.start).start;
        let mut before = core.start.saturating_sub(2).max(first)..core.start;
        let several = &sight.pack.naming.several;
        plural || twice || before.any(|t| several.has(&sight.form(t).to_lowercase()))
    }

    /// Whether the noun may stand for the name: by the class of what is listed, by the kind of
    /// what is not, unless its own words say another kind ("Northwestern University").
    fn fits(&self, noun: &Noun, name: &Name, entity: EntityId, cast: &Cast) -> bool {
        let fits = |class: &str| noun.classes.iter().any(|c| c == class);
        if let Some(body) = name.body() {
            return fits(&self.sight.world.bodies[body as usize].class);
        }
        match cast.entities[entity as usize].kind {
            EntityKind::Country => fits(COUNTRY),
            EntityKind::Place => fits(PLACE),
            EntityKind::Organization => {
                let told = name.code.sectors().next().is_some();
                fits(UNLISTED) && !told && name.tokens.clone().all(|t| self.noun(t).is_none())
            }
            _ => false,
        }
    }

    /// "Negara itu": nouns that are no party by themselves, but refer back.
    pub(super) fn bare(&self, cast: &mut Cast) {
        let sight = self.sight;
        let mut taken = vec![false; sight.parsed.tokens.len()];
        for name in self.names {
            name.tokens.clone().for_each(|t| taken[t as usize] = true);
        }
        for token in 0..sight.parsed.tokens.len() as TokenId {
            let core = token..token + 1;
            let free = cast.heads[token as usize] == 0 && !taken[token as usize];
            if !free
                || sight.upos(token) != Upos::Noun
                || sight.parsed.tokens[token as usize].joined
            {
                continue;
            }
            let pointed = self.pointed(&core);
            if pointed.is_none() && !definite(sight, &core) {
                continue;
            }
            let found = match self.is_person(token) {
                true => pointed.and_then(|_| self.person(&core, None, cast)),
                false => self.body(&core, None, cast),
            };
            let Some(entity) = found else { continue };
            let phrase = token..pointed.unwrap_or(token + 1);
            let words = Words {
                span: sight.span(&phrase),
                phrase,
                own: core,
                kind: MentionKind::Nominal,
            };
            cast.mention(sight, words, entity);
        }
    }
}

/// Whether a word that makes a noun refer back stands before or after the tokens.
pub(super) fn definite(sight: &Sight<'_>, tokens: &Range<TokenId>) -> bool {
    let definite = |t: TokenId| {
        let words = &sight.pack.naming.definite;
        words.has(&sight.form(t).to_lowercase())
    };
    let sentence = sight.sentence(tokens.start);
    let before = tokens.start.checked_sub(1).filter(|t| sentence.contains(t));
    let after = Some(tokens.end).filter(|t| sentence.contains(t));
    before.is_some_and(definite) || after.is_some_and(definite)
}
