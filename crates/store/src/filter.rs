//! What is asked for, and how it is found.

use jiff::civil::Date;
use risalah_doc::{Lang, Status};
use rusqlite::types::Value;

use crate::clause::Clause;
use crate::tiers::both;
use crate::{Error, Key, days};

/// Which events are asked for. All that is given must hold; the default is every live event that
/// is not negated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words of the event's sentence, all of them: `"in this order"`, `begin*`, `-without`.
    pub words: Option<String>,
    /// Who acts: the beginning of a code in capitals (`IDN`, `IDNGOV`), a Wikidata id (`Q5`), or
    /// words of a name.
    pub actor: Option<String>,
    /// On whom, in the same way.
    pub recipient: Option<String>,
    /// Who takes part on either side, in the same way.
    pub party: Option<String>,
    /// One of these types.
    pub types: Vec<String>,
    /// One of these modes.
    pub modes: Vec<String>,
    /// One of these contexts.
    pub contexts: Vec<String>,
    /// One of these statuses.
    pub statuses: Vec<Status>,
    /// One of these quad classes.
    pub quads: Vec<u8>,
    /// On this day or later: the event's first day, else the report's.
    pub from: Option<Date>,
    /// On this day or earlier.
    pub to: Option<Date>,
    /// Where: a country's code in capitals, a GeoNames id, or a name.
    pub place: Option<String>,
    /// The outlet: the host of the report's address.
    pub outlet: Option<String>,
    /// The report's language.
    pub lang: Option<Lang>,
    /// At least so sure, 0 to 1.
    pub min_confidence: Option<f32>,
    /// Of this article, by its number in the store.
    pub article: Option<i64>,
    /// Of the article that this names: by its own id or its address; where no article has such a
    /// one, by its number in the store.
    pub report: Option<String>,
    /// Of this episode.
    pub episode: Option<Key>,
    /// In this rectangle: west, south, east, north, in degrees.
    pub bbox: Option<[f64; 4]>,
    /// Whether negated events are given.
    pub negated: Negated,
}

/// Whether events are given of which the sentence says that they did not happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Negated {
    /// They are left out.
    #[default]
    Without,
    /// They are given too.
    With,
    /// Only they are given.
    Only,
}

/// A condition of a filter on `events e`: how to try an event, and how to find those that hold.
pub(crate) struct Condition {
    pub(crate) holds: Clause,
    /// Selects the numbers of events; `None` where only trying makes sense.
    pub(crate) list: Option<Clause>,
    /// A list that gives the events in the order of days.
    pub(crate) ordered: Option<Ordered>,
    /// Selects the word rows that hold.
    pub(crate) words: Option<Words>,
}

impl Condition {
    fn new(holds: Clause, list: Option<Clause>) -> Self {
        Self {
            holds,
            list,
            ordered: None,
            words: None,
        }
    }
}

/// A list that gives events in the order of days: its table `x`, and what must hold of it.
pub(crate) struct Ordered {
    pub(crate) table: &'static str,
    pub(crate) holds: Clause,
}

/// A search for words.
pub(crate) struct Words {
    /// Selects the word rows.
    pub(crate) hits: Clause,
    /// Tries an event against all of them at once, kept in memory.
    pub(crate) among: Clause,
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn one_of(column: &str, names: impl IntoIterator<Item = Value>) -> Clause {
    let values: Vec<Value> = names.into_iter().collect();
    let marks = vec!["?"; values.len()].join(",");
    Clause::new(format!("{column} IN ({marks})"), values)
}

impl Filter {
    /// Whether the counts by day, type, quad class, status and negation answer this.
    pub(crate) fn is_daily(&self) -> bool {
        self.actor.is_none() && self.recipient.is_none() && self.is_dyadic(Negated::With)
    }

    /// Whether the counts by dyad answer this: of parties only countries are asked for.
    pub(crate) fn is_dyads(&self) -> bool {
        let country =
            |party: &Option<String>| party.as_deref().is_none_or(|p| is_code(p) && p.len() == 3);
        country(&self.actor) && country(&self.recipient) && self.is_dyadic(Negated::Without)
    }

