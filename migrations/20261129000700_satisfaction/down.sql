DROP INDEX jobs_completed;
ALTER TABLE ratings DROP COLUMN is_void;
