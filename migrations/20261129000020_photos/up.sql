-- Photos of jobs: what kind of actor added one, and the same picture of the same thing once.
ALTER TABLE attachments ADD COLUMN added_by_kind TEXT NOT NULL DEFAULT 'system';
CREATE UNIQUE INDEX attachments_same ON attachments (job_id, kind, blob_hash);
