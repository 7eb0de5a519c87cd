-- Behaviour: append-only, relaxed, partition-friendly (no foreign key; the primary key starts with the day, which is a pure
-- function of the client-made id, so a resend meets its first copy in the same partition).
create schema signals;

create table signals.slate (
  id text primary key,
  account_id text not null,
  surface text not null check (surface in ('recommend', 'following')),
  personalised boolean not null,
  policy text not null,
  served_at timestamptz not null,
  -- json, not jsonb: a slate is written a hundred times for each time it is read, and then as a whole; jsonb would take it
  -- apart on every write (1.4 against 0.6 ms for one slate).
  features json not null,
  items json not null,
  stages json not null
);
create index slate_account on signals.slate (account_id, served_at desc);

create table signals.signal (
  day date not null,
  id text not null,
  -- Readers follow (xid, seq) and stop before the oldest open transaction, as with platform.outbox.
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  account_id text not null,
  kind text not null,
  at timestamptz not null,
  received_at timestamptz not null,
  slate_id text,
  position smallint,
  content_id text,
  product_id text,
  dwell_ms int check (dwell_ms >= 0),
  duration_ms int check (duration_ms > 0),
  primary key (day, id)
);
create index signal_order on signals.signal (xid, seq);
create index signal_newest on signals.signal (seq desc);
create index signal_account on signals.signal (account_id, seq desc);
create index signal_content on signals.signal (content_id, seq desc);
create index signal_slate on signals.signal (slate_id) where slate_id is not null;
