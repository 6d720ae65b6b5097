-- From the report to the closed job.
CREATE TABLE service_requests (
    id TEXT PRIMARY KEY NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    address_id TEXT NOT NULL REFERENCES addresses (id),
    province TEXT NOT NULL,
    channel TEXT NOT NULL,
    priority TEXT NOT NULL,
    language TEXT NOT NULL,
    window_from BIGINT,
    window_to BIGINT,
    owner_id TEXT,
    note TEXT,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    local_day TEXT NOT NULL,
    link_generation INTEGER NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX service_requests_customer ON service_requests (customer_id, created_at);
CREATE TABLE request_contacts (
    request_id TEXT NOT NULL REFERENCES service_requests (id),
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT,
    phone TEXT NOT NULL,
    kind TEXT NOT NULL,
    can_sms BOOLEAN NOT NULL,
    PRIMARY KEY (request_id, position)
);
CREATE TABLE jobs (
    id TEXT PRIMARY KEY NOT NULL,
    request_id TEXT NOT NULL REFERENCES service_requests (id),
    installed_product_id TEXT NOT NULL REFERENCES installed_products (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    left_state TEXT,
    fault TEXT,
    fault_note TEXT,
    priority TEXT NOT NULL,
    province TEXT NOT NULL,
    warranty TEXT NOT NULL,
    agent_id TEXT REFERENCES agents (id),
    technician_id TEXT REFERENCES technicians (id),
    repeat_of TEXT,
    wave INTEGER NOT NULL,
    hold_reason TEXT,
    hold_until BIGINT,
    outcome TEXT,
    end_reason TEXT,
    registered_at BIGINT NOT NULL,
    assigned_at BIGINT,
    arrived_at BIGINT,
    completed_at BIGINT,
    verified_at BIGINT,
    closed_at BIGINT,
    dispatch_at BIGINT,
    local_day TEXT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX jobs_request ON jobs (request_id);
CREATE INDEX jobs_state ON jobs (state, registered_at);
CREATE INDEX jobs_agent ON jobs (agent_id, state);
CREATE INDEX jobs_product ON jobs (installed_product_id);
CREATE INDEX jobs_registered ON jobs (registered_at);
CREATE INDEX jobs_dispatch ON jobs (dispatch_at);
CREATE TABLE verdicts (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    stage TEXT NOT NULL,
    outcome TEXT NOT NULL,
    policy TEXT,
    policy_version INTEGER,
    clauses TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX verdicts_job ON verdicts (job_id);
CREATE TABLE milestones (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    kind TEXT NOT NULL,
    clock TEXT NOT NULL,
    target_minutes BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    met_at BIGINT,
    UNIQUE (job_id, kind)
);
CREATE TABLE decisions (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    policy TEXT NOT NULL,
    policy_version INTEGER NOT NULL,
    wave INTEGER NOT NULL,
    ledger TEXT NOT NULL,
    made_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX decisions_job ON decisions (job_id);
CREATE TABLE offers (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    agent_id TEXT NOT NULL REFERENCES agents (id),
    technician_id TEXT REFERENCES technicians (id),
    decision_id TEXT NOT NULL REFERENCES decisions (id),
    wave INTEGER NOT NULL,
    is_direct BOOLEAN NOT NULL,
    short_number INTEGER NOT NULL,
    state TEXT NOT NULL,
    deadline_at BIGINT NOT NULL,
    sent_at BIGINT,
    opened_at BIGINT,
    answered_at BIGINT,
    decline_reason TEXT,
    proposed_from BIGINT,
    proposed_to BIGINT,
    link_generation INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX offers_job ON offers (job_id);
CREATE INDEX offers_agent ON offers (agent_id, state);
CREATE INDEX offers_due ON offers (state, deadline_at);
CREATE TABLE visits (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    technician_id TEXT NOT NULL REFERENCES technicians (id),
    offer_id TEXT REFERENCES offers (id),
    state TEXT NOT NULL,
    window_from BIGINT NOT NULL,
    window_to BIGINT NOT NULL,
    first_from BIGINT NOT NULL,
    first_to BIGINT NOT NULL,
    set_out_at BIGINT,
    arrived_at BIGINT,
    began_at BIGINT,
    ended_at BIGINT,
    end_reason TEXT,
    note TEXT,
    wrong_codes INTEGER NOT NULL,
    link_generation INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX visits_technician ON visits (technician_id, state);
CREATE INDEX visits_agent ON visits (agent_id, state);
CREATE INDEX visits_window ON visits (state, window_to);
-- Several jobs at one address may share a visit; a job may take several visits.
CREATE TABLE visit_jobs (
    visit_id TEXT NOT NULL REFERENCES visits (id),
    job_id TEXT NOT NULL REFERENCES jobs (id),
    PRIMARY KEY (visit_id, job_id)
);
CREATE INDEX visit_jobs_job ON visit_jobs (job_id);
CREATE TABLE tasks (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    owner_id TEXT,
    owner_role TEXT NOT NULL,
    province TEXT NOT NULL,
    customer_id TEXT,
    request_id TEXT,
    job_id TEXT,
    note TEXT,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    version INTEGER NOT NULL
);
CREATE INDEX tasks_due ON tasks (state, due_at);
CREATE INDEX tasks_job ON tasks (job_id);
