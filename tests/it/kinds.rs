//! Kinds of work: what each asks at intake and on site, how it may end, and the warranty that begins with an installation.

use actix_web::http::Method;
use ostakar::app::dispatch::{dispatch_job, offer_job};
use ostakar::app::import::{Kind, Options, Sheet, import};
use ostakar::app::intake::register_request;
use ostakar::app::sample::sample_request;
use ostakar::app::{Actor, App};
use ostakar::domain::id::{JobId, VisitId};
use ostakar::domain::job::{JobState, Outcome};
use ostakar::domain::link::LinkKind;
use ostakar::domain::message::MessageKind;
use ostakar::domain::task::TaskKind;
use ostakar::store::customers::{InstalledProduct, find_installed_product};
use ostakar::store::jobs::find_job;
use ostakar::store::messages::list_messages_of_job;
use ostakar::store::offers::find_visit;
use serde_json::{Value, json};

use crate::messaging::{last_to, text};
use crate::money::AtWork;
use crate::photos::{jpeg, send_photo};
use crate::site::Site;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

/// A sample report about a model of this beginning.
fn sample_of(app: &App, model: &str) -> Value {
    let samples = (0..600).filter_map(|k| sample_request(&app.catalogue(), &app.network(), app.clock.now(), k));
    let fits = |body: &Value| body["items"][0]["product"]["model_code"].as_str().unwrap().starts_with(model);
    let mut body = samples.into_iter().find(fits).expect("a sample of the model");
    // Some customers of the demo have a landline alone.
    body["contacts"] = json!([{ "role": "caller", "name": "Sara", "phone": "09121112233" }]);
    body
}

/// The technician at work on the first job of a report.
async fn at_work_on(stand: TestApp, body: Value) -> AtWork {
    let (url, site) = (stand.url().to_owned(), Site::over(stand));
    let made = register_request(&site.app, Actor::system(), None, serde_json::from_value(body).unwrap()).await.unwrap();
    let job = made.jobs[0].id;
    let sent = dispatch_job(&site.app, Actor::system(), job, None).await.unwrap();
    let offer = site.path(LinkKind::Offer, sent.offers[0].as_str());
    let taken = site.post_json(&format!("{offer}/accept"), json!({})).await.json();
    let visit: VisitId = taken["visit_id"].as_str().unwrap_or_else(|| panic!("{taken}")).parse().unwrap();
    let technician = site.path(LinkKind::Visit, visit.as_str());
    let customer = site.path(LinkKind::Customer, made.id.as_str());
    let work = AtWork { site, url, job, request: made.id, visit, technician, customer, phone: String::new() };
    arrive(&work).await;
    work
}

async fn arrive(work: &AtWork) {
    for body in [
        json!({"event": "en_route"}),
        json!({"event": "arrived", "code": work.site.arrival(work.visit)}),
        json!({"event": "working"}),
    ] {
        let seen = work.tell(body).await;
        assert_eq!(seen.0, 200, "{}", seen.1);
    }
}

/// A technician who is to install a unit of a model.
async fn installing(db: TestDb, model: &str) -> AtWork {
    let stand = TestApp::demo(db).await;
    let mut body = sample_of(&stand.app, model);
    let product = body["items"][0]["product"].clone();
    body["items"] = json!([{ "kind": "installation", "product": {
        "model_code": product["model_code"], "serial": product["serial"], "purchased_on": "2026-11-20",
    } }]);
    at_work_on(stand, body).await
}

async fn finish(work: &AtWork, more: Value) -> (u16, Value) {
    let mut body = json!({ "event": "done", "code": work.site.completion(work.visit) });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    work.tell(body).await
}

fn faults(seen: &Value) -> Vec<String> {
    let errors = seen["errors"].as_array().unwrap_or_else(|| panic!("{seen}"));
    let mut faults: Vec<_> =
        errors.iter().map(|it| format!("{} {}", it["field"], it["code"]).replace('"', "")).collect();
    faults.sort();
    faults
}

