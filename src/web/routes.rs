//! Every route on one page.

use actix_web::web::{self, ServiceConfig, delete, get, patch, post, put, resource};

use super::api::{
    agent_facts, agents, auth, bell, checklists, closures, complaints, contacts, customers, dispatch, events,
    exchanges, exclusions, health, job_steps, jobs, loaners, messages, papers, part_stock, parts, payments, photos,
    policies, portraits, preferences, quotes, recall_units, recalls, reports, service_requests, slots, standing, tasks,
    templates, units, verdicts, visits, warranty_report, workshop,
};
use super::demo::Demo;
use super::{assets, demo, hooks, links, metrics, openapi, pages};

/// All of them, for [`super::framed`]; those of the demo only where there is one.
pub fn routes(config: &mut ServiceConfig, shown: Option<Demo>) {
    config
        .configure(operations)
        // Before the scope of the API, which would answer for the document that lies in it.
        .configure(openapi::routes)
        .configure(api)
        .configure(assets::routes)
        .configure(hooks::routes)
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
        .service(resource("/service-requests").route(post().to(service_requests::register)))
        .service(resource("/slots").route(get().to(slots::list)))
        .service(resource("/slots/holds").route(post().to(slots::hold)))
        .service(resource("/slots/holds/{id}").route(delete().to(slots::release)))
        .service(resource("/service-requests/{id}").route(get().to(service_requests::show)))
        .service(resource("/service-requests/{id}/read-out").route(post().to(service_requests::read_out)))
        .service(resource("/service-requests/{id}/duplicate-of").route(post().to(service_requests::duplicate_of)))
        .service(resource("/service-requests/{id}/address").route(put().to(service_requests::correct)))
        .service(resource("/service-requests/{id}/complaint").route(post().to(complaints::from_request)))
        .service(resource("/contacts").route(get().to(contacts::list)).route(post().to(contacts::log)))
        .service(resource("/tasks").route(get().to(tasks::list)).route(post().to(tasks::create)))
        .service(resource("/tasks/{id}").route(get().to(tasks::show)))
        .service(resource("/tasks/{id}/done").route(post().to(tasks::done)))
        .service(resource("/tasks/{id}/transfer").route(post().to(tasks::transfer)))
        .service(resource("/tasks/{id}/reopen").route(post().to(tasks::reopen)))
        .service(resource("/complaints").route(get().to(complaints::list)).route(post().to(complaints::register)))
        .service(resource("/complaints/{id}").route(get().to(complaints::show)))
        .service(resource("/complaints/{id}/events").route(post().to(complaints::step)))
        .service(resource("/jobs").route(get().to(jobs::list)))
        .service(resource("/jobs/{id}").route(get().to(jobs::show)))
        .service(resource("/jobs/{id}/events").route(get().to(jobs::events)))
        .service(resource("/jobs/{id}/candidates").route(get().to(jobs::candidates)))
        .service(resource("/jobs/{id}/candidates/{agent}").route(get().to(dispatch::explain)))
        .service(resource("/jobs/{id}/decisions").route(get().to(jobs::decisions)))
        .service(resource("/jobs/{id}/dispatch").route(post().to(job_steps::dispatch)))
        .service(resource("/jobs/{id}/offers").route(post().to(job_steps::offer)))
        .service(resource("/jobs/{id}/cancel").route(post().to(job_steps::cancel)))
        .service(resource("/jobs/{id}/fix-by-phone").route(post().to(job_steps::fix_by_phone)))
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
        .service(resource("/policies/dispatch/{code}/replay").route(post().to(policies::replay)))
        .service(resource("/policies/{kind}/{code}").route(get().to(policies::show)).route(post().to(policies::revise)))
        .configure(appointments)
        .configure(money)
        .configure(messaging)
        .configure(parts_and_stock)
        .configure(workshops)
        .configure(cases)
        .configure(people)
        .configure(network)
        .configure(reporting)
        .service(resource("/events").route(get().to(events::stream)));
    config.service(v1);
}

fn parts_and_stock(config: &mut ServiceConfig) {
    config
        .service(resource("/parts").route(get().to(parts::list)).route(post().to(parts::add)))
        .service(resource("/parts/{number}").route(get().to(parts::show)))
        .service(resource("/jobs/{id}/parts").route(get().to(parts::of_job)).route(post().to(parts::need)))
        .service(resource("/part-lines/{id}/events").route(post().to(parts::step)))
        .service(resource("/old-parts").route(get().to(parts::owed)))
        .service(resource("/old-parts/{id}/events").route(post().to(parts::step_old)))
        .service(resource("/reports/waiting-parts").route(get().to(parts::waiting)))
        .service(resource("/stock").route(get().to(part_stock::list)))
        .service(resource("/stock/moves").route(post().to(part_stock::move_pieces)))
        .service(resource("/part-orders").route(get().to(part_stock::orders)).route(post().to(part_stock::order)))
        .service(resource("/part-orders/{id}/events").route(post().to(part_stock::step)));
}

