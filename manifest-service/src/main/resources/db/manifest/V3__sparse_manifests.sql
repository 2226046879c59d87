-- Whether a manifest was taken though content that it names was not here. Of those from before, nobody knows.
ALTER TABLE manifest ADD COLUMN sparse boolean NOT NULL DEFAULT true;
ALTER TABLE manifest ALTER COLUMN sparse SET DEFAULT false;
