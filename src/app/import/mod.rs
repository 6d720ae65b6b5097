//! Tables of others brought in: agents, technicians, customers, products and the rest, from CSV, XLSX and `GeoJSON`. Every
//! faulty value is found before anything is told, and a real run is one transaction.

mod agents;
mod areas;
mod cells;
mod checklists;
mod customers;
mod documents;
mod faults;
mod first_aid;
mod holidays;
mod moments;
mod names;
mod parts;
mod products;
mod seasons;
pub mod sheet;
mod technicians;
mod time_off;
mod users;
mod warranty;

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use serde::Serialize;

use super::{Actor, App, Catalogue, Error, journal};
use crate::domain::access::Caller;
use crate::domain::fault::FaultCode;
use crate::domain::part::PartNumber;
use crate::domain::time::Instant;
use crate::store::feed::{Signal, Topic};
use crate::store::network::{AgentRow, TechnicianRow, list_agents, list_technicians};
use crate::store::parts::{Part, list_part_models, list_parts};
use crate::store::people::list_usernames;
use crate::store::{Col, Conn, Db, MaybeStore, StoreError, Tx};
use cells::Table;
pub use sheet::Sheet;

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Authorized repair agents.
    Agents,
    /// Where agents work.
    Areas,
    /// Technicians of agents, with their skills.
    Technicians,
    /// Papers of agents.
    Documents,
    /// Leave of agents and technicians.
    TimeOff,
    /// Times of another capacity of agents.
    Seasons,
    /// Customers with a telephone and an address.
    Customers,
    /// Models of products.
    Products,
    /// Days on which nobody works, everywhere or in one province.
    Holidays,
    /// Skills of technicians.
    Skills,
    /// Tools that a repair may need.
    Equipment,
    /// Brands.
    Brands,
    /// Categories of products.
    Categories,
    /// Faults that customers report.
    Faults,
    /// What a warranty grants.
    WarrantyPolicies,
    /// People with a sign-in.
    Users,
    /// Parts of the catalogue.
    Parts,
    /// What each kind of work is asked on site.
    Checklists,
    /// What callers can do at once about a fault.
    FirstAid,
}

crate::domain::codes!(Kind {
    Agents => "agents", Areas => "areas", Technicians => "technicians", Documents => "documents",
    TimeOff => "time_off", Seasons => "seasons", Customers => "customers",
    Products => "products", Holidays => "holidays", Skills => "skills", Equipment => "equipment", Brands => "brands",
    Categories => "categories", Faults => "faults", WarrantyPolicies => "warranty_policies", Users => "users",
    Parts => "parts", Checklists => "checklists", FirstAid => "first_aid",
});

impl Kind {
    /// Columns of its table; a `?` at the end marks one that may be left out.
    #[must_use]
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Agents => agents::COLUMNS,
            Self::Areas => areas::COLUMNS,
            Self::Technicians => technicians::COLUMNS,
            Self::Documents => documents::COLUMNS,
            Self::TimeOff => time_off::COLUMNS,
            Self::Seasons => seasons::COLUMNS,
            Self::Customers => customers::COLUMNS,
            Self::Products => products::COLUMNS,
            Self::Holidays => holidays::COLUMNS,
            Self::Skills | Self::Equipment | Self::Brands => names::COLUMNS,
            Self::Categories => names::CATEGORY_COLUMNS,
            Self::Faults => faults::COLUMNS,
            Self::WarrantyPolicies => warranty::COLUMNS,
            Self::Users => users::COLUMNS,
            Self::Parts => parts::COLUMNS,
            Self::Checklists => checklists::COLUMNS,
            Self::FirstAid => first_aid::COLUMNS,
        }
    }

    fn read(self, table: &mut Table, ground: &Ground) -> Result<Write, Error> {
        Ok(match self {
            Self::Agents => agents::read(table, ground),
            Self::Areas => areas::read(table, ground),
            Self::Technicians => technicians::read(table, ground),
            Self::Documents => documents::read(table, ground),
            Self::TimeOff => time_off::read(table, ground),
            Self::Seasons => seasons::read(table, ground),
            Self::Customers => customers::read(table, ground),
            Self::Products => products::read(table, ground),
            Self::Holidays => holidays::read(table, ground),
            Self::Skills => names::skills(table, ground),
            Self::Equipment => names::equipment(table, ground),
            Self::Brands => names::brands(table, ground),
            Self::Categories => names::categories(table, ground),
            Self::Faults => faults::read(table, ground),
            Self::WarrantyPolicies => warranty::read(table, ground)?,
            Self::Users => users::read(table, ground)?,
            Self::Parts => parts::read(table, ground),
            Self::Checklists => checklists::read(table, ground),
            Self::FirstAid => first_aid::read(table, ground),
        })
    }

    /// What everyone is told when rows of this kind have changed.
    fn topic(self) -> Option<Topic> {
        match self {
            Self::Agents | Self::Areas | Self::Technicians | Self::Documents | Self::TimeOff | Self::Seasons => {
                Some(Topic::Agent)
            }
            Self::Users => Some(Topic::User),
            Self::Customers => None,
            _ => Some(Topic::Catalog),
        }
    }
}

