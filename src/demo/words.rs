//! How the story is told: lines of plain words in the language asked for.

use std::net::SocketAddr;

use super::ZONE;
use crate::app::case::Case;
use crate::app::intake::Milestones;
use crate::app::{App, Error, Network, seed};
use crate::dispatch::rank::Ledger;
use crate::domain::access::Scope;
use crate::domain::eligibility::Failed;
use crate::domain::language::Language;
use crate::domain::time::Window;
use crate::domain::warranty::Verdict;
use crate::gateway::sms::phones::Received;
use crate::i18n::{Arg, code_key, format, say};
use crate::queries::turnaround::turnaround;
use crate::queries::work::{GroupBy, WorkFilter};
use crate::start::Stopped;
use crate::store::jobs::Job;

/// Candidates and exclusions that are shown; the ledger holds them all.
const SHOWN: usize = 3;
/// Rows of the report that are shown.
const ROWS: usize = 8;

/// Tells the story on standard output.
pub struct Teller {
    app: App,
    /// The language of the story.
    pub language: Language,
}

impl Teller {
    /// A teller in one language.
    #[must_use]
    pub fn new(app: App, language: Language) -> Self {
        Self { app, language }
    }

    fn line(&self, key: &str, args: &[(&str, Arg<'_>)]) {
        println!("   {}", say(self.language, &format!("demo-{key}"), args));
    }

    /// A heading with the business time.
    pub fn step(&self, key: &str) {
        let at = format::date_time(self.language, self.app.clock.now(), ZONE);
        println!("\n{}  ({at})", say(self.language, &format!("demo-step-{key}"), &[]));
    }

    /// One line.
    pub fn say(&self, key: &str, args: &[(&str, &str)]) {
        let args: Vec<_> = args.iter().map(|(name, text)| (*name, Arg::code(*text))).collect();
        self.line(key, &args);
    }

    /// The same in Persian digits.
    #[must_use]
    pub fn persian_digits(text: &str) -> String {
        format::digits(Language::Fa, text)
    }

    fn named(&self, names: Option<(&str, &str)>, code: &str) -> String {
        match (names, self.language) {
            (Some((en, _)), Language::En) => en.to_owned(),
            (Some((_, fa)), Language::Fa) => fa.to_owned(),
            (None, _) => code.to_owned(),
        }
    }

    /// The unit, what is wrong with it, and where it is.
    pub fn unit(&self, case: &Case) {
        let catalogue = self.app.catalogue();
        let category = catalogue.category(&case.unit.category).map(|it| (it.name_en.as_str(), it.name_fa.as_str()));
        let fault = case.job.fault.as_deref().unwrap_or_default();
        let names = catalogue.fault(fault).map(|it| (it.name_en.as_str(), it.name_fa.as_str()));
        let place = catalogue.place(&case.address.place, None).map(|it| (it.name_en.as_str(), it.name_fa.as_str()));
        let args = [
            ("category", Arg::text(self.named(category, &case.unit.category))),
            ("model", Arg::code(case.unit.model.clone().unwrap_or_default())),
            ("serial", Arg::code(case.unit.serial.clone().unwrap_or_default())),
            ("fault", Arg::text(self.named(names, fault))),
            ("place", Arg::text(self.named(place, &case.address.place))),
        ];
        self.line("report-unit", &args);
    }

    /// The verdict, clause by clause.
    pub fn verdict(&self, verdict: &Verdict) {
        let outcome = say(self.language, &code_key("warranty", verdict.outcome.as_str()), &[]);
        self.line("verdict-outcome", &[("outcome", Arg::text(outcome))]);
        for clause in &verdict.clauses {
            let words = say(self.language, &code_key("clause", clause.code.as_str()), &[]);
            let result = say(self.language, &code_key("clause-result", clause.result.as_str()), &[]);
            let args = [
                ("clause", Arg::text(words)),
                ("result", Arg::text(result)),
                ("evidence", Arg::code(clause.evidence.clone())),
            ];
            self.line("verdict-clause", &args);
        }
    }

    /// When what is due.
    pub fn due(&self, due: &Milestones, zone: chrono_tz::Tz) {
        let at = |at| Arg::text(format::date_time(self.language, at, zone));
        let args =
            [("response", at(due.first_response)), ("visit", at(due.first_visit)), ("resolution", at(due.resolution))];
        self.line("verdict-due", &args);
    }

    /// A message as its recipient sees it.
    pub fn sms(&self, message: &Received) {
        let args = [("phone", Arg::code(message.to.clone())), ("parts", Arg::Number(i64::from(message.parts)))];
        self.line("sms", &args);
        for line in message.text.lines() {
            println!("      | {line}");
        }
    }

    /// The best candidates with their points, the nearest exclusions with their reasons, and what would bring more.
    pub fn candidates(&self, ledger: &Ledger, network: &Network) {
        let name = |id| network.agent(id).map(|agent| agent.name_in(self.language).to_owned()).unwrap_or_default();
        let (eligible, excluded) = (ledger.eligible.len(), ledger.excluded.len());
        let count = |count: usize| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
        self.line("candidates-count", &[("eligible", count(eligible)), ("excluded", count(excluded))]);
        let travel = |seconds| format::duration(self.language, seconds);
        for candidate in ledger.eligible.iter().take(SHOWN) {
            let points: Vec<String> = (candidate.points.iter())
                .map(|it| {
                    format!(
                        "{} {}",
                        say(self.language, &code_key("objective", it.objective.as_str()), &[]),
                        self.number(it.points)
                    )
                })
                .collect();
            let args = [
                ("rank", count(candidate.rank)),
                ("agent", Arg::text(name(candidate.agent_id))),
                ("score", Arg::Number(i64::from(candidate.score))),
                ("points", Arg::text(points.join(" + "))),
                ("distance", Arg::text(format::distance(self.language, candidate.distance_m))),
                ("travel", Arg::text(candidate.travel_s.map_or_else(|| "–".to_owned(), travel))),
            ];
            self.line("candidate", &args);
        }
        for excluded in ledger.excluded.iter().take(SHOWN) {
            let reasons: Vec<String> = excluded.failed.iter().map(|failed| self.reason(failed)).collect();
            let args = [("agent", Arg::text(name(excluded.agent_id))), ("reasons", Arg::text(reasons.join("; ")))];
            self.line("excluded", &args);
        }
        if let Some(fix) = ledger.nearest_fix.first() {
            let args = [("rule", Arg::code(fix.code.as_str())), ("count", count(fix.candidates))];
            self.line("nearest-fix", &args);
        }
    }

    fn number(&self, number: i32) -> String {
        format::number(self.language, i64::from(number))
    }

    fn reason(&self, failed: &Failed) -> String {
        let args =
            [("found", Arg::code(failed.figure.found.clone())), ("limit", Arg::code(failed.figure.limit.clone()))];
        format!("{} {}", failed.code, say(self.language, &code_key("rule", failed.code.as_str()), &args))
    }

    /// Who comes, and when.
    pub fn accepted(&self, technician: &str, window: Window) {
        let args = [
            ("technician", Arg::text(technician.to_owned())),
            ("window", Arg::text(format::window(self.language, window, ZONE))),
        ];
        self.line("accepted", &args);
    }

    /// A line with the time of day.
    pub fn moment(&self, key: &str) {
        self.moment_with(key, "");
    }

    /// A line with the time of day and a code.
    pub fn moment_with(&self, key: &str, code: &str) {
        let time = self.app.clock.now().with_timezone(&ZONE).time();
        self.line(key, &[("time", Arg::text(format::time(self.language, time))), ("code", Arg::code(code.to_owned()))]);
    }

    /// How the job ended.
    pub fn closed(&self, job: &Job) {
        let state = say(self.language, &code_key("job-state", job.state.0.as_str()), &[]);
        let outcome = job.outcome.map(|it| say(self.language, &code_key("outcome", it.0.as_str()), &[]));
        let took = job.completed_at.map_or(0, |at| (at.0 - job.registered_at.0).num_seconds());
        let args = [
            ("state", Arg::text(state)),
            ("outcome", Arg::text(outcome.unwrap_or_default())),
            ("took", Arg::text(format::duration(self.language, took))),
        ];
        self.line("closed", &args);
    }

    /// The turnaround report over the last 30 days that the folder holds.
    ///
    /// # Errors
    /// The database.
    pub async fn turnaround(&self) -> Result<(), Stopped> {
        let (now, language, catalogue) = (self.app.clock.now(), self.language, self.app.catalogue());
        let today = catalogue.calendar().local_date(now);
        let filter = WorkFilter::of_days(today - chrono::TimeDelta::days(30), today);
        let read = move |conn: &mut crate::store::Conn| {
            turnaround(conn, &Scope::All, &filter, GroupBy::City, now).map_err(Error::from)
        };
        let report = self.app.db.read(read).await?.groups;
        let duration = |seconds: Option<i64>| {
            Arg::text(seconds.map_or_else(|| "–".to_owned(), |it| format::duration(language, it)))
        };
        let count = |count: u64| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let mut rows: Vec<_> = report.into_iter().map(|(group, figures)| (group, figures.turnaround)).collect();
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.jobs));
        for (group, row) in rows.iter().take(ROWS) {
            let place = catalogue.place(group, None).map(|it| (it.name_en.as_str(), it.name_fa.as_str()));
            let args = [
                ("group", Arg::text(self.named(place, group))),
                ("jobs", count(row.jobs)),
                ("completed", count(row.turnaround.cases)),
                ("median", duration(row.turnaround.median_s)),
                ("p90", duration(row.turnaround.p90_s)),
            ];
            self.line("turnaround-row", &args);
        }
        self.line("turnaround-rule", &[]);
        Ok(())
    }
}

/// Said while the network is seeded, which takes a moment on a fresh folder.
pub fn tell_seeding(language: Language) {
    println!("{}", say(language, "demo-seeding", &[]));
}

/// Where the web is, and how each role signs in.
pub fn tell_address(language: Language, address: SocketAddr, users: &[seed::DemoUser]) {
    let url = format!("http://{address}");
    println!("\n{}", say(language, "demo-serving", &[("url", Arg::code(url.clone()))]));
    for user in users {
        let role = say(language, &code_key("role", user.role.as_str()), &[]);
        println!("   {role:<16} {:<12} {}", user.username, user.password);
    }
    println!("{}", say(language, "demo-phones", &[("url", Arg::code(format!("{url}/demo/phones")))]));
}
