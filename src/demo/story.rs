//! The story: one fault report from the call to the closed job, told in plain words as it happens.

use super::player::{Player, four_digits};
use super::words::Teller;
use crate::app::case::Case;
use crate::app::intake::NewRequest;
use crate::app::intake::check::check;
use crate::app::links::Opened;
use crate::app::{Actor, Error, dispatch, jobs};
use crate::domain::id::{JobId, VisitId};
use crate::domain::job::JobState;
use crate::domain::language::Language;
use crate::domain::visit::VisitEvent;
use crate::domain::warranty::{WarrantyOutcome, judge};
use crate::start::Stopped;
use crate::store::jobs::find_job;
use crate::store::offers::find_offer;
use crate::store::people::find_user_by_name;

/// Samples among which one under warranty is looked for.
const SAMPLES: u64 = 50;

/// Plays and tells it.
///
/// # Errors
/// A step that failed: the demo shows real use-cases, so that is a defect.
pub async fn tell(player: &Player, language: Language) -> Result<(), Stopped> {
    let told = Story { player, teller: Teller::new(player.app.clone(), language) };
    let operator = told.operator().await?;
    let body = told.covered(told.next_sample().await?)?;
    let job = told.report(&operator, body).await?;
    let visit = told.offer(job).await?;
    told.visit(job, visit).await?;
    told.close(job).await
}

struct Story<'a> {
    player: &'a Player,
    teller: Teller,
}

