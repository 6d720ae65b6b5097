DROP TABLE verdict_reviews;
DROP TABLE official_queries;
DROP TABLE warranty_extensions;
ALTER TABLE verdicts DROP COLUMN awaited;
ALTER TABLE verdicts DROP COLUMN shares;
ALTER TABLE verdicts DROP COLUMN decided_by;
ALTER TABLE installed_products DROP COLUMN proof_kind;
ALTER TABLE installed_products DROP COLUMN transferred_on;
ALTER TABLE installed_products DROP COLUMN replaces_id;
