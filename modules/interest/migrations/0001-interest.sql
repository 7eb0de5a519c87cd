-- The feed's own tables: copies of what is on offer, what each person decided, and snapshots of what was learned.
create schema interest;

-- `xid` is the last writing transaction: a process that remembers the snapshot it read last finds every later change with
-- `xid >= that`, whatever order transactions commit in.
create table interest.catalogue_content (
  id text primary key,
  facts jsonb,
  verdict text,
  xid xid8 not null default pg_current_xact_id()
);
create index catalogue_content_changes on interest.catalogue_content (xid);

create table interest.catalogue_product (
  id text primary key,
  facts jsonb,
  verdict text,
  rate_bps int,
  sold_lines int not null default 0,
  refunded_lines int not null default 0,
  xid xid8 not null default pg_current_xact_id()
);
create index catalogue_product_changes on interest.catalogue_product (xid);

-- Only people who decided something have a row.
create table interest.person (
  account_id text primary key,
  settings jsonb not null,
  xid xid8 not null default pg_current_xact_id()
);
create index person_changes on interest.person (xid);

-- What the learner knew at a place in the signal log; it replays the log from there.
create table interest.snapshot (
  id bigint generated always as identity primary key,
  made_at timestamptz not null,
  policy text not null,
  cursor_xid xid8 not null,
  cursor_seq bigint not null,
  body bytea not null
);