async fn answer(work: &AtWork, answers: Value) -> (u16, Value) {
    let seen = work.site.post_json(&format!("{}/checklist", work.technician), json!({ "answers": answers })).await;
    (seen.status, seen.json())
}

async fn unit(work: &AtWork) -> InstalledProduct {
    let id = work.job().await.installed_product_id.0;
    work.site.app.db.read(move |conn| find_installed_product(conn, id)).await.unwrap()
}

async fn told(work: &AtWork, kind: MessageKind) -> usize {
    let job = work.job;
    let all = work.site.app.db.read(move |conn| list_messages_of_job(conn, job)).await.unwrap();
    all.iter().filter(|message| message.kind.0 == kind).count()
}

/// Everything that the installation of a washing machine is asked.
async fn washer_answers(work: &AtWork) -> Value {
    json!({
        "unboxed_by_agent": "yes", "serial": unit(work).await.serial, "shown_to_customer": "yes", "voltage": "۲۲۱",
        "water_pressure": "2.5", "drain": "yes", "transport_bolts_removed": "yes",
    })
}

both!(an_installation_ends_with_its_checklist_and_begins_the_warranty, async |db: TestDb| {
    let work = installing(db, "ZR-WM").await;
    let bare = finish(&work, json!({})).await;
    let wanting = ["drain", "serial", "shown_to_customer", "transport_bolts_removed", "unboxed_by_agent", "voltage"];
    let wanting: Vec<_> = wanting.iter().map(|code| format!("checklist.{code} required")).collect();
    assert_eq!(
        (bare.0, faults(&bare.1)),
        (422, [wanting, vec!["checklist.water_pressure required".to_owned()]].concat())
    );
    let wrong = answer(&work, json!({ "voltage": "much", "drain": "maybe", "cat": "yes" })).await;
    assert_eq!(
        faults(&wrong.1),
        ["checklist.cat unknown", "checklist.drain not_allowed", "checklist.voltage malformed"]
    );
    let job = work.job.to_string();
    let fields = [("job", job.as_str()), ("checklist.voltage", "180"), ("checklist.drain", "no")];
    let sent = work.site.post_form(&format!("{}/checklist", work.technician), &fields).await;
    assert_eq!((sent.status, &sent.location), (303, &work.technician), "{}", sent.text);
    assert_eq!(answer(&work, washer_answers(&work).await).await.0, 200);
    assert_eq!(answer(&work, json!({ "voltage": "180", "drain": "no" })).await.0, 200);
    let unlawful = finish(&work, json!({})).await;
    assert_eq!(faults(&unlawful.1), ["checklist.drain not_allowed", "checklist.voltage out_of_range"]);
    let path = format!("/api/v1/jobs/{}/checklist", work.job);
    let put = json!({ "answers": { "voltage": "221", "drain": "yes" } });
    let kept = work.api("operator", Method::PUT, &path, put).await;
    assert_eq!((kept.0, kept.1["is_complete"].as_bool()), (200, Some(true)), "{}", kept.1);
    let odd = finish(&work, json!({ "outcome": "repaired" })).await;
    assert_eq!(faults(&odd.1), ["outcome not_allowed"]);
    assert_eq!(finish(&work, json!({})).await.0, 200);
    assert_eq!(
        (work.job().await.outcome.unwrap().0, told(&work, MessageKind::WarrantyActivated).await),
        (Outcome::Installed, 1)
    );
    let unit = unit(&work).await;
    let shown =
        work.api("operator", Method::GET, &format!("/api/v1/installed-products/{}", unit.id.0), json!({})).await.1;
    assert_eq!(
        (&shown["installed_on"], &shown["activation"]["starts_on"]),
        (&json!("2026-11-22"), &json!("2026-11-22"))
    );
    assert_eq!(shown["activation"]["months"], json!({ "parts": 30, "labour": 24, "travel": 12 }), "{shown}");
    let page = work.site.page(&format!("{}?lang=en", work.customer)).await.text;
    assert!(page.contains("The warranty has begun") && page.contains("Parts until"), "{page}");
});

