-- What a technician looks like, so that a customer knows who stands at the door: one picture at most. blob_hash is the SHA-256 by
-- which the file is kept.
CREATE TABLE technician_portraits (
    technician_id TEXT PRIMARY KEY NOT NULL REFERENCES technicians (id),
    blob_hash TEXT NOT NULL,
    media_type TEXT NOT NULL,
    byte_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
-- Whether a photo of a job is the same file, before the file of a portrait is deleted: asked within a transaction.
CREATE INDEX attachments_blob ON attachments (blob_hash);
