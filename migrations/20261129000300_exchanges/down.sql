DROP TABLE exchange_cases;
