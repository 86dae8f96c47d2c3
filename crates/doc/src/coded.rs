//! What the article reports: quotations, events and the links between events.

use std::sync::Arc;

use jiff::civil::Date;

use crate::{EntityId, Resolved, Span, TokenId};

/// A resolved article with its quotations and events.
#[derive(Clone, Debug, Default)]
pub struct Coded {
    /// Who, where and when, untouched.
    pub resolved: Resolved,
    /// Quotations in the order of the text.
    pub quotes: Vec<Quote>,
    /// Events in the order of their triggers.
    pub events: Vec<Event>,
    /// How events hang together.
    pub links: Vec<Link>,
    /// Candidates that did not become events, for whoever asks why.
    pub dropped: Vec<Dropped>,
}

/// Words of a person or body, quoted or reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// How it is quoted.
    pub kind: QuoteKind,
    /// What was said, without quotation marks and reporting clause; several parts where it is split.
    pub content: Vec<Span>,
    /// The word that shows it is speech.
    pub cue: Option<Span>,
    /// Who spoke.
    pub speaker: Option<Speaker>,
    /// To whom.
    pub addressee: Option<Speaker>,
}

/// How words are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum QuoteKind {
    Direct,
    Indirect,
    Mixed,
}

impl QuoteKind {
    /// The kind's name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Who speaks: the words in this sentence, and whom they stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The words used here.
    pub span: Option<Span>,
    /// The entity.
    pub entity: Option<EntityId>,
}

/// One act by or upon at least one party.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// PLOVER type.
    pub kind: Arc<str>,
    /// PLOVER mode.
    pub mode: Option<Arc<str>>,
    /// PLOVER contexts.
    pub contexts: Vec<Arc<str>>,
    /// The most specific CAMEO code.
    pub cameo: Option<Arc<str>>,
    /// Quad class, 1 to 4.
    pub quad: u8,
    /// Goldstein value of the CAMEO code, -10 to 10.
    pub goldstein: Option<f32>,
    /// Whether the act took place.
    pub status: Status,
    /// Whether the sentence denies it.
    pub negated: bool,
    /// Who did it; all parties of a mutual act.
    pub actors: Vec<Role>,
    /// To whom.
    pub recipients: Vec<Role>,
    /// Where: the place in [`Resolved::places`].
    pub place: Option<u32>,
    /// When.
    pub time: Option<EventTime>,
    /// The words that show the act.
    pub trigger: Span,
    /// The token that was matched.
    pub anchor: TokenId,
    /// The sentence in [`crate::Parsed::sentences`].
    pub sentence: u32,
    /// Who says so, where it is not the article's own voice.
    pub reported_by: Option<Reported>,
    /// The probability that the event is right, 0 to 1.
    pub confidence: f32,
    /// The pattern that coded it: `consult/meet-with`.
    pub why: Arc<str>,
    /// What speaks most for and against it, in log-odds, the weightiest first; empty where no
    /// trained model weighed it.
    pub grounds: Vec<(Ground, f32)>,
}

/// What a trained model sees of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// How often events are right at all.
    Base,
    /// The type and mode.
    Type,
    /// The pattern and how sure it is by itself.
    Pattern,
    /// Who stands in its roles.
    Parties,
    /// Whether the act took place, and who says so.
    Status,
    /// Part of speech and place in the tree.
    Grammar,
    /// The word itself.
    Word,
    /// The length of the sentence, and how far behind the word stands.
    Sentence,
    /// What else was found in the sentence or on the same words.
    Rivals,
}

impl Ground {
    /// The ground for a person to read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Base => "events as such",
            Self::Type => "the type",
            Self::Pattern => "the pattern",
            Self::Parties => "the parties",
            Self::Status => "the status",
            Self::Grammar => "the grammar",
            Self::Word => "the word",
            Self::Sentence => "the sentence",
            Self::Rivals => "what else was found",
        }
    }
}

/// A party of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// The words in this sentence.
    pub span: Span,
    /// Whom they stand for.
    pub entity: EntityId,
}

/// Who says that an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The quotation in [`Coded::quotes`] it stands in; none where a newspaper or agency is only
    /// named as where the sentence is taken from.
    pub quote: Option<u32>,
    /// The speaker, or who carried the sentence.
    pub entity: Option<EntityId>,
}

/// Whether the act took place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the record's own words, defined there")]
pub enum Status {
    #[default]
    Actual,
    Said,
    Demanded,
    Promised,
    Planned,
    Threatened,
    Denied,
    Hypothetical,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Actual,
        Self::Said,
        Self::Demanded,
        Self::Promised,
        Self::Planned,
        Self::Threatened,
        Self::Denied,
        Self::Hypothetical,
    ];

    /// The status' name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Said => "said",
            Self::Demanded => "demanded",
            Self::Promised => "promised",
            Self::Planned => "planned",
            Self::Threatened => "threatened",
            Self::Denied => "denied",
            Self::Hypothetical => "hypothetical",
        }
    }

    /// Reads the record's name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// The day or interval of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTime {
    /// First and last day, both in it.
    pub interval: (Date, Date),
    /// How it is known.
    pub from: TimeFrom,
    /// The words that say so, where there are any.
    pub span: Option<Span>,
}

/// How an event's time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum TimeFrom {
    Text,
    Dateline,
    Publication,
}

impl TimeFrom {
    /// The name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Dateline => "dateline",
            Self::Publication => "publication",
        }
    }
}

/// How a later event hangs together with an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How.
    pub kind: LinkKind,
    /// The later event, in [`Coded::events`].
    pub from: u32,
    /// The earlier event.
    pub to: u32,
    /// The words that show it, where there are any.
    pub span: Option<Span>,
}

/// The kinds of link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum LinkKind {
    Answers,
    Retaliates,
    Causes,
    Continues,
    Same,
}

impl LinkKind {
    /// The kind's name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Retaliates => "retaliates",
            Self::Causes => "causes",
            Self::Continues => "continues",
            Self::Same => "same",
        }
    }

    /// Reads the record's name.
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Answers,
            Self::Retaliates,
            Self::Causes,
            Self::Continues,
            Self::Same,
        ]
        .into_iter()
        .find(|k| k.name() == name)
    }
}

/// A candidate that did not become an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Dropped {
    /// The words that had shown it.
    pub trigger: Span,
    /// The sentence.
    pub sentence: u32,
    /// The pattern that proposed it.
    pub pattern: Arc<str>,
    /// Why it fell.
    pub reason: Reason,
}

/// Why a candidate fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// None of its roles names a politically relevant party.
    NoParty,
    /// A thing does it, which is no party.
    Thing,
    /// Another pattern on the same words fits better.
    Outranked,
    /// It stands inside what another event demands, promises or threatens.
    Inside,
    /// Its confidence is under the floor.
    Unsure,
    /// A bare later mention of an occasion that is coded already.
    BareMention,
    /// The sentence says that it did not happen.
    Negated,
    /// It is only asked, allowed for or made a condition.
    Unreal,
}

impl Reason {
    /// The reason for a person to read.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoParty => "no party",
            Self::Thing => "a thing does it, which is no party",
            Self::Outranked => "another pattern fits better",
            Self::Inside => "inside what another event demands, promises or threatens",
            Self::Unsure => "not sure enough",
            Self::BareMention => "a bare later mention",
            Self::Negated => "did not happen, by the sentence itself",
            Self::Unreal => "only asked, allowed for or made a condition",
        }
    }
}
