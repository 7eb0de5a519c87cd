-- Today is held against the same hours of yesterday: the orders of part of a day, for a creator or for everybody.
create index order_line_paid_at on compass.order_line (paid_at);
create index order_line_placed_at on compass.order_line (placed_at);
