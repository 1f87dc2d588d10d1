-- What only head office keeps.

CREATE TABLE branch (
    id      TEXT PRIMARY KEY,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL
);

-- Enrolled devices. `generation` is when the last word on whether a device is shut out was said, in milliseconds since 1970, 0
-- before the first: its share is another one then. `opening` is what it is to be handed back, for the one life of its database
-- that asked first.
CREATE TABLE device (
    id                   INTEGER PRIMARY KEY,
    device               BLOB    NOT NULL UNIQUE,
    branch               TEXT    NOT NULL REFERENCES branch (id),
    mode                 TEXT    NOT NULL,
    signing_key          BLOB    NOT NULL,
    sealing_key          BLOB    NOT NULL,
    token_hash           BLOB    NOT NULL UNIQUE,
    enrolled_millis      INTEGER NOT NULL,
    revoked_millis       INTEGER,
    unconfirmed_millis   INTEGER,
    last_exchange_millis INTEGER,
    clock_offset_millis  INTEGER,
    waiting              INTEGER NOT NULL DEFAULT 0,
    set_aside            INTEGER NOT NULL DEFAULT 0,
    forked_millis        INTEGER,
    file_bytes           INTEGER NOT NULL DEFAULT 0,
    version              TEXT    NOT NULL DEFAULT '',
    reading              BLOB,
    formers              BLOB    NOT NULL DEFAULT x'',
    opening_number       INTEGER,
    opening_pin          BLOB,
    opening_incarnation  BLOB,
    generation           INTEGER NOT NULL DEFAULT 0
);

-- One-time enrolment codes, stored hashed.
CREATE TABLE enrolment_code (
    hash           BLOB    PRIMARY KEY,
    branch         TEXT    NOT NULL REFERENCES branch (id),
    mode           TEXT    NOT NULL,
    expires_millis INTEGER NOT NULL,
    used_millis    INTEGER
);

-- Staff who sign in, by a sign-in name. `generation` grows with each change: what began in an earlier one has ended.
CREATE TABLE account (
    id              INTEGER PRIMARY KEY,
    name            TEXT    NOT NULL UNIQUE,
    role            TEXT    NOT NULL,
    password_hash   TEXT    NOT NULL,
    disabled_millis INTEGER,
    generation      INTEGER NOT NULL DEFAULT 0
);

-- Where the log of a scope ends: its own counter, so that whoever appends to it waits for its turn. `served` is the latest moment
-- that was noted in `file_branch`, in milliseconds since 1970: no two files of a branch have the same.
CREATE TABLE scope (
    id       INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    checksum BLOB    NOT NULL,
    served   INTEGER NOT NULL DEFAULT 0
);

-- What kiosks pull, in commit order. The high bits of `id` are the scope's row, the low 40 the place in its log. `change` is a
-- row of a file's change or of an entry of head office's own; it is not declared as such, because each entry of a device that
-- is packed would be looked for here. Every 32nd row has the rolling checksum after it. What is told `again` stood in the log
-- before: the file came back to devices that no longer held it.
CREATE TABLE scope_log (
    id       INTEGER PRIMARY KEY,
    change   INTEGER NOT NULL,
    again    BOOLEAN NOT NULL,
    checksum BLOB
);

-- Which branch holds which beneficiary file. The high bits of `id` are the document's row, the low 20 the row of the branch's scope.
-- `served` is when a device of the branch last wrote to it, recorded of its person or looked for them, or for when a visit is
-- planned, in milliseconds since 1970: devices hold those served latest. Of a branch few are served in the future, so that those
-- planned leave room for the others. `told` is the place in the log from which the file is
-- told whole; what stands before it is passed over.
CREATE TABLE file_branch (
    id     INTEGER PRIMARY KEY,
    served INTEGER NOT NULL,
    told   INTEGER NOT NULL
);
CREATE INDEX file_branch_served ON file_branch ((id & 1048575), served);

-- Facts about planned visits that were copied into the journal which devices of the branch pull.
CREATE TABLE plan_copy (
    fact BLOB PRIMARY KEY
);

