//! Intake as calls really are: shared telephones, vague addresses, several units, repeats, and the summary at the end.

use chrono::TimeDelta;
use serde_json::{Value, json};

use ostakar::app::outbox::deliver_due;
use ostakar::domain::geo::PlaceKind;
use ostakar::store::catalogue::{Place, upsert_places};
use ostakar::store::schema::jobs;
use ostakar::store::{Col, StoreError};

use crate::support::server::TestServer;
use crate::support::{TestDb, both};

const PATH: &str = "/api/v1/service-requests";

/// A report of one caller in a city, with one refrigerator that does not cool.
fn report(name: &str, phone: &str) -> Value {
    json!({
        "channel": "phone",
        "contacts": [{ "role": "caller", "name": name, "phone": phone }],
        "address": { "city": "تهران" },
        "items": [{ "kind": "repair", "product": { "category": "refrigerator", "brand": "zarvinex" },
            "fault": { "code": "RF_NOT_COOLING" } }],
    })
}

async fn take(server: &TestServer, token: &str, body: &Value) -> Value {
    let seen = server.post(token, PATH, body).await;
    assert_eq!(seen.status, 201, "{}", seen.text);
    seen.json()
}

async fn customer_of(server: &TestServer, token: &str, made: &Value) -> String {
    let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
    server.get(token, &path).await.json()["customer_id"].as_str().unwrap().to_owned()
}

fn codes(made: &Value) -> Vec<&str> {
    made["warnings"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect()
}

async fn look_up(server: &TestServer, token: &str, pair: (&str, &str)) -> Vec<Value> {
    let request = server.request(reqwest::Method::GET, "/api/v1/customers").query(&[pair]).bearer_auth(token);
    server.send(request).await.json()["items"].as_array().unwrap().clone()
}

both!(m2_one_telephone_and_one_name_are_one_customer_and_nobody_is_merged, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let landline = "021 8877 6655";
    let first = take(&server, &token, &report("علی‌رضا کریمی", landline)).await;
    let again = take(&server, &token, &report("آقای مهندس عليرضا كريمي", "۰۲۱-۸۸۷۷۶۶۵۵")).await;
    let (one, two) = (customer_of(&server, &token, &first).await, customer_of(&server, &token, &again).await);
    assert_eq!(one, two);
    assert!(again["candidates"].as_array().unwrap().is_empty());
    let neighbour = take(&server, &token, &report("زهرا احمدی", landline)).await;
    assert_eq!(neighbour["candidates"][0]["customer_id"], one.as_str());
    assert!(codes(&neighbour).contains(&"TELEPHONE_SHARED"));
    assert_ne!(customer_of(&server, &token, &neighbour).await, one);
    assert_eq!(look_up(&server, &token, ("phone", "+982188776655")).await.len(), 2);
    let mut told = report("همسر کریمی", landline);
    told["customer_id"] = json!(one);
    assert_eq!(customer_of(&server, &token, &take(&server, &token, &told).await).await, one);
    let named = look_up(&server, &token, ("q", "علی رضا کریمی")).await;
    assert!(named.iter().any(|card| card["id"] == one.as_str()), "{named:?}");
    let by_reference = look_up(&server, &token, ("q", neighbour["reference"].as_str().unwrap())).await;
    assert!(by_reference.iter().any(|card| card["name"] == "زهرا احمدی"), "{by_reference:?}");
});

both!(m2_a_dealer_calls_for_the_owner, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let mut body = report("فروشگاه آریا", "09120007001");
    body["contacts"][0]["role"] = json!("dealer");
    body["items"][0]["product"]["dealer_stock"] = json!(true);
    let stock = take(&server, &token, &body).await;
    let dealer = customer_of(&server, &token, &stock).await;
    let card = &look_up(&server, &token, ("phone", "09120007001")).await[0];
    assert_eq!((&card["kind"], &card["id"]), (&json!("dealer"), &json!(dealer)));
    assert_eq!(card["installed_products"][0]["flags"], json!(["dealer_stock"]));
    assert_eq!(card["last_contacts"][0]["class"], "request");
    body["contacts"] = json!([
        { "role": "caller", "name": "فروشگاه آریا", "phone": "09120007001" },
        { "role": "owner", "name": "سارا نادری", "phone": "09120007002" },
        { "role": "on_site", "name": "سرایدار", "phone": "02188776600" },
    ]);
    body["items"][0]["product"]["dealer_stock"] = json!(false);
    let sold = take(&server, &token, &body).await;
    let owner = customer_of(&server, &token, &sold).await;
    assert_ne!(owner, dealer);
    let shown = server.get(&token, &format!("{PATH}/{}", sold["id"].as_str().unwrap())).await.json();
    let roles: Vec<_> = shown["contacts"].as_array().unwrap().iter().map(|it| it["role"].clone()).collect();
    assert_eq!(roles, ["owner", "caller", "on_site"]);
    for (phone, expected) in [("09120007001", 2), ("09120007002", 1), ("02188776600", 1)] {
        let found = look_up(&server, &token, ("phone", phone)).await;
        assert_eq!(found.len(), expected, "{phone}");
        assert!(found.iter().any(|card| card["id"] == owner.as_str()), "{phone}");
    }
    let open = &look_up(&server, &token, ("phone", "09120007002")).await[0]["open_jobs"];
    assert_eq!(open[0]["id"], sold["jobs"][0]["id"]);
});

