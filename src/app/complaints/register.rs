//! A complaint is taken down: from whom, against whom, how grave, what is demanded.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TEXT_CHARS;
use super::step::{Ground, happened, refuse_complained_of, senior_of};
use crate::app::clock::mint;
use crate::app::idempotent::{Key, once};
use crate::app::intake::caller::find_caller;
use crate::app::journal::record;
use crate::app::linked::{Linked, Names, find_linked};
use crate::app::messages::{About, Param, Recipient, put};
use crate::app::owner::{Owner, find_owner};
use crate::app::{Actor, App, Error};
use crate::domain::access::{Caller, Role};
use crate::domain::complaint::{Against, AgainstKind, ComplaintMachine, ComplaintSubject, Severity};
use crate::domain::customer::{Channel, ContactClass, is_email};
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::{ComplaintId, CustomerId, JobId, RequestId, UserId};
use crate::domain::language::Language;
use crate::domain::machine::Machine;
use crate::domain::message::{MessageKind, RecipientKind};
use crate::domain::phone::Phone;
use crate::domain::reference::Reference;
use crate::domain::task::TaskKind;
use crate::domain::text::{clean_line, clean_text};
use crate::store::complaints::{Complaint, insert_complaint};
use crate::store::contacts::{Contact, insert_contact};
use crate::store::customers::list_phones_of;
use crate::store::jobs::list_request_contacts;
use crate::store::network::{find_agent, find_technician};
use crate::store::people::find_user;
use crate::store::{At, Col, Conn, StoreError, Tx};

/// Who or what is complained of.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgainstEntry {
    /// What kind.
    #[schema(value_type = String, example = "agent")]
    pub kind: AgainstKind,
    /// Id of the agent, technician or person, or the role of the unit; none for the company.
    pub id: Option<String>,
}

/// A complaint, criticism or suggestion.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComplaint {
    /// By what way; telephone if nothing is said.
    #[schema(value_type = Option<String>, example = "phone")]
    pub channel: Option<Channel>,
    /// Who complains; a telephone, a request or a job tells it too.
    #[schema(value_type = Option<String>)]
    pub customer_id: Option<CustomerId>,
    /// The complainant's telephone in any usual form.
    pub phone: Option<String>,
    /// Where the complainant gets letters; that of the case or of the customer if nothing is said.
    pub email: Option<String>,
    /// The complainant's name, where the telephone is new or shared.
    pub name: Option<String>,
    /// Id or reference of the request that it is about.
    pub request: Option<String>,
    /// The job that it is about.
    #[schema(value_type = Option<String>)]
    pub job: Option<JobId>,
    /// Who or what is complained of.
    pub against: AgainstEntry,
    /// How grave it is; normal if nothing is said.
    #[schema(value_type = Option<String>, example = "normal")]
    pub severity: Option<Severity>,
    /// What it is about.
    #[schema(value_type = String, example = "delay")]
    pub subject: ComplaintSubject,
    /// The complainant's words.
    pub description: String,
    /// What the complainant asks for.
    pub demand: Option<String>,
    /// The person whose it is; the managers when neither a person nor a role is named.
    #[schema(value_type = Option<String>)]
    pub owner_id: Option<UserId>,
    /// The unit whose it is.
    #[schema(value_type = Option<String>, example = "manager")]
    pub owner_role: Option<Role>,
}

pub(super) struct Checked {
    pub(super) faults: Faults,
    phone: Option<Phone>,
    name: String,
    description: String,
    demand: Option<String>,
    email: Option<String>,
}

pub(super) fn check(input: &NewComplaint, region: &str, is_named: bool) -> Checked {
    let mut faults = Faults::default();
    let phone = input.phone.as_deref().and_then(|phone| faults.take("phone", Phone::parse(phone, region)));
    let name = input.name.as_deref().and_then(|name| faults.take("name", clean_line(name, 120)));
    let description = faults.take("description", clean_text(&input.description, TEXT_CHARS));
    if description.as_deref().is_some_and(str::is_empty) {
        faults.add("description", FaultCode::Required);
    }
    let demand = input.demand.as_deref().and_then(|text| faults.take("demand", clean_text(text, TEXT_CHARS)));
    let tells = input.customer_id.is_some() || input.request.is_some() || input.job.is_some() || is_named;
    if !tells && input.phone.is_none() {
        faults.add("customer_id", FaultCode::Required);
    }
    let email = input.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    if email.is_some_and(|email| !is_email(email)) {
        faults.add_about("email", FaultCode::Malformed, "name@example.com");
    }
    let email = email.map(str::to_owned);
    let (name, description) = (name.unwrap_or_default(), description.unwrap_or_default());
    Checked { faults, phone, name, description, demand: demand.filter(|demand| !demand.is_empty()), email }
}

/// A complaint as it was taken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The complaint.
    pub id: ComplaintId,
}

