//! What the demo's organisation charges: without tariffs nobody hears a price before a visit.

use crate::app::policies::{PolicySpec, revise_policy};
use crate::app::{Actor, App};
use crate::start::Stopped;

const CODE: &str = "prices";
const PRICES: &str = include_str!("../../fixtures/demo/prices.json");

/// Puts the prices in force, unless the folder has some.
pub(super) async fn set(app: &App) -> Result<(), Stopped> {
    let catalogue = app.catalogue();
    let (version, known) = catalogue.price();
    if !known.tariffs.is_empty() {
        return Ok(());
    }
    let prices = serde_json::from_str(PRICES).map_err(|error| Stopped::Failed(error.to_string()))?;
    revise_policy(app, Actor::system(), CODE, (*version, PolicySpec::Price(prices))).await?;
    Ok(())
}
