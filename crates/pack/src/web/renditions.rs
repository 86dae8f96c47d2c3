//! Grammars of rendition addresses: how image servers write what they do to an original.

use serde::Deserialize;

use crate::Files;

/// The rules in the order in which they are tried.
#[derive(Debug, Default)]
pub struct Renditions {
    /// The rules.
    pub rules: Vec<Rule>,
    /// The classes of path segments that rules name.
    pub classes: Vec<Class>,
}

/// A class of path segments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its name, which is also that of its operation.
    pub id: String,
    /// What a segment of it looks like.
    pub shapes: Vec<String>,
    /// What parts its operations, and an operation's name from its arguments.
    #[serde(default)]
    pub split: Vec<String>,
    /// Whether it is written as calls: `name(args)`.
    #[serde(default)]
    pub calls: bool,
    /// Whether it is no operation, but a signature or a version.
    #[serde(default)]
    pub hidden: bool,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// Endings of the host's name, one of which is needed; any host where there are none.
    pub hosts: Vec<String>,
    /// The path.
    pub path: Vec<Element>,
    /// Classes or query keys, one of which must have been there.
    pub needs: Vec<String>,
    /// Query keys that must not be there.
    pub unless: Vec<String>,
    /// Query keys that are operations.
    pub query: Vec<String>,
    /// Whether the rest of the query stays.
    pub keeps: bool,
    /// Segments that stay on the original.
    pub literal: Vec<String>,
    /// Shapes of an ending of the file's name that is dropped.
    pub cut: Vec<String>,
    /// Where the original is.
    pub original: Original,
    /// How sure it is.
    pub recovery: Sure,
}

/// An element of a rule's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// This segment.
    Literal(String),
    /// One segment of the class with this place.
    One(usize),
    /// One segment of the class, or none.
    Maybe(usize),
    /// Any number of segments of the class.
    Many(usize),
    /// Any number of segments before the others.
    Head,
    /// All segments that are left, one at least.
    Rest,
}

/// Where the original is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Original {
    /// What is left of the path.
    Rest,
    /// What is left of the path, in base64url.
    Base64,
    /// The same address without what was matched.
    Same,
    /// The value of this query key.
    Query(String),
    /// It cannot be known.
    None,
}

/// How sure the original's address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    /// The rendition's address holds it.
    Exact,
    /// The server gives it under this address.
    SameHost,
    /// A common habit of such servers.
    Guess,
}

/// `renditions.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tables {
    class: Vec<Class>,
    rule: Vec<toml::Spanned<Written>>,
}

/// A rule as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(default)]
    hosts: Vec<String>,
    path: String,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    query: Vec<String>,
    #[serde(default)]
    keeps: bool,
    #[serde(default)]
    literal: String,
    #[serde(default)]
    cut: Vec<String>,
    original: String,
    recovery: Sure,
}

const PATH: &str = "web/renditions.toml";

impl Renditions {
    pub(super) fn load(files: &mut Files) -> Self {
        let Some((tables, text)) = files.toml::<Tables>(PATH) else {
            return Self::default();
        };
        let mut rules = Vec::with_capacity(tables.rule.len());
        for rule in tables.rule {
            let at = Files::at(PATH, crate::file::line_of(&text, rule.span().start));
            match Rule::read(rule.into_inner(), &tables.class) {
                Ok(rule) => rules.push(rule),
                Err(what) => files.fault(at, what),
            }
        }
        Self {
            rules,
            classes: tables.class,
        }
    }
}

impl Rule {
    fn read(written: Written, classes: &[Class]) -> Result<Self, String> {
        let path: Vec<Element> = written
            .path
            .split('/')
            .map(|e| element(e, classes))
            .collect::<Result<_, _>>()?;
        let misplaced = path.iter().enumerate().any(|(n, e)| {
            (*e == Element::Head && n > 0) || (*e == Element::Rest && n + 1 < path.len())
        });
        if misplaced {
            return Err("{head} stands first in a path and {rest} last".to_owned());
        }
        let original = match written.original.as_str() {
            "rest" => Original::Rest,
            "base64" => Original::Base64,
            "same" => Original::Same,
            "none" => Original::None,
            other => Original::Query(
                other
                    .strip_prefix("query:")
                    .ok_or("original is rest, base64, same, none or query:KEY")?
                    .to_owned(),
            ),
        };
        let segments = written.literal.split('/').filter(|s| !s.is_empty());
        Ok(Self {
            id: written.id,
            hosts: written.hosts,
            path,
            needs: written.needs,
            unless: written.unless,
            query: written.query,
            keeps: written.keeps,
            literal: segments.map(str::to_owned).collect(),
            cut: written.cut,
            original,
            recovery: written.recovery,
        })
    }
}

fn element(written: &str, classes: &[Class]) -> Result<Element, String> {
    let Some(inner) = written.strip_prefix('{') else {
        return Ok(Element::Literal(written.to_owned()));
    };
    let (name, many) = inner
        .split_once('}')
        .ok_or_else(|| format!("`{written}` is not closed"))?;
    match name {
        "head" => return Ok(Element::Head),
        "rest" => return Ok(Element::Rest),
        _ => {}
    }
    let class = classes
        .iter()
        .position(|c| c.id == name)
        .ok_or_else(|| format!("there is no class `{name}`"))?;
    match many {
        "" => Ok(Element::One(class)),
        "?" => Ok(Element::Maybe(class)),
        "*" => Ok(Element::Many(class)),
        other => Err(format!("`{other}` behind a class is neither ? nor *")),
    }
}

/// Whether a segment has a shape.
pub fn fits(shape: &str, segment: &str) -> bool {
    let (shape, segment) = (shape.as_bytes(), segment.as_bytes());
    let Some((first, rest)) = shape.split_first() else {
        return segment.is_empty();
    };
    let run = |of: fn(&u8) -> bool| segment.iter().take_while(|b| of(b)).count();
    let rest = std::str::from_utf8(rest).unwrap_or_default();
    let tail = |n: usize| std::str::from_utf8(&segment[n..]).is_ok_and(|s| fits(rest, s));
    match first {
        // Runs are taken whole: what follows one in a shape is never of its kind.
        b'#' => Some(run(u8::is_ascii_digit)).is_some_and(|n| n > 0 && tail(n)),
        b'@' => Some(run(u8::is_ascii_alphabetic)).is_some_and(|n| n > 0 && tail(n)),
        b'~' if rest.is_empty() => {
            let n = run(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'='));
            n > 0 && n == segment.len()
        }
        b'~' => {
            segment.len() >= rest.len()
                && std::str::from_utf8(&segment[segment.len() - rest.len()..])
                    .is_ok_and(|s| s == rest)
        }
        b'*' if rest.is_empty() => true,
        b'*' => (0..=segment.len()).any(tail),
        literal => segment.first() == Some(literal) && tail(1),
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn shapes() {
        for (shape, segment) in [
            ("#x#", "300x200"),
            ("-#x#", "-300x0"),
            ("filters:*", "filters:a(b)"),
            ("s--~--", "s--Ab_1--"),
            ("*=*", "w=3"),
            ("@:*", "rs:fill"),
        ] {
            assert!(fits(shape, segment), "{shape} {segment}");
        }
        for (shape, segment) in [
            ("#x#", "300x"),
            ("#", "a"),
            ("~", "a/b"),
            ("smart", "smarter"),
            ("v#", "v"),
        ] {
            assert!(!fits(shape, segment), "{shape} {segment}");
        }
    }
}
