//! Customers, the people around a case, their telephones, and the units they have.

/// What a customer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CustomerKind {
    /// A person.
    #[default]
    Person,
    /// A firm.
    Firm,
    /// A dealer.
    Dealer,
}

super::codes!(CustomerKind { Person => "person", Firm => "firm", Dealer => "dealer" });

/// What someone is to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactRole {
    /// Made the report.
    Caller,
    /// Is where the unit is.
    OnSite,
    /// Has the unit.
    Owner,
    /// Pays.
    Payer,
    /// Sold the unit.
    Dealer,
}

super::codes!(ContactRole {
    Caller => "caller", OnSite => "on_site", Owner => "owner", Payer => "payer", Dealer => "dealer",
});

/// By what way people reach each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Telephone.
    Phone,
    /// The web form.
    Web,
    /// Short message.
    Sms,
    /// E-mail.
    Email,
    /// On-line chat.
    Chat,
    /// A social network.
    Social,
    /// At a counter.
    Counter,
    /// A machine that answers.
    SelfService,
}

super::codes!(Channel {
    Phone => "phone", Web => "web", Sms => "sms", Email => "email", Chat => "chat", Social => "social",
    Counter => "counter", SelfService => "self_service",
});

/// The class of a contact (M1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactClass {
    /// Fault report or service request.
    Request,
    /// Follow-up or information.
    FollowUp,
    /// Complaint, criticism or suggestion.
    Complaint,
}

super::codes!(ContactClass { Request => "request", FollowUp => "follow_up", Complaint => "complaint" });

/// Who set a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConfirmedBy {
    /// The product, from the gazetteer.
    Gazetteer,
    /// An operator.
    Operator,
    /// The customer.
    Customer,
    /// A technician on site.
    Technician,
    /// The product, from earlier addresses.
    Earlier,
}

super::codes!(ConfirmedBy {
    Gazetteer => "gazetteer", Operator => "operator", Customer => "customer", Technician => "technician",
    Earlier => "earlier",
});

/// What is to be known of a customer before anything is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CustomerFlag {
    /// Very important.
    Vip,
    /// An infant, an old or a sick person lives there.
    Vulnerable,
    /// A lawyer or the press is involved.
    Legal,
    /// Owes money.
    Debtor,
    /// A threat to technicians.
    Threat,
}

super::codes!(CustomerFlag {
    Vip => "vip", Vulnerable => "vulnerable", Legal => "legal", Debtor => "debtor", Threat => "threat",
});

impl CustomerFlag {
    /// Whether whoever goes there must know it.
    #[must_use]
    pub fn is_for_technicians(self) -> bool {
        matches!(self, Self::Vulnerable | Self::Debtor | Self::Threat)
    }
}

/// Whether a text has the shape of an address; only a letter shows whether it is one.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_plain = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c == '@');
    is_plain(name) && name.len() <= 64 && host.split('.').count() > 1 && host.split('.').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn addresses_have_a_name_and_a_host() {
        assert!(is_email("a.b+c@mail.example.com"));
        for wrong in ["", "a", "a@", "@b.c", "a@b", "a b@c.d", "a@b..c", "a@b@c.d"] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}
