-- What each kind of work is asked on site: by category, or for all categories where it is empty.
CREATE TABLE checklist_items (
    category TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    form TEXT NOT NULL,
    unit TEXT,
    least DOUBLE PRECISION,
    most DOUBLE PRECISION,
    photo TEXT,
    expected TEXT,
    is_required BOOLEAN NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL,
    is_used BOOLEAN NOT NULL,
    PRIMARY KEY (category, kind, code)
);
-- What a job was asked, as it was asked, with its answers; the id is that of the job.
CREATE TABLE job_checklists (
    id TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id),
    items TEXT NOT NULL,
    answers TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
-- The warranty of a unit that began when it was installed; the id is that of the unit.
CREATE TABLE warranty_activations (
    id TEXT PRIMARY KEY NOT NULL REFERENCES installed_products (id),
    job_id TEXT NOT NULL REFERENCES jobs (id),
    policy TEXT NOT NULL,
    policy_version INTEGER NOT NULL,
    starts_on TEXT NOT NULL,
    months TEXT NOT NULL,
    parts_until TEXT,
    labour_until TEXT,
    travel_until TEXT,
    created_at BIGINT NOT NULL
);
ALTER TABLE installed_products ADD COLUMN serial_outdoor TEXT;
ALTER TABLE installed_products ADD COLUMN seller TEXT;
-- Where a unit is brought or fetched to.
ALTER TABLE jobs ADD COLUMN destination TEXT;
