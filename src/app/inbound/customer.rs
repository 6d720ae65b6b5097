//! What customers wish for by SMS: where things stand, a rating, to give a request up, a call, no more messages. Only
//! requests of the sender's own number are touched.

use chrono::TimeDelta;

use super::reply::{put_reply, to_customer};
use super::{Heard, Letter, quote};
use crate::app::jobs::{Change, change_job};
use crate::app::messages::Param;
use crate::app::owner::Owner;
use crate::app::ratings::{Given, is_of_workers, keep_rating};
use crate::app::tasks::{TaskSpec, put_task};
use crate::app::{Actor, App, Code, Error};
use crate::domain::access::{Role, Scope};
use crate::domain::customer::Channel;
use crate::domain::job::{JobEvent, JobState};
use crate::domain::message::CustomerOrder;
use crate::domain::reason::ReasonKind;
use crate::domain::task::TaskKind;
use crate::domain::time::Instant;
use crate::queries::contacts::{list_open_jobs_of, province_of_customer};
use crate::queries::wishes::{Standing, find_job_to_rate, list_standings};
use crate::store::customers::Customer;
use crate::store::jobs::Job;
use crate::store::opt_outs::{OptOut, delete_opt_out, put_opt_out};
use crate::store::{At, Tx};

/// Business minutes within which a customer who asks for it is called.
const CALL_WITHIN: i64 = 60;
/// Requests that one answer names.
const MOST_NAMED: usize = 3;

/// Does what a customer wishes, or somebody at a number that no customer has.
pub(super) async fn obey(
    app: &App,
    letter: &Letter,
    customers: &[Customer],
    wish: &CustomerOrder,
) -> Result<Heard, Error> {
    if let Some(heard) = quote::answer(app, letter, customers, wish).await? {
        return Ok(heard);
    }
    let wishing =
        Wishing { app: app.clone(), letter: letter.clone(), customers: customers.to_vec(), now: app.clock.now() };
    match wish {
        CustomerOrder::Status => wishing.status().await,
        CustomerOrder::Rate(score) => wishing.rate(*score).await,
        // Only a price is answered by a digit with a number, and none waits.
        CustomerOrder::Answer(..) => Ok(Heard::refused(Code::NotFound)),
        CustomerOrder::Cancel(reference, digit) => wishing.cancel(reference.as_deref(), *digit).await,
        CustomerOrder::CallMe => wishing.call().await,
        CustomerOrder::OptOut => wishing.opt(false).await,
        CustomerOrder::OptIn => wishing.opt(true).await,
    }
}

#[derive(Clone)]
struct Wishing {
    app: App,
    letter: Letter,
    customers: Vec<Customer>,
    now: Instant,
}

