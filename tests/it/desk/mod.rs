//! The operators' desk: reports taken down by the form, with and without its script, and the search of the frame.

mod aid;
mod browser;
mod caller;
mod doors;
mod form;
mod pin;
mod save;

use ostakar::app::sample::sample_request;
use serde_json::Value;

use crate::site::{Seen, Site};
use crate::support::TestDb;

/// The desk with an operator at it.
pub struct Desk {
    pub site: Site,
    pub operator: String,
}

/// The form as it is filled in: name and value.
#[derive(Debug, Clone, Default)]
pub struct Filled(pub Vec<(String, String)>);

impl Filled {
    /// The `n`-th sample report in the fields of the form, under a key of its own.
    pub fn sample(site: &Site, n: u64) -> Self {
        let app = &site.app;
        let report = sample_request(&app.catalogue(), &app.network(), app.clock.now(), n).unwrap();
        let text = |path: &str| report.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self::default()
            .with("key", &format!("form-{n}"))
            .with("phone", &text("/contacts/0/phone").replace("+98", "0"))
            .with("name", &text("/contacts/0/name"))
            .with("city", &text("/address/city"))
            .with("street", &text("/address/street"))
            .with("items.0.product", &format!("model:{}", text("/items/0/product/model_code")))
            .with("items.0.serial", &text("/items/0/product/serial"))
            .with("items.0.purchased_on", &text("/items/0/product/purchased_on"))
            .with("items.0.fault", &text("/items/0/fault/code"))
    }

    /// The same with another value of a field.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn of(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

impl Desk {
    pub async fn open(db: TestDb) -> Self {
        let site = Site::open(db).await;
        let operator = site.sign_in("operator").await;
        Self { site, operator }
    }

    /// Presses the button that looks up.
    pub async fn look(&self, form: &Filled) -> String {
        let seen = self.site.post_as(&self.operator, "/intake/look?lang=en", &form.pairs()).await;
        assert_eq!(seen.status, 200, "{}", seen.text);
        seen.text
    }

    /// Presses the button that saves.
    pub async fn save(&self, form: &Filled) -> Seen {
        self.site.post_as(&self.operator, "/intake?lang=en", &form.pairs()).await
    }

    /// Saves, and reads the warnings where there are any: where the request is shown.
    pub async fn take_down(&self, form: &Filled) -> String {
        let mut seen = self.save(form).await;
        if seen.status == 422 {
            seen = self.save(&form.clone().with("seen", &value(&seen.text, "seen"))).await;
        }
        assert_eq!(seen.status, 303, "{}", seen.text);
        seen.location
    }

    pub async fn page(&self, path: &str) -> String {
        let seen = self.site.page_as(&self.operator, path).await;
        assert_eq!(seen.status, 200, "{path} {}", seen.text);
        seen.text
    }

    /// How many requests there are.
    pub fn requests(&self) -> i64 {
        crate::support::facts::count(self.site.url(), "service_requests")
    }
}

/// What stands in an input of a page.
pub fn value(html: &str, name: &str) -> String {
    let tag = tag(html, name);
    let value = tag.split(" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().replace("&#38;", "&").replace("&#39;", "'")
}

/// The first element with this name.
pub fn tag<'a>(html: &'a str, name: &str) -> &'a str {
    let found = html.split('<').find(|tag| tag.contains(&format!(" name=\"{name}\"")));
    found.unwrap_or_else(|| panic!("no {name}: {html}"))
}

/// The values of the radio buttons of a name, the chosen one first.
pub fn radios(html: &str, name: &str) -> Vec<String> {
    let named = format!("name=\"{name}\"");
    let tags = html.split('<').filter(|tag| tag.starts_with("input type=\"radio\"") && tag.contains(&named));
    let mut found: Vec<(bool, String)> = tags
        .map(|tag| {
            let value = tag.split(" value=\"").nth(1).unwrap().split('"').next().unwrap();
            (!tag.contains(" checked"), value.to_owned())
        })
        .collect();
    found.sort_by_key(|(is_other, _)| *is_other);
    found.into_iter().map(|(_, value)| value).collect()
}

/// The option of a list that is chosen.
pub fn chosen(html: &str, name: &str) -> String {
    let list = html.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("</select>").next().unwrap();
    let option = list.split("<option ").find(|option| option.contains(" selected"));
    option.map(|it| it.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()).unwrap_or_default()
}
