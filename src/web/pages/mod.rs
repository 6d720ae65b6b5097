//! Pages of the staff: sign-in, intake, search, jobs, tasks, complaints, recalls, reports, administration; and those for people without an account.

mod act;
mod admin;
mod agents;
mod appointment;
mod bell;
mod beside;
mod board;
mod choices;
mod complaint;
mod complaint_act;
mod complaint_turn;
mod complaints;
mod desk;
mod exchanges;
mod help;
mod help_request;
mod job;
mod job_acts;
mod job_events;
mod job_exchange;
mod job_lines;
mod job_parts;
mod job_site;
mod job_time;
mod job_workshop;
mod jobs;
mod messages;
mod money;
mod parts;
mod password;
mod plane;
mod recall;
mod recall_form;
mod recall_unit;
mod recalls;
mod reports;
mod request;
mod review;
mod schedule;
mod search;
mod sign_in;
mod tasks;
mod texts;
mod verdict;
mod workshop;

use actix_web::web;

/// Routes of the pages.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(jobs::home))
        .route("/search", web::get().to(search::show))
        .route("/intake", web::get().to(desk::show))
        .route("/intake", web::post().to(desk::save))
        .route("/intake/look", web::post().to(desk::look))
        .route("/intake/asked", web::post().to(desk::asked))
        .route("/intake/towns", web::get().to(desk::towns))
        .route("/requests/{id}", web::get().to(request::show))
        .route("/requests/{id}/read-out", web::post().to(request::read_out))
        .route("/jobs", web::get().to(jobs::show))
        .route("/jobs/{id}", web::get().to(job::show))
        .route("/jobs/{id}/money", web::post().to(money::act))
        .route("/jobs/{id}/appointment", web::get().to(appointment::show))
        .route("/jobs/{id}/appointment", web::post().to(appointment::choose))
        .route("/jobs/{id}/workshop", web::post().to(job_workshop::receive))
        .route("/jobs/{id}/loaner", web::post().to(job_workshop::lend))
        .route("/jobs/{id}/loaners/{loaner}/{event}", web::post().to(job_workshop::step))
        .route("/jobs/{id}/exchange", web::post().to(job_exchange::ask))
        .route("/jobs/{id}/exchange/{case}/{event}", web::post().to(job_exchange::step))
        .route("/jobs/{id}/{act}", web::post().to(act::act))
        .route("/jobs/{id}/parts/need", web::post().to(job_parts::need))
        .route("/jobs/{id}/parts/{line}/{event}", web::post().to(job_parts::step))
        .route("/jobs/{id}/old-parts/{old}/{event}", web::post().to(job_parts::step_old))
        .route("/parts", web::get().to(parts::show))
        .route("/exchanges", web::get().to(exchanges::list))
        .configure(for_everybody)
        .configure(network)
        .configure(called_back)
        .configure(administration)
        .route("/workshop", web::get().to(workshop::list))
        .route("/workshop/{id}", web::get().to(workshop::show))
        .route("/workshop/{id}/{event}", web::post().to(workshop::step))
        .route("/jobs/{id}/verdict/propose", web::post().to(review::propose))
        .route("/jobs/{id}/verdict/approve", web::post().to(review::approve))
        .route("/jobs/{id}/verdict/reject", web::post().to(review::reject))
        .route("/messages", web::get().to(messages::list))
        .route("/messages/inbound", web::get().to(messages::inbound))
        .route("/messages/{id}", web::get().to(messages::show))
        .route("/messages/{id}/resend", web::post().to(messages::send_again))
        .route("/texts", web::get().to(texts::list))
        .route("/texts/{key}/{language}", web::get().to(texts::show))
        .route("/texts/{key}/{language}", web::post().to(texts::edit))
        .route("/bell", web::get().to(bell::show))
        .route("/bell/seen", web::post().to(bell::seen))
        .route("/tasks", web::get().to(tasks::show))
        .route("/tasks/{id}/done", web::post().to(tasks::finish))
        .route("/tasks/{id}/transfer", web::post().to(tasks::transfer))
        .route("/tasks/{id}/reopen", web::post().to(tasks::reopen))
        .route("/complaints", web::get().to(complaints::show))
        .route("/complaints/{id}", web::get().to(complaint::show))
        .route("/complaints/{id}/events", web::post().to(complaint::step))
        .configure(figures)
        .configure(presences);
}

fn presences(config: &mut web::ServiceConfig) {
    config
        .route("/presence/job/{id}", web::post().to(beside::at_job))
        .route("/presence/request/{id}", web::post().to(beside::at_request))
        .route("/presence/complaint/{id}", web::post().to(beside::at_complaint))
        .route("/presence/customer/{id}", web::post().to(beside::at_customer))
        .route("/presence/leave", web::post().to(beside::leave));
}

