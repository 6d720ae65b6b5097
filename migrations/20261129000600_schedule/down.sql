DROP INDEX visits_technician_ends;
