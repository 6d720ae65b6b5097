//! A recall behind its customer's link: what is wrong, which units have it, and a button that books each correction.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use super::said::Said;
use super::{Link, category};
use crate::app::links::Opened;
use crate::app::recalls::book_by_customer;
use crate::app::{App, Code, Error};
use crate::domain::id::{RecallNoticeId, RecallUnitId};
use crate::domain::link::LinkKind;
use crate::queries::recall_units::{NoticeFacts, NoticeUnit, notice_facts};
use crate::web::error::{Answer, status};
use crate::web::view::{Troubles, View, page, see};
use crate::web::words::labelled;

struct Unit {
    name: String,
    serial: Option<String>,
    state: String,
    /// Where its correction is booked, while it waits for that.
    book: Option<String>,
    /// The page of the request that corrects it.
    request: Option<String>,
}

#[derive(Template)]
#[template(path = "links/recall.html")]
struct RecallPage {
    v: View,
    troubles: Troubles,
    code: String,
    defect: String,
    correction: String,
    units: Vec<Unit>,
}

pub(super) async fn show(link: &Link<'_>, id: RecallNoticeId) -> Answer {
    let facts = load(link.app, id).await?;
    if !link.wants_page() {
        return Ok(HttpResponse::Ok().json(told(link, &facts)));
    }
    page(StatusCode::OK, &filled(link, &facts))
}

async fn load(app: &App, id: RecallNoticeId) -> Result<NoticeFacts, Error> {
    app.db.read(move |conn| notice_facts(conn, id).map_err(Error::from)).await
}

fn request_url(link: &Link<'_>, unit: &NoticeUnit) -> Option<String> {
    let (id, generation) = unit.request?;
    Some(link.app.link_url(LinkKind::Customer, id.as_str(), generation))
}

fn told(link: &Link<'_>, facts: &NoticeFacts) -> Value {
    let units: Vec<Value> = facts
        .units
        .iter()
        .map(|it| {
            json!({
                "id": it.row.id.0, "category": it.unit.category, "serial": it.unit.serial, "state": it.row.state.0,
                "can_book": it.row.state.0.waits(), "tracking_url": request_url(link, it),
            })
        })
        .collect();
    let recall = &facts.recall;
    json!({
        "kind": "recall", "code": recall.code, "danger": recall.danger.0,
        "defect": { "fa": recall.defect_fa, "en": recall.defect_en },
        "correction": { "fa": recall.correction_fa, "en": recall.correction_en }, "units": units,
    })
}

fn filled(link: &Link<'_>, facts: &NoticeFacts) -> RecallPage {
    let v = link.view("page-your-recall", facts.customer.language.0);
    let catalogue = link.app.catalogue();
    let recall = &facts.recall;
    let units = facts.units.iter().map(|it| Unit {
        name: labelled(category(&catalogue, &v, &it.unit.category), it.unit.label.as_deref()),
        serial: it.unit.serial.as_deref().map(|serial| v.bdi(serial)),
        state: v.code("recall-customer", it.row.state.0.as_str()),
        book: it.row.state.0.waits().then(|| v.below(&format!("/recall/{}", it.row.id.0))),
        request: request_url(link, it),
    });
    RecallPage {
        troubles: Troubles::default(),
        code: recall.code.clone(),
        defect: v.named(&recall.defect_en, &recall.defect_fa).to_owned(),
        correction: v.named(&recall.correction_en, &recall.correction_fa).to_owned(),
        units: units.collect(),
        v,
    }
}

/// Books the correction of a unit.
pub(super) async fn book(
    app: web::Data<App>,
    request: HttpRequest,
    path: web::Path<(String, RecallUnitId)>,
    said: Said,
) -> Answer {
    let (code, unit) = path.into_inner();
    let link = Link { app: &app, request: &request, code: &code };
    let Opened::Recall(id) = link.open().await? else { return Err(Code::NotFound.into()) };
    let key = said.key("POST /t/{code}/recall").map(|key| key.on(&unit));
    match book_by_customer(&app, (id, key), unit).await {
        Ok(made) => {
            let url = app.link_url(LinkKind::Customer, made.id.as_str(), made.link_generation);
            if link.wants_page() {
                return Ok(see(&url));
            }
            let jobs: Vec<_> = made.jobs.iter().map(|job| job.id).collect();
            Ok(HttpResponse::Created().json(json!({ "job_ids": jobs, "tracking_url": url })))
        }
        Err(error) if !link.wants_page() || status(error.code()).is_server_error() => Err(error.into()),
        Err(error) if error.code() == Code::NotFound => Err(error.into()),
        Err(error) => {
            let mut shown = filled(&link, &load(&app, id).await?);
            shown.troubles = shown.v.troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}
