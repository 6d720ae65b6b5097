//! Messages: written into the outbox as ids and values, turned into text only when they are sent or shown.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::clock::mint;
use super::{App, Error};
use crate::domain::id::{AgentId, JobId, MessageId, OfferId, RequestId, StatusAskId, VisitId, WorkshopUnitId};
use crate::domain::language::Language;
use crate::domain::link::LinkKind;
use crate::domain::message::{DeliveryState, MessageChannel, MessageKind, RecipientKind};
use crate::domain::money::Money;
use crate::domain::reason::ReasonKind;
use crate::domain::time::{Instant, Window};
use crate::i18n::{Arg, Template, code_key, format, say};
use crate::security::link::{Purpose, short_code};
use crate::store::jobs::{Job, ServiceRequest, list_request_contacts};
use crate::store::messages::{Message, put_message};
use crate::store::{At, Col, Json, Tx};

/// Values that a message may lack; it asks for them by `GIVEN`, which takes an empty text as absent.
const OPTIONAL: [&str; 6] = ["fault", "window", "fee", "least", "most", "whose"];

/// A value that a message names, kept so that it can be said in any language and without a secret in clear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "value")]
pub enum Param {
    /// Words as they stand.
    Text(String),
    /// A reference, a short number: shown left to right.
    Code(String),
    /// A number.
    Number(i64),
    /// From and to.
    Window(Window),
    /// A moment.
    Moment(Instant),
    /// A day.
    Day(NaiveDate),
    /// A place of the gazetteer.
    Place(String),
    /// A category of appliances.
    Category(String),
    /// A fault.
    Fault(String),
    /// A reason.
    Reason(ReasonKind, String),
    /// An agent's name.
    Agent(AgentId),
    /// The address of a link.
    Link(LinkKind, String, i32),
    /// The four digits that prove presence.
    ArrivalCode(VisitId),
    /// The four digits that prove that the work is done.
    CompletionCode(VisitId),
    /// The four digits with which a unit is fetched.
    HandoverCode(WorkshopUnitId),
    /// The six digits that show where a request stands.
    StatusCode(StatusAskId),
    /// Offers that go in one message, each with its values, a paragraph each.
    Offers(Vec<BTreeMap<String, Param>>),
    /// Requests in one answer, each with its values, a line each.
    Requests(Vec<BTreeMap<String, Param>>),
    /// Where a job stands.
    State(String),
    /// The code of a refusal, told as what to do about it.
    Problem(String),
    /// A sum of money.
    Money(Money),
    /// How a quote was answered.
    QuoteState(String),
    /// What the organisation said to a request to charge.
    ChargeState(String),
    /// What became of a case of exchange or refund.
    ExchangeAnswer(String),
    /// How something was paid.
    Method(String),
    /// Which answer a [`MessageKind::Reply`] is; says nothing by itself.
    Answer(String),
    /// A kind of task.
    Task(String),
    /// A kind of paper.
    Paper(String),
}

/// What stands in place of a link or a code that is not for the reader.
const HIDDEN: &str = "••••";

impl Param {
    /// Covers links and codes, which are credentials.
    fn hide(&mut self) {
        match self {
            Self::Link(..)
            | Self::ArrivalCode(_)
            | Self::CompletionCode(_)
            | Self::HandoverCode(_)
            | Self::StatusCode(_) => *self = Self::Code(HIDDEN.to_owned()),
            Self::Offers(items) | Self::Requests(items) => {
                items.iter_mut().flat_map(BTreeMap::values_mut).for_each(Self::hide);
            }
            _ => (),
        }
    }
}

/// Who a message is for.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// What the recipient is.
    pub kind: RecipientKind,
    /// Id of the customer, agent or technician.
    pub id: String,
    /// Telephone, E.164; the address for letters where the recipient has none for SMS; for a notice the id of the browser's
    /// subscription.
    pub phone: String,
    /// The recipient's language.
    pub language: Language,
}

/// What a message is about.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The request.
    pub request: Option<RequestId>,
    /// The job.
    pub job: Option<JobId>,
    /// The offer.
    pub offer: Option<OfferId>,
    /// The visit.
    pub visit: Option<VisitId>,
    /// Id of the message itself, where something must name it before it is written.
    pub id: Option<MessageId>,
}

impl About {
    /// About a job and its request.
    #[must_use]
    pub fn job(job: &Job) -> Self {
        Self { request: Some(job.request_id.0), job: Some(job.id.0), ..Self::default() }
    }
}

/// Writes a message into the outbox of this transaction; `once` names what must not be told twice.
///
/// # Errors
/// The database.
pub fn put(
    tx: &mut Tx<'_>,
    now: Instant,
    kind: MessageKind,
    (to, about): (&Recipient, About),
    (once, params): (&str, &[(&str, Param)]),
) -> Result<(), Error> {
    put_at(tx, (now, now), kind, (to, about), (once, params))
}

