//! Titles: which noun is whose, before a name, after it, or told by a copula.

use risalah_doc::{EntityKind, Rel, TokenId, Upos};

use crate::names::Name;
use crate::parties::Nominal;
use crate::sight::Sight;
use crate::tagger::Class;

/// How names and nouns hang together.
#[derive(Debug, Default)]
pub(crate) struct Ties {
    /// For each name the nouns that say what the person is, the nearest last.
    pub(crate) of_name: Vec<Vec<usize>>,
    /// For each name the token where its phrase begins, titles included.
    pub(crate) start: Vec<TokenId>,
    /// For each noun the name it belongs to.
    pub(crate) of_nominal: Vec<Option<usize>>,
    /// For each noun whether it is part of its name's phrase and no mention of its own.
    pub(crate) inside: Vec<bool>,
}

/// Ties nouns to names.
pub(crate) fn tie(sight: &Sight<'_>, names: &[Name], nominals: &[Nominal]) -> Ties {
    let mut ties = Ties {
        of_name: vec![Vec::new(); names.len()],
        start: names.iter().map(|n| n.tokens.start).collect(),
        of_nominal: vec![None; nominals.len()],
        inside: vec![false; nominals.len()],
    };
    let people = || {
        names
            .iter()
            .enumerate()
            .filter(|(_, n)| n.class == Class::Person)
    };
    for (n, name) in people() {
        ties.before(sight, nominals, n, name);
        if ties.of_name[n].is_empty() {
            ties.far_before(sight, nominals, names, n);
        }
    }
    for (n, name) in people() {
        ties.after(sight, nominals, n, name);
    }
    ties.copulas(sight, names, nominals);
    ties
}

impl Ties {
    fn join(&mut self, name: usize, nominal: usize) {
        self.of_nominal[nominal] = Some(name);
        self.of_name[name].push(nominal);
    }

    /// "Presiden Rusia Vladimir Putin", "Wakil Menteri Luar Negeri AS, Wendy Sherman".
    fn before(&mut self, sight: &Sight<'_>, nominals: &[Nominal], n: usize, name: &Name) {
        let first = sight.sentence(name.tokens.start).start;
        let mut at = name.tokens.start;
        loop {
            let honorific = skip_titles(sight, first, at);
            if honorific < at {
                at = honorific;
                self.start[n] = at;
            }
            at = skip_bracket(sight, first, at);
            self.relative(sight, nominals, n, at);
            let comma = at > first && sight.form(at - 1) == ",";
            let next = nominal_ending(nominals, at).or_else(|| {
                let noun = nominal_ending(nominals, at.checked_sub(1).filter(|_| comma)?)?;
                // "Seorang lansia, Colleen Hoffman": the name hangs on the noun.
                let hangs = nominals[noun]
                    .core
                    .contains(&sight.head(sight.top(&name.tokens)));
                (nominals[noun].office || hangs).then_some(noun)
            });
            let next =
                next.or_else(|| over(sight, nominals, name, at.checked_sub(1).filter(|_| comma)?));
            // "Penasihat Trump" is not Trump.
            let free = |t: &usize| self.of_nominal[*t].is_none() && nominals[*t].leader != Some(n);
            let Some(title) = next.filter(free) else {
                break;
            };
            // After a comma only one title follows: the rest is another party.
            let after_comma = comma && nominals[title].tokens.end < at;
            if after_comma && !self.of_name[n].is_empty() {
                break;
            }
            self.join(n, title);
            self.inside[title] = true;
            at = nominals[title].tokens.start;
            self.start[n] = at;
        }
        self.of_name[n].reverse();
    }

