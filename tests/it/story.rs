//! The main job through its use-cases on both databases, and the races that it must survive.

use chrono::TimeDelta;

use ostakar::app::intake::{NewRequest, Registered, register_request};
use ostakar::app::links::Opened;
use ostakar::app::offers::{Acceptance, accept, decline, expire_due};
use ostakar::app::visits::{VisitReport, report_visit};
use ostakar::app::{Actor, App, Code, Error, audit, dispatch, jobs, outbox, sample};
use ostakar::domain::id::{JobId, OfferId, VisitId};
use ostakar::domain::job::{JobEvent, JobState};
use ostakar::domain::message::MessageKind;
use ostakar::domain::offer::OfferState;
use ostakar::domain::text::latin_digits;
use ostakar::domain::visit::{VisitEvent, VisitState};
use ostakar::store::jobs::{Job, find_job, list_decisions, list_verdicts};
use ostakar::store::journal::list_events;
use ostakar::store::messages::list_messages_of_job;
use ostakar::store::network::{find_agent, list_loads, save_agent};
use ostakar::store::offers::{Offer, find_offer, find_visit, list_offers};
use ostakar::store::tasks::list_tasks_of;

use crate::support::app::TestApp;
use crate::support::{TestDb, both};

/// The `k`-th sample report taken down.
pub async fn report(app: &App, k: u64) -> Registered {
    let body = sample::sample_request(&app.catalogue(), &app.network(), app.clock.now(), k).unwrap();
    let body: NewRequest = serde_json::from_value(body).unwrap();
    register_request(app, Actor::system(), None, body).await.unwrap()
}

/// Reported, dispatched and offered; the offer is sent.
pub async fn offered(app: &App, k: u64) -> (JobId, Offer) {
    let job = report(app, k).await.jobs[0].id;
    dispatch::dispatch_due(app).await.unwrap();
    outbox::deliver_due(app).await.unwrap();
    let offers = offers_of(app, job).await;
    (job, offers.into_iter().find(|offer| offer.state.0.is_open()).expect("an open offer"))
}

async fn offers_of(app: &App, job: JobId) -> Vec<Offer> {
    app.db.read(move |conn| list_offers(conn, job)).await.unwrap()
}

async fn job_of(app: &App, job: JobId) -> Job {
    app.db.read(move |conn| find_job(conn, job)).await.unwrap()
}

/// The four digits in the newest message of a kind about a job.
async fn code_in(app: &App, job: JobId, kind: MessageKind) -> String {
    let messages = app.db.read(move |conn| list_messages_of_job(conn, job)).await.unwrap();
    let text = app.render(messages.iter().find(|message| message.kind.0 == kind).expect("a message"));
    let text = latin_digits(&text);
    text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 4).expect("four digits").to_owned()
}

async fn at_visit(app: &App, visit: VisitId, event: VisitEvent, code: Option<String>) -> Result<VisitState, Error> {
    let report = VisitReport { event, code, reason: None, outcome: None, note: None, parts: Vec::new() };
    report_visit(app, Actor::technician(visit), visit, None, report).await.map(|told| told.state)
}

