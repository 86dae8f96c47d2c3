//! What mentions are measured by: weights, bars and words, read from `packs/episode`.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::words::{Word, hash};

/// What is seen of a pair, by the names that the weights have in `packs/episode/measure.tsv`.
pub const FEATURES: [&str; 21] = [
    "bias",
    "sentence",
    "sentence_shared",
    "topic",
    "both",
    "trigger",
    "mode",
    "parties",
    "parties_shared",
    "actors_differ",
    "recipients_differ",
    "countries_differ",
    "day",
    "days_between",
    "day_untold",
    "reports_between",
    "place",
    "places_differ",
    "figure",
    "figures_differ",
    "one_report",
];

/// The value of each of [`FEATURES`] for a pair, between 0 and 1.
pub type Features = [f32; FEATURES.len()];

/// The weights and words that decide which mentions are of one occasion.
///
/// A store keeps episodes of many years, added to by many runs, and they hold together only if
/// all were measured alike. So the data is built into the program and told apart by
/// [`Measure::digest`], not looked up in a folder that may change between two runs.
#[derive(Clone, Debug)]
pub struct Measure {
    /// What each of [`FEATURES`] speaks for (above 0) or against being of one occasion.
    pub(crate) weights: [f32; FEATURES.len()],
    pub(crate) bars: Bars,
    common: HashMap<u64, u8, FixedState>,
    numbers: HashMap<u64, u32, FixedState>,
    counts: HashMap<u64, u8, FixedState>,
    counted: Vec<String>,
    digest: u64,
}

/// Limits.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bars {
    /// The score from which two mentions are of one occasion.
    pub same: f32,
    /// The share of marks that reports share which are copies.
    pub copy: f32,
    /// How many days the days of one occasion may lie apart, as texts in other zones tell them.
    pub slack: i32,
    /// How many days before its report an occasion may lie that no day is told of.
    pub before: i32,
    /// And after it: what is planned.
    pub after: i32,
    /// An interval of more days than this tells no day.
    pub vague: i32,
    /// How many days apart reports of one occasion may be published where a day is not told.
    pub reports: i32,
    /// From how many kilometres on two places are two.
    pub apart: f32,
    /// The commonness at which a word weighs nothing.
    pub common: u32,
    /// What a word weighs for each tenth that it is rarer, in tenths.
    pub step: u32,
    /// What a word weighs that is not in the list.
    pub rare: u32,
    /// What a number weighs.
    pub number: u32,
    /// How many words of a sentence are kept.
    pub sentence_words: usize,
    /// How many words of a report are kept.
    pub topic_words: usize,
    /// How many of the rarest words of a mention it is looked up by.
    pub keys: usize,
    /// The weight from which on a single word shared is enough to look at a pair.
    pub alone: u32,
}

/// Why the data of the measure could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("packs/episode/{file}:{line}: {fault}")]
pub struct Error {
    file: &'static str,
    line: usize,
    fault: Fault,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum Fault {
    #[error("the first line that is no comment has to name the columns {0:?}")]
    Columns(&'static [&'static str]),
    #[error("`{0}` is no number")]
    NoNumber(String),
    #[error("nothing is called `{0}`")]
    Unknown(String),
    #[error("`{0}` has no value")]
    Missing(&'static str),
}

const MEASURE: (&str, &str) = (
    "measure.tsv",
    include_str!("../../../packs/episode/measure.tsv"),
);
const COMMON: (&str, &str) = (
    "common.tsv",
    include_str!("../../../packs/episode/common.tsv"),
);
const FIGURES: (&str, &str) = (
    "figures.tsv",
    include_str!("../../../packs/episode/figures.tsv"),
);
const NUMBERS: (&str, &str) = (
    "numbers.tsv",
    include_str!("../../../packs/episode/numbers.tsv"),
);

impl Measure {
    /// The measure of this version of the program.
    ///
    /// # Panics
    ///
    /// Never: the data is built in, and a test reads it.
    pub fn standard() -> Self {
        Self::read([MEASURE, COMMON, FIGURES, NUMBERS]).expect("the data built in is sound")
    }

