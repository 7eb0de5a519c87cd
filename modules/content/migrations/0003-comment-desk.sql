-- The comments' workbench. What a creator's filter holds back is seen by its writer and the creator; it is not counted among a
-- content's comments until it is let through. A shop may answer where the creator lets it (商家托管), and its answers say so.
alter table content.comment add column held boolean not null default false;
alter table content.comment add column reply_by_shop text;
alter table content.comment add constraint no_held_pin check (not (held and pinned));
create index comment_unanswered on content.comment (item_id, id desc) where reply is null;

create table content.comment_filter (
  creator_id text primary key references content.creator (id),
  words text[] not null check (cardinality(words) <= 200),
  updated_at timestamptz not null
);

create table content.comment_host (
  item_id text not null references content.item (id),
  shop_id text not null,
  granted_at timestamptz not null,
  primary key (item_id, shop_id)
);
create index comment_host_of_shop on content.comment_host (shop_id);
