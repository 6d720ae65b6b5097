-- Units that customers left in a workshop, and every passing of such a unit from a keeper to a keeper.
-- place is agent:ID, centre or, once it was handed over, customer; agent_id repeats the agent for lists.
-- free_days and storage_fee (rials a day) are what the customer was told when the unit was taken in.
-- due_at is the next moment at which time alone does something to it; reminded counts the reminders.
CREATE TABLE workshop_units (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    installed_product_id TEXT NOT NULL REFERENCES installed_products (id),
    province TEXT NOT NULL,
    state TEXT NOT NULL,
    place TEXT NOT NULL,
    agent_id TEXT REFERENCES agents (id),
    tag TEXT NOT NULL,
    accessories TEXT NOT NULL,
    condition_note TEXT NOT NULL,
    photos TEXT NOT NULL,
    inbound_by TEXT NOT NULL,
    inbound_tracking TEXT,
    outbound_by TEXT,
    outbound_tracking TEXT,
    received_at BIGINT NOT NULL,
    queued_until BIGINT NOT NULL,
    promised_at BIGINT NOT NULL,
    diagnosed_at BIGINT,
    ready_at BIGINT,
    outcome TEXT,
    free_days INTEGER NOT NULL,
    storage_fee BIGINT NOT NULL,
    due_at BIGINT,
    reminded INTEGER NOT NULL,
    handed_over_at BIGINT,
    handed_over_to TEXT,
    wrong_codes INTEGER NOT NULL,
    failed_tests INTEGER NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX workshop_units_job ON workshop_units (job_id, id);
CREATE INDEX workshop_units_state ON workshop_units (state, received_at);
CREATE INDEX workshop_units_agent ON workshop_units (agent_id, received_at);
CREATE INDEX workshop_units_due ON workshop_units (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX workshop_units_tag ON workshop_units (tag);
-- A unit is in one workshop at a time.
CREATE UNIQUE INDEX workshop_units_open ON workshop_units (installed_product_id) WHERE state <> 'handed_over';
CREATE TABLE unit_passings (
    id TEXT PRIMARY KEY NOT NULL,
    unit_id TEXT NOT NULL REFERENCES workshop_units (id),
    at BIGINT NOT NULL,
    from_keeper TEXT NOT NULL,
    to_keeper TEXT NOT NULL,
    carrier TEXT,
    tracking TEXT,
    note TEXT,
    actor_kind TEXT NOT NULL,
    actor_id TEXT
);
CREATE INDEX unit_passings_unit ON unit_passings (unit_id, id);
