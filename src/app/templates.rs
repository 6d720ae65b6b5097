//! The texts of messages: what came with the product, the administrator's own in its place, and how either looks and costs.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::clock::mint;
use super::journal::{Happening, record};
use super::messages::Param;
use super::{Actor, App, Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::VisitId;
use crate::domain::language::Language;
use crate::domain::link::LinkKind;
use crate::domain::money::Money;
use crate::domain::reason::ReasonKind;
use crate::domain::time::Window;
use crate::gateway::sms::parts::{Alphabet, measure};
use crate::i18n::{BadTemplate, Template, keys, say, shipped};
use crate::store::feed::Topic;
use crate::store::templates::{TemplateRow, find_template, insert_template};
use crate::store::{At, Col, StoreError};

/// Texts of short messages begin so.
const PREFIX: &str = "sms-";
/// Longest text, characters.
const BODY_CHARS: usize = 4_000;
/// Values without which a message is of no use: where it names one, a text in its place must too.
const NEEDED: [&str; 7] =
    ["link", "arrival_code", "completion_code", "handover_code", "status_code", "offers", "requests"];

/// A text as an editor shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextView {
    /// Key of the message.
    pub key: String,
    /// Its language.
    pub language: Language,
    /// The text in force, in the syntax of the message files.
    pub body: String,
    /// The text that came with the product.
    pub shipped: String,
    /// Version of the own text, for `If-Match`; 0 while there was never one.
    pub version: i32,
    /// Whether the text in force is the administrator's.
    pub is_own: bool,
    /// What it may name.
    pub variables: Vec<Variable>,
    /// How it looks and costs.
    pub preview: Preview,
}

/// A value that a text may name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Variable {
    /// Its name, written `{ $name }`.
    pub name: String,
    /// What it is: `text`, `code`, `number`, `window`, `moment`, `link`, …
    pub is: String,
    /// Whether the text must name it.
    pub is_needed: bool,
}

/// A text with sample values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Preview {
    /// What the recipient reads.
    pub text: String,
    /// `gsm7` or `ucs2`.
    pub alphabet: String,
    /// Characters as the network counts them.
    pub units: u32,
    /// SMS parts.
    pub parts: u32,
}

/// Every text of a language, by key.
///
/// # Errors
/// The database.
pub async fn list_texts(app: &App, language: Language) -> Result<Vec<TextView>, Error> {
    let mut texts = Vec::new();
    for key in keys(language).iter().filter(|key| key.starts_with(PREFIX)) {
        texts.push(show_text(app, key, language).await?);
    }
    Ok(texts)
}

/// One text.
///
/// # Errors
/// `NotFound` for a key that is none; the database.
pub async fn show_text(app: &App, key: &str, language: Language) -> Result<TextView, Error> {
    let (body, known) = known(key, language)?;
    let owned = key.to_owned();
    let row = app.db.read(move |conn| find_template(conn, &owned, language).map_err(Error::from)).await?;
    let own = row.as_ref().and_then(|row| row.body.clone());
    let samples = samples(app, language);
    let in_force = own.clone().unwrap_or_else(|| body.clone());
    let variables = known.iter().map(|name| Variable {
        name: name.clone(),
        is: samples.get(name).map_or_else(|| "text".to_owned(), kind_of),
        is_needed: NEEDED.contains(&name.as_str()),
    });
    Ok(TextView {
        key: key.to_owned(),
        language,
        preview: preview(app, language, &in_force)?,
        body: in_force,
        shipped: body,
        version: row.map_or(0, |row| row.version),
        is_own: own.is_some(),
        variables: variables.collect(),
    })
}

/// How a text would look and cost, once it is right.
///
/// # Errors
/// Everything that is wrong with it.
pub fn try_text(app: &App, key: &str, language: Language, body: &str) -> Result<Preview, Error> {
    let (_, known) = known(key, language)?;
    check(app, language, body, &known)
}

