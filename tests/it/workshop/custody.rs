//! Where units are: with the technician's agent, at the centre, and taken over from an agent that may not work.

use ostakar::app::Code;
use ostakar::app::agents::Scoped;
use ostakar::app::agents::suspension::{Suspend, holdings, suspend_agent};
use ostakar::app::parts::{LineChange, change_line};
use ostakar::domain::access::{Caller, Role, Scope};
use ostakar::domain::id::WorkshopUnitId;
use ostakar::domain::job::JobState;
use ostakar::domain::part::PartLineEvent;
use ostakar::domain::part::stock::StockPlace;
use ostakar::domain::task::TaskKind;
use ostakar::domain::warranty::WarrantyOutcome;
use ostakar::domain::workshop::custody::{Keeper, balance, whereabouts};
use ostakar::domain::workshop::{UnitEvent as E, UnitState as S};
use ostakar::store::workshop::{find_unit_of_job, list_passings};
use serde_json::json;

use super::{Desk, faults};
use crate::money::at_work;
use crate::parts::{need, only, read, stock_up};
use crate::support::facts::{count, execute};
use crate::support::{TestDb, both};

/// Fails unless the passings say of every unit what its row says.
async fn check_books(desk: &Desk, units: &[WorkshopUnitId]) {
    let held = whereabouts(read(&desk.site.app, list_passings).await).expect("nobody gives what another has");
    assert_eq!(held.len(), units.len());
    for unit in units {
        assert_eq!(held[unit], desk.unit(*unit).await.place.0);
    }
    assert_eq!(balance(&held).values().sum::<usize>(), units.len());
}

both!(a_suspended_agent_hands_over_what_it_has_of_others, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    desk.go(unit, &[E::Diagnose]).await;
    let (app, agent) = (&desk.site.app, desk.agent);
    stock_up(app, "HOSE-150", StockPlace::Agent(agent), 3).await;
    let said = app.db.read(move |conn| holdings(conn, &Scoped(Scope::All), agent)).await.unwrap();
    assert_eq!((said.units_held, said.parts_held, said.units[0].unit_id), (1, 3, unit));
    assert_eq!(
        (said.parts[0].part.as_str(), said.not_on_record.as_slice()),
        ("HOSE-150", &["unpaid_balance".to_owned()][..])
    );
    let manager = Caller { role: Role::Manager, ..desk.operator.clone() };
    let suspend = Suspend { reason: Some("CONTRACT_BREACH".to_owned()), ..Suspend::default() };
    suspend_agent(app, &manager, (agent, None), suspend).await.unwrap();
    assert_eq!(desk.tasks(TaskKind::HandOverCustody).await, 1);
    assert_eq!(count(&desk.url, "tasks WHERE kind = 'hand_over_custody'"), 2, "one for the unit, one for the parts");
    assert_eq!(desk.stands(unit).await, (S::Diagnosing, JobState::InProgress, None), "nothing is lost");
    let moved = desk.say(unit, E::Move, |step| {
        step.place = Some("centre".to_owned());
        step.note = Some("Its agent may not work".to_owned());
        step.carrier = Some(ostakar::domain::workshop::Carrier::Courier);
        step.tracking = Some("POST-9".to_owned());
    });
    assert_eq!(moved.await.unwrap().place.0, Keeper::Centre);
    let held = Some("CENTRE_WORKSHOP".to_owned());
    assert_eq!(desk.stands(unit).await, (S::Diagnosing, JobState::OnHold, held), "the organisation's time");
    assert_eq!((desk.job().await.agent_id, desk.tasks(TaskKind::HandOverCustody).await), (None, 0));
    desk.go(unit, &[E::Repair, E::Test, E::Finish]).await;
    desk.fetch(unit).await.unwrap();
    check_books(&desk, &[unit]).await;
});

