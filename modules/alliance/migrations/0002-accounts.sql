-- Which accounts speak for a shop (账号矩阵): one official, and as many as it likes for its staff and its categories. An account speaks
-- for one shop at a time; ended links stay, so that who spoke for whom can be asked later.

create table alliance.shop_account (
  link_id text primary key,
  shop_id text not null,
  creator_id text not null,
  kind text not null check (kind in ('official', 'staff', 'category')),
  label text not null,
  state text not null check (state in ('invited', 'linked', 'declined', 'withdrawn', 'ended')),
  invited_at timestamptz not null,
  linked_at timestamptz,
  ended_at timestamptz,
  check (state <> 'linked' or linked_at is not null),
  check ((ended_at is null) = (state in ('invited', 'linked')))
);
create unique index shop_account_open on alliance.shop_account (shop_id, creator_id) where ended_at is null;
create unique index shop_account_one_shop on alliance.shop_account (creator_id) where state = 'linked';
create unique index shop_account_official on alliance.shop_account (shop_id) where state = 'linked' and kind = 'official';
create index shop_account_of_creator on alliance.shop_account (creator_id) where ended_at is null;
