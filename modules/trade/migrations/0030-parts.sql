-- A checkout paid in parts, one after another, and a refund that goes back to more than one payment. Null where there is one of each, and in
-- the rows of the version before.

alter table trade.checkout
  add column parts jsonb, -- [{kind, amountMinor, provider, opensAt, closesAt}]
  add column parts_paid int;

alter table trade.payment add column part int; -- the first is 0

-- One state more than before, so that every row there is satisfies it already.
alter table trade.customer_order
  add column pay_from timestamptz, -- when the next part can be paid
  drop constraint customer_order_state_check,
  add constraint customer_order_state_check check (state in ('awaiting-payment', 'part-paid', 'paid', 'partly-shipped', 'shipped', 'received',
    'completed', 'cancelled', 'refunded', 'held')) not valid;

-- What of a refund goes back to which payment; a refund to one payment has none. The provider knows each by `leg_id`.
create table trade.refund_leg (
  leg_id text primary key,
  refund_id text not null references trade.refund,
  payment_id text not null references trade.payment,
  amount_minor bigint not null check (amount_minor > 0),
  sent_at timestamptz
);
create index leg_of_refund on trade.refund_leg (refund_id);
create index leg_of_payment on trade.refund_leg (payment_id);
