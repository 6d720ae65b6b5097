//! Loaners: lent with a deposit and a day, overdue, back again, lost.

use chrono::TimeDelta;
use ostakar::app::Code;
use ostakar::app::loaners::{Lending, LoanerStep, NewLoaner, add_loaner, follow_due, lend_loaner, step_loaner};
use ostakar::domain::id::LoanerId;
use ostakar::domain::money::Money;
use ostakar::domain::task::TaskKind;
use ostakar::domain::workshop::{LoanerEvent as L, LoanerState, UnitEvent as E};
use ostakar::queries::workshop::unit_detail;
use ostakar::store::loaners::find_loaner;

use super::{Desk, faults};
use crate::support::{TestDb, both};

async fn add(desk: &Desk, serial: &str) -> LoanerId {
    let new = NewLoaner { serial: serial.to_owned(), model: "Washer 7 kg".to_owned(), place: None };
    add_loaner(&desk.site.app, &desk.operator, None, new).await.unwrap().loaner_id
}

fn lending(desk: &Desk, serial: &str) -> Lending {
    let due_on = (desk.site.app.clock.now() + TimeDelta::days(5)).date_naive();
    Lending { serial: serial.to_owned(), deposit: Money::rials(5_000_000), due_on }
}

fn only(event: L) -> LoanerStep {
    LoanerStep { event, place: None, note: None, seen: None }
}

both!(a_loaner_that_does_not_come_back_is_asked_for, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let (app, unit) = (&desk.site.app, desk.receive().await);
    let loaner = add(&desk, "LN-1").await;
    lend_loaner(app, &desk.operator, (desk.job, None), lending(&desk, "ln ۱")).await.unwrap_err();
    lend_loaner(app, &desk.operator, (desk.job, None), lending(&desk, "ln-۱")).await.unwrap();
    add(&desk, "LN-2").await;
    let second = lend_loaner(app, &desk.operator, (desk.job, None), lending(&desk, "LN-2")).await.unwrap_err();
    assert_eq!(second.code(), Code::LoanerOut);
    app.clock.advance(TimeDelta::days(5));
    assert_eq!(follow_due(app).await.unwrap(), 0, "the last day is not over");
    app.clock.advance(TimeDelta::days(1));
    assert_eq!((follow_due(app).await.unwrap(), follow_due(app).await.unwrap()), (1, 0));
    assert_eq!((desk.told("loaner_overdue").await, desk.tasks(TaskKind::LoanerOverdue).await), (1, 1));
    desk.go(unit, &[E::Diagnose, E::Repair, E::Test, E::Finish]).await;
    desk.fetch(unit).await.unwrap();
    let (scope, now) = (ostakar::domain::access::Scope::All, app.clock.now());
    let detail = app.db.read(move |conn| unit_detail(conn, &scope, (unit, now))).await.unwrap();
    assert_eq!(detail.loaner_out.as_deref(), Some("LN-1"), "handed over, and the loaner still out: told");
    let back = step_loaner(app, &desk.operator, loaner, only(L::Return)).await.unwrap();
    assert_eq!((back.state.0, desk.tasks(TaskKind::LoanerOverdue).await), (LoanerState::Returned, 0));
    step_loaner(app, &desk.operator, loaner, only(L::Restock)).await.unwrap();
    let kept = app.db.read(move |conn| find_loaner(conn, loaner)).await.unwrap();
    assert_eq!((kept.state.0, kept.job_id, kept.deposit), (LoanerState::InStock, None, 0));
});

both!(everything_wrong_with_a_loaner_is_told_at_once, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let app = &desk.site.app;
    let loaner = add(&desk, "LN-1").await;
    let new = NewLoaner { serial: "ln-1".to_owned(), model: " ".to_owned(), place: Some("moon".to_owned()) };
    let refused = add_loaner(app, &desk.operator, None, new).await.unwrap_err();
    assert_eq!(faults(refused), ["model required", "place not_allowed", "serial duplicate"]);
    let past = (app.clock.now() - TimeDelta::days(2)).date_naive();
    let wrong = Lending { serial: "none".to_owned(), deposit: Money::rials(-1), due_on: past };
    let refused = lend_loaner(app, &desk.operator, (desk.job, None), wrong).await.unwrap_err();
    assert_eq!(faults(refused), ["deposit.amount out_of_range", "due_on date_in_past", "serial unknown"]);
    assert_eq!(faults(step_loaner(app, &desk.operator, loaner, only(L::Lose)).await.unwrap_err()), ["note required"]);
    assert_eq!(
        step_loaner(app, &desk.operator, loaner, only(L::Return)).await.unwrap_err().code(),
        Code::EventNotAllowed
    );
    assert_eq!(
        faults(step_loaner(app, &desk.operator, loaner, only(L::Lend)).await.unwrap_err()),
        ["event not_allowed"]
    );
});

both!(two_customers_do_not_get_the_same_loaner, async |db: TestDb| {
    let desk = Desk::open(db).await;
    add(&desk, "LN-1").await;
    let racing = (0..6).map(|_| {
        let (app, caller, job, lending) =
            (desk.site.app.clone(), desk.operator.clone(), desk.job, lending(&desk, "LN-1"));
        tokio::spawn(async move { lend_loaner(&app, &caller, (job, None), lending).await.is_ok() })
    });
    let mut lent = 0;
    for answer in racing.collect::<Vec<_>>() {
        lent += usize::from(answer.await.unwrap());
    }
    assert_eq!(lent, 1);
});
