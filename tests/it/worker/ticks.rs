//! One node runs each slot, and a tick that panics takes nothing with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use ostakar::app::Code;
use ostakar::app::ticks::{Tick, run, run_as, run_now};

use crate::support::app::TestApp;
use crate::support::{TestDb, both};

both!(sixteen_race_for_a_slot_and_one_runs_it, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    let other = test.node().await;
    let runs = Arc::new(AtomicUsize::new(0));
    for round in 1..=3 {
        let racers = (0..16).map(|racer| {
            let app = if racer % 2 == 0 { test.app.clone() } else { other.clone() };
            let runs = Arc::clone(&runs);
            tokio::spawn(async move {
                let body = async move {
                    runs.fetch_add(1, Ordering::SeqCst);
                    Ok(())
                };
                run_as(&app, Tick::Sweep, body).await.unwrap()
            })
        });
        let mut ran = 0;
        for racer in racers.collect::<Vec<_>>() {
            ran += usize::from(racer.await.unwrap());
        }
        assert_eq!((ran, runs.load(Ordering::SeqCst)), (1, round));
        test.app.clock.advance(TimeDelta::hours(1));
        other.clock.advance(TimeDelta::hours(1));
    }
});

both!(a_panic_is_contained_and_the_slot_comes_again, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    let error = run_as(&test.app, Tick::MissVisits, async { panic!("on purpose") }).await.unwrap_err();
    assert_eq!((error.code(), error.to_string().as_str()), (Code::Internal, "miss_visits panicked"));
    assert!(!run(&test.app, Tick::MissVisits).await.unwrap());
    let other = test.node().await;
    other.clock.advance(TimeDelta::seconds(59));
    assert!(!run_as(&other, Tick::SettleJobs, async { panic!("on purpose") }).await.is_ok_and(|ran| ran));
    other.clock.advance(TimeDelta::seconds(61));
    assert!(run(&other, Tick::SettleJobs).await.unwrap());
    assert!(!run(&other, Tick::SettleJobs).await.unwrap());
});

both!(every_tick_runs_on_an_empty_database, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    for tick in Tick::ALL {
        let ran = run(&test.app, *tick).await.unwrap();
        assert_eq!(ran, *tick != Tick::SealAudit, "{tick}");
        run_now(&test.app, *tick).await.unwrap();
    }
});
