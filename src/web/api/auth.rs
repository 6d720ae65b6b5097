//! `/auth`: tokens for programs.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::auth::{self, Tokens};
use crate::app::{App, Code};
use crate::web::auth::{Bearer, Credential, credential};
use crate::web::error::Answer;
use crate::web::extract::Body;
use crate::web::frame::Frame;
use crate::web::limit::client_address;
use crate::web::reading::read_json;

/// A name and a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// Name at sign-in.
    username: String,
    /// Password.
    #[schema(format = Password)]
    password: String,
    /// One-time code, for users who have one.
    otp: Option<String>,
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The refresh token that was given last.
    refresh_token: String,
}

/// What to sign in with from now on.
#[derive(Serialize, ToSchema)]
pub struct Signed {
    /// A JWT for the `Authorization` header.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds for which the access token is valid.
    expires_in: i64,
    /// Used once, for the next pair.
    refresh_token: String,
}

impl From<Tokens> for Signed {
    fn from(tokens: Tokens) -> Self {
        Self {
            access_token: tokens.access,
            token_type: "Bearer",
            expires_in: tokens.expires_in,
            refresh_token: tokens.refresh.expose().to_owned(),
        }
    }
}

/// Sign in
#[utoipa::path(post, path = "/api/v1/auth/login", tag = "auth", request_body = Login, security(()),
    responses((status = 200, description = "Signed in", body = Signed)))]
pub async fn login(request: HttpRequest, app: web::Data<App>, frame: web::Data<Frame>, body: Body<Login>) -> Answer {
    let Login { username, password, otp } = body.value;
    let address = client_address(&request, &frame.settings.trusted_proxies);
    frame.limits.check_sign_in(&username, address)?;
    // Nobody has a one-time code yet, so whoever sends one is mistaken about the account.
    let signed_in = match otp {
        None => auth::sign_in(&app, &username, &password).await,
        Some(_) => Err(Code::SignInFailed.into()),
    };
    let user = signed_in.inspect_err(|error| {
        if error.code() == Code::SignInFailed {
            frame.limits.sign_in_failed(&username, address);
        }
    })?;
    frame.limits.sign_in_succeeded(&username, address);
    Ok(HttpResponse::Ok().json(Signed::from(auth::issue_tokens(&app, &user).await?)))
}

/// The next pair of tokens
#[utoipa::path(post, path = "/api/v1/auth/refresh", tag = "auth", request_body = Refresh, security(()),
    responses((status = 200, description = "The next pair; the token that was sent is used up", body = Signed)))]
pub async fn refresh(app: web::Data<App>, body: Body<Refresh>) -> Answer {
    Ok(HttpResponse::Ok().json(Signed::from(auth::refresh(&app, &body.value.refresh_token).await?)))
}

/// Sign out: ends the family of the access token and of the refresh token, whichever is sent
#[utoipa::path(post, path = "/api/v1/auth/logout", tag = "auth", request_body = Option<Refresh>, security((), ("bearer" = [])),
    responses((status = 204, description = "Signed out")))]
pub async fn logout(request: HttpRequest, app: web::Data<App>, frame: web::Data<Frame>, body: web::Bytes) -> Answer {
    let refresh = if body.is_empty() { None } else { Some(read_json::<Refresh>(&body)?.refresh_token) };
    let access = match credential(&request, frame.settings.https) {
        Some(Credential::Bearer(Bearer(token))) => Some(token),
        _ => None,
    };
    auth::logout(&app, access.as_deref(), refresh.as_deref()).await?;
    Ok(HttpResponse::NoContent().finish())
}
