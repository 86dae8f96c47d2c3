//! The program's archive: the command with its packs beside it, man pages and completions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use super::{Program, VERSION};
use crate::folders::target;
use crate::steps::shown;

/// What stands in the archive as it is in the project.
const BESIDE: [&str; 7] = [
    "packs",
    "README.md",
    "CHANGELOG.md",
    "NOTICE",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "CITATION.cff",
];

/// Packs the program into `risalah-VERSION-SYSTEM.tar.gz`; the same files give the same bytes.
pub(super) fn make(program: &Program, out: &Path) -> anyhow::Result<PathBuf> {
    let name = format!("risalah-{VERSION}-{}", program.runs_on);
    let stage = target().join("dist-stage");
    if stage.is_dir() {
        fs::remove_dir_all(&stage)?;
    }
    let folder = stage.join(&name);
    fs::create_dir_all(&folder)?;
    for item in BESIDE {
        run("cp", &["-r", item, &folder.to_string_lossy()])?;
    }
    let inside = folder.join("risalah");
    fs::copy(&program.path, &inside)
        .with_context(|| format!("cannot read {}", program.path.display()))?;
    run("strip", &[&inside.to_string_lossy()])?;
    let mut generate = Command::new(&inside);
    generate.arg("generate").arg(&folder);
    shown(generate, "risalah generate")?;

    let archive = out.join(format!("{name}.tar.gz"));
    let mut pack = Command::new("tar");
    pack.args(["--sort=name", "--owner=0", "--group=0", "--numeric-owner"]);
    pack.args(["--mtime=@0", "--mode=go=rX,u+w", "-czf"]);
    pack.arg(&archive).arg("-C").arg(&stage).arg(&name);
    shown(pack, "tar")?;
    Ok(archive)
}

fn run(program: &str, args: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new(program);
    command.args(args);
    shown(command, &format!("{program} {}", args.join(" ")))
}
