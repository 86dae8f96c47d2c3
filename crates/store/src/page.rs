//! Answers in pages.

use jiff::civil::Date;

use crate::{Error, Key, days};

/// Which page is asked for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// How many rows at most.
    pub limit: usize,
    /// After which row: what the page before gave as [`Page::next`].
    pub after: Option<Cursor>,
    /// In which order of days.
    pub order: Order,
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            limit: 50,
            after: None,
            order: Order::Newest,
        }
    }
}

/// The order of rows, by day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest day first.
    #[default]
    Newest,
    /// The oldest day first.
    Oldest,
}

impl Order {
    pub(crate) fn sql(self) -> &'static str {
        match self {
            Self::Newest => "DESC",
            Self::Oldest => "ASC",
        }
    }

    /// The comparison that leaves the rows after one.
    pub(crate) fn beyond(self) -> &'static str {
        match self {
            Self::Newest => "<",
            Self::Oldest => ">",
        }
    }
}

/// Where a page ended. Opaque: it is given back as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    /// Takes back what [`Cursor::as_str`] gave.
    ///
    /// # Errors
    ///
    /// Where it is something else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let made = text.split_once('.').is_some_and(|(sort, id)| {
            let day = sort.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            day && !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit())
        });
        made.then(|| Self(text.to_owned()))
            .ok_or_else(|| Error::Cursor(text.to_owned()))
    }

    /// The cursor as text, of digits, dashes and one dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn new(sort: &str, id: i64) -> Self {
        Self(format!("{sort}.{id}"))
    }

    pub(crate) fn of_key(sort: &str, key: Key) -> Self {
        Self(format!("{sort}.{key}"))
    }

    /// The day and number it was made of.
    pub(crate) fn row(&self) -> Result<(&str, i64), Error> {
        let wrong = || Error::Cursor(self.0.clone());
        let (sort, id) = self.0.split_once('.').ok_or_else(wrong)?;
        Ok((sort, id.parse().map_err(|_| wrong())?))
    }

    /// The day as a number, and the number, that it was made of.
    pub(crate) fn at(&self) -> Result<(i64, i64), Error> {
        let (day, number) = self.row()?;
        Ok((self.day(day)?, number))
    }

    /// The day as a number, where there is one.
    pub(crate) fn day(&self, day: &str) -> Result<i64, Error> {
        let wrong = |_| Error::Cursor(self.0.clone());
        let day = Some(day).filter(|d| !d.is_empty()).map(str::parse::<Date>);
        Ok(days::number(day.transpose().map_err(wrong)?))
    }

    /// The day and key it was made of.
    pub(crate) fn key(&self) -> Result<(&str, Key), Error> {
        let wrong = || Error::Cursor(self.0.clone());
        let (sort, key) = self.0.split_once('.').ok_or_else(wrong)?;
        Ok((sort, Key::parse(key).ok_or_else(wrong)?))
    }
}

/// Some rows, and where the next page begins.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where to go on; `None` where these were the last.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Of one row more than asked for, which says that there is a next page.
    pub(crate) fn cut(mut rows: Vec<T>, limit: usize, cursor: impl Fn(&T) -> Cursor) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(cursor);
        Self { rows, next }
    }
}
