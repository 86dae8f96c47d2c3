//! Namesakes of listed people: who is called like a minister need not be one.

use hashbrown::HashSet;
use risalah_pack::world::Entry;

use crate::names::Name;
use crate::parties::Nominal;
use crate::people::Ties;
use crate::sight::Sight;
use crate::tagger::Class;

/// A name of so few words may be many people's.
const FEW: usize = 2;

/// Takes the listed person away from names that anybody at home may have ("Budi Santoso"), where
/// nothing in the report speaks of the office or of the body it is in.
///
/// Heads of states and governments are named without their office, and of people abroad only
/// those who hold one are in the news; both stay.
pub(crate) fn part(sight: &Sight<'_>, names: &mut [Name], nominals: &[Nominal], ties: &Ties) {
    if sight.pack.naming.home.is_none() {
        return;
    }
    let entries = || sight.known.iter().flat_map(|k| k.entries.iter().copied());
    let mut told: Option<HashSet<Entry, foldhash::fast::FixedState>> = None;
    let mut cleared: HashSet<u32, foldhash::fast::FixedState> = HashSet::default();
    let mut kept: HashSet<u32, foldhash::fast::FixedState> = HashSet::default();
    for (name, titles) in names.iter().zip(&ties.of_name) {
        let Some(person) = name.person().filter(|_| is_common(sight, name)) else {
            continue;
        };
        if name.class != Class::Person || heads(sight, person) {
            continue;
        }
        let told = told.get_or_insert_with(|| entries().collect());
        let world = sight.world;
        let spoken = world.terms_of(person).any(|term| {
            let body = term
                .body
                .is_some_and(|b| told.contains(&Entry::Body(b)) || told.contains(&Entry::Head(b)));
            body || told.contains(&Entry::Office(term.office))
        });
        let titled = titles
            .iter()
            .any(|&title| is_title(sight, person, &nominals[title]));
        if spoken || titled {
            kept.insert(person);
        } else {
            cleared.insert(person);
        }
    }
    for name in names.iter_mut() {
        if name
            .person()
            .is_some_and(|p| cleared.contains(&p) && !kept.contains(&p))
        {
            name.entries.clear();
        }
    }
}

/// Whether all words of the name are ones that many are called by.
fn is_common(sight: &Sight<'_>, name: &Name) -> bool {
    name.tokens.len() <= FEW
        && name.tokens.clone().all(|t| {
            let lower = sight.form(t).to_lowercase();
            sight.world.callnames.get(&lower).is_any()
        })
}

/// Whether the person has led a state or its government, or held an office abroad only.
fn heads(sight: &Sight<'_>, person: u32) -> bool {
    let world = sight.world;
    let home = sight.pack.naming.home.as_deref();
    let leads = |office: u32| world.offices[office as usize].class.starts_with("head-of-");
    let at_home = |country: u32| home == Some(&*world.countries[country as usize].code);
    let body = |b: u32| home == world.bodies[b as usize].code.country();
    world.terms_of(person).any(|t| leads(t.office))
        || !world
            .terms_of(person)
            .any(|t| t.country.is_some_and(at_home) || t.body.is_some_and(body))
}

/// Whether the title is the first word of one of the person's offices ("Menteri Budi Santoso").
fn is_title(sight: &Sight<'_>, person: u32, nominal: &Nominal) -> bool {
    let world = sight.world;
    let form = sight.form(nominal.core.start);
    world.terms_of(person).any(|term| {
        let names = &world.offices[term.office as usize].names;
        let title = names.get(sight.lang).map_or("", String::as_str);
        let first = title.split(' ').next();
        first.is_some_and(|f| f.eq_ignore_ascii_case(form))
    })
}
