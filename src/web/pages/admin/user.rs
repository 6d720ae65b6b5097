//! One user: what can be changed, another password, and the lock.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::user_form::{Given, UserForm};
use crate::app::users::{edit_user, set_active, set_password};
use crate::app::{App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::id::UserId;
use crate::queries::people::{UserView, user_view};
use crate::web::error::{Answer, status};
use crate::web::pages::act::is_beyond;
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, perm};

#[derive(Template)]
#[template(path = "pages/admin_user.html")]
struct UserPage {
    v: View,
    troubles: Troubles,
    user: UserView,
    username: String,
    made_at: String,
    form: UserForm,
}

pub(in crate::web::pages) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManageUser>,
    id: web::Path<UserId>,
) -> Answer {
    page(StatusCode::OK, &load(&app, &request, &caller, *id).await?)
}

pub(in crate::web::pages) async fn act(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::ManageUser>,
    path: web::Path<(UserId, String)>,
    given: Form<Given>,
) -> Answer {
    let (id, act) = path.into_inner();
    match apply(&app, &caller, (id, &act), &given.0).await {
        Ok(()) => Ok(see(&View::staff(&app, &request, "page-user", &caller).href(&of_user(id)))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = load(&app, &request, &caller, id).await?;
            shown.troubles = shown.v.troubles(&error);
            if act == "edit" && error.code() == Code::Invalid {
                shown.form.given = given.0;
            }
            page(status(error.code()), &shown)
        }
    }
}

fn of_user(id: UserId) -> String {
    format!("/admin/users/{id}")
}

async fn apply(app: &App, caller: &Caller, (id, act): (UserId, &str), given: &Given) -> Result<(), Error> {
    // Who does not say which version was seen has seen none.
    let which = (id, given.version.parse().unwrap_or(0));
    match act {
        "edit" => edit_user(app, caller, which, given.read_facts()?).await,
        "password" => set_password(app, caller, which, given.password.clone()).await,
        "lock" => set_active(app, caller, which, false).await,
        "unlock" => set_active(app, caller, which, true).await,
        _ => Err(Code::NotFound.into()),
    }
}

async fn load(app: &App, request: &HttpRequest, caller: &Caller, id: UserId) -> Result<UserPage, Error> {
    let v = View::staff(app, request, "page-user", caller).at(of_user(id));
    let user = app.db.read(move |conn| user_view(conn, id).map_err(Error::from)).await?;
    Ok(UserPage {
        troubles: Troubles::default(),
        username: v.bdi(&user.username),
        made_at: v.moment(user.created_at),
        form: UserForm::new(&v, Given::of(app, &v, &user)),
        user,
        v,
    })
}
