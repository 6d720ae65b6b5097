//! Letters to us: from a real mailbox into the inbox of the operators, bounces to the messages that they are about.

use chrono::TimeDelta;
use ostakar::app::Code;
use ostakar::app::inbound::{fetch_mail, receive_letter, receive_pushed};
use ostakar::app::messages::{About, Param, Recipient, put};
use ostakar::app::outbox::deliver_due;
use ostakar::domain::customer::CustomerKind;
use ostakar::domain::language::Language;
use ostakar::domain::message::{MessageKind, RecipientKind};
use ostakar::gateway::mail::{Encryption, Letter, Mailbox};
use ostakar::store::customers::{Customer, insert_customer};
use ostakar::store::{At, Col, Json};
use reqwest::Method;

use crate::support::app::TestApp;
use crate::support::dovecot::Dovecot;
use crate::support::facts::{count, text};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};

/// `سلام، یخچال من باز هم خنک نمی‌کند. 1234` and its subject `یخچال`, as a Persian mail program sends them.
fn persian(id: &str) -> String {
    format!(
        "From: =?UTF-8?B?2LLZh9ix2Kc=?= <Zahra@Example.com>\r\nTo: service@example.org\r\nMessage-ID: <{id}@example.com>\r\n\
        Subject: =?utf-8?q?=DB=8C=D8=AE=DA=86=D8=A7=D9=84?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
        سلام، یخچال من باز هم خنک نمی‌کند. 1234\r\n"
    )
}

fn english(from: &str, id: &str, headers: &str) -> String {
    format!(
        "From: {from}\r\nTo: service@example.org\r\nMessage-ID: <{id}@example.com>\r\nSubject: Fridge\r\n{headers}\r\n\
        It does not cool.\r\n"
    )
}

async fn with_customer(test: &TestApp) {
    let now = test.app.clock.now();
    let customer = Customer {
        id: Col(ostakar::app::clock::mint(now)),
        kind: Col(CustomerKind::Person),
        name: "زهرا کریمی".to_owned(),
        name_key: "زهراکریمی".to_owned(),
        language: Col(Language::Fa),
        segment: None,
        flags: Json(Vec::new()),
        created_at: At(now),
        version: 1,
        email: Some("zahra@EXAMPLE.com".to_owned()),
        preferred_channel: None,
        created_by: None,
    };
    test.app.db.write(move |tx| insert_customer(tx, &customer)).await.unwrap();
}

/// Contacts, tasks and letters in the outbox.
fn made(test: &TestApp) -> (i64, i64, i64) {
    let of = |from| count(test.url(), from);
    (of("contacts WHERE channel = 'email'"), of("tasks WHERE kind = 'answer_message'"), of("messages"))
}

fn did(test: &TestApp) -> String {
    text(test.url(), "SELECT did FROM inbound_messages ORDER BY received_at DESC, id DESC LIMIT 1")
}

both!(a_customers_letter_is_a_contact_and_a_task_and_is_answered, async |db: TestDb| {
    let server = Dovecot::start();
    let test = TestApp::with_mailbox(db, server.mailbox()).await;
    with_customer(&test).await;
    server.deliver("1", &persian("a1"));
    assert_eq!(fetch_mail(&test.app).await.unwrap(), 1);
    assert_eq!((made(&test), did(&test).as_str()), ((1, 1, 1), "kept_and_answered"));
    assert_eq!(server.unseen().await, 0);
    let summary = text(test.url(), "SELECT summary FROM contacts WHERE channel = 'email'");
    assert_eq!(summary, "یخچال\nسلام، یخچال من باز هم خنک نمی‌کند. 1234");
    let note = text(test.url(), "SELECT note FROM tasks WHERE kind = 'answer_message'");
    assert!(note.starts_with("زهرا zahra@example.com: یخچال"), "{note}");

    deliver_due(&test.app).await.unwrap();
    let letters = test.mail.take();
    let [Letter { to, text: words, html: Some(html), answers, .. }] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!((to.as_str(), answers.as_deref()), ("zahra@example.com", Some("<a1@example.com>")));
    assert!(words.contains("نامهٔ شما رسید"), "{words}");
    assert!(html.contains("<html lang=\"fa\" dir=\"rtl\">") && html.contains("نامهٔ شما رسید"), "{html}");

    // Within the hour the next letter is a contact and a task, and is not answered.
    test.app.clock.advance(TimeDelta::minutes(40));
    server.deliver("2", &persian("a2"));
    assert_eq!(fetch_mail(&test.app).await.unwrap(), 1);
    assert_eq!((made(&test), did(&test).as_str()), ((2, 2, 1), "kept"));
    test.app.clock.advance(TimeDelta::minutes(30));
    server.deliver("3", &persian("a3"));
    assert_eq!(fetch_mail(&test.app).await.unwrap(), 1);
    assert_eq!((made(&test), did(&test).as_str()), ((3, 3, 2), "kept_and_answered"));
});

