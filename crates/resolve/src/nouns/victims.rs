//! Whose people are struck: "an attack on Iran killed twenty people", "Ukrainian officials said two
//! villagers were hurt by Russian fire".

use risalah_doc::{Place, Rel, TokenId, Upos};

use crate::parties::Nominal;
use crate::sight::Sight;

/// How many clauses up somebody is looked for who tells of it.
const REACH: usize = 3;
/// How many words behind a deed what it struck is looked for.
const NEAR: TokenId = 24;

/// What tells the country of people of whom nothing else does.
pub(super) struct Victims<'a, 'b> {
    pub(super) sight: &'b Sight<'a>,
    pub(super) places: &'b [Place],
    pub(super) nominals: &'b [Nominal],
}

impl Victims<'_, '_> {
    /// The state that the blow is aimed at, or else that of the officials who tell of people's
    /// suffering, unless they tell of their own state's blow.
    pub(super) fn country(&self, nominal: &Nominal) -> Option<String> {
        let sight = self.sight;
        let individual = sight.world.individual.as_deref();
        if nominal.office || nominal.code.sectors().next() != individual {
            return None;
        }
        let verb = self.verb(nominal)?;
        let blow = self.blow(verb);
        if let Some(aim) = blow.and_then(|b| self.below(b, true)) {
            return Some(aim.to_owned());
        }
        if let Some(struck) = self.deed(verb).and_then(|deed| self.struck(deed)) {
            return Some(struck.to_owned());
        }
        let teller = self.teller(verb)?;
        let own = blow.and_then(|b| self.below(b, false));
        (own != Some(teller)).then(|| teller.to_owned())
    }

    /// The state whose blow it is that they suffer, where nothing says whom it is aimed at.
    pub(super) fn striker(&self, nominal: &Nominal) -> Option<&str> {
        let sight = self.sight;
        let individual = sight.world.individual.as_deref();
        let people = !nominal.office && nominal.code.sectors().next() == individual;
        let verb = self.verb(nominal).filter(|_| people)?;
        // "Are reported killed in a strike": the blow hangs on what is reported.
        let reported = |t: &TokenId| sight.head(*t) == verb && sight.rel(*t) == Rel::Xcomp;
        let below = || sight.sentence(verb).find(reported);
        let blow = self.blow(verb).or_else(|| self.blow(below()?))?;
        // "Gempuran terbaru Israel", "serangan udara Israel": the parser may hang the state on what is
        // said of the blow.
        let said = |t: &TokenId| {
            let upos = matches!(sight.upos(*t), Upos::Adj | Upos::Noun);
            let bare = sight.rel(*t).is(Rel::Amod) || sight.rel(*t).is(Rel::Nmod);
            *t > blow && sight.head(*t) == blow && upos && bare && sight.cases(*t).next().is_none()
        };
        self.below(blow, false).or_else(|| {
            let mut said = sight.sentence(blow).filter(said);
            said.find_map(|t| self.below(t, false))
        })
    }

    /// The verb that the people are subject or object of; a number or measure before them counts.
    fn verb(&self, nominal: &Nominal) -> Option<TokenId> {
        let sight = self.sight;
        let mut at = sight.top(&nominal.core);
        let head = sight.head(at);
        if sight.rel(at).is(Rel::Nmod) && sight.is_one_of(head, &sight.pack.grammar.measures) {
            at = head;
        }
        let argument = [Rel::Obj, Rel::Nsubj, Rel::NsubjPass].iter();
        let is = argument.clone().any(|r| sight.rel(at) == *r);
        let verb = Some(sight.head(at)).filter(|v| is && *v != at)?;
        matches!(sight.upos(verb), Upos::Verb | Upos::Adj).then_some(verb)
    }

    /// The blow that the verb tells of: its subject or phrase, or the noun that it hangs on.
    fn blow(&self, verb: TokenId) -> Option<TokenId> {
        let sight = self.sight;
        let near = |t: &TokenId| sight.head(*t) == verb || sight.head(verb) == *t;
        let mut tokens = sight.sentence(verb).filter(near).filter(|t| *t != verb);
        tokens.find(|t| sight.is_one_of(*t, &sight.pack.grammar.blows))
    }

