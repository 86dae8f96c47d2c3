//! The day that readers see: with the headline, or called that of publication.

use jiff::civil::Date;
use risalah_pack::web::Part;

use super::clean;
use super::facts::{parts_of, text_of};
use super::front::{BEFORE, LINE, line};
use super::page::Page;
use crate::address;
use crate::date::{self, Found};
use crate::html::{Id, Name, ROOT, Tag};

/// A line that calls its date the day of publication has no more bytes than this.
const CALLED: usize = 320;
/// The date is no further behind the word that calls it so.
const BEHIND: usize = 40;
/// A date so far into a line belongs to what the line tells.
const OPENING: usize = 60;
/// So many blocks behind the main text may say when it was published.
const BEYOND: usize = 12;
/// A part with more bytes of words is more than a byline.
const PART: u32 = 800;
/// A part with fewer bytes of words may be all links.
const SHORT: u32 = 100;
/// Days before this are not of the web.
const FIRST_YEAR: i16 = 1995;

/// What ties a visible date to the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// Words by it or names of its element call it that of publication.
    Called,
    /// It stands with the headline.
    Placed,
    /// It stands with the headline and is called that of a later change.
    Changed,
    /// It stands in the text or behind it.
    Loose,
}

/// A date that readers see.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) found: Found,
    pub(super) hold: Hold,
}

