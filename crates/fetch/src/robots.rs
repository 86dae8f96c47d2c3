//! What a site's robots.txt lets us ask for (RFC 9309).

use std::time::Duration;

/// More rules are not looked at.
const RULES: usize = 2_000;

/// The rules of a site for one robot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    // Pattern, and whether it allows.
    rules: Vec<(String, bool)>,
    delay: Option<Duration>,
}

/// The rules of one group while the file is read.
#[derive(Default)]
struct Group {
    ours: bool,
    any: bool,
    begun: bool,
}

impl Robots {
    /// All is allowed.
    pub fn all() -> Self {
        Self::default()
    }

    /// Nothing is allowed.
    pub fn none() -> Self {
        Self {
            rules: vec![("/".to_owned(), false)],
            delay: None,
        }
    }

    /// Reads a robots.txt for the robot whose name is the first word of `agent`, without its
    /// version; the groups for it count, and only where there are none those for all.
    pub fn parse(bytes: &[u8], agent: &str) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let name = agent
            .split(['/', ' '])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let (mut own, mut any) = (Self::default(), Self::default());
        let (mut named, mut group) = (false, Group::default());
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if group.begun {
                    group = Group::default();
                }
                let ours = value.to_ascii_lowercase() == name;
                named |= ours;
                group.ours |= ours;
                group.any |= value == "*";
                continue;
            }
            group.begun |= matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
            for (wanted, rules) in [(group.ours, &mut own), (group.any, &mut any)] {
                if wanted {
                    rules.line(&key, value);
                }
            }
        }
        if named { own } else { any }
    }

    fn line(&mut self, key: &str, value: &str) {
        match key {
            // An empty rule says nothing.
            "allow" | "disallow" if !value.is_empty() && self.rules.len() < RULES => {
                self.rules.push((value.to_owned(), key == "allow"));
            }
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|s| (0.0..1e6).contains(s));
                self.delay = seconds.map(Duration::from_secs_f64);
            }
            _ => {}
        }
    }

    /// Whether this path may be asked for: the longest rule that fits decides, and of two of one
    /// length the one that allows.
    pub fn allows(&self, path: &str, query: Option<&str>) -> bool {
        let whole = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        let fitting = self.rules.iter().filter(|(rule, _)| fits(rule, &whole));
        fitting
            .max_by_key(|(rule, allows)| (rule.len(), *allows))
            .is_none_or(|(_, allows)| *allows)
    }

    /// The time that the site wants between two requests.
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

/// Whether a rule fits the start of a path; `*` stands for anything, a last `$` for the end.
fn fits(rule: &str, path: &str) -> bool {
    let (rule, whole) = match rule.strip_suffix('$') {
        Some(rule) => (rule, true),
        None => (rule, false),
    };
    let mut parts = rule.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        last = Some(part);
        // The earliest place leaves most for what follows.
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    match last {
        _ if !whole => true,
        None => rest.is_empty(),
        // The last part may stand again at the end.
        Some(part) => {
            rest.is_empty() || (path.len() >= first.len() + part.len() && rest.ends_with(part))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(file: &str, path: &str) -> bool {
        Robots::parse(file.as_bytes(), "Risalah/1.0").allows(path, None)
    }

    #[test]
    fn groups() {
        let file = "User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: risalah\nCrawl-delay: 7\nDisallow: /admin # here\n";
        assert!(allows(file, "/news/1"));
        assert!(!allows(file, "/admin/1"));
        let robots = Robots::parse(file.as_bytes(), "Risalah/1.0");
        assert_eq!(robots.delay(), Some(Duration::from_secs(7)));
        let other = Robots::parse(file.as_bytes(), "Nobody");
        assert!(!other.allows("/news", None));
        assert!(allows("", "/x") && allows("User-agent: *\nDisallow:", "/x"));
    }

    #[test]
    fn the_longest_rule_decides() {
        let file = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\nAllow: /c\nDisallow: /c\nDisallow: /*?print=";
        assert!(!allows(file, "/a/c") && allows(file, "/a/b/c"));
        assert!(!allows(file, "/x/y.pdf") && allows(file, "/x/y.pdf?z"));
        assert!(allows(file, "/c"));
        let robots = Robots::parse(file.as_bytes(), "Risalah");
        assert!(!robots.allows("/x", Some("print=1")));
    }

    #[test]
    fn stars_and_ends() {
        assert!(fits("/a*b*c$", "/a1b2c3c"));
        assert!(!fits("/a*b*c$", "/a1b2c3"));
        assert!(fits("/*", "/") && fits("/a$", "/a") && !fits("/a$", "/ab"));
        assert!(!fits("/a*a$", "/a"));
    }
}
