//! What operators logged in a period: requests and contacts.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::domain::access::Scope;
use crate::domain::customer::ContactClass;
use crate::domain::id::UserId;
use crate::domain::kpi::{Spread, spread};
use crate::domain::time::Window;
use crate::store::schema::{addresses, contacts, service_requests, users};
use crate::store::{At, Col, Conn, StoreError};

/// What one operator logged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperatorFigures {
    /// Name of the user; empty for what came in without one.
    pub name: String,
    /// Service requests taken down.
    pub requests: u64,
    /// Contacts, by class.
    pub contacts: BTreeMap<&'static str, u64>,
    /// End − beginning of contacts whose end is known.
    pub length: Spread,
}

type ContactRow = (Option<Col<UserId>>, Col<ContactClass>, At, Option<At>);

/// What was logged in a period, by id of the user; what came in by itself has the id `""`.
///
/// # Errors
/// The database.
pub fn operators(
    conn: &mut Conn,
    scope: &Scope,
    period: Window,
) -> Result<BTreeMap<String, OperatorFigures>, StoreError> {
    let mut all: BTreeMap<String, OperatorFigures> = BTreeMap::new();
    let mut requests = service_requests::table
        .filter(service_requests::created_at.ge(At(period.from)))
        .filter(service_requests::created_at.lt(At(period.to)))
        .select(service_requests::created_by)
        .into_boxed();
    let mut logged = contacts::table
        .filter(contacts::started_at.ge(At(period.from)))
        .filter(contacts::started_at.lt(At(period.to)))
        .select((contacts::operator_id, contacts::class, contacts::started_at, contacts::ended_at))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        requests = requests.filter(service_requests::province.eq_any(provinces.clone()));
        let here = addresses::table.filter(addresses::province.eq_any(provinces.clone()));
        logged = logged.filter(contacts::customer_id.eq_any(here.select(addresses::customer_id)));
    }
    for row in requests.load_iter::<Option<Col<UserId>>, _>(conn)? {
        all.entry(key(row?)).or_default().requests += 1;
    }
    let mut lengths: BTreeMap<String, Vec<chrono::TimeDelta>> = BTreeMap::new();
    for row in logged.load_iter::<ContactRow, _>(conn)? {
        let (operator, class, started, ended) = row?;
        let operator = key(operator);
        lengths.entry(operator.clone()).or_default().extend(ended.map(|ended| ended.0 - started.0));
        *all.entry(operator).or_default().contacts.entry(class.0.as_str()).or_default() += 1;
    }
    for (operator, spans) in lengths {
        all.entry(operator).or_default().length = spread(spans);
    }
    let ids: Vec<String> = all.keys().cloned().collect();
    let names = users::table.filter(users::id.eq_any(ids)).select((users::id, users::display_name));
    for (id, name) in names.load::<(String, String)>(conn)? {
        all.entry(id).or_default().name = name;
    }
    Ok(all)
}

fn key(user: Option<Col<UserId>>) -> String {
    user.map(|id| id.0.to_string()).unwrap_or_default()
}
