//! Where a name begins and ends: what the model takes for a name may hold a title or an acronym.

use std::borrow::Cow;
use std::ops::Range;

use hashbrown::{HashMap, HashSet};
use risalah_doc::{EntityKind, TokenId, Upos};
use risalah_pack::roles::Role;
use risalah_pack::words::Hyphen;

use super::{Name, unlisted};
use crate::sight::Sight;
use crate::tagger::{Class, Tagged};

/// The name within what the model takes for one: without titles before it and possessives after it.
pub(super) fn parts(sight: &Sight<'_>, tagged: &Tagged) -> Vec<Tagged> {
    let tokens = tagged.tokens.clone();
    let pieces = apart(sight, tokens, tagged.class);
    pieces
        .into_iter()
        .map(|tokens| {
            let class = match is_public(sight, &tokens) {
                true => Class::Organization,
                false => tagged.class,
            };
            let tokens = without_title(sight, tokens, class);
            let tokens = without_article(sight, tokens, class);
            let tokens = without_noun(sight, tokens, class);
            Tagged {
                tokens: without_possessive(sight, without_marks(sight, tokens)),
                class,
            }
        })
        .filter(|part| !part.tokens.is_empty() && !is_common(sight, &part.tokens))
        .collect()
}

/// Whether it is a party's noun that has its capital from opening a sentence alone: "Junta".
fn is_common(sight: &Sight<'_>, tokens: &Range<TokenId>) -> bool {
    let first = tokens.start;
    let called = |t| sight.world.callnames.get(&sight.form(t).to_lowercase());
    tokens.len() == 1
        && sight.opens(first)
        && sight.role_at(first).is_some_and(|r| r.1 == tokens.end)
        && !called(first).is_any()
}

/// "The Boise Police Department" at a sentence's head is called so without its article.
fn without_article(sight: &Sight<'_>, mut tokens: Range<TokenId>, class: Class) -> Range<TokenId> {
    let first = tokens.start;
    let article = class == Class::Organization
        && tokens.len() > 2
        && sight.upos(first) == Upos::Det
        && sight.opens(first);
    tokens.start += u32::from(article);
    tokens
}

/// "kelahiran Padang": a noun in small letters that is no kind of place opens no place's name.
fn without_noun(sight: &Sight<'_>, mut tokens: Range<TokenId>, class: Class) -> Range<TokenId> {
    let naming = &sight.pack.naming;
    let form = sight.form(tokens.start);
    let noun = naming.kinds_first
        && class == Class::Place
        && tokens.len() > 1
        && form.starts_with(char::is_lowercase)
        && sight.capital(tokens.start + 1)
        && !naming.place_kinds.has(form)
        && !naming.inner_places.has(form);
    tokens.start += u32::from(noun);
    tokens
}

/// Whether a public body's word makes a body of the name: "Polsek Neglasari" is nobody.
fn is_public(sight: &Sight<'_>, tokens: &Range<TokenId>) -> bool {
    let naming = &sight.pack.naming;
    if !naming.kinds_first || tokens.len() < 2 {
        return false;
    }
    let word = |t: TokenId| sight.form(t).to_lowercase();
    let body = |t: TokenId| {
        naming.seated.has(&word(t))
            && sight.capital(t)
            && sight
                .role_at(t)
                .is_some_and(|r| r.0.kind != EntityKind::Person)
    };
    let first = word(tokens.start);
    let house = naming.inner_places.has(&first) || naming.place_kinds.has(&first);
    !house && tokens.clone().take(2).any(body)
}

/// "TNI-Polri" are two names where the language's words part names at hyphens.
pub(super) fn pairs<'a>(sight: &Sight<'_>, tagged: &'a [Tagged]) -> Cow<'a, [Tagged]> {
    let between = |t: &TokenId| sight.parsed.is_hyphen(*t);
    let pair = |t: &Tagged| t.tokens.len() > 2 && t.tokens.clone().any(|t| between(&t));
    if sight.pack.words.tokens.hyphen != Hyphen::Names || !tagged.iter().any(pair) {
        return Cow::Borrowed(tagged);
    }
    let mut out = Vec::with_capacity(tagged.len() + 1);
    for Tagged { tokens, class } in tagged {
        let mut start = tokens.start;
        for end in tokens.clone().filter(between).chain([tokens.end]) {
            if start < end {
                let tokens = start..end;
                out.push(Tagged {
                    tokens,
                    class: *class,
                });
            }
            start = end + 1;
        }
    }
    Cow::Owned(out)
}

