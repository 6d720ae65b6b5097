//! Tables of others: brought in whole or not at all, every faulty value named, and the demo's seed without a fault.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use ostakar::app::import::{Kind, Options, Report, Sheet, import};
use ostakar::app::sample::sample_request;
use ostakar::app::{App, reference, seed};
use ostakar::domain::agent::Load;
use ostakar::domain::eligibility::{Needs, examine};
use ostakar::domain::fault::FaultCode;
use ostakar::domain::geo::{Position, Precision};
use ostakar::domain::language::Language;
use ostakar::store::feed::{Signal, Topic};
use serde_json::Value;

use crate::support::app::{TestApp, start};
use crate::support::{TestDb, both};

const AGENTS_HEADER: &str = "code,name_fa,name_en,kind,setting,phone,email,language,province,city,lat,lon,grade,\
    contract_from,contract_to,capacity_open,capacity_day,capacity_minutes_day,brands,categories,hours,standing,\
    commission_percent,zone";
const GOOD: &str = "new_1,سرویس نو,New,company,mobile,09120009999,a@b.ir,fa,tehran,112931,35.7,51.4,A,1405/01/01,\
    ۱۴۰۷/۱۲/۲۹,۱۰,10,600,zarvinex,tv,sat-wed 08:00-18:00,active,10,";

fn agents(rows: &[&str]) -> Sheet {
    Sheet::csv([&[AGENTS_HEADER], rows].concat().join("\n").as_bytes())
}

fn options() -> Options {
    Options::new("IR", chrono_tz::Tz::Asia__Tehran)
}

fn dry() -> Options {
    Options { dry_run: true, ..options() }
}

async fn run(app: &App, kind: Kind, sheet: Sheet, options: Options) -> Report {
    import(&app.db, app.clock.now(), kind, sheet, options).await.unwrap()
}

fn bad(report: &Report) -> Vec<(u64, &str, FaultCode)> {
    report.bad.iter().map(|bad| (bad.line, bad.column.as_str(), bad.code)).collect()
}

#[derive(QueryableByName, PartialEq, Debug)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Rows of every table that an import could write.
async fn counts(app: &App) -> Vec<i64> {
    const TABLES: [&str; 18] = [
        "skills",
        "equipment",
        "brands",
        "categories",
        "product_models",
        "faults",
        "policies",
        "holidays",
        "agents",
        "agent_loads",
        "agent_areas",
        "technicians",
        "technician_skills",
        "customers",
        "phones",
        "addresses",
        "users",
        "audit_rows",
    ];
    app.db
        .read(|conn| {
            let count = |table| {
                let rows = diesel::sql_query(format!("select count(*) as n from {table}")).load::<Count>(conn);
                Ok::<_, ostakar::store::StoreError>(rows?[0].n)
            };
            TABLES.into_iter().map(count).collect()
        })
        .await
        .unwrap()
}

both!(a_dry_run_counts_and_writes_nothing, async |db: TestDb| {
    let TestApp { app, .. } = &TestApp::demo(db).await;
    let before = counts(app).await;
    let wrong = GOOD.replace("new_1", "new_2").replace(",10,600", ",501,600");
    let report = run(app, Kind::Agents, agents(&[GOOD, &wrong]), dry()).await;
    assert_eq!((report.rows, report.added, report.bad_rows()), (2, 1, 1));
    assert_eq!(bad(&report), [(3, "capacity_day", FaultCode::OutOfRange)]);
    assert_eq!(counts(app).await, before);
});

