-- How a clip is watched, summed as the signals come (flows/roll-up-signals.ts hands each in once): for the whole clip, and for
-- each of its seconds. A clip has at most 600 seconds, so a content costs at most 601 rows whatever happens to it.
create table content.watch_total (
  item_id text primary key references content.item (id),
  plays bigint not null default 0,
  -- Of those, the ones that came with the parts that really played; of the others only the time on screen is known.
  measured bigint not null default 0,
  played_ms bigint not null default 0,
  past_3s bigint not null default 0,
  effective bigint not null default 0,
  past_25 bigint not null default 0,
  past_50 bigint not null default 0,
  past_75 bigint not null default 0,
  finished bigint not null default 0,
  since timestamptz not null
) with (fillfactor = 70);

create table content.watch_second (
  item_id text not null references content.item (id),
  second smallint not null check (second between 0 and 600),
  playing int not null default 0,
  leaving int not null default 0,
  likes int not null default 0,
  comments int not null default 0,
  shares int not null default 0,
  follows int not null default 0,
  primary key (item_id, second)
) with (fillfactor = 70);
