//! The form that describes a problem, to note it and to change it.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::app::recalls::{NewRange, NewRecall};
use crate::app::{App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::UserId;
use crate::domain::recall::{Danger, SerialRange};
use crate::domain::text::whole_number;
use crate::queries::names::Colleague;
use crate::queries::recalls::{RangeView, RecallDetail};
use crate::web::api::{day, value};
use crate::web::view::View;

/// What the form says; also what it shows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Given {
    pub code: String,
    pub title: String,
    pub owner: String,
    pub brand: String,
    pub models: String,
    pub ranges: String,
    pub made_from: String,
    pub made_to: String,
    pub produced: String,
    pub danger: String,
    pub defect_fa: String,
    pub defect_en: String,
    pub correction_fa: String,
    pub correction_en: String,
    pub version: String,
}

/// The form with what can be chosen in it.
pub(super) struct RecallForm {
    pub given: Given,
    pub brands: Vec<(String, String)>,
    pub dangers: Vec<(&'static str, String)>,
    pub owners: Vec<(String, String)>,
    /// Where it goes.
    pub to: String,
    /// Words on its button.
    pub words: String,
    /// Whether it was sent and refused, so that it stands open.
    pub is_open: bool,
}

impl RecallForm {
    /// The form with these values.
    pub fn new(app: &App, v: &View, (given, owners): (Given, &[Colleague]), (to, words): (String, &str)) -> Self {
        let catalogue = app.catalogue();
        let brands = catalogue.rows().brands.iter();
        Self {
            given,
            brands: brands.map(|it| (it.code.clone(), v.named(&it.name_en, &it.name_fa).to_owned())).collect(),
            dangers: Danger::ALL.iter().map(|it| (it.as_str(), v.code("danger", it.as_str()))).collect(),
            owners: owners.iter().map(|it| (it.id.to_string(), it.name.clone())).collect(),
            to,
            words: v.t(words),
            is_open: false,
        }
    }
}

impl Given {
    /// A problem as the form shows it.
    pub fn of(detail: &RecallDetail) -> Self {
        let row = &detail.row;
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let range = |range: &RangeView| {
            if range.from == range.to { range.from.clone() } else { format!("{}...{}", range.from, range.to) }
        };
        Self {
            code: row.code.clone(),
            title: row.title.clone(),
            owner: row.owner_id.to_string(),
            brand: row.brand.clone(),
            models: row.models.join("\n"),
            ranges: detail.ranges.iter().map(range).collect::<Vec<_>>().join("\n"),
            made_from: day(detail.made_from),
            made_to: day(detail.made_to),
            produced: row.produced.map(|it| it.to_string()).unwrap_or_default(),
            danger: row.danger.to_string(),
            defect_fa: detail.defect_fa.clone(),
            defect_en: detail.defect_en.clone(),
            correction_fa: detail.correction_fa.clone(),
            correction_en: detail.correction_en.clone(),
            version: row.version.to_string(),
        }
    }

    /// What is to be noted.
    pub fn read(&self) -> Result<NewRecall, Error> {
        let mut faults = Faults::default();
        let produced = Some(self.produced.trim()).filter(|typed| !typed.is_empty());
        let produced =
            produced.and_then(|typed| faults.take("produced", whole_number(typed).ok_or(FaultCode::Malformed)));
        let danger = value("danger", Some(&self.danger), &mut faults);
        let range = |text: &str| {
            let (from, to) = SerialRange::ends(text);
            NewRange { from: from.to_owned(), to: to.map(str::to_owned) }
        };
        let lines = self.ranges.lines().map(str::trim).filter(|line| !line.is_empty());
        let models = self.models.split(|c: char| c.is_whitespace() || matches!(c, ',' | '،'));
        let new = NewRecall {
            code: self.code.clone(),
            title: self.title.clone(),
            owner_id: value::<UserId>("owner", Some(&self.owner), &mut faults),
            brand: self.brand.clone(),
            models: models.filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            ranges: lines.map(range).collect(),
            made_from: day("made_from", Some(&self.made_from), &mut faults),
            made_to: day("made_to", Some(&self.made_to), &mut faults),
            defect_fa: self.defect_fa.clone(),
            defect_en: self.defect_en.clone(),
            correction_fa: self.correction_fa.clone(),
            correction_en: self.correction_en.clone(),
            danger: danger.unwrap_or(Danger::Low),
            produced,
        };
        Ok(faults.or(new)?)
    }
}

/// What is wrong with one line of a field is a fault of the field.
pub(super) fn placed(error: Error) -> Error {
    let Error::Invalid(mut faults) = error else { return error };
    for fault in &mut faults.0 {
        let field = ["ranges", "models"].into_iter().find(|field| fault.field.starts_with(&format!("{field}.")));
        let field = field.or((fault.field == "owner_id").then_some("owner"));
        if let Some(field) = field {
            fault.field = field.into();
        }
    }
    faults.0.dedup();
    Error::Invalid(faults)
}
