//! The list of complaints: newest first, with who owes the next step and until when.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::choices::{Choice, address};
use crate::app::{App, Error};
use crate::domain::complaint::{ComplaintState, Severity};
use crate::queries::Page;
use crate::queries::complaints::{ComplaintRow, list_complaints};
use crate::queries::names::{Names, Wanted, find_names};
use crate::web::api::complaints::{Asked, filter};
use crate::web::error::Answer;
use crate::web::view::{Troubles, View, page};
use crate::web::{Allowed, Query, perm};

struct Row {
    address: String,
    reference: String,
    subject: String,
    severity: (&'static str, String),
    state: (&'static str, String),
    owner: String,
    received: String,
    due: Option<(String, bool)>,
}

#[derive(Template)]
#[template(path = "pages/complaints.html")]
struct ComplaintsPage {
    v: View,
    troubles: Troubles,
    choices: Vec<Choice>,
    is_mine: bool,
    rows: Vec<Row>,
    next: Option<String>,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewContact>,
    asked: Query<Asked>,
) -> Answer {
    let asked = asked.0;
    let v = View::staff(&app, &request, "page-complaints", &caller).at("/complaints".to_owned());
    let (mut troubles, mut found) = (Troubles::default(), (Page::whole(Vec::new()), Names::default()));
    match filter(&asked) {
        Ok(filter) => {
            let reader = caller.clone();
            let read = move |conn: &mut _| {
                let page = list_complaints(conn, &reader, &filter)?;
                let people = page.items.iter().filter_map(|row| row.owner_id).collect();
                let names = find_names(conn, &Wanted { people, ..Wanted::default() })?;
                Ok::<_, Error>((page, names))
            };
            found = app.db.read(read).await?;
        }
        Err(error) => troubles = v.troubles(&error),
    }
    let (state, severity) = (asked.state.as_deref(), asked.severity.as_deref());
    let is_mine = asked.mine == Some(true);
    let onward = |cursor: String| {
        let mine = if is_mine { "true" } else { "" };
        let (state, severity) = (state.unwrap_or_default(), severity.unwrap_or_default());
        let pairs = [("state", state), ("severity", severity), ("mine", mine), ("cursor", &cursor)];
        v.href(&address("/complaints", &pairs))
    };
    let (list, names) = found;
    let shown = ComplaintsPage {
        choices: vec![
            Choice::of_codes(&v, ("state", "page-state", "complaint-state"), ComplaintState::ALL, state),
            Choice::of_codes(&v, ("severity", "page-severity", "severity"), Severity::ALL, severity),
        ],
        is_mine,
        next: list.next_cursor.map(onward),
        rows: list.items.into_iter().map(|row| filled(&app, &v, row, &names)).collect(),
        troubles,
        v,
    };
    page(if shown.troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &shown)
}

/// Name of the tone of a complaint's state.
pub(super) fn state_tone(state: ComplaintState) -> &'static str {
    match state {
        ComplaintState::Received | ComplaintState::Reopened => "warn",
        ComplaintState::Escalated | ComplaintState::ExternalDispute => "bad",
        ComplaintState::Communicated | ComplaintState::Corrected => "ok",
        ComplaintState::Closed => "",
        _ => "info",
    }
}

/// Name of the tone of a severity.
pub(super) fn severity_tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Low | Severity::Normal => "",
        Severity::High => "warn",
        _ => "bad",
    }
}

fn filled(app: &App, v: &View, row: ComplaintRow, names: &Names) -> Row {
    let person = row.owner_id.and_then(|id| names.people.get(&id).cloned());
    Row {
        address: v.href(&format!("/complaints/{}", row.id)),
        subject: v.code("complaint-subject", row.subject.as_str()),
        severity: (severity_tone(row.severity), v.code("severity", row.severity.as_str())),
        state: (state_tone(row.state), v.code("complaint-state", row.state.as_str())),
        owner: person.unwrap_or_else(|| v.code("role", row.owner_role.as_str())),
        received: v.moment(row.received_at),
        due: row.step_due_at.map(|due| (v.moment(due), due < app.clock.now())),
        reference: row.reference,
    }
}
