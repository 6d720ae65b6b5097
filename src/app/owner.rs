//! To whom a piece of work belongs: a person, or everybody with a role.

use crate::domain::access::Role;
use crate::domain::fault::{FaultCode, Faults};
use crate::domain::id::UserId;
use crate::store::people::find_user;
use crate::store::{Conn, StoreError};

/// The owner of a piece of work: a person, or everybody with the role where none is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The person.
    pub id: Option<UserId>,
    /// The role, also of the person.
    pub role: Role,
}

impl Owner {
    /// Everybody with a role.
    #[must_use]
    pub fn unit(role: Role) -> Self {
        Self { id: None, role }
    }
}

/// Finds the owner that was named by a person's id, by a role, or not at all. Whoever may not sign in, and auditors, who
/// change nothing, own nothing.
///
/// # Errors
/// The database; a wrong owner is noted among the faults.
pub fn find_owner(
    conn: &mut Conn,
    (id, role): (Option<UserId>, Option<Role>),
    faults: &mut Faults,
) -> Result<Option<Owner>, StoreError> {
    let Some(id) = id else {
        if role == Some(Role::Auditor) {
            faults.add("owner_role", FaultCode::NotAllowed);
        }
        return Ok(role.filter(|role| *role != Role::Auditor).map(Owner::unit));
    };
    let user = match find_user(conn, id) {
        Ok(user) if user.is_active => user,
        Ok(_) | Err(StoreError::NotFound) => {
            faults.add("owner_id", FaultCode::UserUnknown);
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    if user.role.0 == Role::Auditor {
        faults.add("owner_id", FaultCode::NotAllowed);
    }
    if role.is_some_and(|role| role != user.role.0) {
        faults.add_about("owner_role", FaultCode::NotAllowed, user.role.0.as_str());
    }
    Ok(Some(Owner { id: Some(id), role: user.role.0 }))
}
