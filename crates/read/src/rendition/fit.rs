//! Fitting a rule's path to an address.

use risalah_doc::Operation;
use risalah_pack::web::Renditions;
use risalah_pack::web::renditions::{Class, Element, Rule, fits};

use super::calls;

/// A rule's path on an address.
#[derive(Debug)]
pub(super) struct Fit<'a> {
    pub(super) head: Vec<&'a str>,
    pub(super) rest: Vec<&'a str>,
    /// The classes that had a segment.
    pub(super) classes: Vec<usize>,
    pub(super) operations: Vec<Operation>,
}

/// Fits the path; of several ways the one with the shortest head.
pub(super) fn path<'a>(
    renditions: &Renditions,
    rule: &Rule,
    segments: &[&'a str],
) -> Option<Fit<'a>> {
    let (has_head, elements) = match rule.path.split_first() {
        Some((Element::Head, rest)) => (true, rest),
        _ => (false, &rule.path[..]),
    };
    let last = if has_head { segments.len() } else { 0 };
    (0..=last).find_map(|skip| from(renditions, elements, &segments[..skip], &segments[skip..]))
}

fn from<'a>(
    renditions: &Renditions,
    elements: &[Element],
    head: &[&'a str],
    segments: &[&'a str],
) -> Option<Fit<'a>> {
    let mut fit = Fit {
        head: head.to_vec(),
        rest: Vec::new(),
        classes: Vec::new(),
        operations: Vec::new(),
    };
    let mut at = 0;
    for element in elements {
        let (class, least, most) = match element {
            Element::Head => continue,
            Element::Literal(text) => {
                if segments.get(at) != Some(&text.as_str()) {
                    return None;
                }
                at += 1;
                continue;
            }
            Element::Rest => {
                fit.rest = segments
                    .get(at..)
                    .filter(|r| r.iter().any(|s| !s.is_empty()))?
                    .to_vec();
                at = segments.len();
                continue;
            }
            Element::One(class) => (*class, 1, 1),
            Element::Maybe(class) => (*class, 0, 1),
            Element::Many(class) => (*class, 0, usize::MAX),
        };
        let mut found = 0;
        while found < most {
            let Some(used) = segments
                .get(at..)
                .and_then(|s| fit.segment(renditions, class, s))
            else {
                break;
            };
            at += used;
            found += 1;
        }
        if found < least {
            return None;
        }
    }
    (at == segments.len()).then_some(fit)
}

impl Fit<'_> {
    /// Takes the next segment if it is of the class; calls may go over several segments, for
    /// their arguments hold addresses. Gives the number of segments taken.
    fn segment(
        &mut self,
        renditions: &Renditions,
        number: usize,
        segments: &[&str],
    ) -> Option<usize> {
        let class = &renditions.classes[number];
        let first = *segments.first()?;
        if !class.shapes.iter().any(|shape| fits(shape, first)) {
            return None;
        }
        let used = if class.calls { balanced(segments)? } else { 1 };
        if class.calls {
            let text = segments[..used].join("/");
            let (found, _) = calls(text.split_once(':')?.1);
            self.operations.extend(found);
        } else if !class.hidden {
            self.operations.extend(operations(class, first));
        }
        self.classes.push(number);
        Some(used)
    }
}

/// How many segments it takes until the brackets opened are closed.
fn balanced(segments: &[&str]) -> Option<usize> {
    let mut depth = 0i32;
    for (n, segment) in segments.iter().enumerate() {
        for b in segment.bytes() {
            depth += i32::from(b == b'(') - i32::from(b == b')');
        }
        if depth <= 0 {
            return Some(n + 1);
        }
    }
    None
}

/// The operations that a segment of a class says.
fn operations(class: &Class, segment: &str) -> Vec<Operation> {
    let one = |name: &str, args: Vec<&str>| Operation {
        name: name.to_owned(),
        args: args.into_iter().map(str::to_owned).collect(),
    };
    match &class.split[..] {
        [] => vec![one(&class.id, vec![segment])],
        [within] => {
            let mut parts = segment.split(within.as_str());
            let name = parts.next().unwrap_or_default();
            vec![one(name, parts.collect())]
        }
        [between, within, ..] => {
            let each = segment.split(between.as_str()).filter(|s| !s.is_empty());
            each.map(|s| {
                s.split_once(within.as_str())
                    .map_or_else(|| one(s, Vec::new()), |(n, a)| one(n, vec![a]))
            })
            .collect()
        }
    }
}
