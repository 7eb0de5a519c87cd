-- What a transfer with a provider is called in that provider's daily file: our payment or refund id. Null on all others, and on
-- those written before.
alter table ledger.transfer add column reference text;
