//! Links without login: what their codes stand for.

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// An offer and, once accepted, the job, for one agent.
    Offer,
    /// A visit, for its technician.
    Visit,
    /// A request, for its customer.
    Customer,
    /// A recall, for a customer who has a unit in it.
    Recall,
}

super::codes!(LinkKind { Offer => "offer", Visit => "visit", Customer => "customer", Recall => "recall" });