both!(a_unit_that_others_unboxed_is_for_an_operator, async |db: TestDb| {
    let work = installing(db, "ZR-WM").await;
    let mut answers = washer_answers(&work).await;
    answers["unboxed_by_agent"] = json!("no");
    assert_eq!(answer(&work, answers).await.0, 200);
    let done = finish(&work, json!({})).await;
    assert_eq!(done.0, 200, "{}", done.1);
    assert_eq!((work.tasks(TaskKind::NotUnboxed).await, told(&work, MessageKind::WarrantyActivated).await), (1, 0));
    assert_eq!(unit(&work).await.installed_on, None);
    let page = work.site.page(&format!("{}?lang=en", work.customer)).await.text;
    assert!(!page.contains("The warranty has begun"));
});

both!(two_serials_that_differ_are_both_kept_and_looked_into, async |db: TestDb| {
    let work = installing(db, "ZR-WM").await;
    let known = unit(&work).await.serial.unwrap();
    assert_eq!(answer(&work, json!({ "serial": "ZR-0000 0001" })).await.0, 200);
    assert_eq!(work.tasks(TaskKind::SerialMismatch).await, 1);
    assert_eq!(answer(&work, json!({ "serial": "ZR00000002" })).await.0, 200);
    assert_eq!((work.tasks(TaskKind::SerialMismatch).await, unit(&work).await.serial), (1, Some(known.clone())));
    let path = format!("/api/v1/jobs/{}/checklist", work.job);
    let shown = work.api("operator", Method::GET, &path, json!({})).await.1;
    let line = shown["items"].as_array().unwrap().iter().find(|it| it["code"] == "serial").unwrap();
    assert_eq!(line["value"], "ZR00000002");
    assert_eq!(answer(&work, json!({ "serial": known })).await.0, 200);
    assert_eq!(work.tasks(TaskKind::SerialMismatch).await, 0, "it was a slip of the pen");
});

both!(a_split_unit_shows_both_plates, async |db: TestDb| {
    let work = installing(db, "HV-AC").await;
    let answers = json!({
        "unboxed_by_agent": "yes", "serial": unit(&work).await.serial, "serial_outdoor": "hva7654321", "voltage": "220",
        "gas_pressure": "120", "leak_free": "yes", "drain": "yes", "shown_to_customer": "yes",
    });
    assert_eq!(answer(&work, answers).await.0, 200);
    assert_eq!(unit(&work).await.serial_outdoor.as_deref(), Some("HVA7654321"), "what was not known is taken over");
    let wanting = finish(&work, json!({})).await;
    let plates = ["checklist.photo_serial_indoor required", "checklist.photo_serial_outdoor required"];
    assert_eq!(faults(&wanting.1), plates);
    for lang in ["fa", "en"] {
        let page = work.site.page(&format!("{}?lang={lang}", work.technician)).await.text;
        // Checklist, photos and prices together: the heaviest page of the link.
        assert!(page.len() < 24_000, "{lang}: {} bytes", page.len());
        assert!(page.contains("id=\"checklist.photo_serial_outdoor\""), "{page}");
    }
    for (mark, kind) in [(1, "serial_indoor"), (2, "serial_outdoor")] {
        assert_eq!(send_photo(&work.site, &work.technician, &[("kind", kind)], &jpeg(mark)).await.status, 303);
    }
    assert_eq!(finish(&work, json!({})).await.0, 200);
    assert_eq!(told(&work, MessageKind::WarrantyActivated).await, 1);
});

