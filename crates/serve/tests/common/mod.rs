//! A server over a store of a few reports, and a client that asks it.

#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "a test may fail, and not every test uses all"
)]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use risalah_engine::{Body, Engine, From, Input, source};
use risalah_serve::{Options, Server, Token};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;
use ureq::Agent;
use ureq::http::Response;

/// What allows writing in tests.
pub(crate) const TOKEN: &str = "kunci-untuk-uji-coba";

/// A running server; it ends when the value goes.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) store: PathBuf,
    agent: Agent,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _folder: TempDir,
}

pub(crate) fn engine() -> Engine {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    Engine::open(Some(&packs)).unwrap()
}

/// The project's example reports and some more of each, under other names and days.
pub(crate) fn reports() -> Vec<Input> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut all = Vec::new();
    for name in ["english.jsonl", "indonesia.jsonl"] {
        let text = std::fs::read(examples.join(name)).unwrap();
        for report in source::reports(From::Jsonl, name, std::io::Cursor::new(text)).unwrap() {
            all.push(report.unwrap());
        }
    }
    let first = all.clone();
    for n in 1..=9 {
        for mut report in first.clone() {
            report.id = format!("{}-{n}", report.id);
            report.url = Some(format!("https://berita{n}.test/{}", report.id));
            report.date = Some(format!("2024-0{n}-0{n}"));
            all.push(report);
        }
    }
    let mut hostile = Input::new(
        "hostile",
        Body::Text(
            "Israel attacked Gaza on Monday. <script>alert(1)</script> \u{202e}x".to_owned(),
        ),
    );
    hostile.title = Some("=1+1,\"<img src=x onerror=alert(1)>\"".to_owned());
    hostile.date = Some("2024-01-02".to_owned());
    all.push(hostile);
    all
}

impl Served {
    /// A server that writes for whoever has [`TOKEN`].
    pub(crate) fn start() -> Self {
        Self::with(|options| options.token = Token::new(TOKEN))
    }

    pub(crate) fn with(set: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("uji.risalah");
        let engine = engine();
        let given = Box::new(reports().into_iter().map(Ok));
        risalah_serve::keep(&engine, &store, given).unwrap();
        let mut options = Options::new(&store);
        options.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        set(&mut options);
        let server = Server::bind(engine, options).unwrap();
        let address = server.address().unwrap();
        let (stop, stopped) = oneshot::channel();
        let run = move || {
            let stopped = async { drop(stopped.await) };
            server.run_until(stopped).unwrap();
        };
        Self {
            address,
            store,
            agent: Agent::new_with_config(
                Agent::config_builder().http_status_as_error(false).build(),
            ),
            stop: Some(stop),
            thread: Some(std::thread::spawn(run)),
            _folder: folder,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The answer, whatever its status.
    pub(crate) fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Response<ureq::Body> {
        let mut request = self.agent.get(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.call().unwrap()
    }

    /// The JSON of an answer that must be good.
    pub(crate) fn get(&self, path: &str) -> Value {
        let (status, body) = self.try_get(path);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub(crate) fn try_get(&self, path: &str) -> (u16, Value) {
        read(self.ask(path, &[]))
    }

    pub(crate) fn text(&self, path: &str) -> String {
        let mut response = self.ask(path, &[]);
        assert_eq!(response.status(), 200, "{path}");
        response.body_mut().read_to_string().unwrap()
    }

    pub(crate) fn post(&self, path: &str, token: Option<&str>, body: &str) -> (u16, Value) {
        let mut request = self.agent.post(self.url(path));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        read(request.send(body).unwrap())
    }

    /// All rows of a list, page by page.
    pub(crate) fn all(&self, path: &str, name: &str, limit: usize) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut cursor = String::new();
        loop {
            let mark = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{mark}limit={limit}&cursor={cursor}"));
            let page_rows = page[name].as_array().unwrap().clone();
            assert!(page_rows.len() <= limit);
            rows.extend(page_rows);
            match page["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => return rows,
            }
        }
    }

    /// Ends the server and waits until it has.
    pub(crate) fn end(mut self) {
        self.finish();
    }

    fn finish(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Status and JSON; problems must say that they are.
pub(crate) fn read(mut response: Response<ureq::Body>) -> (u16, Value) {
    let status = response.status().as_u16();
    let kind = response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let text = response.body_mut().read_to_string().unwrap();
    let body: Value = serde_json::from_str(&text).unwrap_or(Value::String(text));
    if status >= 400 {
        assert_eq!(kind, "application/problem+json", "{body}");
        assert_eq!(body["status"], status, "{body}");
        assert!(
            body["title"].is_string() && body["detail"].is_string(),
            "{body}"
        );
    }
    (status, body)
}
