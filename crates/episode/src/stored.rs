//! Mentions as bytes, to be kept.

use crate::figures::Figure;
use crate::mention::{Key, Mention, Party, Spot, Window};
use crate::words::{Bag, Word};

/// The layout; bytes of another are none of ours.
const LAYOUT: u8 = 2;
/// The layout before it, which has name and report too, and every number in full.
const FULL: u8 = 1;

impl Mention {
    /// The mention in bytes, in the same layout on every machine: all but its name and its
    /// report's number, which whoever keeps it has anyway.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.bytes(self.status, &self.topic)
    }

    /// The same without the words of its report, which whoever keeps it keeps once for all of them.
    pub fn to_bytes_without_topic(&self) -> Vec<u8> {
        self.bytes(self.status, &Bag::default())
    }

    /// What is said, in bytes: all but its name, its report, and that report's words.
    pub(crate) fn said(&self) -> Vec<u8> {
        // The status is not seen when two are held against each other.
        self.bytes(0, &Bag::default())
    }

    fn bytes(&self, status: u8, topic: &Bag) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        let Window { first, last, told } = self.window;
        let flags = u8::from(told) | u8::from(self.published.is_some()) << 1;
        out.extend([LAYOUT, flags, status]);
        out.extend(self.kind.to_le_bytes());
        out.extend(self.trigger.to_le_bytes());
        put_short(&mut out, i64::from(self.mode));
        let published = self.published.unwrap_or_default();
        put_short(&mut out, i64::from(published));
        put_short(&mut out, i64::from(first) - i64::from(published));
        put_short(&mut out, i64::from(last) - i64::from(first));
        for party in [&self.actors, &self.recipients] {
            put(&mut out, party.names.words().iter().map(|w| w.bits()));
            put(&mut out, party.codes.iter().copied());
            put(&mut out, party.countries.iter().copied());
            out.push(u8::from(party.people));
        }
        let spot = self.place.map(|spot| (spot.id, spot.point));
        put(&mut out, spot.iter().map(|s| s.0));
        put(
            &mut out,
            spot.iter()
                .filter_map(|s| s.1)
                .map(|(n, e)| u32::from(n as u16) << 16 | u32::from(e as u16)),
        );
        put(&mut out, self.words.words().iter().map(|w| w.bits()));
        put(&mut out, topic.words().iter().map(|w| w.bits()));
        put(
            &mut out,
            self.figures
                .iter()
                .flat_map(|f| [u32::from(f.what), f.value]),
        );
        out
    }

    /// A mention that was kept, of this name and of the report of this number; `None` where the
    /// bytes are of no layout that is known.
    pub fn from_bytes(bytes: &[u8], key: Key, article: u64) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        let [layout] = bytes.take()?;
        let head = match layout {
            LAYOUT => bytes.head(key, article)?,
            FULL => bytes.full_head()?,
            _ => return None,
        };
        let [actors, recipients] = [bytes.party()?, bytes.party()?];
        let (spot, point) = (bytes.list()?, bytes.list()?);
        Some(Self {
            actors,
            recipients,
            place: spot.first().map(|id| Spot {
                id: *id,
                point: point
                    .first()
                    .map(|p| ((p >> 16) as u16 as i16, *p as u16 as i16)),
            }),
            words: bytes.bag()?,
            topic: bytes.bag()?,
            figures: bytes.figures()?,
            ..head
        })
    }
}

impl Bag {
    /// The words in bytes, in the same layout on every machine.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put(&mut out, self.words().iter().map(|w| w.bits()));
        out
    }

    /// Words that were kept; `None` where the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Bytes(bytes).bag()
    }
}

/// Numbers behind their count.
fn put(out: &mut Vec<u8>, numbers: impl Iterator<Item = u32>) {
    let at = out.len();
    out.push(0);
    let mut count = 0_u8;
    for number in numbers.take(usize::from(u8::MAX)) {
        out.extend(number.to_le_bytes());
        count += 1;
    }
    if let Some(slot) = out.get_mut(at) {
        *slot = count;
    }
}

/// A number that is near to zero as a rule, its sign below its other bits.
fn put_short(out: &mut Vec<u8>, number: i64) {
    put_number(out, (number << 1 ^ number >> 63) as u64);
}