both!(a_letter_that_comes_again_changes_nothing, async |db: TestDb| {
    let server = Dovecot::start();
    let test = TestApp::with_mailbox(db, server.mailbox()).await;
    with_customer(&test).await;
    server.deliver("1", &persian("a1"));
    // The process ends after the letter was taken in and before it was marked.
    let mut folder = server.imap(Encryption::None).open().await.unwrap();
    let uid = folder.unseen(1).await.unwrap()[0];
    let raw = folder.fetch(uid).await.unwrap().unwrap();
    receive_letter(&test.app, &raw, folder.reference(uid)).await.unwrap();
    folder.close().await;
    assert_eq!((server.unseen().await, made(&test)), (1, (1, 1, 1)));
    assert_eq!(fetch_mail(&test.app).await.unwrap(), 1);
    assert_eq!((server.unseen().await, made(&test)), (0, (1, 1, 1)));

    // The mail server delivers it twice; another node looks.
    server.deliver("2", &persian("a1"));
    assert_eq!(fetch_mail(&test.app).await.unwrap(), 1);
    assert_eq!((server.unseen().await, made(&test)), (0, (1, 1, 1)));
    // A letter without an id is known by its place in the folder.
    let bare = persian("a4").replace("Message-ID", "X-Id");
    for place in ["7:1", "7:1", "7:2"] {
        receive_letter(&test.app, bare.as_bytes(), place.to_owned()).await.unwrap();
    }
    assert_eq!(made(&test), (3, 3, 1));
    // Whoever uses the id of another's letter does not keep that letter out.
    receive_letter(&test.app, english("eve@example.com", "a1", "").as_bytes(), "7:3".to_owned()).await.unwrap();
    assert_eq!(made(&test), (3, 4, 1));
});

both!(machines_lists_and_strangers_are_not_answered, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    with_customer(&test).await;
    let take = async |letter: String| {
        let heard = receive_letter(&test.app, letter.as_bytes(), "1:1".to_owned()).await.unwrap();
        (heard.did, made(&test))
    };
    let zahra = "Zahra <zahra@example.com>";
    let away = english(zahra, "b1", "Auto-Submitted: auto-replied\r\n");
    assert_eq!(take(away).await, (Some("automatic"), (0, 0, 0)));
    let list = english(zahra, "b2", "List-Id: <news.example.com>\r\nPrecedence: bulk\r\n");
    assert_eq!(take(list).await, (Some("kept"), (1, 1, 0)));
    assert_eq!(take(english("no-reply@shop.example", "b3", "")).await, (Some("kept"), (1, 2, 0)));
    assert_eq!(take(english("stranger@example.com", "b4", "")).await, (Some("kept"), (1, 3, 0)));
    assert_eq!(take(english("nobody", "b5", "")).await, (None, (1, 3, 0)));
    assert_eq!(take(english(zahra, "b6", "")).await, (Some("kept_and_answered"), (2, 4, 1)));
    let language = text(test.url(), "SELECT language FROM messages");
    assert_eq!(language, "en");
});

/// A message that went to `ali@example.com` as a letter; its id.
async fn sent_letter(test: &TestApp) -> String {
    let now = test.app.clock.now();
    test.app
        .db
        .write(move |tx| {
            let to = Recipient {
                kind: RecipientKind::Customer,
                id: "c".to_owned(),
                phone: "Ali@Example.com".to_owned(),
                language: Language::Fa,
            };
            let params = [("answer", Param::Answer("received".to_owned()))];
            put(tx, now, MessageKind::Reply, (&to, About::default()), ("bounce", &params))
        })
        .await
        .unwrap();
    deliver_due(&test.app).await.unwrap();
    test.mail.take().remove(0).id.to_string()
}

