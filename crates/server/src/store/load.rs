//! Reading everything back.

use ringlight_protocol::{DeviceId, PersonId, Timestamp};
use rusqlite::{
    Connection, Row,
    types::{Type, ValueRef},
};
use serde::de::DeserializeOwned;

use super::{DeviceRow, InviteRow, PersonRow, ProgramRow, RulesRow, Shown, Stored, TeamRow};

pub(super) fn all(from: &Connection) -> rusqlite::Result<Stored> {
    Ok(Stored {
        team: rows(from, "SELECT name, key FROM team", |row| {
            Ok(TeamRow { name: row.get(0)?, key: row.get(1)? })
        })?
        .pop(),
        rules: rows(from, "SELECT policy, statuses FROM rules", |row| {
            Ok(RulesRow { policy: read(row, 0)?, statuses: read(row, 1)? })
        })?
        .pop(),
        people: rows(from, "SELECT * FROM person", person)?,
        devices: rows(from, "SELECT * FROM device", device)?,
        programs: rows(from, "SELECT * FROM program", program)?,
        favourites: favourites(from)?,
        invites: rows(from, "SELECT * FROM invite", |row| {
            Ok(InviteRow {
                code: row.get(0)?,
                left: row.get(1)?,
                until: instant(row, 2)?,
                admin: row.get(3)?,
                first: row.get(4)?,
            })
        })?,
        alive_until: rows(from, "SELECT until FROM alive", |row| instant(row, 0))?.pop(),
    })
}

fn rows<T>(
    from: &Connection,
    sql: &str,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    from.prepare(sql)?.query_map([], read)?.collect()
}

fn person(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    Ok(PersonRow {
        id: row.get::<_, String>(0)?.into(),
        joined: instant(row, 1)?,
        profile: read(row, 2)?,
        claims: read(row, 3)?,
        shown: Shown {
            availability: read(row, 4)?,
            status: row.get::<_, String>(5)?.into(),
            since: instant(row, 6)?,
        },
        settings: read(row, 7)?,
        frozen: read_some(row, 8)?,
        shades: read_some(row, 9)?.unwrap_or_default(),
    })
}

fn program(row: &Row<'_>) -> rusqlite::Result<ProgramRow> {
    Ok(ProgramRow {
        id: row.get::<_, String>(0)?.into(),
        person: row.get::<_, String>(1)?.into(),
        name: row.get(2)?,
        rights: read(row, 3)?,
        made: instant(row, 4)?,
        token: row.get(5)?,
    })
}

fn device(row: &Row<'_>) -> rusqlite::Result<DeviceRow> {
    Ok(DeviceRow {
        id: DeviceId::from(row.get::<_, String>(0)?),
        person: row.get::<_, String>(1)?.into(),
        name: row.get(2)?,
        kind: read(row, 3)?,
        joined: instant(row, 4)?,
        token: row.get(5)?,
    })
}

fn favourites(from: &Connection) -> rusqlite::Result<Vec<(PersonId, Vec<PersonId>)>> {
    let mut lists: Vec<(PersonId, Vec<PersonId>)> = Vec::new();
    let pairs = rows(from, "SELECT viewer, person FROM favourite ORDER BY viewer, place", |row| {
        Ok((PersonId::from(row.get::<_, String>(0)?), PersonId::from(row.get::<_, String>(1)?)))
    })?;
    for (viewer, person) in pairs {
        match lists.last_mut().filter(|(last, _)| *last == viewer) {
            Some((_, people)) => people.push(person),
            None => lists.push((viewer, vec![person])),
        }
    }
    Ok(lists)
}

fn instant(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(row.get(column)?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, Box::new(error)))
}

fn read<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(&row.get::<_, String>(column)?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

fn read_some<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => read(row, column).map(Some),
    }
}
