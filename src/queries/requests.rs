//! One request with its people, its place and its jobs.

use serde::Serialize;
use utoipa::ToSchema;

use super::jobs::{JobRow, Span, list_of_request};
use crate::domain::access::Scope;
use crate::domain::address::AddressParts;
use crate::domain::customer::{Channel, ConfirmedBy, ContactRole};
use crate::domain::geo::Precision;
use crate::domain::id::{CustomerId, RequestId};
use crate::domain::job::{JobState, Priority};
use crate::domain::phone::PhoneKind;
use crate::domain::reference::Reference;
use crate::domain::time::Instant;
use crate::store::customers::{AddressRow, find_address, find_last_address};
use crate::store::jobs::{
    ServiceRequest, find_request, find_request_by_reference, list_duplicates, list_request_contacts,
};
use crate::store::{Conn, StoreError};

/// What a customer asked, and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RequestDetail {
    /// The request.
    pub id: RequestId,
    /// Its reference.
    pub reference: String,
    /// The state of the job that is farthest from its end.
    pub status: JobState,
    /// The way it came in.
    pub channel: Channel,
    /// How pressing it is.
    pub priority: Priority,
    /// Code of the reason why it is more or less pressing than others.
    pub priority_reason: Option<String>,
    /// Code of the province.
    pub province: String,
    /// The time that the customer asked for.
    pub window: Option<Span>,
    /// When it was taken down.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Instant,
    /// The customer; none for those who may not see customers, as all below.
    pub customer_id: Option<CustomerId>,
    /// Where.
    pub address: Option<Site>,
    /// Who is around the case.
    pub contacts: Vec<Person>,
    /// Words for whoever works on it.
    pub note: Option<String>,
    /// The work, a job for each unit.
    pub jobs: Vec<JobRow>,
    /// The request that this one says again.
    pub duplicate_of: Option<OtherRequest>,
    /// The requests that say this one again.
    pub duplicates: Vec<OtherRequest>,
    /// Version.
    pub version: i32,
}

/// Another request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OtherRequest {
    /// The request.
    pub id: RequestId,
    /// Its reference.
    pub reference: String,
}

impl From<ServiceRequest> for OtherRequest {
    fn from(row: ServiceRequest) -> Self {
        Self { id: row.id.0, reference: row.reference.0.to_string() }
    }
}

/// Where the work is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Site {
    /// Code of the province.
    pub province: String,
    /// Code of the place.
    pub city: String,
    /// The address in one line, as told.
    pub text: Option<String>,
    /// Neighbourhood.
    pub neighbourhood: Option<String>,
    /// Street.
    pub street: Option<String>,
    /// Alley.
    pub alley: Option<String>,
    /// Number of the building.
    pub number: Option<String>,
    /// Floor.
    pub floor: Option<String>,
    /// Unit in the building.
    pub unit: Option<String>,
    /// Ten digits.
    pub postal_code: Option<String>,
    /// What stands near it.
    pub landmark: Option<String>,
    /// The position used, WGS 84 degrees.
    pub location: Point,
    /// How well the position is known.
    pub precision: Precision,
    /// Who set it.
    pub confirmed_by: ConfirmedBy,
}

/// A position, WGS 84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Point {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

/// Someone around the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Person {
    /// What the person is to the case.
    pub role: ContactRole,
    /// Name.
    pub name: Option<String>,
    /// E.164.
    pub phone: String,
    /// Kind of line.
    pub kind: PhoneKind,
    /// Whether it gets SMS.
    pub can_sms: bool,
    /// Where letters go.
    pub email: Option<String>,
}

/// How a request is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// By its id.
    Id(RequestId),
    /// By its reference.
    Reference(Reference),
}

/// The state that stands for a whole request: open before ended, early before late, cancelled last.
#[must_use]
pub fn status_of(states: impl Iterator<Item = JobState>) -> JobState {
    let order = |state: &JobState| (!state.is_open(), JobState::ALL.iter().position(|it| it == state));
    states.min_by_key(order).unwrap_or(JobState::Registered)
}

