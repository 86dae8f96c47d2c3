//! Sentences cut down to one clause, as plain statements or as headlines.

use risalah_doc::{Rel, Upos};

use super::{Copies, capital, chance};
use crate::train::random::Random;
use crate::treebank::Gold;

/// What a headline leaves out only goes from sentences with at least so many words left.
const LEAST: usize = 3;

impl Copies {
    /// A clause of the sentence with some of what hangs on it; `None` if too little is left.
    pub(super) fn shortened(
        &self,
        gold: &Gold,
        headline: bool,
        random: &mut Random,
    ) -> Option<Gold> {
        let top = self.clause(gold, random)?;
        let mut keep = vec![None; gold.forms.len()];
        keep[top] = Some(true);
        for at in 0..keep.len() {
            self.decide(gold, top, at, headline, &mut keep, random);
        }
        let kept: Vec<usize> = (0..keep.len()).filter(|n| keep[*n] == Some(true)).collect();
        let words = kept.iter().filter(|n| self.upos(gold, **n) != Upos::Punct);
        if words.count() < LEAST || kept.len() == gold.forms.len() {
            return None;
        }
        Some(self.cut(gold, top, &kept, headline))
    }

    /// The root, or now and then the verb of another clause that has a subject.
    fn clause(&self, gold: &Gold, random: &mut Random) -> Option<usize> {
        let verbs: Vec<usize> = (0..gold.forms.len())
            .filter(|n| {
                self.upos(gold, *n) == Upos::Verb
                    && (0..gold.forms.len()).any(|d| {
                        gold.heads[d] as usize == n + 1
                            && self.rel(gold, d).universal() == Rel::Nsubj
                    })
                    && !matches!(self.rel(gold, *n).universal(), Rel::Acl)
            })
            .collect();
        if verbs.is_empty() {
            return gold.heads.iter().position(|h| *h == 0);
        }
        Some(verbs[random.below(verbs.len())])
    }

    /// Whether a word stays: that of its head is decided before it.
    fn decide(
        &self,
        gold: &Gold,
        top: usize,
        at: usize,
        headline: bool,
        keep: &mut [Option<bool>],
        random: &mut Random,
    ) -> bool {
        if let Some(known) = keep[at] {
            return known;
        }
        // Whatever hangs on itself through others is not kept.
        keep[at] = Some(false);
        let head = match gold.heads[at] as usize {
            0 => return false,
            head => head - 1,
        };
        let stays = self.decide(gold, top, head, headline, keep, random)
            && !chance(self.loss(gold, head == top, at, headline), random);
        keep[at] = Some(stays);
        stays
    }

    /// How probable it is that a word goes, with what hangs on it.
    fn loss(&self, gold: &Gold, top: bool, at: usize, headline: bool) -> f32 {
        let leaf = !gold.heads.iter().any(|h| *h as usize == at + 1);
        let last = at + 1 == gold.forms.len();
        if headline && leaf && self.left_out.contains(&self.rel(gold, at)) {
            return 0.8;
        }
        match self.rel(gold, at).universal() {
            Rel::Mark | Rel::Cc if top => 1.0,
            Rel::Punct if top && last && !headline => 0.0,
            Rel::Punct if top => 0.9,
            Rel::Advcl
            | Rel::Parataxis
            | Rel::Discourse
            | Rel::Vocative
            | Rel::Appos
            | Rel::Dislocated
            | Rel::Orphan
            | Rel::Reparandum => 0.7,
            Rel::Conj | Rel::Acl => 0.6,
            Rel::Advmod if !self.negates(gold, at) => 0.5,
            Rel::Obl if self.rel(gold, at) == Rel::OblAgent => 0.1,
            Rel::Obl => 0.4,
            Rel::Nmod | Rel::Amod => 0.3,
            _ => 0.0,
        }
    }

    fn negates(&self, gold: &Gold, at: usize) -> bool {
        self.upos(gold, at) == Upos::Part
    }

    /// The words that stay, as a sentence of their own.
    fn cut(&self, gold: &Gold, top: usize, kept: &[usize], headline: bool) -> Gold {
        let mut places = vec![0; gold.forms.len()];
        for (n, at) in kept.iter().enumerate() {
            places[*at] = n as u32 + 1;
        }
        let root = self.rels.iter().position(|r| *r == Rel::Root);
        let mut out = Gold::default();
        for &at in kept {
            let form = match &gold.bare[at] {
                Some(bare) if headline => bare,
                _ => &gold.forms[at],
            };
            out.forms.push(form.clone());
            out.joined.push(gold.joined[at]);
            out.bare.push(gold.bare[at].clone());
            out.tags.push(gold.tags[at]);
            out.told.push(gold.told[at]);
            if at == top {
                out.heads.push(0);
                out.rels.push(root.unwrap_or_default() as u8);
            } else {
                out.heads.push(places[gold.heads[at] as usize - 1]);
                out.rels.push(gold.rels[at]);
            }
        }
        if kept[0] != 0
            && let Some(first) = out.forms.first_mut()
        {
            *first = capital(first);
        }
        out
    }
}