/// "Kecamatan Munjungan Kabupaten Trenggalek" are two places, "SALEM — Joe Ray" and "Salem Mayor
/// Joe Ray" a place and somebody.
fn apart(sight: &Sight<'_>, tokens: Range<TokenId>, class: Class) -> Vec<Range<TokenId>> {
    let naming = &sight.pack.naming;
    let parts = |t: TokenId, end: TokenId| {
        let title = |(role, last): (&Role, TokenId)| {
            role.office && role.kind == EntityKind::Person && last < end
        };
        let titled = || !naming.kinds_first && sight.role_at(t).is_some_and(title);
        t + 1 < end && (is_dash(sight, t) || titled())
    };
    // "Himpunan Mahasiswa Islam (HMI" before a closing bracket: a name and another one for it.
    let closed = |open: TokenId| (open..tokens.end).any(|t| sight.form(t) == ")");
    let open = tokens.clone().find(|&t| sight.form(t) == "(");
    if let Some(open) = open.filter(|&t| !closed(t) && t > tokens.start && t + 1 < tokens.end) {
        return vec![tokens.start..open, open + 1..tokens.end];
    }
    let mut out = vec![tokens.clone()];
    if class == Class::Person {
        let cut = tokens.clone().skip(1).find(|&t| parts(t, tokens.end));
        if let Some((cut, next)) = cut.map(|t| (t, t + u32::from(is_dash(sight, t)))) {
            return vec![tokens.start..cut, next..tokens.end];
        }
    }
    if class != Class::Place || !naming.kinds_first {
        return out;
    }
    for token in tokens.start + 1..tokens.end {
        let kind = naming.place_kinds.has(&sight.form(token).to_lowercase());
        if let Some(last) = out.last_mut()
            && kind
            && token > last.start + 1
            && token + 1 < tokens.end
        {
            last.end = token;
            out.push(token..tokens.end);
        }
    }
    out
}

/// Whether the token is a dash between words, and no hyphen in one.
fn is_dash(sight: &Sight<'_>, token: TokenId) -> bool {
    let form = sight.form(token);
    form.chars()
        .all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}'))
        && form.len() > 1
}

/// "Presiden Obama" is Obama, "pasukan Rusia" no name from its first word on.
fn without_title(sight: &Sight<'_>, mut tokens: Range<TokenId>, class: Class) -> Range<TokenId> {
    tokens.start = behind_office(sight, &tokens);
    while tokens.len() > 1 {
        let first = tokens.start;
        let role = sight.role_at(first).filter(|r| r.1 < tokens.end);
        let title = class == Class::Person;
        let office =
            role.filter(|r| class != Class::Place && r.0.office && r.0.kind == EntityKind::Person);
        let state = sight.known_at(first).filter(|k| {
            title && k.tokens.end < tokens.end && k.state().is_some() && k.entries.len() == 1
        });
        let small = sight.form(first).starts_with(char::is_lowercase) && role.is_some();
        if title && let Some(next) = after_title(sight, &tokens) {
            tokens.start = next;
            continue;
        }
        tokens.start = match (office, state) {
            (Some((_, end)), _) => end,
            (None, Some(known)) => known.tokens.end,
            (None, None) if small => role.map_or(first + 1, |r| r.1),
            _ => return tokens,
        };
    }
    tokens
}

/// Where a name begins that the model begins within an office of several words: "Wali Kota Bogor".
fn behind_office(sight: &Sight<'_>, tokens: &Range<TokenId>) -> TokenId {
    let before = tokens.start.checked_sub(1);
    let before = before.filter(|t| sight.sentence(tokens.start).contains(t));
    let office = before.and_then(|t| sight.role_at(t));
    let inside = |end: &TokenId| (tokens.start + 1..tokens.end).contains(end);
    office
        .filter(|(role, _)| role.office)
        .map(|(_, end)| end)
        .filter(inside)
        .unwrap_or(tokens.start)
}

/// The token after a title ("Dr.") that a person's name begins with.
fn after_title(sight: &Sight<'_>, tokens: &Range<TokenId>) -> Option<TokenId> {
    let form = sight
        .form(tokens.start)
        .trim_end_matches('.')
        .to_lowercase();
    if !sight.pack.naming.titles.has(&form) {
        return None;
    }
    let next = tokens.start + 1;
    let next = if sight.form(next) == "." {
        next + 1
    } else {
        next
    };
    (next < tokens.end).then_some(next)
}

/// The tokens without a mark of quotation or a bracket at an end that has no fellow in the name, and
/// without brackets that hold all of it.
fn without_marks(sight: &Sight<'_>, mut tokens: Range<TokenId>) -> Range<TokenId> {
    let is = |t: TokenId, form: &str| sight.form(t) == form;
    if tokens.len() > 2 && is(tokens.start, "(") && is(tokens.end - 1, ")") {
        tokens = tokens.start + 1..tokens.end - 1;
    }
    let mark = |t: &TokenId| {
        let form = sight.form(*t);
        form != "." && !form.contains(char::is_alphanumeric)
    };
    if tokens.clone().filter(mark).count() != 1 {
        return tokens;
    }
    if mark(&tokens.start) {
        tokens.start += 1;
    } else if mark(&(tokens.end - 1)) {
        tokens.end -= 1;
    }
    tokens
}

