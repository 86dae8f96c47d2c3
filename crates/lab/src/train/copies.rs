//! Changed copies of training sentences: what news write and treebanks hardly hold.
//!
//! A copy is cut down to a short clause or to a headline, names other places and people, or is
//! written in other letters; its tree is that of the sentence. Copies are made anew each time a
//! sentence is seen.

mod short;

use risalah_doc::{Rel, Upos};
use serde::Deserialize;

use super::random::Random;
use crate::treebank::{Gold, Labels};

/// How often sentences are seen changed: shares from 0 to 1.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Shares {
    /// How many sentences are seen changed as well.
    all: f32,
    /// How many of the copies are cut down.
    short: f32,
    /// How many of those are made headlines.
    headline: f32,
    /// Relations of the words that headlines leave out where nothing hangs on them.
    left_out: Vec<String>,
    /// How many of the names in copies become others.
    named: f32,
    /// How many of the copies are written with capitals, in capitals or without; of headlines
    /// twice as many.
    cased: f32,
}

/// Makes copies.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    shares: Shares,
    tags: Vec<Upos>,
    rels: Vec<Rel>,
    left_out: Vec<Rel>,
    names: Vec<String>,
}

impl Copies {
    /// Copies with these names, of which those of several words are left out.
    pub(crate) fn new(shares: Shares, labels: &Labels, mut names: Vec<String>) -> Self {
        names.retain(|n| !n.contains(' ') && n.starts_with(char::is_uppercase));
        names.sort();
        names.dedup();
        let upos = |t: &String| t.split('|').next().and_then(Upos::parse);
        Self {
            left_out: shares
                .left_out
                .iter()
                .filter_map(|r| Rel::parse(r))
                .collect(),
            shares,
            tags: labels
                .tags
                .iter()
                .map(|t| upos(t).unwrap_or_default())
                .collect(),
            rels: labels
                .rels
                .iter()
                .map(|r| Rel::parse(r).unwrap_or_default())
                .collect(),
            names,
        }
    }

    /// A changed copy of the sentence, now and then.
    pub(crate) fn copy(&self, gold: &Gold, random: &mut Random) -> Option<Gold> {
        let shares = &self.shares;
        if !chance(shares.all, random) {
            return None;
        }
        let mut cased = shares.cased;
        let mut out = if chance(shares.short, random) {
            let headline = chance(shares.headline, random);
            if headline {
                cased *= 2.0;
            }
            self.shortened(gold, headline, random)?
        } else {
            gold.clone()
        };
        self.name(&mut out, random);
        if chance(cased, random) {
            self.write(&mut out, random);
        }
        Some(out)
    }

    fn upos(&self, gold: &Gold, at: usize) -> Upos {
        self.tags[usize::from(gold.tags[at])]
    }

    fn rel(&self, gold: &Gold, at: usize) -> Rel {
        self.rels[usize::from(gold.rels[at])]
    }

    /// Gives names of one word another name.
    fn name(&self, gold: &mut Gold, random: &mut Random) {
        for at in 0..gold.forms.len() {
            let alone = self.upos(gold, at) == Upos::Propn
                && matches!(
                    self.rel(gold, at).universal(),
                    Rel::Nsubj | Rel::Obj | Rel::Iobj | Rel::Obl | Rel::Nmod | Rel::Conj
                )
                && !(0..gold.forms.len()).any(|n| {
                    gold.heads[n] as usize == at + 1
                        && matches!(
                            self.rel(gold, n).universal(),
                            Rel::Flat | Rel::Compound | Rel::Det | Rel::Amod | Rel::Nmod
                        )
                });
            if alone && !self.names.is_empty() && chance(self.shares.named, random) {
                gold.forms[at].clone_from(&self.names[random.below(self.names.len())]);
            }
        }
    }

