-- What was signed for a visit.

ALTER TABLE visit ADD COLUMN signature BLOB;
