//! The warranty audit: what was decided about each job at intake and at completion, by which clause, and by whom otherwise.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::tables::{count, percent};
use super::{Tab, Tile, tabs};
use crate::app::{App, Error};
use crate::domain::fault::Faults;
use crate::domain::kpi::Share;
use crate::domain::warranty::WarrantyOutcome;
use crate::queries::warranty_audit::{AuditLine, count_outcomes, list_audit};
use crate::web::api::warranty_report::{Asked, read};
use crate::web::error::Answer;
use crate::web::links::warranty_tone;
use crate::web::pages::choices::{Choice, address};
use crate::web::view::{Troubles, View, page};
use crate::web::{Allowed, Query, perm};

/// An outcome as a badge: its tone, its icon, its words.
type Badge = (&'static str, &'static str, String);

struct Row {
    address: String,
    reference: String,
    unit: String,
    serial: Option<String>,
    intake: Option<Badge>,
    completion: Option<Badge>,
    differs: bool,
    policy: Option<String>,
    clause: Option<String>,
    cover: String,
    otherwise: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/warranty_audit.html")]
struct AuditPage {
    v: View,
    troubles: Troubles,
    tabs: Vec<Tab>,
    files: Vec<(String, &'static str)>,
    days: (String, String),
    choices: Vec<Choice>,
    tiles: Vec<Tile>,
    rule: String,
    rows: Vec<Row>,
    next: Option<String>,
}

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let v = View::staff(&app, &request, "page-warranty-audit", &caller).at("/reports/warranty".to_owned());
    let today = app.catalogue().calendar().local_date(app.clock.now());
    let mut faults = Faults::default();
    let (filter, after, limit) = read(&asked.0, today, &mut faults);
    let (days, outcome) = (filter.days, asked.0.outcome.as_deref());
    let scope = caller.scope.clone();
    let reading = app.db.read(move |conn| {
        let counts = count_outcomes(conn, &scope, &filter)?;
        Ok::<_, Error>((counts, list_audit(conn, &scope, &filter, (after, limit))?))
    });
    let (counts, found) = reading.await?;
    let (from, to) = (days.0.to_string(), days.1.to_string());
    let over = |path: &str, more: &[(&str, &str)]| {
        address(path, &[&[("from", from.as_str()), ("to", to.as_str())], more].concat())
    };
    let kept = [("outcome", outcome.unwrap_or_default())];
    let file =
        |form: &str| over("/api/v1/reports/warranty", &[&kept[..], &[("format", form), ("lang", v.lang())]].concat());
    let onward =
        |cursor: &String| v.href(&over("/reports/warranty", &[&kept[..], &[("cursor", cursor.as_str())]].concat()));
    let troubles = match faults.or(()) {
        Ok(()) => Troubles::default(),
        Err(faults) => v.troubles(&faults.into()),
    };
    page(
        if troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK },
        &AuditPage {
            troubles,
            tabs: tabs(&v, "warranty"),
            files: vec![(file("csv"), "CSV"), (file("xlsx"), "XLSX")],
            days: (v.day(days.0), v.day(days.1)),
            choices: vec![Choice::of_codes(
                &v,
                ("outcome", "page-warranty", "warranty"),
                WarrantyOutcome::ALL,
                outcome,
            )],
            tiles: tiles(&v, &counts, |outcome| over("/reports/warranty", &[("outcome", outcome)])),
            rule: v.t("api-rule-warranty"),
            rows: found.items.iter().map(|line| row(&app, &v, line)).collect(),
            next: found.next_cursor.as_ref().map(onward),
            v,
        },
    )
}

/// How many jobs there are of each outcome, with their share.
fn tiles(v: &View, counts: &BTreeMap<WarrantyOutcome, i64>, of: impl Fn(&str) -> String) -> Vec<Tile> {
    let number = |jobs: i64| u64::try_from(jobs).unwrap_or_default();
    let whole = number(counts.values().sum());
    let tile = |(code, jobs): (&WarrantyOutcome, &i64)| {
        let share = Share { cases: whole, hits: number(*jobs) };
        Tile {
            title: v.code("warranty", code.as_str()),
            words: count(v, share.hits),
            cases: share.share().map_or_else(String::new, |part| percent(v, part)),
            address: v.href(&of(code.as_str())),
        }
    };
    counts.iter().map(tile).collect()
}

fn row(app: &App, v: &View, line: &AuditLine) -> Row {
    let catalogue = app.catalogue();
    let category = catalogue.category(&line.category);
    let category = category.map_or_else(|| line.category.clone(), |it| v.named(&it.name_en, &it.name_fa).to_owned());
    let badge = |outcome: WarrantyOutcome| {
        let (tone, icon) = warranty_tone(outcome.as_str());
        (tone, icon, v.code("warranty", outcome.as_str()))
    };
    let percents = [line.parts_percent, line.labour_percent, line.travel_percent];
    let otherwise = line.override_state.map(|state| {
        let people = [&line.override_proposed_by, &line.override_decided_by];
        let people: Vec<&str> = people.into_iter().flatten().map(String::as_str).collect();
        format!("{} · {}", v.code("review-state", state.as_str()), people.join(" + "))
    });
    Row {
        address: v.href(&format!("/jobs/{}", line.job_id)),
        reference: line.reference.clone(),
        unit: [Some(category), line.brand.clone(), line.model.clone()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        serial: line.serial.clone(),
        intake: line.intake_outcome.map(badge),
        completion: line.completion_outcome.map(badge),
        differs: line.differs,
        policy: line.policy.as_ref().zip(line.policy_version).map(|(code, version)| format!("{code} v{version}")),
        clause: line.decided_by.map(|clause| v.code("clause", clause.as_str())),
        cover: percents.map(|it| percent(v, f64::from(it) / 100.0)).join(" / "),
        otherwise,
    }
}
