//! The answers' form: rows of the store as the API's JSON and tables.

mod article;
mod coding;
mod counts;
mod episode;
mod event;
mod explain;
mod kept;
mod label;
mod people;

pub(crate) use article::{Article, Articles, WholeArticle};
pub(crate) use coding::{Changed, Codings, Compared, Comparison, Stats};
pub(crate) use counts::{Dyads, Places, SeriesOf};
pub(crate) use episode::{Episode, Episodes, WholeEpisode};
pub(crate) use event::{Event, Events};
pub(crate) use explain::Explained;
pub(crate) use kept::Record;
pub(crate) use label::{Given, Label, Labels, Refused, Taken};
pub(crate) use people::{Entities, Entity, Quotation, Quotations};
