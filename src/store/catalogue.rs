//! Reference data: places, days, reasons, policies, appliances and what breaks in them.
#![expect(missing_docs, reason = "a column is named and explained in the migration")]

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::checklists::{ChecklistRow, list_checklist_items};
use super::first_aid::{FirstAidRow, list_first_aid};
use super::reasons::{ReasonSwitch, list_reason_switches};
use super::recalls::{Recall, list_open_recalls};
use super::rows::{BATCH, insertable};
use super::schema::{
    brands, categories, counters, equipment, faults, holidays, places, policies, product_models, provinces, reasons,
    settings, skills,
};
use super::templates::{TemplateRow, list_templates};
use super::{At, Col, Conn, Day, Json, StoreError, Tx, on};
use crate::domain::geo::PlaceKind;
use crate::domain::policy::PolicyKind;
use crate::domain::reason::{DelayOwner, Reason, ReasonKind};
use crate::domain::time::Instant;

/// Defines a code with a name in both languages, with an upsert.
macro_rules! named {
    ($(#[$doc:meta])* $table:ident, $row:ident, $upsert:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
        #[diesel(table_name = $table)]
        pub struct $row {
            pub code: String,
            pub name_en: String,
            pub name_fa: String,
        }

        upsert!($table, $row, $upsert, $table::code);
    };
}

/// Defines an upsert by key.
macro_rules! upsert {
    ($table:ident, $row:ty, $upsert:ident, $key:expr) => {
        #[doc = concat!("Adds rows to `", stringify!($table), "` or replaces those with the same key.")]
        #[doc = "\n\n# Errors\nA reference to something unknown, or the database."]
        pub fn $upsert(tx: &mut Tx<'_>, rows: &[$row]) -> Result<(), StoreError> {
            on!(tx.conn(), |conn| {
                for row in rows {
                    diesel::insert_into($table::table)
                        .values(row)
                        .on_conflict($key)
                        .do_update()
                        .set(row)
                        .execute(conn)?;
                }
            });
            Ok(())
        }
    };
}

named!(
    /// A province.
    provinces, Province, upsert_provinces
);
named!(
    /// A skill of a technician.
    skills, Skill, upsert_skills
);
named!(
    /// A piece of equipment.
    equipment, Equipment, upsert_equipment
);
named!(
    /// A brand.
    brands, Brand, upsert_brands
);

/// A place of the gazetteer; the keys are the folded names. A neighbourhood has the code of its city as parent.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = places, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Place {
    pub code: String,
    pub name_en: String,
    pub name_fa: String,
    pub key_en: String,
    pub key_fa: String,
    pub province: String,
    pub lat: f64,
    pub lon: f64,
    pub population: i32,
    pub kind: Col<PlaceKind>,
    pub parent: Option<String>,
}

/// Adds rows to `places` or replaces those with the same code; many in one statement where the database can.
///
/// # Errors
/// A province that is unknown, or the database.
pub fn upsert_places(tx: &mut Tx<'_>, rows: &[Place]) -> Result<(), StoreError> {
    match tx.conn() {
        // A statement costs no round trip here, and SQLite takes one row at a time.
        Conn::Sqlite(conn) => {
            for row in rows {
                let insert = diesel::insert_into(places::table).values(row);
                insert.on_conflict(places::code).do_update().set(row).execute(conn)?;
            }
        }
        Conn::Pg(conn) => {
            for part in rows.chunks(BATCH) {
                diesel::insert_into(places::table)
                    .values(part)
                    .on_conflict(places::code)
                    .do_update()
                    .set((
                        places::name_en.eq(excluded(places::name_en)),
                        places::name_fa.eq(excluded(places::name_fa)),
                        places::key_en.eq(excluded(places::key_en)),
                        places::key_fa.eq(excluded(places::key_fa)),
                        places::province.eq(excluded(places::province)),
                        places::lat.eq(excluded(places::lat)),
                        places::lon.eq(excluded(places::lon)),
                        places::population.eq(excluded(places::population)),
                        places::kind.eq(excluded(places::kind)),
                        places::parent.eq(excluded(places::parent)),
                    ))
                    .execute(conn)?;
            }
        }
    }
    Ok(())
}

