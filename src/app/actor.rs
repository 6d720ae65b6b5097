//! Who acts: a person with a sign-in, a link, or the product itself.

use crate::domain::access::Caller;
use crate::domain::id::{OfferId, RecallNoticeId, RequestId, UserId, VisitId};
use crate::domain::machine::ActorKind;

/// Who causes something, as events and the audit trail record it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The user, or the offer, visit, request or recall notice whose link was used; none for the product itself.
    pub id: Option<String>,
}

impl Actor {
    /// The product itself.
    #[must_use]
    pub fn system() -> Self {
        Self { kind: ActorKind::System, id: None }
    }

    /// A person of the organisation.
    #[must_use]
    pub fn staff(caller: &Caller) -> Self {
        Self { kind: ActorKind::Staff, id: Some(caller.user.to_string()) }
    }

    /// An agent by the link of an offer.
    #[must_use]
    pub fn agent(offer: OfferId) -> Self {
        Self { kind: ActorKind::Agent, id: Some(offer.to_string()) }
    }

    /// A technician by the link of a visit.
    #[must_use]
    pub fn technician(visit: VisitId) -> Self {
        Self { kind: ActorKind::Technician, id: Some(visit.to_string()) }
    }

    /// A customer by the link of a request.
    #[must_use]
    pub fn customer(request: RequestId) -> Self {
        Self { kind: ActorKind::Customer, id: Some(request.to_string()) }
    }

    /// A customer by the link of a recall.
    #[must_use]
    pub fn recalled(notice: RecallNoticeId) -> Self {
        Self { kind: ActorKind::Customer, id: Some(notice.to_string()) }
    }

    /// Somebody on the public pages, whom nobody knows yet.
    #[must_use]
    pub fn visitor() -> Self {
        Self { kind: ActorKind::Customer, id: None }
    }

    /// The user, if it is one.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        if self.kind == ActorKind::Staff { self.id.as_ref()?.parse().ok() } else { None }
    }

    /// Owner of idempotency keys.
    #[must_use]
    pub fn principal(&self) -> String {
        format!("{}:{}", self.kind, self.id.as_deref().unwrap_or(""))
    }
}
