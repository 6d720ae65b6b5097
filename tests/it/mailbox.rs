//! A mailbox on a real IMAP server.

use ostakar::gateway::mail::imap::{MOST_BYTES, MailboxError};
use ostakar::gateway::mail::{Encryption, Imap};
use secrecy::ExposeSecret as _;

use crate::support::TestDb;
use crate::support::dovecot::Dovecot;
use crate::support::process::command;
use crate::support::smtp::SmtpServer;

const LETTER: &str = "From: ali@example.com\r\nMessage-ID: <a1@example.com>\r\nSubject: x\r\n\r\nHello\r\n";

#[tokio::test]
async fn reading_marks_nothing_and_a_mark_stays() {
    let server = Dovecot::start();
    server.deliver("1", LETTER);
    server.deliver("2", &LETTER.replace("a1@", "a2@"));
    let imap = server.imap(Encryption::None);
    let mut folder = imap.open().await.unwrap();
    let unseen = folder.unseen(10).await.unwrap();
    let [first, second] = unseen.as_slice() else { panic!("{unseen:?}") };
    assert_eq!(folder.fetch(*first).await.unwrap().as_deref(), Some(LETTER.as_bytes()));
    assert_eq!(folder.unseen(10).await.unwrap(), unseen);
    folder.mark_seen(*first).await.unwrap();
    assert_eq!(folder.unseen(10).await.unwrap(), [*second]);
    let reference = folder.reference(*second);
    folder.close().await;

    let mut again = imap.open().await.unwrap();
    assert_eq!(again.unseen(10).await.unwrap(), [*second]);
    assert_eq!(again.reference(*second), reference);
    assert_eq!(again.fetch(second + 1).await.unwrap(), None);
}

#[tokio::test]
async fn the_end_of_a_letter_that_is_too_large_is_left() {
    let server = Dovecot::start();
    server.deliver("1", &format!("{LETTER}{}", "x".repeat(MOST_BYTES)));
    let mut folder = server.imap(Encryption::None).open().await.unwrap();
    let unseen = folder.unseen(1).await.unwrap();
    let raw = folder.fetch(unseen[0]).await.unwrap().unwrap();
    assert_eq!(raw.len(), MOST_BYTES);
    assert!(raw.starts_with(LETTER.as_bytes()));
}

#[tokio::test]
async fn the_mailbox_opens_over_tls_and_starttls_to_a_server_that_is_believed() {
    let server = Dovecot::start();
    for encryption in [Encryption::Tls, Encryption::StartTls] {
        let mut folder = server.imap(encryption).open().await.unwrap();
        assert!(folder.unseen(1).await.unwrap().is_empty());
        folder.close().await;
        let mut settings = server.settings(encryption);
        settings.certificate = None;
        let error = Imap::new(&settings).unwrap().open().await.unwrap_err();
        assert!(matches!(&error, MailboxError::Unreachable(why) if why.contains("certificate")), "{error}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_settings_is_said_without_the_password() {
    let server = Dovecot::start();
    let said = async |change: fn(&mut ostakar::gateway::mail::MailboxSettings)| {
        let mut settings = server.settings(Encryption::None);
        change(&mut settings);
        match Imap::new(&settings) {
            Err(error) => error.to_string(),
            Ok(imap) => imap.open().await.unwrap_err().to_string(),
        }
    };
    let wrong = said(|it| it.password = "another".into()).await;
    assert!(
        wrong.starts_with("the server refuses the name or the password: ") && !wrong.contains("another"),
        "{wrong}"
    );
    let wrong = said(|it| it.folder = "Nowhere".into()).await;
    assert!(wrong.starts_with("the server refuses the folder Nowhere: "), "{wrong}");
    assert_eq!(said(|it| it.every_minutes = 0).await, "every_minutes: 0; at least 1");
    let wrong = said(|it| it.port = 1).await;
    assert!(wrong.starts_with("the server is not reached: "), "{wrong}");
}

#[actix_web::test]
async fn check_signs_in_at_both_servers_and_says_what_is_wrong() {
    let (imap, smtp, db) = (Dovecot::start(), SmtpServer::start(), TestDb::sqlite());
    let folder = tempfile::tempdir().unwrap();
    let (mailbox, mail) = (imap.settings(Encryption::None), smtp.settings(Encryption::None, None));
    let check = |password: &str| {
        let settings = [
            ("OSTAKAR_MAIL__SERVER", mail.server.clone()),
            ("OSTAKAR_MAIL__PORT", mail.port.to_string()),
            ("OSTAKAR_MAIL__ENCRYPTION", "none".to_owned()),
            ("OSTAKAR_MAIL__FROM", mail.from.clone()),
            ("OSTAKAR_MAIL__DKIM__DOMAIN", "example.org".to_owned()),
            ("OSTAKAR_MAIL__DKIM__SELECTOR", "s1".to_owned()),
            ("OSTAKAR_MAIL__DKIM__PRIVATE_KEY", "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=".to_owned()),
            ("OSTAKAR_MAILBOX__SERVER", mailbox.server.clone()),
            ("OSTAKAR_MAILBOX__PORT", mailbox.port.to_string()),
            ("OSTAKAR_MAILBOX__ENCRYPTION", "none".to_owned()),
            ("OSTAKAR_MAILBOX__USERNAME", mailbox.username.clone()),
            ("OSTAKAR_MAILBOX__PASSWORD", password.to_owned()),
        ];
        let output = command(&[], &db.url, &folder).arg("check").envs(settings).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&said).into_owned())
    };
    let (code, said) = check(mailbox.password.expose_secret());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("mail: ok") && said.contains("mailbox: ok (localhost:"), "{said}");
    assert!(said.contains("s1._domainkey.example.org TXT \"v=DKIM1; k=ed25519; p=11qYAYKx"), "{said}");
    let (code, said) = check("another");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("mailbox: the server refuses the name or the password"), "{said}");
    drop(smtp);
    let (code, said) = check("another");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.lines().any(|line| line.contains("mail: ")) && !said.contains("mailbox: "), "{said}");
}