/// A day on which nobody works; an empty province means everywhere.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = holidays)]
pub struct Holiday {
    pub day: Day,
    pub province: String,
    pub name_en: String,
    pub name_fa: String,
    pub estimated: bool,
}

upsert!(holidays, Holiday, upsert_holidays, (holidays::day, holidays::province));

/// The closed days from `from` to `to`, both inside, earliest first.
///
/// # Errors
/// The database.
pub fn list_holidays(conn: &mut Conn, from: Day, to: Day) -> Result<Vec<Holiday>, StoreError> {
    let query = holidays::table.filter(holidays::day.between(from, to)).order((holidays::day, holidays::province));
    Ok(query.select(Holiday::as_select()).load(conn)?)
}

/// Takes a closed day away; `false` when there is none such.
///
/// # Errors
/// The database.
pub fn delete_holiday(tx: &mut Tx<'_>, day: Day, province: &str) -> Result<bool, StoreError> {
    let target = holidays::table.filter(holidays::day.eq(day)).filter(holidays::province.eq(province));
    Ok(diesel::delete(target).execute(tx.conn())? == 1)
}

/// A reason with its stable code.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reasons, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ReasonRow {
    pub kind: Col<ReasonKind>,
    pub code: String,
    pub owner: Col<DelayOwner>,
    pub pauses_sla: bool,
    pub digit: Option<i32>,
}

impl ReasonRow {
    /// The reason as the trade knows it.
    #[must_use]
    pub fn reason(&self) -> Reason {
        Reason {
            kind: self.kind.0,
            code: self.code.clone(),
            owner: self.owner.0,
            pauses_sla: self.pauses_sla,
            digit: self.digit,
        }
    }
}

upsert!(reasons, ReasonRow, upsert_reasons, (reasons::kind, reasons::code));

/// A category of appliances.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = categories)]
pub struct Category {
    pub code: String,
    pub name_en: String,
    pub name_fa: String,
    pub skill: String,
    pub default_duration_s: i32,
}

upsert!(categories, Category, upsert_categories, categories::code);

/// A model of a brand.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = product_models, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ProductModel {
    pub code: String,
    pub brand: String,
    pub category: String,
    pub name_en: String,
    pub name_fa: String,
    pub serial_pattern: Option<String>,
}

upsert!(product_models, ProductModel, upsert_models, product_models::code);

/// A fault, and what it takes to mend it.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = faults)]
pub struct FaultRow {
    pub code: String,
    pub category: String,
    pub fault_group: String,
    pub name_en: String,
    pub name_fa: String,
    pub duration_s: i32,
    pub skill: String,
    pub skill_level: i32,
    pub equipment: Json<Vec<String>>,
}

upsert!(faults, FaultRow, upsert_faults, faults::code);

/// One version of a policy; versions are never changed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = policies, treat_none_as_default_value = false)]
pub struct PolicyRow {
    pub kind: Col<PolicyKind>,
    pub code: String,
    pub version: i32,
    pub spec: String,
    pub is_current: bool,
    pub created_by: Option<String>,
    pub created_at: At,
}

insertable!(policies, PolicyRow, insert_policy);

/// Ends the current version of a policy, before the next one is added.
///
/// # Errors
/// The database.
pub fn retire_policy(tx: &mut Tx<'_>, kind: PolicyKind, code: &str) -> Result<(), StoreError> {
    let target = policies::table
        .filter(policies::kind.eq(Col(kind)))
        .filter(policies::code.eq(code))
        .filter(policies::is_current.eq(true));
    diesel::update(target).set(policies::is_current.eq(false)).execute(tx.conn())?;
    Ok(())
}

/// Whether a version of this policy is in force.
///
/// # Errors
/// The database.
pub fn has_policy(conn: &mut Conn, kind: PolicyKind, code: &str) -> Result<bool, StoreError> {
    let query = policies::table.filter(policies::kind.eq(Col(kind))).filter(policies::code.eq(code));
    let versions: i64 = query.filter(policies::is_current.eq(true)).count().get_result(conn)?;
    Ok(versions > 0)
}

