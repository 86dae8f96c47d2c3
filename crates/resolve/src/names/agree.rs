//! Names of one spelling are of one class, and so are a name and its acronym in brackets.

use hashbrown::{HashMap, HashSet};
use risalah_doc::Code;

use super::{Name, unlisted};
use crate::sight::Sight;
use crate::tagger::{Class, Tagged};

/// What stands in brackets after a body's name and is written from its letters is a body, too.
pub(super) fn brackets(sight: &Sight<'_>, names: &mut [Name]) {
    for n in 1..names.len() {
        let (before, name) = (&names[n - 1], &names[n]);
        let bracket = before.tokens.end;
        let within = bracket + 1 == name.tokens.start
            && sight.form(bracket) == "("
            && sight.form(name.tokens.end) == ")";
        let body = before.class == Class::Organization && name.class != Class::Organization;
        if !within || !body || !name.entries.is_empty() || name.tokens.len() > 1 {
            continue;
        }
        let text = &sight.parsed.article.text;
        if is_written_from(name.span.of(text), before.span.of(text)) {
            names[n] = again(sight, name, Class::Organization);
        }
    }
}

/// So many words before a bracket may be what its letters are written from.
const SPELT: u32 = 8;

/// An acronym in brackets is short for the words before it: a listed body that these words do not
/// spell, that is of no state, and that the report names nowhere else, is not meant ("the NATO-Russia
/// side (NRC)" are no refugees' council).
pub(super) fn strange_brackets(sight: &Sight<'_>, names: &mut [Name]) {
    let text = sight.parsed.article.text.as_str();
    let whole = |n: &&Name| n.span.of(text).contains(char::is_lowercase);
    let whole: HashSet<u32, foldhash::fast::FixedState> =
        names.iter().filter(whole).filter_map(Name::body).collect();
    for name in names.iter_mut() {
        let (start, end) = (name.tokens.start, name.tokens.end);
        let sentence = sight.sentence(start);
        let bracket = start.checked_sub(1).filter(|t| sentence.contains(t));
        let within = bracket.is_some_and(|b| sight.form(b) == "(")
            && sentence.contains(&end)
            && sight.form(end) == ")";
        let Some(body) = name.body().filter(|_| within && name.tokens.len() == 1) else {
            continue;
        };
        let letters = name.span.of(text);
        let row = &sight.world.bodies[body as usize];
        let of_state = row.is_of_state() || row.country.is_some();
        let famous = sight.pack.naming.famous.has(&letters.to_lowercase());
        let first = sentence.start.max(start.saturating_sub(SPELT));
        let spelt = (first..start - 1)
            .any(|t| is_written_from(letters, sight.span(&(t..start - 1)).of(text)));
        let shouted = !letters.contains(char::is_lowercase);
        if shouted && !of_state && !famous && !spelt && !whole.contains(&body) {
            name.entries.clear();
            name.code = Code::default();
        }
    }
}

/// Whether the letters stand in the name in their order, the first one first.
fn is_written_from(letters: &str, name: &str) -> bool {
    let mut rest = name.chars().flat_map(char::to_lowercase);
    let mut letters = letters.chars().flat_map(char::to_lowercase);
    let first = letters.next();
    first.is_some() && rest.next() == first && letters.all(|l| rest.any(|r| r == l))
}

/// Gives unlisted names of one spelling the class that most of them have.
pub(super) fn classes(sight: &Sight<'_>, names: &mut [Name]) {
    let text = sight.parsed.article.text.as_str();
    let mut votes: HashMap<&str, [u32; 3], foldhash::fast::FixedState> = HashMap::default();
    let free = |name: &Name| name.entries.is_empty() && !name.common;
    for name in names.iter().filter(|n| free(n)) {
        votes.entry(name.span.of(text)).or_default()[place(name.class)] += 1;
    }
    for name in names.iter_mut().filter(|n| free(n)) {
        let votes = votes[name.span.of(text)];
        let own = votes[place(name.class)];
        let other = CLASSES.into_iter().find(|c| votes[place(*c)] > 2 * own);
        if let Some(class) = other {
            *name = again(sight, name, class);
        }
    }
}

/// A town's or an unlisted body's name is a person's where it is the last word of one who was named
/// whole, and nothing says that a place is meant: "Paris" after "Valeska Paris".
pub(super) fn surnames(sight: &Sight<'_>, names: &mut [Name]) {
    let mut people: HashSet<&str, foldhash::fast::FixedState> = HashSet::default();
    for name in names.iter_mut() {
        let last = sight.form(name.tokens.end - 1);
        if name.class == Class::Person && name.tokens.len() > 1 {
            people.insert(last);
            continue;
        }
        let town = name.class == Class::Place && name.tokens.len() == 1 && name.country().is_none();
        let body = name.class == Class::Organization && name.tokens.len() == 1;
        let town = town || body && name.entries.is_empty();
        let before = name.tokens.start.checked_sub(1);
        let cued = before.is_some_and(|t| sight.is_one_of(t, &sight.pack.grammar.places));
        if town && !cued && people.contains(last) {
            *name = again(sight, name, Class::Person);
        }
    }
}

const CLASSES: [Class; 3] = [Class::Person, Class::Organization, Class::Place];

fn place(class: Class) -> usize {
    match class {
        Class::Person => 0,
        Class::Organization => 1,
        Class::Place => 2,
    }
}

/// The name with another class.
pub(super) fn again(sight: &Sight<'_>, name: &Name, class: Class) -> Name {
    let tokens = name.tokens.clone();
    unlisted(sight, &Tagged { tokens, class })
}
