//! A technician works a whole job by SMS alone.

use chrono::TimeDelta;
use ostakar::app::{Actor, App, dispatch, outbox};
use ostakar::domain::id::{AgentId, JobId, VisitId};
use ostakar::domain::job::JobState;
use ostakar::domain::message::MessageKind;
use ostakar::domain::offer::OfferState;
use ostakar::domain::text::latin_digits;
use ostakar::domain::visit::VisitState;
use ostakar::store::jobs::find_job;
use ostakar::store::messages::list_messages_of_job;
use ostakar::store::offers::{find_offer, find_visit_of_offer};

use super::{last_to, text};
use crate::story::{offered, report};
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

/// Digits as a Persian keyboard writes them.
fn persian(text: &str) -> String {
    text.chars().map(|c| c.to_digit(10).map_or(c, |digit| char::from_u32(0x6f0 + digit).unwrap())).collect()
}

fn phone_of(app: &App, agent: AgentId) -> String {
    app.network().agent(agent).unwrap().phone.clone()
}

async fn code_in(app: &App, job: JobId, kind: MessageKind) -> String {
    let messages = app.db.read(move |conn| list_messages_of_job(conn, job)).await.unwrap();
    let text = app.render(messages.iter().find(|message| message.kind.0 == kind).expect("a message"));
    latin_digits(&text).split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 4).expect("digits").to_owned()
}

async fn state(app: &App, job: JobId) -> JobState {
    app.db.read(move |conn| find_job(conn, job)).await.unwrap().state.0
}

both!(a_technician_works_a_whole_job_in_persian_digits, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, offer) = offered(app, 1).await;
    let phone = phone_of(app, offer.agent_id.0);

    assert_eq!(text(app, &phone, "a", "۱").await.did, Some("accepted"));
    assert_eq!(text(app, &phone, "a", "۱").await.did, Some("known"), "the gateway repeats itself");
    assert_eq!(state(app, job).await, JobState::Assigned);
    let (network, id) = (app.network(), offer.id.0);
    let visit = app.db.read(move |conn| find_visit_of_offer(conn, id)).await.unwrap().unwrap();
    let agent = network.agent(offer.agent_id.0).unwrap();
    let technician = agent.technicians.iter().find(|it| it.id == visit.technician_id.0).unwrap().phone.clone();

    let from = visit.window_from.0.with_timezone(&app.site.zone);
    let arrival = from + TimeDelta::minutes(30);
    let clock = persian(&arrival.format("%H%M").to_string());
    assert_eq!(text(app, &technician, "b", &format!("۳ {clock}")).await.did, Some("expected"));
    let customer = app.db.read(move |conn| list_messages_of_job(conn, job)).await.unwrap();
    assert_eq!(customer[0].kind.0, MessageKind::ArrivalExpected);
    let outside = persian(&(from - TimeDelta::minutes(90)).format("%H%M").to_string());
    assert_eq!(text(app, &technician, "c", &format!("۳ {outside}")).await.error, Some("INVALID"));
    assert!(last_to(app, &technician).await.1.contains("بازه"));

    app.clock.advance(arrival.to_utc() - app.clock.now());
    assert_eq!(text(app, &technician, "d", "۴ ۰۰۰۰").await.error, Some("INVALID"));
    let code = persian(&code_in(app, job, MessageKind::VisitScheduled).await);
    assert_eq!(text(app, &technician, "e", &format!("۴ {code}")).await.did, Some("arrived"));
    assert_eq!(state(app, job).await, JobState::InProgress);
    app.clock.advance(TimeDelta::hours(1));
    let code = persian(&code_in(app, job, MessageKind::CompletionCode).await);
    assert_eq!(text(app, &technician, "f", &format!("۵ {code}")).await.did, Some("done"));
    assert_eq!(state(app, job).await, JobState::Verified);
    let seen: VisitId = visit.id.0;
    let ended = app.db.read(move |conn| ostakar::store::offers::find_visit(conn, seen)).await.unwrap();
    assert_eq!((ended.state.0, ended.expected_at.map(|at| at.0)), (VisitState::Done, Some(arrival.to_utc())));
    assert_eq!(ended.first_from, visit.first_from, "the promise stays what it was");
});

/// Offers the agent one more job, the first that it may do.
async fn offer_another(app: &App, agent: AgentId) {
    for k in 2..60 {
        let job = report(app, k).await.jobs[0].id;
        if dispatch::offer_job(app, Actor::system(), job, agent).await.is_ok() {
            return;
        }
    }
    panic!("the agent may do nothing else");
}

both!(several_open_offers_are_told_apart_and_refusals_are_answered, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let (job, offer) = offered(app, 1).await;
    let phone = phone_of(app, offer.agent_id.0);
    offer_another(app, offer.agent_id.0).await;
    outbox::deliver_due(app).await.unwrap();

    assert_eq!(text(app, &phone, "a", "1").await.error, Some("CONFLICT"));
    let (_, answer) = last_to(app, &phone).await;
    assert!(answer.contains(&offer.short_number.to_string()), "{answer}");
    assert_eq!(text(app, &phone, "b", "2 9").await.error, Some("INVALID"));
    let declined = text(app, &phone, "c", &format!("2 3 {}", offer.short_number)).await;
    assert_eq!(declined.did, Some("declined"));
    let id = offer.id.0;
    let offer = app.db.read(move |conn| find_offer(conn, id)).await.unwrap();
    assert_eq!((offer.state.0, offer.decline_reason.as_deref()), (OfferState::Declined, Some("SKILL_OR_TOOL")));
    assert_eq!(text(app, &phone, "d", "1").await.did, Some("accepted"));
    assert_eq!(text(app, &phone, "e", "1").await.error, Some("NOT_FOUND"));
    assert_eq!(state(app, job).await, JobState::PendingDispatch);
    assert_eq!(text(app, &phone, "f", "چند روز مرخصی هستم").await.did, Some("kept"));
});
