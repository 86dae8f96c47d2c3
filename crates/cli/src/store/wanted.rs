//! What is asked of a store, on the command line.

use jiff::civil::Date;
use risalah_doc::{Lang, Status};
use risalah_store::{Filter, Key, Negated};

/// Which events are asked for. All that is given must hold.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Wanted {
    /// Words of the event's sentence: all of them, "in this order", begin*, -without
    #[arg(value_name = "WORDS", allow_hyphen_values = false)]
    words: Vec<String>,
    /// Who acts: the beginning of a code (IDN, IDNGOV), a Wikidata id, or words of a name
    #[arg(long, value_name = "WHO")]
    actor: Option<String>,
    /// On whom
    #[arg(long, value_name = "WHO")]
    recipient: Option<String>,
    /// Who takes part on either side
    #[arg(long, value_name = "WHO")]
    party: Option<String>,
    /// Types, with a comma between
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,
    /// Modes, with a comma between
    #[arg(long = "mode", value_name = "MODE", value_delimiter = ',')]
    modes: Vec<String>,
    /// Contexts, with a comma between
    #[arg(long = "context", value_name = "CONTEXT", value_delimiter = ',')]
    contexts: Vec<String>,
    /// Statuses, with a comma between: actual, said, demanded, …
    #[arg(long = "status", value_name = "STATUS", value_delimiter = ',', value_parser = status)]
    statuses: Vec<Status>,
    /// Quad classes 1 to 4, with a comma between
    #[arg(long = "quad", value_name = "QUAD", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(1..=4))]
    quads: Vec<u8>,
    /// On this day or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Date>,
    /// On this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// Where: a country (IDN), a GeoNames id, or a name
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// In this rectangle, in degrees
    #[arg(long, value_name = "WEST,SOUTH,EAST,NORTH", value_parser = rectangle, allow_hyphen_values = true)]
    bbox: Option<[f64; 4]>,
    /// The outlet: the host of the report's address
    #[arg(long, value_name = "HOST")]
    outlet: Option<String>,
    /// The report's language
    #[arg(long, value_name = "LANG", value_parser = lang)]
    lang: Option<Lang>,
    /// At least so sure, 0 to 1
    #[arg(long, value_name = "P")]
    min_confidence: Option<f32>,
    /// Of this episode
    #[arg(long, value_name = "ID", value_parser = key)]
    episode: Option<Key>,
    /// Of this article: its id or its address, or the number that the store gives it
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Also events of which the sentence says that they did not happen
    #[arg(long)]
    negated: bool,
}

fn status(name: &str) -> Result<Status, String> {
    let names = || Status::ALL.map(Status::name).join(", ");
    Status::parse(name).ok_or_else(|| format!("one of {}", names()))
}

fn lang(code: &str) -> Result<Lang, &'static str> {
    Lang::parse(code).ok_or("a code such as id or en")
}

fn key(text: &str) -> Result<Key, &'static str> {
    Key::parse(text).ok_or("16 hexadecimal digits")
}

fn rectangle(text: &str) -> Result<[f64; 4], &'static str> {
    let sides: Result<Vec<f64>, _> = text.split(',').map(|s| s.trim().parse()).collect();
    let sides = sides.ok().and_then(|s| <[f64; 4]>::try_from(s).ok());
    sides.ok_or("four numbers of degrees with commas between: west, south, east, north")
}

impl Wanted {
    /// The filter of a store that asks for this.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            words: (!self.words.is_empty()).then(|| self.words.join(" ")),
            actor: self.actor.clone(),
            recipient: self.recipient.clone(),
            party: self.party.clone(),
            types: upper(&self.types),
            modes: self.modes.clone(),
            contexts: self.contexts.clone(),
            statuses: self.statuses.clone(),
            quads: self.quads.clone(),
            from: self.since,
            to: self.until,
            place: self.place.clone(),
            bbox: self.bbox,
            outlet: self.outlet.clone(),
            lang: self.lang,
            min_confidence: self.min_confidence,
            episode: self.episode,
            article: None,
            report: self.article.clone(),
            negated: if self.negated {
                Negated::With
            } else {
                Negated::Without
            },
        }
    }
}

/// Types are written in capitals.
fn upper(types: &[String]) -> Vec<String> {
    types.iter().map(|t| t.to_ascii_uppercase()).collect()
}