fn figures(config: &mut web::ServiceConfig) {
    config
        .route("/reports/open-jobs", web::get().to(reports::open_jobs::show))
        .route("/reports/turnaround", web::get().to(reports::turnaround::show))
        .route("/reports/turnaround/jobs", web::get().to(reports::behind::show))
        .route("/reports/satisfaction", web::get().to(reports::satisfaction::show))
        .route("/reports/acceptance", web::get().to(reports::tables::acceptance))
        .route("/reports/delays", web::get().to(reports::tables::delays))
        .route("/reports/warranty", web::get().to(reports::audit::show))
        .route("/reports/coverage", web::get().to(reports::coverage::show))
        .route("/reports/operators", web::get().to(reports::operators::show));
}

fn for_everybody(config: &mut web::ServiceConfig) {
    config
        .route("/login", web::get().to(sign_in::show))
        .route("/login", web::post().to(sign_in::sign_in))
        .route("/logout", web::post().to(sign_in::sign_out))
        .route("/help", web::get().to(help::show))
        .route("/help/request", web::get().to(help_request::show))
        .route("/help/request", web::post().to(help_request::send))
        .route("/help/taken", web::get().to(help_request::taken))
        .route("/help/status", web::get().to(help::ask))
        .route("/help/status", web::post().to(help::question))
        .route("/help/status/{ticket}", web::get().to(help::wait))
        .route("/help/status/{ticket}", web::post().to(help::open));
}

fn network(config: &mut web::ServiceConfig) {
    config
        .route("/board", web::get().to(board::show))
        .route("/board/jobs/{id}/offer", web::post().to(board::send))
        .route("/board/offers/{id}/withdraw", web::post().to(board::withdraw))
        .route("/schedule", web::get().to(schedule::show))
        .route("/schedule/jobs/{id}", web::post().to(schedule::place))
        .route("/agents", web::get().to(agents::list))
        .route("/agents/{id}", web::get().to(agents::show))
        .route("/agents/{id}/documents", web::post().to(agents::add_document))
        .route("/agents/{id}/time-off", web::post().to(agents::add_time_off))
        .route("/agents/{id}/technicians/{technician}/portrait", web::post().to(agents::set_portrait))
        .route("/agents/{id}/technicians/{technician}/portrait/remove", web::post().to(agents::remove_portrait))
        .route("/agents/{id}/{event}", web::post().to(agents::act));
}

fn called_back(config: &mut web::ServiceConfig) {
    config
        .route("/recalls", web::get().to(recalls::list))
        .route("/recalls", web::post().to(recalls::note))
        .route("/recalls/{id}", web::get().to(recall::show))
        .route("/recalls/{id}/edit", web::post().to(recall::edit))
        .route("/recalls/{id}/events", web::post().to(recall::step))
        .route("/recalls/{id}/cases", web::post().to(recall::link))
        .route("/recalls/{id}/cases/{job}/remove", web::post().to(recall::unlink))
        .route("/recalls/{id}/units/{unit}", web::get().to(recall_unit::show))
        .route("/recalls/{id}/units/{unit}/{act}", web::post().to(recall_unit::act))
        .route("/recall-calls/{id}", web::get().to(recall_unit::call));
}

fn administration(config: &mut web::ServiceConfig) {
    config
        .route("/password", web::get().to(password::show))
        .route("/password", web::post().to(password::change))
        .route("/admin", web::get().to(admin::show))
        .route("/admin/users", web::get().to(admin::list_users))
        .route("/admin/users", web::post().to(admin::add_user))
        .route("/admin/users/{id}", web::get().to(admin::show_user))
        .route("/admin/users/{id}/{step}", web::post().to(admin::act_on_user))
        .route("/admin/catalogue", web::get().to(admin::show_catalogue))
        .route("/admin/days", web::get().to(admin::show_days))
        .route("/admin/days", web::post().to(admin::close_day))
        .route("/admin/days/{day}/open", web::post().to(admin::open_day))
        .route("/admin/imports", web::get().to(admin::list_imports))
        .route("/admin/imports/{kind}", web::get().to(admin::show_import))
        .route("/admin/imports/{kind}", web::post().to(admin::bring_in))
        .route("/admin/imports/{kind}/header.csv", web::get().to(admin::header_file))
        .route("/admin/policies", web::get().to(admin::list_policies))
        .route("/admin/policies/{kind}/{code}", web::get().to(admin::show_policy))
        .route("/admin/policies/{kind}/{code}", web::post().to(admin::save_policy))
        .route("/admin/policies/{kind}/{code}/try", web::post().to(admin::try_policy))
        .route("/admin/reasons", web::get().to(admin::show_reasons))
        .route("/admin/reasons/{kind}/{code}/{step}", web::post().to(admin::switch_reason));
}
