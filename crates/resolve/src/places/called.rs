//! Places that bodies are called by: "Akron Police Department", "Polres Cirebon".

use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};
use risalah_doc::{Place, Resolution, TokenId, Upos};
use risalah_pack::world::Entry;

use super::context::Context;
use super::lend;
use crate::names::{self, Name};
use crate::sight::Sight;
use crate::tagger::{Class, Tagged};

/// A town that a body is called by, and that is named nowhere else, has so many inhabitants.
const TOWN: u32 = 10_000;

/// A place's name has so many tokens at most.
const LONG: u32 = 4;

/// Adds the places that public bodies are called by. They stand for what is done there by others and
/// are no place of an event, so each is marked as metonymic; what the article says elsewhere of
/// where a name is holds for them, too.
pub(crate) fn add(sight: &Sight<'_>, names: &[Name], places: &mut Vec<Place>) {
    let of = |class: Class| names.iter().filter(move |n| n.class == class);
    let bodies: Vec<&Name> = of(Class::Organization).collect();
    let names: Vec<&Name> = of(Class::Place).collect();
    let told = Told::of(sight, places);
    let seated = bodies.iter().filter(|body| is_seated(sight, body));
    let inner: Vec<Name> = seated
        .flat_map(|body| within(sight, body, &told, is_place))
        .collect();
    let found = resolve(sight, &inner, &names, &bodies, &told, places);
    for (name, place) in inner.iter().zip(found) {
        places.extend(place.map(|place| Place {
            span: name.span,
            head: sight.top(&name.tokens),
            metonymic: true,
            ..place
        }));
    }
    places.sort_by_key(|p| p.span.start());
}

/// Lets a place that no list has lie where the listed one lies that it is called by ("Barren County
/// Detention Center"), and keeps in `beside` only those that none is known of.
pub(super) fn open(
    sight: &Sight<'_>,
    names: &[&Name],
    bodies: &[&Name],
    places: &mut [Place],
    beside: &mut Vec<usize>,
) {
    let told = Told::of(sight, places);
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    for &n in beside.iter().filter(|n| is_open(sight, names[**n])) {
        let test = if is_seated(sight, names[n]) {
            is_place
        } else {
            is_sure
        };
        if let Some(name) = within(sight, names[n], &told, test).into_iter().next() {
            outer.push(n);
            inner.push(name);
        }
    }
    let found = resolve(sight, &inner, names, bodies, &told, places);
    for (n, place) in outer.into_iter().zip(found) {
        // That it lies in the state that it is called by says nothing new.
        let fine = place.filter(|p| p.resolution != Some(Resolution::Country));
        if let Some(place) = fine {
            lend::lend(&mut places[n], place);
        }
    }
    beside.retain(|n| places[*n].point.is_none());
}

/// Where the names that are parts of others lie, if that is known.
fn resolve(
    sight: &Sight<'_>,
    inner: &[Name],
    names: &[&Name],
    bodies: &[&Name],
    told: &Told<'_>,
    places: &[Place],
) -> Vec<Option<Place>> {
    if inner.is_empty() {
        return Vec::new();
    }
    let order = |n: &Name| (n.tokens.start, n.tokens.end);
    let mut all: Vec<&Name> = names.iter().copied().chain(inner).collect();
    all.sort_by_key(|n| order(n));
    let context = Context::of(sight, &all, bodies);
    let found = inner.iter().map(|name| {
        let at = all.binary_search_by_key(&order(name), |n| order(n));
        told.same(sight, name, places)
            .or_else(|| Some(context.resolve(at.ok()?)).filter(|p| told.is_usual(sight, name, p)))
    });
    found.collect()
}

/// What the article says elsewhere of its places.
struct Told<'a> {
    /// The first place of a name that has a point.
    points: HashMap<&'a str, usize, FixedState>,
    /// The countries that places lie in.
    countries: HashSet<Arc<str>, FixedState>,
}

impl<'a> Told<'a> {
    fn of(sight: &Sight<'a>, places: &[Place]) -> Self {
        let text = sight.parsed.article.text.as_str();
        let mut points = HashMap::default();
        for (n, place) in places.iter().enumerate().filter(|(_, p)| p.point.is_some()) {
            points.entry(place.span.of(text)).or_insert(n);
        }
        let countries = places.iter().filter_map(|p| p.country.clone()).collect();
        Self { points, countries }
    }

    fn same(&self, sight: &Sight<'_>, name: &Name, places: &[Place]) -> Option<Place> {
        let words = name.span.of(&sight.parsed.article.text);
        self.points.get(words).map(|&n| places[n].clone())
    }

    /// Whether a place is listed or usually called so. A town that people are called like is meant
    /// only in a country that the article speaks of.
    fn is_usual(&self, sight: &Sight<'_>, name: &Name, place: &Place) -> bool {
        let words = name.span.of(&sight.parsed.article.text);
        let lower = words.to_lowercase();
        let spoken = || {
            place
                .country
                .as_ref()
                .is_some_and(|c| self.countries.contains(c))
        };
        let town =
            || place.name == words && (!sight.world.callnames.get(&lower).is_any() || spoken());
        place.point.is_some() && place.country.is_some() && (!name.entries.is_empty() || town())
    }
}

