//! Administration: who may sign in, what rules, and what is brought in.

mod catalogue;
mod days;
mod draft;
mod imports;
mod policies;
mod policy;
mod policy_form;
mod reasons;
mod replay;
mod spec;
mod user;
mod user_form;
mod users;

pub(super) use catalogue::show as show_catalogue;
pub(super) use days::{close as close_day, open as open_day, show as show_days};
pub(super) use imports::{bring_in, header_file, list as list_imports, show as show_import};
pub(super) use policies::list as list_policies;
pub(super) use policy::{save as save_policy, show as show_policy, try_out as try_policy};
pub(super) use reasons::{show as show_reasons, switch as switch_reason};
pub(super) use user::{act as act_on_user, show as show_user};
pub(super) use users::{add as add_user, list as list_users};

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use crate::app::App;
use crate::domain::access::Permission;
use crate::web::error::Answer;
use crate::web::view::{View, page};
use crate::web::{Allowed, perm};

/// Address, title, what it is for, and who may open it.
const SECTIONS: [(&str, &str, &str, Permission); 8] = [
    ("/admin/users", "page-users", "page-users-about", Permission::ManageUser),
    ("/admin/policies", "page-policies", "page-policies-about", Permission::ViewPolicy),
    ("/admin/policies/price/prices", "page-tariffs", "page-tariffs-about", Permission::ViewPolicy),
    ("/admin/catalogue", "page-catalogue", "page-catalogue-about", Permission::ViewPolicy),
    ("/admin/reasons", "page-reasons", "page-reasons-about", Permission::ViewPolicy),
    ("/admin/days", "page-closed-days", "page-closed-days-about", Permission::ViewRequest),
    ("/admin/imports", "page-imports", "page-imports-about", Permission::ManagePolicy),
    ("/texts", "page-texts", "page-texts-about", Permission::ViewPolicy),
];

struct Section {
    address: String,
    title: String,
    about: String,
}

#[derive(Template)]
#[template(path = "pages/admin.html")]
struct AdminPage {
    v: View,
    sections: Vec<Section>,
}

pub(super) async fn show(app: web::Data<App>, request: HttpRequest, caller: Allowed<perm::ViewReport>) -> Answer {
    let v = View::staff(&app, &request, "page-admin", &caller);
    let open = SECTIONS.iter().filter(|(.., needed)| v.may(*needed));
    let section = |(address, title, about, _): &(&str, &str, &str, Permission)| Section {
        address: v.href(address),
        title: v.t(title),
        about: v.t(about),
    };
    let sections = open.map(section).collect();
    page(StatusCode::OK, &AdminPage { v, sections })
}
