//! Who may do what: roles, permissions and the one table between them.

use super::id::UserId;
use super::language::Language;

/// What a person is to the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Takes calls, registers requests.
    Operator,
    /// Brings jobs to agents.
    Dispatcher,
    /// Looks after the network of agents.
    AgentManager,
    /// Answers for the whole.
    Manager,
    /// Sees everything, changes nothing.
    Auditor,
    /// Looks after users and policies.
    Administrator,
}

super::codes!(Role {
    Operator => "operator", Dispatcher => "dispatcher", AgentManager => "agent_manager", Manager => "manager",
    Auditor => "auditor", Administrator => "administrator",
});

/// One thing that a role may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Register a service request.
    RegisterRequest,
    /// See requests and jobs.
    ViewRequest,
    /// See customers with their telephones and addresses.
    ViewCustomer,
    /// Offer and assign jobs.
    DispatchJob,
    /// Hold and resume jobs.
    HoldJob,
    /// Cancel jobs.
    CancelJob,
    /// Reopen closed jobs.
    ReopenJob,
    /// See candidates and decisions.
    ViewCandidates,
    /// See agents.
    ViewAgent,
    /// Make and edit agents.
    EditAgent,
    /// Suspend, reinstate and terminate agents.
    SuspendAgent,
    /// See reports.
    ViewReport,
    /// See the audit trail.
    ViewAudit,
    /// Make and edit users.
    ManageUser,
    /// See outward messages.
    ViewMessage,
    /// Send a failed message again.
    ResendMessage,
    /// See contacts, tasks and complaints.
    ViewContact,
    /// Log contacts, tasks and complaints.
    LogContact,
    /// Decide complaints and take over those sent up.
    HandleComplaint,
    /// See tasks.
    ViewTask,
    /// Make, finish and transfer tasks.
    WorkTask,
    /// Edit policies.
    ManagePolicy,
    /// See policies with their history.
    ViewPolicy,
    /// Judge a warranty again, and propose to decide otherwise.
    JudgeWarranty,
    /// Decide, as the second person, otherwise than a verdict.
    ApproveVerdict,
    /// Record what the warranty of a unit rests on.
    EditUnit,
    /// See parts, what jobs wait for, and stock.
    ViewPart,
    /// Say what becomes of the parts of jobs, of old parts and of agents' orders.
    WorkPart,
    /// Add parts, and move stock by hand.
    KeepStock,
    /// Write quotes and payments, and take down what customers say to them.
    HandleMoney,
    /// Let customers be charged for what was under warranty, and settle payments.
    ApproveCharge,
    /// Take units into the workshop, lend loaners, and say what becomes of either.
    WorkUnit,
    /// Ask for an exchange or a refund, and do what was approved.
    AskExchange,
    /// Say that a unit deserves an exchange or a refund.
    ApproveExchangeTechnically,
    /// Give the other unit or the money.
    ApproveExchange,
    /// Write problem records, call units back, and say which are to be corrected.
    ManageRecall,
}

super::codes!(Permission {
    RegisterRequest => "register_request", ViewRequest => "view_request", ViewCustomer => "view_customer",
    DispatchJob => "dispatch_job", HoldJob => "hold_job", CancelJob => "cancel_job", ReopenJob => "reopen_job",
    ViewCandidates => "view_candidates", ViewAgent => "view_agent", EditAgent => "edit_agent",
    SuspendAgent => "suspend_agent", ViewReport => "view_report", ViewAudit => "view_audit",
    ManageUser => "manage_user", ViewMessage => "view_message", ResendMessage => "resend_message",
    ViewContact => "view_contact", LogContact => "log_contact", HandleComplaint => "handle_complaint",
    ViewTask => "view_task", WorkTask => "work_task", ManagePolicy => "manage_policy",
    ViewPolicy => "view_policy", JudgeWarranty => "judge_warranty", ApproveVerdict => "approve_verdict",
    EditUnit => "edit_unit",
    ViewPart => "view_part", WorkPart => "work_part", KeepStock => "keep_stock", HandleMoney => "handle_money", ApproveCharge => "approve_charge",
    WorkUnit => "work_unit", AskExchange => "ask_exchange",
    ApproveExchangeTechnically => "approve_exchange_technically", ApproveExchange => "approve_exchange",
    ManageRecall => "manage_recall",
});

/// Whether a role may do it.
#[must_use]
pub fn allows(role: Role, permission: Permission) -> bool {
    holders(permission).contains(&role)
}

