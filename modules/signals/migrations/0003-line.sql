-- Which order line a purchase is of, and which one came back: a return belongs to one purchase among several of the same thing.
alter table signals.signal add column line_id text;
update signals.signal set line_id = 'oln_' || substr(id, 5) where kind = 'buy';
