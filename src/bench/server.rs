//! The product as its users run it: a child process of the same binary, reached over HTTP alone.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Client, post};
use super::failed;
use super::process::Process;
use crate::app::seed;
use crate::start::Stopped;

const READY_WITHIN: Duration = Duration::from_mins(1);
const ENDS_WITHIN: Duration = Duration::from_secs(20);

/// A running server; it ends with this value.
pub struct Server {
    child: Child,
    address: SocketAddr,
    /// From the start of the process to the first `/readyz` that says yes.
    pub start: Duration,
    /// Memory when ready, before the first request, in MiB.
    pub idle_mib: f64,
}

impl Server {
    /// Starts a server and waits until it is ready. Blocks.
    ///
    /// # Errors
    /// It ends, or is not ready within a minute; its log is in `folder`.
    pub fn start(folder: &Path, database: &str, worker: bool) -> Result<Self, Stopped> {
        Self::start_with(folder, database, worker, &[])
    }

    /// The same with further settings.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_with(
        folder: &Path,
        database: &str,
        worker: bool,
        settings: &[(&str, String)],
    ) -> Result<Self, Stopped> {
        // The port is free again before the server takes it; nobody else is expected to ask in between.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let log = folder.join(format!("server-{}.log", address.port()));
        let mut command = Command::new(crate::config::this_program()?);
        command.arg("serve").env_clear().current_dir(folder);
        command.env("OSTAKAR_DATABASE_URL", database).env("OSTAKAR_LISTEN", address.to_string());
        command.env("OSTAKAR_BASE_URL", format!("http://{address}")).env("OSTAKAR_SECRET", "42".repeat(32));
        let blobs = folder.join("blobs");
        std::fs::create_dir_all(&blobs)?;
        command.env("OSTAKAR_BLOB_FOLDER", blobs).env("OSTAKAR_CALLER_RATE", "0");
        command.env("OSTAKAR_WORKER", worker.to_string());
        command.envs(settings.iter().map(|(name, value)| (name, value)));
        let log_file = std::fs::File::create(&log)?;
        let begun = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log_file).spawn()?;
        let mut server = Self { child, address, start: Duration::ZERO, idle_mib: 0.0 };
        while !server.is_ready() {
            let ended = server.child.try_wait()?.is_some();
            if ended || READY_WITHIN < begun.elapsed() {
                let said = std::fs::read_to_string(&log).unwrap_or_default();
                return Err(failed(format!("the server does not start: {}", said.trim())));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        server.start = begun.elapsed();
        server.idle_mib = server.process().mebibytes("VmRSS");
        Ok(server)
    }

    fn is_ready(&self) -> bool {
        let asked = Client::connect(self.address)
            .and_then(|mut client| client.send(b"GET /readyz HTTP/1.1\r\nHost: bench\r\n\r\n"));
        asked.is_ok_and(|reply| reply.status == 200)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The kernel's figures about it.
    #[must_use]
    pub fn process(&self) -> Process {
        Process::of(self.child.id())
    }

    /// Signs the demo's first operator in; a token for ten minutes.
    ///
    /// # Errors
    /// Any answer but 200.
    pub fn sign_in(&self) -> Result<String, Stopped> {
        let operator = seed::demo_users().into_iter().find(|user| user.role == crate::domain::access::Role::Operator);
        let operator = operator.ok_or_else(|| failed("the demo has no operator"))?;
        let body = json!({ "username": operator.username, "password": operator.password }).to_string();
        let reply = Client::connect(self.address)?.send(&post("/api/v1/auth/login", "", &body))?;
        let answer: Value = serde_json::from_slice(&reply.body).map_err(failed)?;
        let token = answer["access_token"].as_str().filter(|_| reply.status == 200);
        token.map(str::to_owned).ok_or_else(|| failed(format!("sign-in: {} {answer}", reply.status)))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        // TERM, so that the database is closed in order; a server that does not listen is killed.
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let until = Instant::now() + ENDS_WITHIN;
        while asked.is_ok() && Instant::now() < until && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