    fn is_dyadic(&self, negated: Negated) -> bool {
        let rest = Self {
            actor: None,
            recipient: None,
            types: Vec::new(),
            statuses: Vec::new(),
            quads: Vec::new(),
            from: None,
            to: None,
            negated: Negated::default(),
            ..self.clone()
        };
        let fits = negated == Negated::With || self.negated == negated;
        fits && rest == Self::default()
    }

    /// Whether the counts by pair over all days answer this.
    pub(crate) fn is_pairs(&self) -> bool {
        let undivided = self.types.is_empty() && self.statuses.is_empty();
        self.is_dyads() && undivided && self.from.is_none() && self.to.is_none()
    }

    /// The same for episodes: of those none is left out where nothing is asked.
    pub(crate) fn of_episodes(&self) -> Self {
        let mut own = self.clone();
        if own == Self::default() {
            own.negated = Negated::With;
        }
        own
    }

    /// Whether all events are asked for, but for their negation.
    pub(crate) fn is_all(&self) -> bool {
        let rest = Self {
            negated: Negated::default(),
            ..self.clone()
        };
        rest == Self::default()
    }

    /// What must hold of a row of `daily` or `dyads`.
    pub(crate) fn on_counts(&self, codings: &[i64]) -> Clause {
        let mut all = one_of("coding", codings.iter().map(|c| Value::Integer(*c)));
        self.on_days("day", &mut all);
        let mut kinds = Clause::default();
        self.kinds("", &mut kinds);
        if !kinds.sql.is_empty() {
            let sql = format!("kind IN (SELECT id FROM kinds WHERE {})", kinds.sql);
            all.and(Clause::new(sql, kinds.values));
        }
        all
    }

    /// What must hold of a column of days as numbers.
    pub(crate) fn on_days(&self, column: &str, all: &mut Clause) {
        for (day, beyond) in [(self.from, ">="), (self.to, "<=")] {
            if day.is_some() {
                let value = Value::Integer(days::number(day));
                all.and(Clause::new(format!("{column} {beyond} ?"), [value]));
            }
        }
    }

    /// What must hold of a row of `pairs`.
    pub(crate) fn on_pairs(&self, codings: &[i64]) -> Clause {
        let mut all = one_of("coding", codings.iter().map(|c| Value::Integer(*c)));
        self.kinds("", &mut all);
        all
    }

    /// What must hold of `negated`.
    pub(crate) fn on_negated(&self, column: &str) -> Option<Clause> {
        match self.negated {
            Negated::Without => Some(Clause::new(format!("{column} = 0"), [])),
            Negated::Only => Some(Clause::new(format!("{column} = 1"), [])),
            Negated::With => None,
        }
    }

    fn days(&self, column: &str, all: &mut Clause) {
        if let Some(day) = self.from {
            all.and(Clause::new(
                format!("{column} >= ?"),
                [text(&day.to_string())],
            ));
        }
        if let Some(day) = self.to {
            all.and(Clause::new(
                format!("{column} <= ?"),
                [text(&day.to_string())],
            ));
        }
    }

    fn kinds(&self, table: &str, all: &mut Clause) {
        let texts = |names: &[String]| names.iter().map(|n| text(n)).collect::<Vec<_>>();
        if !self.types.is_empty() {
            all.and(one_of(&format!("{table}type"), texts(&self.types)));
        }
        if !self.quads.is_empty() {
            let quads = self.quads.iter().map(|q| Value::Integer(i64::from(*q)));
            all.and(one_of(&format!("{table}quad"), quads));
        }
        if !self.statuses.is_empty() {
            let names = self.statuses.iter().map(|s| text(s.name()));
            all.and(one_of(&format!("{table}status"), names));
        }
    }

