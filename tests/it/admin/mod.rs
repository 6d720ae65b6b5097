//! The pages of administration.

mod catalogue;
mod days;
mod imports;
mod policies;
mod reasons;
mod users;

use crate::site::{Seen, Site};
use crate::templates::check;

/// What stands in a hidden or other field of a page.
pub fn field(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// The fields that a refused form is told of, in order.
pub fn wrong(seen: &Seen) -> Vec<String> {
    assert_eq!(seen.status, 422, "{}", seen.text);
    let told = seen.text.split("role=\"alert\"").nth(1).unwrap_or_else(|| panic!("no faults: {}", seen.text));
    let told = told.split("</ul>").next().unwrap();
    let mut fields: Vec<String> =
        told.split("href=\"#").skip(1).map(|link| link.split('"').next().unwrap().to_owned()).collect();
    fields.sort();
    fields
}

/// Opens a page in both languages and holds it against the rules of the house.
pub async fn keeps_the_rules(site: &Site, cookie: &str, (name, path): (&str, &str)) {
    for lang in ["fa", "en"] {
        let joint = if path.contains('?') { '&' } else { '?' };
        let seen = site.page_as(cookie, &format!("{path}{joint}lang={lang}")).await;
        assert_eq!(seen.status, 200, "{path} {}", seen.text);
        check(&format!("{name}.{lang}"), &seen.text);
    }
}
