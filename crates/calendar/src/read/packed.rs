use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::{Fault, LARGEST};

/// Unpacks gzip (RFC 1952), and no more than a calendar may have.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let unpacked = MultiGzDecoder::new(packed).take(LARGEST as u64 + 1).read_to_end(&mut bytes);
    unpacked.map_err(|_| Fault::Answer)?;
    if bytes.len() > LARGEST { Err(Fault::TooLarge) } else { Ok(bytes) }
}
