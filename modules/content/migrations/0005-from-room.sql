-- A clip cut from a live room says from which seconds of its replay it is, so that it proves itself.
alter table content.item add column from_room jsonb;
create index item_from_room on content.item ((from_room ->> 'roomId'), id desc) where from_room is not null;
