-- Coupons: who bears them, what they are good for, how many there are; and each buyer's pieces of them.

create schema promotions;

create table promotions.coupon (
  coupon_id text primary key,
  funder text not null check (funder in ('shop', 'platform', 'creator')),
  funder_id text not null, -- the shop, 'platform', or the creator
  off_minor bigint not null check (off_minor > 0),
  over_minor bigint not null,
  currency text not null,
  category_id text,
  product_ids text[],
  units int not null check (units > 0),
  claimed int not null default 0 check (claimed >= 0),
  per_person int not null check (per_person > 0),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  closed_at timestamptz, -- no more are handed out; claimed ones stay good
  created_by text not null,
  created_at timestamptz not null,
  constraint something_is_left_to_pay check (over_minor > off_minor),
  constraint never_more_than_there_are check (claimed <= units),
  constraint ends_after_it_starts check (ends_at > starts_at)
) with (fillfactor = 70); -- counted in place
create index coupon_of_funder on promotions.coupon (funder, funder_id, coupon_id desc);
create index coupon_open on promotions.coupon (funder, funder_id, ends_at) where closed_at is null;

create table promotions.claim (
  claim_id text primary key,
  coupon_id text not null references promotions.coupon,
  account_id text not null,
  nth int not null, -- the person's first, second … of this coupon
  claimed_at timestamptz not null,
  checkout_id text, -- what holds it, or was paid with it
  unique (coupon_id, account_id, nth)
);
create index claim_of_account on promotions.claim (account_id, claim_id desc);
create index claim_of_checkout on promotions.claim (checkout_id) where checkout_id is not null;
