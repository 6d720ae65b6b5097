DROP INDEX jobs_day;
DROP INDEX jobs_province;
DROP INDEX jobs_registered;
DROP INDEX jobs_agent;
DROP INDEX jobs_state;
CREATE INDEX jobs_state ON jobs (state, registered_at);
CREATE INDEX jobs_agent ON jobs (agent_id, state);
CREATE INDEX jobs_registered ON jobs (registered_at);