/// The highest version of this policy that was ever stored; 0 for none.
///
/// # Errors
/// The database.
pub fn last_policy_version(conn: &mut Conn, kind: PolicyKind, code: &str) -> Result<i32, StoreError> {
    let query = policies::table.filter(policies::kind.eq(Col(kind))).filter(policies::code.eq(code));
    let last = query.order(policies::version.desc()).select(policies::version);
    Ok(last.first(conn).optional()?.unwrap_or(0))
}

/// Everything that changes seldom, in one read each.
pub struct CatalogueRows {
    pub provinces: Vec<Province>,
    pub places: Vec<Place>,
    pub holidays: Vec<Holiday>,
    pub reasons: Vec<ReasonRow>,
    pub reason_switches: Vec<ReasonSwitch>,
    pub skills: Vec<Skill>,
    pub equipment: Vec<Equipment>,
    pub brands: Vec<Brand>,
    pub categories: Vec<Category>,
    pub models: Vec<ProductModel>,
    pub faults: Vec<FaultRow>,
    pub first_aid: Vec<FirstAidRow>,
    pub checklists: Vec<ChecklistRow>,
    pub policies: Vec<PolicyRow>,
    pub templates: Vec<TemplateRow>,
    /// What calls units back now.
    pub recalls: Vec<Recall>,
}

/// Loads all reference data; of policies the current versions.
///
/// # Errors
/// The database.
pub fn load_catalogue(conn: &mut Conn) -> Result<CatalogueRows, StoreError> {
    Ok(CatalogueRows {
        provinces: provinces::table.order(provinces::code).select(Province::as_select()).load(conn)?,
        places: places::table.order((places::population.desc(), places::code)).select(Place::as_select()).load(conn)?,
        holidays: holidays::table.select(Holiday::as_select()).load(conn)?,
        reasons: reasons::table.order((reasons::kind, reasons::code)).select(ReasonRow::as_select()).load(conn)?,
        reason_switches: list_reason_switches(conn)?,
        skills: skills::table.order(skills::code).select(Skill::as_select()).load(conn)?,
        equipment: equipment::table.order(equipment::code).select(Equipment::as_select()).load(conn)?,
        brands: brands::table.order(brands::code).select(Brand::as_select()).load(conn)?,
        categories: categories::table.order(categories::code).select(Category::as_select()).load(conn)?,
        models: product_models::table.order(product_models::code).select(ProductModel::as_select()).load(conn)?,
        faults: faults::table.order(faults::code).select(FaultRow::as_select()).load(conn)?,
        first_aid: list_first_aid(conn)?,
        checklists: list_checklist_items(conn)?,
        policies: policies::table
            .filter(policies::is_current.eq(true))
            .order((policies::kind, policies::code))
            .select(PolicyRow::as_select())
            .load(conn)?,
        templates: list_templates(conn)?,
        recalls: list_open_recalls(conn)?,
    })
}

/// Hands out `count` numbers of a counter; the first of them.
///
/// # Errors
/// The database.
pub fn take_numbers(tx: &mut Tx<'_>, name: &str, count: i64) -> Result<i64, StoreError> {
    let first = (counters::name.eq(name), counters::next.eq(0_i64));
    on!(tx.conn(), |conn| diesel::insert_into(counters::table)
        .values(first)
        .on_conflict(counters::name)
        .do_nothing()
        .execute(conn))?;
    let target = counters::table.find(name);
    diesel::update(target).set(counters::next.eq(counters::next + count)).execute(tx.conn())?;
    let next: i64 = target.select(counters::next).first(tx.conn())?;
    Ok(next - count)
}

/// The value of a setting.
///
/// # Errors
/// The database.
pub fn find_setting(conn: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    Ok(settings::table.find(name).select(settings::value).first(conn).optional()?)
}

/// Sets a setting.
///
/// # Errors
/// The database.
pub fn save_setting(tx: &mut Tx<'_>, name: &str, value: &str, now: Instant) -> Result<(), StoreError> {
    let row = (settings::name.eq(name), settings::value.eq(value), settings::updated_at.eq(At(now)));
    on!(tx.conn(), |conn| diesel::insert_into(settings::table)
        .values(row)
        .on_conflict(settings::name)
        .do_update()
        .set((settings::value.eq(value), settings::updated_at.eq(At(now))))
        .execute(conn))?;
    Ok(())
}
