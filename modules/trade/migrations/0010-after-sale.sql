-- After-sale cases and their history; units that were given back before they were sent; what a
-- review may still get: a word later, pictures, an appeal.

create table trade.after_sale (
  after_sale_id text primary key,
  order_id text not null references trade.customer_order,
  shop_id text not null,
  buyer_id text not null,
  type text not null,
  state text not null,
  reason text not null,
  note text,
  request_key text,
  lines jsonb not null, -- [{lineId, qty, amountMinor}]
  amount_minor bigint not null check (amount_minor >= 0), -- goods; the worth of the units where no money is asked
  freight_minor bigint not null check (freight_minor >= 0),
  currency text not null,
  refund_id text references trade.refund,
  asked_at timestamptz not null,
  due_at timestamptz, -- when the clock moves it; null when it is over
  ended_at timestamptz,
  version int not null default 1,
  extended boolean not null default false,
  buyer_heard boolean not null default false,
  merchant_heard boolean not null default false,
  return_carrier text,
  return_tracking text,
  returned_at timestamptz,
  returned_serials jsonb,
  restocked boolean,
  sent_carrier text,
  sent_tracking text,
  holds_stock boolean not null default false,
  ruling text,
  ruled_at timestamptz,
  platform_minor bigint not null default 0 check (platform_minor >= 0)
);
create index after_sale_of_order on trade.after_sale (order_id, after_sale_id);
create index after_sale_of_buyer on trade.after_sale (buyer_id, after_sale_id desc);
create index after_sale_of_shop on trade.after_sale (shop_id, state, due_at);
create index after_sale_due on trade.after_sale (due_at) where due_at is not null;
create index after_sale_disputed on trade.after_sale (due_at) where state in ('evidence', 'judging') or ruling is not null;
create unique index after_sale_of_refund on trade.after_sale (refund_id) where refund_id is not null;

-- Appended only: who did what, with what words and pictures. The audit of a case and its evidence are the same rows.
create table trade.after_sale_step (
  after_sale_id text not null references trade.after_sale,
  step bigint generated always as identity,
  move text not null,
  state text not null,
  by text not null check (by in ('buyer', 'merchant', 'operator', 'system')),
  account_id text,
  at timestamptz not null,
  note text,
  media jsonb,
  primary key (after_sale_id, step)
);

-- Several refunds of an order, each of a part: what guards the sum is the order's lock (service/after-sale.ts).
drop index trade.refund_open_once;

-- Whose money it was: [{source, amountMinor}].
alter table trade.refund add column sources jsonb;

alter table trade.order_line add column undone_qty int; -- paid back before they were sent
alter table trade.review
  add column media jsonb,
  add column follow_up text,
  add column followed_up_at timestamptz,
  add column appeal text,
  add column appeal_state text check (appeal_state in ('appealed', 'upheld', 'dismissed')),
  add column appealed_at timestamptz,
  add column appeal_decided_at timestamptz;
create index review_appealed on trade.review (appealed_at) where appeal_state = 'appealed';
