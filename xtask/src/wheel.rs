//! The Python package: its wheel, and a clean environment to install it in.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::steps::shown;

/// The package's crate.
pub(crate) const CRATE: &str = "crates/python";

/// A virtual environment of Python.
pub(crate) struct Venv {
    folder: PathBuf,
}

impl Venv {
    /// Makes the environment anew, with what this file in `crates/python` pins.
    ///
    /// The interpreter is that of `PYTHON`, else `python3`; it must be 3.10 or later.
    pub(crate) fn new(folder: &Path, pinned: &str) -> anyhow::Result<Self> {
        let mut make = Command::new(interpreter());
        make.args(["-m", "venv", "--clear"]).arg(folder);
        shown(make, "python3 -m venv")
            .context("the Python package needs Python 3.10 or later with its module `venv`")?;
        let folder = folder.canonicalize()?;
        let venv = Self { folder };
        venv.require(pinned)?;
        Ok(venv)
    }

    /// Installs what this file in `crates/python` pins.
    pub(crate) fn require(&self, file: &str) -> anyhow::Result<()> {
        let pinned = Path::new(CRATE).join(file);
        let mut install = self.python();
        install.args(["-m", "pip", "install", "--quiet", "--no-deps"]);
        install
            .arg("--disable-pip-version-check")
            .arg("-r")
            .arg(&pinned);
        shown(install, &format!("pip install -r {}", pinned.display()))
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

    /// Where programs are looked for by what the environment runs: Zig is a module of its Python.
    pub(crate) fn paths(&self) -> anyhow::Result<OsString> {
        let bin = self.folder.join("bin");
        let others = std::env::var_os("PATH").unwrap_or_default();
        let paths = [bin].into_iter().chain(std::env::split_paths(&others));
        Ok(std::env::join_paths(paths)?)
    }

    /// Builds the wheel with these arguments of maturin, and installs it.
    pub(crate) fn install(&self, args: &[&str]) -> anyhow::Result<PathBuf> {
        let wheels = self.folder.join("wheels");
        if wheels.is_dir() {
            fs::remove_dir_all(&wheels)?;
        }
        self.maturin("build", &wheels, args)?;
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

    /// Runs maturin's `build` or `sdist` on the package, which writes into the folder.
    pub(crate) fn maturin(&self, what: &str, out: &Path, args: &[&str]) -> anyhow::Result<()> {
        let mut run = Command::new(self.program("maturin"));
        run.env("PATH", self.paths()?);
        run.args([what, "--manifest-path"]);
        run.arg(Path::new(CRATE).join("Cargo.toml"));
        run.arg("--out").arg(out);
        if what == "build" {
            run.args(["--quiet", "--locked", "--interpreter"])
                .arg(self.program("python"));
        }
        run.args(args);
        shown(run, &format!("maturin {what} {}", args.join(" ")))
    }
}

fn interpreter() -> OsString {
    std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into())
}

/// What this machine lacks to make an environment.
pub(crate) fn lacking() -> Option<&'static str> {
    let asks = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    let asked = Command::new(interpreter()).args(["-c", asks]).output();
    match asked {
        Ok(told) if told.status.success() => None,
        Ok(_) => Some("its Python is older than 3.10 or lacks the module `venv`"),
        Err(_) => Some("there is no Python here"),
    }
}