    /// What must hold of columns of `events e` alone.
    pub(crate) fn plain(&self, codings: &[i64]) -> Clause {
        let mut all = one_of("e.coding", codings.iter().map(|c| Value::Integer(*c)));
        self.on_days("e.at", &mut all);
        self.kinds("e.", &mut all);
        if let Some(negated) = self.on_negated("e.negated") {
            all.and(negated);
        }
        if !self.modes.is_empty() {
            all.and(one_of("e.mode", self.modes.iter().map(|m| text(m))));
        }
        if !self.contexts.is_empty() {
            let each = "instr(' ' || e.contexts || ' ', ' ' || ? || ' ')";
            let any = vec![each; self.contexts.len()].join(" OR ");
            let names = self.contexts.iter().map(|c| text(c));
            all.and(Clause::new(format!("({any})"), names));
        }
        if let Some(least) = self.min_confidence {
            let least = (f64::from(least) * 1000.0).round() / 1000.0;
            all.and(Clause::new("e.confidence >= ?", [Value::Real(least)]));
        }
        if let Some([west, south, east, north]) = self.bbox {
            let values = [west, east, south, north].map(Value::Real);
            all.and(Clause::new(
                "e.lon BETWEEN ? AND ? AND e.lat BETWEEN ? AND ?",
                values,
            ));
        }
        all
    }

    /// What must hold of a report `articles a`: its words (in the sentence whose row this column
    /// has), days, outlet, language and number.
    pub(crate) fn on_reports(&self, said: &str, all: &mut Clause) -> Result<(), Error> {
        if let Some(words) = &self.words {
            let holds = format!("{said} IN (SELECT rowid FROM words WHERE words MATCH ?)");
            all.and(Clause::new(holds, [text(&query(words)?)]));
        }
        self.days("a.published", all);
        if let Some(outlet) = &self.outlet {
            all.and(Clause::new("a.outlet = ?", [text(outlet)]));
        }
        if let Some(lang) = self.lang {
            all.and(Clause::new("a.lang = ?", [text(lang.as_str())]));
        }
        if let Some(article) = self.article {
            all.and(Clause::new("a.id = ?", [Value::Integer(article)]));
        }
        if let Some(report) = &self.report {
            all.and(report_is("a.id", report));
        }
        Ok(())
    }

