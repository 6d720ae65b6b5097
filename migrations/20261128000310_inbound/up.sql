-- What telephones and mail boxes sent to us, each once, and what became of it.
CREATE TABLE inbound_messages (
    id TEXT PRIMARY KEY NOT NULL,
    gateway TEXT NOT NULL,
    -- The gateway's reference: the same one again is the same message.
    reference TEXT NOT NULL,
    sender TEXT NOT NULL,
    line TEXT NOT NULL,
    text TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    -- When it was acted on; none while that is still to be done.
    heard_at BIGINT,
    -- accepted, declined, …; none when it was not understood.
    did TEXT,
    -- Code of the refusal.
    error TEXT,
    -- The contact that it became, where an operator must read it.
    contact_id TEXT REFERENCES contacts (id),
    job_id TEXT,
    UNIQUE (gateway, reference)
);
CREATE INDEX inbound_messages_unheard ON inbound_messages (heard_at, received_at);
CREATE INDEX inbound_messages_sender ON inbound_messages (sender, received_at);
-- Numbers whose owners want no short messages.
CREATE TABLE opt_outs (
    address TEXT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL
);
-- What customers thought of a job, once each.
CREATE TABLE ratings (
    job_id TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id),
    -- 1 to 5.
    score INTEGER NOT NULL,
    comment TEXT,
    channel TEXT NOT NULL,
    at BIGINT NOT NULL
);
-- When the technician says to arrive, within the promised window.
ALTER TABLE visits ADD COLUMN expected_at BIGINT;
