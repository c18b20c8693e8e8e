use std::{
    fs, io,
    path::Path,
    sync::mpsc,
    thread::{self, JoinHandle},
};

use ringlight_protocol::{PersonId, Timestamp};
use rusqlite::{Connection, Transaction, params};
use serde::Serialize;
use tokio::sync::oneshot;

use super::{
    DeviceRow, PersonRow, ProgramRow, Shared, Store, StoreError, Stored, Write, load, schema, status_times,
};

/// A team in one SQLite file: WAL with `synchronous = FULL`, so that what was answered survives a power cut
/// (sqlite.org/pragma.html#pragma_synchronous). A thread of its own holds the connection.
pub struct Sqlite {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

enum Job {
    Load(oneshot::Sender<Result<Stored, StoreError>>),
    Commit(Vec<Write>, oneshot::Sender<Result<(), StoreError>>),
    StatusTimes(Timestamp, Timestamp, oneshot::Sender<Result<Vec<Shared>, StoreError>>),
}

impl Sqlite {
    /// Opens the store in the file `path`, making it and its folder if they are not there, readable by this user alone.
    ///
    /// # Errors
    ///
    /// If the file cannot be made or read, belongs to a newer version, or another server uses it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        make_private(path).map_err(|error| StoreError::Failed(format!("{}: {error}", path.display())))?;
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // Who leaves is to be gone from the file too, not only from the tables.
        connection.pragma_update(None, "secure_delete", true)?;
        schema::migrate(&mut connection)?;
        // In exclusive mode the first write takes the lock and keeps it: a second server must fail now, not later.
        connection.execute_batch("BEGIN IMMEDIATE; COMMIT")?;
        let (jobs, todo) = mpsc::channel();
        let thread = thread::Builder::new().name("store".into()).spawn(move || work(connection, &todo));
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread.map_err(|error| StoreError::Failed(error.to_string()))?),
        })
    }

    async fn ask<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, StoreError>>) -> Job,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        if let Some(jobs) = &self.jobs {
            // A thread that is gone drops the reply, and that is seen below.
            let _ = jobs.send(job(reply));
        }
        answer.await.unwrap_or_else(|_| Err(StoreError::Failed("its thread has ended".into())))
    }
}

impl Store for Sqlite {
    async fn load(&self) -> Result<Stored, StoreError> {
        self.ask(Job::Load).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        self.ask(|reply| Job::Commit(writes, reply)).await
    }

    async fn status_times(&self, from: Timestamp, until: Timestamp) -> Result<Vec<Shared>, StoreError> {
        self.ask(|reply| Job::StatusTimes(from, until, reply)).await
    }
}

impl Drop for Sqlite {
    /// Closes the file before it returns, so that it can be opened again at once.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn work(mut connection: Connection, todo: &mpsc::Receiver<Job>) {
    for job in todo {
        // Whoever no longer waits for the answer does not need it.
        match job {
            Job::Load(reply) => drop(reply.send(load::all(&connection).map_err(StoreError::from))),
            Job::Commit(writes, reply) => {
                drop(reply.send(commit(&mut connection, &writes).map_err(StoreError::from)))
            }
            Job::StatusTimes(from, until, reply) => {
                let times = status_times::between(&connection, from, until);
                drop(reply.send(times.map_err(StoreError::from)))
            }
        }
    }
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path).map(drop)
}

