//! Reference data in memory: what every report is checked against. Read anew when it changes.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};

use super::Error;
use super::gazetteer::{Gazetteer, Meant};
use crate::domain::calendar::{Calendar, WeekHours};
use crate::domain::complaint::policy::ComplaintPolicy;
use crate::domain::language::Language;
use crate::domain::policy::{
    CarePolicy, DispatchPolicy, MessagingPolicy, PolicyKind, PricePolicy, ServiceLevelPolicy, TravelPolicy,
};
use crate::domain::reason::{Reason, ReasonKind};
use crate::domain::serial::SerialPattern;
use crate::domain::task::TaskPolicy;
use crate::domain::text::fold_compact;
pub use crate::domain::text::serial_key;
use crate::domain::time::Instant;
use crate::domain::travel::Roads;
use crate::domain::warranty::{WarrantyPolicy, WarrantyTerms};
use crate::i18n::Template;
use crate::store::catalogue::{CatalogueRows, Category, FaultRow, Place, PolicyRow, ProductModel, load_catalogue};
use crate::store::templates::TemplateRow;
use crate::store::{Db, StoreError};

/// Hours of the organisation when no policy says otherwise; service-level minutes are counted in them.
const ORGANISATION_HOURS: &str = "sat-wed 08:00-18:00;thu 08:00-13:00";

/// All reference data with its look-ups.
pub struct Catalogue {
    rows: CatalogueRows,
    models: HashMap<String, usize>,
    gazetteer: Gazetteer,
    serial_patterns: Vec<(SerialPattern, usize)>,
    dispatch: HashMap<String, (i32, DispatchPolicy)>,
    care: CarePolicy,
    service_level: ServiceLevelPolicy,
    warranty: Vec<WarrantyPolicy>,
    complaint: ComplaintPolicy,
    task: TaskPolicy,
    travel: TravelPolicy,
    messaging: MessagingPolicy,
    price: (i32, PricePolicy),
    templates: HashMap<(String, Language), (i32, Template)>,
    reasons: HashMap<(ReasonKind, String), Reason>,
    switched_off: HashSet<(ReasonKind, String)>,
    calendar: Calendar,
    /// Closed days by province; those of the whole country under the empty code.
    closed: HashMap<String, Arc<BTreeSet<NaiveDate>>>,
}

impl Catalogue {
    /// Loads everything.
    ///
    /// # Errors
    /// The database, or a policy that cannot be read.
    pub async fn load(db: &Db, zone: chrono_tz::Tz) -> Result<Self, Error> {
        let rows = db.read::<_, StoreError>(load_catalogue).await?;
        Self::from_rows(rows, zone)
    }

