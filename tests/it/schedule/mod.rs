//! The schedule: who does what when, visits moved by its form, what stands against a place, and its script in a browser.

mod browser;
mod conflicts;
mod moves;
mod render;

use chrono::{DateTime, NaiveDate, Utc};
use ostakar::domain::agent::Agent;
use ostakar::domain::id::TechnicianId;
use ostakar::store::journal::list_events;

use crate::life::Life;
use crate::site::Seen;
use crate::support::TestDb;
use crate::support::facts::execute;

/// A job with a visit, and a dispatcher before the schedule.
pub struct Planner {
    pub life: Life,
    pub cookie: String,
}

/// Fields of a form with their values.
pub type Fields = Vec<(String, String)>;

impl Planner {
    pub async fn open(db: TestDb) -> Self {
        Self::of(Life::accepted(db, 1).await).await
    }

    pub async fn of(life: Life) -> Self {
        let cookie = life.site.sign_in("dispatcher").await;
        Self { life, cookie }
    }

    pub async fn page(&self, path: &str) -> String {
        let seen = self.life.site.page_as(&self.cookie, path).await;
        assert_eq!(seen.status, 200, "{path} {}", seen.text);
        seen.text
    }

    /// The day on which an instant is, and the time that clocks show then.
    pub fn local(&self, at: DateTime<Utc>) -> (NaiveDate, String) {
        let local = at.with_timezone(&self.life.app().site.zone);
        (local.date_naive(), local.format("%H:%M").to_string())
    }

    /// The address of the day of the visit, with its agent alone.
    pub async fn day(&self) -> String {
        let visit = self.life.visit().await;
        let day = self.local(visit.window_from.0).0;
        format!("/schedule?day={day}&agent={}&lang=en", visit.agent_id.0)
    }

    /// The agent of the visit.
    pub async fn agent(&self) -> Agent {
        let id = self.life.visit().await.agent_id.0;
        self.life.app().network().agent(id).unwrap().clone()
    }

    /// A technician of the agent who does not come, made able to do whatever the other one can.
    pub async fn stand_in(&self) -> TechnicianId {
        let own = self.life.visit().await.technician_id.0;
        let other = self.agent().await.technicians.iter().find(|it| it.id != own).unwrap().id;
        let url = self.life.site.url();
        let columns = ["language", "languages", "equipment", "shift"]
            .map(|name| format!("{name} = (SELECT o.{name} FROM technicians o WHERE o.id = '{own}')"));
        execute(url, &format!("UPDATE technicians SET {} WHERE id = '{other}'", columns.join(", ")));
        execute(url, &format!("DELETE FROM technician_skills WHERE technician_id = '{other}'"));
        execute(url, &format!("UPDATE technician_skills SET technician_id = '{other}' WHERE technician_id = '{own}'"));
        other
    }

    /// Makes the technician of the visit able to do any work, so that only time stands against it.
    pub async fn learn_all(&self) {
        let (id, url) = (self.life.visit().await.technician_id.0, self.life.site.url());
        let equipment = include_str!("../../../fixtures/demo/equipment.csv").lines().skip(1);
        let equipment: Vec<_> = equipment.filter_map(|line| line.split(',').next()).collect();
        let equipment = serde_json::to_string(&equipment).unwrap();
        execute(url, &format!("UPDATE technicians SET equipment = '{equipment}' WHERE id = '{id}'"));
        execute(url, &format!("DELETE FROM technician_skills WHERE technician_id = '{id}'"));
        let certified = "'2020-01-01', '2030-01-01'";
        execute(url, &format!("INSERT INTO technician_skills SELECT '{id}', code, 4, {certified} FROM skills"));
    }

    /// How often it was written that the customer agreed to a time.
    pub async fn told_agreed(&self) -> usize {
        let job = self.life.job;
        let events = self.life.app().db.read(move |conn| list_events(conn, job)).await.unwrap();
        events.iter().filter(|it| it.name == "time_agreed").count()
    }

    /// The form of the job as the schedule shows it.
    pub async fn form(&self) -> Fields {
        let path = format!("/schedule?job={}&lang=en", self.life.job);
        fields_of(&self.page(&path).await)
    }

    /// The form with the time changed to this one.
    pub async fn to(&self, at: DateTime<Utc>) -> Fields {
        let (day, time) = self.local(at);
        let form = with(self.form().await, &[("on", &day.to_string()), ("time", &time)]);
        with(form, &[("reason", "COMPANY_REPLANNED")])
    }

    pub async fn send(&self, fields: &Fields) -> Seen {
        self.send_as(&self.cookie, fields).await
    }

    pub async fn send_as(&self, cookie: &str, fields: &Fields) -> Seen {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let path = format!("/schedule/jobs/{}?lang=en", self.life.job);
        self.life.site.post_as(cookie, &path, &fields).await
    }

    /// Sends a form that is refused by this code, and leaves the visit where it was.
    pub async fn refused(&self, code: &str, fields: &Fields) {
        let before = self.life.visit().await;
        let seen = self.send(fields).await;
        assert_eq!(seen.status, 409, "{code}: {}", seen.text);
        let shown = seen.text.split("<div id=\"said\">").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(
            shown.contains("role=\"alert\"") && shown.contains(&format!("class=\"code\">{code}<")),
            "{code}: {shown}"
        );
        let after = self.life.visit().await;
        assert_eq!((after.window(), after.technician_id), (before.window(), before.technician_id), "{code}");
        assert_eq!(after.version, before.version, "{code}: nothing is written");
        let kept = fields_of(&seen.text);
        for name in ["technician_id", "on", "time", "reason"] {
            let of = |all: &Fields| all.iter().find(|it| it.0 == name).map(|it| it.1.clone());
            let is_listed = name != "technician_id" || of(&kept).is_some();
            assert!(!is_listed || of(&kept) == of(fields), "{code}: {name} is kept as it was chosen");
        }
    }
}

/// Other values of these fields; those that the form lacks are added.
pub fn with(mut fields: Fields, changed: &[(&str, &str)]) -> Fields {
    for (name, value) in changed {
        fields.retain(|it| it.0 != *name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

/// What the form of a page would send, without its token.
pub fn fields_of(page: &str) -> Fields {
    let form = page.split("data-act=\"place\">").nth(1).unwrap_or_else(|| panic!("no form: {page}"));
    let form = form.split("</form>").next().unwrap();
    let value = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!(" {name}=\"")).map(|it| it.1)?;
        rest.split('"').next().map(str::to_owned)
    };
    let hidden = form.split("<input type=\"hidden\"").skip(1).map(|tag| tag.split('>').next().unwrap());
    let hidden = hidden.filter_map(|tag| Some((value(tag, "name")?, value(tag, "value")?)));
    let mut fields: Fields = hidden.filter(|it| it.0 != "csrf").collect();
    for select in form.split("<select ").skip(1) {
        let (tag, options) = select.split_once('>').unwrap();
        let options = options.split("</select>").next().unwrap();
        let chosen = options.split("<option").find(|option| option.split('>').next().unwrap().ends_with(" selected"));
        fields.extend(chosen.and_then(|option| Some((value(&format!(" {tag}"), "name")?, value(option, "value")?))));
    }
    fields
}
