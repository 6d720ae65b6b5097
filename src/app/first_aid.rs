//! First aid: what callers can check or do at once about a fault. One text for the desk, the customer's page and the pages
//! for people without an account.

use super::Catalogue;
use crate::store::first_aid::FirstAidRow;

/// Stands before a fault's code where an article of the knowledge base is named: its first aid.
const ARTICLE: &str = "first_aid";

/// The name of a fault's steps as an article of the knowledge base, for what is counted as having helped.
#[must_use]
pub fn article_of(fault: &str) -> String {
    format!("{ARTICLE}:{fault}")
}

impl Catalogue {
    /// The steps for a fault, safety first, then in the order in which they are said; none for a fault without steps.
    #[must_use]
    pub fn first_aid(&self, fault: &str) -> Vec<&FirstAidRow> {
        self.rows().first_aid.iter().filter(|row| row.is_used && row.fault == fault).collect()
    }
}