fn appointments(config: &mut ServiceConfig) {
    config
        .service(resource("/jobs/{id}/times").route(get().to(visits::times)))
        .service(resource("/jobs/{id}/visits").route(post().to(visits::plan)))
        .service(resource("/visits/{id}/events").route(post().to(visits::step)))
        .service(resource("/jobs/{id}/verify").route(post().to(job_steps::verify)))
        .service(resource("/jobs/{id}/fail-verification").route(post().to(job_steps::fail_verification)));
}

fn workshops(config: &mut ServiceConfig) {
    config
        .service(resource("/jobs/{id}/workshop").route(post().to(workshop::receive)))
        .service(resource("/workshop-units").route(get().to(workshop::list)))
        .service(resource("/workshop-units/{id}").route(get().to(workshop::show)))
        .service(resource("/workshop-units/{id}/events").route(post().to(workshop::step)))
        .service(resource("/workshop-units/{id}/receipt").route(get().to(workshop::receipt)))
        .service(resource("/workshop-units/{id}/receipt.pdf").route(get().to(workshop::receipt_file)))
        .service(resource("/loaners").route(get().to(loaners::list)).route(post().to(loaners::add)))
        .service(resource("/loaners/{id}/events").route(post().to(loaners::step)))
        .service(resource("/jobs/{id}/loaner").route(get().to(loaners::of_job)).route(post().to(loaners::lend)));
}

fn cases(config: &mut ServiceConfig) {
    config
        .service(resource("/jobs/{id}/exchange").route(post().to(exchanges::ask)))
        .service(resource("/exchanges").route(get().to(exchanges::list)))
        .service(resource("/exchanges/{id}").route(get().to(exchanges::show)))
        .service(resource("/exchanges/{id}/events").route(post().to(exchanges::step)))
        .configure(called_back);
}

fn called_back(config: &mut ServiceConfig) {
    config
        .service(resource("/recalls").route(get().to(recalls::list)).route(post().to(recalls::note)))
        .service(resource("/recalls/{id}").route(get().to(recalls::show)).route(put().to(recalls::edit)))
        .service(resource("/recalls/{id}/events").route(post().to(recalls::step)))
        .service(resource("/recalls/{id}/cases").route(get().to(recalls::cases)).route(post().to(recalls::add_case)))
        .service(resource("/recalls/{id}/cases/{job}").route(delete().to(recalls::remove_case)))
        .service(resource("/recalls/{id}/units").route(get().to(recall_units::list)))
        .service(resource("/recalls/{id}/units.csv").route(get().to(recall_units::file)))
        .service(resource("/recalls/{id}/units/{unit}").route(get().to(recall_units::show)))
        .service(resource("/recalls/{id}/units/{unit}/job").route(post().to(recall_units::book)))
        .service(resource("/recalls/{id}/units/{unit}/events").route(post().to(recall_units::step)));
}

fn money(config: &mut ServiceConfig) {
    config
        .service(resource("/jobs/{id}/quotes").route(get().to(quotes::list)).route(post().to(quotes::create)))
        .service(resource("/quotes/{id}/events").route(post().to(quotes::step)))
        .service(resource("/jobs/{id}/charges").route(get().to(quotes::charges)).route(post().to(quotes::ask)))
        .service(resource("/charges/{id}/events").route(post().to(quotes::decide)))
        .service(resource("/jobs/{id}/payments").route(get().to(payments::list)).route(post().to(payments::create)))
        .service(resource("/payments/{id}/events").route(post().to(payments::step)))
        .service(resource("/jobs/{id}/checklist").route(get().to(checklists::show)).route(put().to(checklists::answer)))
        .service(resource("/jobs/{id}/photos").route(get().to(photos::list)).route(post().to(photos::add)))
        .service(resource("/photos/{id}").route(get().to(photos::show)))
        .service(resource("/jobs/{id}/receipt").route(get().to(payments::receipt)))
        .service(resource("/jobs/{id}/receipt.pdf").route(get().to(payments::receipt_file)));
}