/// Puts a text in place of the one in force, or with `None` the one that came with the product.
///
/// # Errors
/// Everything that is wrong with it; `PreconditionFailed` when `seen` is not the version in force; the database.
pub async fn put_text(
    app: &App,
    actor: Actor,
    (key, language): (&str, Language),
    (seen, body): (i32, Option<String>),
) -> Result<TextView, Error> {
    let (_, known) = known(key, language)?;
    if let Some(body) = &body {
        check(app, language, body, &known)?;
    }
    let (now, key) = (app.clock.now(), key.to_owned());
    let body = body.map(|body| body.trim().to_owned());
    let named = key.clone();
    let written = app.db.write(move |tx| -> Result<(), Error> {
        let newest = find_template(tx.conn(), &named, language)?.map_or(0, |row| row.version);
        if newest != seen {
            return Err(Code::PreconditionFailed.into());
        }
        let row = TemplateRow {
            key: named.clone(),
            language: Col(language),
            version: newest + 1,
            body: body.clone(),
            created_at: At(now),
            created_by: actor.user().map(|user| user.to_string()),
        };
        insert_template(tx, &row).map_err(StoreError::look_again)?;
        let happening = Happening::new(Topic::Catalog, format!("{named}/{language}"), "template_edited");
        record(tx, &actor, now, happening.with(json!({ "version": row.version })))
    });
    written.await?;
    app.reload_catalogue().await?;
    show_text(app, &key, language).await
}

fn known(key: &str, language: Language) -> Result<(String, BTreeSet<String>), Error> {
    let found = shipped(language, key).filter(|_| key.starts_with(PREFIX));
    let (body, mut variables) = found.ok_or(Code::NotFound)?;
    variables.insert("site".to_owned());
    Ok((body, variables))
}

fn check(app: &App, language: Language, body: &str, known: &BTreeSet<String>) -> Result<Preview, Error> {
    let mut faults = Faults::default();
    if body.chars().count() > BODY_CHARS {
        faults.add_about("body", FaultCode::TooLong, BODY_CHARS.to_string());
        return Err(faults.into());
    }
    let template = match Template::read(language, body) {
        Ok(template) => template,
        Err(error) => {
            match error {
                BadTemplate::Empty => faults.add("body", FaultCode::Required),
                BadTemplate::Syntax => faults.add("body", FaultCode::TemplateUnreadable),
                BadTemplate::Foreign(name) => faults.add_about("body", FaultCode::VariableUnknown, name),
            }
            return Err(faults.into());
        }
    };
    let unknown: Vec<&str> = template.variables().difference(known).map(String::as_str).collect();
    if !unknown.is_empty() {
        faults.add_about("body", FaultCode::VariableUnknown, unknown.join(", "));
    }
    let needed = NEEDED.iter().filter(|name| known.contains(**name) && !template.variables().contains(**name));
    let missing: Vec<&str> = needed.copied().collect();
    if !missing.is_empty() {
        faults.add_about("body", FaultCode::VariableMissing, missing.join(", "));
    }
    let shown = faults.clone().or(()).ok().map(|()| shown(app, language, &template));
    if let Some(preview) = &shown {
        let most = app.catalogue().messaging().most_parts;
        if preview.parts > most {
            faults.add_about("body", FaultCode::TooManyParts, most.to_string());
        }
    }
    Ok(faults.or(shown)?.ok_or(Code::Invalid)?)
}

fn preview(app: &App, language: Language, body: &str) -> Result<Preview, Error> {
    let template = Template::read(language, body).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(shown(app, language, &template))
}

fn shown(app: &App, language: Language, template: &Template) -> Preview {
    let samples = samples(app, language);
    let text = app.words_by(template, language, &samples).unwrap_or_default();
    let parts = measure(&text);
    let alphabet = match parts.alphabet {
        Alphabet::Gsm7 => "gsm7",
        Alphabet::Ucs2 => "ucs2",
    };
    Preview { text, alphabet: alphabet.to_owned(), units: parts.units, parts: parts.parts }
}

