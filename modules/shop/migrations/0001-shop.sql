-- Shops, what they sell, what is in stock and what is held for unpaid orders.

create schema shop;

create table shop.shop (
  shop_id text primary key, -- the organisation's id
  name jsonb not null,
  kind text not null check (kind in ('flagship', 'factory', 'farm', 'craft')),
  story jsonb not null,
  logo_url text,
  city text not null,
  state text not null default 'trading' check (state in ('trading', 'restricted', 'closed')),
  created_at timestamptz not null
);

create table shop.product (
  product_id text primary key,
  shop_id text not null references shop.shop,
  title jsonb not null,
  description jsonb not null,
  images text[] not null,
  category_id text not null,
  tags text[] not null,
  attributes jsonb not null,
  guarantees text[] not null,
  ship_within_hours int not null,
  currency text not null,
  emerging boolean not null default false,
  -- Two axes that do not know each other: what the merchant wants, what the platform allows.
  on_shelf boolean not null,
  review_state text not null check (review_state in ('draft', 'pending', 'passed', 'rejected')),
  review_rule_id text,
  review_note text,
  -- Told by the SKUs; kept here so that a list of a hundred cards reads no SKU.
  min_price_minor bigint,
  max_price_minor bigint,
  list_price_minor bigint,
  in_stock boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  search text not null generated always as (lower((title ->> 'zh') || ' ' || (title ->> 'en'))) stored
);
create index product_of_shop on shop.product (shop_id, product_id);
create index product_of_category on shop.product (category_id, product_id) where on_shelf and review_state = 'passed';

create table shop.sku (
  sku_id text primary key,
  product_id text not null references shop.product,
  position int not null,
  name jsonb not null,
  price_minor bigint not null check (price_minor > 0),
  list_price_minor bigint check (list_price_minor > 0),
  on_hand int not null check (on_hand >= 0),
  reserved int not null default 0 check (reserved >= 0),
  purchase_limit int check (purchase_limit > 0),
  -- Withdrawn from sale. Never deleted: orders and holds name it.
  retired boolean not null default false,
  version int not null default 1,
  constraint never_oversold check (reserved <= on_hand)
) with (fillfactor = 70); -- stock moves in place
create index sku_of_product on shop.sku (product_id, position);

create table shop.stock_hold (
  hold_id text primary key, -- the order's or the checkout's id
  state text not null check (state in ('reserved', 'committed', 'released', 'returned')),
  expires_at timestamptz not null,
  created_at timestamptz not null
);
create index stock_hold_due on shop.stock_hold (expires_at) where state = 'reserved';

create table shop.stock_hold_line (
  hold_id text not null references shop.stock_hold,
  sku_id text not null references shop.sku,
  qty int not null check (qty > 0),
  primary key (hold_id, sku_id)
);

-- Apart from the product, so that counting a sale never waits for an edit or a reservation.
create table shop.sold (
  product_id text primary key references shop.product,
  units bigint not null
);
