//! Where an agent stands with the organisation, from the application to the end of the contract.

use crate::domain::machine::ActorKind::{Staff, System};
use crate::domain::machine::{Arrow, Guard, Machine, To, arrow};

/// Where an agent stands with the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Has asked to join.
    Applicant,
    /// Its documents are looked at.
    Documents,
    /// Its premises were seen.
    Inspected,
    /// Works on trial.
    Probation,
    /// Works.
    Active,
    /// Gets no work for a time.
    Suspended,
    /// Gets no work any more.
    Terminated,
}

crate::domain::codes!(Standing {
    Applicant => "applicant", Documents => "documents", Inspected => "inspected", Probation => "probation",
    Active => "active", Suspended => "suspended", Terminated => "terminated",
});

impl Standing {
    /// Whether an agent so standing works, or may work again without joining anew.
    #[must_use]
    pub fn is_in_the_network(self) -> bool {
        matches!(self, Self::Active | Self::Probation | Self::Suspended)
    }
}

/// What can happen to an agent's standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StandingEvent {
    /// The documents came.
    SubmitDocuments,
    /// The premises were seen.
    Inspect,
    /// May work on trial.
    Admit,
    /// May work.
    Activate,
    /// No work for a time.
    Suspend,
    /// Works again.
    Reinstate,
    /// No work any more.
    Terminate,
}

crate::domain::codes!(StandingEvent {
    SubmitDocuments => "submit_documents", Inspect => "inspect", Admit => "admit", Activate => "activate",
    Suspend => "suspend", Reinstate => "reinstate", Terminate => "terminate",
});

/// The machine of an agent's standing (PRODUCT section 2).
#[derive(Debug)]
pub struct StandingMachine;

impl Machine for StandingMachine {
    type State = Standing;
    type Event = StandingEvent;
    const NAME: &'static str = "agent";
    const INITIAL: Standing = Standing::Applicant;
    const ARROWS: &'static [Arrow<Standing, StandingEvent>] = &[
        arrow(&[Standing::Applicant], StandingEvent::SubmitDocuments, Standing::Documents, &[Staff], &[]),
        arrow(&[Standing::Documents], StandingEvent::Inspect, Standing::Inspected, &[Staff], &[]),
        arrow(&[Standing::Inspected], StandingEvent::Admit, Standing::Probation, &[Staff], &[]),
        arrow(&[Standing::Inspected, Standing::Probation], StandingEvent::Activate, Standing::Active, &[Staff], &[]),
        arrow(
            &[Standing::Probation, Standing::Active],
            StandingEvent::Suspend,
            Standing::Suspended,
            &[Staff, System],
            &[Guard::Reason],
        ),
        Arrow {
            from: &[Standing::Suspended],
            event: StandingEvent::Reinstate,
            to: To::Left,
            who: &[Staff, System],
            guards: &[],
        },
        arrow(
            &[
                Standing::Applicant,
                Standing::Documents,
                Standing::Inspected,
                Standing::Probation,
                Standing::Active,
                Standing::Suspended,
            ],
            StandingEvent::Terminate,
            Standing::Terminated,
            &[Staff],
            &[Guard::Reason],
        ),
    ];
}
