//! A SQLite file for each test: a copy of one migrated template.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use tempfile::TempDir;

/// A folder with one database file; it goes when this is dropped.
pub struct Database(TempDir);

impl Database {
    /// `sqlite://` and the path of the file.
    pub fn url(&self) -> String {
        format!("sqlite://{}", self.file().display())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("test.db")
    }
}

/// A database as `migrate`, called once with the URL of an empty one, makes it.
pub fn fresh_database(migrate: fn(&str)) -> Database {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let database = Database(tempfile::tempdir().unwrap());
        fs::write(database.file(), []).unwrap();
        migrate(&database.url());
        let rest = fs::metadata(database.file().with_extension("db-wal")).map_or(0, |wal| wal.len());
        assert_eq!(rest, 0, "migrate left the database open: its write-ahead log is not empty");
        fs::read(database.file()).unwrap()
    });
    let database = Database(tempfile::tempdir().unwrap());
    fs::write(database.file(), template).unwrap();
    database
}
