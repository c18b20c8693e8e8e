//! Idle time on X11: alarms on the `IDLETIME` counter of the
//! [X Synchronization Extension](https://www.x.org/releases/current/doc/xextproto/sync.html).
//!
//! Two transition alarms stay armed: one when the counter rises to the threshold, one when input throws it back. The
//! server sends one event for each crossing and nothing in between.

use std::time::Duration;

use x11rb::connection::{Connection, RequestConnection};
use x11rb::protocol::sync::{
    self, ALARMSTATE, Alarm, AlarmNotifyEvent, ConnectionExt, Counter, CreateAlarmAux, Int64, TESTTYPE,
    VALUETYPE,
};
use x11rb::rust_connection::RustConnection;

use crate::mechanism::Stopped;
use crate::signal::{Signal, Source};

pub(super) const SOURCE: Source = Source::new("x11-sync");

pub(super) struct Idle<'c> {
    conn: &'c RustConnection,
    counter: Counter,
    alarms: Option<Alarms>,
}

struct Alarms {
    after_ms: i64,
    rise: Alarm,
    fall: Alarm,
}

impl<'c> Idle<'c> {
    pub(super) fn probe(conn: &'c RustConnection) -> Result<Self, Stopped> {
        if conn.extension_information(sync::X11_EXTENSION_NAME)?.is_none() {
            return Err(Stopped::Unsupported("the X server has no SYNC extension".into()));
        }
        conn.sync_initialize(3, 1)?.reply()?;
        let counters = conn.sync_list_system_counters()?.reply()?.counters;
        let Some(idletime) = counters.iter().find(|counter| counter.name == b"IDLETIME") else {
            return Err(Stopped::Unsupported("the X server has no IDLETIME counter".into()));
        };
        Ok(Self { conn, counter: idletime.counter, alarms: None })
    }

    /// Sets the threshold. Gives the state under it.
    pub(super) fn arm(&mut self, after: Option<Duration>) -> Result<Signal, Stopped> {
        if let Some(old) = self.alarms.take() {
            self.conn.sync_destroy_alarm(old.rise)?;
            self.conn.sync_destroy_alarm(old.fall)?;
        }
        if let Some(after) = after {
            let after_ms = i64::try_from(after.as_millis()).unwrap_or(i64::MAX).max(1);
            let rise = self.alarm(TESTTYPE::POSITIVE_TRANSITION, after_ms)?;
            let fall = self.alarm(TESTTYPE::NEGATIVE_TRANSITION, after_ms - 1)?;
            self.alarms = Some(Alarms { after_ms, rise, fall });
        }
        self.read()
    }

    fn alarm(&self, test: TESTTYPE, value: i64) -> Result<Alarm, Stopped> {
        let alarm = self.conn.generate_id()?;
        let wanted = CreateAlarmAux::new()
            .counter(self.counter)
            .value_type(VALUETYPE::ABSOLUTE)
            .value(to_wire(value))
            .test_type(test)
            .delta(to_wire(0))
            .events(1);
        self.conn.sync_create_alarm(alarm, &wanted)?.check()?;
        Ok(alarm)
    }

    pub(super) fn read(&self) -> Result<Signal, Stopped> {
        let idle_ms = from_wire(self.conn.sync_query_counter(self.counter)?.reply()?.counter_value);
        let idle = self.alarms.as_ref().is_some_and(|alarms| idle_ms >= alarms.after_ms);
        Ok(if idle { idle_for(idle_ms) } else { Signal::Active { source: SOURCE } })
    }

    pub(super) fn hear(&self, event: &AlarmNotifyEvent) -> Option<Signal> {
        let alarms = self.alarms.as_ref().filter(|_| event.state != ALARMSTATE::DESTROYED)?;
        if event.alarm == alarms.rise {
            Some(idle_for(from_wire(event.counter_value)))
        } else {
            (event.alarm == alarms.fall).then_some(Signal::Active { source: SOURCE })
        }
    }
}

fn idle_for(ms: i64) -> Signal {
    Signal::Idle { source: SOURCE, since_ms: ms.max(0).unsigned_abs() }
}

fn to_wire(value: i64) -> Int64 {
    let [a, b, c, d, e, f, g, h] = value.to_be_bytes();
    Int64 { hi: i32::from_be_bytes([a, b, c, d]), lo: u32::from_be_bytes([e, f, g, h]) }
}

fn from_wire(value: Int64) -> i64 {
    (i64::from(value.hi) << 32) | i64::from(value.lo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_survive_the_wire() {
        for value in [0, 1, -1, i64::MAX, i64::MIN, 0x1_0000_0000, 0xffff_ffff, 300_000] {
            assert_eq!(from_wire(to_wire(value)), value);
        }
        let wire = to_wire(0x2_8000_0001);
        assert_eq!((wire.hi, wire.lo), (2, 0x8000_0001));
    }
}
