//! Names that no list has: a trained model labels each word.

use std::ops::Range;

use risalah_doc::{Parsed, TokenId, Upos, titled};
use risalah_learn::{Lexicon, Sequence, Word, word};
use risalah_pack::Pack;
use risalah_pack::world::{Entry, World};

use crate::sight::Sight;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A human being.
    Person,
    /// A body.
    Organization,
    /// A place or state.
    Place,
}

impl Class {
    /// All classes, in the order of the model's labels.
    pub const ALL: [Self; 3] = [Self::Person, Self::Organization, Self::Place];
}

/// How many labels the model has: none, and for each class the first word and the others.
pub const LABELS: usize = 1 + 2 * Class::ALL.len();

/// A stretch of words that the model takes for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// What it names.
    pub class: Class,
}

/// The label of the first or a later word of a name.
pub fn label(class: Class, first: bool) -> u8 {
    1 + 2 * class as u8 + u8::from(!first)
}

/// Whether a label may follow another: a later word of a name follows a word of its class.
pub fn follows(before: Option<usize>, label: usize) -> bool {
    let inside = label > 0 && label.is_multiple_of(2);
    !inside || before.is_some_and(|b| b == label || b + 1 == label)
}

/// Stretches of labels.
pub fn stretches(labels: &[u8], first: TokenId) -> Vec<Tagged> {
    let mut out: Vec<Tagged> = Vec::new();
    for (n, &label) in labels.iter().enumerate() {
        let Some(class) = label.checked_sub(1).map(|l| Class::ALL[usize::from(l / 2)]) else {
            continue;
        };
        let at = first + n as TokenId;
        match out.last_mut() {
            Some(last) if label % 2 == 0 && last.tokens.end == at && last.class == class => {
                last.tokens.end += 1;
            }
            _ => out.push(Tagged {
                tokens: at..at + 1,
                class,
            }),
        }
    }
    out
}

/// The names that the pack's model finds in the article.
pub(crate) fn tag(sight: &Sight<'_>, model: &Sequence) -> Vec<Tagged> {
    let mut out = Vec::new();
    for sentence in &sight.parsed.sentences {
        for tokens in apart(sight, &sentence.tokens) {
            let seen = features(sight, &model.alike, &tokens);
            let mut labels = model.best(&seen, follows);
            if titled(tokens.clone().map(|t| sight.form(t))) {
                open(sight, tokens.start, &mut labels);
            }
            out.extend(stretches(&labels, tokens.start));
        }
    }
    out
}

/// The article's dateline, where what follows is written on it, and what the sentence says behind it.
fn apart(sight: &Sight<'_>, tokens: &Range<TokenId>) -> [Range<TokenId>; 2] {
    let dateline = sight.glued();
    let starts = |t: &TokenId| sight.parsed.tokens[*t as usize].span.start();
    let inside = tokens.clone().take_while(|t| starts(t) < dateline).count();
    let rest = tokens.start + inside as TokenId;
    [tokens.start..rest, rest..tokens.end]
}

/// In a headline all words begin with a capital: a bare verb ends a name, and what follows it
/// begins another.
fn open(sight: &Sight<'_>, first: TokenId, labels: &mut [u8]) {
    let roots = &sight.pack.words.lemmas.roots;
    for n in 0..labels.len() {
        let token = first + n as TokenId;
        let verb = sight.upos(token) == Upos::Verb;
        if labels[n] == 0 || !verb || !roots.contains(sight.form(token).to_lowercase().as_str()) {
            continue;
        }
        labels[n] = 0;
        if let Some(next) = labels.get_mut(n + 1)
            && *next > 0
            && next.is_multiple_of(2)
        {
            *next -= 1;
        }
    }
}

/// How many features a token has.
const FEATURES: usize = 67;
/// The features of a token.
pub type Row = [u32; FEATURES];

/// The features of each token of each sentence, as the model is trained on them; `alike` says
/// which words are of one group.
pub fn sentences(pack: &Pack, world: &World, alike: &Lexicon, parsed: &Parsed) -> Vec<Vec<Row>> {
    let sight = Sight::new(pack, world, parsed, None);
    let sentences = parsed.sentences.iter();
    sentences
        .map(|s| features(&sight, alike, &s.tokens))
        .collect()
}

