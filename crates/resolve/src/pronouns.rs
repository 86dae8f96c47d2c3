//! Pronouns and clitics: whom they stand for, where the article leaves little doubt.

mod clitic;

use risalah_doc::{Entity, EntityId, EntityKind, Feats, Mention, MentionKind, Rel, TokenId, Upos};
use risalah_pack::naming::{Gender, Pronoun};

use crate::cast::{Cast, Words};
use crate::relatives::{self, Relatives};
use crate::sight::Sight;
use crate::speech;

/// How many sentences back an antecedent may stand.
const BACK: usize = 3;

/// So many mentions back stands the noun that a clitic is written onto.
const NEAR_NOUN: usize = 4;

/// How far above a pronoun who governs its clause is sought.
const ABOVE: usize = 6;

/// So many words behind a pronoun a clause begins that says whom it means.
const DESCRIBED: u32 = 5;

/// Whom the article is about, it has spoken of so often.
const TOLD_OF: u32 = 3;

/// Being spoken of more often than this makes nobody likelier.
const OFTEN: u32 = 10;

/// How much likelier people are than a body where several are meant.
const SEVERAL: i32 = 8;

/// How much likelier it is who spoke last, where the pronoun speaks.
const SPOKE: i32 = 6;

/// So many sentences further back may stand who spoke last.
const SPOKE_BACK: usize = 6;

/// How much likelier it is who governs the pronoun's clause.
const GOVERNS: i32 = 4;

/// Adds the mentions of pronouns, from the first to the last, so that one may stand for what an
/// earlier one stands for.
pub(crate) fn join(sight: &Sight<'_>, quoted: &[bool], cast: &mut Cast) {
    let mut told = vec![None; cast.entities.len()];
    let mut order: Vec<Mention> = cast.mentions.clone();
    order.sort_by_key(|m| m.head);
    let mut seen: Vec<Mention> = Vec::with_capacity(order.len());
    let mut waiting = order.into_iter().peekable();
    let mut counts = vec![0; cast.entities.len()];
    let mut relatives = Relatives::new(cast);
    let mut spoke = None;
    for token in 0..sight.parsed.tokens.len() as TokenId {
        while let Some(mut mention) = waiting.next_if(|m| m.head <= token) {
            if let Some((word, owner)) = relatives::owner_before(sight, cast, mention.head)
                && let Some(noun) = relatives::owned_by(sight, cast, word)
            {
                mention.entity = relatives.relate(sight, cast, noun, word, owner);
                make_room(cast, &mut told, &mut counts);
            }
            counts[mention.entity as usize] += 1;
            let told = !quoted[mention.head as usize] && speech::speaks(sight, mention.head);
            if told && is_person(cast, mention.entity) {
                spoke = Some(mention);
            }
            seen.push(mention);
        }
        let Some(pronoun) = pronoun(sight, token) else {
            continue;
        };
        let speaks = speech::speaks(sight, token);
        let finder = Finder {
            sight,
            cast,
            seen: &seen,
            told: &told,
            counts: &counts,
            quoted,
            speaks,
            spoke: spoke.filter(|_| speaks),
        };
        let Some(entity) = finder.antecedent(token, pronoun) else {
            continue;
        };
        let entity = relatives.now(entity);
        if pronoun.gender.is_some() {
            told[entity as usize] = pronoun.gender;
        }
        let words = Words {
            span: sight.parsed.tokens[token as usize].span,
            phrase: token..token + 1,
            own: token..token + 1,
            kind: MentionKind::Pronoun,
        };
        if !cast.mention(sight, words, entity) {
            continue;
        }
        seen.extend(cast.mentions.last());
        counts[entity as usize] += 1;
        if speaks && !quoted[token as usize] {
            spoke = cast.mentions.last().copied();
        }
        let noun = relatives::owned_by(sight, cast, token).filter(|_| sight.head(token) < token);
        if let Some(noun) = noun {
            let meant = relatives.relate(sight, cast, noun, token, entity);
            make_room(cast, &mut told, &mut counts);
            let head = sight.head(token);
            let near = seen.iter_mut().rev().take(NEAR_NOUN);
            near.filter(|m| m.head == head)
                .for_each(|m| m.entity = meant);
        }
    }
    relatives.finish(cast);
}

