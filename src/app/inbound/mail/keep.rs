//! One letter to us becomes a contact, a task for an operator and a kind word, or is only kept.

use chrono::TimeDelta;

use crate::app::clock::mint;
use crate::app::inbound::Heard;
use crate::app::journal::{Happening, record};
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::outbox::MAIL;
use crate::app::owner::Owner;
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Role, Scope};
use crate::domain::contact::ContactOutcome;
use crate::domain::customer::{Channel, ContactClass, is_email};
use crate::domain::id::{ContactId, CustomerId, InboundId};
use crate::domain::language::Language;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::task::TaskKind;
use crate::domain::text::clean_text;
use crate::domain::time::Instant;
use crate::gateway::mail::arrived::{Arrived, Making};
use crate::queries::contacts::{list_open_jobs_of, province_of_customer};
use crate::store::contacts::{Contact, insert_contact};
use crate::store::customers::Customer;
use crate::store::feed::Topic;
use crate::store::inbound::{Inbound, Outcome, note_heard, put_inbound};
use crate::store::mail::{list_customers_by_email, was_answered};
use crate::store::{At, Col, Tx};

/// Longest letter that is kept, characters.
const TEXT_CHARS: usize = 2_000;
/// Characters of an address or a line.
const LINE_CHARS: usize = 254;
/// Business minutes within which somebody answers.
const ANSWER_WITHIN: i64 = 60;
/// A sender gets one kind word in this time, so that two machines cannot answer each other for ever.
const ONCE_IN: TimeDelta = TimeDelta::hours(1);
/// Outcome of a letter whose sender got a kind word.
const ANSWERED: &str = "kept_and_answered";

/// A letter that is taken in.
pub(super) struct Taking {
    pub(super) app: App,
    pub(super) letter: Arrived,
    pub(super) reference: String,
    /// How many letters of ours it told the fate of, if it is a notification.
    pub(super) bounced: Option<usize>,
    pub(super) now: Instant,
}

impl Taking {
    /// Keeps the letter and hands it to people; one that is known already changes nothing.
    pub(super) fn take(&self, tx: &mut Tx<'_>) -> Result<Heard, Error> {
        let id: InboundId = mint(self.now);
        let row = Inbound {
            id: Col(id),
            gateway: MAIL.to_owned(),
            reference: self.reference.clone(),
            sender: legible(&self.letter.from, LINE_CHARS),
            line: legible(&self.letter.to, LINE_CHARS),
            text: self.text(),
            received_at: At(self.now),
            heard_at: Some(At(self.now)),
            did: None,
            error: None,
            contact_id: None,
            job_id: None,
        };
        if !put_inbound(tx, &row)? {
            return Ok(Heard::did("known"));
        }
        let heard = self.hear(tx)?;
        let outcome = Outcome {
            did: heard.did.map(str::to_owned),
            error: heard.error.map(str::to_owned),
            contact: heard.contact,
            job: heard.job,
        };
        note_heard(tx, id, self.now, &outcome)?;
        Ok(heard)
    }

    fn hear(&self, tx: &mut Tx<'_>) -> Result<Heard, Error> {
        match self.bounced {
            Some(0) => return Ok(Heard::refused(Code::NotFound)),
            Some(_) => return Ok(Heard::did("bounced")),
            None => {}
        }
        if !is_email(&self.letter.from) {
            return Ok(Heard::refused(Code::Invalid));
        }
        if self.letter.making == Making::Answer || self.app.gateways.mail.is_ours(&self.letter.from) {
            return Ok(Heard::did("automatic"));
        }
        let customers = list_customers_by_email(tx.conn(), &self.letter.from)?;
        self.keep(tx, customers.first())
    }

