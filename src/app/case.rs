//! A job with what belongs to it, as decisions need it.

use super::Catalogue;
use crate::domain::eligibility::Needs;
use crate::domain::geo::{Position, Precision};
use crate::domain::id::JobId;
use crate::domain::job::JobKind;
use crate::domain::language::Language;
use crate::domain::time::Window;
use crate::domain::warranty::WarrantyOutcome;
use crate::queries::demand::Demand;
use crate::store::customers::{AddressRow, InstalledProduct, find_address, find_installed_product};
use crate::store::jobs::{Job, ServiceRequest, find_job, find_request};
use crate::store::{Conn, StoreError};

/// A job, its request, where it is and the unit it is on.
#[derive(Debug, Clone)]
pub struct Case {
    /// The work.
    pub job: Job,
    /// What the customer asked.
    pub request: ServiceRequest,
    /// Where.
    pub address: AddressRow,
    /// On what.
    pub unit: InstalledProduct,
}

impl Case {
    /// Loads it.
    ///
    /// # Errors
    /// `NotFound`, or the database.
    pub fn load(conn: &mut Conn, id: JobId) -> Result<Self, StoreError> {
        let job = find_job(conn, id)?;
        let request = find_request(conn, job.request_id.0)?;
        let address = find_address(conn, request.address_id.0)?;
        let unit = find_installed_product(conn, job.installed_product_id.0)?;
        Ok(Self { job, request, address, unit })
    }

    /// Where the work is.
    #[must_use]
    pub fn position(&self) -> Position {
        Position { lat: self.address.lat, lon: self.address.lon }
    }

    /// The window that the customer was promised at intake.
    #[must_use]
    pub fn promised(&self) -> Option<Window> {
        Some(Window { from: self.request.window_from?.0, to: self.request.window_to?.0 })
    }

    /// Whether the organisation pays, wholly or as far as is known now.
    #[must_use]
    pub fn is_warranty(&self) -> bool {
        self.work().is_warranty()
    }

    fn work(&self) -> Work<'_> {
        Work {
            kind: self.job.kind.0,
            brand: self.unit.brand.as_deref(),
            category: &self.unit.category,
            fault: self.job.fault.as_deref(),
            warranty: self.job.warranty.0,
        }
    }

    /// What the job asks of an agent.
    #[must_use]
    pub fn needs(&self, catalogue: &Catalogue) -> Needs {
        let place = (self.address.province.as_str(), self.position(), self.address.precision_level.0);
        self.work().needs(catalogue, self.request.language.0, place, self.promised())
    }
}

/// Work to be done, whether or not it is a job yet.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// What is to be done.
    pub kind: JobKind,
    /// Brand code of the unit, if known.
    pub brand: Option<&'a str>,
    /// Category code of the unit.
    pub category: &'a str,
    /// Fault code, if one of the catalogue.
    pub fault: Option<&'a str>,
    /// Who pays.
    pub warranty: WarrantyOutcome,
}

/// What a past demand asks of an agent, in a window if one was promised.
#[must_use]
pub fn needs_of(demand: &Demand, catalogue: &Catalogue, window: Option<Window>) -> Needs {
    let work = Work {
        kind: demand.kind,
        brand: demand.brand.as_deref(),
        category: &demand.category,
        fault: demand.fault.as_deref(),
        warranty: demand.warranty,
    };
    let place = (demand.province.as_str(), demand.position, demand.precision);
    work.needs(catalogue, demand.language, place, window)
}

impl Work<'_> {
    /// Whether the organisation pays, wholly or as far as is known now.
    #[must_use]
    pub fn is_warranty(&self) -> bool {
        let covered = [WarrantyOutcome::InWarranty, WarrantyOutcome::Partial, WarrantyOutcome::Provisional];
        covered.contains(&self.warranty)
    }

    /// What it asks of an agent: the fault says which skill, level, equipment and time; without a fault the category's basic
    /// skill at the lowest level.
    #[must_use]
    pub fn needs(
        &self,
        catalogue: &Catalogue,
        language: Language,
        (province, position, precision): (&str, Position, Precision),
        window: Option<Window>,
    ) -> Needs {
        let category = catalogue.category(self.category);
        let fault = self.fault.and_then(|code| catalogue.fault(code));
        let basic = category.map(|it| it.skill.clone()).unwrap_or_default();
        let usual = category.map_or(3_600, |it| i64::from(it.default_duration_s));
        let least = if self.kind == JobKind::Repair { 2 } else { 1 };
        Needs {
            brand: self.brand.map(str::to_owned),
            category: self.category.to_owned(),
            skill: fault.map_or(basic, |fault| fault.skill.clone()),
            level: fault.map_or(least, |fault| u8::try_from(fault.skill_level).unwrap_or(u8::MAX)),
            equipment: fault.map(|fault| fault.equipment.0.clone()).unwrap_or_default(),
            language,
            position,
            precision,
            roads: catalogue.roads_in(province),
            window,
            duration_s: fault.map_or(usual, |fault| i64::from(fault.duration_s)),
            warranty: self.is_warranty(),
        }
    }
}