/// Takes a complaint down, from a request that was really one if `of` names it; serious ones reach senior people at once.
///
/// # Errors
/// Every faulty value at once; `ComplainedOf`; the same key with another body; the database.
pub async fn register_complaint(
    app: &App,
    caller: &Caller,
    key: Option<Key>,
    (input, of): (NewComplaint, Option<RequestId>),
) -> Result<ComplaintId, Error> {
    let (now, catalogue, caller) = (app.clock.now(), app.catalogue(), caller.clone());
    let checked = check(&input, &app.site.region, of.is_some());
    let reference = app.references_next().await?;
    let received = app.db.write(move |tx| {
        let actor = Actor::staff(&caller);
        let ground = Ground { catalogue: &catalogue, actor: &actor, now };
        let registering = Registering { ground, input: &input, checked: &checked, of };
        once(tx, (&actor, key.as_ref()), now, |tx| registering.register(tx, &caller, reference))
    });
    Ok(received.await?.id)
}

pub(super) struct Registering<'a> {
    pub(super) ground: Ground<'a>,
    pub(super) input: &'a NewComplaint,
    pub(super) checked: &'a Checked,
    pub(super) of: Option<RequestId>,
}

impl Registering<'_> {
    fn register(&self, tx: &mut Tx<'_>, caller: &Caller, reference: Reference) -> Result<Received, Error> {
        let (input, mut faults) = (self.input, self.checked.faults.clone());
        let of = self.of.map(|id| id.to_string());
        let request = input.request.as_deref().or(of.as_deref());
        let names = Names { customer: input.customer_id, request, job: input.job, complaint: None };
        let found = find_linked(tx.conn(), caller, names, &mut faults)?;
        let owner = find_owner(tx.conn(), (input.owner_id, input.owner_role), &mut faults)?;
        let against = against(tx.conn(), &input.against, &mut faults)?;
        let customer = match (found.customer, &self.checked.phone) {
            (Some(customer), _) => Some(customer),
            (None, Some(phone)) if faults.is_empty() => {
                find_caller(tx, (self.ground.now, self.ground.actor.user()), phone, (&self.checked.name, &mut faults))?
            }
            (None, _) => None,
        };
        faults.or(())?;
        let Some(customer) = customer else { return Err(Error::Internal("a complaint of nobody".to_owned())) };
        self.take_down(tx, (reference, customer), (&found, against), owner)
    }

    /// Writes it with its first step; serious ones reach senior people at once.
    ///
    /// # Errors
    /// `ComplainedOf`; the database.
    pub(super) fn take_down(
        &self,
        tx: &mut Tx<'_>,
        (reference, customer): (Reference, CustomerId),
        (found, against): (&Linked, Against),
        owner: Option<Owner>,
    ) -> Result<Received, Error> {
        let mut complaint = self.row(tx, (reference, customer), found, against)?;
        let owner = owner.unwrap_or(Owner::unit(senior_of(tx.conn(), &complaint)?));
        refuse_complained_of(&complaint, owner)?;
        (complaint.owner_id, complaint.owner_role) = (owner.id.map(Col), Col(owner.role));
        let minutes = self.ground.catalogue.complaint_policy().minutes(complaint.severity.0).acknowledge;
        complaint.step_due_at = Some(At(self.ground.catalogue.after_business(self.ground.now, minutes)));
        insert_complaint(tx, &complaint)?;
        self.ground.begin(tx, &mut complaint)?;
        self.log(tx, &complaint)?;
        record(tx, self.ground.actor, self.ground.now, happened(&complaint, "register"))?;
        if complaint.severity.0.is_serious() {
            self.ground.call_senior(tx, &complaint, TaskKind::SeriousComplaint)?;
            self.alert(tx, &complaint)?;
        }
        Ok(Received { id: complaint.id.0 })
    }

    fn row(
        &self,
        tx: &mut Tx<'_>,
        (reference, customer): (Reference, CustomerId),
        found: &Linked,
        against: Against,
    ) -> Result<Complaint, StoreError> {
        let (input, now) = (self.input, self.ground.now);
        let (phone, can_sms) = self.phone(tx.conn(), customer, found)?.unzip();
        Ok(Complaint {
            id: Col(mint(now)),
            reference: Col(reference),
            customer_id: Col(customer),
            request_id: found.request.as_ref().map(|it| it.id),
            job_id: found.job.as_ref().map(|it| it.id),
            province: found.province.clone(),
            channel: Col(input.channel.unwrap_or(Channel::Phone)),
            phone,
            can_sms: can_sms.unwrap_or(false),
            against_kind: Col(against.kind),
            against_id: against.id,
            severity: Col(input.severity.unwrap_or_default()),
            subject: Col(input.subject),
            description: self.checked.description.clone(),
            demand: self.checked.demand.clone(),
            state: Col(ComplaintMachine::INITIAL),
            left_state: None,
            result: None,
            answer: None,
            owner_id: None,
            owner_role: Col(Role::Manager),
            step_due_at: None,
            told_by: None,
            turned_into: None,
            turned_from: self.of.map(Col),
            rating: None,
            created_by: self.ground.actor.user().map(Col),
            received_at: At(now),
            communicated_at: None,
            closed_at: None,
            version: 1,
            email: self.email(tx.conn(), found)?,
        })
    }

    /// Where the complainant gets letters: what was told, else an address of the case.
    fn email(&self, conn: &mut Conn, found: &Linked) -> Result<Option<String>, StoreError> {
        let Some(request) = found.request.as_ref().filter(|_| self.checked.email.is_none()) else {
            return Ok(self.checked.email.clone());
        };
        Ok(list_request_contacts(conn, request.id.0)?.into_iter().find_map(|person| person.email))
    }

    /// Where the complainant hears: the telephone told, else one of the case or of the customer, best one with SMS.
    fn phone(
        &self,
        conn: &mut Conn,
        customer: CustomerId,
        found: &Linked,
    ) -> Result<Option<(String, bool)>, StoreError> {
        let own = list_phones_of(conn, customer)?;
        if let Some(told) = &self.checked.phone {
            let known = own.iter().find(|row| row.number == told.as_ref()).map(|row| row.can_sms);
            return Ok(Some((told.as_ref().to_owned(), known.unwrap_or_else(|| told.can_receive_sms()))));
        }
        let mut phones = Vec::new();
        if let Some(request) = &found.request {
            phones.extend(list_request_contacts(conn, request.id.0)?.into_iter().map(|it| (it.phone, it.can_sms)));
        }
        phones.extend(own.into_iter().map(|it| (it.number, it.can_sms)));
        let best = phones.iter().position(|(_, can_sms)| *can_sms).unwrap_or(0);
        Ok(if phones.is_empty() { None } else { Some(phones.swap_remove(best)) })
    }

    /// The contact by which it came in.
    fn log(&self, tx: &mut Tx<'_>, complaint: &Complaint) -> Result<(), Error> {
        let (way, now) = ((ContactClass::Complaint, complaint.channel.0), self.ground.now);
        let contact = Contact {
            request_id: complaint.request_id,
            operator_id: complaint.created_by,
            job_id: complaint.job_id,
            complaint_id: Some(complaint.id),
            phone: complaint.phone.clone(),
            ..Contact::received(mint(now), complaint.customer_id.0, way, At(now))
        };
        Ok(insert_contact(tx, &contact)?)
    }

    /// Senior managers whose telephones the policy names get an SMS without any personal data.
    fn alert(&self, tx: &mut Tx<'_>, complaint: &Complaint) -> Result<(), Error> {
        for phone in &self.ground.catalogue.complaint_policy().alert_phones {
            let to = Recipient {
                kind: RecipientKind::Staff,
                id: complaint.owner_role.0.to_string(),
                phone: phone.clone(),
                language: Language::default(),
            };
            let params = [
                ("reference", Param::Code(complaint.reference.0.to_string())),
                ("severity", Param::Text(complaint.severity.0.to_string())),
            ];
            let once = complaint.id.0.to_string();
            put(tx, self.ground.now, MessageKind::SeriousComplaint, (&to, About::default()), (&once, &params))?;
        }
        Ok(())
    }
}

