use jiff::{Span, civil::DateTime};
use rrule::{Frequency, RRule, RRuleSet, Tz, Unvalidated};

use super::{
    Zones,
    expand::{Budget, Exhausted, Wall, WallSpan},
    stamp::Stamp,
};

/// No rule that somebody's calendar holds is longer, in bytes.
const LONGEST: usize = 512;
/// The most times of day that one rule names.
const TIMES_OF_DAY: usize = 96;
/// The most instances that one rule may have in the time looked at. What repeats more often is not kept to the minute.
const INSTANCES: usize = 1000;

/// The parts of a recurrence rule (RFC 5545 section 3.3.10).
pub(super) fn parts(rule: &str) -> impl Iterator<Item = (&str, &str)> {
    rule.split(';').filter_map(|part| part.trim().split_once('='))
}

/// A rule, ready to be worked out. It is worked out in local time, as if days had no gaps and overlaps; each instance
/// becomes an instant afterwards, as RFC 5545 has it.
pub(crate) struct Rule {
    rule: RRule<Unvalidated>,
    start: Wall,
    until: Option<Wall>,
}

impl Rule {
    /// Absent for a rule that cannot be read, or that asks for what no calendar program offers.
    pub fn read(text: &str, start: &Stamp, zones: &Zones) -> Option<Self> {
        // Rules are of ASCII alone, which the library takes for granted: it panics within a longer character.
        if text.len() > LONGEST || !text.is_ascii() {
            return None;
        }
        let text = text.to_ascii_uppercase();
        let (until, rest): (Vec<_>, Vec<_>) = parts(&text).partition(|(key, _)| *key == "UNTIL");
        let rest: Vec<_> = rest.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let rule: RRule<Unvalidated> = rest.join(";").parse().ok()?;
        let until = match until.first() {
            Some((_, text)) => Some(last(text, start, zones)?),
            None => None,
        };
        let rule = Self { rule, start: Wall::of(start.local), until };
        rule.is_reasonable().then_some(rule)
    }

    /// Filters below the day, and hundreds of times of day, cost far more to work out than they are worth.
    fn is_reasonable(&self) -> bool {
        let rule = &self.rule;
        let times = [rule.get_by_hour(), rule.get_by_minute(), rule.get_by_second()];
        let times: usize = times.into_iter().map(|it| it.len().max(1)).product();
        rule.get_interval() > 0 && times <= TIMES_OF_DAY && (self.is_of_days() || self.is_plain())
    }

    fn is_of_days(&self) -> bool {
        self.rule.get_freq() <= Frequency::Daily
    }

    /// Whether each period has exactly one instance.
    fn is_plain(&self) -> bool {
        let rule = &self.rule;
        rule.get_by_set_pos().is_empty()
            && rule.get_by_month().is_empty()
            && rule.get_by_month_day().is_empty()
            && rule.get_by_year_day().is_empty()
            && rule.get_by_week_no().is_empty()
            && rule.get_by_weekday().is_empty()
            && rule.get_by_hour().is_empty()
            && rule.get_by_minute().is_empty()
            && rule.get_by_second().is_empty()
    }

    /// The local starts within a span.
    pub fn starts(&self, span: WallSpan, budget: &mut Budget) -> Result<Vec<DateTime>, Exhausted> {
        let until = self.until.map_or(span.until, |until| until.min(span.until));
        if until < span.from || until < self.start {
            return Ok(Vec::new());
        }
        let Some((start, rule)) = self.near(span.from) else { return Ok(Vec::new()) };
        let mut left = rule.get_count();
        let Some(set) = set(start, rule) else { return Ok(Vec::new()) };
        let (mut starts, mut before) = (Vec::new(), start);
        for found in &set {
            let found = Wall(found.timestamp());
            budget.spend(self.work(before, found))?;
            left = left.map(|left| left - 1);
            if found > until || starts.len() == INSTANCES {
                return Ok(starts);
            }
            starts.extend((found >= span.from).then(|| found.local()).flatten());
            before = found;
        }
        if left != Some(0) {
            budget.spend(Budget::BARREN)?;
        }
        Ok(starts)
    }

    /// The rule from a period shortly before `from` on, in the rhythm it has from its start. Absent if its instances are
    /// used up by then.
    fn near(&self, from: Wall) -> Option<(Wall, RRule<Unvalidated>)> {
        let whole = (self.start, self.rule.clone());
        // One period more: the first one may be worked out in part only.
        let passed = self.passed(from) - 1;
        if passed <= 0 {
            return Some(whole);
        }
        let Some(start) = self.after(passed) else { return Some(whole) };
        match self.rule.get_count() {
            None => Some((start, whole.1)),
            Some(count) if self.is_plain() && self.step().is_ok() => {
                let left = u32::try_from(i64::from(count) - passed).ok().filter(|left| *left > 0)?;
                Some((start, whole.1.count(left)))
            }
            Some(_) => Some(whole),
        }
    }

    /// From one period to the next: in seconds, or in months, which differ.
    fn step(&self) -> Result<i64, i64> {
        let interval = i64::from(self.rule.get_interval());
        match self.rule.get_freq() {
            Frequency::Yearly => Err(12 * interval),
            Frequency::Monthly => Err(interval),
            Frequency::Weekly => Ok(7 * 86_400 * interval),
            Frequency::Daily => Ok(86_400 * interval),
            Frequency::Hourly => Ok(3_600 * interval),
            Frequency::Minutely => Ok(60 * interval),
            Frequency::Secondly => Ok(interval),
        }
    }

    /// How many whole periods lie between the start and then, at least.
    fn passed(&self, then: Wall) -> i64 {
        const LONGEST_MONTH: i64 = 31 * 86_400;
        let seconds = then.0 - self.start.0;
        self.step().map_or_else(|months| seconds / (months * LONGEST_MONTH), |step| seconds / step)
    }

    /// How many periods were gone through from one instance to the next.
    fn work(&self, before: Wall, found: Wall) -> u32 {
        u32::try_from(self.passed(found) - self.passed(before)).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The start so many periods later. Absent if a month on the way may lack that day.
    fn after(&self, periods: i64) -> Option<Wall> {
        let months = match self.step() {
            Ok(step) => return Some(Wall(self.start.0 + periods * step)),
            Err(months) => months,
        };
        let start = self.start.local().filter(|start| start.day() <= 28)?;
        Some(Wall::of(start.checked_add(Span::new().try_months(periods * months).ok()?).ok()?))
    }
}

fn set(start: Wall, rule: RRule<Unvalidated>) -> Option<RRuleSet> {
    let start = chrono::DateTime::from_timestamp(start.0, 0)?.with_timezone(&Tz::UTC);
    Some(RRuleSet::new(start).rrule(rule.validate(start).ok()?).limit())
}

/// The last local time at which a rule may have an instance.
fn last(until: &str, start: &Stamp, zones: &Zones) -> Option<Wall> {
    let until = Stamp::read(until, Some(&start.zone), zones)?;
    if until.whole_day {
        return Some(Wall(Wall::of(until.local).0 + 86_399));
    }
    let local = if start.whole_day { until.local } else { start.local_of(until.instant()?) };
    Some(Wall::of(local))
}
