-- Units that stand apart for a room or a flash sale: moved out of the variant and back, sold from here meanwhile.

create table shop.stock_pool (
  pool_id text primary key,
  sku_id text not null references shop.sku,
  owner text not null, -- the room or the sale it stands apart for
  on_hand int not null default 0 check (on_hand >= 0),
  reserved int not null default 0 check (reserved >= 0),
  created_at timestamptz not null,
  -- Closed once, never opened again: what is still held for unpaid orders goes back to the variant when they are cancelled.
  closed_at timestamptz,
  constraint pool_never_oversold check (reserved <= on_hand),
  constraint closed_pool_holds_only_reserved check (closed_at is null or on_hand = reserved)
) with (fillfactor = 70); -- stock moves in place
create index stock_pool_of_owner on shop.stock_pool (owner);

-- One order may take a variant from the shelf and from a pool.
alter table shop.stock_hold_line add column pool_id text references shop.stock_pool;
alter table shop.stock_hold_line drop constraint stock_hold_line_pkey;
alter table shop.stock_hold_line add constraint stock_hold_line_once unique nulls not distinct (hold_id, sku_id, pool_id);
