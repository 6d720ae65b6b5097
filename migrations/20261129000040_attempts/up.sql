CREATE INDEX contacts_job ON contacts (job_id, started_at) WHERE job_id IS NOT NULL;