both!(a_unit_moves_only_to_a_workshop_that_may_have_it, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    let agent = desk.agent;
    let to = |place: &str| {
        let place = place.to_owned();
        move |step: &mut ostakar::app::workshop::UnitStep| {
            step.place = Some(place);
            step.note = Some("Nearer".to_owned());
        }
    };
    for (place, fault) in [("customer", "place not_allowed"), ("moon", "place unknown"), ("", "place required")] {
        assert_eq!(faults(desk.say(unit, E::Move, to(place)).await.unwrap_err()), [fault], "{place}");
    }
    let same = desk.say(unit, E::Move, to(&format!("agent:{agent}"))).await.unwrap_err();
    assert_eq!(faults(same), ["place not_allowed"]);
    desk.say(unit, E::Move, to("centre")).await.unwrap();
    desk.say(unit, E::Move, to(&format!("agent:{agent}"))).await.unwrap();
    assert_eq!(desk.stands(unit).await, (S::Received, JobState::OnHold, Some("WORKSHOP_QUEUE".to_owned())));
    assert_eq!(desk.job().await.agent_id.map(|id| id.0), Some(agent), "the job goes with its unit");
    check_books(&desk, &[unit]).await;
});

both!(a_part_is_awaited_in_the_workshop_without_a_visit_to_plan, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    desk.go(unit, &[E::Diagnose, E::Repair]).await;
    let app = &desk.site.app;
    let line = need(app, desk.job, "HOSE-150", 1).await;
    let eta = Some(app.clock.now() + chrono::TimeDelta::days(4));
    let order = LineChange { eta, ..only(PartLineEvent::Order) };
    change_line(app, &crate::parts::dispatcher(), line, order).await.unwrap();
    assert_eq!(desk.stands(unit).await, (S::Repairing, JobState::OnHold, Some("PART_ORDERED".to_owned())));
    change_line(app, &crate::parts::dispatcher(), line, only(PartLineEvent::Receive)).await.unwrap();
    assert_eq!(desk.stands(unit).await, (S::Repairing, JobState::InProgress, None));
    assert_eq!(desk.tasks(TaskKind::PlanNextVisit).await, 0);
});

both!(a_technician_takes_the_unit_along, async |db: TestDb| {
    let work = at_work(db, WarrantyOutcome::OutOfWarranty).await;
    let agent = work.job().await.agent_id.unwrap().0;
    execute(&work.url, &format!("UPDATE agents SET setting = 'workshop' WHERE id = '{agent}'"));
    let early = work.tell(json!({"event": "take_unit", "note": "Dented"})).await;
    assert_eq!((early.0, &early.1["code"]), (409, &json!("EVENT_NOT_ALLOWED")), "{}", early.1);
    assert_eq!(work.tell(json!({"event": "not_done", "reason": "NEEDS_WORKSHOP"})).await.0, 200);
    assert_eq!(work.tasks(TaskKind::PlanNextVisit).await, 1);
    let page = work.site.page(&format!("{}?lang=en", work.technician)).await.text;
    assert!(page.contains("value=\"take_unit\"") && page.contains("I take the unit to our workshop"), "{page}");
    let bare = work.site.post_form(&format!("{}/events", work.technician), &[("event", "take_unit")]).await;
    assert!(bare.status == 422 && bare.text.contains("role=\"alert\""), "{}", bare.text);
    let taken = work.tell(json!({"event": "take_unit", "note": "Dented", "accessories": "Hose\nFeet"})).await;
    assert_eq!(taken.0, 200, "{}", taken.1);
    let job = work.job;
    let unit = work.site.app.db.read(move |conn| find_unit_of_job(conn, job)).await.unwrap().unwrap();
    assert_eq!((unit.place.0, unit.accessories.0.len()), (Keeper::Agent(agent), 2));
    assert_eq!((work.job().await.state.0, work.tasks(TaskKind::PlanNextVisit).await), (JobState::OnHold, 0));
    let twice = work.tell(json!({"event": "take_unit", "note": "Dented"})).await;
    assert_eq!(twice.0, 409, "{}", twice.1);
    let seen = work.site.json(&work.customer).await.json();
    assert_eq!(
        (&seen["units"][0]["stands"], &seen["units"][0]["workshop"]["state"]),
        (&json!("in_workshop"), &json!("received"))
    );
    assert_eq!(Code::UnitInCustody.as_str(), "UNIT_IN_CUSTODY");
});
