//! `risalah-lab episodes`: which mentions are of one occasion, held against pairs judged by hand.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use risalah_doc::{Coded, Span};
use risalah_engine::{Engine, From, Input, Pool, each, source};
use risalah_episode::{FEATURES, Measure, Mention, gather};
use risalah_record::Offsets;
use serde::Deserialize;

use crate::density::Density;

/// Measures episodes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The pairs
    #[arg(default_value = "eval/episode_pairs.tsv")]
    pairs: PathBuf,
    /// The articles that they are of; all are gathered, as a store would
    #[arg(
        long,
        default_value = "../shared/raw/news_id.jsonl",
        value_name = "FILE"
    )]
    articles: PathBuf,
    /// The packs
    #[arg(long, default_value = "packs", value_name = "DIR")]
    packs: PathBuf,
    /// Lists the pairs of this half that were missed or wrongly joined
    #[arg(long, value_name = "HALF")]
    errors: Option<String>,
    /// Writes what is seen of each pair, for fitting weights
    #[arg(long, value_name = "FILE")]
    features: Option<PathBuf>,
    /// Lists so many pairs of different reports that were joined and are not among the pairs
    #[arg(long, value_name = "N", default_value_t = 0)]
    joined: usize,
    /// Writes the figures as JSON, by name
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
}

/// Two mentions and what a person says of them.
#[derive(Debug, Deserialize)]
struct Pair {
    half: String,
    verdict: Verdict,
    kind: String,
    #[serde(rename = "type")]
    event: String,
    left: String,
    left_start: u32,
    left_end: u32,
    right: String,
    right_start: u32,
    right_end: u32,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Same,
    Other,
    Unsure,
}

/// A mention with what a person needs to see.
struct Seen {
    mention: Mention,
    trigger: [u32; 2],
    event: String,
    shown: String,
}

/// Pairs of one half counted.
#[derive(Debug, Default)]
struct Counts {
    both: u32,
    joined: u32,
    same: u32,
    by_kind: BTreeMap<String, (u32, u32)>,
}

impl Counts {
    fn put(&mut self, pair: &Pair, joined: bool) {
        let same = pair.verdict == Verdict::Same;
        self.both += u32::from(same && joined);
        self.joined += u32::from(joined);
        self.same += u32::from(same);
        let kind = self.by_kind.entry(pair.kind.clone()).or_default();
        kind.0 += u32::from(same == joined);
        kind.1 += 1;
    }

    fn figures(&self) -> [f64; 3] {
        let part = |whole: u32| f64::from(self.both) / f64::from(whole.max(1));
        let (p, r) = (part(self.joined), part(self.same));
        let f = if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        };
        [p, r, f]
    }
}

