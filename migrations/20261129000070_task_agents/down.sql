DROP INDEX tasks_agent;
ALTER TABLE tasks DROP COLUMN agent_id;
