//! Ranks the network for work that is no job yet, and finds the windows in which the best are free.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;

use super::check::{SlotSearch, Sought, check};
use crate::app::loads::instead_for;
use crate::app::{App, Catalogue, Error, Network};
use crate::dispatch::objective::{Question, Wishes};
use crate::dispatch::rank::{Fix, Ledger, rank};
use crate::dispatch::slots::{self, Contender, Slot};
use crate::dispatch::travel::Travel;
use crate::domain::agent::Load;
use crate::domain::id::AgentId;
use crate::domain::job::Priority;
use crate::domain::policy::{DispatchPolicy, Tier};
use crate::domain::time::Instant;
use crate::store::Conn;
use crate::store::dispatch::list_served;
use crate::store::preferences::list_preferred_at_work;

/// Minutes to answer under a policy without tiers.
const ANSWER_MINUTES: i64 = 30;

/// Windows found.
#[derive(Debug, Clone)]
pub struct Found {
    /// In order of time.
    pub slots: Vec<Slot>,
    /// What would bring candidates, where there is none.
    pub nearest_fix: Vec<Fix>,
}

/// The earliest windows that can be promised, from what agents hold now.
///
/// # Errors
/// Every wrong value at once; the database.
pub async fn find_slots(app: &App, asked: &SlotSearch) -> Result<Found, Error> {
    let sought = check(asked, &app.catalogue(), ("", app.clock.now()))?;
    let ground = Ground::read(app, sought).await?;
    let slots = ground.with_contenders(|question, contenders| {
        slots::find_slots(question, contenders, ground.catalogue.calendar(), ground.sought.search)
    });
    let nearest_fix = if slots.is_empty() { ground.ledger.nearest_fix } else { Vec::new() };
    Ok(Found { slots, nearest_fix })
}

/// The network ranked for what is sought.
pub(super) struct Ground {
    pub sought: Sought,
    pub catalogue: Arc<Catalogue>,
    pub network: Arc<Network>,
    pub policy: DispatchPolicy,
    pub now: Instant,
    wishes: Wishes,
    travel: Travel,
    loads: HashMap<AgentId, Load>,
    ledger: Ledger,
}

impl Ground {
    pub async fn read(app: &App, sought: Sought) -> Result<Self, Error> {
        let (catalogue, network, now) = (app.catalogue(), app.network_now().await?, app.clock.now());
        let name = if sought.priority == Priority::Emergency { "emergency" } else { "balanced" };
        let (_, _, policy) = catalogue.dispatch_policy(name);
        let (known, customer) = (Arc::clone(&network), sought.customer);
        let read = move |conn: &mut Conn| {
            let loads = instead_for(conn, &known, (customer, now))?;
            let Some(customer) = customer else { return Ok((loads, Wishes::default())) };
            let preferred = list_preferred_at_work(conn, customer)?;
            let previous = list_served(conn, customer)?;
            Ok::<_, Error>((loads, Wishes { preferred, previous, ..Wishes::default() }))
        };
        let (loads, wishes) = app.db.read(read).await?;
        let travel = Travel::by_figures(&sought.needs, &policy, now);
        let question = Question {
            needs: &sought.needs,
            policy: &policy,
            wishes: &wishes,
            figures: network.record().figures(),
            window: TimeDelta::minutes(catalogue.care().window_minutes),
            now,
            travel: &travel,
        };
        let ledger = network.ranked(&loads, |field| rank(&question, field));
        Ok(Self { sought, catalogue, network, policy, now, wishes, travel, loads, ledger })
    }

    pub fn question(&self) -> Question<'_> {
        Question {
            needs: &self.sought.needs,
            policy: &self.policy,
            wishes: &self.wishes,
            figures: self.network.record().figures(),
            window: TimeDelta::minutes(self.catalogue.care().window_minutes),
            now: self.now,
            travel: &self.travel,
        }
    }

    /// Who may do the work, in the order in which they are asked, each with the earliest that it can be there.
    pub fn with_contenders<T>(&self, look: impl FnOnce(&Question<'_>, &[Contender<'_>]) -> T) -> T {
        let mut contenders: Vec<Contender<'_>> = (self.ledger.eligible.iter())
            .filter_map(|candidate| {
                let agent = self.network.agent(candidate.agent_id)?;
                let answered = agent.hours.add_business(self.now, self.answer_minutes())?;
                let earliest = answered + TimeDelta::seconds(candidate.travel_s.unwrap_or(0));
                let load = self.loads.get(&agent.id).cloned().unwrap_or_else(|| self.network.held_by(agent.id));
                Some(Contender { candidate, agent, load, earliest })
            })
            .collect();
        let question = self.question();
        slots::in_order(&question, &mut contenders);
        look(&question, &contenders)
    }

    /// Minutes that the first tier for such work gives to answer.
    fn answer_minutes(&self) -> u32 {
        let first = self.policy.tiers.iter().find(|tier: &&Tier| tier.takes(self.sought.needs.warranty));
        u32::try_from(first.map_or(ANSWER_MINUTES, |tier| tier.answer_minutes)).unwrap_or(0)
    }
}
