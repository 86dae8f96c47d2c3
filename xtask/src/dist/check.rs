//! Trying out what a release consists of, as somebody who downloads it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};

use super::VERSION;
use crate::folders::target;
use crate::steps::shown;
use crate::wheel::Venv;

/// What a source distribution must bring to be built.
const SOURCES: [&str; 5] = [
    "Cargo.lock",
    "NOTICE",
    "pyproject.toml",
    "packs/id/pack.toml",
    "packs/ontology/types.tsv",
];

/// The installed wheel says its version and codes a report.
pub(super) fn wheel(venv: &Venv) -> anyhow::Result<()> {
    let program = format!(
        "import risalah, importlib.metadata as m; assert m.version('risalah') == '{VERSION}'; \
         assert risalah.Engine().code('Israel menyerang Gaza.', lang='id').events"
    );
    let mut run = venv.python();
    run.current_dir("/").args(["-c", &program]);
    shown(run, "the wheel codes a report")
}

/// The source distribution holds all that it is built from.
pub(super) fn sources(archive: &Path) -> anyhow::Result<()> {
    let told = Command::new("tar").arg("-tzf").arg(archive).output();
    let told = told.context("cannot run tar")?;
    ensure!(told.status.success(), "{} is broken", archive.display());
    let names = String::from_utf8(told.stdout)?;
    for wanted in SOURCES {
        let found = names.lines().any(|name| name.ends_with(wanted));
        ensure!(found, "{} lacks {wanted}", archive.display());
    }
    Ok(())
}

/// The unpacked program finds its packs, codes a report and says its version; man pages and
/// completions are there.
pub(super) fn archive(archive: &Path) -> anyhow::Result<()> {
    let folder = target().join("dist-check");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut unpack = Command::new("tar");
    unpack.arg("-xzf").arg(archive).arg("-C").arg(&folder);
    unpack.arg("--strip-components=1");
    shown(unpack, "tar -x")?;
    let folder = folder.canonicalize()?;
    let report = Path::new("examples/brussels.txt").canonicalize()?;
    let program = |args: &[&str]| {
        let mut run = Command::new(folder.join("risalah"));
        run.current_dir("/").env_remove("RISALAH_PACKS").args(args);
        run.arg(&report).output()
    };
    let coded = program(&["code"]).context("cannot run what was packed")?;
    let why = String::from_utf8_lossy(&coded.stderr).into_owned();
    ensure!(coded.status.success(), "the archive's program: {why}");
    ensure!(
        String::from_utf8_lossy(&coded.stdout).contains("\"CONSULT\""),
        "the archive's program finds no events"
    );
    let told = program(&["--version"])?;
    let version = String::from_utf8(told.stdout)?;
    ensure!(version.trim() == format!("risalah {VERSION}"), "{version}");
    for file in ["man/risalah-code.1", "completions/_risalah"] {
        ensure!(folder.join(file).is_file(), "the archive lacks {file}");
    }
    Ok(())
}
