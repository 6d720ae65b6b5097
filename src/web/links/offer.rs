//! The offer of a link: what an agent may know before the answer, and the answer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::{Value, json};

use super::said::{Said, Saying, fault, read};
use super::{Link, place, rating, subject, visit, warranty_tone};
use crate::app::offers::{self, Acceptance};
use crate::app::{Code, Error};
use crate::domain::fault::FaultCode;
use crate::domain::geo::Position;
use crate::domain::id::OfferId;
use crate::domain::language::Language;
use crate::domain::link::LinkKind;
use crate::domain::offer::OfferState;
use crate::domain::reason::ReasonKind;
use crate::domain::time::Window;
use crate::i18n::format;
use crate::queries::links::{OfferFacts, offer_facts};
use crate::web::error::{Answer, Problem, status};
use crate::web::view::{Troubles, View, page};

#[derive(Template)]
#[template(path = "links/offer.html")]
struct OfferPage {
    v: View,
    troubles: Troubles,
    typed: Saying,
    is_declining: bool,
    /// Code of the state as the agent sees it; `open` while it can be answered.
    state: &'static str,
    subject: String,
    kind: String,
    place: String,
    window: Option<String>,
    deadline: String,
    deadline_time: String,
    distance: Option<String>,
    warranty: String,
    tone: (&'static str, &'static str),
    technicians: Vec<(String, String)>,
    proposed: String,
    reasons: Vec<(String, String)>,
    wake: Option<(String, String)>,
}

/// The offer, or the visit that its acceptance made.
pub(super) async fn show(link: &Link<'_>, id: OfferId) -> Answer {
    let facts = load(link, id).await?;
    if let Some(visit) = facts.visit {
        return visit::show_facts(link, &visit);
    }
    if !link.wants_page() {
        return Ok(HttpResponse::Ok().json(told(link, &facts)));
    }
    rating::marked(link, facts.offer.agent_id.0, page(StatusCode::OK, &filled(link, &facts))?)
}

/// Takes the job: 200 exactly once, or a form's way back to the page.
pub(super) async fn accept(link: &Link<'_>, id: OfferId, said: Said) -> Answer {
    let key = said.key("POST /o/{code}/accept");
    let taken = async {
        let technician_id = read("technician_id", said.value.technician_id.as_ref())?;
        offers::note_opened(link.app, id).await?;
        offers::accept(link.app, id, key, Acceptance { technician_id }).await
    };
    match taken.await {
        Ok(accepted) if !link.wants_page() => {
            let facts = load(link, id).await?;
            let generation = facts.visit.map_or(1, |it| it.visit.link_generation);
            let visit_url = link.app.link_url(LinkKind::Visit, accepted.visit_id.as_str(), generation);
            Ok(HttpResponse::Ok().json(json!({
                "job_id": accepted.job_id, "visit_id": accepted.visit_id, "window": accepted.window,
                "visit_url": visit_url,
            })))
        }
        // The winner who asks again is shown the job.
        Ok(_) => Ok(link.back()),
        Err(error) if link.wants_page() && error.code() == Code::AlreadyAccepted => Ok(link.back()),
        Err(error) => refused(link, id, said.value, error).await,
    }
}

/// Declines for a reason.
pub(super) async fn decline(link: &Link<'_>, id: OfferId, said: Said) -> Answer {
    let key = said.key("POST /o/{code}/decline");
    let declined = async {
        let reason = said.value.reason.clone().ok_or_else(|| fault("reason", FaultCode::Required))?;
        offers::note_opened(link.app, id).await?;
        offers::decline(link.app, id, key, reason).await
    };
    match declined.await {
        Ok(_) if link.wants_page() => Ok(link.back()),
        Ok(_) => Ok(HttpResponse::Ok().json(json!({ "state": OfferState::Declined }))),
        Err(error) => refused(link, id, said.value, error).await,
    }
}

/// The refusal: a problem for programs; for people the page with what they typed.
async fn refused(link: &Link<'_>, id: OfferId, typed: Saying, error: Error) -> Answer {
    if !link.wants_page() || status(error.code()).is_server_error() {
        return Err(error.into());
    }
    let facts = load(link, id).await?;
    let mut page_of = filled(link, &facts);
    page_of.is_declining = link.request.path().ends_with("/decline");
    page_of.troubles = page_of.v.troubles(&error);
    page_of.typed = typed;
    page(status(error.code()), &page_of)
}

