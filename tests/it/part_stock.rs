//! Stock and orders on both databases: the last piece raced for, books against a recount, what somebody insists on.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use ostakar::app::import::{Kind, Options, Sheet, import};
use ostakar::app::parts::{
    LineChange, NeededPart, NewPart, NewPartOrder, OrderChange, add_part, change_order, move_by_hand, place_order,
};
use ostakar::app::{App, Code, Error};
use ostakar::domain::fault::FaultCode;
use ostakar::domain::id::{JobId, PartOrderId};
use ostakar::domain::money::Money;
use ostakar::domain::part::stock::{Balance, MoveReason, StockPlace, recount};
use ostakar::domain::part::{PartLineEvent, PartNumber, PartOrderEvent, PartOrderState, PartSource};
use ostakar::queries::parts::find_in_catalogue;
use ostakar::store::parts::{find_part, list_parts};
use ostakar::store::stock::{list_balances, list_moves};

use crate::parts::{a_move, dispatcher, held, lines_of, need, only, read, step, stock_up};
use crate::story::report;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

fn faults(error: &Error) -> Vec<(&str, FaultCode)> {
    let Error::Invalid(faults) = error else { panic!("{error:?}") };
    faults.0.iter().map(|fault| (fault.field.as_ref(), fault.code)).collect()
}

both!(the_last_piece_is_kept_for_one_job_alone, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let other = test.node().await;
    stock_up(&test.app, "HOSE-150", StockPlace::Centre, 1).await;
    let mut lines = Vec::new();
    for k in 0..8 {
        let job = report(&test.app, k).await.jobs[0].id;
        lines.push(need(&test.app, job, "HOSE-150", 1).await);
    }
    let racing = lines.into_iter().enumerate().map(|(at, line)| {
        let app = if at % 2 == 0 { test.app.clone() } else { other.clone() };
        let change = LineChange { source: Some(PartSource::Centre), ..only(PartLineEvent::Reserve) };
        tokio::spawn(async move { step(&app, line, change).await })
    });
    let mut won = 0;
    for task in racing.collect::<Vec<_>>() {
        match task.await.unwrap() {
            Ok(_) => won += 1,
            Err(error) => assert_eq!(faults(&error), [("quantity", FaultCode::StockShort)]),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(held(&test.app, StockPlace::Centre, "HOSE-150").await, Balance { quantity: 1, reserved: 1 });
    let taken = a_move("HOSE-150", ("centre", "scrap"), 1, "scrapped");
    let refused = move_by_hand(&test.app, &dispatcher(), None, taken).await.unwrap_err();
    assert_eq!(faults(&refused), [("quantity", FaultCode::StockShort)], "what is kept is not free");
});

both!(an_agent_orders_from_the_centre_and_what_the_books_lack_is_written_down, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let agent = app.network().agents().next().unwrap().id;
    let wanted = |parts: &str| NewPartOrder { agent_id: agent, parts: NeededPart::list(parts), note: None };
    let refused = place_order(app, &dispatcher(), None, wanted("WM-PUMP-30, NO-SUCH")).await.unwrap_err();
    assert_eq!(
        faults(&refused),
        [("parts.0.number", FaultCode::PartSuperseded), ("parts.1.number", FaultCode::PartUnknown)]
    );
    let order = place_order(app, &dispatcher(), None, wanted("HOSE-150*3, FUSE-T5A*2, HOSE-150")).await.unwrap();
    let say = async |order: PartOrderId, change: OrderChange| change_order(app, &dispatcher(), order, change).await;
    let only = |event| OrderChange { event, eta: None, tracking: None, reason: None, insist: false, seen: None };
    let undated = say(order, only(PartOrderEvent::Confirm)).await.unwrap_err();
    assert_eq!(faults(&undated), [("eta", FaultCode::Required)]);
    let eta = Some(app.clock.now() + TimeDelta::days(2));
    say(order, OrderChange { eta, ..only(PartOrderEvent::Confirm) }).await.unwrap();
    stock_up(app, "FUSE-T5A", StockPlace::Centre, 5).await;
    stock_up(app, "HOSE-150", StockPlace::Centre, 1).await;
    let short = say(order, only(PartOrderEvent::Ship)).await.unwrap_err();
    assert_eq!(faults(&short), [("quantity", FaultCode::StockShort)]);
    assert_eq!(held(app, StockPlace::Centre, "FUSE-T5A").await.quantity, 5, "all of an order or none of it");
    let insist = OrderChange { insist: true, ..only(PartOrderEvent::Ship) };
    assert_eq!(faults(&say(order, insist).await.unwrap_err()), [("reason", FaultCode::Required)]);
    let reason = Some("They lie on the second shelf".to_owned());
    let insist = OrderChange { insist: true, reason, ..only(PartOrderEvent::Ship) };
    say(order, insist).await.unwrap();
    assert_eq!(held(app, StockPlace::Difference, "HOSE-150").await.quantity, -3);
    assert_eq!(held(app, StockPlace::Transit, "HOSE-150").await.quantity, 4);
    let received = say(order, only(PartOrderEvent::Receive)).await.unwrap();
    assert_eq!(received.state.0, PartOrderState::Received);
    assert_eq!(held(app, StockPlace::Agent(agent), "HOSE-150").await.quantity, 4);
    assert_eq!(say(order, only(PartOrderEvent::Ship)).await.unwrap_err().code(), Code::EventNotAllowed);
    let moves = read(app, list_moves).await;
    let short: Vec<_> = moves.iter().filter(|it| it.reason == MoveReason::CountedShort).map(|it| it.quantity).collect();
    assert_eq!(short, [3]);
});

