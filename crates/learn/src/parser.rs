//! A tagger and a parser: from words to tags, heads and relations.

use crate::table::best;
use crate::{Action, Scores, State, Table, Word, features};

/// The trained weights of a tagger, a step model and a relation model.
#[derive(Clone, Debug, Default)]
pub struct Parser<T = Table> {
    /// Tells tags apart.
    pub tags: T,
    /// Tells the steps of the transition system apart.
    pub steps: T,
    /// Tells relations apart.
    pub relations: T,
    /// How many tags and relations there are.
    pub classes: [usize; 2],
}

/// Room for work on one sentence, kept from one to the next, and where the answer is read.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// The sentence's words: the caller fills them.
    pub words: Vec<Word>,
    /// The tag of each word.
    pub tags: Vec<u8>,
    /// The tree; heads count from 1 and 0 is the root.
    pub state: State,
    /// The relation of each word.
    pub relations: Vec<u8>,
    features: Vec<u32>,
    scores: Vec<f32>,
}

/// The bytes are no weights of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadWeights;

const MAGIC: &[u8; 8] = b"risalah1";

impl Parser {
    /// Reads weights from the bytes of a file.
    ///
    /// # Errors
    ///
    /// Where the bytes are cut short or are something else.
    pub fn read(bytes: &[u8]) -> Result<Self, BadWeights> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(BadWeights)?;
        let mut table = || -> Option<Table> {
            let (classes, more) = rest.split_first_chunk::<4>()?;
            let (len, more) = more.split_first_chunk::<4>()?;
            let (weights, more) = more.split_at_checked(u32::from_le_bytes(*len) as usize)?;
            rest = more;
            let weights = weights.iter().map(|b| *b as i8).collect();
            Table::new(u32::from_le_bytes(*classes) as usize, weights)
        };
        let tags = table().ok_or(BadWeights)?;
        let steps = table().ok_or(BadWeights)?;
        let relations = table().ok_or(BadWeights)?;
        let classes = [tags.classes(), relations.classes()];
        Ok(Self {
            tags,
            steps,
            relations,
            classes,
        })
    }

    /// The weights as bytes of a file.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for table in [&self.tags, &self.steps, &self.relations] {
            out.extend((table.classes() as u32).to_le_bytes());
            out.extend((table.weights().len() as u32).to_le_bytes());
            out.extend(table.weights().iter().map(|w| *w as u8));
        }
        out
    }
}

impl<T: Scores> Parser<T> {
    /// Tags and parses the words in the scratch room.
    pub fn parse(&self, room: &mut Scratch) {
        self.tag(room);
        self.tree(room);
        self.label(room);
    }

    /// Only the tags.
    pub fn tag(&self, room: &mut Scratch) {
        room.tags.clear();
        let mut before = [u8::MAX; 2];
        for at in 0..room.words.len() {
            features::tag(&room.words, at, before, &mut room.features);
            room.scores.clear();
            room.scores.resize(self.classes[0], 0.0);
            self.tags.add(&room.features, &mut room.scores);
            let tag = best(&room.scores, |_| true) as u8;
            room.tags.push(tag);
            before = [tag, before[0]];
        }
    }

    /// Only the tree over given tags.
    pub fn tree(&self, room: &mut Scratch) {
        room.state.start(room.words.len());
        while !room.state.done() {
            features::step(&room.words, &room.tags, &room.state, &mut room.features);
            let mut scores = [0.0; 3];
            self.steps.add(&room.features, &mut scores);
            let action = Action::ALL[best(&scores, |n| room.state.allows(Action::ALL[n]))];
            room.state.apply(action);
        }
    }

    /// Only the relations of a given tree.
    pub fn label(&self, room: &mut Scratch) {
        room.relations.clear();
        for child in 1..=room.words.len() as u32 {
            features::relation(
                &room.words,
                &room.tags,
                &room.state,
                child,
                &mut room.features,
            );
            room.scores.clear();
            room.scores.resize(self.classes[1], 0.0);
            self.relations.add(&room.features, &mut room.scores);
            room.relations.push(best(&room.scores, |_| true) as u8);
        }
    }
}
