//! Pages of the staff: sign-in, jobs, reports.

mod act;
mod choices;
mod job;
mod jobs;
mod reports;
mod sign_in;
mod verdict;

use actix_web::web;

/// Routes of the pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/login", web::get().to(sign_in::show))
        .route("/login", web::post().to(sign_in::sign_in))
        .route("/logout", web::post().to(sign_in::sign_out))
        .route("/", web::get().to(jobs::home))
        .route("/jobs", web::get().to(jobs::show))
        .route("/jobs/{id}", web::get().to(job::show))
        .route("/jobs/{id}/{act}", web::post().to(act::act))
        .route("/reports/open-jobs", web::get().to(reports::open_jobs::show))
        .route("/reports/turnaround", web::get().to(reports::tables::turnaround))
        .route("/reports/acceptance", web::get().to(reports::tables::acceptance))
        .route("/reports/delays", web::get().to(reports::tables::delays));
}
