-- Packages that move: who carries them, what the carrier reported, when it was promised that they leave; what is being booked; who was shown
-- an address. Columns are nullable because the version before writes rows without them.

alter table trade.package
  add column state text,
  add column courier text, -- whose interface knows it; null: nobody's
  add column sort_code text, -- printed large on the label
  add column e_waybill boolean, -- booked by us, so that the carrier has the address
  add column collected_at timestamptz,
  add column signed_at timestamptz,
  add column moved_at timestamptz, -- the newest report
  add column ask_at timestamptz,
  add column asked int,
  add column intercept_by text, -- who asked for it back: buyer, merchant
  add column prints int;
create index package_to_ask on trade.package (ask_at) where ask_at is not null;
create index package_of_shop on trade.package (shop_id, package_id desc);

-- What a carrier reported, appended; the same report twice is one row.
create table trade.tracking_event (
  courier text not null,
  event_id text not null,
  package_id text not null references trade.package,
  state text not null,
  at timestamptz not null,
  place text,
  note text,
  received_at timestamptz not null,
  primary key (courier, event_id)
);
create index tracking_of_package on trade.tracking_event (package_id, at);

-- A waybill that is being booked: written before the courier is asked, ended when the package is written or the booking undone.
create table trade.booking (
  package_id text primary key,
  order_id text not null references trade.customer_order,
  shop_id text not null,
  carrier text not null,
  lines jsonb not null,
  request_key text,
  by_account text,
  state text not null check (state in ('open', 'shipped', 'undone')),
  made_at timestamptz not null,
  ask_at timestamptz
);
create unique index booking_open_once on trade.booking (order_id) where state = 'open';
create index booking_to_ask on trade.booking (ask_at) where ask_at is not null;

-- When each line was promised to leave, frozen as it was sold; `ship_by` of the order is fixed when it is paid.
alter table trade.order_line add column ship_within jsonb;
alter table trade.customer_order add column ship_by timestamptz;

-- Where a shop sends from: printed on its labels.
create table trade.sender (
  shop_id text primary key,
  address jsonb not null,
  updated_at timestamptz not null
);

-- Late: what the buyer was given for it, once an order.
create table trade.late_shipment (
  order_id text primary key references trade.customer_order,
  shop_id text not null,
  late_minor bigint not null,
  off_minor bigint not null,
  currency text not null,
  coupon_id text not null,
  made_at timestamptz not null
);

-- A buyer wants it sent elsewhere.
create table trade.address_change (
  change_id text primary key,
  order_id text not null references trade.customer_order,
  shop_id text not null,
  address jsonb not null,
  state text not null check (state in ('asked', 'applied', 'refused')),
  asked_at timestamptz not null,
  decided_at timestamptz,
  decided_by text
);
create unique index address_change_asked_once on trade.address_change (order_id) where state = 'asked';
create index address_change_of_shop on trade.address_change (shop_id, change_id desc);

-- Who was given a buyer's full address, and for what.
create table trade.address_seen (
  order_id text not null references trade.customer_order,
  seen bigint generated always as identity,
  package_id text not null,
  account_id text,
  why text not null check (why in ('ship', 'book')),
  at timestamptz not null,
  primary key (order_id, seen)
);
