//! Training, evaluation and error analysis; never shipped.
fn main() {}