/// [`put`], to be sent at `at` and not before.
///
/// # Errors
/// The database.
pub fn put_at(
    tx: &mut Tx<'_>,
    (now, at): (Instant, Instant),
    kind: MessageKind,
    (to, about): (&Recipient, About),
    (once, params): (&str, &[(&str, Param)]),
) -> Result<(), Error> {
    let params: BTreeMap<&str, &Param> = params.iter().map(|(name, param)| (*name, param)).collect();
    let params = serde_json::to_value(params).map_err(|error| Error::Internal(format!("message: {error}")))?;
    let message = Message {
        id: Col(about.id.unwrap_or_else(|| mint(now))),
        kind: Col(kind),
        recipient_kind: Col(to.kind),
        recipient_id: to.id.clone(),
        channel: Col(MessageChannel::of(&to.phone)),
        address: to.phone.clone(),
        language: Col(to.language),
        request_id: about.request.map(Col),
        job_id: about.job.map(Col),
        offer_id: about.offer.map(Col),
        visit_id: about.visit.map(Col),
        params: Json(params),
        state: Col(DeliveryState::Queued),
        attempts: 0,
        next_attempt_at: At(at),
        leased_by: None,
        lease_until: None,
        gateway: None,
        gateway_reference: None,
        parts: None,
        last_error: None,
        dedupe_key: format!("{kind}:{once}:{}", to.phone),
        created_at: At(now),
        sent_at: None,
        delivered_at: None,
        version: 1,
        unclear: 0,
        cost: None,
        follow_at: None,
        followed: 0,
        copy_of: None,
    };
    Ok(put_message(tx, &message)?)
}

/// Writes a message to the customer's side of a request: the first person around the case who can get an SMS, else the
/// first who can get a letter. Nobody is told when there is no such person; the operator reads it out then.
///
/// # Errors
/// The database.
pub fn put_to_customer(
    tx: &mut Tx<'_>,
    now: Instant,
    kind: MessageKind,
    (request, about): (&ServiceRequest, About),
    (once, params): (&str, &[(&str, Param)]),
) -> Result<(), Error> {
    let people = list_request_contacts(tx.conn(), request.id.0)?;
    let sms = people.iter().find(|person| person.can_sms).map(|person| person.phone.clone());
    let Some(address) = sms.or_else(|| people.into_iter().find_map(|person| person.email)) else { return Ok(()) };
    let to = Recipient {
        kind: RecipientKind::Customer,
        id: request.customer_id.0.to_string(),
        phone: address,
        language: request.language.0,
    };
    put(tx, now, kind, (&to, about), (once, params))
}

impl App {
    /// The text of a message in its recipient's language.
    #[must_use]
    pub fn render(&self, message: &Message) -> String {
        let params: BTreeMap<String, Param> = serde_json::from_value(message.params.0.clone()).unwrap_or_default();
        self.words_of(message.kind.0, message.language.0, &params)
    }

    /// The text of a message as staff may read it: without what lets its reader act as the recipient.
    #[must_use]
    pub fn render_for_staff(&self, message: &Message) -> String {
        let mut params: BTreeMap<String, Param> = serde_json::from_value(message.params.0.clone()).unwrap_or_default();
        params.values_mut().for_each(Param::hide);
        self.words_of(message.kind.0, message.language.0, &params)
    }

    /// The values that a message names, as its recipient reads them.
    #[must_use]
    pub fn values(&self, message: &Message) -> Vec<(String, String)> {
        let params: BTreeMap<String, Param> = serde_json::from_value(message.params.0.clone()).unwrap_or_default();
        let language = message.language.0;
        let text = |spoken| match spoken {
            Spoken::Words(text) | Spoken::Code(text) => text,
            Spoken::Number(number) => format::number(language, number),
        };
        params.iter().map(|(name, param)| (name.clone(), text(self.speak(language, param)))).collect()
    }

    /// The address of the link that a message gives, if it gives one.
    #[must_use]
    pub fn link_of(&self, message: &Message) -> Option<String> {
        let params: BTreeMap<String, Param> = serde_json::from_value(message.params.0.clone()).unwrap_or_default();
        params.values().find_map(|param| match param {
            Param::Link(kind, subject, generation) => Some(self.link_url(*kind, subject, *generation)),
            _ => None,
        })
    }

    /// The subject of a message that goes as a letter.
    #[must_use]
    pub fn subject(&self, message: &Message) -> String {
        let language = message.language.0;
        let what = say(language, &code_key("message-kind", message.kind.0.as_str()), &[]);
        let reference = message.params.0.pointer("/reference/value").and_then(serde_json::Value::as_str);
        let args = [
            ("site", Arg::text(&self.site.name)),
            ("what", Arg::text(&what)),
            ("reference", reference.map_or(Arg::text(""), Arg::code)),
        ];
        say(language, "mail-subject", &args)
    }

    /// A message with these values in a language.
    #[must_use]
    pub fn words_of(&self, kind: MessageKind, language: Language, params: &BTreeMap<String, Param>) -> String {
        let key = match params.get("answer") {
            Some(Param::Answer(answer)) => format!("sms-reply-{answer}"),
            _ => code_key("sms", kind.as_str()),
        };
        self.words(language, &key, params)
    }

