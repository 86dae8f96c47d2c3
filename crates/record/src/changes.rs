//! What two codings of the same article say differently.

use serde::Deserialize;

/// What is compared of a record.
#[derive(Deserialize)]
struct Kept {
    #[serde(default)]
    text: String,
    #[serde(default)]
    events: Vec<KeptEvent>,
}

#[derive(Clone, PartialEq, Deserialize)]
struct KeptEvent {
    r#type: String,
    mode: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    status: String,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    actors: Vec<KeptRole>,
    #[serde(default)]
    recipients: Vec<KeptRole>,
    place: Option<KeptPlace>,
    time: Option<KeptTime>,
    trigger: [u32; 2],
}

#[derive(Clone, PartialEq, Deserialize)]
struct KeptRole {
    span: [u32; 2],
    code: Option<String>,
}

#[derive(Clone, PartialEq, Deserialize)]
struct KeptPlace {
    geonameid: Option<u32>,
    span: [u32; 2],
}

#[derive(Clone, PartialEq, Deserialize)]
struct KeptTime {
    start: String,
    end: String,
}

/// One difference between two records of the same article, told as lines for people.
///
/// Events are told as `TYPE mode  CODE CODE -> CODE  status  day  “trigger”`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The event in the left record, and its place in it from 0.
    pub left: Option<(usize, String)>,
    /// The event in the right record.
    pub right: Option<(usize, String)>,
}

/// What differs in the events of two records, in the order of their triggers; how sure an event is,
/// and which pattern coded it, make no difference.
///
/// An event that stands on the same words in both is one that changed; a line that is no record
/// has no events.
pub fn changes(left: &[u8], right: &[u8]) -> Vec<Change> {
    let (left, right) = (kept(left), kept(right));
    let mut rest: Vec<(usize, &KeptEvent)> = right.events.iter().enumerate().collect();
    let mut alone: Vec<(usize, &KeptEvent)> = Vec::new();
    for (n, event) in left.events.iter().enumerate() {
        match rest.iter().position(|(_, other)| *other == event) {
            Some(same) => drop(rest.remove(same)),
            None => alone.push((n, event)),
        }
    }
    let mut all: Vec<([u32; 2], Change)> = Vec::new();
    for (n, event) in alone {
        // Rather the one of the same type; else any on the same words.
        let on_it = |(_, other): &&(usize, &KeptEvent)| other.trigger == event.trigger;
        let best = rest
            .iter()
            .filter(on_it)
            .max_by_key(|(_, o)| o.r#type == event.r#type);
        let best = best.map(|(n, other)| (*n, *other));
        rest.retain(|(n, _)| best.is_none_or(|(taken, _)| taken != *n));
        let change = Change {
            left: Some((n, event.told(&left.text))),
            right: best.map(|(n, other)| (n, other.told(&right.text))),
        };
        all.push((event.trigger, change));
    }
    for (n, event) in rest {
        let change = Change {
            left: None,
            right: Some((n, event.told(&right.text))),
        };
        all.push((event.trigger, change));
    }
    all.sort_by_key(|(trigger, change)| (*trigger, change.left.is_none()));
    all.into_iter().map(|(_, change)| change).collect()
}

fn kept(record: &[u8]) -> Kept {
    serde_json::from_slice(record).unwrap_or(Kept {
        text: String::new(),
        events: Vec::new(),
    })
}

impl KeptEvent {
    fn told(&self, text: &str) -> String {
        let [start, end] = self.trigger;
        let count = end.saturating_sub(start) as usize;
        let words: String = text.chars().skip(start as usize).take(count).collect();
        let words: Vec<&str> = words.split_whitespace().collect();
        let codes = |roles: &[KeptRole]| -> String {
            let codes: Vec<&str> = roles
                .iter()
                .map(|r| r.code.as_deref().unwrap_or("?"))
                .collect();
            codes.join(" ")
        };
        let mut line = self.r#type.clone();
        for more in self.mode.iter().chain(&self.contexts) {
            line.push(' ');
            line.push_str(more);
        }
        line += &format!(
            "  {} -> {}  {}",
            codes(&self.actors),
            codes(&self.recipients),
            self.status
        );
        if self.negated {
            line.push_str(" negated");
        }
        if let Some(time) = &self.time {
            line += &format!("  {}", time.start);
            if time.end != time.start {
                line += &format!("..{}", time.end);
            }
        }
        line + &format!("  “{}”", words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(events: &[&str]) -> Vec<u8> {
        let events = events.join(",");
        format!(r#"{{"text":"A hit B and met C","events":[{events}]}}"#).into_bytes()
    }

    const HIT: &str = r#"{"type":"ASSAULT","status":"actual","trigger":[2,5],"confidence":0.5,
        "actors":[{"span":[0,1],"code":"IDN"}],"recipients":[]}"#;
    const HIT_SURE: &str = r#"{"type":"ASSAULT","status":"actual","trigger":[2,5],"confidence":0.9,
        "actors":[{"span":[0,1],"code":"IDN"}],"recipients":[]}"#;
    const COERCED: &str = r#"{"type":"COERCE","status":"said","trigger":[2,5]}"#;
    const MET: &str = r#"{"type":"CONSULT","mode":"meet","status":"actual","trigger":[12,15]}"#;

    #[test]
    fn how_sure_an_event_is_makes_no_difference() {
        assert!(changes(&record(&[HIT, MET]), &record(&[HIT_SURE, MET])).is_empty());
    }

    #[test]
    fn events_come_go_and_change() {
        let told = |left: &[&str], right: &[&str]| -> Vec<String> {
            let side = |side: Option<(usize, String)>| side.map_or(String::new(), |s| s.1);
            changes(&record(left), &record(right))
                .into_iter()
                .map(|c| format!("{} | {}", side(c.left), side(c.right)))
                .collect()
        };
        let (hit, met) = (
            "ASSAULT  IDN ->   actual  “hit”",
            "CONSULT meet   ->   actual  “met”",
        );
        assert_eq!(told(&[HIT, MET], &[HIT]), [format!("{met} | ")]);
        assert_eq!(
            told(&[], &[MET, HIT]),
            [format!(" | {hit}"), format!(" | {met}")]
        );
        let coerced = "COERCE   ->   said  “hit”";
        assert_eq!(
            told(&[HIT, MET], &[COERCED, MET]),
            [format!("{hit} | {coerced}")]
        );
    }
}
