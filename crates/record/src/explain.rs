//! One report for a person who asks why: every sentence with what was found in it.

use std::io::{self, Write};

use risalah_doc::{
    Coded, Dropped, Event, Ground, Mention, Place, Quote, Resolved, Span, Speaker, Time,
};

use crate::json::origin;
use crate::text::{ShownEvent, heading, one_line};

/// Writes each sentence with what was found in it, the words that show it, the pattern behind it,
/// and what was left out and why.
///
/// # Errors
///
/// Where the writer fails.
pub fn explain(coded: &Coded, out: &mut impl Write) -> io::Result<()> {
    let resolved = &coded.resolved;
    let article = &resolved.parsed.article;
    heading(article, out)?;
    match resolved.anchor {
        Some((day, from)) => writeln!(out, "  relative times count from {day} ({})", origin(from))?,
        None => writeln!(out, "  relative times stay open: no day to count from")?,
    }
    for note in &article.notes {
        writeln!(out, "  note: {}", note.kind.name())?;
    }
    let mut page = Page::new(coded, out);
    for (n, sentence) in resolved.parsed.sentences.iter().enumerate() {
        page.sentence(n, sentence.span)?;
    }
    page.links()
}

/// Writes the sentences in order; what stands in them is in order too, so one pass suffices.
struct Page<'a, W> {
    coded: &'a Coded,
    resolved: &'a Resolved,
    text: &'a str,
    out: &'a mut W,
    mentions: std::iter::Peekable<std::slice::Iter<'a, Mention>>,
    places: std::iter::Peekable<std::slice::Iter<'a, Place>>,
    times: std::iter::Peekable<std::slice::Iter<'a, Time>>,
    // Sorted by sentence; quotes by the byte they begin at.
    quotes: std::iter::Peekable<std::vec::IntoIter<(usize, usize, &'a Quote)>>,
    events: std::iter::Peekable<std::vec::IntoIter<(usize, &'a Event)>>,
    dropped: std::iter::Peekable<std::vec::IntoIter<&'a Dropped>>,
}

impl<'a, W: Write> Page<'a, W> {
    fn new(coded: &'a Coded, out: &'a mut W) -> Self {
        let resolved = &coded.resolved;
        let first = |q: &Quote| q.content.iter().chain(&q.cue).map(|s| s.start()).min();
        let mut quotes: Vec<_> = coded
            .quotes
            .iter()
            .enumerate()
            .map(|(n, q)| (first(q).unwrap_or(0), n, q))
            .collect();
        quotes.sort_by_key(|q| (q.0, q.1));
        let mut events: Vec<_> = coded.events.iter().enumerate().collect();
        events.sort_by_key(|(n, e)| (e.sentence, *n));
        let mut dropped: Vec<_> = coded.dropped.iter().collect();
        dropped.sort_by_key(|d| (d.sentence, d.trigger, d.pattern.clone()));
        Self {
            coded,
            resolved,
            text: &resolved.parsed.article.text,
            out,
            mentions: resolved.mentions.iter().peekable(),
            places: resolved.places.iter().peekable(),
            times: resolved.times.iter().peekable(),
            quotes: quotes.into_iter().peekable(),
            events: events.into_iter().peekable(),
            dropped: dropped.into_iter().peekable(),
        }
    }

    fn sentence(&mut self, n: usize, span: Span) -> io::Result<()> {
        writeln!(self.out, "\n{}. {}", n + 1, one_line(span, self.text))?;
        let within = |start: usize| start < span.end();
        while let Some(m) = self.mentions.next_if(|m| within(m.span.start())) {
            self.mention(m)?;
        }
        while let Some(p) = self.places.next_if(|p| within(p.span.start())) {
            self.place(p)?;
        }
        while let Some(t) = self.times.next_if(|t| within(t.span.start())) {
            self.time(t)?;
        }
        while let Some((_, at, q)) = self.quotes.next_if(|q| within(q.0)) {
            self.quote(at, q)?;
        }
        while let Some((at, e)) = self.events.next_if(|e| e.1.sentence as usize <= n) {
            self.event(at, e)?;
        }
        while let Some(d) = self.dropped.next_if(|d| d.sentence as usize <= n) {
            self.left_out(d)?;
        }
        Ok(())
    }

    fn mention(&mut self, mention: &Mention) -> io::Result<()> {
        let words = one_line(mention.span, self.text);
        let kind = mention.kind.name();
        let Some(entity) = self.resolved.entities.get(mention.entity as usize) else {
            return writeln!(self.out, "   {kind:<8} “{words}”");
        };
        let id = mention.entity + 1;
        write!(self.out, "   {kind:<8} “{words}” is e{id} {}", entity.name)?;
        write!(self.out, " ({}", entity.kind.name())?;
        if !entity.code.is_empty() {
            write!(self.out, ", {}", entity.code)?;
        }
        for known in [&entity.office, &entity.body].into_iter().flatten() {
            write!(self.out, ", {known}")?;
        }
        if let Some(row) = &entity.listed {
            write!(self.out, ", listed as {row}")?;
        }
        writeln!(self.out, ")")
    }

    fn place(&mut self, place: &Place) -> io::Result<()> {
        let words = one_line(place.span, self.text);
        write!(self.out, "   place    “{words}” is {}", place.name)?;
        if let Some(country) = &place.country {
            write!(self.out, ", {country}")?;
        }
        if let Some((lat, lon)) = place.point {
            write!(self.out, ", {lat} {lon}")?;
        }
        let stands = if place.metonymic {
            ", for its government"
        } else {
            ""
        };
        writeln!(self.out, "{stands}")
    }

    fn time(&mut self, time: &Time) -> io::Result<()> {
        let words = one_line(time.span, self.text);
        let value = time.value.as_deref().unwrap_or("open");
        write!(self.out, "   time     “{words}” is {value}")?;
        if let Some((first, last)) = time.interval {
            write!(self.out, ", {first} to {last}")?;
        }
        writeln!(self.out)
    }

    fn quote(&mut self, at: usize, quote: &Quote) -> io::Result<()> {
        let parts: Vec<String> = quote
            .content
            .iter()
            .map(|s| one_line(*s, self.text))
            .collect();
        write!(
            self.out,
            "   quote    q{} {} by ",
            at + 1,
            quote.kind.name()
        )?;
        self.speaker(quote.speaker)?;
        if let Some(cue) = quote.cue {
            write!(self.out, ", shown by “{}”", one_line(cue, self.text))?;
        }
        writeln!(self.out, ": {}", parts.join(" … "))
    }

    fn speaker(&mut self, speaker: Option<Speaker>) -> io::Result<()> {
        let entity = speaker
            .and_then(|s| s.entity)
            .and_then(|e| self.resolved.entities.get(e as usize));
        match (speaker.and_then(|s| s.span), entity) {
            (Some(span), Some(e)) => {
                write!(self.out, "“{}” ({})", one_line(span, self.text), e.name)
            }
            (Some(span), None) => write!(self.out, "“{}”", one_line(span, self.text)),
            (None, Some(e)) => write!(self.out, "{}", e.name),
            (None, None) => write!(self.out, "nobody known"),
        }
    }

    fn event(&mut self, at: usize, event: &Event) -> io::Result<()> {
        let resolved = self.resolved;
        writeln!(self.out, "   event    v{} by pattern {}", at + 1, event.why)?;
        writeln!(self.out, "{}", ShownEvent { event, resolved })?;
        if event.grounds.is_empty() {
            return Ok(());
        }
        let ground = |(ground, odds): &(Ground, f32)| format!("{} {odds:+.1}", ground.name());
        let grounds: Vec<String> = event.grounds.iter().map(ground).collect();
        writeln!(self.out, "   sure by  {}", grounds.join(", "))
    }

    fn left_out(&mut self, dropped: &Dropped) -> io::Result<()> {
        let words = one_line(dropped.trigger, self.text);
        let (pattern, reason) = (&dropped.pattern, dropped.reason.name());
        writeln!(
            self.out,
            "   left out “{words}” by pattern {pattern}: {reason}"
        )
    }

    fn links(&mut self) -> io::Result<()> {
        for link in &self.coded.links {
            let (from, to) = (link.from + 1, link.to + 1);
            write!(self.out, "\nv{from} {} v{to}", link.kind.name())?;
            if let Some(span) = link.span {
                write!(self.out, ", shown by “{}”", one_line(span, self.text))?;
            }
        }
        writeln!(self.out)
    }
}
