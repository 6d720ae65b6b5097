//! Stock in double entry: every piece goes from a place to a place, so that the sum over all places never changes, and no
//! place that can be counted falls below zero unnoticed.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::PartNumber;
use crate::domain::id::{AgentId, JobId, TechnicianId};

/// A place that pieces come from and go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StockPlace {
    /// The organisation's own store.
    Centre,
    /// An agent's shelf.
    Agent(AgentId),
    /// A technician's van.
    Van(TechnicianId),
    /// On the way.
    Transit,
    /// In the unit that a job mended.
    Job(JobId),
    /// Whoever delivers to the organisation.
    Supplier,
    /// Thrown away.
    Scrap,
    /// What counting found to be too few or too many.
    Difference,
}

impl StockPlace {
    /// Whether its pieces can be counted, so that it cannot hold fewer than none.
    #[must_use]
    pub fn is_physical(self) -> bool {
        matches!(self, Self::Centre | Self::Agent(_) | Self::Van(_) | Self::Transit)
    }

    /// The kind of place, without whose it is.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Agent(_) => "agent",
            Self::Van(_) => "van",
            Self::Transit => "transit",
            Self::Job(_) => "job",
            Self::Supplier => "supplier",
            Self::Scrap => "scrap",
            Self::Difference => "difference",
        }
    }

    fn whose(&self) -> Option<&str> {
        match self {
            Self::Agent(id) => Some(id.as_str()),
            Self::Van(id) => Some(id.as_str()),
            Self::Job(id) => Some(id.as_str()),
            _ => None,
        }
    }
}

impl fmt::Display for StockPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())?;
        self.whose().map_or(Ok(()), |id| write!(f, ":{id}"))
    }
}

/// A text that is no place of stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place of stock: expected centre, agent:ID, van:ID, transit, job:ID, supplier, scrap or difference")]
pub struct NotAPlace;

impl FromStr for StockPlace {
    type Err = NotAPlace;
    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let text = text.trim();
        let (kind, whose) = text.split_once(':').map_or((text, None), |(kind, id)| (kind, Some(id)));
        match (kind, whose) {
            ("centre", None) => Ok(Self::Centre),
            ("transit", None) => Ok(Self::Transit),
            ("supplier", None) => Ok(Self::Supplier),
            ("scrap", None) => Ok(Self::Scrap),
            ("difference", None) => Ok(Self::Difference),
            ("agent", Some(id)) => id.parse().map(Self::Agent).map_err(|_| NotAPlace),
            ("van", Some(id)) => id.parse().map(Self::Van).map_err(|_| NotAPlace),
            ("job", Some(id)) => id.parse().map(Self::Job).map_err(|_| NotAPlace),
            _ => Err(NotAPlace),
        }
    }
}

impl serde::Serialize for StockPlace {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl utoipa::PartialSchema for StockPlace {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::domain::text_schema(None)
    }
}

impl utoipa::ToSchema for StockPlace {}

/// Why pieces move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MoveReason {
    /// They were delivered to the organisation.
    Supplied,
    /// They change hands.
    Transferred,
    /// They set out for somebody.
    Shipped,
    /// They arrive.
    Received,
    /// They are in the unit now.
    Fitted,
    /// They go back.
    Returned,
    /// They were lost on the way.
    Lost,
    /// They are of no use.
    Scrapped,
    /// A count found more or fewer than the books have.
    Counted,
    /// They were there although the books had fewer, and somebody insisted on it.
    CountedShort,
}

crate::domain::codes!(MoveReason {
    Supplied => "supplied", Transferred => "transferred", Shipped => "shipped", Received => "received",
    Fitted => "fitted", Returned => "returned", Lost => "lost", Scrapped => "scrapped", Counted => "counted",
    CountedShort => "counted_short",
});

impl MoveReason {
    /// Whether people move stock for this reason; the product does for the others when a part of a job or an order moves.
    #[must_use]
    pub fn is_given_by_people(self) -> bool {
        matches!(self, Self::Supplied | Self::Transferred | Self::Returned | Self::Scrapped | Self::Counted)
    }

    /// Whether pieces may go between these places for this reason.
    #[must_use]
    pub fn fits(self, from: StockPlace, to: StockPlace) -> bool {
        use StockPlace::{Difference, Scrap, Supplier};
        let is_shelf = |place: StockPlace| place.is_physical() && place != StockPlace::Transit;
        match self {
            Self::Supplied => from == Supplier && is_shelf(to),
            Self::Transferred => is_shelf(from) && is_shelf(to),
            Self::Returned => is_shelf(from) && (is_shelf(to) || to == Supplier),
            Self::Scrapped => is_shelf(from) && to == Scrap,
            Self::Counted => (is_shelf(from) && to == Difference) || (from == Difference && is_shelf(to)),
            Self::Shipped | Self::Received | Self::Fitted | Self::Lost | Self::CountedShort => true,
        }
    }
}

/// Pieces of one part at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// How many are there; below zero only where nobody can count.
    pub quantity: i64,
    /// How many of them are kept for jobs.
    pub reserved: i64,
}

impl Balance {
    /// How many may be taken for something else.
    #[must_use]
    pub fn free(self) -> i64 {
        self.quantity - self.reserved
    }
}

/// A place holds fewer pieces than are to be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place} has {free} free, {wanted} are wanted")]
pub struct Short {
    /// The place.
    pub place: StockPlace,
    /// What it has free.
    pub free: i64,
    /// What is to be taken.
    pub wanted: i64,
}

