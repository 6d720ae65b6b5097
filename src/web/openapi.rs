//! The description of the API (`OpenAPI` 3.1) and its page.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::api::{
    agent_facts, agents, auth, bell, checklists, closures, complaints, contacts, customers, dispatch, events,
    exchanges, exclusions, health, job_steps, jobs, loaners, messages, papers, part_stock, parts, payments, photos,
    policies, portraits, preferences, quotes, recall_units, recalls, reports, service_requests, slots, standing, tasks,
    templates, units, verdicts, visits, warranty_report, workshop,
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
        customers::find, customers::show, customers::edit,
        exclusions::list, exclusions::add, exclusions::remove,
        preferences::list, preferences::add, preferences::remove,
        slots::list, slots::hold, slots::release,
        service_requests::register, service_requests::show, service_requests::read_out, service_requests::duplicate_of, service_requests::correct,
        jobs::list, jobs::show, jobs::events, jobs::candidates, jobs::decisions,
        job_steps::dispatch, job_steps::offer, job_steps::cancel, job_steps::fix_by_phone, job_steps::hold, job_steps::resume,
        job_steps::reopen, job_steps::release, job_steps::reassign, job_steps::verify, job_steps::fail_verification,
        visits::times, visits::plan, visits::step,
        quotes::list, quotes::create, quotes::step, quotes::charges, quotes::ask, quotes::decide,
        payments::list, payments::create, payments::step, payments::receipt, payments::receipt_file,
        photos::list, photos::add, photos::show, checklists::show, checklists::answer,
        contacts::list, contacts::log,
        tasks::list, tasks::create, tasks::show, tasks::done, tasks::transfer, tasks::reopen,
        complaints::list, complaints::register, complaints::from_request, complaints::show, complaints::step,
        agents::list, agents::show, agents::add, agents::edit,
        agent_facts::technicians, agent_facts::add_one, agent_facts::edit, agent_facts::areas, agent_facts::overlaps,
        agent_facts::documents, agent_facts::hand_in, agent_facts::time_off, agent_facts::take_off,
        agent_facts::cancel_leave, agent_facts::seasons, agent_facts::put_seasons,
        portraits::show, portraits::set, portraits::remove,
        standing::advance, standing::preview, standing::suspend, standing::reinstate, standing::terminate,
        closures::list, closures::close, closures::open, papers::list,
        dispatch::explain, dispatch::withdraw, dispatch::terms, dispatch::set,
        reports::open_jobs::show, reports::turnaround::show, reports::acceptance::show, reports::delays::show,
        reports::coverage::show, reports::coverage::map,
        reports::operators::show, reports::messages::show, reports::satisfaction::show, warranty_report::warranty,
        verdicts::rerun, verdicts::propose, verdicts::approve, verdicts::reject,
        units::show, units::edit, units::extend, units::query,
        templates::list, templates::show, templates::preview, templates::put, templates::restore,
        messages::list, messages::inbound, messages::show, messages::send_again,
        bell::show, bell::seen, bell::terms, bell::allow, bell::end,
        policies::list, policies::show, policies::revise, policies::replay,
        events::stream,
        parts::list, parts::add, parts::show, parts::of_job, parts::need, parts::step, parts::step_old, parts::owed, parts::waiting,
        part_stock::list, part_stock::move_pieces, part_stock::orders, part_stock::order, part_stock::step,
        workshop::receive, workshop::list, workshop::show, workshop::step, workshop::receipt, workshop::receipt_file,
        loaners::list, loaners::add, loaners::of_job, loaners::lend, loaners::step,
        exchanges::ask, exchanges::list, exchanges::show, exchanges::step,
        recalls::list, recalls::note, recalls::show, recalls::edit, recalls::step, recalls::cases, recalls::add_case,
        recalls::remove_case, recall_units::list, recall_units::file, recall_units::show, recall_units::book,
        recall_units::step,
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
            let writes = [(&mut item.post, Way::Post), (&mut item.put, Way::Post), (&mut item.patch, Way::Edit)];
            let calls = [(&mut item.get, Way::Read), (&mut item.delete, Way::Read)].into_iter().chain(writes);
            for (operation, way) in calls {
                if let Some(operation) = operation {
                    refuse(path, operation, way);
                }
            }
        }
    }
}

/// What a call does with what it is sent.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Read,
    Post,
    Edit,
}

fn refuse(path: &str, operation: &mut Operation, way: Way) {
    let (has_body, is_post) = (way != Way::Read, way == Way::Post);
    name(operation);
    let is_public = operation.security.is_some();
    let is_api = path.starts_with("/api/");
    let is_sign_in = path.starts_with("/api/v1/auth/");
    let parameters: Vec<_> = operation.parameters.iter().flatten().filter_map(own).collect();
    let has_query = parameters.iter().any(|it| it.parameter_in == ParameterIn::Query);
    let steps = ["jobs", "tasks", "complaints", "agents", "technicians"];
    let is_step = is_post && steps.iter().any(|of| path.starts_with(&format!("/api/v1/{of}/")));
    let has_key = parameters.iter().any(|it| it.name == "Idempotency-Key");
    let is_edit = way == Way::Edit || parameters.iter().any(|it| it.name == "If-Match");
    let possible = [
        ("400", has_body, "The body is no JSON"),
        ("401", is_api && (!is_public || is_sign_in), "No sign-in, or a wrong one"),
        ("403", is_api && !is_public, "The role may not do this"),
        ("404", path.contains('{') || path == "/metrics", "There is no such thing, or it is out of the caller's scope"),
        ("409", is_step || is_edit || has_key, "The state does not allow it, or someone else changed it meanwhile"),
        ("412", is_edit || is_step && !has_key, "`If-Match` names an old version"),
        ("413", has_body, "The body is too large"),
        ("415", has_body, "The body is no JSON by its type"),
        ("422", has_body || has_query, "Values are wrong; `errors` has all of them"),
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
    let page = Config::from(DOCUMENT_PATH).validator_url("none");
    config.service(SwaggerUi::new("/api/docs/{_:.*}").config(page));
    config.route(DOCUMENT_PATH, web::get().to(document));
}

/// Most servers are never asked for their description, and building it takes megabytes: it is made for the first who asks.
async fn document() -> HttpResponse {
    static TEXT: LazyLock<String> = LazyLock::new(|| description().to_json().unwrap_or_default());
    HttpResponse::Ok().content_type(header::ContentType::json()).body(TEXT.as_str())
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
