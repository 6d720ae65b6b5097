//! What a report would come to if it were taken down now: for the operator while the caller talks. Nothing is kept, and what
//! is not told yet is left out.

use chrono::NaiveDate;

use super::answer::{Milestones, Warning};
use super::check::{Glance, Item, glance};
use super::customer::known_among;
use super::input::NewRequest;
use super::people::Person;
use super::place::Place;
use super::position::remembered;
use super::register::{usual_priority, verdict_of};
use super::summary::{Summary, told, way};
use super::unit::{match_unit, name_units};
use super::warnings::{Watch, warnings_of_people, warnings_of_unit};
use crate::app::messages::Param;
use crate::app::quotes::{PriceTold, price_to_tell};
use crate::app::slots::{SlotSearch, find_slots};
use crate::app::{App, Catalogue, Error};
use crate::dispatch::slots::Slot;
use crate::domain::fault::Faults;
use crate::domain::geo::{Position, Precision};
use crate::domain::id::CustomerId;
use crate::domain::link::LinkKind;
use crate::domain::policy::Priced;
use crate::domain::time::Instant;
use crate::domain::warranty::Verdict;
use crate::store::customers::{Customer, find_customer, list_customers_at};
use crate::store::{Conn, StoreError};

/// Windows that are proposed.
const WINDOWS: usize = 4;
/// Stands for a reference that is not given yet.
const NO_REFERENCE: &str = "00000000";

/// A report before it is taken down.
#[derive(Debug, Default)]
pub struct Preview {
    /// The units; none in the place of one that is not known yet.
    pub items: Vec<Option<ItemPreview>>,
    /// What the operator should look at.
    pub warnings: Vec<Warning>,
    /// The earliest windows that can be promised, in order of time; none as long as unit or place are not known.
    pub slots: Vec<Slot>,
    /// What windows are sought for, once it is known.
    pub search: Option<SlotSearch>,
    /// When each point of the service level would be due.
    pub due: Option<Milestones>,
    /// What the customer would get, with noughts as reference and an address of the right length as link.
    pub summary: Option<Summary>,
    /// What is wrong with the report or wanting.
    pub faults: Faults,
}

/// One unit of it.
#[derive(Debug)]
pub struct ItemPreview {
    /// Code of its category.
    pub category: String,
    /// What the warranty policies of today say.
    pub verdict: Verdict,
    /// What the customer has to be told of the price.
    pub price: Option<PriceTold>,
}

/// Looks at a report as far as it is told.
///
/// # Errors
/// The database; a value that is wrong is no error here.
pub async fn preview(app: &App, mut input: NewRequest) -> Result<Preview, Error> {
    let (now, catalogue) = (app.clock.now(), app.catalogue());
    name_units(app, &mut input).await?;
    let seen = glance(&input, &catalogue, &app.site.region, now);
    let looking = Looking { app: app.clone(), input, seen, now, today: catalogue.calendar().local_date(now) };
    let mut found = app.db.read(move |conn| looking.look(conn, &catalogue)).await?;
    if let Some(search) = &found.search {
        found.slots = match find_slots(app, search).await {
            Ok(found) => found.slots,
            Err(Error::Invalid(_)) => Vec::new(),
            Err(error) => return Err(error),
        };
    }
    Ok(found)
}

/// Half a report on its way through the read model.
struct Looking {
    app: App,
    input: NewRequest,
    seen: Glance,
    now: Instant,
    today: NaiveDate,
}

impl Looking {
    fn look(mut self, conn: &mut Conn, catalogue: &Catalogue) -> Result<Preview, Error> {
        let (customer, is_shared) = whose(conn, self.input.customer_id, &self.seen.people)?;
        let id = customer.as_ref().map(|it| it.id.0).or(self.input.customer_id);
        let place = self.seen.address.as_ref().map(|place| remembered(conn, id, place)).transpose()?;
        let precision = place.as_ref().map(|place| place.precision);
        let people = self.seen.people.as_slice();
        let mut warnings = if people.is_empty() {
            Vec::new()
        } else {
            warnings_of_people(people, (customer.as_ref(), is_shared), precision)
        };
        let mut faults = std::mem::take(&mut self.seen.faults);
        let province = place.as_ref().map(|place| place.province.as_str()).unwrap_or_default();
        let mut items = Vec::with_capacity(self.seen.items.len());
        let mut search = None;
        for (at, item) in self.seen.items.iter().enumerate() {
            let Some(item) = item else {
                items.push(None);
                continue;
            };
            match self.item(conn, (catalogue, id, province), (at, item), &mut warnings) {
                Ok((shown, model)) => {
                    let sought = place.as_ref().filter(|_| item.fixed_by_phone.is_none());
                    search = search.or_else(|| sought.map(|place| self.search(place, (item, model), id)));
                    items.push(Some(shown));
                }
                Err(Error::Invalid(more)) => {
                    faults.0.extend(more.0);
                    items.push(None);
                }
                Err(error) => return Err(error),
            }
        }
        let summary = self.summary(customer.as_ref(), &items);
        let usual = || customer.as_ref().map(|it| usual_priority(catalogue, it)).unwrap_or_default();
        let due = Some(Milestones::due(catalogue, self.input.priority.unwrap_or_else(usual), self.now));
        Ok(Preview { items, warnings, slots: Vec::new(), search, due, summary, faults })
    }

