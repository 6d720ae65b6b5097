//! Reasons that people may give, and no more.

use futures_util::future::join_all;

use super::{field, keeps_the_rules, wrong};
use crate::site::Site;
use crate::support::facts::count;
use crate::support::{TestDb, both};

const REASONS: &str = "/admin/reasons";

both!(a_reason_that_is_switched_off_is_offered_no_more, async |db: TestDb| {
    let site = Site::open(db).await;
    let offered = site.offered(1).await;
    let cookie = site.sign_in("administrator").await;
    keeps_the_rules(&site, &cookie, ("admin-reasons", REASONS)).await;
    let job = format!("/jobs/{}", offered.job);
    let choice = "value=\"PART_ORDERED\"";
    assert!(site.page_as(&cookie, &job).await.text.contains(choice));
    let off = site.post_as(&cookie, &format!("{REASONS}/hold/PART_ORDERED/off"), &[]).await;
    assert_eq!((off.status, off.location.as_str()), (303, REASONS), "{}", off.text);
    assert!(!site.page_as(&cookie, &job).await.text.contains(choice), "it is offered still");
    let hold = [("reason", "PART_ORDERED"), ("until", "1405/9/5")];
    let refused_hold = site.post_as(&cookie, &format!("{job}/hold"), &hold).await;
    assert_eq!(wrong(&refused_hold), ["reason"], "whoever knows the code gives it still");
    let on = site.post_as(&cookie, &format!("{REASONS}/hold/PART_ORDERED/on"), &[]).await;
    assert_eq!(on.status, 303, "{}", on.text);
    assert_eq!(site.post_as(&cookie, &format!("{job}/hold"), &hold).await.status, 303);
    assert_eq!(count(site.url(), "audit_rows WHERE action = 'reason_switched'"), 2);
});

both!(a_reason_of_each_kind_remains, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let codes: Vec<String> = {
        let catalogue = site.app.catalogue();
        let of_kind = catalogue.rows().reasons.iter().filter(|row| row.kind.0.as_str() == "reopen");
        of_kind.map(|row| row.code.clone()).collect()
    };
    let token = field(&site.page_as(&cookie, "/jobs").await.text, "csrf");
    let paths: Vec<String> = codes.iter().map(|code| format!("{REASONS}/reopen/{code}/off")).collect();
    let fields = [("csrf", token.as_str())];
    let answers = join_all(paths.iter().map(|path| site.form_as(&cookie, path, &fields))).await;
    let refused: Vec<_> = answers.iter().filter(|seen| seen.status != 303).collect();
    assert_eq!(refused.len(), 1, "{codes:?}");
    assert_eq!(wrong(refused[0]), ["is_active"]);
    assert_eq!(count(site.url(), "reason_switches WHERE NOT is_active"), i64::try_from(codes.len()).unwrap() - 1);
    for path in ["not_done/CUSTOMER_ABSENT", "not_done/NEEDS_WORKSHOP", "reschedule/CUSTOMER_REQUEST"] {
        let kept = site.post_as(&cookie, &format!("{REASONS}/{path}/off"), &[]).await;
        assert_eq!(wrong(&kept), ["is_active"], "links rest on {path}");
    }
    for path in ["reopen/NOTHING/off", "magic/PART_ORDERED/off", "hold/PART_ORDERED/explode"] {
        assert_eq!(site.post_as(&cookie, &format!("{REASONS}/{path}"), &[]).await.status, 404, "{path}");
    }
});

both!(nobody_else_switches_reasons, async |db: TestDb| {
    let site = Site::open(db).await;
    for user in ["operator", "manager", "auditor"] {
        let cookie = site.sign_in(user).await;
        let seen = site.page_as(&cookie, REASONS).await;
        assert!(seen.status == 200 && !seen.text.contains("formaction"), "{user}");
        let off = site.post_as(&cookie, &format!("{REASONS}/hold/PART_ORDERED/off"), &[]).await;
        assert_eq!(off.status, 403, "{user}");
    }
    assert_eq!(count(site.url(), "reason_switches"), 0);
});
