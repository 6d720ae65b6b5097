DROP TABLE technician_portraits;
