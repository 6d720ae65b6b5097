-- Where the complainant gets letters, if told or known from the case.
ALTER TABLE complaints ADD COLUMN email TEXT;
