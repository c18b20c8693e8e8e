import { expect, it } from 'vitest';
import { hoursOn } from './hours';

const hours = {
  windows: [
    { day: 1, from: 840, until: 1080 },
    { day: 1, from: 540, until: 780 },
    { day: 7, from: 1320, until: 360 },
    { day: 5, from: 600, until: 1440 },
  ],
};

it('shows a day with a break in order, and what runs over from the night before', () => {
  expect(hoursOn(hours, 1)).toEqual([{ from: 0, until: 360 }, { from: 540, until: 780 }, { from: 840, until: 1080 }]);
});

it('ends a night at midnight on the day it begins', () => {
  expect(hoursOn(hours, 7)).toEqual([{ from: 1320, until: 1440 }]);
  expect(hoursOn(hours, 5)).toEqual([{ from: 600, until: 1440 }]);
});

it('shows nothing on a free day, nor without declared hours', () => {
  expect(hoursOn(hours, 6)).toEqual([]);
  expect(hoursOn(undefined, 1)).toEqual([]);
});

it('makes one stretch of a night that runs over into a morning', () => {
  const nights = { windows: [{ day: 1, from: 0, until: 480 }, { day: 1, from: 480, until: 540 }, { day: 1, from: 600, until: 660 }, { day: 7, from: 1320, until: 360 }] };
  expect(hoursOn(nights, 1)).toEqual([{ from: 0, until: 540 }, { from: 600, until: 660 }]);
});
