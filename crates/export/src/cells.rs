//! Cells that several formats have.

use std::borrow::Cow;

use risalah_doc::Resolution;
use risalah_pack::world::Scheme;
use risalah_store::{PartyView, PlaceView};

use crate::Row;
use crate::table::Cell;

/// What is not coded, or not in a store's rows.
pub(crate) fn nothing<'a>(_: &Row<'a>) -> Cell<'a> {
    Cell::None
}

/// First day of the event.
pub(crate) fn day<'a>(row: &Row<'a>) -> Cell<'a> {
    Cell::maybe(row.event.day)
}

/// Day of the report.
pub(crate) fn published<'a>(row: &Row<'a>) -> Cell<'a> {
    Cell::maybe(row.event.article.published.as_deref())
}

/// The outlet.
pub(crate) fn outlet<'a>(row: &Row<'a>) -> Cell<'a> {
    Cell::maybe(row.event.article.outlet.as_deref())
}

/// Something of the place.
pub(crate) fn place<'a>(row: &Row<'a>, of: impl FnOnce(&'a PlaceView<'a>) -> Cell<'a>) -> Cell<'a> {
    row.event.place.as_ref().map_or(Cell::None, of)
}

/// Degrees north; none for a state, whose centre is no place where something happened.
pub(crate) fn latitude<'a>(row: &Row<'a>) -> Cell<'a> {
    place(row, |p| Cell::real(point(p).map(|p| p.0)))
}

/// Degrees east, as [`latitude`].
pub(crate) fn longitude<'a>(row: &Row<'a>) -> Cell<'a> {
    place(row, |p| Cell::real(point(p).map(|p| p.1)))
}

fn point(place: &PlaceView) -> Option<(f64, f64)> {
    place.point.filter(|_| !is(place, Resolution::Country))
}

/// Whether the place is known just so fine.
pub(crate) fn is(place: &PlaceView, resolution: Resolution) -> bool {
    place.resolution == Some(resolution.name())
}

/// The place's name, where it is a city or within one.
pub(crate) fn city<'a>(row: &Row<'a>) -> Cell<'a> {
    named(row, &[Resolution::City, Resolution::Subcity])
}

/// The place's name, where it is a district.
pub(crate) fn district<'a>(row: &Row<'a>) -> Cell<'a> {
    named(row, &[Resolution::District])
}

/// The place's name, where it is a province.
pub(crate) fn province<'a>(row: &Row<'a>) -> Cell<'a> {
    named(row, &[Resolution::Province])
}

fn named<'a>(row: &Row<'a>, resolutions: &[Resolution]) -> Cell<'a> {
    let place = row.event.place.as_ref();
    let fits = place.filter(|p| resolutions.iter().any(|r| is(p, *r)));
    Cell::maybe(fits.map(|p| p.name))
}

/// A party's name, in which the joint of several is no part.
pub(crate) fn name<'a>(party: &PartyView<'a>) -> Cow<'a, str> {
    if party.name.contains(';') {
        return Cow::Owned(party.name.replace(';', ","));
    }
    Cow::Borrowed(party.name)
}

/// A party's country or what stands in for one.
pub(crate) fn country<'a>(party: &PartyView<'a>) -> Cow<'a, str> {
    Cow::Borrowed(party.country)
}

/// What another scheme calls the parties' states, joined; nothing where it has none of them.
pub(crate) fn schemes<'a>(
    row: &Row<'a>,
    parties: &'a [PartyView<'a>],
    of: impl Fn(&'a Scheme) -> Cow<'a, str>,
) -> Cell<'a> {
    let all = Row::joined(parties, |party| {
        row.scheme(party.country).map_or(Cow::Borrowed(""), &of)
    });
    // Joints alone say nothing.
    if all.bytes().all(|b| b == b';') {
        return Cell::None;
    }
    Cell::text(all)
}

/// PLOVER contexts, joined by `;`.
pub(crate) fn contexts<'a>(row: &Row<'a>) -> Cell<'a> {
    let contexts = row.event.contexts;
    match contexts.contains(' ') {
        true => Cell::text(contexts.replace(' ', ";")),
        false => Cell::text(contexts),
    }
}
