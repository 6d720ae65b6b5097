//! Parts of jobs through their use-cases on both databases: ordered and late, arrived, fitted, sent back, given up.

use chrono::TimeDelta;

use ostakar::app::offers::{Acceptance, accept};
use ostakar::app::parts::{
    LineChange, NeededPart, NeededParts, NewMove, OldPartChange, change_line, change_old_part, move_by_hand, need_parts,
};
use ostakar::app::visits::{VisitReport, report_visit};
use ostakar::app::{Actor, App, Code, Error, jobs};
use ostakar::domain::access::{Caller, Role, Scope};
use ostakar::domain::fault::FaultCode;
use ostakar::domain::id::{JobId, OldPartId, PartLineId, VisitId};
use ostakar::domain::job::{JobEvent, JobState};
use ostakar::domain::language::Language;
use ostakar::domain::message::MessageKind;
use ostakar::domain::part::stock::{Balance, StockPlace};
use ostakar::domain::part::{OldPartEvent, OldPartState, PartLineEvent, PartLineState, PartNumber, PartSource};
use ostakar::domain::reason::DelayOwner;
use ostakar::domain::visit::VisitEvent;
use ostakar::queries::old_parts::{OwedFilter, list_owed};
use ostakar::queries::parts::{PartFilter, list_catalogue};
use ostakar::queries::waiting_parts::{WaitingFilter, list_waiting};
use ostakar::security::link::{Purpose, short_code};
use ostakar::store::customers::find_installed_product;
use ostakar::store::jobs::{Job, find_job};
use ostakar::store::journal::list_events;
use ostakar::store::messages::{Message, list_messages_of_job};
use ostakar::store::parts::{PartLine, list_jobs_with_fitted, list_old_parts, list_part_lines};
use ostakar::store::stock::find_balance;
use ostakar::store::tasks::list_tasks_of;
use ostakar::store::{Conn, StoreError};

use crate::story::offered;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

pub fn dispatcher() -> Caller {
    Caller {
        user: uuid::Uuid::nil().into(),
        username: "dispatcher".to_owned(),
        role: Role::Dispatcher,
        language: Language::En,
        scope: Scope::All,
    }
}

/// The event alone; tests add what it asks for.
pub fn only(event: PartLineEvent) -> LineChange {
    LineChange {
        event,
        eta: None,
        tracking: None,
        source: None,
        place: None,
        quantity: None,
        reason: None,
        insist: false,
        seen: None,
    }
}

pub async fn read<T: Send + 'static>(
    app: &App,
    f: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
) -> T {
    app.db.read(f).await.unwrap()
}

async fn job_of(app: &App, job: JobId) -> Job {
    read(app, move |conn| find_job(conn, job)).await
}

pub async fn lines_of(app: &App, job: JobId) -> Vec<PartLine> {
    read(app, move |conn| list_part_lines(conn, job)).await
}

pub async fn held(app: &App, place: StockPlace, part: &str) -> Balance {
    let part = PartNumber::parse(part).unwrap();
    read(app, move |conn| find_balance(conn, place, &part)).await
}

/// A part of the unit's model of which an old one comes back.
async fn fitting(app: &App, job: JobId) -> String {
    let unit = read(app, move |conn| find_job(conn, job).map(|job| job.installed_product_id.0)).await;
    let model = read(app, move |conn| find_installed_product(conn, unit)).await.model;
    let filter = PartFilter { model, limit: 50, ..PartFilter::default() };
    let parts = read(app, move |conn| list_catalogue(conn, &filter)).await.items;
    let found = parts.into_iter().find(|it| !it.is_consumable && it.superseded_by.is_none() && !it.models.is_empty());
    found.expect("a part of the model").number.to_string()
}

pub async fn need(app: &App, job: JobId, number: &str, quantity: i64) -> PartLineId {
    let parts = vec![NeededPart { number: number.to_owned(), quantity: Some(quantity) }];
    need_parts(app, &dispatcher(), (job, None), NeededParts { parts }).await.unwrap()[0]
}

pub async fn step(app: &App, line: PartLineId, change: LineChange) -> Result<PartLine, Error> {
    change_line(app, &dispatcher(), line, change).await
}

pub fn a_move(part: &str, (from, to): (impl ToString, impl ToString), quantity: i64, reason: &str) -> NewMove {
    NewMove {
        part: part.to_owned(),
        from: from.to_string(),
        to: to.to_string(),
        quantity,
        reason: reason.parse().unwrap(),
        insist: false,
        note: None,
    }
}

/// Pieces delivered to the centre, and from there to a place.
pub async fn stock_up(app: &App, part: &str, place: StockPlace, pieces: i64) {
    move_by_hand(app, &dispatcher(), None, a_move(part, ("supplier", "centre"), pieces, "supplied")).await.unwrap();
    if place != StockPlace::Centre {
        move_by_hand(app, &dispatcher(), None, a_move(part, ("centre", place), pieces, "transferred")).await.unwrap();
    }
}

