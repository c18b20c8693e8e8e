//! What keeps somebody busy.

use crate::calendar::{event, lines};

const HOUR: &str = "DTSTART:20261124T100000Z\nDTEND:20261124T110000Z";
const DAY: &str = "DTSTART;VALUE=DATE:20261124";

fn kind(time: &str, lines_of_it: &str) -> Option<String> {
    let seen = lines(&event(&format!("{time}\n{lines_of_it}")));
    Some(seen.first()?.split(' ').next()?.to_owned())
}

#[test]
fn an_hour_counts_unless_it_says_otherwise() {
    let invited = |answer| format!("ATTENDEE;CN=\"M; a: r\";PARTSTAT={answer}:mailto:maria@EXAMPLE.org");
    for (lines_of_it, seen) in [
        ("", Some("busy")),
        ("TRANSP:OPAQUE\nSTATUS:CONFIRMED", Some("busy")),
        ("TRANSP:TRANSPARENT", None),
        ("STATUS:CANCELLED", None),
        ("status:cancelled", None),
        ("STATUS:TENTATIVE", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", Some("busy")),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY\nSTATUS:TENTATIVE", Some("busy")),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", Some("out")),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\nSTATUS:CANCELLED", None),
        (&invited("ACCEPTED"), Some("busy")),
        (&invited("NEEDS-ACTION"), Some("busy")),
        (&invited("DECLINED"), None),
        (&invited("declined"), None),
        (&invited("DELEGATED"), None),
        (&invited("TENTATIVE"), None),
        ("ATTENDEE;PARTSTAT=DECLINED;EMAIL=maria@example.org:urn:uuid:1", None),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.org", Some("busy")),
    ] {
        assert_eq!(kind(HOUR, lines_of_it).as_deref(), seen, "{lines_of_it}");
    }
}

#[test]
fn a_whole_day_counts_only_if_it_says_so() {
    for (lines_of_it, seen) in [
        ("", None),
        ("STATUS:CONFIRMED", None),
        ("TRANSP:TRANSPARENT", None),
        ("TRANSP:OPAQUE", Some("busy")),
        ("TRANSP:OPAQUE\nSTATUS:TENTATIVE", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", Some("busy")),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE\nTRANSP:OPAQUE", None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", Some("out")),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\nTRANSP:OPAQUE", Some("out")),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\nTRANSP:TRANSPARENT", None),
    ] {
        assert_eq!(kind(DAY, lines_of_it).as_deref(), seen, "{lines_of_it}");
    }
}
