//! `risalah pack new`: a language's pack begun from the template.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use risalah_doc::Lang;
use risalah_engine::Packs;

use crate::Global;
use crate::exit::Done;

/// Begins a language's pack.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The language's code: two or three letters
    #[arg(value_name = "LANG")]
    lang: String,
}

/// The template's folder, and what in its files stands for the language's code.
const TEMPLATE: &str = "_template";
const PLACEHOLDER: &str = "LANG";

/// Copies the template; a language that has a pack is left alone.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let Some(lang) = Lang::parse(&args.lang).filter(|l| l.as_str() == args.lang) else {
        bail!(
            "`{}` is no code of a language: two or three small letters",
            args.lang
        );
    };
    let root = Packs::find(global.packs.as_deref());
    let to = root.join(lang.as_str());
    if to.exists() {
        bail!("there is a pack at {}", to.display());
    }
    copy(&root.join(TEMPLATE), &to, lang.as_str())?;
    println!("{}", to.display());
    Ok(Done::Well)
}

fn copy(from: &Path, to: &Path, lang: &str) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let from = entry?.path();
        let Some(name) = from.file_name() else {
            continue;
        };
        let to = to.join(name);
        if from.is_dir() {
            copy(&from, &to, lang)?;
        } else {
            let text = fs::read_to_string(&from)
                .with_context(|| format!("cannot read {}", from.display()))?;
            fs::write(&to, text.replace(PLACEHOLDER, lang))
                .with_context(|| format!("cannot write {}", to.display()))?;
        }
    }
    Ok(())
}