async fn accepted(app: &App, k: u64) -> (JobId, VisitId) {
    let (job, offer) = offered(app, k).await;
    (job, accept(app, offer.id.0, None, Acceptance::default()).await.unwrap().visit_id)
}

async fn messages(app: &App, job: JobId, kind: MessageKind) -> Vec<Message> {
    let all = read(app, move |conn| list_messages_of_job(conn, job)).await;
    all.into_iter().filter(|message| message.kind.0 == kind).collect()
}

async fn late(app: &App) -> Vec<PartLineId> {
    let filter =
        WaitingFilter { agent: None, province: None, late: true, now: app.clock.now(), after: None, limit: 25 };
    let page = read(app, move |conn| list_waiting(conn, &Scope::All, &filter)).await;
    page.items.iter().filter(|it| it.is_late).map(|it| it.line_id).collect()
}

fn fault_of(error: &Error) -> Vec<(&str, FaultCode)> {
    let Error::Invalid(faults) = error else { panic!("{error:?}") };
    faults.0.iter().map(|fault| (fault.field.as_ref(), fault.code)).collect()
}

both!(a_part_that_is_late_is_listed_and_its_arrival_resumes_the_job_and_tells_both, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, _) = accepted(app, 1).await;
    let number = fitting(app, job).await;
    let line = need(app, job, &number, 1).await;
    let refused = step(app, line, only(PartLineEvent::Order)).await.unwrap_err();
    assert_eq!(fault_of(&refused), [("eta", FaultCode::Required)]);
    let first = app.clock.now() + TimeDelta::days(3);
    step(app, line, LineChange { eta: Some(first), ..only(PartLineEvent::Order) }).await.unwrap();
    let waiting = job_of(app, job).await;
    assert_eq!((waiting.state.0, waiting.hold_reason.as_deref()), (JobState::OnHold, Some("PART_ORDERED")));
    assert_eq!(waiting.hold_until.unwrap().0, first);
    let moved = first + TimeDelta::days(2);
    step(app, line, LineChange { eta: Some(moved), ..only(PartLineEvent::ChangeEta) }).await.unwrap();
    assert_eq!(job_of(app, job).await.hold_until.unwrap().0, moved);
    assert_eq!(messages(app, job, MessageKind::JobOnHold).await.len(), 2, "another day is told before the old one");
    let events = read(app, move |conn| list_events(conn, job)).await;
    let held = events.iter().find(|event| event.name == "hold").unwrap();
    assert_eq!(held.delay_owner.map(|it| it.0), Some(DelayOwner::Parts));
    assert!(events.iter().any(|event| event.name == "move_hold"));

    assert!(late(app).await.is_empty());
    app.clock.advance(TimeDelta::days(6));
    assert_eq!(late(app).await, [line]);
    jobs::resume_due(app).await.unwrap();
    assert_eq!(job_of(app, job).await.state.0, JobState::Assigned, "no job waits without a day");
    let again = app.clock.now() + TimeDelta::days(2);
    step(app, line, LineChange { eta: Some(again), ..only(PartLineEvent::ChangeEta) }).await.unwrap();
    assert_eq!(job_of(app, job).await.state.0, JobState::OnHold);
    assert!(late(app).await.is_empty());
    assert!(messages(app, job, MessageKind::PartArrived).await.is_empty());
    let line = step(app, line, only(PartLineEvent::Receive)).await.unwrap();
    let resumed = job_of(app, job).await;
    assert_eq!((resumed.state.0, resumed.hold_until), (JobState::Assigned, None));
    assert_eq!((line.first_eta_at.unwrap().0, line.eta_at.unwrap().0), (first, again));
    let van = StockPlace::Van(resumed.technician_id.unwrap().0);
    assert_eq!(self::held(app, van, &number).await, Balance { quantity: 1, reserved: 1 });
    for kind in [MessageKind::PartArrived, MessageKind::PartForVisit] {
        let told = messages(app, job, kind).await;
        assert_eq!(told.len(), 1, "{kind}");
        let words = app.render(&told[0]);
        assert!(!words.contains(['{', '⟦']), "{words}");
    }
});

