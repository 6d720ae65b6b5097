//! Photos of jobs: by the API, behind the technician's link, and what is refused.

use actix_web::test::TestRequest;
use ostakar::domain::link::LinkKind;
use ostakar::domain::task::TaskKind;
use ostakar::domain::warranty::WarrantyOutcome::InWarranty;
use reqwest::Method;

use crate::money::{AtWork, at_work};
use crate::site::{Seen, Site};
use crate::support::server::TestServer;
use crate::support::{TestDb, both};

/// What a telephone writes into a photo.
pub const POSITION: &str = "35.7219 N 51.3347 E";

/// A JPEG that names the place where it was taken; each mark makes another picture.
pub fn jpeg(mark: u8) -> Vec<u8> {
    let exif = [b"Exif\0\0II\x2a\0\x08\0\0\0\0\0".as_slice(), POSITION.as_bytes()].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let picture: &[u8] = b"\xff\xc0\x00\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\x00\x08\x01\x01\0\0\x3f\0";
    let parts: [&[u8]; 6] = [b"\xff\xd8\xff\xe1", &length, &exif, picture, &[mark, 0x34], b"\xff\xd9"];
    parts.concat()
}

/// Sends a photo as a browser's form does.
pub async fn send_photo(site: &Site, link: &str, fields: &[(&str, &str)], file: &[u8]) -> Seen {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(b"--cut\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n");
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    let request = TestRequest::post().uri(&format!("{link}/photos")).insert_header(("accept", "text/html"));
    site.ask(request.insert_header(("content-type", "multipart/form-data; boundary=cut")).set_payload(body)).await
}

async fn upload(
    server: &TestServer,
    (token, path): (&str, &str),
    key: &str,
    file: Vec<u8>,
) -> crate::support::server::Seen {
    let request = server.request(Method::POST, path).bearer_auth(token).header("content-type", "image/jpeg");
    server.send(request.header("idempotency-key", key).body(file)).await
}

both!(a_photo_by_the_api, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let job = server.register(&token, 1).await["jobs"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/jobs/{job}/photos?kind=damage");
    let at = (token.as_str(), path.as_str());
    let kept = upload(&server, at, "k1", jpeg(1)).await;
    assert_eq!((kept.status, kept.json()["kind"].as_str()), (201, Some("damage")), "{}", kept.text);
    let again = upload(&server, at, "k1", jpeg(1)).await;
    assert_eq!((again.status, &again.json()["id"]), (201, &kept.json()["id"]));
    assert_eq!(upload(&server, at, "k1", jpeg(2)).await.code(), (422, "IDEMPOTENCY_MISMATCH".to_owned()));
    assert_eq!(
        upload(&server, at, "k2", jpeg(1)).await.json()["id"],
        kept.json()["id"],
        "the same picture is kept once"
    );
    assert_eq!(upload(&server, at, "k3", jpeg(2)).await.status, 201);
    let listed = server.get(&token, &format!("/api/v1/jobs/{job}/photos")).await.json();
    assert_eq!(
        (listed["items"].as_array().unwrap().len(), listed["items"][0]["actor_kind"].as_str()),
        (2, Some("staff"))
    );
    let photo = format!("/api/v1/photos/{}", kept.json()["id"].as_str().unwrap());
    let shown = server.get(&token, &photo).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
    assert!(!shown.text.contains(POSITION), "a photo does not tell where it was taken");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("content-security-policy").starts_with("default-src 'none'; sandbox"));
    assert!(shown.header("content-disposition").starts_with("inline; filename=\"photo-"));
    let manager = server.login("agent_manager").await;
    assert_eq!(server.get(&manager, &photo).await.status, 403, "a home is for those who see customers");
    let strange = "/api/v1/photos/01890a5d-ac96-774b-bcce-b302099a8057";
    assert_eq!(server.get(&token, strange).await.status, 404);
});