    /// "Kepala Dinas Pendidikan (Disdik) Mataram, Yusuf": the title in front of a run of words with
    /// capitals that ends at the name; of several titles in the run the first, unless they are joined.
    fn far_before(&mut self, sight: &Sight<'_>, nominals: &[Nominal], names: &[Name], n: usize) {
        let start = self.start[n];
        let (sentence, end) = (sight.sentence(start).start, names[n].tokens.end);
        // What stands in a bracket, or goes on behind, is a part of the title and no name.
        let opens = start > sentence && sight.form(start - 1) == "(";
        if opens || end < sight.sentence(start).end && sight.capital(end) {
            return;
        }
        let someone = names[..n].iter().rev().find(|p| p.class == Class::Person);
        let first = sentence
            .max(start.saturating_sub(LONGEST_TITLE))
            .max(someone.map_or(0, |p| p.tokens.end));
        let comma = start > first && sight.form(start - 1) == ",";
        let run = (first..start - TokenId::from(comma)).rev();
        let mut found = None;
        for at in run.take_while(|&t| may_stand_in_title(sight, t)) {
            let joined = sight.upos(at) == Upos::Cconj;
            if joined && found.is_some_and(|t: usize| nominals[t].core.start == at + 1) {
                break;
            }
            let title = nominals.partition_point(|x| x.core.start < at);
            let office = nominals.get(title).is_some_and(|x| {
                let inner = x.core.len() == 1 && at > first && may_be_inside(sight, at - 1);
                x.core.start == at && x.office && x.kind == EntityKind::Person && !inner
            });
            if office && self.of_nominal[title].is_none() {
                found = Some(title);
            }
        }
        let Some(title) = found else {
            return;
        };
        self.join(n, title);
        // Where the parser hangs the phrase on a body in the title, title and name stay apart.
        let core = &nominals[title].core;
        let top = sight.top(&(core.start..end));
        if core.contains(&top) || names[n].tokens.contains(&top) {
            self.inside[title] = true;
            self.start[n] = core.start;
        }
    }

    /// "Ayahnya Theo Syafei", "istrinya, Ani": a noun with its owner written onto it stays a mention
    /// of its own, and no title.
    fn relative(&mut self, sight: &Sight<'_>, nominals: &[Nominal], n: usize, at: TokenId) {
        let top = |noun: usize| sight.top(&nominals[noun].core);
        let first = sight.sentence(at).start;
        let comma = at > first && sight.form(at - 1) == ",";
        let end = at - TokenId::from(comma);
        let clitic = end.checked_sub(1).filter(|&t| {
            let joined = sight.parsed.tokens[t as usize].joined;
            t > first && joined && sight.upos(t) == Upos::Pron
        });
        let noun = clitic.and_then(|t| nominal_ending(nominals, t));
        let Some(noun) = noun.filter(|&noun| self.of_nominal[noun].is_none()) else {
            return;
        };
        let name = sight.head(sight.top(&(at..at + 1)));
        let hangs = name == top(noun) || !comma;
        if hangs && !nominals[noun].office {
            self.of_nominal[noun] = Some(n);
        }
    }

    /// "Jens Stoltenberg, sekretaris jenderal NATO".
    fn after(&mut self, sight: &Sight<'_>, nominals: &[Nominal], n: usize, name: &Name) {
        let last = sight.sentence(name.tokens.start).end;
        let mut at = name.tokens.end;
        // "Siti Aisyah (Kepala Dinas Sosial)".
        if at >= last || !matches!(sight.form(at), "," | "(") {
            return;
        }
        at += 1;
        while at < last && sight.upos(at) == Upos::Det {
            at += 1;
        }
        let from = nominals.partition_point(|x| x.core.start < at);
        let near = nominals[from..].iter().take(1);
        for (title, nominal) in near.enumerate().map(|(k, x)| (from + k, x)) {
            let starts = nominal.tokens.start <= at && at <= nominal.core.start;
            let person = nominal.kind == EntityKind::Person;
            if starts && person && self.of_nominal[title].is_none() {
                self.join(n, title);
            }
        }
    }

    /// "Prabowo adalah Menteri Pertahanan", "Anies merupakan gubernur", "Macron is the president".
    fn copulas(&mut self, sight: &Sight<'_>, names: &[Name], nominals: &[Nominal]) {
        for (title, nominal) in nominals.iter().enumerate() {
            if self.of_nominal[title].is_some() || nominal.kind != EntityKind::Person {
                continue;
            }
            let name = told_of(sight, sight.top(&nominal.core)).and_then(|s| {
                let n = names.partition_point(|x| x.tokens.end <= s);
                names.get(n).filter(|x| x.tokens.contains(&s)).map(|_| n)
            });
            if let Some(n) = name.filter(|&n| names[n].class == Class::Person) {
                self.join(n, title);
            }
        }
    }
}

