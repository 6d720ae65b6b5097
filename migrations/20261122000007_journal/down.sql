DROP TABLE attachments;
DROP TABLE idempotency_keys;
DROP TABLE links;
DROP TABLE messages;
DROP TABLE audit_seals;
DROP TABLE audit_rows;
DROP TABLE events;
