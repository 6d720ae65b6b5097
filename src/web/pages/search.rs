//! The search of the frame: customers and jobs by telephone, name, reference or serial.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::desk::town;
use super::job_lines::JobLine;
use crate::app::{App, Error};
use crate::domain::access::{Caller, Permission};
use crate::queries::customers::Sought;
use crate::queries::jobs::{JobRow, list_jobs};
use crate::queries::search::{Hit, find_hits};
use crate::web::api::jobs::{Asked, filter};
use crate::web::error::Answer;
use crate::web::view::{View, page};
use crate::web::{Allowed, Query, perm};

/// Lines of a kind that show while one types, and on the page.
const FIRST: i64 = 5;
const MOST: i64 = 20;
/// Fewest characters that are sought.
const FEWEST: usize = 2;

/// What is sought.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Searched {
    q: Option<String>,
    /// `hits` for the first lines alone, without the page around them.
    part: Option<String>,
}

/// A customer that was found.
struct Person {
    /// Where to go on with the customer.
    address: String,
    name: String,
    /// Telephone as HTML.
    phone: String,
    town: String,
}

/// What was found.
struct Hits {
    people: Vec<Person>,
    jobs: Vec<JobLine>,
}

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage {
    v: View,
    q: String,
    hits: Hits,
}

#[derive(Template)]
#[template(path = "pages/search_hits.html")]
struct HitList {
    v: View,
    hits: Hits,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    searched: Query<Searched>,
) -> Answer {
    let v = View::staff(&app, &request, "page-find", &caller);
    let q = searched.0.q.unwrap_or_default().trim().to_owned();
    let is_part = searched.0.part.as_deref() == Some("hits");
    let hits = find(&app, (&v, &caller), &q, if is_part { FIRST } else { MOST }).await?;
    if is_part { page(StatusCode::OK, &HitList { v, hits }) } else { page(StatusCode::OK, &SearchPage { v, q, hits }) }
}

async fn find(app: &App, (v, caller): (&View, &Caller), q: &str, most: i64) -> Result<Hits, Error> {
    if q.chars().count() < FEWEST {
        return Ok(Hits { people: Vec::new(), jobs: Vec::new() });
    }
    let sees_customers = v.may(Permission::ViewCustomer);
    let asked = Asked { q: Some(q.to_owned()), limit: Some(most), ..Asked::default() };
    // A role that may not see customers finds work by its reference alone.
    let filter = filter(app, &asked, sees_customers).ok();
    let sought = if sees_customers { Sought::read_all(q, &app.site.region) } else { Vec::new() };
    let who = caller.clone();
    let read = move |conn: &mut _| {
        let people = find_hits(conn, &who, &sought, most)?;
        let jobs = filter.map(|filter| list_jobs(conn, &who.scope, &filter)).transpose()?;
        Ok::<_, Error>((people, jobs.map(|page| page.items).unwrap_or_default()))
    };
    let (people, jobs): (Vec<Hit>, Vec<JobRow>) = app.db.read(read).await?;
    Ok(Hits {
        people: people.into_iter().map(|hit| person(app, v, hit)).collect(),
        jobs: jobs.iter().map(|row| JobLine::of(app, v, row)).collect(),
    })
}

/// Whoever takes calls goes on in the form; others see the customer's jobs.
fn person(app: &App, v: &View, hit: Hit) -> Person {
    let id = hit.id.to_string();
    let number = hit.phone.unwrap_or_default();
    let address = if v.may_register() {
        super::choices::address("/intake", &[("customer", &id)])
    } else {
        super::choices::address("/jobs", &[("q", &number)])
    };
    Person {
        address: v.href(&address),
        name: if hit.name.is_empty() { v.t("page-nameless") } else { hit.name },
        phone: if number.is_empty() { String::new() } else { v.phone(&number) },
        town: hit.place.map(|place| town(app, v.language, &place)).unwrap_or_default(),
    }
}