both!(m2_an_address_is_as_exact_as_what_is_known_of_it, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let precision = async |body: &Value| {
        let made = take(&server, &token, body).await;
        let is_vague = codes(&made).contains(&"POSITION_VAGUE");
        let shown = server.get(&token, &format!("{PATH}/{}", made["id"].as_str().unwrap())).await.json();
        (shown["address"].clone(), is_vague)
    };
    let line = "خیابان شهید پژوهش‌یار، کوچهٔ بهار، پلاک ۱۲، طبقه دوم، واحد ۳";
    let mut body = report("نادر اکبری", "09120007011");
    body["address"] = json!({ "city": "Tehran", "text": line });
    let (address, is_vague) = precision(&body).await;
    assert_eq!(
        (&address["precision"], &address["confirmed_by"], is_vague),
        (&json!("city"), &json!("gazetteer"), true)
    );
    for (part, value) in
        [("street", "خیابان شهید پژوهش‌یار"), ("alley", "کوچهٔ بهار"), ("number", "۱۲"), ("floor", "دوم"), ("unit", "۳")]
    {
        assert_eq!(address[part], value);
    }
    assert_eq!(address["text"], line);
    body["address"]["location"] = json!({ "lat": 35.725, "lon": 51.427 });
    body["address"]["location_confirmed_by"] = json!("customer");
    assert_eq!(precision(&body).await.0["precision"], "pin");
    body["address"] = json!({ "city": "شهر تهران", "street": "خ. پژوهشيار", "alley": "کوچه بهار", "number": "12" });
    let (address, is_vague) = precision(&body).await;
    assert_eq!((&address["precision"], &address["confirmed_by"], is_vague), (&json!("pin"), &json!("customer"), false));
    let mut neighbour = report("هایده آقایی", "09120007012");
    neighbour["address"] = json!({ "city": "تهران", "street": "خیابان پژوهش یار", "number": "90" });
    let (address, is_vague) = precision(&neighbour).await;
    assert_eq!((&address["precision"], &address["confirmed_by"]), (&json!("street"), &json!("earlier")));
    assert!(!is_vague && (address["location"]["lat"].as_f64().unwrap() - 35.725).abs() < 1e-9);
    let narmak = Place {
        code: "tehran-narmak".to_owned(),
        name_en: "Narmak".to_owned(),
        name_fa: "نارمک".to_owned(),
        key_en: "narmak".to_owned(),
        key_fa: "نارمک".to_owned(),
        province: "tehran".to_owned(),
        lat: 35.74,
        lon: 51.51,
        population: 0,
        kind: Col(PlaceKind::Neighbourhood),
        parent: Some("112931".to_owned()),
    };
    let rows = [narmak];
    server.app().db.write(move |tx| upsert_places(tx, &rows)).await.unwrap();
    server.app().reload_catalogue().await.unwrap();
    neighbour["address"] = json!({ "city": "تهران", "neighbourhood": "محلهٔ نارمك" });
    let (address, is_vague) = precision(&neighbour).await;
    assert_eq!(
        (&address["precision"], &address["location"]["lon"], is_vague),
        (&json!("neighbourhood"), &json!(51.51), true)
    );
});

