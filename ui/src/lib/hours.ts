import type { WorkingHours } from '../bindings';

/** A stretch of a day in minutes after midnight, 0 to 1440. */
export interface Stretch {
  from: number;
  until: number;
}

const DAY = 1440;

/** The declared hours that fall into one ISO weekday, in order, with what runs over from the day before. */
export function hoursOn(hours: WorkingHours | null | undefined, day: number): Stretch[] {
  const before = day === 1 ? 7 : day - 1;
  const stretches = (hours?.windows ?? []).flatMap(({ day: begins, from, until }): Stretch[] => {
    const crosses = until <= from;
    if (begins === day) return [{ from, until: crosses ? DAY : until }];
    return begins === before && crosses && until > 0 ? [{ from: 0, until }] : [];
  });
  return stretches.sort((a, b) => a.from - b.from);
}
