//! Tasks of the workspace: `cargo xtask TASK`.

mod bench;
mod cases;
mod changelog;
mod debian;
mod dist;
mod eval;
mod folders;
mod page;
mod points;
mod python;
mod r;
mod steps;
mod test;
mod wheel;
mod world;

use std::path::Path;

use anyhow::Context;
use clap::Parser;

/// Tasks of the workspace.
#[derive(Parser)]
#[command(name = "xtask")]
enum Task {
    /// Every check: format, lints with warnings denied, all tests, the page in a browser, the Python
    /// package with Spark, R.
    Test,
    /// Only the page: its sources, its tests, and every view in a browser over a real server.
    Page,
    /// Only the Python package, as a user has it, with Spark where there is Java.
    Python(python::Args),
    /// Only the vignette of R, where there is R.
    R,
    /// Scores the development gold in ../shared and compares with eval/floors.toml.
    Eval(eval::Args),
    /// Speed: of coding beside xz -6, of reading beside resiliparse, of parsing beside UDPipe 1,
    /// of Python beside the program.
    Bench(bench::Args),
    /// A release in target/dist: wheel, sources, the program with packs, man pages and completions,
    /// bill of materials, checksums.
    Dist(dist::Args),
    /// Compiles packs/world/cities.bin from GeoNames.
    World,
}

fn main() -> anyhow::Result<()> {
    // Tasks name files from the project's root, wherever they are called.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::env::set_current_dir(&root).with_context(|| format!("cannot go to {}", root.display()))?;
    match Task::parse() {
        Task::Test => test::run(),
        Task::Page => page::run(),
        Task::Python(args) => steps::program().and_then(|program| python::test(&program, &args)),
        Task::R => steps::program().and_then(|program| r::test(&program)),
        Task::Eval(args) => eval::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::Dist(args) => dist::run(&args),
        Task::World => world::run(Path::new("target/world"), Path::new("packs")),
    }
}
