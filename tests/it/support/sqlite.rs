//! A SQLite file for each test: a copy of one migrated template.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::{Template, scratch};

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

/// A copy of the template, which is made when first asked for.
pub fn fresh_database(template: Template) -> Database {
    static MADE: [OnceLock<Vec<u8>>; 2] = [const { OnceLock::new() }; 2];
    let bytes = MADE[template as usize].get_or_init(|| {
        let database = match template {
            Template::Reference => Database(scratch::folder("ostakar-")),
            Template::Demo => fresh_database(Template::Reference),
        };
        template.fill(&database.url());
        let rest = fs::metadata(database.file().with_extension("db-wal")).map_or(0, |wal| wal.len());
        assert_eq!(rest, 0, "the template was left open: its write-ahead log is not empty");
        fs::read(database.file()).unwrap()
    });
    let database = Database(scratch::folder("ostakar-"));
    fs::write(database.file(), bytes).unwrap();
    database
}