    fn keep(&self, tx: &mut Tx<'_>, customer: Option<&Customer>) -> Result<Heard, Error> {
        let mut spec = self.task();
        let mut heard = Heard { did: Some("kept"), ..Heard::default() };
        if let Some(customer) = customer {
            let id = customer.id.0;
            spec.customer = Some(id);
            spec.province = province_of_customer(tx.conn(), id)?;
            let open = list_open_jobs_of(tx.conn(), &Scope::All, id)?;
            // Several open jobs: the operator sees which one is meant.
            if let [job] = open.as_slice() {
                (spec.request, spec.job) = (Some(job.request_id.0), Some(job.id.0));
            }
            heard.contact = Some(self.contact(tx, id, &spec)?);
            heard.job = spec.job;
            if self.answer(tx, id, &spec)? {
                heard.did = Some(ANSWERED);
            }
        }
        put_task(tx, &self.app.catalogue(), (&Actor::system(), self.now), spec)?;
        Ok(heard)
    }

    fn contact(&self, tx: &mut Tx<'_>, customer: CustomerId, about: &TaskSpec) -> Result<ContactId, Error> {
        let id: ContactId = mint(self.now);
        let class = (ContactClass::FollowUp, Channel::Email);
        let contact = Contact {
            request_id: about.request.map(Col),
            job_id: about.job.map(Col),
            summary: self.text(),
            outcome: Col(ContactOutcome::LeftMessage),
            answered: false,
            ..Contact::received(id, customer, class, At(self.now))
        };
        insert_contact(tx, &contact)?;
        let happening = Happening::new(Topic::Contact, id, "logged").in_province(&about.province);
        record(tx, &Actor::system(), self.now, happening.linked(about.request, about.job))?;
        Ok(id)
    }

    /// A kind word to a customer who wrote, if a person wrote and has not just had one.
    fn answer(&self, tx: &mut Tx<'_>, customer: CustomerId, about: &TaskSpec) -> Result<bool, Error> {
        let address = &self.letter.from;
        if self.letter.making != Making::Person || was_answered(tx.conn(), address, ANSWERED, self.now - ONCE_IN)? {
            return Ok(false);
        }
        let to = Recipient {
            kind: RecipientKind::Customer,
            id: customer.to_string(),
            phone: address.clone(),
            language: self.language(),
        };
        let mut params = vec![("answer", Param::Answer("by-letter".to_owned()))];
        if let Some(id) = &self.letter.message_id {
            params.push(("letter", Param::Text(id.clone())));
        }
        let about = About { request: about.request, job: about.job, ..About::default() };
        // Of two letters that are taken in at the same moment one is answered.
        let once = format!("letter:{}", self.now.timestamp().div_euclid(ONCE_IN.num_seconds()));
        put(tx, self.now, MessageKind::Reply, (&to, about), (&once, &params))?;
        Ok(true)
    }

    fn task(&self) -> TaskSpec {
        let who = legible(&format!("{} {}", self.letter.name, self.letter.from), LINE_CHARS);
        let due = self.app.catalogue().after_business(self.now, ANSWER_WITHIN);
        let note = format!("{who}: {}", self.text()).trim().to_owned();
        TaskSpec::bare(TaskKind::AnswerMessage, Owner::unit(Role::Operator), "", due).noted(Some(note))
    }

    /// Subject and words, as people read them.
    fn text(&self) -> String {
        legible(&format!("{}\n{}", self.letter.subject, self.letter.text), TEXT_CHARS)
    }

    /// The language of the script that was used.
    fn language(&self) -> Language {
        let letters = |is: fn(&char) -> bool| self.letter.text.chars().filter(is).count();
        let latin = letters(char::is_ascii_alphabetic);
        if latin > letters(|c| c.is_alphabetic()) / 2 { Language::En } else { Language::Fa }
    }
}

/// The text without what no reader sees or what turns the order of others around.
fn legible(text: &str, chars: usize) -> String {
    let is_kept =
        |c: &char| *c == '\n' || !c.is_control() && !matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = text.replace('\t', " ").chars().filter(is_kept).take(chars).collect();
    clean_text(&kept, chars).unwrap_or_default()
}
