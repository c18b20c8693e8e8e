//! Which addresses may be asked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use crate::Fault;

/// Reads an address as pasted. `webcal:` is what calendar programs call an ICS address.
pub(super) fn parse(text: &str) -> Result<Url, Fault> {
    let text = text.trim();
    let secure = match text.split_once("://") {
        Some((scheme, rest)) if is_webcal(scheme) => format!("https://{rest}"),
        _ => text.to_owned(),
    };
    let url = Url::parse(&secure).map_err(|_| Fault::Address)?;
    if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
        return Err(Fault::Address);
    }
    if url.password().is_some() {
        return Err(Fault::PasswordInAddress);
    }
    encrypted(&url)?;
    Ok(url)
}

fn is_webcal(scheme: &str) -> bool {
    ["webcal", "webcals"].iter().any(|it| it.eq_ignore_ascii_case(scheme))
}

/// Checks where an answer leads on to. Into a private network only the address that its owner gave leads, and never
/// from one service there to another.
pub(super) fn may_lead(first: &Url, to: &Url) -> Result<(), Fault> {
    if to.origin() == first.origin() {
        return Ok(());
    }
    if !matches!(to.scheme(), "https" | "http") {
        return Err(Fault::Address);
    }
    if host(to).is_some_and(|host| host.is_here() || matches!(host, Host::Number(ip) if !is_public(ip))) {
        return Err(Fault::Private);
    }
    encrypted(to)
}

/// Whether an address is on the host of the first one, or on one below it.
pub(super) fn is_within(first: &Url, to: &Url) -> bool {
    let within = |to: &str, first: &str| {
        to.strip_suffix(first).is_some_and(|below| below.is_empty() || below.ends_with('.'))
    };
    let hosts = to.host_str().zip(first.host_str());
    to.scheme() == "https" && hosts.is_some_and(|(to, first)| within(to, first))
}

fn encrypted(url: &Url) -> Result<(), Fault> {
    let here = host(url).is_some_and(|host| host.is_here());
    if url.scheme() == "https" || here { Ok(()) } else { Err(Fault::NotEncrypted) }
}

enum Host<'a> {
    Name(&'a str),
    Number(IpAddr),
}

impl Host<'_> {
    /// Whether this is the computer itself.
    fn is_here(&self) -> bool {
        match self {
            Self::Name(name) => is_localhost(name),
            Self::Number(ip) => ip.to_canonical().is_loopback(),
        }
    }
}

fn host(url: &Url) -> Option<Host<'_>> {
    let name = url.host_str()?;
    let number = name.trim_start_matches('[').trim_end_matches(']').parse();
    Some(number.map_or(Host::Name(name), Host::Number))
}

/// Whether a name means this computer (RFC 6761 section 6.3).
pub(super) fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name == "localhost" || name.ends_with(".localhost")
}

/// Whether an address is one of the open internet (IANA's special-purpose address registries).
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && b & 0xfe == 18))
}

/// Only global unicast is public, and addresses that carry an IPv4 one inside are what that one is.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, .., y, z] = ip.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b) {
        (0x64, 0xff9b) => c == 0 && inner(y, z),
        (0x2002, high) => inner(high, c),
        // Teredo, benchmarks, ORCHID, documentation.
        (0x2001, b) => b >= 0x200 && b != 0xdb8,
        (0x3fff, _) => false,
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that meets something odd fails and says so")]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_as_pasted() {
        let taken = |text: &str| parse(text).map(|url| url.to_string());
        assert_eq!(taken(" webcal://example.org/a.ics ").as_deref(), Ok("https://example.org/a.ics"));
        assert_eq!(taken("WEBCALS://example.org/a").as_deref(), Ok("https://example.org/a"));
        assert_eq!(taken("https://10.0.0.5/a").as_deref(), Ok("https://10.0.0.5/a"));
        assert_eq!(taken("http://127.0.0.1:5232/").as_deref(), Ok("http://127.0.0.1:5232/"));
        assert_eq!(taken("http://[::1]/").as_deref(), Ok("http://[::1]/"));
        assert_eq!(taken("http://localhost/"), Ok("http://localhost/".into()));
        for (text, fault) in [
            ("", Fault::Address),
            ("calendar", Fault::Address),
            ("ftp://example.org/", Fault::Address),
            ("file:///etc/passwd", Fault::Address),
            ("http://example.org/", Fault::NotEncrypted),
            ("http://10.0.0.5/", Fault::NotEncrypted),
            ("http://localhost.example.org/", Fault::NotEncrypted),
            ("https://maria:secret@example.org/", Fault::PasswordInAddress),
        ] {
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn an_answer_leads_to_encrypted_public_addresses_only() {
        let lead = |first: &str, to: &str| may_lead(&parse(first).unwrap(), &Url::parse(to).unwrap());
        let public = "https://example.org/";
        assert_eq!(lead(public, "https://example.com/x"), Ok(()));
        assert_eq!(lead(public, "http://example.org/x"), Err(Fault::NotEncrypted));
        assert_eq!(lead(public, "ftp://example.org/x"), Err(Fault::Address));
        assert_eq!(lead("http://127.0.0.1:1/", "http://127.0.0.1:1/x"), Ok(()));
        assert_eq!(lead("http://127.0.0.1:1/", "http://127.0.0.1:2/x"), Err(Fault::Private));
        assert_eq!(lead("https://10.0.0.5/", "https://10.0.0.6/"), Err(Fault::Private));
        for host in
            ["127.0.0.1", "localhost", "192.168.1.1", "169.254.169.254", "[::1]", "[fd00::1]", "0.0.0.0"]
        {
            assert_eq!(lead(public, &format!("https://{host}/")), Err(Fault::Private), "{host}");
        }
    }

    #[test]
    fn a_password_stays_within_the_domain_that_was_given() {
        let within =
            |to: &str| is_within(&parse("https://mail.example.org/").unwrap(), &Url::parse(to).unwrap());
        assert!(within("https://mail.example.org:8443/dav"));
        assert!(within("https://dav.mail.example.org/"));
        assert!(!within("http://dav.mail.example.org/"));
        assert!(!within("https://webmail.example.org/"));
        assert!(!within("https://evilmail.example.org/"));
        assert!(!within("https://example.org/"));
        assert!(!within("https://mail.example.org.example.com/"));
    }

    #[test]
    fn public_is_what_the_registries_leave() {
        let public = ["8.8.8.8", "100.128.0.1", "2606:4700::1", "2002:808:808::", "64:ff9b::808:808"];
        let private = [
            "0.1.2.3",
            "10.1.1.1",
            "100.64.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.31.0.1",
            "192.0.0.1",
            "192.168.0.1",
            "198.19.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
            "fc00::1",
            "fe80::1",
            "ff02::1",
        ];
        let is = |it: &str| is_public(it.parse().unwrap());
        assert_eq!(public.into_iter().filter(|it| !is(it)).count(), 0);
        assert_eq!(private.into_iter().filter(|it| is(it)).collect::<Vec<_>>(), [""; 0]);
    }
}
