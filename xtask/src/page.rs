//! The page: built from its sources, tested, and looked at by a real browser over a real server.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, ensure};

use crate::folders::target;
use crate::steps::{self, shown};

/// The page's sources.
const PAGE: &str = "crates/serve/page";
/// What is built from them and put into the program.
const ASSETS: &str = "crates/serve/assets";
/// Where a browser is looked for, as the page's own test does.
const BROWSERS: [&str; 3] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
];
/// What allows writing in the browser's test.
const TOKEN: &str = "kunci-untuk-uji-coba";

/// Checks that the page in the program is what its sources give, and that it holds in a browser.
///
/// Where there is no node or no browser, it says so and what was not checked. Nothing is installed
/// but the page's own packages, into the target folder.
pub(crate) fn run() -> anyhow::Result<()> {
    let node = Command::new("node").arg("--version").output();
    if !node.is_ok_and(|o| o.status.success()) {
        println!("== the page was not checked: there is no node on this machine");
        return Ok(());
    }
    let work = target().join("page");
    let page = work.join("page");
    renew(&page)?;
    if !is_installed(&page)? {
        npm(&page, &["ci", "--no-audit", "--no-fund"])?;
        fs::copy(page.join("package-lock.json"), installed(&page))?;
    }
    npm(&page, &["test"])?;
    npm(&page, &["run", "build"])?;
    let (built, committed) = (files(&work.join("assets"))?, files(Path::new(ASSETS))?);
    ensure!(
        built == committed,
        "{ASSETS} is not what `npm run build` in {PAGE} gives; run it and commit what it makes"
    );
    let chosen = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let mut browsers = chosen.into_iter().chain(BROWSERS.map(PathBuf::from));
    if !browsers.any(|path| path.exists()) {
        println!("== the page was not looked at: there is no Chromium on this machine");
        return Ok(());
    }
    browser(&page)?;
    compared(&page, &work.join("compared"))
}

/// Every view of a demo to which hostile reports were sent.
fn browser(page: &Path) -> anyhow::Result<()> {
    let served = Served::start(&steps::program()?, &["--demo"])?;
    for reports in ["mock/reports.jsonl", "tests/hostile.jsonl"] {
        served.send(&fs::read(page.join(reports))?)?;
    }
    let mut look = Command::new("node");
    look.current_dir(page);
    let address = format!("http://{}/", served.address);
    look.args(["tests/browser.mjs", &address, "--hostile", "--token", TOKEN]);
    shown(look, "node tests/browser.mjs")
}

/// The view of two codings, over a store that was coded anew by packs of which one pattern says
/// another mode and one no longer knows its verb.
fn compared(page: &Path, work: &Path) -> anyhow::Result<()> {
    let _ = fs::remove_dir_all(work);
    let packs = work.join("packs");
    copy(Path::new("packs"), &packs)?;
    let file = packs.join("en/patterns/assault.toml");
    let mut text = fs::read_to_string(&file)?;
    for (old, new) in OTHERWISE {
        ensure!(text.contains(old), "{}: no `{old}`", file.display());
        text = text.replace(old, new);
    }
    fs::write(&file, text)?;
    let (bin, store) = (steps::program()?, work.join("two.db"));
    let run = |packs: &Path, what: &str, reports: &[&str]| {
        let mut run = Command::new(&bin);
        run.env("RISALAH_PACKS", packs);
        run.args(["store", what, "--quiet", "--store"]);
        run.arg(&store).args(reports);
        shown(run, &format!("risalah store {what}"))
    };
    run(Path::new("packs"), "add", &["examples/english.jsonl"])?;
    run(&packs, "recode", &[])?;
    let store = store.to_string_lossy();
    let served = Served::start(&bin, &["--store", &store])?;
    let mut look = Command::new("node");
    let address = format!("http://{}/", served.address);
    look.current_dir(page).args(["tests/compare.mjs", &address]);
    shown(look, "node tests/compare.mjs")
}

/// What the other packs say otherwise, in the English patterns of assaults.
const OTHERWISE: [(&str, &str); 2] = [
    (
        "\"bomb-verb\"\ncodes     = \"ASSAULT\"\nmode      = \"aerial\"",
        "\"bomb-verb\"\ncodes     = \"ASSAULT\"\nmode      = \"firearms\"",
    ),
    (
        "violate|break|breach[VERB] > obj:@truce",
        "breach[VERB] > obj:@truce",
    ),
];

/// A running server; it is ended when the value goes.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    /// Of the demo or of a store.
    fn start(bin: &Path, of: &[&str]) -> anyhow::Result<Self> {
        let mut child = Command::new(bin)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(of)
            .env("RISALAH_PACKS", "packs")
            .env("RISALAH_TOKEN", TOKEN)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run risalah serve")?;
        let out = child.stdout.take().context("the server has no output")?;
        let mut served = Self {
            child,
            address: String::new(),
        };
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim_end().strip_prefix("http://");
        let address = address.and_then(|a| a.strip_suffix('/'));
        served.address = address
            .context("risalah serve ended without an address")?
            .to_owned();
        Ok(served)
    }

    /// Sends reports, JSON Lines, and waits until they are kept.
    fn send(&self, reports: &[u8]) -> anyhow::Result<()> {
        let mut stream = TcpStream::connect(&self.address)?;
        let (address, length) = (&self.address, reports.len());
        write!(
            stream,
            "POST /api/v1/reports HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
             authorization: Bearer {TOKEN}\r\ncontent-length: {length}\r\n\r\n"
        )?;
        stream.write_all(reports)?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        ensure!(
            answer.starts_with("HTTP/1.1 200"),
            "reports were refused: {answer}"
        );
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Told to end rather than killed, it takes its demo away.
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        if !told.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

fn npm(folder: &Path, args: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("npm");
    command.current_dir(folder).args(args);
    shown(command, &format!("npm {}", args.join(" ")))
}

/// The lock file of what is installed.
fn installed(page: &Path) -> PathBuf {
    page.join("node_modules/.risalah-lock.json")
}

fn is_installed(page: &Path) -> anyhow::Result<bool> {
    let wanted = fs::read(page.join("package-lock.json"))?;
    Ok(fs::read(installed(page)).is_ok_and(|found| found == wanted))
}

/// Copies the sources anew, but keeps the packages that are installed beside them.
fn renew(page: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(page)?;
    for entry in fs::read_dir(page)? {
        let path = entry?.path();
        if path.file_name() == Some(OsStr::new("node_modules")) {
            continue;
        }
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else {
            fs::remove_file(path)?;
        }
    }
    copy(Path::new(PAGE), page)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name().filter(|n| *n != "node_modules") else {
            continue;
        };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

/// Every file under a folder with its bytes, sorted by name.
fn files(folder: &Path) -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in
            fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))?
        {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push((path.strip_prefix(folder)?.to_owned(), fs::read(&path)?));
            }
        }
    }
    all.sort();
    Ok(all)
}
