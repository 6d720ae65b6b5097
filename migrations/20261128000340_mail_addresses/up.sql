-- Whose letter it is: addresses are found whatever the case of their letters.
CREATE INDEX customers_email ON customers (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX request_contacts_email ON request_contacts (lower(email)) WHERE email IS NOT NULL;
