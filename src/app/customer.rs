//! What a customer does through the own link.

use super::journal::{Happening, record};
use super::{Actor, App, Error};
use crate::domain::id::{RequestId, VisitId};
use crate::domain::machine::{ActorKind, apply};
use crate::domain::visit::{VisitEvent, VisitMachine, VisitState};
use crate::store::feed::Topic;
use crate::store::jobs::list_jobs_of;
use crate::store::offers::{list_visits, save_visit};
use crate::store::{Col, StoreError};

/// The customer agrees to the times of the request's visits; which visits were confirmed.
///
/// # Errors
/// `NotFound` when no visit waits for it; the database.
pub async fn confirm_visits(app: &App, request: RequestId) -> Result<Vec<VisitId>, Error> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let actor = Actor::customer(request);
            let mut confirmed = Vec::new();
            for job in list_jobs_of(tx.conn(), request)? {
                for mut visit in list_visits(tx.conn(), job.id.0)? {
                    if visit.state.0 != VisitState::Scheduled {
                        continue;
                    }
                    let from = visit.state.0;
                    let to = apply::<VisitMachine>(from, None, VisitEvent::Confirm, ActorKind::Customer, &[])?;
                    visit.state = Col(to);
                    save_visit(tx, &mut visit)?;
                    let happening = Happening::new(Topic::Visit, visit.id.0, VisitEvent::Confirm.as_str())
                        .of(&job)
                        .states(from.as_str(), to.as_str());
                    record(tx, &actor, now, happening)?;
                    confirmed.push(visit.id.0);
                }
            }
            if confirmed.is_empty() { Err(Error::Store(StoreError::NotFound)) } else { Ok(confirmed) }
        })
        .await
}