both!(a_technician_by_sms_is_told_of_the_link_where_there_is_a_checklist, async |db: TestDb| {
    let work = installing(db, "ZR-WM").await;
    let visit = work.visit;
    let row = work.site.app.db.read(move |conn| find_visit(conn, visit)).await.unwrap();
    let network = work.site.app.network();
    let agent = network.agent(row.agent_id.0).unwrap();
    let phone = agent.technicians.iter().find(|it| it.id == row.technician_id.0).unwrap().phone.clone();
    let order = format!("5 {}", work.site.completion(visit));
    assert_eq!(text(&work.site.app, &phone, "a", &order).await.error, Some("INVALID"));
    let said = last_to(&work.site.app, &phone).await.1;
    assert!(said.contains("چک‌لیست") || said.contains("checklist"), "{said}");
    assert_eq!(answer(&work, washer_answers(&work).await).await.0, 200);
    assert_eq!(text(&work.site.app, &phone, "b", &order).await.did, Some("done"));
    assert_eq!(work.job().await.state.0, JobState::Verified);
});

both!(a_finished_job_keeps_what_it_was_asked, async |db: TestDb| {
    let work = installing(db, "ZR-WM").await;
    assert_eq!(answer(&work, washer_answers(&work).await).await.0, 200);
    assert_eq!(finish(&work, json!({})).await.0, 200);
    let rows = "category,kind,code,position,name_en,name_fa,form,unit,least,most,required,used\n\
        washing_machine,installation,voltage,10,Voltage of the socket,ولتاژ پریز,number,V,210,230,true,\n\
        washing_machine,installation,drain,12,x,ی,yes_no,,,,true,false\n\
        washing_machine,installation,Bad Code,0,x,ی,yes_no,V,,,perhaps,\n";
    let options = Options::new("IR", chrono_tz::Tz::Asia__Tehran);
    let app = &work.site.app;
    let skipping = Options { skip_bad: true, ..options };
    let report =
        import(&app.db, app.clock.now(), Kind::Checklists, Sheet::csv(rows.as_bytes()), skipping).await.unwrap();
    assert_eq!((report.changed, report.bad_rows()), (2, 1), "{report:?}");
    app.reload_catalogue().await.unwrap();
    let path = format!("/api/v1/jobs/{}/checklist", work.job);
    let shown = work.api("auditor", Method::GET, &path, json!({})).await.1;
    let names: Vec<_> = shown["items"].as_array().unwrap().iter().map(|it| it["name_en"].as_str().unwrap()).collect();
    assert!(names.contains(&"Supply voltage") && names.contains(&"Does the water drain freely?"), "{names:?}");
    let now = app.catalogue().checklist("washing_machine", ostakar::domain::job::JobKind::Installation);
    assert!(now.iter().any(|it| it.name_en == "Voltage of the socket") && now.iter().all(|it| it.code != "drain"));
});

both!(each_kind_asks_at_intake_what_it_needs, async |db: TestDb| {
    let stand = TestApp::demo(db).await;
    let app = &stand.app;
    let mut body = sample_of(app, "ZR-WM");
    let register = async |body: &Value| {
        let input = serde_json::from_value(body.clone()).unwrap();
        match register_request(app, Actor::system(), None, input).await {
            Ok(_) => Vec::new(),
            Err(ostakar::app::Error::Invalid(faults)) => {
                faults.0.iter().map(|it| format!("{} {}", it.field, it.code)).collect()
            }
            Err(error) => panic!("{error}"),
        }
    };
    body["items"] = json!([{ "kind": "installation", "product": { "category": "washing_machine" } }]);
    assert_eq!(register(&body).await, ["items.0.product.serial required", "items.0.product.purchased_on required"]);
    body["items"] = json!([
        { "kind": "installation", "product": { "model_code": "ZR-WM-08", "seller": "Tehran Home Store" } },
        { "kind": "delivery", "product": { "category": "tv" } },
        { "kind": "inspection", "product": { "category": "tv" }, "destination": "x" },
    ]);
    assert_eq!(register(&body).await, ["items.1.destination required", "items.2.destination not_allowed"]);
    body["items"] =
        json!([{ "kind": "delivery", "product": { "category": "tv" }, "destination": "Workshop, Azadi 12" }]);
    assert_eq!(register(&body).await, [""; 0]);
});

