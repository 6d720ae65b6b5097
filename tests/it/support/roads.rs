//! Real road servers on loopback over the roads of Helsinki's middle, by the programs that tests/setup installs.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use ostakar::gateway::road::{RoadKind, RoadSettings, RoadTimes};
use serde_json::{Value, json};
use tempfile::TempDir;

const MEND: &str = "road servers are needed: run tests/setup";
const START_WITHIN: Duration = Duration::from_secs(20);
/// Longer than the product waits by itself: the tests share two cores with everything else.
const ANSWER_WITHIN_MS: u64 = 5_000;

/// Runs a program and ends it when standard input closes: the test process holds the other end, so this happens however
/// that process ends.
const WATCH: &str = r#""$@" & server=$!; read -r _; kill -KILL "$server"; wait "$server""#;

/// A running server; it is killed when this is dropped.
pub struct RoadServer {
    kind: RoadKind,
    port: u16,
    watcher: Child,
    folder: TempDir,
}

impl RoadServer {
    /// Runs a server on a free port and waits until it answers.
    pub async fn start(kind: RoadKind) -> Self {
        Self::start_at(kind, free_port()).await
    }

    /// The same on a port that was used before.
    pub async fn start_at(kind: RoadKind, port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let to_log = File::create(folder.path().join("log")).unwrap();
        let watcher = Command::new("bash")
            .args(["-c", WATCH, "bash"])
            .args(program(kind, port, folder.path()))
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(to_log.try_clone().unwrap())
            .stderr(to_log)
            .spawn()
            .unwrap();
        let server = Self { kind, port, watcher, folder };
        let (times, began) = (server.times(), Instant::now());
        while times.greet().await.is_err() {
            assert!(began.elapsed() < START_WITHIN, "{MEND}\n{}", server.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        server
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What the product is told of it.
    pub fn settings(&self) -> RoadSettings {
        let url = format!("http://127.0.0.1:{}", self.port);
        RoadSettings { kind: self.kind, url, profile: None, answer_within_ms: ANSWER_WITHIN_MS }
    }

    /// The product's way to it.
    pub fn times(&self) -> RoadTimes {
        RoadTimes::from_settings(&self.settings()).unwrap()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for RoadServer {
    fn drop(&mut self) {
        // Its end of the pipe tells the watcher, which may be gone.
        drop(self.watcher.stdin.take());
        let _ = self.watcher.wait();
    }
}

/// A port below those that the system gives away by itself, so that it is still free when a server is started there again.
fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let mut ports = std::iter::repeat_with(|| {
        let step = std::process::id() * 97 + NEXT.fetch_add(1, Ordering::Relaxed);
        20_000 + u16::try_from(step % 12_000).unwrap()
    });
    ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap()
}

fn installed(path: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/roads").join(path);
    assert!(path.exists(), "{MEND}");
    path
}

fn program(kind: RoadKind, port: u16, folder: &Path) -> Vec<String> {
    let text = |path: PathBuf| path.to_string_lossy().into_owned();
    match kind {
        RoadKind::Osrm => {
            // The files of the map have names that begin so.
            let map = text(installed("helsinki/roads.osrm.properties")).replace(".properties", "");
            let program = text(installed("wheels/osrm/bin/osrm-routed"));
            [&program, "--ip=127.0.0.1", &format!("--port={port}"), "--threads=1", &map].map(str::to_owned).to_vec()
        }
        RoadKind::Valhalla => {
            let settings = folder.join("valhalla.json");
            fs::write(&settings, valhalla_settings(port, folder).to_string()).unwrap();
            vec![text(installed("wheels/valhalla/bin/valhalla_service")), text(settings), "1".to_owned()]
        }
    }
}

/// The settings with which the tiles were made, on this port and with sockets in this folder.
fn valhalla_settings(port: u16, folder: &Path) -> Value {
    let text = fs::read_to_string(installed("helsinki/valhalla.json")).unwrap();
    let mut settings: Value = serde_json::from_str(&text).unwrap();
    let socket = |name: &str| json!(format!("ipc://{}", folder.join(name).display()));
    let service = &mut settings["httpd"]["service"];
    service["listen"] = json!(format!("tcp://127.0.0.1:{port}"));
    (service["loopback"], service["interrupt"]) = (socket("loopback"), socket("interrupt"));
    for part in ["loki", "thor", "odin", "meili"] {
        settings[part]["service"]["proxy"] = socket(part);
    }
    settings
}
