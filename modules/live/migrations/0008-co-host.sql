-- Co-hosts of a room: who was asked, who came, and how it ended. The id is also the name of the second stream; of the code and the key
-- only hashes are kept.

create table live.co_host (
  co_host_id text primary key,
  room_id text not null references live.room,
  state text not null check (state in ('invited', 'accepted', 'onAir', 'left', 'removed', 'expired')),
  code_hash text not null unique,
  creator_id text,
  name jsonb,
  key_hash text,
  stream_session text,
  interrupted_at timestamptz,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  check (state in ('invited', 'removed', 'expired') or (creator_id is not null and name is not null and key_hash is not null))
);
create unique index one_co_host on live.co_host (room_id) where state in ('invited', 'accepted', 'onAir');
create index co_host_of_room on live.co_host (room_id, co_host_id);