    /// Writes the sentence as headlines are written: with capitals, in capitals; or without any.
    fn write(&self, gold: &mut Gold, random: &mut Random) {
        let way = random.between(0.0, 1.0);
        let small = chance(0.8, random);
        for at in 0..gold.forms.len() {
            let little = matches!(
                self.upos(gold, at),
                Upos::Adp | Upos::Det | Upos::Cconj | Upos::Sconj | Upos::Part | Upos::Aux
            ) && gold.forms[at].chars().count() <= 4;
            let form = &mut gold.forms[at];
            if way < 0.15 {
                *form = form.to_uppercase();
            } else if way < 0.3 {
                *form = form.to_lowercase();
            } else if at == 0 || !(small && little || gold.joined[at]) {
                *form = capital(form);
            }
        }
    }
}

fn chance(share: f32, random: &mut Random) -> bool {
    random.between(0.0, 1.0) < share
}

/// The word with a capital, the rest as it is.
fn capital(form: &str) -> String {
    let mut letters = form.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treebank::{self, Harmony};

    /// A sentence of ours with everything that copies change.
    const OURS: &str = "\
1\tYesterday\t_\tADV\t_\t_\t4\tadvmod\t_\t_
2\tthe\t_\tDET\t_\t_\t3\tdet\t_\t_
3\tmayor\t_\tNOUN\t_\t_\t4\tnsubj\t_\t_
4\tmenahan\ttahan\tVERB\t_\tVoice=Act\t0\troot\t_\t_
5\tOslo\t_\tPROPN\t_\t_\t4\tobj\t_\t_
6\tbecause\t_\tSCONJ\t_\t_\t8\tmark\t_\t_
7\tshe\t_\tPRON\t_\t_\t8\tnsubj\t_\t_
8\tslept\t_\tVERB\t_\t_\t4\tadvcl\t_\t_
9\t.\t_\tPUNCT\t_\t_\t4\tpunct\t_\t_

";

    fn copies(shares: Shares) -> (Gold, Copies) {
        // Tests of one process run side by side.
        let thread = std::thread::current().id();
        let file = format!("risalah-copies-{}-{thread:?}", std::process::id());
        let path = std::env::temp_dir().join(file);
        std::fs::write(&path, OURS).unwrap();
        let mut labels = Labels::default();
        let gold = treebank::read(&path, &Harmony::default(), &mut labels).unwrap();
        let names = vec!["Lima".to_owned(), "New York".to_owned(), "of".to_owned()];
        (gold[0].clone(), Copies::new(shares, &labels, names))
    }

    #[test]
    fn every_copy_is_a_tree() {
        let (gold, copies) = copies(Shares {
            all: 1.0,
            short: 0.8,
            headline: 0.5,
            left_out: vec!["det".to_owned()],
            named: 0.5,
            cased: 0.5,
        });
        let mut random = Random::new(1);
        let mut seen = String::new();
        for copy in (0..500).filter_map(|_| copies.copy(&gold, &mut random)) {
            let words = copy.forms.len();
            assert!([copy.heads.len(), copy.rels.len(), copy.tags.len()] == [words; 3]);
            assert_eq!(copy.heads.iter().filter(|h| **h == 0).count(), 1);
            for mut at in 1..=words {
                for _ in 0..words {
                    at = if at == 0 {
                        0
                    } else {
                        copy.heads[at - 1] as usize
                    };
                }
                assert_eq!(at, 0, "{:?}", copy.forms);
            }
            seen += &format!("{}\n", copy.forms.join(" "));
        }
        for line in ["Mayor Tahan Lima", "The mayor menahan Oslo .", "YESTERDAY"] {
            assert!(seen.contains(line), "{line}: {seen}");
        }
        assert!(!seen.contains("New York") && !seen.contains(" of "));
    }

    #[test]
    fn without_shares_there_are_no_copies() {
        let (gold, copies) = copies(Shares::default());
        assert!(copies.copy(&gold, &mut Random::new(1)).is_none());
    }
}
