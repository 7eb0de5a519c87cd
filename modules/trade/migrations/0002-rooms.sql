-- Lines bought in a live room: where, in which flash sale, out of whose units, and what a coupon took off.

alter table trade.order_line
  add column room_id text,
  add column sale_id text,
  add column pool_id text,
  add column shop_price_minor bigint, -- what one cost in the shop, when the room's price was another
  add column coupon_id text,
  add column off_minor bigint not null default 0 check (off_minor >= 0),
  drop constraint order_line_check1,
  add constraint paid_is_price_less_coupon check (paid_minor = price_minor * qty - off_minor and paid_minor >= 0);
create index line_of_sale on trade.order_line (sale_id) where sale_id is not null;
