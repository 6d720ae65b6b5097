//! What the customer hears and gets at the end of a contact: by SMS, by letter, or read out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::answer::{Registered, RegisteredJob};
use super::check::Item;
use super::people::Person;
use super::register::Intake;
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::quotes::PriceTold;
use crate::app::{App, Error};
use crate::domain::customer::Channel;
use crate::domain::language::Language;
use crate::domain::link::LinkKind;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::money::Money;
use crate::i18n::{Arg, code_key, format, say};
use crate::store::Tx;
use crate::store::customers::Customer;
use crate::store::jobs::ServiceRequest;

/// By what way the customer gets the summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SummaryChannel {
    /// Short message.
    Sms,
    /// Letter.
    Email,
    /// The operator reads it aloud: there is neither a telephone for SMS nor an address for letters.
    ReadOut,
}

crate::domain::codes!(SummaryChannel { Sms => "sms", Email => "email", ReadOut => "read_out" });

/// What is told, as ids and values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// By what way.
    pub channel: SummaryChannel,
    /// Which message.
    pub kind: MessageKind,
    /// In which language.
    pub language: Language,
    /// Its values.
    pub params: BTreeMap<String, Param>,
}

impl Intake<'_> {
    /// Puts the summary into the outbox, if it can be sent; none for a request without units.
    ///
    /// # Errors
    /// The database.
    pub(super) fn summarise(
        &self,
        tx: &mut Tx<'_>,
        request: &ServiceRequest,
        (customer, jobs): (&Customer, &[RegisteredJob]),
    ) -> Result<Option<Summary>, Error> {
        let link = Param::Link(LinkKind::Customer, request.id.0.to_string(), request.link_generation);
        let names = (request.reference.0.to_string(), link);
        let price = jobs.iter().find_map(|job| job.price);
        let items: Vec<&Item> = self.checked.items.iter().collect();
        let Some((kind, params)) = told(&items, names, price) else { return Ok(None) };
        let (channel, address) = way(&self.checked.people, Some(customer));
        if let Some(address) = address {
            let about = About { request: Some(request.id.0), ..About::default() };
            let to = Recipient {
                kind: RecipientKind::Customer,
                id: request.customer_id.0.to_string(),
                phone: address,
                language: request.language.0,
            };
            put(tx, self.now, kind, (&to, about), (request.id.0.as_str(), &params))?;
        }
        let params = params.into_iter().map(|(name, param)| (name.to_owned(), param)).collect();
        Ok(Some(Summary { channel, kind, language: request.language.0, params }))
    }
}

/// Which message tells of these units, with its values; none without units.
pub(super) fn told(
    items: &[&Item],
    (reference, link): (String, Param),
    price: Option<PriceTold>,
) -> Option<(MessageKind, Vec<(&'static str, Param)>)> {
    let first = items.first()?;
    let is_settled = items.iter().all(|item| item.fixed_by_phone.is_some());
    let kind = if is_settled { MessageKind::JobCompleted } else { MessageKind::RequestRegistered };
    let mut params = vec![
        ("reference", Param::Code(reference)),
        ("category", Param::Category(first.unit.category.clone())),
        ("count", Param::Number(i64::try_from(items.len()).unwrap_or(i64::MAX))),
        ("link", link),
    ];
    if let Some(price) = price {
        let sums = [("fee", price.visit_fee), ("least", price.least), ("most", price.most)];
        params.extend(sums.map(|(name, sum)| (name, Param::Money(sum))));
    }
    Some((kind, params))
}

/// SMS where there is a telephone for it, unless the customer prefers letters; else a letter; else nothing is sent.
pub(super) fn way(people: &[Person], customer: Option<&Customer>) -> (SummaryChannel, Option<String>) {
    let sms = people.iter().find(|person| person.can_sms).map(|person| person.phone.as_ref().to_owned());
    let own = || customer.and_then(|customer| customer.email.clone());
    let email = people.iter().find_map(|person| person.email.clone()).or_else(own);
    let preferred = customer.and_then(|customer| customer.preferred_channel.map(|it| it.0));
    let prefers_email = preferred == Some(Channel::Email);
    match (sms, email) {
        (_, Some(email)) if prefers_email => (SummaryChannel::Email, Some(email)),
        (Some(sms), _) => (SummaryChannel::Sms, Some(sms)),
        (None, Some(email)) => (SummaryChannel::Email, Some(email)),
        (None, None) => (SummaryChannel::ReadOut, None),
    }
}

impl App {
    /// The summary in the customer's language: the words of the message, or what the operator reads aloud, which says
    /// the warranty and the next promised time instead of a link.
    #[must_use]
    pub fn summary_text(&self, made: &Registered) -> String {
        let Some(summary) = &made.summary else { return String::new() };
        let language = summary.language;
        if summary.channel != SummaryChannel::ReadOut {
            return self.words_of(summary.kind, language, &summary.params);
        }
        let reference = made.reference.to_string();
        let catalogue = self.catalogue();
        let category = match summary.params.get("category") {
            Some(Param::Category(code)) => catalogue.category(code).map_or_else(
                || code.clone(),
                |it| if language == Language::Fa { it.name_fa.clone() } else { it.name_en.clone() },
            ),
            _ => String::new(),
        };
        let outcome = made.jobs.first().map(|job| job.verdict.outcome);
        let key = outcome.map(|outcome| code_key("customer-warranty", outcome.as_str()));
        let warranty = key.map(|key| say(language, &key, &[])).unwrap_or_default();
        let answer = format::date_time(language, made.milestones.first_response, self.site.zone);
        let visit = format::date_time(language, made.milestones.first_visit, self.site.zone);
        let price = made.jobs.iter().find_map(|job| job.price);
        let money = |sum: fn(&PriceTold) -> Money| price.as_ref().map(|it| format::money(language, sum(it)));
        let [fee, least, most] =
            [money(|it| it.visit_fee), money(|it| it.least), money(|it| it.most)].map(Option::unwrap_or_default);
        let args = [
            ("site", Arg::text(&self.site.name)),
            ("reference", Arg::code(&reference)),
            ("category", Arg::text(&category)),
            ("count", Arg::Number(i64::try_from(made.jobs.len()).unwrap_or(i64::MAX))),
            ("warranty", Arg::text(&warranty)),
            ("answer", Arg::text(&answer)),
            ("visit", Arg::text(&visit)),
            ("fee", Arg::text(&fee)),
            ("least", Arg::text(&least)),
            ("most", Arg::text(&most)),
        ];
        let is_settled = summary.kind == MessageKind::JobCompleted;
        say(language, if is_settled { "spoken-settled" } else { "spoken-registered" }, &args)
    }
}