fn messaging(config: &mut ServiceConfig) {
    config
        .service(resource("/messages").route(get().to(messages::list)))
        .service(resource("/messages/inbound").route(get().to(messages::inbound)))
        .service(resource("/message-templates").route(get().to(templates::list)))
        .service(resource("/message-templates/{key}/{language}/preview").route(post().to(templates::preview)))
        .service(
            resource("/message-templates/{key}/{language}")
                .route(get().to(templates::show))
                .route(put().to(templates::put))
                .route(delete().to(templates::restore)),
        )
        .service(resource("/bell").route(get().to(bell::show)))
        .service(resource("/bell/seen").route(post().to(bell::seen)))
        .service(resource("/push").route(get().to(bell::terms)))
        .service(resource("/push/subscriptions").route(post().to(bell::allow)))
        .service(resource("/push/unsubscribe").route(post().to(bell::end)))
        .service(resource("/messages/{id}").route(get().to(messages::show)))
        .service(resource("/messages/{id}/resend").route(post().to(messages::send_again)));
}

fn people(config: &mut ServiceConfig) {
    config
        .service(resource("/customers").route(get().to(customers::find)))
        .service(resource("/customers/{id}").route(get().to(customers::show)).route(patch().to(customers::edit)))
        .service(resource("/customers/{id}/exclusions/{exclusion}").route(delete().to(exclusions::remove)))
        .service(
            resource("/customers/{id}/exclusions").route(get().to(exclusions::list)).route(post().to(exclusions::add)),
        )
        .service(resource("/customers/{id}/preferred-technicians/{technician}").route(delete().to(preferences::remove)))
        .service(
            resource("/customers/{id}/preferred-technicians")
                .route(get().to(preferences::list))
                .route(post().to(preferences::add)),
        );
}

fn reporting(config: &mut ServiceConfig) {
    config
        .service(resource("/reports/open-jobs").route(get().to(reports::open_jobs::show)))
        .service(resource("/reports/turnaround").route(get().to(reports::turnaround::show)))
        .service(resource("/reports/acceptance").route(get().to(reports::acceptance::show)))
        .service(resource("/reports/coverage").route(get().to(reports::coverage::show)))
        .service(resource("/reports/coverage/map").route(get().to(reports::coverage::map)))
        .service(resource("/reports/delays").route(get().to(reports::delays::show)))
        .service(resource("/reports/messages").route(get().to(reports::messages::show)))
        .service(resource("/reports/operators").route(get().to(reports::operators::show)))
        .service(resource("/reports/satisfaction").route(get().to(reports::satisfaction::show)))
        .service(resource("/reports/warranty").route(get().to(warranty_report::warranty)));
}

fn network(config: &mut ServiceConfig) {
    config
        .service(resource("/offers/{id}/withdraw").route(post().to(dispatch::withdraw)))
        .service(resource("/agents").route(get().to(agents::list)).route(post().to(agents::add)))
        .service(resource("/agents/{id}/offer-terms").route(get().to(dispatch::terms)).route(put().to(dispatch::set)))
        .service(resource("/agents/{id}").route(get().to(agents::show)).route(patch().to(agents::edit)))
        .service(
            resource("/agents/{id}/technicians")
                .route(get().to(agent_facts::technicians))
                .route(post().to(agent_facts::add_one)),
        )
        .service(
            resource("/agents/{id}/technicians/{technician}/portrait")
                .route(get().to(portraits::show))
                .route(put().to(portraits::set))
                .route(delete().to(portraits::remove)),
        )
        .service(resource("/technicians/{id}").route(patch().to(agent_facts::edit)))
        .service(resource("/agents/{id}/areas").route(put().to(agent_facts::areas)))
        .service(resource("/areas/overlaps").route(get().to(agent_facts::overlaps)))
        .service(
            resource("/agents/{id}/documents")
                .route(get().to(agent_facts::documents))
                .route(post().to(agent_facts::hand_in)),
        )
        .service(resource("/agents/{id}/time-off/{leave}").route(delete().to(agent_facts::cancel_leave)))
        .service(
            resource("/agents/{id}/time-off")
                .route(get().to(agent_facts::time_off))
                .route(post().to(agent_facts::take_off)),
        )
        .service(
            resource("/agents/{id}/seasons")
                .route(get().to(agent_facts::seasons))
                .route(put().to(agent_facts::put_seasons)),
        )
        .service(resource("/agents/{id}/events").route(post().to(standing::advance)))
        .service(resource("/agents/{id}/suspension-preview").route(get().to(standing::preview)))
        .service(resource("/agents/{id}/suspend").route(post().to(standing::suspend)))
        .service(resource("/agents/{id}/reinstate").route(post().to(standing::reinstate)))
        .service(resource("/agents/{id}/terminate").route(post().to(standing::terminate)))
        .service(resource("/papers").route(get().to(papers::list)))
        .service(resource("/closures/{day}").route(delete().to(closures::open)))
        .service(resource("/closures").route(get().to(closures::list)).route(post().to(closures::close)));
}