fn notification(id: &str, recipient: &str, action: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example.com\r\nTo: service@example.org\r\nReturn-Path: <>\r\nSubject: Undelivered\r\n\
        Message-ID: <{status}.{action}.{recipient}>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n--b\r\n\
        Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n\
        Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n--b\r\n\
        Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID: <{id}@example.org>\r\n\r\n--b--\r\n"
    )
}

both!(a_bounce_is_noted_and_a_forged_one_is_not_believed, async |db: TestDb| {
    let server = Dovecot::start();
    let test = TestApp::with_mailbox(db, server.mailbox()).await;
    let id = sent_letter(&test).await;
    let state = || text(test.url(), "SELECT state FROM messages");
    let bounce = async |name: &str, letter: String| {
        server.deliver(name, &letter);
        assert_eq!(fetch_mail(&test.app).await.unwrap(), 1);
        assert_eq!(server.unseen().await, 0);
        (state(), text(test.url(), "SELECT COALESCE(did, error) FROM inbound_messages ORDER BY id DESC LIMIT 1"))
    };
    let seen = |state: &str, heard: &str| (state.to_owned(), heard.to_owned());
    let forged = notification(&id, "eve@example.com", "failed", "5.1.1");
    assert_eq!(bounce("1", forged).await, seen("sent", "NOT_FOUND"));
    let other = notification("01890a5d-ac96-774b-bcce-b302099a8057", "ali@example.com", "failed", "5.1.1");
    assert_eq!(bounce("2", other).await, seen("sent", "NOT_FOUND"));
    let slow = notification(&id, "ali@example.com", "delayed", "4.4.1");
    assert_eq!(bounce("3", slow).await, seen("sent", "bounced"));
    let gone = notification(&id, "ALI@example.com", "failed", "5.1.1");
    assert_eq!(bounce("4", gone).await, seen("undelivered", "bounced"));
    let why = text(test.url(), "SELECT last_error FROM messages");
    assert_eq!(why, "undelivered: 5.1.1");
    let fate = text(test.url(), "SELECT fate FROM message_attempts WHERE gateway = 'mail'");
    assert_eq!(fate, "undelivered");
    // Nobody is asked to answer it, and it is not answered.
    assert_eq!(made(&test), (0, 0, 1));
});

both!(a_mailbox_that_is_away_is_looked_into_later, async |db: TestDb| {
    let server = Dovecot::start();
    let test = TestApp::with_mailbox(db, server.mailbox()).await;
    server.deliver("1", &english("stranger@example.com", "c1", ""));
    drop(server);
    assert_eq!(fetch_mail(&test.app).await.unwrap_err().code(), Code::Unavailable);
    let none = TestApp::bare(TestDb::sqlite()).await;
    assert_eq!(fetch_mail(&none.app).await.unwrap(), 0);
});

both!(a_provider_pushes_letters_to_an_address_that_is_secret, async |db: TestDb| {
    let secret = "0123456789abcdef";
    let mailbox = Mailbox::new(None, Some(&secret.into())).unwrap();
    assert!(Mailbox::new(None, Some(&"short".into())).is_err());
    let server = TestServer::over(TestApp::with_mailbox(db, mailbox).await);
    let push = async |secret: &str, letter: String| {
        let request = server.request(Method::POST, &format!("/hooks/mail/{secret}"));
        server.send(request.header("content-type", "message/rfc822").body(letter)).await.status
    };
    assert_eq!(push(secret, persian("e1")).await, 204);
    assert_eq!(push(secret, persian("e1")).await, 204);
    assert_eq!(push("another", persian("e2")).await, 404);
    assert_eq!(push(secret, "no letter".to_owned()).await, 400);
    assert_eq!(push(secret, format!("{}{}", persian("e3"), "x".repeat(1 << 20))).await, 413);
    assert_eq!(made(&server.inner), (0, 1, 0));
});

both!(a_provider_may_push_letters, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    with_customer(&test).await;
    let letter = persian("d1");
    assert_eq!(receive_pushed(&test.app, letter.as_bytes()).await.unwrap().did, Some("kept_and_answered"));
    assert_eq!(receive_pushed(&test.app, letter.as_bytes()).await.unwrap().did, Some("known"));
    assert_eq!(receive_pushed(&test.app, b"no letter").await.unwrap_err().code(), Code::BadRequest);
    assert_eq!(made(&test), (1, 1, 1));
});
