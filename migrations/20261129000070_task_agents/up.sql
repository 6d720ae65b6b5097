-- A task may be about an agent: a paper that runs out, what a suspended agent still has.
ALTER TABLE tasks ADD COLUMN agent_id TEXT REFERENCES agents (id);
CREATE INDEX tasks_agent ON tasks (agent_id, kind) WHERE agent_id IS NOT NULL;
