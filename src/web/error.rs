//! Refusals as people and programs see them: RFC 9457 problems or a page, one status for each code.

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;
use tracing_actix_web::RequestId;

use super::csrf::is_link;
use super::words::{language_of, say};
use crate::app::{Code, Error};
use crate::domain::language::Language;
use crate::domain::machine::Refusal;

/// Where people sign in.
pub const SIGN_IN_PATH: &str = "/login";

/// What handlers give.
pub type Answer<T = HttpResponse> = Result<T, Problem>;

/// A use-case's refusal on its way to the client; [`render_problems`] gives it its words.
pub struct Problem(pub Error);

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.code().as_str())
    }
}

impl std::fmt::Debug for Problem {
    // Faults hold what someone typed, which may be personal: only the code is printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Problem({})", self.0.code())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        status(self.0.code())
    }

    fn error_response(&self) -> HttpResponse {
        problem_json(&ProblemBody::new(&self.0, Language::default(), String::new()))
    }
}

/// The one map from code to HTTP status.
#[must_use]
pub fn status(code: Code) -> StatusCode {
    match code {
        Code::BadRequest => StatusCode::BAD_REQUEST,
        Code::SignInRequired | Code::SignInFailed => StatusCode::UNAUTHORIZED,
        Code::Forbidden | Code::RefundBeyondLimit => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::EventNotAllowed
        | Code::Conflict
        | Code::OfferTaken
        | Code::AlreadyAccepted
        | Code::OfferDeclined
        | Code::CapacityFull
        | Code::WindowConflict
        | Code::SlotTaken
        | Code::VisitAhead
        | Code::TooLateToMove
        | Code::MovesUsedUp
        | Code::AgentNotActive
        | Code::ContractExpired
        | Code::DocumentExpired
        | Code::TimeOff
        | Code::NoCandidate
        | Code::NotEligible
        | Code::ComplainedOf
        | Code::ReviewOpen
        | Code::NoReview
        | Code::SamePerson
        | Code::DuplicateStarted
        | Code::AlreadyDuplicate
        | Code::QuoteOpen
        | Code::ChargeNotApproved
        | Code::ChargeOpen
        | Code::ChargeNeedless
        | Code::ReceiptNotReady
        | Code::UnitInCustody
        | Code::LoanerOut
        | Code::ExchangeOpen
        | Code::RecallFree
        | Code::AlreadyRated
        | Code::RatingClosed => StatusCode::CONFLICT,
        Code::OfferExpired | Code::OfferWithdrawn | Code::QuoteExpired | Code::CodeExpired => StatusCode::GONE,
        Code::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::Invalid | Code::IdempotencyMismatch => StatusCode::UNPROCESSABLE_ENTITY,
        Code::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        Code::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
    }
}

/// The code of an answer that the framework itself refused.
fn code_of(status: StatusCode) -> Code {
    match status {
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        StatusCode::UNAUTHORIZED => Code::SignInRequired,
        StatusCode::FORBIDDEN => Code::Forbidden,
        StatusCode::SERVICE_UNAVAILABLE => Code::Unavailable,
        status if status.is_client_error() => Code::BadRequest,
        _ => Code::Internal,
    }
}

/// A refusal (RFC 9457, `application/problem+json`).
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// A name of this kind of problem that never changes.
    #[schema(example = "urn:ostakar:problem:invalid")]
    pub r#type: String,
    /// What happened, in the language of the request.
    pub title: String,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// The stable code.
    #[schema(example = "INVALID")]
    pub code: &'static str,
    /// What happened this time, in the language of the request.
    pub detail: String,
    /// Every field that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The state that does not allow the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The events that the state allows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<String>>,
    /// Names this answer in the log.
    pub request_id: String,
}

/// A wrong field.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Dotted path.
    #[schema(example = "items.0.fault.code")]
    pub field: String,
    /// The stable code of the fault.
    #[schema(example = "fault_unknown")]
    pub code: &'static str,
    /// What is wrong, in the language of the request.
    pub message: String,
}

impl ProblemBody {
    fn new(error: &Error, language: Language, request_id: String) -> Self {
        let code = error.code();
        let title = say(language, &format!("error-{}", kebab(code.as_str())), "");
        let errors: Vec<FieldError> = match error {
            Error::Invalid(faults) => faults.0.iter().map(|fault| FieldError::new(fault, language)).collect(),
            _ => Vec::new(),
        };
        let (state, allowed) = match error {
            Error::Machine(Refusal::State { state, allowed, .. }) => (Some(state.clone()), Some(allowed.clone())),
            _ => (None, None),
        };
        let detail = match error {
            Error::Invalid(_) if !errors.is_empty() => {
                errors.iter().map(|fault| format!("{}: {}", fault.field, fault.message)).collect::<Vec<_>>().join("; ")
            }
            Error::Machine(Refusal::State { state, .. }) => say(language, "web-event-not-allowed", state),
            Error::TooMany { retry_after_s } => say(language, "web-retry-after", &retry_after_s.to_string()),
            _ => title.clone(),
        };
        Self {
            r#type: format!("urn:ostakar:problem:{}", kebab(code.as_str())),
            title,
            status: status(code).as_u16(),
            code: code.as_str(),
            detail,
            errors,
            state,
            allowed,
            request_id,
        }
    }
}