/// A second air conditioner of the same report, put on the visit of the first.
async fn join(work: &AtWork, second: JobId) {
    let visit = work.visit;
    let row = work.site.app.db.read(move |conn| find_visit(conn, visit)).await.unwrap();
    let sent = offer_job(&work.site.app, Actor::system(), second, row.agent_id.0).await.unwrap();
    let link = work.site.path(LinkKind::Offer, sent.offers[0].as_str());
    let taken = work.site.post_json(&format!("{link}/accept"), json!({ "technician_id": row.technician_id.0 })).await;
    assert_eq!((taken.status, taken.json()["visit_id"].as_str()), (200, Some(visit.as_str())), "{}", taken.text);
    let shown = work.site.json(&link).await.json();
    assert_eq!(shown["visit_id"].as_str(), Some(visit.as_str()), "the offer's own link leads to the visit too");
}

both!(one_visit_carries_two_units_one_done_and_one_left, async |db: TestDb| {
    let stand = TestApp::demo(db).await;
    let mut body = sample_of(&stand.app, "HV-AC");
    let mut other = body["items"][0].clone();
    other["product"]["serial"] = json!("HVB7654321");
    body["items"].as_array_mut().unwrap().push(other);
    let (url, site) = (stand.url().to_owned(), Site::over(stand));
    let input = serde_json::from_value(body).unwrap();
    let made = register_request(&site.app, Actor::system(), None, input).await.unwrap();
    let (job, second) = (made.jobs[0].id, made.jobs[1].id);
    let sent = dispatch_job(&site.app, Actor::system(), job, None).await.unwrap();
    let offer = site.path(LinkKind::Offer, sent.offers[0].as_str());
    let taken = site.post_json(&format!("{offer}/accept"), json!({})).await.json();
    let visit: VisitId = taken["visit_id"].as_str().unwrap().parse().unwrap();
    let technician = site.path(LinkKind::Visit, visit.as_str());
    let customer = site.path(LinkKind::Customer, made.id.as_str());
    let work = AtWork { site, url, job, request: made.id, visit, technician, customer, phone: String::new() };
    join(&work, second).await;
    arrive(&work).await;
    let page = work.site.page(&format!("{}?lang=en", work.technician)).await.text;
    assert!(page.matches("This unit cannot be finished").count() >= 2, "{page}");
    let left = json!({ "event": "leave_incomplete", "job": second, "reason": "PART_NEEDED", "parts": "AC-CAP-35" });
    let seen = work.tell(left).await;
    assert_eq!(seen.0, 200, "{}", seen.1);
    let last = json!({ "event": "leave_incomplete", "job": job, "reason": "PART_NEEDED" });
    assert_eq!(faults(&work.tell(last).await.1), ["event not_allowed"], "the last one ends the visit");
    work.done().await;
    let other = work.site.app.db.read(move |conn| find_job(conn, second)).await.unwrap();
    assert_eq!((work.job().await.state.0, other.state.0), (JobState::Verified, JobState::Incomplete));
    assert_eq!(crate::parts::lines_of(&work.site.app, second).await.len(), 1);
    let to_second = work.site.app.db.read(move |conn| list_messages_of_job(conn, second)).await.unwrap();
    for kind in [
        MessageKind::VisitScheduled,
        MessageKind::TechnicianEnRoute,
        MessageKind::CompletionCode,
        MessageKind::JobCompleted,
    ] {
        let more = to_second.iter().filter(|message| message.kind.0 == kind).count();
        assert_eq!(told(&work, kind).await + more, 1, "{kind} is told once");
    }
});
