//! What lies beside an export: a manifest (what was asked, of what, with which versions, what came
//! out) and a codebook (what each column says).

use std::fmt::Write;
use std::path::Path;

use risalah_store::{Filter, Negated};
use serde_json::{Map, Value, json};

use crate::{Counts, Error, Format, Panel, Source};

/// A file of an export.
pub(crate) struct Written {
    /// Its path within the export.
    pub(crate) name: String,
    /// Its size.
    pub(crate) bytes: u64,
    /// Its sha256 in hexadecimal.
    pub(crate) sha256: String,
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Events in a format.
    Events(Format),
    /// A panel as CSV.
    Panel(Panel),
}

impl What {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Events(format) => format.name(),
            Self::Panel(panel) => panel.name(),
        }
    }
}

/// The manifest as indented JSON. It names no clock: the same store gives the same bytes.
pub(crate) fn manifest(
    source: &Source,
    what: What,
    filter: &Filter,
    counts: Counts,
    files: &[Written],
) -> Result<String, Error> {
    let stats = source.store.stats()?;
    let coding = |c: &risalah_store::Coding| {
        let packs: Vec<&str> = c.packs.lines().collect();
        json!({ "engine": c.engine, "packs": packs })
    };
    let file = |f: &Written| json!({ "name": f.name, "bytes": f.bytes, "sha256": f.sha256 });
    let manifest = json!({
        "format": what.name(),
        "risalah": source.engine,
        "query": query(filter),
        "store": {
            "reports": stats.reports, "events": stats.events, "episodes": stats.episodes,
            "coded_by": stats.codings.iter().map(coding).collect::<Vec<_>>(),
        },
        "rows": counts.rows,
        "events": counts.events,
        "left_out_for_want_of_a_day": counts.undated,
        "files": files.iter().map(file).collect::<Vec<_>>(),
    });
    Ok(format!("{manifest:#}\n"))
}

/// What a filter asks, by the names that the commands and the API have for it.
pub fn query(filter: &Filter) -> Map<String, Value> {
    let mut all = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            all.insert(name.to_owned(), value);
        }
    };
    let text = |text: &Option<String>| text.clone().map(Value::from);
    let list = |names: &[String]| (!names.is_empty()).then(|| Value::from(names));
    put("q", text(&filter.words));
    put("actor", text(&filter.actor));
    put("recipient", text(&filter.recipient));
    put("party", text(&filter.party));
    put("type", list(&filter.types));
    put("mode", list(&filter.modes));
    put("context", list(&filter.contexts));
    let statuses: Vec<&str> = filter.statuses.iter().map(|s| s.name()).collect();
    put(
        "status",
        (!statuses.is_empty()).then(|| Value::from(statuses)),
    );
    let quads = filter.quads.clone();
    put("quad", (!quads.is_empty()).then(|| Value::from(quads)));
    put("from", filter.from.map(|d| Value::from(d.to_string())));
    put("to", filter.to.map(|d| Value::from(d.to_string())));
    put("place", text(&filter.place));
    put("outlet", text(&filter.outlet));
    put("lang", filter.lang.map(|l| Value::from(l.as_str())));
    put("min_confidence", filter.min_confidence.map(Value::from));
    let number = filter.article.map(Value::from);
    put("article", number.or_else(|| text(&filter.report)));
    put(
        "episode",
        filter.episode.map(|e| Value::from(e.to_string())),
    );
    put("bbox", filter.bbox.map(|b| Value::from(b.to_vec())));
    let negated = match filter.negated {
        Negated::Without => None,
        Negated::With => Some(Value::from("with")),
        Negated::Only => Some(Value::from("only")),
    };
    put("negated", negated);
    all
}

/// The codebook as Markdown.
pub(crate) fn codebook(what: What) -> String {
    let mut text = format!("# Codebook: {}\n\n", what.name());
    let tables = match what {
        What::Panel(panel) => {
            text.push_str(PANEL);
            text.push_str("\n| column | says |\n|---|---|\n");
            for (name, says) in panel.columns() {
                row(&mut text, &[name, says]);
            }
            return text;
        }
        What::Events(Format::Jsonl) => {
            text.push_str(RECORDS);
            return text;
        }
        What::Events(Format::Plover) => {
            text.push_str(PLOVER);
            return text;
        }
        What::Events(Format::Gdelt) => vec![Format::Gdelt, Format::GdeltMentions],
        What::Events(format) => vec![format],
    };
    text.push_str(EVENTS);
    for format in tables {
        let columns = format.columns().unwrap_or_default();
        let _ = write!(
            text,
            "\n## {}: {} columns\n\n",
            format.name(),
            columns.len()
        );
        text.push_str("| column | kind | says |\n|---|---|---|\n");
        for column in columns {
            row(&mut text, &[column.name, column.kind.name(), column.says]);
        }
    }
    text
}

fn row(text: &mut String, cells: &[&str]) {
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

const EVENTS: &str = "\
Rows are in the order of the day (the event's first, else the report's) and of arrival. What is not known is empty, never guessed. Negated
events are in it only where the query asks for them. Formats that need a day (gdelt, icews, polecat) leave out events without one; the
manifest counts them. Where a format has room for one actor and one recipient, gdelt takes the first of each, icews has a row for each pair;
of a mutual act, which has no recipient, the other actors are the recipients. Offsets are Unicode code points into the article's text.
";

const PANEL: &str = "\
Every unit that occurs stands in every period from the first to the last (of the query where it names them, else of the events), zeros
included. Counted are events that took place by the report (status actual or said) and are not negated, unless the query asks otherwise;
they are dated by their own first day, and those without one are left out and counted in the manifest. Compound parties: each distinct pair
of an actor's and a recipient's country counts once an event; a mutual act counts once in each direction. Parties without a country are
left out. `events` counts mentions in reports, `episodes` the occasions behind them.
";

const RECORDS: &str = "\
One JSON object a line, one line a report that has an event of the query: the record as `risalah code` writes it (version 1), byte for byte.
Offsets are Unicode code points into `text`.
";

const PLOVER: &str = "\
A JSON array, one object a mention of an event, with the names of PLOVER's gold standard records: `id`, `date`, `source` and `target` (lists of
`actorText`, `code`, `sector`), `event`, `mode`, `context`, `eventText`, `eventLoc`, `text`, `textInfo` (spans in code points of the article's
text), `publication`, `coder`, `version`, `comment` (the pattern); and of ours `status`, `negated`, `confidence`, `publicationDate`, `url`.
";

/// The names that the manifest and the codebook have beside a file.
pub(crate) fn beside(file: &Path) -> [std::path::PathBuf; 2] {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    [
        file.with_file_name(format!("{name}.manifest.json")),
        file.with_file_name(format!("{name}.codebook.md")),
    ]
}
