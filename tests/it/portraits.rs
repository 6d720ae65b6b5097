//! Portraits of technicians: set and removed by staff, seen by whom the technician comes to, and by nobody else.

use actix_web::test::TestRequest;
use ostakar::app::agents::portrait::set_portrait;
use ostakar::app::agents::suspension::terminate_agent;
use ostakar::app::{App, Code};
use ostakar::domain::access::{Caller, Scope};
use ostakar::domain::id::{AgentId, TechnicianId, VisitId};
use ostakar::domain::language::Language;
use ostakar::domain::link::LinkKind;
use ostakar::domain::photo::{MOST_PORTRAIT_BYTES, cleaned};
use ostakar::domain::warranty::WarrantyOutcome::InWarranty;
use ostakar::gateway::blob::BlobError;
use ostakar::store::offers::find_visit;
use reqwest::Method;
use serde_json::{Value, json};

use crate::admin::{field, wrong};
use crate::money::at_work;
use crate::photos::{POSITION, jpeg};
use crate::site::{Seen, Site};
use crate::support::facts::{count, execute, text};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};

/// An agent of the demo with one of its technicians.
fn someone(app: &App, code: &str) -> (AgentId, TechnicianId) {
    let network = app.network();
    let agent = network.agents().find(|agent| agent.code == code).unwrap();
    (agent.id, agent.technicians[0].id)
}

fn path_of((agent, technician): (AgentId, TechnicianId)) -> String {
    format!("/api/v1/agents/{agent}/technicians/{technician}/portrait")
}

/// A JPEG of which so many bytes are kept.
fn portrait_of(bytes: usize) -> Vec<u8> {
    let mut file = jpeg(1);
    let kept = cleaned(&file).unwrap().1.len();
    let end = file.split_off(file.len() - 2);
    file.resize(file.len() + bytes - kept, 0x12);
    [file, end].concat()
}

async fn put(server: &TestServer, (token, path): (&str, &str), file: Vec<u8>) -> crate::support::server::Seen {
    let request = server.request(Method::PUT, path).bearer_auth(token).header("content-type", "image/jpeg");
    server.send(request.body(file)).await
}

