-- Units that are lent to customers. job_id, deposit (rials), due_on and lent_at are those of the last lending; due_at is when
-- its being overdue is to be noted.
CREATE TABLE loaners (
    id TEXT PRIMARY KEY NOT NULL,
    serial TEXT NOT NULL,
    serial_key TEXT NOT NULL,
    model TEXT NOT NULL,
    province TEXT NOT NULL,
    place TEXT NOT NULL,
    state TEXT NOT NULL,
    job_id TEXT REFERENCES jobs (id),
    deposit BIGINT NOT NULL,
    due_on TEXT,
    due_at BIGINT,
    lent_at BIGINT,
    returned_at BIGINT,
    note TEXT,
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX loaners_serial ON loaners (serial_key);
CREATE INDEX loaners_state ON loaners (state, serial_key);
CREATE INDEX loaners_job ON loaners (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX loaners_due ON loaners (due_at) WHERE due_at IS NOT NULL;
-- A job has one loaner at a time.
CREATE UNIQUE INDEX loaners_lent ON loaners (job_id) WHERE state = 'lent';