    /// Conditions that other tables or few events answer.
    pub(crate) fn conditions(&self) -> Result<Vec<Condition>, Error> {
        let mut all = Vec::new();
        if let Some(words) = &self.words {
            all.push(words_hold(&query(words)?));
        }
        let sides = [
            (&self.actor, Some(0)),
            (&self.recipient, Some(1)),
            (&self.party, None),
        ];
        for (party, role) in sides {
            if let Some(party) = party {
                all.push(party_holds(party, role)?);
            }
        }
        if let Some(place) = &self.place {
            all.push(match place.len() == 3 && is_code(place) {
                true => in_country(place),
                false => listed(place_is(place)),
            });
        }
        if let Some(article) = self.article {
            all.push(listed(Clause::new(
                "e.article = ?",
                [Value::Integer(article)],
            )));
        }
        if let Some(report) = &self.report {
            all.push(listed(report_is("e.article", report)));
        }
        if let Some(episode) = self.episode {
            all.push(of_episode(episode));
        }
        if let Some(outlet) = &self.outlet {
            let holds = "(SELECT outlet FROM articles a WHERE a.id = e.article) = ?";
            let list = "SELECT e.id FROM articles a CROSS JOIN events e ON e.article = a.id
                WHERE a.outlet = ?";
            let list = Clause::new(list, [text(outlet)]);
            all.push(Condition::new(
                Clause::new(holds, [text(outlet)]),
                Some(list),
            ));
        }
        if let Some(lang) = self.lang {
            let holds = "(SELECT lang FROM articles a WHERE a.id = e.article) = ?";
            let holds = Clause::new(holds, [text(lang.as_str())]);
            all.push(Condition::new(holds, None));
        }
        if !self.types.is_empty() {
            all.push(of_types(&self.types));
        }
        Ok(all)
    }
}

/// That the place is in this country.
fn in_country(country: &str) -> Condition {
    let holds = Clause::new("e.place_country = ?", [text(country)]);
    let list = "SELECT event FROM {new}by_country WHERE country = ?";
    Condition {
        ordered: Some(Ordered {
            table: "by_country",
            holds: Clause::new("x.country = ?", [text(country)]),
        }),
        ..Condition::new(holds, Some(both(list, &[text(country)])))
    }
}

/// That an event is of one of these types.
fn of_types(types: &[String]) -> Condition {
    let names: Vec<Value> = types.iter().map(|t| text(t)).collect();
    let which = one_of("type", names.clone()).sql;
    let list = format!(
        "SELECT event FROM {{new}}by_type WHERE type IN (SELECT id FROM types WHERE {which})"
    );
    let ordered = match types {
        [one] => Some(Ordered {
            table: "by_type",
            holds: Clause::new(
                "x.type = (SELECT id FROM types WHERE type = ?)",
                [text(one)],
            ),
        }),
        _ => None,
    };
    Condition {
        ordered,
        ..Condition::new(one_of("e.type", names.clone()), Some(both(&list, &names)))
    }
}

/// That an event is a mention of this occasion; an event that is alone is its own.
fn of_episode(episode: Key) -> Condition {
    let key = || Value::Blob(episode.0.to_vec());
    let holds = "(e.episode = ? OR (e.key = ? AND e.episode IS NULL))";
    let holds = Clause::new(holds, [key(), key()]);
    let alone = named(episode);
    let list = format!(
        "SELECT id FROM events WHERE episode = ?
         UNION ALL SELECT e.id FROM events e WHERE {} AND e.episode IS NULL",
        alone.sql
    );
    let values = std::iter::once(key()).chain(alone.values);
    Condition::new(holds, Some(Clause::new(list, values)))
}

/// That `events e` is the one of this name.
pub(crate) fn named(key: Key) -> Clause {
    let key = [Value::Blob(key.0.to_vec())];
    let list = both("SELECT event FROM {new}by_key WHERE key = ?", &key);
    Clause::new(format!("e.id IN ({})", list.sql), list.values)
}

/// That this column is an entity with a code, Wikidata id or name as typed.
pub(crate) fn entity_is(column: &str, party: &str) -> Result<Clause, Error> {
    let (which, value) = if is_code(party) {
        let after = format!("{party}[");
        let which = "SELECT id FROM entities WHERE code >= ? AND code < ?";
        let sql = format!("{column} IN ({which})");
        return Ok(Clause::new(sql, [text(party), text(&after)]));
    } else if is_wikidata(party) {
        ("SELECT id FROM entities WHERE wikidata = ?", text(party))
    } else {
        (
            "SELECT rowid FROM names WHERE names MATCH ?",
            text(&query(party)?),
        )
    };
    Ok(Clause::new(format!("{column} IN ({which})"), [value]))
}

/// A condition on a column that has an index.
fn listed(holds: Clause) -> Condition {
    let list = Clause::new(
        format!("SELECT e.id FROM events e WHERE {}", holds.sql),
        holds.values.clone(),
    );
    Condition::new(holds, Some(list))
}

/// An article's sentences stand one after the other, so the last that begins before a row has it.
pub(crate) const TEXT_OF_HIT: &str =
    "words w CROSS JOIN texts t ON t.first = (SELECT max(first) FROM texts WHERE first <= w.rowid)
     AND w.rowid < t.first + t.sentences";

fn words_hold(query: &str) -> Condition {
    let holds = "EXISTS (SELECT 1 FROM words WHERE words MATCH ? AND rowid = e.said)";
    let among = "e.said IN (SELECT rowid FROM words WHERE words MATCH ?)";
    // Most sentences show no event, and the list tells so without a look at their articles.
    let list = "SELECT e.id FROM words w CROSS JOIN events e INDEXED BY events_said
        ON e.said = w.rowid WHERE w.words MATCH ?";
    let hits = "SELECT rowid FROM words WHERE words MATCH ?";
    let clause = |sql: &str| Clause::new(sql, [text(query)]);
    Condition {
        holds: clause(holds),
        list: Some(clause(list)),
        ordered: None,
        words: Some(Words {
            hits: clause(hits),
            among: clause(among),
        }),
    }
}

/// Whether this is a code or the beginning of one: capitals, three for each part.
fn is_code(party: &str) -> bool {
    !party.is_empty()
        && party.len().is_multiple_of(3)
        && party.bytes().all(|b| b.is_ascii_uppercase())
}

fn party_holds(party: &str, role: Option<i64>) -> Result<Condition, Error> {
    let of = role.map_or(String::new(), |r| format!(" AND p.role = {r}"));
    // Tried on an event, its few parties are gone through and not all that have such a code.
    let (table, which, values) = if is_code(party) {
        // What begins with these letters sorts before them with a later last letter.
        let which = "p.code IN (SELECT id FROM codes WHERE code >= ? AND code < ?)";
        (
            "by_code",
            which,
            vec![text(party), text(&format!("{party}["))],
        )
    } else if is_wikidata(party) {
        let which = "p.entity IN (SELECT id FROM entities WHERE wikidata = ?)";
        ("by_entity", which, vec![text(party)])
    } else {
        let which = "p.entity IN (SELECT rowid FROM names WHERE names MATCH ?)";
        ("by_entity", which, vec![text(&query(party)?)])
    };
    let holds = format!("EXISTS (SELECT 1 FROM parties p WHERE p.event = e.id AND +{which}{of})");
    let list = format!("SELECT p.event FROM {{new}}{table} p WHERE {which}{of}");
    let list = both(&list, &values);
    Ok(Condition::new(Clause::new(holds, values), Some(list)))
}

/// That this column is the number of an article with an id, an address or else a number as typed.
fn report_is(column: &str, report: &str) -> Clause {
    let which = "SELECT id FROM articles WHERE ? IN (name, url)";
    let Ok(number) = report.parse::<i64>() else {
        return Clause::new(format!("{column} IN ({which})"), [text(report)]);
    };
    let sql = format!("{column} IN ({which} UNION ALL SELECT ? WHERE NOT EXISTS ({which}))");
    Clause::new(sql, [text(report), Value::Integer(number), text(report)])
}

fn is_wikidata(party: &str) -> bool {
    let digits = party.strip_prefix('Q').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn place_is(place: &str) -> Clause {
    if let Ok(id) = place.parse::<i64>() {
        let holds = "e.geonameid = ? AND e.place IS NOT NULL";
        return Clause::new(holds, [Value::Integer(id)]);
    }
    Clause::new("e.place = ? COLLATE NOCASE", [text(place)])
}

/// What a person types, as FTS5 reads it: every word quoted, so that none is an operator.
pub(crate) fn query(typed: &str) -> Result<String, Error> {
    let none = || Error::NoWords(typed.to_owned());
    let (mut all, mut without) = (Vec::new(), Vec::new());
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let (minus, word) = match rest.strip_prefix('-') {
            Some(word) => (true, word),
            None => (false, rest),
        };
        let (phrase, after) = match word.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => word.split_at(word.find(char::is_whitespace).unwrap_or(word.len())),
        };
        let begins = phrase.ends_with('*') || after.starts_with('*');
        if phrase.chars().any(char::is_alphanumeric) {
            let star = if begins { "*" } else { "" };
            let quoted = format!("\"{}\"{star}", phrase.replace(['"', '\0'], " "));
            if minus { &mut without } else { &mut all }.push(quoted);
        }
        rest = after.trim_start_matches('*').trim_start();
    }
    if all.is_empty() {
        return Err(none());
    }
    let mut query = all.join(" AND ");
    for word in without {
        query = format!("({query}) NOT {word}");
    }
    Ok(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_words_and_never_an_operator() {
        let read = |typed: &str| query(typed).unwrap_or_default();
        assert_eq!(read("serang Gaza"), "\"serang\" AND \"Gaza\"");
        assert_eq!(
            read("\"air strike\" -Yemen"),
            "(\"air strike\") NOT \"Yemen\""
        );
        assert_eq!(
            read("demo* OR NEAR("),
            "\"demo*\"* AND \"OR\" AND \"NEAR(\""
        );
        assert_eq!(read("\"open"), "\"open\"");
        assert_eq!(read(" - * \" "), "");
    }
}
