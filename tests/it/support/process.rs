//! The product as its users run it: `ostakar serve` as a process, and the HTTP client that talks to it.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ostakar");
/// The links in messages begin so, whichever node serves them.
pub const BASE_URL: &str = "http://ostakar.example";
const START_WITHIN: Duration = Duration::from_mins(1);

/// A command of the product on a database, with nothing of the tests' own environment.
pub fn command(program: &[&str], url: &str, folder: &TempDir) -> Command {
    let mut command = match program {
        [] => Command::new(PROGRAM),
        [before, arguments @ ..] => {
            let mut command = Command::new(before);
            command.args(arguments).arg(PROGRAM);
            command
        }
    };
    command.env_clear().current_dir(folder.path()).envs([
        ("DATABASE_URL", url),
        ("OSTAKAR_BASE_URL", BASE_URL),
        ("OSTAKAR_SECRET", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        ("OSTAKAR_LISTEN", "127.0.0.1:0"),
        ("OSTAKAR_CALLER_RATE", "0"),
        ("NO_COLOR", "1"),
    ]);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

/// Runs a command to its end: whether it succeeded, and what it said.
pub fn run(arguments: &[&str], url: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = command(&[], url, &folder).args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// A running server; it is killed when this is dropped.
pub struct Server {
    child: Child,
    address: String,
    log: PathBuf,
    client: Client,
    /// From the start of the process to `/readyz`.
    pub ready_after: Duration,
    _folder: TempDir,
}

impl Server {
    /// Runs a server on a free loopback port and waits until it is ready.
    pub async fn start(url: &str, settings: &[(&str, String)]) -> Self {
        Self::start_under(&[], url, settings).await.unwrap_or_else(|log| panic!("the server ended:\n{log}"))
    }

    /// The same as an argument of another program, which must replace itself by the server.
    ///
    /// # Errors
    /// The log of a server that ended before it was ready.
    pub async fn start_under(program: &[&str], url: &str, settings: &[(&str, String)]) -> Result<Self, String> {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let to_log = File::create(&log).unwrap();
        let mut command = command(program, url, &folder);
        command.arg("serve").envs(settings.iter().map(|(name, value)| (name, value)));
        let started = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(to_log.try_clone().unwrap()).stderr(to_log).spawn().unwrap();
        let client = client();
        let mut server =
            Self { child, address: String::new(), log, client, ready_after: Duration::ZERO, _folder: folder };
        while started.elapsed() < START_WITHIN {
            if server.child.try_wait().unwrap().is_some() {
                return Err(server.log());
            }
            if server.is_ready().await {
                server.ready_after = started.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("not ready after {START_WITHIN:?}:\n{}", server.log());
    }

    async fn is_ready(&mut self) -> bool {
        let log = self.log();
        let Some((_, after)) = log.split_once("serving address=") else { return false };
        let Some(address) = after.split_whitespace().next() else { return false };
        address.clone_into(&mut self.address);
        let answer = self.client.get(self.at("/readyz")).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// The address of a path.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Everything that the server has said.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// Whether the process still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Ends the process as a power cut would.
    pub fn kill9(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks the process to end.
    pub fn term(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    /// Waits for the end of the process; `None` when it still runs after this time.
    pub async fn ended_within(&mut self, at_most: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + at_most;
        loop {
            let ended = self.child.try_wait().unwrap();
            if ended.is_some() || until <= Instant::now() {
                return ended;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A client that is signed in as a user of the demo.
    pub async fn sign_in(&self, username: &str) -> Signed {
        let body = json!({ "username": username, "password": password(username) });
        let answer = self.client.post(self.at("/api/v1/auth/login")).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{}", self.log());
        let answer: Value = answer.json().await.unwrap();
        let token = answer["access_token"].as_str().unwrap().to_owned();
        Signed { client: self.client.clone(), root: self.at(""), token }
    }

    /// Answers an offer by its link.
    pub async fn accept(&self, code: &str) -> Response {
        let request = self.client.post(self.at(&format!("/o/{code}/accept")));
        request.header("accept", "application/json").send().await.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("log of {}:\n{}", self.address, self.log());
        }
    }
}

/// A client that waits 30 seconds for an answer. It gives idle connections up before the server does after five
/// seconds: a test that is busy elsewhere would not notice that and send into a closed one.
fn client() -> Client {
    let builder = Client::builder().no_proxy().pool_idle_timeout(Duration::from_secs(2));
    builder.timeout(Duration::from_secs(30)).build().unwrap()
}

/// A client with an access token.
#[derive(Clone)]
pub struct Signed {
    client: Client,
    root: String,
    token: String,
}

impl Signed {
    /// The same person at another node, or at the same one after a restart.
    pub fn at(&self, server: &Server) -> Self {
        Self { root: server.at(""), ..self.clone() }
    }

    /// A GET under `/api/v1`.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}/api/v1{path}", self.root)).bearer_auth(&self.token)
    }

    /// A POST under `/api/v1`.
    pub fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.client.post(format!("{}/api/v1{path}", self.root)).bearer_auth(&self.token).json(body)
    }

    /// A stream of server-sent events, from now on.
    pub async fn events(&self) -> Response {
        let endless = Client::builder().no_proxy().build().unwrap();
        let answer = endless.get(format!("{}/api/v1/events", self.root)).bearer_auth(&self.token).send();
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), 200);
        answer
    }

    /// Takes a report down under a key.
    pub async fn register(&self, key: &str, body: &Value) -> reqwest::Result<Response> {
        self.post("/service-requests", body).header("idempotency-key", key).send().await
    }

    /// Takes a report down that is good: its answer.
    pub async fn report(&self, key: &str, body: &Value) -> Value {
        let answer = self.register(key, body).await.unwrap();
        assert_eq!(answer.status(), 201);
        answer.json().await.unwrap()
    }
}

fn password(username: &str) -> &'static str {
    let rows = ostakar::app::seed::USERS.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let row = rows.into_iter().find(|row| row[0] == username).expect("a user of the demo");
    row.last().expect("a password")
}
