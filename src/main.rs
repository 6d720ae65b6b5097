//! The binary: reads the command line and turns what happens into an exit code.

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use ostakar::cli::Cli;
use ostakar::commands;
use ostakar::start::Stopped;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            print!("{error}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            let text = error.to_string();
            let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("wrong arguments");
            eprintln!("{} (see `ostakar --help`)", line.trim());
            return ExitCode::from(2);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let local = tokio::task::LocalSet::new();
    match local.block_on(&runtime, commands::run(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stopped) => {
            eprintln!("{stopped}");
            ExitCode::from(if matches!(stopped, Stopped::Input(_)) { 2 } else { 1 })
        }
    }
}
