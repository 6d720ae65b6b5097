//! Complaints on pages: turned into requests by staff, lodged by customers on their own page, answered by letter.

use futures_util::future::join_all;
use ostakar::app::outbox::deliver_due;
use ostakar::domain::id::{ComplaintId, RequestId};
use ostakar::domain::link::LinkKind;
use ostakar::store::complaints::{Complaint, find_complaint, list_complaints_about};
use ostakar::store::jobs::find_request;
use ostakar::store::{Conn, StoreError};
use serde_json::{Value, json};

use crate::site::Site;
use crate::staff_pages::complain;
use crate::support::server::TestServer;
use crate::support::{TestDb, both};

async fn complaint(site: &Site, id: ComplaintId) -> Complaint {
    site.app.db.read(move |conn: &mut Conn| -> Result<_, StoreError> { find_complaint(conn, id) }).await.unwrap()
}

async fn complaints_about(site: &Site, id: RequestId) -> Vec<Complaint> {
    site.app.db.read(move |conn: &mut Conn| -> Result<_, StoreError> { list_complaints_about(conn, id) }).await.unwrap()
}

both!(m27_a_form_turns_a_complaint_into_a_request, async |db: TestDb| {
    let site = Site::open(db).await;
    let (operator, manager) = (site.sign_in("operator").await, site.sign_in("manager").await);
    let id = complain(&site, "09121110050", json!({ "kind": "company" })).await;
    let (path, events) = (format!("/complaints/{id}"), format!("/complaints/{id}/events"));
    let form = "name=\"event\" value=\"turn_into_request\"";
    assert!(!site.page_as(&operator, &path).await.text.contains(form), "those who decide turn it");
    let page = site.page_as(&manager, &path).await.text;
    assert!(
        page.contains(form) && page.contains("name=\"city\"") && page.contains(">Nobody called for a week.</textarea>")
    );
    let good = [
        ("event", "turn_into_request"),
        ("phone", "09121110050"),
        ("city", "تهران"),
        ("address", "خیابان شریعتی، پلاک ۱۲"),
        ("kind", "repair"),
        ("unit", ""),
        ("category", "tv"),
        ("serial", ""),
        ("fault", "It shows no picture."),
        ("note", "It is a fault."),
    ];
    let but = |changed: &[(&'static str, &'static str)]| {
        let mut fields = good.to_vec();
        for (name, value) in changed {
            fields.iter_mut().filter(|field| field.0 == *name).for_each(|field| field.1 = value);
        }
        fields
    };
    assert_eq!(site.post_as(&operator, &events, &good).await.status, 403);
    let wrong = site.post_as(&manager, &events, &but(&[("phone", "12"), ("city", "Atlantis"), ("fault", " ")])).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    for field in ["phone", "city", "fault"] {
        assert!(wrong.text.contains(&format!("href=\"#{field}\"")), "{field}: {}", wrong.text);
        assert!(wrong.text.contains(&format!("id=\"{field}\"")), "{field}");
    }
    assert!(wrong.text.contains("value=\"Atlantis\""), "what was typed stays: {}", wrong.text);
    assert!(complaint(&site, id).await.turned_into.is_none());
    let turned = site.post_as(&manager, &events, &good).await;
    assert_eq!((turned.status, &turned.location), (303, &path), "{}", turned.text);
    let row = complaint(&site, id).await;
    let made = row.turned_into.expect("a request").0;
    let request = site.app.db.read(move |conn: &mut Conn| -> Result<_, StoreError> { find_request(conn, made) }).await;
    let request = request.unwrap();
    assert_eq!(request.customer_id, row.customer_id);
    let page = site.page_as(&manager, &path).await.text;
    assert!(page.contains(request.reference.0.as_ref()) && !page.contains(form), "{page}");
    assert_eq!(site.post_as(&manager, &events, &good).await.status, 409, "once is enough");
});

