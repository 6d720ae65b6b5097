//! The same agents in `PostGIS`: the nearest that pass the same filters, by distance alone, as one would ask without an index of
//! one's own. It neither scores nor knows papers, levels and leave.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use super::super::table::median;
use super::network::Network;
use super::{BEST, failed, now};
use crate::domain::agent::Standing;
use crate::domain::eligibility::Needs;
use crate::domain::geo::Shape;
use crate::start::Stopped;

/// A database with the agents.
pub struct PostGis {
    url: String,
}

impl PostGis {
    /// Fills a table of its own. Blocks.
    ///
    /// # Errors
    /// psql fails, or the database has no `PostGIS`.
    pub fn fill(url: &str, network: &Network) -> Result<Self, Stopped> {
        let mut script = "SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS postgis; \
                          DROP TABLE IF EXISTS bench_agents; CREATE TABLE bench_agents (place geography(Point), \
                          skills text[], equipment text[], radius_m float8, open int, most int, works bool, \
                          opens int, closes int);\nCOPY bench_agents FROM STDIN;\n"
            .to_owned();
        for (agent, load) in network.agents.iter().zip(&network.loads) {
            let skills = agent.technicians.iter().flat_map(|technician| &technician.skills);
            let skills: Vec<&str> = skills.map(|skill| skill.code.as_str()).collect();
            let equipment: Vec<&str> = agent.equipment.iter().map(|(code, _)| code.as_str()).collect();
            let radius_m = agent.areas.first().map_or(0.0, |area| match &area.shape {
                Shape::Circle { radius_m, .. } => *radius_m,
                Shape::Polygons(_) => area.shape.reach_from(agent.position),
            });
            let today = agent.hours.hours.on(agent.hours.local_date(now()));
            let (opens, closes) = today.first().copied().unwrap_or((0, 0));
            let place = format!("POINT({} {})", agent.position.lon, agent.position.lat);
            let works = agent.standing == Standing::Active;
            let (skills, equipment) = (skills.join(","), equipment.join(","));
            let (held, most) = (load.open_jobs, agent.capacity.open);
            let line = format!("{place}\t{{{skills}}}\t{{{equipment}}}\t{radius_m}\t{held}\t{most}\t{works}");
            writeln!(script, "{line}\t{opens}\t{closes}").map_err(failed)?;
        }
        script.push_str(
            "\\.\nCREATE INDEX ON bench_agents USING gist (place); CREATE INDEX ON bench_agents USING gin (skills); \
             VACUUM ANALYZE bench_agents;\n",
        );
        psql(url, &script)?;
        Ok(Self { url: url.to_owned() })
    }

    /// The median of the database's own times for the nearest, µs. Blocks.
    ///
    /// # Errors
    /// psql fails.
    pub fn median_us(&self, jobs: &[Needs]) -> Result<f64, Stopped> {
        let mut script = "SET max_parallel_workers_per_gather = 0; SET jit = off;\n".to_owned();
        for needs in jobs {
            let place = format!("'POINT({} {})'::geography", needs.position.lon, needs.position.lat);
            let equipment: Vec<String> = needs.equipment.iter().map(|code| format!("'{code}'")).collect();
            writeln!(
                script,
                "EXPLAIN (ANALYZE, TIMING OFF) SELECT * FROM bench_agents WHERE skills @> ARRAY['{}'] \
                 AND equipment @> ARRAY[{}]::text[] AND open < most AND works AND closes > opens \
                 AND ST_DWithin(place, {place}, 120000) AND ST_Distance(place, {place}) <= radius_m \
                 ORDER BY place <-> {place} LIMIT {BEST};",
                needs.skill,
                equipment.join(",")
            )
            .map_err(failed)?;
        }
        let said = psql(&self.url, &script)?;
        let times = said.lines().filter_map(|line| {
            let (_, time) = line.split_once("Execution Time: ")?;
            time.trim_end_matches(" ms").trim().parse::<f64>().ok()
        });
        Ok(median(times.map(|ms| ms * 1e3).collect()))
    }
}

/// What psql says to a script.
fn psql(url: &str, script: &str) -> Result<String, Stopped> {
    let mut child = Command::new("psql")
        .args(["--quiet", "--no-psqlrc", "--tuples-only", "--set", "ON_ERROR_STOP=1", url])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed(format!("psql: {error}")))?;
    let (mut stdin, script) = (child.stdin.take().ok_or_else(|| failed("psql: no input"))?, script.to_owned());
    // It answers while it is still told: both pipes at once.
    let telling = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
    let output = child.wait_with_output()?;
    // A psql that ended early says why on its error output.
    let _ = telling.join();
    let errors = String::from_utf8_lossy(&output.stderr);
    let last = errors.lines().next_back().unwrap_or("failed").to_owned();
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(failed(format!("psql: {last}")))
    }
}
