//! Links without login: offers and visits under `/o/`, customers' requests under `/t/`; pages, or JSON when asked for.

mod acts;
mod checklist;
mod complain;
pub(super) mod consent;
mod customer;
mod door;
mod exchange;
mod object;
mod offer;
mod photos;
mod portrait;
mod price;
mod rating;
mod recall;
mod said;
mod times;
mod visit;
mod wake;
mod workshop;

use actix_web::{HttpRequest, HttpResponse, web};

use super::error::{Answer, Problem, wants_page};
use super::frame::Frame;
use super::limit::client_address;
use super::view::View;
use super::words::{asked_for, labelled};
use crate::app::links::Opened;
use crate::app::{App, Catalogue, Code, Error};
use crate::domain::id::{OfferId, RequestId, VisitId};
use crate::domain::language::Language;
use crate::queries::links::Work;
use said::Said;

/// Routes of the links.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/o/{code}", web::get().to(show))
        .route("/o/{code}/accept", web::post().to(accept))
        .route("/o/{code}/decline", web::post().to(decline))
        .route("/o/{code}/opened", web::post().to(opened))
        .route("/o/{code}/events", web::post().to(events))
        .route("/o/{code}/push", web::post().to(wake::allow))
        .route("/o/{code}/checklist", web::post().to(checklist::answer))
        .route("/o/{code}/photos", web::post().to(photos::add))
        .route("/o/{code}/photos/{id}", web::get().to(photos::show))
        .route("/t/{code}", web::get().to(customer::show))
        .route("/o/{code}/times", web::get().to(times::of_technician))
        .route("/o/{code}/times", web::post().to(times::technician_chooses))
        .route("/t/{code}/recall/{unit}", web::post().to(recall::book))
        .route("/t/{code}/times/{job}", web::get().to(times::of_customer))
        .route("/t/{code}/times/{job}", web::post().to(times::customer_chooses))
        .route("/t/{code}/technician/{visit}", web::get().to(portrait::show))
        .route("/t/{code}/back", web::post().to(object::back))
        .route("/t/{code}/object", web::post().to(object::against))
        .route("/t/{code}/confirm", web::post().to(customer::confirm))
        .route("/t/{code}/quote", web::post().to(consent::quote))
        .route("/t/{code}/payment", web::post().to(consent::payment))
        .route("/t/{code}/receipt/{job}", web::get().to(consent::receipt))
        .route("/t/{code}/receipt/{job}/pdf", web::get().to(consent::receipt_file))
        .route("/t/{code}/unit/{unit}", web::get().to(workshop::receipt))
        .route("/t/{code}/unit/{unit}/pdf", web::get().to(workshop::receipt_file))
        .route("/t/{code}/rating", web::post().to(rating::rate))
        .route("/t/{code}/complaint", web::post().to(complain::lodge));
}

/// A request with a link's code.
struct Link<'a> {
    app: &'a App,
    request: &'a HttpRequest,
    code: &'a str,
}

impl Link<'_> {
    /// What the code opens; only unknown codes are throttled, because many technicians share an address.
    async fn open(&self) -> Result<Opened, Problem> {
        match self.app.open_link(self.code).await {
            Err(error) if error.code() == Code::NotFound => {
                let frame = self.request.app_data::<web::Data<Frame>>();
                let frame = frame.ok_or_else(|| Error::Internal("no web::Data<Frame>".to_owned()))?;
                let address = client_address(self.request, &frame.settings.trusted_proxies);
                Err(frame.limits.unknown_link(address).into())
            }
            opened => Ok(opened?),
        }
    }

    async fn offer(&self) -> Result<OfferId, Problem> {
        if let Opened::Offer(id) = self.open().await? { Ok(id) } else { Err(Code::NotFound.into()) }
    }

    /// The visit of the technician's own link, or of the offer that made it.
    async fn visit(&self, event: &str) -> Result<VisitId, Problem> {
        match self.open().await? {
            Opened::Visit(id) => Ok(id),
            Opened::Offer(id) => Ok(visit_of(self.app, id, event).await?),
            Opened::Customer(_) | Opened::Recall(_) => Err(Code::NotFound.into()),
        }
    }

    async fn customer(&self) -> Result<RequestId, Problem> {
        if let Opened::Customer(id) = self.open().await? { Ok(id) } else { Err(Code::NotFound.into()) }
    }

    /// The language asked for, else that of whom the link was sent to, whatever the telephone is set to.
    fn language(&self, recipient: Language) -> Language {
        asked_for(self.request).unwrap_or(recipient)
    }

    fn wants_page(&self) -> bool {
        wants_page(self.request)
    }

    fn view(&self, title: &str, recipient: Language) -> View {
        View::to(self.app, self.request, title, self.language(recipient)).at(self.address())
    }

    fn address(&self) -> String {
        let base = if self.request.path().starts_with("/t/") { "t" } else { "o" };
        format!("/{base}/{}", self.code)
    }

    /// The key to subscribe a browser with and where to hand the subscription in, where browsers can be woken.
    fn wake(&self) -> Option<(String, String)> {
        self.app.push_key().map(|key| (key, format!("{}/push", self.address())))
    }

    /// The page of this link, for the answer to a form.
    fn back(&self) -> HttpResponse {
        super::view::see(&View::new(self.app, self.request, "page-offer").at(self.address()).below(""))
    }
}

