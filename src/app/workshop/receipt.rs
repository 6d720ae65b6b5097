//! The receipt of a unit that was taken in: what it is, how it looks, what came with it, and on what terms it is kept.

use serde::Serialize;
use utoipa::ToSchema;

use super::keeper_name;
use crate::app::case::Case;
use crate::app::receipt::{Mark, ReceiptWords};
use crate::app::{App, Error};
use crate::domain::id::WorkshopUnitId;
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::domain::time::Instant;
use crate::domain::workshop::custody::Keeper;
use crate::i18n::{Arg, format, say};
use crate::store::customers::find_customer;
use crate::store::workshop::{find_workshop_unit, list_unit_passings};

/// The receipt of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitReceipt {
    /// The code on the unit's tag.
    pub tag: String,
    /// The request's reference.
    pub reference: String,
    /// The organisation.
    pub organisation: String,
    /// The customer.
    pub customer: String,
    /// Category of the unit.
    pub category: String,
    /// Brand of the unit.
    pub brand: Option<String>,
    /// Model of the unit.
    pub model: Option<String>,
    /// Serial of the unit.
    pub serial: Option<String>,
    /// Whose workshop took it in: `centre` or `agent:ID`.
    pub place: Keeper,
    /// When it was taken in.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Instant,
    /// When it is promised to be ready.
    #[schema(value_type = String, format = DateTime)]
    pub promised_at: Instant,
    /// How it looked.
    pub condition: String,
    /// What came with it.
    pub accessories: Vec<String>,
    /// How many photos are kept of it.
    pub photos: usize,
    /// Days that it is kept for nothing once it can be fetched.
    pub free_days: i32,
    /// What each day after them costs.
    #[schema(value_type = Object)]
    pub storage_fee: Money,
    /// The customer's language.
    pub language: Language,
}

/// The receipt of a unit that was taken in.
///
/// # Errors
/// `NotFound`; the database.
pub async fn unit_receipt(app: &App, id: WorkshopUnitId) -> Result<UnitReceipt, Error> {
    let organisation = app.site.name.clone();
    app.db
        .read(move |conn| {
            let unit = find_workshop_unit(conn, id)?;
            let case = Case::load(conn, unit.job_id.0)?;
            let first = list_unit_passings(conn, id)?.into_iter().next();
            Ok(UnitReceipt {
                tag: unit.tag.0.to_string(),
                reference: case.request.reference.0.to_string(),
                organisation,
                customer: find_customer(conn, case.request.customer_id.0)?.name,
                category: case.unit.category.clone(),
                brand: case.unit.brand.clone(),
                model: case.unit.model.clone(),
                serial: case.unit.serial.clone(),
                place: first.map_or(unit.place.0, |passing| passing.to_keeper.0),
                received_at: unit.received_at.0,
                promised_at: unit.promised_at.0,
                condition: unit.condition_note.clone(),
                accessories: unit.accessories.0.clone(),
                photos: unit.photos.0.len(),
                free_days: unit.free_days,
                storage_fee: Money::rials(unit.storage_fee),
                language: case.request.language.0,
            })
        })
        .await
}

/// Puts the receipt into words, with the tag as a code that opens the unit's page for staff.
#[must_use]
pub fn unit_receipt_words(app: &App, receipt: &UnitReceipt, language: Language) -> ReceiptWords {
    let t = |key: &str| say(language, key, &[]);
    let catalogue = app.catalogue();
    let category = catalogue.category(&receipt.category).map_or_else(
        || receipt.category.clone(),
        |it| if language == Language::Fa { it.name_fa.clone() } else { it.name_en.clone() },
    );
    let moment = |at| format::date_time(language, at, app.site.zone);
    let mut facts = vec![
        (t("unit-receipt-tag"), receipt.tag.clone()),
        (t("unit-receipt-reference"), receipt.reference.clone()),
        (t("receipt-customer"), receipt.customer.clone()),
        (t("receipt-unit"), category),
    ];
    let named = [("page-brand", &receipt.brand), ("page-model", &receipt.model), ("page-serial", &receipt.serial)];
    facts.extend(named.into_iter().filter_map(|(label, value)| Some((t(label), value.clone()?))));
    facts.push((t("unit-receipt-keeper"), keeper_name(app, language, receipt.place)));
    facts.push((t("unit-receipt-received"), moment(receipt.received_at)));
    facts.push((t("unit-receipt-promised"), moment(receipt.promised_at)));
    facts.push((t("unit-receipt-condition"), receipt.condition.clone()));
    let comma = if language == Language::Fa { "، " } else { ", " };
    let with_it = receipt.accessories.join(comma);
    facts.push((t("unit-receipt-accessories"), if with_it.is_empty() { t("unit-receipt-nothing") } else { with_it }));
    if receipt.photos > 0 {
        let photos = i64::try_from(receipt.photos).unwrap_or(i64::MAX);
        facts.push((t("unit-receipt-photos"), format::number(language, photos)));
    }
    let terms = if receipt.storage_fee.amount > 0 {
        let fee = format::money(language, receipt.storage_fee);
        let args = [("days", Arg::Number(receipt.free_days.into())), ("fee", Arg::text(&fee))];
        say(language, "unit-receipt-storage", &args)
    } else {
        t("unit-receipt-no-storage")
    };
    ReceiptWords {
        language,
        title: t("unit-receipt-title"),
        organisation: receipt.organisation.clone(),
        facts,
        heads: std::array::from_fn(|_| String::new()),
        lines: Vec::new(),
        sums: Vec::new(),
        payments: Vec::new(),
        guarantees: vec![terms, t("unit-receipt-code")],
        mark: Mark::of(&format!("{}/workshop?tag={}", app.site.base_url, receipt.tag)),
    }
}
