-- Sold in advance for a deposit (定金预售): what one costs to reserve, and when the balance is paid. All three or none.
alter table shop.stock_pool
  add column deposit_minor bigint,
  add column balance_from timestamptz,
  add column balance_until timestamptz,
  add constraint deposit_is_whole check (deposit_minor > 0 and balance_from < balance_until or num_nonnulls(deposit_minor, balance_from, balance_until) = 0) not valid;
