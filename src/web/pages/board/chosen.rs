//! The job that is looked at: what it is, who could take it, why not the others, and where they are.

use super::Asked;
use super::candidates::{BEST, Ledger};
use super::explain::Lookup;
use super::map::{Map, draw};
use super::queue::{Due, urgency};
use crate::app::clock::mint;
use crate::app::dispatch::rank_job;
use crate::app::{App, Error};
use crate::domain::access::{Caller, Permission};
use crate::domain::agent::Agent;
use crate::domain::id::JobId;
use crate::domain::job::JobState;
use crate::domain::time::Window;
use crate::queries::jobs::{JobRow, find_row};
use crate::web::links::warranty_tone;
use crate::web::pages::jobs::{holder, subject, tone, town};
use crate::web::view::View;

/// The job that is looked at.
pub(super) struct Chosen {
    /// Id.
    pub id: String,
    /// Version that a form was made on.
    pub version: i32,
    /// Key of the form.
    pub key: String,
    /// Its own page.
    pub page: String,
    /// What is wrong with which unit.
    pub subject: String,
    /// Tone and words of its state.
    pub state: (&'static str, String),
    /// Who has it; none while it waits.
    pub holder: Option<String>,
    /// When it is due.
    pub due: Option<Due>,
    /// Tone, icon and words of the verdict.
    pub warranty: (&'static str, &'static str, String),
    /// Reference as HTML.
    pub reference: String,
    /// Town.
    pub place: String,
    /// The promised window, in words.
    pub promised: Option<String>,
    /// Tone and words of what matters.
    pub marks: Vec<(&'static str, String)>,
    /// The ranking; none for a job that does not wait for an agent.
    pub ranking: Option<Ranking>,
    /// The agent that was asked after.
    pub lookup: Lookup,
}

/// The network ranked for the job.
pub(super) struct Ranking {
    /// Name and version of the policy.
    pub policy: String,
    /// Who timed the ways, in words.
    pub timed_by: String,
    /// Candidates and who was left out.
    pub ledger: Ledger,
    /// Where they are.
    pub map: Map,
}

impl Chosen {
    /// Where it is offered.
    pub fn offering(&self) -> String {
        format!("/board/jobs/{}/offer", self.id)
    }

    /// The job as the caller may see it.
    pub async fn load(app: &App, (v, caller): (&View, &Caller), id: JobId, asked: &Asked) -> Result<Self, Error> {
        let (scope, now) = (caller.scope.clone(), app.clock.now());
        let mut row = app.db.read(move |conn| find_row(conn, &scope, id).map_err(Error::from)).await?;
        if !v.may(Permission::ViewCustomer) {
            row.hide_customer();
        }
        let waits = row.status == JobState::PendingDispatch;
        let ranking = if waits { Some(Ranking::load(app, v, &row).await?) } else { None };
        let lookup = if waits { Lookup::load(app, v, id, asked.agent.as_deref()).await? } else { Lookup::default() };
        let outcome = row.warranty.as_str();
        let (shade, icon) = warranty_tone(outcome);
        Ok(Self {
            id: row.id.to_string(),
            version: row.version,
            key: mint::<JobId>(now).to_string(),
            page: v.href(&format!("/jobs/{id}")),
            subject: subject(app, v, &row),
            state: (tone(row.status), v.code("job-state", row.status.as_str())),
            holder: holder(v, &row).filter(|_| !waits),
            due: row.due_at.map(|at| Due::of(v, at, now)),
            warranty: (shade, icon, v.code("warranty", outcome)),
            reference: v.bdi(&row.reference),
            place: town(app, v, &row.city),
            promised: row.promised.map(|span| v.window(Window { from: span.from, to: span.to })),
            marks: urgency(v, &row),
            ranking,
            lookup,
        })
    }
}

impl Ranking {
    async fn load(app: &App, v: &View, row: &JobRow) -> Result<Self, Error> {
        let ranked = rank_job(app, row.id, None).await?;
        let network = app.network();
        let best = ranked.ledger.eligible.iter().take(BEST);
        let agents: Vec<&Agent> = best.filter_map(|it| network.agent(it.agent_id)).collect();
        Ok(Self {
            policy: format!("{} v{}", ranked.policy.0, ranked.policy.1),
            timed_by: v.code("travel-source", ranked.ledger.travel_source.as_str()),
            ledger: Ledger::of(app, v, &ranked),
            map: draw(v, (ranked.case.position(), &row.reference), &agents),
        })
    }
}
