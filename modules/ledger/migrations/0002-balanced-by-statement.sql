-- The same two promises, kept once a statement instead of once a row and once more at the end of the transaction: what a statement
-- writes of a transfer balances when that statement ends, and a transfer takes entries in its own transaction alone.

-- One transfer after another: asked as a join with `added`, of whose size it knows nothing, PostgreSQL reads the whole ledger.
create function ledger.check_entries() returns trigger language plpgsql as $$
declare
  one record;
begin
  for one in select distinct transfer_id from added loop
    if (select t.xid from ledger.transfer t where t.transfer_id = one.transfer_id) is distinct from pg_current_xact_id() then
      raise exception 'TRANSFER_CLOSED: % was committed and takes no more entries', one.transfer_id using errcode = '23514';
    end if;
  end loop;
  for one in select distinct account_id, currency from added loop
    if not exists (select from ledger.account a where a.account_id = one.account_id and a.currency = one.currency) then
      raise exception 'ACCOUNT_UNKNOWN: % in %', one.account_id, one.currency using errcode = '23503';
    end if;
  end loop;
  for one in select transfer_id, currency, layer, sum(amount_minor) as rest from added
      group by transfer_id, currency, layer having sum(amount_minor) <> 0 limit 1 loop
    raise exception 'UNBALANCED: % is off by % % (%)', one.transfer_id, one.rest, one.currency, one.layer using errcode = '23514';
  end loop;
  return null;
end $$;

-- The two foreign keys of an entry say the same, and lock: all who sell at once would share a lock on the clearing account's row. Accounts
-- and transfers are never removed (append_only), so looking is enough.
alter table ledger.entry drop constraint entry_account_id_currency_fkey, drop constraint entry_transfer_id_fkey;

create trigger entries_balanced after insert on ledger.entry referencing new table as added
  for each statement execute function ledger.check_entries();
drop trigger entry_balanced on ledger.entry;
drop function ledger.check_balanced();

create function ledger.check_transfers() returns trigger language plpgsql as $$
declare
  one record;
begin
  for one in select transfer_id from added loop
    if not exists (select from ledger.entry e where e.transfer_id = one.transfer_id) then
      raise exception 'UNBALANCED: % has no entries', one.transfer_id using errcode = '23514';
    end if;
  end loop;
  return null;
end $$;

create trigger transfers_not_empty after insert on ledger.transfer referencing new table as added
  for each statement execute function ledger.check_transfers();
drop trigger transfer_not_empty on ledger.transfer;
drop function ledger.check_not_empty();
