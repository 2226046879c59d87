-- An account that was deleted stays as a row, so that its name and with it its namespace are never used again.
CREATE TABLE account (
    name text COLLATE "C" PRIMARY KEY,
    password_hash text NOT NULL,
    email text,
    enabled boolean NOT NULL,
    superuser boolean NOT NULL,
    deleted boolean NOT NULL,
    created_at timestamptz NOT NULL,
    version integer NOT NULL
);

-- Only what differs from private is here.
CREATE TABLE repository_visibility (
    repository text COLLATE "C" PRIMARY KEY,
    visibility text NOT NULL CHECK (visibility IN ('private', 'public')),
    version integer NOT NULL
);

CREATE TABLE signing_key (
    id text PRIMARY KEY,
    jwk text NOT NULL,
    signs_from timestamptz NOT NULL,
    trusted_until timestamptz NOT NULL
);

-- Tokens issued before an instant count no more; a row may go when the last of them has ended.
CREATE TABLE revocation (
    kind text NOT NULL CHECK (kind IN ('ACCOUNT', 'TOKEN')),
    value text COLLATE "C" NOT NULL,
    issued_before timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (kind, value)
);

CREATE TABLE refresh_token (
    hash text PRIMARY KEY,
    account text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX refresh_token_account ON refresh_token (account);
CREATE INDEX refresh_token_expires ON refresh_token (expires_at);
