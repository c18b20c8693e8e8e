import { describe, expect, it } from 'vitest';
import { daysBetween, isNear, minutesLeft, minutesSince, nextMinute, offset, readClock, timeOfDay } from './time';

const at = (text: string) => Date.parse(text);
const MINUTE = 60_000;

describe('minutes', () => {
  it('left are rounded up, passed are rounded down, neither goes below nothing', () => {
    expect([30 * MINUTE, 30 * MINUTE - 1, 1, 0, -1].map((end) => minutesLeft(end, 0))).toEqual([30, 30, 1, 0, 0]);
    expect(minutesLeft(30 * MINUTE, -4_999), 'by a clock that is drawn late').toBe(30);
    expect([0, 1, MINUTE, 2 * MINUTE - 1].map((now) => minutesSince(0, now))).toEqual([0, 0, 1, 1]);
    expect(minutesSince(10, 0)).toBe(0);
  });

  it.each([0, 1, 59_999, 60_000, 60_001, -1, -59_999, -60_000])('at distance %i change exactly when told', (distance) => {
    const now = at('2026-11-21T12:00:07.125Z');
    const instant = now + distance;
    const words = (t: number) => (instant > now ? minutesLeft(instant, t) : minutesSince(instant, t));
    const next = nextMinute(instant, now);
    expect(next).toBeGreaterThan(now);
    expect(words(next - 1)).toBe(words(now));
    if (distance <= 0) expect(words(next)).toBe(words(now) + 1);
    else expect(words(next)).toBe(words(now) - 1);
  });

  it('tell an instant that is less than an hour away', () => {
    expect([59 * MINUTE, 60 * MINUTE, -59 * MINUTE, -60 * MINUTE].map((t) => isNear(t, 0))).toEqual([true, false, true, false]);
  });
});

describe('zones', () => {
  it('know summer time and halves of hours', () => {
    expect(offset('Asia/Kolkata', at('2026-11-21T12:00:00Z'))).toBe(330);
    expect(offset('Europe/Kyiv', at('2026-07-01T12:00:00Z'))).toBe(180);
    expect(offset('Europe/Kyiv', at('2026-12-01T12:00:00Z'))).toBe(120);
    expect(offset('Nowhere/Here', 0)).toBe(0);
  });

  it('give the day and the minute there, over midnight', () => {
    expect(timeOfDay('Asia/Tokyo', at('2026-11-21T15:30:00Z'))).toEqual({ day: 7, minute: 30 });
    expect(timeOfDay('America/New_York', at('2026-11-21T03:00:00Z'))).toEqual({ day: 5, minute: 22 * 60 });
    expect(timeOfDay('Nowhere/Here', 0)).toBeUndefined();
  });

  it('count calendar days, not hours', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1);
    expect(daysBetween('2026-11-21', '2026-11-20')).toBe(-1);
  });
});

describe('a typed time of day', () => {
  it.each([
    ['14:30', 870],
    ['9', 540],
    ['09.05', 545],
    ['930', 570],
    ['2:15 pm', 855],
    ['12 am', 0],
    [' 0:00 ', 0],
  ])('%s is read', (text, minute) => expect(readClock(text)).toBe(minute));

  it.each(['', '25:00', '12:60', 'noon', '13 pm', '0 am', '1:2', '14:30:00'])('"%s" is refused', (text) => {
    expect(readClock(text)).toBeUndefined();
  });
});
