//! One job: facts, verdict, candidates, offers, visits, messages and what happened, with what may be done next.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::beside::Beside;
use super::job_acts::{Act, acts};
use super::job_events::Happened;
use super::job_exchange::ExchangeSection;
use super::job_parts::PartSection;
use super::job_site::SiteSection;
use super::job_time::TimeSection;
use super::job_workshop::{WorkshopSection, section};
use super::jobs::{agent_name, holder, next, subject, technician_name, tone, town};
use super::money::MoneyShown;
use super::verdict::{Review, verdict_lines};
use crate::app::{App, Error};
use crate::dispatch::rank::Ledger;
use crate::domain::access::{Caller, Permission, allows};
use crate::domain::id::{AgentId, JobId, TechnicianId};
use crate::domain::job::JobState;
use crate::domain::presence::Subject;
use crate::i18n::{Arg, code_key, format, say_html};
use crate::queries::pages::messages_of_job;
use crate::queries::parts::parts_of_job;
use crate::queries::requests::Site;
use crate::queries::trail::{DecisionView, JobDetail, find_detail, list_happenings, list_ledgers};
use crate::web::error::Answer;
use crate::web::links::warranty_tone;
use crate::web::view::{Piece, Troubles, View, page, pieces};
use crate::web::{Allowed, perm};

/// The course of a job without its detours.
const STEPS: [JobState; 7] = [
    JobState::Registered,
    JobState::PendingDispatch,
    JobState::Assigned,
    JobState::InProgress,
    JobState::Completed,
    JobState::Verified,
    JobState::Closed,
];

struct Candidate {
    id: String,
    name: String,
    score: String,
    distance: String,
    travel: String,
    points: String,
    is_asked: bool,
}

struct Excluded {
    name: String,
    distance: String,
    why: Vec<String>,
}

impl Line {
    /// The text of a message. Its links are not ours to follow, so they stay words.
    fn pieces(&self) -> Vec<Piece> {
        pieces(&self.detail, "\0")
    }
}

struct Line {
    at: String,
    words: String,
    state: String,
    tone: &'static str,
    detail: String,
}

