DROP TABLE first_aid;
