-- The user who made the customer and sees it even where no address of it is in the user's provinces.
ALTER TABLE customers ADD COLUMN created_by TEXT;
