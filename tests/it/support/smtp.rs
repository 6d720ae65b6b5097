//! A real SMTP server for one test.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use ostakar::gateway::mail::{DkimSettings, Encryption, Mail, Smtp, SmtpSettings};
use serde_json::Value;
use tempfile::TempDir;

use super::certificate::{Certificate, certificate};

/// A server that ends when this is dropped.
pub struct SmtpServer {
    process: Child,
    port: u16,
    certificate: Option<Certificate>,
    folder: TempDir,
}

impl SmtpServer {
    /// One without TLS.
    pub fn start() -> Self {
        Self::run(false)
    }

    /// One that takes letters over STARTTLS alone.
    pub fn start_with_tls() -> Self {
        Self::run(true)
    }

    fn run(tls: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let certificate = tls.then(|| certificate(folder.path()));
        // Debian's Python: another one that comes first in PATH has no aiosmtpd.
        let mut command = Command::new("/usr/bin/python3");
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp/server.py")).arg(folder.path().join("letters"));
        if let Some(certificate) = &certificate {
            command.arg(&certificate.path).arg(&certificate.key);
        }
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let port = port.trim().parse().unwrap_or_else(|_| panic!("no SMTP server: run tests/setup"));
        Self { process, port, certificate, folder }
    }

    /// How it is reached.
    pub fn settings(&self, encryption: Encryption, dkim: Option<DkimSettings>) -> SmtpSettings {
        SmtpSettings {
            server: "127.0.0.1".into(),
            port: self.port,
            encryption,
            username: None,
            password: None,
            from: "Ostakar <service@example.org>".into(),
            answer_within_ms: 5_000,
            dkim,
            certificate: self.certificate.as_ref().map(|it| it.pem.clone()),
        }
    }

    /// The product's way to it.
    pub fn mail(&self, encryption: Encryption) -> Mail {
        Mail::Smtp(Box::new(Smtp::new(&self.settings(encryption, None)).unwrap()))
    }

    /// What it took, in order.
    pub fn letters(&self) -> Vec<Value> {
        let lines = fs::read_to_string(self.folder.path().join("letters")).unwrap_or_default();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