both!(m27_the_form_knows_the_case_and_the_units_of_the_complainant, async |db: TestDb| {
    let site = Site::open(db).await;
    let manager = site.sign_in("manager").await;
    let offered = site.offered(6).await;
    let link = site.path(LinkKind::Customer, offered.request.as_str());
    let lodge = [("job", offered.job.as_str()), ("subject", "delay"), ("description", "Nobody came.")];
    assert_eq!(site.post_form(&format!("{link}/complaint"), &lodge).await.status, 303);
    let id = complaints_about(&site, offered.request).await[0].id.0;
    let (path, events) = (format!("/complaints/{id}"), format!("/complaints/{id}/events"));
    let page = site.page_as(&manager, &path).await.text;
    let filled = |name: &str| {
        let field = page.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
        let (tag, text) = field.split_once('>').unwrap();
        let value = tag.split("value=\"").nth(1).and_then(|value| value.split('"').next());
        value.unwrap_or_else(|| text.split('<').next().unwrap()).to_owned()
    };
    let chosen = |name: &str| {
        let list = page.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("</select>").next().unwrap();
        let before = list.split("\" selected").next().unwrap();
        before.rsplit("value=\"").next().unwrap().to_owned()
    };
    let (phone, city) = (filled("phone"), filled("city"));
    assert!(phone.starts_with("09") && !city.is_empty(), "{phone} {city}");
    // The unit of the job that is complained about stands chosen, with its category.
    let (address, kind, unit, category) = (filled("address"), "repair", chosen("unit"), chosen("category"));
    let form = [
        ("event", "turn_into_request"),
        ("phone", phone.as_str()),
        ("city", city.as_str()),
        ("address", address.as_str()),
        ("kind", kind),
        ("unit", unit.as_str()),
        ("category", category.as_str()),
        ("fault", "It leaks again."),
    ];
    let turned = site.post_as(&manager, &events, &form).await;
    assert_eq!(turned.status, 303, "{}", turned.text);
    let made = complaint(&site, id).await.turned_into.unwrap().0;
    let detail = site.caller("manager").await;
    let read = move |conn: &mut Conn| {
        let named = ostakar::queries::requests::Named::Id(made);
        ostakar::queries::requests::find_detail(conn, &detail.scope, named, true)
    };
    let detail = site.app.db.read(read).await.unwrap();
    let first =
        site.app.db.read(move |conn: &mut Conn| ostakar::store::jobs::find_job(conn, offered.job)).await.unwrap();
    let second = detail.jobs[0].id;
    let second = site.app.db.read(move |conn: &mut Conn| ostakar::store::jobs::find_job(conn, second)).await.unwrap();
    assert_eq!(second.installed_product_id, first.installed_product_id, "the unit that was chosen");
    let unit = second.installed_product_id.0;
    let unit =
        site.app.db.read(move |conn: &mut Conn| ostakar::store::customers::find_installed_product(conn, unit)).await;
    assert_eq!(unit.unwrap().category, category);
});

both!(m26_a_customer_complains_on_the_own_page_without_a_script, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(6).await;
    let link = site.path(LinkKind::Customer, offered.request.as_str());
    let post = format!("{link}/complaint");
    let form = format!("action=\"{post}\"");
    let page = site.page(&link).await.text;
    assert!(page.contains(&form) && !page.contains("<script"), "{page}");
    let job = offered.job.to_string();
    let bare = site
        .post_form(&post, &[("job", &job), ("subject", "no_show"), ("description", " "), ("demand", "Call me")])
        .await;
    assert_eq!(bare.status, 422, "{}", bare.text);
    assert!(bare.text.contains("href=\"#description\"") && bare.text.contains("id=\"description\""), "{}", bare.text);
    assert!(bare.text.contains(">Call me</textarea>") && bare.text.contains("<details open>"), "{}", bare.text);
    let good = [("job", job.as_str()), ("subject", "no_show"), ("description", "I waited all day."), ("demand", "")];
    let answers = join_all([site.post_form(&post, &good), site.post_form(&post, &good)]).await;
    assert!(answers.iter().all(|it| it.status == 303 && it.location == link), "{answers:?}");
    let found = complaints_about(&site, offered.request).await;
    assert_eq!(found.len(), 1, "sent twice, taken down once");
    let it = &found[0];
    assert_eq!((it.channel.0.as_str(), it.job_id.map(|id| id.0)), ("web", Some(offered.job)));
    assert_eq!((it.description.as_str(), it.owner_role.0.as_str()), ("I waited all day.", "manager"));
    assert!(it.created_by.is_none() && it.phone.is_some());
    let page = site.page(&link).await.text;
    assert!(page.contains(it.reference.0.as_ref()) && !page.contains(&form), "{page}");
    assert!(!page.contains("We were late."), "nothing is told yet");

    // The complainant hears the result on the page, and can complain again once it is closed.
    let manager = site.sign_in("manager").await;
    let events = format!("/complaints/{}/events", it.id.0);
    for step in [
        vec![("event", "acknowledge")],
        vec![("event", "assess")],
        vec![("event", "decide"), ("result", "not_upheld"), ("answer", "We were late.")],
    ] {
        assert_eq!(site.post_as(&manager, &events, &step).await.status, 303);
        assert!(!site.page(&link).await.text.contains("We were late."));
    }
    let tell = [("event", "communicate"), ("answer", "We were late."), ("told_by", "read_out")];
    assert_eq!(site.post_as(&manager, &events, &tell).await.status, 303);
    assert!(site.page(&link).await.text.contains("We were late."));
    assert_eq!(site.post_as(&manager, &events, &[("event", "close")]).await.status, 303);
    assert!(site.page(&link).await.text.contains(&form));
    let again = json!({ "subject": "workmanship", "description": "It broke again." });
    let again = site.post_json(&post, again).await;
    assert_eq!((again.status, &again.json()["state"]), (201, &json!("received")), "{}", again.text);
    let told = site.json(&link).await.json();
    assert_eq!(told["units"][0]["complaints"].as_array().unwrap().len(), 2, "{told}");
    let strange = site.offered(7).await;
    let strange = json!({ "job": strange.job, "subject": "delay", "description": "x" });
    let refused = site.post_json(&post, strange).await;
    assert_eq!(
        (refused.status, &refused.json()["errors"][0]["code"]),
        (422, &json!("job_unknown")),
        "{}",
        refused.text
    );
    assert_eq!(site.post_json(&post, json!({})).await.json()["errors"].as_array().unwrap().len(), 2);
    let offer = site.path(LinkKind::Offer, offered.offers[0].as_str());
    assert_eq!(site.post_json(&format!("{}/complaint", offer.replace("/o/", "/t/")), json!({})).await.status, 404);
});

