//! A unit comes in and goes out again, repaired or not.

use chrono::TimeDelta;
use ostakar::app::workshop::{follow_due, receive_unit};
use ostakar::app::{Actor, Code, Error, jobs};
use ostakar::domain::id::AttachmentId;
use ostakar::domain::job::{JobEvent, JobState, Outcome};
use ostakar::domain::quote::QuoteEvent;
use ostakar::domain::standing::NextStep;
use ostakar::domain::task::TaskKind;
use ostakar::domain::workshop::{UnitEvent as E, UnitState as S};
use ostakar::queries::jobs::find_row;
use serde_json::json;

use super::{DAY, Desk, faults, new_unit, outcome};
use crate::money::{FEE, TOTAL};
use crate::support::{TestDb, both};

both!(a_unit_comes_in_is_quoted_repaired_and_fetched, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    assert_eq!(desk.stands(unit).await, (S::Received, JobState::OnHold, Some("WORKSHOP_QUEUE".into())));
    assert_eq!((desk.job().await.agent_id.map(|id| id.0), desk.told("unit_received").await), (Some(desk.agent), 1));
    assert_eq!(desk.go(unit, &[E::Diagnose]).await, (S::Diagnosing, JobState::InProgress, None));
    let job = desk.job;
    let scope = ostakar::domain::access::Scope::All;
    let row = desk.site.app.db.read(move |conn| find_row(conn, &scope, job)).await.unwrap();
    assert_eq!(row.next_step, Some(NextStep::Workshop), "m15: nothing is held without a day");
    assert_eq!((desk.due().await, row.holder.is_some()), (FEE, true), "somebody has looked at it");
    let quote = desk.quote().await;
    assert_eq!(desk.stands(unit).await, (S::WaitingQuote, JobState::OnHold, Some("QUOTE_PENDING".into())));
    desk.answer(quote, QuoteEvent::Approve).await;
    assert_eq!(desk.stands(unit).await, (S::Repairing, JobState::InProgress, None));
    assert_eq!(
        desk.go(unit, &[E::Test, E::Finish]).await,
        (S::Ready, JobState::OnHold, Some("READY_TO_COLLECT".into()))
    );
    assert_eq!((desk.told("unit_ready").await, desk.due().await), (1, TOTAL));
    let fetched = desk.fetch(unit).await.unwrap();
    assert_eq!((fetched.state.0, fetched.place.0.to_string()), (S::HandedOver, "customer".to_owned()));
    let job = desk.job().await;
    assert_eq!((job.state.0, outcome(&job)), (JobState::Verified, Some(Outcome::Repaired)), "the code verifies it");
    assert_eq!((desk.told("job_completed").await, desk.tasks(TaskKind::PaymentDifference).await), (1, 1));
});

both!(a_declined_price_sends_the_unit_back_unrepaired_for_the_fee, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    desk.go(unit, &[E::Diagnose]).await;
    let quote = desk.quote().await;
    desk.answer(quote, QuoteEvent::Decline).await;
    assert_eq!(desk.stands(unit).await, (S::Ready, JobState::OnHold, Some("READY_TO_COLLECT".into())));
    assert_eq!((desk.due().await, desk.told("unit_ready").await), (FEE, 1));
    desk.fetch(unit).await.unwrap();
    let job = desk.job().await;
    assert_eq!((job.state.0, outcome(&job), desk.due().await), (JobState::Verified, Some(Outcome::QuoteDeclined), FEE));
});

both!(a_price_without_answer_goes_back_to_diagnosis_and_what_is_not_worth_it_goes_back, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    desk.go(unit, &[E::Diagnose]).await;
    desk.quote().await;
    desk.site.app.clock.advance(TimeDelta::hours(49));
    ostakar::app::quotes::expire_due(&desk.site.app).await.unwrap();
    assert_eq!(desk.stands(unit).await, (S::Diagnosing, JobState::InProgress, None));
    let bare = desk.say(unit, E::GiveBack, |_| ()).await.unwrap_err();
    assert_eq!(faults(bare), ["outcome required"]);
    let wrong = desk.say(unit, E::GiveBack, |step| step.outcome = Some(Outcome::Repaired)).await.unwrap_err();
    assert_eq!(faults(wrong), ["outcome not_allowed"]);
    desk.say(unit, E::GiveBack, |step| step.outcome = Some(Outcome::Uneconomical)).await.unwrap();
    let unproved = desk.say(unit, E::HandOver, |_| ()).await.unwrap_err();
    assert_eq!(faults(unproved), ["code required"]);
    desk.say(unit, E::HandOver, |step| step.note = Some("Showed the identity card".to_owned())).await.unwrap();
    let job = desk.job().await;
    assert_eq!(
        (job.state.0, outcome(&job)),
        (JobState::Completed, Some(Outcome::Uneconomical)),
        "nobody verified it yet"
    );
});

both!(a_unit_that_fails_its_test_is_repaired_again, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    desk.go(unit, &[E::Diagnose, E::Repair, E::Test]).await;
    assert_eq!(faults(desk.say(unit, E::FailTest, |_| ()).await.unwrap_err()), ["note required"]);
    let later = desk.site.app.clock.now() + TimeDelta::days(20);
    let failed = desk.say(unit, E::FailTest, |step| {
        step.note = Some("Still leaks".to_owned());
        step.promised_at = Some(later.fixed_offset());
    });
    let failed = failed.await.unwrap();
    assert_eq!((failed.state.0, failed.failed_tests, failed.promised_at.0), (S::Repairing, 1, later));
    let refused = desk.say(unit, E::Finish, |_| ()).await.unwrap_err();
    assert_eq!(refused.code(), Code::EventNotAllowed, "what failed is tried again first");
    assert_eq!(desk.go(unit, &[E::Test, E::Finish]).await.0, S::Ready);
});

