//! Jobs to which anything may happen in any order: what must hold of each of them after every step, and the manager's first
//! page counted anew from what was recorded.

use std::collections::{BTreeMap, HashMap};

use chrono::Duration;
use ostakar::app::appointments::{
    Choice, NewTime, NewVisit, choose_time, divert_visit, free_times, move_visit, plan_visit,
};
use ostakar::app::dispatch::dispatch_job;
use ostakar::app::intake::input::NewWindow;
use ostakar::app::jobs::{Change, change_job};
use ostakar::app::offers::{Acceptance, accept, decline};
use ostakar::app::reach::{come_back, note_attempt};
use ostakar::app::ticks::{Tick, run_now};
use ostakar::app::verification::object;
use ostakar::app::visits::{VisitReport, report_visit};
use ostakar::app::{Actor, App, Code, Error};
use ostakar::domain::access::Scope;
use ostakar::domain::contact::ContactOutcome;
use ostakar::domain::delay::owner_in;
use ostakar::domain::id::{JobId, RequestId, VisitId};
use ostakar::domain::job::{JobEvent, JobState};
use ostakar::domain::kpi::age::Age;
use ostakar::domain::reason::{DelayOwner, ReasonKind};
use ostakar::domain::time::{Instant, Window};
use ostakar::domain::visit::VisitEvent;
use ostakar::queries::open_jobs::open_jobs;
use ostakar::queries::work::WorkFilter;
use ostakar::security::link::{Purpose, short_code};
use ostakar::store::feed::Topic;
use ostakar::store::jobs::find_job;
use ostakar::store::journal::list_events;
use ostakar::store::offers::{Visit, list_offers, list_visits};

use crate::parts::{dispatcher, read};
use crate::played::dice::Dice;
use crate::site::Site;
use crate::support::facts::count;
use crate::support::{TestDb, both};

const JOBS: u64 = 6;
const STEPS: usize = 400;
const TICKS: [Tick; 6] =
    [Tick::ResumeHolds, Tick::MissVisits, Tick::SettleJobs, Tick::ExpireOffers, Tick::DispatchDue, Tick::DeliverOutbox];

struct Chance {
    site: Site,
    dice: Dice,
    jobs: Vec<(JobId, RequestId)>,
    /// The first promise of each visit, as it was when the visit was first seen.
    promised: HashMap<VisitId, Window>,
    /// Steps that did something, by name.
    done: BTreeMap<&'static str, usize>,
}

both!(whatever_happens_nothing_is_lost, async |db: TestDb| {
    let site = Site::open(db).await;
    let mut jobs = Vec::new();
    for n in 0..JOBS {
        let offered = site.offered(n).await;
        jobs.push((offered.job, offered.request));
    }
    let mut chance =
        Chance { site, dice: Dice::new(20_261_129), jobs, promised: HashMap::new(), done: BTreeMap::new() };
    for step in 0..STEPS {
        if step % 25 == 24 {
            // What is over is seldom taken up again, so that there must be more to do.
            let offered = chance.site.offered(JOBS + u64::try_from(step).unwrap()).await;
            chance.jobs.push((offered.job, offered.request));
        }
        chance.step().await;
        chance.holds().await;
        if step % 5 == 0 {
            chance.first_page_is_right().await;
        }
    }
    for step in ["customer", "staff", "technician", "agent"] {
        assert!(chance.done.get(step).is_some_and(|times| *times > 5), "{:?}", chance.done);
    }
    assert!(chance.promised.len() > 10, "too few visits: {}", chance.promised.len());
});

fn bare(event: VisitEvent) -> VisitReport {
    VisitReport { event, code: None, reason: None, outcome: None, note: None, parts: Vec::new() }
}

impl Chance {
    fn app(&self) -> App {
        self.site.app.clone()
    }

    fn reason(&mut self, kind: ReasonKind) -> String {
        let catalogue = self.app().catalogue();
        self.dice.pick(&catalogue.reasons(kind)).code.clone()
    }

    fn until(&mut self) -> Instant {
        self.app().clock.now() + Duration::hours(1 + i64::try_from(self.dice.below(60)).unwrap())
    }

    async fn visits(&self, job: JobId) -> Vec<Visit> {
        read(&self.app(), move |conn| list_visits(conn, job)).await
    }

