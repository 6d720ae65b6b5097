//! What must hold at every instant, asked of the database in plain SQL, apart from the product.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
use ostakar::app::case::Case;
use ostakar::app::loads::{booked, loads};
use ostakar::app::{App, Error, Network};
use ostakar::dispatch::rank::Ledger;
use ostakar::domain::agent::Load;
use ostakar::domain::eligibility::examine;
use ostakar::domain::id::OfferId;
use ostakar::domain::time::Instant;
use ostakar::store::Conn;
use ostakar::store::dispatch::find_round;
use ostakar::store::offers::find_offer;

const OPEN_OFFER: &str = "('queued', 'sent')";
const OPEN_VISIT: &str = "('proposed', 'scheduled', 'confirmed', 'en_route', 'arrived', 'working', 'suspended')";
const HELD_JOB: &str = "('assigned', 'in_progress', 'incomplete', 'on_hold')";

/// A connection of its own.
pub struct Watch {
    conn: Line,
}

enum Line {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    id: String,
}

impl Watch {
    pub fn on(url: &str) -> Self {
        let conn = match url.strip_prefix("sqlite://") {
            Some(path) => Line::Sqlite(SqliteConnection::establish(path).unwrap()),
            None => Line::Postgres(PgConnection::establish(url).unwrap()),
        };
        Self { conn }
    }

    pub fn ids(&mut self, sql: &str) -> Vec<String> {
        let query = diesel::sql_query(sql);
        let found: Vec<Found> = match &mut self.conn {
            Line::Sqlite(conn) => query.load(conn).unwrap(),
            Line::Postgres(conn) => query.load(conn).unwrap(),
        };
        found.into_iter().map(|found| found.id).collect()
    }

    fn none(&mut self, what: &str, sql: &str) {
        let found = self.ids(sql);
        assert!(found.is_empty(), "{what}: {found:?}");
    }

    /// From now on the database itself notes the most open jobs that each agent has held at any instant, and finds what is
    /// new without reading what is old. SQLite alone.
    pub fn watch_years(&mut self) {
        let Line::Sqlite(conn) = &mut self.conn else { return };
        // What a refused acceptance counts is undone with it, and so is its note.
        let note = "CREATE TABLE peaks (agent_id TEXT PRIMARY KEY, most INTEGER NOT NULL); \
                    CREATE TRIGGER note_peaks AFTER UPDATE OF open_jobs ON agent_loads BEGIN \
                    INSERT INTO peaks VALUES (NEW.agent_id, NEW.open_jobs) \
                    ON CONFLICT (agent_id) DO UPDATE SET most = max(most, excluded.most); END; \
                    CREATE INDEX watched_decisions ON decisions (created_at); \
                    CREATE INDEX watched_offers ON offers (sent_at)";
        conn.batch_execute(note).unwrap();
    }

    /// No agent has held more than it may at any instant since [`Self::watch_years`]; how many have held anything.
    pub fn peaks_are_lawful(&mut self) -> usize {
        self.none(
            "more open jobs at some instant than the agent may hold",
            "SELECT p.agent_id AS id FROM peaks p JOIN agents a ON a.id = p.agent_id \
             WHERE p.most > a.capacity_open AND (2 * p.most > 3 * a.capacity_open \
             OR NOT EXISTS (SELECT 1 FROM agent_seasons s WHERE s.agent_id = a.id))",
        );
        self.ids("SELECT agent_id AS id FROM peaks WHERE most > 0").len()
    }

    /// How the jobs stand, how long they waited for an agent, and how long for their end.
    pub fn outcome(&mut self) -> Vec<String> {
        self.ids(
            "SELECT state || ': ' || count(*) || ', hours to an agent ' || \
             coalesce(round(avg(assigned_at - registered_at) / 3.6e9, 1), '-') || ', to the end ' || \
             coalesce(round(avg(completed_at - registered_at) / 3.6e9, 1), '-') || ', waves ' || round(avg(wave), 2) AS id \
             FROM jobs GROUP BY state",
        )
    }