both!(a_number_that_another_took_the_place_of_leads_to_the_other, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let job = washing_machine(app).await;
    need(app, job, "wm-pump-۳۰", 1).await;
    assert_eq!(lines_of(app, job).await[0].part.0.as_str(), "WM-PUMP-32");
    let part = |number: &str, supersedes: &[&str]| NewPart {
        number: number.to_owned(),
        name_en: "Drain pump 35 W".to_owned(),
        name_fa: "پمپ تخلیهٔ ۳۵ وات".to_owned(),
        price: Money::rials(17_000_000),
        is_consumable: false,
        supersedes: supersedes.iter().map(|it| (*it).to_owned()).collect(),
        models: Vec::new(),
    };
    for (wrong, code) in [
        (part("WM-PUMP-35", &["NO-SUCH"]), FaultCode::PartUnknown),
        (part("WM-PUMP-35", &["WM-PUMP-30"]), FaultCode::PartSuperseded),
        (part("WM-PUMP-35", &["WM-PUMP-35"]), FaultCode::PartUnknown),
    ] {
        let refused = add_part(app, &dispatcher(), None, wrong).await.unwrap_err();
        assert_eq!(faults(&refused), [("supersedes.0", code)]);
    }
    let made = add_part(app, &dispatcher(), None, part("WM-PUMP-35", &["WM-PUMP-32"])).await.unwrap();
    let twice = add_part(app, &dispatcher(), None, part("wm pump-35".replace(' ', "-").as_str(), &[])).await;
    assert_eq!(faults(&twice.unwrap_err()), [("number", FaultCode::Duplicate)]);
    let view = read(app, move |conn| find_in_catalogue(conn, &made)).await;
    assert_eq!(view.supersedes.iter().map(PartNumber::as_str).collect::<Vec<_>>(), ["WM-PUMP-32"]);
    need(app, job, "WM-PUMP-30", 1).await;
    assert_eq!(lines_of(app, job).await[1].part.0.as_str(), "WM-PUMP-35");
});

/// A job on a washing machine.
async fn washing_machine(app: &App) -> JobId {
    for k in 0..200 {
        let body = ostakar::app::sample::sample_request(&app.catalogue(), &app.network(), app.clock.now(), k).unwrap();
        if body["items"][0]["product"]["model_code"].as_str().unwrap().contains("-WM-") {
            return report(app, k).await.jobs[0].id;
        }
    }
    panic!("no washing machine among the samples")
}

both!(a_table_of_parts_is_imported_whole_or_not_at_all, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let run = async |rows: &str| {
        let sheet = format!("number,name_en,name_fa,price,consumable,supersedes,models\n{rows}");
        let options = Options::new("IR", chrono_tz::Tz::Asia__Tehran);
        import(&app.db, app.clock.now(), Kind::Parts, Sheet::csv(sheet.as_bytes()), options).await.unwrap()
    };
    let before = read(app, list_parts).await.len();
    let bad = run("X-1,One,یک,10,no,,\nx-۱,Twin,دو,10,no,,\nX-2,Two,دو,ten,maybe,NO-SUCH,MOON\nX/3,,سه,-5,no,,\n\
        FUSE-T5A,Fuse,فیوز,9,yes,FUSE-T5A,\n")
    .await;
    let found: Vec<_> = bad.bad.iter().map(|it| (it.line, it.column.as_str(), it.code)).collect();
    assert_eq!(
        found,
        [
            (3, "number", FaultCode::Duplicate),
            (4, "price", FaultCode::Malformed),
            (4, "consumable", FaultCode::NotAllowed),
            (4, "models", FaultCode::ModelUnknown),
            (5, "number", FaultCode::Malformed),
            (5, "name_en", FaultCode::Required),
            (5, "price", FaultCode::OutOfRange),
            (6, "supersedes", FaultCode::PartRound),
        ]
    );
    assert_eq!(read(app, list_parts).await.len(), before);
    let good = "X-1,One,یک,10,no,FUSE-T5A;HOSE-150,ZR-TV-55\nX-2,Two,دو,20,yes,X-1,\n";
    let first = run(good).await;
    assert_eq!((first.added, first.changed, first.bad.len()), (2, 0, 0));
    let old = PartNumber::parse("HOSE-150").unwrap();
    let old = read(app, move |conn| find_part(conn, &old)).await.unwrap();
    assert_eq!(old.superseded_by.unwrap().0.as_str(), "X-1");
    let again = run(good).await;
    assert_eq!((again.added, again.changed, again.skipped), (0, 0, 2));
    let round = run("HOSE-150,Hose,شلنگ,1,yes,X-2,\n").await;
    assert_eq!(round.bad.iter().map(|it| it.code).collect::<Vec<_>>(), [FaultCode::PartRound]);
});