    async fn step(&mut self) {
        // Mostly the youngest, which are still under way.
        let youngest = self.jobs.len().saturating_sub(6);
        let among = if self.dice.chance(80) { &self.jobs[youngest..] } else { &self.jobs[..] };
        let (app, (job, request)) = (self.app(), *self.dice.pick(among));
        app.clock.advance(Duration::minutes(1 + i64::try_from(self.dice.below(90)).unwrap()));
        let (who, result) = match self.dice.below(10) {
            0 => ("customer", self.customer(job, request).await),
            1..4 => ("staff", self.staff(job).await),
            4..7 => ("technician", self.technician(job).await),
            7..9 => ("agent", self.agent(job).await),
            _ => {
                app.clock.advance(Duration::hours(i64::try_from(self.dice.below(20)).unwrap()));
                for tick in TICKS {
                    run_now(&app, tick).await.unwrap();
                }
                ("time", Ok(()))
            }
        };
        match result {
            Ok(()) => *self.done.entry(who).or_default() += 1,
            Err(error) => assert!(!matches!(error.code(), Code::Internal | Code::Unavailable), "{who}: {error:?}"),
        }
    }

    async fn customer(&mut self, job: JobId, request: RequestId) -> Result<(), Error> {
        let app = self.app();
        match self.dice.below(4) {
            0 => come_back(&app, request).await.map(drop),
            1 => {
                let reason = Some(self.reason(ReasonKind::VerificationFailed));
                object(&app, (request, None), job, reason).await.map(drop)
            }
            2 => ostakar::app::customer::confirm_visits(&app, request).await.map(drop),
            _ => {
                let free = free_times(&app, job, None).await?;
                let Some(window) = free.first() else { return Ok(()) };
                let choice = Choice { from: window.from, reason: None };
                choose_time(&app, (Actor::customer(request), None), job, choice).await.map(drop)
            }
        }
    }

    async fn staff(&mut self, job: JobId) -> Result<(), Error> {
        let (app, actor) = (self.app(), Actor::staff(&dispatcher()));
        let visit = self.visits(job).await.last().map(|visit| visit.id.0);
        let free = free_times(&app, job, None).await?;
        let window = (!free.is_empty()).then(|| *self.dice.pick(&free));
        let window = window.map(|it| NewWindow { from: it.from.into(), to: it.to.into() });
        match (self.dice.below(8), visit, window) {
            (0, Some(visit), Some(window)) => {
                let reason = Some(self.reason(ReasonKind::Reschedule));
                move_visit(&app, (actor, None), visit, NewTime { window, reason, technician_id: None }).await.map(drop)
            }
            (1, Some(visit), _) => {
                let reason = Some(self.reason(ReasonKind::Reschedule));
                divert_visit(&app, (actor, None), visit, reason).await.map(drop)
            }
            (2..4, _, Some(window)) => {
                plan_visit(&app, (actor, None), job, NewVisit { window, technician_id: None }).await.map(drop)
            }
            _ => {
                let events = [
                    (JobEvent::Hold, Some(ReasonKind::Hold)),
                    (JobEvent::Resume, None),
                    (JobEvent::Release, Some(ReasonKind::Release)),
                    (JobEvent::Reassign, Some(ReasonKind::Reassign)),
                    (JobEvent::Cancel, Some(ReasonKind::Cancel)),
                    (JobEvent::Reopen, Some(ReasonKind::Reopen)),
                    (JobEvent::Verify, None),
                    (JobEvent::FailVerification, Some(ReasonKind::VerificationFailed)),
                ];
                // What was given up is seldom taken up again.
                let at = self.dice.below(events.len());
                let (event, kind) =
                    if events[at].0 == JobEvent::Cancel && self.dice.chance(80) { events[1] } else { events[at] };
                let reason = kind.map(|kind| self.reason(kind));
                let until = Some(self.until()).filter(|_| event == JobEvent::Hold);
                change_job(&app, actor, job, Change { event, reason, until, seen: None }).await.map(drop)
            }
        }
    }

    async fn technician(&mut self, job: JobId) -> Result<(), Error> {
        let app = self.app();
        let Some(visit) = self.visits(job).await.pop() else { return Ok(()) };
        let id = visit.id.0;
        if self.dice.chance(15) {
            return note_attempt(&app, (Actor::technician(id), None), id, ContactOutcome::NoAnswer).await.map(drop);
        }
        let event = match visit.state.0.as_str() {
            // Mostly what comes next, so that some visits are made to the end.
            "scheduled" | "confirmed" => VisitEvent::SetOut,
            "en_route" => VisitEvent::Arrive,
            "arrived" => VisitEvent::BeginWork,
            _ => VisitEvent::Finish,
        };
        let event = if self.dice.chance(30) { *self.dice.pick(VisitEvent::ALL) } else { event };
        let code = |purpose| Some(short_code(&app.keys, purpose, id.as_str()));
        let report = match event {
            VisitEvent::Arrive => VisitReport { code: code(Purpose::Arrival), ..bare(event) },
            VisitEvent::Finish => VisitReport { code: code(Purpose::Completion), ..bare(event) },
            VisitEvent::FinishUncoded => VisitReport { reason: Some(self.reason(ReasonKind::NoCode)), ..bare(event) },
            _ => VisitReport { reason: Some(self.reason(ReasonKind::NotDone)), ..bare(event) },
        };
        report_visit(&app, Actor::technician(id), id, None, report).await.map(drop)
    }

