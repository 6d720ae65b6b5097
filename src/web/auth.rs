//! Who asks: a session cookie or a bearer token, and the permission in a handler's type.

use std::marker::PhantomData;
use std::ops::Deref;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use tokio::sync::watch;

use super::error::Problem;
use super::frame::Frame;
use crate::app::auth::{caller_of_bearer, caller_of_session};
use crate::app::{App, Code, Error};
use crate::domain::access::{Caller, Permission, allows};
use crate::security::session::{OpaqueToken, SESSION_FOR};

/// What a request proves its sender with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// The token of the session cookie.
    Session(OpaqueToken),
    /// A bearer token, not verified yet.
    Bearer(Bearer),
}

/// A bearer token, which is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(pub String);

impl std::fmt::Debug for Bearer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bearer(…)")
    }
}

/// Finds the caller of a credential, or refuses with `SignInRequired`.
pub type Identify = fn(&HttpRequest, Credential) -> LocalBoxFuture<'static, Result<Caller, Error>>;

/// The [`Identify`] of the product: sessions and bearer tokens of [`crate::app::auth`].
#[must_use]
pub fn identify_caller(
    request: &HttpRequest,
    credential: Credential,
) -> LocalBoxFuture<'static, Result<Caller, Error>> {
    let app = request.app_data::<web::Data<App>>().cloned();
    Box::pin(async move {
        let app = app.ok_or_else(|| Error::Internal("no web::Data<App>".to_owned()))?;
        match credential {
            Credential::Session(token) => caller_of_session(&app, &token).await,
            Credential::Bearer(Bearer(token)) => caller_of_bearer(&app, &token).await,
        }
    })
}

/// The caller that a request was found to come from, kept for its lifetime.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who asks.
    pub caller: Caller,
    /// By cookie, from a browser; otherwise by bearer token, from a program.
    pub by_cookie: bool,
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(identify(&request).await?) })
    }
}

/// A caller whose role has the permission `P`.
pub struct Allowed<P>(Caller, PhantomData<P>);

impl<P> Deref for Allowed<P> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl<P: perm::Marker> FromRequest for Allowed<P> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        let (open, gate) = watch::channel(false);
        request.extensions_mut().insert(Gate(gate));
        Box::pin(async move {
            let signed_in = identify(&request).await?;
            if !allows(signed_in.caller.role, P::PERMISSION) {
                return Err(Code::Forbidden.into());
            }
            open.send_replace(true);
            Ok(Self(signed_in.caller, PhantomData))
        })
    }
}

/// Opens when the permission is found. The framework reads a handler's parameters side by side; without this a caller who
/// may not ask would be told what is wrong with the question.
#[derive(Clone)]
struct Gate(watch::Receiver<bool>);

/// Waits for the permission that stands before this parameter of the handler, if one does.
///
/// # Errors
/// `Forbidden`, which the refusal of the permission itself precedes.
pub(super) fn permitted(request: &HttpRequest) -> impl Future<Output = Result<(), Problem>> + use<> {
    let gate = request.extensions().get::<Gate>().cloned();
    async move {
        let Some(Gate(mut gate)) = gate else { return Ok(()) };
        gate.wait_for(|is_open| *is_open).await.map(drop).map_err(|_| Code::Forbidden.into())
    }
}

/// The caller, found once a request and counted against the caller's rate.
async fn identify(request: &HttpRequest) -> Result<SignedIn, Error> {
    if let Some(known) = request.extensions().get::<SignedIn>() {
        return Ok(known.clone());
    }
    let frame =
        request.app_data::<web::Data<Frame>>().ok_or_else(|| Error::Internal("no web::Data<Frame>".to_owned()))?;
    let credential = credential(request, frame.settings.https).ok_or(Code::SignInRequired)?;
    let by_cookie = matches!(credential, Credential::Session(_));
    let caller = (frame.identify)(request, credential).await?;
    frame.limits.check_caller(caller.user)?;
    let signed_in = SignedIn { caller, by_cookie };
    request.extensions_mut().insert(signed_in.clone());
    Ok(signed_in)
}

