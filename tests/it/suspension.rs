//! An agent is suspended or dismissed: what the preview said is what happens, at once and on every node.

use chrono::TimeDelta;
use ostakar::app::agents::Scoped;
use ostakar::app::agents::suspension::{
    Holdings, Suspend, holdings, reinstate_agent, suspend_agent, suspend_due, terminate_agent,
};
use ostakar::app::intake::{NewRequest, register_request};
use ostakar::app::offers::{Acceptance, Accepted, accept};
use ostakar::app::visits::{VisitReport, report_visit};
use ostakar::app::{Actor, App, Code, dispatch, jobs, outbox, sample};
use ostakar::domain::access::{Caller, Role, Scope};
use ostakar::domain::agent::Standing;
use ostakar::domain::eligibility::RuleCode;
use ostakar::domain::id::{AgentId, JobId, OfferId};
use ostakar::domain::job::{JobEvent, JobState};
use ostakar::domain::language::Language;
use ostakar::domain::offer::OfferState;
use ostakar::domain::visit::{VisitEvent, VisitState};
use ostakar::security::link::{Purpose, short_code};
use ostakar::store::jobs::find_job;
use ostakar::store::network::{find_agent, list_loads};
use ostakar::store::offers::{find_offer, find_visit, list_offers};

use crate::support::app::TestApp;
use crate::support::{TestDb, both};

fn manager() -> Caller {
    Caller {
        user: uuid::Uuid::nil().into(),
        username: "manager".to_owned(),
        role: Role::Manager,
        language: Language::Fa,
        scope: Scope::All,
    }
}

/// Jobs offered to one agent, by the offers; the agent is one that many sample reports fit.
async fn offered_to_one(app: &App, count: usize) -> (AgentId, Vec<(JobId, OfferId)>) {
    let agent = app.network().agents().find(|agent| agent.code == "agent_001").unwrap().id;
    let mut offered = Vec::new();
    for k in 0..400 {
        let body = sample::sample_request(&app.catalogue(), &app.network(), app.clock.now(), k).unwrap();
        let body: NewRequest = serde_json::from_value(body).unwrap();
        let ranked_place = (body.address.city == "112931").then_some(());
        if ranked_place.is_none() {
            continue;
        }
        let job = register_request(app, Actor::system(), None, body).await.unwrap().jobs[0].id;
        if let Ok(sent) = dispatch::offer_job(app, Actor::system(), job, agent).await {
            offered.push((job, sent.offers[0]));
        }
        if offered.len() == count {
            outbox::deliver_due(app).await.unwrap();
            return (agent, offered);
        }
    }
    panic!("only {} jobs fit the agent", offered.len());
}

async fn take(app: &App, offer: OfferId) -> Accepted {
    accept(app, offer, None, Acceptance::default()).await.unwrap()
}

async fn at_visit(app: &App, taken: &Accepted, event: VisitEvent, reason: Option<&str>) -> VisitState {
    let code = (event == VisitEvent::Arrive).then(|| short_code(&app.keys, Purpose::Arrival, taken.visit_id.as_str()));
    let report =
        VisitReport { event, code, reason: reason.map(str::to_owned), outcome: None, note: None, parts: Vec::new() };
    report_visit(app, Actor::technician(taken.visit_id), taken.visit_id, None, report).await.unwrap().state
}

async fn state(app: &App, job: JobId) -> (JobState, Option<AgentId>) {
    let job = app.db.read(move |conn| find_job(conn, job)).await.unwrap();
    (job.state.0, job.agent_id.map(|id| id.0))
}

async fn preview(app: &App, agent: AgentId) -> Holdings {
    app.db.read(move |conn| holdings(conn, &Scoped(Scope::All), agent)).await.unwrap()
}

async fn open_jobs(app: &App, agent: AgentId) -> i32 {
    app.db.read(move |conn| list_loads(conn, Some(&[agent]))).await.unwrap()[0].1
}

async fn standing(app: &App, agent: AgentId) -> Standing {
    app.db.read(move |conn| find_agent(conn, agent)).await.unwrap().standing.0
}

