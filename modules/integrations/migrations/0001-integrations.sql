-- What other programs are told of a shop and what they may do in it: webhook endpoints and their deliveries, keys and their calls,
-- changed orders by number, exports and imports of files, and who looked at which receiver.

create schema integrations;

create table integrations.endpoint (
  endpoint_id text primary key,
  shop_id text not null,
  url text not null,
  note text not null default '',
  types text[] not null,
  secret bytea not null, -- sealed; the old one signs beside it until its time is over
  old_secret bytea,
  old_secret_until timestamptz,
  state text not null check (state in ('on', 'off', 'gone', 'failing')),
  failing_since timestamptz, -- the first failure since the last success
  disabled_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  removed_at timestamptz
);
create index endpoint_of_shop on integrations.endpoint (shop_id) where removed_at is null;

create table integrations.delivery (
  delivery_id text primary key,
  endpoint_id text not null references integrations.endpoint,
  shop_id text not null,
  message_id text not null, -- webhook-id: the same at every attempt and every resend
  type text not null,
  body text not null,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  attempts int not null default 0,
  round_from int not null default 0, -- attempts made before it was last sent anew by hand
  next_at timestamptz not null,
  lease_until timestamptz, -- a sender that dies gives it back by silence
  last_status int,
  last_fault text,
  created_at timestamptz not null,
  ended_at timestamptz,
  unique (endpoint_id, message_id)
) with (fillfactor = 80);
create index delivery_due on integrations.delivery (endpoint_id, next_at) where state = 'waiting';
create index delivery_of_endpoint on integrations.delivery (endpoint_id, delivery_id desc);
create index delivery_of_shop on integrations.delivery (shop_id, delivery_id desc);
create index delivery_age on integrations.delivery (created_at);

create table integrations.attempt (
  delivery_id text not null references integrations.delivery on delete cascade,
  n int not null,
  at timestamptz not null,
  status int,
  fault text,
  took_ms int not null,
  request_headers jsonb not null,
  response_headers jsonb not null,
  response_body text not null,
  primary key (delivery_id, n)
);

create table integrations.api_key (
  key_id text primary key,
  shop_id text not null,
  name text not null,
  prefix text not null,
  hash bytea not null unique,
  scopes text[] not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_key_of_shop on integrations.api_key (shop_id, key_id desc);

create table integrations.call (
  call_no bigint generated always as identity primary key,
  key_id text not null,
  shop_id text not null,
  at timestamptz not null,
  endpoint text not null,
  subject text, -- the order, SKU, refund … that the path names
  status int not null,
  code text,
  request_id text not null,
  ip text not null
);
create index call_of_key on integrations.call (key_id, call_no desc);
create index call_age on integrations.call (at);

-- One consumer writes here, one transaction after the other, so the numbers are in the order in which they become visible: a reader who
-- goes on from the last one it saw misses nothing.
create sequence integrations.change_no;
create table integrations.order_change (
  order_id text primary key,
  shop_id text not null,
  change_no bigint not null,
  change text not null,
  at timestamptz not null
) with (fillfactor = 80);
create index order_change_of_shop on integrations.order_change (shop_id, change_no);

create table integrations.low_stock (
  sku_id text primary key,
  shop_id text not null,
  noted_at timestamptz not null
);
create index low_stock_of_shop on integrations.low_stock (shop_id);

create table integrations.reveal (
  reveal_no bigint generated always as identity primary key,
  shop_id text not null,
  order_id text not null,
  actor text not null,
  at timestamptz not null,
  request_id text not null,
  ip text not null
);
create index reveal_of_shop on integrations.reveal (shop_id, at desc);

create function integrations.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'reveals are only added' using errcode = 'restrict_violation';
end $$;
create trigger reveal_is_append_only before update or delete on integrations.reveal
  for each statement execute function integrations.refuse_change();

create table integrations.order_export (
  export_id text primary key,
  shop_id text not null,
  state text,
  from_at timestamptz,
  until_at timestamptz,
  created_by text not null,
  created_at timestamptz not null
);
create index order_export_of_shop on integrations.order_export (shop_id, export_id desc);

create table integrations.goods_import (
  import_id text primary key,
  shop_id text not null,
  kind text not null check (kind in ('stock', 'prices', 'products')),
  file_name text not null,
  encoding text not null,
  rows jsonb not null, -- what is applied; empty while the file has errors
  row_count int not null,
  faults jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  applied_at timestamptz
);
create index goods_import_of_shop on integrations.goods_import (shop_id, import_id desc);
