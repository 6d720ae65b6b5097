//! Stock: moves that are never changed, and what each place holds by them.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;

use super::rows::insertable;
use super::schema::{stock_balances, stock_moves};
use super::{At, Col, Conn, Said, StoreError, Tx, on};
use crate::domain::id::{JobId, PartLineId, PartOrderId, StockMoveId};
use crate::domain::machine::ActorKind;
use crate::domain::part::PartNumber;
use crate::domain::part::stock::{Balance, Move, MoveReason, StockPlace};

/// Pieces that went from a place to a place.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = stock_moves, treat_none_as_default_value = false)]
pub struct StockMove {
    pub id: Col<StockMoveId>,
    pub at: At,
    pub part: Col<PartNumber>,
    pub from_place: Said<StockPlace>,
    pub to_place: Said<StockPlace>,
    pub quantity: i64,
    pub reason: Col<MoveReason>,
    pub job_id: Option<Col<JobId>>,
    pub line_id: Option<Col<PartLineId>>,
    pub order_id: Option<Col<PartOrderId>>,
    pub actor_kind: Col<ActorKind>,
    pub actor_id: Option<String>,
    pub note: Option<String>,
}

insertable!(stock_moves, StockMove, insert_stock_move);

/// What a place holds of a part.
///
/// # Errors
/// The database.
pub fn find_balance(conn: &mut Conn, place: StockPlace, part: &PartNumber) -> Result<Balance, StoreError> {
    let query = stock_balances::table.find((place.to_string(), part.as_str()));
    let found =
        query.select((stock_balances::quantity, stock_balances::reserved)).first::<(i64, i64)>(conn).optional()?;
    Ok(found.map(|(quantity, reserved)| Balance { quantity, reserved }).unwrap_or_default())
}

/// Brings pieces to a place, or takes them from one where nobody counts with a number below zero.
///
/// # Errors
/// The database.
pub fn add_pieces(tx: &mut Tx<'_>, place: StockPlace, part: &PartNumber, pieces: i64) -> Result<(), StoreError> {
    on!(tx.conn(), |conn| {
        diesel::insert_into(stock_balances::table)
            .values((
                stock_balances::place.eq(place.to_string()),
                stock_balances::part.eq(part.as_str()),
                stock_balances::quantity.eq(pieces),
                stock_balances::reserved.eq(0),
            ))
            .on_conflict((stock_balances::place, stock_balances::part))
            .do_update()
            .set(stock_balances::quantity.eq(stock_balances::quantity + pieces))
            .execute(conn)?
    });
    Ok(())
}

/// Takes free pieces from a place; the transaction runs again when somebody else took them meanwhile.
///
/// # Errors
/// `Again` when fewer are free than the transaction saw, or the database.
pub fn take_pieces(tx: &mut Tx<'_>, place: StockPlace, part: &PartNumber, pieces: i64) -> Result<(), StoreError> {
    let target = stock_balances::table
        .find((place.to_string(), part.as_str()))
        .filter((stock_balances::quantity - stock_balances::reserved).ge(pieces));
    let change = stock_balances::quantity.eq(stock_balances::quantity - pieces);
    taken(diesel::update(target).set(change).execute(tx.conn())?)
}

/// Keeps free pieces of a place for a job; the transaction runs again when somebody else took them meanwhile.
///
/// # Errors
/// `Again` when fewer are free than the transaction saw, or the database.
pub fn keep_pieces(tx: &mut Tx<'_>, place: StockPlace, part: &PartNumber, pieces: i64) -> Result<(), StoreError> {
    let target = stock_balances::table
        .find((place.to_string(), part.as_str()))
        .filter((stock_balances::quantity - stock_balances::reserved).ge(pieces));
    let change = stock_balances::reserved.eq(stock_balances::reserved + pieces);
    taken(diesel::update(target).set(change).execute(tx.conn())?)
}

/// Lets go of pieces that were kept.
///
/// # Errors
/// `Again` when fewer are kept than the transaction saw, or the database.
pub fn free_pieces(tx: &mut Tx<'_>, place: StockPlace, part: &PartNumber, pieces: i64) -> Result<(), StoreError> {
    let target =
        stock_balances::table.find((place.to_string(), part.as_str())).filter(stock_balances::reserved.ge(pieces));
    let change = stock_balances::reserved.eq(stock_balances::reserved - pieces);
    taken(diesel::update(target).set(change).execute(tx.conn())?)
}

fn taken(rows: usize) -> Result<(), StoreError> {
    super::rows::saved(rows, "stock_balances")
}

/// What every place holds of every part, by its row.
///
/// # Errors
/// The database.
pub fn list_balances(conn: &mut Conn) -> Result<Vec<(StockPlace, PartNumber, Balance)>, StoreError> {
    let query = stock_balances::table.order((stock_balances::place, stock_balances::part));
    let found: Vec<(Said<StockPlace>, Col<PartNumber>, i64, i64)> = query.load(conn)?;
    let one =
        |(place, part, quantity, reserved): (Said<_>, Col<_>, _, _)| (place.0, part.0, Balance { quantity, reserved });
    Ok(found.into_iter().map(one).collect())
}

/// Every move, oldest first.
///
/// # Errors
/// The database.
pub fn list_moves(conn: &mut Conn) -> Result<Vec<Move>, StoreError> {
    let found: Vec<StockMove> = stock_moves::table.order(stock_moves::id).select(StockMove::as_select()).load(conn)?;
    let one = |row: StockMove| Move {
        part: row.part.0,
        from: row.from_place.0,
        to: row.to_place.0,
        quantity: row.quantity,
        reason: row.reason.0,
    };
    Ok(found.into_iter().map(one).collect())
}

/// What these places hold, by place and part; what they hold none of is left out.
///
/// # Errors
/// The database.
pub fn list_balances_at(
    conn: &mut Conn,
    places: &[StockPlace],
) -> Result<Vec<(StockPlace, PartNumber, Balance)>, StoreError> {
    let query = stock_balances::table
        .filter(stock_balances::place.eq_any(places.iter().map(ToString::to_string)))
        .filter(stock_balances::quantity.ne(0))
        .order((stock_balances::place, stock_balances::part));
    let found: Vec<(Said<StockPlace>, Col<PartNumber>, i64, i64)> = query.load(conn)?;
    let one =
        |(place, part, quantity, reserved): (Said<_>, Col<_>, _, _)| (place.0, part.0, Balance { quantity, reserved });
    Ok(found.into_iter().map(one).collect())
}