    fn from_rows(rows: CatalogueRows, zone: chrono_tz::Tz) -> Result<Self, Error> {
        let models = rows.models.iter().enumerate().map(|(at, model)| (fold_compact(&model.code), at)).collect();
        let gazetteer = Gazetteer::new(&rows.places, &rows.provinces);
        let with_pattern =
            |(at, model): (usize, &ProductModel)| Some((SerialPattern::parse(model.serial_pattern.as_deref()?)?, at));
        let serial_patterns = rows.models.iter().enumerate().filter_map(with_pattern).collect();
        let (mut dispatch, mut care) = (HashMap::new(), CarePolicy::default());
        let (mut service_level, mut warranty) = (ServiceLevelPolicy::default(), Vec::new());
        let (mut complaint, mut task) = (ComplaintPolicy::default(), TaskPolicy::default());
        let (mut travel, mut messaging) = (TravelPolicy::default(), MessagingPolicy::default());
        let mut price = (0, PricePolicy::default());
        for policy in &rows.policies {
            let unreadable = |error| Error::Internal(format!("policy {} v{}: {error}", policy.code, policy.version));
            match policy.kind.0 {
                PolicyKind::Dispatch => {
                    let spec = serde_json::from_str(&policy.spec).map_err(unreadable)?;
                    dispatch.insert(policy.code.clone(), (policy.version, spec));
                }
                PolicyKind::Care => care = serde_json::from_str(&policy.spec).map_err(unreadable)?,
                PolicyKind::ServiceLevel => service_level = serde_json::from_str(&policy.spec).map_err(unreadable)?,
                PolicyKind::Complaint => complaint = serde_json::from_str(&policy.spec).map_err(unreadable)?,
                PolicyKind::Task => task = serde_json::from_str(&policy.spec).map_err(unreadable)?,
                PolicyKind::Travel => travel = serde_json::from_str(&policy.spec).map_err(unreadable)?,
                PolicyKind::Messaging => messaging = serde_json::from_str(&policy.spec).map_err(unreadable)?,
                PolicyKind::Price => price = (policy.version, serde_json::from_str(&policy.spec).map_err(unreadable)?),
                PolicyKind::Warranty => warranty.push(warranty_policy(policy).map_err(unreadable)?),
            }
        }
        let templates = own_texts(&rows.templates);
        let reasons = rows.reasons.iter().map(|row| ((row.kind.0, row.code.clone()), row.reason())).collect();
        let off = rows.reason_switches.iter().filter(|switch| !switch.is_active);
        let switched_off = off.map(|switch| (switch.kind.0, switch.code.clone())).collect();
        let hours = ORGANISATION_HOURS.parse().map_err(|error| Error::Internal(format!("hours: {error}")))?;
        let closed = closed_days(&rows);
        let calendar = Calendar { zone, hours, closed: of_province(&closed, "") };
        Ok(Self {
            rows,
            models,
            gazetteer,
            serial_patterns,
            dispatch,
            care,
            service_level,
            warranty,
            complaint,
            task,
            travel,
            messaging,
            price,
            templates,
            reasons,
            switched_off,
            calendar,
            closed,
        })
    }

    /// The dispatch policy of this name with its version; the default one when the name is unknown or none is stored.
    #[must_use]
    pub fn dispatch_policy(&self, name: &str) -> (String, i32, DispatchPolicy) {
        match self
            .dispatch
            .get(name)
            .map(|found| (name, found))
            .or_else(|| Some(("balanced", self.dispatch.get("balanced")?)))
        {
            Some((name, (version, policy))) => (name.to_owned(), *version, policy.clone()),
            None => ("balanced".to_owned(), 0, DispatchPolicy::default()),
        }
    }

    /// Every dispatch policy, the usual one first.
    #[must_use]
    pub fn dispatch_policies(&self) -> Vec<DispatchPolicy> {
        let others = self.dispatch.values().map(|(_, policy)| policy.clone());
        std::iter::once(self.dispatch_policy("balanced").2).chain(others).collect()
    }

    /// Whether a dispatch policy of this name is stored.
    #[must_use]
    pub fn has_dispatch_policy(&self, name: &str) -> bool {
        self.dispatch.contains_key(name)
    }

    /// What a customer may count on around the work.
    #[must_use]
    pub fn care(&self) -> &CarePolicy {
        &self.care
    }

    /// Targets of the service level.
    #[must_use]
    pub fn service_level(&self) -> &ServiceLevelPolicy {
        &self.service_level
    }

    /// Warranty policies in force.
    #[must_use]
    pub fn warranty_policies(&self) -> &[WarrantyPolicy] {
        &self.warranty
    }

    /// Whether earlier repairs of a unit matter to any warranty policy in force.
    #[must_use]
    pub fn weighs_repairs(&self) -> bool {
        self.warranty.iter().any(|policy| policy.terms.weighs_repairs())
    }

    /// Deadlines of complaints.
    #[must_use]
    pub fn complaint_policy(&self) -> &ComplaintPolicy {
        &self.complaint
    }

    /// Reminders and escalation of tasks.
    #[must_use]
    pub fn task_policy(&self) -> &TaskPolicy {
        &self.task
    }

    /// Some category, for samples.
    #[must_use]
    pub fn first_category(&self) -> String {
        self.rows.categories.first().map(|category| category.code.clone()).unwrap_or_default()
    }

    /// Some fault, for samples.
    #[must_use]
    pub fn first_fault(&self) -> String {
        self.rows.faults.first().map(|fault| fault.code.clone()).unwrap_or_default()
    }

