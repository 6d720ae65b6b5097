//! The command line: what each command is given. What it does is in `commands`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// After-sales field-service dispatch: fault reports in, the right repair agent out.
#[derive(Debug, Parser)]
#[command(name = "ostakar", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show the main job with nothing installed, then serve it.
    Demo(Demo),
    /// Serve the web and run the worker.
    Serve(WithSettings),
    /// Bring the tables and the reference data up to date.
    Migrate(WithSettings),
    /// Say whether settings, database and gateways can be used.
    Check(WithSettings),
    /// Copy a SQLite database while it is in use.
    Backup(Backup),
    /// Recompute the hash chain over the audit trail.
    VerifyAudit(WithSettings),
    /// Print the description of the HTTP API.
    Openapi,
    /// People with a sign-in.
    User {
        /// What to do.
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Take data in from a CSV, XLSX or `GeoJSON` file.
    Import(Import),
    /// Measure the product on this machine.
    Bench(Bench),
}

/// Settings of a command on a database.
#[derive(Debug, Args)]
pub struct WithSettings {
    /// TOML file of settings; variables `OSTAKAR_…` win over it.
    #[arg(long)]
    pub config: Option<PathBuf>,
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Exit after the story.
    #[arg(long)]
    pub once: bool,
    /// Where the web listens.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Folder of the demo's data; a fresh temporary one if left out.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Days of history to fill first.
    #[arg(long, default_value_t = 0)]
    pub days: u32,
    /// Language of the story: en or fa.
    #[arg(long, default_value = "en")]
    pub language: crate::domain::language::Language,
}

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// File to write; it must not exist.
    pub file: PathBuf,
    /// Settings.
    #[command(flatten)]
    pub settings: WithSettings,
}

/// Commands about people.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a person.
    Add {
        /// Name to sign in with.
        name: String,
        /// operator, dispatcher, `agent_manager`, manager, auditor or administrator.
        #[arg(long)]
        role: String,
        /// Read the password from standard input; otherwise one is made and printed.
        #[arg(long)]
        password_stdin: bool,
        /// Settings.
        #[command(flatten)]
        settings: WithSettings,
    },
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// agents, technicians, areas, customers, products, holidays and the catalogue's kinds.
    pub kind: String,
    /// CSV, XLSX or `GeoJSON`.
    pub file: PathBuf,
    /// Check everything, write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Take the good rows although others are bad.
    #[arg(long)]
    pub skip_bad: bool,
    /// Settings.
    #[command(flatten)]
    pub settings: WithSettings,
}

/// Arguments of `bench`.
#[derive(Debug, Args)]
pub struct Bench {
    /// What to measure: intake, outbox, rank.
    pub what: String,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
    /// Database to measure on; for intake and outbox a fresh SQLite file if left out, for rank a PostgreSQL that has postgis, to measure beside.
    #[arg(long)]
    pub database: Option<String>,
    /// Agents of the network, for rank; 100,000 if left out.
    #[arg(long)]
    pub agents: Option<usize>,
    /// Requests or messages to send, or questions to ask a row.
    #[arg(long, default_value_t = 20_000)]
    pub queries: u32,
    /// Clients at once.
    #[arg(long, default_value_t = 32)]
    pub clients: u32,
    /// A running Kannel for outbox: `http://user:password@127.0.0.1:13013/cgi-bin/sendsms`.
    #[arg(long)]
    pub kannel: Option<String>,
}
