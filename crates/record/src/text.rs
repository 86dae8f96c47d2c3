//! The record for people: the title, then the events under it.

use std::fmt;
use std::io::{self, Write};

use risalah_doc::{Article, Coded, Event, EventTime, Resolved, Role, Span};

/// How many characters of a headline or of an event's words are shown.
const WIDTH: usize = 100;

/// Writes a report's title and its events, for people.
///
/// # Errors
///
/// Where the writer fails.
pub fn text(coded: &Coded, out: &mut impl Write) -> io::Result<()> {
    let article = &coded.resolved.parsed.article;
    heading(article, out)?;
    for event in &coded.events {
        let shown = ShownEvent {
            event,
            resolved: &coded.resolved,
        };
        writeln!(out, "{shown}")?;
    }
    let words = |n: u32| {
        let event = coded.events.get(n as usize);
        event.map_or_else(String::new, |e| one_line(e.trigger, &article.text))
    };
    for link in &coded.links {
        let (later, kind, earlier) = (words(link.from), link.kind.name(), words(link.to));
        writeln!(out, "  “{later}” {kind} “{earlier}”")?;
    }
    if coded.events.is_empty() {
        writeln!(out, "  no events")?;
    }
    for note in &article.notes {
        writeln!(out, "  note: {}", note.kind.name())?;
    }
    writeln!(out)
}

/// Writes a clean article for people: what came with it, then its text.
///
/// # Errors
///
/// Where the writer fails.
pub fn article_text(article: &Article, out: &mut impl Write) -> io::Result<()> {
    heading(article, out)?;
    let dateline = article.dateline.map(|d| d.of(&article.text));
    let known = [
        ("url", article.url.as_deref()),
        ("byline", article.byline.as_deref()),
        ("dateline", dateline),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            writeln!(out, "{name}: {value}")?;
        }
    }
    for image in &article.images {
        writeln!(
            out,
            "image: {}",
            image.original.as_ref().unwrap_or(&image.url)
        )?;
    }
    for note in &article.notes {
        writeln!(out, "note: {}", note.kind.name())?;
    }
    writeln!(out, "\n{}\n", article.text)
}

/// The title, or the text's first line where there is none, and what identifies the report.
pub(crate) fn heading(article: &Article, out: &mut impl Write) -> io::Result<()> {
    let first = article.text.lines().find(|line| !line.trim().is_empty());
    let title = article.title.as_deref().or(first).unwrap_or("(empty)");
    writeln!(out, "{}", cut(title.trim()))?;
    write!(out, "  {}", article.id)?;
    if let Some(lang) = article.lang {
        write!(out, "  {lang}")?;
    }
    if let Some(published) = &article.published {
        write!(out, "  {}", published.day)?;
    }
    writeln!(out)
}

/// The beginning of a text, with an ellipsis where more follows.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// An event on two lines: what happened between whom, then how it is known.
pub(crate) struct ShownEvent<'a> {
    pub(crate) event: &'a Event,
    pub(crate) resolved: &'a Resolved,
}

impl fmt::Display for ShownEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let event = self.event;
        let text = &self.resolved.parsed.article.text;
        let when = event.time.map_or_else(|| "?".to_owned(), day);
        write!(f, "  {when:<10}  {}", event.kind)?;
        if let Some(mode) = &event.mode {
            write!(f, " {mode}")?;
        }
        f.write_str("  ")?;
        self.roles(f, &event.actors)?;
        if !event.recipients.is_empty() {
            f.write_str(" -> ")?;
            self.roles(f, &event.recipients)?;
        }
        write!(f, "\n              {}", event.status.name())?;
        if event.negated {
            f.write_str(", negated")?;
        }
        if let Some(place) = event
            .place
            .and_then(|p| self.resolved.places.get(p as usize))
        {
            write!(f, " · {}", place.name)?;
        }
        write!(f, " · {:.2} · ", event.confidence)?;
        write!(
            f,
            "“{}” in “{}”",
            one_line(event.trigger, text),
            cut(&one_line(self.around(), text))
        )
    }
}

impl ShownEvent<'_> {
    fn roles(&self, f: &mut fmt::Formatter<'_>, roles: &[Role]) -> fmt::Result {
        if roles.is_empty() {
            return f.write_str("?");
        }
        for (n, role) in roles.iter().enumerate() {
            if n > 0 {
                f.write_str(" + ")?;
            }
            f.write_str(&one_line(role.span, &self.resolved.parsed.article.text))?;
            if let Some(entity) = self.resolved.entities.get(role.entity as usize) {
                write!(f, " [{}]", entity.code)?;
            }
        }
        Ok(())
    }

    /// The sentence from the first of the event's words on.
    fn around(&self) -> Span {
        let sentence = self
            .resolved
            .parsed
            .sentences
            .get(self.event.sentence as usize);
        let roles = self.event.actors.iter().chain(&self.event.recipients);
        let first = roles.map(|r| r.span).fold(self.event.trigger, Span::cover);
        match sentence {
            Some(s) if s.span.contains(first) => Span::new(first.start(), s.span.end()),
            _ => first,
        }
    }
}

/// The words of a span with line breaks as blanks.
pub(crate) fn one_line(span: Span, text: &str) -> String {
    span.of(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// One day, or the first and last day.
fn day(time: EventTime) -> String {
    let (first, last) = time.interval;
    if first == last {
        first.to_string()
    } else {
        format!("{first}..{last}")
    }
}
