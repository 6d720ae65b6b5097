//! The parts that a job needs, named by staff or by a technician who could not finish without them.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{MOST_PIECES, happened, pieces, within};
use crate::app::case::Case;
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::journal::record;
use crate::app::{Actor, App, Error};
use crate::domain::access::Caller;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{JobId, PartLineId};
use crate::domain::machine::{Machine, Refusal};
use crate::domain::part::{PartLineMachine, PartNumber, successor};
use crate::domain::text::latin_digits;
use crate::domain::time::Instant;
use crate::store::parts::{PartLine, find_part, insert_part_line, list_models_of_part};
use crate::store::{At, Col, Conn, Tx};

/// Parts named at once at most.
const MOST_PARTS: usize = 50;

/// A part, and how many of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NeededPart {
    /// The number of the part; of one that another has taken the place of, the line gets the other.
    #[schema(example = "WP-1042")]
    pub number: String,
    /// How many; one when nothing is said.
    pub quantity: Option<i64>,
}

impl NeededPart {
    /// Parts written in a line: numbers with commas or semicolons between them, each with `*` and how many of it.
    #[must_use]
    pub fn list(text: &str) -> Vec<Self> {
        let parts = text.split([',', ';', '،', '؛', '\n']).map(str::trim).filter(|part| !part.is_empty());
        let one = |part: &str| match part.split_once(['*', '×']) {
            // What is no number of pieces is out of every range.
            Some((number, pieces)) => {
                Self { number: number.to_owned(), quantity: Some(latin_digits(pieces.trim()).parse().unwrap_or(0)) }
            }
            None => Self { number: part.to_owned(), quantity: None },
        };
        parts.map(one).collect()
    }
}

/// The parts that a job needs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NeededParts {
    /// Each with how many of it.
    pub parts: Vec<NeededPart>,
}

/// A part that was named, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedPart {
    /// Its number.
    pub number: PartNumber,
    /// How many.
    pub quantity: i64,
}

/// Reads the parts that were named.
pub fn check_needed(given: &[NeededPart], faults: &mut Faults) -> Vec<WantedPart> {
    if given.len() > MOST_PARTS {
        faults.add_about("parts", FaultCode::TooMany, MOST_PARTS.to_string());
        return Vec::new();
    }
    let mut wanted = Vec::with_capacity(given.len());
    for (at, it) in given.iter().enumerate() {
        let quantity = pieces(format!("parts.{at}.quantity"), it.quantity.unwrap_or(1), MOST_PIECES, faults);
        if let Some(number) = faults.take(format!("parts.{at}.number"), PartNumber::parse(&it.number)) {
            wanted.push(WantedPart { number, quantity });
        }
    }
    wanted
}

/// Makes a line of each part that a job needs.
///
/// # Errors
/// Every faulty value at once; `NotFound` out of the caller's sight; a job that is over; the database.
pub async fn need_parts(
    app: &App,
    caller: &Caller,
    (job, key): (JobId, Option<Key>),
    input: NeededParts,
) -> Result<Vec<PartLineId>, Error> {
    let (now, caller) = (app.clock.now(), caller.clone());
    let mut faults = Faults::default();
    let wanted = check_needed(&input.parts, &mut faults);
    if input.parts.is_empty() {
        faults.add("parts", FaultCode::Required);
    }
    faults.or(())?;
    app.db
        .write(move |tx| {
            let actor = Actor::staff(&caller);
            let case = Case::load(tx.conn(), job)?;
            within(&caller, &case.job.province)?;
            let lines = once(tx, (&actor, key.as_ref()), now, |tx| {
                let lines = put_needed(tx, (&actor, now), &case, &wanted)?;
                Ok(lines.iter().map(|line| line.id.0.to_string()).collect::<Vec<_>>())
            })?;
            Ok(lines.iter().filter_map(|id| id.parse().ok()).collect())
        })
        .await
}

/// Makes a line of each part, inside a transaction that does more.
///
/// # Errors
/// A part that is unknown or does not fit the unit; a job that is over; the database.
pub fn put_needed(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    case: &Case,
    wanted: &[WantedPart],
) -> Result<Vec<PartLine>, Error> {
    if !case.job.state.0.is_open() {
        return Err(Error::Machine(Refusal::State {
            machine: "job",
            state: case.job.state.0.to_string(),
            event: "need_part".to_owned(),
            allowed: Vec::new(),
        }));
    }
    let mut faults = Faults::default();
    let mut found = Vec::with_capacity(wanted.len());
    for (at, it) in wanted.iter().enumerate() {
        let number = in_force(tx.conn(), case, &it.number);
        match number? {
            Ok(number) => found.push((it, number)),
            Err((code, about)) => faults.add_about(format!("parts.{at}.number"), code, about),
        }
    }
    faults.or(())?;
    let mut lines = Vec::with_capacity(found.len());
    for (it, number) in found {
        let line = new_line(case, &number, i32::try_from(it.quantity).unwrap_or(i32::MAX), now);
        insert_part_line(tx, &line)?;
        let detail = json!({ "part": number, "asked": it.number, "quantity": it.quantity });
        record(tx, actor, now, happened(&case.job, line.id.0, "need", detail))?;
        lines.push(line);
    }
    Ok(lines)
}

fn new_line(case: &Case, number: &PartNumber, quantity: i32, now: Instant) -> PartLine {
    PartLine {
        id: Col(mint(now)),
        job_id: case.job.id,
        province: case.job.province.clone(),
        part: Col(number.clone()),
        quantity,
        state: Col(PartLineMachine::INITIAL),
        source: None,
        place: None,
        eta_at: None,
        first_eta_at: None,
        tracking: None,
        reason: None,
        needed_at: At(now),
        ordered_at: None,
        shipped_at: None,
        received_at: None,
        ended_at: None,
        version: 1,
    }
}

type Wrong = (FaultCode, String);

/// The part that is delivered today for this number, if it fits the unit: the part that was named or the one in its place
/// names the unit's model, or one of them fits all.
fn in_force(conn: &mut Conn, case: &Case, number: &PartNumber) -> Result<Result<PartNumber, Wrong>, Error> {
    let mut chain: HashMap<PartNumber, PartNumber> = HashMap::new();
    let mut next = Some(number.clone());
    while let Some(at) = next {
        let Some(part) = find_part(conn, &at)? else { return Ok(Err((FaultCode::PartUnknown, at.to_string()))) };
        next = part.superseded_by.map(|by| by.0).filter(|by| !chain.contains_key(by));
        if let Some(by) = &next {
            chain.insert(at, by.clone());
        }
    }
    let Ok(today) = successor(number, |it| chain.get(it).cloned()) else {
        return Ok(Err((FaultCode::PartRound, number.to_string())));
    };
    let Some(model) = &case.unit.model else { return Ok(Ok(today)) };
    let (old, new) = (list_models_of_part(conn, number)?, list_models_of_part(conn, &today)?);
    let fits = |models: &[String]| models.is_empty() || models.contains(model);
    if fits(&old) || fits(&new) { Ok(Ok(today)) } else { Ok(Err((FaultCode::PartOtherModel, new.join(", ")))) }
}
