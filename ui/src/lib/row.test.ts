import { expect, it } from 'vitest';
import { STATUSES, person, presence } from '../host/memory/people';
import { nextRowText, rowText } from './row';

const NOW = new Date(2026, 10, 21, 13, 0).getTime();
const iso = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const text = (...args: Parameters<typeof presence>) => rowText(person('A', presence(...args)), STATUSES, NOW);

it('tells minutes under an hour and the clock after', () => {
  expect(text('do_not_disturb', 'do_not_disturb', { until: iso(27.8) })).toMatchObject({ state: 'Do not disturb', side: '28 min left' });
  expect(text('do_not_disturb', 'do_not_disturb', { until: iso(90) })).toMatchObject({ state: 'Do not disturb · until 14:30', side: '' });
  expect(text('busy', 'busy', { since: iso(-12.4) }).side).toBe('12 min');
  expect(text('busy', 'busy', { since: iso(-95) }).side).toBe('since 11:25');
});

it('says when somebody is back, near or far', () => {
  expect(text('away', 'meal', { until: iso(20.6) })).toMatchObject({ state: 'Lunch · back at 13:20', side: '21 min left' });
  expect(text('out_of_office', 'on_holiday', { until: iso(9 * 1440) }).state).toMatch(/^On holiday · back Mon,? 30 Nov$/u);
});

it('forgets an end that has passed', () => {
  expect(text('away', 'away', { until: iso(-1), since: iso(-30) }).state).toBe('Away');
});

it('says what goes on instead of Busy, but keeps what was chosen', () => {
  expect(text('busy', 'busy', { activity: 'on_call', cause: 'call' }).state).toBe('On a call');
  expect(text('busy', 'busy', { activity: 'on_call', cause: 'manual' }).state).toBe('Busy · on a call');
  expect(text('away', 'away', { activity: 'locked', cause: 'device' }).state).toBe('Away · screen locked');
  expect(text('available', 'available', { activity: 'unknown', cause: 'device' }).state).toBe('Available · may not be there');
});

it('shows the day somebody was last seen, and never says they chose to look offline', () => {
  expect(text('offline', 'appear_offline', { last_seen: '2026-11-20' }).state).toBe('Offline · last seen yesterday');
});

it('shows the local time of somebody free whose clock differs', () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone === 'Asia/Tokyo' ? 'Asia/Kolkata' : 'Asia/Tokyo';
  const there = rowText(person('A', presence('available', 'available'), { zone }), STATUSES, NOW);
  expect(there.side).toMatch(/^\d+:\d\d there$/u);
  expect(rowText(person('A', presence('available', 'available')), STATUSES, NOW).side).toBe('');
});

it('knows when its words change next', () => {
  expect(nextRowText(person('A', presence('busy', 'busy', { since: iso(-1.5) })), NOW)).toBe(NOW + 30_000);
  expect(nextRowText(person('A', presence('busy', 'busy', { since: iso(-300) })), NOW)).toBeUndefined();
});
