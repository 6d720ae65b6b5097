//! Windows that are promised before there is a job: found from real capacity, held, and kept.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use futures_util::future::join_all;
use ostakar::app::agents::preference::{NewPreference, forget_preference, prefer};
use ostakar::app::case::Case;
use ostakar::app::intake::{NewRequest, register_request};
use ostakar::app::slots::{Found, Held, NewHold, SlotSearch, find_slots, hold_slot, let_go};
use ostakar::app::{Actor, App, Code, Error, dispatch, offers, sample};
use ostakar::dispatch::slots::Slot;
use ostakar::domain::id::{AgentId, JobId, SlotHoldId, TechnicianId};
use ostakar::domain::job::JobState;
use ostakar::domain::machine::ActorKind;
use ostakar::domain::time::Window;
use ostakar::store::bookings::list_appointments;
use ostakar::store::offers::list_visits;
use ostakar::store::slots::list_slot_holds;
use serde_json::{Value, json};

use super::{clerk, job_of, open_offers, staff};
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

fn body(app: &App, k: u64) -> Value {
    sample::sample_request(&app.catalogue(), &app.network(), app.clock.now(), k).unwrap()
}

/// The search that belongs to a report.
fn search(body: &Value) -> SlotSearch {
    let (address, item) = (&body["address"], &body["items"][0]);
    let search = json!({
        "city": address["city"], "province": address["province"], "street": address["street"],
        "lat": address["location"]["lat"], "lon": address["location"]["lon"],
        "kind": item["kind"], "model_code": item["product"]["model_code"], "serial": item["product"]["serial"],
        "purchased_on": item["product"]["purchased_on"], "fault": item["fault"]["code"], "days": 14, "limit": 8,
    });
    serde_json::from_value(search).unwrap()
}

async fn found(app: &App, k: u64) -> Vec<Slot> {
    find_slots(app, &search(&body(app, k))).await.unwrap().slots
}

async fn hold(app: &App, actor: Actor, k: u64, window: Window) -> Result<Held, Error> {
    let text = json!({ "from": window.from, "to": window.to });
    let new = NewHold { about: search(&body(app, k)), window: serde_json::from_value(text).unwrap() };
    hold_slot(app, (actor, None), new).await
}

async fn report(app: &App, k: u64, hold: Option<SlotHoldId>) -> Result<JobId, Error> {
    let mut body = body(app, k);
    body["slot_hold_id"] = json!(hold);
    let body: NewRequest = serde_json::from_value(body).unwrap();
    Ok(register_request(app, staff(), None, body).await?.jobs[0].id)
}

fn fault_of(error: Error) -> String {
    let Error::Invalid(faults) = error else { panic!("{error}") };
    let texts: Vec<String> = faults.0.iter().map(|fault| format!("{} {}", fault.field, fault.code)).collect();
    texts.join("; ")
}

both!(m21_the_earliest_windows_come_from_real_capacity, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let slots = found(app, 1).await;
    assert_eq!(slots.len(), 8);
    let network = app.network();
    for pair in slots.windows(2) {
        assert!(pair[0].window.to <= pair[1].window.from, "in order, side by side");
    }
    for slot in &slots {
        assert!(app.clock.now() < slot.window.from && slot.window.to - slot.window.from == TimeDelta::hours(2));
        let agent = network.agent(slot.agent_id).unwrap();
        let technician = agent.technicians.iter().find(|it| it.id == slot.technician_id).unwrap();
        let open = agent.hours_of(technician).business_between(slot.window.from, slot.window.to);
        assert_eq!(open, 2 * 3600, "the technician works throughout");
        let minute = slot.window.from.with_timezone(&chrono_tz::Asia::Tehran).format("%H:%M").to_string();
        assert!(minute.ends_with(":00") && minute[..2].parse::<u32>().unwrap() % 2 == 0, "{minute}");
    }
    let first = &slots[0];
    let held = hold(app, staff(), 1, first.window).await.unwrap();
    assert_eq!((held.agent_id, held.technician_id), (first.agent_id, first.technician_id));
    assert_eq!(held.expires_at, app.clock.now() + TimeDelta::minutes(10));
    let after = found(app, 1).await;
    let same = after.iter().find(|slot| slot.window == first.window);
    assert!(same.is_none_or(|slot| slot.technician_id != first.technician_id), "nobody is promised twice");
});

