-- 罗盘: order lines as facts, sums by day, and one place in the signal log. Sums of sales are kept by the database itself: no
-- statement can change a line without its cells. Signals are added in the transaction that moves the cursor.
create schema compass;

-- The calendar day of an instant, where the business is.
create function compass.day_of(at timestamptz) returns date
  language sql immutable parallel safe return (at at time zone 'Asia/Shanghai')::date;

create table compass.order_line (
  line_id text primary key,
  order_id text not null,
  shop_id text not null,
  product_id text not null,
  category_id text not null,
  content_id text,
  creator_id text,
  currency text not null,
  qty int not null,
  paid_minor bigint not null,
  refunded_minor bigint not null default 0,
  -- The line that stands for its order where orders are counted: the first of its lines.
  leads boolean not null,
  placed_at timestamptz,
  paid_at timestamptz
);
create index order_line_placed on compass.order_line (shop_id, placed_at, line_id);
create index order_line_paid on compass.order_line (shop_id, paid_at, line_id);

create table compass.refund (
  refund_id text not null,
  line_id text not null,
  minor bigint not null,
  at timestamptz not null,
  primary key (refund_id, line_id)
);

create table compass.sales_day (
  day date not null,
  shop_id text not null,
  product_id text not null,
  category_id text not null,
  content_id text,
  creator_id text,
  currency text not null,
  placed_lines bigint not null,
  paid_lines bigint not null,
  kept_lines bigint not null,
  paid_orders bigint not null,
  paid_minor bigint not null,
  -- Of the lines paid that day, whenever they were refunded.
  refunded_minor bigint not null
);
create unique index sales_day_cell on compass.sales_day (shop_id, day, product_id, category_id, content_id, creator_id, currency)
  nulls not distinct;
create index sales_day_creator on compass.sales_day (creator_id, day) where creator_id is not null;
create index sales_day_platform on compass.sales_day (day);

-- What one order line adds to the sums: a cell on the day it was placed, a cell on the day it was paid.
create function compass.cells_of(l compass.order_line) returns setof compass.sales_day language sql stable as $$
  select compass.day_of(l.placed_at), l.shop_id, l.product_id, l.category_id, l.content_id, l.creator_id, l.currency,
    1::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint
  where l.placed_at is not null
  union all
  select compass.day_of(l.paid_at), l.shop_id, l.product_id, l.category_id, l.content_id, l.creator_id, l.currency,
    0::bigint, 1::bigint, (l.refunded_minor = 0 or l.refunded_minor < l.paid_minor)::int::bigint, l.leads::int::bigint,
    l.paid_minor, l.refunded_minor
  where l.paid_at is not null
$$;

-- Moves the cells by the difference between what the line added before and what it adds now.
create function compass.move_cells() returns trigger language plpgsql as $$
begin
  insert into compass.sales_day as s
  select day, shop_id, product_id, category_id, content_id, creator_id, currency,
    sum(sign * placed_lines), sum(sign * paid_lines), sum(sign * kept_lines), sum(sign * paid_orders),
    sum(sign * paid_minor), sum(sign * refunded_minor)
  from (
    select -1 as sign, c.* from compass.cells_of(old) c
    union all
    select 1, c.* from compass.cells_of(new) c) moved
  group by day, shop_id, product_id, category_id, content_id, creator_id, currency
  on conflict (shop_id, day, product_id, category_id, content_id, creator_id, currency) do update set
    placed_lines = s.placed_lines + excluded.placed_lines, paid_lines = s.paid_lines + excluded.paid_lines,
    kept_lines = s.kept_lines + excluded.kept_lines, paid_orders = s.paid_orders + excluded.paid_orders,
    paid_minor = s.paid_minor + excluded.paid_minor, refunded_minor = s.refunded_minor + excluded.refunded_minor;
  return null;
end $$;
create trigger line_added after insert on compass.order_line for each row execute function compass.move_cells();
create trigger line_changed after update on compass.order_line for each row
  when (old is distinct from new) execute function compass.move_cells();

create table compass.content_day (
  day date not null,
  content_id text not null,
  creator_id text not null,
  impressions bigint not null,
  primary key (day, content_id)
);
create index content_day_creator on compass.content_day (creator_id, day);

-- Impressions of contents that carry goods of the shop; one impression counts once however many of its goods there are.
create table compass.shop_content_day (
  day date not null,
  shop_id text not null,
  content_id text not null,
  creator_id text not null,
  impressions bigint not null,
  primary key (shop_id, day, content_id)
);

create table compass.product_day (
  day date not null,
  shop_id text not null,
  product_id text not null,
  content_id text not null,
  creator_id text not null,
  impressions bigint not null,
  clicks bigint not null,
  primary key (shop_id, day, product_id, content_id)
);
create index product_day_creator on compass.product_day (creator_id, day);
create index product_day_platform on compass.product_day (day);

create table compass.active_shopper (
  day date not null,
  account_id text not null,
  primary key (day, account_id)
);

-- Names of what numbers are about, as last heard.
create table compass.label (
  id text primary key,
  zh text not null,
  en text not null
);

create table compass.cursor (
  reader text primary key,
  xid xid8 not null default '0',
  seq bigint not null default 0
);