/// The title whose phrase ends at a comma before a name that the parser hangs on it, or on the body
/// that it is of: "the chairman of the ruling Unity Party, Ana Ruiz, said".
fn over(sight: &Sight<'_>, nominals: &[Nominal], name: &Name, comma: TokenId) -> Option<usize> {
    let top = sight.top(&name.tokens);
    let closed = name.tokens.end < sight.sentence(top).end && sight.form(name.tokens.end) == ",";
    let hangs = sight.head(top);
    if !closed || !sight.rel(top).is(Rel::Appos) || hangs >= comma {
        return None;
    }
    let before = nominals.partition_point(|n| n.core.start <= hangs);
    let fits = |n: &usize| {
        let core = &nominals[*n].core;
        let gap = core.end..comma;
        let of = !gap.is_empty()
            && gap.len() <= LONGEST_TITLE as usize
            && sight.is_one_of(core.end, &sight.pack.grammar.owners)
            && gap
                .clone()
                .all(|t| sight.upos(t) != Upos::Punct || matches!(sight.form(t), "(" | ")"));
        let held = core.contains(&hangs)
            || gap.contains(&hangs)
                && core.contains(&sight.head(hangs))
                && sight.rel(hangs).is(Rel::Nmod);
        nominals[*n].office && nominals[*n].kind == EntityKind::Person && of && held
    };
    (0..before).rev().take(TITLES).find(fits)
}

/// So many titles before a name are looked at.
const TITLES: usize = 3;

/// So many words before a name its title may begin.
const LONGEST_TITLE: TokenId = 18;

/// Whether the word may stand between a title and the name: it has a capital, is a number or a
/// small word that joins, or a sign that no clause ends with.
fn may_stand_in_title(sight: &Sight<'_>, token: TokenId) -> bool {
    let sign = matches!(sight.form(token), "(" | ")" | "/" | "&" | "-");
    let joins = matches!(sight.upos(token), Upos::Cconj | Upos::Num);
    let of = sight.is_one_of(token, &sight.pack.grammar.owners);
    sign || joins || of || sight.capital(token)
}

/// Whether a title of one word behind this one may be a part of another ("Direktorat *Jenderal*"),
/// or short for one ("(*PM*)").
fn may_be_inside(sight: &Sight<'_>, before: TokenId) -> bool {
    sight.form(before) == "(" || sight.capital(before) && sight.upos(before) != Upos::Punct
}

/// Of whom the noun tells what he is: the subject of its copula, or of the verb that links it.
pub(crate) fn told_of(sight: &Sight<'_>, noun: TokenId) -> Option<TokenId> {
    let subject = |verb: TokenId| {
        sight
            .sentence(verb)
            .find(|&t| t != verb && sight.head(t) == verb && sight.rel(t).is(Rel::Nsubj))
    };
    let mut children = sight
        .sentence(noun)
        .filter(|&t| t != noun && sight.head(t) == noun);
    if children.any(|t| sight.rel(t) == Rel::Cop) {
        return subject(noun);
    }
    let verb = sight.head(noun);
    let complement = sight.rel(noun).is(Rel::Obj) || sight.rel(noun).is(Rel::Xcomp);
    let links = complement && sight.pack.naming.links.has(sight.lemma(verb));
    links.then(|| subject(verb)).flatten()
}

/// The first of the titles ("Mr", "Drs.", "Ibu") that stand right before the token.
fn skip_titles(sight: &Sight<'_>, first: TokenId, mut at: TokenId) -> TokenId {
    let titles = &sight.pack.naming.titles;
    let title = |t: TokenId| {
        let form = sight.form(t).trim_end_matches('.').to_lowercase();
        titles.has(&form)
    };
    loop {
        if at > first && title(at - 1) {
            at -= 1;
        } else if at > first + 1 && sight.form(at - 1) == "." && title(at - 2) {
            at -= 2;
        } else {
            return at;
        }
    }
}

/// Where a bracket of one word begins that ends right before the token: "Menteri Dalam Negeri
/// (Mendagri) Tito" and "Menteri Dalam Negeri Tito" are one.
fn skip_bracket(sight: &Sight<'_>, first: TokenId, at: TokenId) -> TokenId {
    let opens = at
        .checked_sub(3)
        .filter(|&t| t > first && sight.form(t) == "(");
    match opens {
        Some(open) if sight.form(at - 1) == ")" => open,
        _ => at,
    }
}

/// The person's noun that ends right before the token.
fn nominal_ending(nominals: &[Nominal], at: TokenId) -> Option<usize> {
    let before = nominals.partition_point(|n| n.core.start < at);
    let n = before.checked_sub(1)?;
    let nominal = &nominals[n];
    let ends = nominal.tokens.end == at || nominal.core.end == at;
    let person = nominal.kind == EntityKind::Person;
    (ends && person).then_some(n)
}