    fn words(&self, language: Language, key: &str, params: &BTreeMap<String, Param>) -> String {
        self.with_args(language, params, |args| {
            // A value that the administrator's text lacks is no reason to send none.
            let own = self.catalogue().template(key, language).and_then(|(_, template)| template.say(args));
            own.unwrap_or_else(|| say(language, key, args))
        })
    }

    fn with_args<T>(
        &self,
        language: Language,
        params: &BTreeMap<String, Param>,
        then: impl FnOnce(&[(&str, Arg<'_>)]) -> T,
    ) -> T {
        let texts: Vec<(String, Spoken)> =
            params.iter().map(|(name, param)| (name.clone(), self.speak(language, param))).collect();
        let site = self.site.name.as_str();
        let mut args = vec![("site", Arg::text(site))];
        let absent = OPTIONAL.iter().filter(|name| !params.contains_key(**name));
        args.extend(absent.map(|name| (*name, Arg::text(""))));
        for (name, spoken) in &texts {
            let arg = match spoken {
                Spoken::Words(text) => Arg::text(text.as_str()),
                Spoken::Code(text) => Arg::code(text.as_str()),
                Spoken::Number(number) => Arg::Number(*number),
            };
            args.push((name.as_str(), arg));
        }
        then(&args)
    }

    /// A text of the administrator's with these values.
    #[must_use]
    pub fn words_by(
        &self,
        template: &Template,
        language: Language,
        params: &BTreeMap<String, Param>,
    ) -> Option<String> {
        self.with_args(language, params, |args| template.say(args))
    }

    fn lines(&self, language: Language, key: &str, items: &[BTreeMap<String, Param>]) -> Spoken {
        let lines: Vec<String> = items.iter().map(|params| self.words(language, key, params)).collect();
        Spoken::Words(lines.join("\n"))
    }

    fn speak(&self, language: Language, param: &Param) -> Spoken {
        let catalogue = self.catalogue();
        let named = |name: Option<(&String, &String)>, code: &str| {
            Spoken::Words(match (language, name) {
                (Language::En, Some((en, _))) => en.clone(),
                (Language::Fa, Some((_, fa))) => fa.clone(),
                (_, None) => code.to_owned(),
            })
        };
        let coded = |family: &str, code: &str| Spoken::Words(say(language, &code_key(family, code), &[]));
        match param {
            Param::Text(text) => Spoken::Words(text.clone()),
            Param::Code(code) => Spoken::Code(code.clone()),
            Param::Number(number) => Spoken::Number(*number),
            Param::Window(window) => Spoken::Words(format::window(language, *window, self.site.zone)),
            Param::Day(day) => Spoken::Words(format::date(language, *day)),
            Param::Moment(at) => Spoken::Words(format::date_time(language, *at, self.site.zone)),
            Param::Place(code) => {
                named(catalogue.place(code, None).map(|place| (&place.name_en, &place.name_fa)), code)
            }
            Param::Category(code) => named(catalogue.category(code).map(|it| (&it.name_en, &it.name_fa)), code),
            Param::Fault(code) => named(catalogue.fault(code).map(|it| (&it.name_en, &it.name_fa)), code),
            Param::Reason(_, code) => coded("reason", code),
            Param::Agent(id) => {
                let network = self.network();
                Spoken::Words(network.agent(*id).map(|agent| agent.name_in(language).to_owned()).unwrap_or_default())
            }
            Param::Link(kind, subject, generation) => Spoken::Code(self.link_url(*kind, subject, *generation)),
            Param::ArrivalCode(visit) => Spoken::Code(short_code(&self.keys, Purpose::Arrival, visit.as_str())),
            Param::CompletionCode(visit) => Spoken::Code(short_code(&self.keys, Purpose::Completion, visit.as_str())),
            Param::HandoverCode(unit) => Spoken::Code(short_code(&self.keys, Purpose::Handover, unit.as_str())),
            Param::StatusCode(ask) => Spoken::Code(short_code(&self.keys, Purpose::Status, ask.as_str())),
            Param::Offers(offers) => self.lines(language, "sms-offer-among-others", offers),
            Param::Requests(requests) => self.lines(language, "sms-request-among-others", requests),
            Param::State(code) => coded("job-state", code),
            Param::Problem(code) => coded("error", code),
            Param::Money(money) => Spoken::Words(format::money(language, *money)),
            Param::QuoteState(code) => coded("quote-state", code),
            Param::ChargeState(code) => coded("charge-state", code),
            Param::ExchangeAnswer(code) => coded("exchange-answer", code),
            Param::Method(code) => coded("payment-method", code),
            Param::Task(code) => coded("task-kind", code),
            Param::Paper(code) => coded("paper", code),
            Param::Answer(_) => Spoken::Words(String::new()),
        }
    }
}

enum Spoken {
    Words(String),
    Code(String),
    Number(i64),
}
