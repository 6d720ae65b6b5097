//! One real PostgreSQL for the whole test run, in a temporary folder, reached by a socket only.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use super::{Template, scratch};

const MEND: &str = "PostgreSQL 15 is needed: run tests/setup";
const START_WITHIN: Duration = Duration::from_mins(1);

/// Makes a server in the folder `$1` by the programs in `$2` with the settings `$3…`, and ends and removes it when
/// standard input closes: the test process holds the other end, so this happens however that process ends. TERM is for
/// a server that does not listen to QUIT yet. A line with a number of seconds crashes the server for so long.
const WATCH: &str = r#"folder=$1 programs=$2; shift 2
"$programs/initdb" --username=postgres --locale=C.UTF-8 --encoding=UTF8 --auth=trust --no-sync -D "$folder/data" || exit
while :
do
  "$programs/postgres" -D "$folder/data" -k "$folder" "$@" & server=$!
  read -r away || break
  kill -QUIT "$server"; wait "$server"; sleep "$away"
done
kill -TERM "$server"; kill -QUIT "$server"; wait "$server"; rm -rf "$folder""#;
/// Nothing is worth keeping after the run, and nobody comes by the network.
const SETTINGS: &[&str] =
    &["listen_addresses=", "max_connections=400", "fsync=off", "synchronous_commit=off", "full_page_writes=off"];
/// The same for a server whose processes crash while the machine goes on: what was written is kept, what waits in the
/// server's own memory is not.
const CRASHING: &[&str] = &["listen_addresses=", "max_connections=100", "fsync=off"];

/// The running server.
pub struct Server {
    folder: PathBuf,
    admin: Mutex<PgConnection>,
    watcher: Mutex<ChildStdin>,
}

/// The server of this test process, started when first asked for.
pub fn server() -> &'static Server {
    static SERVER: LazyLock<Server> = LazyLock::new(|| Server::start(SETTINGS));
    &SERVER
}

impl Server {
    /// A server of one test, which may crash it.
    pub fn that_crashes() -> Self {
        Self::start(CRASHING)
    }

    fn start(settings: &[&str]) -> Self {
        let programs = programs();
        let folder = scratch::folder("ostakar-pg-").keep();
        let short = folder.as_os_str().len() < 80;
        assert!(short, "a socket needs a short path: set TMPDIR to a shorter one than {}", folder.display());
        if is_root() {
            succeed(Command::new("chown").arg("postgres:").arg(&folder));
        }
        let mut watcher = as_postgres(Path::new("sh"));
        watcher.args(["-c", WATCH, "sh"]).args([&folder, &programs]);
        watcher.args(settings.iter().flat_map(|setting| ["-c", setting]));
        // Its own process group: Ctrl-C at the terminal ends the tests, then the closed pipe ends the server.
        watcher.current_dir(&folder).process_group(0).stdin(Stdio::piped());
        let log = folder.join("log");
        let to_log = File::create(&log).unwrap();
        watcher.stdout(to_log.try_clone().unwrap()).stderr(to_log);
        let mut watcher = watcher.spawn().expect(MEND);
        let pipe = Mutex::new(watcher.stdin.take().unwrap());
        let admin = Mutex::new(connect(&url(&folder, "postgres"), &mut watcher, &log));
        Self { folder, admin, watcher: pipe }
    }

    /// Folder of the server: data, socket and log.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A new database with the demo's data: its URL.
    pub fn demo(&self) -> String {
        self.copy("template0", "demo");
        let url = url(&self.folder, "demo");
        Template::Reference.fill(&url);
        Template::Demo.fill(&url);
        url
    }

    /// Ends every process of the server at once and starts it again after so many seconds.
    pub fn crash(&self, away_s: u32) {
        writeln!(self.watcher.lock().unwrap_or_else(PoisonError::into_inner), "{away_s}").unwrap();
    }

    fn copy(&self, template: &str, name: &str) {
        // The files as they are: by way of the log, as is usual, each of their pages would be written twice.
        self.execute(&format!("create database {name} template {template} strategy file_copy")).unwrap();
    }

    fn execute(&self, sql: &str) -> QueryResult<()> {
        self.admin.lock().unwrap_or_else(PoisonError::into_inner).batch_execute(sql)
    }
}

/// A database of one test; it goes when this is dropped, whoever is still connected.
pub struct Database(String);

impl Database {
    /// A URL that libpq takes.
    pub fn url(&self) -> String {
        url(&server().folder, &self.0)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A failure here must not hide the failure of the test.
        let _ = server().execute(&format!("drop database {} with (force)", self.0));
    }
}

/// A copy of the template, which is made when first asked for.
pub fn fresh_database(template: Template) -> Database {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server().copy(made(template), &name);
    Database(name)
}

/// The name of the template.
fn made(template: Template) -> &'static str {
    static MADE: [OnceLock<&str>; 2] = [const { OnceLock::new() }; 2];
    MADE[template as usize].get_or_init(|| {
        let (name, base) = match template {
            Template::Reference => ("template_reference", "template0"),
            Template::Demo => ("template_demo", made(Template::Reference)),
        };
        server().copy(base, name);
        template.fill(&url(&server().folder, name));
        name
    })
}

fn url(folder: &Path, database: &str) -> String {
    let mut host = String::new();
    for byte in folder.to_str().unwrap().bytes() {
        write!(host, "%{byte:02x}").unwrap();
    }
    format!("postgres://postgres@{host}/{database}")
}

fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").expect(MEND);
    let folders = versions.map(|version| version.unwrap().path().join("bin"));
    folders.filter(|folder| folder.join("initdb").exists()).max().expect(MEND)
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

fn succeed(command: &mut Command) {
    let output = command.current_dir("/").output().expect(MEND);
    assert!(output.status.success(), "{MEND}\n{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn connect(url: &str, watcher: &mut Child, log: &Path) -> PgConnection {
    let until = Instant::now() + START_WITHIN;
    loop {
        match PgConnection::establish(url) {
            Ok(connection) => return connection,
            Err(error) => {
                let ended = watcher.try_wait().unwrap().is_some();
                let log = || fs::read_to_string(log).unwrap_or_default();
                assert!(!ended && Instant::now() < until, "{MEND}\n{error}\n{}", log());
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}
