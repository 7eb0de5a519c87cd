-- Commission plans with every version they had, who shows what, which agency a creator belongs to, and what the square
-- must know of a product (kept from product.changed, so that sorting by rate and filtering by category is one query).

create schema alliance;

-- A plan is its versions: one at a time is open, and an ended one stays, because a cut spares who had picked before it.
create table alliance.plan_version (
  plan_id text primary key,
  product_id text not null,
  shop_id text not null,
  version int not null,
  rate_bps int not null check (rate_bps >= 0),
  recruiter_org_id text,
  recruiter_rate_bps int not null check (recruiter_rate_bps >= 0),
  from_at timestamptz not null,
  ended_at timestamptz,
  check (rate_bps + recruiter_rate_bps <= 9000),
  check (recruiter_org_id is not null or recruiter_rate_bps = 0),
  unique (product_id, version)
);
create unique index plan_version_open on alliance.plan_version (product_id) where ended_at is null;
create index plan_version_of_shop on alliance.plan_version (shop_id, plan_id) where ended_at is null;
create index plan_version_square on alliance.plan_version (rate_bps desc, plan_id desc) where ended_at is null;

create table alliance.showcase_item (
  creator_id text not null,
  product_id text not null,
  picked_at timestamptz not null,
  primary key (creator_id, product_id)
);
create index showcase_item_of_product on alliance.showcase_item (product_id);
create index showcase_item_order on alliance.showcase_item (creator_id, picked_at desc, product_id desc);

create table alliance.agency_binding (
  creator_id text not null,
  agency_id text not null,
  split_bps int not null check (split_bps between 0 and 10000),
  from_at timestamptz not null,
  ended_at timestamptz
);
create unique index agency_binding_open on alliance.agency_binding (creator_id) where ended_at is null;
create index agency_binding_roster on alliance.agency_binding (agency_id) where ended_at is null;

create table alliance.product (
  product_id text primary key,
  category_id text not null,
  search text not null, -- both titles, lower case
  on_sale boolean not null
);
