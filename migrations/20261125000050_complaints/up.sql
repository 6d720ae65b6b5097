-- Contacts of all three classes, tasks that remind and go up, complaints with a record of every step.
ALTER TABLE contacts ADD COLUMN job_id TEXT;
ALTER TABLE contacts ADD COLUMN complaint_id TEXT;
ALTER TABLE contacts ADD COLUMN phone TEXT;
ALTER TABLE contacts ADD COLUMN outcome TEXT NOT NULL DEFAULT 'reached';
ALTER TABLE contacts ADD COLUMN answered BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE contacts ADD COLUMN wait_s INTEGER;
ALTER TABLE tasks ADD COLUMN complaint_id TEXT;
ALTER TABLE tasks ADD COLUMN remind_at BIGINT;
ALTER TABLE tasks ADD COLUMN reminded_at BIGINT;
ALTER TABLE tasks ADD COLUMN escalate_at BIGINT;
ALTER TABLE tasks ADD COLUMN escalated_at BIGINT;
ALTER TABLE tasks ADD COLUMN created_by TEXT;
ALTER TABLE tasks ADD COLUMN done_by TEXT;
ALTER TABLE tasks ADD COLUMN done_note TEXT;
CREATE INDEX tasks_remind ON tasks (state, remind_at);
CREATE INDEX tasks_escalate ON tasks (state, escalate_at);
CREATE INDEX tasks_complaint ON tasks (complaint_id);
-- against_id is an agent, a technician, a user, or the role of a unit; step_due_at is the deadline of the open step.
CREATE TABLE complaints (
    id TEXT PRIMARY KEY NOT NULL,
    reference TEXT NOT NULL UNIQUE,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    request_id TEXT REFERENCES service_requests (id),
    job_id TEXT REFERENCES jobs (id),
    province TEXT NOT NULL,
    channel TEXT NOT NULL,
    phone TEXT,
    can_sms BOOLEAN NOT NULL,
    against_kind TEXT NOT NULL,
    against_id TEXT,
    severity TEXT NOT NULL,
    subject TEXT NOT NULL,
    description TEXT NOT NULL,
    demand TEXT,
    state TEXT NOT NULL,
    left_state TEXT,
    result TEXT,
    answer TEXT,
    owner_id TEXT REFERENCES users (id),
    owner_role TEXT NOT NULL,
    step_due_at BIGINT,
    told_by TEXT,
    turned_into TEXT REFERENCES service_requests (id),
    turned_from TEXT REFERENCES service_requests (id),
    rating INTEGER,
    created_by TEXT,
    received_at BIGINT NOT NULL,
    communicated_at BIGINT,
    closed_at BIGINT,
    version INTEGER NOT NULL
);
CREATE INDEX complaints_state ON complaints (state, step_due_at);
CREATE INDEX complaints_received ON complaints (received_at);
CREATE INDEX complaints_customer ON complaints (customer_id, received_at);
CREATE INDEX complaints_request ON complaints (request_id);
CREATE INDEX complaints_turned_into ON complaints (turned_into);
-- One open step a complaint at most; ended_by is the event that ended it.
CREATE TABLE complaint_steps (
    id TEXT PRIMARY KEY NOT NULL,
    complaint_id TEXT NOT NULL REFERENCES complaints (id),
    step TEXT NOT NULL,
    owner_id TEXT,
    owner_role TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    actor_kind TEXT,
    actor_id TEXT,
    note TEXT
);
CREATE INDEX complaint_steps_complaint ON complaint_steps (complaint_id, id);
