DROP TABLE part_order_items;
DROP TABLE part_orders;
DROP TABLE stock_balances;
DROP TABLE stock_moves;
DROP TABLE old_parts;
DROP TABLE part_lines;
DROP TABLE part_models;
DROP TABLE parts;
