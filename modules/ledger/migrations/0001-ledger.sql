-- Double entry that the database itself keeps: every transfer sums to zero in each currency and layer when it commits,
-- nothing is ever changed or removed. `pending` holds what is promised, `posted` what has happened; a promise is kept or
-- dropped by a further transfer, so each past state can be read back.

create schema ledger;

create table ledger.account (
  account_id text primary key, -- made from the four columns below, so two writers cannot make two
  party_type text not null check (party_type in ('provider', 'clearing', 'merchant', 'creator', 'agency', 'recruiter', 'platform', 'bank')),
  party_id text not null,
  kind text not null check (kind in ('external', 'clearing', 'balance', 'fee', 'tech-fee', 'subsidy', 'suspense')),
  currency text not null,
  created_at timestamptz not null,
  unique (party_type, party_id, kind, currency),
  unique (account_id, currency)
);
create index account_of_party on ledger.account (party_id, party_type);

create table ledger.transfer (
  transfer_id text primary key,
  -- What belongs together: a checkout's payment, an order's settlement, a refund, a payout.
  group_id text not null,
  kind text not null check (kind in ('payment', 'sale', 'refund', 'unmatched', 'payout')),
  phase text not null check (phase in ('pending', 'posted', 'post-pending', 'void', 'reversal')),
  of_transfer_id text references ledger.transfer,
  order_id text,
  line_id text,
  currency text not null,
  at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  check ((phase in ('pending', 'posted')) = (of_transfer_id is null))
);
create index transfer_of_group on ledger.transfer (group_id);
create index transfer_of_order on ledger.transfer (order_id);
create index transfer_of_transfer on ledger.transfer (of_transfer_id) where of_transfer_id is not null;
-- A promise is kept or dropped once.
create unique index transfer_resolved_once on ledger.transfer (of_transfer_id) where phase in ('post-pending', 'void');

create table ledger.entry (
  entry_id bigint generated always as identity primary key,
  transfer_id text not null references ledger.transfer,
  account_id text not null,
  layer text not null check (layer in ('pending', 'posted')),
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null,
  foreign key (account_id, currency) references ledger.account (account_id, currency)
);
create index entry_of_transfer on ledger.entry (transfer_id);
create index entry_of_account on ledger.entry (account_id, layer) include (amount_minor);