both!(what_is_no_photo_is_refused, async |db: TestDb| {
    let server = TestServer::start(db).await;
    let token = server.login("operator").await;
    let job = server.register(&token, 1).await["jobs"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/jobs/{job}/photos");
    let damage = format!("{path}?kind=damage");
    let wrong = upload(&server, (&token, &damage), "k1", b"GIF89a".to_vec()).await;
    assert_eq!((wrong.status, wrong.faults()), (422, vec!["photo photo_unreadable".to_owned()]));
    let half = upload(&server, (&token, &damage), "k2", jpeg(1)[..40].to_vec()).await;
    assert_eq!(half.faults(), ["photo photo_unreadable"]);
    let bare = upload(&server, (&token, &path), "k3", Vec::new()).await;
    assert_eq!(bare.faults(), ["kind required", "photo required"]);
    let other = upload(&server, (&token, &format!("{path}?kind=cat")), "k4", jpeg(1)).await;
    assert_eq!(other.faults(), ["kind unknown"]);
    let large = upload(&server, (&token, &damage), "k5", vec![0xff; (10 << 20) + 1]).await;
    assert_eq!(large.code(), (413, "TOO_LARGE".to_owned()));
    let text = server.request(Method::POST, &damage).bearer_auth(&token).header("content-type", "text/html").body("x");
    assert_eq!(server.send(text).await.code(), (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()));
    let nowhere = "/api/v1/jobs/01890a5d-ac96-774b-bcce-b302099a8057/photos?kind=damage";
    assert_eq!(upload(&server, (&token, nowhere), "k6", jpeg(1)).await.status, 404);
});

/// The first photo that the technician's page links to.
async fn first_photo(work: &AtWork) -> String {
    let page = work.site.page(&work.technician).await.text;
    let link = page.split(&format!("href=\"{}/photos/", work.technician)).nth(1).expect("a photo");
    link.split('"').next().unwrap().to_owned()
}

both!(the_request_to_charge_is_made_from_a_telephone, async |db: TestDb| {
    let work = at_work(db, InWarranty).await;
    let page = work.site.page(&format!("{}?lang=en", work.technician)).await.text;
    assert!(page.contains("Take a photo that shows it first"), "{page}");
    let wrong = send_photo(&work.site, &work.technician, &[("kind", "damage")], b"no photo").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("id=\"photo-err\"") && wrong.text.contains("aria-invalid"), "{}", wrong.text);
    for mark in 0..6 {
        let sent = send_photo(&work.site, &work.technician, &[("kind", "damage")], &jpeg(mark)).await;
        assert_eq!((sent.status, &sent.location), (303, &work.technician), "{}", sent.text);
    }
    let photo = first_photo(&work).await;
    let shown = work.site.page(&format!("{}/photos/{photo}", work.technician)).await;
    assert!(shown.status == 200 && !shown.text.contains(POSITION), "{shown:?}");
    for lang in ["fa", "en"] {
        let page = work.site.page(&format!("{}?lang={lang}", work.technician)).await.text;
        assert!(page.len() < 24_000, "{lang}: {} bytes", page.len());
    }
    let job = work.job.to_string();
    let ask = [("event", "charge"), ("job", job.as_str()), ("reason", "Burnt by a surge"), ("photo", photo.as_str())];
    let events = format!("{}/events", work.technician);
    let strange = [ask[0], ask[1], ask[2], ("photo", "01890a5d-ac96-774b-bcce-b302099a8057")];
    assert_eq!(work.site.post_form(&events, &strange).await.status, 422);
    let asked = work.site.post_form(&events, &ask).await;
    assert_eq!((asked.status, &asked.location), (303, &work.technician), "{}", asked.text);
    assert_eq!(work.tasks(TaskKind::DecideCharge).await, 1);
    let page = work.site.page(&format!("{}?lang=en", work.technician)).await.text;
    assert!(page.contains("Waits for the organisation") && !page.contains("value=\"charge\""), "{page}");
    let cookie = work.site.sign_in("manager").await;
    let staff = work.site.page_as(&cookie, &format!("/jobs/{}?lang=en", work.job)).await.text;
    assert!(staff.contains(&format!("src=\"/api/v1/photos/{photo}\"")), "{staff}");
});

both!(a_link_shows_its_own_photos_and_ends_with_the_visit, async |db: TestDb| {
    let work = at_work(db, InWarranty).await;
    let sent = send_photo(&work.site, &work.technician, &[("kind", "work")], &jpeg(1)).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let photo = first_photo(&work).await;
    let other = work.site.offered(5).await;
    let link = work.site.path(LinkKind::Offer, other.offers[0].as_str());
    assert_eq!(work.site.page(&format!("{link}/photos/{photo}")).await.status, 409, "there is no visit yet");
    assert_eq!(work.site.post_json(&format!("{link}/accept"), serde_json::json!({})).await.status, 200);
    assert_eq!(work.site.page(&format!("{link}/photos/{photo}")).await.status, 404);
    let named = [("kind", "work"), ("job", &*work.job.to_string())];
    let foreign = send_photo(&work.site, &link, &named, &jpeg(2)).await;
    assert_eq!(foreign.status, 422, "{}", foreign.text);
    work.done().await;
    assert_eq!(work.site.page(&format!("{}/photos/{photo}", work.technician)).await.status, 409);
    assert_eq!(send_photo(&work.site, &work.technician, &[("kind", "work")], &jpeg(3)).await.status, 409);
    assert_eq!(send_photo(&work.site, "/o/1111111111111111", &[("kind", "work")], &jpeg(3)).await.status, 404);
});
