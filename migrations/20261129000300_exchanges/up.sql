-- Cases of exchange and refund. cause is a code of the reasons of kind exchange; sums are rials.
-- asked_note says why; question and answer are the last that was asked for as evidence and what was said to it.
-- ended_* tell who fulfilled, rejected or withdrew it; nobody where the job ended otherwise.
-- old_unit is what became of the unit that the customer had, collected_by who has fetched it.
CREATE TABLE exchange_cases (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    province TEXT NOT NULL,
    state TEXT NOT NULL,
    remedy TEXT NOT NULL,
    amount BIGINT,
    cause TEXT NOT NULL,
    asked_note TEXT NOT NULL,
    photos TEXT NOT NULL,
    asked_by TEXT NOT NULL REFERENCES users (id),
    asked_at BIGINT NOT NULL,
    question TEXT,
    answer TEXT,
    technical_by TEXT REFERENCES users (id),
    technical_at BIGINT,
    technical_note TEXT,
    approved_by TEXT REFERENCES users (id),
    approved_at BIGINT,
    approved_note TEXT,
    ended_by TEXT REFERENCES users (id),
    ended_at BIGINT,
    ended_note TEXT,
    new_unit_id TEXT REFERENCES installed_products (id),
    old_unit TEXT,
    old_serial TEXT,
    collected_by TEXT,
    paid_amount BIGINT,
    paid_method TEXT,
    paid_trace TEXT,
    paid_on TEXT,
    version INTEGER NOT NULL
);
CREATE INDEX exchange_cases_job ON exchange_cases (job_id, id);
CREATE INDEX exchange_cases_state ON exchange_cases (state, asked_at, id);
-- A job has one case at a time.
CREATE UNIQUE INDEX exchange_cases_open ON exchange_cases (job_id)
    WHERE state IN ('requested', 'needs_evidence', 'technically_approved', 'approved');
