-- What the server notes of those who come to its door, beside head office's database: it is written with every request, waits
-- for no push, and the last moment of it may be lost with the power. Nothing here is a record of a beneficiary.

-- Sessions of the pages: the token's hash alone. `generation` is the account's when the session began; any other ends it.
CREATE TABLE session (
    token_hash     BLOB    PRIMARY KEY,
    account        INTEGER NOT NULL,
    generation     INTEGER NOT NULL,
    created_millis INTEGER NOT NULL,
    seen_millis    INTEGER NOT NULL
);

-- Browsers in which somebody gave the right password: the hash of the browser's token alone.
CREATE TABLE browser (
    id          INTEGER PRIMARY KEY,
    account     INTEGER NOT NULL,
    token_hash  BLOB    NOT NULL,
    generation  INTEGER NOT NULL,
    seen_millis INTEGER NOT NULL,
    UNIQUE (account, token_hash)
);

-- Attempts to sign in, counted by what they have in common: `key` is a hash of that, `name` one of the name that was typed.
CREATE TABLE attempt (
    id                INTEGER PRIMARY KEY,
    key               BLOB    NOT NULL UNIQUE,
    name              BLOB,
    wrong             INTEGER NOT NULL,
    wait_until_millis INTEGER NOT NULL,
    last_millis       INTEGER NOT NULL
);

-- Which server process is at work for which device, and until when that holds.
CREATE TABLE lease (
    device       BLOB    PRIMARY KEY,
    process      BLOB    NOT NULL,
    until_millis INTEGER NOT NULL
);

-- What happened to accounts, and to devices by command. `account` is 0 where nobody has the name that was typed, and where it is about a
-- device, or nobody; `device` is empty where it is about none. Equal refusals of an hour are one row.
CREATE TABLE account_event (
    id        INTEGER PRIMARY KEY,
    kind      TEXT    NOT NULL,
    account   INTEGER NOT NULL,
    device    BLOB    NOT NULL,
    address   TEXT    NOT NULL,
    slot      INTEGER NOT NULL,
    at_millis INTEGER NOT NULL,
    n         INTEGER NOT NULL,
    UNIQUE (kind, account, device, address, slot)
);

CREATE INDEX account_event_at ON account_event (at_millis);

-- What each device asked for and was given, by day (of UTC, counted from 1970). `loaded` is what of files was read for it, in bytes;
-- `owed` is how much of its budget it had used when its last request ended, what came back since taken off.
CREATE TABLE traffic (
    device    BLOB    NOT NULL,
    day       INTEGER NOT NULL,
    address   TEXT    NOT NULL,
    requests  INTEGER NOT NULL,
    entries   INTEGER NOT NULL,
    keys      INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    loaded    INTEGER NOT NULL,
    owed      INTEGER NOT NULL,
    at_millis INTEGER NOT NULL,
    PRIMARY KEY (device, day)
);