both!(m21_a_held_window_becomes_the_visit_that_was_promised, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let window = found(app, 1).await[2].window;
    let held = hold(app, staff(), 1, window).await.unwrap();
    let job = report(app, 1, Some(held.id)).await.unwrap();
    // Minutes after which a hold without a request would be over.
    app.clock.advance(TimeDelta::minutes(30));
    let agent = [held.agent_id];
    let now = app.clock.now();
    let kept = app.db.read(move |conn| list_slot_holds(conn, Some(&agent), now)).await.unwrap();
    assert_eq!(kept.iter().map(|hold| hold.job_id.map(|id| id.0)).collect::<Vec<_>>(), [Some(job)]);
    assert_eq!(fault_of(report(app, 1, Some(held.id)).await.unwrap_err()), "slot_hold_id slot_hold_over");
    dispatch::dispatch_due(app).await.unwrap();
    let offers = open_offers(app, job).await;
    assert_eq!(offers.len(), 1, "whoever is kept free is asked first, and alone");
    assert_eq!(
        (offers[0].agent_id.0, offers[0].technician_id.map(|id| id.0)),
        (held.agent_id, Some(held.technician_id))
    );
    let accepted = offers::accept(app, offers[0].id.0, None, offers::Acceptance::default()).await.unwrap();
    assert_eq!(accepted.window, window);
    let visits = app.db.read(move |conn| list_visits(conn, job)).await.unwrap();
    assert_eq!((visits.len(), visits[0].window()), (1, window));
    let kept = app.db.read(move |conn| list_slot_holds(conn, Some(&agent), now)).await.unwrap();
    assert!(kept.is_empty(), "the visit has taken its place");
});

both!(m21_a_hold_is_over_with_its_time_its_use_or_its_job, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let window = found(app, 1).await[3].window;
    let held = hold(app, staff(), 1, window).await.unwrap();
    let other = Actor { kind: ActorKind::Staff, id: Some("another".to_owned()) };
    assert_eq!(let_go(app, other, held.id).await.unwrap_err().code(), Code::NotFound);
    let elsewhere = (2..60).find(|k| body(app, *k)["address"]["city"] != body(app, 1)["address"]["city"]).unwrap();
    assert_eq!(fault_of(report(app, elsewhere, Some(held.id)).await.unwrap_err()), "slot_hold_id slot_hold_differs");
    let mut both = body(app, 1);
    both["slot_hold_id"] = json!(held.id);
    both["window"] = json!({ "from": window.from, "to": window.to });
    let both: NewRequest = serde_json::from_value(both).unwrap();
    assert_eq!(fault_of(register_request(app, staff(), None, both).await.unwrap_err()), "window not_allowed");
    let_go(app, staff(), held.id).await.unwrap();
    assert_eq!(let_go(app, staff(), held.id).await.unwrap_err().code(), Code::NotFound);
    let again = hold(app, staff(), 1, window).await.unwrap();
    app.clock.advance(TimeDelta::minutes(11));
    assert_eq!(fault_of(report(app, 1, Some(again.id)).await.unwrap_err()), "slot_hold_id slot_hold_over");
    let third = hold(app, staff(), 1, window).await.unwrap();
    assert_eq!(third.technician_id, again.technician_id, "what is over is free again");
    let job = report(app, 1, Some(third.id)).await.unwrap();
    let cancel = ostakar::app::jobs::Change {
        event: ostakar::domain::job::JobEvent::Cancel,
        reason: Some("FIXED_ITSELF".to_owned()),
        until: None,
        seen: None,
    };
    ostakar::app::jobs::change_job(app, staff(), job, cancel).await.unwrap();
    let (agent, now) = ([third.agent_id], app.clock.now());
    assert!(app.db.read(move |conn| list_slot_holds(conn, Some(&agent), now)).await.unwrap().is_empty());
});

both!(m21_many_operators_at_once_get_each_technician_once, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let window = found(app, 1).await[4].window;
    let tries = join_all((0..24).map(|_| hold(app, staff(), 1, window))).await;
    let (held, refused): (Vec<_>, Vec<_>) = tries.into_iter().partition(Result::is_ok);
    assert!(refused.into_iter().all(|error| error.unwrap_err().code() == Code::SlotTaken));
    let held: Vec<Held> = held.into_iter().map(Result::unwrap).collect();
    let mut who: Vec<TechnicianId> = held.iter().map(|it| it.technician_id).collect();
    who.sort_unstable();
    who.dedup();
    assert!(!held.is_empty() && who.len() == held.len(), "a technician was promised twice");
});

