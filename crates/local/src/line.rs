//! One value as one line of JSON.

use std::io::{Error, ErrorKind, Result};

use serde::{Serialize, de::DeserializeOwned};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

/// Reads one line of at most `limit` bytes.
pub(crate) async fn read<T: DeserializeOwned>(from: &mut (impl AsyncRead + Unpin), limit: u64) -> Result<T> {
    let mut line = Vec::new();
    BufReader::new(from).take(limit).read_until(b'\n', &mut line).await?;
    if line.pop() != Some(b'\n') {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    serde_json::from_slice(&line).map_err(|error| Error::new(ErrorKind::InvalidData, error))
}

/// Writes one line.
pub(crate) async fn write(to: &mut (impl AsyncWrite + Unpin), value: &impl Serialize) -> Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    to.write_all(&line).await?;
    to.flush().await
}