    async fn agent(&mut self, job: JobId) -> Result<(), Error> {
        let app = self.app();
        let offers = read(&app, move |conn| list_offers(conn, job)).await;
        let Some(offer) = offers.into_iter().find(|offer| offer.state.0.is_open()) else {
            return dispatch_job(&app, Actor::system(), job, None).await.map(drop);
        };
        if self.dice.chance(80) {
            return accept(&app, offer.id.0, None, Acceptance::default()).await.map(drop);
        }
        let reason = self.reason(ReasonKind::Decline);
        decline(&app, offer.id.0, None, reason).await.map(drop)
    }

    /// What must hold whatever has happened.
    async fn holds(&mut self) {
        let url = self.site.url().to_owned();
        assert_eq!(
            count(&url, "jobs WHERE (state = 'on_hold') <> (hold_until IS NOT NULL)"),
            0,
            "a wait without a date"
        );
        assert_eq!(
            count(&url, "jobs WHERE (state = 'on_hold') <> (hold_reason IS NOT NULL)"),
            0,
            "a wait without a reason"
        );
        let with_agent = "jobs WHERE state IN ('assigned', 'in_progress', 'incomplete') AND agent_id IS NULL";
        assert_eq!(count(&url, with_agent), 0, "work that nobody has");
        let nobodys = "visits v JOIN visit_jobs vj ON vj.visit_id = v.id JOIN jobs j ON j.id = vj.job_id
            WHERE v.state IN ('scheduled', 'confirmed', 'en_route', 'arrived', 'working', 'suspended')
            AND j.state IN ('registered', 'pending_dispatch', 'completed', 'verified', 'closed', 'cancelled')";
        assert_eq!(count(&url, nobodys), 0, "somebody goes where nobody waits");
        let twice = "(SELECT vj.job_id FROM visits v JOIN visit_jobs vj ON vj.visit_id = v.id
            WHERE v.state IN ('scheduled', 'confirmed', 'en_route', 'arrived', 'working', 'suspended')
            GROUP BY vj.job_id HAVING count(*) > 1) AS twice";
        assert_eq!(count(&url, twice), 0, "two visits of one job ahead");
        let booked =
            "agent_loads a WHERE a.open_jobs <> (SELECT count(*) FROM job_bookings b WHERE b.agent_id = a.agent_id)";
        assert_eq!(count(&url, booked), 0, "room that is taken by nothing");
        for (job, _) in self.jobs.clone() {
            for visit in self.visits(job).await {
                let first = Window { from: visit.first_from.0, to: visit.first_to.0 };
                assert_eq!(*self.promised.entry(visit.id.0).or_insert(first), first, "a first promise was overwritten");
            }
        }
    }

    /// Open jobs by age, counted anew from the events alone.
    async fn first_page_is_right(&self) {
        let (app, now) = (self.app(), self.site.app.clock.now());
        let today = now.date_naive();
        let (shown, _) =
            read(&app, move |conn| open_jobs(conn, &Scope::All, &WorkFilter::of_days(today, today), now)).await;
        let mut counted: BTreeMap<(JobState, DelayOwner), BTreeMap<Age, u64>> = BTreeMap::new();
        for (job, _) in &self.jobs {
            let id = *job;
            let events = read(&app, move |conn| list_events(conn, id)).await;
            let steps = events.iter().filter(|event| event.topic.0 == Topic::Job);
            let state = steps.filter_map(|event| event.to_state.as_deref()).next_back().unwrap().parse().unwrap();
            let kept = read(&app, move |conn| find_job(conn, id)).await;
            assert_eq!(kept.state.0, state, "the events lead elsewhere than the job stands");
            if !state.is_open() {
                continue;
            }
            let begun = events.iter().map(|event| event.at.0).min().unwrap();
            let name = if state == JobState::OnHold { JobEvent::Hold } else { JobEvent::LeaveIncomplete };
            let owner = events.iter().rfind(|event| event.name == name.as_str()).and_then(|event| event.delay_owner);
            let owner = owner.filter(|_| matches!(state, JobState::OnHold | JobState::Incomplete)).map(|owner| owner.0);
            *counted.entry((state, owner_in(state, owner))).or_default().entry(Age::of(begun, now)).or_default() += 1;
        }
        assert_eq!(shown, counted);
    }
}
