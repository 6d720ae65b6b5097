//! The description of the API (`OpenAPI` 3.1) and its page.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::error::{FieldError, ProblemBody};

/// Path of the description.
pub const DOCUMENT_PATH: &str = "/api/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "ostakar",
        description = "After-sales field-service dispatch: fault reports in, the right repair agent out.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(ProblemBody, FieldError)),
    modifiers(&Bearer),
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
