//! What comes with a POST to a link: a form, a JSON object, or nothing.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Deserializer};

use crate::app::idempotent::Key;
use crate::app::{Code, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::quote::QuoteLine;
use crate::security::fingerprint;
use crate::web::csrf::FIELD;
use crate::web::error::Problem;
use crate::web::extract::{IdemKey, LARGEST_BODY, is_form};
use crate::web::reading::{read_json, read_pairs};

/// Every field that a link takes; what was typed is shown again when it is wrong.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// Who comes, with an acceptance.
    pub technician_id: Option<String>,
    /// Why not.
    pub reason: Option<String>,
    /// What happened on the visit.
    pub event: Option<String>,
    /// The customer's four digits.
    pub code: Option<String>,
    /// How the work ended.
    pub outcome: Option<String>,
    /// Words about the work.
    pub note: Option<String>,
    /// Numbers of the parts that are needed, with commas between them.
    pub parts: Option<String>,
    /// When the chosen time begins.
    pub from: Option<String>,
    /// The job that a complaint is about.
    pub job: Option<String>,
    /// What the complaint is about.
    pub subject: Option<String>,
    /// What happened, in the customer's words.
    pub description: Option<String>,
    /// What the customer asks for.
    pub demand: Option<String>,
    /// The quote or payment that the customer answers.
    pub about: Option<String>,
    /// The answer: approve or decline, confirm or dispute.
    pub answer: Option<String>,
    /// Price of the work.
    pub labour: Option<String>,
    /// Price of the way.
    pub travel: Option<String>,
    /// Price of coming and looking.
    pub visit_fee: Option<String>,
    /// Name of the first part.
    pub part1: Option<String>,
    /// Pieces of it.
    pub part1_quantity: Option<String>,
    /// Price of a piece.
    pub part1_price: Option<String>,
    /// Name of the second part.
    pub part2: Option<String>,
    /// Pieces of it.
    pub part2_quantity: Option<String>,
    /// Price of a piece.
    pub part2_price: Option<String>,
    /// Name of the third part.
    pub part3: Option<String>,
    /// Pieces of it.
    pub part3_quantity: Option<String>,
    /// Price of a piece.
    pub part3_price: Option<String>,
    /// The lines of a quote, instead of the fields above.
    pub lines: Option<Vec<QuoteLine>>,
    /// What was paid.
    pub amount: Option<String>,
    /// How it was paid.
    pub method: Option<String>,
    /// Who has it.
    pub receiver: Option<String>,
    /// The number that proves it.
    pub trace: Option<String>,
    /// Whether more will follow.
    pub deposit: Option<String>,
    /// The photo that shows why work under warranty should be charged.
    pub photo: Option<String>,
    /// What comes along with a unit that is taken to the workshop, a line each.
    pub accessories: Option<String>,
    /// What the customer thinks of the work, 1 to 5; programs may send a number.
    #[serde(default, deserialize_with = "number_or_text")]
    pub score: Option<String>,
    /// The same in words.
    pub comment: Option<String>,
}

/// The fields with the key of the request.
pub struct Said {
    /// The fields.
    pub value: Saying,
    hash: String,
    key: Option<String>,
}

impl Said {
    /// The idempotency key under this route.
    pub fn key(&self, route: &'static str) -> Option<Key> {
        self.key.clone().map(|key| Key { route, key, body_hash: self.hash.clone() })
    }
}

impl FromRequest for Said {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = IdemKey::from_request(request, payload);
        let bytes = web::Payload::from_request(request, payload);
        let (is_form, is_json) = (is_form(request), request.content_type().to_ascii_lowercase().ends_with("json"));
        Box::pin(async move {
            let key = key.await?.0;
            let payload = bytes.await.map_err(|_| Code::BadRequest)?;
            let bytes = payload.to_bytes_limited(LARGEST_BODY).await.map_err(|_| Code::TooLarge)?;
            let bytes = bytes.map_err(|_| Code::BadRequest)?;
            let mut value: Saying = match (bytes.is_empty(), is_form, is_json) {
                (true, ..) => Saying::default(),
                (_, true, _) => read_pairs(&bytes, FIELD)?,
                (.., true) => read_json(&bytes)?,
                _ => return Err(Code::UnsupportedMediaType.into()),
            };
            if is_form {
                value.forget_empty();
            }
            Ok(Self { value, hash: fingerprint(&bytes), key })
        })
    }
}

impl Saying {
    /// A form sends its empty fields too.
    fn forget_empty(&mut self) {
        let Self {
            technician_id,
            reason,
            event,
            code,
            outcome,
            note,
            parts,
            from,
            job,
            subject,
            description,
            demand,
            ..
        } = self;
        for field in [technician_id, reason, event, code, outcome, note, parts, from, job, subject, description, demand]
        {
            field.take_if(|text| text.trim().is_empty());
        }
        let Self { about, answer, labour, travel, visit_fee, amount, method, receiver, trace, deposit, photo, .. } =
            self;
        for field in [about, answer, labour, travel, visit_fee, amount, method, receiver, trace, deposit, photo] {
            field.take_if(|text| text.trim().is_empty());
        }
        let Self { part1, part1_quantity, part1_price, part2, part2_quantity, part2_price, .. } = self;
        for field in [part1, part1_quantity, part1_price, part2, part2_quantity, part2_price] {
            field.take_if(|text| text.trim().is_empty());
        }
        for field in [&mut self.part3, &mut self.part3_quantity, &mut self.part3_price, &mut self.accessories] {
            field.take_if(|text| text.trim().is_empty());
        }
        for field in [&mut self.score, &mut self.comment] {
            field.take_if(|text| text.trim().is_empty());
        }
    }
}

/// A whole number as it is written, from a number or a text.
fn number_or_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(i64),
        Text(String),
    }
    let written = Option::<Written>::deserialize(from)?;
    Ok(written.map(|written| match written {
        Written::Number(number) => number.to_string(),
        Written::Text(text) => text,
    }))
}

/// Reads one of the codes of a field.
pub fn read<T: std::str::FromStr>(field: &'static str, text: Option<&String>) -> Result<Option<T>, Error> {
    let read = text.map(|text| text.parse().map_err(|_| fault(field, FaultCode::Unknown)));
    read.transpose()
}

/// One fault of a field.
pub fn fault(field: &'static str, code: FaultCode) -> Error {
    let mut faults = Faults::default();
    faults.add(field, code);
    faults.into()
}
