//! What a customer says when nobody was reached, and when work that is reported as done does not hold.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use super::Link;
use super::customer::refused;
use super::said::{Said, fault, read};
use crate::app::reach::{CUSTOMER_UNREACHABLE, come_back};
use crate::app::verification::object;
use crate::app::{App, Code};
use crate::domain::fault::FaultCode;
use crate::domain::id::JobId;
use crate::domain::job::JobState;
use crate::domain::reason::ReasonKind;
use crate::queries::links::UnitFacts;
use crate::web::error::Answer;
use crate::web::view::View;

/// The form in which a customer objects to work that is reported as done.
pub(super) struct Objection {
    pub job: String,
    pub reasons: Vec<(String, String)>,
}

/// The form, while the work counts as done only because somebody says so.
pub(super) fn form(app: &App, v: &View, unit: &UnitFacts) -> Option<Objection> {
    if unit.job.state.0 != JobState::Completed {
        return None;
    }
    let catalogue = app.catalogue();
    let reasons = catalogue.reasons(ReasonKind::VerificationFailed);
    let reasons = reasons.iter().map(|it| (it.code.clone(), v.code("reason", &it.code))).collect();
    Some(Objection { job: unit.job.id.0.to_string(), reasons })
}

/// Whether the job waits because its customer was not reached.
pub(super) fn waits_for_customer(unit: &UnitFacts) -> bool {
    unit.job.state.0 == JobState::OnHold && unit.job.hold_reason.as_deref() == Some(CUSTOMER_UNREACHABLE)
}

/// The customer can be reached again.
pub(super) async fn back(app: web::Data<App>, request: HttpRequest, code: web::Path<String>) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.customer().await?;
    let gone_on = come_back(&app, id).await;
    if link.wants_page() {
        // Touched twice, or gone on meanwhile: the page says how it stands.
        return match gone_on {
            Err(error) if error.code() != Code::NotFound => Err(error.into()),
            _ => Ok(link.back()),
        };
    }
    Ok(HttpResponse::Ok().json(json!({ "job_ids": gone_on? })))
}

/// The work does not hold: `job` and `reason`.
pub(super) async fn against(app: web::Data<App>, request: HttpRequest, code: web::Path<String>, said: Said) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.customer().await?;
    let key = said.key("POST /t/{code}/object").map(|key| key.on(&id));
    let objecting = async {
        let job: Option<JobId> = read("job", said.value.job.as_ref())?;
        let job = job.ok_or_else(|| fault("job", FaultCode::Required))?;
        object(&app, (id, key), job, said.value.reason.clone()).await
    };
    match objecting.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(state) => Ok(HttpResponse::Ok().json(json!({ "state": state }))),
        Err(error) => refused(&link, id, &said.value, error).await,
    }
}
