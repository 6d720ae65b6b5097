-- Lists of jobs go by the time of registration with the id behind it, so that a page is one short walk along an index.
DROP INDEX jobs_state;
DROP INDEX jobs_agent;
DROP INDEX jobs_registered;
CREATE INDEX jobs_state ON jobs (state, registered_at, id);
CREATE INDEX jobs_agent ON jobs (agent_id, state, registered_at, id);
CREATE INDEX jobs_registered ON jobs (registered_at, id);
CREATE INDEX jobs_province ON jobs (province, state, registered_at, id);
-- Reports go by the local day of registration.
CREATE INDEX jobs_day ON jobs (local_day);
