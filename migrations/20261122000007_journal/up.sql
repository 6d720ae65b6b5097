-- What happened, who did it, what was sent, and the links that were given out.
CREATE TABLE events (
    id TEXT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    topic TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    request_id TEXT,
    job_id TEXT,
    province TEXT,
    name TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    reason TEXT,
    delay_owner TEXT,
    detail TEXT NOT NULL
);
CREATE INDEX events_job ON events (job_id, id);
CREATE INDEX events_request ON events (request_id, id);
CREATE INDEX events_subject ON events (subject_id, id);
CREATE TABLE audit_rows (
    id TEXT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    seal BIGINT
);
CREATE INDEX audit_rows_seal ON audit_rows (seal, id);
CREATE TABLE audit_seals (
    number BIGINT PRIMARY KEY NOT NULL,
    sealed_at BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE messages (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    recipient_kind TEXT NOT NULL,
    recipient_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    request_id TEXT,
    job_id TEXT,
    offer_id TEXT,
    visit_id TEXT,
    params TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    leased_by TEXT,
    lease_until BIGINT,
    gateway TEXT,
    gateway_reference TEXT,
    parts INTEGER,
    last_error TEXT,
    dedupe_key TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    delivered_at BIGINT,
    version INTEGER NOT NULL
);
CREATE INDEX messages_due ON messages (state, next_attempt_at);
CREATE INDEX messages_job ON messages (job_id, created_at);
CREATE INDEX messages_address ON messages (address, created_at);
CREATE INDEX messages_request ON messages (request_id, created_at);
CREATE TABLE links (
    fingerprint TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    generation INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX links_subject ON links (subject_id);
CREATE TABLE idempotency_keys (
    principal TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
CREATE TABLE attachments (
    id TEXT PRIMARY KEY NOT NULL,
    blob_hash TEXT NOT NULL,
    media_type TEXT NOT NULL,
    byte_count BIGINT NOT NULL,
    kind TEXT NOT NULL,
    job_id TEXT,
    visit_id TEXT,
    added_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX attachments_job ON attachments (job_id);
