//! What earlier addresses teach about a place that has no pin.

use super::place::Place;
use crate::domain::customer::ConfirmedBy;
use crate::domain::geo::{Position, Precision};
use crate::domain::id::CustomerId;
use crate::domain::text::fold_compact;
use crate::store::customers::{AddressRow, list_addresses_on};
use crate::store::{Conn, StoreError};

/// Pins of one street farther apart than this tell nothing of another address on it.
const MOST_SPREAD_M: f64 = 2_000.0;
/// Earlier addresses of a street that are looked at, newest first.
const LOOKED_AT: i64 = 30;

/// The place with a better position, if one is known: the pin of the same address of this customer, else the middle of
/// the pins on the same street.
///
/// # Errors
/// The database.
pub fn remembered(conn: &mut Conn, customer: Option<CustomerId>, place: &Place) -> Result<Place, StoreError> {
    let mut better = place.clone();
    let Some(street) = place.street_key.as_deref().filter(|_| place.precision > Precision::Street) else {
        return Ok(better);
    };
    let mut earlier = list_addresses_on(conn, &place.place, street, LOOKED_AT)?;
    earlier.retain(|row| agrees(row.neighbourhood.as_ref(), place.parts.neighbourhood.as_ref()));
    let number = |number: Option<&String>| number.map(|number| fold_compact(number));
    let here = number(place.parts.number.as_ref());
    let is_own = |row: &&AddressRow| {
        Some(row.customer_id.0) == customer
            && number(row.number.as_ref()) == here
            && agrees(row.alley.as_ref(), place.parts.alley.as_ref())
    };
    if let Some(own) = earlier.iter().find(is_own) {
        better.position = Position { lat: own.lat, lon: own.lon };
        (better.precision, better.confirmed_by) = (own.precision_level.0, own.confirmed_by.0);
    } else if let Some(middle) = middle(&earlier) {
        better.position = middle;
        (better.precision, better.confirmed_by) = (Precision::Street, ConfirmedBy::Earlier);
    }
    Ok(better)
}

/// One that nobody told contradicts nothing.
fn agrees(one: Option<&String>, other: Option<&String>) -> bool {
    one.zip(other).is_none_or(|(one, other)| fold_compact(one) == fold_compact(other))
}

fn middle(rows: &[AddressRow]) -> Option<Position> {
    let count = f64::from(u32::try_from(rows.len()).ok().filter(|count| *count > 0)?);
    let lat = rows.iter().map(|row| row.lat).sum::<f64>() / count;
    let lon = rows.iter().map(|row| row.lon).sum::<f64>() / count;
    let middle = Position { lat, lon };
    let farthest = rows.iter().map(|row| middle.metres_to(Position { lat: row.lat, lon: row.lon }));
    (farthest.fold(0.0, f64::max) <= MOST_SPREAD_M / 2.0).then_some(middle)
}