/// How a table is brought in.
#[derive(Debug, Clone)]
pub struct Options {
    /// Check everything, also against the database, and change nothing.
    pub dry_run: bool,
    /// Bring in the good rows even if others are bad.
    pub skip_bad: bool,
    /// Region of telephone numbers written without a country, such as `IR`.
    pub region: String,
    /// Time zone of agents whose row names none.
    pub zone: chrono_tz::Tz,
    /// Who brings it in.
    pub actor: Actor,
}

impl Options {
    /// A real run, all or nothing, by the product itself.
    #[must_use]
    pub fn new(region: &str, zone: chrono_tz::Tz) -> Self {
        Self { dry_run: false, skip_bad: false, region: region.to_owned(), zone, actor: Actor::system() }
    }
}

/// What came of it. In a dry run: what would come of it without the bad rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows of the table, the header and empty rows not counted.
    pub rows: usize,
    /// Rows that were new.
    pub added: usize,
    /// Rows that were known and differed.
    pub changed: usize,
    /// Rows that were known already as they are.
    pub skipped: usize,
    /// Every faulty value.
    pub bad: Vec<BadRow>,
}

impl Report {
    /// How many rows have a faulty value.
    #[must_use]
    pub fn bad_rows(&self) -> usize {
        self.bad.iter().map(|bad| bad.line).collect::<HashSet<_>>().len()
    }
}

/// One faulty value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadRow {
    /// Line of the file, the header is line 1; in `GeoJSON` the number of the feature, from 1.
    pub line: u64,
    /// Column as the header names it; empty when the whole line is meant.
    pub column: String,
    /// What is wrong.
    pub code: FaultCode,
    /// What the message mentions: a limit, the allowed values, the value found.
    pub about: String,
}

/// How many rows were new, differed, and were known already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    added: usize,
    changed: usize,
    skipped: usize,
}

