//! What customers asked for: the work of a period with where it is and what it needs.

use diesel::prelude::*;

use super::work::{Mix, Traits, WorkFilter};
use crate::domain::access::Scope;
use crate::domain::geo::{Position, Precision};
use crate::domain::job::JobKind;
use crate::domain::language::Language;
use crate::domain::warranty::WarrantyOutcome;
use crate::store::schema::{addresses, installed_products, jobs, service_requests};
use crate::store::{Col, Conn, Day, StoreError};

/// One job as it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// What was to be done.
    pub kind: JobKind,
    /// Who pays.
    pub warranty: WarrantyOutcome,
    /// Code of the province.
    pub province: String,
    /// Code of the place.
    pub place: String,
    /// Where.
    pub position: Position,
    /// How well that is known.
    pub precision: Precision,
    /// The customer's language.
    pub language: Language,
    /// Category of the unit.
    pub category: String,
    /// Its brand, if known.
    pub brand: Option<String>,
    /// Fault code, if one of the catalogue.
    pub fault: Option<String>,
}

type Row = (
    (Col<JobKind>, Col<WarrantyOutcome>, String, Option<String>),
    (String, f64, f64, Col<Precision>, Col<Language>),
    (String, Option<String>),
);

/// The work registered on the days of the filter, whoever did it and whatever became of it.
///
/// # Errors
/// The database.
pub fn demand(conn: &mut Conn, scope: &Scope, filter: &WorkFilter) -> Result<(Vec<Demand>, Mix), StoreError> {
    let (from, to) = filter.days;
    let mut query = jobs::table
        .inner_join(service_requests::table.inner_join(addresses::table))
        .inner_join(installed_products::table)
        .filter(jobs::local_day.ge(Day(from)).and(jobs::local_day.le(Day(to))))
        .select((
            (jobs::kind, jobs::warranty, jobs::province, jobs::fault),
            (addresses::place, addresses::lat, addresses::lon, addresses::precision_level, service_requests::language),
            (installed_products::category, installed_products::brand),
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    let (mut found, mut mix) = (Vec::new(), Mix::default());
    for row in query.load_iter::<Row, _>(conn)? {
        let ((kind, warranty, province, fault), (place, lat, lon, precision, language), (category, brand)) = row?;
        let job = Traits { kind: kind.0, warranty: warranty.0, setting: None, province };
        if !filter.has(&job) {
            continue;
        }
        mix.add(&job);
        let Traits { kind, warranty, province, .. } = job;
        let (position, precision, language) = (Position { lat, lon }, precision.0, language.0);
        found.push(Demand { kind, warranty, province, place, position, precision, language, category, brand, fault });
    }
    Ok((found, mix))
}
