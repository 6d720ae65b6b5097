//! What the customer complains of on the own page: the form, and what has become of it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

use super::Link;
use super::customer::{load, refused};
use super::said::{Said, Saying, read};
use crate::app::complaints::{Lodged as NewLodged, lodge_complaint};
use crate::app::{App, Error};
use crate::domain::complaint::{ComplaintState, ComplaintSubject};
use crate::queries::links::UnitFacts;
use crate::web::error::Answer;
use crate::web::view::View;

/// A complaint as the customer sees it.
pub(super) struct Lodged {
    pub reference: String,
    pub tone: &'static str,
    pub state: String,
    pub answer: Option<String>,
}

/// The form of a complaint about one job.
pub(super) struct Form {
    pub job: String,
    pub subjects: Vec<(String, String)>,
    pub subject: String,
    pub description: String,
    pub demand: String,
    /// Whether it was sent and refused, so that it stands open.
    pub is_open: bool,
}

impl Form {
    /// The id of a field on the page; the form that was refused has the names to which the faults lead.
    pub fn id(&self, field: &str) -> String {
        if self.is_open { field.to_owned() } else { format!("{field}-{}", self.job) }
    }
}

/// The result, once the customer was told it.
fn is_told(state: ComplaintState) -> bool {
    matches!(state, ComplaintState::Communicated | ComplaintState::Closed)
}

pub(super) fn lodged(v: &View, unit: &UnitFacts) -> Vec<Lodged> {
    let shown = unit.complaints.iter().map(|it| Lodged {
        reference: it.reference.0.to_string(),
        tone: if is_told(it.state.0) { "ok" } else { "info" },
        state: v.code("complaint-state", it.state.0.as_str()),
        answer: it.answer.clone().filter(|_| is_told(it.state.0)),
    });
    shown.collect()
}

/// None while the customer's last complaint about the job is open.
pub(super) fn form(v: &View, unit: &UnitFacts, typed: &Saying) -> Option<Form> {
    if unit.complaints.iter().any(|it| it.created_by.is_none() && it.state.0.is_open()) {
        return None;
    }
    let job = unit.job.id.0.to_string();
    let typed = Some(typed).filter(|it| it.job.as_ref() == Some(&job));
    let said = |of: fn(&Saying) -> &Option<String>| typed.and_then(|it| of(it).clone()).unwrap_or_default();
    let words = |it: &ComplaintSubject| (it.to_string(), v.code("complaint-subject", it.as_str()));
    Some(Form {
        subjects: ComplaintSubject::ALL.iter().map(words).collect(),
        subject: said(|it| &it.subject),
        description: said(|it| &it.description),
        demand: said(|it| &it.demand),
        is_open: typed.is_some(),
        job,
    })
}

pub(super) fn told(unit: &UnitFacts) -> Vec<Value> {
    let shown = unit.complaints.iter().map(|it| {
        json!({
            "reference": it.reference.0.to_string(), "state": it.state.0,
            "answer": it.answer.as_ref().filter(|_| is_told(it.state.0)),
        })
    });
    shown.collect()
}

/// Takes a complaint down, as a form or as JSON.
pub(super) async fn lodge(app: web::Data<App>, request: HttpRequest, code: web::Path<String>, said: Said) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.customer().await?;
    let key = said.key("POST /t/{code}/complaint").map(|key| key.on(&id));
    let lodging = async {
        let typed = &said.value;
        let lodged = NewLodged {
            job: read("job", typed.job.as_ref())?,
            subject: read("subject", typed.subject.as_ref())?,
            description: typed.description.clone().unwrap_or_default(),
            demand: typed.demand.clone(),
        };
        lodge_complaint(&app, (id, key), lodged).await
    };
    match lodging.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(received) => {
            let facts = load(&app, id).await?;
            let all = facts.units.iter().flat_map(|unit| &unit.complaints);
            let mut made = all
                .filter(|it| it.id.0 == received.id)
                .map(|it| json!({ "reference": it.reference.0.to_string(), "state": it.state.0 }));
            let made = made.next().ok_or_else(|| Error::Internal("a complaint without its job".to_owned()))?;
            Ok(HttpResponse::build(StatusCode::CREATED).json(made))
        }
        Err(error) => refused(&link, id, &said.value, error).await,
    }
}
