-- What the rooms' sockets keep: who was there, what was written, who may not write. Rooms are named, not referenced: what is kept
-- here for three years arrives in batches and must not wait for a room's row, which is the lock of its log.

create table live.chat (
  chat_id text primary key,
  room_id text not null,
  account_id text not null,
  name text not null,
  role text not null check (role in ('host', 'moderator', 'buyer', 'viewer')),
  text text not null,
  at timestamptz not null,
  -- folded: counted with an equal line; dropped: gave way in a crowd; filtered: held back by rule_id
  fate text not null check (fate in ('shown', 'folded', 'dropped', 'filtered')),
  rule_id text,
  removed_at timestamptz,
  removed_by text,
  check ((fate = 'filtered') = (rule_id is not null)),
  check ((removed_at is null) = (removed_by is null))
);
create index chat_of_room on live.chat (room_id, chat_id desc);
create index chat_of_person on live.chat (room_id, account_id, chat_id desc);

create table live.visit (
  room_id text not null,
  account_id text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  -- while the picture moved, by the wall clock
  watched_ms bigint not null check (watched_ms >= 0),
  source text not null, -- what brought the first visit
  chats int not null check (chats >= 0),
  likes bigint not null check (likes >= 0),
  saw text[] not null, -- products whose card or bag line was seen
  clicked text[] not null,
  primary key (room_id, account_id)
) with (fillfactor = 80);

-- Viewers at one moment of each minute, the largest that was saved: ACU is the mean over the minutes, PCU the maximum.
create table live.online_minute (
  room_id text not null,
  minute timestamptz not null,
  online int not null check (online >= 0),
  primary key (room_id, minute)
);

create table live.mute (
  room_id text not null,
  account_id text not null,
  name text not null,
  until timestamptz, -- null with blocked: until lifted
  blocked boolean not null,
  by_account text not null,
  at timestamptz not null,
  primary key (room_id, account_id),
  check (blocked or until is not null)
);

create table live.chat_rule (
  room_id text primary key,
  slow_seconds int not null check (slow_seconds between 0 and 300),
  paused boolean not null,
  pinned_chat_id text
);

-- Words that a creator does not want in any of its rooms.
create table live.chat_filter (
  creator_id text not null,
  term text not null,
  added_by text not null,
  at timestamptz not null,
  primary key (creator_id, term)
);
