-- Content of a few KiB stays in its row: moved aside it is another row with another index entry, written and read.
ALTER TABLE content SET (toast_tuple_target = 8160);
