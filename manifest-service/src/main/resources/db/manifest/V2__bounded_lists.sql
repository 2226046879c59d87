-- Settings end with their repository, in the same transaction.
DELETE FROM repository_settings WHERE repository NOT IN (SELECT name FROM repository);
ALTER TABLE repository_settings
    ADD FOREIGN KEY (repository) REFERENCES repository (name) ON DELETE CASCADE;

-- Where a list stopped among repositories its reader may not see: no number that could be guessed.
ALTER TABLE repository ADD COLUMN cursor uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE;

-- Referrers of one type, a page at a time.
CREATE INDEX manifest_subject_type ON manifest (repository_id, subject, artifact_type, digest)
    WHERE subject IS NOT NULL;
