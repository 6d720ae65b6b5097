//! The form that describes a user, to make one and to change one.

use serde::Deserialize;

use crate::app::users::{NewUser, UserFacts};
use crate::app::{App, Error};
use crate::domain::access::Role;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::language::Language;
use crate::queries::people::UserView;
use crate::web::api::value;
use crate::web::view::View;

/// What the form says; also what it shows, except the password.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::web::pages) struct Given {
    pub username: String,
    pub display_name: String,
    pub role: String,
    pub language: String,
    pub provinces: String,
    pub password: String,
    pub version: String,
}

/// The form with what can be chosen in it.
pub(super) struct UserForm {
    pub given: Given,
    pub roles: Vec<(&'static str, String)>,
    pub languages: Vec<(&'static str, String)>,
}

impl UserForm {
    /// The form with these values.
    pub fn new(v: &View, given: Given) -> Self {
        Self {
            given,
            roles: Role::ALL.iter().map(|it| (it.as_str(), v.code("role", it.as_str()))).collect(),
            languages: Language::ALL.iter().map(|it| (it.as_str(), v.code("language", it.as_str()))).collect(),
        }
    }
}

impl Given {
    /// A user as the form shows one.
    pub fn of(app: &App, v: &View, user: &UserView) -> Self {
        Self {
            username: user.username.clone(),
            display_name: user.display_name.clone(),
            role: user.role.to_string(),
            language: user.language.to_string(),
            provinces: province_names(app, v, &user.provinces).join("\n"),
            password: String::new(),
            version: user.version.to_string(),
        }
    }

    /// What is to be kept of the user; what cannot be chosen is noted.
    fn facts(&self, faults: &mut Faults) -> Option<UserFacts> {
        let role = value("role", Some(&self.role), faults);
        let language = value("language", Some(&self.language), faults);
        for (field, is_given) in [("role", !self.role.is_empty()), ("language", !self.language.is_empty())] {
            if !is_given {
                faults.add(field, FaultCode::Required);
            }
        }
        let lines = self.provinces.split(['\n', ',', '،']).map(str::trim).filter(|line| !line.is_empty());
        Some(UserFacts {
            display_name: self.display_name.clone(),
            role: role?,
            language: language?,
            provinces: lines.map(str::to_owned).collect(),
        })
    }

    /// The changes of a user.
    pub fn read_facts(&self) -> Result<UserFacts, Error> {
        let mut faults = Faults::default();
        self.facts(&mut faults).ok_or_else(|| faults.into())
    }

    /// A user to be made.
    pub fn read_new(&self) -> Result<NewUser, Error> {
        let UserFacts { display_name, role, language, provinces } = self.read_facts()?;
        let (username, password) = (self.username.clone(), self.password.clone());
        Ok(NewUser { username, display_name, role, language, provinces, password })
    }
}

/// What provinces are called.
pub(super) fn province_names(app: &App, v: &View, codes: &[String]) -> Vec<String> {
    let catalogue = app.catalogue();
    let provinces = &catalogue.rows().provinces;
    let named = |code: &String| {
        let found = provinces.iter().find(|it| it.code == *code);
        found.map_or_else(|| code.clone(), |it| v.named(&it.name_en, &it.name_fa).to_owned())
    };
    codes.iter().map(named).collect()
}
