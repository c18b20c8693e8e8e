use std::{io, time::SystemTime};

use tokio::io::AsyncReadExt;

use super::{Fetched, Marks};
use crate::{Fault, LARGEST};

/// When a file was last written, and how large it is.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Stand {
    written: Option<SystemTime>,
    bytes: u64,
}

pub(super) async fn calendar(path: &str, seen: Option<&Stand>) -> Result<Option<Fetched>, Fault> {
    let about = tokio::fs::metadata(path).await.map_err(|error| fault(&error))?;
    // A pipe would keep whoever opens it waiting.
    if !about.is_file() {
        return Err(Fault::File("it is not a plain file".into()));
    }
    let stand = Stand { written: about.modified().ok(), bytes: about.len() };
    if seen == Some(&stand) {
        return Ok(None);
    }
    let file = tokio::fs::File::open(path).await.map_err(|error| fault(&error))?;
    let mut bytes = Vec::new();
    file.take(LARGEST as u64 + 1).read_to_end(&mut bytes).await.map_err(|error| fault(&error))?;
    if bytes.len() > LARGEST {
        return Err(Fault::TooLarge);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Some(Fetched { texts: vec![text], marks: Marks::File(stand) }))
}

fn fault(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::NoFile,
        kind => Fault::File(kind.to_string()),
    }
}
