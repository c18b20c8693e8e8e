use rusqlite::Connection;

use super::StoreError;

/// One step for each version, from the one before it. A step that was released is never changed.
const STEPS: [&str; 5] = [FIRST, PRESENCE_MODEL, SHADES, ALIVE, FIRST_INVITES];

const FIRST: &str = "
    CREATE TABLE team (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        name TEXT NOT NULL,
        key  BLOB NOT NULL
    ) STRICT;
    CREATE TABLE person (
        id                 TEXT PRIMARY KEY,
        joined             INTEGER NOT NULL,
        profile            TEXT NOT NULL,
        claims             TEXT NOT NULL,
        shown_availability TEXT NOT NULL,
        shown_status       TEXT NOT NULL,
        shown_since        INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE device (
        id     TEXT PRIMARY KEY,
        person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        name   TEXT NOT NULL,
        kind   TEXT NOT NULL,
        joined INTEGER NOT NULL,
        token  BLOB NOT NULL UNIQUE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX device_of_person ON device (person);
    CREATE TABLE favourite (
        viewer TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        place  INTEGER NOT NULL,
        person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        PRIMARY KEY (viewer, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX favourite_of ON favourite (person);
    CREATE TABLE invite (
        code    BLOB PRIMARY KEY,
        remain  INTEGER NOT NULL,
        until   INTEGER NOT NULL,
        admin   INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
";

const PRESENCE_MODEL: &str = "
    ALTER TABLE person ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE person ADD COLUMN listed TEXT;
    ALTER TABLE person ADD COLUMN frozen TEXT;
    CREATE TABLE rules (
        only     INTEGER PRIMARY KEY CHECK (only = 1),
        policy   TEXT NOT NULL,
        statuses TEXT NOT NULL
    ) STRICT;
    CREATE TABLE program (
        id     TEXT PRIMARY KEY,
        person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        name   TEXT NOT NULL,
        rights TEXT NOT NULL,
        made   INTEGER NOT NULL,
        token  BLOB NOT NULL UNIQUE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX program_of_person ON program (person);
    CREATE TABLE showing (
        person    TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
        status    TEXT NOT NULL,
        secondary TEXT,
        start     INTEGER NOT NULL,
        until     INTEGER
    ) STRICT;
    CREATE INDEX showing_of_person ON showing (person, until);
    CREATE INDEX showing_until ON showing (until);
";

const SHADES: &str = "
    ALTER TABLE person DROP COLUMN listed;
    ALTER TABLE person ADD COLUMN shades TEXT;
";

const ALIVE: &str = "
    CREATE TABLE alive (
        only  INTEGER PRIMARY KEY CHECK (only = 1),
        until INTEGER NOT NULL
    ) STRICT;
";

const FIRST_INVITES: &str = "ALTER TABLE invite ADD COLUMN first INTEGER NOT NULL DEFAULT 0";

/// Brings the tables to this program's version.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = STEPS.len() as i64;
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for (version, step) in (1..).zip(STEPS).skip(usize::try_from(found).unwrap_or(0)) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}
