//! What stands behind a link without login: an offer, a visit, a request.

use crate::domain::customer::CustomerFlag;
use crate::domain::exchange::ExchangeState;
use crate::domain::id::{JobId, OfferId, RequestId, VisitId};
use crate::domain::job::JobState;
use crate::domain::offer::OfferState;
use crate::domain::rating::is_about;
use crate::domain::time::Window;
use crate::queries::money::{JobMoney, money_of};
use crate::queries::photos::{PhotoView, photos_of};
use crate::queries::portraits::portrait_on;
use crate::queries::units::{ActivationView, activation_of};
use crate::store::checklists::{JobChecklist, job_checklist};
use crate::store::complaints::{Complaint, list_complaints_about};
use crate::store::customers::{AddressRow, InstalledProduct, find_address, find_customer, find_installed_product};
use crate::store::exchanges::{ExchangeCase, list_exchanges_of};
use crate::store::jobs::{
    Job, Milestone, RequestContact, ServiceRequest, find_job, find_request, list_jobs_of, list_milestones,
    list_request_contacts,
};
use crate::store::offers::{
    Offer, Visit, find_offer, find_visit, find_visit_of_offer, list_jobs_of_visit, list_visits,
};
use crate::store::ratings::{Rating, find_rating};
use crate::store::workshop::{WorkshopUnit, find_unit_of_job};
use crate::store::{Conn, StoreError};

/// A job's unit and its place without what only the winner of the job may see.
#[derive(Debug, Clone)]
pub struct Work {
    /// The work.
    pub job: Job,
    /// The unit.
    pub unit: InstalledProduct,
    /// Code of the place.
    pub place: String,
    /// Part of the town, if known.
    pub neighbourhood: Option<String>,
    /// Latitude and longitude of the place, for a distance; never shown before acceptance.
    pub pin: (f64, f64),
}

/// Who to visit and where: only for whoever holds the job, while the visit is open.
#[derive(Debug, Clone)]
pub struct Home {
    /// The address in full.
    pub address: AddressRow,
    /// The people around the case.
    pub people: Vec<RequestContact>,
    /// What whoever goes there must know of the customer.
    pub care: Vec<CustomerFlag>,
}

/// An offer as its agent may see it.
#[derive(Debug, Clone)]
pub struct OfferFacts {
    /// The offer.
    pub offer: Offer,
    /// What is to be done.
    pub work: Work,
    /// The visit that the offer made, once accepted.
    pub visit: Option<VisitFacts>,
}

/// A visit as its technician may see it.
#[derive(Debug, Clone)]
pub struct VisitFacts {
    /// The visit.
    pub visit: Visit,
    /// The request that it is for.
    pub request: ServiceRequest,
    /// What is to be done, on each unit.
    pub works: Vec<Work>,
    /// The price of each work, in their order.
    pub money: Vec<JobMoney>,
    /// The photos of each work, in their order, while the visit is open.
    pub photos: Vec<Vec<PhotoView>>,
    /// What was kept of the checklist of each work, in their order, while the visit is open.
    pub checklists: Vec<Option<JobChecklist>>,
    /// Who to visit, while the visit is open.
    pub home: Option<Home>,
}

/// One unit of a request as its customer sees it.
#[derive(Debug, Clone)]
pub struct UnitFacts {
    /// The work.
    pub job: Job,
    /// The unit.
    pub unit: InstalledProduct,
    /// Its visits, oldest first.
    pub visits: Vec<Visit>,
    /// Whether there is a portrait of who comes on the visit that is open.
    pub has_portrait: bool,
    /// The due points.
    pub milestones: Vec<Milestone>,
    /// What the customer complained of about it, oldest first.
    pub complaints: Vec<Complaint>,
    /// Its price.
    pub money: JobMoney,
    /// Whether the work is done and something was paid.
    pub has_receipt: bool,
    /// The warranty that began with the unit's installation.
    pub activation: Option<ActivationView>,
    /// The unit as a workshop has or had it.
    pub workshop: Option<WorkshopUnit>,
    /// The newest case of exchange or refund about it that was not taken back.
    pub exchange: Option<ExchangeCase>,
    /// What its customer thinks of the work as it is done now.
    pub rating: Option<Rating>,
}

impl UnitFacts {
    /// The time agreed on, while it can still be another.
    #[must_use]
    pub fn movable(&self) -> Option<Window> {
        self.visits.iter().find(|visit| visit.state.0.is_movable()).map(Visit::window)
    }
}

/// A request as its customer sees it.
#[derive(Debug, Clone)]
pub struct RequestFacts {
    /// The request.
    pub request: ServiceRequest,
    /// Its units.
    pub units: Vec<UnitFacts>,
}

/// The offer of a link.
///
/// # Errors
/// `NotFound`, or the database.
pub fn offer_facts(conn: &mut Conn, id: OfferId) -> Result<OfferFacts, StoreError> {
    let offer = find_offer(conn, id)?;
    let (work, _, _) = work(conn, offer.job_id.0)?;
    let visit = if offer.state.0 == OfferState::Accepted { find_visit_of_offer(conn, id)? } else { None };
    let visit = visit.map(|visit| facts_of(conn, visit)).transpose()?;
    Ok(OfferFacts { offer, work, visit })
}

