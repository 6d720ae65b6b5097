//! Scripts are posted in every field that takes text, by a real browser and on every page, and none of them runs.

use std::collections::BTreeMap;

use actix_web::http::Method;
use ostakar::app::agents::agent::edit_agent;
use ostakar::app::agents::technician::edit_technician;
use ostakar::app::inbound::receive;
use ostakar::app::recalls::follow_due;
use ostakar::domain::id::AgentId;
use ostakar::domain::link::LinkKind;
use ostakar::domain::warranty::WarrantyOutcome::OutOfWarranty;
use ostakar::gateway::sms::Incoming;
use ostakar::store::network::{find_agent, find_technician};
use serde_json::{Value, json};

use crate::access::scene;
use crate::exchange::{OLD, exchange, report};
use crate::money::{at_work, quote_lines};
use crate::recall::problem;
use crate::site::Site;
use crate::support::TestDb;
use crate::support::browser::browse;
use crate::support::server::{TestServer, password};

/// Numbers of the texts that stand in the database before the browser comes begin here.
const FIRST: usize = 9_000;

/// Texts that run where a page takes them for more than text, each under a number that tells its field.
#[derive(Default)]
struct Plants(BTreeMap<String, String>);

impl Plants {
    fn number(&mut self, field: &str) -> usize {
        let number = FIRST + self.0.len();
        self.0.insert(number.to_string(), field.to_owned());
        number
    }

    /// One that breaks out of attributes, fields and elements.
    fn text(&mut self, field: &str) -> String {
        let n = self.number(field);
        format!("'\"></textarea><img src=x onerror=__ran({n})><script>__ran({n})</script>{{{{7*7}}}}{{ $x }}")
    }

    /// One for a field that takes little.
    fn short(&mut self, field: &str) -> String {
        format!("\"><img src=x onerror=__ran({})>", self.number(field))
    }

    /// A report with such a text wherever it takes words.
    fn report(&mut self, mut body: Value, phone: &str) -> Value {
        body["contacts"] = json!([{ "role": "caller", "phone": phone, "name": self.text("contacts.0.name") }]);
        for part in ["neighbourhood", "street", "alley", "number", "floor", "unit", "landmark", "text"] {
            body["address"][part] = json!(self.text(&format!("address.{part}")));
        }
        body["items"][0]["product"]["label"] = json!(self.short("product.label"));
        body["items"][0]["fault"]["description"] = json!(self.text("fault.description"));
        body["note"] = json!(self.text("note"));
        body
    }
}

/// What the API answers to something good.
async fn made(site: &Site, user: &str, (path, body): (&str, Value)) -> Value {
    let (status, made) = site.api(user, Method::POST, &format!("/api/v1/{path}"), body).await;
    assert!((200..300).contains(&status), "{path} {status} {made}");
    made
}

/// A report that is taken down: the id of its job.
async fn registered(site: &Site, body: Value) -> String {
    made(site, "operator", ("service-requests", body)).await["jobs"][0]["id"].as_str().unwrap().to_owned()
}

/// The agent and its first technician are called by such texts.
async fn rename(site: &Site, plants: &mut Plants, agent: AgentId) {
    let manager = site.caller("manager").await;
    let technician = site.app.network().agent(agent).unwrap().technicians[0].id;
    let names = json!({ "name_fa": plants.text("agent.name_fa"), "name_en": plants.text("agent.name_en") });
    let version = site.app.db.read(move |conn| find_agent(conn, agent)).await.unwrap().version;
    let input = serde_json::from_value(names).unwrap();
    edit_agent(&site.app, &manager, (agent, i64::from(version)), input).await.unwrap();
    let names = json!({ "name_fa": plants.text("technician.name_fa"), "name_en": plants.text("technician.name_en") });
    let version = site.app.db.read(move |conn| find_technician(conn, technician)).await.unwrap().version;
    let input = serde_json::from_value(names).unwrap();
    edit_technician(&site.app, &manager, (technician, i64::from(version)), input).await.unwrap();
}

