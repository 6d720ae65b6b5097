//! Letters to a real SMTP server, with the refusals that servers have.

use std::io::Write as _;
use std::process::{Command, Stdio};

use mail_parser::{MessageParser, MimeHeaders as _};
use ostakar::gateway::SendError;
use ostakar::gateway::mail::{Attachment, DkimSettings, Encryption, Letter, Mail, Smtp};

use crate::support::smtp::SmtpServer;

fn letter_to(to: &str) -> Letter {
    Letter {
        id: "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap(),
        to: to.into(),
        subject: "کار شما تمام شد\r\nBcc: eve@example.com".into(),
        text: "سلام".into(),
        html: Some("<p>سلام</p>".into()),
        attachments: Vec::new(),
        answers: None,
        at: "2026-11-22T08:00:00Z".parse().unwrap(),
    }
}

#[tokio::test]
async fn a_letter_arrives_once_with_our_reference_and_nothing_smuggled() {
    let server = SmtpServer::start();
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
    let server = SmtpServer::start();
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
    let server = SmtpServer::start();
    let sent = server.mail(Encryption::StartTls).send(&letter_to("ali@example.com")).await;
    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
    assert!(server.letters().is_empty());
}

#[tokio::test]
async fn a_server_that_went_down_is_for_later() {
    let server = SmtpServer::start();
    let mail = server.mail(Encryption::None);
    assert!(mail.send(&letter_to("ali@example.com")).await.is_ok());
    drop(server);
    let sent = mail.send(&letter_to("ali@example.com")).await;
    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
}

/// A PDF that has every byte.
fn receipt() -> Attachment {
    let bytes = [b"%PDF-1.7\r\n.\r\n".to_vec(), (0..=255).cycle().take(70_000).collect()].concat();
    Attachment { name: "رسید ۱۲.pdf".into(), media_type: "application/pdf".into(), bytes }
}

#[tokio::test]
async fn text_html_and_files_arrive_whole_and_in_order() {
    let server = SmtpServer::start();
    let statement =
        Attachment { name: "statement.csv".into(), media_type: "text/csv".into(), bytes: "کار,۱\r\n".into() };
    let attachments = vec![receipt(), statement.clone()];
    let answers = Some("<a1@example.com>".to_owned());
    let letter = Letter { attachments, answers, ..letter_to("ali@example.com") };
    server.mail(Encryption::None).send(&letter).await.unwrap();

    let letters = server.letters();
    let content = letters[0]["content"].as_str().unwrap();
    let read = MessageParser::default().parse(content.as_bytes()).unwrap();
    assert_eq!(read.body_text(0).unwrap().trim(), "سلام");
    assert_eq!(read.body_html(0).unwrap().trim(), "<p>سلام</p>");
    let files: Vec<_> = read.attachments().map(|file| (file.attachment_name(), file.contents().to_vec())).collect();
    assert_eq!(files, [(Some("رسید ۱۲.pdf"), receipt().bytes), (Some("statement.csv"), statement.bytes)]);
    assert!(content.contains("Auto-Submitted: auto-replied\r\n"), "{content}");
    assert_eq!(read.in_reply_to().as_text(), Some("a1@example.com"));
    let kinds: Vec<_> = read.parts.iter().filter_map(|part| part.content_type()?.subtype()).collect();
    assert_eq!(kinds, ["mixed", "alternative", "plain", "html", "pdf", "csv"]);
}

#[tokio::test]
async fn a_file_of_no_media_type_is_refused_at_once() {
    let server = SmtpServer::start();
    let file = Attachment { media_type: "paper".into(), ..receipt() };
    let sent =
        server.mail(Encryption::None).send(&Letter { attachments: vec![file], ..letter_to("ali@example.com") }).await;
    assert!(matches!(sent, Err(SendError::Never(_))), "{sent:?}");
}

#[tokio::test]
async fn over_starttls_a_letter_goes_to_the_server_whose_certificate_is_believed() {
    let server = SmtpServer::start_with_tls();
    let mail = server.mail(Encryption::StartTls);
    assert!(mail.send(&letter_to("ali@example.com")).await.is_ok());
    let clear = server.mail(Encryption::None).send(&letter_to("ali@example.com")).await;
    assert!(matches!(clear, Err(SendError::Never(_))), "{clear:?}");
    let mut settings = server.settings(Encryption::StartTls, None);
    settings.certificate = None;
    let stranger = Smtp::new(&settings).unwrap();
    assert!(stranger.greet().await.unwrap_err().contains("certificate"));
    let sent = Mail::Smtp(Box::new(stranger)).send(&letter_to("ali@example.com")).await;
    assert!(matches!(sent, Err(SendError::Later(_))), "{sent:?}");
    assert_eq!(server.letters().len(), 1);
}

/// Asks Debian's dkimpy, with our DNS record, whether a letter is signed by it.
fn is_signed(content: &str, record: &str) -> bool {
    let (name, value) = record.split_once(" TXT ").unwrap();
    let mut process = Command::new("/usr/bin/python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp/signed.py"))
        .args([name, value.trim_matches('"')])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(content.as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "no dkimpy: run tests/setup");
    String::from_utf8(output.stdout).unwrap().trim() == "signed"
}

#[tokio::test]
async fn another_program_verifies_our_signature_and_notices_what_was_changed() {
    let server = SmtpServer::start();
    let dkim = DkimSettings {
        domain: "example.org".into(),
        selector: "s1".into(),
        private_key: "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=".into(),
    };
    let smtp = Smtp::new(&server.settings(Encryption::None, Some(dkim))).unwrap();
    let record = smtp.dns_record().unwrap().to_owned();
    let letter = Letter { attachments: vec![receipt()], ..letter_to("ali@example.com") };
    let mail = Mail::Smtp(Box::new(smtp));
    mail.send(&letter).await.unwrap();
    mail.send(&Letter { answers: Some("<a1@example.com>".into()), html: None, ..letter_to("ali@example.com") })
        .await
        .unwrap();
    let letters = server.letters();
    assert_eq!(letters.len(), 2);
    for letter in &letters {
        let content = letter["content"].as_str().unwrap();
        assert!(is_signed(content, &record), "{content}");
        assert!(!is_signed(&content.replacen("To: ali@", "To: eve@", 1), &record));
        assert!(!is_signed(&format!("{content}And pay here.\r\n"), &record));
        let other = record.replace("p=1", "p=2");
        assert!(other != record && !is_signed(content, &other));
    }
}
