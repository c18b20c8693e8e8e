use std::{collections::HashMap, hash::Hash, net::IpAddr};

use ringlight_protocol::{Code, Timestamp};

use super::Roster;
use crate::{
    Digest,
    auth::Holder,
    refusal::{Refusal, refuse},
};

/// How often something may be done: `burst` times at once, then `per_minute`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// How many at once.
    pub burst: u32,
    /// How many more each minute.
    pub per_minute: u32,
}

/// How many requests are answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// From one device or program.
    pub device: Rate,
    /// From one address; people behind one router share it.
    pub address: Rate,
    /// Attempts to join from one address.
    pub joins: Rate,
    /// Whether programs on this computer, their connections too, are counted by address.
    pub count_loopback: bool,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            device: Rate { burst: 100, per_minute: 600 },
            address: Rate { burst: 1000, per_minute: 12_000 },
            joins: Rate { burst: 10, per_minute: 10 },
            count_loopback: false,
        }
    }
}

pub(crate) struct Limits {
    rates: Rates,
    devices: Buckets<Digest>,
    addresses: Buckets<IpAddr>,
    joins: Buckets<IpAddr>,
}

impl Limits {
    pub fn new(rates: Rates) -> Self {
        let (devices, addresses, joins) = Default::default();
        Self { rates, devices, addresses, joins }
    }
}

/// A request at the door.
pub(crate) struct Request {
    pub from: IpAddr,
    pub token: Option<Digest>,
    pub joins: bool,
}

impl Roster {
    /// Counts a request, and says whose it is.
    pub fn admit(&mut self, request: &Request) -> Result<Option<Holder>, Refusal> {
        let now = self.now();
        let Limits { rates, devices, addresses, joins } = &mut self.limits;
        if rates.count_loopback || !request.from.is_loopback() {
            addresses.take(request.from, rates.address, now)?;
            if request.joins {
                joins.take(request.from, rates.joins, now)?;
            }
        }
        let Some(token) = request.token else { return Ok(None) };
        let Some(holder) = self.tokens.get(&token) else { return Ok(None) };
        devices.take(token, rates.device, now)?;
        Ok(Some(holder.clone()))
    }
}

/// Token buckets, each described by the instant at which it will be full again.
struct Buckets<K>(HashMap<K, Timestamp>);

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

/// Full buckets are forgotten when there are this many.
const MANY: usize = 10_000;

impl<K: Eq + Hash> Buckets<K> {
    fn take(&mut self, key: K, rate: Rate, now: Timestamp) -> Result<(), Refusal> {
        if self.0.len() >= MANY {
            self.0.retain(|_, full| *full > now);
        }
        let one = 60_000 / i64::from(rate.per_minute.max(1));
        let most = one * i64::from(rate.burst);
        let full = self.0.entry(key).or_insert(now);
        // No bucket owes more than it holds: the clock was set back, and what is owed is no longer known.
        let before =
            Some(full.as_millisecond() - now.as_millisecond()).filter(|owed| (0..=most).contains(owed));
        let owed = before.unwrap_or(0) + one;
        let over = owed - most;
        if over > 0 {
            let detail = format!("Wait {} s before the next request", seconds(over));
            return Err(Refusal { retry_after: Some(seconds(over)), ..refuse(Code::RateLimited, detail) });
        }
        *full = Timestamp::from_millisecond(now.as_millisecond() + owed).unwrap_or(now);
        Ok(())
    }
}

fn seconds(milliseconds: i64) -> u64 {
    u64::try_from(milliseconds).unwrap_or(0).div_ceil(1000)
}
