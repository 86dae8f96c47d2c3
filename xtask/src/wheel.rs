//! The Python package: its wheel, and a clean environment to install it in.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use crate::eval::target;
use crate::steps::shown;

/// The package's crate.
const CRATE: &str = "crates/python";
/// What the package is imported as.
const NAME: &str = "risalah";

/// A virtual environment of Python.
pub(crate) struct Venv {
    folder: PathBuf,
}

impl Venv {
    /// Makes the environment anew, with what `crates/python/requirements.txt` pins.
    ///
    /// The interpreter is that of `PYTHON`, else `python3`; it must be 3.10 or later.
    pub(crate) fn new(folder: &Path) -> anyhow::Result<Self> {
        let mut make = Command::new(interpreter());
        make.args(["-m", "venv", "--clear"]).arg(folder);
        shown(make, "python3 -m venv")
            .context("the Python package needs Python 3.10 or later with its module `venv`")?;
        let folder = folder.canonicalize()?;
        let venv = Self { folder };
        let pinned = Path::new(CRATE).join("requirements.txt");
        let mut install = venv.python();
        install.args(["-m", "pip", "install", "--quiet", "--no-deps"]);
        install
            .arg("--disable-pip-version-check")
            .arg("-r")
            .arg(&pinned);
        shown(install, &format!("pip install -r {}", pinned.display()))?;
        Ok(venv)
    }

    /// Its interpreter.
    pub(crate) fn python(&self) -> Command {
        let mut command = Command::new(self.program("python"));
        // What another environment set would be found before what is installed here.
        command.env_remove("PYTHONPATH").env_remove("RISALAH_PACKS");
        command
    }

    /// One of its programs.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    /// Builds the wheel with these arguments of maturin, and installs it.
    pub(crate) fn install(&self, args: &[&str]) -> anyhow::Result<PathBuf> {
        let wheels = self.folder.join("wheels");
        if wheels.is_dir() {
            fs::remove_dir_all(&wheels)?;
        }
        let mut build = Command::new(self.program("maturin"));
        build.args(["build", "--quiet", "--locked", "--manifest-path"]);
        build.arg(Path::new(CRATE).join("Cargo.toml"));
        build
            .arg("--out")
            .arg(&wheels)
            .arg("--interpreter")
            .arg(self.program("python"));
        build.args(args);
        shown(build, &format!("maturin build {}", args.join(" ")))?;
        let mut made = fs::read_dir(&wheels)?.flatten().map(|entry| entry.path());
        let wheel = made.find(|path| path.extension() == Some(OsStr::new("whl")));
        let wheel = wheel.context("maturin made no wheel")?;
        let mut install = self.python();
        install.args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]);
        install
            .args(["--disable-pip-version-check", "--force-reinstall"])
            .arg(&wheel);
        shown(install, "pip install the wheel")?;
        Ok(wheel)
    }
}

fn interpreter() -> std::ffi::OsString {
    std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into())
}

/// What this machine lacks to make an environment.
fn lacking() -> Option<&'static str> {
    let asks = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    let asked = Command::new(interpreter()).args(["-c", asks]).output();
    match asked {
        Ok(told) if told.status.success() => None,
        Ok(_) => Some("its Python is older than 3.10 or lacks the module `venv`"),
        Err(_) => Some("there is no Python here"),
    }
}

/// The largest that the wheel may be, in bytes.
const LARGEST: u64 = 60 << 20;

/// Tests the package as a user has it: the wheel, installed in a clean environment. The tests of
/// the workspace must have built the program.
///
/// A machine without Python is told so, and nothing fails: the rest of the project needs none.
pub(crate) fn test() -> anyhow::Result<()> {
    if let Some(lacks) = lacking() {
        println!("== the Python package and exports read back: skipped, for {lacks}");
        return Ok(());
    }
    let folder = target().join("python/test");
    fs::create_dir_all(&folder)?;
    let venv = Venv::new(&folder)?;
    let wheel = venv.install(&["--compatibility", "linux", "--features", "fault-injection"])?;
    let size = fs::metadata(&wheel)?.len();
    println!("{}: {:.1} MB", wheel.display(), size as f64 / 1e6);
    ensure!(
        size < LARGEST,
        "the wheel is larger than {} MB",
        LARGEST >> 20
    );
    // The records of Python are held against those of the command, which `cargo test` has built.
    let command = target().join("debug").join(NAME).canonicalize();
    let command = command.context("the program was not built")?;
    let run = |name: &str, args: &[&str]| {
        let mut run = venv.python();
        run.arg("-m").args(args).env("RISALAH_BIN", &command);
        shown(run, name)
    };
    let tests = format!("{CRATE}/tests");
    let settings = format!("{CRATE}/pyproject.toml");
    let allowed = format!("{CRATE}/stubtest.txt");
    let sources = format!("{CRATE}/python/{NAME}");
    let pytest = ["pytest", "-q", "-c", &settings];
    run(
        "mypy",
        &["mypy", "--config-file", &settings, &sources, &tests],
    )?;
    run(
        "stubtest",
        &[
            "mypy.stubtest",
            "--mypy-config-file",
            &settings,
            "--allowlist",
            &allowed,
            NAME,
        ],
    )?;
    run(
        "doctest",
        &[&pytest[..], &["--doctest-modules", "--pyargs", NAME]].concat(),
    )?;
    run("pytest", &[&pytest[..], &[&tests]].concat())?;
    // What a store exports, read by the programs of the field.
    let mut back = venv.python();
    back.arg("crates/export/tests/read_back.py")
        .arg(&command)
        .arg("examples")
        .arg(folder.join("read-back"));
    shown(back, "read_back.py")
}
