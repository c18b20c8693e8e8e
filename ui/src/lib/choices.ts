import type { Availability, Status } from '../bindings';

/** A line of the picker: a status with a digit, or a fold with the rest of its kind. */
export type Choice =
  | { key: string; status: Status; digit: number; rest: Status[] }
  | { key: string; status?: undefined; rest: Status[] };

/** What has a digit, in this order; a status that the team hides or lacks leaves its digit unused. */
const DIGITS = ['available', 'busy', 'do_not_disturb', 'be_right_back', 'away', 'out_of_office', 'appear_offline'];

/** The lines in order: each main status with the rest of its kind, which for away is a line of its own. */
export function choices(catalogue: Status[]): Choice[] {
  const offered = catalogue.filter((status) => !status.hidden);
  const rest = (kind: Availability) => offered.filter(({ id, availability }) => availability === kind && !DIGITS.includes(id));
  return DIGITS.flatMap((id, i): Choice[] => {
    const status = offered.find((one) => one.id === id);
    if (!status) return [];
    const kind = status.availability;
    if (kind !== 'away') return [{ key: id, status, digit: i + 1, rest: rest(kind) }];
    const line: Choice = { key: id, status, digit: i + 1, rest: [] };
    return id === 'away' && rest(kind).length ? [line, { key: `more ${kind}`, rest: rest(kind) }] : [line];
  });
}
