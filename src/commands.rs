//! What each command does.

use std::io::Read as _;
use std::path::Path;

use crate::app::agents::area::own_overlaps;
use crate::app::import::{self, Kind, Options, sheet::Sheet};
use crate::app::users::{NewUser, add_user};
use crate::app::{Clock, Gateways, audit};
use crate::cli::{Backup, Command, Import, UserCommand, WithSettings};
use crate::config::{self, Settings};
use crate::domain::language::Language;
use crate::gateway::mail::Mail;
use crate::i18n;
use crate::start::{FileHold, Serving, Stopped, gateways, open, open_database, serve};
use crate::store::{Db, DbOptions, backup, migrate};
use crate::{bench, demo, web};

/// Runs a command.
///
/// # Errors
/// Wrong input, or a failure; one line each.
pub async fn run(command: Command) -> Result<(), Stopped> {
    if !matches!(command, Command::Demo(_) | Command::Bench(_)) {
        log_to_stderr("info");
    }
    match command {
        Command::Demo(arguments) => Box::pin(demo::run(arguments)).await,
        Command::Serve(with) => serve_settings(&settings(&with)?).await,
        Command::Migrate(with) => migrate_settings(&settings(&with)?).await,
        Command::Check(with) => check(&settings(&with)?).await,
        Command::Backup(arguments) => back_up(arguments).await,
        Command::VerifyAudit(with) => verify_audit(&settings(&with)?).await,
        Command::Openapi => print_openapi(),
        Command::User { command: UserCommand::Add { name, role, password_stdin, settings: with } } => {
            add(&settings(&with)?, name, &role, password_stdin).await
        }
        Command::Import(arguments) => take_in(arguments).await,
        Command::Bench(arguments) => bench::run(arguments).await,
    }
}

/// Sends the log to standard error; `RUST_LOG` chooses what, else `level`.
pub fn log_to_stderr(level: &str) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    // A second call, as in tests, keeps the first log.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

fn settings(with: &WithSettings) -> Result<Settings, Stopped> {
    config::read(with.config.as_deref()).map_err(|error| Stopped::Input(error.to_string()))
}

async fn serve_settings(settings: &Settings) -> Result<(), Stopped> {
    let _hold = FileHold::take(&settings.database_url)?;
    let app = open(settings, Clock::System).await?;
    serve(app, Serving::from_settings(settings), |address| tracing::info!(%address, "serving")).await
}

async fn migrate_settings(settings: &Settings) -> Result<(), Stopped> {
    let _hold = FileHold::take(&settings.database_url)?;
    let (db, _) = open_database(&settings.database_url, Some(2), &Clock::System).await?;
    {
        db.close().await;
        Ok(())
    }
}

/// Each line says what was looked at; the first that cannot be used is the error.
async fn check(settings: &Settings) -> Result<(), Stopped> {
    crate::start::keys(secrecy::ExposeSecret::expose_secret(&settings.secret))?;
    println!("settings: ok");
    let url = settings.database_url.clone();
    let pending = tokio::task::spawn_blocking(move || migrate::pending(&url)).await;
    let pending = pending.map_err(|error| Stopped::Failed(error.to_string()))??;
    if !pending.is_empty() {
        return Err(Stopped::Failed(format!("database: {} migrations to run; run `ostakar migrate`", pending.len())));
    }
    println!("database: ok");
    if !settings.database_url.starts_with("sqlite") && settings.blob_folder.is_relative() {
        let what =
            "blob_folder: a local folder is not shared by several nodes; name an absolute path that every node sees";
        return Err(Stopped::Failed(what.to_owned()));
    }
    let gateways = gateways(settings)?;
    println!("sms: {}", if settings.sms.is_empty() { "none; messages wait in the outbox" } else { "ok" });
    check_mail(&gateways).await?;
    match &gateways.road {
        None => println!("road: none; travel times are those of the regions"),
        Some(road) => {
            let source = road.source();
            road.greet().await.map_err(|error| Stopped::Failed(format!("road: {source}: {error}")))?;
            println!("road: ok ({source})");
        }
    }
    Ok(())
}

/// Whether the mail server takes letters of ours and the mailbox opens.
async fn check_mail(gateways: &Gateways) -> Result<(), Stopped> {
    match &gateways.mail {
        Mail::Memory(_) => println!("mail: none"),
        Mail::Smtp(smtp) => {
            smtp.greet().await.map_err(|error| Stopped::Failed(format!("mail: {error}")))?;
            println!("mail: ok");
            if let Some(record) = smtp.dns_record() {
                println!("mail: letters are signed; DNS must say {record}");
            }
        }
    }
    match &gateways.mailbox.imap {
        None => println!("mailbox: none"),
        Some(imap) => {
            let folder = imap.open().await.map_err(|error| Stopped::Failed(format!("mailbox: {error}")))?;
            folder.close().await;
            println!("mailbox: ok ({})", imap.place());
        }
    }
    Ok(())
}

async fn back_up(arguments: Backup) -> Result<(), Stopped> {
    let settings = settings(&arguments.settings)?;
    if !settings.database_url.starts_with("sqlite") {
        return Err(Stopped::Input("backup: PostgreSQL has its own tool: pg_dump --format=custom".to_owned()));
    }
    let db = Db::open(&settings.database_url, DbOptions { readers: 1, writers: 1, ..DbOptions::default() })?;
    backup::backup(&db, arguments.file).await?;
    {
        db.close().await;
        Ok(())
    }
}

