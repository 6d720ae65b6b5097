//! What goes out as a letter: the words of the short message, as text and as HTML.

use ostakar::app::messages::{About, Param, Recipient, put};
use ostakar::app::outbox::deliver_due;
use ostakar::domain::language::Language;
use ostakar::domain::link::LinkKind;
use ostakar::domain::message::{MessageKind, RecipientKind};
use ostakar::gateway::mail::Letter;

use crate::support::app::TestApp;
use crate::support::{TestDb, both};

async fn letter(test: &TestApp, language: Language, kind: MessageKind, params: Vec<(&'static str, Param)>) -> Letter {
    let now = test.app.clock.now();
    let to = Recipient {
        kind: RecipientKind::Customer,
        id: "c".to_owned(),
        phone: format!("{language}@example.com"),
        language,
    };
    let db = &test.app.db;
    db.write(move |tx| put(tx, now, kind, (&to, About::default()), ("letter", &params))).await.unwrap();
    assert_eq!(deliver_due(&test.app).await.unwrap().sent, 1);
    test.mail.take().remove(0)
}

both!(a_letter_says_the_same_as_text_and_as_html, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    for (language, dir) in [(Language::Fa, "rtl"), (Language::En, "ltr")] {
        let params = vec![
            ("reference", Param::Code("12345674".to_owned())),
            ("link", Param::Link(LinkKind::Customer, "01890a5d-ac96-774b-bcce-b302099a8057".to_owned(), 1)),
        ];
        let letter = letter(&test, language, MessageKind::JobCompleted, params).await;
        let html = letter.html.unwrap();
        let frame = format!("<html lang=\"{language}\" dir=\"{dir}\">");
        assert!(html.contains(&frame) && html.contains(">Ostakar</p>"), "{html}");
        assert!(html.contains("<bdi dir=\"ltr\">12345674</bdi>"), "{html}");
        let link = letter.text.split_whitespace().find(|word| word.contains("https://s.example/t/")).unwrap();
        let link = link.trim_start_matches('\u{200e}');
        assert!(html.contains(&format!("<a href=\"{link}\"><bdi dir=\"ltr\">{link}</bdi></a>")), "{html}");
        let lines = letter.text.lines().count();
        assert_eq!(html.matches("<p ").count(), lines + 1, "{html}");
        assert!(!html.contains('⟦') && !html.contains("<script"), "{html}");
    }
});

both!(what_people_wrote_stays_words, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    let reason = Param::Text("<img src=x> https://s.example.evil.example/o/1".to_owned());
    let params = vec![("reference", Param::Code("12345674".to_owned())), ("reason", reason)];
    let letter = letter(&test, Language::En, MessageKind::JobCancelled, params).await;
    let html = letter.html.unwrap();
    assert!(letter.text.contains("<img src=x>") && !html.contains("<img"), "{html}");
    assert!(!html.contains("<a "), "{html}");
});