    /// Capacity and windows are never exceeded, and the loads are what the agents hold.
    pub fn nobody_is_overbooked(&mut self) {
        // A season can allow more, and none here allows half as much again.
        self.none(
            "more open jobs than the agent may hold",
            "SELECT l.agent_id AS id FROM agent_loads l JOIN agents a ON a.id = l.agent_id \
             WHERE l.open_jobs > a.capacity_open AND (2 * l.open_jobs > 3 * a.capacity_open \
             OR NOT EXISTS (SELECT 1 FROM agent_seasons s WHERE s.agent_id = a.id))",
        );
        self.none(
            "the load is not what the agent holds",
            &format!(
                "SELECT l.agent_id AS id FROM agent_loads l WHERE l.open_jobs <> (SELECT count(*) FROM jobs j \
                 WHERE j.agent_id = l.agent_id AND j.state IN {HELD_JOB})"
            ),
        );
        self.none(
            "the bookings are not what the agent holds",
            &format!(
                "SELECT j.id AS id FROM jobs j WHERE j.state IN {HELD_JOB} AND j.agent_id IS NOT NULL AND NOT EXISTS \
                 (SELECT 1 FROM job_bookings b WHERE b.job_id = j.id AND b.agent_id = j.agent_id) UNION ALL \
                 SELECT b.job_id AS id FROM job_bookings b JOIN jobs j ON j.id = b.job_id \
                 WHERE j.state NOT IN {HELD_JOB} OR j.agent_id IS NULL OR b.agent_id <> j.agent_id"
            ),
        );
        self.none(
            "more jobs or minutes on a day than the agent may have",
            "SELECT b.agent_id AS id FROM job_bookings b JOIN agents a ON a.id = b.agent_id \
             GROUP BY b.agent_id, b.day, a.capacity_day, a.capacity_minutes_day \
             HAVING 2 * count(*) > 3 * a.capacity_day OR 2 * sum(b.minutes) > 3 * a.capacity_minutes_day",
        );
        self.none(
            "a technician is promised twice at once",
            &format!(
                "SELECT v.id AS id FROM visits v JOIN visits w ON w.technician_id = v.technician_id AND w.id > v.id \
                 WHERE v.state IN {OPEN_VISIT} AND w.state IN {OPEN_VISIT} \
                 AND v.window_from < w.window_to AND w.window_from < v.window_to"
            ),
        );
        self.none(
            "a job has two visits ahead",
            &format!(
                "SELECT vj.job_id AS id FROM visits v JOIN visit_jobs vj ON vj.visit_id = v.id \
                 WHERE v.state IN {OPEN_VISIT} GROUP BY vj.job_id HAVING count(*) > 1"
            ),
        );
    }

    /// Every open job has someone who owes the next step, or a date on which it comes by itself.
    pub fn nothing_is_lost(&mut self) {
        let task = "EXISTS (SELECT 1 FROM tasks t WHERE t.job_id = j.id AND t.state <> 'done')";
        let visit = format!(
            "EXISTS (SELECT 1 FROM visit_jobs vj JOIN visits v ON v.id = vj.visit_id \
             WHERE vj.job_id = j.id AND v.state IN {OPEN_VISIT})"
        );
        let offer = format!("EXISTS (SELECT 1 FROM offers o WHERE o.job_id = j.id AND o.state IN {OPEN_OFFER})");
        self.none(
            "a job without an owner or a next date",
            &format!(
                "SELECT j.id AS id FROM jobs j WHERE j.state IN \
                 ('registered', 'pending_dispatch', 'assigned', 'in_progress', 'incomplete', 'on_hold') \
                 AND (j.state = 'registered' OR (j.state = 'pending_dispatch' AND j.dispatch_at IS NULL AND NOT {offer} AND NOT {task}) \
                 OR (j.state IN ('assigned', 'in_progress', 'incomplete') AND NOT {visit} AND NOT {task}) \
                 OR (j.state = 'on_hold' AND j.hold_until IS NULL))"
            ),
        );
        self.none(
            "an open offer of a job that does not wait for an agent",
            &format!(
                "SELECT o.id AS id FROM offers o JOIN jobs j ON j.id = o.job_id \
                 WHERE o.state IN {OPEN_OFFER} AND j.state <> 'pending_dispatch'"
            ),
        );
    }

