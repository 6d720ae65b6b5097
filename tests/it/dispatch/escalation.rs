//! Nobody is left to ask: people are called one after the other until somebody takes the job.

use chrono::TimeDelta;
use ostakar::app::jobs::{Change, change_job};
use ostakar::app::offers::{Acceptance, accept};
use ostakar::app::{App, dispatch};
use ostakar::domain::access::Role;
use ostakar::domain::id::JobId;
use ostakar::domain::job::JobEvent;
use ostakar::domain::policy::{EscalateTo, EscalationStep};
use ostakar::domain::task::TaskState;
use ostakar::store::Col;
use ostakar::store::dispatch::{Round, find_round};
use ostakar::store::jobs::list_decisions;
use ostakar::store::people::find_user_by_name;
use ostakar::store::tasks::{Task, list_tasks_of, save_task};

use super::{best, change_policy, events_of, job_of, open_offers, report, staff};
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

fn step(after_minutes: i64, to: EscalateTo, due_minutes: i64) -> EscalationStep {
    EscalationStep { after_minutes, to, due_minutes }
}

/// A policy that asks nobody: at once the dispatchers, in an hour the manager by name, in two more the administrators.
async fn chain(app: &App) {
    change_policy(app, "balanced", |policy| {
        policy.tiers.clear();
        policy.escalation = vec![
            step(0, EscalateTo::Role(Role::Dispatcher), 30),
            step(60, EscalateTo::User("manager".to_owned()), 60),
            step(120, EscalateTo::User("nobody".to_owned()), 60),
        ];
    })
    .await;
}

async fn task_of(app: &App, job: JobId) -> Task {
    let mut tasks = app.db.read(move |conn| list_tasks_of(conn, job)).await.unwrap();
    assert_eq!(tasks.len(), 1, "one task a job, passed up");
    tasks.remove(0)
}

async fn round_of(app: &App, job: JobId) -> Round {
    app.db.read(move |conn| find_round(conn, job)).await.unwrap().unwrap()
}

both!(m17_a_job_that_nobody_takes_goes_up_step_by_step_over_restarts, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    chain(&test.app).await;
    let job = report(&test.app, 1).await;
    dispatch::dispatch_due(&test.app).await.unwrap();
    let called = task_of(&test.app, job).await;
    assert_eq!((called.owner_role.0, called.owner_id), (Role::Dispatcher, None));
    assert_eq!(called.due_at.0, test.app.clock.now() + TimeDelta::minutes(30));
    assert_eq!(dispatch::escalate_due(&test.app).await.unwrap(), 0, "not yet");
    test.app.clock.advance(TimeDelta::minutes(60));
    let app = test.node().await;
    assert_eq!(dispatch::escalate_due(&app).await.unwrap(), 1);
    assert_eq!(dispatch::escalate_due(&app).await.unwrap(), 0, "once a step");
    let manager = app.db.read(|conn| find_user_by_name(conn, "manager")).await.unwrap();
    let called = task_of(&app, job).await;
    assert_eq!((called.owner_role.0, called.owner_id), (Role::Manager, Some(manager.id)));
    test.app.clock.advance(TimeDelta::minutes(120));
    let app = test.node().await;
    assert_eq!(dispatch::escalate_due(&app).await.unwrap(), 1);
    let last = task_of(&app, job).await;
    assert_eq!((last.owner_role.0, last.owner_id), (Role::Manager, None), "somebody who is gone is replaced by a role");
    assert_eq!(round_of(&app, job).await.escalate_at, None, "the chain ends with the last");
    assert_eq!(events_of(&app, job, "dispatcher_called").await.len(), 3);
    // Looked at again, the job calls nobody a second time while the task is open.
    assert!(job_of(&app, job).await.dispatch_at.is_some());
    dispatch::dispatch_due(&app).await.unwrap();
    assert_eq!(events_of(&app, job, "dispatcher_called").await.len(), 3);
    let decisions = app.db.read(move |conn| list_decisions(conn, job)).await.unwrap();
    let told = events_of(&app, job, "no_candidate").await;
    assert_eq!((decisions.len(), told.len()), (1, 1), "the same found again is not kept again");
    let agent = best(&app, job).await;
    dispatch::offer_job(&app, staff(), job, agent).await.unwrap();
    let offer = open_offers(&app, job).await.remove(0);
    accept(&app, offer.id.0, None, Acceptance::default()).await.unwrap();
    assert_eq!(task_of(&app, job).await.state.0, TaskState::Done);
    let round = round_of(&app, job).await;
    assert_eq!((round.steps, round.escalate_at), (0, None));
});

both!(m17_the_chain_waits_for_somebody_who_took_the_task_and_ends_with_a_hold, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    chain(app).await;
    let job = report(app, 1).await;
    dispatch::dispatch_due(app).await.unwrap();
    let mut task = task_of(app, job).await;
    let due = app.clock.now() + TimeDelta::minutes(90);
    let dispatcher = app.db.read(|conn| find_user_by_name(conn, "dispatcher")).await.unwrap();
    (task.owner_id, task.due_at.0) = (Some(dispatcher.id), due);
    app.db.write(move |tx| save_task(tx, &mut task.clone())).await.unwrap();
    app.clock.advance(TimeDelta::minutes(60));
    dispatch::escalate_due(app).await.unwrap();
    assert_eq!(task_of(app, job).await.owner_id, Some(Col(dispatcher.id.0)));
    assert_eq!(round_of(app, job).await.escalate_at.map(|at| at.0), Some(due));
    app.clock.advance(TimeDelta::minutes(30));
    dispatch::escalate_due(app).await.unwrap();
    assert_eq!(task_of(app, job).await.owner_role.0, Role::Manager);
    let until = app.clock.now() + TimeDelta::days(1);
    let hold =
        Change { event: JobEvent::Hold, reason: Some("CUSTOMER_LATER".to_owned()), until: Some(until), seen: None };
    change_job(app, staff(), job, hold).await.unwrap();
    assert_eq!(task_of(app, job).await.state.0, TaskState::Done);
    app.clock.advance(TimeDelta::hours(5));
    assert_eq!(dispatch::escalate_due(app).await.unwrap(), 0);
});
