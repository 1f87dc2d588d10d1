-- What only a kiosk keeps.

-- Ratings saved here and not yet due in their journal, content sealed. `id` is drawn from the rating's random id, so
-- that the rows lie in no order that tells anything (P-11).
CREATE TABLE pending_rating (
    id      INTEGER PRIMARY KEY,
    fact    BLOB    NOT NULL UNIQUE,
    at      TEXT    NOT NULL,
    content BLOB    NOT NULL
);

-- Forms begun and not yet saved as records. `owner` is the code of the member of staff who alone may open it; NULL: any. `own`
-- where it is sealed for their draft key, otherwise for the device's reader.
CREATE TABLE draft (
    id      BLOB    PRIMARY KEY,
    owner   TEXT,
    kind    TEXT    NOT NULL,
    updated INTEGER NOT NULL,
    own     BOOLEAN NOT NULL DEFAULT FALSE,
    content BLOB    NOT NULL
);
CREATE INDEX draft_owner ON draft (owner, updated);

-- PINs: the device's own, under an empty code, and those of the members of staff who sign in on it. Salt and cost are argon2id's.
-- `hint` is ten bits of what it makes of the PIN; `wrap` what opens reading, and their drafts, under the PIN and head office's share; NULL
-- where the PIN opens nothing. `drafts` is the public half of their draft key. `wait_until` is in milliseconds since 1970. `pass` is the
-- fact by which head office let its person work here under their own name; NULL where the branch's staff set the PIN.
CREATE TABLE pin (
    code       TEXT    PRIMARY KEY,
    memory_kib INTEGER NOT NULL,
    passes     INTEGER NOT NULL,
    salt       BLOB    NOT NULL,
    hint       INTEGER NOT NULL,
    wrap       BLOB,
    drafts     BLOB,
    wrong      INTEGER NOT NULL DEFAULT 0,
    wait_until INTEGER NOT NULL DEFAULT 0,
    pass       BLOB
);

-- Who waits at the branch: visits registered here today, with the number that calls them. Nothing of a person is here.
-- Times are in milliseconds since 1970; `day` is the local date, `outcome` is `served` or `did_not_come`.
CREATE TABLE waiting (
    visit      BLOB    PRIMARY KEY,
    day        TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    registered INTEGER NOT NULL,
    called     INTEGER,
    calls      INTEGER NOT NULL DEFAULT 0,
    outcome    TEXT,
    -- the number's first digit: it stays when the setting changes
    digit      INTEGER NOT NULL DEFAULT 1,
    UNIQUE (day, number)
);

-- Keys that head office has not got: each wrapped for it when it was made, in a step of a session, with the key's own id, so
-- that a damaged row of the key itself keeps nothing from head office, and with a checksum of the wrap; nothing of that where it had
-- the key and lost it.
CREATE TABLE unsent_key (
    id       INTEGER PRIMARY KEY REFERENCES sealing_key (id),
    key      BLOB,
    sender   BLOB,
    step     INTEGER,
    secret   BLOB,
    checksum INTEGER
);

-- Beneficiary files that head office no longer counts among those that this device holds: each is destroyed here once nothing of
-- it waits. `since` is when that was told, in milliseconds since 1970.
CREATE TABLE leaving (
    document INTEGER PRIMARY KEY,
    since    INTEGER NOT NULL
);

-- Numbers of people whom staff looked for and who are not here, to be asked of head office: sealed with a key of the device's own
-- under `id`, and the number's blind digest, so that each is asked for once.
CREATE TABLE looked_for (
    id     BLOB    PRIMARY KEY,
    digest INTEGER NOT NULL UNIQUE,
    sealed BLOB    NOT NULL
);

-- What could be neither sent nor received, each alone: as bytes, with where it stood and why. `way` is `out` or `in`. It is kept
-- for ever; `seen` once somebody has looked at it.
CREATE TABLE set_aside (
    id       INTEGER PRIMARY KEY,
    way      TEXT    NOT NULL,
    document TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    fact     BLOB,
    reason   TEXT    NOT NULL,
    millis   INTEGER NOT NULL,
    bytes    BLOB    NOT NULL,
    seen     BOOLEAN NOT NULL DEFAULT FALSE
);

-- What this device carries to head office for others: sealed lines, each known again by the SHA-256 of its bytes. `failed` counts how
-- often one did not get through alone. `bytes` is NULL once head office has received it.
CREATE TABLE carried (
    id     INTEGER PRIMARY KEY,
    failed INTEGER NOT NULL DEFAULT 0,
    hash   BLOB    NOT NULL UNIQUE,
    device BLOB    NOT NULL,
    bytes  BLOB
);
CREATE INDEX carried_waiting ON carried (id) WHERE bytes IS NOT NULL;
