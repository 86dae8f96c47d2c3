//! What the gold sets and the records say, as items that can be compared.

use serde_json::Value;

use super::Item;

/// Country of a code, as the scorer compares them.
fn country(code: Option<&str>) -> String {
    code.and_then(|c| c.get(..3)).unwrap_or("---").to_owned()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn span(value: &Value) -> Option<[u64; 2]> {
    Some([value[0].as_u64()?, value[1].as_u64()?])
}

fn start_end(value: &Value) -> Option<[u64; 2]> {
    Some([value["start"].as_u64()?, value["end"].as_u64()?])
}

/// Whether the scorer counts the event.
fn counts(event: &&Value) -> bool {
    !matches!(text(event, "status"), "hypothetical" | "denied")
}

/// Coded sentences: type, source and target.
pub(super) fn coded(row: &Value) -> Vec<Item> {
    let events = list(row, "events").iter().filter(|e| e["root"].is_string());
    let item = |e: &Value| Item {
        span: None,
        label: format!(
            "{} {} -> {}",
            text(e, "root"),
            country(e["source"].as_str()),
            country(e["target"].as_str())
        ),
        note: format!(
            "{:?} {:?} {:?}",
            text(e, "source_text"),
            text(e, "event_text"),
            text(e, "target_text")
        ),
    };
    distinct(events.map(item))
}

/// Coded sentences: the type alone.
pub(super) fn coded_types(row: &Value) -> Vec<Item> {
    let mut items = coded(row);
    for (item, event) in items
        .iter_mut()
        .zip(list(row, "events").iter().filter(|e| e["root"].is_string()))
    {
        item.label = text(event, "root").to_owned();
    }
    distinct(items.into_iter())
}

/// Events of a record: type and the countries of each pair of parties.
pub(super) fn triples(_: &Value, record: &Value) -> Vec<Item> {
    let mut items = Vec::new();
    for event in list(record, "events").iter().filter(counts) {
        let (actors, recipients) = (codes(event, "actors"), codes(event, "recipients"));
        for (actor, recipient) in pairs(&actors, &recipients) {
            items.push(Item {
                label: format!("{} {actor} -> {recipient}", text(event, "type")),
                ..item_of(event)
            });
        }
    }
    distinct(items.into_iter())
}

/// Events of a record: the type alone.
pub(super) fn types(_: &Value, record: &Value) -> Vec<Item> {
    let item = |event: &Value| Item {
        label: text(event, "type").to_owned(),
        ..item_of(event)
    };
    distinct(list(record, "events").iter().filter(counts).map(item))
}

/// An event's place in the text and its pattern.
fn item_of(event: &Value) -> Item {
    Item {
        span: span(&event["trigger"]),
        label: String::new(),
        note: format!(
            "{} {} {}",
            text(event, "status"),
            text(event, "why"),
            event["confidence"]
        ),
    }
}

fn codes(event: &Value, side: &str) -> Vec<String> {
    let mut codes: Vec<String> = list(event, side)
        .iter()
        .map(|r| country(r["code"].as_str()))
        .collect();
    codes.sort();
    codes
}

/// As the scorer expands lists: all pairs; all parties with each other where there are no recipients.
fn pairs(actors: &[String], recipients: &[String]) -> Vec<(String, String)> {
    let none = ["---".to_owned()];
    if recipients.is_empty() && actors.len() > 1 {
        let mut out = Vec::new();
        for (n, a) in actors.iter().enumerate() {
            let others = actors.iter().enumerate().filter(|(m, _)| *m != n);
            out.extend(others.map(|(_, b)| (a.clone(), b.clone())));
        }
        return out;
    }
    let actors = if actors.is_empty() { &none[..] } else { actors };
    let recipients = if recipients.is_empty() {
        &none[..]
    } else {
        recipients
    };
    actors
        .iter()
        .flat_map(|a| recipients.iter().map(move |r| (a.clone(), r.clone())))
        .collect()
}

fn distinct(items: impl Iterator<Item = Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in items {
        if !out.iter().any(|o| o.label == item.label) {
            out.push(item);
        }
    }
    out
}

/// Events of the fresh articles.
pub(super) fn fresh(row: &Value) -> Vec<Item> {
    list(row, "events")
        .iter()
        .map(|e| event(e, &row["sentences"]))
        .collect()
}

/// Events of a record, put into the gold's sentences.
pub(super) fn events(row: &Value, record: &Value) -> Vec<Item> {
    list(record, "events")
        .iter()
        .map(|e| event(e, &row["sentences"]))
        .collect()
}

/// An event spans its sentence: the scorer compares within sentences.
fn event(event: &Value, sentences: &Value) -> Item {
    let at = span(&event["trigger"]).or(span(&event["sentence_span"]));
    let sentence = sentences.as_array().into_iter().flatten().filter_map(span);
    let whole = at.and_then(|at| sentence.into_iter().find(|s| s[0] <= at[0] && at[0] < s[1]));
    let (actors, recipients) = (codes(event, "actors"), codes(event, "recipients"));
    Item {
        span: whole,
        label: format!(
            "{} {} -> {}",
            text(event, "type"),
            actors.join("+"),
            recipients.join("+")
        ),
        note: format!("{} {}", text(event, "status"), text(event, "why")),
    }
}

/// Quotations of the gold.
pub(super) fn quoted(row: &Value) -> Vec<Item> {
    let item = |q: &Value| Item {
        span: start_end(q),
        label: "quote".to_owned(),
        note: format!("{} by {:?}", text(q, "kind"), text(q, "speaker")),
    };
    list(row, "quotes").iter().map(item).collect()
}

/// Quotations of a record.
pub(super) fn quotes(_: &Value, record: &Value) -> Vec<Item> {
    let item = |q: &Value| {
        let parts: Vec<[u64; 2]> = list(q, "content").iter().filter_map(span).collect();
        let whole = parts.first().zip(parts.last()).map(|(a, b)| [a[0], b[1]]);
        let who = text(&q["speaker"], "entity");
        let speaker = list(record, "entities")
            .iter()
            .find(|e| text(e, "id") == who);
        let name = speaker.map_or("", |e| text(e, "name"));
        Item {
            span: whole,
            label: "quote".to_owned(),
            note: format!("{} by {name:?}", text(q, "kind")),
        }
    };
    list(record, "quotes").iter().map(item).collect()
}

/// Names of the gold, whose words are joined as the scorer joins them.
pub(super) fn tagged(row: &Value) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for (word, tag) in list(row, "tokens").iter().zip(list(row, "tags")) {
        let (word, tag) = (
            word.as_str().unwrap_or_default(),
            tag.as_str().unwrap_or_default(),
        );
        let closing = matches!(word, "." | "," | ";" | ":" | "!" | "?" | "%" | ")" | "]");
        at += u64::from(at > 0 && !closing);
        let end = at + word.chars().count() as u64;
        let kind = tag.get(2..).and_then(name_kind);
        match (kind, items.last_mut()) {
            (Some(kind), Some(last)) if open && tag.starts_with("I-") && last.label == kind => {
                last.span = last.span.map(|s| [s[0], end]);
            }
            (Some(kind), _) => items.push(Item {
                span: Some([at, end]),
                label: kind.to_owned(),
                note: String::new(),
            }),
            (None, _) => {}
        }
        open = kind.is_some();
        at = end;
    }
    items
}