both!(a_report_becomes_a_closed_job, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, offer) = offered(app, 1).await;
    assert_eq!(offer.state.0, OfferState::Sent);
    let sms = test.sms.all();
    let to_agent = sms.iter().find(|sms| sms.text.contains("/o/")).expect("the offer's SMS");
    let code = to_agent.text.split("/o/").nth(1).unwrap().chars().take(16).collect::<String>();
    assert_eq!(app.open_link(&code).await.unwrap(), Opened::Offer(offer.id.0));

    app.clock.advance(TimeDelta::minutes(5));
    let accepted = accept(app, offer.id.0, None, Acceptance::default()).await.unwrap();
    assert_eq!(job_of(app, job).await.state.0, JobState::Assigned);
    let visit = accepted.visit_id;
    app.clock.advance(TimeDelta::hours(2));
    at_visit(app, visit, VisitEvent::SetOut, None).await.unwrap();
    app.clock.advance(TimeDelta::minutes(20));
    let arrival = code_in(app, job, MessageKind::TechnicianEnRoute).await;
    at_visit(app, visit, VisitEvent::Arrive, Some(arrival)).await.unwrap();
    assert_eq!(job_of(app, job).await.state.0, JobState::InProgress);
    at_visit(app, visit, VisitEvent::BeginWork, None).await.unwrap();
    app.clock.advance(TimeDelta::hours(1));
    let completion = code_in(app, job, MessageKind::CompletionCode).await;
    assert_eq!(at_visit(app, visit, VisitEvent::Finish, Some(completion)).await.unwrap(), VisitState::Done);
    assert_eq!(job_of(app, job).await.state.0, JobState::Verified);
    jobs::settle_due(app).await.unwrap();
    let closed = job_of(app, job).await;
    assert_eq!(closed.state.0, JobState::Closed);
    let took = closed.completed_at.unwrap().0 - closed.registered_at.0;
    assert_eq!(took, TimeDelta::minutes(5 + 120 + 20 + 60));

    let verdicts = app.db.read(move |conn| list_verdicts(conn, job)).await.unwrap();
    assert_eq!(verdicts.iter().map(|it| it.stage.0.as_str()).collect::<Vec<_>>(), ["intake", "completion"]);
    let events = app.db.read(move |conn| list_events(conn, job)).await.unwrap();
    let path: Vec<&str> = events.iter().filter(|it| it.topic.0.as_str() == "job").map(|it| it.name.as_str()).collect();
    assert_eq!(path, ["queue", "offered", "assign", "start", "complete", "verify", "close"]);
    let agent = offer.agent_id.0;
    assert_eq!(app.db.read(move |conn| list_loads(conn, Some(&[agent]))).await.unwrap(), [(agent, 0)]);
    audit::seal(app).await.unwrap();
    let verified = audit::verify(&app.db).await.unwrap();
    assert!(verified.first_broken.is_none() && verified.rows > 5 && verified.unsealed == 0);
});

both!(a_declined_offer_goes_to_the_next_agent_and_an_expired_one_too, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, first) = offered(app, 1).await;
    decline(app, first.id.0, None, "DISTANCE".to_owned()).await.unwrap();
    let refused = accept(app, first.id.0, None, Acceptance::default()).await.unwrap_err();
    assert_eq!(refused.code(), Code::OfferDeclined);
    dispatch::dispatch_due(app).await.unwrap();
    let second = offers_of(app, job).await.into_iter().find(|it| it.state.0.is_open()).expect("the next wave");
    assert_ne!(second.agent_id, first.agent_id);

    app.clock.advance(second.deadline_at.0 - app.clock.now());
    let refused = accept(app, second.id.0, None, Acceptance::default()).await.unwrap_err();
    assert_eq!(refused.code(), Code::OfferExpired);
    assert_eq!(expire_due(app).await.unwrap(), 1);
    dispatch::dispatch_due(app).await.unwrap();
    let offers = offers_of(app, job).await;
    assert!(offers.iter().filter(|it| it.state.0 == OfferState::Expired).count() == 1);
    let decisions = app.db.read(move |conn| list_decisions(conn, job)).await.unwrap();
    assert_eq!(decisions.len(), 3);
    assert_ne!(
        app.db.read(move |conn| list_decisions(conn, job)).await.unwrap()[0].ledger.0["eligible"][0]["score"],
        0
    );
});

both!(one_offer_accepted_many_times_at_once_is_accepted_once, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let other = test.node().await;
    let (job, offer) = offered(&test.app, 2).await;
    let racing = (0..64).map(|at| {
        let app = if at % 2 == 0 { test.app.clone() } else { other.clone() };
        tokio::spawn(async move { accept(&app, offer.id.0, None, Acceptance::default()).await })
    });
    let mut won = 0;
    for answer in racing.collect::<Vec<_>>() {
        match answer.await.unwrap() {
            Ok(_) => won += 1,
            Err(error) => assert_eq!(error.code(), Code::AlreadyAccepted),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(job_of(&test.app, job).await.state.0, JobState::Assigned);
});

both!(an_agent_with_room_for_one_gets_one_of_two, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (_, first) = offered(app, 3).await;
    let agent = first.agent_id.0;
    let mut other = None;
    for k in 4..200 {
        let job = report(app, k).await.jobs[0].id;
        match dispatch::offer_job(app, Actor::system(), job, agent).await {
            Ok(sent) => {
                other = Some(sent.offers[0]);
                break;
            }
            Err(error) => assert_eq!(error.code(), Code::NotEligible),
        }
    }
    let other: OfferId = other.expect("another job for the same agent");
    app.db
        .write(move |tx| {
            let mut row = find_agent(tx.conn(), agent)?;
            row.capacity_open = 1;
            save_agent(tx, &mut row)
        })
        .await
        .unwrap();
    let racing = [first.id.0, other].map(|id| {
        let app = app.clone();
        tokio::spawn(async move { accept(&app, id, None, Acceptance::default()).await })
    });
    let mut codes = Vec::new();
    for answer in racing {
        codes.push(answer.await.unwrap().map(|_| ()).map_err(|error| error.code()));
    }
    codes.sort_by_key(Result::is_err);
    assert_eq!(codes, [Ok(()), Err(Code::CapacityFull)]);
    assert_eq!(app.db.read(move |conn| list_loads(conn, Some(&[agent]))).await.unwrap(), [(agent, 1)]);
});

