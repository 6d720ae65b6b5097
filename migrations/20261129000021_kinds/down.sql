ALTER TABLE jobs DROP COLUMN destination;
ALTER TABLE installed_products DROP COLUMN seller;
ALTER TABLE installed_products DROP COLUMN serial_outdoor;
DROP TABLE warranty_activations;
DROP TABLE job_checklists;
DROP TABLE checklist_items;
