-- What a request with an idempotency key made, written in the transaction that made it: a process that dies between the effect and its
-- answer leaves this behind, and the repeat answers from it instead of making another.

create table platform.made_by_key (
  actor text not null,
  endpoint text not null,
  key text not null,
  thing text not null,
  created_at timestamptz not null default now(),
  primary key (actor, endpoint, key)
);
create index made_by_key_age on platform.made_by_key (created_at);
