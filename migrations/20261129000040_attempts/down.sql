DROP INDEX contacts_job;
