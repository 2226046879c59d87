-- What the store of content has to find again when an upload goes on: the store's own words, opaque to everybody else.
ALTER TABLE upload_session ADD COLUMN notes text;
