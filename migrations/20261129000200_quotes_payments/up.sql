-- What the customer was told to pay before the work, what was quoted and answered, what was paid. Sums are rials.
CREATE TABLE price_terms (
    job_id TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id),
    policy_version INTEGER NOT NULL,
    least BIGINT NOT NULL,
    most BIGINT NOT NULL,
    visit_fee BIGINT NOT NULL,
    tax_basis_points BIGINT NOT NULL,
    told_by TEXT NOT NULL,
    told_at BIGINT NOT NULL
);
-- answered_by is the way of the answer; consent_note the words of a customer who gave it on the telephone.
CREATE TABLE quotes (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    visit_id TEXT REFERENCES visits (id),
    state TEXT NOT NULL,
    lines TEXT NOT NULL,
    tax_basis_points BIGINT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    total BIGINT NOT NULL,
    visit_fee BIGINT NOT NULL,
    labour_guarantee_days INTEGER NOT NULL,
    part_guarantee_days INTEGER NOT NULL,
    policy_version INTEGER NOT NULL,
    note TEXT,
    valid_until BIGINT,
    made_by_kind TEXT NOT NULL,
    made_by TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    answered_at BIGINT,
    answered_by TEXT,
    answered_by_id TEXT,
    consent_note TEXT,
    version INTEGER NOT NULL
);
CREATE INDEX quotes_job ON quotes (job_id, id);
CREATE INDEX quotes_due ON quotes (state, valid_until);
-- A customer answers one price at a time.
CREATE UNIQUE INDEX quotes_open ON quotes (job_id) WHERE state = 'sent';
CREATE TABLE charge_changes (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    attachment_id TEXT NOT NULL REFERENCES attachments (id),
    was TEXT NOT NULL,
    asked_by_kind TEXT NOT NULL,
    asked_by TEXT,
    asked_at BIGINT NOT NULL,
    decided_by TEXT REFERENCES users (id),
    decided_at BIGINT,
    decision_note TEXT,
    version INTEGER NOT NULL
);
CREATE INDEX charge_changes_job ON charge_changes (job_id, id);
CREATE UNIQUE INDEX charge_changes_open ON charge_changes (job_id) WHERE state = 'requested';
-- settled_amount is what the organisation found after a dispute.
CREATE TABLE payments (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    quote_id TEXT REFERENCES quotes (id),
    state TEXT NOT NULL,
    amount BIGINT NOT NULL,
    method TEXT NOT NULL,
    receiver TEXT NOT NULL,
    trace TEXT,
    is_deposit BOOLEAN NOT NULL,
    note TEXT,
    recorded_by_kind TEXT NOT NULL,
    recorded_by TEXT,
    recorded_at BIGINT NOT NULL,
    answered_at BIGINT,
    answered_by TEXT,
    answered_by_id TEXT,
    answer_note TEXT,
    settled_at BIGINT,
    settled_by TEXT REFERENCES users (id),
    settled_amount BIGINT,
    settle_note TEXT,
    version INTEGER NOT NULL
);
CREATE INDEX payments_job ON payments (job_id, id);
-- The same number twice on one job is one payment typed twice.
CREATE UNIQUE INDEX payments_trace ON payments (job_id, method, trace) WHERE trace IS NOT NULL;