async fn show(app: web::Data<App>, request: HttpRequest, code: web::Path<String>) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    match link.open().await? {
        Opened::Offer(id) => offer::show(&link, id).await,
        Opened::Visit(id) => visit::show(&link, id).await,
        Opened::Customer(_) | Opened::Recall(_) => Err(Code::NotFound.into()),
    }
}

async fn accept(app: web::Data<App>, request: HttpRequest, code: web::Path<String>, said: Said) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    offer::accept(&link, link.offer().await?, said).await
}

async fn decline(app: web::Data<App>, request: HttpRequest, code: web::Path<String>, said: Said) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    offer::decline(&link, link.offer().await?, said).await
}

async fn opened(app: web::Data<App>, request: HttpRequest, code: web::Path<String>) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    crate::app::offers::note_opened(&app, link.offer().await?).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn events(app: web::Data<App>, request: HttpRequest, code: web::Path<String>, said: Said) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let id = link.visit(said.value.event.as_deref().unwrap_or_default()).await?;
    visit::report(&link, id, said).await
}

async fn visit_of(app: &App, id: OfferId, event: &str) -> Result<VisitId, Error> {
    let read = move |conn: &mut _| crate::queries::links::visit_of_offer(conn, id).map_err(Error::from);
    let (state, visit) = app.db.read(read).await?;
    visit.ok_or_else(|| {
        crate::domain::machine::Refusal::State {
            machine: "offer",
            state: state.to_string(),
            event: event.to_owned(),
            allowed: if state.is_open() { vec!["accept".to_owned(), "decline".to_owned()] } else { Vec::new() },
        }
        .into()
    })
}

/// What is wrong with which unit, in words: `یخچال فریزر، سرما نمی‌دهد`.
/// The customer's label of the unit is for whoever holds the job.
fn subject(catalogue: &Catalogue, view: &View, work: &Work, label: Option<&str>) -> String {
    let unit = labelled(category(catalogue, view, &work.unit.category), label);
    let fault = work.job.fault.as_deref().and_then(|code| catalogue.fault(code));
    match fault {
        Some(fault) => format!("{unit}{}{}", view.t("page-comma"), view.named(&fault.name_en, &fault.name_fa)),
        None => format!("{unit}{}{}", view.t("page-comma"), view.code("job-kind", work.job.kind.0.as_str())),
    }
}

fn category(catalogue: &Catalogue, view: &View, code: &str) -> String {
    catalogue.category(code).map_or_else(|| code.to_owned(), |it| view.named(&it.name_en, &it.name_fa).to_owned())
}

fn place(catalogue: &Catalogue, view: &View, code: &str, neighbourhood: Option<&str>) -> String {
    let place = catalogue.place(code, None);
    let town = place.map_or_else(|| code.to_owned(), |it| view.named(&it.name_en, &it.name_fa).to_owned());
    match neighbourhood {
        Some(part) => format!("{town}{}{part}", view.t("page-comma")),
        None => town,
    }
}

/// Name of the badge's tone and of its icon for a warranty outcome.
pub(super) fn warranty_tone(outcome: &str) -> (&'static str, &'static str) {
    match outcome {
        "in_warranty" => ("ok", "shield-check"),
        "partial" | "provisional" => ("warn", "shield-half"),
        "out_of_warranty" => ("info", "shield-off"),
        _ => ("", "shield-question"),
    }
}
