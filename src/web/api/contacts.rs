//! `/contacts`: every interaction with a customer.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{key_of, limit, value};
use crate::app::contacts::{ContactEntry, Logged, log_contact};
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::contact::ContactStep;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{ComplaintId, ContactId, CustomerId, JobId, RequestId, TaskId};
use crate::queries::Page;
use crate::queries::contacts::{ContactView, list_page};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, IdemKey, Query};

/// Whose contacts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The customer; required.
    customer_id: Option<String>,
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// Rows of the page, 1 to 100; 25 when nothing is asked.
    limit: Option<i64>,
}

/// A contact as it was logged.
#[derive(Serialize, ToSchema)]
pub struct LoggedView {
    /// The contact.
    id: ContactId,
    /// The customer.
    customer_id: CustomerId,
    /// The request that it was about.
    request_id: Option<RequestId>,
    /// The job that it was about.
    job_id: Option<JobId>,
    /// The complaint that it was about.
    complaint_id: Option<ComplaintId>,
    /// The task of the callback promised.
    task_id: Option<TaskId>,
    /// What it still asks for; none when nothing does.
    next: Option<NextView>,
}

/// What a contact still asks for.
#[derive(Serialize, ToSchema)]
pub struct NextView {
    /// What.
    step: ContactStep,
    /// The call that does it.
    path: &'static str,
}

/// Log a contact, also an attempt that reached nobody
#[utoipa::path(post, path = "/api/v1/contacts", tag = "contacts", request_body = ContactEntry,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeats with this key get the first answer")),
    responses((status = 201, description = "Logged", body = LoggedView)))]
pub async fn log(
    app: web::Data<App>,
    caller: Allowed<perm::LogContact>,
    key: IdemKey,
    body: Body<ContactEntry>,
) -> Answer {
    let key = key_of("POST /api/v1/contacts", key, &body);
    let logged = log_contact(&app, &caller, key, body.value).await?;
    Ok(HttpResponse::Created().json(shown(logged)))
}

fn shown(logged: Logged) -> LoggedView {
    let path = |step| match step {
        ContactStep::RegisterRequest => "/api/v1/service-requests",
        ContactStep::RegisterComplaint => "/api/v1/complaints",
        ContactStep::CallAgain => "/api/v1/tasks",
    };
    LoggedView {
        id: logged.id,
        customer_id: logged.customer_id,
        request_id: logged.request_id,
        job_id: logged.job_id,
        complaint_id: logged.complaint_id,
        task_id: logged.task_id,
        next: logged.next.map(|step| NextView { step, path: path(step) }),
    }
}

/// The contacts with a customer, newest first
#[utoipa::path(get, path = "/api/v1/contacts", tag = "contacts", params(Asked),
    responses((status = 200, description = "A page of contacts", body = Page<ContactView>)))]
pub async fn list(app: web::Data<App>, caller: Allowed<perm::ViewContact>, asked: Query<Asked>) -> Answer {
    let mut faults = Faults::default();
    let customer: Option<CustomerId> = value("customer_id", asked.0.customer_id.as_deref(), &mut faults);
    if asked.0.customer_id.as_deref().is_none_or(str::is_empty) {
        faults.add("customer_id", FaultCode::Required);
    }
    let after = value("cursor", asked.0.cursor.as_deref(), &mut faults);
    let limit = limit(asked.0.limit, &mut faults);
    let (Some(customer), true) = (customer, faults.is_empty()) else { return Err(faults.into()) };
    let caller = Caller::clone(&caller);
    let read = app.db.read(move |conn| list_page(conn, &caller, customer, after, limit).map_err(Error::from));
    Ok(HttpResponse::Ok().json(read.await?))
}