both!(m2_a_city_may_be_named_in_any_way_but_not_in_doubt, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    for (city, province, expected) in [
        ("Esfahan", json!(null), "418863"),
        ("شهر شيراز", json!(null), "115019"),
        ("نور آباد", json!("استان لرستان"), ""),
        ("نور‌آباد، فارس", json!(null), ""),
    ] {
        let mut body = report("نادر اکبری", "09120007013");
        body["address"] = json!({ "city": city, "province": province });
        let made = take(&server, &token, &body).await;
        let shown = server.get(&token, &format!("{PATH}/{}", made["id"].as_str().unwrap())).await.json();
        assert!(expected.is_empty() || shown["address"]["city"] == expected, "{city}: {}", shown["address"]);
    }
    let mut body = report("نادر اکبری", "09120007013");
    body["address"] = json!({ "city": "نور آباد" });
    let refused = server.post(&token, &format!("{PATH}?lang=en"), &body).await;
    assert_eq!(refused.faults(), ["address.province place_ambiguous"]);
    let message = refused.json()["errors"][0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("Lorestan") && message.contains("Fars"), "{message}");
    body["address"] = json!({ "city": "شهرِ نیست", "province": "کجاست" });
    let refused = server.post(&token, PATH, &body).await;
    assert_eq!(refused.faults(), ["address.city place_unknown", "address.province province_unknown"]);
});

both!(m2_duplicates_and_repeats_come_with_advice, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let body = report("حمید صادقی", "09120007021");
    let first = take(&server, &token, &body).await;
    assert!(!codes(&first).contains(&"DUPLICATE_OPEN_JOB"));
    server.app().clock.advance(TimeDelta::minutes(1));
    let second = take(&server, &token, &body).await;
    let found = second["warnings"].as_array().unwrap().iter().find(|it| it["code"] == "DUPLICATE_OPEN_JOB").unwrap();
    assert_eq!((&found["about"], &found["advice"]), (&first["jobs"][0]["id"], &json!(["ask"])));
    let agent = server.app().network().agents().next().unwrap().id.to_string();
    for made in [&first, &second] {
        let path = format!("/api/v1/jobs/{}/fix-by-phone", made["jobs"][0]["id"].as_str().unwrap());
        assert_eq!(server.post(&token, &path, &json!({ "note": "برفک آب شد" })).await.status, 200);
    }
    let (job, charged) = (second["jobs"][0]["id"].as_str().unwrap().to_owned(), agent.clone());
    let charge = move |tx: &mut ostakar::store::Tx<'_>| {
        use diesel::prelude::*;
        let row = jobs::table.find(&job);
        diesel::update(row)
            .set(jobs::agent_id.eq(Some(charged.clone())))
            .execute(tx.conn())
            .map(drop)
            .map_err(StoreError::from)
    };
    server.app().db.write(charge).await.unwrap();
    let repeat = take(&server, &token, &body).await;
    let found = repeat["warnings"].as_array().unwrap().iter().find(|it| it["code"] == "REPEAT_REPAIR").unwrap();
    assert_eq!((&found["about"], &found["agent_id"]), (&second["jobs"][0]["id"], &json!(agent)));
    assert_eq!(found["advice"], json!(["link", "same_agent"]));
    assert!(found["agent_name"].is_string());
    let shown = server.get(&token, &format!("/api/v1/jobs/{}", repeat["jobs"][0]["id"].as_str().unwrap())).await;
    assert_eq!(shown.json()["repeat_of"], second["jobs"][0]["id"], "{}", shown.text);
    let mut other = body.clone();
    other["items"][0]["fault"] = json!({ "code": "RF_NOISE" });
    assert!(codes(&take(&server, &token, &other).await).contains(&"REPEAT_OTHER_FAULT"));
    let mut wrong = report("مریم صادقی", "09120007022");
    wrong["items"][0]["repeat_of"] = first["jobs"][0]["id"].clone();
    assert_eq!(server.post(&token, PATH, &wrong).await.faults(), ["items.0.repeat_of job_unknown"]);
});

both!(m2_what_the_telephone_settles_sends_nobody, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let mut body = report("مسعود رضایی", "09120007031");
    body["items"][0]["fixed_by_phone"] = json!({ "note": "کلید هوا روی صفر بود", "article": "KB-RF-1" });
    let product = json!({ "model_code": "ZR-WM-08", "purchased_on": "2026-11-20" });
    let installation = json!({ "kind": "installation", "product": product });
    body["items"].as_array_mut().unwrap().push(installation);
    let made = take(&server, &token, &body).await;
    assert_eq!(
        (&made["jobs"][0]["status"], &made["jobs"][1]["status"]),
        (&json!("completed"), &json!("pending_dispatch"))
    );
    let job = made["jobs"][0]["id"].as_str().unwrap();
    let shown = server.get(&token, &format!("/api/v1/jobs/{job}")).await.json();
    assert_eq!(shown["outcome"], "fixed_by_phone", "{shown}");
    let events = server.get(&token, &format!("/api/v1/jobs/{job}/events")).await.json();
    let names: Vec<_> = events["items"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["fix_by_phone", "article_helped"]);
    let card = &look_up(&server, &token, ("phone", "09120007031")).await[0];
    assert_eq!(card["last_contacts"][0]["summary"], "کلید هوا روی صفر بود");
    let step = format!("/api/v1/jobs/{job}/fix-by-phone");
    assert_eq!(server.post(&token, &step, &json!({ "note": "x" })).await.code(), (409, "EVENT_NOT_ALLOWED".to_owned()));
    assert_eq!(server.post(&token, &step, &json!({ "note": " " })).await.faults(), ["note required"]);
    body["items"] = json!([{ "kind": "delivery", "destination": "Workshop 3", "product": { "category": "refrigerator" }, "fixed_by_phone": { "note": "" } }]);
    let faults = ["items.0.fixed_by_phone not_allowed", "items.0.fixed_by_phone.note required"];
    assert_eq!(server.post(&token, PATH, &body).await.faults(), faults);
});

