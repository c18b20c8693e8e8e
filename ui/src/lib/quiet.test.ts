import { describe, expect, it } from 'vitest';
import type { Myself } from '../bindings';
import { quietOf } from './quiet';

const NIGHTS = [1, 2, 3, 4, 5].map((day) => ({ day, from: 18 * 60, until: 9 * 60 }));
/** Monday, 13:00 in Kyiv. */
const MONDAY = Date.UTC(2026, 10, 23, 11, 0);

function me(zone = 'Europe/Kyiv', more: Partial<Myself> = {}, windows = NIGHTS): Myself {
  return { reasons: [], profile: { zone: 'UTC' }, quiet_hours: { zone, windows }, ...more } as unknown as Myself;
}

const utc = (at: number | undefined) => at !== undefined && new Date(at).toISOString();

describe('quiet hours ahead', () => {
  it('are called by their start on the wall, wherever that is', () => {
    expect(quietOf(me(), [], MONDAY).next).toEqual({ claim: 'quiet:2026-11-23T18:00', at: Date.UTC(2026, 10, 23, 16, 0) });
    expect(quietOf(me('Pacific/Auckland'), [], MONDAY).next).toEqual({ claim: 'quiet:2026-11-24T18:00', at: Date.UTC(2026, 10, 24, 5, 0) });
  });

  it('go on to the next ones where some are skipped', () => {
    const { next, skipped } = quietOf(me(), ['quiet:2026-11-23T18:00', 'quiet:2026-11-24T18:00'], MONDAY);
    expect([skipped?.claim, next?.claim]).toEqual(['quiet:2026-11-24T18:00', 'quiet:2026-11-25T18:00']);
  });

  it('come if the engine says so, whatever was skipped before', () => {
    const told = me('Europe/Kyiv', { next: { at: '2026-11-23T16:00:00Z', source: 'schedule', availability: 'do_not_disturb', status: 'do_not_disturb' } });
    expect(quietOf(told, ['quiet:2026-11-23T18:00'], MONDAY).next?.claim).toBe('quiet:2026-11-23T18:00');
  });

  it('are those after the ones that run', () => {
    const evening = MONDAY + 8 * 3_600_000;
    const { edge, next } = quietOf(me(), [], evening);
    expect([edge?.begins, utc(edge?.at), next?.claim]).toEqual([false, '2026-11-24T07:00:00.000Z', 'quiet:2026-11-24T18:00']);
  });

  it('keep their name where the clock jumps over their start', () => {
    const saturday = Date.UTC(2027, 2, 27, 12, 0);
    const { next } = quietOf(me('Europe/Kyiv', {}, [{ day: 7, from: 3 * 60 + 30, until: 8 * 60 }]), [], saturday);
    expect([next?.claim, utc(next?.at)]).toEqual(['quiet:2027-03-28T03:30', '2027-03-28T01:00:00.000Z']);
  });

  it('are none without windows, or where they never end', () => {
    expect(quietOf(me('UTC', {}, []), [], MONDAY).next).toBeUndefined();
    const always = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 0, until: 0 }));
    expect(quietOf(me('UTC', {}, always), [], MONDAY).next).toBeUndefined();
  });
});
