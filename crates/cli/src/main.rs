//! The `risalah` command.

fn main() {}
