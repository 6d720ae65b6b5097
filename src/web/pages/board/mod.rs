//! The dispatcher's board: what waits for an agent, who could take it and why, the offers on their way, and what goes wrong.
//! A script puts parts of the server's page in place; without it everything is links and forms.

mod alerts;
mod candidates;
mod chosen;
mod explain;
mod flight;
mod map;
mod page;
mod queue;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use serde::Deserialize;

use self::page::{BoardPage, load};
use super::act::{is_beyond, visible};
use super::choices::address;
use crate::app::dispatch::{ByHand, UNDO, offer_by_hand};
use crate::app::idempotent::Key;
use crate::app::offers::withdraw as take_back;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, OfferId};
use crate::queries::board::find_handled;
use crate::web::error::{Answer, status};
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, Query, perm};

/// Under which the keys of offers made on the board are kept.
const SEND: &str = "POST /board/jobs/{id}/offer";

/// What the board is asked to show.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// The job that is looked at; the first that waits if left out.
    job: Option<String>,
    /// Code of a province.
    province: Option<String>,
    /// Code of a category.
    category: Option<String>,
    /// An agent that is asked after: id, code or a part of its name.
    agent: Option<String>,
    /// An offer that was just sent.
    sent: Option<String>,
    /// An offer that was just taken back.
    undone: Option<String>,
}

/// An offer as the form of the candidates sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sending {
    agent_id: Option<String>,
    version: Option<String>,
    key: Option<String>,
    province: Option<String>,
    category: Option<String>,
}

/// What the board showed when an offer was taken back.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    job: Option<String>,
    province: Option<String>,
    category: Option<String>,
}

impl Asked {
    /// The address of the board that shows it.
    fn address(&self) -> String {
        let pairs = [
            ("job", &self.job),
            ("province", &self.province),
            ("category", &self.category),
            ("agent", &self.agent),
            ("sent", &self.sent),
            ("undone", &self.undone),
        ];
        address("/board", &pairs.map(|(name, value)| (name, value.as_deref().unwrap_or_default())))
    }

    /// The same filters with another job.
    fn with_job(&self, job: JobId) -> Self {
        let (province, category) = (self.province.clone(), self.category.clone());
        Self { job: Some(job.to_string()), province, category, ..Self::default() }
    }
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewCandidates>,
    asked: Query<Asked>,
) -> Answer {
    page(StatusCode::OK, &load(&app, (&request, &caller), &asked.0).await?)
}

/// Offers the job to one of its candidates; the message waits as long as the offer can be undone.
pub(super) async fn send(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::DispatchJob>,
    id: web::Path<JobId>,
    form: Form<Sending>,
) -> Answer {
    visible(&app, &caller, *id).await?;
    let Sending { agent_id, version, key, province, category } = form.0;
    let asked = Asked { province, category, ..Asked::default() }.with_job(*id);
    let done = offered(&app, &caller, *id, (agent_id.as_deref(), version.as_deref(), key)).await;
    let to = done.map(|sent| Asked { sent: Some(sent.to_string()), ..asked.clone() });
    answer(&app, (&request, &caller), (to, &asked), |_, _| ()).await
}

/// The offer that was made; refused also when the agent could no longer be asked as it was written.
async fn offered(
    app: &App,
    caller: &Caller,
    job: JobId,
    (agent, version, key): (Option<&str>, Option<&str>, Option<String>),
) -> Result<OfferId, Error> {
    let agent = agent.unwrap_or_default();
    let mut faults = Faults::default();
    let Ok(parsed) = agent.parse() else {
        faults.add("agent_id", FaultCode::AgentUnknown);
        return Err(faults.into());
    };
    let key = key.filter(|key| !key.is_empty());
    // One page offers several agents under its key, and each is another offer.
    let key = key.map(|key| Key { route: SEND, key: format!("{key}:{agent}"), body_hash: String::new() }.on(&job));
    let asked = ByHand { agent: parsed, seen: version.and_then(|version| version.parse().ok()), hold: UNDO };
    let sent = offer_by_hand(app, (Actor::staff(caller), key), job, asked).await?;
    sent.offers.first().copied().ok_or_else(|| Code::NotEligible.into())
}

/// Takes an offer back: unheard as long as its message waits, else its agent is told.
pub(super) async fn withdraw(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::DispatchJob>,
    id: web::Path<OfferId>,
    form: Form<Kept>,
) -> Answer {
    let (scope, id) = (caller.scope.clone(), *id);
    let offer = app.db.read(move |conn| find_handled(conn, &scope, id).map_err(Error::from)).await?;
    let Kept { job, province, category } = form.0;
    let looked_at = job.and_then(|job| job.parse().ok()).unwrap_or(offer.job_id);
    let asked = Asked { province, category, ..Asked::default() }.with_job(looked_at);
    let done = take_back(&app, (Actor::staff(&caller), None), id).await;
    let to = done.map(|_| Asked { undone: Some(id.to_string()), ..asked.clone() });
    answer(&app, (&request, &caller), (to, &asked), |v, shown| {
        shown.troubles = Troubles { whole: Some(v.t("page-undo-late")), fields: Vec::new() };
    })
    .await
}

/// On to the board that shows it, or the board with what was wrong; `tell` says better why a state does not allow it.
async fn answer(
    app: &App,
    (request, caller): (&HttpRequest, &Caller),
    (done, asked): (Result<Asked, Error>, &Asked),
    tell: impl FnOnce(&View, &mut BoardPage),
) -> Answer {
    let v = View::staff(app, request, "page-board", caller).at("/board".to_owned());
    match done {
        Ok(to) => Ok(see(&v.href(&to.address()))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(app, (request, caller), asked).await?;
            shown.troubles = v.troubles(&error);
            if error.code() == Code::EventNotAllowed {
                tell(&v, &mut shown);
            }
            page(status(error.code()), &shown)
        }
    }
}
