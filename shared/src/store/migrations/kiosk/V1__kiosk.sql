-- What only a kiosk keeps.

-- Ratings saved here and not yet due in their journal: keyed by a random id, so that no order is kept, content sealed.
CREATE TABLE pending_rating (
    fact    BLOB PRIMARY KEY,
    at      TEXT NOT NULL,
    content BLOB NOT NULL
) WITHOUT ROWID;
