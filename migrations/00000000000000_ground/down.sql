DROP TABLE ticks;
DROP TABLE nodes;