/// Whose relative a noun means may be somebody new.
fn make_room(cast: &Cast, told: &mut Vec<Option<Gender>>, counts: &mut Vec<u32>) {
    told.resize(cast.entities.len(), None);
    counts.resize(cast.entities.len(), 0);
}

/// The pronoun that the token is.
fn pronoun<'a>(sight: &Sight<'a>, token: TokenId) -> Option<&'a Pronoun> {
    let parsed = &sight.parsed.tokens[token as usize];
    let closed = parsed.joined || matches!(parsed.upos, Upos::Pron | Upos::Det | Upos::X);
    if !closed || sight.rel(token).is(Rel::Expl) {
        return None;
    }
    let form = sight.form(token).to_lowercase();
    let naming = &sight.pack.naming;
    let found = naming.pronouns.iter().find(|p| p.forms.contains(&form))?;
    if found.speech.is_some() || found.plural && is_described(sight, token) {
        return None;
    }
    (!found.clitic || parsed.joined && clitic::stands(sight, token)).then_some(found)
}

/// "Mereka yang tewas", "those who": whom the words behind tell of, and nobody named before.
fn is_described(sight: &Sight<'_>, token: TokenId) -> bool {
    let mut behind = token + 1..sight.sentence(token).end.min(token + 1 + DESCRIBED);
    behind.any(|t| sight.head(t) == token && sight.rel(t).is(Rel::Acl))
}

struct Finder<'a, 'b> {
    sight: &'b Sight<'a>,
    cast: &'b Cast,
    seen: &'b [Mention],
    told: &'b [Option<Gender>],
    /// How often each entity was spoken of so far.
    counts: &'b [u32],
    /// For each token whether it is quoted.
    quoted: &'b [bool],
    /// Whether the pronoun is who says something.
    speaks: bool,
    /// The last mention of who spoke, where the pronoun speaks.
    spoke: Option<Mention>,
}

fn is_person(cast: &Cast, entity: EntityId) -> bool {
    cast.entities[entity as usize].kind == EntityKind::Person
}

impl Finder<'_, '_> {
    fn antecedent(&self, token: TokenId, pronoun: &Pronoun) -> Option<EntityId> {
        let here = self.sight.parsed.sentence_of(token)?;
        if let Some(entity) = self.beside(token, pronoun) {
            return Some(entity);
        }
        let above = self.above(token);
        let mut best: Option<(i32, EntityId)> = None;
        let bound: Vec<EntityId> = self
            .seen
            .iter()
            .rev()
            .take_while(|m| self.sight.parsed.sentence_of(m.head) == Some(here))
            .filter(|m| self.binds(m, token))
            .map(|m| m.entity)
            .collect();
        for mention in self.seen.iter().rev() {
            let Some(there) = self.sight.parsed.sentence_of(mention.head) else {
                continue;
            };
            if here.abs_diff(there) > BACK {
                break;
            }
            let governs = here == there && self.governs(mention, &above);
            let own = bound.contains(&mention.entity)
                || self.is_beyond(mention, pronoun, token)
                || pronoun.plural && !governs && self.is_far_body(mention, here.abs_diff(there));
            if own || mention.head >= token || !self.fits(mention, pronoun, token) {
                continue;
            }
            let several = pronoun.plural && self.is_several(mention);
            // Where the pronoun tells no gender, who says it leads: "Surya mengatakan ia …".
            let open = pronoun.gender.is_none() && !pronoun.plural;
            let spoke = self.spoke.is_some_and(|s| s.entity == mention.entity)
                || open && governs && speech::speaks(self.sight, mention.head);
            let score = self.score(mention, here.abs_diff(there) as i32)
                + GOVERNS * i32::from(governs)
                + SPOKE * i32::from(spoke)
                + SEVERAL * i32::from(several);
            if best.is_none_or(|b| score > b.0) {
                best = Some((score, mention.entity));
            }
        }
        best.map(|b| b.1)
            .or_else(|| self.speaker(here, pronoun, token))
    }

    /// Who spoke last, also farther back.
    fn speaker(&self, here: usize, pronoun: &Pronoun, token: TokenId) -> Option<EntityId> {
        let spoke = self.spoke?;
        let there = self.sight.parsed.sentence_of(spoke.head)?;
        let near = here - there <= BACK + SPOKE_BACK;
        (near && self.fits(&spoke, pronoun, token)).then_some(spoke.entity)
    }