both!(wrong_codes_are_counted_and_stopped, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, offer) = offered(app, 5).await;
    let visit = accept(app, offer.id.0, None, Acceptance::default()).await.unwrap().visit_id;
    at_visit(app, visit, VisitEvent::SetOut, None).await.unwrap();
    let right = code_in(app, job, MessageKind::TechnicianEnRoute).await;
    let wrong = if right == "0000" { "0001" } else { "0000" };
    let missing = at_visit(app, visit, VisitEvent::Arrive, None).await.unwrap_err();
    assert_eq!(missing.code(), Code::Invalid);
    for _ in 0..5 {
        let error = at_visit(app, visit, VisitEvent::Arrive, Some(wrong.to_owned())).await.unwrap_err();
        assert_eq!(error.code(), Code::Invalid);
    }
    let stopped = at_visit(app, visit, VisitEvent::Arrive, Some(right)).await.unwrap_err();
    assert_eq!(stopped.code(), Code::TooManyRequests);
    let visit = app.db.read(move |conn| find_visit(conn, visit)).await.unwrap();
    assert_eq!(visit.state.0, VisitState::EnRoute);
});

both!(a_hold_ends_by_itself_and_a_cancelled_job_after_arrival_is_asked_about, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, offer) = offered(app, 6).await;
    let until = app.clock.now() + TimeDelta::days(2);
    let change =
        |event, reason: &str, until| jobs::Change { event, reason: Some(reason.to_owned()), until, seen: None };
    let staff = Actor { kind: ostakar::domain::machine::ActorKind::Staff, id: None };
    let undated = jobs::change_job(app, staff.clone(), job, change(JobEvent::Hold, "CUSTOMER_LATER", None)).await;
    assert_eq!(undated.unwrap_err().code(), Code::Invalid);
    jobs::change_job(app, staff.clone(), job, change(JobEvent::Hold, "CUSTOMER_LATER", Some(until))).await.unwrap();
    let held = app.db.read(move |conn| find_offer(conn, offer.id.0)).await.unwrap();
    assert_eq!(held.state.0, OfferState::Withdrawn);
    app.clock.advance(TimeDelta::days(2));
    assert_eq!(jobs::resume_due(app).await.unwrap(), 1);
    assert_eq!(job_of(app, job).await.state.0, JobState::PendingDispatch);
    dispatch::dispatch_due(app).await.unwrap();
    let offer = offers_of(app, job).await.into_iter().find(|it| it.state.0.is_open()).expect("asked again");
    let visit = accept(app, offer.id.0, None, Acceptance::default()).await.unwrap().visit_id;
    at_visit(app, visit, VisitEvent::SetOut, None).await.unwrap();
    let arrival = code_in(app, job, MessageKind::TechnicianEnRoute).await;
    at_visit(app, visit, VisitEvent::Arrive, Some(arrival)).await.unwrap();
    jobs::change_job(app, staff.clone(), job, change(JobEvent::Cancel, "PRICE", None)).await.unwrap();
    let tasks = app.db.read(move |conn| list_tasks_of(conn, job)).await.unwrap();
    assert!(tasks.iter().any(|task| task.kind.0.as_str() == "verify_cancellation"));
    let gone = app.db.read(move |conn| find_visit(conn, visit)).await.unwrap();
    assert_eq!(gone.state.0, VisitState::Cancelled);
    let agent = offer.agent_id.0;
    assert_eq!(app.db.read(move |conn| list_loads(conn, Some(&[agent]))).await.unwrap(), [(agent, 0)]);
    let refused = jobs::change_job(
        app,
        staff,
        job,
        change(JobEvent::Hold, "CUSTOMER_LATER", Some(app.clock.now() + TimeDelta::days(1))),
    )
    .await;
    let Error::Machine(refusal) = refused.unwrap_err() else { panic!("a refusal by the table") };
    assert!(refusal.to_string().contains("reopen"), "{refusal}");
});
