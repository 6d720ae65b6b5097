//! What the catalogue holds: brands, categories, models and faults, found by code or name.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use crate::app::{App, Catalogue};
use crate::domain::text::fold_compact;
use crate::i18n::format;
use crate::web::error::Answer;
use crate::web::pages::choices::Choice;
use crate::web::view::{View, page};
use crate::web::{Allowed, Query, perm};

/// Parts of the catalogue; the first is shown when nobody says which.
const PARTS: [&str; 4] = ["models", "brands", "categories", "faults"];
/// Rows that are shown; what is sought further is found by more letters.
const MOST_SHOWN: usize = 100;

/// Which part, and what is sought in it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::web::pages) struct Asked {
    of: String,
    q: String,
}

/// A code, its names, and what belongs to it.
struct Row {
    code: String,
    name_fa: String,
    name_en: String,
    facts: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/admin_catalogue.html")]
struct CataloguePage {
    v: View,
    parts: Choice,
    q: String,
    rows: Vec<Row>,
    /// How many were found, where not all are shown.
    found: Option<String>,
}

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewPolicy>,
    asked: Query<Asked>,
) -> Answer {
    let v = View::staff(&app, &request, "page-catalogue", &caller).at("/admin/catalogue".to_owned());
    let of = PARTS.iter().copied().find(|part| *part == asked.0.of).unwrap_or(PARTS[0]);
    let sought = fold_compact(&asked.0.q);
    let mut rows = rows(&v, &app.catalogue(), of);
    rows.retain(|row| {
        [&row.code, &row.name_fa, &row.name_en].iter().any(|text| fold_compact(text).contains(sought.as_str()))
    });
    let found = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let found = (rows.len() > MOST_SHOWN).then(|| v.number(found));
    rows.truncate(MOST_SHOWN);
    for row in &mut rows {
        row.code = v.bdi(&row.code);
    }
    let options = PARTS.iter().map(|part| ((*part).to_owned(), v.code("import-kind", kind_of(part)))).collect();
    let parts = Choice { name: "of", label: v.t("page-kind"), options, chosen: of.to_owned() };
    page(StatusCode::OK, &CataloguePage { v, parts, q: asked.0.q, rows, found })
}

/// What a part is called where it is brought in.
fn kind_of(part: &str) -> &str {
    if part == "models" { "products" } else { part }
}

fn rows(v: &View, catalogue: &Catalogue, of: &str) -> Vec<Row> {
    let category = |code: &str| {
        let found = catalogue.category(code);
        found.map_or_else(|| code.to_owned(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
    };
    let span = |seconds: i32| format::duration(v.language, seconds.into());
    let all = catalogue.rows();
    match of {
        "brands" => all.brands.iter().map(|it| named(&it.code, &it.name_fa, &it.name_en, Vec::new())).collect(),
        "categories" => {
            let one = all.categories.iter();
            one.map(|it| named(&it.code, &it.name_fa, &it.name_en, vec![span(it.default_duration_s)])).collect()
        }
        "faults" => {
            let one = all.faults.iter();
            one.map(|it| {
                let skill = format!("{} {}", it.skill, v.number(it.skill_level.into()));
                named(&it.code, &it.name_fa, &it.name_en, vec![category(&it.category), span(it.duration_s), skill])
            })
            .collect()
        }
        _ => {
            let one = all.models.iter();
            one.map(|it| {
                let facts = [Some(it.brand.clone()), Some(category(&it.category)), it.serial_pattern.clone()];
                named(&it.code, &it.name_fa, &it.name_en, facts.into_iter().flatten().collect())
            })
            .collect()
        }
    }
}

fn named(code: &str, name_fa: &str, name_en: &str, facts: Vec<String>) -> Row {
    Row { code: code.to_owned(), name_fa: name_fa.to_owned(), name_en: name_en.to_owned(), facts }
}