both!(m10_the_summary_goes_by_sms_by_letter_or_is_read_out, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let by_sms = take(&server, &token, &report("آوا نوری", "09120007041")).await;
    assert_eq!(by_sms["summary_channel"], "sms");
    let mut body = report("آوا نوری", "02188776611");
    body["contacts"][0]["email"] = json!("ava@example.com");
    let by_letter = take(&server, &token, &body).await;
    assert_eq!(by_letter["summary_channel"], "email");
    deliver_due(server.app()).await.unwrap();
    let sms = server.inner.sms.all().into_iter().find(|sms| sms.to == "+989120007041").unwrap();
    assert_eq!(by_sms["summary_text"], sms.text.as_str());
    let letter = server.inner.mail.all().into_iter().find(|letter| letter.to == "ava@example.com").unwrap();
    assert_eq!(by_letter["summary_text"], letter.text.as_str());
    assert!(
        letter.subject.contains("درخواست")
            && letter.subject.contains(['۰', '۱', '۲', '۳', '۴', '۵', '۶', '۷', '۸', '۹', '('])
    );
    let mut body = report("آوا نوری", "02188776612");
    body["language"] = json!("en");
    let by_voice = take(&server, &token, &body).await;
    assert_eq!(by_voice["summary_channel"], "read_out");
    assert!(codes(&by_voice).contains(&"NO_SMS_TELEPHONE"));
    let text = by_voice["summary_text"].as_str().unwrap();
    assert!(text.contains(by_voice["reference"].as_str().unwrap()) && text.contains("arranty"), "{text}");
    assert!(!text.contains("https://") && !text.contains(['⟦', '{']), "{text}");
    let path = format!("{PATH}/{}/read-out", by_voice["id"].as_str().unwrap());
    assert_eq!(server.post(&token, &path, &json!({ "consent": true })).await.json(), json!({ "consent": true }));
    let recorded = server.app().db.read(|conn| {
        use diesel::prelude::*;
        use ostakar::store::schema::events;
        let named =
            events::table.filter(events::name.eq("summary_read_out")).select((events::actor_id, events::detail));
        Ok::<Vec<(Option<String>, String)>, StoreError>(named.load(conn)?)
    });
    let recorded = recorded.await.unwrap();
    assert!(recorded.len() == 1 && recorded[0].0.is_some() && recorded[0].1.contains("true"), "{recorded:?}");
    body["contacts"][0]["email"] = json!("no address");
    assert_eq!(server.post(&token, PATH, &body).await.faults(), ["contacts.0.email malformed"]);
});

both!(m19_out_of_warranty_goes_the_same_way, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let mut paths = Vec::new();
    for day in ["2026-08-01", "2012-01-01"] {
        let mut body = report("رضا بهرامی", &format!("0912000{}", &day[..4]));
        body["items"][0]["product"]["purchased_on"] = json!(day);
        let made = take(&server, &token, &body).await;
        let job = made["jobs"][0]["id"].as_str().unwrap().to_owned();
        let events = server.get(&token, &format!("/api/v1/jobs/{job}/events")).await.json();
        let names: Vec<_> = events["items"].as_array().unwrap().iter().map(|it| it["name"].to_string()).collect();
        let outcome = made["jobs"][0]["verdict"]["outcome"].as_str().unwrap().to_owned();
        paths.push((
            outcome,
            made["jobs"][0]["status"].clone(),
            made["milestones"].clone(),
            names,
            made["summary_channel"].clone(),
        ));
    }
    assert_ne!(paths[0].0, "out_of_warranty");
    assert_eq!(paths[1].0, "out_of_warranty");
    assert_eq!(
        (&paths[0].1, &paths[0].2, &paths[0].3, &paths[0].4),
        (&paths[1].1, &paths[1].2, &paths[1].3, &paths[1].4)
    );
});
