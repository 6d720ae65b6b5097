//! Documents that are made from the sources.

use std::path::Path;

use ostakar::domain::agent::StandingMachine;
use ostakar::domain::complaint::ComplaintMachine;
use ostakar::domain::exchange::ExchangeMachine;
use ostakar::domain::job::{JobMachine, Outcome};
use ostakar::domain::machine::markdown;
use ostakar::domain::offer::OfferMachine;
use ostakar::domain::part::{OldPartMachine, PartLineMachine, PartOrderMachine};
use ostakar::domain::payment::PaymentMachine;
use ostakar::domain::quote::{ChargeMachine, QuoteMachine};
use ostakar::domain::recall::{RecallMachine, RecallUnitMachine};
use ostakar::domain::task::TaskMachine;
use ostakar::domain::visit::VisitMachine;
use ostakar::domain::warranty::ReviewMachine;
use ostakar::domain::workshop::{LoanerMachine, UnitMachine};

const HEADING: &str = "# State machines\n\nMade from the tables in `src/domain`, which the product applies: every change \
    of state is one of these lines. `UPDATE=1 cargo test --test it docs` writes this file.\n\n";

#[test]
fn the_state_machines_are_described_as_they_are() {
    let machines = [
        markdown::<JobMachine>(),
        markdown::<VisitMachine>(),
        markdown::<OfferMachine>(),
        markdown::<ComplaintMachine>(),
        markdown::<TaskMachine>(),
        markdown::<QuoteMachine>(),
        markdown::<ChargeMachine>(),
        markdown::<PaymentMachine>(),
        markdown::<ReviewMachine>(),
        markdown::<StandingMachine>(),
        markdown::<PartLineMachine>(),
        markdown::<OldPartMachine>(),
        markdown::<PartOrderMachine>(),
        markdown::<UnitMachine>(),
        markdown::<LoanerMachine>(),
        markdown::<ExchangeMachine>(),
        markdown::<RecallMachine>(),
        markdown::<RecallUnitMachine>(),
    ];
    let text = format!("{HEADING}{}", machines.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/state-machines.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/state-machines.md is not what the tables say; run UPDATE=1 cargo test --test it docs"
    );
}

#[test]
fn the_outcomes_of_each_kind_are_described_as_they_are() {
    let written = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/kinds.md")).unwrap();
    let table = Outcome::markdown();
    assert!(written.contains(&table), "docs/kinds.md lacks the table of the sources:\n{table}");
}