-- Facts about support requests that were copied into the journals which devices of a branch pull.
CREATE TABLE request_copy (
    fact   BLOB NOT NULL,
    branch TEXT NOT NULL,
    PRIMARY KEY (fact, branch)
);

-- Who opened people's values at head office, and what for. Rows are only added; `hash` is over the row and the hash of the one before.
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY,
    at_millis INTEGER NOT NULL,
    by_whom   TEXT    NOT NULL,
    what      TEXT    NOT NULL,
    about     BLOB,
    purpose   TEXT,
    hash      BLOB    NOT NULL
);

-- Numbers that head office gives, without a gap: the last one of each series in each year.
CREATE TABLE series (
    name  TEXT    NOT NULL,
    year  INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    PRIMARY KEY (name, year)
);

-- What devices signed, kept as evidence: one signature over each push, and its leaves in their order: each with the document
-- that it is of and the last change that it names, a journal's number or the row of a file's change. Nothing says when a push
-- came: neither a time nor the order of the rows, whose number follows from the body (P-11).
CREATE TABLE push (
    id        INTEGER PRIMARY KEY,
    device    BLOB    NOT NULL,
    body      BLOB    NOT NULL,
    root      BLOB    NOT NULL,
    leaves    BLOB    NOT NULL,
    signature BLOB    NOT NULL
);

-- Beneficiary files to be compared with those of the same national id, after the push that brought them was answered: neither an
-- answer nor how long it takes tells whether there is another file. `id` is the row of the blind index, or without a digest for
-- all that the file holds. `waits` is 0, or says which budget of the device is used up: 1 new files, 2 joins, 3 people looked for.
-- `device` is the row of the device whose push it was, 0 for head office. Below zero, `document` is the row of a device that looks
-- for whoever has the number.
CREATE TABLE to_match (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    device   INTEGER NOT NULL,
    waits    INTEGER NOT NULL
);
CREATE INDEX to_match_due ON to_match (document) WHERE waits = 0;
CREATE INDEX to_match_waits ON to_match (device) WHERE waits <> 0;

-- Changes of beneficiary files that are in no log: the device, by its row, made more of them than it may in a day, or for 0 head
-- office took them out.
CREATE TABLE withheld (
    change   INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    device   INTEGER NOT NULL
);
CREATE INDEX withheld_document ON withheld (document);
CREATE INDEX withheld_device ON withheld (device);

-- What each device did in a day of the server's. The high bits of `id` are the device's row, the low 20 the days since 1970. `days`
-- is for how many days' budget the day counts: those since the exchange before.
CREATE TABLE device_day (
    id          INTEGER PRIMARY KEY,
    days        INTEGER NOT NULL,
    files       INTEGER NOT NULL,
    corrections INTEGER NOT NULL,
    joins       INTEGER NOT NULL,
    looked      INTEGER NOT NULL,
    brought     INTEGER NOT NULL
);

-- Up to which change of a file head office was, hour by hour, where some came: what came since then is told by it. Changes of
-- ratings are numbered below zero (P-11).
CREATE TABLE arrival (
    hour   INTEGER PRIMARY KEY,
    change INTEGER NOT NULL
);

-- The account of what crossed: a branch was given a beneficiary file that another one held, or one of its own again that its
-- devices no longer held.
CREATE TABLE crossing (
    id        INTEGER PRIMARY KEY,
    at_millis INTEGER NOT NULL,
    document  INTEGER NOT NULL,
    branch    TEXT    NOT NULL,
    why       TEXT    NOT NULL,
    device    INTEGER NOT NULL,
    by_whom   TEXT
);

-- Keys that devices sent wrapped for a sealing key of head office's whose secret is lost here: as they came, until it is found
-- again. `device` is the row of the device; the number of a row follows from what stands in it, and tells no order (P-11).
CREATE TABLE unopened_key (
    id     INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    owner  BLOB    NOT NULL,
    key    BLOB    NOT NULL,
    sender BLOB    NOT NULL,
    step   INTEGER NOT NULL,
    secret BLOB    NOT NULL
);
CREATE INDEX unopened_key_of ON unopened_key (device, key);
