-- Money that leaves needs a second person when it is much, and a merchant's later debts have an order in which they are met.

-- Numbers the platform may change, each from a moment on; by a merchant's tier where it depends on it (domain.md §16).
create table ledger.policy_version (
  name text not null,
  tier text not null, -- '' for all
  value bigint not null,
  effective_from timestamptz not null,
  created_by text not null,
  primary key (name, tier, effective_from)
);
insert into ledger.policy_version (name, tier, value, effective_from, created_by)
select name, tier, value, '2020-01-01T00:00:00Z', 'platform' from (values
  ('payout-alone-up-to-minor', '', 5000000), -- ¥50,000
  ('recovery-cap-bps', '', 5000), -- of a later order's income, at most half goes to what the fund advanced
  ('settle-after-days', 'intro', 7), ('settle-after-days', 'standard', 0), ('settle-after-days', 'extended', 23),
  ('reserve-bps', 'intro', 500), ('reserve-bps', 'standard', 0), ('reserve-bps', 'extended', 1000),
  ('reserve-days', 'intro', 30), ('reserve-days', 'standard', 0), ('reserve-days', 'extended', 60)
) as v (name, tier, value);

-- The newest says how soon a merchant's orders are settled and how much of each is kept back.
create table ledger.merchant_tier (
  version_id bigint generated always as identity primary key,
  shop_id text not null,
  at timestamptz not null,
  tier text not null check (tier in ('intro', 'standard', 'extended')),
  note text not null,
  by text not null
);
create index merchant_tier_of on ledger.merchant_tier (shop_id, version_id desc);

-- A withdrawal that waits for a second person; its id is the payout's when it is sent.
create table ledger.payout_request (
  payout_id text primary key,
  account_id text not null references ledger.account,
  role text not null,
  party_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  state text not null check (state in ('requested', 'sent', 'rejected')),
  requested_by text not null,
  requested_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  transfer_id text not null references ledger.transfer, -- the promise
  request_key text,
  unique (account_id, request_key),
  check (state <> 'sent' or decided_by <> requested_by)
);
create index payout_request_open on ledger.payout_request (payout_id) where state = 'requested';
-- What it would cover; let go when it is rejected.
create table ledger.payout_hold (
  entry_id bigint primary key references ledger.entry,
  payout_id text not null references ledger.payout_request
);
create index payout_hold_of on ledger.payout_hold (payout_id);

-- Orders that are complete and whose merchant is settled later.
create table ledger.settle_later (
  order_id text primary key,
  due_at timestamptz not null
);
create index settle_later_due on ledger.settle_later (due_at);

-- What was kept back of a settled order, and when it was let go.
create table ledger.reserve (
  order_id text primary key references ledger.settlement,
  shop_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  transfer_id text not null references ledger.transfer,
  release_at timestamptz not null
);
create index reserve_due on ledger.reserve (release_at);
create table ledger.reserve_release (
  order_id text primary key references ledger.reserve,
  amount_minor bigint not null, -- less than was kept when refunds needed some of it
  transfer_id text references ledger.transfer,
  at timestamptz not null
);

-- Out of what a merchant's part of a refund was met, after the order was settled.
create table ledger.refund_source (
  refund_id text not null,
  source text not null check (source in ('pending', 'available', 'reserve', 'deposit', 'advance')),
  order_id text not null,
  shop_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  at timestamptz not null,
  primary key (refund_id, source)
);
create index refund_source_of_order on ledger.refund_source (order_id);

do $$
declare
  name text;
begin
  foreach name in array array['policy_version', 'merchant_tier', 'reserve', 'reserve_release', 'refund_source'] loop
    execute format('create trigger append_only before update or delete or truncate on ledger.%I
      for each statement execute function ledger.refuse_change()', name);
  end loop;
end $$;
