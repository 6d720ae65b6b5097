//! The floor of PostgreSQL: pgbench runs the statements of one intake, made from the rows that a real one left.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Map, Value};

use super::failed;
use crate::app::Clock;
use crate::start::Stopped;
use crate::store::floor::IntakeRows;

/// Digits of pgbench's counter `:m`, which ends every value that must differ.
const DIGITS: usize = 13;

/// pgbench with a script for this database.
pub struct Pgbench {
    program: PathBuf,
    script: PathBuf,
    database: String,
}

impl Pgbench {
    /// Writes the script into `folder`; `None` when the programs of PostgreSQL are not installed. Blocks.
    ///
    /// # Errors
    /// The rows cannot be read.
    pub fn prepare(folder: &Path, database: &str, original: &IntakeRows) -> Result<Option<Self>, Stopped> {
        let (Some(program), Some(psql)) = (find("pgbench"), find("psql")) else { return Ok(None) };
        let script = folder.join("intake.pgbench");
        std::fs::write(&script, text(&psql, database, original)?)?;
        Ok(Some(Self { program, script, database: database.to_owned() }))
    }

    /// Transactions a second of so many clients in prepared mode. Blocks.
    ///
    /// # Errors
    /// pgbench fails, with its last line.
    pub fn run(&self, clients: u32, lasting: Duration) -> Result<f64, Stopped> {
        let seconds = lasting.as_secs().max(3);
        let mut command = Command::new(&self.program);
        command.args(["-n", "-M", "prepared", "-j", "2"]).args([
            "-c",
            &clients.to_string(),
            "-T",
            &seconds.to_string(),
        ]);
        // Each run counts on from its microsecond, by hundreds, so that the client's number makes every value one of a kind.
        let begun = Clock::System.now().timestamp_micros() % 9_000_000_000_000 + 1_000_000_000_000;
        command.args(["-D", &format!("n={}", begun / 100 * 100)]);
        let output = command.arg("-f").arg(&self.script).arg(&self.database).stdin(Stdio::null()).output()?;
        let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        let last = errors.lines().next_back().unwrap_or("no rate in its output");
        rate.filter(|_| output.status.success()).ok_or_else(|| failed(format!("pgbench: {last}")))
    }
}

/// A program of PostgreSQL: of the newest version that Debian keeps, else on the path.
fn find(name: &str) -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.map(|version| version.path().join("bin").join(name)).filter(|path| path.is_file()).max();
    let on_path = || Command::new(name).arg("--version").stdout(Stdio::null()).status().is_ok();
    newest.or_else(|| on_path().then(|| PathBuf::from(name)))
}

/// The script: the product's statements in the product's order.
fn text(psql: &Path, database: &str, of: &IntakeRows) -> Result<String, Stopped> {
    let (request, job, customer) = (of.request.id.0.as_str(), of.job.id.0.as_str(), of.customer.id.0.as_str());
    let values = Values::of(of);
    let mut script = "\\set n :n + 100\n\\set m :n + :client_id\nBEGIN;\n".to_owned();
    let tables = [
        ("idempotency_keys", "key", of.key.key.as_str()),
        ("customers", "id", customer),
        ("phones", "customer_id", customer),
        ("addresses", "customer_id", customer),
        ("service_requests", "id", request),
        ("request_contacts", "request_id", request),
        ("contacts", "request_id", request),
        ("installed_products", "customer_id", customer),
        ("jobs", "id", job),
        ("verdicts", "job_id", job),
        ("milestones", "job_id", job),
        ("audit_rows", "subject_id", job),
        ("events", "subject_id", job),
        ("links", "subject_id", request),
        ("messages", "request_id", request),
        ("audit_rows", "subject_id", request),
        ("events", "subject_id", request),
    ];
    for (table, column, value) in tables {
        let mut rows =
            rows(psql, database, &format!("SELECT row_to_json(t) FROM {table} t WHERE {column} = '{value}'"))?;
        if table == "idempotency_keys" {
            for row in &mut rows {
                row["answer"] = Value::from("");
            }
        }
        values.insert(&mut script, table, &rows);
        if table == "idempotency_keys" {
            values.look_up(&mut script, of);
        }
    }
    let _ = writeln!(
        script,
        "UPDATE idempotency_keys SET answer = {} WHERE principal = {} AND route = {} AND key = {};\nCOMMIT;",
        values.say(&of.answer),
        plain(&of.key.principal),
        plain(&of.key.route),
        values.say(&of.key.key)
    );
    Ok(script)
}

