//! A use-case that is asked twice with one key does its work once and gives the first answer again.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Actor, App, Code, Error};
use crate::domain::time::Instant;
use crate::store::Tx;
use crate::store::idempotency::{KeyOf, Known, find_answer, keep_answer, take_key};

/// The key of a request as the outside gave it.
#[derive(Debug, Clone)]
pub struct Key {
    /// Method and pattern of the route.
    pub route: &'static str,
    /// The caller's key.
    pub key: String,
    /// SHA-256 of the body.
    pub body_hash: String,
}

impl Key {
    /// The key on one thing of the route's pattern: the same key with the same body on another thing is refused.
    #[must_use]
    pub fn on(mut self, subject: &impl std::fmt::Display) -> Self {
        self.body_hash = format!("{subject}:{}", self.body_hash);
        self
    }
}

/// Runs `work` unless the key was used before; then its answer is read. The answer holds ids, never a link's code.
///
/// # Errors
/// `IdempotencyMismatch` for another body under the same key, or what `work` refuses; a refusal leaves no key.
pub fn once<T: Serialize + DeserializeOwned>(
    tx: &mut Tx<'_>,
    (actor, key): (&Actor, Option<&Key>),
    now: Instant,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let Some(key) = key else { return work(tx) };
    let of = KeyOf {
        principal: actor.principal(),
        route: key.route.to_owned(),
        key: key.key.clone(),
        body_hash: key.body_hash.clone(),
    };
    match take_key(tx, &of, now)? {
        Known::Answered(answer) => Ok(serde_json::from_str(&answer).map_err(|error| unreadable(&error))?),
        Known::OtherBody => Err(Code::IdempotencyMismatch.into()),
        Known::New => {
            let answer = work(tx)?;
            keep_answer(tx, &of, &serde_json::to_string(&answer).map_err(|error| unreadable(&error))?, now)?;
            Ok(answer)
        }
    }
}

/// The answer that a key of this actor on a route got, if it got one; whatever the body was where no hash is told.
///
/// # Errors
/// The database.
pub async fn answered<T: DeserializeOwned + Send + 'static>(
    app: &App,
    actor: &Actor,
    (route, key, body_hash): (&'static str, String, Option<String>),
) -> Result<Option<T>, Error> {
    let principal = actor.principal();
    let found = app.db.read(move |conn| find_answer(conn, (&principal, route, &key)).map_err(Error::from)).await?;
    let answer = found.filter(|(hash, answer)| !answer.is_empty() && body_hash.is_none_or(|told| told == *hash));
    answer.map(|(_, answer)| serde_json::from_str(&answer).map_err(|error| unreadable(&error))).transpose()
}

fn unreadable(error: &serde_json::Error) -> Error {
    Error::Internal(format!("stored answer: {error}"))
}