/// A user's own folders are closed to other users already.
#[cfg(not(unix))]
fn make_private(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn commit(connection: &mut Connection, writes: &[Write]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for write in writes {
        apply(&transaction, write)?;
    }
    transaction.commit()
}

fn apply(to: &Transaction<'_>, write: &Write) -> rusqlite::Result<()> {
    match write {
        Write::Team(team) => {
            to.prepare_cached("INSERT OR REPLACE INTO team VALUES (1, ?, ?)")?
                .execute(params![team.name, team.key])?;
        }
        Write::Rules(rules) => {
            to.prepare_cached("INSERT OR REPLACE INTO rules VALUES (1, ?, ?)")?
                .execute(params![json(&rules.policy)?, json(&rules.statuses)?])?;
        }
        Write::Person(person) => put_person(to, person)?,
        Write::PersonGone(id) => {
            to.prepare_cached("DELETE FROM person WHERE id = ?")?.execute([id.as_str()])?;
        }
        Write::Device(device) => put_device(to, device)?,
        Write::DeviceGone(id) => {
            to.prepare_cached("DELETE FROM device WHERE id = ?")?.execute([id.as_str()])?;
        }
        Write::Program(program) => put_program(to, program)?,
        Write::ProgramGone(id) => {
            to.prepare_cached("DELETE FROM program WHERE id = ?")?.execute([id.as_str()])?;
        }
        Write::Favourites(viewer, people) => put_favourites(to, viewer, people)?,
        Write::Invite(invite) => {
            to.prepare_cached("INSERT OR REPLACE INTO invite VALUES (?, ?, ?, ?, ?)")?.execute(params![
                invite.code,
                invite.left,
                invite.until.as_millisecond(),
                invite.admin,
                invite.first,
            ])?;
        }
        Write::InviteGone(code) => {
            to.prepare_cached("DELETE FROM invite WHERE code = ?")?.execute([code])?;
        }
        Write::Showing(showing) => status_times::begin(to, showing)?,
        Write::ShowingEnds(person, at) => status_times::end(to, person, *at)?,
        Write::StatusTimesUntil(at) => status_times::forget_until(to, *at)?,
        Write::StatusTimesGone => status_times::forget(to)?,
        Write::AliveUntil(at) => {
            to.prepare_cached("INSERT OR REPLACE INTO alive VALUES (1, ?)")?
                .execute([at.as_millisecond()])?;
        }
    }
    Ok(())
}

/// An upsert, since replacing the row would cascade to what refers to it.
fn put_person(to: &Transaction<'_>, person: &PersonRow) -> rusqlite::Result<()> {
    to.prepare_cached(
        "INSERT INTO person VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO UPDATE SET
         profile = ?3, claims = ?4, shown_availability = ?5, shown_status = ?6, shown_since = ?7, settings = ?8,
         frozen = ?9, shades = ?10",
    )?
    .execute(params![
        person.id.as_str(),
        person.joined.as_millisecond(),
        json(&person.profile)?,
        json(&person.claims)?,
        json(&person.shown.availability)?,
        person.shown.status.as_str(),
        person.shown.since.as_millisecond(),
        json(&person.settings)?,
        person.frozen.as_ref().map(json).transpose()?,
        Some(&person.shades).filter(|shades| !shades.is_empty()).map(json).transpose()?,
    ])?;
    Ok(())
}

fn put_program(to: &Transaction<'_>, program: &ProgramRow) -> rusqlite::Result<()> {
    to.prepare_cached("INSERT OR REPLACE INTO program VALUES (?, ?, ?, ?, ?, ?)")?.execute(params![
        program.id.as_str(),
        program.person.as_str(),
        program.name,
        json(&program.rights)?,
        program.made.as_millisecond(),
        program.token,
    ])?;
    Ok(())
}

fn put_device(to: &Transaction<'_>, device: &DeviceRow) -> rusqlite::Result<()> {
    to.prepare_cached(
        "INSERT INTO device VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE SET name = ?3, token = ?6",
    )?
    .execute(params![
        device.id.as_str(),
        device.person.as_str(),
        device.name,
        json(&device.kind)?,
        device.joined.as_millisecond(),
        device.token,
    ])?;
    Ok(())
}

fn put_favourites(to: &Transaction<'_>, viewer: &PersonId, people: &[PersonId]) -> rusqlite::Result<()> {
    to.prepare_cached("DELETE FROM favourite WHERE viewer = ?")?.execute([viewer.as_str()])?;
    let mut insert = to.prepare_cached("INSERT INTO favourite VALUES (?, ?, ?)")?;
    for (place, person) in (0_i64..).zip(people) {
        insert.execute(params![viewer.as_str(), place, person.as_str()])?;
    }
    Ok(())
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Self::InUse,
            _ => Self::Failed(error.to_string()),
        }
    }
}
