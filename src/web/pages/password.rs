//! The password of whoever is signed in.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::act::is_beyond;
use crate::app::users::change_password;
use crate::app::{App, Error};
use crate::domain::fault::{FaultCode, Faults};
use crate::web::error::{Answer, SIGN_IN_PATH, status};
use crate::web::frame::Frame;
use crate::web::limit::client_address;
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Allowed, Form, perm};

/// The old password, and the new one twice: nobody sees what is typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Given {
    old_password: String,
    password: String,
    again: String,
}

#[derive(Template)]
#[template(path = "pages/password.html")]
struct PasswordPage {
    v: View,
    troubles: Troubles,
}

pub(super) async fn show(app: web::Data<App>, request: HttpRequest, caller: Allowed<perm::ViewRequest>) -> Answer {
    let v = View::staff(&app, &request, "page-password-own", &caller);
    page(StatusCode::OK, &PasswordPage { v, troubles: Troubles::default() })
}

/// Who sits down at an open page guesses no faster than at the door.
pub(super) async fn change(
    app: web::Data<App>,
    (frame, request): (web::Data<Frame>, HttpRequest),
    caller: Allowed<perm::ViewRequest>,
    given: Form<Given>,
) -> Answer {
    let v = View::staff(&app, &request, "page-password-own", &caller);
    let Given { old_password, password, again } = given.0;
    let address = client_address(&request, &frame.settings.trusted_proxies);
    let changing = async {
        frame.limits.check_sign_in(&caller.username, address)?;
        let mut faults = Faults::default();
        if again != password {
            faults.add("again", FaultCode::PasswordDiffers);
        }
        faults.or(())?;
        change_password(&app, &caller, (old_password, password)).await
    };
    match changing.await {
        Ok(()) => Ok(see(&v.href(SIGN_IN_PATH))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            if matches!(&error, Error::Invalid(faults) if faults.has("old_password")) {
                frame.limits.sign_in_failed(&caller.username, address);
            }
            let troubles = v.troubles(&error);
            page(status(error.code()), &PasswordPage { v, troubles })
        }
    }
}
