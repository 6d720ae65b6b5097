//! A real Kannel of one test on free ports of loopback, behind it a message centre of our own.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::smsc::Smsc;

const PASSWORD: &str = "a password";
const MEND: &str = "Kannel is needed: run tests/setup";
const START_WITHIN: Duration = Duration::from_secs(30);
/// Most parts of a message; Kannel takes a longer one and sends only its beginning.
pub const MOST_PARTS: u32 = 10;

/// Runs a program, again when it ends, and ends it when standard input closes: the test process holds the other end, so this
/// happens however that process ends. Then what is named in `$1` goes. Kannel's `smsbox` fails an assertion of its own when a
/// server that it calls is killed; its own `run_kannel_box` starts it anew as well.
const WATCH: &str = r#"folder=$1; shift
keep() {
  while :
  do
    "$@" & program=$!
    trap 'kill -9 "$program"; exit' TERM
    wait "$program"; sleep 0.1
  done
}
keep "$@" & keeper=$!
read -r _; kill -TERM "$keeper"; wait "$keeper"; rm -rf "$folder""#;

/// Ends the paths of the product's webhook; nothing that the outside could guess, and it has a letter to encode.
pub const HOOK_SECRET: &str = "hook secret";
/// The line that messages come from.
pub const LINE: &str = "3000123";

/// A running Kannel; it ends with this value.
pub struct Kannel {
    /// The telephones behind it.
    pub smsc: Smsc,
    sendsms: u16,
    // The sender goes first: it would complain of the other's end.
    programs: Vec<Watched>,
    folder: PathBuf,
}

struct Watched(Child);

impl Watched {
    fn run(program: &str, folder: &Path) -> Self {
        let log = File::create(folder.join(format!("{program}.log"))).unwrap();
        let mut watcher = Command::new("sh");
        let removed = if program == "bearerbox" { folder } else { Path::new("") };
        watcher
            .args(["-c", WATCH, "sh"])
            .arg(removed)
            .arg(format!("/usr/sbin/{program}"))
            .arg(folder.join("kannel.conf"));
        // Its own process group: Ctrl-C at the terminal ends the tests, then the closed pipe ends the program.
        watcher.current_dir(folder).process_group(0).stdin(Stdio::piped());
        Self(watcher.stdout(log.try_clone().unwrap()).stderr(log).spawn().expect(MEND))
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // It cannot fail, and must not hide the failure of the test.
        let _ = self.0.wait();
    }
}

impl Kannel {
    /// Runs one that hands what telephones send to a product on this port of loopback.
    pub fn start(product: u16) -> Self {
        assert!(Path::new("/usr/sbin/bearerbox").exists(), "{MEND}");
        let smsc = Smsc::start();
        let folder = tempfile::Builder::new().prefix("ostakar-kannel-").tempdir().unwrap().keep();
        fs::create_dir(folder.join("spool")).unwrap();
        let [admin, boxes, sendsms] = free_ports();
        fs::write(folder.join("kannel.conf"), settings([admin, boxes, sendsms, smsc.port()], product)).unwrap();
        let mut kannel = Self { smsc, sendsms, programs: Vec::new(), folder };
        kannel.programs.push(Watched::run("bearerbox", &kannel.folder));
        kannel.wait("bearerbox", || is_open(boxes));
        kannel.programs.insert(0, Watched::run("smsbox", &kannel.folder));
        kannel.wait("smsbox", || is_open(sendsms) && kannel.smsc.is_bound());
        kannel
    }

    /// Settings in TOML of a gateway that names a message centre, if it has one of its choice, for a product on this port.
    pub fn toml(&self, smsc: &str, product: u16) -> String {
        let smsc = if smsc.is_empty() { String::new() } else { format!("smsc = '{smsc}'") };
        format!(
            r#"
            [kannel]
            secret = "{PASSWORD}"
            most_parts = {MOST_PARTS}
            lines = [{{ number = "{LINE}" }}]
            hook_secret = "{HOOK_SECRET}"
            hook_url = "http://127.0.0.1:{product}"
            [kannel.provider.kannel]
            url = "http://127.0.0.1:{}/cgi-bin/sendsms"
            username = "ostakar"
            {smsc}
            "#,
            self.sendsms
        )
    }

    /// Settings of a server on this port that sends by this Kannel and is called by it.
    pub fn settings(&self, product: u16) -> Vec<(&'static str, String)> {
        vec![
            ("OSTAKAR_LISTEN", format!("127.0.0.1:{product}")),
            ("OSTAKAR_SMS__KANNEL__LINES", format!(r#"[{{ number = "{LINE}" }}]"#)),
            ("OSTAKAR_SMS__KANNEL__MOST_PARTS", MOST_PARTS.to_string()),
            ("OSTAKAR_SMS__KANNEL__SECRET", PASSWORD.to_owned()),
            ("OSTAKAR_SMS__KANNEL__HOOK_SECRET", HOOK_SECRET.to_owned()),
            ("OSTAKAR_SMS__KANNEL__HOOK_URL", format!("http://127.0.0.1:{product}")),
            ("OSTAKAR_SMS__KANNEL__PROVIDER__KANNEL__USERNAME", "ostakar".to_owned()),
            (
                "OSTAKAR_SMS__KANNEL__PROVIDER__KANNEL__URL",
                format!("http://127.0.0.1:{}/cgi-bin/sendsms", self.sendsms),
            ),
        ]
    }

    fn wait(&self, program: &str, mut runs: impl FnMut() -> bool) {
        let began = Instant::now();
        while !runs() {
            let log = || fs::read_to_string(self.folder.join(format!("{program}.log"))).unwrap_or_default();
            assert!(began.elapsed() < START_WITHIN, "{program} does not run:\n{}", log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn is_open(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// Ports that nobody listens on.
pub fn free_ports<const N: usize>() -> [u16; N] {
    // All are held until all are known, so that none is given twice.
    let held = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}

fn settings([admin, boxes, sendsms, smsc]: [u16; 4], product: u16) -> String {
    let secret = HOOK_SECRET.replace(' ', "%%20");
    format!(
        r#"group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = admin
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
dlr-storage = internal
store-type = spool
store-location = spool
sms-resend-freq = 1

group = smsc
smsc = smpp
smsc-id = centre
allowed-smsc-id = centre
host = 127.0.0.1
port = {smsc}
transceiver-mode = true
smsc-username = kannel
smsc-password = secret
system-type = ""
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-interface = 127.0.0.1
sendsms-port = {sendsms}
mo-recode = true
http-request-retry = 60
http-queue-delay = 1

group = sendsms-user
username = ostakar
password = "{PASSWORD}"
concatenation = true
max-messages = {MOST_PARTS}
forced-smsc = centre

group = sms-service
keyword = default
get-url = "http://127.0.0.1:{product}/hooks/sms/kannel/{secret}/inbound?from=%p&to=%P&text=%b&id=%I&charset=%C&coding=%c&ts=%T&udh=%u"
max-messages = 0
omit-empty = true
catch-all = true
concatenation = true
"#
    )
}