impl Page<'_> {
    /// The day that readers see.
    pub(super) fn seen(&self) -> Option<Seen> {
        let front = self.front;
        let sources: [&dyn Fn() -> Option<Seen>; 5] = [
            &|| self.called(),
            &|| self.marked(front.opening.clone()),
            &|| self.by_headline(),
            &|| self.labelled(usize::MAX),
            &|| self.loose(front.opening.end..front.end),
        ];
        let mut of_change = None;
        for source in sources {
            match source() {
                Some(seen) if seen.hold != Hold::Changed => return Some(seen),
                changed => of_change = of_change.or(changed),
            }
        }
        of_change
    }

    /// In a line that calls it the day of publication, before readers' words.
    fn called(&self) -> Option<Seen> {
        let named = self.facts.marked.iter().find(|id| self.is_called(**id));
        let by_name = named
            .and_then(|id| self.shown(*id))
            .filter(|(_, changed)| !changed);
        let by_name = by_name.map(|(found, _)| Seen {
            found,
            hold: Hold::Called,
        });
        by_name.or_else(|| self.labelled(0))
    }

    /// Whether an element's class or id says that it holds the day of publication.
    fn is_called(&self, id: Id) -> bool {
        let dates = &self.web.dates;
        let names = [Name::Class, Name::Id].into_iter();
        let said = names
            .filter_map(|name| self.dom.attribute(id, name))
            .any(|words| dates.names_publication(words));
        said && !self.is_apart(id) && !self.is_of_readers(id)
    }

    /// In a line of which one of the first bytes up to `within` calls its date so.
    fn labelled(&self, within: usize) -> Option<Seen> {
        let dates = &self.web.dates;
        let from = self.front.headline;
        let blocks = &self.blocks.all;
        let mut waiting = false;
        let last = self.blocks.inside(self.dom, self.root).end + BEYOND;
        let range = from.saturating_sub(BEFORE)..last.min(blocks.len());
        for block in blocks.get(range).unwrap_or_default() {
            if block.len as usize > CALLED {
                waiting = false;
                continue;
            }
            let line = line(self.web, self.dom, block);
            let lower = line.to_lowercase();
            let at = dates
                .calls_publication(&lower)
                .filter(|word| word.start <= within);
            if (at.is_some() || waiting) && !self.is_of_readers(block.owner) {
                // «Changed: 31.10.2023. Published: 1.11.2023»: the date behind the word is meant,
                // and where there is none («on 1.11.2023 posted») the line's first.
                let behind = at.clone().and_then(|at| self.full(line.get(at.end..)?));
                let first = || self.full(&line).filter(|_| line.len() <= LINE);
                if let Some(found) = behind.filter(|f| f.start <= BEHIND).or_else(first) {
                    return Some(Seen {
                        found,
                        hold: Hold::Called,
                    });
                }
            }
            waiting = at.is_some();
        }
        None
    }

    /// In an element whose names say it holds a date, by the headline.
    fn marked(&self, range: std::ops::Range<Id>) -> Option<Seen> {
        let times = self.facts.times.iter();
        let mut all: Vec<Id> = times.chain(&self.facts.marked).copied().collect();
        all.retain(|id| range.contains(id));
        // What stands under the headline is nearer to it than what stands above.
        let from = self.under();
        all.sort_unstable_by_key(|id| (*id < from, *id));
        all.dedup();
        let own = |id: &Id| !self.is_apart(*id) && !self.is_of_readers(*id);
        first(all.into_iter().filter(own).filter_map(|id| {
            let changed = self.is_change(id);
            let time = self.dom.node(id).tag == Tag::Time;
            let found = if time { self.written(id) } else { None };
            found
                .map(|f| (f, changed))
                .or_else(|| self.shown(id).map(|(f, c)| (f, c || changed)))
        }))
    }

    /// In such an element in the text or behind it.
    fn loose(&self, range: std::ops::Range<Id>) -> Option<Seen> {
        let seen = self.marked(range)?;
        Some(match seen.hold {
            Hold::Placed => Seen {
                hold: Hold::Loose,
                ..seen
            },
            _ => seen,
        })
    }

    /// The first date of an element's words, if they are few, and whether it is of a change.
    fn shown(&self, id: Id) -> Option<(Found, bool)> {
        let text = clean(self.web, &text_of(self.dom, id));
        if text.len() > LINE {
            return None;
        }
        let parts = clean(self.web, &parts_of(self.dom, id));
        [text, parts].iter().find_map(|text| {
            let found = self.full(text)?;
            let changed = self.is_of_change(text, &found);
            Some((found, changed))
        })
    }

    /// Whether the words before a date call it that of a change.
    fn is_of_change(&self, text: &str, found: &Found) -> bool {
        let before = text.get(..found.start).unwrap_or_default();
        self.web.dates.calls_change(&before.to_lowercase())
    }

    /// In the short lines by the headline, and at the start of the text's first prose.
    fn by_headline(&self) -> Option<Seen> {
        first(self.front.places(self.blocks, BEFORE).filter_map(|n| {
            let block = &self.blocks.all[n];
            let listed = n > self.front.prose && self.is_in_table(block.owner);
            if listed || self.stands_apart(block.owner) || self.is_of_readers(block.owner) {
                return None;
            }
            let line = line(self.web, self.dom, &self.blocks.all[n]);
            let found = self.full(&line).filter(|f| f.start <= OPENING)?;
            // What a sentence dates is what it tells; before a sign it is the dateline.
            let next = line[found.end..].trim_start().chars().next();
            let inside = found.start > 0 && !line[..found.start].trim_end().ends_with(':');
            let told = block.is_prose() && inside && next.is_some_and(char::is_alphanumeric);
            let changed = self.is_of_change(&line, &found);
            (!told).then_some((found, changed))
        }))
    }

    /// Where the headline starts.
    fn under(&self) -> Id {
        let headline = self.blocks.all.get(self.front.headline);
        headline.map_or(ROOT, |block| block.first)
    }

    /// Whether readers see this day under the headline, in an element that is named as a date's or
    /// in a short line.
    pub(super) fn shows(&self, day: Date) -> bool {
        let range = self.under()..self.front.end;
        let is_day = |found: &Found| found.day == day;
        let mut lines = self
            .front
            .places(self.blocks, 0)
            .map(|n| &self.blocks.all[n]);
        if lines.any(|block| {
            self.full(&line(self.web, self.dom, block))
                .is_some_and(|f| is_day(&f))
        }) {
            return true;
        }
        let times = self.facts.times.iter();
        let mut all = times
            .chain(&self.facts.marked)
            .filter(|id| range.contains(id));
        all.any(|id| {
            let own = || !self.is_apart(*id) && !self.is_of_readers(*id);
            self.shown(*id).is_some_and(|(found, _)| is_day(&found)) && own()
        })
    }

    /// The first date of a line that cannot be read two ways.
    fn full(&self, text: &str) -> Option<Found> {
        let found = date::find(&self.web.dates, text, self.tag)
            .into_iter()
            .next()?;
        (found.day.year() >= FIRST_YEAR && self.is_clear(&found)).then_some(found)
    }

    /// Whether a date can be read in one way only, by a reader of the page's language.
    pub(super) fn is_clear(&self, found: &Found) -> bool {
        // English without a country writes both orders.
        let known = |tag: &str| tag.contains(['-', '_']) || !self.web.dates.month_first(tag);
        !found.ambiguous || self.tag.is_some_and(known)
    }

    fn is_in_table(&self, owner: Id) -> bool {
        let mut around = std::iter::once(owner).chain(self.dom.above(owner));
        around.any(|id| self.dom.node(id).tag == Tag::Table)
    }

    /// Whether a block's element is apart or stands so.
    fn stands_apart(&self, owner: Id) -> bool {
        self.dom
            .inside(owner)
            .next()
            .is_some_and(|first| self.is_apart(first))
    }

    /// Whether a node stands in a part of the page that has nothing to do with the article: one
    /// marked so that does not hold the headline or the main text, or another article.
    fn is_apart(&self, id: Id) -> bool {
        let front = self.front;
        let own = [front.headline, front.prose].map(|n| {
            let block = self.blocks.all.get(n);
            block.map_or(self.root, |block| block.first)
        });
        let holds = |up: &Id| {
            let inside = *up..self.dom.node(*up).after;
            inside.contains(&self.root) || own.iter().any(|own| inside.contains(own))
        };
        // Between headline and text the article's own parts are named like those of others.
        let owned = |up: Id| {
            let (len, linked) = self.blocks.words(self.dom, up);
            front.opening.contains(&up) && len < PART && linked * 2 <= len.max(SHORT)
        };
        let mut up = self
            .dom
            .above(id)
            .take_while(|up| *up != ROOT && !holds(up));
        up.any(|up| {
            let tag = self.dom.node(up).tag;
            let weak = self.marks.has(up, Part::Weak) && self.blocks.prose(self.dom, up) == 0;
            let apart = weak || self.marks.has(up, Part::Drop) || tag == Tag::Article;
            (apart && !owned(up)) || (tag == Tag::A && up < own[0] && !self.leads_here(up))
        })
    }

    /// Whether a link leads to the page that it stands on.
    fn leads_here(&self, link: Id) -> bool {
        let bare = |url: &str| -> Option<String> {
            let (_, rest) = url.split_once("://")?;
            let end = rest.find(['?', '#']).unwrap_or(rest.len());
            Some(rest[..end].trim_end_matches('/').to_owned())
        };
        let href = self.dom.attribute(link, Name::Href);
        let whole = href.and_then(|href| address::whole(self.url, href));
        let here = [self.url, self.facts.canonical].into_iter().flatten();
        whole.is_some_and(|to| here.into_iter().any(|url| bare(url) == bare(&to)))
    }

    /// Whether a node stands among readers' words.
    pub(super) fn is_of_readers(&self, id: Id) -> bool {
        self.marks.has(id, Part::Comment)
            || self
                .dom
                .above(id)
                .any(|up| self.marks.has(up, Part::Comment))
    }

    /// Whether a time element is that of a change.
    fn is_change(&self, id: Id) -> bool {
        let changes = &self.web.metadata.published.modified;
        let of_change = |prop: &str| changes.iter().any(|c| c.eq_ignore_ascii_case(prop));
        if self
            .dom
            .attribute(id, Name::Itemprop)
            .is_some_and(of_change)
        {
            return true;
        }
        let class = self.dom.attribute(id, Name::Class).unwrap_or_default();
        self.web.dates.names_change(class) && !self.web.dates.names_publication(class)
    }
}

/// The first date that is of no change, else the first.
fn first(dates: impl Iterator<Item = (Found, bool)>) -> Option<Seen> {
    let mut of_change = None;
    for (found, changed) in dates {
        if !changed {
            return Some(Seen {
                found,
                hold: Hold::Placed,
            });
        }
        of_change.get_or_insert(Seen {
            found,
            hold: Hold::Changed,
        });
    }
    of_change
}