both!(every_faulty_value_is_named, async |db: TestDb| {
    let TestApp { app, .. } = &TestApp::demo(db).await;
    let twin = GOOD.replace("سرویس نو", "دیگری");
    let wrong = "x,y,,firm,mobile,0912,a@b,xx,tehran,124665,95,51.4,A,2026-02-01,2026-01-01,0,10,ten,nobrand,tv,,active,101,Mars/X";
    let report = run(app, Kind::Agents, agents(&[GOOD, &twin, wrong]), dry()).await;
    let expected = [
        (3, "code", FaultCode::Duplicate),
        (4, "kind", FaultCode::NotAllowed),
        (4, "phone", FaultCode::PhoneInvalid),
        (4, "email", FaultCode::Malformed),
        (4, "language", FaultCode::NotAllowed),
        (4, "city", FaultCode::PlaceUnknown),
        (4, "lat", FaultCode::LatitudeOutOfRange),
        (4, "contract_to", FaultCode::DateOrder),
        (4, "capacity_open", FaultCode::OutOfRange),
        (4, "capacity_minutes_day", FaultCode::Malformed),
        (4, "brands", FaultCode::BrandUnknown),
        (4, "commission_percent", FaultCode::OutOfRange),
        (4, "zone", FaultCode::ZoneUnknown),
        (4, "hours", FaultCode::Required),
    ];
    assert_eq!(bad(&report), expected);

    let crossing = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"agent":"nobody",
        "kind":"primary"},"geometry":{"type":"Polygon","coordinates":[[[51,35],[52,36],[52,35],[51,36],[51,35]]]}}]}"#;
    let report = run(app, Kind::Areas, Sheet::geojson(crossing.as_bytes()), dry()).await;
    let expected = [(1, "agent", FaultCode::AgentUnknown), (1, "geometry", FaultCode::PolygonCrossesItself)];
    assert_eq!(bad(&report), expected);

    let lines = "code,agent,name_fa,phone,language,skills,equipment\n\
        t_1,agent_003,الف,,fa,tv:5;flying:2;tv:2,broom\nt_2,agent_001,ب,,fa,,\n";
    let report = run(app, Kind::Technicians, Sheet::csv(lines.as_bytes()), dry()).await;
    let expected = [
        (2, "skills", FaultCode::SkillMalformed),
        (2, "skills", FaultCode::SkillUnknown),
        (2, "equipment", FaultCode::EquipmentUnknown),
        (3, "phone", FaultCode::Required),
    ];
    assert_eq!(bad(&report), expected);

    let lines = "code,brand,category,name_en,name_fa,serial_pattern\nM1,none,tv,a,b,^(x|y)$\n";
    let report = run(app, Kind::Products, Sheet::csv(lines.as_bytes()), dry()).await;
    let expected = [(2, "brand", FaultCode::BrandUnknown), (2, "serial_pattern", FaultCode::PatternInvalid)];
    assert_eq!(bad(&report), expected);

    let lines = "username,role,display_fa,display_en,language,password\nnew,king,a,b,fa,short\n";
    let report = run(app, Kind::Users, Sheet::csv(lines.as_bytes()), dry()).await;
    let expected = [(2, "role", FaultCode::RoleUnknown), (2, "password", FaultCode::PasswordTooWeak)];
    assert_eq!(bad(&report), expected);
    assert!(report.bad.iter().all(|bad| bad.about != "short"));
});

both!(a_run_is_all_or_nothing_unless_told, async |db: TestDb| {
    let TestApp { app, .. } = &TestApp::demo(db).await;
    let before = counts(app).await;
    let sheet = || agents(&[GOOD, &GOOD.replace("new_1", "new_2").replace("tehran", "nowhere")]);
    let report = run(app, Kind::Agents, sheet(), options()).await;
    assert_eq!((report.added, bad(&report)), (0, vec![(3, "province", FaultCode::ProvinceUnknown)]));
    assert_eq!(counts(app).await, before);
    let mut signals = app.db.signals();
    let report = run(app, Kind::Agents, sheet(), Options { skip_bad: true, ..options() }).await;
    assert_eq!((report.added, report.bad_rows()), (1, 1));
    assert!(matches!(signals.recv().await, Ok(Signal::Changed { topic: Topic::Agent, .. })));
    app.reload_network().await.unwrap();
    let network = app.network();
    let added = network.agents().find(|agent| agent.code == "new_1").unwrap();
    assert_eq!(added.contract, ("2026-03-21".parse().unwrap(), "2029-03-19".parse().unwrap()));
    assert_eq!((added.phone.as_str(), added.capacity.open), ("+989120009999", 10));
});

both!(the_same_again_changes_nothing, async |db: TestDb| {
    let TestApp { app, .. } = &TestApp::demo(db).await;
    let before = counts(app).await;
    let reports = seed::demo(&app.db, start()).await.unwrap();
    for (kind, report) in reports {
        assert_eq!((report.added, report.changed, report.skipped), (0, 0, report.rows), "{kind}");
    }
    reference::load(&app.db, start()).await.unwrap();
    let mut after = counts(app).await;
    // Each import leaves its line in the audit trail.
    *after.last_mut().unwrap() -= 18;
    assert_eq!(after, before);

    run(app, Kind::Agents, agents(&[GOOD]), options()).await;
    let report = run(app, Kind::Agents, agents(&[&GOOD.replace(",A,", ",B,")]), options()).await;
    assert_eq!((report.added, report.changed), (0, 1));
    let lines = "code,agent,name_fa,phone,language,skills\nt_1,new_1,الف,09120008888,fa,tv:2;microwave:3\n";
    let technician = |lines: &str| Sheet::csv(lines.as_bytes());
    assert_eq!(run(app, Kind::Technicians, technician(lines), options()).await.added, 1);
    let more = lines.replace("tv:2", "tv:4");
    assert_eq!(run(app, Kind::Technicians, technician(&more), options()).await.changed, 1);
    app.reload_network().await.unwrap();
    let network = app.network();
    let agent = network.agents().find(|agent| agent.code == "new_1").unwrap();
    let held = agent.technicians[0].skills.iter();
    let mut skills: Vec<_> = held.map(|skill| (skill.code.clone(), skill.level)).collect();
    skills.sort();
    assert_eq!(skills, [("microwave".to_owned(), 3), ("tv".to_owned(), 4)]);
});