#[derive(Template)]
#[template(path = "pages/job.html")]
pub(super) struct JobPage {
    v: View,
    beside: Beside,
    pub(super) troubles: Troubles,
    reference: String,
    subject: String,
    state: (&'static str, String),
    warranty: (&'static str, &'static str, String),
    steps: Vec<(String, &'static str)>,
    facts: Vec<(String, String)>,
    people: Vec<(String, String, String)>,
    clauses: Vec<(String, String, &'static str, String)>,
    pub(super) review: Review,
    pub(super) parts: PartSection,
    site: SiteSection,
    flags: Vec<String>,
    workshop: WorkshopSection,
    exchange: ExchangeSection,
    due: Vec<(String, String, String)>,
    candidates: Vec<Candidate>,
    excluded: Vec<Excluded>,
    timed_by: String,
    sees_candidates: bool,
    can_dispatch: bool,
    can_appoint: bool,
    money: MoneyShown,
    acts: Vec<Act>,
    offers: Vec<Line>,
    visits: Vec<Line>,
    messages: Vec<Line>,
    time: TimeSection,
    events: Vec<Happened>,
}

pub(super) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ViewRequest>,
    id: web::Path<JobId>,
) -> Answer {
    page(StatusCode::OK, &load(&app, &request, &caller, *id).await?)
}

/// The page as the caller may see it.
pub(super) async fn load(app: &App, request: &HttpRequest, caller: &Caller, id: JobId) -> Result<JobPage, Error> {
    let may = |permission| allows(caller.role, permission);
    let (scope, with_people) = (caller.scope.clone(), may(Permission::ViewCustomer));
    let (with_candidates, with_messages) = (may(Permission::ViewCandidates), may(Permission::ViewMessage));
    let read = move |conn: &mut _| {
        let detail = find_detail(conn, &scope, id, with_people)?;
        let events = list_happenings(conn, &scope, id)?;
        let decisions = if with_candidates { list_ledgers(conn, &scope, id)? } else { Vec::new() };
        let messages = if with_messages { messages_of_job(conn, id)? } else { Vec::new() };
        Ok::<_, Error>((detail, events, decisions, messages, parts_of_job(conn, id)?))
    };
    let (detail, events, decisions, messages, parts) = app.db.read(read).await?;
    let view = View::staff(app, request, "page-job", caller).at(format!("/jobs/{id}"));
    let money = super::money::load(app, (&view, caller), id).await?;
    let site = SiteSection::load(app, (&view, caller), &detail).await?;
    let shown = Shown { app, v: &view, detail: &detail };
    let messages = messages.iter().map(|message| {
        let (tone, state) = super::messages::tone(&view, message.state.0);
        let at = view.moment(message.sent_at.unwrap_or(message.created_at).0);
        let words = view.code("message-kind", message.kind.0.as_str());
        Line { at, words, state, tone, detail: app.render(message) }
    });
    let (candidates, excluded) = shown.candidates(decisions.last());
    let timed_by = decisions.last().map(|it| view.code("travel-source", it.travel_source.as_str())).unwrap_or_default();
    let (outcome, waits) = (detail.row.warranty.as_str(), detail.row.status == JobState::PendingDispatch);
    let (shade, icon) = warranty_tone(outcome);
    Ok(JobPage {
        troubles: Troubles::default(),
        beside: Beside::load(app, (&view, caller), Subject::Job(id)).await?,
        reference: detail.row.reference.clone(),
        subject: subject(app, &view, &detail.row),
        state: (tone(detail.row.status), view.code("job-state", detail.row.status.as_str())),
        warranty: (shade, icon, view.code("warranty", outcome)),
        steps: shown.steps(),
        facts: shown.facts(),
        people: shown.people(),
        clauses: verdict_lines(&view, &detail.verdicts),
        review: Review::of(&view, caller, &detail),
        parts: PartSection::of(app, &view, (parts, detail.row.status.is_open())),
        site,
        flags: detail.row.customer_flags.iter().map(|flag| view.code("flag", flag)).collect(),
        workshop: section(app, (&view, caller), &detail.row).await?,
        exchange: ExchangeSection::load(app, (&view, caller), &detail).await?,
        due: shown.due(),
        candidates,
        excluded,
        timed_by,
        sees_candidates: with_candidates,
        can_dispatch: waits && may(Permission::DispatchJob),
        can_appoint: super::appointment::is_open_to(caller, detail.row.status),
        money,
        acts: acts(app, (&view, caller), detail.row.status),
        offers: shown.offers(),
        visits: shown.visits(),
        messages: messages.collect(),
        time: TimeSection::of(app, &view, (&detail.row, &events)),
        events: events.iter().map(|event| Happened::of(&view, caller, event)).collect(),
        v: view,
    })
}

struct Shown<'a> {
    app: &'a App,
    v: &'a View,
    detail: &'a JobDetail,
}

impl Shown<'_> {
    fn agent(&self, id: AgentId) -> String {
        agent_name(self.app, self.v, id)
    }

    fn technician(&self, agent: AgentId, id: TechnicianId) -> String {
        technician_name(self.app, self.v, (agent, id))
    }

    fn steps(&self) -> Vec<(String, &'static str)> {
        let now = STEPS.iter().position(|step| *step == self.detail.row.status);
        let class = |at: usize| match now {
            Some(now) if at < now => "done",
            Some(now) if at == now => "now",
            _ => "",
        };
        STEPS.iter().enumerate().map(|(at, step)| (self.v.code("job-state", step.as_str()), class(at))).collect()
    }

    /// Label and value as HTML.
    fn facts(&self) -> Vec<(String, String)> {
        let (v, detail, row) = (self.v, self.detail, &self.detail.row);
        let words = |text: &str| v.words("page-words", "words", text);
        let mut facts = vec![("page-kind", words(&v.code("job-kind", row.kind.as_str())))];
        if let Some(brand) = &row.brand {
            facts.push(("page-brand", words(brand)));
        }
        if let Some(model) = &detail.model {
            facts.push(("page-model", v.bdi(model)));
        }
        if let Some(serial) = &detail.serial {
            facts.push(("page-serial", v.bdi(serial)));
        }
        if let Some(note) = &detail.fault_note {
            facts.push(("page-told", words(note)));
        }
        facts.push(("page-priority", words(&v.code("priority", row.priority.as_str()))));
        facts.push(("page-registered", v.moment(row.registered_at)));
        if let Some(id) = row.agent_id {
            facts.push(("page-agent", words(&self.agent(id))));
            if let Some(technician) = row.technician_id {
                facts.push(("page-technician", words(&self.technician(id, technician))));
            }
        }
        if let Some(holder) = holder(v, row) {
            facts.push(("page-held-by", words(&holder)));
        }
        if let Some(next) = next(v, row) {
            facts.push(("page-next", words(&next)));
        }
        if let (Some(reason), Some(until)) = (&detail.hold_reason, detail.hold_until) {
            facts.push(("page-hold", words(&format!("{} · {}", v.code("reason", reason), v.moment(until)))));
        }
        if let Some(tier) = detail.dispatch.tier.filter(|_| row.status.is_open()) {
            facts.push(("page-tier", words(&v.code("tier", tier.as_str()))));
        }
        if let Some(reason) = &detail.end_reason {
            facts.push(("page-ended", words(&v.code("reason", reason))));
        }
        if let Some(outcome) = row.outcome {
            facts.push(("page-outcome", words(&v.code("outcome", outcome.as_str()))));
        }
        let town = town(self.app, v, &row.city);
        let site = detail.address.iter().flat_map(Site::said);
        let parts: Vec<String> = std::iter::once(town).chain(site).collect();
        facts.push(("page-address", words(&parts.join(&v.t("page-comma")))));
        facts.into_iter().map(|(label, value)| (v.t(label), value)).collect()
    }