    /// Offers that were sent since `from`, none of them to an agent that a rule excludes now. Call it before anyone acts
    /// on what was sent.
    pub async fn sendings_are_lawful(&mut self, app: &App, from: Instant) -> usize {
        let sent = self.sent_since(app, from);
        for id in &sent {
            let id: OfferId = id.parse().unwrap();
            let (catalogue, now) = (app.catalogue(), app.clock.now());
            let about = catalogue.clone();
            let read = move |conn: &mut Conn| {
                let offer = find_offer(conn, id)?;
                let (job, agent) = (offer.job_id.0, offer.agent_id.0);
                let fresh = Network::agent_now(conn, &about, (agent, now))?;
                let load = loads(conn, &[agent], (job, now))?.remove(&agent).unwrap_or_default();
                let round = find_round(conn, job)?.map_or_else(String::new, |round| round.policy);
                Ok::<_, Error>((Case::load(conn, job)?, fresh, load, round))
            };
            let (case, agent, load, policy) = app.db.read(read).await.unwrap();
            let (needs, policy) = (case.needs(&catalogue), catalogue.dispatch_policy(&policy).2);
            let failed = examine(&agent, &load, &needs, &policy, now).failed;
            assert!(failed.is_empty(), "offer {id} was sent to an excluded agent: {failed:?}");
        }
        sent.len()
    }

    fn sent_since(&mut self, app: &App, from: Instant) -> Vec<String> {
        let since = from.timestamp_micros();
        let sent = format!(
            "FROM offers o JOIN jobs j ON j.id = o.job_id JOIN agents a ON a.id = o.agent_id \
             JOIN agent_loads l ON l.agent_id = a.id JOIN installed_products p ON p.id = j.installed_product_id \
             WHERE o.sent_at >= {since} AND o.state IN {OPEN_OFFER}"
        );
        let today = app.catalogue().calendar().local_date(app.clock.now());
        self.none(
            "an offer was sent to an agent that may not have it",
            &format!(
                "SELECT o.id AS id {sent} AND (a.standing NOT IN ('active', 'probation') \
                 OR (a.suspended_from <= {since} AND {since} < a.suspended_to) \
                 OR (l.open_jobs >= a.capacity_open AND \
                 NOT EXISTS (SELECT 1 FROM agent_seasons s WHERE s.agent_id = a.id)) \
                 OR a.contract_to < '{today}' OR a.contract_from > '{today}' \
                 OR a.brands NOT LIKE '%\"' || p.brand || '\"%' OR a.categories NOT LIKE '%\"' || p.category || '\"%')"
            ),
        );
        self.ids(&format!("SELECT o.id AS id {sent} ORDER BY o.id"))
    }

    /// What the process believes that agents hold is what the database says.
    pub async fn memory_follows(&self, app: &App) {
        let network = app.network_now().await.unwrap();
        let mut stored = app.db.read(|conn| booked(conn, None)).await.unwrap();
        for agent in network.agents() {
            let (known, stored) = (network.held_by(agent.id), stored.remove(&agent.id).unwrap_or_default());
            assert_eq!(told(&known), told(&stored), "agent {}", agent.code);
        }
    }

    /// Every ledger stored since `from`: points add up to scores, the best stands first, nobody stands twice.
    pub fn ledgers_add_up(&mut self, from: Instant) -> usize {
        let since = from.timestamp_micros();
        let ledgers = self.ids(&format!("SELECT ledger AS id FROM decisions WHERE created_at >= {since}"));
        for ledger in &ledgers {
            adds_up(&serde_json::from_str(ledger).unwrap());
        }
        ledgers.len()
    }
}

fn told(load: &Load) -> (i32, Vec<String>) {
    let booked = load.booked.iter().map(|it| format!("{it:?}"));
    let mut lines: Vec<String> = booked.chain(load.visits.iter().map(|it| format!("{it:?}"))).collect();
    lines.sort();
    (load.open_jobs, lines)
}

fn adds_up(ledger: &Ledger) {
    for (at, candidate) in ledger.eligible.iter().enumerate() {
        assert_eq!(candidate.points.iter().map(|it| it.points).sum::<i32>(), candidate.score, "{candidate:?}");
        assert_eq!(candidate.rank, at + 1);
    }
    assert!(ledger.eligible.is_sorted_by(|a, b| a.score >= b.score));
    assert!(ledger.excluded.iter().all(|excluded| !excluded.failed.is_empty()));
    let mut agents: Vec<_> = ledger.eligible.iter().map(|it| it.agent_id).collect();
    agents.extend(ledger.excluded.iter().map(|it| it.agent_id));
    let all = agents.len();
    agents.sort();
    agents.dedup();
    assert_eq!(agents.len(), all, "an agent stands twice in a ledger");
}
