//! Tables of others: what can be brought in, a check that changes nothing, and then the same file for good.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use crate::app::import::{BadRow, Kind, Report, import_file};
use crate::app::{App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{Fault, FaultCode, Faults};
use crate::i18n;
use crate::security::fingerprint;
use crate::web::error::{Answer, status};
use crate::web::pages::act::is_beyond;
use crate::web::upload::read_upload;
use crate::web::view::{Troubles, View, page};
use crate::web::{Allowed, perm};

/// Largest file, in bytes; a larger one is brought in by the command line.
const MOST_BYTES: usize = 16 << 20;
/// Faulty values that are shown; the others are counted.
const MOST_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "pages/admin_imports.html")]
struct ImportsPage {
    v: View,
    kinds: Vec<(String, String)>,
}

struct Bad {
    line: String,
    column: String,
    words: String,
}

/// What came of a file, or would come of it.
struct Came {
    is_done: bool,
    counts: Vec<(String, String)>,
    bad: Vec<Bad>,
    /// How many faulty values are not shown.
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/admin_import.html")]
struct ImportPage {
    v: View,
    troubles: Troubles,
    name: String,
    /// Columns, and whether each may be left out.
    columns: Vec<(&'static str, bool)>,
    came: Option<Came>,
    /// SHA-256 of the file that was checked and can be brought in.
    tried: String,
    has_bad: bool,
}

pub(in crate::web::pages) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManagePolicy>,
) -> Answer {
    let v = View::staff(&app, &request, "page-imports", &caller);
    let kind = |kind: &Kind| (v.href(&of_kind(*kind)), v.code("import-kind", kind.as_str()));
    let kinds = Kind::ALL.iter().map(kind).collect();
    page(StatusCode::OK, &ImportsPage { v, kinds })
}

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManagePolicy>,
    kind: web::Path<String>,
) -> Answer {
    page(StatusCode::OK, &empty((&app, &request, &caller), read_kind(&kind)?))
}

/// A file with the header alone, to be filled in.
pub(in crate::web::pages) async fn header_file(
    _caller: Allowed<perm::ManagePolicy>,
    kind: web::Path<String>,
) -> Answer {
    let kind = read_kind(&kind)?;
    let names: Vec<&str> = kind.columns().iter().map(|name| name.trim_end_matches('?')).collect();
    let disposition = format!("attachment; filename=\"{kind}.csv\"");
    let answer = HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(format!("{}\r\n", names.join(",")));
    Ok(answer)
}

/// Checks a file, and brings it in where it is the one that was checked before.
pub(in crate::web::pages) async fn bring_in(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManagePolicy>,
    kind: web::Path<String>,
    payload: web::Payload,
) -> Answer {
    let kind = read_kind(&kind)?;
    let mut shown = empty((&app, &request, &caller), kind);
    match run((&app, &caller), kind, (&request, payload)).await {
        Ok(ran) => {
            shown.has_bad = !ran.report.bad.is_empty();
            let is_done = ran.is_real && (ran.skips_bad || !shown.has_bad);
            shown.came = Some(came(&shown.v, &ran.report, is_done));
            shown.tried = if is_done { String::new() } else { ran.hash };
            page(if is_done || !shown.has_bad { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &shown)
        }
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            shown.troubles = shown.v.troubles(&error);
            page(status(error.code()), &shown)
        }
    }
}

/// What was done with a file.
struct Ran {
    report: Report,
    hash: String,
    is_real: bool,
    skips_bad: bool,
}

async fn run(
    (app, caller): (&App, &Caller),
    kind: Kind,
    (request, payload): (&HttpRequest, web::Payload),
) -> Result<Ran, Error> {
    let upload = read_upload(request, payload, MOST_BYTES).await?;
    let mut faults = Faults::default();
    let hash = fingerprint(&upload.file);
    let (is_real, skips_bad) = (upload.field("act") == Some("import"), upload.field("skip_bad").is_some());
    if upload.file.is_empty() {
        faults.add("file", FaultCode::Required);
    } else if is_real && upload.field("tried") != Some(hash.as_str()) {
        faults.add("file", FaultCode::FileUntried);
    }
    faults.or(())?;
    let report = import_file(app, caller, (kind, upload.file), (!is_real, skips_bad)).await?;
    Ok(Ran { report, hash, is_real, skips_bad })
}

fn read_kind(text: &str) -> Result<Kind, Error> {
    text.parse().map_err(|_| Code::NotFound.into())
}

fn of_kind(kind: Kind) -> String {
    format!("/admin/imports/{kind}")
}

fn empty((app, request, caller): (&App, &HttpRequest, &Caller), kind: Kind) -> ImportPage {
    let v = View::staff(app, request, "page-imports", caller).at(of_kind(kind));
    ImportPage {
        troubles: Troubles::default(),
        name: v.code("import-kind", kind.as_str()),
        columns: kind.columns().iter().map(|name| (name.trim_end_matches('?'), name.ends_with('?'))).collect(),
        came: None,
        tried: String::new(),
        has_bad: false,
        v,
    }
}

fn came(v: &View, report: &Report, is_done: bool) -> Came {
    let count = |count: usize| v.number(i64::try_from(count).unwrap_or(i64::MAX));
    let counts = [
        ("import-rows", report.rows),
        ("import-added", report.added),
        ("import-changed", report.changed),
        ("import-skipped", report.skipped),
        ("import-bad", report.bad_rows()),
    ];
    let more = report.bad.len().saturating_sub(MOST_SHOWN);
    Came {
        is_done,
        counts: counts.map(|(key, rows)| (v.t(key), count(rows))).into(),
        bad: report.bad.iter().take(MOST_SHOWN).map(|it| bad(v, it)).collect(),
        more: (more > 0).then(|| count(more)),
    }
}

fn bad(v: &View, it: &BadRow) -> Bad {
    let fault = Fault { field: it.column.clone().into(), code: it.code, about: it.about.clone().into() };
    Bad {
        line: v.number(i64::try_from(it.line).unwrap_or(i64::MAX)),
        column: it.column.clone(),
        words: i18n::fault(v.language, &fault),
    }
}
