DROP TABLE reason_switches;
