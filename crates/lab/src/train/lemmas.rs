//! Dictionary forms that a pack's rules get wrong, learnt from a treebank.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use risalah_doc::{Lang, Upos};
use risalah_pack::Packs;

/// How often a form with another dictionary form must have been seen.
const OFTEN: u32 = 2;

/// How the file begins.
const HEAD: &str = "# Dictionary forms that the rules of words/ get wrong, learnt from treebanks by\n# `risalah-lab train lemmas`.\nform\tupos\tlemma\tvoice\n";

/// What is learnt from.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The language.
    #[arg(long)]
    lang: String,
    /// The folder of the packs.
    #[arg(long, default_value = "packs")]
    packs: PathBuf,
    /// Treebanks whose dictionary forms follow the pack's conventions.
    files: Vec<PathBuf>,
}

/// Writes `weights/lemmas.tsv`: what the rules get wrong of the treebanks' words.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let path = args.packs.join(&args.lang).join("weights/lemmas.tsv");
    if path.exists() {
        fs::remove_file(&path)?;
    }
    let packs = Packs::open(&args.packs)?;
    let lang = Lang::parse(&args.lang).context("no language's code")?;
    let pack = packs
        .language(lang)
        .ok_or_else(|| anyhow!("no pack for {lang}"))?;
    let (mut right, mut all) = (0, 0);
    let mut out = String::from(HEAD);
    for ((form, upos), lemmas) in &counts(&args.files)? {
        let seen: u32 = lemmas.values().sum();
        let Some((lemma, often)) = lemmas
            .iter()
            .max_by_key(|(lemma, n)| (**n, std::cmp::Reverse(*lemma)))
        else {
            continue;
        };
        let rule = risalah_parse::lemma(pack, form, *upos);
        all += seen;
        right += lemmas.get(&rule).copied().unwrap_or(0);
        // Whatever is no name is written small in the lists.
        let letters = form.chars().all(|c| c.is_alphabetic() || c == '-');
        if rule == lemma.to_lowercase() || *often < OFTEN || !letters {
            continue;
        }
        let listed = pack.words.lemmas.forms.get(form.as_str());
        if listed.is_some_and(|f| f.iter().any(|f| f.upos == Some(*upos))) {
            eprintln!(
                "{form} {upos}: the list says {rule}, the treebank {lemma} ({often} of {seen})"
            );
            continue;
        }
        writeln!(out, "{form}\t{upos}\t{}\t", lemma.to_lowercase())?;
    }
    eprintln!(
        "by rule {:.2} % of {all} words",
        100.0 * f64::from(right) / f64::from(all.max(1))
    );
    fs::write(&path, out).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// How often each form has which dictionary form; names are left out, they keep their form.
fn counts(treebanks: &[PathBuf]) -> Result<BTreeMap<(String, Upos), BTreeMap<String, u32>>> {
    let mut out: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for path in treebanks {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        for line in text
            .lines()
            .filter(|l| l.starts_with(|c: char| c.is_ascii_digit()))
        {
            let mut cells = line.split('\t');
            let (Some(id), Some(form), Some(lemma), Some(upos)) =
                (cells.next(), cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let Some(upos) = Upos::parse(upos).filter(|u| {
                !matches!(
                    u,
                    Upos::Propn | Upos::X | Upos::Sym | Upos::Punct | Upos::Num
                )
            }) else {
                continue;
            };
            if id.bytes().all(|b| b.is_ascii_digit()) && lemma != "_" {
                *out.entry((form.to_lowercase(), upos))
                    .or_default()
                    .entry(lemma.to_owned())
                    .or_default() += 1;
            }
        }
    }
    Ok(out)
}