    /// The deed that the verb tells the toll of: "shelled Aden, killing nine", "mengebom Aden dan menewaskan".
    fn deed(&self, verb: TokenId) -> Option<TokenId> {
        let sight = self.sight;
        let (rel, deed) = (sight.rel(verb), sight.head(verb));
        let hangs = rel.is(Rel::Advcl) || rel == Rel::Xcomp || rel.is(Rel::Conj);
        let own = |t: TokenId| sight.head(t) == verb && sight.rel(t).is(Rel::Nsubj);
        let told = hangs && deed < verb && sight.is_one_of(verb, &sight.pack.grammar.tolls);
        let alone = told && !sight.sentence(verb).any(own);
        (alone && sight.upos(deed) == Upos::Verb).then_some(deed)
    }

    /// The state of what a deed struck: of its object, or of a place that it was aimed at.
    fn struck(&self, deed: TokenId) -> Option<&str> {
        let sight = self.sight;
        let grammar = &sight.pack.grammar;
        let cased = |t: TokenId| {
            let mut cases = sight.cases(t);
            let lists = [&grammar.aims, &grammar.owners];
            cases.all(|c| lists.iter().any(|words| sight.is_one_of(c, words)))
        };
        let below = |t: &TokenId| {
            let mut at = *t;
            for _ in 0..REACH {
                let rel = sight.rel(at);
                let phrase = [Rel::Obj, Rel::Obl, Rel::Nmod, Rel::Amod, Rel::Compound];
                if !phrase.iter().any(|r| rel.is(*r)) || !cased(at) {
                    return false;
                }
                at = sight.head(at);
                if at == deed {
                    return true;
                }
            }
            false
        };
        let end = sight.sentence(deed).end.min(deed + NEAR);
        let mut behind = (deed + 1..end).filter(below);
        behind.find_map(|t| self.told(t))
    }

    /// The state that hangs on a blow as its aim, or as whose it is.
    fn below(&self, blow: TokenId, aimed: bool) -> Option<&str> {
        let sight = self.sight;
        let fits = |t: &TokenId| match sight.cases(*t).next() {
            Some(case) => aimed == sight.is_one_of(case, &sight.pack.grammar.aims),
            None => !aimed,
        };
        let mut hang = sight.sentence(blow).filter(|t| sight.head(*t) == blow);
        hang.find_map(|t| Some(t).filter(fits).and_then(|t| self.told(t)))
    }

    /// The country that a state's name, its adjective or a place tells.
    fn told(&self, token: TokenId) -> Option<&str> {
        let sight = self.sight;
        let at = self.places.partition_point(|p| p.head < token);
        let place = self.places.get(at).filter(|p| p.head == token);
        let place = place.and_then(|p| p.country.as_deref());
        let place = place.filter(|c| sight.world.country(c).is_some());
        place.or_else(|| {
            let state = sight.known_at(token)?.state()?;
            Some(&*sight.world.countries[state as usize].code)
        })
    }

    /// The country of the officials who say it, over the verb or beside it.
    fn teller(&self, verb: TokenId) -> Option<&str> {
        let sight = self.sight;
        let cue = |t: &TokenId| {
            let quotes = &sight.pack.quotes;
            quotes.verbs.has(sight.lemma(*t)) || quotes.after.has(sight.lemma(*t))
        };
        let mut at = verb;
        for _ in 0..REACH {
            let mut beside = sight.sentence(at);
            let beside =
                beside.find(|t| sight.head(*t) == at && sight.rel(*t).is(Rel::Parataxis) && cue(t));
            if let Some(says) = beside {
                return self.official(says);
            }
            let head = sight.head(at);
            let rel = sight.rel(at);
            if head == at || !(rel == Rel::Ccomp || rel.is(Rel::Conj) || rel.is(Rel::Parataxis)) {
                return None;
            }
            if cue(&head) {
                return self.official(head);
            }
            at = head;
        }
        None
    }

    /// The country of the officials who are the subject of a verb.
    fn official(&self, says: TokenId) -> Option<&str> {
        let sight = self.sight;
        let mut subjects = sight.sentence(says);
        let subject = subjects.find(|&t| sight.head(t) == says && sight.rel(t).is(Rel::Nsubj))?;
        let official = sight.world.official.as_deref();
        let own = |n: &&Nominal| {
            let top = sight.top(&n.core);
            top == subject || sight.head(top) == subject
        };
        let at = self
            .nominals
            .partition_point(|n| n.core.end <= sight.sentence(says).start);
        let here = self.nominals[at..].iter();
        let mut here = here.take_while(|n| n.core.start < sight.sentence(says).end);
        let teller = here.find(own)?;
        let rules = teller.code.sectors().next() == official;
        teller.owner.code.country().filter(|_| rules)
    }
}
