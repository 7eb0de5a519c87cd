-- What was written in a room belongs to what proves it. `link_n` names the link of the chain that a line hangs on: lines arrive late
-- and out of order, so a range of ids would not say which. Null: not yet, or it was put in by somebody else.
alter table live.chat add column link_n int;
create index chat_to_chain on live.chat (room_id, chat_id) where link_n is null;
create index chat_of_link on live.chat (room_id, link_n, chat_id) where link_n is not null;

alter table live.evidence drop constraint evidence_kind_check;
-- chat: {fromChatId, toChatId, marks}
alter table live.evidence add constraint evidence_kind_check check (kind in ('events', 'segment', 'seal', 'chat'));