both!(the_last_of_several_parts_ends_the_wait, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, _) = accepted(app, 1).await;
    let (hose, fuse) = (need(app, job, "HOSE-150", 3).await, need(app, job, "FUSE-T5A", 1).await);
    let (soon, late) = (app.clock.now() + TimeDelta::days(1), app.clock.now() + TimeDelta::days(4));
    step(app, hose, LineChange { eta: Some(late), ..only(PartLineEvent::Order) }).await.unwrap();
    step(app, fuse, LineChange { eta: Some(soon), ..only(PartLineEvent::Order) }).await.unwrap();
    assert_eq!(job_of(app, job).await.hold_until.unwrap().0, late);
    step(app, fuse, only(PartLineEvent::Receive)).await.unwrap();
    assert_eq!(job_of(app, job).await.state.0, JobState::OnHold);
    let some = LineChange { quantity: Some(2), ..only(PartLineEvent::Receive) };
    let two = step(app, hose, some).await.unwrap();
    assert_eq!((two.id.0, two.quantity, two.state.0), (hose, 2, PartLineState::Received));
    assert_eq!(job_of(app, job).await.state.0, JobState::OnHold, "one is still to come");
    let rest = lines_of(app, job).await.into_iter().find(|it| it.state.0 == PartLineState::Ordered).unwrap();
    assert_eq!(rest.quantity, 1);
    stock_up(app, "HOSE-150", StockPlace::Centre, 1).await;
    // Found elsewhere, so that nothing is awaited any more.
    let found = LineChange { source: Some(PartSource::Centre), ..only(PartLineEvent::Reserve) };
    step(app, rest.id.0, found).await.unwrap();
    assert_eq!(job_of(app, job).await.state.0, JobState::Assigned);
    assert_eq!(messages(app, job, MessageKind::PartArrived).await.len(), 1);
});

both!(a_part_of_the_van_is_fitted_and_the_old_one_comes_back_and_is_rejected, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, _) = accepted(app, 1).await;
    let number = fitting(app, job).await;
    let van = StockPlace::Van(job_of(app, job).await.technician_id.unwrap().0);
    stock_up(app, &number, van, 2).await;
    let line = need(app, job, &number, 1).await;
    let from_van = LineChange { source: Some(PartSource::Van), ..only(PartLineEvent::Reserve) };
    step(app, line, from_van).await.unwrap();
    assert_eq!(held(app, van, &number).await, Balance { quantity: 2, reserved: 1 });
    step(app, line, only(PartLineEvent::Fit)).await.unwrap();
    assert_eq!(held(app, van, &number).await, Balance { quantity: 1, reserved: 0 });
    assert_eq!(held(app, StockPlace::Job(job), &number).await.quantity, 1);
    assert_eq!(job_of(app, job).await.state.0, JobState::Assigned, "a part from the van makes no job wait");
    assert!(read(app, move |conn| list_jobs_with_fitted(conn, &[job])).await.contains(&job));
    let refused = step(app, line, only(PartLineEvent::Fit)).await.unwrap_err();
    assert_eq!(refused.code(), Code::EventNotAllowed);

    let olds = read(app, move |conn| list_old_parts(conn, job)).await;
    assert_eq!(olds.iter().map(|old| old.state.0).collect::<Vec<_>>(), [OldPartState::OldPartDue]);
    let old: OldPartId = olds[0].id.0;
    let owed = async || {
        let filter = OwedFilter { states: Vec::new(), agent: None, now: app.clock.now(), after: None, limit: 25 };
        let page = read(app, move |conn| list_owed(conn, &Scope::All, &filter)).await;
        page.items.iter().map(|it| (it.old.id, it.is_late)).collect::<Vec<_>>()
    };
    assert_eq!(owed().await, [(old, false)]);
    app.clock.advance(TimeDelta::days(15));
    assert_eq!(owed().await, [(old, true)]);
    let say = async |event, reason: Option<&str>| {
        let change = OldPartChange { event, tracking: None, reason: reason.map(str::to_owned), seen: None };
        change_old_part(app, &dispatcher(), old, change).await
    };
    say(OldPartEvent::Return, None).await.unwrap();
    assert_eq!(fault_of(&say(OldPartEvent::Reject, None).await.unwrap_err()), [("reason", FaultCode::Required)]);
    let rejected = say(OldPartEvent::Reject, Some("Another part in the box")).await.unwrap();
    assert_eq!(
        (rejected.state.0, rejected.reason.as_deref()),
        (OldPartState::Rejected, Some("Another part in the box"))
    );
    assert_eq!(say(OldPartEvent::Accept, None).await.unwrap_err().code(), Code::EventNotAllowed);
    say(OldPartEvent::AskAgain, Some("The right one, please")).await.unwrap();
    say(OldPartEvent::Return, None).await.unwrap();
    assert_eq!(say(OldPartEvent::Accept, None).await.unwrap().state.0, OldPartState::Accepted);
    assert!(owed().await.is_empty());

    stock_up(app, "FUSE-T5A", van, 1).await;
    let fuse = need(app, job, "fuse-t۵a", 1).await;
    let from_van = LineChange { source: Some(PartSource::Van), ..only(PartLineEvent::Reserve) };
    step(app, fuse, from_van).await.unwrap();
    step(app, fuse, only(PartLineEvent::Fit)).await.unwrap();
    let olds = read(app, move |conn| list_old_parts(conn, job)).await;
    assert_eq!(olds.len(), 1, "what is used up does not come back");
});