type Params = Vec<(&'static str, Param)>;

impl Wishing {
    fn answer(&self, tx: &mut Tx<'_>, answer: &'static str, params: Params) -> Result<(), Error> {
        let to = to_customer(&self.letter, self.customers.first());
        put_reply(&self.app, tx, (&self.letter, &to), answer, params)
    }

    /// Answers in a transaction of its own.
    async fn say(self, answer: &'static str, params: Params) -> Result<(), Error> {
        let db = self.app.db.clone();
        db.write(move |tx| self.answer(tx, answer, params.clone())).await
    }

    async fn standings(&self) -> Result<Vec<Standing>, Error> {
        let customers: Vec<_> = self.customers.iter().map(|customer| customer.id.0).collect();
        self.app.db.read(move |conn| list_standings(conn, &customers).map_err(Error::from)).await
    }

    async fn status(self) -> Result<Heard, Error> {
        let standings = self.standings().await?;
        if standings.is_empty() {
            self.say("nothing-open", Vec::new()).await?;
            return Ok(Heard::did("status"));
        }
        let named = standings.iter().take(MOST_NAMED).map(|standing| {
            let mut params = vec![
                ("reference".to_owned(), Param::Code(standing.reference.to_string())),
                ("category".to_owned(), Param::Category(standing.category.clone())),
                ("state".to_owned(), Param::State(standing.state.as_str().to_owned())),
            ];
            params.extend(standing.window.map(|window| ("window".to_owned(), Param::Window(window))));
            params.into_iter().collect()
        });
        let params = vec![("requests", Param::Requests(named.collect()))];
        self.say("status", params).await?;
        Ok(Heard::did("status"))
    }

    async fn rate(self, score: i32) -> Result<Heard, Error> {
        let customers: Vec<_> = self.customers.iter().map(|customer| customer.id.0).collect();
        let since = self.now - TimeDelta::days(self.app.catalogue().messaging().rate_days);
        let read = move |conn: &mut _| find_job_to_rate(conn, &customers, since).map_err(Error::from);
        let Some(job) = self.app.db.read(read).await? else {
            self.say("nothing-to-rate", Vec::new()).await?;
            return Ok(Heard::refused(Code::NotFound));
        };
        let (db, id) = (self.app.db.clone(), job.id.0);
        db.write(move |tx| self.keep_rating(tx, &job, score)).await?;
        Ok(Heard::did("rated").about(id))
    }

    fn keep_rating(&self, tx: &mut Tx<'_>, job: &Job, score: i32) -> Result<(), Error> {
        let is_void = is_of_workers(tx.conn(), &self.app, job, self.letter.phone.as_ref())?;
        let given = Given { score, comment: None, channel: Channel::Sms, is_void };
        // Two at once: the first counts, and both are thanked.
        keep_rating(tx, &self.app, self.now, job, given)?;
        self.answer(tx, "rated", Vec::new())
    }

    fn task(&self, kind: TaskKind, province: &str, due_at: Instant) -> TaskSpec {
        let customer = self.customers.first().map(|customer| customer.id.0);
        let note = format!("\u{200e}{} – {}", self.letter.phone, self.letter.text);
        let spec = TaskSpec::bare(kind, Owner::unit(Role::Operator), province, due_at).noted(Some(note));
        TaskSpec { customer, ..spec }
    }

    /// Gives a request up: the only open one, or the one that is named; the reason is a digit. Once somebody has come, a
    /// person talks to the customer instead.
    async fn cancel(self, reference: Option<&str>, digit: Option<i32>) -> Result<Heard, Error> {
        let standings = self.standings().await?;
        let named = standings.iter().filter(|it| reference.is_none_or(|wanted| it.reference.as_str() == wanted));
        let mut requests: Vec<_> = named.map(|it| (it.request, it.reference.to_string())).collect();
        requests.dedup();
        let (request, reference) = match requests.as_slice() {
            [] => {
                self.say("nothing-open", Vec::new()).await?;
                return Ok(Heard::refused(Code::NotFound));
            }
            [one] => one.clone(),
            several => {
                let references = several.iter().map(|(_, reference)| reference.as_str()).collect::<Vec<_>>().join(", ");
                self.say("which-request", vec![("references", Param::Code(references))]).await?;
                return Ok(Heard::refused(Code::Conflict));
            }
        };
        let catalogue = self.app.catalogue();
        let reasons = catalogue.reasons(ReasonKind::Cancel);
        let Some(reason) = reasons.iter().find(|reason| reason.digit.is_some() && reason.digit == digit) else {
            self.say("which-cancel-reason", vec![("reference", Param::Code(reference))]).await?;
            return Ok(Heard::refused(Code::Invalid));
        };
        let of_request: Vec<_> = standings.iter().filter(|it| it.request == request).collect();
        let has_begun = of_request.iter().any(|it| it.state == JobState::InProgress);
        if has_begun {
            self.ask_for_call().await?;
            return Ok(Heard::did("call"));
        }
        let job = of_request.first().map(|it| it.job);
        for standing in of_request {
            let change = Change { event: JobEvent::Cancel, reason: Some(reason.code.clone()), until: None, seen: None };
            change_job(&self.app, Actor::customer(request), standing.job, change).await?;
        }
        // The use-case tells the customer that the request was given up.
        Ok(Heard { job, ..Heard::did("cancelled") })
    }

    async fn call(self) -> Result<Heard, Error> {
        self.ask_for_call().await?;
        Ok(Heard::did("call"))
    }

    async fn ask_for_call(self) -> Result<(), Error> {
        let db = self.app.db.clone();
        db.write(move |tx| {
            let catalogue = self.app.catalogue();
            let due = catalogue.after_business(self.now, CALL_WITHIN);
            let mut spec = self.task(TaskKind::Callback, "", due);
            if let Some(customer) = self.customers.first() {
                spec.province = province_of_customer(tx.conn(), customer.id.0)?;
                let open = list_open_jobs_of(tx.conn(), &Scope::All, customer.id.0)?;
                (spec.request, spec.job) = open.last().map(|job| (job.request_id.0, job.id.0)).unzip();
            }
            put_task(tx, &catalogue, (&Actor::system(), self.now), spec)?;
            self.answer(tx, "will-call", Vec::new())
        })
        .await
    }

    async fn opt(self, in_again: bool) -> Result<Heard, Error> {
        let db = self.app.db.clone();
        db.write(move |tx| {
            let number = self.letter.phone.to_string();
            if in_again {
                delete_opt_out(tx, &number)?;
                self.answer(tx, "opted-in", Vec::new())
            } else {
                put_opt_out(tx, &OptOut { address: number, at: At(self.now) })?;
                self.answer(tx, "opted-out", Vec::new())
            }
        })
        .await?;
        Ok(Heard::did(if in_again { "opted_in" } else { "opted_out" }))
    }
}
