//! What dispatch knows of agents besides the work rules: their record and the terms of their contracts.

use std::collections::HashMap;

use crate::dispatch::figures::{Figures, Neighbour, Tally};
use crate::domain::id::AgentId;
use crate::store::dispatch::{AgentFigures, OfferTerms, list_agent_figures, list_offer_terms};
use crate::store::{Conn, StoreError};

/// The record of every agent, as of the last count, and the terms for offers.
#[derive(Debug, Default)]
pub struct Record {
    figures: Figures,
    terms: HashMap<AgentId, OfferTerms>,
}

impl Record {
    /// Loads it.
    ///
    /// # Errors
    /// The database.
    pub fn load(conn: &mut Conn) -> Result<Self, StoreError> {
        let mut figures = Figures::default();
        for row in list_agent_figures(conn)? {
            figures.add(row.agent_id.0, &row.skill, tally(&row));
        }
        let terms = list_offer_terms(conn)?.into_iter().map(|terms| (terms.id.0, terms)).collect();
        Ok(Self { figures, terms })
    }

    /// Works out the just parts of the agents.
    pub fn share_out(&mut self, network: &[Neighbour<'_>]) {
        self.figures.share_out(network);
    }

    /// What the last 90 days say.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Whether the contract lets the organisation give the agent jobs without asking.
    #[must_use]
    pub fn auto_accepts(&self, agent: AgentId) -> bool {
        self.terms.get(&agent).is_some_and(|terms| terms.auto_accepts)
    }

    /// Minutes in which the contract obliges the agent to answer a direct assignment, if it says so.
    #[must_use]
    pub fn answer_minutes(&self, agent: AgentId) -> Option<i64> {
        self.terms.get(&agent)?.answer_minutes.map(i64::from)
    }
}

/// A row as the engine counts.
#[must_use]
pub fn tally(row: &AgentFigures) -> Tally {
    Tally {
        repairs: row.repairs,
        fixed: row.fixed,
        completed: row.completed,
        repeats: row.repeats,
        offers: row.offers,
        accepted: row.accepted,
        answer_s: row.answer_s,
        received_warranty: row.received_warranty,
        received_paid: row.received_paid,
    }
}
