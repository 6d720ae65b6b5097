DROP TABLE payments;
DROP TABLE charge_changes;
DROP TABLE quotes;
DROP TABLE price_terms;