/// Prints precision, recall and F1 of both halves.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let measure = Measure::standard();
    let seen = seen(args, &measure)?;
    let mentions: Vec<Mention> = seen.iter().map(|s| s.mention.clone()).collect();
    let episodes = gather(&measure, &mentions);
    let mut of = vec![0; seen.len()];
    for (n, members) in episodes.iter().enumerate() {
        members.iter().for_each(|at| of[*at] = n);
    }
    let mut articles: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, s) in seen.iter().enumerate() {
        articles.entry(s.mention.article).or_default().push(at);
    }
    let mut out = io::stdout().lock();
    let (mut halves, mut gone) = (BTreeMap::<String, Counts>::new(), 0);
    let (mut rows, mut judged) = (String::new(), BTreeSet::new());
    for pair in pairs(&args.pairs)? {
        let at = |id: &str, span| find(&seen, &articles, id, span, &pair.event);
        let left = at(&pair.left, [pair.left_start, pair.left_end]);
        let right = at(&pair.right, [pair.right_start, pair.right_end]);
        let (Some(left), Some(right)) = (left, right) else {
            gone += 1;
            continue;
        };
        judged.insert((left.min(right), left.max(right)));
        if pair.verdict == Verdict::Unsure {
            continue;
        }
        let joined = of[left] == of[right];
        halves
            .entry(pair.half.clone())
            .or_default()
            .put(&pair, joined);
        rows.push_str(&row(
            &measure,
            &pair,
            &seen[left].mention,
            &seen[right].mention,
            joined,
        ));
        let wrong = joined != (pair.verdict == Verdict::Same);
        if wrong && args.errors.as_ref() == Some(&pair.half) {
            let score = measure.score(&seen[left].mention, &seen[right].mention);
            let what = if joined { "JOINED" } else { "MISSED" };
            writeln!(
                out,
                "{what} {} {score:.2}\n  {}\n  {}",
                pair.kind, seen[left].shown, seen[right].shown
            )?;
        }
    }
    list_joined(&mut out, args, &seen, &episodes, &judged)?;
    let largest = episodes.iter().map(Vec::len).max().unwrap_or_default();
    let several = episodes.iter().filter(|e| e.len() > 1).count();
    writeln!(
        out,
        "{} mentions, {} episodes, {several} of several mentions, the largest of {largest}",
        seen.len(),
        episodes.len()
    )?;
    writeln!(out, "{}", Density::of(&measure, &mentions))?;
    let scores = figures(&mut out, &halves, gone)?;
    if let Some(file) = &args.features {
        let head = format!(
            "half\tverdict\tkind\tjoined\tscore\tcontradict\t{}\n",
            FEATURES.join("\t")
        );
        fs::write(file, head + &rows)
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    if let Some(file) = &args.scores {
        let text = serde_json::to_string_pretty(&scores)?;
        fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the figures, and gives them by name.
fn figures(
    out: &mut impl Write,
    halves: &BTreeMap<String, Counts>,
    gone: usize,
) -> anyhow::Result<BTreeMap<String, f64>> {
    let mut scores = BTreeMap::new();
    for (half, counts) in halves {
        let [p, r, f] = counts.figures();
        writeln!(
            out,
            "{half}: P {p:.3} ({}/{}) R {r:.3} ({}/{}) F1 {f:.3}",
            counts.both, counts.joined, counts.both, counts.same
        )?;
        for (kind, (right, all)) in &counts.by_kind {
            writeln!(out, "  {kind}: {right} of {all} right")?;
        }
        for (name, value) in [("P", p), ("R", r), ("F1", f)] {
            scores.insert(format!("episodes.{half}.{name}"), value);
        }
    }
    writeln!(
        out,
        "{gone} pairs left out, because one of their events is not coded"
    )?;
    Ok(scores)
}

/// What is seen of a pair, as a row.
fn row(measure: &Measure, pair: &Pair, left: &Mention, right: &Mention, joined: bool) -> String {
    let features = measure
        .features(left, right)
        .map(|f| f.to_string())
        .join("\t");
    let verdict = u8::from(pair.verdict == Verdict::Same);
    let contradict = u8::from(measure.contradict(left, right));
    let score = measure.score(left, right);
    format!(
        "{}\t{verdict}\t{}\t{}\t{score}\t{contradict}\t{features}\n",
        pair.half,
        pair.kind,
        u8::from(joined)
    )
}

/// Pairs of different reports that are joined and were not judged, evenly out of all.
fn list_joined(
    out: &mut impl Write,
    args: &Args,
    seen: &[Seen],
    episodes: &[Vec<usize>],
    judged: &BTreeSet<(usize, usize)>,
) -> anyhow::Result<()> {
    let pairs = episodes.iter().flat_map(|members| {
        let later = |n: usize| members[n + 1..].iter();
        (0..members.len()).flat_map(move |n| later(n).map(move |b| (members[n], *b)))
    });
    let fresh = |(a, b): &(usize, usize)| {
        !judged.contains(&(*a.min(b), *a.max(b)))
            && seen[*a].mention.article != seen[*b].mention.article
    };
    let pairs: Vec<(usize, usize)> = pairs.filter(fresh).collect();
    let step = (pairs.len() / args.joined.max(1)).max(1);
    for (a, b) in pairs.iter().step_by(step).take(args.joined) {
        writeln!(out, "ONE\n  {}\n  {}", seen[*a].shown, seen[*b].shown)?;
    }
    writeln!(
        out,
        "{} joined pairs of different reports are not among those judged",
        pairs.len()
    )?;
    Ok(())
}

fn pairs(file: &Path) -> anyhow::Result<Vec<Pair>> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader
        .delimiter(b'\t')
        .comment(Some(b'#'))
        .from_path(file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let rows: Result<Vec<Pair>, _> = reader.deserialize().collect();
    rows.with_context(|| format!("{}", file.display()))
}

/// The mention of this article whose trigger stands there, or overlaps.
fn find(
    seen: &[Seen],
    articles: &HashMap<u64, Vec<usize>>,
    id: &str,
    span: [u32; 2],
    event: &str,
) -> Option<usize> {
    let own = articles.get(&number(id))?.iter().copied();
    let own = own.filter(|at| seen[*at].event == event);
    let overlaps = |t: [u32; 2]| t[0] < span[1] && span[0] < t[1];
    let exact = own.clone().find(|at| seen[*at].trigger == span);
    exact.or_else(|| own.clone().find(|at| overlaps(seen[*at].trigger)))
}

/// A number for an article's name (FNV-1a).
fn number(id: &str) -> u64 {
    let fold = |h: u64, b: u8| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    id.bytes().fold(0xcbf2_9ce4_8422_2325, fold)
}

/// The mentions of all articles, in their order.
fn seen(args: &Args, measure: &Measure) -> anyhow::Result<Vec<Seen>> {
    let engine = Engine::open(Some(&args.packs))?;
    let reports = source::open(From::Jsonl, &args.articles)
        .with_context(|| format!("cannot read {}", args.articles.display()))?;
    let work = |input: Input| mentions(measure, &engine.code(engine.read(input)));
    let mut all = Vec::new();
    each(Pool::default(), reports, work, |mentions| {
        all.extend(mentions.unwrap_or_default());
        ControlFlow::Continue(())
    });
    Ok(all)
}

fn mentions(measure: &Measure, coded: &Coded) -> Vec<Seen> {
    let article = &coded.resolved.parsed.article;
    let number = number(&article.id);
    let key = |n: usize| (number & !0xffff | n as u64).to_be_bytes();
    let keys: Vec<_> = (0..coded.events.len()).map(key).collect();
    let offsets = Offsets::new(&article.text);
    let mentions = measure.mentions(coded, number, &keys);
    let events = coded.events.iter().zip(mentions);
    let seen = events.map(|(event, mention)| {
        let sentence = coded.resolved.parsed.sentences.get(event.sentence as usize);
        let sentence = sentence.map_or(Span::default(), |s| s.span);
        Seen {
            trigger: offsets.span(event.trigger),
            event: event.kind.to_string(),
            shown: format!(
                "{} {} [{}] {} | {:?} {:?} | {} | {}",
                article.id,
                event.kind,
                event.trigger.of(&article.text),
                article.title.as_deref().unwrap_or_default(),
                mention.window,
                mention.published,
                parties(coded, event),
                sentence.of(&article.text).replace('\n', " "),
            ),
            mention,
        }
    });
    seen.collect()
}

fn parties(coded: &Coded, event: &risalah_doc::Event) -> String {
    let names = |roles: &[risalah_doc::Role]| {
        let entities = roles
            .iter()
            .filter_map(|r| coded.resolved.entities.get(r.entity as usize));
        entities
            .map(|e| format!("{}={}", e.code, e.name))
            .collect::<Vec<_>>()
            .join("; ")
    };
    format!("{} -> {}", names(&event.actors), names(&event.recipients))
}