fn because(reason: &str) -> Suspend {
    Suspend { reason: Some(reason.to_owned()), ..Suspend::default() }
}

both!(m13_what_the_preview_said_is_what_happened, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let (app, other) = (&test.app, test.node().await);
    let (agent, offered) = offered_to_one(app, 5).await;
    let [accepted, under_way, started, held, open] = [0, 1, 2, 3, 4].map(|at| offered[at]);
    take(app, accepted.1).await;
    at_visit(app, &take(app, under_way.1).await, VisitEvent::SetOut, None).await;
    let on_site = take(app, started.1).await;
    at_visit(app, &on_site, VisitEvent::SetOut, None).await;
    at_visit(app, &on_site, VisitEvent::Arrive, None).await;
    take(app, held.1).await;
    let until = Some(app.clock.now() + TimeDelta::days(3));
    let pause = jobs::Change { event: JobEvent::Hold, reason: Some("PART_ORDERED".to_owned()), until, seen: None };
    jobs::change_job(app, Actor::staff(&manager()), held.0, pause).await.unwrap();

    let said = preview(app, agent).await;
    let counts = (said.open_offers, said.assigned, said.in_progress, said.on_hold, said.visits);
    // The job that waits has lost its visit.
    assert_eq!(counts, (1, 2, 1, 1, 2));
    let acted = suspend_agent(app, &manager(), (agent, None), because("CONTRACT_BREACH")).await.unwrap();
    assert_eq!(acted.done, said);
    assert_eq!((acted.standing, acted.is_planned), (Standing::Suspended, false));

    for (job, _) in [accepted, under_way, open] {
        assert_eq!(state(app, job).await, (JobState::PendingDispatch, None));
    }
    assert_eq!(state(app, started.0).await, (JobState::InProgress, Some(agent)));
    assert_eq!(state(app, held.0).await, (JobState::OnHold, Some(agent)));
    assert_eq!(open_jobs(app, agent).await, 2);
    let offer = app.db.read(move |conn| find_offer(conn, open.1)).await.unwrap();
    assert_eq!(offer.state.0, OfferState::Withdrawn);
    for node in [app, &other] {
        let refused = accept(node, open.1, None, Acceptance::default()).await.unwrap_err();
        assert_eq!(refused.code(), Code::OfferWithdrawn);
    }
    let ranked = dispatch::rank_job(app, open.0, None).await.unwrap();
    let why = ranked.ledger.excluded.iter().find(|it| it.agent_id == agent).unwrap();
    assert!(why.failed.iter().any(|failed| failed.code == RuleCode::AgentSuspended), "{why:?}");

    // The started job comes back without its work: it goes to others in the same step.
    assert_eq!(at_visit(app, &on_site, VisitEvent::EndUndone, Some("PART_NEEDED")).await, VisitState::NotDone);
    assert_eq!(state(app, started.0).await, (JobState::PendingDispatch, None));
    app.clock.advance(TimeDelta::days(3));
    jobs::resume_due(app).await.unwrap();
    assert_eq!(state(app, held.0).await, (JobState::PendingDispatch, None));
    assert_eq!((open_jobs(app, agent).await, preview(app, agent).await.visits), (0, 0));
});

