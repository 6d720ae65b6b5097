//! How fast customers are told of a recall, and how many calls about it wait at a time.

/// Terms of recalls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecallPolicy {
    /// Customers of one recall who are told in a minute at most.
    pub tell_a_minute: i64,
    /// Open tasks of one recall at most to call customers whom no message reaches; the others wait for their turn.
    pub open_calls: i64,
    /// Business minutes within which such a customer is called.
    pub call_within_minutes: i64,
}

impl Default for RecallPolicy {
    fn default() -> Self {
        Self { tell_a_minute: 100, open_calls: 30, call_within_minutes: 1_200 }
    }
}
