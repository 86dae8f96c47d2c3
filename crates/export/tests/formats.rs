//! What comes out of a store of reports of our own in each format.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use risalah_engine::{Body, Engine, Input};
use risalah_export::{Counts, Format, Panel, Source, What, panel};
use risalah_store::{Digest, Filter, Kept, Store};

/// Reports: id, day, text.
const REPORTS: [(&str, &str, &str); 4] = [
    (
        "a1",
        "2021-03-02",
        "Israel attacked Gaza on Monday. France condemned Israel.",
    ),
    (
        "a2",
        "2021-05-10",
        "Germany and France signed an agreement on 9 May 2021.",
    ),
    (
        "a3",
        "2021-05-11",
        "Police arrested \"three\", four; and five protesters in Jakarta on Monday, 10 May 2021.",
    ),
    ("a4", "2021-05-12", "Nothing happened."),
];

struct Case {
    folder: PathBuf,
    engine: Engine,
    store: Store,
}

impl Case {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("risalah-export-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let engine = Engine::open(Some(Path::new("../../packs"))).unwrap();
        let mut store = Store::create(folder.join("s.db")).unwrap();
        let coding = store.coding("0", "test").unwrap();
        for (id, day, text) in REPORTS {
            let mut input = Input::new(id, Body::Text(text.to_owned()));
            input.date = Some(day.to_owned());
            input.lang = risalah_doc::Lang::parse("en");
            input.url = Some(format!("https://news.example/{id}"));
            let coded = engine.code(engine.read(input));
            let mut record = Vec::new();
            risalah_record::json(&coded, &mut record).unwrap();
            let record = record.trim_ascii_end();
            let kept = Kept {
                coded: &coded,
                record,
                source: None,
                input: Digest::of(text.as_bytes()),
            };
            store.add(coding, &[kept]).unwrap();
        }
        Self {
            folder,
            engine,
            store,
        }
    }

    fn source(&self) -> Source<'_> {
        Source {
            store: &self.store,
            world: &self.engine.packs().world,
            ontology: &self.engine.packs().ontology,
            engine: "0.0.0",
        }
    }

    fn text(&self, format: Format) -> (String, Counts) {
        let mut out = Vec::new();
        let counts = self
            .source()
            .write(&Filter::default(), format, &mut out)
            .unwrap();
        (String::from_utf8(out).unwrap(), counts)
    }

    fn panel(&self, which: Panel, filter: &Filter) -> Vec<String> {
        let mut out = Vec::new();
        let world = &self.engine.packs().world;
        panel(&self.store, world, filter, which, &mut out).unwrap();
        String::from_utf8(out)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The value of a column in a tab-separated row.
fn value<'a>(format: Format, row: &'a str, name: &str) -> &'a str {
    let columns = format.columns().unwrap();
    let at = columns.iter().position(|c| c.name == name).unwrap();
    row.split('\t').nth(at).unwrap()
}

#[test]
fn tables_have_the_columns_that_scripts_know() {
    let count = |format: Format| format.columns().unwrap().len();
    assert_eq!(count(Format::Gdelt), 61);
    assert_eq!(count(Format::GdeltMentions), 16);
    assert_eq!(count(Format::Icews), 20);
    assert_eq!(count(Format::Polecat), 40);
}

#[test]
fn records_come_out_as_code_wrote_them() {
    let case = Case::new("jsonl");
    let (text, counts) = case.text(Format::Jsonl);
    assert_eq!(counts.rows as usize, text.lines().count());
    assert!(
        text.lines()
            .all(|l| l.starts_with("{\"risalah\":1,") && l.ends_with('}'))
    );
    assert!(text.contains("\"a2\"") && text.contains("\"a1\""));
}

#[test]
fn flat_rows_are_guarded_by_quotes() {
    let case = Case::new("csv");
    let (text, counts) = case.text(Format::Csv);
    assert_eq!(text.lines().count() as u64, counts.rows + 1);
    let protest = text.lines().find(|l| l.contains("IDNCOP")).unwrap();
    assert!(
        protest.contains("\"Police arrested \"\"three\"\", four;"),
        "{protest}"
    );
}