both!(staff_set_and_remove_a_portrait_by_the_api, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (whose, url) = (someone(server.app(), "agent_001"), server.inner.url());
    let (path, token) = (path_of(whose), server.login("agent_manager").await);
    let at = (token.as_str(), path.as_str());
    assert_eq!(server.get(&token, &path).await.status, 404, "there is none yet");
    assert_eq!(put(&server, at, jpeg(1)).await.status, 204);
    let shown = server.get(&token, &path).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"), "{}", shown.text);
    assert!(!shown.text.contains(POSITION), "a portrait does not tell where it was taken");
    assert!(shown.header("content-disposition").starts_with("inline; filename=\"portrait-"));
    let technicians = format!("/api/v1/agents/{}/technicians", whose.0);
    let has_portrait = async || {
        let listed = server.get(&token, &technicians).await.json();
        let portrayed = listed["items"].as_array().unwrap().iter().filter(|it| it["has_portrait"] == true);
        portrayed.map(|it| it["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(has_portrait().await, [whose.1.to_string()]);

    let first = text(url, "SELECT blob_hash FROM technician_portraits");
    for _ in 0..2 {
        assert_eq!(put(&server, at, jpeg(2)).await.status, 204);
    }
    assert_eq!(count(url, "audit_rows WHERE action = 'portrait_set'"), 2, "the same once more changes nothing");
    assert_eq!(count(url, "events WHERE name = 'portrait_set'"), 2);
    let second = text(url, "SELECT blob_hash FROM technician_portraits");
    let blob = &server.app().gateways.blob;
    assert!(matches!(blob.get(&first).await, Err(BlobError::Missing)), "the old face is gone");
    assert!(blob.get(&second).await.is_ok());

    for _ in 0..2 {
        let removed = server.send(server.request(Method::DELETE, &path).bearer_auth(&token)).await;
        assert_eq!(removed.status, 204, "{}", removed.text);
    }
    assert_eq!(server.get(&token, &path).await.status, 404);
    assert_eq!(count(url, "audit_rows WHERE action = 'portrait_removed'"), 1);
    assert!(has_portrait().await.is_empty() && blob.get(&second).await.is_err());
});

both!(a_file_that_two_have_stays_for_the_other, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("administrator").await;
    let [one, other] = ["agent_001", "agent_002"].map(|code| path_of(someone(server.app(), code)));
    for path in [&one, &other] {
        assert_eq!(put(&server, (&token, path), jpeg(1)).await.status, 204);
    }
    assert_eq!(server.send(server.request(Method::DELETE, &one).bearer_auth(&token)).await.status, 204);
    assert_eq!(server.get(&token, &other).await.status, 200);
});

both!(who_may_not_and_what_is_no_portrait_is_refused, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let (whose, other) = (someone(server.app(), "agent_001"), someone(server.app(), "agent_002"));
    let path = path_of(whose);
    for (user, reads) in [("operator", 403), ("dispatcher", 404), ("auditor", 404)] {
        let token = server.login(user).await;
        assert_eq!(put(&server, (&token, &path), jpeg(1)).await.status, 403, "{user}");
        let removed = server.send(server.request(Method::DELETE, &path).bearer_auth(&token)).await;
        assert_eq!((removed.status, server.get(&token, &path).await.status), (403, reads), "{user}");
    }
    let token = server.login("manager").await;
    let at = (token.as_str(), path.as_str());
    assert_eq!(put(&server, at, b"GIF89a".to_vec()).await.faults(), ["photo photo_unreadable"]);
    assert_eq!(put(&server, at, b"<html><script>".to_vec()).await.faults(), ["photo photo_unreadable"]);
    assert_eq!(put(&server, at, jpeg(1)[..40].to_vec()).await.faults(), ["photo photo_unreadable"]);
    assert_eq!(put(&server, at, Vec::new()).await.faults(), ["photo required"]);
    assert_eq!(put(&server, at, portrait_of(MOST_PORTRAIT_BYTES + 1)).await.faults(), ["photo picture_too_large"]);
    assert_eq!(put(&server, at, vec![0xff; (1 << 20) + 1]).await.code(), (413, "TOO_LARGE".to_owned()));
    let html = server.request(Method::PUT, &path).bearer_auth(&token).header("content-type", "text/html").body("x");
    assert_eq!(server.send(html).await.code(), (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()));
    assert_eq!(count(server.inner.url(), "technician_portraits"), 0);
    assert_eq!(put(&server, at, portrait_of(MOST_PORTRAIT_BYTES)).await.status, 204);

    let mixed = path_of((other.0, whose.1));
    assert_eq!(put(&server, (&token, &mixed), jpeg(1)).await.status, 404, "not one of this agent");
    assert_eq!(server.get(&token, &mixed).await.status, 404);
    assert_eq!(server.send(server.request(Method::DELETE, &mixed).bearer_auth(&token)).await.status, 404);
    for strange in [path.replace(whose.1.as_str(), "x"), path.replace(whose.0.as_str(), other.1.as_str())] {
        assert_eq!(put(&server, (&token, &strange), jpeg(1)).await.status, 404, "{strange}");
    }
    assert_eq!(server.get(&token, &path).await.status, 200, "it is as it was");
});

/// Sends a file to the agent's file as a browser does, with the form token first.
async fn send(site: &Site, cookie: &str, (path, file): (&str, &[u8]), token: &str) -> Seen {
    let mut body = format!("--x-1\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n").into_bytes();
    body.extend_from_slice(b"--x-1\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n");
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x-1--\r\n");
    let request =
        TestRequest::post().uri(path).insert_header(("accept", "text/html")).insert_header(("cookie", cookie));
    site.ask(request.insert_header(("content-type", "multipart/form-data; boundary=x-1")).set_payload(body)).await
}

