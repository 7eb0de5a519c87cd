-- The room a content announces (短直联动). Named, not referenced: rooms belong to another module, which says when one is over.
alter table content.item add column announces_room text;
create index item_announcing on content.item (announces_room) where announces_room is not null;