const fn holders(permission: Permission) -> &'static [Role] {
    use Permission as P;
    use Role::{
        Administrator as Ad, AgentManager as Ag, Auditor as Au, Dispatcher as Di, Manager as Ma, Operator as Op,
    };
    match permission {
        P::ViewRequest | P::ViewTask | P::ViewPolicy | P::ViewPart => &[Op, Di, Ag, Ma, Au, Ad],
        P::ViewCustomer | P::ViewContact => &[Op, Di, Ma, Au, Ad],
        P::RegisterRequest | P::HoldJob | P::CancelJob | P::LogContact | P::EditUnit | P::HandleMoney => {
            &[Op, Di, Ma, Ad]
        }
        P::JudgeWarranty | P::WorkTask | P::WorkPart | P::WorkUnit | P::AskExchange => &[Op, Di, Ag, Ma, Ad],
        P::ViewAgent => &[Di, Ag, Ma, Au, Ad],
        P::ViewCandidates | P::ViewMessage => &[Di, Ma, Au, Ad],
        P::DispatchJob | P::ResendMessage => &[Di, Ma, Ad],
        P::ViewReport => &[Ag, Ma, Au, Ad],
        P::KeepStock => &[Di, Ag, Ma, Ad],
        P::EditAgent | P::SuspendAgent | P::ApproveExchangeTechnically => &[Ag, Ma, Ad],
        P::ViewAudit => &[Ma, Au, Ad],
        P::ReopenJob
        | P::HandleComplaint
        | P::ApproveVerdict
        | P::ApproveCharge
        | P::ApproveExchange
        | P::ManageRecall => &[Ma, Ad],
        P::ManageUser | P::ManagePolicy => &[Ad],
    }
}

/// Which rows a caller sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every row.
    All,
    /// Rows of these provinces.
    Provinces(Vec<String>),
}

impl Scope {
    /// Whether rows of a province, by its code, are among them.
    #[must_use]
    pub fn holds(&self, province: &str) -> bool {
        match self {
            Self::All => true,
            Self::Provinces(provinces) => provinces.iter().any(|it| it == province),
        }
    }
}

/// The signed-in person behind a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The user.
    pub user: UserId,
    /// The name at sign-in.
    pub username: String,
    /// The role now, not at sign-in.
    pub role: Role,
    /// The language that the user chose.
    pub language: Language,
    /// Which rows the user sees.
    pub scope: Scope,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix() {
        let mut matrix = format!("{:30}", "permission");
        matrix.extend(Role::ALL.iter().map(|role| format!("{:>14}", role.as_str())));
        for permission in Permission::ALL {
            matrix.extend([format!("\n{:30}", permission.as_str())]);
            matrix.extend(
                Role::ALL.iter().map(|role| format!("{:>14}", if allows(*role, *permission) { "x" } else { "-" })),
            );
        }
        insta::assert_snapshot!(matrix, @r"
        permission                          operator    dispatcher agent_manager       manager       auditor administrator
        register_request                           x             x             -             x             -             x
        view_request                               x             x             x             x             x             x
        view_customer                              x             x             -             x             x             x
        dispatch_job                               -             x             -             x             -             x
        hold_job                                   x             x             -             x             -             x
        cancel_job                                 x             x             -             x             -             x
        reopen_job                                 -             -             -             x             -             x
        view_candidates                            -             x             -             x             x             x
        view_agent                                 -             x             x             x             x             x
        edit_agent                                 -             -             x             x             -             x
        suspend_agent                              -             -             x             x             -             x
        view_report                                -             -             x             x             x             x
        view_audit                                 -             -             -             x             x             x
        manage_user                                -             -             -             -             -             x
        view_message                               -             x             -             x             x             x
        resend_message                             -             x             -             x             -             x
        view_contact                               x             x             -             x             x             x
        log_contact                                x             x             -             x             -             x
        handle_complaint                           -             -             -             x             -             x
        view_task                                  x             x             x             x             x             x
        work_task                                  x             x             x             x             -             x
        manage_policy                              -             -             -             -             -             x
        view_policy                                x             x             x             x             x             x
        judge_warranty                             x             x             x             x             -             x
        approve_verdict                            -             -             -             x             -             x
        edit_unit                                  x             x             -             x             -             x
        view_part                                  x             x             x             x             x             x
        work_part                                  x             x             x             x             -             x
        keep_stock                                 -             x             x             x             -             x
        handle_money                               x             x             -             x             -             x
        approve_charge                             -             -             -             x             -             x
        work_unit                                  x             x             x             x             -             x
        ask_exchange                               x             x             x             x             -             x
        approve_exchange_technically               -             -             x             x             -             x
        approve_exchange                           -             -             -             x             -             x
        manage_recall                              -             -             -             x             -             x
        ");
    }

    #[test]
    fn an_auditor_sees_everything_and_changes_nothing() {
        for permission in Permission::ALL {
            assert_eq!(allows(Role::Auditor, *permission), permission.as_str().starts_with("view_"), "{permission}");
            assert!(allows(Role::Administrator, *permission));
        }
    }
}
