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
}

super::codes!(ConfirmedBy {
    Gazetteer => "gazetteer", Operator => "operator", Customer => "customer", Technician => "technician",
});
