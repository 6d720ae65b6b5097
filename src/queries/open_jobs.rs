//! Open jobs by state, owner of the delay and age: the manager's first page.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::standing::{hold_owners, incomplete_owners};
use super::work::{Mix, Traits, WorkFilter};
use crate::domain::access::Scope;
use crate::domain::agent::Setting;
use crate::domain::delay::owner_in;
use crate::domain::id::JobId;
use crate::domain::job::{JobKind, JobState};
use crate::domain::kpi::age::Age;
use crate::domain::reason::DelayOwner;
use crate::domain::time::Instant;
use crate::domain::warranty::WarrantyOutcome;
use crate::store::schema::{agents, jobs};
use crate::store::{At, Col, Conn, StoreError};

type Row = (
    (Col<JobId>, Col<JobState>, Option<String>, At),
    (Col<JobKind>, Col<WarrantyOutcome>, String, Option<Col<Setting>>),
);

/// How many jobs of each age there are, by code of state and owner.
pub type OpenJobs = BTreeMap<(JobState, DelayOwner), BTreeMap<Age, u64>>;

/// Open jobs as they stand at `now`; the days of the filter do not limit them.
///
/// # Errors
/// The database.
pub fn open_jobs(
    conn: &mut Conn,
    scope: &Scope,
    filter: &WorkFilter,
    now: Instant,
) -> Result<(OpenJobs, Mix), StoreError> {
    let (holds, left) = (hold_owners(conn)?, incomplete_owners(conn, None)?);
    let open: Vec<Col<JobState>> = JobState::ALL.iter().copied().filter(|state| state.is_open()).map(Col).collect();
    let mut query = jobs::table
        .left_join(agents::table)
        .filter(jobs::state.eq_any(open))
        .select((
            (jobs::id, jobs::state, jobs::hold_reason, jobs::registered_at),
            (jobs::kind, jobs::warranty, jobs::province, agents::setting.nullable()),
        ))
        .into_boxed();
    if let Scope::Provinces(provinces) = scope {
        query = query.filter(jobs::province.eq_any(provinces.clone()));
    }
    let (mut counts, mut mix) = (OpenJobs::new(), Mix::default());
    for row in query.load_iter::<Row, _>(conn)? {
        let ((id, state, hold, registered), (kind, warranty, province, setting)) = row?;
        let job = Traits { kind: kind.0, warranty: warranty.0, setting: setting.map(|it| it.0), province };
        if !filter.has(&job) {
            continue;
        }
        mix.add(&job);
        let given = match state.0 {
            JobState::OnHold => hold.and_then(|code| holds.get(&code)).copied(),
            _ => left.get(&id.0).copied(),
        };
        let line = counts.entry((state.0, owner_in(state.0, given))).or_default();
        *line.entry(Age::of(registered.0, now)).or_default() += 1;
    }
    Ok((counts, mix))
}
