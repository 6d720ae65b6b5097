//! Files that are checked, and then brought in.

use actix_web::test::TestRequest;

use super::{field, keeps_the_rules, wrong};
use crate::site::{Seen, Site};
use crate::support::facts::{count, text};
use crate::support::{TestDb, both};

const SKILLS: &str = "/admin/imports/skills";
const GOOD: &str = "code,name_en,name_fa\nwelding,Welding,جوشکاری\npainting,Painting,رنگ‌کاری\n";
const BAD: &str = "code,name_en,name_fa\nwelding,Welding,جوشکاری\n,Painting,رنگ‌کاری\nwelding,Again,باز\n";

/// Sends a file as a browser does, with the form token first.
async fn send(site: &Site, cookie: &str, (path, file): (&str, &[u8]), fields: &[(&str, &str)]) -> Seen {
    let token = field(&site.page_as(cookie, "/jobs").await.text, "csrf");
    send_with(site, cookie, (path, file), &[&[("csrf", token.as_str())][..], fields].concat()).await
}

async fn send_with(site: &Site, cookie: &str, (path, file): (&str, &[u8]), fields: &[(&str, &str)]) -> Seen {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--x-1\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let part = "--x-1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
    body.extend_from_slice(part.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x-1--\r\n");
    let request = TestRequest::post().uri(path).insert_header(("accept", "text/html"));
    let request = request.insert_header(("content-type", "multipart/form-data; boundary=x-1"));
    site.ask(request.insert_header(("cookie", cookie)).set_payload(body)).await
}

async fn check(site: &Site, cookie: &str, path: &str, file: &str) -> Seen {
    send(site, cookie, (path, file.as_bytes()), &[("act", "check"), ("tried", "")]).await
}

async fn bring_in(site: &Site, cookie: &str, (path, file): (&str, &str), tried: &str) -> Seen {
    send(site, cookie, (path, file.as_bytes()), &[("act", "import"), ("tried", tried)]).await
}

both!(a_file_is_checked_and_then_brought_in, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    keeps_the_rules(&site, &cookie, ("admin-imports", "/admin/imports")).await;
    keeps_the_rules(&site, &cookie, ("admin-import", SKILLS)).await;
    let header = site.page_as(&cookie, &format!("{SKILLS}/header.csv")).await;
    assert_eq!((header.status, header.text.as_str()), (200, "code,name_en,name_fa\r\n"));
    let audits = count(site.url(), "audit_rows WHERE action = 'imported'");
    let checked = check(&site, &cookie, &format!("{SKILLS}?lang=en"), GOOD).await;
    assert!(checked.status == 200 && checked.text.contains("Nothing was changed yet"), "{}", checked.text);
    assert_eq!(count(site.url(), "skills WHERE code = 'welding'"), 0, "a check changes something");
    assert_eq!(count(site.url(), "audit_rows WHERE action = 'imported'"), audits);

    let tried = field(&checked.text, "tried");
    assert_eq!(wrong(&bring_in(&site, &cookie, (SKILLS, BAD), &tried).await), ["file"], "it is another file");
    assert_eq!(wrong(&bring_in(&site, &cookie, (SKILLS, GOOD), "").await), ["file"], "nobody has checked it");
    assert_eq!(count(site.url(), "skills WHERE code = 'welding'"), 0);
    let done = bring_in(&site, &cookie, (&format!("{SKILLS}?lang=en"), GOOD), &tried).await;
    assert!(done.status == 200 && done.text.contains("The file was brought in"), "{}", done.text);
    assert_eq!(count(site.url(), "skills WHERE code IN ('welding', 'painting')"), 2);
    assert!(site.app.catalogue().has_skill("welding"), "this node does not know it yet");
    let by = text(site.url(), "SELECT id FROM users WHERE username = 'administrator'");
    assert_eq!(count(site.url(), &format!("audit_rows WHERE action = 'imported' AND actor_id = '{by}'")), 1);
    assert_eq!(bring_in(&site, &cookie, (SKILLS, GOOD), &tried).await.status, 200, "twice is no harm");
});

both!(each_bad_row_is_told_with_line_column_and_reason, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let path = format!("{SKILLS}?lang=en");
    let seen = check(&site, &cookie, &path, BAD).await;
    assert_eq!(seen.status, 422);
    let rows: Vec<&str> =
        seen.text.split("<tbody><tr>").nth(1).unwrap().split("</tbody>").next().unwrap().split("<tr>").collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains(">3<") && rows[0].contains(">code<"), "{rows:?}");
    assert!(rows[1].contains(">4<") && rows[1].contains(">code<"), "{rows:?}");
    crate::templates::check("admin-import.en", &seen.text);

    let tried = field(&seen.text, "tried");
    let refused = bring_in(&site, &cookie, (&path, BAD), &tried).await;
    assert!(refused.status == 422 && refused.text.contains("Nothing was changed"), "{}", refused.text);
    assert_eq!(count(site.url(), "skills WHERE code = 'welding'"), 0, "it is brought in whole or not at all");
    let fields = [("act", "import"), ("tried", tried.as_str()), ("skip_bad", "true")];
    let done = send(&site, &cookie, (&path, BAD.as_bytes()), &fields).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(count(site.url(), "skills WHERE code = 'welding'"), 1);

    assert_eq!(wrong(&check(&site, &cookie, SKILLS, "").await), ["file"]);
    for (file, line) in [("code,colour\n", ">1<"), ("code,name_en,name_fa\n\u{0}", ">1<")] {
        let seen = check(&site, &cookie, SKILLS, file).await;
        assert_eq!(seen.status, 422, "{}", seen.text);
        let english = check(&site, &cookie, &path, file).await;
        assert!(english.text.contains(line), "{}", english.text);
    }
    let workbook = include_bytes!("../import/holidays.xlsx");
    let seen = send(&site, &cookie, ("/admin/imports/holidays", workbook), &[("act", "check")]).await;
    assert!(seen.text.contains("name=\"tried\""), "a workbook is known by how it begins: {}", seen.text);
    assert_eq!(site.page_as(&cookie, "/admin/imports/dragons").await.status, 404);
    let large = vec![b'a'; (16 << 20) + 1];
    assert_eq!(send(&site, &cookie, (SKILLS, &large), &[("act", "check")]).await.status, 413);
});

both!(nobody_else_and_no_other_site_brings_files_in, async |db: TestDb| {
    let site = Site::open(db).await;
    for user in ["operator", "dispatcher", "agent_manager", "manager", "auditor"] {
        let cookie = site.sign_in(user).await;
        assert_eq!(site.page_as(&cookie, SKILLS).await.status, 403, "{user}");
        assert_eq!(check(&site, &cookie, SKILLS, GOOD).await.status, 403, "{user}");
    }
    let cookie = site.sign_in("administrator").await;
    let file = (SKILLS, GOOD.as_bytes());
    for fields in [&[("act", "check")][..], &[("csrf", "0"), ("act", "check")]] {
        assert_eq!(send_with(&site, &cookie, file, fields).await.status, 403, "a form that is not ours is taken");
    }
});
