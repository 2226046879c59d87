CREATE TABLE repository (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    created_at timestamptz NOT NULL
);

-- What people configure; a repository without a row has the defaults.
CREATE TABLE repository_settings (
    repository text COLLATE "C" PRIMARY KEY,
    description text NOT NULL,
    sparse_manifests boolean NOT NULL,
    version integer NOT NULL
);

-- The bytes as pushed, and beside them what lists and events need, so that nothing is parsed twice.
CREATE TABLE manifest (
    repository_id bigint NOT NULL REFERENCES repository (id),
    digest text COLLATE "C" NOT NULL,
    media_type text NOT NULL,
    artifact_type text,
    size integer NOT NULL,
    total_size bigint NOT NULL,
    bytes bytea NOT NULL,
    subject text COLLATE "C",
    annotations text,
    claim uuid NOT NULL,
    pushed_at timestamptz NOT NULL,
    pushed_by text NOT NULL,
    PRIMARY KEY (repository_id, digest)
);
CREATE INDEX manifest_subject ON manifest (repository_id, subject, digest) WHERE subject IS NOT NULL;

CREATE TABLE manifest_child (
    repository_id bigint NOT NULL,
    parent text COLLATE "C" NOT NULL,
    child text COLLATE "C" NOT NULL,
    PRIMARY KEY (repository_id, parent, child),
    FOREIGN KEY (repository_id, parent) REFERENCES manifest (repository_id, digest) ON DELETE CASCADE
);
CREATE INDEX manifest_child_child ON manifest_child (repository_id, child);

CREATE TABLE tag (
    repository_id bigint NOT NULL REFERENCES repository (id),
    name text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    moved_at timestamptz NOT NULL,
    moved_by text NOT NULL,
    PRIMARY KEY (repository_id, name),
    FOREIGN KEY (repository_id, digest) REFERENCES manifest (repository_id, digest)
);
CREATE INDEX tag_digest ON tag (repository_id, digest);

-- Which tag pointed where, from when to when; the open entry of a tag has no end.
CREATE TABLE tag_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    repository_id bigint NOT NULL REFERENCES repository (id),
    tag text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    previous_digest text COLLATE "C",
    since timestamptz NOT NULL,
    until timestamptz,
    actor_kind text NOT NULL,
    actor text NOT NULL
);
CREATE INDEX tag_history_tag ON tag_history (repository_id, tag, id);
CREATE UNIQUE INDEX tag_history_open ON tag_history (repository_id, tag) WHERE until IS NULL;

-- What became of each claim. A committed one ends with its manifest; an aborted one stays for ever.
CREATE TABLE claim_outcome (
    claim uuid PRIMARY KEY,
    outcome text NOT NULL CHECK (outcome IN ('COMMITTED', 'ABORTED', 'SUPERSEDED', 'ENDED'))
);
