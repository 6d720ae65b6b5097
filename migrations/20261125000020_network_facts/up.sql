-- What the work rules ask of the network besides the contract row, and what each accepted job takes of the capacity.
ALTER TABLE technicians ADD COLUMN languages TEXT NOT NULL DEFAULT '[]';
ALTER TABLE technicians ADD COLUMN capacity_open INTEGER;
ALTER TABLE technicians ADD COLUMN capacity_day INTEGER;
ALTER TABLE technicians ADD COLUMN capacity_minutes_day INTEGER;
-- An agent with rows here may work on these pairs alone, one without on every pair of its brands and categories.
CREATE TABLE agent_authorizations (
    agent_id TEXT NOT NULL REFERENCES agents (id),
    brand TEXT NOT NULL REFERENCES brands (code),
    category TEXT NOT NULL REFERENCES categories (code),
    PRIMARY KEY (agent_id, brand, category)
);
CREATE TABLE agent_documents (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (agent_id, kind, number)
);
-- Tools that the agent's technicians share; what each of them carries is in technicians.
CREATE TABLE agent_equipment (
    agent_id TEXT NOT NULL REFERENCES agents (id),
    equipment TEXT NOT NULL REFERENCES equipment (code),
    pieces INTEGER NOT NULL,
    PRIMARY KEY (agent_id, equipment)
);
-- Either two days or Jalali months; either a percentage of the contract's capacity or three numbers of its own.
CREATE TABLE agent_seasons (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    from_day TEXT,
    to_day TEXT,
    months TEXT NOT NULL,
    percent INTEGER,
    capacity_open INTEGER,
    capacity_day INTEGER,
    capacity_minutes_day INTEGER
);
CREATE INDEX agent_seasons_agent ON agent_seasons (agent_id);
CREATE TABLE agent_suspensions (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    suspended_from BIGINT NOT NULL,
    suspended_to BIGINT,
    reason TEXT NOT NULL,
    left_standing TEXT NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    began_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX agent_suspensions_agent ON agent_suspensions (agent_id, created_at);
CREATE TABLE time_off (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    technician_id TEXT REFERENCES technicians (id),
    off_from BIGINT NOT NULL,
    off_to BIGINT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    created_by TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX time_off_agent ON time_off (agent_id, off_to);
-- Whom a customer does not want to see again.
CREATE TABLE customer_exclusions (
    id TEXT PRIMARY KEY NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    agent_id TEXT NOT NULL REFERENCES agents (id),
    technician_id TEXT REFERENCES technicians (id),
    reason TEXT NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX customer_exclusions_customer ON customer_exclusions (customer_id);
-- What an accepted job takes of its agent and technician until it ends or leaves them.
CREATE TABLE job_bookings (
    job_id TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id),
    agent_id TEXT NOT NULL REFERENCES agents (id),
    technician_id TEXT NOT NULL REFERENCES technicians (id),
    day TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    equipment TEXT NOT NULL
);
CREATE INDEX job_bookings_agent ON job_bookings (agent_id, day);
INSERT INTO job_bookings (job_id, agent_id, technician_id, day, minutes, equipment)
SELECT id, agent_id, technician_id, local_day, 0, '[]' FROM jobs
WHERE agent_id IS NOT NULL AND technician_id IS NOT NULL
    AND state IN ('assigned', 'in_progress', 'incomplete', 'on_hold');
CREATE INDEX agents_suspended ON agents (suspended_from);
