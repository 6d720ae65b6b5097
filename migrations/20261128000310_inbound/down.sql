ALTER TABLE visits DROP COLUMN expected_at;
DROP TABLE ratings;
DROP TABLE opt_outs;
DROP TABLE inbound_messages;
