-- The machinery's own tables: outbox and its readers, idempotency keys, settings (the demo clock's offset).

create table platform.outbox (
  id bigint generated always as identity primary key,
  -- The writing transaction. Readers order by (xid, id) and stop before the oldest transaction still open:
  -- ids alone are handed out before commit, so `id > last` would skip events of slower transactions.
  xid xid8 not null default pg_current_xact_id(),
  event_id text not null unique,
  name text not null,
  version int not null,
  subject text not null,
  occurred_at timestamptz not null,
  payload jsonb not null
);
create index outbox_order on platform.outbox (xid, id);

create table platform.consumer (
  name text primary key,
  xid xid8 not null default '0',
  id bigint not null default 0,
  updated_at timestamptz not null default now()
);

create table platform.parked_event (
  consumer text not null,
  event_id text not null,
  reason text not null,
  tries int not null,
  parked_at timestamptz not null default now(),
  primary key (consumer, event_id)
);

create table platform.idempotency_key (
  actor text not null,
  endpoint text not null,
  key text not null,
  request_hash text not null,
  locked_until timestamptz not null,
  status int,
  body text,
  created_at timestamptz not null default now(),
  primary key (actor, endpoint, key)
);
create index idempotency_key_age on platform.idempotency_key (created_at);

create table platform.setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);
