-- Every provider's daily file beside the ledger: what it says, what differs, who explained it, and the days that hold payouts back.
create table ledger.reconciliation (
  provider text not null,
  day text not null, -- in China, as the file names it: 2026-11-22
  looked_at timestamptz not null,
  lines int not null,
  -- Per currency: paid and refunded, theirs and ours, and what the provider kept.
  totals jsonb not null,
  release_asked_by text,
  release_note text,
  released_by text,
  released_at timestamptz,
  primary key (provider, day)
);

create table ledger.bill_line (
  provider text not null,
  day text not null,
  line_no int not null,
  what text not null check (what in ('payment', 'refund')),
  reference text not null,
  provider_ref text not null,
  amount_minor bigint not null,
  currency text not null,
  fee_minor bigint,
  state text not null check (state in ('succeeded', 'pending', 'failed')),
  at timestamptz not null,
  primary key (provider, day, line_no)
);
create index bill_line_of_reference on ledger.bill_line (provider, reference);

create table ledger.mismatch (
  mismatch_id text primary key,
  provider text not null,
  day text not null,
  kind text not null,
  -- What it is about: a payment's or refund's id, or a line's number.
  reference text not null,
  order_id text,
  ours text,
  theirs text,
  state text not null check (state in ('open', 'explained', 'resolved')),
  note text,
  explained_by text,
  resolved_by text,
  found_at timestamptz not null,
  changed_at timestamptz not null,
  unique (provider, day, kind, reference),
  foreign key (provider, day) references ledger.reconciliation
);
create index mismatch_unresolved on ledger.mismatch (provider, day) where state <> 'resolved';
