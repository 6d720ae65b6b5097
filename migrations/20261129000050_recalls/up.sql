-- Problem records, the units that they call back, what their customers were told, and the cases that showed the problem.
-- models and ranges are JSON lists: codes of models, and serials as FIRST...LAST in the form that is compared.
-- made_from and made_to are days of manufacture; produced is how many units were made, as far as the maker says.
CREATE TABLE recalls (
    id TEXT PRIMARY KEY NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    owner_id TEXT NOT NULL REFERENCES users (id),
    brand TEXT NOT NULL REFERENCES brands (code),
    models TEXT NOT NULL,
    ranges TEXT NOT NULL,
    made_from TEXT,
    made_to TEXT,
    defect_fa TEXT NOT NULL,
    defect_en TEXT NOT NULL,
    correction_fa TEXT NOT NULL,
    correction_en TEXT NOT NULL,
    danger TEXT NOT NULL,
    produced BIGINT,
    state TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    investigated_at BIGINT,
    corrected_at BIGINT,
    recalled_at BIGINT,
    ended_at BIGINT,
    end_note TEXT,
    created_by TEXT REFERENCES users (id),
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX recalls_code ON recalls (code);
CREATE INDEX recalls_state ON recalls (state, noted_at, id);
-- What one customer was told of one recall. told_at is empty while no message has reached the customer and nobody has called;
-- missed_at says since when no message does.
CREATE TABLE recall_notices (
    id TEXT PRIMARY KEY NOT NULL,
    recall_id TEXT NOT NULL REFERENCES recalls (id),
    customer_id TEXT NOT NULL REFERENCES customers (id),
    province TEXT NOT NULL,
    message_id TEXT REFERENCES messages (id),
    told_at BIGINT,
    missed_at BIGINT,
    task_id TEXT REFERENCES tasks (id),
    link_generation INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX recall_notices_customer ON recall_notices (recall_id, customer_id);
CREATE INDEX recall_notices_missed ON recall_notices (recall_id, missed_at) WHERE missed_at IS NOT NULL;
CREATE INDEX recall_notices_message ON recall_notices (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX recall_notices_task ON recall_notices (task_id) WHERE task_id IS NOT NULL;
-- province is that of the unit's last known address, empty when none is known; job_id is the last job that was to correct it.
CREATE TABLE recall_units (
    id TEXT PRIMARY KEY NOT NULL,
    recall_id TEXT NOT NULL REFERENCES recalls (id),
    installed_product_id TEXT NOT NULL REFERENCES installed_products (id),
    customer_id TEXT NOT NULL REFERENCES customers (id),
    province TEXT NOT NULL,
    state TEXT NOT NULL,
    notice_id TEXT REFERENCES recall_notices (id),
    job_id TEXT REFERENCES jobs (id),
    found_at BIGINT NOT NULL,
    told_at BIGINT,
    booked_at BIGINT,
    corrected_at BIGINT,
    excluded_at BIGINT,
    exclude_reason TEXT,
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX recall_units_product ON recall_units (recall_id, installed_product_id);
CREATE INDEX recall_units_state ON recall_units (recall_id, state, found_at, id);
CREATE INDEX recall_units_customer ON recall_units (recall_id, customer_id);
CREATE INDEX recall_units_installed ON recall_units (installed_product_id);
CREATE INDEX recall_units_job ON recall_units (job_id) WHERE job_id IS NOT NULL;
CREATE TABLE recall_cases (
    recall_id TEXT NOT NULL REFERENCES recalls (id),
    job_id TEXT NOT NULL REFERENCES jobs (id),
    linked_by TEXT REFERENCES users (id),
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (recall_id, job_id)
);
CREATE INDEX recall_cases_job ON recall_cases (job_id);