both!(m13_a_suspension_planned_for_later_begins_and_ends_by_itself, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (agent, offered) = offered_to_one(app, 2).await;
    let taken = take(app, offered[0].1).await;
    let (from, to) = (app.clock.now() + TimeDelta::minutes(10), app.clock.now() + TimeDelta::hours(2));
    let planned = Suspend { from: Some(from), to: Some(to), ..because("LEAVE") };
    let acted = suspend_agent(app, &manager(), (agent, None), planned).await.unwrap();
    assert_eq!((acted.standing, acted.is_planned), (Standing::Active, true));
    assert_eq!(suspend_due(app).await.unwrap(), 0);
    assert_eq!(state(app, offered[0].0).await.0, JobState::Assigned);
    app.clock.advance(TimeDelta::minutes(10));
    // Before any tick has run, the database refuses already.
    let refused = accept(app, offered[1].1, None, Acceptance::default()).await.unwrap_err();
    assert_eq!(refused.code(), Code::AgentNotActive);
    assert_eq!(suspend_due(app).await.unwrap(), 1);
    assert_eq!(
        (standing(app, agent).await, state(app, offered[0].0).await.0),
        (Standing::Suspended, JobState::PendingDispatch)
    );
    let visit = app.db.read(move |conn| find_visit(conn, taken.visit_id)).await.unwrap();
    assert_eq!(visit.state.0, VisitState::Cancelled);
    assert_eq!(suspend_due(app).await.unwrap(), 0);
    app.clock.advance(TimeDelta::hours(2));
    assert_eq!(suspend_due(app).await.unwrap(), 1);
    assert_eq!(standing(app, agent).await, Standing::Active);
    let offers = app.db.read(move |conn| list_offers(conn, offered[1].0)).await.unwrap();
    assert!(offers.iter().all(|offer| !offer.state.0.is_open()));
});

both!(m13_a_planned_suspension_is_called_off_and_a_dismissal_is_for_good, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let agent = app.network().agents().next().unwrap().id;
    let wrong = Suspend { to: Some(app.clock.now()), ..because("NO_SUCH") };
    let refused = suspend_agent(app, &manager(), (agent, None), wrong).await.unwrap_err();
    assert!(
        refused.to_string().contains("ReasonUnknown") && refused.to_string().contains("WindowEndsBeforeStart"),
        "{refused}"
    );
    let later = Suspend { from: Some(app.clock.now() + TimeDelta::days(1)), ..because("LEAVE") };
    suspend_agent(app, &manager(), (agent, None), later).await.unwrap();
    reinstate_agent(app, &manager(), (agent, None)).await.unwrap();
    app.clock.advance(TimeDelta::days(2));
    assert_eq!(suspend_due(app).await.unwrap(), 0);
    assert_eq!(standing(app, agent).await, Standing::Active);
    let ended = terminate_agent(app, &manager(), (agent, None), Some("CONTRACT_BREACH".to_owned())).await.unwrap();
    assert_eq!(ended.standing, Standing::Terminated);
    let refused = reinstate_agent(app, &manager(), (agent, None)).await.unwrap_err();
    assert_eq!(refused.code(), Code::EventNotAllowed);
    let elsewhere = Caller { scope: Scope::Provinces(vec!["fars".to_owned()]), ..manager() };
    let unseen = suspend_agent(app, &elsewhere, (agent, None), because("LEAVE")).await.unwrap_err();
    assert_eq!(unseen.code(), Code::NotFound);
});

both!(m14_acceptances_at_once_never_exceed_the_day_of_an_agent, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (agent, offered) = offered_to_one(app, 5).await;
    let limit = move |tx: &mut ostakar::store::Tx<'_>| {
        let mut row = find_agent(tx.conn(), agent)?;
        (row.capacity_open, row.capacity_day) = (4, 2);
        ostakar::store::network::save_agent(tx, &mut row)
    };
    app.db.write(limit).await.unwrap();
    let racing = offered.iter().map(|(_, offer)| {
        let (app, offer) = (app.clone(), *offer);
        tokio::spawn(async move { accept(&app, offer, None, Acceptance::default()).await })
    });
    let mut outcomes = Vec::new();
    for answer in racing.collect::<Vec<_>>() {
        outcomes.push(answer.await.unwrap().map(|taken| taken.window).map_err(|error| error.code()));
    }
    let windows: Vec<_> = outcomes.iter().flatten().collect();
    assert_eq!(windows.len(), 4, "{outcomes:?}");
    assert!(outcomes.contains(&Err(Code::CapacityFull)), "{outcomes:?}");
    // Nothing was promised, so those that found the day full came on the next one.
    let mut days = std::collections::BTreeMap::new();
    for window in windows {
        *days.entry(app.catalogue().calendar().local_date(window.from)).or_insert(0) += 1;
    }
    assert!(days.values().all(|jobs| *jobs <= 2) && days.len() >= 2, "{days:?}");
});