async fn load(link: &Link<'_>, id: OfferId) -> Result<OfferFacts, Problem> {
    Ok(link.app.db.read(move |conn| offer_facts(conn, id).map_err(Error::from)).await?)
}

/// The state as the agent sees it: a passed deadline ends an offer before the next tick does.
fn state(link: &Link<'_>, facts: &OfferFacts) -> &'static str {
    let offer = &facts.offer;
    match offer.state.0 {
        state if !state.is_open() => state.as_str(),
        _ if offer.deadline_at.0 <= link.app.clock.now() => OfferState::Expired.as_str(),
        _ => "open",
    }
}

fn window(facts: &OfferFacts) -> Option<Window> {
    Some(Window { from: facts.offer.proposed_from?.0, to: facts.offer.proposed_to?.0 })
}

fn distance_m(link: &Link<'_>, facts: &OfferFacts) -> Option<i64> {
    let network = link.app.network();
    let agent = network.agent(facts.offer.agent_id.0)?;
    let (lat, lon) = facts.work.pin;
    // Whole kilometres: the way to the house is told only after acceptance.
    let kilometres = (agent.position.metres_to(Position { lat, lon }) / 1000.0).round().max(1.0);
    format!("{kilometres:.0}").parse::<i64>().ok().map(|kilometres| kilometres * 1000)
}

fn technicians(link: &Link<'_>, facts: &OfferFacts) -> Vec<(String, String)> {
    let network = link.app.network();
    let agent = network.agent(facts.offer.agent_id.0);
    let all = agent.map(|agent| agent.technicians.as_slice()).unwrap_or_default();
    let language = link.language(recipient(link, facts));
    all.iter().map(|it| (it.id.to_string(), it.name_in(language).to_owned())).collect()
}

fn recipient(link: &Link<'_>, facts: &OfferFacts) -> Language {
    link.app.network().agent(facts.offer.agent_id.0).map(|agent| agent.language).unwrap_or_default()
}

fn told(link: &Link<'_>, facts: &OfferFacts) -> Value {
    let (work, offer) = (&facts.work, &facts.offer);
    let technicians: Vec<Value> =
        technicians(link, facts).into_iter().map(|(id, name)| json!({ "id": id, "name": name })).collect();
    json!({
        "kind": "offer", "state": state(link, facts), "short_number": offer.short_number,
        "job_kind": work.job.kind.0, "category": work.unit.category, "fault": work.job.fault,
        "place": work.place, "neighbourhood": work.neighbourhood, "window": window(facts),
        "deadline_at": offer.deadline_at.0, "distance_m": distance_m(link, facts),
        "warranty": work.job.warranty.0, "technicians": technicians,
        "technician_id": offer.technician_id.map(|id| id.0),
    })
}

fn filled(link: &Link<'_>, facts: &OfferFacts) -> OfferPage {
    let v = link.view("page-offer", recipient(link, facts));
    let catalogue = link.app.catalogue();
    let work = &facts.work;
    let warranty = work.job.warranty.0.as_str();
    let declining = catalogue.reasons(ReasonKind::Decline);
    OfferPage {
        troubles: Troubles::default(),
        typed: Saying::default(),
        is_declining: false,
        state: state(link, facts),
        subject: subject(&catalogue, &v, work, None),
        kind: v.code("job-kind", work.job.kind.0.as_str()),
        place: place(&catalogue, &v, &work.place, work.neighbourhood.as_deref()),
        window: window(facts).map(|window| v.window(window)),
        deadline: v.moment(facts.offer.deadline_at.0),
        deadline_time: v.time(facts.offer.deadline_at.0),
        distance: distance_m(link, facts).map(|metres| format::distance(v.language, metres)),
        warranty: v.code("warranty", warranty),
        tone: warranty_tone(warranty),
        technicians: technicians(link, facts),
        proposed: facts.offer.technician_id.map(|id| id.0.to_string()).unwrap_or_default(),
        reasons: declining.iter().map(|it| (it.code.clone(), v.code("reason", &it.code))).collect(),
        wake: link.wake(),
        v,
    }
}

impl OfferPage {
    fn is_chosen(&self, technician: &str) -> bool {
        self.typed.technician_id.as_deref().unwrap_or(&self.proposed) == technician
    }

    fn is_reason(&self, reason: &str) -> bool {
        self.typed.reason.as_deref() == Some(reason)
    }

    fn is_open(&self) -> bool {
        self.state == "open"
    }
}
