//! What happens to a part of a job: kept, ordered, sent, received, fitted, sent back, each with what it does to stock.

use serde_json::json;

use super::old_part::put_old_part;
use super::stock::{Moving, is_known};
use super::wait::follow_wait;
use super::{MOST_PIECES, NOTE_CHARS, TRACKING_CHARS, explain, fault, happened, pieces, within, words};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::journal::record;
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::PartLineId;
use crate::domain::job::JobState;
use crate::domain::machine::{Guard, apply};
use crate::domain::part::stock::{MoveReason, StockPlace};
use crate::domain::part::{PartLineEvent, PartLineMachine, PartLineState, PartSource};
use crate::domain::time::Instant;
use crate::store::parts::{PartLine, find_part_line, insert_part_line, save_part_line};
use crate::store::{At, Col, Said, Tx};

/// What is asked of a part of a job.
#[derive(Debug, Clone)]
pub struct LineChange {
    /// The event.
    pub event: PartLineEvent,
    /// When it arrives; required to order and to name another day, and to send what had no day yet.
    pub eta: Option<Instant>,
    /// Number of the consignment.
    pub tracking: Option<String>,
    /// Where it comes from.
    pub source: Option<PartSource>,
    /// The place itself, where the source does not say it: what is kept there, or where it arrives.
    pub place: Option<StockPlace>,
    /// Some of the pieces; the others stay as they are in a line of their own.
    pub quantity: Option<i64>,
    /// Why.
    pub reason: Option<String>,
    /// Whether the pieces are there although the books lack them; then a reason is required.
    pub insist: bool,
    /// The version that the caller saw, if the caller insists on it.
    pub seen: Option<i32>,
}

/// Applies what is asked, and lets the job wait or go on by it.
///
/// # Errors
/// Every faulty value at once; `NotFound` out of the caller's sight; `PreconditionFailed` for an old version; an event that
/// the state does not allow; too few pieces in stock; the database.
pub async fn change_line(app: &App, caller: &Caller, id: PartLineId, change: LineChange) -> Result<PartLine, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let change = check(change, now)?;
    let (db, app) = (app.db.clone(), app.clone());
    db.write(move |tx| {
        let line = find_part_line(tx.conn(), id)?;
        within(&caller, &line.province)?;
        if change.seen.is_some_and(|seen| seen != line.version) {
            return Err(Code::PreconditionFailed.into());
        }
        if let Some(place) = change.place
            && !is_known(tx.conn(), &caller, place)?
        {
            return Err(fault("place", FaultCode::StockPlaceUnknown, place.to_string()));
        }
        let mut case = Case::load(tx.conn(), line.job_id.0)?;
        let actor = Actor::staff(&caller);
        let stepping = Stepping { who: (&actor, now), case: &case, change: &change };
        let line = stepping.apply(tx, line)?;
        follow_wait(tx, (&app, &actor, now), &mut case, &line)?;
        Ok(line)
    })
    .await
}

fn check(mut change: LineChange, now: Instant) -> Result<LineChange, Error> {
    let mut faults = Faults::default();
    change.tracking = words("tracking", change.tracking.as_deref(), TRACKING_CHARS, &mut faults);
    change.reason = words("reason", change.reason.as_deref(), NOTE_CHARS, &mut faults);
    if change.eta.is_some_and(|eta| eta <= now) {
        faults.add("eta", FaultCode::DateInPast);
    }
    if let Some(quantity) = change.quantity {
        pieces("quantity", quantity, MOST_PIECES, &mut faults);
    }
    if change.insist && change.reason.is_none() {
        faults.add("reason", FaultCode::Required);
    }
    let is_shelf = |place: StockPlace| place.is_physical() && place != StockPlace::Transit;
    if change.place.is_some_and(|place| !is_shelf(place)) {
        faults.add_about("place", FaultCode::NotAllowed, "centre, agent:ID, van:ID");
    }
    Ok(faults.or(change)?)
}

struct Stepping<'a> {
    who: (&'a Actor, Instant),
    case: &'a Case,
    change: &'a LineChange,
}

