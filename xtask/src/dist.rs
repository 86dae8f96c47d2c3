//! `cargo xtask dist`: what a release consists of, made and tried out in `target/dist`.

mod archive;
mod check;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use crate::folders::target;
use crate::steps::shown;
use crate::wheel::Venv;
use crate::{changelog, python};

/// The version of the workspace, which all of the release carries.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The program whose version makes the bill of materials.
const SBOM: [&str; 2] = ["cargo-sbom", "0.10.0"];
/// Static Linux, and what the program is built for where its standard library is not installed:
/// every Linux with the C library of 2012, as the wheel.
const STATIC: &str = "x86_64-unknown-linux-musl";
const PORTABLE: &str = "x86_64-unknown-linux-gnu.2.17";

/// How a release is made.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// With what stands under TBD, where CHANGELOG.md has no section of the version yet
    #[arg(long)]
    draft: bool,
    /// With Zig as the C compiler and linker: a wheel and a program for every Linux since 2014
    #[arg(long)]
    zig: bool,
}

/// Makes the wheel, the source distribution, the program's archive, the bill of materials, notes
/// and checksums, and tries out what can be tried.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let notes = changelog::notes(VERSION, args.draft)?;
    let work = target().join("python/dist");
    fs::create_dir_all(&work)?;
    let venv = Venv::new(&work, "requirements-dist.txt")?;
    let out = target().join("dist");
    if out.is_dir() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    fs::write(out.join("NOTES.md"), notes + "\n")?;

    let wheel = venv.install(match args.zig {
        true => &["--release", "--zig", "--compatibility", "manylinux2014"],
        false => &["--release", "--compatibility", "linux"],
    })?;
    python::small(&wheel)?;
    fs::copy(&wheel, out.join(wheel.file_name().context("no name")?))?;
    check::wheel(&venv)?;
    venv.maturin("sdist", &out, &[])?;
    check::sources(&out.join(format!("risalah-{VERSION}.tar.gz")))?;

    let program = program(&venv, args.zig)?;
    let archive = archive::make(&program, &out)?;
    check::archive(&archive)?;
    materials(&out.join(format!("risalah-{VERSION}.cdx.json")))?;
    checksums(&out)?;
    for entry in fs::read_dir(&out)? {
        let entry = entry?;
        let size = entry.metadata()?.len() as f64 / 1e6;
        println!("{:7.1} MB  {}", size, entry.path().display());
    }
    Ok(())
}

/// A program that was built, and the name of what it runs on.
struct Program {
    path: PathBuf,
    runs_on: String,
}

/// Builds the command. It carries its packs beside it, so it does not look into this source tree.
fn program(venv: &Venv, zig: bool) -> anyhow::Result<Program> {
    let fixed = ["--release", "--locked", "--package", "risalah-cli"];
    if !zig {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.arg("build").args(fixed).env("RISALAH_PACKAGED", "1");
        shown(build, "cargo build --release")?;
        let path = target().join("release/risalah");
        let runs_on = format!("{}-linux", std::env::consts::ARCH);
        return Ok(Program { path, runs_on });
    }
    let has_static = has_target(STATIC);
    if !has_static {
        println!(
            "== {STATIC} is not installed (rustup target add {STATIC}): the program is built for \
             {PORTABLE}, which runs on every Linux since 2014 but is not static"
        );
    }
    let built_for = if has_static { STATIC } else { PORTABLE };
    let mut build = Command::new(venv.program("cargo-zigbuild"));
    build.args(["zigbuild", "--target", built_for]).args(fixed);
    build
        .env("PATH", venv.paths()?)
        .env("RISALAH_PACKAGED", "1");
    shown(build, &format!("cargo zigbuild --target {built_for}"))?;
    // The folder is named without the C library's version.
    let folder = built_for.trim_end_matches(".2.17");
    Ok(Program {
        path: target().join(folder).join("release/risalah"),
        runs_on: folder.to_owned(),
    })
}

/// Whether Rust's standard library for this target is installed.
fn has_target(name: &str) -> bool {
    let told = Command::new("rustc").args(["--print", "sysroot"]).output();
    told.ok()
        .and_then(|told| String::from_utf8(told.stdout).ok())
        .is_some_and(|root| {
            Path::new(root.trim())
                .join("lib/rustlib")
                .join(name)
                .join("lib")
                .is_dir()
        })
}

/// The bill of materials of the command, in CycloneDX; the wheel holds its own.
fn materials(file: &Path) -> anyhow::Result<()> {
    let [name, version] = SBOM;
    let tools = target().join("dist-tools");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut install = Command::new(&cargo);
    install.args(["install", "--quiet", "--locked", name, "--version", version]);
    install.arg("--root").arg(&tools);
    shown(install, &format!("cargo install {name}"))?;
    let told = Command::new(tools.join("bin").join(name))
        .args(["sbom", "--cargo-package", "risalah-cli"])
        .args(["--output-format", "cyclone_dx_json_1_6"])
        .output()
        .with_context(|| format!("cannot run {name}"))?;
    ensure!(
        told.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&told.stderr)
    );
    serde_json::from_slice::<serde_json::Value>(&told.stdout)
        .with_context(|| format!("{name} wrote no JSON"))?;
    fs::write(file, told.stdout)?;
    Ok(())
}

/// Writes `SHA256SUMS` over all files, as `sha256sum --check` reads it.
fn checksums(folder: &Path) -> anyhow::Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name());
    }
    names.sort();
    let told = Command::new("sha256sum")
        .current_dir(folder)
        .args(&names)
        .output()
        .context("cannot run sha256sum")?;
    ensure!(told.status.success(), "sha256sum failed");
    fs::write(folder.join("SHA256SUMS"), told.stdout)?;
    Ok(())
}
