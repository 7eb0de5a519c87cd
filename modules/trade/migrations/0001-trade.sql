-- Carts, checkouts and their payments, orders with everything frozen into them, packages, refunds, reviews.

create schema trade;

create table trade.cart_line (
  account_id text not null,
  sku_id text not null,
  qty int not null check (qty between 1 and 200),
  added_price_minor bigint not null,
  attribution text, -- the token of the card it was added from, still to be checked
  added_at timestamptz not null,
  primary key (account_id, sku_id)
);

create table trade.freight_template (
  shop_id text primary key,
  base_minor bigint not null check (base_minor >= 0),
  free_over_minor bigint check (free_over_minor >= 0),
  currency text not null,
  updated_at timestamptz not null
);

-- What is paid at once: one order per shop.
create table trade.checkout (
  checkout_id text primary key,
  buyer_id text not null,
  idempotency_key text not null,
  request_hash text not null,
  currency text not null,
  total_minor bigint not null check (total_minor > 0),
  title jsonb not null, -- for the pay page
  merchant jsonb not null,
  locale text not null,
  placed_at timestamptz not null,
  expires_at timestamptz not null,
  -- One effect per key even when the answer, and the HTTP store's row, were lost.
  unique (buyer_id, idempotency_key)
);

create table trade.payment (
  payment_id text primary key,
  checkout_id text not null references trade.checkout,
  provider text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  state text not null check (state in ('open', 'succeeded', 'failed', 'closed', 'mismatch')),
  pay_url text, -- null until the provider has answered
  created_at timestamptz not null,
  decided_at timestamptz,
  charged_minor bigint,
  charged_currency text,
  -- When to ask the provider again; null when there is nothing left to ask.
  ask_at timestamptz,
  asked int not null default 0
);
create index payment_of_checkout on trade.payment (checkout_id, payment_id);
create index payment_to_ask on trade.payment (ask_at) where ask_at is not null;

-- Every event a provider sent, once.
create table trade.provider_event (
  provider text not null,
  event_id text not null,
  kind text not null,
  payment_id text,
  received_at timestamptz not null,
  primary key (provider, event_id)
);

create table trade.customer_order (
  order_id text primary key,
  checkout_id text not null references trade.checkout,
  shop_id text not null,
  shop_name jsonb not null,
  buyer_id text not null,
  state text not null check (state in ('awaiting-payment', 'paid', 'partly-shipped', 'shipped', 'received', 'completed', 'cancelled', 'refunded', 'held')),
  goods_minor bigint not null,
  freight_minor bigint not null,
  total_minor bigint not null check (total_minor = goods_minor + freight_minor),
  freight_rule jsonb not null,
  currency text not null,
  address jsonb not null,
  note text,
  placed_at timestamptz not null,
  expires_at timestamptz not null,
  paid_at timestamptz,
  shipped_at timestamptz,
  received_at timestamptz,
  completed_at timestamptz,
  cancelled_at timestamptz,
  -- When the next thing is due: payment, shipping, automatic receipt, settlement.
  due_at timestamptz
);
create index order_of_checkout on trade.customer_order (checkout_id);
create index order_of_buyer on trade.customer_order (buyer_id, order_id desc);
create index order_of_shop on trade.customer_order (shop_id, order_id desc);
create index order_of_shop_by_state on trade.customer_order (shop_id, state, order_id desc);
create index order_due on trade.customer_order (state, due_at) where due_at is not null;

create table trade.order_line (
  line_id text primary key,
  order_id text not null references trade.customer_order,
  product_id text not null,
  sku_id text not null,
  category_id text not null,
  emerging boolean not null,
  title jsonb not null,
  sku_name jsonb not null,
  image_url text not null,
  list_price_minor bigint not null,
  price_minor bigint not null,
  qty int not null check (qty > 0),
  shipped_qty int not null default 0 check (shipped_qty between 0 and qty),
  paid_minor bigint not null check (paid_minor = price_minor * qty),
  -- Where the sale came from.
  slate_id text,
  slate_position int,
  content_id text,
  creator_id text,
  -- The terms it was agreed on (domain.md §12: frozen per sub-order).
  rate_version_id text not null,
  platform_rate_bps int not null,
  tech_fee_bps int not null,
  plan_id text,
  creator_rate_bps int not null,
  agency_id text,
  agency_split_bps int not null,
  recruiter_id text,
  recruiter_rate_bps int not null
);
create index line_of_order on trade.order_line (order_id, line_id);
create index line_of_product on trade.order_line (product_id);

create table trade.order_step (
  order_id text not null references trade.customer_order,
  step bigint generated always as identity,
  state text not null,
  at timestamptz not null,
  by text not null check (by in ('buyer', 'merchant', 'provider', 'system', 'platform')),
  note text,
  primary key (order_id, step)
);

create table trade.package (
  package_id text primary key,
  order_id text not null references trade.customer_order,
  shop_id text not null,
  carrier text not null,
  tracking_no text not null,
  lines jsonb not null,
  request_key text, -- the idempotency key it was asked with
  shipped_at timestamptz not null,
  -- An empty parcel's number used again is the oldest trick.
  constraint tracking_used_once unique (carrier, tracking_no)
);
create index package_of_order on trade.package (order_id);

create table trade.refund (
  refund_id text primary key,
  order_id text not null references trade.customer_order,
  shop_id text not null,
  buyer_id text not null,
  payment_id text not null references trade.payment,
  state text not null check (state in ('requested', 'approved', 'refused', 'succeeded')),
  reason text not null,
  note text,
  request_key text, -- the idempotency key it was asked with
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  requested_at timestamptz not null,
  decide_by timestamptz,
  decided_at timestamptz,
  decided_by text check (decided_by in ('merchant', 'system')),
  refusal text,
  succeeded_at timestamptz,
  -- What was taken back of each line, once approved.
  lines jsonb,
  ask_at timestamptz,
  asked int not null default 0
);
-- One refund of an order's goods at a time; a refused one may be asked again.
create unique index refund_open_once on trade.refund (order_id) where state <> 'refused' and reason not in ('late-payment', 'duplicate-payment', 'payment-mismatch');
create index refund_of_order on trade.refund (order_id, refund_id desc);
create index refund_of_shop on trade.refund (shop_id, state, refund_id desc);
create index refund_undecided on trade.refund (decide_by) where state = 'requested';
create index refund_to_ask on trade.refund (ask_at) where ask_at is not null;

create table trade.review (
  review_id text primary key,
  order_id text not null references trade.customer_order,
  shop_id text not null,
  product_id text not null,
  buyer_id text not null,
  author text not null, -- masked
  sku_name jsonb not null,
  rating int not null check (rating between 1 and 5),
  body text not null,
  created_at timestamptz not null,
  reply text,
  replied_at timestamptz,
  constraint reviewed_once unique (order_id, product_id)
);
create index review_of_product on trade.review (product_id, review_id desc);
create index review_of_shop on trade.review (shop_id, review_id desc);