/// Reads who is complained of; what does not exist stands among the faults.
fn against(conn: &mut Conn, entry: &AgainstEntry, faults: &mut Faults) -> Result<Against, StoreError> {
    let id = entry.id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let against = Against { kind: entry.kind, id: id.map(str::to_owned) };
    let Some(id) = id else {
        if entry.kind != AgainstKind::Company {
            faults.add("against.id", FaultCode::Required);
        }
        return Ok(against);
    };
    let is_known = |read: Option<Result<(), StoreError>>| match read {
        Some(Ok(())) => Ok(true),
        None | Some(Err(StoreError::NotFound)) => Ok(false),
        Some(Err(error)) => Err(error),
    };
    let (known, code) = match entry.kind {
        AgainstKind::Agent => {
            (is_known(id.parse().ok().map(|id| find_agent(conn, id).map(drop)))?, FaultCode::AgentUnknown)
        }
        AgainstKind::Technician => {
            (is_known(id.parse().ok().map(|id| find_technician(conn, id).map(drop)))?, FaultCode::TechnicianUnknown)
        }
        AgainstKind::Operator => {
            (is_known(id.parse().ok().map(|id| find_user(conn, id).map(drop)))?, FaultCode::UserUnknown)
        }
        AgainstKind::Unit => (id.parse::<Role>().is_ok(), FaultCode::RoleUnknown),
        AgainstKind::Company => (false, FaultCode::NotAllowed),
    };
    if !known {
        faults.add("against.id", code);
    }
    // Ids are compared as they are stored, so that case or braces do not hide who is meant.
    let id = match entry.kind {
        AgainstKind::Operator => id.parse::<UserId>().ok().map(|id| id.to_string()),
        _ => against.id,
    };
    Ok(Against { kind: entry.kind, id })
}