/// What a request proves its sender with, not verified yet.
#[must_use]
pub fn credential(request: &HttpRequest, https: bool) -> Option<Credential> {
    // A request with an Authorization header is never judged by its cookie: that header is what exempts it from the
    // check against forged forms.
    if let Some(value) = request.headers().get(header::AUTHORIZATION) {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        let token = scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())?;
        return Some(Credential::Bearer(Bearer(token)));
    }
    session_of(request, https).map(Credential::Session)
}

/// The session token of the cookie that this installation sets.
#[must_use]
pub fn session_of(request: &impl HasCookies, https: bool) -> Option<OpaqueToken> {
    OpaqueToken::parse(request.session_cookie(cookie_name(https))?.value())
}

/// Requests before and after routing, whose cookies are read the same way.
pub trait HasCookies {
    /// The cookie of this name.
    fn session_cookie(&self, name: &str) -> Option<Cookie<'static>>;
}

impl HasCookies for HttpRequest {
    fn session_cookie(&self, name: &str) -> Option<Cookie<'static>> {
        self.cookie(name)
    }
}

impl HasCookies for actix_web::dev::ServiceRequest {
    fn session_cookie(&self, name: &str) -> Option<Cookie<'static>> {
        self.cookie(name)
    }
}

/// `__Host-session` under HTTPS. Over plain HTTP (the demo on one's own machine) browsers differ in whether they keep
/// `Secure` and `__Host-` cookies, so there the cookie is `session` without `Secure`; neither is read as the other.
const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-session" } else { "session" }
}

/// The cookie that begins a session.
#[must_use]
pub fn session_cookie(token: &OpaqueToken, https: bool) -> Cookie<'static> {
    let max_age = actix_web::cookie::time::Duration::seconds(SESSION_FOR.num_seconds());
    cookie(token.expose().to_owned(), https, max_age)
}

/// The cookie that ends a session.
#[must_use]
pub fn no_session_cookie(https: bool) -> Cookie<'static> {
    cookie(String::new(), https, actix_web::cookie::time::Duration::ZERO)
}

fn cookie(value: String, https: bool, max_age: actix_web::cookie::time::Duration) -> Cookie<'static> {
    Cookie::build(cookie_name(https), value)
        .path("/")
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        .max_age(max_age)
        .finish()
}

/// One type for each permission, to be named in a handler: `Allowed<perm::RegisterRequest>`.
pub mod perm {
    use super::Permission;

    /// A permission as a type.
    pub trait Marker: 'static {
        /// The permission.
        const PERMISSION: Permission;
    }

    macro_rules! markers {
        ($($name:ident)+) => {
            $(
                #[doc = concat!("Stands for `Permission::", stringify!($name), "`.")]
                #[derive(Debug, Clone, Copy)]
                pub enum $name {}

                impl Marker for $name {
                    const PERMISSION: Permission = Permission::$name;
                }
            )+

            #[cfg(test)]
            pub(super) const ALL: &[Permission] = &[$($name::PERMISSION),+];
        };
    }

    markers! {
        RegisterRequest ViewRequest ViewCustomer DispatchJob HoldJob CancelJob ReopenJob ViewCandidates ViewAgent EditAgent
        SuspendAgent ViewReport ViewAudit ManageUser ViewMessage ResendMessage ViewContact LogContact HandleComplaint
        ViewTask WorkTask ManagePolicy ViewPolicy JudgeWarranty ApproveVerdict EditUnit
        ViewPart WorkPart KeepStock
        HandleMoney ApproveCharge WorkUnit
        AskExchange ApproveExchangeTechnically ApproveExchange ManageRecall
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_its_type() {
        assert_eq!(perm::ALL, Permission::ALL);
    }
}
