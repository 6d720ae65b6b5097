-- What the customer calls the unit, such as "bedroom", to tell like units of one home apart.
ALTER TABLE installed_products ADD COLUMN label TEXT;
