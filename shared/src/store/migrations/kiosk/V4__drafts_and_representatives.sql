-- Forms begun and not yet saved as records. `owner` is the code of the member of staff who alone may open it; NULL: any.
CREATE TABLE draft (
    id      BLOB PRIMARY KEY,
    owner   TEXT,
    kind    TEXT NOT NULL,
    updated INTEGER NOT NULL,
    content BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX draft_owner ON draft (owner, updated);

-- Members of staff who sign in on this device with a PIN of their own. `wait_until` is in milliseconds since 1970.
CREATE TABLE representative (
    code       TEXT PRIMARY KEY,
    pin        BLOB NOT NULL,
    wrong      INTEGER NOT NULL DEFAULT 0,
    wait_until INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