impl Stepping<'_> {
    fn apply(&self, tx: &mut Tx<'_>, line: PartLine) -> Result<PartLine, Error> {
        let ((actor, now), event) = (self.who, self.change.event);
        let from = line.state.0;
        let to = apply::<PartLineMachine>(from, None, event, actor.kind, &self.given(&line)).map_err(explain)?;
        if event == PartLineEvent::Fit && self.case.job.state.0 == JobState::Cancelled {
            return Err(crate::app::jobs::refused(JobState::Cancelled, crate::domain::job::JobEvent::Complete));
        }
        let mut line = self.split(tx, line)?;
        self.move_stock(tx, &mut line)?;
        line.state = Col(to);
        self.date(&mut line);
        save_part_line(tx, &mut line)?;
        let detail = json!({
            "part": line.part.0, "quantity": line.quantity, "eta": line.eta_at.map(|at| at.0),
            "source": line.source.map(|it| it.0), "place": line.place.map(|it| it.0), "insisted": self.change.insist,
        });
        let happening = happened(&self.case.job, line.id.0, event.as_str(), detail);
        record(tx, actor, now, happening.states(from.as_str(), to.as_str()))?;
        if to == PartLineState::Fitted {
            put_old_part(tx, self.who, self.case, &line)?;
        }
        Ok(line)
    }

    fn given(&self, line: &PartLine) -> Vec<Guard> {
        let mut given = Vec::new();
        // A date that has passed says nothing of when a consignment arrives.
        let is_dated = line.state.0 == PartLineState::Ordered && line.eta_at.is_some_and(|eta| eta.0 > self.who.1);
        let may_stand = self.change.event == PartLineEvent::Ship && is_dated;
        if self.change.eta.is_some() || may_stand {
            given.push(Guard::Until);
        }
        if self.change.reason.is_some() {
            given.push(Guard::Reason);
        }
        given
    }

    /// The pieces that are meant; the others stay as they are in a line of their own.
    fn split(&self, tx: &mut Tx<'_>, line: PartLine) -> Result<PartLine, Error> {
        let whole = i64::from(line.quantity);
        let meant = self.change.quantity.unwrap_or(whole);
        if meant == whole {
            return Ok(line);
        }
        let Some(rest) = i32::try_from(whole - meant).ok().filter(|rest| *rest > 0) else {
            return Err(fault("quantity", FaultCode::OutOfRange, format!("1–{whole}")));
        };
        let (actor, now) = self.who;
        let left = PartLine { id: Col(mint(now)), quantity: rest, version: 1, ..line.clone() };
        insert_part_line(tx, &left)?;
        let detail = json!({ "part": left.part.0, "quantity": rest, "of": line.id.0 });
        record(tx, actor, now, happened(&self.case.job, left.id.0, "split", detail))?;
        Ok(PartLine { quantity: line.quantity - rest, ..line })
    }

    fn date(&self, line: &mut PartLine) {
        let (change, now) = (self.change, At(self.who.1));
        match change.event {
            PartLineEvent::Reserve => (line.eta_at, line.tracking) = (None, None),
            PartLineEvent::Order => line.ordered_at = Some(now),
            PartLineEvent::Ship => line.shipped_at = Some(now),
            PartLineEvent::Receive => line.received_at = Some(now),
            PartLineEvent::Release | PartLineEvent::Lose => {
                (line.eta_at, line.tracking, line.source) = (None, None, None);
            }
            _ => (),
        }
        if let Some(eta) = change.eta.filter(|_| line.state.0.is_awaited()) {
            line.eta_at = Some(At(eta));
            line.first_eta_at = line.first_eta_at.or(line.eta_at);
        }
        if change.tracking.is_some() {
            line.tracking.clone_from(&change.tracking);
        }
        if change.reason.is_some() {
            line.reason.clone_from(&change.reason);
        }
        if !line.state.0.is_open() {
            line.ended_at = Some(now);
        }
    }

    /// What the event does to stock, before the state changes.
    fn move_stock(&self, tx: &mut Tx<'_>, line: &mut PartLine) -> Result<(), Error> {
        let kept = line.place.map(|place| place.0).filter(|_| line.state.0.is_kept());
        let part = line.part.0.clone();
        let moving = Moving {
            part: &part,
            quantity: i64::from(line.quantity),
            job: Some(line.job_id.0),
            line: Some(line.id.0),
            order: None,
            insisted: self.change.reason.as_deref().filter(|_| self.change.insist),
            note: self.change.reason.as_deref(),
        };
        let to = match self.change.event {
            PartLineEvent::Reserve => {
                let place = self.shelf()?;
                moving.keep(tx, self.who, place)?;
                line.source = source_of(place).map(Col);
                Some(place)
            }
            PartLineEvent::Order => {
                kept.map_or(Ok(()), |place| moving.free(tx, place))?;
                line.source = Some(Col(self.change.source.unwrap_or(PartSource::Supplier)));
                None
            }
            PartLineEvent::Ship => {
                self.carry(tx, &moving, (kept, line), (StockPlace::Transit, MoveReason::Shipped))?;
                Some(StockPlace::Transit)
            }
            PartLineEvent::Receive => {
                let place = self.arrives_at();
                self.carry(tx, &moving, (kept, line), (place, MoveReason::Received))?;
                Some(place)
            }
            PartLineEvent::Fit | PartLineEvent::Lose => {
                let lost = self.change.event == PartLineEvent::Lose;
                let (to, reason) = if lost {
                    (StockPlace::Difference, MoveReason::Lost)
                } else {
                    (StockPlace::Job(line.job_id.0), MoveReason::Fitted)
                };
                let from = kept.ok_or_else(|| unplaced(line))?;
                moving.free(tx, from)?;
                moving.go(tx, self.who, (from, to), reason)?;
                Some(to).filter(|_| !lost)
            }
            PartLineEvent::ReturnUnused | PartLineEvent::Release => {
                let from = kept.ok_or_else(|| unplaced(line))?;
                moving.free(tx, from)?;
                let back = self.change.place.filter(|place| *place != from);
                if let Some(to) = back {
                    moving.go(tx, self.who, (from, to), MoveReason::Returned)?;
                }
                (self.change.event == PartLineEvent::ReturnUnused).then_some(back.unwrap_or(from))
            }
            PartLineEvent::ChangeEta | PartLineEvent::Cancel => line.place.map(|place| place.0),
        };
        line.place = to.map(Said);
        Ok(())
    }

    /// Moves what is kept, or what nobody kept before from where it was ordered.
    fn carry(
        &self,
        tx: &mut Tx<'_>,
        moving: &Moving<'_>,
        (kept, line): (Option<StockPlace>, &PartLine),
        (to, reason): (StockPlace, MoveReason),
    ) -> Result<(), Error> {
        if let Some(from) = kept {
            return moving.go_kept(tx, self.who, (from, to), reason);
        }
        let source = self.change.source.or(line.source.map(|it| it.0)).unwrap_or(PartSource::Supplier);
        let from = if source == PartSource::Supplier { StockPlace::Supplier } else { self.place_of(source)? };
        moving.go(tx, self.who, (from, to), reason)?;
        moving.keep(tx, self.who, to)
    }

    /// The place where pieces are kept: the one that is named, or the one that the source means.
    fn shelf(&self) -> Result<StockPlace, Error> {
        match (self.change.place, self.change.source) {
            (Some(place), None) => Ok(place),
            (Some(place), Some(source)) if source_of(place) == Some(source) => Ok(place),
            (None, Some(source)) if source != PartSource::Supplier => self.place_of(source),
            (None, None) => Err(fault("source", FaultCode::Required, "")),
            _ => Err(fault("source", FaultCode::NotAllowed, "van, agent, centre")),
        }
    }

    fn place_of(&self, source: PartSource) -> Result<StockPlace, Error> {
        let job = &self.case.job;
        let place = match source {
            PartSource::Van => job.technician_id.map(|id| StockPlace::Van(id.0)),
            PartSource::Agent => job.agent_id.map(|id| StockPlace::Agent(id.0)),
            PartSource::Centre => Some(StockPlace::Centre),
            PartSource::Supplier => Some(StockPlace::Supplier),
        };
        // Nobody holds the job, so nobody's van or shelf is meant.
        place.ok_or_else(|| fault("source", FaultCode::NotAllowed, "centre"))
    }

    /// Where it arrives when nothing else is said: in the van of whoever fits it, else on the agent's shelf.
    fn arrives_at(&self) -> StockPlace {
        let job = &self.case.job;
        let van = job.technician_id.map(|id| StockPlace::Van(id.0));
        let room = job.agent_id.map(|id| StockPlace::Agent(id.0));
        self.change.place.or(van).or(room).unwrap_or(StockPlace::Centre)
    }
}

fn source_of(place: StockPlace) -> Option<PartSource> {
    match place {
        StockPlace::Van(_) => Some(PartSource::Van),
        StockPlace::Agent(_) => Some(PartSource::Agent),
        StockPlace::Centre => Some(PartSource::Centre),
        _ => None,
    }
}

fn unplaced(line: &PartLine) -> Error {
    Error::Internal(format!("part line {} is {} nowhere", line.id.0, line.state.0))
}
