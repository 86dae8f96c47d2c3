//! Runs of `risalah serve`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn risalah(args: &[&str], temporary: &Path) -> Command {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut command = Command::new(env!("CARGO_BIN_EXE_risalah"));
    command
        .args(args)
        .env("RISALAH_PACKS", packs)
        .env("TMPDIR", temporary)
        .env_remove("RISALAH_TOKEN")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The server's address, as it tells it.
fn address(child: &mut Child) -> String {
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.as_mut().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line.trim_end().strip_prefix("http://").unwrap();
    address.strip_suffix('/').unwrap().to_owned()
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

fn end(child: Child, signal: &str) -> Output {
    let id = child.id().to_string();
    Command::new("kill").args([signal, &id]).status().unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_demo_is_served_and_leaves_nothing_behind() {
    for signal in ["-TERM", "-INT"] {
        let temporary = folder("demo");
        let args = ["serve", "--demo", "--listen", "127.0.0.1:0"];
        let mut child = risalah(&args, &temporary).spawn().unwrap();
        let address = address(&mut child);
        assert!(address.starts_with("127.0.0.1:"), "{address}");
        let stats: Value = serde_json::from_str(&get(&address, "/api/v1/stats")).unwrap();
        assert_eq!(stats["reports"], 8);
        assert!(stats["events"].as_u64() > Some(10), "{stats}");
        assert!(get(&address, "/").contains("<title>Risalah</title>"));
        assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 1);
        let output = end(child, signal);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
    }
}

#[test]
fn what_cannot_be_served_is_told() {
    let temporary = folder("refused");
    let missing = temporary.join("nothing.risalah");
    let short = temporary.join("token");
    std::fs::write(&short, "short\n").unwrap();
    let (missing, short) = (missing.to_str().unwrap(), short.to_str().unwrap());
    for (args, told) in [
        (vec!["serve", "--store", missing], "there is no such store"),
        (vec!["serve"], "--store"),
        (
            vec!["serve", "--demo", "--store", missing],
            "cannot be used with",
        ),
        (
            vec!["serve", "--demo", "--token-file", short],
            "shorter than 16",
        ),
        (vec!["serve", "--demo", "--listen", "nowhere"], "invalid"),
    ] {
        let output = risalah(&args, &temporary).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {stderr}");
        assert!(stderr.contains(told), "{args:?}: {stderr}");
    }
}
