//! What every page shares: language, direction, words, dates and figures, icons, and the frame around the content.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use chrono_tz::Tz;

use super::assets::asset_url;
use super::auth::session_of;
use super::error::Problem;
use super::frame::Frame;
use super::icons::icon;
use super::words::language_of;
use crate::app::{App, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::language::Language;
use crate::domain::time::{Instant, Window};
pub use crate::i18n::pieces::{Piece, pieces};
use crate::i18n::{self, Arg, code_key, format, say, say_html};

/// The reader of a page.
pub struct View {
    /// The reader's language.
    pub language: Language,
    /// Title of the page.
    pub title: String,
    /// The organisation.
    pub site: String,
    /// The person signed in, on staff pages.
    pub staff: Option<Caller>,
    /// The form token of the session, for the hidden field.
    pub csrf: String,
    path: String,
    is_asked: bool,
    zone: Tz,
}

impl View {
    /// A page without sign-in.
    #[must_use]
    pub fn new(app: &App, request: &HttpRequest, title: &str) -> Self {
        Self::to(app, request, title, language_of(request))
    }

    /// A page for someone whose language is known, without sign-in.
    #[must_use]
    pub fn to(app: &App, request: &HttpRequest, title: &str, language: Language) -> Self {
        let is_asked = request.query_string().split('&').any(|pair| pair.starts_with("lang="));
        let (site, zone) = (app.site.name.clone(), app.site.zone);
        let path = request.path().to_owned();
        let title = say(language, title, &[]);
        Self { language, title, site, staff: None, csrf: String::new(), path, is_asked, zone }
    }

    /// A page of the person signed in.
    #[must_use]
    pub fn staff(app: &App, request: &HttpRequest, title: &str, caller: &Caller) -> Self {
        let frame = request.app_data::<web::Data<Frame>>();
        let session = frame.and_then(|frame| Some((frame, session_of(request, frame.settings.https)?)));
        let csrf = session.map(|(frame, session)| frame.keys.form_token(session.expose())).unwrap_or_default();
        Self { staff: Some(caller.clone()), csrf, ..Self::new(app, request, title) }
    }

    /// The same page under the address at which it is read, for the answer to a form.
    #[must_use]
    pub fn at(mut self, path: String) -> Self {
        self.path = path;
        self
    }

    /// `fa` or `en`.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.language.as_str()
    }

    /// `rtl` or `ltr`.
    #[must_use]
    pub fn dir(&self) -> &'static str {
        self.language.direction()
    }

    fn other(&self) -> Language {
        if self.language == Language::Fa { Language::En } else { Language::Fa }
    }

    /// Code of the other language.
    #[must_use]
    pub fn other_lang(&self) -> &'static str {
        self.other().as_str()
    }

    /// Name of the other language in itself.
    #[must_use]
    pub fn other_name(&self) -> String {
        say(self.other(), "page-language-name", &[])
    }

    /// This page in the other language.
    #[must_use]
    pub fn switch(&self) -> String {
        format!("{}?lang={}", self.path, self.other_lang())
    }

    /// An address on this site that keeps the language asked for.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        let joint = if path.contains('?') { '&' } else { '?' };
        if self.is_asked { format!("{path}{joint}lang={}", self.lang()) } else { path.to_owned() }
    }

    /// An address below this page that keeps the language asked for.
    #[must_use]
    pub fn below(&self, step: &str) -> String {
        self.href(&format!("{}{step}", self.path))
    }

    /// The address of a file.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        asset_url(name)
    }

    /// An icon as an element.
    #[must_use]
    pub fn icon(&self, name: &str) -> String {
        icon(name)
    }

    /// The words of a message.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        say(self.language, key, &[])
    }

    /// The words of a stable code: `code("job-state", "on_hold")` is the message `job-state-on-hold`; a code without
    /// words shows itself.
    #[must_use]
    pub fn code(&self, prefix: &str, code: &str) -> String {
        let key = code_key(prefix, code);
        if i18n::has(self.language, &key) { say(self.language, &key, &[]) } else { code.replace('_', " ") }
    }

    /// The name of a field, for what is wrong with it.
    #[must_use]
    pub fn field(&self, field: &str) -> String {
        if field.contains("checklist.") {
            return self.t("field-checklist");
        }
        // Of several units of one form each has its fields under its number.
        let own = field.strip_prefix("items.").and_then(|rest| rest.split_once('.')).map_or(field, |(_, own)| own);
        self.code("field", own)
    }

    /// A day.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        format::date(self.language, day)
    }

    /// A message as HTML around words.
    #[must_use]
    pub fn words(&self, key: &str, name: &str, words: &str) -> String {
        say_html(self.language, key, &[(name, Arg::text(words))])
    }

    /// A message as HTML around a code, telephone number or reference.
    #[must_use]
    pub fn around(&self, key: &str, name: &str, code: &str) -> String {
        say_html(self.language, key, &[(name, Arg::code(code))])
    }

    /// A code, telephone number or reference as HTML, from left to right and never broken.
    #[must_use]
    pub fn bdi(&self, text: &str) -> String {
        say_html(self.language, "page-code", &[("code", Arg::code(format::digits(Language::En, text)))])
    }

    /// A telephone as people of the language write it.
    #[must_use]
    pub fn phone(&self, number: &str) -> String {
        let local = number.strip_prefix("+98").map_or_else(|| number.to_owned(), |rest| format!("0{rest}"));
        let text = format::digits(self.language, &local);
        say_html(self.language, "page-code", &[("code", Arg::code(text))])
    }

    /// A moment.
    #[must_use]
    pub fn moment(&self, at: Instant) -> String {
        format::date_time(self.language, at, self.zone)
    }

    /// A window.
    #[must_use]
    pub fn window(&self, window: Window) -> String {
        format::window(self.language, window, self.zone)
    }

    /// Time of the day.
    #[must_use]
    pub fn time(&self, at: Instant) -> String {
        format::time(self.language, at.with_timezone(&self.zone).time())
    }

    /// A whole number.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        format::number(self.language, number)
    }

    /// One of the two names, by language.
    #[must_use]
    pub fn named<'a>(&self, en: &'a str, fa: &'a str) -> &'a str {
        if self.language == Language::En { en } else { fa }
    }

    /// Whether the reader may see messages.
    #[must_use]
    pub fn may_message(&self) -> bool {
        self.may(Permission::ViewMessage)
    }

    /// Whether the address names the language, so that forms keep it.
    #[must_use]
    pub fn is_language_asked(&self) -> bool {
        self.is_asked
    }

    /// Whether the person signed in may do it.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.staff.as_ref().is_some_and(|caller| allows(caller.role, permission))
    }

    /// Whether the navigation names the intake of reports.
    #[must_use]
    pub fn may_register(&self) -> bool {
        self.may(Permission::RegisterRequest)
    }

    /// Whether the navigation names the dispatcher's board and the schedule.
    #[must_use]
    pub fn may_see_board(&self) -> bool {
        self.may(Permission::ViewCandidates)
    }

    /// Whether the navigation names a report.
    #[must_use]
    pub fn may_report(&self) -> bool {
        self.may(Permission::ViewReport)
    }

    /// Whether the navigation names the tasks.
    #[must_use]
    pub fn may_task(&self) -> bool {
        self.may(Permission::ViewTask)
    }

    /// Whether the navigation names the parts.
    #[must_use]
    pub fn may_part(&self) -> bool {
        self.may(Permission::ViewPart)
    }

    /// Whether the navigation names the agents.
    #[must_use]
    pub fn may_agent(&self) -> bool {
        self.may(Permission::ViewAgent)
    }

    /// Whether the navigation names the complaints.
    #[must_use]
    pub fn may_contact(&self) -> bool {
        self.may(Permission::ViewContact)
    }

    /// Whether the navigation names the cases of exchange and refund.
    #[must_use]
    pub fn may_decide_exchange(&self) -> bool {
        self.may(Permission::ApproveExchangeTechnically)
    }

    /// Whether `path` is this page or above it, for the navigation.
    #[must_use]
    pub fn is_at(&self, path: &str) -> bool {
        self.path.starts_with(path)
    }

    /// What is wrong, field by field, or with the whole.
    #[must_use]
    pub fn troubles(&self, error: &Error) -> Troubles {
        match error {
            Error::Invalid(faults) => Troubles {
                whole: None,
                fields: faults.0.iter().map(|it| (it.field.to_string(), i18n::fault(self.language, it))).collect(),
            },
            error => Troubles {
                whole: Some(say(self.language, &code_key("error", error.code().as_str()), &[])),
                fields: Vec::new(),
            },
        }
    }
}

/// What was wrong with a form.
#[derive(Debug, Clone, Default)]
pub struct Troubles {
    /// With the whole.
    pub whole: Option<String>,
    /// Field and words.
    pub fields: Vec<(String, String)>,
}

impl Troubles {
    /// Whether something was wrong.
    #[must_use]
    pub fn any(&self) -> bool {
        self.whole.is_some() || !self.fields.is_empty()
    }

    /// What is wrong with a field; empty when nothing is.
    #[must_use]
    pub fn of(&self, field: &str) -> &str {
        self.fields.iter().find(|(name, _)| name == field).map_or("", |(_, words)| words)
    }
}

/// The page as an answer.
///
/// # Errors
/// A template that cannot be filled.
pub fn page(status: StatusCode, template: &impl Template) -> Result<HttpResponse, Problem> {
    let html = template.render().map_err(|error| Error::Internal(format!("page: {error}")))?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html))
}

/// Sends the browser to a page after an act.
#[must_use]
pub fn see(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((actix_web::http::header::LOCATION, address)).finish()
}