-- One sold line (or an order's freight) as it was agreed when it was paid: the terms and what they come to.
create table ledger.sale (
  transfer_id text primary key references ledger.transfer, -- its pending transfer
  order_id text not null,
  line_id text, -- null for freight
  kind text not null check (kind in ('goods', 'freight')),
  shop_id text not null,
  title jsonb not null,
  qty int not null,
  currency text not null,
  paid_at timestamptz not null,
  content_id text,
  creator_id text,
  agency_id text,
  recruiter_id text,
  rate_version_id text,
  goods_minor bigint not null,
  shop_coupon_minor bigint not null,
  platform_coupon_minor bigint not null,
  creator_coupon_minor bigint not null,
  platform_rate_bps int not null,
  tech_fee_bps int not null,
  creator_rate_bps int not null,
  agency_split_bps int not null,
  recruiter_rate_bps int not null,
  -- domain/split.ts at that moment; merchant + creator + agency + recruiter + platform = paid.
  paid_minor bigint not null,
  income_minor bigint not null,
  platform_fee_minor bigint not null,
  commission_base_minor bigint not null,
  commission_minor bigint not null,
  creator_tech_fee_minor bigint not null,
  recruiter_fee_minor bigint not null,
  recruiter_tech_fee_minor bigint not null,
  subsidy_minor bigint not null,
  merchant_minor bigint not null,
  creator_minor bigint not null,
  agency_minor bigint not null,
  recruiter_minor bigint not null,
  platform_minor bigint not null,
  check (merchant_minor + creator_minor + agency_minor + recruiter_minor + platform_minor = paid_minor)
);
create unique index sale_once on ledger.sale (order_id, coalesce(line_id, ''));
create index sale_of_shop on ledger.sale (shop_id, transfer_id desc);
create index sale_of_creator on ledger.sale (creator_id, transfer_id desc) where creator_id is not null;
create index sale_of_agency on ledger.sale (agency_id, transfer_id desc) where agency_id is not null;
create index sale_of_recruiter on ledger.sale (recruiter_id, transfer_id desc) where recruiter_id is not null;

-- What one refund took back of one sale, from whom.
create table ledger.refund_line (
  refund_id text not null,
  sale_transfer_id text not null references ledger.sale,
  transfer_id text not null references ledger.transfer,
  -- True: the parties had their money already, it was clawed back.
  settled boolean not null,
  at timestamptz not null,
  paid_minor bigint not null,
  merchant_minor bigint not null,
  creator_minor bigint not null,
  agency_minor bigint not null,
  recruiter_minor bigint not null,
  platform_minor bigint not null,
  check (merchant_minor + creator_minor + agency_minor + recruiter_minor + platform_minor = paid_minor),
  primary key (refund_id, sale_transfer_id)
);
create index refund_line_of_sale on ledger.refund_line (sale_transfer_id);

create table ledger.settlement (
  order_id text primary key,
  shop_id text not null,
  settled_at timestamptz not null
);

create table ledger.payout (
  payout_id text primary key,
  account_id text not null references ledger.account,
  role text not null,
  party_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  at timestamptz not null,
  transfer_id text not null references ledger.transfer,
  request_key text, -- the idempotency key it was asked with
  unique (account_id, request_key)
);
create index payout_of_account on ledger.payout (account_id, payout_id desc);

-- Exactly which entries a payout covers; an entry is paid out once.
create table ledger.payout_entry (
  entry_id bigint primary key references ledger.entry,
  payout_id text not null references ledger.payout
);
create index payout_entry_of_payout on ledger.payout_entry (payout_id);

create table ledger.rate_version (
  rate_version_id text primary key,
  scope text not null check (scope in ('default', 'category', 'emerging', 'tech-fee')),
  category_id text,
  rate_bps int not null check (rate_bps between 0 and 10000),
  effective_from timestamptz not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  check ((scope = 'category') = (category_id is not null))
);
-- The official rates: 5 %, fresh food 2 %, emerging products 0; a tenth of commissions for the tools (domain.md §12, §16).
insert into ledger.rate_version (rate_version_id, scope, category_id, rate_bps, effective_from, created_by) values
  ('rcv_00000000000000000000000001', 'default', null, 500, '2020-01-01T00:00:00Z', 'platform'),
  ('rcv_00000000000000000000000002', 'category', 'fresh', 200, '2020-01-01T00:00:00Z', 'platform'),
  ('rcv_00000000000000000000000003', 'emerging', null, 0, '2020-01-01T00:00:00Z', 'platform'),
  ('rcv_00000000000000000000000004', 'tech-fee', null, 1000, '2020-01-01T00:00:00Z', 'platform');

-- --- Balanced: checked when the transaction commits ------------------------------------------------------------------

create function ledger.check_balanced() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  if (select t.xid from ledger.transfer t where t.transfer_id = new.transfer_id) <> pg_current_xact_id() then
    raise exception 'TRANSFER_CLOSED: % was committed and takes no more entries', new.transfer_id using errcode = '23514';
  end if;
  select e.currency, e.layer, sum(e.amount_minor) as rest into wrong
    from ledger.entry e where e.transfer_id = new.transfer_id
    group by e.currency, e.layer having sum(e.amount_minor) <> 0 limit 1;
  if found then
    raise exception 'UNBALANCED: % is off by % % (%)', new.transfer_id, wrong.rest, wrong.currency, wrong.layer using errcode = '23514';
  end if;
  return null;
end $$;

create function ledger.check_not_empty() returns trigger language plpgsql as $$
begin
  if not exists (select from ledger.entry e where e.transfer_id = new.transfer_id) then
    raise exception 'UNBALANCED: % has no entries', new.transfer_id using errcode = '23514';
  end if;
  return null;
end $$;

create constraint trigger entry_balanced after insert on ledger.entry
  deferrable initially deferred for each row execute function ledger.check_balanced();
create constraint trigger transfer_not_empty after insert on ledger.transfer
  deferrable initially deferred for each row execute function ledger.check_not_empty();

-- --- Append-only -----------------------------------------------------------------------------------------------------

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'APPEND_ONLY: % on ledger.%; write a reversal instead', tg_op, tg_table_name using errcode = '23514';
end $$;

do $$
declare
  name text;
begin
  foreach name in array array['account', 'transfer', 'entry', 'sale', 'refund_line', 'settlement', 'payout', 'payout_entry', 'rate_version'] loop
    execute format('create trigger append_only before update or delete or truncate on ledger.%I
      for each statement execute function ledger.refuse_change()', name);
  end loop;
end $$;