both!(m28_who_complains_by_letter_hears_the_result_by_letter, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (operator, manager) = (server.login("operator").await, server.login("manager").await);
    let entry = |phone: &str, more: Value| {
        let mut body = json!({ "phone": phone, "name": "Reza Amini", "against": { "kind": "company" },
            "subject": "delay", "description": "Nobody called for a week." });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let register = async |body: Value| {
        let made = server.post(&operator, "/api/v1/complaints", &body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()
    };
    let answer = async |made: &Value, telling: Value| {
        let events = format!("/api/v1/complaints/{}/events", made["id"].as_str().unwrap());
        let steps = [
            json!({ "event": "acknowledge" }),
            json!({ "event": "assess" }),
            json!({ "event": "decide", "result": "not_upheld" }),
        ];
        for step in steps {
            assert_eq!(server.post(&manager, &events, &step).await.status, 200);
        }
        server.post(&manager, &events, &telling).await
    };
    let wrong =
        server.post(&operator, "/api/v1/complaints", &entry("09121110060", json!({ "email": "nowhere" }))).await;
    assert_eq!(wrong.faults(), ["email malformed"]);
    let by_letter = register(entry("09121110061", json!({ "channel": "email", "email": "reza@example.com" }))).await;
    assert_eq!(by_letter["ways"], json!(["email", "sms", "read_out"]));
    let told = answer(&by_letter, json!({ "event": "communicate", "answer": "We called twice." })).await;
    assert_eq!((told.status, &told.json()["told_by"]), (200, &json!("email")), "{}", told.text);
    // A landline alone: the letter is the only way besides the voice.
    let by_landline = register(entry("02188880061", json!({ "email": "home@example.com" }))).await;
    assert_eq!(by_landline["ways"], json!(["email", "read_out"]));
    let told = answer(&by_landline, json!({ "event": "communicate", "answer": "We wrote." })).await;
    assert_eq!((told.status, &told.json()["told_by"]), (200, &json!("email")), "{}", told.text);
    let by_sms = register(entry("09121110062", json!({ "email": "both@example.com" }))).await;
    assert_eq!(by_sms["ways"], json!(["sms", "email", "read_out"]), "a telephone first, unless letters are wanted");
    let without = register(entry("09121110063", json!({}))).await;
    let refused = answer(&without, json!({ "event": "communicate", "answer": "x", "told_by": "email" })).await;
    assert_eq!(refused.faults(), ["told_by not_allowed"]);
    while deliver_due(server.app()).await.unwrap().total() > 0 {}
    let letters = server.inner.mail.all();
    for (to, words) in [("reza@example.com", "We called twice."), ("home@example.com", "We wrote.")] {
        let theirs: Vec<_> = letters.iter().filter(|letter| letter.to == to).collect();
        assert_eq!(theirs.len(), 2, "one that it was taken down, one with the result: {theirs:?}");
        assert!(theirs.iter().any(|letter| letter.text.contains(words)), "{theirs:?}");
    }
    let sms = server.inner.sms.all();
    assert!(!sms.iter().any(|it| it.to == "+989121110061"), "letters were wanted: {sms:?}");
});