/// One request; `with_people` adds the personal data.
///
/// # Errors
/// `NotFound` for a request that does not exist or is out of scope; the database.
pub fn find_detail(
    conn: &mut Conn,
    scope: &Scope,
    named: Named,
    with_people: bool,
) -> Result<RequestDetail, StoreError> {
    let request = match named {
        Named::Id(id) => find_request(conn, id)?,
        Named::Reference(reference) => find_request_by_reference(conn, &reference)?,
    };
    if !scope.holds(&request.province) {
        return Err(StoreError::NotFound);
    }
    let mut jobs = list_of_request(conn, scope, request.id.0)?;
    let (address, contacts) = if with_people {
        (Some(site(conn, &request)?), people_of(conn, request.id.0)?)
    } else {
        for job in &mut jobs {
            job.hide_customer();
        }
        (None, Vec::new())
    };
    let original = request.duplicate_of.map(|of| find_request(conn, of.0)).transpose()?;
    let duplicates = list_duplicates(conn, request.id.0)?;
    Ok(RequestDetail {
        id: request.id.0,
        reference: request.reference.0.to_string(),
        status: status_of(jobs.iter().map(|job| job.status)),
        channel: request.channel.0,
        priority: request.priority.0,
        priority_reason: request.priority_reason,
        province: request.province,
        window: request.window_from.zip(request.window_to).map(|(from, to)| Span { from: from.0, to: to.0 }),
        created_at: request.created_at.0,
        customer_id: with_people.then_some(request.customer_id.0),
        address,
        contacts,
        note: request.note.filter(|_| with_people),
        jobs,
        duplicate_of: original.map(OtherRequest::from),
        duplicates: duplicates.into_iter().map(OtherRequest::from).collect(),
        version: request.version,
    })
}

/// The people around a case, in the order told.
///
/// # Errors
/// The database.
pub fn people_of(conn: &mut Conn, request: RequestId) -> Result<Vec<Person>, StoreError> {
    let people = list_request_contacts(conn, request)?.into_iter().map(|row| Person {
        role: row.role.0,
        name: row.name,
        phone: row.phone,
        kind: row.kind.0,
        can_sms: row.can_sms,
        email: row.email,
    });
    Ok(people.collect())
}

/// Where the work of a request is.
///
/// # Errors
/// `NotFound`, or the database.
pub fn site_of(conn: &mut Conn, request: RequestId) -> Result<Site, StoreError> {
    let request = find_request(conn, request)?;
    site(conn, &request)
}

fn site(conn: &mut Conn, request: &ServiceRequest) -> Result<Site, StoreError> {
    Ok(find_address(conn, request.address_id.0)?.into())
}

/// Where a customer was last.
///
/// # Errors
/// The database.
pub fn last_site_of(conn: &mut Conn, customer: CustomerId) -> Result<Option<Site>, StoreError> {
    Ok(find_last_address(conn, customer)?.map(Site::from))
}

impl Site {
    /// What is said below the town, in its order and nothing twice.
    #[must_use]
    pub fn said(&self) -> Vec<String> {
        let it = self.clone();
        let parts = AddressParts {
            street: it.street,
            alley: it.alley,
            number: it.number,
            floor: it.floor,
            unit: it.unit,
            neighbourhood: it.neighbourhood,
            postal_code: it.postal_code,
            landmark: it.landmark,
        };
        parts.said(self.text.as_deref())
    }
}

impl From<AddressRow> for Site {
    fn from(row: AddressRow) -> Self {
        Self {
            province: row.province,
            city: row.place,
            text: row.line,
            neighbourhood: row.neighbourhood,
            street: row.street,
            alley: row.alley,
            number: row.number,
            floor: row.floor,
            unit: row.unit,
            postal_code: row.postal_code,
            landmark: row.landmark,
            location: Point { lat: row.lat, lon: row.lon },
            precision: row.precision_level.0,
            confirmed_by: row.confirmed_by.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_job_farthest_from_its_end_stands_for_the_request() {
        use JobState as S;
        assert_eq!(status_of([S::Closed, S::OnHold, S::Cancelled].into_iter()), S::OnHold);
        assert_eq!(status_of([S::Assigned, S::PendingDispatch].into_iter()), S::PendingDispatch);
        assert_eq!(status_of([S::Cancelled, S::Completed].into_iter()), S::Completed);
    }
}
