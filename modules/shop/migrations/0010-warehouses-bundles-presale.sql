-- Where a variant's units lie, what a bundle consists of, units sold in advance or locked for a campaign, and every change of stock.
-- The gate against overselling stays what it was: one conditional UPDATE of shop.sku (or of a pool).

create table shop.warehouse (
  warehouse_id text primary key,
  shop_id text not null references shop.shop,
  name text not null,
  -- The main one has no rows in warehouse_stock: it holds what is nowhere else. It is written with the shop's second.
  main boolean not null default false,
  provinces text[] not null default '{}', -- those it serves first; empty: all alike
  priority int not null default 100, -- the smaller the sooner
  open boolean not null default true,
  created_at timestamptz not null
);
create index warehouse_of_shop on shop.warehouse (shop_id, warehouse_id);
create unique index one_main_warehouse on shop.warehouse (shop_id) where main;

create table shop.warehouse_stock (
  sku_id text not null references shop.sku,
  warehouse_id text not null references shop.warehouse,
  on_hand int not null default 0 check (on_hand >= 0),
  reserved int not null default 0 check (reserved >= 0),
  primary key (sku_id, warehouse_id),
  constraint place_never_oversold check (reserved <= on_hand)
) with (fillfactor = 70);

-- Which of a hold's units are taken from where; what is not named comes from the main warehouse.
create table shop.stock_hold_place (
  hold_id text not null references shop.stock_hold,
  sku_id text not null references shop.sku,
  warehouse_id text not null references shop.warehouse,
  qty int not null check (qty > 0),
  primary key (hold_id, sku_id, warehouse_id)
);

create table shop.bundle_part (
  bundle_sku_id text not null references shop.sku,
  part_sku_id text not null references shop.sku,
  qty int not null check (qty > 0),
  primary key (bundle_sku_id, part_sku_id)
);
create index bundle_of_part on shop.bundle_part (part_sku_id);

alter table shop.sku
  add column bundle boolean not null default false,
  -- The most of it that one bundle takes; 0: it is in none.
  add column part_of int not null default 0,
  -- Some of it lies in a warehouse that is not the main one.
  add column warehoused boolean not null default false,
  -- No more than this in one order; `purchase_limit` is for one person, within `limit_days` or for ever.
  add column order_limit int check (order_limit > 0),
  add column limit_days int check (limit_days > 0),
  add constraint bundle_has_no_units_of_its_own check (not bundle or on_hand = 0) not valid;

-- Of a room or a sale (null), of a campaign, or sold in advance: the last were never on the shelf, and never go back to it.
alter table shop.stock_pool
  add column kind text check (kind in ('campaign', 'presale')),
  add column name text,
  add column starts_at timestamptz,
  add column ends_at timestamptz,
  add column price_minor bigint check (price_minor > 0),
  add column limit_per_person int check (limit_per_person > 0),
  add column ships_at timestamptz;
create unique index one_apart_of_a_kind on shop.stock_pool (sku_id, kind) where kind is not null and closed_at is null;
create index stock_pool_ends on shop.stock_pool (ends_at) where ends_at is not null and closed_at is null;

-- Units that came or went otherwise than by being sold. On hand + apart = sum of movements − units of committed holds.
create table shop.stock_movement (
  movement_id bigint generated always as identity primary key,
  sku_id text not null references shop.sku,
  warehouse_id text references shop.warehouse, -- null: the main one
  delta int not null,
  reason text not null check (reason in ('opening', 'received', 'count', 'damaged', 'returned', 'set', 'sync', 'transfer')),
  note text,
  by text not null, -- an account, or what the platform calls itself
  at timestamptz not null
);
create index movement_of_sku on shop.stock_movement (sku_id, movement_id desc);

insert into shop.stock_movement (sku_id, delta, reason, by, at)
select k.sku_id, k.on_hand + coalesce(apart.units, 0) + coalesce(sold.units, 0), 'opening', 'system', now()
from shop.sku k
left join (select sku_id, sum(on_hand)::int as units from shop.stock_pool group by 1) as apart using (sku_id)
left join (select l.sku_id, sum(l.qty)::int as units from shop.stock_hold h join shop.stock_hold_line l using (hold_id)
  where h.state = 'committed' group by 1) as sold using (sku_id);

create function shop.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'shop.% is append-only', tg_table_name;
end $$;
create trigger append_only before update or delete or truncate on shop.stock_movement
  for each statement execute function shop.refuse_change();
