//! Tasks of the workspace: `cargo xtask TASK`.

mod world;

use std::path::Path;

use clap::Parser;

/// Tasks of the workspace.
#[derive(Parser)]
#[command(name = "xtask")]
enum Task {
    /// Compiles packs/world/cities.bin from GeoNames.
    World,
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::World => world::run(Path::new("target/world"), Path::new("packs")),
    }
}