/// The visit of a link.
///
/// # Errors
/// `NotFound`, or the database.
pub fn visit_facts(conn: &mut Conn, id: VisitId) -> Result<VisitFacts, StoreError> {
    let visit = find_visit(conn, id)?;
    facts_of(conn, visit)
}

/// The visit that an accepted offer made.
///
/// # Errors
/// The database.
pub fn visit_of_offer(conn: &mut Conn, id: OfferId) -> Result<(OfferState, Option<VisitId>), StoreError> {
    let offer = find_offer(conn, id)?;
    let visit = find_visit_of_offer(conn, id)?;
    Ok((offer.state.0, visit.map(|visit| visit.id.0)))
}

/// The request of a link.
///
/// # Errors
/// `NotFound`, or the database.
pub fn request_facts(conn: &mut Conn, id: RequestId) -> Result<RequestFacts, StoreError> {
    let request = find_request(conn, id)?;
    let mut units = Vec::new();
    let mut complaints = list_complaints_about(conn, id)?;
    complaints.retain(|complaint| complaint.customer_id == request.customer_id);
    for job in list_jobs_of(conn, id)? {
        let unit = find_installed_product(conn, job.installed_product_id.0)?;
        let visits = list_visits(conn, job.id.0)?;
        let has_portrait = match visits.last() {
            Some(visit) => portrait_on(conn, visit)?.is_some(),
            None => false,
        };
        let milestones = list_milestones(conn, job.id.0)?;
        let complaints = complaints.iter().filter(|it| it.job_id == Some(job.id)).cloned().collect();
        let money = money_of(conn, job.id.0)?;
        let is_done = matches!(job.state.0, JobState::Completed | JobState::Verified | JobState::Closed);
        let has_receipt = is_done && !money.payments.is_empty();
        let activation = activation_of(conn, unit.id.0)?;
        let workshop = find_unit_of_job(conn, job.id.0)?;
        let cases = list_exchanges_of(conn, job.id.0)?;
        let exchange = cases.into_iter().rfind(|case| case.state.0 != ExchangeState::Withdrawn);
        let completed_at = job.completed_at.map(|at| at.0);
        let rating = find_rating(conn, job.id.0)?.filter(|it| is_about(it.at.0, completed_at));
        units.push(UnitFacts {
            job,
            unit,
            visits,
            has_portrait,
            milestones,
            complaints,
            money,
            has_receipt,
            activation,
            workshop,
            exchange,
            rating,
        });
    }
    Ok(RequestFacts { request, units })
}

fn facts_of(conn: &mut Conn, visit: Visit) -> Result<VisitFacts, StoreError> {
    let (mut works, mut money) = (Vec::new(), Vec::new());
    let (mut photos, mut checklists) = (Vec::new(), Vec::new());
    let mut place = None;
    for id in list_jobs_of_visit(conn, visit.id.0)? {
        let (work, request, address) = work(conn, id)?;
        // A price is told to whoever holds the job.
        let holds = work.job.agent_id.is_some_and(|agent| agent == visit.agent_id);
        money.push(if holds { money_of(conn, id)? } else { JobMoney::default() });
        let is_open = holds && visit.state.0.is_open();
        photos.push(if is_open { photos_of(conn, id)? } else { Vec::new() });
        checklists.push(if is_open { job_checklist(conn, id)? } else { None });
        works.push(work);
        place = Some((request, address));
    }
    let (request, address) = place.ok_or(StoreError::NotFound)?;
    let is_theirs = works.iter().any(|work| {
        work.job.agent_id.is_some_and(|agent| agent.0 == visit.agent_id.0) && work.job.state.0 != JobState::Cancelled
    });
    let home = if visit.state.0.is_open() && is_theirs {
        let flags = find_customer(conn, request.customer_id.0)?.flags.0;
        let care =
            flags.iter().filter_map(|flag| flag.parse().ok()).filter(|it: &CustomerFlag| it.is_for_technicians());
        Some(Home { address, people: list_request_contacts(conn, request.id.0)?, care: care.collect() })
    } else {
        None
    };
    Ok(VisitFacts { visit, request, works, money, photos, checklists, home })
}

fn work(conn: &mut Conn, id: JobId) -> Result<(Work, ServiceRequest, AddressRow), StoreError> {
    let job = find_job(conn, id)?;
    let request = find_request(conn, job.request_id.0)?;
    let address = find_address(conn, request.address_id.0)?;
    let unit = find_installed_product(conn, job.installed_product_id.0)?;
    let work = Work {
        job,
        unit,
        place: address.place.clone(),
        neighbourhood: address.neighbourhood.clone(),
        pin: (address.lat, address.lon),
    };
    Ok((work, request, address))
}
