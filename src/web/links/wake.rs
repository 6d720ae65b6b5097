//! The browser behind an offer's or a visit's link: woken for what comes to its agent or technician, if they allow it.

use actix_web::{HttpRequest, HttpResponse, web};

use super::Link;
use crate::app::links::Opened;
use crate::app::push::{NewSubscription, Owner, subscribe};
use crate::app::{App, Code};
use crate::web::error::Answer;
use crate::web::extract::Body;

/// Keeps the browser.
pub(super) async fn allow(
    app: web::Data<App>,
    request: HttpRequest,
    code: web::Path<String>,
    body: Body<NewSubscription>,
) -> Answer {
    let link = Link { app: &app, request: &request, code: &code };
    let language = crate::web::words::language_of(&request);
    let owner = match link.open().await? {
        Opened::Offer(id) => Owner::Offer(id, language),
        Opened::Visit(id) => Owner::Visit(id, language),
        Opened::Customer(_) | Opened::Recall(_) => return Err(Code::NotFound.into()),
    };
    subscribe(&app, owner, body.value).await?;
    Ok(HttpResponse::NoContent().finish())
}
