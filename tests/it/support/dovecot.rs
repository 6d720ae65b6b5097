//! A real IMAP server: Dovecot with one mailbox on loopback, in a temporary folder, for one test.

use std::fs::{self, Permissions};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ostakar::gateway::mail::{Encryption, Imap, Mailbox, MailboxSettings};
use tempfile::TempDir;

use super::certificate::{Certificate, certificate};

/// Name and password of the mailbox.
const NAME: &str = "service";
const PASSWORD: &str = "secret \"of\" tests";
/// Debian's user without rights. Dovecot does not open a mailbox as root.
const NOBODY: u32 = 65_534;
const START_WITHIN: Duration = Duration::from_secs(20);

/// A running server; it ends when this is dropped.
pub struct Dovecot {
    process: Child,
    port: u16,
    tls_port: u16,
    certificate: Certificate,
    folder: TempDir,
}

impl Dovecot {
    /// Starts one with an empty mailbox.
    pub fn start() -> Self {
        let mut folder = tempfile::tempdir().unwrap();
        let mut last = String::new();
        // Another process may take a free port first.
        for _ in 0..5 {
            match Self::try_start(folder) {
                Ok(server) => return server,
                Err((again, log)) => (folder, last) = (again, log),
            }
        }
        panic!("no IMAP server: run tests/setup\n{last}");
    }

    fn try_start(folder: TempDir) -> Result<Self, (TempDir, String)> {
        let path = folder.path();
        fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
        for part in ["home/Maildir/new", "home/Maildir/cur", "home/Maildir/tmp"] {
            fs::create_dir_all(path.join(part)).unwrap();
        }
        for part in ["home", "home/Maildir", "home/Maildir/new", "home/Maildir/cur", "home/Maildir/tmp"] {
            fs::set_permissions(path.join(part), Permissions::from_mode(0o777)).unwrap();
        }
        let (certificate, port, tls_port) = (certificate(path), free_port(), free_port());
        fs::write(path.join("users"), format!("{NAME}:{{PLAIN}}{PASSWORD}\n")).unwrap();
        fs::write(path.join("settings"), settings(path, &certificate, (port, tls_port))).unwrap();
        let process = Command::new("/usr/sbin/dovecot")
            .args(["-F", "-c"])
            .arg(path.join("settings"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("no IMAP server: run tests/setup: {error}"));
        let mut server = Self { process, port, tls_port, certificate, folder };
        let started = Instant::now();
        while started.elapsed() < START_WITHIN && server.process.try_wait().unwrap().is_none() {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let log = server.log();
        server.end();
        // The folder must outlive the server.
        let folder = std::mem::replace(&mut server.folder, tempfile::tempdir().unwrap());
        Err((folder, log))
    }

    /// How the mailbox is reached.
    pub fn settings(&self, encryption: Encryption) -> MailboxSettings {
        MailboxSettings {
            server: "localhost".into(),
            port: if encryption == Encryption::Tls { self.tls_port } else { self.port },
            encryption,
            username: NAME.into(),
            password: PASSWORD.into(),
            folder: "INBOX".into(),
            every_minutes: 1,
            answer_within_ms: 10_000,
            certificate: Some(self.certificate.pem.clone()),
        }
    }

    /// The mailbox as the product knows it.
    pub fn mailbox(&self) -> Mailbox {
        Mailbox::new(Some(&self.settings(Encryption::None)), None).unwrap()
    }

    /// A connection of the test's own.
    pub fn imap(&self, encryption: Encryption) -> Arc<Imap> {
        Arc::new(Imap::new(&self.settings(encryption)).unwrap())
    }

    /// Puts a letter into the mailbox, as a mail server does.
    pub fn deliver(&self, name: &str, letter: &str) {
        let maildir = self.folder.path().join("home/Maildir");
        let written = maildir.join("tmp").join(name);
        fs::write(&written, letter).unwrap();
        fs::rename(written, maildir.join("new").join(name)).unwrap();
    }

    /// How many letters nobody has taken in.
    pub async fn unseen(&self) -> usize {
        let mut folder = self.imap(Encryption::None).open().await.unwrap();
        let unseen = folder.unseen(100).await.unwrap().len();
        folder.close().await;
        unseen
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn end(&mut self) {
        if self.process.try_wait().unwrap().is_some() {
            return;
        }
        // Asked to end, it ends its children too.
        let _ = Command::new("kill").arg(self.process.id().to_string()).stderr(Stdio::null()).status();
        let _ = self.process.wait();
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        self.end();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn settings(path: &Path, certificate: &Certificate, (port, tls_port): (u16, u16)) -> String {
    let owner = fs::metadata(path).unwrap();
    let (own, group) = (name_of("-un"), name_of("-gn"));
    let is_root = owner.uid() == 0;
    let (reader, readers) = if is_root { (NOBODY, NOBODY) } else { (owner.uid(), owner.gid()) };
    let login = if is_root { "nobody" } else { own.as_str() };
    let (folder, pem, key) = (path.display(), certificate.path.display(), certificate.key.display());
    format!(
        "base_dir = {folder}/run\nstate_dir = {folder}/state\nlog_path = {folder}/log\nprotocols = imap\n\
        listen = 127.0.0.1\nssl = yes\nssl_cert = <{pem}\nssl_key = <{key}\ndisable_plaintext_auth = no\n\
        default_internal_user = {own}\ndefault_internal_group = {group}\ndefault_login_user = {login}\n\
        mail_location = maildir:{folder}/home/Maildir\nfirst_valid_uid = 1\nfirst_valid_gid = 1\n\
        passdb {{\n  driver = passwd-file\n  args = {folder}/users\n}}\n\
        userdb {{\n  driver = static\n  args = uid={reader} gid={readers} home={folder}/home\n}}\n\
        service anvil {{\n  chroot =\n}}\n\
        service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {port}\n  }}\n  \
        inet_listener imaps {{\n    port = {tls_port}\n    ssl = yes\n  }}\n}}\n"
    )
}

fn name_of(what: &str) -> String {
    let output = Command::new("id").arg(what).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
