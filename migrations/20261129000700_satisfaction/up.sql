-- Whether a rating came from those who did the work: it is kept and never counted.
ALTER TABLE ratings ADD COLUMN is_void BOOLEAN NOT NULL DEFAULT FALSE;
-- Reports of what was completed in a period.
CREATE INDEX jobs_completed ON jobs (completed_at) WHERE completed_at IS NOT NULL;
