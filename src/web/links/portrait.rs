//! The portrait of who comes, behind the customer's link.

use actix_web::{HttpRequest, web};

use super::Link;
use crate::app::{App, Error};
use crate::domain::id::VisitId;
use crate::i18n::{Arg, say};
use crate::queries::links::UnitFacts;
use crate::queries::portraits::portrait_of_visit;
use crate::web::error::Answer;
use crate::web::photo::portrait_answer;
use crate::web::view::View;

/// The bytes, while the visit is open.
pub(super) async fn show(app: web::Data<App>, request: HttpRequest, path: web::Path<(String, VisitId)>) -> Answer {
    let (code, visit) = path.into_inner();
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.customer().await?;
    let file = app.db.read(move |conn| portrait_of_visit(conn, id, visit).map_err(Error::from)).await?;
    portrait_answer(&app, &request, &file).await
}

/// A picture with its words.
pub(super) struct Shown {
    pub src: String,
    pub alt: String,
}

/// The portrait of a technician of this name on the page.
pub(super) fn shown(v: &View, unit: &UnitFacts, name: &str) -> Option<Shown> {
    let alt = say(v.language, "page-portrait-of", &[("name", Arg::text(name))]);
    Some(Shown { src: v.below(&below(unit)?), alt })
}

/// Where a program finds it.
pub(super) fn told(link: &Link<'_>, unit: &UnitFacts) -> Option<String> {
    below(unit).map(|below| format!("{}{below}", link.address()))
}

fn below(unit: &UnitFacts) -> Option<String> {
    let visit = unit.visits.last().filter(|_| unit.has_portrait)?;
    Some(format!("/technician/{}", visit.id.0))
}
