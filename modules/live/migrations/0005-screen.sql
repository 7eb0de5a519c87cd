-- What the big screen counts and nothing else kept: who was shown the room, hearts by the minute, and when money went back.
-- Rooms are named, not referenced, as in 0002: what arrives in batches must not wait for a room's row.

create table live.exposure (
  room_id text not null,
  account_id text not null,
  first_at timestamptz not null,
  primary key (room_id, account_id)
);
-- The feed's content is the room it stands for.
create index room_of_content on live.room (content_id) where content_id is not null;

create table live.like_minute (
  room_id text not null,
  minute timestamptz not null,
  likes bigint not null check (likes > 0),
  primary key (room_id, minute)
);

-- Each step of a line's refunds. `refunded_to` is all that was given back with it, so the same step told again is the same row;
-- the steps of a line sum to its room_order.refunded_minor.
create table live.room_refund (
  line_id text not null references live.room_order,
  refunded_to bigint not null,
  room_id text not null,
  minor bigint not null check (minor > 0),
  at timestamptz not null,
  primary key (line_id, refunded_to)
);
create index room_refund_of_room on live.room_refund (room_id, at);
-- Of refunds before this table only the sum is known, not when: they are told at the time their line was paid.
insert into live.room_refund (line_id, refunded_to, room_id, minor, at)
  select line_id, refunded_minor, room_id, refunded_minor, coalesce(paid_at, placed_at) from live.room_order where refunded_minor > 0;
-- Likewise of hearts only the sum of a visit is known.
insert into live.like_minute (room_id, minute, likes)
  select room_id, date_trunc('minute', last_seen), sum(likes)::bigint from live.visit where likes > 0 group by 1, 2;