/// What is seen of a token beyond its letters.
#[derive(Clone, Copy, Default)]
struct Listed {
    /// Which lists it stands in, and whether it is the first word there.
    names: u64,
    /// Whether it belongs to a role noun: 1 for a party, 2 for an office.
    role: u64,
    /// Its part of speech.
    upos: u64,
    /// Whether it is a given or a family name.
    called: u64,
    /// The groups of words alike that it is of, coarse, fine and finest.
    alike: [u64; 3],
}

/// The features of each token of a sentence.
pub(crate) fn features(sight: &Sight<'_>, alike: &Lexicon, tokens: &Range<TokenId>) -> Vec<Row> {
    let words: Vec<Word> = tokens.clone().map(|t| word(sight.form(t))).collect();
    let mut listed: Vec<Listed> = tokens.clone().map(|t| listed(sight, t)).collect();
    for (n, listed) in listed.iter_mut().enumerate() {
        if let [coarse, fine, inner] = *alike.codes(words[n].form) {
            let [coarse, fine, inner] = [coarse, fine, inner].map(u64::from);
            listed.alike = [1 + coarse, 1 + fine, 1 + (fine << 8 | inner)];
        }
    }
    let letters = tokens.clone().filter(|&t| {
        let form = sight.form(t);
        form.chars().any(char::is_alphabetic) && form.chars().count() > 1
    });
    let (mut all, mut shouted) = (0, 0);
    for token in letters {
        all += 1;
        shouted += u32::from(!sight.form(token).chars().any(char::is_lowercase));
    }
    let loud = u64::from(all > 3 && shouted * 3 > all * 2);
    (0..words.len())
        .map(|at| row(&words, &listed, at, loud))
        .collect()
}

fn listed(sight: &Sight<'_>, token: TokenId) -> Listed {
    let mut out = Listed::default();
    if let Some(known) = sight.known_at(token) {
        let state = known.entry(|e| match e {
            Entry::Country(c) => Some(&sight.world.countries[c as usize].code),
            _ => None,
        });
        // Georgia is a state's name also where a part of another state has it.
        let abroad = |e: &&Entry| match e {
            Entry::Place(p) => {
                let country = sight.world.places[*p as usize].country.as_ref();
                state.is_some() && country != state
            }
            _ => false,
        };
        for entry in known.entries.iter().filter(|e| !abroad(e)) {
            out.names |= match entry {
                Entry::Country(_) => 1,
                Entry::Adjective(_) => 2,
                Entry::Seat(_) => 4,
                Entry::Body(_) => 8,
                Entry::Office(_) | Entry::Head(_) => 16,
                Entry::Person(_) => 32,
                Entry::Place(_) => 64,
            };
        }
        out.names |= match known.city {
            Some(_) if sight.opens(token) => 2048,
            Some(100_000..) => 128,
            Some(_) => 256,
            None => 0,
        };
        out.names |= u64::from(known.tokens.start == token) << 9;
        out.names |= u64::from(known.tokens.len() > 1) << 10;
    }
    out.upos = 1 + sight.upos(token) as u64;
    let naming = &sight.pack.naming;
    let lower = sight.form(token).to_lowercase();
    out.role = match sight.pack.roles.starting(&lower).last() {
        Some(role) if role.office => 2,
        Some(_) => 1,
        None => 0,
    };
    out.role |= u64::from(naming.titles.has(&lower)) << 2;
    out.role |= u64::from(naming.place_kinds.has(&lower)) << 3;
    out.role |= u64::from(naming.inner_places.has(&lower)) << 4;
    let called = sight.world.callnames.get(&lower);
    out.called = u64::from(called.is_given()) | u64::from(called.is_family()) << 1;
    out.called <<= u64::from(sight.capital(token)) << 1;
    out.role |= u64::from(naming.never.has(&lower)) << 5;
    out
}