both!(staff_set_and_remove_a_portrait_on_the_agents_file, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("agent_manager").await;
    let whose = someone(&site.app, "agent_001");
    let file = format!("/agents/{}", whose.0);
    let form = format!("{file}/technicians/{}/portrait", whose.1);
    let page = site.page_as(&cookie, &file).await.text;
    assert!(page.contains(&format!("action=\"{form}\"")) && page.contains("portrait.js") && !page.contains("<img"));
    let token = field(&page, "csrf");
    assert_eq!(send(&site, &cookie, (&form, &jpeg(1)), "").await.status, 403, "a form without its token");
    let asked = format!("{form}?lang=en");
    for (bytes, words) in [
        (b"no photo".to_vec(), "This is no whole photo"),
        (Vec::new(), "aria-invalid"),
        (portrait_of(MOST_PORTRAIT_BYTES + 1), "at most 40 KB are kept"),
    ] {
        let refused = send(&site, &cookie, (&asked, &bytes), &token).await;
        assert_eq!(wrong(&refused), ["photo"]);
        assert!(refused.text.contains(words) && refused.text.contains("id=\"photo\" name=\"photo\""), "{words}");
        assert_eq!(refused.text.matches("id=\"photo-err\"").count(), 1, "beside one field");
    }
    let bytes = vec![0xff; (1 << 20) + 1];
    let large = send(&site, &cookie, (&form, &bytes), &token).await;
    assert!(large.status == 413 && large.text.contains("role=\"alert\""), "{}", large.status);

    let set = send(&site, &cookie, (&form, &jpeg(1)), &token).await;
    assert_eq!((set.status, set.location.as_str()), (303, file.as_str()), "{}", set.text);
    for (lang, words) in [("fa", "عکس "), ("en", "Photo of ")] {
        let page = site.page_as(&cookie, &format!("{file}?lang={lang}")).await.text;
        let image = format!("src=\"{}\" width=\"56\" height=\"56\" alt=\"{words}", path_of(whose));
        assert!(page.contains(&image) && !page.contains('⟦'), "{page}");
    }
    let shown = site.page_as(&cookie, &path_of(whose)).await;
    assert!(shown.status == 200 && !shown.text.contains(POSITION), "{shown:?}");
    let auditor = site.sign_in("auditor").await;
    let page = site.page_as(&auditor, &file).await.text;
    assert!(page.contains("class=\"face\"") && !page.contains("portrait.js"), "{page}");
    assert!(!page.contains(&format!("action=\"{form}")), "an auditor changes nothing: {page}");
    assert_eq!(site.post_as(&auditor, &format!("{form}/remove"), &[]).await.status, 403);

    let removed = site.post_as(&cookie, &format!("{form}/remove"), &[]).await;
    assert_eq!((removed.status, removed.location.as_str()), (303, file.as_str()), "{}", removed.text);
    assert!(!site.page_as(&cookie, &file).await.text.contains("<img"));
    let elsewhere = Caller { scope: Scope::Provinces(vec!["nowhere".to_owned()]), ..site.caller("manager").await };
    let unseen = set_portrait(&site.app, &elsewhere, whose, jpeg(1)).await.unwrap_err();
    assert_eq!(unseen.code(), Code::NotFound);
});

/// Who comes on a visit.
async fn coming(site: &Site, visit: VisitId) -> (AgentId, TechnicianId) {
    let row = site.app.db.read(move |conn| find_visit(conn, visit)).await.unwrap();
    (row.agent_id.0, row.technician_id.0)
}

/// Gives who comes on a visit a portrait.
async fn portray(site: &Site, visit: VisitId) -> (AgentId, TechnicianId) {
    let whose = coming(site, visit).await;
    set_portrait(&site.app, &site.caller("agent_manager").await, whose, jpeg(1)).await.unwrap();
    whose
}

/// A visit that is agreed on, and the link of its customer.
async fn scheduled(site: &Site, n: u64) -> (VisitId, String) {
    let offered = site.offered(n).await;
    let link = site.path(LinkKind::Offer, offered.offers[0].as_str());
    let taken = site.post_json(&format!("{link}/accept"), json!({})).await.json();
    (taken["visit_id"].as_str().unwrap().parse().unwrap(), site.path(LinkKind::Customer, offered.request.as_str()))
}

async fn told(site: &Site, customer: &str) -> Value {
    let seen = site.json(customer).await.json();
    let mut photos = seen["units"].as_array().unwrap().iter().map(|unit| unit["visit"]["technician_photo"].clone());
    photos.find(|photo| !photo.is_null()).unwrap_or_default()
}