    /// Whom the owned noun stands beside: "Obama and his wife", "Wahab dan istrinya".
    fn beside(&self, token: TokenId, pronoun: &Pronoun) -> Option<EntityId> {
        let sight = self.sight;
        let noun = sight.head(token);
        if !sight.rel(noun).is(Rel::Conj) || sight.upos(noun) != Upos::Noun {
            return None;
        }
        let number = self.cast.heads.get(sight.head(noun) as usize)?;
        let mention = self.cast.mentions.get(number.checked_sub(1)? as usize)?;
        // "Ayahnya guru dan ibunya perawat": what someone is said to be owns nothing.
        let rel = sight.rel(mention.head).universal();
        let party = matches!(rel, Rel::Nsubj | Rel::Obj | Rel::Obl);
        let known = mention.kind != MentionKind::Nominal || party;
        let fits = known && mention.head < token && self.fits(mention, pronoun, token);
        fits.then_some(mention.entity)
    }

    /// The words that the pronoun's clause hangs on, the nearest first.
    fn above(&self, token: TokenId) -> [TokenId; ABOVE] {
        let mut out = [token; ABOVE];
        let mut at = token;
        for place in &mut out {
            at = self.sight.head(at);
            *place = at;
        }
        out
    }

    /// Whether the mention is the subject of a verb above the pronoun, or what a clause above it
    /// tells of: "Dole said to Daniel that he …".
    fn governs(&self, mention: &Mention, above: &[TokenId; ABOVE]) -> bool {
        let sight = self.sight;
        let subject = sight.rel(mention.head).is(Rel::Nsubj);
        let over = subject && above.contains(&sight.head(mention.head));
        let told = above
            .iter()
            .zip(above.iter().skip(1))
            .any(|(clause, noun)| {
                *noun == mention.head && clause != noun && sight.rel(*clause).is(Rel::Acl)
            });
        over || told
    }

