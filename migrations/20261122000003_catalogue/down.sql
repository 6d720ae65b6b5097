DROP TABLE faults;
DROP TABLE product_models;
DROP TABLE categories;
DROP TABLE brands;
DROP TABLE equipment;
DROP TABLE skills;
