//! Policies as forms: what is typed is in force, is played, or is refused at its field.

use actix_web::http::Method;
use futures_util::future::join;
use serde_json::{Value, json};

use super::{keeps_the_rules, wrong};
use crate::site::{Seen, Site};
use crate::support::facts::count;
use crate::support::{TestDb, both};

const BALANCED: &str = "/admin/policies/dispatch/balanced";

pub type Fields = Vec<(String, String)>;

/// What a browser would send of the form of a policy.
pub fn fields(page: &str) -> Fields {
    let attribute = |tag: &str, name: &str| {
        tag.split(&format!(" {name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    let mut fields = Fields::new();
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        let Some(name) = attribute(tag, "name").filter(|_| !tag.starts_with("button")) else {
            if tag.starts_with("option") && tag.ends_with(" selected") {
                fields.last_mut().unwrap().1 = attribute(tag, "value").unwrap();
            }
            continue;
        };
        let is_area = tag.starts_with("textarea");
        fields.push((name, if is_area { text.to_owned() } else { attribute(tag, "value").unwrap_or_default() }));
    }
    fields.retain(|(name, _)| name == "version" || name.starts_with("spec.") || name.starts_with("rows."));
    fields
}

/// The form with other values in some fields.
pub fn with(mut fields: Fields, changes: &[(&str, &str)]) -> Fields {
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

pub async fn send(site: &Site, cookie: &str, path: &str, fields: &Fields) -> Seen {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    site.post_as(cookie, path, &fields).await
}

pub async fn form(site: &Site, cookie: &str, path: &str) -> Fields {
    let seen = site.page_as(cookie, path).await;
    assert_eq!(seen.status, 200, "{path} {}", seen.text);
    fields(&seen.text)
}

async fn spec(site: &Site, path: &str) -> Value {
    let path = path.replace("/admin/", "/api/v1/");
    site.api("administrator", Method::GET, &path, Value::Null).await.1["spec"].clone()
}

/// Whether everything that was said before is said still.
fn says(after: &Value, before: &Value) -> bool {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            before.iter().all(|(name, value)| after.get(name).is_some_and(|after| says(after, value)))
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len() && after.iter().zip(before).all(|(after, before)| says(after, before))
        }
        (before, after) => before == after,
    }
}

both!(every_policy_is_a_form_that_says_what_it_says, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    keeps_the_rules(&site, &cookie, ("policies", "/admin/policies")).await;
    let list = site.page_as(&cookie, "/admin/policies").await.text;
    let paths: Vec<&str> = list.split("href=\"").filter_map(|rest| rest.split('"').next()).collect();
    let paths: Vec<&str> = paths.into_iter().filter(|path| path.starts_with("/admin/policies/")).collect();
    assert!(paths.len() >= 11, "{paths:?}");
    for path in paths {
        keeps_the_rules(&site, &cookie, ("policy", path)).await;
        let (before, typed) = (spec(&site, path).await, form(&site, &cookie, path).await);
        let saved = send(&site, &cookie, path, &typed).await;
        assert_eq!(saved.status, 303, "{path} {}", saved.text);
        let after = spec(&site, path).await;
        assert!(says(&after, &before), "{path}: {before} became {after}");
        assert_eq!(form(&site, &cookie, path).await.len(), typed.len(), "{path}");
    }
});

both!(a_day_of_a_policy_stands_in_the_calendar_of_who_reads_it, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let list = site.page_as(&cookie, "/admin/policies").await.text;
    let mut paths = list.split("href=\"").filter_map(|rest| rest.split('"').next());
    let path = paths.find(|path| path.starts_with("/admin/policies/warranty/")).unwrap();
    let typed = with(form(&site, &cookie, path).await, &[("spec.sold_from", "۱۴۰۴/۱/۱")]);
    assert_eq!(send(&site, &cookie, path, &typed).await.status, 303);
    for (lang, day) in [("fa", "۱۴۰۴/۱/۱"), ("en", "21 Mar 2025")] {
        assert_eq!(spec(&site, path).await["sold_from"], "2025-03-21");
        let typed = form(&site, &cookie, &format!("{path}?lang={lang}")).await;
        assert!(typed.contains(&("spec.sold_from".to_owned(), day.to_owned())), "{lang}: {typed:?}");
        let saved = send(&site, &cookie, path, &typed).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
    }
    assert_eq!(spec(&site, path).await["sold_from"], "2025-03-21", "what is shown is what is read back");
});

