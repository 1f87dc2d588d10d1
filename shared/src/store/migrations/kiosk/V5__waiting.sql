-- Who waits at the branch: visits registered here today, with the number that calls them. Nothing of a person stands here.
-- Times are in milliseconds since 1970; `day` is the local date, `outcome` is `served` or `did_not_come`.
CREATE TABLE waiting (
    visit      BLOB PRIMARY KEY,
    day        TEXT NOT NULL,
    number     INTEGER NOT NULL,
    registered INTEGER NOT NULL,
    called     INTEGER,
    calls      INTEGER NOT NULL DEFAULT 0,
    outcome    TEXT,
    UNIQUE (day, number)
) WITHOUT ROWID;
