//! `/bell` and `/push`: the news of the caller's tasks, and the browsers that are woken for them.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::limit;
use crate::app::push::{NewSubscription, Owner, subscribe, unsubscribe};
use crate::app::tasks::mark_seen;
use crate::app::{App, Error};
use crate::domain::fault::Faults;
use crate::domain::id::PushSubscriptionId;
use crate::domain::time::to_micros;
use crate::queries::bell::{Bell, bell};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::{Body, Query};

/// How much of the bell is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// News at most, 1 to 100; 25 when nothing is asked.
    limit: Option<i64>,
}

/// Until when the bell is read.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The newest news that was read; all of them when nothing is said.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<DateTime<FixedOffset>>,
}

/// Whether and how browsers are woken here.
#[derive(Serialize, ToSchema)]
pub struct PushTerms {
    /// The `applicationServerKey` to subscribe with; none where no push service is set up.
    key: Option<String>,
}

/// A browser that may be woken.
#[derive(Serialize, ToSchema)]
pub struct Subscribed {
    /// The subscription.
    id: PushSubscriptionId,
}

/// Which browser is not to be woken any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    /// The address at the push service.
    endpoint: String,
}

/// News of the caller's tasks, newest first
#[utoipa::path(get, path = "/api/v1/bell", tag = "bell", params(Asked),
    responses((status = 200, description = "The news, and how many of them are not read", body = Bell)))]
pub async fn show(app: web::Data<App>, caller: Allowed<perm::ViewTask>, asked: Query<Asked>) -> Answer {
    let mut faults = Faults::default();
    let limit = limit(asked.0.limit, &mut faults);
    faults.or(())?;
    let (now, caller) = (app.clock.now(), caller.clone());
    let news = app.db.read(move |conn| bell(conn, &caller, now, limit).map_err(Error::from)).await?;
    Ok(HttpResponse::Ok().json(news))
}

/// Note that the caller has read the news
#[utoipa::path(post, path = "/api/v1/bell/seen", tag = "bell", request_body = Seen,
    responses((status = 204, description = "They are read")))]
pub async fn seen(app: web::Data<App>, caller: Allowed<perm::ViewTask>, body: Body<Seen>) -> Answer {
    mark_seen(&app, &caller, body.value.until.map(|at| to_micros(at.to_utc()))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Whether browsers can be woken, and the key to subscribe with
#[utoipa::path(get, path = "/api/v1/push", tag = "bell",
    responses((status = 200, description = "The key, if there is one", body = PushTerms)))]
pub async fn terms(app: web::Data<App>, _caller: Allowed<perm::ViewTask>) -> Answer {
    Ok(HttpResponse::Ok().json(PushTerms { key: app.push_key() }))
}

/// Wake this browser when a task of the caller has news
#[utoipa::path(post, path = "/api/v1/push/subscriptions", tag = "bell", request_body = NewSubscription,
    responses((status = 201, description = "The browser will be woken", body = Subscribed)))]
pub async fn allow(app: web::Data<App>, caller: Allowed<perm::ViewTask>, body: Body<NewSubscription>) -> Answer {
    let id = subscribe(&app, Owner::Staff(caller.user, caller.language), body.value).await?;
    Ok(HttpResponse::Created().json(Subscribed { id }))
}

/// Wake this browser no more
#[utoipa::path(post, path = "/api/v1/push/unsubscribe", tag = "bell", request_body = Ended,
    responses((status = 204, description = "The browser will not be woken")))]
pub async fn end(app: web::Data<App>, caller: Allowed<perm::ViewTask>, body: Body<Ended>) -> Answer {
    unsubscribe(&app, Owner::Staff(caller.user, caller.language), body.value.endpoint).await?;
    Ok(HttpResponse::NoContent().finish())
}
