//! Identifiers: UUIDv7 kept as the 36 ASCII characters that the database holds, typed by what they name.

use std::fmt;

use uuid::Uuid;

/// Why a text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: expected a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; 36]);

        impl $name {
            /// The identifier as its hyphenated lower-case text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                // Only ASCII is ever stored, so the fallback is never taken.
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                let mut text = [0; 36];
                uuid.hyphenated().encode_lower(&mut text);
                Self(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self::from).map_err(|_| NotAnId)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::domain::text_schema(None)
            }
        }

        impl utoipa::ToSchema for $name {}

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// A person with a sign-in.
    UserId,
    /// A browser that may be woken.
    PushSubscriptionId,
    /// A customer: person, firm or dealer.
    CustomerId,
    /// One telephone of a customer.
    PhoneId,
    /// One address of a customer.
    AddressId,
    /// One unit of a product at a customer.
    InstalledProductId,
    /// A product model of the catalogue.
    ModelId,
    /// What the customer asked, for one or several units.
    RequestId,
    /// The work on one unit.
    JobId,
    /// One trip of one technician.
    VisitId,
    /// A job offered to one agent in one wave.
    OfferId,
    /// A stored candidate ledger.
    DecisionId,
    /// An authorized repair agent.
    AgentId,
    /// A technician of an agent.
    TechnicianId,
    /// A service area of an agent.
    AreaId,
    /// A paper of an agent.
    DocumentId,
    /// A time of another capacity of an agent.
    SeasonId,
    /// A time in which an agent or technician does not work.
    TimeOffId,
    /// A suspension of an agent.
    SuspensionId,
    /// An agent or technician whom a customer does not want to see.
    ExclusionId,
    /// An outcome of the warranty rules.
    VerdictId,
    /// A proposal to decide otherwise than the warranty rules.
    ReviewId,
    /// A contract that extends the warranty of a unit.
    ExtensionId,
    /// An official query about a unit.
    QueryId,
    /// A due point of the service level.
    MilestoneId,
    /// An outward message.
    MessageId,
    /// An attempt to send a message.
    AttemptId,
    /// A message to us.
    InboundId,
    /// A row of the event journal.
    EventId,
    /// A row of the audit trail.
    AuditId,
    /// One interaction with a customer.
    ContactId,
    /// A dated piece of work for a person or unit.
    TaskId,
    /// A complaint, criticism or suggestion.
    ComplaintId,
    /// A piece of work on a complaint.
    ComplaintStepId,
    /// A capacity kept for some minutes while an operator talks.
    SlotHoldId,
    /// A photo or document kept with a record.
    AttachmentId,
    /// A link without login.
    LinkId,
    /// A family of refresh tokens of one sign-in.
    TokenFamilyId,
    /// A part that a job needs.
    PartLineId,
    /// An old part that comes back for a new one.
    OldPartId,
    /// An agent's order of parts.
    PartOrderId,
    /// A move of stock.
    StockMoveId,
    /// One node of the system, for its lifetime.
    NodeId,
    /// A quote.
    QuoteId,
    /// A payment.
    PaymentId,
    /// A request to charge what was under warranty.
    ChargeId,
    /// A unit that a customer left in the workshop.
    WorkshopUnitId,
    /// A passing of a unit from a keeper to a keeper.
    PassingId,
    /// A unit that is lent to customers.
    LoanerId,
    /// A case of exchange or refund.
    ExchangeId,
    /// A problem record.
    RecallId,
    /// A unit that is called back.
    RecallUnitId,
    /// What a customer was told of a recall.
    RecallNoticeId,
    /// A stranger's question about where a request stands.
    StatusAskId,
    /// A page of the staff that is open.
    PresenceId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_refuses_the_rest() {
        let id: JobId = "01890A5D-AC96-774B-BCCE-B302099A8057".parse().unwrap();
        assert_eq!(id.to_string(), "01890a5d-ac96-774b-bcce-b302099a8057");
        assert_eq!("x".parse::<JobId>(), Err(NotAnId));
        assert_eq!(serde_json::from_str::<JobId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
    }
}
