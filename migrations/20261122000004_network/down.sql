DROP TABLE slot_holds;
DROP TABLE technician_skills;
DROP TABLE technician_loads;
DROP TABLE technicians;
DROP TABLE agent_areas;
DROP TABLE agent_loads;
DROP TABLE agents;
