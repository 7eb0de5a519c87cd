-- What waits for a verdict, and every verdict given.

create schema governance;

create table governance.review_task (
  review_id text primary key,
  kind text not null check (kind in ('product', 'content')),
  object_id text not null,
  org_id text not null,
  title jsonb not null,
  snapshot jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'decided')),
  verdict text check (verdict in ('passed', 'rejected')),
  rule_id text,
  note text,
  reviewer text,
  version int not null default 1,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  decided_at timestamptz,
  check ((state = 'decided') = (verdict is not null and reviewer is not null and decided_at is not null)),
  check ((verdict is not distinct from 'rejected') = (rule_id is not null))
);
-- One object waits once.
create unique index review_task_waiting on governance.review_task (kind, object_id) where state = 'queued';
create index review_task_queue on governance.review_task (state, review_id);
create index review_task_of_object on governance.review_task (kind, object_id, review_id);

-- The answer to 'may it be shown?', one row an object, read for every card of every slate. No row is no.
create table governance.standing (
  kind text not null,
  object_id text not null,
  passed boolean not null,
  primary key (kind, object_id)
);
