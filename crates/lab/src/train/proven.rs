//! `risalah-lab train proven`: trees of the patterns' own sentences, for the parser to learn from.
//!
//! Treebanks hold few sentences that tell events. The sentences of the patterns are such, and
//! whether they come out as their pattern says is a test of their tree by other means: what
//! passes has, where it matters, the tree that the patterns were written for.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use risalah_doc::Lang;
use risalah_engine::{Body, Engine, Input, prove};

/// How the file begins.
const HEAD: &str = "# Trees of the patterns' own sentences that come out as their pattern says, written by\n# `risalah-lab train proven` with the weights that were then in the pack.\n";

/// Whose trees are written.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The language.
    #[arg(long)]
    lang: String,
    /// The folder of the packs.
    #[arg(long, default_value = "packs")]
    packs: PathBuf,
    /// Folders of packs with other weights, for sentences that come out wrong with these.
    #[arg(long)]
    or: Vec<PathBuf>,
}

/// Writes `weights/proven.conllu`.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let lang = Lang::parse(&args.lang).context("no language's code")?;
    let (mut out, mut done) = (String::from(HEAD), BTreeSet::new());
    for packs in std::iter::once(&args.packs).chain(&args.or) {
        let engine = Engine::open_only(packs, &[lang])?;
        let before = done.len();
        write(&engine, lang, &mut done, &mut out)?;
        eprintln!("{}: {} sentences", packs.display(), done.len() - before);
    }
    let path = args.packs.join(&args.lang).join("weights/proven.conllu");
    fs::write(&path, out).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Adds the trees of the sentences that come out right and are not done yet.
fn write(engine: &Engine, lang: Lang, done: &mut BTreeSet<String>, out: &mut String) -> Result<()> {
    let pack = engine
        .language(lang)
        .context("there is no pack of the language")?;
    let wrong: BTreeSet<String> = prove(engine, pack).into_iter().map(|f| f.text).collect();
    for pattern in pack.patterns.all() {
        let yes = pattern.yes.iter().map(|yes| &yes.text);
        for text in yes.chain(&pattern.no) {
            if !wrong.contains(text) && done.insert(text.clone()) {
                let mut input = Input::new("", Body::Text(text.clone()));
                input.lang = Some(lang);
                let parsed = engine.parse(engine.read(input));
                let trees = engine.to_conllu(&parsed);
                let lines = trees.lines().filter(|line| !line.starts_with('#'));
                lines.for_each(|line| out.extend([line, "\n"]));
            }
        }
    }
    Ok(())
}
