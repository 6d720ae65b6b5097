//! What a message looks like as a letter: the words of the short message, as text and as HTML.

use askama::Template;

use crate::app::App;
use crate::domain::time::Instant;
use crate::gateway::mail::Letter;
use crate::i18n::pieces::{Piece, pieces};
use crate::store::messages::Message;

/// The HTML of a letter. Mail programs know no style sheets, so its styles stand in its elements.
#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    lang: &'a str,
    dir: &'a str,
    site: &'a str,
    subject: &'a str,
    lines: Vec<Vec<Piece>>,
}

/// The letter that tells a message whose words are `text`.
pub(super) fn letter(app: &App, message: &Message, text: String, at: Instant) -> Letter {
    let (language, subject) = (message.language.0, app.subject(message));
    let html = Html {
        lang: language.as_str(),
        dir: language.direction(),
        site: &app.site.name,
        subject: &subject,
        lines: text.lines().map(|line| pieces(line, &app.site.base_url)).collect(),
    };
    // The text alone is a letter too.
    let html = html.render().ok();
    let answers = message.params.0.pointer("/letter/value").and_then(serde_json::Value::as_str).map(str::to_owned);
    Letter { id: message.id.0, to: message.address.clone(), subject, text, html, attachments: Vec::new(), answers, at }
}
