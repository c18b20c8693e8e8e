import { expect, it } from 'vitest';
import { STATUSES } from '../host/memory/people';
import { choices } from './choices';

it('gives the seven main statuses their digits, and the rest of away a line of its own', () => {
  const lines = choices(STATUSES).map((line) => (line.status ? `${line.digit} ${line.status.id}` : line.rest.map(({ id }) => id).join()));
  expect(lines).toEqual(['1 available', '2 busy', '3 do_not_disturb', '4 be_right_back', '5 away', 'break,meal,training', '6 out_of_office', '7 appear_offline']);
});

it('offers every status of the catalogue once', () => {
  const offered = choices(STATUSES).flatMap((line) => [...(line.status ? [line.status] : []), ...line.rest]);
  expect(offered.map(({ id }) => id).sort()).toEqual(STATUSES.map(({ id }) => id).sort());
});

it('keeps each digit when the team hides a status', () => {
  const hidden = STATUSES.map((status) => (['be_right_back', 'meal'].includes(status.id) ? { ...status, hidden: true } : status));
  const lines = choices(hidden);
  expect(lines.find((line) => line.status?.id === 'away')).toMatchObject({ digit: 5 });
  expect(lines.flatMap((line) => line.rest).some(({ id }) => id === 'meal')).toBe(false);
});
