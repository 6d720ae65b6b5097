//! The policies in force, by what they are about.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::policy::of_policy;
use crate::app::{App, Error};
use crate::domain::policy::PolicyKind;
use crate::queries::policies::{PolicyLine, list_policies};
use crate::web::error::Answer;
use crate::web::view::{View, page};
use crate::web::{Allowed, perm};

struct Row {
    address: String,
    name: String,
    code: String,
    version: String,
    since: String,
    by: Option<String>,
}

/// Policies of one kind: what they are about, and each.
struct Section {
    id: &'static str,
    title: String,
    about: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "pages/admin_policies.html")]
struct PoliciesPage {
    v: View,
    sections: Vec<Section>,
}

pub(in crate::web::pages) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewPolicy>,
) -> Answer {
    let v = View::staff(&app, &request, "page-policies", &caller);
    let lines = app.db.read(|conn| list_policies(conn, None).map_err(Error::from)).await?;
    let section = |kind: &PolicyKind| Section {
        id: kind.as_str(),
        title: v.code("policy-kind", kind.as_str()),
        about: v.code("policy-about", kind.as_str()),
        rows: lines.iter().filter(|line| line.kind == *kind).map(|line| row(&v, line)).collect(),
    };
    let sections = PolicyKind::ALL.iter().map(section).filter(|section| !section.rows.is_empty()).collect();
    page(StatusCode::OK, &PoliciesPage { v, sections })
}

fn row(v: &View, line: &PolicyLine) -> Row {
    Row {
        address: v.href(&of_policy(line.kind, &line.code)),
        name: v.code("policy-name", &line.code),
        code: v.bdi(&line.code),
        version: v.number(line.version.into()),
        since: v.moment(line.created_at),
        by: line.created_by.clone(),
    }
}
