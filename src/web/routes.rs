//! Every route on one page.

use actix_web::web::{self, ServiceConfig, get, patch, post, put, resource};

use super::api::{
    agents, auth, customers, dispatch, events, health, job_steps, jobs, policies, reports, service_requests, units,
    verdicts, warranty_report,
};
use super::demo::Demo;
use super::{assets, demo, links, metrics, openapi, pages};

/// All of them, for [`super::framed`]; those of the demo only where there is one.
pub fn routes(config: &mut ServiceConfig, shown: Option<Demo>) {
    config
        .configure(operations)
        // Before the scope of the API, which would answer for the document that lies in it.
        .configure(openapi::routes)
        .configure(api)
        .configure(assets::routes)
        .configure(links::routes)
        .configure(pages::routes);
    if let Some(shown) = shown {
        config.app_data(web::Data::new(shown)).configure(demo::routes);
    }
}

fn operations(config: &mut ServiceConfig) {
    config
        .service(resource("/healthz").route(get().to(health::alive)))
        .service(resource("/readyz").route(get().to(health::ready)))
        .service(resource("/metrics").route(get().to(metrics::show)));
}

fn api(config: &mut ServiceConfig) {
    let v1 = web::scope("/api/v1")
        .service(resource("/auth/login").route(post().to(auth::login)))
        .service(resource("/auth/refresh").route(post().to(auth::refresh)))
        .service(resource("/auth/logout").route(post().to(auth::logout)))
        .service(resource("/customers").route(get().to(customers::find)))
        .service(resource("/service-requests").route(post().to(service_requests::register)))
        .service(resource("/service-requests/{id}").route(get().to(service_requests::show)))
        .service(resource("/jobs").route(get().to(jobs::list)))
        .service(resource("/jobs/{id}").route(get().to(jobs::show)))
        .service(resource("/jobs/{id}/events").route(get().to(jobs::events)))
        .service(resource("/jobs/{id}/candidates").route(get().to(jobs::candidates)))
        .service(resource("/jobs/{id}/candidates/{agent}").route(get().to(dispatch::explain)))
        .service(resource("/jobs/{id}/decisions").route(get().to(jobs::decisions)))
        .service(resource("/jobs/{id}/dispatch").route(post().to(job_steps::dispatch)))
        .service(resource("/jobs/{id}/offers").route(post().to(job_steps::offer)))
        .service(resource("/jobs/{id}/cancel").route(post().to(job_steps::cancel)))
        .service(resource("/jobs/{id}/hold").route(post().to(job_steps::hold)))
        .service(resource("/jobs/{id}/resume").route(post().to(job_steps::resume)))
        .service(resource("/jobs/{id}/reopen").route(post().to(job_steps::reopen)))
        .service(resource("/jobs/{id}/release").route(post().to(job_steps::release)))
        .service(resource("/jobs/{id}/reassign").route(post().to(job_steps::reassign)))
        .service(resource("/jobs/{id}/verdict/rerun").route(post().to(verdicts::rerun)))
        .service(resource("/jobs/{id}/verdict/override").route(post().to(verdicts::propose)))
        .service(resource("/jobs/{id}/verdict/override/approve").route(post().to(verdicts::approve)))
        .service(resource("/jobs/{id}/verdict/override/reject").route(post().to(verdicts::reject)))
        .service(resource("/installed-products/{id}").route(get().to(units::show)).route(patch().to(units::edit)))
        .service(resource("/installed-products/{id}/extensions").route(post().to(units::extend)))
        .service(resource("/installed-products/{id}/official-queries").route(post().to(units::query)))
        .service(resource("/policies").route(get().to(policies::list)))
        .service(resource("/policies/{kind}/{code}").route(get().to(policies::show)).route(post().to(policies::revise)))
        .service(resource("/agents").route(get().to(agents::list)))
        .service(resource("/agents/{id}").route(get().to(agents::show)))
        .service(resource("/agents/{id}/offer-terms").route(get().to(dispatch::terms)).route(put().to(dispatch::set)))
        .service(resource("/reports/turnaround").route(get().to(reports::show)))
        .service(resource("/reports/warranty").route(get().to(warranty_report::warranty)))
        .service(resource("/events").route(get().to(events::stream)));
    config.service(v1);
}
