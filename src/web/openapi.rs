//! The description of the API (`OpenAPI` 3.1) and its page.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::api::{
    agents, auth, customers, dispatch, events, health, job_steps, jobs, policies, reports, service_requests, units,
    verdicts, warranty_report,
};
use super::error::{FieldError, ProblemBody};
use super::metrics;

/// Path of the description.
pub const DOCUMENT_PATH: &str = "/api/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "ostakar",
        description = "After-sales field-service dispatch: fault reports in, the right repair agent out.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    paths(
        health::alive, health::ready, metrics::show,
        auth::login, auth::refresh, auth::logout,
        customers::find,
        service_requests::register, service_requests::show,
        jobs::list, jobs::show, jobs::events, jobs::candidates, jobs::decisions,
        job_steps::dispatch, job_steps::offer, job_steps::cancel, job_steps::hold, job_steps::resume,
        job_steps::reopen, job_steps::release, job_steps::reassign,
        verdicts::rerun, verdicts::propose, verdicts::approve, verdicts::reject,
        units::show, units::edit, units::extend, units::query,
        policies::list, policies::show, policies::revise,
        agents::list, agents::show,
        dispatch::explain, dispatch::terms, dispatch::set,
        reports::show, warranty_report::warranty,
        events::stream,
    ),
    components(schemas(ProblemBody, FieldError)),
    modifiers(&Bearer, &Refusals),
    security(("bearer" = []))
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        let components = description.components.get_or_insert_with(Default::default);
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// Adds to each call the refusals that it can give, by its method, its path and whether it needs a sign-in.
struct Refusals;

impl Modify for Refusals {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut description.paths.paths {
            let operations =
                [(&mut item.get, false), (&mut item.post, true), (&mut item.put, true), (&mut item.patch, true)];
            for (operation, is_post) in operations {
                if let Some(operation) = operation {
                    refuse(path, operation, is_post);
                }
            }
        }
    }
}

fn refuse(path: &str, operation: &mut Operation, is_post: bool) {
    name(operation);
    let is_public = operation.security.is_some();
    let is_api = path.starts_with("/api/");
    let is_sign_in = path.starts_with("/api/v1/auth/");
    let parameters: Vec<_> = operation.parameters.iter().flatten().filter_map(own).collect();
    let has_query = parameters.iter().any(|it| it.parameter_in == ParameterIn::Query);
    let is_step = is_post && path.starts_with("/api/v1/jobs/");
    let has_key = parameters.iter().any(|it| it.name == "Idempotency-Key");
    let is_edit = parameters.iter().any(|it| it.name == "If-Match");
    let possible = [
        ("400", is_post, "The body is no JSON"),
        ("401", is_api && (!is_public || is_sign_in), "No sign-in, or a wrong one"),
        ("403", is_api && !is_public, "The role may not do this"),
        ("404", path.contains('{') || path == "/metrics", "There is no such thing, or it is out of the caller's scope"),
        ("409", is_step || has_key || is_edit, "The state does not allow it, or someone else changed it meanwhile"),
        ("412", is_step && !has_key || is_edit, "`If-Match` names an old version"),
        ("413", is_post, "The body is too large"),
        ("415", is_post, "The body is no JSON by its type"),
        ("422", is_post || has_query, "Values are wrong; `errors` has all of them"),
        ("428", is_edit, "`If-Match` is missing"),
        ("429", is_api, "Too many requests; `Retry-After` says when to come back"),
        ("503", path != "/healthz", "The database does not answer now"),
    ];
    for (status, _, text) in possible.into_iter().filter(|(_, is_possible, _)| *is_possible) {
        let content = Content::new(Some(Ref::from_schema_name("ProblemBody")));
        let refusal = ResponseBuilder::new().description(text).content("application/problem+json", content).build();
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(refusal));
    }
}

/// Two resources may both have a `list`, so the name of a call begins with its tag.
fn name(operation: &mut Operation) {
    let tag = operation.tags.iter().flatten().next().map(|tag| tag.replace('-', "_"));
    if let (Some(tag), Some(id)) = (tag, &mut operation.operation_id) {
        *id = format!("{tag}_{id}");
    }
}

fn own(parameter: &RefOr<Parameter>) -> Option<&Parameter> {
    match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    }
}

/// The description of every call.
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Routes of the description and of the page to browse it, all files from the binary itself.
pub fn routes(config: &mut web::ServiceConfig) {
    let to_page =
        || async { HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/api/docs/")).finish() };
    config.route("/api/docs", web::get().to(to_page));
    let page = SwaggerUi::new("/api/docs/{_:.*}").config(Config::default().validator_url("none"));
    config.service(page.url(DOCUMENT_PATH, description()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_has_the_problem_and_the_bearer_scheme() {
        let description = serde_json::to_value(description()).unwrap();
        assert_eq!(description["openapi"], "3.1.0");
        assert!(description["components"]["schemas"]["ProblemBody"]["properties"]["errors"].is_object());
        assert_eq!(description["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    }
}
