-- Rooms, the log of what was told in each, what is sold in them and how, and what was sold.

create schema live;

create table live.room (
  room_id text primary key,
  creator_id text not null,
  title jsonb not null,
  cover_url text,
  planned_at timestamptz,
  orientation text not null check (orientation in ('portrait', 'landscape')),
  state text not null check (state in ('preview', 'testing', 'live', 'interrupted', 'ended', 'archived')),
  -- SHA-256 of the stream key: the key itself is shown once.
  key_hash text not null,
  key_made_at timestamptz not null,
  -- The newest number of the room's log; the row's lock is what makes the numbers gapless and in order of commit.
  seq bigint not null default 0,
  -- Whose picture it is now; null while nobody publishes.
  stream_session text,
  picture_at timestamptz,
  content_id text, -- the room's content in the feed
  programme_id text,
  announcement jsonb,
  version int not null default 1,
  created_at timestamptz not null,
  started_at timestamptz,
  interrupted_at timestamptz,
  ended_at timestamptz,
  end_reason text check (end_reason in ('host', 'lost', 'platform')),
  check (state not in ('live', 'interrupted') or started_at is not null),
  check (state <> 'interrupted' or interrupted_at is not null),
  check (state not in ('ended', 'archived') or ended_at is not null)
) with (fillfactor = 70); -- seq moves in place
create unique index one_running_room on live.room (creator_id) where state in ('testing', 'live', 'interrupted');
create index room_of_creator on live.room (creator_id, room_id desc);
create index room_live on live.room (started_at desc, room_id desc) where state in ('live', 'interrupted');
create index room_planned on live.room (planned_at, room_id) where state = 'preview';

-- What was told in the room, once and for ever: replay and evidence read it years later.
create table live.room_event (
  room_id text not null references live.room,
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  event jsonb not null,
  actor text not null, -- an account's id, or what of ours did it: 'stream', 'ticker', 'clock'
  primary key (room_id, seq)
);
create function live.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'live.room_event is append-only';
end $$;
create trigger room_event_is_append_only before update or delete on live.room_event
  for each row execute function live.refuse_change();
create trigger room_event_is_not_emptied before truncate on live.room_event
  for each statement execute function live.refuse_change();

create table live.bag_item (
  room_id text not null references live.room,
  product_id text not null,
  shop_id text not null,
  position int not null,
  explain_state text not null default 'waiting' check (explain_state in ('waiting', 'explaining', 'explained')),
  explained_at timestamptz,
  added_at timestamptz not null,
  primary key (room_id, product_id)
);
create unique index one_explained on live.bag_item (room_id) where explain_state = 'explaining';

-- What the room sells a variant for, and where its units come from; no row: as the shop does.
create table live.bag_sku (
  room_id text not null,
  sku_id text not null,
  product_id text not null,
  room_price_minor bigint check (room_price_minor > 0),
  pool_id text,
  primary key (room_id, sku_id),
  foreign key (room_id, product_id) references live.bag_item on delete cascade
);

create table live.sale (
  sale_id text primary key,
  room_id text not null references live.room,
  product_id text not null,
  sku_id text not null,
  shop_id text not null,
  pool_id text not null,
  price_minor bigint not null check (price_minor > 0),
  currency text not null,
  units int not null check (units > 0),
  limit_per_person int not null check (limit_per_person > 0),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null check (state in ('scheduled', 'running', 'soldOut', 'ended', 'cancelled')),
  created_at timestamptz not null,
  check (ends_at > starts_at)
);
create index sale_of_room on live.sale (room_id, sale_id desc);
create unique index one_open_sale on live.sale (room_id, sku_id) where state in ('scheduled', 'running', 'soldOut');
create index sale_due on live.sale (least(starts_at, ends_at)) where state in ('scheduled', 'running', 'soldOut');

create table live.coupon (
  coupon_id text primary key,
  room_id text not null references live.room,
  shop_id text not null,
  off_minor bigint not null check (off_minor > 0),
  over_minor bigint not null check (over_minor > off_minor),
  currency text not null,
  units int not null check (units > 0),
  claimed int not null default 0 check (claimed between 0 and units),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at <= starts_at + interval '20 minutes'),
  closed_at timestamptz
);
create index coupon_of_room on live.coupon (room_id, coupon_id desc);
create unique index one_open_coupon on live.coupon (room_id) where closed_at is null;

create table live.coupon_claim (
  coupon_id text not null references live.coupon,
  buyer_id text not null,
  claimed_at timestamptz not null,
  -- The order that took it; freed when that order is cancelled before it was paid.
  order_id text,
  primary key (coupon_id, buyer_id)
);
create index claim_of_order on live.coupon_claim (order_id) where order_id is not null;

create table live.lucky_bag (
  lucky_bag_id text primary key,
  room_id text not null references live.room,
  title jsonb not null,
  winners int not null check (winners between 1 and 100),
  task text not null check (task in ('watch', 'comment', 'follow')),
  draws_at timestamptz not null,
  state text not null check (state in ('open', 'drawn', 'cancelled')),
  created_at timestamptz not null
);
create index lucky_bag_of_room on live.lucky_bag (room_id, lucky_bag_id desc);
create unique index one_open_lucky_bag on live.lucky_bag (room_id) where state = 'open';
create index lucky_bag_due on live.lucky_bag (draws_at) where state = 'open';

create table live.lucky_bag_entry (
  lucky_bag_id text not null references live.lucky_bag,
  person_id text not null,
  name text not null, -- masked
  joined_at timestamptz not null,
  won boolean not null default false,
  primary key (lucky_bag_id, person_id)
);

-- Order lines of the room, as trade told them. The big screen adds these up.
create table live.room_order (
  room_id text not null references live.room,
  line_id text primary key,
  order_id text not null,
  sale_id text,
  buyer_id text not null,
  product_id text not null,
  qty int not null check (qty > 0),
  paid_minor bigint not null check (paid_minor >= 0),
  refunded_minor bigint not null default 0 check (refunded_minor between 0 and paid_minor),
  currency text not null,
  state text not null check (state in ('placed', 'paid', 'refunded', 'cancelled')),
  placed_at timestamptz not null,
  paid_at timestamptz
);
create index room_order_of_room on live.room_order (room_id, paid_at desc);
create index room_order_of_order on live.room_order (order_id);

-- What the ticker told each room last (by SKU or sale, what is left), so that several workers together keep to its pace.
create table live.room_told (
  room_id text primary key references live.room,
  left_by_id jsonb not null,
  at timestamptz not null
) with (fillfactor = 70);

-- Finished pieces of the recording.
create table live.segment (
  room_id text not null references live.room,
  index int not null check (index >= 0),
  started_at timestamptz not null,
  duration_ms int not null check (duration_ms >= 0),
  file text not null,
  init_file text not null,
  bytes bigint not null check (bytes >= 0),
  sha256 text not null,
  discontinuity boolean not null,
  primary key (room_id, index)
);