    fn read(files: [(&'static str, &str); 4]) -> Result<Self, Error> {
        let [measure, common, figures, numbers] = files;
        let (weights, bars) = values(measure)?;
        let mut read = Self {
            weights,
            bars,
            common: HashMap::default(),
            numbers: HashMap::default(),
            counts: HashMap::default(),
            counted: Vec::new(),
            digest: files.iter().fold(0, |d, f| hash(f.1) ^ d.rotate_left(7)),
        };
        for (line, [word, zipf]) in rows(common, &["word", "zipf"])? {
            let zipf = number::<u8>(common.0, line, zipf)?;
            read.common.insert(hash(word), zipf);
        }
        for (line, [word, value]) in rows(numbers, &["word", "value"])? {
            let value = number::<u32>(numbers.0, line, value)?;
            read.numbers.insert(hash(word), value);
        }
        for (_, [what, words]) in rows(figures, &["what", "words"])? {
            let at = read.counted.len() as u8;
            read.counted.push(what.to_owned());
            read.counts.extend(words.split('|').map(|w| (hash(w), at)));
        }
        Ok(read)
    }

    /// Tells this measure from others: episodes made by another have to be made anew.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// What figures count, by [`crate::Figure::what`].
    pub fn counted(&self) -> &[String] {
        &self.counted
    }

    /// How many days before and after its own a mention has to be looked for.
    pub fn reach(&self) -> i32 {
        self.bars.reports
    }

    /// The word in small letters with its weight.
    pub(crate) fn word(&self, text: &str) -> Word {
        let hash = hash(text);
        let weight = if text.bytes().all(|b| !b.is_ascii_alphabetic() && b < 128) {
            self.bars.number * u32::from(text.bytes().any(|b| b.is_ascii_digit()))
        } else {
            self.common.get(&hash).map_or(self.bars.rare, |zipf| {
                self.bars.common.saturating_sub(u32::from(*zipf)) * self.bars.step / 10
            })
        };
        Word::new(hash, weight)
    }

    /// What a dictionary form counts.
    pub(crate) fn counts(&self, lemma: &str) -> Option<u8> {
        self.counts.get(&hash(lemma)).copied()
    }

    /// The number that a word is.
    pub(crate) fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(&hash(word)).copied()
    }
}

/// Weights and limits, each by its name.
fn values(file: (&'static str, &str)) -> Result<([f32; FEATURES.len()], Bars), Error> {
    let mut weights = [None; FEATURES.len()];
    let mut bars = [None; BARS.len()];
    for (line, [name, value, _]) in rows(file, &["name", "value", "why"])? {
        let value = number::<f32>(file.0, line, value)?;
        let feature = FEATURES.iter().position(|f| *f == name);
        let slot = feature.and_then(|at| weights.get_mut(at)).or_else(|| {
            let at = BARS.iter().position(|b| *b == name)?;
            bars.get_mut(at)
        });
        let fault = || at(file.0, line, Fault::Unknown(name.to_owned()));
        *slot.ok_or_else(fault)? = Some(value);
    }
    let names = FEATURES.iter().chain(&BARS);
    let missing = names
        .zip(weights.iter().chain(&bars))
        .find(|x| x.1.is_none());
    if let Some((name, _)) = missing {
        return Err(at(file.0, 0, Fault::Missing(name)));
    }
    Ok((
        weights.map(Option::unwrap_or_default),
        Bars::from(bars.map(Option::unwrap_or_default)),
    ))
}

/// The names of [`Bars`] in the file, in their order.
const BARS: [&str; 16] = [
    "same",
    "copy",
    "slack",
    "before",
    "after",
    "vague",
    "reports",
    "apart",
    "common",
    "step",
    "rare",
    "number",
    "sentence_words",
    "topic_words",
    "keys",
    "alone",
];

impl From<[f32; BARS.len()]> for Bars {
    fn from(values: [f32; BARS.len()]) -> Self {
        let [
            same,
            copy,
            slack,
            before,
            after,
            vague,
            reports,
            apart,
            common,
            step,
            rare,
            number,
            sentence_words,
            topic_words,
            keys,
            alone,
        ] = values;
        Self {
            same,
            copy,
            slack: slack as i32,
            before: before as i32,
            after: after as i32,
            vague: vague as i32,
            reports: reports as i32,
            apart,
            common: common as u32,
            step: step as u32,
            rare: rare as u32,
            number: number as u32,
            sentence_words: sentence_words as usize,
            topic_words: topic_words as usize,
            keys: keys as usize,
            alone: alone as u32,
        }
    }
}

/// The rows of a TSV file with their lines; cells that are not there are empty.
fn rows<'a, const N: usize>(
    (name, text): (&'static str, &'a str),
    columns: &'static [&'static str; N],
) -> Result<Vec<(usize, [&'a str; N])>, Error> {
    let lines = text.lines().enumerate();
    let mut lines = lines.filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    let (line, head) = lines.next().unwrap_or_default();
    if !head.split('\t').eq(columns.iter().copied()) {
        return Err(at(name, line + 1, Fault::Columns(columns)));
    }
    let cells = |line: &'a str| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    };
    Ok(lines.map(|(n, line)| (n + 1, cells(line))).collect())
}

fn number<T: std::str::FromStr>(file: &'static str, line: usize, text: &str) -> Result<T, Error> {
    let fault = |_| at(file, line, Fault::NoNumber(text.to_owned()));
    text.parse().map_err(fault)
}

fn at(file: &'static str, line: usize, fault: Fault) -> Error {
    Error { file, line, fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_built_in_is_read() {
        let measure = Measure::read([MEASURE, COMMON, FIGURES, NUMBERS]).unwrap();
        assert_eq!(measure.counted()[1], "dead");
        assert_eq!(measure.counts("tewas"), Some(1));
        assert_eq!(measure.number("dua"), Some(2));
        assert!(measure.word("yang").weight() < measure.word("menteri").weight());
        assert!(measure.word("menteri").weight() < measure.word("hantavirus").weight());
    }

    #[test]
    fn a_fault_names_file_and_line() {
        let bad = ("measure.tsv", "# so\nname\tvalue\twhy\nbias\tx\n");
        let error = Measure::read([bad, COMMON, FIGURES, NUMBERS]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "packs/episode/measure.tsv:3: `x` is no number"
        );
    }
}