both!(what_is_typed_is_the_next_version, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let typed = form(&site, &cookie, BALANCED).await;
    let changes = [("spec.weights.travel", "۳۵"), ("spec.detour_factor", "۱٫۴"), ("spec.requires_part", "true")];
    let saved = send(&site, &cookie, BALANCED, &with(typed.clone(), &changes)).await;
    assert_eq!((saved.status, saved.location.as_str()), (303, BALANCED), "{}", saved.text);
    let now = spec(&site, BALANCED).await;
    assert_eq!(
        (&now["weights"]["travel"], &now["detour_factor"], &now["requires_part"]),
        (&json!(35), &json!(1.4), &json!(true))
    );
    assert_eq!(site.app.catalogue().dispatch_policy("balanced").2.weights.travel, 35, "it is in force at once");
    let page = site.page_as(&cookie, &format!("{BALANCED}?version=1&lang=en")).await.text;
    assert!(page.contains("readonly") && !page.contains("formaction"), "an old version can be edited");
    assert_eq!(count(site.url(), "audit_rows WHERE action = 'policy_revised' AND actor_kind = 'staff'"), 1);

    let stale = send(&site, &cookie, BALANCED, &typed).await;
    assert_eq!(stale.status, 412, "the form is of version 1");
    let days = [("act", "replay"), ("from", "2026-11-22"), ("to", "2026-11-22"), ("capacity_percent", "100")];
    let tried = send(&site, &cookie, &format!("{BALANCED}/try"), &with(typed, &days)).await;
    for page in [stale, tried] {
        let again = send(&site, &cookie, BALANCED, &fields(&page.text)).await;
        assert_eq!(again.status, 412, "what was sent once is still of version 1");
    }
    let fresh = form(&site, &cookie, BALANCED).await;
    let (one, two) = (with(fresh.clone(), &[("spec.considered", "150")]), with(fresh, &[("spec.considered", "250")]));
    let (one, two) = join(send(&site, &cookie, BALANCED, &one), send(&site, &cookie, BALANCED, &two)).await;
    let mut answers = [one.status, two.status];
    answers.sort_unstable();
    assert_eq!(answers, [303, 412]);

    let typed = with(form(&site, &cookie, BALANCED).await, &[("code", "night_shift"), ("spec.batch_minutes", "5")]);
    let made = send(&site, &cookie, BALANCED, &typed).await;
    assert_eq!(made.location, "/admin/policies/dispatch/night_shift", "{}", made.text);
    assert_eq!(spec(&site, &made.location).await["batch_minutes"], 5);
    assert_eq!(send(&site, &cookie, BALANCED, &typed).await.status, 412, "there is such a policy already");
});

