ALTER TABLE places DROP COLUMN parent;
ALTER TABLE places DROP COLUMN kind;
DROP INDEX addresses_street;
ALTER TABLE addresses DROP COLUMN street_key;
DROP INDEX request_contacts_phone;
ALTER TABLE request_contacts DROP COLUMN email;
ALTER TABLE customers DROP COLUMN preferred_channel;
ALTER TABLE customers DROP COLUMN email;
