//! What nobody could make out is for people: a contact and a task for an operator, and a kind word to whoever wrote.

use super::reply::{put_reply, to_agent, to_customer};
use super::{Heard, Letter};
use crate::app::clock::mint;
use crate::app::intake::caller::find_caller;
use crate::app::journal::{Happening, record};
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::{Actor, App, Error};
use crate::domain::access::{Role, Scope};
use crate::domain::agent::Agent;
use crate::domain::contact::ContactOutcome;
use crate::domain::customer::{Channel, ContactClass};
use crate::domain::fault::Faults;
use crate::domain::id::{ContactId, CustomerId};
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::queries::contacts::{list_open_jobs_of, province_of_customer};
use crate::store::contacts::{Contact, insert_contact};
use crate::store::customers::Customer;
use crate::store::feed::Topic;
use crate::store::network::find_agent;
use crate::store::{At, Col, Tx};

/// Business minutes within which somebody answers.
const ANSWER_WITHIN: i64 = 60;

/// Keeps a message for an operator, an agent's for a dispatcher, and says that it was received.
pub(super) async fn keep(
    app: &App,
    letter: &Letter,
    agent: Option<&Agent>,
    customers: &[Customer],
) -> Result<Heard, Error> {
    let (owner, letter, now) = (app.clone(), letter.clone(), app.clock.now());
    let (agent, customer) = (agent.cloned(), customers.first().cloned());
    app.db
        .write(move |tx| {
            let keeping = Keeping { app: &owner, letter: &letter, now };
            match (&agent, &customer) {
                (Some(agent), None) => keeping.of_agent(tx, agent),
                (_, customer) => keeping.of_customer(tx, customer.as_ref()),
            }
        })
        .await
}

struct Keeping<'a> {
    app: &'a App,
    letter: &'a Letter,
    now: Instant,
}

impl Keeping<'_> {
    fn of_agent(&self, tx: &mut Tx<'_>, agent: &Agent) -> Result<Heard, Error> {
        let province = find_agent(tx.conn(), agent.id)?.province;
        let spec = self.task(Role::Dispatcher, &province, agent.name_in(agent.language));
        put_task(tx, &self.app.catalogue(), (&Actor::system(), self.now), spec)?;
        put_reply(self.app, tx, (self.letter, &to_agent(self.letter, agent)), "orders", Vec::new())?;
        Ok(Heard { did: Some("kept"), ..Heard::default() })
    }

    fn of_customer(&self, tx: &mut Tx<'_>, known: Option<&Customer>) -> Result<Heard, Error> {
        let id = match known {
            Some(customer) => Some(customer.id.0),
            None => find_caller(tx, (self.now, None), &self.letter.phone, ("", &mut Faults::default()))?,
        };
        let mut spec = self.task(Role::Operator, "", "");
        let mut contact = None;
        if let Some(id) = id {
            spec.customer = Some(id);
            spec.province = province_of_customer(tx.conn(), id)?;
            let open = list_open_jobs_of(tx.conn(), &Scope::All, id)?;
            // Several open jobs: the operator sees which one is meant.
            if let [job] = open.as_slice() {
                (spec.request, spec.job) = (Some(job.request_id.0), Some(job.id.0));
            }
            contact = Some(self.contact(tx, id, &spec)?);
        }
        put_task(tx, &self.app.catalogue(), (&Actor::system(), self.now), spec)?;
        put_reply(self.app, tx, (self.letter, &to_customer(self.letter, known)), "received", Vec::new())?;
        Ok(Heard { did: Some("kept"), contact, ..Heard::default() })
    }

    fn contact(&self, tx: &mut Tx<'_>, customer: CustomerId, about: &TaskSpec) -> Result<ContactId, Error> {
        let id: ContactId = mint(self.now);
        let class = (ContactClass::FollowUp, Channel::Sms);
        let contact = Contact {
            request_id: about.request.map(Col),
            job_id: about.job.map(Col),
            summary: self.letter.text.clone(),
            phone: Some(self.letter.phone.to_string()),
            outcome: Col(ContactOutcome::LeftMessage),
            answered: false,
            ..Contact::received(id, customer, class, At(self.now))
        };
        insert_contact(tx, &contact)?;
        let happening = Happening::new(Topic::Contact, id, "logged").in_province(&about.province);
        record(tx, &Actor::system(), self.now, happening.linked(about.request, about.job))?;
        Ok(id)
    }

    fn task(&self, role: Role, province: &str, who: &str) -> TaskSpec {
        let due = self.app.catalogue().after_business(self.now, ANSWER_WITHIN);
        let note = format!("{who} \u{200e}{} – {}", self.letter.phone, self.letter.text).trim().to_owned();
        TaskSpec::bare(TaskKind::AnswerMessage, Owner::unit(role), province, due).noted(Some(note))
    }
}
