-- Which branch holds which beneficiary file: what devices of the branch pull.
CREATE TABLE file_branch (
    branch   TEXT    NOT NULL,
    document INTEGER NOT NULL REFERENCES document (id),
    PRIMARY KEY (branch, document)
) WITHOUT ROWID;
CREATE INDEX file_branch_document ON file_branch (document);

-- Facts about planned visits that were copied into the journal which devices of the branch pull.
CREATE TABLE plan_copy (
    fact BLOB PRIMARY KEY
) WITHOUT ROWID;
