//! Mentions as bytes, to be kept.

use crate::figures::Figure;
use crate::mention::{Key, Mention, Party, Spot, Window};
use crate::words::{Bag, Word};

/// The layout; bytes of another are none of ours.
const LAYOUT: u8 = 1;

impl Mention {
    /// The mention in bytes, in the same layout on every machine.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(256);
        out.push(LAYOUT);
        out.extend(self.key);
        out.extend(self.article.to_le_bytes());
        for number in [self.kind, self.mode, self.trigger] {
            out.extend(number.to_le_bytes());
        }
        let Window { first, last, told } = self.window;
        out.extend([
            self.status,
            u8::from(told),
            u8::from(self.published.is_some()),
        ]);
        for day in [first, last, self.published.unwrap_or_default()] {
            out.extend(day.to_le_bytes());
        }
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
        put(&mut out, self.topic.words().iter().map(|w| w.bits()));
        put(
            &mut out,
            self.figures
                .iter()
                .flat_map(|f| [u32::from(f.what), f.value]),
        );
        out
    }

    /// What is said, in bytes: all but its name, its report, and that report's words.
    pub(crate) fn said(&self) -> Vec<u8> {
        let said = Self {
            key: Key::default(),
            article: 0,
            topic: Bag::default(),
            // Not seen when two are held against each other.
            status: 0,
            ..self.clone()
        };
        said.to_bytes()
    }

    /// A mention that was kept; `None` where the bytes are none of this layout.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        let [LAYOUT] = bytes.take::<1>()? else {
            return None;
        };
        let key: Key = bytes.take()?;
        let article = bytes.long()?;
        let [kind, mode, trigger] = [bytes.word()?, bytes.word()?, bytes.word()?];
        let [status, told, dated] = bytes.take()?;
        let [first, last, day] = [bytes.word()?, bytes.word()?, bytes.word()?].map(|d| d as i32);
        let [actors, recipients] = [bytes.party()?, bytes.party()?];
        let (spot, point) = (bytes.list()?, bytes.list()?);
        Some(Self {
            key,
            article,
            kind,
            mode,
            trigger,
            status,
            window: Window {
                first,
                last,
                told: told == 1,
            },
            published: (dated == 1).then_some(day),
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

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
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
