-- Annual framework agreements: what was agreed, how far the year has come, and the credit notes that give too high fees back.

-- Which kinds of transfer and account there are is said once, in domain/posting.ts; that they balance is kept here.
alter table ledger.transfer drop constraint transfer_kind_check,
  add constraint transfer_kind_check check (kind ~ '^[a-z]+(-[a-z]+)*$') not valid;
alter table ledger.account drop constraint account_kind_check,
  add constraint account_kind_check check (kind ~ '^[a-z]+(-[a-z]+)*$') not valid;
alter table ledger.account drop constraint account_party_type_check,
  add constraint account_party_type_check check (party_type ~ '^[a-z]+(-[a-z]+)*$') not valid;

create table ledger.agreement (
  agreement_id text primary key,
  role text not null check (role in ('merchant', 'creator', 'agency')),
  party_id text not null,
  year int not null check (year between 2000 and 2100),
  mode text not null check (mode in ('lower-rate', 'rebate')),
  basis text not null check (basis in ('marginal', 'whole')),
  tiers jsonb not null, -- [{"thresholdMinor": "…", "rateBps": …}], ascending
  exclusions text[] not null, -- 'emerging', or categories with a rate of their own
  currency text not null,
  note text not null,
  state text not null,
  created_by text not null,
  created_at timestamptz not null,
  signed_by text,
  signed_at timestamptz,
  -- As last measured; what it was at each credit note stands there.
  sales_minor bigint not null default 0,
  charged_minor bigint not null default 0,
  agreed_minor bigint not null default 0,
  reached_bps int,
  measured_at timestamptz,
  check (signed_by is null or signed_by <> created_by)
);
create unique index agreement_of_year on ledger.agreement (role, party_id, year) where state <> 'closed';
create index agreement_running on ledger.agreement (state) where state not in ('draft', 'closed');

-- Each state it entered, by whom; only grows.
create table ledger.agreement_step (
  step_id bigint generated always as identity primary key,
  agreement_id text not null references ledger.agreement,
  state text not null,
  at timestamptz not null,
  by text not null
);
create index agreement_step_of on ledger.agreement_step (agreement_id, step_id);

-- What was given back (or, after later refunds, taken back again) and the fee lines that it is about.
create table ledger.credit_note (
  note_id text primary key,
  agreement_id text not null references ledger.agreement,
  transfer_id text not null references ledger.transfer,
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null,
  sales_minor bigint not null,
  charged_minor bigint not null,
  agreed_minor bigint not null,
  at timestamptz not null
);
create index credit_note_of on ledger.credit_note (agreement_id, note_id);
create table ledger.credit_note_line (
  note_id text not null references ledger.credit_note,
  sale_transfer_id text not null references ledger.sale,
  base_minor bigint not null,
  fee_minor bigint not null,
  primary key (note_id, sale_transfer_id)
);
create index credit_note_line_of_sale on ledger.credit_note_line (sale_transfer_id);

do $$
declare
  name text;
begin
  foreach name in array array['agreement_step', 'credit_note', 'credit_note_line'] loop
    execute format('create trigger append_only before update or delete or truncate on ledger.%I
      for each statement execute function ledger.refuse_change()', name);
  end loop;
end $$;
