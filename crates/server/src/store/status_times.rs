//! What people showed, and from when to when: one row for each spell, the running one without an end.

use ringlight_protocol::{PersonId, Timestamp};
use rusqlite::{Connection, Transaction, params};

use super::{Shared, Showing};

/// Ends what the person showed, and begins something else.
pub(super) fn begin(to: &Transaction<'_>, showing: &Showing) -> rusqlite::Result<()> {
    end(to, &showing.person, showing.from)?;
    to.prepare_cached("INSERT INTO showing VALUES (?, ?, ?, ?, NULL)")?.execute(params![
        showing.person.as_str(),
        showing.status.as_str(),
        showing.secondary.as_ref().map(|secondary| secondary.as_str()),
        showing.from.as_millisecond(),
    ])?;
    Ok(())
}

pub(super) fn end(to: &Transaction<'_>, person: &PersonId, at: Timestamp) -> rusqlite::Result<()> {
    to.prepare_cached("UPDATE showing SET until = max(start, ?) WHERE person = ? AND until IS NULL")?
        .execute(params![at.as_millisecond(), person.as_str()])?;
    to.prepare_cached("DELETE FROM showing WHERE person = ? AND until = start")?
        .execute([person.as_str()])?;
    Ok(())
}

pub(super) fn forget_until(to: &Transaction<'_>, at: Timestamp) -> rusqlite::Result<()> {
    to.prepare_cached("DELETE FROM showing WHERE until <= ?")?.execute([at.as_millisecond()]).map(drop)
}

pub(super) fn forget(to: &Transaction<'_>) -> rusqlite::Result<()> {
    to.execute("DELETE FROM showing", []).map(drop)
}

pub(super) fn between(
    connection: &Connection,
    from: Timestamp,
    until: Timestamp,
) -> rusqlite::Result<Vec<Shared>> {
    let sql = "SELECT person, status, secondary, sum(min(coalesce(until, ?2), ?2) - max(start, ?1)) AS lasted
               FROM showing WHERE start < ?2 AND (until > ?1 OR until IS NULL)
               GROUP BY person, status, secondary HAVING lasted > 0";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([from.as_millisecond(), until.as_millisecond()], |row| {
        Ok(Shared {
            person: row.get::<_, String>(0)?.into(),
            status: row.get::<_, String>(1)?.into(),
            secondary: row.get::<_, Option<String>>(2)?.map(Into::into),
            lasted: row.get(3)?,
        })
    })?;
    rows.collect()
}
