//! Whether the unit is what it is said to be: flags, serial, guarantee card, official query.

use super::clause::{Clause, ClauseCode, ClauseResult};
use super::facts::{QueryResult, UnitFacts, UnitFlag};

/// What the clauses about authenticity found together.
pub(super) struct Authenticity {
    /// The clauses asked.
    pub clauses: Vec<Clause>,
    /// The clause because of which nothing is covered.
    pub barred_by: Option<ClauseCode>,
    /// The clause that waits for the official query.
    pub doubted_by: Option<ClauseCode>,
    /// The unit is known to be ours, so that its age need not be proved if the policy does not insist.
    pub is_certain: bool,
    /// The official query has outweighed a serial that spoke against the unit.
    pub is_rescued: bool,
}

/// Asks every clause for which there is a fact.
///
/// An official query outweighs form and uniqueness of the serial, because it is asked where the serials come from; it
/// outweighs neither a block nor a card of someone else. A serial that another customer has too is in doubt only: one of
/// the two may be a slip of the pen, and the query tells which.
pub(super) fn ask(unit: &UnitFacts) -> Authenticity {
    let mut clauses = Vec::new();
    let mut note = |code, result, evidence: String| {
        clauses.push(Clause { code, result, evidence });
        result
    };
    let barring = |flag: &&UnitFlag| matches!(flag, UnitFlag::Blocked | UnitFlag::Stolen);
    let flag = unit.flags.iter().find(barring);
    let clear = note(
        ClauseCode::UnitClear,
        ClauseResult::of(flag.is_none()),
        flag.map(ToString::to_string).unwrap_or_default(),
    );
    let serial = unit.serial.clone().unwrap_or_default();
    let form = note(ClauseCode::SerialAuthentic, unit.serial_result(), serial.clone());
    // Who bought the unit from another customer has the same serial rightly.
    let is_shared = unit.serial_elsewhere && unit.transferred_on.is_none();
    if unit.serial.is_some() {
        let unique = if is_shared { ClauseResult::Open } else { ClauseResult::Holds };
        note(ClauseCode::SerialUnique, unique, if is_shared { serial } else { String::new() });
    }
    let card = !unit.flags.contains(&UnitFlag::ThirdPartyCard);
    if !card {
        note(ClauseCode::CardGenuine, ClauseResult::Fails, UnitFlag::ThirdPartyCard.to_string());
    }
    let query = unit.query.map(|query| query.result);
    if let Some(asked) = unit.query {
        let result = match asked.result {
            QueryResult::Genuine => ClauseResult::Holds,
            QueryResult::NotGenuine => ClauseResult::Fails,
            QueryResult::Pending => ClauseResult::Open,
        };
        note(ClauseCode::QueryConfirms, result, format!("{} {}", asked.result, asked.checked_on));
    }
    let is_genuine = query == Some(QueryResult::Genuine);
    let failed = [
        (clear == ClauseResult::Fails, ClauseCode::UnitClear),
        (form == ClauseResult::Fails && !is_genuine, ClauseCode::SerialAuthentic),
        (!card, ClauseCode::CardGenuine),
        (query == Some(QueryResult::NotGenuine), ClauseCode::QueryConfirms),
    ];
    let doubts = [
        (is_shared && !is_genuine, ClauseCode::SerialUnique),
        (query == Some(QueryResult::Pending), ClauseCode::QueryConfirms),
    ];
    let first = |found: &[(bool, ClauseCode)]| found.iter().find(|(found, _)| *found).map(|(_, code)| *code);
    Authenticity {
        clauses,
        barred_by: first(&failed),
        doubted_by: first(&doubts),
        is_certain: is_genuine || form == ClauseResult::Holds,
        is_rescued: is_genuine && (form == ClauseResult::Fails || is_shared),
    }
}
