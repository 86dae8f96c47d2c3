//! How long each stage takes on the reports of `examples`: `cargo bench -p risalah-engine`.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark may fail")]

use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use risalah_doc::Article;
use risalah_engine::{Engine, From, Input, source};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn root(name: &str) -> PathBuf {
    Path::new(ROOT).join(name)
}

fn inputs() -> Vec<Input> {
    let files = source::files(&[root("examples")]).unwrap();
    let reports = files
        .iter()
        .flat_map(|file| source::open(From::Auto, file).unwrap());
    reports.map(Result::unwrap).collect()
}

fn path(c: &mut Criterion) {
    let engine = Engine::open(Some(&root("packs"))).unwrap();
    let inputs = inputs();
    let articles: Vec<Article> = inputs.iter().map(|i| engine.read(i.clone())).collect();
    let bytes = articles.iter().map(|a| a.text.len() as u64).sum();

    let mut group = c.benchmark_group("path");
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("read", |b| {
        let each = |inputs: Vec<Input>| {
            inputs
                .into_iter()
                .map(|i| engine.read(i))
                .collect::<Vec<_>>()
        };
        b.iter_batched(|| inputs.clone(), each, BatchSize::SmallInput);
    });
    group.bench_function("parse", |b| {
        let each = |all: Vec<Article>| all.into_iter().map(|a| engine.parse(a)).collect::<Vec<_>>();
        b.iter_batched(|| articles.clone(), each, BatchSize::SmallInput);
    });
    group.bench_function("parse, resolve and code", |b| {
        let each = |all: Vec<Article>| all.into_iter().map(|a| engine.code(a)).collect::<Vec<_>>();
        b.iter_batched(|| articles.clone(), each, BatchSize::SmallInput);
    });
    group.finish();
    c.bench_function("open the packs", |b| {
        b.iter(|| Engine::open(Some(&root("packs"))).unwrap())
    });
}

criterion_group!(benches, path);
criterion_main!(benches);