/// The tokens without a possessive ("Qatar's") or a day at their end.
fn without_possessive(sight: &Sight<'_>, mut tokens: Range<TokenId>) -> Range<TokenId> {
    let never = |t: TokenId| sight.pack.naming.never.has(&sight.form(t).to_lowercase());
    while tokens.len() > 1 && never(tokens.end - 1) {
        tokens.end -= 1;
    }
    while tokens.len() > 1 {
        let last = tokens.end - 1;
        let joined = sight.parsed.tokens[last as usize].joined;
        if !joined || !sight.form(last).starts_with(['\'', '’']) {
            break;
        }
        tokens.end = last;
    }
    tokens
}

/// Shorter words are called by too many.
const SHORTEST: usize = 3;

/// Who is named once is known by a part of the name later, also where the model misses it.
pub(super) fn repeat(sight: &Sight<'_>, names: &mut Vec<Name>) {
    let mut known: HashMap<&str, Class, foldhash::fast::FixedState> = HashMap::default();
    for name in names.iter().filter(|n| n.class != Class::Place) {
        let lone = name.tokens.len() == 1;
        for token in name.tokens.clone() {
            let form = sight.form(token);
            let long = form.chars().count() >= SHORTEST && sight.capital(token);
            let end = token == name.tokens.start || token + 1 == name.tokens.end;
            if long && end && (lone || name.class == Class::Person) {
                known.entry(form).or_insert(name.class);
            }
        }
    }
    let mut taken = vec![false; sight.parsed.tokens.len()];
    for name in names.iter() {
        name.tokens.clone().for_each(|t| taken[t as usize] = true);
    }
    let before = names.len();
    for token in 0..sight.parsed.tokens.len() as TokenId {
        let Some(&class) = known.get(sight.form(token)) else {
            continue;
        };
        let free = !taken[token as usize] && sight.known_at(token).is_none();
        if free && sight.role_at(token).is_none() {
            let tokens = token..token + 1;
            names.push(unlisted(sight, &Tagged { tokens, class }));
        }
    }
    if names.len() > before {
        names.sort_by_key(|n| n.tokens.start);
    }
}

/// "Kritikan Carey", "rumah Mudy": a common noun before a person who is called without it elsewhere
/// is no part of the name.
pub(super) fn openings(sight: &Sight<'_>, names: &mut [Name]) {
    let text = sight.parsed.article.text.as_str();
    let people = names.iter().filter(|n| n.class == Class::Person);
    let known: HashSet<&str, foldhash::fast::FixedState> =
        people.map(|n| n.span.of(text)).collect();
    for name in names.iter_mut() {
        let first = name.tokens.start;
        if name.class == Class::Place || name.tokens.len() < 2 || !name.entries.is_empty() {
            continue;
        }
        let small = !sight.capital(first);
        let noun = matches!(sight.upos(first), Upos::Noun | Upos::Verb | Upos::Adp);
        if !noun || !small && !sight.opens(first) {
            continue;
        }
        let rest = first + 1..name.tokens.end;
        let lower = sight.form(first).to_lowercase();
        let called = sight.world.callnames.get(&lower).is_any();
        if !called && known.contains(sight.span(&rest).of(text)) {
            let class = Class::Person;
            *name = unlisted(
                sight,
                &Tagged {
                    tokens: rest,
                    class,
                },
            );
        }
    }
}

/// A degree is no longer than this between its full stops.
const DEGREE: usize = 4;

/// "Arteria Dahlan, S.T., M.H.": what stands behind a person's name and a comma, in short pieces
/// with full stops, is a degree and no name.
pub(super) fn degrees(sight: &Sight<'_>, names: &mut Vec<Name>) {
    let mut person = None;
    names.retain(|name| {
        let near = person.is_some_and(|end| {
            let mut gap = end..name.tokens.start;
            gap.clone().count() <= GAP && gap.start < gap.end && gap.all(|t| is_degree(sight, t))
        });
        let bare =
            name.entries.is_empty() && name.tokens.clone().any(|t| sight.form(t).ends_with('.'));
        let degree = near && bare && name.tokens.clone().all(|t| is_degree(sight, t));
        if degree || name.class == Class::Person {
            person = Some(name.tokens.end);
        }
        !degree
    });
}

/// So many tokens of other degrees may stand between a name and a degree.
const GAP: usize = 8;

/// Whether the token is a mark, or short and with a capital, as degrees' pieces are.
fn is_degree(sight: &Sight<'_>, token: TokenId) -> bool {
    let form = sight.form(token);
    let pieces = form.split('.').all(|p| p.chars().count() < DEGREE);
    let mark = matches!(form, "," | "." | "(" | ")");
    mark || pieces && sight.capital(token)
}
