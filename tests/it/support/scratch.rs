//! Folders for databases: in memory where there is room, because a copy of a database is mostly the making of files.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;

/// The file system in memory.
const MEMORY: &str = "/dev/shm";
/// Room that the databases of a whole run find enough, KiB.
const ROOM_KIB: u64 = 2 * 1024 * 1024;

/// A new folder whose name begins with `prefix`; it goes when this is dropped.
pub fn folder(prefix: &str) -> TempDir {
    static PLACE: LazyLock<PathBuf> = LazyLock::new(|| {
        let memory = Path::new(MEMORY);
        if free_kib(memory).is_some_and(|free| free >= ROOM_KIB) { memory.to_owned() } else { std::env::temp_dir() }
    });
    tempfile::Builder::new().prefix(prefix).tempdir_in(&*PLACE).unwrap()
}

/// What is free in the file system of a folder.
fn free_kib(folder: &Path) -> Option<u64> {
    let asked = Command::new("df").args(["--output=avail", "--block-size=1K"]).arg(folder).output().ok()?;
    String::from_utf8(asked.stdout).ok()?.lines().nth(1)?.trim().parse().ok()
}