/// How many pieces must first be written down as there, so that `wanted` can be taken from a place: none, or, when
/// somebody insists that they were there, as many as the books lack.
///
/// # Errors
/// Too few pieces in a place that can be counted, and nobody insists.
pub fn lacking(place: StockPlace, held: Balance, wanted: i64, insists: bool) -> Result<i64, Short> {
    let lacking = wanted - held.free();
    match lacking {
        lacking if lacking <= 0 || !place.is_physical() => Ok(0),
        lacking if insists => Ok(lacking),
        _ => Err(Short { place, free: held.free(), wanted }),
    }
}

/// Pieces that went from a place to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The part.
    pub part: PartNumber,
    /// Where they came from.
    pub from: StockPlace,
    /// Where they went.
    pub to: StockPlace,
    /// How many.
    pub quantity: i64,
    /// Why.
    pub reason: MoveReason,
}

/// What every place holds by its moves alone: the sum of what came less the sum of what went. Places with none of a part
/// are left out.
#[must_use]
pub fn recount(moves: impl IntoIterator<Item = Move>) -> BTreeMap<(StockPlace, PartNumber), i64> {
    let mut held: BTreeMap<(StockPlace, PartNumber), i64> = BTreeMap::new();
    for it in moves {
        *held.entry((it.from, it.part.clone())).or_default() -= it.quantity;
        *held.entry((it.to, it.part)).or_default() += it.quantity;
    }
    held.retain(|_, quantity| *quantity != 0);
    held
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    fn places() -> Vec<StockPlace> {
        let id = |kind: &str| format!("{kind}:{ID}").parse().unwrap();
        vec![
            StockPlace::Centre,
            id("agent"),
            id("van"),
            StockPlace::Transit,
            id("job"),
            StockPlace::Supplier,
            StockPlace::Scrap,
            StockPlace::Difference,
        ]
    }

    /// The rule of the product over plain figures: what is refused changes nothing, what is insisted on leaves a move.
    fn keep_books(asked: &[(usize, usize, i64, bool)]) -> (BTreeMap<StockPlace, Balance>, Vec<Move>, Vec<i64>) {
        let (places, part) = (places(), PartNumber::parse("P1").unwrap());
        let mut held: BTreeMap<StockPlace, Balance> = BTreeMap::new();
        let (mut moves, mut insisted) = (Vec::new(), Vec::new());
        for (from, to, quantity, insists) in asked {
            let (from, to) = (places[*from], places[*to]);
            let balance = held.get(&from).copied().unwrap_or_default();
            let Ok(lacking) = lacking(from, balance, *quantity, *insists) else { continue };
            let one = |from, to, quantity, reason| Move { part: part.clone(), from, to, quantity, reason };
            let mut now = vec![one(from, to, *quantity, MoveReason::Transferred)];
            if lacking > 0 {
                insisted.push(lacking);
                now.insert(0, one(StockPlace::Difference, from, lacking, MoveReason::CountedShort));
            }
            for it in &now {
                held.entry(it.from).or_default().quantity -= it.quantity;
                held.entry(it.to).or_default().quantity += it.quantity;
            }
            moves.extend(now);
        }
        (held, moves, insisted)
    }

    #[test]
    fn a_place_is_read_as_it_is_written() {
        for place in places() {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for wrong in ["", "agent", "agent:", "centre:1", "van:x", "moon"] {
            assert_eq!(wrong.parse::<StockPlace>(), Err(NotAPlace), "{wrong}");
        }
    }

    #[test]
    fn pieces_kept_for_a_job_are_not_free_for_another() {
        let held = Balance { quantity: 3, reserved: 2 };
        assert_eq!(lacking(StockPlace::Centre, held, 1, false), Ok(0));
        assert_eq!(
            lacking(StockPlace::Centre, held, 2, false),
            Err(Short { place: StockPlace::Centre, free: 1, wanted: 2 })
        );
        assert_eq!(lacking(StockPlace::Centre, held, 4, true), Ok(3));
        assert_eq!(lacking(StockPlace::Supplier, held, 400, false), Ok(0));
    }

    #[test]
    fn a_reason_says_between_which_places_pieces_go() {
        let [centre, agent, van, transit, ..] = places()[..] else { panic!() };
        assert!(MoveReason::Supplied.fits(StockPlace::Supplier, centre));
        assert!(!MoveReason::Supplied.fits(centre, agent));
        assert!(MoveReason::Transferred.fits(agent, van));
        assert!(!MoveReason::Transferred.fits(centre, transit));
        assert!(
            MoveReason::Counted.fits(StockPlace::Difference, van)
                && MoveReason::Counted.fits(van, StockPlace::Difference)
        );
        assert!(!MoveReason::Scrapped.fits(StockPlace::Supplier, StockPlace::Scrap));
    }

    proptest! {
        #[test]
        fn moves_conserve_pieces_and_nothing_is_below_zero_unnoticed(
            asked in proptest::collection::vec((0_usize..8, 0_usize..8, 1_i64..5, proptest::bool::weighted(0.2)), 0..80)
        ) {
            let (held, moves, insisted) = keep_books(&asked);
            prop_assert_eq!(held.values().map(|it| it.quantity).sum::<i64>(), 0);
            for (place, balance) in &held {
                prop_assert!(!place.is_physical() || balance.quantity >= 0, "{} holds {}", place, balance.quantity);
            }
            let recounted = recount(moves.clone());
            for (place, balance) in &held {
                let part = PartNumber::parse("P1").unwrap();
                prop_assert_eq!(recounted.get(&(*place, part)).copied().unwrap_or_default(), balance.quantity);
            }
            let written: Vec<i64> =
                moves.iter().filter(|it| it.reason == MoveReason::CountedShort).map(|it| it.quantity).collect();
            prop_assert_eq!(written, insisted);
        }
    }
}
