DROP TABLE counters;
DROP TABLE settings;
DROP TABLE policies;
DROP TABLE reasons;
DROP TABLE holidays;
DROP TABLE places;
DROP TABLE provinces;
