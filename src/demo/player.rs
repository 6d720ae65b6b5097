//! Plays people of the demo through the real use-cases: they know only what their telephones show.

use chrono::TimeDelta;

use crate::app::intake::{NewRequest, Registered, register_request};
use crate::app::links::Opened;
use crate::app::offers::{Acceptance, Accepted, accept};
use crate::app::ticks::{Tick, run_now};
use crate::app::visits::{VisitReport, report_visit};
use crate::app::{Actor, App, Error, dispatch, outbox, sample};
use crate::domain::id::{OfferId, VisitId};
use crate::domain::text::latin_digits;
use crate::domain::visit::VisitEvent;
use crate::gateway::sms::phones::{Phones, Received};
use crate::start::Stopped;

/// The stage: the product, the phones and the clock that the player moves.
pub struct Player {
    /// The product.
    pub app: App,
    /// Everybody's telephones.
    pub phones: Phones,
}

impl Player {
    /// Lets time pass.
    pub fn wait(&self, minutes: i64) {
        self.app.clock.advance(TimeDelta::minutes(minutes));
    }

    /// Sets the clock forward to a moment; it never goes back.
    pub fn wait_until(&self, at: crate::domain::time::Instant) {
        let by = at - self.app.clock.now();
        if by > TimeDelta::zero() {
            self.app.clock.advance(by);
        }
    }

    /// The worker's part: dispatch what is due, send what waits.
    ///
    /// # Errors
    /// The database.
    pub async fn work(&self) -> Result<(), Stopped> {
        for tick in [Tick::ExpireOffers, Tick::ResumeHolds, Tick::MissVisits, Tick::SettleJobs] {
            run_now(&self.app, tick).await?;
        }
        dispatch::dispatch_due(&self.app).await?;
        while outbox::deliver_due(&self.app).await?.total() > 0 {}
        Ok(())
    }

    /// The body of the `k`-th sample report.
    ///
    /// # Errors
    /// A sample that the product cannot read, which is a defect.
    pub fn sample(&self, k: u64) -> Result<NewRequest, Stopped> {
        let body = sample::sample_request(&self.app.catalogue(), &self.app.network(), self.app.clock.now(), k);
        let body = body.ok_or_else(|| Stopped::Failed("no agent covers any customer".to_owned()))?;
        serde_json::from_value(body).map_err(|error| Stopped::Failed(format!("sample {k}: {error}")))
    }

    /// An operator takes a report down.
    ///
    /// # Errors
    /// What intake refuses.
    pub async fn report(&self, operator: &Actor, body: NewRequest) -> Result<Registered, Error> {
        register_request(&self.app, operator.clone(), None, body).await
    }

    /// The newest message on a phone that says `part`.
    ///
    /// # Errors
    /// No such message, which is a defect of the story.
    pub fn newest(&self, phone: &str, part: &str) -> Result<Received, Stopped> {
        let found = self.phones.messages(phone).into_iter().find(|message| message.text.contains(part));
        found.ok_or_else(|| Stopped::Failed(format!("no message with {part:?} came")))
    }

    /// Opens the link in a message, as its reader would.
    ///
    /// # Errors
    /// A message without a link, or a link that opens nothing.
    pub async fn open(&self, message: &Received) -> Result<Opened, Stopped> {
        let code = message.text.split_whitespace().filter_map(|word| word.rsplit_once('/')).find_map(|(path, code)| {
            (path.ends_with("/o") || path.ends_with("/t")).then(|| code.trim_end_matches(['.', '،']).to_owned())
        });
        let code = code.ok_or_else(|| Stopped::Failed("a message without a link".to_owned()))?;
        Ok(self.app.open_link(&code).await?)
    }

    /// Accepts an offer.
    ///
    /// # Errors
    /// What acceptance refuses.
    pub async fn accept(&self, offer: OfferId) -> Result<Accepted, Error> {
        accept(&self.app, offer, None, Acceptance::default()).await
    }

    /// A technician reports from the visit.
    ///
    /// # Errors
    /// What the visit refuses.
    pub async fn at_visit(&self, visit: VisitId, event: VisitEvent, code: Option<String>) -> Result<(), Error> {
        let report = VisitReport { event, code, reason: None, outcome: None, note: None, parts: Vec::new() };
        report_visit(&self.app, Actor::technician(visit), visit, None, report).await?;
        self.app.clock.advance(TimeDelta::seconds(1));
        Ok(())
    }
}

/// The four digits that stand alone in a message.
#[must_use]
pub fn four_digits(text: &str) -> Option<String> {
    let text = latin_digits(text);
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.find(|run| run.len() == 4).map(str::to_owned)
}
