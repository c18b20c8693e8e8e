import { describe, expect, it } from 'vitest';
import type { Window } from '../bindings';
import { DAYS, copyTo, lasts, nextEdge, runs } from './week';

const window = (day: number, from: number, until: number): Window => ({ day, from: from * 60, until: until * 60 });
const nights = [1, 2, 3, 4, 5].map((day) => window(day, 18, 9));

it('a window lasts to its end, past midnight, or a whole day', () => {
  expect([window(1, 9, 17), window(1, 18, 9), window(1, 0, 24), window(1, 9, 9)].map(lasts)).toEqual([480, 900, 1440, 1440]);
});

it('copies one day over others and leaves the rest', () => {
  const week = copyTo([window(1, 9, 17), window(2, 6, 7), window(7, 10, 12)], 1, [1, 2, 3]);
  expect(week).toEqual([window(1, 9, 17), window(2, 9, 17), window(3, 9, 17), window(7, 10, 12)]);
});

it('tells days that are alike together', () => {
  const week = [...nights, window(7, 0, 24)];
  expect(runs(week).map(({ from, to }) => [from, to])).toEqual([[1, 5], [7, 7]]);
  expect(runs([])).toEqual([]);
});

describe('the next edge', () => {
  const edge = (windows: Window[], zone: string, now: string) => {
    const found = nextEdge(windows, zone, Date.parse(now));
    return found && [found.begins, new Date(found.at).toISOString()];
  };

  it('is the begin by day and the end by night, past midnight and past the week', () => {
    expect(edge(nights, 'UTC', '2026-11-23T12:00:30Z')).toEqual([true, '2026-11-23T18:00:00.000Z']);
    expect(edge(nights, 'UTC', '2026-11-23T23:00:00Z')).toEqual([false, '2026-11-24T09:00:00.000Z']);
    expect(edge(nights, 'UTC', '2026-11-28T12:00:00Z')).toEqual([true, '2026-11-30T18:00:00.000Z']);
    expect(edge([window(7, 18, 9)], 'UTC', '2026-11-23T03:00:00Z')).toEqual([false, '2026-11-23T09:00:00.000Z']);
  });

  it('stands on the clock of the zone, also over a change of its offset', () => {
    expect(edge(nights, 'Asia/Tokyo', '2026-11-23T03:00:00Z')).toEqual([true, '2026-11-23T09:00:00.000Z']);
    // Berlin falls back on 25 October 2026 at 3:00: the night from Saturday is an hour longer.
    expect(edge([window(6, 22, 9)], 'Europe/Berlin', '2026-10-24T21:00:00Z')).toEqual([false, '2026-10-25T08:00:00.000Z']);
  });

  it('is that of windows which touch, taken together', () => {
    expect(edge([window(1, 9, 12), window(1, 12, 15)], 'UTC', '2026-11-23T10:00:00Z')).toEqual([false, '2026-11-23T15:00:00.000Z']);
  });

  it('is none where nothing or everything is quiet', () => {
    expect(edge([], 'UTC', '2026-11-23T10:00:00Z')).toBeUndefined();
    expect(edge(DAYS.map((day) => window(day, 0, 24)), 'UTC', '2026-11-23T10:00:00Z')).toBeUndefined();
    expect(edge(nights, 'Nowhere/Land', '2026-11-23T10:00:00Z')).toBeUndefined();
  });
});
