//! Dispatch by its policies: tiers, quiet hours, batches, contracts, escalation, and the ledger that explains them.

mod contract;
mod escalation;
mod ledger;
mod night;
mod slots;
mod tiers;

use ostakar::app::intake::{NewRequest, register_request};
use ostakar::app::{Actor, App, dispatch, sample};
use ostakar::domain::access::{Caller, Role, Scope};
use ostakar::domain::id::{AgentId, JobId};
use ostakar::domain::language::Language;
use ostakar::domain::policy::{DispatchPolicy, PolicyKind, Tier, TierKind, TierWork};
use ostakar::store::catalogue::{PolicyRow, insert_policy, retire_policy};
use ostakar::store::jobs::{Job, find_job};
use ostakar::store::journal::{Event, list_events};
use ostakar::store::offers::{Offer, list_offers};
use ostakar::store::{At, Col, StoreError};
use serde_json::Value;

/// Staff that dispatch.
pub fn staff() -> Actor {
    Actor::staff(&clerk())
}

fn clerk() -> Caller {
    Caller {
        user: uuid::Uuid::nil().into(),
        username: "dispatcher".to_owned(),
        role: Role::Dispatcher,
        language: Language::En,
        scope: Scope::All,
    }
}

/// Stores another version of a dispatch policy and puts it in force.
async fn change_policy(app: &App, name: &str, change: impl FnOnce(&mut DispatchPolicy)) {
    let (_, version, mut policy) = app.catalogue().dispatch_policy(name);
    change(&mut policy);
    let row = PolicyRow {
        kind: Col(PolicyKind::Dispatch),
        code: name.to_owned(),
        version: version + 1,
        spec: serde_json::to_string(&policy).unwrap(),
        is_current: true,
        created_by: None,
        created_at: At(app.clock.now()),
    };
    let written = app.db.write(move |tx| {
        retire_policy(tx, PolicyKind::Dispatch, &row.code)?;
        insert_policy(tx, &row)
    });
    written.await.unwrap();
    app.reload_catalogue().await.unwrap();
}

fn tier(kind: TierKind, agents: usize, waves: i32) -> Tier {
    Tier { kind, work: TierWork::Any, agents, waves, answer_minutes: 30 }
}

/// The `k`-th sample report with these fields set, taken down.
async fn report_with(app: &App, k: u64, set: &[(&str, Value)]) -> JobId {
    let mut body = sample::sample_request(&app.catalogue(), &app.network(), app.clock.now(), k).unwrap();
    for (name, value) in set {
        body[*name] = value.clone();
    }
    let body: NewRequest = serde_json::from_value(body).unwrap();
    register_request(app, Actor::system(), None, body).await.unwrap().jobs[0].id
}

/// The `k`-th sample report, taken down.
pub async fn report(app: &App, k: u64) -> JobId {
    report_with(app, k, &[]).await
}

async fn job_of(app: &App, job: JobId) -> Job {
    app.db.read(move |conn| find_job(conn, job)).await.unwrap()
}

async fn offers_of(app: &App, job: JobId) -> Vec<Offer> {
    app.db.read(move |conn| list_offers(conn, job)).await.unwrap()
}

async fn open_offers(app: &App, job: JobId) -> Vec<Offer> {
    offers_of(app, job).await.into_iter().filter(|offer| offer.state.0.is_open()).collect()
}

async fn events_of(app: &App, job: JobId, name: &str) -> Vec<Event> {
    let events = app.db.read(move |conn| list_events(conn, job)).await.unwrap();
    events.into_iter().filter(|event| event.name == name).collect()
}

/// The best agent for a job now.
async fn best(app: &App, job: JobId) -> AgentId {
    dispatch::rank_job(app, job, None).await.unwrap().ledger.eligible[0].agent_id
}

/// The first job from the `k`-th report on whose best candidate is this agent, or any that passes for it.
async fn another_for(app: &App, agent: AgentId, k: u64) -> JobId {
    for k in k..k + 300 {
        let job = report(app, k).await;
        let ranked = dispatch::rank_job(app, job, None).await.unwrap();
        if ranked.ledger.eligible.iter().any(|candidate| candidate.agent_id == agent) {
            return job;
        }
    }
    panic!("no other job for the same agent");
}

/// Changes an agent's row behind the snapshot of this node.
async fn change_agent(
    app: &App,
    id: AgentId,
    change: impl Fn(&mut ostakar::store::network::AgentRow) + Send + 'static,
) {
    let written = app.db.write(move |tx| -> Result<(), StoreError> {
        let mut row = ostakar::store::network::find_agent(tx.conn(), id)?;
        change(&mut row);
        ostakar::store::network::save_agent(tx, &mut row)
    });
    written.await.unwrap();
}
