-- Content is stored once, whatever the number of repositories that link it. A row that is being deleted makes room for
-- a new one of the same digest under a new key.
CREATE TABLE content (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest text COLLATE "C" NOT NULL,
    size bigint NOT NULL CHECK (size >= 0),
    key text COLLATE "C",
    bytes bytea,
    state text NOT NULL DEFAULT 'stored' CHECK (state IN ('stored', 'condemned', 'deleting')),
    number integer NOT NULL DEFAULT 0,
    stored_at timestamptz NOT NULL DEFAULT now(),
    condemned_at timestamptz,
    CHECK ((key IS NULL) <> (bytes IS NULL))
);
CREATE UNIQUE INDEX content_digest ON content (digest) WHERE state <> 'deleting';
CREATE UNIQUE INDEX content_key ON content (key) WHERE key IS NOT NULL;

-- This repository holds this content. The lease is courtesy to a push under way.
CREATE TABLE link (
    repository text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    content_id bigint NOT NULL REFERENCES content (id),
    leased_until timestamptz NOT NULL,
    PRIMARY KEY (repository, digest)
);
CREATE INDEX link_content ON link (content_id);
CREATE INDEX link_digest ON link (digest, repository);

-- A manifest that was or may have been committed holds these blobs, by the claim it was put with.
CREATE TABLE reference (
    claim uuid NOT NULL,
    repository text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    confirmed boolean NOT NULL DEFAULT false,
    ask_at timestamptz NOT NULL,
    PRIMARY KEY (claim, digest)
);
CREATE INDEX reference_digest ON reference (repository, digest);
CREATE INDEX reference_ask ON reference (ask_at, claim);

-- What collection looks at: one row for each cause, never merged.
CREATE TABLE link_review (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    repository text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    due timestamptz NOT NULL
);
CREATE INDEX link_review_due ON link_review (due);

CREATE TABLE content_check (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    content_id bigint NOT NULL,
    due timestamptz NOT NULL
);
CREATE INDEX content_check_due ON content_check (due);

-- An upload under way. Small content lies in the row until it grows.
CREATE TABLE upload_session (
    id uuid PRIMARY KEY,
    repository text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    algorithm text NOT NULL,
    epoch bigint NOT NULL DEFAULT 0,
    size bigint NOT NULL DEFAULT 0,
    content_key text COLLATE "C" NOT NULL,
    head bytea,
    digest text COLLATE "C",
    touched timestamptz NOT NULL
);
CREATE INDEX upload_session_touched ON upload_session (touched);
