DROP INDEX request_contacts_email;
DROP INDEX customers_email;