fn rows(psql: &Path, database: &str, query: &str) -> Result<Vec<Map<String, Value>>, Stopped> {
    let output = Command::new(psql).args(["-XAtq", "-c", query, database]).stdin(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let rows: Vec<_> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>().map_err(failed)?;
    if rows.is_empty() {
        return Err(failed(format!("psql: nothing by {query}: {}", String::from_utf8_lossy(&output.stderr).trim())));
    }
    Ok(rows)
}

/// A text as SQL. A colon before a letter or digit would be a variable of pgbench.
fn plain(text: &str) -> String {
    let mut sql = String::from("'");
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\'' => sql.push_str("''"),
            ':' if rest.peek().is_some_and(|next| next.is_alphanumeric() || *next == '_') => {
                sql.push_str("'||chr(58)||'");
            }
            other => sql.push(other),
        }
    }
    sql + "'"
}

/// What of an intake must be another value in every transaction.
struct Values(Vec<String>);

impl Values {
    fn of(rows: &IntakeRows) -> Self {
        let ids = |ids: &[&dyn std::fmt::Display]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut values = ids(&[
            &rows.customer.id.0,
            &rows.phone.id.0,
            &rows.address.id.0,
            &rows.request.id.0,
            &rows.contact.id.0,
            &rows.product.id.0,
            &rows.job.id.0,
            &rows.verdict.id.0,
            &rows.message.id.0,
            &rows.key.key,
        ]);
        values.extend(rows.milestones.iter().map(|row| row.id.0.to_string()));
        values.extend(rows.events.iter().map(|row| row.id.0.to_string()));
        values.extend(rows.audit.iter().map(|row| row.id.0.to_string()));
        values.extend([rows.phone.number.clone(), rows.phone.reversed.clone(), rows.request.reference.0.to_string()]);
        values.extend(rows.product.serial_key.clone());
        Self(values)
    }

    /// A text as SQL, each value of one intake alone ending in the counter.
    fn say(&self, text: &str) -> String {
        let found =
            self.0.iter().enumerate().find_map(|(place, value)| Some((place, value, text.split_once(value.as_str())?)));
        let Some((place, value, (before, after))) = found else {
            return plain(text);
        };
        let kept = value.len().saturating_sub(DIGITS + 2);
        let unique = format!("'{}{place:02}'||:m", &value[..kept]);
        let around = [before, after].map(|part| if part.is_empty() { String::new() } else { self.say(part) });
        [around[0].as_str(), &unique, around[1].as_str()]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("||")
    }

    fn insert(&self, script: &mut String, table: &str, rows: &[Map<String, Value>]) {
        let tuples = rows.iter().map(|row| {
            let said = row.iter().map(|(column, value)| match value {
                Value::String(text) if table == "links" && column == "fingerprint" => {
                    format!("'{}'||:m", &text[..text.len().saturating_sub(DIGITS)])
                }
                Value::String(text) => self.say(text),
                other => other.to_string(),
            });
            format!("({})", said.collect::<Vec<_>>().join(", "))
        });
        let columns: Vec<&str> = rows.iter().take(1).flat_map(|row| row.keys().map(String::as_str)).collect();
        let conflict = match table {
            "idempotency_keys" => " ON CONFLICT DO NOTHING",
            "messages" => " ON CONFLICT (dedupe_key) DO NOTHING",
            _ => "",
        };
        let (columns, tuples) = (columns.join(", "), tuples.collect::<Vec<_>>().join(", "));
        let _ = writeln!(script, "INSERT INTO {table} ({columns}) VALUES {tuples}{conflict};");
    }

    /// The questions that intake asks before it writes.
    fn look_up(&self, script: &mut String, of: &IntakeRows) {
        let _ = writeln!(
            script,
            "SELECT c.* FROM customers c JOIN phones p ON p.customer_id = c.id WHERE p.number = {} ORDER BY c.id;",
            self.say(&of.phone.number)
        );
        if let Some(serial) = &of.product.serial_key {
            let serial = self.say(serial);
            let _ = writeln!(script, "SELECT * FROM installed_products WHERE serial_key = {serial} ORDER BY id;");
        }
    }
}