async fn verify_audit(settings: &Settings) -> Result<(), Stopped> {
    let db = Db::open(&settings.database_url, DbOptions { readers: 1, writers: 1, ..DbOptions::default() })?;
    let found = audit::verify(&db).await?;
    db.close().await;
    println!("seals: {}  rows: {}  not sealed yet: {}  head: {}", found.seals, found.rows, found.unsealed, found.head);
    match found.first_broken {
        None => Ok(()),
        Some(broken) => Err(Stopped::Failed(format!("audit trail broken: seal {}: {}", broken.seal, broken.fault))),
    }
}

fn print_openapi() -> Result<(), Stopped> {
    let text = web::openapi::description().to_pretty_json();
    println!("{}", text.map_err(|error| Stopped::Failed(error.to_string()))?);
    Ok(())
}

async fn add(settings: &Settings, name: String, role: &str, from_stdin: bool) -> Result<(), Stopped> {
    let role = role.parse().map_err(|_| {
        let roles: Vec<_> = crate::domain::access::Role::ALL.iter().map(|role| role.as_str()).collect();
        Stopped::Input(format!("--role: {role:?} is no role; one of {}", roles.join(", ")))
    })?;
    let password = if from_stdin {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        text.trim_end_matches(['\r', '\n']).to_owned()
    } else {
        let made = crate::security::random::<12>().map_err(|error| Stopped::Failed(error.to_string()))?;
        let made = crate::security::hex(&made);
        println!("password: {made}");
        made
    };
    let _hold = FileHold::take(&settings.database_url)?;
    let (db, _) = open_database(&settings.database_url, Some(2), &Clock::System).await?;
    let user = NewUser {
        display_name: name.clone(),
        username: name,
        role,
        language: Language::Fa,
        provinces: Vec::new(),
        password,
    };
    let added = add_user(&db, Clock::System.now(), user).await;
    db.close().await;
    added.map(|_| ()).map_err(said)
}

/// Wrong values are the caller's, with every fault in words on one line.
fn said(error: crate::app::Error) -> Stopped {
    match error {
        crate::app::Error::Invalid(faults) => {
            let words: Vec<String> = (faults.0.iter())
                .map(|fault| format!("{}: {}", fault.field, i18n::fault(Language::En, fault)))
                .collect();
            Stopped::Input(words.join("; "))
        }
        error => error.into(),
    }
}

/// Largest file that is brought in.
const MOST_BYTES: u64 = 64 << 20;

async fn take_in(arguments: Import) -> Result<(), Stopped> {
    let settings = settings(&arguments.settings)?;
    let kind: Kind = arguments.kind.parse().map_err(|_| {
        let kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        Stopped::Input(format!("{:?} is no kind; one of {}", arguments.kind, kinds.join(", ")))
    })?;
    let unreadable = |error| Stopped::Input(format!("{}: {error}", arguments.file.display()));
    let size = std::fs::metadata(&arguments.file).map_err(unreadable)?.len();
    if size > MOST_BYTES {
        let what = format!("{size} bytes, at most {MOST_BYTES} are read; split the file");
        return Err(Stopped::Input(format!("{}: {what}", arguments.file.display())));
    }
    let bytes = std::fs::read(&arguments.file).map_err(unreadable)?;
    let sheet = Sheet::read(&arguments.file.to_string_lossy(), &bytes);
    let _hold = FileHold::take(&settings.database_url)?;
    let (db, _) = open_database(&settings.database_url, Some(2), &Clock::System).await?;
    let mut options = Options::new(&settings.region, settings.zone);
    (options.dry_run, options.skip_bad) = (arguments.dry_run, arguments.skip_bad);
    let now = Clock::System.now();
    let report = import::import(&db, now, kind, sheet, options).await;
    let overlaps = if kind == Kind::Areas { own_overlaps(&db, now, settings.zone).await } else { Ok(Vec::new()) };
    db.close().await;
    let report = report.map_err(said)?;
    tell(&arguments.file, &report);
    for it in overlaps? {
        println!("overlap: {} and {}: {} m² of own areas in common", it.code, it.other_code, it.area_m2);
    }
    if report.bad.is_empty() || arguments.skip_bad {
        return Ok(());
    }
    let what = if arguments.dry_run { "nothing would be written" } else { "nothing was written" };
    Err(Stopped::Input(format!("{} bad rows: {what}; mend them or add --skip-bad", report.bad_rows())))
}

fn tell(file: &Path, report: &import::Report) {
    for bad in &report.bad {
        let fault = crate::domain::fault::Fault {
            field: bad.column.clone().into(),
            code: bad.code,
            about: bad.about.clone().into(),
        };
        let words = i18n::fault(Language::En, &fault);
        println!("{}:{}: {}: {words} [{}]", file.display(), bad.line, bad.column, bad.code);
    }
    println!(
        "rows: {}  added: {}  changed: {}  skipped: {}",
        report.rows, report.added, report.changed, report.skipped
    );
}
