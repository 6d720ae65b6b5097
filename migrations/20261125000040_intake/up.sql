-- How a customer wants to be reached, and what earlier addresses teach about a street.
ALTER TABLE customers ADD COLUMN email TEXT;
ALTER TABLE customers ADD COLUMN preferred_channel TEXT;
ALTER TABLE request_contacts ADD COLUMN email TEXT;
-- The customer comes first and is found by the own telephones; this finds the others around a case.
CREATE INDEX request_contacts_phone ON request_contacts (phone) WHERE position > 0;
-- The folded street of an address whose position someone confirmed.
ALTER TABLE addresses ADD COLUMN street_key TEXT;
CREATE INDEX addresses_street ON addresses (place, street_key) WHERE street_key IS NOT NULL;
-- A neighbourhood is a place with the city as its parent.
ALTER TABLE places ADD COLUMN kind TEXT NOT NULL DEFAULT 'city';
ALTER TABLE places ADD COLUMN parent TEXT;