fn name_kind(tag: &str) -> Option<&'static str> {
    match tag.to_ascii_uppercase().as_str() {
        "PER" | "PERSON" => Some("PER"),
        "ORG" | "ORGANIZATION" => Some("ORG"),
        "LOC" | "GPE" | "LOCATION" => Some("LOC"),
        _ => None,
    }
}

/// Names of a record.
pub(super) fn names(_: &Value, record: &Value) -> Vec<Item> {
    let mut items = Vec::new();
    let mut push = |span: Option<[u64; 2]>, label: &str, note: String| {
        let item = Item {
            span,
            label: label.to_owned(),
            note,
        };
        if !items
            .iter()
            .any(|i: &Item| i.span == item.span && i.label == item.label)
        {
            items.push(item);
        }
    };
    for entity in list(record, "entities") {
        let kind = match text(entity, "kind") {
            "person" => "PER",
            "organization" => "ORG",
            "country" | "place" => "LOC",
            _ => continue,
        };
        for mention in list(entity, "mentions").iter().filter(|m| m[2] == "name") {
            push(span(mention), kind, text(entity, "id").to_owned());
        }
    }
    for place in list(record, "places") {
        push(span(&place["span"]), "LOC", "place".to_owned());
    }
    items
}

/// Times of the gold.
pub(super) fn timex(row: &Value) -> Vec<Item> {
    let item = |t: &Value| Item {
        span: start_end(t),
        label: text(t, "value").to_owned(),
        note: String::new(),
    };
    list(row, "timex").iter().map(item).collect()
}

/// Times of a record.
pub(super) fn times(_: &Value, record: &Value) -> Vec<Item> {
    let item = |t: &Value| Item {
        span: span(&t["span"]),
        label: text(t, "value").to_owned(),
        note: String::new(),
    };
    list(record, "times").iter().map(item).collect()
}

/// Places of the gold that have a point.
pub(super) fn located(row: &Value) -> Vec<Item> {
    let places = list(row, "places").iter().filter(|p| !p["lat"].is_null());
    let item = |p: &Value| Item {
        span: start_end(p),
        label: "place".to_owned(),
        note: format!("{} {}", p["lat"], p["lon"]),
    };
    places.map(item).collect()
}

/// Places of a record; one that lies more than 161 km from the gold's is not the same place.
pub(super) fn places(row: &Value, record: &Value) -> Vec<Item> {
    let wanted = list(row, "places");
    let item = |p: &Value| {
        let at = span(&p["span"]);
        let gold = wanted.iter().find(|g| match (start_end(g), at) {
            (Some(g), Some(p)) => g[0] < p[1] && p[0] < g[1],
            _ => false,
        });
        let far = gold.is_some_and(|g| !near(point(g), point(p)));
        Item {
            span: at,
            label: if far { "place far off" } else { "place" }.to_owned(),
            note: format!(
                "{} {} {} {}",
                text(p, "name"),
                text(p, "country"),
                p["lat"],
                p["lon"]
            ),
        }
    };
    list(record, "places").iter().map(item).collect()
}

/// Degrees north and east, also where the gold writes them as strings.
fn point(place: &Value) -> Option<(f64, f64)> {
    let degrees = |v: &Value| v.as_f64().or_else(|| v.as_str()?.parse().ok());
    Some((degrees(&place["lat"])?, degrees(&place["lon"])?))
}

fn near(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    let (lat, lon) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let half = (lat / 2.0).sin().powi(2)
        + a.0.to_radians().cos() * b.0.to_radians().cos() * (lon / 2.0).sin().powi(2);
    12742.0 * half.sqrt().min(1.0).asin() <= 161.0
}
