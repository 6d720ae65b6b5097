//! Messages from telephones at gateways that do not call us.

use super::receive;
use crate::app::{App, Error};
use crate::gateway::sms::Gateway;

/// Asks the gateways that are set up so for messages from telephones; how many came.
///
/// # Errors
/// The database, after everything that came was tried; a gateway that does not answer is asked again by the next tick.
pub async fn fetch_sms(app: &App) -> Result<usize, Error> {
    let (mut count, mut failed) = (0, None);
    for gateway in app.gateways.sms.gateways().iter().filter(|gateway| gateway.fetch) {
        for line in gateway.lines() {
            for message in fetch(gateway, line).await {
                count += 1;
                // Some gateways show a message only once, so one that fails must not cost the others.
                if let Err(error) = receive(app, &gateway.name, message).await {
                    failed = Some(error);
                }
            }
        }
    }
    failed.map_or(Ok(count), Err)
}

async fn fetch(gateway: &Gateway, line: &str) -> Vec<super::Incoming> {
    gateway.provider.fetch(line).await.unwrap_or_else(|error| {
        tracing::warn!(gateway = gateway.name, %error, "a gateway does not give the messages from telephones");
        Vec::new()
    })
}