#[test]
fn gdelt_rows_are_whole_and_their_mentions_join() {
    let case = Case::new("gdelt");
    let (events, _) = case.text(Format::Gdelt);
    let (mentions, _) = case.text(Format::GdeltMentions);
    assert!(events.lines().all(|l| l.split('\t').count() == 61));
    assert!(mentions.lines().all(|l| l.split('\t').count() == 16));
    let id = |row: &str| row.split('\t').next().unwrap().to_owned();
    let known: Vec<String> = events.lines().map(id).collect();
    assert!(mentions.lines().all(|l| known.contains(&id(l))));
    let attack = events.lines().find(|l| l.contains("ISRAEL\tISR")).unwrap();
    assert_eq!(value(Format::Gdelt, attack, "SQLDATE"), "20210301");
    assert_eq!(value(Format::Gdelt, attack, "FractionDate"), "2021.2493");
    assert_eq!(
        value(Format::Gdelt, attack, "SOURCEURL"),
        "https://news.example/a1"
    );
}

#[test]
fn icews_has_a_row_for_each_pair() {
    let case = Case::new("icews");
    let (text, _) = case.text(Format::Icews);
    let rows: Vec<&str> = text
        .lines()
        .skip(1)
        .filter(|l| l.contains("Germany"))
        .collect();
    let of = |row: &&str, name: &str| value(Format::Icews, row, name).to_owned();
    let pairs: Vec<_> = rows
        .iter()
        .map(|r| (of(r, "Source Name"), of(r, "Target Country")))
        .collect();
    let expected = [("Germany", "France"), ("France", "Germany")];
    assert_eq!(pairs, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn panels_have_their_zeros() {
    let case = Case::new("panel");
    let rows = case.panel(Panel::DyadMonth, &Filter::default());
    let pair: Vec<&String> = rows
        .iter()
        .filter(|r| r.contains("DEU,255,FRA,220"))
        .collect();
    assert_eq!(pair.len(), 3, "{rows:#?}");
    assert!(pair[0].starts_with("2021-03,DEU,255,FRA,220,0,0,0,0,0,0,0.0"));
    assert!(pair[2].starts_with("2021-05,DEU,255,FRA,220,1,1,"));
    let filter = Filter {
        from: Some("2021-05-01".parse().unwrap()),
        to: Some("2021-05-31".parse().unwrap()),
        ..Filter::default()
    };
    let days = case.panel(Panel::DyadDay, &filter);
    let pair = days
        .iter()
        .filter(|r| r.contains("DEU,255,FRA,220"))
        .count();
    assert_eq!(pair, 31);
}

#[test]
fn what_is_saved_tells_what_it_is() {
    let case = Case::new("save");
    let to = case.folder.join("out");
    let what = What::Events(Format::Gdelt);
    case.source().save(&Filter::default(), what, &to).unwrap();
    let manifest = fs::read_to_string(to.join("_manifest.json")).unwrap();
    let size = fs::metadata(to.join("events.export.CSV")).unwrap().len();
    assert!(
        manifest.contains(&format!("\"bytes\": {size}")),
        "{manifest}"
    );
    assert!(
        fs::read_to_string(to.join("_codebook.md"))
            .unwrap()
            .contains("| NumArticles |")
    );
    // A folder that is there is left alone.
    assert!(case.source().save(&Filter::default(), what, &to).is_err());
    let file = case.folder.join("p.json");
    case.source()
        .save(&Filter::default(), What::Events(Format::Plover), &file)
        .unwrap();
    let again = fs::read(&file).unwrap();
    case.source()
        .save(&Filter::default(), What::Events(Format::Plover), &file)
        .unwrap();
    assert_eq!(fs::read(&file).unwrap(), again);
    assert!(case.folder.join("p.json.manifest.json").is_file());
}