impl Story<'_> {
    async fn operator(&self) -> Result<Actor, Stopped> {
        let find = |conn: &mut crate::store::Conn| find_user_by_name(conn, "operator").map_err(Error::from);
        let user = self.player.app.db.read(find).await?;
        Ok(Actor { kind: crate::domain::machine::ActorKind::Staff, id: Some(user.id.0.to_string()) })
    }

    /// Another sample each time a folder is used again.
    async fn next_sample(&self) -> Result<u64, Stopped> {
        let reference = self.player.app.references_next().await?;
        Ok(reference.as_ref().bytes().fold(0, |sum, byte| sum * 10 + u64::from(byte - b'0')) % 500)
    }

    /// The first sample from `k` on whose unit is under warranty: the most common call.
    fn covered(&self, k: u64) -> Result<NewRequest, Stopped> {
        let (app, catalogue) = (&self.player.app, self.player.app.catalogue());
        let now = app.clock.now();
        let is_covered = |body: &NewRequest| {
            let checked = check(body, &catalogue, &app.site.region, now).ok();
            let unit = checked.and_then(|checked| checked.items.into_iter().next()).map(|item| item.unit);
            let today = catalogue.calendar().local_date(now);
            unit.is_some_and(|unit| {
                judge(catalogue.warranty_policies(), &unit, today).outcome == WarrantyOutcome::InWarranty
            })
        };
        for k in k..k + SAMPLES {
            let body = self.player.sample(k)?;
            if is_covered(&body) {
                return Ok(body);
            }
        }
        self.player.sample(k)
    }

    async fn case(&self, job: JobId) -> Result<Case, Stopped> {
        Ok(self.player.app.db.read(move |conn| Case::load(conn, job).map_err(Error::from)).await?)
    }

    async fn report(&self, operator: &Actor, body: NewRequest) -> Result<JobId, Stopped> {
        let (app, teller) = (&self.player.app, &self.teller);
        teller.step("report");
        let caller = body.contacts.first().cloned();
        let registered = self.player.report(operator, body).await?;
        let Some(first) = registered.jobs.first() else { return Err(Stopped::Failed("no job".to_owned())) };
        let case = self.case(first.id).await?;
        if let Some(caller) = caller {
            teller.say("report-caller", &[("name", &caller.name.unwrap_or_default()), ("phone", &caller.phone)]);
        }
        teller.unit(&case);
        teller.say("report-reference", &[("reference", registered.reference.as_ref())]);
        self.player.work().await?;
        self.show_sms(&self.caller_phone(&case).await?, registered.reference.as_ref())?;
        teller.step("verdict");
        teller.verdict(&first.verdict);
        teller.due(&registered.milestones, app.site.zone);
        Ok(first.id)
    }

    async fn caller_phone(&self, case: &Case) -> Result<String, Stopped> {
        let request = case.request.id.0;
        let list = move |conn: &mut crate::store::Conn| {
            crate::store::jobs::list_request_contacts(conn, request).map_err(Error::from)
        };
        let people = self.player.app.db.read(list).await?;
        let found = people.into_iter().find(|person| person.can_sms);
        found.map(|person| person.phone).ok_or_else(|| Stopped::Failed("nobody gets SMS".to_owned()))
    }

    fn show_sms(&self, phone: &str, part: &str) -> Result<(), Stopped> {
        let message =
            self.player.newest(phone, part).or_else(|_| self.player.newest(phone, &Teller::persian_digits(part)))?;
        self.teller.sms(&message);
        Ok(())
    }

    /// The candidates with their reasons, the offer by SMS, and the acceptance by its link.
    async fn offer(&self, job: JobId) -> Result<VisitId, Stopped> {
        let (player, teller) = (self.player, &self.teller);
        teller.step("candidates");
        let ranked = dispatch::rank_job(&player.app, job, None).await?;
        let network = player.app.network();
        teller.candidates(&ranked.ledger, &network);
        let Some(offer) = ranked.offers.iter().find(|offer| offer.state.0.is_open()) else {
            return Err(Stopped::Failed("nobody was asked".to_owned()));
        };
        let Some(agent) = network.agent(offer.agent_id.0) else { return Err(Stopped::Failed("no agent".to_owned())) };
        teller.step("offer");
        teller.say("offer-to", &[("agent", agent.name_in(teller.language)), ("phone", &agent.phone)]);
        let Some(message) = player.phones.messages(&agent.phone).into_iter().next() else {
            return Err(Stopped::Failed("no SMS came".to_owned()));
        };
        teller.sms(&message);
        player.wait(6);
        teller.step("acceptance");
        let Opened::Offer(id) = player.open(&message).await? else {
            return Err(Stopped::Failed("the link opens no offer".to_owned()));
        };
        let accepted = player.accept(id).await?;
        let offer = player.app.db.read(move |conn| find_offer(conn, id).map_err(Error::from)).await?;
        let technician = agent.technicians.iter().find(|it| Some(it.id) == offer.technician_id.map(|id| id.0));
        teller.accepted(technician.map(|it| it.name_in(teller.language)).unwrap_or_default(), accepted.window);
        player.work().await?;
        let case = self.case(job).await?;
        let caller = self.caller_phone(&case).await?;
        if let Some(message) = player.phones.messages(&caller).into_iter().next() {
            teller.sms(&message);
        }
        player.wait_until(accepted.window.from - chrono::TimeDelta::minutes(20));
        Ok(accepted.visit_id)
    }

    /// The technician proves presence and completion with the codes that only the customer's telephone shows.
    async fn visit(&self, job: JobId, visit: VisitId) -> Result<(), Stopped> {
        let (player, teller) = (self.player, &self.teller);
        teller.step("visit");
        let caller = self.caller_phone(&self.case(job).await?).await?;
        player.at_visit(visit, VisitEvent::SetOut, None).await?;
        teller.moment("visit-en-route");
        player.work().await?;
        let code = self.code_from(&caller)?;
        player.wait(25);
        player.at_visit(visit, VisitEvent::Arrive, Some(code.clone())).await?;
        teller.moment_with("visit-arrived", &code);
        player.work().await?;
        let code = self.code_from(&caller)?;
        player.at_visit(visit, VisitEvent::BeginWork, None).await?;
        player.wait(55);
        player.at_visit(visit, VisitEvent::Finish, Some(code.clone())).await?;
        teller.moment_with("visit-done", &code);
        player.work().await
    }

    fn code_from(&self, phone: &str) -> Result<String, Stopped> {
        let message = self.player.phones.messages(phone).into_iter().next();
        let message = message.ok_or_else(|| Stopped::Failed("no SMS came".to_owned()))?;
        self.teller.sms(&message);
        four_digits(&message.text).ok_or_else(|| Stopped::Failed("an SMS without a code".to_owned()))
    }

    async fn close(&self, job: JobId) -> Result<(), Stopped> {
        let (player, teller) = (self.player, &self.teller);
        jobs::settle_due(&player.app).await?;
        let job = player.app.db.read(move |conn| find_job(conn, job).map_err(Error::from)).await?;
        if job.state.0 != JobState::Closed {
            return Err(Stopped::Failed(format!("the job is {}, not closed", job.state.0)));
        }
        teller.step("completion");
        teller.closed(&job);
        teller.step("turnaround");
        teller.turnaround().await?;
        let case = self.case(job.id.0).await?;
        teller.say("end", &[("reference", case.request.reference.0.as_ref())]);
        Ok(())
    }
}
