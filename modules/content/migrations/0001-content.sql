-- Creators, what they publish, and what viewers did to it. Counters live in a table of their own: they change with every
-- like, and a wide row rewritten for each like would bloat. Each equals a count of rows (views: of signals), see README.
create schema content;

create table content.creator (
  id text primary key, -- the organisation's id
  name jsonb not null,
  bio jsonb not null,
  avatar_url text,
  tier text not null check (tier in ('head', 'shoulder', 'waist', 'tail')),
  followers bigint not null default 0 check (followers >= 0),
  version int not null default 1,
  created_at timestamptz not null
);

create table content.item (
  id text primary key,
  creator_id text not null references content.creator (id),
  state text not null check (state in ('draft', 'reviewing', 'published', 'withdrawn', 'rejected')),
  title jsonb not null,
  caption jsonb not null,
  media jsonb not null,
  product_ids text[] not null check (cardinality(product_ids) <= 5),
  tags text[] not null,
  category_id text,
  rejected_rule_id text,
  version int not null default 1,
  created_at timestamptz not null,
  published_at timestamptz,
  check (state <> 'published' or published_at is not null)
);
create index item_of_creator on content.item (creator_id, id desc);
create index item_published on content.item (creator_id, published_at desc, id desc) where state = 'published';

create table content.item_counter (
  item_id text primary key references content.item (id),
  views bigint not null default 0 check (views >= 0),
  likes bigint not null default 0 check (likes >= 0),
  comments bigint not null default 0 check (comments >= 0),
  shares bigint not null default 0 check (shares >= 0)
) with (fillfactor = 70);

create table content.item_like (
  item_id text not null references content.item (id),
  account_id text not null,
  at timestamptz not null,
  primary key (item_id, account_id)
);

create index item_like_of_account on content.item_like (account_id);

create table content.item_share (
  item_id text not null references content.item (id),
  account_id text not null,
  at timestamptz not null,
  primary key (item_id, account_id)
);

create index item_share_of_account on content.item_share (account_id);

create table content.follow (
  creator_id text not null references content.creator (id),
  account_id text not null,
  at timestamptz not null,
  primary key (creator_id, account_id)
);
create index follow_of_account on content.follow (account_id, at desc);

create table content.comment (
  id text primary key,
  item_id text not null references content.item (id),
  account_id text not null,
  text text not null check (char_length(text) <= 300),
  pinned boolean not null default false,
  reply text check (char_length(reply) <= 300),
  replied_at timestamptz,
  created_at timestamptz not null
);
create index comment_of_item on content.comment (item_id, pinned desc, id desc);
create unique index one_pinned_comment on content.comment (item_id) where pinned;
