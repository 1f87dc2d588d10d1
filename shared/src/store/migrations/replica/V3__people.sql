-- People: who wrote what of a file that came by the server, whose visits are whose, and who is to be visited.

-- Set where the change came by the server: the writer's public key and the branch that it serves.
ALTER TABLE file_writer ADD COLUMN signing_key BLOB;
ALTER TABLE file_writer ADD COLUMN branch TEXT;

CREATE INDEX visit_file ON visit (file) WHERE file IS NOT NULL;

-- Visits to be made. Read rows: rebuilt from changes at any time, without personal data in clear.
CREATE TABLE planned_visit (
    id             INTEGER PRIMARY KEY,
    fact           BLOB    NOT NULL UNIQUE,
    document       INTEGER NOT NULL REFERENCES document (id),
    seq            INTEGER NOT NULL,
    branch         TEXT    NOT NULL,
    date           TEXT    NOT NULL,
    representative TEXT,
    file           BLOB,
    given          BLOB,
    reason         BLOB,
    place          BLOB,
    wall_millis    INTEGER NOT NULL
);
CREATE INDEX planned_visit_date ON planned_visit (date);

-- How a planned visit ended: the visit that carried it out, or a fact that drops it.
CREATE TABLE planned_visit_end (
    id       INTEGER PRIMARY KEY,
    fact     BLOB    NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document (id),
    seq      INTEGER NOT NULL,
    plan     BLOB    NOT NULL,
    visit    BLOB,
    reason   BLOB
);
CREATE INDEX planned_visit_end_plan ON planned_visit_end (plan);