    fn people(&self) -> Vec<(String, String, String)> {
        let people = self.detail.contacts.iter();
        people.map(|it| (it.name.clone().unwrap_or_default(), it.phone.clone(), self.v.phone(&it.phone))).collect()
    }

    fn due(&self) -> Vec<(String, String, String)> {
        let v = self.v;
        let due = self.detail.milestones.iter().map(|it| {
            let met = it.met_at.map(|at| v.moment(at)).unwrap_or_default();
            (v.code("milestone", it.kind.as_str()), v.moment(it.due_at), met)
        });
        due.collect()
    }

    fn candidates(&self, decision: Option<&DecisionView>) -> (Vec<Candidate>, Vec<Excluded>) {
        let ledger: Option<Ledger> = decision.and_then(|it| serde_json::from_value(it.ledger.clone()).ok());
        let Some(ledger) = ledger else { return (Vec::new(), Vec::new()) };
        let v = self.v;
        let asked = |agent| self.detail.offers.iter().any(|offer| offer.agent_id == agent && offer.state.is_open());
        let candidates = ledger.eligible.into_iter().take(20).map(|it| Candidate {
            name: self.agent(it.agent_id),
            score: v.number(i64::from(it.score)),
            distance: format::distance(v.language, it.distance_m),
            travel: it.travel_s.map_or_else(|| v.t("page-no-road"), |seconds| format::duration(v.language, seconds)),
            points: it
                .points
                .iter()
                .map(|part| {
                    let name = v.code("objective", part.objective.as_str());
                    format!("{name} {}", v.number(i64::from(part.points)))
                })
                .collect::<Vec<_>>()
                .join(" · "),
            is_asked: asked(it.agent_id),
            id: it.agent_id.to_string(),
        });
        let candidates = candidates.collect();
        let excluded = ledger.excluded.into_iter().take(20).map(|it| Excluded {
            name: self.agent(it.agent_id),
            distance: format::distance(v.language, it.distance_m),
            why: it
                .failed
                .iter()
                .map(|failed| {
                    let args = [("found", Arg::code(&failed.figure.found)), ("limit", Arg::code(&failed.figure.limit))];
                    say_html(v.language, &code_key("rule", failed.code.as_str()), &args)
                })
                .collect(),
        });
        (candidates, excluded.collect())
    }

    fn offers(&self) -> Vec<Line> {
        let v = self.v;
        let offers = self.detail.offers.iter().map(|it| Line {
            at: v.moment(it.answered_at.unwrap_or(it.deadline_at)),
            words: self.agent(it.agent_id),
            state: v.code("offer-state", it.state.as_str()),
            tone: if it.state.as_str() == "accepted" {
                "ok"
            } else if it.state.is_open() {
                "warn"
            } else {
                ""
            },
            detail: it.decline_reason.as_deref().map(|code| v.code("reason", code)).unwrap_or_default(),
        });
        offers.collect()
    }

    fn visits(&self) -> Vec<Line> {
        let v = self.v;
        let visits = self.detail.visits.iter().map(|it| Line {
            at: v.window(crate::domain::time::Window { from: it.window.from, to: it.window.to }),
            words: self.technician(it.agent_id, it.technician_id),
            state: v.code("visit-state", it.state.as_str()),
            tone: if it.state.is_open() { "info" } else { "" },
            detail: self.agent(it.agent_id),
        });
        visits.collect()
    }
}
