//! Letters to a real SMTP server, with the refusals that servers have.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use ostakar::gateway::SendError;
use ostakar::gateway::mail::{Encryption, Letter, Mail, Smtp, SmtpSettings};
use serde_json::Value;
use tempfile::TempDir;

/// A server that ends when this is dropped.
struct Server {
    process: Child,
    port: u16,
    folder: TempDir,
}

impl Server {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Debian's Python: another one that comes first in PATH has no aiosmtpd.
        let mut process = Command::new("/usr/bin/python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp/server.py"))
            .arg(folder.path().join("letters"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let port = port.trim().parse().unwrap_or_else(|_| panic!("no SMTP server: run tests/setup"));
        Self { process, port, folder }
    }

    fn mail(&self, encryption: Encryption) -> Mail {
        let settings = SmtpSettings {
            server: "127.0.0.1".into(),
            port: self.port,
            encryption,
            username: None,
            password: None,
            from: "Ostakar <service@example.org>".into(),
            answer_within_ms: 5_000,
        };
        Mail::Smtp(Box::new(Smtp::new(&settings).unwrap()))
    }

    fn letters(&self) -> Vec<Value> {
        let lines = fs::read_to_string(self.folder.path().join("letters")).unwrap_or_default();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn letter_to(to: &str) -> Letter {
    Letter {
        id: "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap(),
        to: to.into(),
        subject: "کار شما تمام شد\r\nBcc: eve@example.com".into(),
        text: "سلام".into(),
        html: Some("<p>سلام</p>".into()),
        at: "2026-11-22T08:00:00Z".parse().unwrap(),
    }
}

#[tokio::test]
async fn a_letter_arrives_once_with_our_reference_and_nothing_smuggled() {
    let server = Server::start();
    let sent = server.mail(Encryption::None).send(&letter_to("ali@example.com")).await.unwrap();
    assert_eq!(sent.as_deref(), Some("<01890a5d-ac96-774b-bcce-b302099a8057@example.org>"));

    let letters = server.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0]["from"], "service@example.org");
    assert_eq!(letters[0]["to"], serde_json::json!(["ali@example.com"]));
    let content = letters[0]["content"].as_str().unwrap();
    assert!(content.contains("Message-ID: <01890a5d-ac96-774b-bcce-b302099a8057@example.org>"), "{content}");
    assert!(!content.lines().any(|line| line.starts_with("Bcc")), "{content}");
}

#[tokio::test]
async fn a_refusal_for_good_is_told_from_one_for_now() {
    let server = Server::start();
    let mail = server.mail(Encryption::None);
    let refused = mail.send(&letter_to("refused@example.com")).await;
    assert!(matches!(&refused, Err(SendError::Never(why)) if why.contains("no such mailbox")), "{refused:?}");
    let later = mail.send(&letter_to("later@example.com")).await;
    assert!(matches!(&later, Err(SendError::Later(why)) if why.contains("try again later")), "{later:?}");
    assert!(mail.send(&letter_to("ali@example.com")).await.is_ok());
    assert_eq!(server.letters().len(), 1);
}

#[tokio::test]
async fn a_server_without_tls_gets_nothing_when_tls_is_asked_for() {
    let server = Server::start();
    let sent = server.mail(Encryption::StartTls).send(&letter_to("ali@example.com")).await;
    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
    assert!(server.letters().is_empty());
}

#[tokio::test]
async fn a_server_that_went_down_is_for_later() {
    let server = Server::start();
    let mail = server.mail(Encryption::None);
    assert!(mail.send(&letter_to("ali@example.com")).await.is_ok());
    drop(server);
    let sent = mail.send(&letter_to("ali@example.com")).await;
    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
}
