-- What proves a room years later: a chain over the pieces of its recording and the ranges of its log. Each link holds the hash of
-- the one before it, so nothing can be changed, taken out or put in between without every later hash being wrong.
create table live.evidence (
  room_id text not null references live.room,
  n int not null check (n > 0),
  kind text not null check (kind in ('events', 'segment', 'seal')),
  -- events: {fromSeq, toSeq} · segment: {index, file, bytes, blocks …} · seal: {events, segments}
  place jsonb not null,
  -- Hex SHA-256 of what stands there; of a seal: the platform's HMAC over the link before it.
  digest text not null,
  hash text not null,
  at timestamptz not null,
  primary key (room_id, n)
);
create function live.refuse_evidence_change() returns trigger language plpgsql as $$
begin
  raise exception 'live.evidence is append-only';
end $$;
create trigger evidence_is_append_only before update or delete on live.evidence
  for each row execute function live.refuse_evidence_change();
create trigger evidence_is_not_emptied before truncate on live.evidence
  for each statement execute function live.refuse_evidence_change();

-- Kept for three years, and then the files go; the rows and the chain stay.
alter table live.segment add column expired_at timestamptz;
create index segment_to_expire on live.segment (started_at) where expired_at is null;
