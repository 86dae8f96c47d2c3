//! Tasks of the workspace: `cargo xtask TASK`.

mod bench;
mod cases;
mod debian;
mod eval;
mod page;
mod points;
mod python;
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
    /// Every check: format, lints with warnings denied, the page in a browser, all tests, those of the Python package.
    Test,
    /// Only the page: its sources, its tests, and every view in a browser over a real server.
    Page,
    /// Scores the development gold in ../shared and compares with eval/floors.toml.
    Eval(eval::Args),
    /// Speed: of coding beside xz -6, of reading beside resiliparse, of parsing beside UDPipe 1,
    /// of Python beside the program.
    Bench(bench::Args),
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
        Task::Eval(args) => eval::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::World => world::run(Path::new("target/world"), Path::new("packs")),
    }
}
