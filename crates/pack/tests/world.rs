//! The world's tables: what loads, and that all faults are told at once with their lines.

use std::fs;
use std::path::PathBuf;

use risalah_doc::Lang;
use risalah_pack::world::{Entry, pieces};
use risalah_pack::{Files, world::World};

const CODES: &str = "code\tkind\tmeaning\nIGO\tstandin\t-\nGOV\tsector\t-\nMIL\tsector\t-\n";
const COUNTRIES: &str = "code\tiso2\tnames_en\tadj_en\tcapital_en\tmeton_en\tregion_code\n\
    ATL\tAT\tAtlantis\tAtlantean\tPoseidonis\tthe Trident\t\n";
const BODIES: &str = "id\tnames_en\tcode\tkind\tclass\tcountry\tseat\thead_en\n\
    league\tLeague of Seas|LOS\tIGO\torganization\tigo\t\t\tsecretary general\n";
const OFFICES: &str = "id\tnames_en\tcode\tof\tclass\n\
    king\tking\tGOV\tcountry\thead\nleague-head\tsecretary general\tGOV\tleague\thead\n";
const HOLDERS: &str = "office\tof\tperson\taliases\tfrom\tto\n\
    king\tATL\tAtlas Titan\tKing Atlas\t2001\t2010-05\nking\tATL\tEumelus\t\t2010-05-09\t\n";
const PLACES: &str = "id\tnames_en\tcountry\tlevel\tlat\tlon\tin\n\
    deep\tThe Deep\tATL\tprovince\t-10.5\t20\t\n";

/// A folder of its own for a test's files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let root = std::env::temp_dir().join(format!("risalah-world-{name}-{}", std::process::id()));
    fs::create_dir_all(root.join("world")).expect("a temporary folder");
    for (file, text) in files {
        fs::write(root.join("world").join(file), text).expect("a file");
    }
    root
}

fn load(name: &str, files: &[(&str, &str)]) -> (World, Vec<String>) {
    let root = folder(name, files);
    let mut files = Files::new(&root);
    let world = World::load(&mut files);
    let faults = files
        .into_faults()
        .iter()
        .map(ToString::to_string)
        .collect();
    fs::remove_dir_all(root).expect("the folder is ours");
    (world, faults)
}

#[test]
fn names_offices_and_their_holders_load() {
    let (world, faults) = load(
        "good",
        &[
            ("codes.tsv", CODES),
            ("countries.tsv", COUNTRIES),
            ("bodies.tsv", BODIES),
            ("offices.tsv", OFFICES),
            ("holders.tsv", HOLDERS),
            ("places.tsv", PLACES),
        ],
    );
    assert_eq!(faults, Vec::<String>::new());
    let names = world
        .names(Lang::parse("en").expect("a code"))
        .expect("English names");
    let text = "The LEAGUE of Seas met King Atlas of Atlantis.";
    let pieces = pieces(text);
    let found = names.longest(text, &pieces[1..]).expect("the league");
    assert_eq!((found.pieces, found.entries), (3, vec![Entry::Body(0)]));
    let found = names.longest(text, &pieces[5..]).expect("the person");
    assert_eq!((found.pieces, found.entries), (2, vec![Entry::Person(0)]));
    assert!(
        names.exactly("los").is_none(),
        "an acronym keeps its capitals"
    );
    let day = |text: &str| Some(text.parse().expect("a day"));
    let holder = |text: &str| world.holder(0, Some(0), None, day(text));
    assert_eq!(holder("2005-01-01"), Some(0));
    assert_eq!(
        holder("2010-05-20"),
        Some(0),
        "the month it ended is all its own"
    );
    assert_eq!(holder("2015-01-01"), Some(1));
    let term = world.held(1, None).expect("he reigns");
    assert_eq!(world.code_of(term).to_string(), "ATLGOV");
}

#[test]
fn all_faults_are_told_at_once() {
    let bodies = format!("{BODIES}league\tAgain\tXXXGOV\tthing\tigo\tQQQ\t\t\nshort\trow\n");
    let holders = format!("{HOLDERS}king\tATL\tGades\t\t2012-13\t\nking\tATL\tEvaemon\t\t2011\t\n");
    let places = format!("{PLACES}far\tFar\tATL\tplanet\t95\t20\tnowhere\n");
    let offices = format!("{OFFICES}odd\todd\tABC\tnobody\tx\n");
    let (_, faults) = load(
        "bad",
        &[
            ("codes.tsv", CODES),
            ("countries.tsv", COUNTRIES),
            ("bodies.tsv", &bodies),
            ("offices.tsv", &offices),
            ("holders.tsv", &holders),
            ("places.tsv", &places),
        ],
    );
    let told = [
        "world/bodies.tsv:3: id `league` is taken by an earlier line",
        "world/bodies.tsv:4: has 2 cells, the header has 8",
        "world/holders.tsv:4: `2012-13` is no date: YYYY-MM-DD, YYYY-MM or YYYY",
        "world/holders.tsv:5: terms of `Eumelus` and `Evaemon` overlap",
        "world/offices.tsv:4: `ABC` in code `ABC` is no country or sector",
        "world/offices.tsv:4: `nobody` is not `country` or a body's id",
        "world/places.tsv:3: `95` and `20` are no degrees north and east",
        "world/places.tsv:3: it lies in `nowhere`, which is no place's id",
        "world/places.tsv:3: level `planet` is unknown",
    ];
    assert_eq!(faults, told);
}
