-- What the whole of the warranty rules rests on: more facts of a unit, contracts, official queries, and reviews.
ALTER TABLE installed_products ADD COLUMN replaces_id TEXT;
ALTER TABLE installed_products ADD COLUMN transferred_on TEXT;
ALTER TABLE installed_products ADD COLUMN proof_kind TEXT;
ALTER TABLE verdicts ADD COLUMN decided_by TEXT;
ALTER TABLE verdicts ADD COLUMN shares TEXT NOT NULL DEFAULT '{"parts":0,"labour":0,"travel":0}';
ALTER TABLE verdicts ADD COLUMN awaited TEXT NOT NULL DEFAULT '[]';
CREATE TABLE warranty_extensions (
    id TEXT PRIMARY KEY NOT NULL,
    installed_product_id TEXT NOT NULL REFERENCES installed_products (id),
    contract TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    parts_percent INTEGER NOT NULL,
    labour_percent INTEGER NOT NULL,
    travel_percent INTEGER NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    UNIQUE (installed_product_id, contract)
);
-- The result of a query at the office that knows all genuine units, recorded by hand.
CREATE TABLE official_queries (
    id TEXT PRIMARY KEY NOT NULL,
    installed_product_id TEXT NOT NULL REFERENCES installed_products (id),
    result TEXT NOT NULL,
    checked_on TEXT NOT NULL,
    attachment_id TEXT REFERENCES attachments (id),
    note TEXT,
    created_by TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX official_queries_product ON official_queries (installed_product_id);
-- What one person proposes instead of a verdict, and what another one decided.
CREATE TABLE verdict_reviews (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    state TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    findings TEXT NOT NULL,
    attachment_id TEXT REFERENCES attachments (id),
    was TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    version INTEGER NOT NULL
);
CREATE INDEX verdict_reviews_job ON verdict_reviews (job_id);
-- One proposal at a time waits for its second person.
CREATE UNIQUE INDEX verdict_reviews_open ON verdict_reviews (job_id) WHERE state = 'proposed';