both!(what_is_wrong_with_a_policy_is_told_at_its_field, async |db: TestDb| {
    let site = Site::open(db).await;
    let cookie = site.sign_in("administrator").await;
    let typed = form(&site, &cookie, BALANCED).await;
    let changes = [("spec.weights.travel", "much"), ("spec.considered", ""), ("spec.radius_m", "12 km")];
    let seen = send(&site, &cookie, BALANCED, &with(typed.clone(), &changes)).await;
    assert_eq!(wrong(&seen), ["spec.considered", "spec.radius_m", "spec.weights.travel"]);
    assert!(seen.text.contains("value=\"12 km\""), "what was typed is gone");
    let changes = [("spec.weights.travel", "-1"), ("spec.tiers.0.agents", "0"), ("code", "Night Shift")];
    let seen = send(&site, &cookie, BALANCED, &with(typed.clone(), &changes)).await;
    assert_eq!(wrong(&seen), ["code", "spec.tiers.0.agents", "spec.weights.travel"]);
    for (field, value) in
        [("spec.tiers.0.kind", "magic"), ("spec.quiet_hours", "at night"), ("spec.escalation.0.to", "role:king")]
    {
        let seen = send(&site, &cookie, BALANCED, &with(typed.clone(), &[(field, value)])).await;
        assert_eq!(wrong(&seen), [field], "{value}");
    }
    let care = "/admin/policies/care/standard";
    let dear = with(form(&site, &cookie, care).await, &[("spec.workshop.storage_fee.amount", "-5")]);
    assert_eq!(wrong(&send(&site, &cookie, care, &dear).await), ["spec.workshop.storage_fee.amount"]);
    let warranty = "/admin/policies/warranty/zarvinex_refrigerator";
    let twin = with(form(&site, &cookie, warranty).await, &[("code", "twin")]);
    assert_eq!(wrong(&send(&site, &cookie, warranty, &twin).await), ["spec"], "two policies for one case");
    let none = with(typed.clone(), &[("rows.tiers", "0")]);
    assert_eq!(wrong(&send(&site, &cookie, BALANCED, &none).await), ["spec.tiers"]);
    let odd = send(&site, &cookie, BALANCED, &with(typed, &[("colour", "red")])).await;
    assert!(odd.status == 422 && odd.text.contains("colour"), "{}", odd.text);
    assert_eq!(count(site.url(), "policies WHERE kind = 'dispatch' AND code = 'balanced'"), 1);
    for path in ["/admin/policies/magic/balanced", "/admin/policies/dispatch/none", &format!("{BALANCED}?version=9")] {
        assert_eq!(site.page_as(&cookie, path).await.status, 404, "{path}");
    }
});

both!(rows_and_a_past_period_are_tried_and_nothing_is_kept, async |db: TestDb| {
    let site = Site::open(db).await;
    site.offered(3).await;
    let cookie = site.sign_in("manager").await;
    let path = format!("{BALANCED}/try");
    let typed = with(form(&site, &cookie, BALANCED).await, &[("spec.considered", "77")]);
    let more = send(&site, &cookie, &path, &with(typed.clone(), &[("act", "add:tiers")])).await;
    let more = fields(&more.text);
    assert!(more.iter().any(|(name, _)| name == "spec.tiers.3.agents"), "{more:?}");
    assert!(more.contains(&("spec.considered".to_owned(), "77".to_owned())), "what was typed is gone");
    let less = send(&site, &cookie, &path, &with(more, &[("act", "drop:tiers.0")])).await;
    let less = fields(&less.text);
    assert!(less.contains(&("rows.tiers".to_owned(), "3".to_owned())), "{less:?}");
    assert!(less.contains(&("spec.tiers.0.kind".to_owned(), "ranked".to_owned())), "{less:?}");

    let days = [("act", "replay"), ("from", "2026-11-22"), ("to", "۱۴۰۵/۹/۱"), ("capacity_percent", "100")];
    let played = send(&site, &cookie, &format!("{path}?lang=en"), &with(typed.clone(), &days)).await;
    assert_eq!(played.status, 200, "{}", played.text);
    assert!(played.text.contains("As it was") && played.text.contains("Jobs reported"), "{}", played.text);
    let days = [("act", "replay"), ("from", "soon"), ("to", ""), ("capacity_percent", "all")];
    let seen = send(&site, &cookie, &path, &with(typed.clone(), &days)).await;
    assert_eq!(wrong(&seen), ["capacity_percent", "from", "to"]);
    let days = [("act", "replay"), ("from", "2026-11-22"), ("to", "2026-11-20"), ("capacity_percent", "5")];
    let seen = send(&site, &cookie, &path, &with(typed.clone(), &days)).await;
    assert_eq!(wrong(&seen), ["capacity_percent", "to"]);
    assert_eq!(send(&site, &cookie, &path, &with(typed.clone(), &[("act", "explode")])).await.status, 404);

    assert_eq!(send(&site, &cookie, BALANCED, &typed).await.status, 403, "a manager rules");
    let operator = site.sign_in("operator").await;
    assert_eq!(send(&site, &operator, &path, &typed).await.status, 403);
    let seen = site.page_as(&operator, BALANCED).await;
    assert!(seen.status == 200 && !seen.text.contains("formaction"), "{}", seen.text);
    assert_eq!(count(site.url(), "policies WHERE kind = 'dispatch' AND code = 'balanced'"), 1);
});
