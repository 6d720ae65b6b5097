DROP TABLE status_asks;
