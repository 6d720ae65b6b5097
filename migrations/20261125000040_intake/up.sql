-- How a customer wants to be reached, whom not to send there, and what earlier addresses teach about a street.
ALTER TABLE customers ADD COLUMN email TEXT;
ALTER TABLE customers ADD COLUMN preferred_channel TEXT;
-- "Never send this technician", or nobody of this agent.
CREATE TABLE customer_exclusions (
    id TEXT PRIMARY KEY NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    agent_id TEXT NOT NULL REFERENCES agents (id),
    technician_id TEXT REFERENCES technicians (id),
    reason TEXT NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX customer_exclusions_customer ON customer_exclusions (customer_id);
ALTER TABLE request_contacts ADD COLUMN email TEXT;
-- The customer comes first and is found by the own telephones; this finds the others around a case.
CREATE INDEX request_contacts_phone ON request_contacts (phone) WHERE position > 0;
-- The folded street of an address whose position someone confirmed.
ALTER TABLE addresses ADD COLUMN street_key TEXT;
CREATE INDEX addresses_street ON addresses (place, street_key) WHERE street_key IS NOT NULL;
-- A neighbourhood is a place with the city as its parent.
ALTER TABLE places ADD COLUMN kind TEXT NOT NULL DEFAULT 'city';
ALTER TABLE places ADD COLUMN parent TEXT;
