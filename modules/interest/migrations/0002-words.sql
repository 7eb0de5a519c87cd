-- What is known of a content by the words of its title; of those heard of before, it comes with their next change.
update interest.catalogue_content set facts = facts || '{"words": []}' where facts is not null and not facts ? 'words';
