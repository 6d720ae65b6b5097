//! The product's own figures on this machine, beside what the machine gives when nothing of the product is in the way.

mod client;
mod ground;
mod intake;
mod kannel;
mod load;
mod original;
mod outbox;
mod pgbench;
mod process;
pub mod rank;
mod server;
mod table;

use crate::cli;
use crate::start::Stopped;

/// Measures what is named and prints a table, or one JSON object.
///
/// # Errors
/// `Input` for a name that is not measured or a database that holds other work; `Failed` when a step fails or any
/// answer is not the one that is due.
pub async fn run(arguments: cli::Bench) -> Result<(), Stopped> {
    crate::commands::log_to_stderr("warn");
    match arguments.what.as_str() {
        "intake" => show(&intake::measure(&arguments).await?, arguments.json),
        "outbox" => show(&outbox::measure(&arguments).await?, arguments.json),
        "rank" => {
            let json = arguments.json;
            let measured = tokio::task::spawn_blocking(move || rank::measure(&arguments)).await;
            show(&measured.map_err(failed)??, json);
        }
        other => return Err(Stopped::Input(format!("bench: {other:?} is not measured; one of: intake, outbox, rank"))),
    }
    Ok(())
}

fn show(report: &table::Report<impl table::Line>, json: bool) {
    if json {
        println!("{}", report.to_json());
    } else {
        print!("{report}");
    }
}

fn failed(error: impl std::fmt::Display) -> Stopped {
    Stopped::Failed(error.to_string())
}
