//! Signing in and out.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::app::{App, Code, Error, auth};
use crate::web::auth::{no_session_cookie, session_cookie, session_of};
use crate::web::error::{Answer, status};
use crate::web::frame::Frame;
use crate::web::limit::client_address;
use crate::web::view::{Troubles, View, page, see};
use crate::web::{Form, Query};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Onward {
    next: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    username: String,
    password: String,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage {
    v: View,
    troubles: Troubles,
    username: String,
    next: String,
}

pub(super) async fn show(app: web::Data<App>, request: HttpRequest, onward: Query<Onward>) -> Answer {
    let v = View::new(&app, &request, "page-sign-in");
    let next = onward.0.next.as_deref().and_then(local).unwrap_or("/").to_owned();
    page(StatusCode::OK, &SignInPage { v, troubles: Troubles::default(), username: String::new(), next })
}

pub(super) async fn sign_in(
    app: web::Data<App>,
    frame: web::Data<Frame>,
    request: HttpRequest,
    form: Form<SignIn>,
) -> Answer {
    let SignIn { username, password, next } = form.0;
    let address = client_address(&request, &frame.settings.trusted_proxies);
    let next = next.as_deref().and_then(local).unwrap_or("/").to_owned();
    let tried = async {
        frame.limits.check_sign_in(&username, address)?;
        let user = auth::sign_in(&app, &username, &password).await?;
        auth::open_session(&app, user.id.0).await
    };
    match tried.await {
        Ok(token) => {
            frame.limits.sign_in_succeeded(&username, address);
            let mut answer = see(&next);
            let added = answer.add_cookie(&session_cookie(&token, frame.settings.https));
            added.map_err(|error| Error::Internal(format!("cookie: {error}")))?;
            Ok(answer)
        }
        Err(error) => {
            if error.code() == Code::SignInFailed {
                frame.limits.sign_in_failed(&username, address);
            }
            let v = View::new(&app, &request, "page-sign-in");
            let troubles = v.troubles(&error);
            page(status(error.code()), &SignInPage { v, troubles, username, next })
        }
    }
}

pub(super) async fn sign_out(app: web::Data<App>, frame: web::Data<Frame>, request: HttpRequest) -> Answer {
    if let Some(token) = session_of(&request, frame.settings.https) {
        auth::end_session(&app, &token).await?;
    }
    let mut answer: HttpResponse = see("/login");
    let added = answer.add_cookie(&no_session_cookie(frame.settings.https));
    added.map_err(|error| Error::Internal(format!("cookie: {error}")))?;
    Ok(answer)
}

/// A path on this site; anything that a browser would take for another site is refused.
fn local(next: &str) -> Option<&str> {
    let is_path = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r', '\t']);
    is_path.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(local("/jobs/1?x=2"), Some("/jobs/1?x=2"));
        for foreign in ["//evil.example", "/\\evil.example", "https://evil.example", "", "jobs", "/\t/evil.example"] {
            assert_eq!(local(foreign), None, "{foreign}");
        }
    }
}
