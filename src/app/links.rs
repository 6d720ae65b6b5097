//! Links without login: given out, found by their code, never stored in clear.

use super::{App, Code, Error};
use crate::domain::id::{OfferId, RecallNoticeId, RequestId, VisitId};
use crate::domain::link::LinkKind;
use crate::domain::time::Instant;
use crate::security::link::{LinkCode, code};
use crate::store::messages::{Link, find_link, insert_link, revoke_links};
use crate::store::{At, Col, Tx};

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// An offer, for its agent.
    Offer(OfferId),
    /// A visit, for its technician.
    Visit(VisitId),
    /// A request, for its customer.
    Customer(RequestId),
    /// A recall, for a customer who has a unit in it.
    Recall(RecallNoticeId),
}

/// Gives out the link of a subject in a generation; asking twice gives the same.
///
/// # Errors
/// The database.
pub fn give_link(
    tx: &mut Tx<'_>,
    app: &App,
    now: Instant,
    kind: LinkKind,
    (subject, generation): (&str, i32),
) -> Result<(), Error> {
    let link = Link {
        fingerprint: app.link_code(kind, subject, generation).fingerprint(),
        kind: Col(kind),
        subject_id: subject.to_owned(),
        generation,
        created_at: At(now),
        revoked_at: None,
    };
    Ok(insert_link(tx, &link)?)
}

/// Revokes the links to a subject and notes the fingerprint of a new one.
///
/// # Errors
/// The database.
pub fn renew_link(
    tx: &mut Tx<'_>,
    app: &App,
    now: Instant,
    kind: LinkKind,
    (subject, generation): (&str, i32),
) -> Result<(), Error> {
    revoke_links(tx, (kind, subject), now)?;
    give_link(tx, app, now, kind, (subject, generation))
}

impl App {
    fn link_code(&self, kind: LinkKind, subject: &str, generation: i32) -> LinkCode {
        code(&self.keys, kind, subject, generation.unsigned_abs())
    }

    /// The address of a link, for a message or an answer; never to be stored or logged.
    #[must_use]
    pub fn link_url(&self, kind: LinkKind, subject: &str, generation: i32) -> String {
        let path = if matches!(kind, LinkKind::Customer | LinkKind::Recall) { "t" } else { "o" };
        format!("{}/{path}/{}", self.site.base_url, self.link_code(kind, subject, generation).expose())
    }

    /// What a code opens.
    ///
    /// # Errors
    /// `NotFound` for a code that was never given out or was revoked.
    pub async fn open_link(&self, code: &str) -> Result<Opened, Error> {
        let Some(code) = LinkCode::parse(code) else { return Err(Code::NotFound.into()) };
        let print = code.fingerprint();
        let link = self.db.read(move |conn| find_link(conn, &print).map_err(Error::from)).await?;
        if link.revoked_at.is_some() {
            return Err(Code::NotFound.into());
        }
        let unreadable = |_| Error::Internal("link without a subject".to_owned());
        Ok(match link.kind.0 {
            LinkKind::Offer => Opened::Offer(link.subject_id.parse().map_err(unreadable)?),
            LinkKind::Visit => Opened::Visit(link.subject_id.parse().map_err(unreadable)?),
            LinkKind::Customer => Opened::Customer(link.subject_id.parse().map_err(unreadable)?),
            LinkKind::Recall => Opened::Recall(link.subject_id.parse().map_err(unreadable)?),
        })
    }
}