impl FieldError {
    fn new(fault: &crate::domain::fault::Fault, language: Language) -> Self {
        let message = say(language, &format!("fault-{}", kebab(fault.code.as_str())), &fault.about);
        Self { field: fault.field.to_string(), code: fault.code.as_str(), message }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    lang: &'static str,
    dir: &'static str,
    title: String,
    detail: String,
    errors: Vec<FieldError>,
    back: String,
    back_href: &'static str,
    request_label: String,
    request_id: String,
}

/// Middleware: gives refusals their words, form and headers, also those that the framework made itself.
///
/// # Errors
/// Those of a middleware inside that does not answer its refusals itself.
pub async fn render_problems(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let answer = next.call(request).await?.map_into_boxed_body();
    let ours = answer.response().error().and_then(|error| error.as_error::<Problem>());
    let is_empty = matches!(answer.response().body().size(), BodySize::None | BodySize::Sized(0));
    let is_refusal = answer.status().is_client_error() || answer.status().is_server_error();
    let rendered = match ours {
        Some(problem) => render(answer.request(), &problem.0),
        None if is_refusal && (is_empty || answer.response().error().is_some()) => {
            let mut rendered = render(answer.request(), &Error::Refused(code_of(answer.status())));
            if let Some(allow) = answer.headers().get(header::ALLOW) {
                rendered.headers_mut().insert(header::ALLOW, allow.clone());
            }
            rendered
        }
        None => return Ok(answer),
    };
    Ok(answer.into_response(rendered))
}

fn render(request: &HttpRequest, error: &Error) -> HttpResponse {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    let status = status(error.code());
    if status.is_server_error() {
        tracing::error!(code = error.code().as_str(), request_id = %id, cause = %error, "refused");
    }
    let language = language_of(request);
    let must_sign_in = error.code() == Code::SignInRequired;
    let wants_page = wants_page(request);
    if wants_page && must_sign_in && request.method() == Method::GET {
        let next: String = form_urlencoded::byte_serialize(request.uri().to_string().as_bytes()).collect();
        return HttpResponse::SeeOther()
            .insert_header((header::LOCATION, format!("{SIGN_IN_PATH}?next={next}")))
            .finish();
    }
    let mut body = ProblemBody::new(error, language, id);
    let is_link = is_link(request.path());
    if wants_page && is_link && error.code() == Code::NotFound {
        // Whoever holds a link has no address to check and nothing to search in.
        body.title = say(language, "web-link-over", "");
        body.detail = say(language, "web-link-over-next", "");
    }
    let mut response = if wants_page { page(body, language, is_link) } else { problem_json(&body) };
    if must_sign_in && request.path().starts_with("/api/") {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    let retry_after_s = match error {
        Error::TooMany { retry_after_s } => Some(*retry_after_s),
        _ if matches!(error.code(), Code::TooManyRequests | Code::Unavailable) => Some(1),
        _ => None,
    };
    if let Some(seconds) = retry_after_s {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Whether a person's browser asks for a page, not a program for JSON.
#[must_use]
pub fn wants_page(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    !request.path().starts_with("/api/") && accept.is_some_and(|accept| accept.contains("text/html"))
}

fn problem_json(body: &ProblemBody) -> HttpResponse {
    let status = StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let text = serde_json::to_string(body).unwrap_or_default();
    HttpResponse::build(status).insert_header((header::CONTENT_TYPE, "application/problem+json")).body(text)
}

fn page(body: ProblemBody, language: Language, is_link: bool) -> HttpResponse {
    let status = StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let page = ErrorPage {
        lang: language.as_str(),
        dir: language.direction(),
        title: body.title,
        detail: body.detail,
        errors: body.errors,
        back: say(language, if is_link { "page-help" } else { "web-back" }, ""),
        back_href: if is_link { "/help" } else { "/" },
        request_label: say(language, "web-request-id", ""),
        request_id: body.request_id,
    };
    let text = page.render().unwrap_or_else(|_| page.title.clone());
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(text)
}

fn kebab(code: &str) -> String {
    code.to_ascii_lowercase().replace('_', "-")
}