    fn fits(&self, mention: &Mention, pronoun: &Pronoun, token: TokenId) -> bool {
        let entity = &self.cast.entities[mention.entity as usize];
        let plural = self.is_plural(mention);
        let number = if pronoun.plural {
            plural
                || matches!(
                    entity.kind,
                    EntityKind::Group | EntityKind::Organization | EntityKind::Country
                )
        } else {
            // A clitic may stand for several all the same.
            let open = || pronoun.clitic && self.several_before(mention);
            !plural || entity.kind != EntityKind::Person || open()
        };
        let gender = match (pronoun.gender, self.gender(mention.entity)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        // Who spoke is a person: "ujarnya".
        let speaks = pronoun.clitic && clitic::is_speech(self.sight, token);
        if speaks && entity.kind != EntityKind::Person {
            return false;
        }
        let adjective = self.sight.upos(mention.head) == Upos::Adj;
        pronoun.fits(entity.kind) && number && gender && !adjective
    }

    /// Subject and object of one verb are two, unless the pronoun is an owner.
    fn binds(&self, mention: &Mention, token: TokenId) -> bool {
        let sight = self.sight;
        let head = sight.head(token);
        let argument = |t: TokenId| {
            matches!(
                sight.rel(t).universal(),
                Rel::Nsubj | Rel::Obj | Rel::Iobj | Rel::Obl
            )
        };
        sight.head(mention.head) == head && argument(token) && argument(mention.head)
            || head == mention.head
    }

    /// What is quoted speaks of "rumahnya" where it has named whose before: spoken words say so of
    /// anything, too. Who says the words is not named in them.
    fn is_beyond(&self, mention: &Mention, pronoun: &Pronoun, token: TokenId) -> bool {
        let quoted = |t: TokenId| self.quoted[t as usize];
        match quoted(token) {
            true => pronoun.clitic && !quoted(mention.head),
            false => self.speaks && quoted(mention.head),
        }
    }

    /// Several are a body only where the sentence, or the one before, is about it, or the article is.
    fn is_far_body(&self, mention: &Mention, back: usize) -> bool {
        let kind = self.cast.entities[mention.entity as usize].kind;
        let body = matches!(kind, EntityKind::Organization | EntityKind::Country);
        let leads =
            mention.kind == MentionKind::Pronoun || self.sight.rel(mention.head).is(Rel::Nsubj);
        let told = self.counts[mention.entity as usize] >= TOLD_OF;
        body && !(told || leads && back <= 1)
    }

    /// Whether the mention names people, and no body.
    fn is_several(&self, mention: &Mention) -> bool {
        let kind = self.cast.entities[mention.entity as usize].kind;
        kind == EntityKind::Group || kind == EntityKind::Person && self.is_plural(mention)
    }

    fn is_plural(&self, mention: &Mention) -> bool {
        let feats: Feats = self.sight.parsed.tokens[mention.head as usize].feats;
        let pronoun = mention.kind == MentionKind::Pronoun;
        let form = self.sight.form(mention.head).to_lowercase();
        let plural = |p: &Pronoun| p.plural && p.forms.contains(&form);
        if pronoun {
            return self.sight.pack.naming.pronouns.iter().any(plural);
        }
        mention.kind == MentionKind::Nominal
            && (feats.get("Number") == "Plur" || self.several_before(mention))
    }

    /// "Para pemimpin", "sejumlah warga": whether a word that brings several stands at the noun.
    fn several_before(&self, mention: &Mention) -> bool {
        let sight = self.sight;
        let first = sight.parsed.tokens_in(mention.phrase).start;
        let before = first.checked_sub(1).into_iter().chain(first..mention.head);
        let sentence = sight.sentence(mention.head);
        let several = &sight.pack.naming.several;
        let form = sight.form(mention.head);
        let twice = form.split_once('-');
        if twice.is_some_and(|(a, b)| a.eq_ignore_ascii_case(b)) {
            return true;
        }
        before
            .filter(|t| sentence.contains(t))
            .any(|t| several.has(sight.lemma(t)))
    }

    fn gender(&self, entity: EntityId) -> Option<Gender> {
        if let Some(told) = self.told.get(entity as usize).copied().flatten() {
            return Some(told);
        }
        gender_of(self.sight, &self.cast.entities[entity as usize])
    }

    /// Subjects lead before objects, names before nouns, near before far, and whom the article
    /// has spoken of often before who was just brought in.
    fn score(&self, mention: &Mention, back: i32) -> i32 {
        let sight = self.sight;
        let rel = sight.rel(mention.head).universal();
        let subject = matches!(rel, Rel::Nsubj | Rel::Csubj | Rel::Root);
        let object = matches!(rel, Rel::Obj | Rel::Iobj);
        let nominal = mention.kind == MentionKind::Nominal;
        let person = self.cast.entities[mention.entity as usize].kind == EntityKind::Person;
        let often = self.counts[mention.entity as usize].min(OFTEN) as i32;
        5 * i32::from(subject)
            + i32::from(object)
            + 4 * i32::from(!nominal)
            + 2 * i32::from(person)
            + often
            - 4 * i32::from(nominal && owned(sight, mention.head))
            - 3 * back
    }
}

/// Whether the noun is somebody's by a pronoun ("his father", "ibunya"): the owner leads before it.
fn owned(sight: &Sight<'_>, noun: TokenId) -> bool {
    let sentence = sight.sentence(noun);
    let near = sentence.start.max(noun.saturating_sub(2))..sentence.end.min(noun + 3);
    near.into_iter().any(|t| {
        t != noun
            && sight.head(t) == noun
            && sight.upos(t) == Upos::Pron
            && (sight.rel(t).is(Rel::Nmod) || sight.rel(t).is(Rel::Det))
    })
}

/// The gender that a person's given name tells.
pub(crate) fn gender_of(sight: &Sight<'_>, entity: &Entity) -> Option<Gender> {
    if entity.kind != EntityKind::Person {
        return None;
    }
    let first = entity.name.split_whitespace().next()?.to_lowercase();
    let naming = &sight.pack.naming;
    match (naming.women.has(&first), naming.men.has(&first)) {
        (true, false) => Some(Gender::Female),
        (false, true) => Some(Gender::Male),
        _ => {
            let called = sight.world.callnames.get(&first);
            match (called.is_female(), called.is_male()) {
                (true, _) => Some(Gender::Female),
                (_, true) => Some(Gender::Male),
                _ => None,
            }
        }
    }
}
