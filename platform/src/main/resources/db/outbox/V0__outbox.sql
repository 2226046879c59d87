-- Every service's outbox, in the service's own schema. A key's sequence is never removed nor set back, so that a
-- consumer can tell a repeat even when what the key names was deleted and made anew.
CREATE TABLE event_sequence (
    key text COLLATE "C" PRIMARY KEY,
    sequence bigint NOT NULL
);

CREATE TABLE outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL,
    key text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    at timestamptz NOT NULL,
    data text NOT NULL,
    sent_at timestamptz
);

CREATE INDEX outbox_unsent ON outbox (position) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE outbox_refused (
    id uuid PRIMARY KEY,
    key text NOT NULL,
    sequence bigint NOT NULL,
    type text NOT NULL,
    subject text NOT NULL,
    at timestamptz NOT NULL,
    data text NOT NULL,
    reason text NOT NULL,
    refused_at timestamptz NOT NULL DEFAULT now()
);