    /// The largest place, for samples.
    #[must_use]
    pub fn first_place(&self) -> String {
        self.rows.places.first().map(|place| place.code.clone()).unwrap_or_default()
    }

    /// The administrator's own text of a message, with its version.
    #[must_use]
    pub fn template(&self, key: &str, language: Language) -> Option<&(i32, Template)> {
        self.templates.get(&(key.to_owned(), language))
    }

    /// When messages may go, and what happens to those that do not arrive.
    #[must_use]
    pub fn messaging(&self) -> &MessagingPolicy {
        &self.messaging
    }

    /// Prices and terms, with their version.
    #[must_use]
    pub fn price(&self) -> &(i32, PricePolicy) {
        &self.price
    }

    /// The roads of a province: how fast one gets on there, by the organisation's time of day.
    #[must_use]
    pub fn roads_in(&self, province: &str) -> Roads {
        self.travel.roads_in(province, self.calendar.zone)
    }

    /// The end of a span of the organisation's business time; a calendar that never opens leaves the plain minutes, so that
    /// a deadline always exists.
    #[must_use]
    pub fn after_business(&self, from: Instant, minutes: i64) -> Instant {
        let counted = self.calendar.add_business(from, u32::try_from(minutes).unwrap_or(0));
        counted.unwrap_or(from + TimeDelta::minutes(minutes))
    }

    /// Business time of the organisation.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// A calendar with the days on which nobody works in a province.
    #[must_use]
    pub fn calendar_of(&self, province: &str, zone: chrono_tz::Tz, hours: WeekHours) -> Calendar {
        Calendar { zone, hours, closed: of_province(&self.closed, province) }
    }

    /// Whether people may give the reason of this kind and code.
    #[must_use]
    pub fn is_offered(&self, kind: ReasonKind, code: &str) -> bool {
        !self.switched_off.contains(&(kind, code.to_owned()))
    }

    /// The reason of this kind and code, whether people may still give it or not.
    #[must_use]
    pub fn reason(&self, kind: ReasonKind, code: &str) -> Option<&Reason> {
        self.reasons.get(&(kind, code.to_owned()))
    }

    /// The reasons of a kind that people may give, in order.
    #[must_use]
    pub fn reasons(&self, kind: ReasonKind) -> Vec<&Reason> {
        let offered = |reason: &&Reason| reason.kind == kind && self.is_offered(kind, &reason.code);
        let mut reasons: Vec<_> = self.reasons.values().filter(offered).collect();
        reasons.sort_by(|a, b| (a.digit, &a.code).cmp(&(b.digit, &b.code)));
        reasons
    }

    /// The model with this code, however it is spaced or cased.
    #[must_use]
    pub fn model(&self, code: &str) -> Option<&ProductModel> {
        self.models.get(&fold_compact(code)).map(|at| &self.rows.models[*at])
    }

    /// The only brand and category whose serials have this form, if there is only one.
    #[must_use]
    pub fn models_of_serial(&self, serial: &str) -> Vec<&ProductModel> {
        let key = serial_key(serial);
        let fits = self.serial_patterns.iter().filter(|(pattern, _)| pattern.fits(&key));
        fits.map(|(_, at)| &self.rows.models[*at]).collect()
    }

    /// Whether a serial has the form of a model; unknown for a model without a form.
    #[must_use]
    pub fn serial_fits(&self, model: &ProductModel, serial: &str) -> Option<bool> {
        let (pattern, _) = self.serial_patterns.iter().find(|(_, at)| self.rows.models[*at].code == model.code)?;
        Some(pattern.fits(&serial_key(serial)))
    }