/// A job that is offered, and one that was taken by an agent whose names are such texts: paths of the public and of the staff.
async fn on_the_way(site: &Site, plants: &mut Plants) -> (Vec<String>, Vec<String>) {
    let open = plants.report(site.sample(9), "09121110071");
    let open = site.offered_of(open).await;
    let taken = plants.report(site.sample(10), "09121110072");
    let taken = site.offered_of(taken).await;
    let link = |offer: &str| site.path(LinkKind::Offer, offer);
    let (offer, visit) = (link(open.offers[0].as_str()), link(taken.offers[0].as_str()));
    assert_eq!(site.post_form(&format!("{visit}/accept"), &[]).await.status, 303);
    let offers = site.offers(taken.job).await;
    let agent = offers.iter().find(|it| it.id.0 == taken.offers[0]).unwrap().agent_id.0;
    rename(site, plants, agent).await;
    let customer = |request: &str| site.path(LinkKind::Customer, request);
    let own = customer(taken.request.as_str());
    let times = format!("{own}/times/{}", taken.job);
    let public = vec![offer, visit, customer(open.request.as_str()), own, times];
    let job = taken.job;
    let due_at = site.app.clock.now() + chrono::TimeDelta::hours(1);
    let task = json!({ "kind": "callback", "due_at": due_at, "job": job, "note": plants.text("task.note") });
    made(site, "operator", ("tasks", task)).await;
    let contact = json!({
        "channel": "phone", "direction": "incoming", "class": "follow_up", "job": job,
        "summary": plants.text("contact.summary"),
    });
    made(site, "operator", ("contacts", contact)).await;
    let staff = vec![
        format!("/jobs/{}", open.job),
        format!("/board?job={}", open.job),
        format!("/requests/{}", taken.request),
        format!("/jobs/{job}"),
        format!("/jobs/{job}/appointment"),
        format!("/schedule?job={job}"),
        format!("/agents/{agent}"),
    ];
    (public, staff)
}

/// A complaint, a unit in the workshop with a loaner meanwhile, a case of exchange and a recall: paths of the staff.
async fn cases(site: &Site, plants: &mut Plants) -> Vec<String> {
    let complaint = json!({
        "phone": "09121110073", "name": plants.text("complaint.name"), "against": { "kind": "company" },
        "subject": "delay", "description": plants.text("complaint.description"),
        "demand": plants.text("complaint.demand"),
    });
    let complaint = made(site, "operator", ("complaints", complaint)).await;
    let kept = registered(site, plants.report(site.sample(11), "09121110074")).await;
    let unit = json!({
        "place": "centre", "condition": plants.text("workshop.condition"),
        "accessories": [plants.text("workshop.accessories.0")],
    });
    let unit = made(site, "operator", (&format!("jobs/{kept}/workshop"), unit)).await;
    let loaner = json!({ "serial": "LN-7", "model": plants.short("loaner.model") });
    made(site, "manager", ("loaners", loaner)).await;
    let lent = json!({ "serial": "LN-7", "deposit": { "amount": 0, "currency": "IRR" }, "due_on": "2027-01-10" });
    made(site, "dispatcher", (&format!("jobs/{kept}/loaner"), lent)).await;
    let worn = registered(site, plants.report(report(site, OLD), "09121110075")).await;
    let mut case = exchange();
    case["note"] = json!(plants.text("exchange.note"));
    made(site, "operator", (&format!("jobs/{worn}/exchange"), case)).await;
    let mut staff = vec![
        format!("/complaints/{}", complaint["id"].as_str().unwrap()),
        format!("/workshop/{}", unit["id"].as_str().unwrap()),
        format!("/jobs/{kept}"),
        format!("/jobs/{worn}"),
    ];
    staff.extend(called_back(site, plants).await);
    staff
}

/// A recall of the unit that is to be exchanged, and a problem that is only noted.
async fn called_back(site: &Site, plants: &mut Plants) -> Vec<String> {
    let mut staff = Vec::new();
    for code in ["RC-1", "RC-2"] {
        let mut noted = problem(code, (OLD, OLD));
        for field in ["title", "defect_fa", "defect_en", "correction_fa", "correction_en"] {
            noted[field] = json!(plants.text(&format!("recall.{field}")));
        }
        let id = made(site, "manager", ("recalls", noted)).await["id"].as_str().unwrap().to_owned();
        if code == "RC-1" {
            for event in ["investigate", "recall"] {
                made(site, "manager", (&format!("recalls/{id}/events"), json!({ "event": event }))).await;
            }
            follow_due(&site.app).await.unwrap();
            let units = site.api("manager", Method::GET, &format!("/api/v1/recalls/{id}/units"), json!(null)).await.1;
            let unit = units["items"][0]["id"].as_str().unwrap_or_else(|| panic!("{units}"));
            staff.push(format!("/recalls/{id}/units/{unit}"));
        }
        staff.push(format!("/recalls/{id}"));
    }
    staff
}

