DROP TABLE contacts;
DROP TABLE installed_products;
DROP TABLE addresses;
DROP TABLE phones;
DROP TABLE customers;