fn row(words: &[Word], listed: &[Listed], at: usize, loud: u64) -> Row {
    let none = (Word::default(), Listed::default());
    let see = |offset: isize| {
        at.checked_add_signed(offset)
            .filter(|&n| n < words.len())
            .map_or(none, |n| (words[n], listed[n]))
    };
    let [(w2, k2), (w1, k1), (w, k), (v1, l1), (v2, l2)] =
        [see(-2), see(-1), see(0), see(1), see(2)];
    let x = u64::from;
    let mut out = [0; FEATURES];
    let mut name = 0u64;
    let mut add = |parts: &[u64]| {
        let to = &mut out[name as usize];
        name += 1;
        let hash = parts
            .iter()
            .fold(name.wrapping_mul(0x9e37_79b9_7f4a_7c15), |h, part| {
                let h = (h ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                h ^ (h >> 29)
            });
        *to = (hash >> 16) as u32;
    };
    let shape = x(w.shape) << 1 | loud;
    add(&[0]);
    add(&[x(w.form)]);
    add(&[x(w1.form)]);
    add(&[x(v1.form)]);
    add(&[x(w2.form)]);
    add(&[x(v2.form)]);
    add(&[x(w1.form), x(w.form)]);
    add(&[x(w.form), x(v1.form)]);
    add(&[x(w.form), shape]);
    w.suffix.iter().for_each(|s| add(&[x(*s), shape]));
    w.prefix.iter().for_each(|p| add(&[x(*p), shape]));
    add(&[x(w1.suffix[2]), shape]);
    add(&[x(v1.suffix[2]), shape]);
    add(&[shape, u64::from(at == 0)]);
    add(&[x(w1.shape), shape]);
    add(&[shape, x(v1.shape)]);
    add(&[x(w1.shape), shape, x(v1.shape)]);
    add(&[x(w2.shape), x(w1.shape), shape]);
    add(&[shape, x(v1.shape), x(v2.shape)]);
    add(&[x(w1.form), shape]);
    add(&[shape, x(v1.form)]);
    add(&[x(w2.form), x(w1.form), shape]);
    add(&[shape, x(v1.form), x(v2.form)]);
    add(&[x(w2.form), x(w1.shape), shape]);
    add(&[shape, x(v1.shape), x(v2.form)]);
    add(&[k.names]);
    add(&[k.names, shape]);
    add(&[k1.names, shape]);
    add(&[l1.names, shape]);
    add(&[k1.names, k.names, l1.names]);
    add(&[k.role]);
    add(&[k1.role, shape]);
    add(&[l1.role, shape]);
    add(&[k2.role, k1.role, k.role]);
    add(&[k.role, k.names, shape]);
    add(&[k1.role, k.names, shape]);
    add(&[k2.names, k1.names, shape]);
    add(&[l2.names, l1.role, shape]);
    add(&[k.called, shape]);
    add(&[k1.called, k.called, l1.called]);
    add(&[k.called, l1.called, shape]);
    add(&[k1.called, k.called, k.names]);
    add(&[k.called, k.upos, u64::from(at == 0)]);
    add(&[k.upos, shape]);
    add(&[k1.upos, k.upos, shape]);
    add(&[k.upos, l1.upos, shape]);
    add(&[k.upos, u64::from(at == 0), k.names]);
    let [g, g1, h1, g2, h2] = [k, k1, l1, k2, l2].map(|k| k.alike);
    add(&[g[0], shape]);
    add(&[g[1], shape]);
    add(&[g[2], shape]);
    add(&[g1[1], shape]);
    add(&[h1[1], shape]);
    add(&[g1[0], g[0], shape]);
    add(&[g[0], h1[0], shape]);
    add(&[g1[1], g[1]]);
    add(&[g[1], h1[1]]);
    add(&[g2[1], shape]);
    add(&[h2[1], shape]);
    add(&[g1[2], shape]);
    add(&[h1[2], shape]);
    add(&[g[1], k.names]);
    add(&[g1[0], g[0], h1[0]]);
    debug_assert!(name as usize == FEATURES, "as many features as there are");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_join_to_stretches() {
        let (b, i) = (label(Class::Person, true), label(Class::Person, false));
        let place = label(Class::Place, true);
        let found = stretches(&[0, b, i, b, place, 0], 10);
        let shown: Vec<_> = found.iter().map(|t| (t.tokens.clone(), t.class)).collect();
        assert_eq!(
            shown,
            [
                (11..13, Class::Person),
                (13..14, Class::Person),
                (14..15, Class::Place)
            ]
        );
    }

    #[test]
    fn a_later_word_follows_its_own_class_only() {
        let (b, i) = (label(Class::Person, true), label(Class::Person, false));
        let other = label(Class::Place, false);
        assert!(follows(Some(usize::from(b)), usize::from(i)));
        assert!(follows(Some(usize::from(i)), usize::from(i)));
        assert!(!follows(Some(usize::from(b)), usize::from(other)));
        assert!(!follows(None, usize::from(i)));
        assert!(follows(None, usize::from(b)));
    }
}
