-- The content that brought a visit, when it was a video that announces the room or is its author's (短直联动). Of older visits it is
-- not known; later ones of the same person change nothing, like their source.
alter table live.visit add column content_id text;
create index visit_brought_by on live.visit (content_id, room_id) where content_id is not null;
