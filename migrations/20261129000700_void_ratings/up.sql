-- Whether a rating came from those who did the work: it is kept and never counted.
ALTER TABLE ratings ADD COLUMN is_void BOOLEAN NOT NULL DEFAULT FALSE;
