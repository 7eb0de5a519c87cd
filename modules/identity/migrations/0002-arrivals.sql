-- How many guests and sign-ups came from one address block in one hour: enough to stop a flood, nothing about who they were.

create table identity.arrival (
  subject text not null,
  hour timestamptz not null,
  n int not null check (n > 0),
  primary key (subject, hour)
);
create index arrival_age on identity.arrival (hour);