/// Whether it may lie in a place that it is called by: streets are called by places elsewhere, and
/// what is listed is known better.
fn is_open(sight: &Sight<'_>, name: &Name) -> bool {
    let naming = &sight.pack.naming;
    let street = |t: TokenId| naming.inner_places.has(&sight.form(t).to_lowercase());
    let inner = !naming.kinds_first && name.tokens.clone().any(street);
    name.tokens.len() > 1 && name.entries.is_empty() && !inner
}

/// Whether a word of the body's name says that it belongs to the place that it is called by.
fn is_seated(sight: &Sight<'_>, body: &Name) -> bool {
    let seated = &sight.pack.naming.seated;
    let says = |t: TokenId| seated.has(&sight.form(t).to_lowercase());
    body.tokens.len() > 1 && body.tokens.clone().any(says)
}

type Test = fn(&Sight<'_>, &Range<TokenId>, &Told<'_>) -> bool;

/// The names of places that are a part of a name.
fn within(sight: &Sight<'_>, name: &Name, told: &Told<'_>, is_place: Test) -> Vec<Name> {
    let mut out = Vec::new();
    let mut start = name.tokens.start;
    while start < name.tokens.end {
        let longest = (start + 1..=name.tokens.end.min(start + LONG))
            .rev()
            .map(|end| start..end)
            .filter(|t| t.len() < name.tokens.len() && stands(sight, name, t))
            .find(|t| is_place(sight, t, told));
        start = longest.as_ref().map_or(start + 1, |t| t.end);
        out.extend(longest.map(|tokens| {
            let class = Class::Place;
            names::unlisted(sight, &Tagged { tokens, class })
        }));
    }
    out
}

/// Whether the words stand where a longer name has the place that it is called by: at its beginning
/// or behind a small word ("University of Lagos Medical School"), or at its end ("Polres Cirebon").
fn stands(sight: &Sight<'_>, name: &Name, tokens: &Range<TokenId>) -> bool {
    let (first, last) = (tokens.start, tokens.end - 1);
    let small = |t: TokenId| !sight.capital(t);
    let article = || sight.upos(name.tokens.start) == Upos::Det;
    let opens = || first == name.tokens.start || first == name.tokens.start + 1 && article();
    let fits = match sight.pack.naming.kinds_first {
        true => tokens.end == name.tokens.end,
        false => opens() || small(first - 1),
    };
    fits && !small(first) && !small(last)
}

/// Whether the words of a body's name name a place.
fn is_place(sight: &Sight<'_>, tokens: &Range<TokenId>, told: &Told<'_>) -> bool {
    let word = tokens.clone().any(|t| is_word(sight, t));
    let town = || {
        let words = sight.span(tokens).of(&sight.parsed.article.text);
        let cities = sight.world.cities.exactly(words);
        let mut usual = cities.iter().filter(|c| c.name == words);
        usual.any(|c| c.population >= TOWN) && !(tokens.len() == 1 && is_plain(sight, tokens.start))
    };
    is_sure(sight, tokens, told) || !word && town()
}

/// Whether the words name a listed state, part of a state or county, or a place of the article.
fn is_sure(sight: &Sight<'_>, tokens: &Range<TokenId>, told: &Told<'_>) -> bool {
    if tokens.len() == 1 && is_word(sight, tokens.start) {
        return false;
    }
    let text = sight.parsed.article.text.as_str();
    let words = sight.span(tokens).of(text);
    let listed = || {
        let found = sight.world.names(sight.pack.lang)?.exactly(words)?;
        let place = |e: &Entry| matches!(e, Entry::Country(_) | Entry::Place(_));
        found.entries.iter().any(place).then_some(())
    };
    let county = || {
        sight
            .world
            .cities
            .exactly(words)
            .iter()
            .any(|c| c.is_county())
    };
    told.points.contains_key(words) || listed().is_some() || county()
}

/// Whether the word is one that bodies' names and dates are made of.
fn is_word(sight: &Sight<'_>, token: TokenId) -> bool {
    let naming = &sight.pack.naming;
    let form = sight.form(token).to_lowercase();
    naming.place_kinds.has(&form) || naming.never.has(&form) || naming.seated.has(&form)
}

/// Whether the word is hardly a town's name: "Central", "General", "Lee".
fn is_plain(sight: &Sight<'_>, token: TokenId) -> bool {
    let naming = &sight.pack.naming;
    let form = sight.form(token).to_lowercase();
    let word =
        naming.spots.has(&form) || naming.descriptive.has(&form) || naming.inner_places.has(&form);
    word || naming.men.has(&form) || naming.women.has(&form) || sight.role_at(token).is_some()
}
