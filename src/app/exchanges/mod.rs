//! Exchange and refund: asked for with evidence, approved on both sides by two other people, and done.

mod ask;
mod end;
mod fulfil;
mod given;
mod step;
mod turn;

pub use ask::{Asked, NewExchange, ask_exchange};
pub use end::withdraw_with_job;
pub use given::Fulfilment;
pub use step::{ExchangeStep, step_exchange};

use serde_json::json;

use super::case::Case;
use super::journal::Happening;
use super::messages::{About, Param, put_to_customer};
use super::visits::link_of;
use super::{Actor, App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{AttachmentId, JobId};
use crate::domain::message::MessageKind;
use crate::domain::text::clean_text;
use crate::domain::time::Instant;
use crate::store::exchanges::ExchangeCase;
use crate::store::feed::Topic;
use crate::store::jobs::Job;
use crate::store::photos::has_photo;
use crate::store::{Conn, StoreError, Tx};

/// By what, by whom and when.
type Who<'a> = (&'a App, &'a Actor, Instant);

/// Characters of words about a case at most.
const NOTE_CHARS: usize = 1_000;
/// Photos of a case at most.
const MOST_PHOTOS: usize = 12;

/// Something that happened to the case of a job.
fn happened(job: &Job, row: &ExchangeCase, name: &'static str) -> Happening {
    let detail = json!({
        "exchange": row.id.0, "remedy": row.remedy.0, "amount": row.amount, "cause": row.cause,
        "photos": row.photos.0, "new_unit": row.new_unit_id.map(|id| id.0),
    });
    Happening::new(Topic::Job, job.id.0, name).of(job).with(detail)
}

/// Words that people write; none where they are empty.
fn words(note: Option<&str>, faults: &mut Faults) -> Option<String> {
    let cleaned = match clean_text(note?, NOTE_CHARS) {
        Err(FaultCode::TooLong) => {
            faults.add_about("note", FaultCode::TooLong, NOTE_CHARS.to_string());
            None
        }
        cleaned => faults.take("note", cleaned),
    };
    cleaned.filter(|note| !note.is_empty())
}

/// Photos that show it must be photos of the job.
fn check_photos(conn: &mut Conn, job: JobId, photos: &[AttachmentId], faults: &mut Faults) -> Result<(), StoreError> {
    if photos.len() > MOST_PHOTOS {
        faults.add_about("photos", FaultCode::TooMany, MOST_PHOTOS.to_string());
        return Ok(());
    }
    for (at, photo) in photos.iter().enumerate() {
        if !has_photo(conn, job, *photo)? {
            faults.add_about(format!("photos.{at}"), FaultCode::Unknown, photo.to_string());
        }
    }
    Ok(())
}

/// Tells the customer what became of the case: `approved`, `rejected` or `fulfilled`.
fn tell(tx: &mut Tx<'_>, now: Instant, case: &Case, row: &ExchangeCase) -> Result<(), Error> {
    let params = [
        ("reference", Param::Code(case.request.reference.0.to_string())),
        ("answer_given", Param::ExchangeAnswer(format!("{}_{}", row.remedy.0, row.state.0))),
        ("link", link_of(&case.request)),
    ];
    let once = format!("{}:{}", row.id.0, row.state.0);
    put_to_customer(tx, now, MessageKind::ExchangeNews, (&case.request, About::job(&case.job)), (&once, &params))
}