/// Writes the good rows of a table; may run several times.
type Write = Box<dyn FnMut(&mut Tx<'_>) -> Result<Counts, Error> + Send>;

/// What rows are checked against.
struct Ground {
    catalogue: Catalogue,
    agents: HashMap<String, AgentRow>,
    technicians: HashMap<String, TechnicianRow>,
    usernames: HashSet<String>,
    parts: Vec<Part>,
    part_models: Vec<(Col<PartNumber>, String)>,
    region: String,
    zone: chrono_tz::Tz,
    now: Instant,
    dry_run: bool,
}

impl Ground {
    async fn load(db: &Db, now: Instant, options: &Options) -> Result<Self, Error> {
        let catalogue = Catalogue::load(db, options.zone).await?;
        let read =
            |conn: &mut Conn| Ok::<_, Error>((list_agents(conn)?, list_technicians(conn)?, list_usernames(conn)?));
        let (agents, technicians, usernames) = db.read(read).await?;
        let read = |conn: &mut Conn| Ok::<_, Error>((list_parts(conn)?, list_part_models(conn)?));
        let (parts, part_models) = db.read(read).await?;
        Ok(Self {
            catalogue,
            agents: agents.into_iter().map(|agent| (agent.code.clone(), agent)).collect(),
            technicians: technicians.into_iter().map(|row| (row.code.clone(), row)).collect(),
            usernames: usernames.into_iter().collect(),
            parts,
            part_models,
            region: options.region.clone(),
            zone: options.zone,
            now,
            dry_run: options.dry_run,
        })
    }
}

/// Brings a table in. With bad rows, and neither `dry_run` nor `skip_bad`, nothing is written and the report says why.
///
/// # Errors
/// The database. Bad rows are no error: the report lists them.
pub async fn import(db: &Db, now: Instant, kind: Kind, sheet: Sheet, options: Options) -> Result<Report, Error> {
    let ground = Ground::load(db, now, &options).await?;
    let rows = sheet.len();
    // Hashing passwords and reading many telephone numbers would hold up everyone else on this thread.
    let reading = tokio::task::spawn_blocking(move || {
        let mut table = Table::new(sheet, kind.columns());
        let write = kind.read(&mut table, &ground);
        write.map(|write| (write, table.into_bad()))
    });
    let (mut write, bad) = reading.await.map_err(|error| Error::Internal(error.to_string()))??;
    let report = Report { rows, bad, ..Report::default() };
    if !report.bad.is_empty() && !options.skip_bad && !options.dry_run {
        return Ok(report);
    }
    let outcome = db.write(move |tx| {
        let counts = write(tx)?;
        if options.dry_run {
            return Err(Undone::Counted(counts));
        }
        journal::audit(tx, &options.actor, now, ("imported", kind.as_str()), rows)?;
        if let Some(topic) = kind.topic() {
            tx.after_commit(Signal::Changed { topic, id: kind.to_string() });
        }
        Ok(counts)
    });
    let counts = match outcome.await {
        Ok(counts) | Err(Undone::Counted(counts)) => counts,
        Err(Undone::Failed(error)) => return Err(error),
    };
    Ok(Report { added: counts.added, changed: counts.changed, skipped: counts.skipped, ..report })
}

/// Brings a file in as somebody sends it, or tries whether it could be; what came in counts on this node at once.
///
/// # Errors
/// The database. Bad rows are no error: the report lists them.
pub async fn import_file(
    app: &App,
    caller: &Caller,
    (kind, bytes): (Kind, Vec<u8>),
    (dry_run, skip_bad): (bool, bool),
) -> Result<Report, Error> {
    let sheet = tokio::task::spawn_blocking(move || Sheet::of(&bytes)).await;
    let sheet = sheet.map_err(|error| Error::Internal(error.to_string()))?;
    let (actor, usual) = (Actor::staff(caller), Options::new(&app.site.region, app.site.zone));
    let options = Options { dry_run, skip_bad, actor, ..usual };
    let report = import(&app.db, app.clock.now(), kind, sheet, options).await?;
    if !dry_run && (skip_bad || report.bad.is_empty()) {
        app.reload_catalogue().await?;
    }
    Ok(report)
}

/// Why a transaction was rolled back: a dry run that counted, or a failure.
enum Undone {
    Counted(Counts),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Undone {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl MaybeStore for Undone {
    fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Counted(_) => None,
            Self::Failed(error) => error.store(),
        }
    }
}

/// The rows that are not stored as they are, and how many are new, differ, or are known already.
fn compare<T: PartialEq + Clone, K: Hash + Eq>(rows: Vec<T>, stored: &[T], key: impl Fn(&T) -> K) -> (Vec<T>, Counts) {
    let stored: HashMap<K, &T> = stored.iter().map(|row| (key(row), row)).collect();
    let mut counts = Counts::default();
    let differs = |row: &T| match stored.get(&key(row)) {
        None => {
            counts.added += 1;
            true
        }
        Some(old) if *old == row => {
            counts.skipped += 1;
            false
        }
        Some(_) => {
            counts.changed += 1;
            true
        }
    };
    let rows = rows.into_iter().filter(differs).collect();
    (rows, counts)
}
