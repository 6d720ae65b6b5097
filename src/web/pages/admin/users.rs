//! Everybody with a sign-in, and the form that adds another.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::user_form::{Given, UserForm, province_names};
use crate::app::users::add_colleague;
use crate::app::{App, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::fault::Faults;
use crate::domain::language::Language;
use crate::queries::Page;
use crate::queries::page::USUAL_LIMIT;
use crate::queries::people::{UserFilter, UserView, list_users};
use crate::web::api::value;
use crate::web::error::{Answer, status};
use crate::web::pages::act::is_beyond;
use crate::web::pages::choices::{Choice, address};
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, Query, perm};

const PATH: &str = "/admin/users";

/// What the list is limited to.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::web::pages) struct Asked {
    role: String,
    q: String,
    cursor: String,
}

struct Row {
    address: String,
    username: String,
    name: String,
    role: String,
    provinces: String,
    is_active: bool,
}

#[derive(Template)]
#[template(path = "pages/admin_users.html")]
struct UsersPage {
    v: View,
    troubles: Troubles,
    q: String,
    choices: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    form: UserForm,
    is_open: bool,
}

pub(in crate::web::pages) async fn list(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManageUser>,
    asked: Query<Asked>,
) -> Answer {
    let given = Given { language: Language::Fa.to_string(), ..Given::default() };
    let shown = load(&app, &request, &caller, (asked.0, given)).await?;
    page(if shown.troubles.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &shown)
}

pub(in crate::web::pages) async fn add(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManageUser>,
    given: Form<Given>,
) -> Answer {
    let adding = async { add_colleague(&app, &caller, given.0.read_new()?).await };
    match adding.await {
        Ok(id) => {
            let v = View::staff(&app, &request, "page-users", &caller);
            Ok(see(&v.href(&format!("{PATH}/{id}"))))
        }
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(&app, &request, &caller, (Asked::default(), given.0)).await?;
            shown.troubles = shown.v.troubles(&error);
            shown.is_open = true;
            page(status(error.code()), &shown)
        }
    }
}

async fn load(
    app: &App,
    request: &HttpRequest,
    caller: &Caller,
    (asked, given): (Asked, Given),
) -> Result<UsersPage, Error> {
    let v = View::staff(app, request, "page-users", caller).at(PATH.to_owned());
    let mut faults = Faults::default();
    let filter = UserFilter {
        role: value("role", Some(&asked.role), &mut faults),
        q: Some(asked.q.clone()).filter(|q| !q.trim().is_empty()),
        after: Some(asked.cursor.clone()).filter(|cursor| !cursor.is_empty()),
        limit: USUAL_LIMIT,
    };
    let (found, troubles) = match faults.or(()) {
        Ok(()) => {
            let read = app.db.read(move |conn| list_users(conn, &filter).map_err(Error::from));
            (read.await?, Troubles::default())
        }
        Err(faults) => (Page::whole(Vec::new()), v.troubles(&faults.into())),
    };
    let onward = |cursor: &str| {
        v.href(&address(PATH, &[("role", asked.role.as_str()), ("q", asked.q.as_str()), ("cursor", cursor)]))
    };
    Ok(UsersPage {
        troubles,
        choices: vec![Choice::of_codes(&v, ("role", "field-role", "role"), Role::ALL, Some(&asked.role))],
        next: found.next_cursor.as_deref().map(onward),
        rows: found.items.iter().map(|it| row(app, &v, it)).collect(),
        form: UserForm::new(&v, given),
        q: asked.q.clone(),
        is_open: false,
        v,
    })
}

fn row(app: &App, v: &View, it: &UserView) -> Row {
    let provinces = province_names(app, v, &it.provinces).join(&v.t("page-comma"));
    Row {
        address: v.href(&format!("{PATH}/{}", it.id)),
        username: v.bdi(&it.username),
        name: it.display_name.clone(),
        role: v.code("role", it.role.as_str()),
        provinces: if provinces.is_empty() { v.t("page-everywhere") } else { provinces },
        is_active: it.is_active,
    }
}
