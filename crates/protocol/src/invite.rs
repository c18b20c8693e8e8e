use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{NAME_MAX_CHARS, is_unfit};

/// What a colleague sends so that another computer joins with one paste: where the server is, how to know that it is the
/// one, and a code that lets somebody in.
///
/// Written `ringlight://join#at=192.0.2.7:7420&at=host.example:443&pin=…&code=…&team=…`. Everything that matters stands
/// in the fragment, which no program sends to a server by itself.
#[derive(Clone, PartialEq, Eq)]
pub struct InviteLink {
    /// `host:port`, the likeliest first; at least one, at most 16.
    pub addresses: Vec<String>,
    /// SHA-256 of the server's public key (SPKI), base64url without padding: 43 characters. Absent for a server whose
    /// certificate an authority signed.
    pub pin: Option<String>,
    /// The one-time code.
    pub code: String,
    /// The team's name, to show before anything is sent: one line of at most [`NAME_MAX_CHARS`].
    pub team: String,
}

/// Why a text is not an invite link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteLinkError {
    /// It does not begin with `ringlight://join#`.
    NotALink,
    /// It was cut off or changed: an address, the pin or the code is missing or not of its shape, or no team can have this
    /// name.
    Damaged,
}

const PREFIX: &str = "ringlight://join#";
/// As systems pass it on that give every address a path.
const OPENED_PREFIX: &str = "ringlight://join/#";

impl FromStr for InviteLink {
    type Err = InviteLinkError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let link = text.trim();
        let fields = link.strip_prefix(PREFIX).or_else(|| link.strip_prefix(OPENED_PREFIX));
        let fields = fields.ok_or(InviteLinkError::NotALink)?;
        let mut link = Self { addresses: Vec::new(), pin: None, code: String::new(), team: String::new() };
        for field in fields.split('&') {
            let (key, value) = field.split_once('=').ok_or(InviteLinkError::Damaged)?;
            let value = decode(value).ok_or(InviteLinkError::Damaged)?;
            match key {
                "at" => link.addresses.push(value),
                "pin" => link.pin = Some(value),
                "code" => link.code = value,
                "team" => link.team = value,
                _ => {}
            }
        }
        if link.is_whole() { Ok(link) } else { Err(InviteLinkError::Damaged) }
    }
}

impl InviteLink {
    fn is_whole(&self) -> bool {
        (1..=16).contains(&self.addresses.len())
            && self.addresses.iter().all(|address| is_address(address))
            && self.pin.as_ref().is_none_or(|pin| pin.len() == 43 && pin.bytes().all(is_base64url))
            && self.code.len() == 22
            && self.code.bytes().all(is_base64url)
            && self.team.chars().count() <= NAME_MAX_CHARS
            && !self.team.chars().any(is_unfit)
    }
}

fn is_address(address: &str) -> bool {
    let Some((host, port)) = address.rsplit_once(':') else { return false };
    let host = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:%_".contains(&b))
        && port.parse::<u16>().is_ok_and(|port| port != 0)
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

impl fmt::Display for InviteLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        for address in &self.addresses {
            write!(f, "at={}&", encode(address))?;
        }
        if let Some(pin) = &self.pin {
            write!(f, "pin={pin}&")?;
        }
        write!(f, "code={}&team={}", self.code, encode(&self.team))
    }
}

impl fmt::Debug for InviteLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InviteLink")
            .field("addresses", &self.addresses)
            .field("team", &self.team)
            .finish_non_exhaustive()
    }
}

impl Serialize for InviteLink {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for InviteLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The text itself holds a code, and stays out of the error.
        String::deserialize(deserializer)?.parse().map_err(|_| de::Error::custom("not an invite link"))
    }
}

/// Percent-encoding (RFC 3986 section 2.1) of everything but unreserved characters and the colon and brackets of addresses.
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~:[]".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> InviteLink {
        InviteLink {
            addresses: vec!["192.0.2.7:7420".into(), "[2001:db8::1]:7420".into(), "host.example:443".into()],
            pin: Some("A".repeat(43)),
            code: "abcdefghijklmnopqrstuv".into(),
            team: "Büro & Söhne 🏡".into(),
        }
    }

    #[test]
    fn survives_being_written_and_read() {
        let text = link().to_string();
        assert_eq!(text.parse::<InviteLink>(), Ok(link()));
        assert_eq!(format!("  {text}\n").parse::<InviteLink>(), Ok(link()));
        assert!(text.is_ascii());
    }

    #[test]
    fn is_read_with_the_path_that_systems_add() {
        let opened = link().to_string().replacen("join#", "join/#", 1);
        assert_eq!(opened.parse::<InviteLink>(), Ok(link()));
    }

    #[test]
    fn is_its_text_on_the_wire() {
        let written = serde_json::to_value(link()).expect("a text");
        assert_eq!(written, serde_json::Value::String(link().to_string()));
        assert_eq!(serde_json::from_value::<InviteLink>(written).expect("a whole link"), link());
        let cut = link().to_string().replace("&pin=A", "&pin=");
        let error = serde_json::from_value::<InviteLink>(cut.into()).expect_err("is damaged");
        assert!(!error.to_string().contains("abcdef"), "{error}");
    }

    #[test]
    fn any_cut_within_what_matters_is_damage_not_another_link() {
        let text = link().to_string();
        let end_of_code = text.find("&team").expect("the link has a team");
        for cut in PREFIX.len()..end_of_code {
            assert_eq!(text[..cut].parse::<InviteLink>(), Err(InviteLinkError::Damaged), "cut at {cut}");
        }
        assert_eq!("https://example.org".parse::<InviteLink>(), Err(InviteLinkError::NotALink));
    }

    #[test]
    fn its_code_is_not_in_debug_output() {
        assert!(!format!("{:?}", link()).contains("abcdef"));
    }
}
