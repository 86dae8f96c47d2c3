//! Tests of the Python package as a user has it: the wheel, installed in a clean environment.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::ensure;

use crate::debian;
use crate::folders::target;
use crate::steps::shown;
use crate::wheel::{CRATE, Venv, lacking};

/// What the package is imported as.
const NAME: &str = "risalah";
/// The largest that the wheel may be, in bytes.
const LARGEST: u64 = 60 << 20;
/// The oldest Java that Spark runs on, and Debian's package of it.
const JAVA: (u32, &str) = (17, "openjdk-17-jre-headless");

/// What of the package is tested.
#[derive(clap::Args, Default)]
pub(crate) struct Args {
    /// With Ray as well, whose start takes minutes on a small machine
    #[arg(long)]
    ray: bool,
}

/// Types, examples and tests of the package, those of Spark among them, and exports read back.
/// Records of Python are held against those of this program.
///
/// A machine without Python, or Java, is told so, and nothing fails: the rest needs none.
pub(crate) fn test(command: &Path, args: &Args) -> anyhow::Result<()> {
    if let Some(lacks) = lacking() {
        println!("== the Python package and exports read back: skipped, for {lacks}");
        return Ok(());
    }
    let folder = target().join("python/test");
    fs::create_dir_all(&folder)?;
    let venv = Venv::new(&folder, "requirements.txt")?;
    let wheel = venv.install(&["--compatibility", "linux", "--features", "fault-injection"])?;
    small(&wheel)?;
    if debian::provide(has_java, &[JAVA.1]) {
        venv.require("requirements-spark.txt")?;
    } else {
        let (oldest, package) = JAVA;
        println!("== Spark: skipped, for there is no Java {oldest} here (Debian: {package})");
    }
    if args.ray {
        venv.require("requirements-ray.txt")?;
    } else {
        println!("== Ray: skipped; `cargo xtask python --ray` tests it");
    }
    let tests = Tests {
        venv: &venv,
        wheel: &wheel,
        command,
    };
    tests.types()?;
    tests.behaviour()?;
    tests.exports(&folder.join("read-back"))
}

/// Fails where the wheel is larger than it may be.
pub(crate) fn small(wheel: &Path) -> anyhow::Result<()> {
    let size = fs::metadata(wheel)?.len();
    println!("{}: {:.1} MB", wheel.display(), size as f64 / 1e6);
    let most = LARGEST >> 20;
    ensure!(size < LARGEST, "the wheel is larger than {most} MB");
    Ok(())
}

/// Whether Spark finds a Java that is new enough.
fn has_java() -> bool {
    let home = std::env::var_os("JAVA_HOME").map(|home| Path::new(&home).join("bin/java"));
    let java = home.unwrap_or_else(|| "java".into());
    let Ok(told) = Command::new(java).arg("-version").output() else {
        return false;
    };
    // openjdk version "17.0.15" 2025-04-15
    let told = String::from_utf8_lossy(&told.stderr);
    let version = told.split('"').nth(1).and_then(|v| v.split('.').next());
    version
        .and_then(|major| major.parse().ok())
        .is_some_and(|major: u32| major >= JAVA.0)
}

/// An environment that has the wheel, and the program of the same sources.
struct Tests<'a> {
    venv: &'a Venv,
    wheel: &'a Path,
    command: &'a Path,
}

impl Tests<'_> {
    fn types(&self) -> anyhow::Result<()> {
        let (tests, settings) = (format!("{CRATE}/tests"), format!("{CRATE}/pyproject.toml"));
        let allowed = format!("{CRATE}/stubtest.txt");
        let sources = format!("{CRATE}/python/{NAME}");
        let mypy = ["mypy", "--config-file", &settings, &sources, &tests];
        self.run("mypy", &mypy)?;
        let stubtest = [
            "mypy.stubtest",
            "--mypy-config-file",
            &settings,
            "--allowlist",
            &allowed,
            NAME,
        ];
        self.run("stubtest", &stubtest)
    }

    fn behaviour(&self) -> anyhow::Result<()> {
        let (tests, settings) = (format!("{CRATE}/tests"), format!("{CRATE}/pyproject.toml"));
        let pytest = ["pytest", "-q", "-c", &settings];
        let examples = ["--doctest-modules", "--pyargs", NAME];
        self.run("doctest", &[&pytest[..], &examples].concat())?;
        self.run("pytest", &[&pytest[..], &[&tests]].concat())
    }

    /// What a store exports, read by the programs of the field.
    fn exports(&self, work: &Path) -> anyhow::Result<()> {
        let mut back = self.venv.python();
        back.arg("crates/export/tests/read_back.py")
            .arg(self.command)
            .arg("examples")
            .arg(work);
        shown(back, "read_back.py")
    }

    fn run(&self, name: &str, args: &[&str]) -> anyhow::Result<()> {
        let mut run = self.venv.python();
        run.arg("-m").args(args).env("RISALAH_BIN", self.command);
        run.env("RISALAH_WHEEL", self.wheel);
        shown(run, name)
    }
}