both!(the_demo_is_a_whole_network, async |db: TestDb| {
    let TestApp { app, .. } = &TestApp::demo(db).await;
    let network = app.network();
    let technicians: usize = network.agents().map(|agent| agent.technicians.len()).sum();
    assert!(network.agents().count() >= 200 && technicians >= 600, "{technicians}");
    assert!(network.agents().all(|agent| !agent.areas.is_empty() && !agent.technicians.is_empty()));
    let catalogue = app.catalogue();
    for name in ["balanced", "customer_first", "shortest_travel", "emergency"] {
        assert!(catalogue.has_dispatch_policy(name), "{name}");
    }
    assert_eq!(catalogue.warranty_policies().len(), 12);
});

both!(two_nodes_may_load_the_reference_data_at_once, async |db: TestDb| {
    let TestApp { app, .. } = &TestApp::bare(db).await;
    let forget =
        |tx: &mut ostakar::store::Tx<'_>| ostakar::store::catalogue::save_setting(tx, "reference_hash", "old", start());
    app.db.write(forget).await.unwrap();
    let began = std::time::Instant::now();
    let (one, two) = tokio::join!(reference::load(&app.db, start()), reference::load(&app.db, start()));
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
});

fn needs(app: &App, body: &Value) -> Needs {
    let catalogue = app.catalogue();
    let item = &body["items"][0];
    let model = catalogue.model(item["product"]["model_code"].as_str().unwrap()).unwrap();
    let fault = catalogue.fault(item["fault"]["code"].as_str().unwrap()).unwrap();
    assert_eq!(fault.category, model.category);
    assert_eq!(catalogue.serial_fits(model, item["product"]["serial"].as_str().unwrap()), Some(true));
    let position: Position = serde_json::from_value(body["address"]["location"].clone()).unwrap();
    Needs {
        brand: Some(model.brand.clone()),
        category: model.category.clone(),
        skill: fault.skill.clone(),
        level: u8::try_from(fault.skill_level).unwrap(),
        equipment: fault.equipment.0.clone(),
        language: Language::Fa,
        position,
        precision: Precision::Pin,
        roads: ostakar::domain::travel::Roads::default(),
        window: None,
        duration_s: 0,
        warranty: true,
    }
}

both!(every_sample_report_has_candidates, async |db: TestDb| {
    let TestApp { app, .. } = &TestApp::demo(db).await;
    let (catalogue, network, now) = (app.catalogue(), app.network(), app.clock.now());
    let (_, _, policy) = catalogue.dispatch_policy("balanced");
    let (mut serials, mut phones, mut categories) = (HashSet::new(), HashSet::new(), HashSet::new());
    for k in 0..200 {
        let body = sample_request(&catalogue, &network, now, k).unwrap();
        let input = serde_json::from_value(body.clone()).unwrap();
        ostakar::app::intake::check::check(&input, &catalogue, &app.site.region, now).unwrap();
        let needs = needs(app, &body);
        let could_come = |agent: &&_| examine(agent, &Load::default(), &needs, &policy, now).failed.is_empty();
        assert!(network.agents().any(|agent| could_come(&agent)), "{k}: {body}");
        assert_eq!(sample_request(&catalogue, &network, now, k), Some(body.clone()));
        serials.insert(body["items"][0]["product"]["serial"].to_string());
        phones.insert(body["contacts"][0]["phone"].to_string());
        categories.insert(needs.category);
    }
    assert!(
        serials.len() == 200 && phones.len() > 150 && categories.len() >= 8,
        "{} {}",
        phones.len(),
        categories.len()
    );
});

both!(a_workbook_is_the_same_as_csv, async |db: TestDb| {
    let TestApp { app, .. } = &TestApp::bare(db).await;
    let book = Sheet::read("holidays.XLSX", include_bytes!("import/holidays.xlsx"));
    let text = "date,name_en,name_fa,estimated,province\n2027-01-05,One,یک,true,\n\n۱۴۰۵/۱۰/۲۰,Two,دو,false,tehran\n\
        soon,Three,سه,false,\n";
    let (of_book, of_text) = (
        run(app, Kind::Holidays, book.clone(), dry()).await,
        run(app, Kind::Holidays, Sheet::csv(text.as_bytes()), dry()).await,
    );
    assert_eq!(of_book, of_text);
    assert_eq!((of_book.added, bad(&of_book)), (2, vec![(5, "date", FaultCode::Malformed)]));
    let good = Options { skip_bad: true, ..options() };
    assert_eq!(run(app, Kind::Holidays, book, good.clone()).await.added, 2);
    assert_eq!(run(app, Kind::Holidays, Sheet::csv(text.as_bytes()), good).await.skipped, 2);

    let book = Sheet::read("c.xlsx", include_bytes!("import/customers.xlsx"));
    let report = run(app, Kind::Customers, book, options()).await;
    assert_eq!((report.added, report.skipped, bad(&report)), (1, 1, vec![]));
});