    /// The category with this code.
    #[must_use]
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.rows.categories.iter().find(|category| category.code == code)
    }

    /// Whether a brand has this code.
    #[must_use]
    pub fn has_brand(&self, code: &str) -> bool {
        self.rows.brands.iter().any(|brand| brand.code == code)
    }

    /// Whether a skill has this code.
    #[must_use]
    pub fn has_skill(&self, code: &str) -> bool {
        self.rows.skills.iter().any(|skill| skill.code == code)
    }

    /// Whether a piece of equipment has this code.
    #[must_use]
    pub fn has_equipment(&self, code: &str) -> bool {
        self.rows.equipment.iter().any(|piece| piece.code == code)
    }

    /// The fault with this code.
    #[must_use]
    pub fn fault(&self, code: &str) -> Option<&FaultRow> {
        self.rows.faults.iter().find(|fault| fault.code == code)
    }

    /// The faults of a category.
    #[must_use]
    pub fn faults_of(&self, category: &str) -> Vec<&FaultRow> {
        self.rows.faults.iter().filter(|fault| fault.category == category).collect()
    }

    /// The place that this name or code means, in this province if one is named; of several the most populous.
    #[must_use]
    pub fn place(&self, name: &str, province: Option<&str>) -> Option<&Place> {
        match self.place_meant(name, province) {
            Meant::One(place) => Some(place),
            Meant::Several(places) => places.into_iter().next(),
            Meant::Unknown => None,
        }
    }

    /// What a typed name of a place can mean, in the province with this code or name if one is named.
    #[must_use]
    pub fn place_meant(&self, name: &str, province: Option<&str>) -> Meant<'_> {
        let province = province.and_then(|province| self.gazetteer.province(province));
        self.gazetteer.meant(&self.rows.places, name, province, &self.rows.provinces)
    }

    /// The neighbourhood of a city.
    #[must_use]
    pub fn neighbourhood(&self, city: &str, name: &str) -> Option<&Place> {
        self.gazetteer.neighbourhood(city, name).map(|at| &self.rows.places[at])
    }

    /// The province with this code or name.
    #[must_use]
    pub fn province(&self, name: &str) -> Option<&str> {
        self.gazetteer.province(name).map(|at| self.rows.provinces[at].code.as_str())
    }

    /// Everything as stored, for lists.
    #[must_use]
    pub fn rows(&self) -> &CatalogueRows {
        &self.rows
    }

    /// Shares itself where a snapshot is wanted.
    #[must_use]
    pub fn shared(self) -> Arc<Self> {
        Arc::new(self)
    }
}

fn warranty_policy(row: &PolicyRow) -> Result<WarrantyPolicy, serde_json::Error> {
    let terms = WarrantyTerms::from_spec(&row.spec)?;
    Ok(WarrantyPolicy { code: row.code.clone(), version: row.version, terms })
}

fn closed_days(rows: &CatalogueRows) -> HashMap<String, Arc<BTreeSet<NaiveDate>>> {
    let in_province = |province: &str| -> BTreeSet<NaiveDate> {
        let closed = rows.holidays.iter().filter(|day| day.province.is_empty() || day.province == province);
        closed.map(|day| day.day.0).collect()
    };
    let provinces: BTreeSet<&str> = rows.holidays.iter().map(|day| day.province.as_str()).chain([""]).collect();
    provinces.into_iter().map(|province| (province.to_owned(), Arc::new(in_province(province)))).collect()
}

/// The closed days of a province; one without closures of its own has those of the whole country.
fn of_province(closed: &HashMap<String, Arc<BTreeSet<NaiveDate>>>, province: &str) -> Arc<BTreeSet<NaiveDate>> {
    closed.get(province).or_else(|| closed.get("")).cloned().unwrap_or_default()
}

/// The newest version of each text that is not given back to the product. One that this version of the product cannot read
/// is left out: the text that came with the product is better than none.
fn own_texts(rows: &[TemplateRow]) -> HashMap<(String, Language), (i32, Template)> {
    let mut texts = HashMap::new();
    for row in rows {
        let of = (row.key.clone(), row.language.0);
        match row.body.as_deref().map(|body| Template::read(row.language.0, body)) {
            Some(Ok(template)) => drop(texts.insert(of, (row.version, template))),
            Some(Err(error)) => tracing::error!(key = row.key, %error, "a text of one's own cannot be read"),
            None => drop(texts.remove(&of)),
        }
    }
    texts
}
