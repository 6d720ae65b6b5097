//! A certificate of this machine's loopback that signs itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FORM: &str = "[req]\nprompt = no\ndistinguished_name = name\nx509_extensions = more\n[name]\nCN = localhost\n\
    [more]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = DNS:localhost, IP:127.0.0.1\n";

/// A certificate and its key in PEM.
pub struct Certificate {
    /// Path of the certificate.
    pub path: PathBuf,
    /// Path of the key.
    pub key: PathBuf,
    /// The certificate itself.
    pub pem: String,
}

/// Makes one in a folder.
pub fn certificate(folder: &Path) -> Certificate {
    let (form, path, key) = (folder.join("form"), folder.join("certificate"), folder.join("key"));
    fs::write(&form, FORM).unwrap();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .arg("-config")
        .arg(&form)
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&path)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    Certificate { pem: fs::read_to_string(&path).unwrap(), path, key }
}