/// What is not of one case: a message from a stranger, a closed day, another user.
async fn around(site: &Site, plants: &mut Plants) -> Vec<String> {
    let asked = Incoming {
        reference: "1".to_owned(),
        from: "09121110097".to_owned(),
        to: String::new(),
        text: plants.text("inbound.text"),
        at: None,
    };
    receive(&site.app, "memory", asked).await.unwrap();
    let day = json!({
        "day": "2026-12-29", "name_fa": plants.text("closure.name_fa"), "name_en": plants.text("closure.name_en"),
    });
    made(site, "administrator", ("closures", day)).await;
    let auditor = site.caller("auditor").await.user;
    vec![format!("/admin/users/{auditor}")]
}

fn extend(paths: &mut Value, with: Vec<String>) {
    paths.as_array_mut().unwrap().extend(with.into_iter().map(Value::from));
}

#[actix_web::test]
async fn no_script_that_somebody_types_runs() {
    let work = at_work(TestDb::sqlite(), OutOfWarranty).await;
    let mut plants = Plants::default();
    let mut quote = quote_lines();
    quote["note"] = json!(plants.text("quote.note"));
    quote["lines"][1]["name"] = json!(plants.text("quote.lines.1.name"));
    let (status, quoted) = work.tell(quote).await;
    assert_eq!(status, 200, "{quoted}");
    let site = &work.site;
    let mut paths = scene(site).await;
    let (public, staff) = on_the_way(site, &mut plants).await;
    extend(&mut paths["public"], public);
    extend(&mut paths["public"], vec![work.technician.clone(), work.customer.clone()]);
    for path in ["/help/request", "/help/status", "/help/status/0", "/help/taken?reference=12345671"] {
        extend(&mut paths["public"], vec![path.to_owned()]);
    }
    extend(&mut paths["staff"], staff);
    extend(&mut paths["staff"], vec![format!("/jobs/{}", work.job)]);
    extend(&mut paths["staff"], cases(site, &mut plants).await);
    extend(&mut paths["staff"], around(site, &mut plants).await);
    paths["planted"] = json!(plants.0);
    paths["thorough"] = json!(std::env::var("OSTAKAR_ROUNDS").is_ok());
    let server = TestServer::with_demo(work.site.into_stand());
    let user = "administrator";
    let seen = browse("scripts.js", vec![server.url.clone(), user.to_owned(), password(user), paths.to_string()]).await;
    let wrong: Vec<&str> = seen["wrong"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let figures = ["forms", "fields", "kept", "looks", "shown"].map(|name| (name, seen[name].as_u64().unwrap()));
    println!("{figures:?}");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!((&seen["control"], &seen["inline"]), (&json!(true), &json!([])), "{seen}");
    for refused in ["script-src-elem", "script-src-attr"] {
        assert!(seen["refused"].as_array().unwrap().contains(&json!(refused)), "{seen}");
    }
    for ((name, count), least) in figures.into_iter().zip([60, 100, 12, 200, 60]) {
        assert!(count >= least, "{name}: {count}");
    }
}

#[actix_web::test]
async fn answers_say_what_they_are_and_allow_no_inline_code() {
    let server = TestServer::start(TestDb::sqlite()).await;
    let token = server.login("operator").await;
    for (path, kind) in [
        ("/api/v1/jobs", "application/json"),
        ("/api/v1/jobs?status=<script>", "application/problem+json"),
        ("/api/v1/customers?phone=12", "application/problem+json"),
    ] {
        let seen = server.get(&token, path).await;
        assert_eq!((seen.header("content-type"), seen.header("x-content-type-options")), (kind, "nosniff"), "{path}");
    }
    for path in ["/login", "/help", "/help/request", "/o/unknown", "/nothing"] {
        let request = server.request(reqwest::Method::GET, path).header("accept", "text/html");
        let seen = server.send(request).await;
        let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
            connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        assert_eq!(seen.header("content-security-policy"), policy, "{path}");
    }
}
