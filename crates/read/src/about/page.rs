//! A page and what is known of it.

use risalah_pack::web::Web;

use super::facts::text_of;
use super::{Facts, Front, clean};
use crate::date::{self, Found};
use crate::html::{Dom, Id, Name};
use crate::page::{Blocks, Marks};

/// A page and what is known of it, for finding its day and who wrote it.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) web: &'a Web,
    pub(crate) dom: &'a Dom<'a>,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) marks: &'a Marks,
    pub(crate) blocks: &'a Blocks,
    pub(crate) url: Option<&'a str>,
    /// The language, with or without a region.
    pub(crate) tag: Option<&'a str>,
    /// Where its article begins.
    pub(crate) front: &'a Front,
    /// The element that holds the main text.
    pub(crate) root: Id,
}

impl Page<'_> {
    /// The date that a text holds, in the day that it is at home.
    pub(super) fn read(&self, text: &str) -> Option<Found> {
        let found = date::read(&self.web.dates, text, self.tag)?;
        Some(date::at_home(&self.web.dates, found, self.tag))
    }

    /// The date that an element holds, in an attribute or in its words.
    pub(super) fn written(&self, id: Id) -> Option<Found> {
        let attributes = [Name::Datetime, Name::Content].into_iter();
        let said = attributes
            .filter_map(|name| self.dom.attribute(id, name))
            .find_map(|t| self.read(t));
        said.or_else(|| self.read(&clean(self.web, &text_of(self.dom, id))))
    }
}