both!(the_customer_sees_who_comes_while_the_visit_is_open, async |db: TestDb| {
    let work = at_work(db, InWarranty).await;
    let site = &work.site;
    let picture = format!("{}/technician/{}", work.customer, work.visit);
    assert_eq!((told(site, &work.customer).await, site.page(&picture).await.status), (Value::Null, 404));
    assert!(!site.page(&work.customer).await.text.contains("<img"));
    let (agent, technician) = portray(site, work.visit).await;
    assert_eq!(told(site, &work.customer).await, json!(picture));
    let network = site.app.network();
    let known = network.agent(agent).unwrap().technicians.iter().find(|it| it.id == technician).unwrap();
    for (lang, words) in [(Language::Fa, "عکس"), (Language::En, "Photo of")] {
        let page = site.page(&format!("{}?lang={lang}", work.customer)).await.text;
        let (src, alt) = (format!("{picture}?lang={lang}"), format!("{words} {}", known.name_in(lang)));
        let image = format!("src=\"{src}\" width=\"56\" height=\"56\" alt=\"{alt}\" loading=\"lazy\"");
        assert!(page.contains(&image), "{image}: {page}");
    }
    let shown = site.page(&picture).await;
    assert!(shown.status == 200 && !shown.text.contains(POSITION), "{shown:?}");

    let (ahead, other) = scheduled(site, 5).await;
    portray(site, ahead).await;
    assert_eq!(site.page(&format!("{other}/technician/{ahead}")).await.status, 200, "also before anybody sets out");
    for strange in [
        format!("{other}/technician/{}", work.visit),
        format!("{}/technician/{ahead}", work.customer),
        format!("{}/technician/{}", work.technician, work.visit),
        format!("{}/technician/{}", work.technician.replace("/o/", "/t/"), work.visit),
        format!("/t/1111111111111111/technician/{}", work.visit),
        format!("{}/technician/01890a5d-ac96-774b-bcce-b302099a8057", work.customer),
        format!("{}/technician/x", work.customer),
    ] {
        assert_eq!(site.page(&strange).await.status, 404, "{strange}");
    }
    work.done().await;
    assert_eq!((told(site, &work.customer).await, site.page(&picture).await.status), (Value::Null, 404));
    assert!(!site.page(&work.customer).await.text.contains("<img"));
});

both!(who_left_or_is_dismissed_is_not_shown, async |db: TestDb| {
    let site = Site::open(db).await;
    let (visit, customer) = scheduled(&site, 5).await;
    let (agent, technician) = portray(&site, visit).await;
    let picture = format!("{customer}/technician/{visit}");
    let changed = |change: &str, to: &str| {
        execute(site.url(), &format!("UPDATE technicians SET {change} = {to} WHERE id = '{technician}'"));
    };
    let stranger = site.app.network().agents().find(|it| it.id != agent).unwrap().id;
    for (column, other, own) in [
        ("is_active", "false".to_owned(), "true".to_owned()),
        ("agent_id", format!("'{stranger}'"), format!("'{agent}'")),
    ] {
        changed(column, &other);
        assert_eq!((told(&site, &customer).await, site.page(&picture).await.status), (Value::Null, 404), "{column}");
        changed(column, &own);
        assert_eq!((told(&site, &customer).await, site.page(&picture).await.status), (json!(picture), 200), "{column}");
    }
    let manager = site.caller("manager").await;
    terminate_agent(&site.app, &manager, (agent, None), Some("CONTRACT_BREACH".to_owned())).await.unwrap();
    assert_eq!((told(&site, &customer).await, site.page(&picture).await.status), (Value::Null, 404));
});

both!(the_picture_is_asked_for_anew_and_can_do_nothing, async |db: TestDb| {
    let site = Site::open(db).await;
    let (visit, customer) = scheduled(&site, 5).await;
    let whose = portray(&site, visit).await;
    let (picture, caller) = (format!("{customer}/technician/{visit}"), site.caller("manager").await);
    let server = TestServer::over(site.into_stand());
    let shown = server.send(server.request(Method::GET, &picture)).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
    assert_eq!(
        (shown.header("cache-control"), shown.header("x-content-type-options")),
        ("private, no-cache", "nosniff")
    );
    assert!(shown.header("content-security-policy").starts_with("default-src 'none'; sandbox"));
    let tag = shown.header("etag").to_owned();
    let again = async || server.send(server.request(Method::GET, &picture).header("if-none-match", tag.as_str())).await;
    let same = again().await;
    assert_eq!((same.status, same.text.as_str(), same.header("cache-control")), (304, "", "private, no-cache"));
    set_portrait(server.app(), &caller, whose, jpeg(2)).await.unwrap();
    assert_eq!(again().await.status, 200, "it is another face");
});
