//! A complaint that the customer lodges through the own link, about one of the jobs of the request.

use super::register::{AgainstEntry, NewComplaint, Received, Registering, check};
use super::step::Ground;
use crate::app::idempotent::{Key, once};
use crate::app::linked::Linked;
use crate::app::{Actor, App, Error};
use crate::domain::complaint::{Against, AgainstKind, ComplaintSubject};
use crate::domain::customer::Channel;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, RequestId};
use crate::domain::reference::Reference;
use crate::store::Tx;
use crate::store::complaints::list_complaints_about;
use crate::store::jobs::{Job, find_request, list_jobs_of, save_request};

/// What the customer says.
#[derive(Debug, Clone)]
pub struct Lodged {
    /// The job; the only one of the request if nothing is said.
    pub job: Option<JobId>,
    /// What it is about.
    pub subject: Option<ComplaintSubject>,
    /// In the customer's words.
    pub description: String,
    /// What the customer asks for.
    pub demand: Option<String>,
}

/// Takes it down. While one that the customer lodged about the same job is open, it is that one.
///
/// # Errors
/// Every faulty value at once; `NotFound`; the same key with another body; the database.
pub async fn lodge_complaint(
    app: &App,
    (request, key): (RequestId, Option<Key>),
    lodged: Lodged,
) -> Result<Received, Error> {
    let (now, catalogue) = (app.clock.now(), app.catalogue());
    let mut input = NewComplaint {
        channel: Some(Channel::Web),
        customer_id: None,
        phone: None,
        email: None,
        name: None,
        request: None,
        job: lodged.job,
        against: AgainstEntry { kind: AgainstKind::Company, id: None },
        severity: None,
        subject: lodged.subject.unwrap_or(ComplaintSubject::Other),
        description: lodged.description,
        demand: lodged.demand,
        owner_id: None,
        owner_role: None,
    };
    let mut checked = check(&input, &app.site.region, true);
    if lodged.subject.is_none() {
        checked.faults.add("subject", FaultCode::Required);
    }
    checked.faults.clone().or(())?;
    input.request = Some(request.to_string());
    let reference = app.references_next().await?;
    let taken = app.db.write(move |tx| {
        let actor = Actor::customer(request);
        once(tx, (&actor, key.as_ref()), now, |tx| {
            let ground = Ground { catalogue: &catalogue, actor: &actor, now };
            lodge(tx, &Registering { ground, input: &input, checked: &checked, of: None }, (request, reference))
        })
    });
    taken.await
}

fn lodge(
    tx: &mut Tx<'_>,
    registering: &Registering<'_>,
    (id, reference): (RequestId, Reference),
) -> Result<Received, Error> {
    let mut request = find_request(tx.conn(), id)?;
    let job = job_of(list_jobs_of(tx.conn(), id)?, registering.input.job)?;
    let known = list_complaints_about(tx.conn(), id)?
        .into_iter()
        .find(|it| it.job_id == Some(job.id) && it.created_by.is_none() && it.state.0.is_open());
    if let Some(known) = known {
        return Ok(Received { id: known.id.0 });
    }
    // Of two forms sent at once the second finds the request changed, looks again and finds the complaint.
    save_request(tx, &mut request)?;
    let (customer, province) = (request.customer_id.0, request.province.clone());
    let against = against(&job, registering.input.subject);
    let found = Linked { customer: Some(customer), request: Some(request), job: Some(job), complaint: None, province };
    registering.take_down(tx, (reference, customer), (&found, against), None)
}

fn job_of(jobs: Vec<Job>, named: Option<JobId>) -> Result<Job, Error> {
    let is_alone = jobs.len() == 1;
    let job = jobs.into_iter().find(|job| named.map_or(is_alone, |named| job.id.0 == named));
    job.ok_or_else(|| {
        let mut faults = Faults::default();
        faults.add("job", if named.is_some() { FaultCode::JobUnknown } else { FaultCode::Required });
        faults.into()
    })
}

/// What an agent does is complained of with the agent that holds the job; all else is the organisation's.
fn against(job: &Job, subject: ComplaintSubject) -> Against {
    use ComplaintSubject as S;
    let is_of_agent =
        matches!(subject, S::Delay | S::NoShow | S::Behaviour | S::Workmanship | S::Price | S::Part | S::Damage);
    match job.agent_id.filter(|_| is_of_agent) {
        Some(agent) => Against { kind: AgainstKind::Agent, id: Some(agent.0.to_string()) },
        None => Against { kind: AgainstKind::Company, id: None },
    }
}