/// What one agent's technicians have in their books, promised and accepted.
async fn book(app: &App, agent: AgentId) -> Vec<(TechnicianId, Window)> {
    let now = app.clock.now();
    let (visits, holds) = app
        .db
        .read(move |conn| {
            Ok::<_, ostakar::store::StoreError>((
                list_appointments(conn, Some(&[agent]))?,
                list_slot_holds(conn, Some(&[agent]), now)?,
            ))
        })
        .await
        .unwrap();
    let visits = visits.into_iter().map(|(_, visit)| (visit.technician, visit.window));
    visits.chain(holds.into_iter().map(|hold| (hold.technician_id.0, hold.window()))).collect()
}

both!(m14_no_promise_is_broken_while_others_take_what_is_free, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let mut promised: Vec<(JobId, Window, AgentId)> = Vec::new();
    for k in 1..=24 {
        // Every second caller is promised a window; the others take what is next.
        let slots = if k % 2 == 0 { found(app, k % 7).await } else { Vec::new() };
        let held = match slots.get(usize::try_from(k).unwrap() % slots.len().max(1)) {
            Some(slot) => Some(hold(app, staff(), k % 7, slot.window).await.unwrap()),
            None => None,
        };
        let job = report(app, k % 7, held.as_ref().map(|held| held.id)).await.unwrap();
        promised.extend(held.map(|held| (job, held.window, held.agent_id)));
        app.clock.advance(TimeDelta::minutes(3));
        dispatch::dispatch_due(app).await.unwrap();
        if k % 3 == 0 {
            continue;
        }
        for offer in open_offers(app, job).await {
            // An agent that is full by now answers that it is.
            let _ = offers::accept(app, offer.id.0, None, offers::Acceptance::default()).await;
        }
    }
    assert!(promised.len() > 8, "{}", promised.len());
    for (job, window, agent) in promised {
        let (row, visits) = (job_of(app, job).await, app.db.read(move |conn| list_visits(conn, job)).await.unwrap());
        match row.state.0 {
            JobState::Assigned => assert_eq!(visits[0].window(), window),
            _ => assert!(book(app, agent).await.iter().any(|(_, kept)| *kept == window), "the window is still kept"),
        }
        let book = book(app, agent).await;
        for (at, (who, window)) in book.iter().enumerate() {
            let twice = book[at + 1..].iter().find(|(other, meets)| who == other && meets.overlaps(*window));
            assert!(twice.is_none(), "{who} is promised twice: {window:?} {twice:?}");
        }
    }
});

both!(m21_where_nobody_can_come_the_nearest_fix_says_why, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let mut asked = search(&body(app, 1));
    // Off the coast, hundreds of kilometres from anybody.
    (asked.lat, asked.lon) = (Some(15.0), Some(65.0));
    let Found { slots, .. } = find_slots(app, &asked).await.unwrap();
    assert!(slots.is_empty());
    let wrong = SlotSearch { lat: Some(91.0), lon: None, days: Some(0), limit: Some(51), ..asked };
    let wrong = SlotSearch { fault: Some("NO_SUCH".to_owned()), city: "Atlantis".to_owned(), ..wrong };
    let told = fault_of(find_slots(app, &wrong).await.unwrap_err());
    for part in ["lon required", "city place_unknown", "fault fault_unknown", "days out_of_range", "limit out_of_range"]
    {
        assert!(told.contains(part), "{part} is not in {told}");
    }
});

both!(m21_a_window_is_kept_at_the_technician_whom_the_customer_asks_for, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = report(app, 1, None).await.unwrap();
    let customer = app.db.read(move |conn| Case::load(conn, job)).await.unwrap().request.customer_id.0;
    let asked = SlotSearch { customer_id: Some(customer), ..search(&body(app, 1)) };
    let found = async || find_slots(app, &asked).await.unwrap().slots;
    let network = app.network();
    let before = found().await;
    let others = before.iter().flat_map(|slot| {
        let technicians = network.agent(slot.agent_id).unwrap().technicians.iter();
        technicians.filter(|it| it.id != slot.technician_id).map(|it| it.id)
    });
    for wanted in others.collect::<BTreeSet<_>>() {
        let named = |slots: &[Slot]| slots.iter().filter(|slot| slot.technician_id == wanted).count();
        let at_first = named(&before);
        prefer(app, &clerk(), (customer, None), NewPreference { technician_id: wanted }).await.unwrap();
        let after = named(&found().await);
        assert!(after >= at_first, "who is asked for does not come less often");
        if after > at_first {
            return;
        }
        forget_preference(app, &clerk(), customer, wanted).await.unwrap();
    }
    panic!("nobody who is asked for is named in any window");
});