both!(what_nobody_fetches_is_reminded_of_unclaimed_and_costs_storage, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    desk.go(unit, &[E::Diagnose, E::Repair, E::Test, E::Finish]).await;
    let app = &desk.site.app;
    for (day, reminders) in [(2, 0), (3, 1), (6, 1), (7, 2), (15, 3)] {
        let ready = desk.unit(unit).await.ready_at.unwrap().0;
        app.clock.advance(ready + TimeDelta::days(day) - app.clock.now());
        follow_due(app).await.unwrap();
        assert_eq!(follow_due(app).await.unwrap(), 0, "once each");
        assert_eq!(desk.told("unit_reminder").await, reminders, "day {day}");
    }
    assert_eq!(desk.due().await, FEE, "fifteen days are free");
    app.clock.advance(TimeDelta::days(15));
    jobs::resume_due(app).await.unwrap();
    follow_due(app).await.unwrap();
    assert_eq!(desk.stands(unit).await, (S::Unclaimed, JobState::OnHold, Some("READY_TO_COLLECT".into())));
    assert_eq!((desk.told("unit_unclaimed").await, desk.tasks(TaskKind::UnclaimedUnit).await), (1, 1));
    assert_eq!(desk.due().await, FEE + 16 * DAY, "the sixteenth day has begun");
    app.clock.advance(TimeDelta::days(30));
    follow_due(app).await.unwrap();
    assert_eq!((desk.told("unit_unclaimed").await, desk.tasks(TaskKind::UnclaimedUnit).await), (2, 1));
    let owed = desk.due().await;
    desk.fetch(unit).await.unwrap();
    app.clock.advance(TimeDelta::days(9));
    assert_eq!((desk.due().await, desk.tasks(TaskKind::UnclaimedUnit).await), (owed, 0), "the fee stands still");
});

both!(a_wrong_code_is_counted_and_a_right_one_comes_too_late_after_five, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    desk.go(unit, &[E::Diagnose, E::Repair, E::Test, E::Finish]).await;
    let wrong = if desk.code(unit) == "0000" { "1111" } else { "0000" };
    for count in 1..=5 {
        let refused = desk.say(unit, E::HandOver, |step| step.code = Some(wrong.to_owned())).await.unwrap_err();
        assert_eq!(faults(refused), ["code code_wrong"]);
        assert_eq!(desk.unit(unit).await.wrong_codes, count);
    }
    assert!(matches!(desk.fetch(unit).await.unwrap_err(), Error::TooMany { .. }));
    let proved = desk.say(unit, E::HandOver, |step| step.note = Some("Known to us".to_owned())).await.unwrap();
    assert_eq!(proved.state.0, S::HandedOver);
    assert!(desk.fetch(unit).await.is_err(), "nothing is handed over twice");
});

both!(everything_wrong_with_a_unit_is_told_at_once, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let (app, photo): (_, AttachmentId) = (&desk.site.app, uuid::Uuid::nil().into());
    let past = app.clock.now() - TimeDelta::days(1);
    let body = json!({ "place": "moon", "condition": " ", "photos": [photo], "inbound_by": "courier",
        "accessories": ["x".repeat(500)], "promised_at": past });
    let refused = receive_unit(app, (Actor::system(), None), desk.job, new_unit(body)).await.unwrap_err();
    let expected = [
        "accessories.0 too_long",
        "condition required",
        "photos.0 unknown",
        "place unknown",
        "promised_at date_in_past",
        "tracking required",
    ];
    assert_eq!(faults(refused), expected);
    let body = json!({ "condition": "Fine" });
    let refused = receive_unit(app, (Actor::system(), None), desk.job, new_unit(body)).await.unwrap_err();
    assert_eq!(faults(refused), ["place required"], "nobody holds the job");
    let mobile =
        app.network().agents().find(|it| it.setting.as_str() == "mobile" && it.kind.as_str() != "branch").unwrap().id;
    let body = json!({ "condition": "Fine", "place": format!("agent:{mobile}") });
    let refused = receive_unit(app, (Actor::system(), None), desk.job, new_unit(body)).await.unwrap_err();
    assert_eq!(faults(refused), ["place not_allowed"], "an agent without a workshop keeps nothing");
});

both!(of_two_who_take_a_unit_in_at_once_one_does, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let racing = (0..8).map(|_| {
        let (app, job, actor, new) = (desk.site.app.clone(), desk.job, Actor::staff(&desk.operator), desk.brought());
        tokio::spawn(async move { receive_unit(&app, (actor, None), job, new).await.map_err(|error| error.code()) })
    });
    let mut outcomes = Vec::new();
    for answer in racing.collect::<Vec<_>>() {
        outcomes.push(answer.await.unwrap());
    }
    assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().filter_map(|it| it.err()).all(|code| code == Code::UnitInCustody), "{outcomes:?}");
    assert_eq!(desk.told("unit_received").await, 1);
});

both!(a_job_whose_unit_is_in_a_workshop_neither_ends_nor_leaves, async |db: TestDb| {
    let desk = Desk::open(db).await;
    let unit = desk.receive().await;
    desk.go(unit, &[E::Diagnose]).await;
    let app = &desk.site.app;
    for (event, reason) in [(JobEvent::Cancel, "BOUGHT_NEW"), (JobEvent::Reassign, "CUSTOMER_REQUEST")] {
        let change = jobs::Change { event, reason: Some(reason.to_owned()), until: None, seen: None };
        let refused = jobs::change_job(app, Actor::staff(&desk.operator), desk.job, change).await.unwrap_err();
        assert_eq!(refused.code(), Code::UnitInCustody, "{event}");
    }
    assert_eq!(desk.stands(unit).await, (S::Diagnosing, JobState::InProgress, None));
});