/// Numbers without visible order, so that each run plays the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

both!(the_books_agree_with_a_recount_after_anything, async |db: TestDb| {
    let test = TestApp::demo(db).await;
    let app = &test.app;
    let mut dice = Dice(7);
    let (agent, van) = {
        let network = app.network();
        let agent = network.agents().find(|agent| !agent.technicians.is_empty()).unwrap();
        (StockPlace::Agent(agent.id), StockPlace::Van(agent.technicians[0].id))
    };
    let shelves = [StockPlace::Centre, agent, van];
    let parts = ["HOSE-150", "FUSE-T5A"];
    let mut jobs = Vec::new();
    for k in 0..3 {
        jobs.push(report(app, k).await.jobs[0].id);
    }
    let mut insisted = 0;
    for _ in 0..120 {
        let part = parts[dice.roll(2)];
        let (from, to) = (shelves[dice.roll(3)], shelves[dice.roll(3)]);
        let pieces = i64::try_from(1 + dice.roll(4)).unwrap();
        match dice.roll(6) {
            0 => stock_up(app, part, StockPlace::Centre, pieces).await,
            1 | 2 => {
                let mut given = a_move(part, (from, to), pieces, "transferred");
                (given.insist, given.note) = (dice.roll(4) == 0, Some("They are here".to_owned()));
                let before = held(app, from, part).await;
                let lacks = given.insist && before.free() < pieces;
                if move_by_hand(app, &dispatcher(), None, given).await.is_ok() && lacks {
                    insisted += 1;
                }
            }
            3 => {
                need(app, jobs[dice.roll(3)], part, pieces).await;
            }
            _ => {
                let lines = lines_of(app, jobs[dice.roll(3)]).await;
                if lines.is_empty() {
                    continue;
                }
                let line = &lines[dice.roll(lines.len())];
                let event = PartLineEvent::ALL[dice.roll(PartLineEvent::ALL.len())];
                let change = LineChange {
                    eta: Some(app.clock.now() + TimeDelta::days(1)),
                    place: Some(to).filter(|_| event != PartLineEvent::Order),
                    quantity: Some(i64::from(line.quantity)).filter(|whole| *whole > 1).map(|whole| whole - 1),
                    reason: Some("By chance".to_owned()),
                    ..only(event)
                };
                match step(app, line.id.0, change).await {
                    Ok(_) | Err(Error::Machine(_) | Error::Invalid(_)) => (),
                    Err(error) => panic!("{error:?}"),
                }
            }
        }
    }
    let (moves, books) = (read(app, list_moves).await, read(app, list_balances).await);
    let noted = moves.iter().filter(|it| it.reason == MoveReason::CountedShort).count();
    assert_eq!(noted, insisted, "each insistence that the books lacked pieces is one move");
    let written: BTreeMap<_, _> = (books.iter().filter(|(.., balance)| balance.quantity != 0))
        .map(|(place, part, balance)| ((*place, part.clone()), balance.quantity))
        .collect();
    assert_eq!(written, recount(moves));
    assert_eq!(books.iter().map(|(.., balance)| balance.quantity).sum::<i64>(), 0);
    let mut kept: BTreeMap<(StockPlace, PartNumber), i64> = BTreeMap::new();
    for job in jobs {
        for line in lines_of(app, job).await.into_iter().filter(|line| line.state.0.is_kept()) {
            *kept.entry((line.place.unwrap().0, line.part.0)).or_default() += i64::from(line.quantity);
        }
    }
    for (place, part, balance) in books {
        assert!(!place.is_physical() || balance.free() >= 0, "{place} {part} {balance:?}");
        assert_eq!(kept.remove(&(place, part.clone())).unwrap_or_default(), balance.reserved, "{place} {part}");
    }
    assert!(kept.is_empty(), "{kept:?}");
});