both!(a_job_given_up_keeps_no_pieces, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, _) = accepted(app, 1).await;
    stock_up(app, "HOSE-150", StockPlace::Centre, 2).await;
    let (kept, ordered, needed) =
        (need(app, job, "HOSE-150", 2).await, need(app, job, "FUSE-T5A", 1).await, need(app, job, "FUSE-T5A", 1).await);
    let centre = LineChange { source: Some(PartSource::Centre), ..only(PartLineEvent::Reserve) };
    step(app, kept, centre).await.unwrap();
    let eta = Some(app.clock.now() + TimeDelta::days(2));
    step(app, ordered, LineChange { eta, ..only(PartLineEvent::Order) }).await.unwrap();
    let change =
        jobs::Change { event: JobEvent::Cancel, reason: Some("BOUGHT_NEW".to_owned()), until: None, seen: None };
    jobs::change_job(app, Actor::staff(&dispatcher()), job, change).await.unwrap();
    let states: Vec<_> = lines_of(app, job).await.iter().map(|line| (line.id.0, line.state.0)).collect();
    let (back, gone) = (PartLineState::ReturnedUnused, PartLineState::Cancelled);
    assert_eq!(states, [(kept, back), (ordered, gone), (needed, gone)]);
    assert_eq!(held(app, StockPlace::Centre, "HOSE-150").await, Balance { quantity: 2, reserved: 0 });
    let more = NeededParts { parts: vec![NeededPart { number: "FUSE-T5A".to_owned(), quantity: None }] };
    let refused = need_parts(app, &dispatcher(), (job, None), more).await.unwrap_err();
    assert_eq!(refused.code(), Code::EventNotAllowed);
});

both!(an_agent_who_loses_a_job_frees_what_was_kept_for_it, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, _) = accepted(app, 1).await;
    let van = StockPlace::Van(job_of(app, job).await.technician_id.unwrap().0);
    stock_up(app, "HOSE-150", van, 1).await;
    let line = need(app, job, "HOSE-150", 1).await;
    let from_van = LineChange { source: Some(PartSource::Van), ..only(PartLineEvent::Reserve) };
    step(app, line, from_van).await.unwrap();
    let change =
        jobs::Change { event: JobEvent::Release, reason: Some("PART_NOT_HELD".to_owned()), until: None, seen: None };
    jobs::change_job(app, Actor::staff(&dispatcher()), job, change).await.unwrap();
    let line = lines_of(app, job).await.remove(0);
    assert_eq!((line.state.0, line.place), (PartLineState::Needed, None));
    assert_eq!(held(app, van, "HOSE-150").await, Balance { quantity: 1, reserved: 0 });
    let nobodys = LineChange { source: Some(PartSource::Van), ..only(PartLineEvent::Reserve) };
    let refused = step(app, line.id.0, nobodys).await.unwrap_err();
    assert_eq!(fault_of(&refused), [("source", FaultCode::NotAllowed)]);
});

both!(a_technician_names_the_parts_without_which_the_work_is_not_done, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, visit) = accepted(app, 1).await;
    let report = |event, code, parts: &str| VisitReport {
        event,
        code,
        reason: (event == VisitEvent::EndUndone).then(|| "PART_NEEDED".to_owned()),
        outcome: None,
        note: None,
        parts: NeededPart::list(parts),
    };
    let say = async |report| report_visit(app, Actor::technician(visit), visit, None, report).await;
    let early = say(report(VisitEvent::SetOut, None, "HOSE-150")).await.unwrap_err();
    assert_eq!(fault_of(&early), [("parts", FaultCode::NotAllowed)]);
    say(report(VisitEvent::SetOut, None, "")).await.unwrap();
    let code = short_code(&app.keys, Purpose::Arrival, visit.as_str());
    say(report(VisitEvent::Arrive, Some(code), "")).await.unwrap();
    let unknown = say(report(VisitEvent::EndUndone, None, "HOSE-150*2, NO-SUCH")).await.unwrap_err();
    assert_eq!(fault_of(&unknown), [("parts.1.number", FaultCode::PartUnknown)]);
    say(report(VisitEvent::EndUndone, None, "hose-۱۵۰ * ۲، FUSE-T5A")).await.unwrap();
    let lines = lines_of(app, job).await;
    let lines: Vec<_> = lines.iter().map(|it| (it.part.0.as_str(), it.quantity, it.state.0)).collect();
    assert_eq!(lines, [("HOSE-150", 2, PartLineState::Needed), ("FUSE-T5A", 1, PartLineState::Needed)]);
    assert_eq!(job_of(app, job).await.state.0, JobState::Incomplete);
    assert_eq!(read(app, move |conn| list_tasks_of(conn, job)).await.len(), 1);
});
