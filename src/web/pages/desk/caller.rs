//! Who calls: sought by what stands in the field of the telephone, and what the form takes over from the customer found.

use super::typed::{ADDRESS, Typed, of_item};
use crate::app::{App, Error};
use crate::domain::access::Caller;
use crate::domain::language::Language;
use crate::domain::name::name_key;
use crate::domain::phone::Phone;
use crate::queries::customers::{CustomerCard, Sought, find_card};
use crate::queries::requests::{Site, last_site_of};
use crate::queries::search::{Hit, find_hits};

/// Most customers to choose from.
const MOST: i64 = 8;
/// Stands in the field `customer` for somebody who is not among those found.
pub(super) const NEW: &str = "new";

/// Who was found.
#[derive(Default)]
pub(super) struct Found {
    /// The customer of the report, once it is known who that is.
    pub customer: Option<CustomerCard>,
    /// Customers to choose from.
    pub hits: Vec<Hit>,
    /// Whether a whole telephone is typed, so that nobody else than those found has it.
    pub is_exact: bool,
}

/// The field that holds the telephone of the customer, and the one that holds the name: those of the owner if somebody
/// calls for another.
pub(super) fn fields_of_customer(typed: &Typed) -> (&'static str, &'static str) {
    if typed.of("owner_phone").is_empty() { ("phone", "name") } else { ("owner_phone", "owner_name") }
}

/// Finds the customer, and writes into the form what is known of one who was not there before.
///
/// # Errors
/// The database.
pub(super) async fn find_caller(app: &App, caller: &Caller, typed: &mut Typed) -> Result<Found, Error> {
    let (phone, name) = fields_of_customer(typed);
    let (is_exact, meanings) = meanings(typed.of(phone), &app.site.region);
    let (who, told) = (caller.clone(), name_key(typed.of(name)));
    let picked = typed.of("customer").to_owned();
    let (known_as, is_asked) = (typed.of("known_as").to_owned(), typed.of("look") == "caller");
    let read = move |conn: &mut _| {
        let mut hits = Vec::new();
        let mut is_own = true;
        for (at, meaning) in meanings.into_iter().enumerate() {
            if hits.is_empty() {
                hits = find_hits(conn, &who, &[meaning], MOST)?;
                is_own = at == 0;
            }
        }
        let only = hits.first().filter(|_| hits.len() == 1);
        // A name that was typed and differs from the known one may be another person at the same telephone.
        let fits = |hit: &Hit| told.is_empty() || !known_as.is_empty() || told == name_key(&hit.name);
        let by_itself = only.filter(|hit| picked != NEW && if is_exact { is_own && fits(hit) } else { is_asked });
        let chosen = hits.iter().find(|hit| hit.id.as_str() == picked).or(by_itself).map(|hit| hit.id);
        let customer = chosen.map(|id| find_card(conn, &who, id)).transpose()?;
        let is_newly_known = customer.as_ref().is_some_and(|card| card.id.as_str() != known_as);
        let site = match &customer {
            Some(card) if is_newly_known => last_site_of(conn, card.id)?,
            _ => None,
        };
        Ok::<_, Error>((Found { customer, hits, is_exact }, site))
    };
    let (found, site) = app.db.read(read).await?;
    take_over(app, typed, &found, (site, caller.language));
    Ok(found)
}

/// Whether the text is a whole telephone, and what it can mean, one after the other until something is found: a whole
/// telephone its customer or somebody around a case, the end of one whoever has it.
fn meanings(text: &str, region: &str) -> (bool, Vec<Sought>) {
    if let Ok(phone) = Phone::parse(text, region) {
        let number = phone.as_ref().to_owned();
        return (true, vec![Sought::Phone(number.clone()), Sought::Around(number)]);
    }
    match Sought::read(text, region) {
        tail @ Sought::Tail(_) => (false, vec![tail]),
        _ => (false, Vec::new()),
    }
}

/// Fills the form with what is known of the customer, in the operator's language, in the place of what was filled in for
/// another one; what was typed stays.
fn take_over(app: &App, typed: &mut Typed, found: &Found, (site, language): (Option<Site>, Language)) {
    let (phone, name) = fields_of_customer(typed);
    let was_filled = !typed.of("known_as").is_empty();
    let Some(card) = &found.customer else {
        if was_filled {
            for field in ADDRESS.into_iter().chain([name, "pin", "known_as"]) {
                typed.set(field, "");
            }
        }
        typed.forget_units();
        return;
    };
    typed.set("customer", card.id.to_string());
    if !found.is_exact {
        let number = card.phones.first().map(|phone| phone.number.as_str()).unwrap_or_default();
        typed.set(phone, local(number));
    }
    if typed.of("known_as") == card.id.as_str() {
        return;
    }
    if was_filled || typed.of(name).is_empty() {
        typed.set(name, card.name.clone());
    }
    if was_filled {
        typed.set("pin", "");
    }
    if was_filled || typed.has_no_address() {
        fill_address(app, typed, site, language);
    }
    let product = of_item(0, "product");
    if let ([unit], true) = (card.installed_products.as_slice(), typed.of(&product).is_empty()) {
        typed.set(&product, format!("unit:{}", unit.id));
    }
    typed.set("known_as", card.id.to_string());
}

fn fill_address(app: &App, typed: &mut Typed, site: Option<Site>, language: Language) {
    let Some(site) = site else {
        return ADDRESS.iter().for_each(|part| typed.set(part, ""));
    };
    let known = [
        ("city", Some(town(app, language, &site.city))),
        ("neighbourhood", site.neighbourhood),
        ("street", site.street.or(site.text)),
        ("alley", site.alley),
        ("plaque", site.number),
        ("floor", site.floor),
        ("flat", site.unit),
        ("postal_code", site.postal_code),
        ("landmark", site.landmark),
    ];
    for (field, value) in known {
        typed.set(field, value.unwrap_or_default());
    }
}

/// The name of a town with its province, so that no other town of the name is meant.
pub(in crate::web::pages) fn town(app: &App, language: Language, code: &str) -> String {
    let catalogue = app.catalogue();
    let named = |en: &str, fa: &str| if language == Language::En { en.to_owned() } else { fa.to_owned() };
    let Some(place) = catalogue.place(code, None) else { return code.to_owned() };
    let province = catalogue.rows().provinces.iter().find(|it| it.code == place.province);
    let province = province.map(|it| named(&it.name_en, &it.name_fa)).unwrap_or_default();
    let comma = if language == Language::En { ", " } else { "، " };
    format!("{}{comma}{province}", named(&place.name_en, &place.name_fa))
}

/// A number as people of the country type it.
pub(super) fn local(number: &str) -> String {
    number.strip_prefix("+98").map_or_else(|| number.to_owned(), |rest| format!("0{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits_are_the_end_of_a_number_and_all_of_them_a_number() {
        assert_eq!(meanings("۴۵۶۷", "IR"), (false, vec![Sought::Tail("7654".to_owned())]));
        let (is_exact, meant) = meanings("0912 000 4567", "IR");
        assert!(is_exact && meant[0] == Sought::Phone("+989120004567".to_owned()) && meant.len() == 2);
        assert_eq!(meanings("456", "IR"), (false, Vec::new()));
        assert_eq!(meanings("", "IR"), (false, Vec::new()));
    }
}
