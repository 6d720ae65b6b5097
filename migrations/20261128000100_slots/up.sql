-- A window promised to a caller: kept for some minutes while the operator talks, and then for the job until an agent
-- accepts it. Until now nothing wrote this table.
DROP TABLE slot_holds;
CREATE TABLE slot_holds (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    technician_id TEXT NOT NULL REFERENCES technicians (id),
    job_id TEXT UNIQUE REFERENCES jobs (id),
    window_from BIGINT NOT NULL,
    window_to BIGINT NOT NULL,
    -- The agent's local day, and minutes of work expected.
    day TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    -- What it was held for: a request for something else does not get it.
    category TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    -- Shared equipment that the technician takes along.
    equipment TEXT NOT NULL,
    held_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX slot_holds_agent ON slot_holds (agent_id, expires_at);
CREATE INDEX slot_holds_expiry ON slot_holds (expires_at);
