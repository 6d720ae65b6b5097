//! What people call the things that lists hold by id: names of people and customers, references of cases.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::domain::access::Role;
use crate::domain::id::{ComplaintId, CustomerId, JobId, RequestId, UserId};
use crate::store::schema::{complaints, customers, jobs, service_requests, users};
use crate::store::{Col, Conn, StoreError};

/// The ids whose names are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// People of the organisation.
    pub people: Vec<UserId>,
    /// Customers.
    pub customers: Vec<CustomerId>,
    /// Jobs.
    pub jobs: Vec<JobId>,
    /// Requests.
    pub requests: Vec<RequestId>,
    /// Complaints.
    pub complaints: Vec<ComplaintId>,
}

/// Names and references by id.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Names of people of the organisation.
    pub people: HashMap<UserId, String>,
    /// Names of customers.
    pub customers: HashMap<CustomerId, String>,
    /// References of the requests that jobs belong to.
    pub jobs: HashMap<JobId, String>,
    /// References of requests.
    pub requests: HashMap<RequestId, String>,
    /// References of complaints.
    pub complaints: HashMap<ComplaintId, String>,
}

/// Somebody who can be given work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// The person.
    pub id: UserId,
    /// Name at sign-in.
    pub username: String,
    /// Name as shown.
    pub name: String,
    /// What the person is to the organisation.
    pub role: Role,
}

/// The people who can be given work, by name; auditors change nothing, so they are left out.
///
/// # Errors
/// The database.
pub fn list_colleagues(conn: &mut Conn) -> Result<Vec<Colleague>, StoreError> {
    let query = users::table.filter(users::is_active).filter(users::role.ne(Col(Role::Auditor)));
    let query = query.order((users::display_name, users::id)).select((
        users::id,
        users::username,
        users::display_name,
        users::role,
    ));
    let found: Vec<(Col<UserId>, String, String, Col<Role>)> = query.load(conn)?;
    let one = |(id, username, name, role): (Col<UserId>, _, _, Col<Role>)| Colleague {
        id: id.0,
        username,
        name,
        role: role.0,
    };
    Ok(found.into_iter().map(one).collect())
}

macro_rules! called {
    ($conn:ident, $ids:expr, $rows:expr, $table:ident, $name:expr) => {{
        let ids: Vec<_> = $ids.iter().copied().map(Col).collect();
        let found: Vec<(Col<_>, String)> = if ids.is_empty() {
            Vec::new()
        } else {
            $rows.filter($table::id.eq_any(ids)).select(($table::id, $name)).load($conn)?
        };
        found.into_iter().map(|(id, name)| (id.0, name)).collect()
    }};
}

/// The names of what is wanted, one statement a kind; what does not exist has none.
///
/// # Errors
/// The database.
pub fn find_names(conn: &mut Conn, wanted: &Wanted) -> Result<Names, StoreError> {
    let of_jobs = jobs::table.inner_join(service_requests::table);
    Ok(Names {
        people: called!(conn, wanted.people, users::table, users, users::display_name),
        customers: called!(conn, wanted.customers, customers::table, customers, customers::name),
        jobs: called!(conn, wanted.jobs, of_jobs, jobs, service_requests::reference),
        requests: called!(
            conn,
            wanted.requests,
            service_requests::table,
            service_requests,
            service_requests::reference
        ),
        complaints: called!(conn, wanted.complaints, complaints::table, complaints, complaints::reference),
    })
}
