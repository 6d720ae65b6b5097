//! Portraits of an agent's technicians, set and removed on its file.

use actix_web::{HttpRequest, web};

use super::file::filed;
use crate::app::agents::portrait::{MOST_READ, remove_portrait as take_away, set_portrait as keep};
use crate::app::{App, Code, Error};
use crate::domain::access::Caller;
use crate::domain::id::{AgentId, TechnicianId};
use crate::web::error::{Answer, status};
use crate::web::pages::act::is_beyond;
use crate::web::upload::read_upload;
use crate::web::view::{View, page, see};
use crate::web::{Allowed, perm};

pub(in crate::web::pages) async fn set_portrait(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<(AgentId, String)>,
    payload: web::Payload,
) -> Answer {
    let whose = whose(path)?;
    let setting = async {
        let upload = read_upload(&request, payload, MOST_READ).await?;
        keep(&app, &caller, whose, upload.file).await
    };
    let set = setting.await;
    answer(&app, (&request, &caller), whose, set).await
}

pub(in crate::web::pages) async fn remove_portrait(
    app: web::Data<App>,
    request: HttpRequest,
    caller: Allowed<perm::EditAgent>,
    path: web::Path<(AgentId, String)>,
) -> Answer {
    let whose = whose(path)?;
    let removed = take_away(&app, &caller, whose).await;
    answer(&app, (&request, &caller), whose, removed).await
}

fn whose(path: web::Path<(AgentId, String)>) -> Result<(AgentId, TechnicianId), Error> {
    let (agent, technician) = path.into_inner();
    Ok((agent, technician.parse().map_err(|_| Code::NotFound)?))
}

/// Back to the file; with what was wrong if something was.
async fn answer(
    app: &App,
    (request, caller): (&HttpRequest, &Caller),
    (agent, technician): (AgentId, TechnicianId),
    done: Result<(), Error>,
) -> Answer {
    match done {
        Ok(()) => Ok(see(&View::staff(app, request, "page-agent", caller).href(&format!("/agents/{agent}")))),
        Err(error) if is_beyond(&error) => Err(error.into()),
        Err(error) => {
            let mut shown = filed(app, request, caller, agent).await?;
            shown.refuse_portrait(technician, &error);
            page(status(error.code()), &shown)
        }
    }
}