    /// What is to be said of a unit, and its model.
    fn item(
        &self,
        conn: &mut Conn,
        (catalogue, customer, province): (&Catalogue, Option<CustomerId>, &str),
        (at, item): (usize, &Item),
        warnings: &mut Vec<Warning>,
    ) -> Result<(ItemPreview, Option<String>), Error> {
        let unit = match_unit(conn, self.now, (customer, false), (at, item))?;
        warnings_of_unit(conn, (at, &unit), warnings)?;
        let verdict = verdict_of(conn, catalogue, (item, &unit), self.today)?;
        Watch { catalogue, now: self.now }.earlier(conn, (at, item, &unit), warnings)?;
        let category = unit.product.category.clone();
        let work = Priced { category: &category, kind: item.kind, fault: item.fault.as_deref(), province };
        let is_settled = item.fixed_by_phone.is_some();
        let price = price_to_tell(catalogue, (work, verdict.outcome), self.now).filter(|_| !is_settled);
        Ok((ItemPreview { category, verdict, price }, unit.product.model))
    }

    /// For what windows are sought: the first unit that somebody comes for.
    fn search(
        &self,
        place: &Place,
        (item, model): (&Item, Option<String>),
        customer: Option<CustomerId>,
    ) -> SlotSearch {
        let pin = Some(place.position).filter(|_| place.precision <= Precision::Neighbourhood);
        SlotSearch {
            city: place.place.clone(),
            province: Some(place.province.clone()),
            lat: pin.map(|Position { lat, .. }| lat),
            lon: pin.map(|Position { lon, .. }| lon),
            kind: Some(item.kind),
            model_code: model,
            category: Some(item.unit.category.clone()),
            brand: item.unit.brand.clone(),
            purchased_on: item.unit.purchased_on,
            fault: item.fault.clone(),
            priority: self.input.priority,
            language: self.input.language,
            customer_id: customer,
            limit: Some(WINDOWS),
            ..SlotSearch::default()
        }
    }

    fn summary(&self, customer: Option<&Customer>, shown: &[Option<ItemPreview>]) -> Option<Summary> {
        let items: Vec<&Item> = self.seen.items.iter().flatten().collect();
        let price = shown.iter().flatten().find_map(|item| item.price);
        // An address of nothing: only its length counts.
        let link = Param::Code(self.app.link_url(LinkKind::Customer, NO_REFERENCE, 0));
        let (kind, params) = told(&items, (NO_REFERENCE.to_owned(), link), price)?;
        let language = self.input.language.or(customer.map(|it| it.language.0)).unwrap_or_default();
        let params = params.into_iter().map(|(name, param)| (name.to_owned(), param)).collect();
        Some(Summary { channel: way(&self.seen.people, customer).0, kind, language, params })
    }
}

/// Whose report it would be, and whether others are reached by the same telephone.
fn whose(
    conn: &mut Conn,
    named: Option<CustomerId>,
    people: &[Person],
) -> Result<(Option<Customer>, bool), StoreError> {
    if let Some(named) = named {
        return match find_customer(conn, named) {
            Err(StoreError::NotFound) => Ok((None, false)),
            found => Ok((Some(found?), false)),
        };
    }
    let Some(first) = people.first() else { return Ok((None, false)) };
    let mut at_phone = list_customers_at(conn, first.phone.as_ref())?;
    let known = known_among(&at_phone, first);
    let is_shared = known.is_none() && !at_phone.is_empty();
    Ok((known.map(|at| at_phone.swap_remove(at)), is_shared))
}
