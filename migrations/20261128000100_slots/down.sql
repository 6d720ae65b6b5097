DROP TABLE slot_holds;
CREATE TABLE slot_holds (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    technician_id TEXT REFERENCES technicians (id),
    window_from BIGINT NOT NULL,
    window_to BIGINT NOT NULL,
    held_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX slot_holds_agent ON slot_holds (agent_id, expires_at);