/// What a variable is, as its sample is written.
fn kind_of(param: &Param) -> String {
    let written = serde_json::to_value(param).unwrap_or_default();
    written.get("is").and_then(|is| is.as_str()).unwrap_or("text").to_owned()
}

/// Sums of money, and how they are paid.
fn sums() -> [(&'static str, Param); 6] {
    [
        ("fee", Param::Money(Money::rials(3_500_000))),
        ("least", Param::Money(Money::rials(8_000_000))),
        ("most", Param::Money(Money::rials(25_000_000))),
        ("total", Param::Money(Money::rials(18_500_000))),
        ("amount", Param::Money(Money::rials(18_500_000))),
        ("method", Param::Method("cash".to_owned())),
    ]
}

/// Codes that prove something.
fn secrets() -> [(&'static str, Param); 4] {
    [("arrival_code", "7315"), ("completion_code", "4821"), ("handover_code", "2693"), ("status_code", "406182")]
        .map(|(name, code)| (name, Param::Code(code.to_owned())))
}

/// A value for every variable that messages name: names mean the same in all of them.
fn samples(app: &App, language: Language) -> BTreeMap<String, Param> {
    let (catalogue, now) = (app.catalogue(), app.clock.now());
    let later = now + chrono::TimeDelta::hours(26);
    let window = Window { from: later, to: later + chrono::TimeDelta::hours(2) };
    let text = |text: &str| Param::Text(text.to_owned());
    let named = |key: &str| Param::Text(say(language, key, &[]));
    let code = |code: &str| Param::Code(code.to_owned());
    let mut samples: BTreeMap<String, Param> = [
        ("reference", code("12345674")),
        ("references", code("12345674, 23456782")),
        ("short_number", Param::Number(7)),
        ("count", Param::Number(2)),
        ("category", Param::Category(catalogue.first_category())),
        ("fault", Param::Fault(catalogue.first_fault())),
        ("place", Param::Place(catalogue.first_place())),
        ("window", Param::Window(window)),
        ("deadline", Param::Moment(now + chrono::TimeDelta::minutes(30))),
        ("until", Param::Moment(later)),
        ("at", Param::Moment(later)),
        ("link", Param::Link(LinkKind::Visit, mint::<VisitId>(now).to_string(), 1)),
        ("tag", code("W12345674")),
        ("serial", code("LN-204518")),
        ("recall", code("RC-2026-07")),
        ("keeper", named("sample-agent")),
        ("technician", named("sample-technician")),
        ("agent", named("sample-agent")),
        ("customer", named("sample-customer")),
        ("phone", code("+989121234567")),
        ("address", named("sample-address")),
        ("reason", Param::Reason(ReasonKind::Hold, "PART_ORDERED".to_owned())),
        ("result", text("upheld")),
        ("severity", text("serious")),
        ("state", Param::State("assigned".to_owned())),
        ("part", named("sample-part")),
        ("answer_given", Param::QuoteState("approved".to_owned())),
        ("why", Param::Problem("OFFER_TAKEN".to_owned())),
        ("news", text("given")),
        ("task", Param::Task("callback".to_owned())),
        ("due", Param::Moment(later)),
        ("parts_months", Param::Number(24)),
        ("labour_months", Param::Number(18)),
        ("travel_months", Param::Number(12)),
        ("paper", Param::Paper("insurance".to_owned())),
        ("whose", named("sample-technician")),
        ("last_day", Param::Day(catalogue.calendar().local_date(later))),
    ]
    .into_iter()
    .chain(sums())
    .chain(secrets())
    .map(|(name, param)| (name.to_owned(), param))
    .collect();
    let offer = samples.clone();
    samples.insert("offers".to_owned(), Param::Offers(vec![offer.clone(), offer.clone()]));
    samples.insert("requests".to_owned(), Param::Requests(vec![offer]));
    samples.insert("answer".to_owned(), named("sample-answer"));
    samples
}
