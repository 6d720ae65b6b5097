//! `/reports/coverage`: demand that no agent covers, as a table and as a map.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::sheet::Cell;
use super::{Asked, Line, Made, Report, Wanted, answer, refuse};
use crate::app::App;
use crate::app::coverage::{Gap, find_gaps};
use crate::domain::eligibility::RuleCode;
use crate::domain::language::Language;
use crate::queries::work::{GroupBy, Mix};
use crate::web::auth::{Allowed, perm};
use crate::web::error::Answer;
use crate::web::extract::Query;

/// Demand for one skill in one place that nobody covers.
#[derive(Serialize, ToSchema)]
pub struct GapLine {
    /// Code of the place.
    place: String,
    /// Its name.
    name: String,
    /// Code of the skill.
    skill: String,
    /// Jobs asked for.
    jobs: u64,
    /// Those that no agent of the network could do.
    uncovered: u64,
    /// What whoever lacks least lacks most often; none where nobody is within the policy's radius.
    lacking: Option<RuleCode>,
    /// The middle of those jobs: latitude.
    lat: f64,
    /// Longitude.
    lon: f64,
}

impl Line for GapLine {
    const COLUMNS: &'static [&'static str] = &["place", "name", "skill", "jobs", "uncovered", "lacking"];

    fn cells(&self) -> Vec<Cell> {
        let lacking = self.lacking.map_or_else(String::new, |rule| rule.as_str().to_owned());
        vec![
            Cell::Text(self.place.clone()),
            Cell::Text(self.name.clone()),
            Cell::Text(self.skill.clone()),
            Cell::Count(self.jobs),
            Cell::Count(self.uncovered),
            Cell::Text(lacking),
        ]
    }
}

/// Demand that no agent covers, by place and skill: where to recruit
#[utoipa::path(get, path = "/api/v1/reports/coverage", tag = "reports", operation_id = "coverage", params(Asked),
    responses((status = 200, description = "The report",
        content((Report<GapLine> = "application/json"), (String = "text/csv")))))]
pub async fn show(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    let (wanted, items, cases, mix) = read(&request, &app, &caller, &asked.0).await?;
    answer(&wanted, Made { name: "coverage", cases, mix, group_by: "city", items })
}

/// The same as a `FeatureCollection` of points, for a map
#[utoipa::path(get, path = "/api/v1/reports/coverage/map", tag = "reports", operation_id = "coverage_map", params(Asked),
    responses((status = 200, description = "GeoJSON (RFC 7946), a point for each place and skill",
        body = Object, content_type = "application/geo+json")))]
pub async fn map(
    request: HttpRequest,
    app: web::Data<App>,
    caller: Allowed<perm::ViewReport>,
    asked: Query<Asked>,
) -> Answer {
    refuse(&[("format", &asked.0.format)])?;
    let (_, lines, ..) = read(&request, &app, &caller, &asked.0).await?;
    let features: Vec<Value> = lines.iter().map(feature).collect();
    let body = json!({ "type": "FeatureCollection", "features": features });
    Ok(HttpResponse::Ok().content_type("application/geo+json").body(body.to_string()))
}

fn feature(line: &GapLine) -> Value {
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [line.lon, line.lat] },
        "properties": {
            "place": line.place, "name": line.name, "skill": line.skill, "jobs": line.jobs,
            "uncovered": line.uncovered, "lacking": line.lacking,
        },
    })
}

type Read = (Wanted<GroupBy>, Vec<GapLine>, u64, Mix);

async fn read(
    request: &HttpRequest,
    app: &App,
    caller: &Allowed<perm::ViewReport>,
    asked: &Asked,
) -> Result<Read, crate::app::Error> {
    // Nobody covers it, so no agent's setting limits it.
    refuse(&[("group_by", &asked.group_by), ("setting", &asked.setting)])?;
    let wanted = Wanted::read(app, request, asked, GroupBy::City)?;
    let (gaps, cases, mix) = find_gaps(app, caller, &wanted.filter).await?;
    let items = gaps.into_iter().map(|gap| line(app, gap, wanted.language)).collect();
    Ok((wanted, items, cases, mix))
}

fn line(app: &App, gap: Gap, language: Language) -> GapLine {
    let catalogue = app.catalogue();
    let row = catalogue.rows().places.iter().find(|place| place.code == gap.place);
    let name = row.map_or_else(
        || gap.place.clone(),
        |place| match language {
            Language::Fa => place.name_fa.clone(),
            Language::En => place.name_en.clone(),
        },
    );
    let Gap { place, skill, jobs, uncovered, lacking, position } = gap;
    GapLine { place, name, skill, jobs, uncovered, lacking, lat: position.lat, lon: position.lon }
}