/// A number in few bytes where it is small: seven bits a byte, the lowest first, with the highest
/// bit set in all but the last.
pub fn put_number(out: &mut Vec<u8>, number: u64) {
    let mut left = number;
    while left > 0x7f {
        out.push(left as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

/// What [`put_number`] put; `None` where the bytes end before, or are too many for a number.
pub fn take_number(bytes: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// What stands before a mention's parties: name and report, type, mode and trigger, first, last and
/// published day, and whether the text tells of them and the day of publication is known.
fn headed(
    (key, article): (Key, u64),
    [kind, mode, trigger]: [u32; 3],
    status: u8,
    [first, last, published]: [i32; 3],
    [told, dated]: [bool; 2],
) -> Mention {
    Mention {
        key,
        article,
        kind,
        mode,
        trigger,
        status,
        window: Window { first, last, told },
        published: dated.then_some(published),
        ..Mention::default()
    }
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    /// What stands before the parties.
    fn head(&mut self, key: Key, article: u64) -> Option<Mention> {
        let [flags, status] = self.take()?;
        let [kind, trigger] = [self.word()?, self.word()?];
        let mode = u32::try_from(self.short()?).ok()?;
        let published = self.short()?;
        let first = published.checked_add(self.short()?)?;
        let last = first.checked_add(self.short()?)?;
        let day = |day: i64| i32::try_from(day).ok();
        let days = [day(first)?, day(last)?, day(published)?];
        let flags = [flags & 1 != 0, flags & 2 != 0];
        let numbers = [kind, mode, trigger];
        Some(headed((key, article), numbers, status, days, flags))
    }

    /// The same in the layout before.
    fn full_head(&mut self) -> Option<Mention> {
        let named = (self.take()?, self.long()?);
        let numbers = [self.word()?, self.word()?, self.word()?];
        let [status, told, dated] = self.take()?;
        let days = [self.word()?, self.word()?, self.word()?].map(|d| d as i32);
        Some(headed(
            named,
            numbers,
            status,
            days,
            [told == 1, dated == 1],
        ))
    }

    /// What [`put_short`] put.
    fn short(&mut self) -> Option<i64> {
        let mut bytes = std::iter::from_fn(|| self.take().map(|[byte]| byte));
        let number = take_number(&mut bytes)?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_at_checked(N)?;
        self.0 = tail;
        head.try_into().ok()
    }

    fn word(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn long(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn list(&mut self) -> Option<Vec<u32>> {
        let [count] = self.take()?;
        (0..count).map(|_| self.word()).collect()
    }

    fn bag(&mut self) -> Option<Bag> {
        let words = self.list()?;
        Some(Bag::new(words.into_iter().map(Word::from_bits), usize::MAX))
    }

    fn party(&mut self) -> Option<Party> {
        Some(Party {
            names: self.bag()?,
            codes: self.list()?,
            countries: self.list()?,
            people: self.take()? == [1],
        })
    }

    fn figures(&mut self) -> Option<Vec<Figure>> {
        let numbers = self.list()?;
        let pairs = numbers.chunks_exact(2);
        Some(
            pairs
                .map(|p| Figure {
                    what: p.first().map_or(0, |w| *w as u8),
                    value: p.get(1).copied().unwrap_or(0),
                })
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_of_the_layout_before_comes_back() {
        let mention = Mention {
            key: *b"ABCDEFGH",
            article: 1 << 40 | 7,
            kind: 5,
            mode: 6,
            trigger: 7,
            status: 3,
            window: Window {
                first: -2,
                last: 19_000,
                told: true,
            },
            published: Some(18_999),
            words: Bag::new([Word::from_bits(77)], 1),
            ..Mention::default()
        };
        let mut bytes = vec![FULL];
        bytes.extend(mention.key);
        bytes.extend(mention.article.to_le_bytes());
        for number in [5_u32, 6, 7] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([3, 1, 1]);
        for day in [-2_i32, 19_000, 18_999] {
            bytes.extend(day.to_le_bytes());
        }
        // Two sides without anybody, and no place.
        bytes.extend([0; 10]);
        bytes.extend([1, 77, 0, 0, 0, 0, 0]);
        assert_eq!(
            Mention::from_bytes(&bytes, Key::default(), 0),
            Some(mention)
        );
    }
}
